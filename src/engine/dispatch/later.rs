//! Answers that the program gives after its callback has returned, because it has an event loop of its own: no thread waits for
//! them. The event is kept here; when the answer is there the callback is called a second time, by the thread that has it.

use super::Core;
use super::board::Lane;
use super::delivery::Job;
use super::waits::{self, Entered, Frame};
use crate::error::{Error, Result, codes};
use crate::events::EventKind;
use crate::sync::{lock, wait};
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

thread_local! {
    /// The callbacks that this thread acts for.
    static ENTERED: RefCell<Vec<Entered>> = const { RefCell::new(Vec::new()) };
}

/// Ends the last [`Core::enter`] of this thread.
pub(crate) fn leave_event() -> Result<()> {
    let last = ENTERED.try_with(|all| all.borrow_mut().pop()).ok().flatten();
    last.map(drop).ok_or_else(|| Error::new(codes::NOT_READY, "This thread has not entered an event."))
}

/// The events of one server that are answered later.
#[derive(Default)]
pub(super) struct Later {
    tokens: u64,
    kept: HashMap<u64, Kept>,
}

enum Kept {
    /// The callback has not returned yet.
    Running(Lane, EventKind),
    /// Its lane is taken until the answer comes.
    Waiting(Lane, Job),
}

fn unknown() -> Error {
    Error::new(codes::BAD_ARGUMENT, "There is no event that waits under this number.")
}

impl Core {
    /// From inside a callback: its answers come later. Returns the number of the event.
    pub(super) fn answer_later(&self) -> Result<u64> {
        let mut later = lock(&self.later);
        let token = later.tokens + 1;
        let Some((lane, kind)) = waits::answer_later(self.number, token) else {
            return Err(Error::new(
                codes::NOT_READY,
                "No callback of this server is running on this thread, or it was put off before.",
            ));
        };
        later.tokens = token;
        later.kept.insert(token, Kept::Running(lane, kind));
        Ok(token)
    }

    /// The callback has returned without its answers.
    pub(super) fn keep(&self, token: u64, lane: Lane, job: Job) {
        lock(&self.later).kept.insert(token, Kept::Waiting(lane, job));
        self.kept.notify_all();
    }

    /// Calls the callback again, on this thread, for its answers. From inside the first call: its answers come with its end after
    /// all.
    pub(super) fn resume(self: &Arc<Self>, token: u64) -> Result<()> {
        let mut later = lock(&self.later);
        let (lane, job) = loop {
            match later.kept.remove(&token) {
                None => return Err(unknown()),
                Some(Kept::Waiting(lane, job)) => break (lane, job),
                Some(Kept::Running(..)) if waits::answer_here(self.number, token) => return Ok(()),
                // It will return in a moment.
                Some(running) => {
                    later.kept.insert(token, running);
                    later = wait(&self.kept, later);
                }
            }
        };
        drop(later);
        self.run(lane, job, false);
        Ok(())
    }

    /// What this thread calls counts as called by the callback that is answered under this number.
    pub(super) fn enter(self: &Arc<Self>, token: u64) -> Result<()> {
        let (lane, kind) = match lock(&self.later).kept.get(&token) {
            None => return Err(unknown()),
            Some(Kept::Waiting(lane, job)) => (*lane, job.kind()),
            Some(Kept::Running(lane, kind)) => (*lane, *kind),
        };
        let frame = Frame::new(self, lane, kind, false);
        let entered = Entered::new(frame);
        let _ = ENTERED.try_with(|all| all.borrow_mut().push(entered));
        Ok(())
    }

    /// Nobody answers any more.
    pub(super) fn drop_later(self: &Arc<Self>) {
        let kept: Vec<Kept> = {
            let mut later = lock(&self.later);
            let waiting: Vec<u64> = later
                .kept
                .iter()
                .filter(|(_, kept)| matches!(kept, Kept::Waiting(..)))
                .map(|(token, _)| *token)
                .collect();
            waiting.into_iter().filter_map(|token| later.kept.remove(&token)).collect()
        };
        for kept in kept {
            if let Kept::Waiting(lane, job) = kept {
                let kind = job.kind();
                drop(job);
                self.release(lane, kind);
            }
        }
    }
}
