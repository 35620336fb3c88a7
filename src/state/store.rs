//! The open store: what was applied and is not on disk yet, the claims, and the one writer that brings everything queued to
//! disk in one transaction with one flush.
//!
//! A change is carried out at once, in memory, above what is on disk; so whoever reads sees it. Its outcome is told when
//! it is durable. When a commit fails, what somebody waits for failed; the rest is carried out again after the store was
//! opened again, which happens at its next use or a second later.

use super::change::{Change, Outcome};
use super::claims::Claims;
use super::parts::Maker;
use super::pending::{Pending, Slot, Waiting, ready, slot};
use super::progress::Progress;
use super::tables::{Base, Batch, Layers, Memory};
use super::{database, work};
use crate::error::Result;
use crate::sync::{lock, wait, wait_timeout};
use crate::system::panics;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long a change that nobody waits for may stay in memory.
const LAZY: Duration = Duration::from_millis(200);
/// How long after a failure the store is opened again when nobody uses it.
const AGAIN: Duration = Duration::from_secs(1);

/// The store of a StatePath, or one in memory.
pub(super) struct Store {
    pub(super) core: Arc<Core>,
    pub(super) writer: Option<JoinHandle<()>>,
    pub(super) maker: Maker,
}

pub(super) struct Core {
    /// Where the tables are; none in memory.
    dir: Option<PathBuf>,
    shelf: Mutex<Shelf>,
    work: Condvar,
    pub(super) progress: Progress,
    /// How many commits were made, each with one flush.
    #[cfg(test)]
    pub(super) commits: std::sync::atomic::AtomicUsize,
}

/// Everything under one lock. It is never held while the disk is waited for, but for reading.
pub(super) struct Shelf {
    /// None after a failure, until the store is opened again.
    base: Option<Arc<dyn Base>>,
    pub(super) claims: Claims,
    queued: Batch,
    entries: Vec<Entry>,
    /// Since when something is queued.
    since: Option<Instant>,
    flushing: Option<Arc<Batch>>,
    /// Changes that nobody waited for when a commit failed.
    again: Vec<Entry>,
    /// When the last failure was.
    failed: Option<Instant>,
    closing: bool,
    /// Where the last pruning stopped.
    pub(super) pruned_to: Option<(usize, Vec<u8>)>,
}

/// Something applied: a change with its outcome, or only somebody who waits for everything before it.
struct Entry {
    change: Option<Change>,
    /// What is written when there is no change to carry out again.
    own: Batch,
    outcome: Outcome,
    slot: Slot<Outcome>,
}

impl Store {
    pub(super) fn in_memory() -> Store {
        let core = Core::new(None, Arc::new(Memory::default()), Progress::in_memory());
        Store { core, writer: None, maker: Maker::default() }
    }

    pub(super) fn in_directory(dir: &Path) -> Result<Store> {
        let base = database::open(dir)?;
        let progress = Progress::in_directory(dir.join("progress"))?;
        let core = Core::new(Some(dir.to_owned()), base, progress);
        let maker = Maker::of(&core)?;
        let writing = core.clone();
        let writer = std::thread::Builder::new().name("oftpsrv-state".to_owned());
        let writer = writer
            .spawn(move || {
                panics::own_thread();
                writing.run();
            })
            .map_err(|error| crate::error::Error {
                code: crate::error::no_thread(&error),
                ..crate::error::Error::io("starting the state store", &error)
            })?;
        Ok(Store { core, writer: Some(writer), maker })
    }

    /// Writes what is queued, closes the file and waits for that.
    fn close(&mut self) {
        lock(&self.core.shelf).closing = true;
        self.core.work.notify_all();
        if let Some(writer) = self.writer.take() {
            let _ = writer.join();
        }
        lock(&self.core.shelf).base = None;
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.close();
    }
}

impl Core {
    pub(super) fn new(dir: Option<PathBuf>, base: Arc<dyn Base>, progress: Progress) -> Arc<Core> {
        let shelf = Shelf {
            base: Some(base),
            claims: Claims::default(),
            queued: Batch::new(),
            entries: Vec::new(),
            since: None,
            flushing: None,
            again: Vec::new(),
            failed: None,
            closing: false,
            pruned_to: None,
        };
        Arc::new(Core {
            dir,
            shelf: Mutex::new(shelf),
            work: Condvar::new(),
            progress,
            #[cfg(test)]
            commits: Default::default(),
        })
    }

