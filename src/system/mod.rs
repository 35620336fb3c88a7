//! What a guest in somebody else's process has to mind: signals that a write may raise, and panics, which print to the
//! host's standard error unless they are caught in time. Nothing here knows OFTP.

pub(crate) mod panics;
pub(crate) mod writes;
