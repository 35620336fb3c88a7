//! Which events wait, in which order, and for whom a callback is running. Each connection has a lane: its events come one after
//! the other, in the order in which they happened, and never at the same time. Lanes take turns, one event each, in order of
//! arrival.
//!
//! A callback that waits for its own connection lends its lane: events that come meanwhile are for the thread that waits.

use super::delivery::Job;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Condvar, Mutex};
use std::task::Wake;

/// A connection's number; events that belong to none have a lane each.
pub(super) type Lane = u64;
/// Names an event that waits.
pub(super) type Ticket = u64;

/// The events of one server. Lanes without anything to do are not in it.
#[derive(Default)]
pub(super) struct Board {
    lanes: HashMap<Lane, Events>,
    /// Lanes whose turn will come. One may be here twice, or for nothing.
    ready: VecDeque<Lane>,
    tickets: Ticket,
    /// How many events wait in all lanes.
    pub waiting: usize,
}

#[derive(Default)]
struct Events {
    waiting: VecDeque<(Ticket, Job)>,
    /// A callback is running, on a thread or in the program's own event loop.
    taken: bool,
    /// Who has lent the lane, innermost last.
    lenders: Vec<Arc<Bell>>,
}

/// Who is to hear of a new event.
pub(super) enum Next {
    /// Any thread that runs callbacks.
    Anybody,
    /// The thread that has lent the lane.
    Lender(Arc<Bell>),
    /// Nobody: a callback of this lane is running.
    Nobody,
}

impl Events {
    fn is_free(&self) -> bool {
        !self.taken && self.lenders.is_empty()
    }

    fn is_lent_by(&self, bell: &Arc<Bell>) -> bool {
        self.lenders.iter().any(|other| Arc::ptr_eq(other, bell))
    }

    fn next(&self) -> Next {
        match (self.taken || self.waiting.is_empty(), self.lenders.last()) {
            (true, _) => Next::Nobody,
            (false, Some(bell)) => Next::Lender(bell.clone()),
            (false, None) => Next::Anybody,
        }
    }
}

impl Board {
    /// A new event, behind those of its lane.
    pub(super) fn add(&mut self, lane: Lane, job: Job) -> (Ticket, Next) {
        self.tickets += 1;
        self.waiting += 1;
        let events = self.lanes.entry(lane).or_default();
        events.waiting.push_back((self.tickets, job));
        if events.is_free() && events.waiting.len() == 1 {
            self.ready.push_back(lane);
        }
        (self.tickets, events.next())
    }

    /// A new event that comes before all others, of a lane of its own.
    pub(super) fn add_first(&mut self, lane: Lane, job: Job) {
        self.add(lane, job);
        self.ready.rotate_right(1);
    }

    /// Takes back an event that no callback has begun with.
    pub(super) fn take_back(&mut self, lane: Lane, ticket: Ticket) -> Option<Job> {
        let events = self.lanes.get_mut(&lane)?;
        let at = events.waiting.iter().position(|(other, _)| *other == ticket)?;
        let (_, job) = events.waiting.remove(at)?;
        self.waiting -= 1;
        self.forget_idle(lane);
        Some(job)
    }

    /// The event whose turn it is; its lane is taken until [`Board::release`].
    pub(super) fn next(&mut self) -> Option<(Lane, Job)> {
        while let Some(lane) = self.ready.pop_front() {
            if let Some(events) = self.lanes.get_mut(&lane)
                && events.is_free()
                && let Some((_, job)) = events.waiting.pop_front()
            {
                events.taken = true;
                self.waiting -= 1;
                return Some((lane, job));
            }
        }
        None
    }

    /// Whether [`Board::next`] may find something.
    pub(super) fn has_ready(&self) -> bool {
        !self.ready.is_empty()
    }

    /// The callback is through; who goes on with the lane.
    pub(super) fn release(&mut self, lane: Lane) -> Next {
        let Some(events) = self.lanes.get_mut(&lane) else { return Next::Nobody };
        events.taken = false;
        // Also without an event: whoever has lent the lane may wait for its end.
        let next = events.lenders.last().map_or_else(|| events.next(), |bell| Next::Lender(bell.clone()));
        if matches!(next, Next::Anybody) {
            self.ready.push_back(lane);
        }
        self.forget_idle(lane);
        next
    }

    /// The callback that is running waits for its own connection.
    pub(super) fn lend(&mut self, lane: Lane, bell: Arc<Bell>) {
        let events = self.lanes.entry(lane).or_default();
        // A second one while an event of the first is running: that one goes on.
        if events.lenders.is_empty() {
            events.taken = false;
        }
        events.lenders.push(bell);
    }

    /// The next event of a lane that the caller has lent.
    pub(super) fn next_of(&mut self, lane: Lane, bell: &Arc<Bell>) -> Option<Job> {
        let events = self.lanes.get_mut(&lane).filter(|events| !events.taken && events.is_lent_by(bell))?;
        let (_, job) = events.waiting.pop_front()?;
        events.taken = true;
        self.waiting -= 1;
        Some(job)
    }

    /// The callback goes on; false while another one of the same lane is still running.
    pub(super) fn regain(&mut self, lane: Lane, bell: &Arc<Bell>) -> bool {
        let Some(events) = self.lanes.get_mut(&lane).filter(|events| events.is_lent_by(bell)) else { return true };
        let last = events.lenders.len() == 1;
        if last && events.taken {
            return false;
        }
        events.lenders.retain(|other| !Arc::ptr_eq(other, bell));
        events.taken |= last;
        // What this one was rung for may not have been taken.
        if let Next::Lender(other) = events.next() {
            other.ring();
        }
        true
    }

    /// The callback that has lent the lane is through, although calls that it made on other threads still wait: they have no part
    /// in the lane any more.
    pub(super) fn release_lent(&mut self, lane: Lane) -> Next {
        let Some(events) = self.lanes.get_mut(&lane) else { return Next::Nobody };
        events.lenders.clear();
        // An event of theirs may be running; its end releases the lane.
        if events.taken { Next::Nobody } else { self.release(lane) }
    }

    /// Whether a callback waits for its own connection.
    pub(super) fn is_lent(&self, lane: Lane) -> bool {
        self.lanes.get(&lane).is_some_and(|events| !events.lenders.is_empty())
    }

    /// Takes everything out that waits.
    pub(super) fn clear(&mut self) -> Vec<Job> {
        self.ready.clear();
        self.waiting = 0;
        self.lanes.values_mut().flat_map(|events| events.waiting.drain(..)).map(|(_, job)| job).collect()
    }

    fn forget_idle(&mut self, lane: Lane) {
        if self.lanes.get(&lane).is_some_and(|events| events.is_free() && events.waiting.is_empty()) {
            self.lanes.remove(&lane);
        }
    }
}

/// Wakes one thread that waits for more than one thing.
#[derive(Default)]
pub(super) struct Bell {
    rung: Mutex<bool>,
    heard: Condvar,
}

impl Bell {
    pub(super) fn ring(&self) {
        *crate::sync::lock(&self.rung) = true;
        self.heard.notify_one();
    }

    /// Returns when it was rung since the last time.
    pub(super) fn wait(&self) {
        let mut rung = crate::sync::lock(&self.rung);
        while !std::mem::take(&mut *rung) {
            rung = crate::sync::wait(&self.heard, rung);
        }
    }
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.ring();
    }
}