    /// Carries a change out and queues it.
    pub(super) fn apply(self: &Arc<Self>, change: Change) -> Pending<Outcome> {
        let mut shelf = lock(&self.shelf);
        if let Change::Arrive { arriving, .. } = &change {
            // It may take a stored file back, now or when the store can be opened.
            shelf.claims.doubt_file(&super::keys::received(&arriving.id), true);
        }
        let done = self.in_tables(&mut shelf, |tables, claims| {
            let outcome = work::carry_out(tables, claims, &change, false)?;
            Ok((outcome, std::mem::take(&mut tables.own)))
        });
        let (outcome, own) = match done {
            Ok(done) => done,
            Err(_) if shelf.base.is_none() && self.dir.is_some() => return Box::pin(self.put_off(&mut shelf, change)),
            Err(error) => return ready(Err(error)),
        };
        work::end_claims(&mut shelf.claims, &change);
        if own.is_empty() && shelf.is_settled() {
            return ready(Ok(outcome));
        }
        if self.dir.is_none() {
            // In memory a commit is done at once.
            let committed = shelf.base.as_ref().map_or(Ok(()), |base| base.commit(&own));
            return ready(committed.map(|()| outcome));
        }
        shelf.queued.extend(own);
        Box::pin(self.queue(&mut shelf, Some(change), Batch::new(), outcome))
    }

    /// The store cannot be opened now. A change that nobody waits for is carried out when it can; whoever waits hears of the next
    /// attempt. A claim that the change ends is over in any case, or nobody could ever have the file again.
    fn put_off(self: &Arc<Self>, shelf: &mut Shelf, change: Change) -> Waiting<Outcome> {
        work::end_claims(&mut shelf.claims, &change);
        let (slot, waiting) = slot(self);
        shelf.again.push(Entry { change: Some(change), own: Batch::new(), outcome: Outcome::Done, slot });
        shelf.failed.get_or_insert_with(Instant::now);
        self.work.notify_all();
        waiting
    }

    /// Reads, with everything applied so far.
    pub(super) fn read<T>(self: &Arc<Self>, look: impl FnOnce(&Layers<'_>, &mut Claims) -> Result<T>) -> Result<T> {
        let mut shelf = lock(&self.shelf);
        self.in_tables(&mut shelf, |tables, claims| look(tables, claims))
    }

    /// Ready when everything applied so far is durable; nothing when it is already.
    pub(super) fn settled(self: &Arc<Self>) -> Option<Waiting<Outcome>> {
        let mut shelf = lock(&self.shelf);
        (!shelf.is_settled()).then(|| self.queue(&mut shelf, None, Batch::new(), Outcome::Done))
    }

    /// Works on the shelf itself, for what keeps something beside the tables.
    pub(super) fn shelf(&self) -> MutexGuard<'_, Shelf> {
        lock(&self.shelf)
    }

    /// Queues what is no change of one file.
    pub(super) fn write(self: &Arc<Self>, shelf: &mut Shelf, own: Batch) -> Pending<Outcome> {
        if self.dir.is_none() {
            let committed = shelf.base.as_ref().map_or(Ok(()), |base| base.commit(&own));
            return ready(committed.map(|()| Outcome::Done));
        }
        shelf.queued.extend(own.clone());
        Box::pin(self.queue(shelf, None, own, Outcome::Done))
    }

    fn queue(
        self: &Arc<Self>,
        shelf: &mut Shelf,
        change: Option<Change>,
        own: Batch,
        outcome: Outcome,
    ) -> Waiting<Outcome> {
        let (slot, waiting) = slot(self);
        shelf.entries.push(Entry { change, own, outcome, slot });
        if shelf.since.is_none() {
            shelf.since = Some(Instant::now());
            // The writer's clock for changes that nobody waits for.
            self.work.notify_all();
        }
        waiting
    }

    /// Wakes the writer.
    pub(super) fn somebody_waits(&self) {
        // Not while the writer looks whether somebody waits.
        drop(lock(&self.shelf));
        self.work.notify_all();
    }

