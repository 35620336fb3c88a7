//! The threads of one server: what all have in common, and the runtime that its connections run on.

use crate::error::{self, Error, Result};
use crate::system::panics;
use std::thread::Builder;
use std::time::Duration;
use tokio::runtime::{Handle, Runtime};

/// The stack of every thread that may run code of the program.
const STACK: usize = 1 << 20;
/// How many pieces of file work are done at the same time; further ones wait in a queue, without a thread each. A few more
/// than the questions of TLS handshakes may hold, see [`crate::tls`].
const FILE_WORK: usize = 96;

/// A thread of ours, not started yet.
pub(super) fn builder(name: &str) -> Builder {
    Builder::new().name(name.to_owned()).stack_size(STACK)
}

/// A runtime with its number of threads. It goes in the background, so that its last owner may be a task of its own.
pub(crate) struct Threads {
    runtime: Option<Runtime>,
    handle: Handle,
    pub workers: usize,
}

impl Threads {
    /// How many threads WorkerThreads means.
    pub(crate) fn wanted(setting: i64) -> usize {
        match usize::try_from(setting).unwrap_or(0) {
            0 => std::thread::available_parallelism().map_or(2, usize::from).clamp(2, 8),
            n => n.min(64),
        }
    }

    pub(crate) fn start(workers: usize) -> Result<Self> {
        // The runtime would panic where not one thread can be started.
        let first = builder("oftpsrv").spawn(|| ());
        let first = first
            .map_err(|e| Error { code: error::no_thread(&e), ..Error::io("starting the engine's threads", &e) })?;
        let _ = first.join();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(workers)
            .max_blocking_threads(FILE_WORK)
            .thread_keep_alive(Duration::from_secs(5))
            .thread_name("oftpsrv")
            .thread_stack_size(STACK)
            .on_thread_start(panics::own_thread)
            .enable_all()
            .build()
            .map_err(|e| Error::io("starting the engine's threads", &e))?;
        Ok(Threads { handle: runtime.handle().clone(), runtime: Some(runtime), workers })
    }

    pub(crate) fn handle(&self) -> &Handle {
        &self.handle
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
