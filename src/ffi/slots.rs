//! The registered callbacks of one server: who is registered, who is running, and the promise that a callback which was
//! replaced is not running any more when the replacing call returns.
//!
//! One lock and one condition variable per server; the lock is held for a few instructions, never while a callback runs.
//! Whether anybody listens is answered without it.

use super::types::oftpsrv_t;
use crate::engine::ThreadWait;
use crate::events::EventKind;
use crate::sync::{lock, wait};
use crate::system::panics;
use std::collections::HashSet;
use std::ffi::c_void;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard};
use std::thread::{self, ThreadId};

/// A callback for the event structure `E`.
pub type Callback<E> = unsafe extern "C" fn(server: *mut oftpsrv_t, event: *mut E, user_data: *mut c_void);

/// An event structure, tied to its kind, so that no callback meets a structure of another kind.
///
/// # Safety
/// No two structures may have the same kind.
pub unsafe trait EventStruct {
    /// The event it belongs to.
    const KIND: EventKind;
}

const EVENTS: usize = EventKind::ALL.len();
const _: () = assert!(EVENTS <= u32::BITS as usize, "`wanted` has a bit for each event: make it an AtomicU64");

/// The slots of one server.
#[derive(Default)]
pub struct Slots {
    wanted: AtomicU32,
    board: Mutex<Board>,
    changed: Condvar,
}

#[derive(Default)]
struct Board {
    slots: [Slot; EVENTS],
    running: Vec<Running>,
    waiting: Vec<Waiting>,
}

#[derive(Default, Clone, Copy)]
struct Slot {
    registered: Option<Registered>,
    /// Grows with every replacement; a running callback older than this was replaced.
    generation: u64,
}

/// A callback with its structure's type taken off; [`Slots::call`] puts the right one back, which [`EventStruct`] ensures.
#[derive(Clone, Copy)]
struct Registered {
    callback: Callback<c_void>,
    user_data: *mut c_void,
}

// The caller promises in the header that a callback and its user data may be used on any thread.
unsafe impl Send for Registered {}

#[derive(Clone, Copy, PartialEq)]
struct Running {
    slot: usize,
    generation: u64,
    thread: ThreadId,
}

/// A thread that waits until the callbacks of a slot that are older than `generation` are through.
#[derive(Clone, PartialEq)]
struct Waiting {
    slot: usize,
    generation: u64,
    thread: ThreadId,
    /// Threads that wait for this one.
    spared: Vec<ThreadId>,
}

impl Slots {
    /// Whether a callback is registered for the event.
    pub fn wants(&self, kind: EventKind) -> bool {
        self.wanted.load(Ordering::Relaxed) & bit(kind as usize) != 0
    }

    /// Registers a callback, or none, and returns when the one before is not running any more. It does not wait for a callback
    /// that runs on the calling thread, nor for one that waits, itself or through others, for the calling thread.
    pub fn register<E: EventStruct>(&self, callback: Option<Callback<E>>, user_data: *mut c_void) {
        // Same ABI: only the type behind a pointer differs, and `call` restores it.
        let registered = callback.map(|callback| Registered {
            callback: unsafe { std::mem::transmute::<Callback<E>, Callback<c_void>>(callback) },
            user_data,
        });
        self.replace(E::KIND as usize, registered);
    }

    /// Clears all slots and returns when none of the callbacks is running any more, with the exceptions of [`Slots::register`].
    pub fn clear(&self) {
        // First all slots, then the waiting: no event starts in one slot while another is waited for.
        let generations: Vec<u64> = {
            let mut board = self.lock();
            self.wanted.store(0, Ordering::Relaxed);
            board.slots.iter_mut().map(|slot| slot.replace(None)).collect()
        };
        for (slot, generation) in generations.into_iter().enumerate() {
            self.wait(self.lock(), slot, generation);
        }
    }

