//! MaxConnections: which connections count. Those whose address lists wait for host names do not yet, or strangers could keep
//! partners out while a name resolves slowly; they have a limit of their own of the same size.

use super::inner::Inner;
use super::shared::Shared;
use crate::settings::Id;
use crate::sync::lock;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;

/// How many partners over MaxConnections are told so at the same time; further ones are closed at once.
const REFUSALS_AT_ONCE: usize = 64;
/// How often the log says that too many wait for names.
const TELLING: Duration = Duration::from_secs(1);

/// What a new connection finds.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Room {
    Free,
    /// MaxConnections is reached.
    Full,
    /// As many wait for host names.
    Crowded,
}

/// The places of one listener.
pub(super) struct Places {
    /// Held from looking for a place until it is taken.
    taking: Mutex<()>,
    told: Mutex<Option<Instant>>,
    pub refusals: Arc<Semaphore>,
}

impl Places {
    pub(super) fn new() -> Arc<Self> {
        let refusals = Arc::new(Semaphore::new(REFUSALS_AT_ONCE));
        Arc::new(Places { taking: Mutex::default(), told: Mutex::default(), refusals })
    }

    /// Looks for a place; whoever registers a connection there holds the guard meanwhile.
    pub(super) fn look(&self, inner: &Inner, undecided: bool) -> (Room, MutexGuard<'_, ()>) {
        let guard = lock(&self.taking);
        let limit = limit(inner);
        // The usual case needs no counting.
        if inner.count() < limit {
            return (Room::Free, guard);
        }
        let waiting = inner.count_undecided();
        let room = match () {
            () if inner.count().saturating_sub(waiting) >= limit => Room::Full,
            () if undecided && waiting >= limit => Room::Crowded,
            () => Room::Free,
        };
        (room, guard)
    }

    /// From here on the connection counts; false when MaxConnections was reached meanwhile.
    pub(super) fn settle(&self, inner: &Inner, shared: &Shared) -> bool {
        if !shared.undecided.load(Ordering::SeqCst) {
            return true;
        }
        let (room, _guard) = self.look(inner, false);
        let free = room == Room::Free;
        if free {
            shared.undecided.store(false, Ordering::SeqCst);
        }
        free
    }

    /// A line of the log, once in a while.
    pub(super) fn tell_crowded(&self, inner: &Arc<Inner>) {
        let mut told = lock(&self.told);
        if told.is_none_or(|told| told.elapsed() >= TELLING) {
            *told = Some(Instant::now());
            let limit = limit(inner);
            inner.log_later(
                "",
                vec![format!(
                    "connections closed: {limit} wait already for host names of AllowedClients and BlockedClients"
                )],
            );
        }
    }
}

fn limit(inner: &Inner) -> usize {
    match usize::try_from(inner.settings.int(Id::MaxConnections)) {
        Ok(limit) if limit > 0 => limit,
        _ => usize::MAX,
    }
}
