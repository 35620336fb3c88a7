//! vfile
