//! The threads of direct callbacks: started when events come, ended when there was nothing to do for a while, and never more
//! that run callbacks than EventThreads says. A callback that waits for a connection gives its place back meanwhile.

use super::Core;
use crate::sync::{lock, wait, wait_timeout};
use crate::system::panics;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

/// How long a thread waits for more to do.
const IDLE: Duration = Duration::from_secs(5);
/// How often the log says that events wait for a thread.
const TELLING: Duration = Duration::from_secs(60);

/// The pool's counts.
pub(super) struct Pool {
    /// EventThreads.
    pub limit: usize,
    /// Places in use: callbacks that run and do not wait.
    running: usize,
    /// Threads that were started and have not looked for work yet.
    starting: usize,
    /// Threads that wait for work.
    idle: usize,
    /// Callbacks that waited and want their place again; they come before new events.
    returning: usize,
    /// When the log said so last.
    told: Option<Instant>,
}

impl Default for Pool {
    fn default() -> Self {
        Pool { limit: 64, running: 0, starting: 0, idle: 0, returning: 0, told: None }
    }
}

impl Pool {
    fn has_place(&self) -> bool {
        self.running < self.limit
    }

    /// Whether an event that waits now has to wait for a callback to end.
    pub(super) fn is_full(&self) -> bool {
        !self.has_place()
    }

    /// Whether the log is to say so; once in a while.
    pub(super) fn tells(&mut self) -> bool {
        let due = self.told.is_none_or(|told| told.elapsed() >= TELLING);
        if due {
            self.told = Some(Instant::now());
        }
        due
    }
}

impl Core {
    /// Sees to it that somebody takes the events that are ready: an idle thread, a new one, or one that is through.
    pub(super) fn summon(self: &Arc<Self>) {
        {
            let mut state = lock(&self.state);
            let pool = &mut state.pool;
            if pool.returning > 0 && pool.has_place() {
                self.places.notify_one();
                return;
            }
            if pool.idle > 0 {
                self.work.notify_one();
                return;
            }
            if pool.running + pool.starting >= pool.limit || !state.board.has_ready() {
                return;
            }
            state.pool.starting += 1;
        }
        let core = self.clone();
        let work = move || {
            panics::own_thread();
            core.work();
        };
        let thread = crate::engine::threads::builder("oftpsrv-events").spawn(work);
        if thread.is_err() {
            lock(&self.state).pool.starting -= 1;
            self.start_late();
        }
    }

    /// No thread can be had at this moment. Somebody who is through, or who comes later, takes the event; when there is nobody
    /// the engine tries again.
    fn start_late(self: &Arc<Self>) {
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        let core = self.clone();
        runtime.spawn(async move {
            tokio::time::sleep(Duration::from_millis(100)).await;
            core.summon();
        });
    }

    /// A thread's life.
    fn work(self: &Arc<Self>) {
        let mut state = lock(&self.state);
        state.pool.starting -= 1;
        loop {
            if state.pool.has_place()
                && state.pool.returning == 0
                && let Some((lane, job)) = state.board.next()
            {
                state.pool.running += 1;
                self.tell_full(&mut state);
                let more = state.board.has_ready();
                drop(state);
                if more {
                    self.summon();
                }
                self.run(lane, job, true);
                state = lock(&self.state);
                state.pool.running -= 1;
                if state.pool.returning > 0 {
                    self.places.notify_one();
                }
                continue;
            }
            if self.closed.load(Ordering::SeqCst) {
                return;
            }
            state.pool.idle += 1;
            let since = Instant::now();
            state = wait_timeout(&self.work, state, IDLE);
            state.pool.idle -= 1;
            if since.elapsed() >= IDLE && !state.board.has_ready() {
                return;
            }
        }
    }

    /// A callback waits: another one may run.
    pub(super) fn give_place(self: &Arc<Self>) {
        lock(&self.state).pool.running -= 1;
        self.summon();
    }

    /// A callback that waited goes on.
    pub(super) fn take_place(self: &Arc<Self>) {
        let mut state = lock(&self.state);
        state.pool.returning += 1;
        while !state.pool.has_place() {
            state = wait(&self.places, state);
        }
        state.pool.returning -= 1;
        state.pool.running += 1;
        let more = state.board.has_ready() || state.pool.returning > 0;
        drop(state);
        if more {
            self.summon();
        }
    }
}
