//! End responses that some connection is sending right now, so that two sessions with one partner do not both send one.

use crate::sync::lock;
use std::collections::HashSet;
use std::sync::Mutex;

#[derive(Default)]
pub(crate) struct InFlight(Mutex<HashSet<u64>>);

impl InFlight {
    /// Reserves one; false when another connection has it.
    pub(crate) fn take(&self, id: u64) -> bool {
        lock(&self.0).insert(id)
    }

    pub(crate) fn remove(&self, id: u64) {
        lock(&self.0).remove(&id);
    }
}
