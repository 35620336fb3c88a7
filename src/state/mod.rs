//! What must outlive a session, a crash and a restart of the process: files half received or half sent, files already
//! stored, end responses owed and awaited. One trait, [`StateStore`]; [`open`] gives the embedded transactional store of a
//! StatePath directory, or one in memory.
//!
//! This module touches no file but its own and knows no session: the engine says what happened ([`Change`]), this module
//! remembers it. A store that several machines share can stand behind the same trait.
//!
//! # A received file
//!
//! ```text
//!                                        ┌─► Owed ─────► Confirmed (RTR)
//!  (nothing) ─► Arriving ─► Stored ─► told ─► Deferred ─► Owed …
//!      └────────────────────┘ ▲          └─► NotOurs
//!                             └ whoever finds it here goes on: rename, tell
//! ```
//!
//! - *Arriving* is noted once the file is longer than one checkpoint; a small file is first heard of when it is whole.
//! - *Stored* decides: of two attempts one stores the file, the other hears [`Outcome::Known`]. Before it comes back durable
//!   nothing has its final name, and nobody is told.
//! - *Told* and *Confirmed* are written with the next commit; nobody waits for them. An end response can be claimed only when
//!   its row is durable, so it cannot leave twice because of a crash.
//!
//! Who works on a file or an end response has a claim on it ([`StateStore::claim`], [`StateStore::claim_owed`]), and each
//! change carries the claim's [`Fence`]. What nobody claims and is not finished comes from [`StateStore::unfinished`], at
//! the start and at any other time.
//!
//! Times are milliseconds since 1970, given by the caller. Errors have the code 11.

mod before;
mod boot;
mod change;
mod claims;
mod codec;
mod database;
mod embedded;
mod keys;
mod owner;
mod parts;
mod pending;
mod progress;
mod prune;
mod records;
mod store;
mod tables;
#[cfg(test)]
mod tests;
mod work;

pub use boot::boot_id;
pub use change::{Answer, Change, Claim, Claimed, Fence, Known, Outcome, Pruned};
pub use parts::Leftovers;
pub use pending::{Pending, wait};
pub use records::{Arriving, Attempt, FileId, Negative, Offered, Outgoing, Owed, Received, Response, Sent, Stage};

use crate::error::Result;
use crate::model::FileKey;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// The state store. Whoever reads sees everything that was applied before.
///
/// Identification codes are compared trimmed and without regard to case; names and stamps exactly.
pub trait StateStore: Send + Sync {
    /// Makes a change; ready when it is durable.
    fn apply(&self, change: Change) -> Pending<Outcome>;

    /// A new attempt to receive a file. Its name in a part file says that the part is of this store.
    fn attempt(&self) -> Attempt;
    /// Part files are going to be made in a directory: when the process dies they are looked for there.
    fn keeps_parts_in(&self, dir: &Path) -> Pending<()>;
    /// What may have been left behind.
    fn leftovers(&self) -> Pending<Leftovers>;

    /// How far a file got since its last flush, `(units, local octets)` ascending: cheap, for the death of the process only.
    /// The octets must have been given to the operating system. Only V files need it.
    ///
    /// # Errors
    /// 11.
    fn progress(&self, id: &FileId, positions: &[(u64, u64)]) -> Result<()>;

    /// Whether a file on offer is stored already. What it answers is durable. A file whose Store failed is not known while its
    /// session sorts out what became of it; who claims it waits for that.
    fn known(&self, id: &FileId, offered: &Offered) -> Pending<Known>;
    /// Takes a file that is to be received. A session that has it is asked to let go, and waited for.
    fn claim(&self, id: &FileId, patience: Duration) -> Pending<Claim>;
    /// Files that are stored and not told, and that nobody has: what somebody who is gone left unfinished.
    fn unfinished(&self, limit: usize) -> Pending<Vec<(Received, Fence)>>;
    /// The files of a name whose end response the program sends by itself.
    fn deferred(&self, partner: &str, name: &str) -> Pending<Vec<Received>>;

    /// End responses owed to a partner with numbers above `after`, oldest first, that are durable and that nobody has.
    fn claim_owed(&self, partner: &str, after: u64, limit: usize) -> Pending<Vec<(Owed, Fence)>>;
    /// They were not sent.
    fn give_back(&self, owed: &[(u64, Fence)]);
    /// Who of these partners has end responses to get that nobody has claimed.
    fn waiting(&self, partners: &[String]) -> Pending<Vec<String>>;

    /// The sent file that an end response is for, by the key in the response.
    fn sent_for(&self, response: &FileKey) -> Pending<Option<Sent>>;
    /// What is known of a file half sent, by its key.
    fn outgoing(&self, key: &FileKey) -> Pending<Option<Outgoing>>;
    /// Files half sent to a partner, by name, destination and originator; the stamp does not count.
    fn cut(&self, partner: &str, file: &FileKey) -> Pending<Vec<Outgoing>>;

    /// Forgets what is older than a time, of so many records at once; to be repeated while there is more.
    fn prune(&self, older_than: u64, limit: usize) -> Pending<Pruned>;
}

/// Opens the store of a StatePath directory, which is created when missing, or one in memory. What is still to be written is
/// written when it is dropped.
///
/// # Errors
/// 11: the directory cannot be used, its content cannot be read, or another process has it open.
pub fn open(path: Option<&Path>) -> Result<Arc<dyn StateStore>> {
    let store = match path {
        Some(dir) => store::Store::in_directory(dir)?,
        None => store::Store::in_memory(),
    };
    Ok(Arc::new(store))
}