    /// Runs the callback of the event, if there is one. Returns whether there was.
    ///
    /// # Safety
    /// `event` is what the callback may read and write: a complete structure, for the time of the call.
    pub unsafe fn call<E: EventStruct>(&self, server: *mut oftpsrv_t, event: *mut E) -> bool {
        let Some((registered, running)) = self.begin(E::KIND as usize) else { return false };
        // Taken off when the callback is through, also when it unwinds.
        let _end = End { slots: self, running };
        panics::outside(|| unsafe { (registered.callback)(server, event.cast(), registered.user_data) });
        true
    }

    fn replace(&self, slot: usize, registered: Option<Registered>) {
        let mut board = self.lock();
        let generation = board.slots[slot].replace(registered);
        match registered {
            Some(_) => self.wanted.fetch_or(bit(slot), Ordering::Relaxed),
            None => self.wanted.fetch_and(!bit(slot), Ordering::Relaxed),
        };
        self.wait(board, slot, generation);
    }

    fn wait(&self, mut board: MutexGuard<'_, Board>, slot: usize, generation: u64) {
        let mut waiting = Waiting { slot, generation, thread: thread::current().id(), spared: Vec::new() };
        // Waits of other kinds may close the circle: for a file, for the end of a server. The engine knows them, and learns of
        // this one.
        let mut noted = Vec::new();
        for thread in board.blockers(&waiting).collect::<Vec<_>>() {
            match ThreadWait::begin(thread) {
                Some(wait) => noted.push(wait),
                None => waiting.spared.push(thread),
            }
        }
        if !board.must_wait(&waiting) {
            return;
        }
        board.waiting.push(waiting.clone());
        // Somebody may have to stop waiting because this thread now does.
        self.changed.notify_all();
        while board.must_wait(&waiting) {
            board = wait(&self.changed, board);
        }
        board.waiting.retain(|other| *other != waiting);
    }

    fn begin(&self, slot: usize) -> Option<(Registered, Running)> {
        let mut board = self.lock();
        let Slot { registered, generation } = board.slots[slot];
        let registered = registered?;
        let running = Running { slot, generation, thread: thread::current().id() };
        board.running.push(running);
        Some((registered, running))
    }

    fn lock(&self) -> MutexGuard<'_, Board> {
        lock(&self.board)
    }
}

impl Slot {
    fn replace(&mut self, registered: Option<Registered>) -> u64 {
        self.registered = registered;
        self.generation += 1;
        self.generation
    }
}

impl Board {
    /// Whether a replaced callback runs that can come to its end while this thread waits.
    fn must_wait(&self, waiting: &Waiting) -> bool {
        self.blockers(waiting).any(|thread| !self.waits_for(thread, waiting.thread, &mut HashSet::new()))
    }

    fn blockers<'a>(&'a self, waiting: &'a Waiting) -> impl Iterator<Item = ThreadId> + 'a {
        let replaced = move |run: &&Running| {
            run.slot == waiting.slot && run.generation < waiting.generation && !waiting.spared.contains(&run.thread)
        };
        self.running.iter().filter(replaced).map(|run| run.thread)
    }

    /// Whether `thread` is `target`, or waits for it, itself or through others.
    fn waits_for(&self, thread: ThreadId, target: ThreadId, seen: &mut HashSet<ThreadId>) -> bool {
        if thread == target {
            return true;
        }
        if !seen.insert(thread) {
            return false;
        }
        self.waiting
            .iter()
            .filter(|waiting| waiting.thread == thread)
            .any(|waiting| self.blockers(waiting).any(|next| self.waits_for(next, target, seen)))
    }
}

struct End<'a> {
    slots: &'a Slots,
    running: Running,
}

impl Drop for End<'_> {
    fn drop(&mut self) {
        let mut board = self.slots.lock();
        if let Some(position) = board.running.iter().position(|other| *other == self.running) {
            board.running.swap_remove(position);
        }
        if !board.waiting.is_empty() {
            self.slots.changed.notify_all();
        }
    }
}

fn bit(slot: usize) -> u32 {
    1 << slot
}

#[cfg(test)]
#[path = "slots_tests.rs"]
mod tests;