    /// Looks at the tables; an error in that means that the store has to be opened again.
    pub(super) fn in_tables<T>(
        &self,
        shelf: &mut Shelf,
        look: impl FnOnce(&mut Layers<'_>, &mut Claims) -> Result<T>,
    ) -> Result<T> {
        self.open_again(shelf)?;
        let Some(base) = shelf.base.clone() else { return Err(database::closed()) };
        let Shelf { queued, flushing, claims, .. } = &mut *shelf;
        let mut tables = Layers { base: &*base, flushing: flushing.as_deref(), queued, own: Batch::new() };
        look(&mut tables, claims)
    }

    /// Opens the store when it failed, and carries out again what nobody waited for.
    fn open_again(&self, shelf: &mut Shelf) -> Result<()> {
        let (None, Some(dir)) = (&shelf.base, &self.dir) else { return Ok(()) };
        shelf.base = Some(database::open(dir)?);
        let mut again = std::mem::take(&mut shelf.again).into_iter();
        while let Some(entry) = again.next() {
            let Some(change) = &entry.change else {
                shelf.queued.extend(entry.own.clone());
                shelf.since.get_or_insert_with(Instant::now);
                shelf.entries.push(entry);
                continue;
            };
            let done = self.in_tables(shelf, |tables, claims| {
                let outcome = work::carry_out(tables, claims, change, true)?;
                Ok((outcome, std::mem::take(&mut tables.own)))
            });
            match done {
                Ok((outcome, own)) => {
                    shelf.queued.extend(own);
                    shelf.since.get_or_insert_with(Instant::now);
                    shelf.entries.push(Entry { outcome, ..entry });
                }
                Err(error) => {
                    shelf.fail(&error, std::iter::once(entry).chain(again).collect());
                    return Err(error);
                }
            }
        }
        Ok(())
    }

    /// The writer: takes all that is queued when somebody waits for some of it, or when it has waited long enough.
    fn run(&self) {
        let (mut shelf, mut last) = (lock(&self.shelf), false);
        loop {
            if shelf.base.is_none() && !shelf.again.is_empty() {
                let left = shelf.failed.map_or(Duration::ZERO, |failed| AGAIN.saturating_sub(failed.elapsed()));
                if !shelf.closing && !left.is_zero() {
                    shelf = wait_timeout(&self.work, shelf, left);
                    continue;
                }
                // Once more before the end, then what is lost is lost.
                if std::mem::replace(&mut last, shelf.closing) {
                    return;
                }
                if let Err(error) = self.open_again(&mut shelf) {
                    let again = std::mem::take(&mut shelf.again);
                    shelf.fail(&error, again);
                    continue;
                }
            }
            let Some(since) = shelf.since else {
                if shelf.closing {
                    return;
                }
                shelf = wait(&self.work, shelf);
                continue;
            };
            let left = LAZY.saturating_sub(since.elapsed());
            let asked = shelf.entries.iter().any(|entry| entry.slot.is_waited());
            if !asked && !shelf.closing && !left.is_zero() {
                shelf = wait_timeout(&self.work, shelf, left);
                continue;
            }
            shelf = self.commit(shelf);
        }
    }

    fn commit<'a>(&'a self, mut shelf: MutexGuard<'a, Shelf>) -> MutexGuard<'a, Shelf> {
        let (batch, entries) = (Arc::new(std::mem::take(&mut shelf.queued)), std::mem::take(&mut shelf.entries));
        shelf.since = None;
        let Some(base) = shelf.base.clone() else {
            shelf.fail(&database::closed(), entries);
            return shelf;
        };
        shelf.flushing = Some(batch.clone());
        drop(shelf);
        #[cfg(test)]
        self.commits.fetch_add(usize::from(!batch.is_empty()), std::sync::atomic::Ordering::SeqCst);
        let committed = match batch.is_empty() {
            true => Ok(()),
            false => panics::catch(|| base.commit(&batch)).and_then(|committed| committed),
        };
        // Before the lock: a failed store can only be opened again when nobody holds it.
        drop(base);
        let mut shelf = lock(&self.shelf);
        shelf.flushing = None;
        match committed {
            Ok(()) => entries.into_iter().for_each(|entry| entry.slot.end(Ok(entry.outcome))),
            Err(error) => shelf.fail(&error, entries),
        }
        shelf
    }
}

impl Shelf {
    /// Whether everything applied is durable.
    fn is_settled(&self) -> bool {
        self.entries.is_empty() && self.queued.is_empty() && self.flushing.is_none() && self.again.is_empty()
    }

    /// A commit failed: nothing above what is on disk holds any more. Whoever waits hears it; the rest is done again.
    fn fail(&mut self, error: &crate::error::Error, failed: Vec<Entry>) {
        self.base = None;
        self.failed = Some(Instant::now());
        self.queued.clear();
        self.since = None;
        for entry in failed.into_iter().chain(std::mem::take(&mut self.entries)) {
            match entry.slot.is_waited() {
                true => {
                    if let Some(Change::Store { received, .. }) = &entry.change {
                        self.claims.doubt_file(&super::keys::received(&received.id), true);
                    }
                    entry.slot.end(Err(error.clone()));
                }
                false => self.again.push(entry),
            }
        }
    }
}
