//! The server object: the class reference's properties, methods and settings over what the other modules of the engine do, by
//! groups of methods.

mod certificates;
mod connections;
mod events;
mod lifecycle;
mod load_config;
mod orders;
mod settings;

use super::inner::Inner;
use std::sync::Arc;

/// An OFTP server. Cheap to clone; all clones are the same server. Methods that wait must not be called from async code.
#[derive(Clone)]
pub struct Server {
    pub(super) inner: Arc<Inner>,
}

impl Default for Server {
    fn default() -> Self {
        Self::new()
    }
}

impl Server {
    /// A server with every setting at its default, not listening.
    pub fn new() -> Self {
        Server { inner: Inner::new() }
    }
}
