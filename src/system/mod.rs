//! What a library in another program's process has to take care of: signals that a write may raise, and panics, which print to the
//! host's standard error unless they are caught in time. Nothing here knows OFTP.

pub(crate) mod panics;
pub(crate) mod writes;
