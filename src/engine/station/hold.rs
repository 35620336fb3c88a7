//! A claim on a file that ends with whoever has it, however that ends.

use crate::error::Result;
use crate::state::{Answer, Change, Fence, FileId, Outcome, Pending, StateStore};
use std::sync::Arc;

/// A file that is this holder's. Dropped, it is given back as far as it came.
pub(crate) struct Hold {
    pub store: Arc<dyn StateStore>,
    pub id: FileId,
    pub fence: Fence,
    over: bool,
}

impl Hold {
    pub(crate) fn new(store: Arc<dyn StateStore>, id: FileId, fence: Fence) -> Hold {
        Hold { store, id, fence, over: false }
    }

    pub(crate) fn apply(&self, change: Change) -> Pending<Outcome> {
        self.store.apply(change)
    }

    /// Nothing is known of the file any more. Nobody has to wait.
    pub(crate) fn forget(mut self) {
        self.over = true;
        drop(self.store.apply(Change::Forget { id: self.id.clone(), fence: self.fence }));
    }

    /// The program's answer. Nobody waits: it is written with the next commit.
    pub(crate) fn told(mut self, answer: Answer) {
        self.over = true;
        let (id, fence) = (self.id.clone(), self.fence);
        drop(self.store.apply(Change::Told { id, fence, answer, when: crate::engine::now_ms() }));
    }

    /// Gives the file back, durably: whoever comes next goes on where it is.
    pub(crate) fn release(mut self) -> Result<()> {
        self.over = true;
        let released = Change::Release { id: self.id.clone(), fence: self.fence };
        crate::state::wait(self.store.apply(released)).map(drop)
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        if !self.over {
            drop(self.store.apply(Change::Release { id: self.id.clone(), fence: self.fence }));
        }
    }
}
