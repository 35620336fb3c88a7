//! Queued dispatch: the program's thread runs what waits, inside do_events. One thread at a time, so that handlers never run on
//! two; it may pump again inside a callback that waits.
//!
//! A call that waits, made outside of callbacks by the thread that pumps, delivers events too: that is what the class reference
//! says of its waiting calls, and nobody else could answer what the call waits for. On every other thread it only waits.

use super::Core;
use super::descriptor::Descriptor;
use crate::error::Result;
use crate::sync::{lock, wait, wait_timeout};
use std::sync::Arc;
use std::thread::ThreadId;
use std::time::{Duration, Instant};

/// The pumping side.
#[derive(Default)]
pub(super) struct Pump {
    /// The thread that is inside do_events.
    inside: Option<ThreadId>,
    /// The thread that was there last.
    last: Option<ThreadId>,
    /// Goes up when whoever waits in [`Core::pump`] is to return.
    wakes: u64,
    descriptor: Option<Descriptor>,
    /// Whether the descriptor is readable.
    raised: bool,
}

impl Pump {
    /// Makes the descriptor tell whether events wait.
    pub(super) fn show(&mut self, waiting: usize) {
        let Some(descriptor) = &self.descriptor else { return };
        match (self.raised, waiting > 0) {
            (false, true) => descriptor.raise(),
            (true, false) => descriptor.lower(),
            _ => return,
        }
        self.raised = waiting > 0;
    }

    fn is_open_to(&self, me: ThreadId) -> bool {
        self.inside.is_none_or(|inside| inside == me)
    }
}

impl Core {
    /// Runs waiting events on this thread; waits up to `timeout` for the first (`None`: for ever). In direct mode nothing
    /// waits here, so it only waits.
    pub(super) fn pump(self: &Arc<Self>, timeout: Option<Duration>) -> usize {
        let deadline = timeout.map(|t| Instant::now() + t);
        let me = std::thread::current().id();
        let mut state = lock(&self.state);
        let wakes = state.pump.wakes;
        while !self.is_queued() || !state.board.has_ready() || !state.pump.is_open_to(me) {
            if state.pump.wakes != wakes {
                return 0;
            }
            state = match deadline {
                None => wait(&self.arrived, state),
                Some(deadline) => {
                    let left = deadline.saturating_duration_since(Instant::now());
                    if left.is_zero() {
                        return 0;
                    }
                    wait_timeout(&self.arrived, state, left)
                }
            };
        }
        let outermost = state.pump.inside.replace(me).is_none();
        state.pump.last = Some(me);
        // Only what waits now: under load there is always another event, and the caller has a loop of its own to go on with.
        let waiting = state.board.waiting;
        drop(state);
        let mut count = 0;
        while count < waiting && self.run_next() {
            count += 1;
        }
        if outermost {
            self.leave_pump();
        }
        count
    }

    /// Runs one event, if this thread may; whether it did.
    pub(super) fn pump_one(self: &Arc<Self>) -> bool {
        let me = std::thread::current().id();
        let outermost = {
            let mut state = lock(&self.state);
            let pump = &mut state.pump;
            if pump.last != Some(me) || !pump.is_open_to(me) {
                return false;
            }
            pump.inside.replace(me).is_none()
        };
        let ran = self.run_next();
        if outermost {
            self.leave_pump();
        }
        ran
    }

    /// Whether somebody has ever pumped.
    pub(super) fn was_pumped(&self) -> bool {
        lock(&self.state).pump.last.is_some()
    }

    fn run_next(self: &Arc<Self>) -> bool {
        let next = {
            let mut state = lock(&self.state);
            let next = state.board.next();
            state.show();
            next
        };
        let Some((lane, job)) = next else { return false };
        self.run(lane, job, false);
        true
    }

    fn leave_pump(&self) {
        lock(&self.state).pump.inside = None;
        self.arrived.notify_all();
    }

    /// Makes waiting pumps return: the server was shut down.
    pub(super) fn wake(&self) {
        lock(&self.state).pump.wakes += 1;
        self.arrived.notify_all();
    }

    /// The descriptor that polls readable while events wait.
    pub(super) fn descriptor(&self) -> Result<i32> {
        let mut state = lock(&self.state);
        if let Some(descriptor) = &state.pump.descriptor {
            return Ok(descriptor.number());
        }
        let number = state.pump.descriptor.insert(Descriptor::new()?).number();
        state.show();
        Ok(number)
    }
}
