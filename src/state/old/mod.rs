//! What must outlive a session, a crash and a restart of the process: files half received or half sent, files already
//! stored, end responses owed and awaited. One small trait, [`StateStore`]; [`open`] gives the embedded transactional
//! store of a StatePath directory, or one in memory.
//!
//! This module looks at the file system only to find out what a crash left behind. It knows no session: the engine says
//! what happened, this module remembers it.
//!
//! # A file being received
//!
//! 1. [`StateStore::put_partial`] when the file is accepted, and again, with more checkpoints, each time the part file
//!    was flushed to disk. [`StateStore::checkpoint`] in between: cheap, survives the end of the process but not of the
//!    machine.
//! 2. After EFID: part file flushed and prepared, [`StateStore::begin_commit`], rename, [`StateStore::finish_commit`],
//!    which also queues the end response. Only then EFPA.
//! 3. [`open`] finishes a commit whose rename was done, and takes back one whose rename was not.
//!
//! Times are milliseconds since 1970, given by the caller.

mod backend;
mod boot;
mod codec;
#[cfg(test)]
mod crash_tests;
mod database;
mod keys;
mod progress;
mod records;
mod recover;
mod store;
#[cfg(test)]
mod tests;

pub use boot::boot_id;
pub use records::{Committing, Negative, Offered, Outgoing, Owed, Partial, Response, ResponseState, Sent, Stored};
pub use recover::Recovered;

use crate::error::Result;
use crate::model::FileKey;
use std::path::Path;
use std::sync::Arc;

/// What [`StateStore::prune`] removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pruned {
    /// Keys of stored files; a file offered again after this is a new one.
    pub stored: usize,
    /// Files sent whose end response never came.
    pub sent: usize,
    /// Files half received, with their part files.
    pub partial: usize,
    /// Files half sent, with their prepared streams.
    pub outgoing: usize,
}

/// The state store. Every method is one transaction: when it returns without an error its effect survives a power
/// failure, except [`StateStore::checkpoint`]. Every error has the code 11.
///
/// Identification codes are compared trimmed and without regard to case; names and stamps exactly.
pub trait StateStore: Send + Sync {
    /// What is known of a file half received.
    fn partial(&self, key: &FileKey) -> Result<Option<Partial>>;
    /// Remembers a file being received. Positions of earlier checkpoints are forgotten.
    fn put_partial(&self, partial: &Partial) -> Result<()>;
    /// Remembers how far a file got, `(units, local octets)` ascending: cheap, for the death of the process only. The
    /// octets must have been given to the operating system. Only V files need it.
    fn checkpoint(&self, key: &FileKey, positions: &[(u64, u64)]) -> Result<()>;
    /// Forgets a file half received; its part file is the caller's business.
    fn remove_partial(&self, key: &FileKey) -> Result<()>;
    /// All files half received.
    fn partials(&self) -> Result<Vec<Partial>>;

    /// Says that a part file is about to get its final name.
    fn begin_commit(&self, committing: &Committing) -> Result<()>;
    /// Takes that back.
    fn abort_commit(&self, key: &FileKey) -> Result<()>;
    /// Says that a file is stored, with its end response when it is owed now; what was known of it as partial is
    /// forgotten. Returns the number of the end response.
    fn finish_commit(&self, key: &FileKey, stored: &Stored, owed: Option<&Owed>) -> Result<Option<u64>>;
    /// What became of the commits that a crash interrupted, as found when the store was opened.
    fn recovered(&self) -> Vec<Recovered>;

    /// Whether a file was stored before (duplicates, RFC 5024 section 1.5.2).
    fn stored(&self, key: &FileKey) -> Result<Option<Stored>>;
    /// All stored files of a name, destination and originator, oldest stamp first: to find a raw stamp again by its
    /// formatted text, or in its other length.
    fn find_stored(&self, name: &str, destination: &str, originator: &str) -> Result<Vec<Stored>>;
    /// The files of a name whose end response the application sends later: to find the raw stamp that a date in a
    /// coarser format means.
    fn deferred(&self, name: &str) -> Result<Vec<FileKey>>;
    /// Changes what is known of a stored file's end response. False when the file is not known.
    fn set_response(&self, key: &FileKey, response: ResponseState) -> Result<bool>;
    /// Forgets a stored file, so that it can be received again. False when it is not known.
    fn remove_stored(&self, key: &FileKey) -> Result<bool>;

    /// Queues an end response and returns its number; [`Owed::id`] is ignored. Its file, when it is stored here, is
    /// marked [`ResponseState::Owed`].
    fn put_owed(&self, owed: &Owed) -> Result<u64>;
    /// The first end response owed to a partner with a number above `after`.
    fn next_owed(&self, partner: &str, after: u64) -> Result<Option<Owed>>;
    /// All end responses owed to a partner (its SSID code), oldest first.
    fn owed(&self, partner: &str) -> Result<Vec<Owed>>;
    /// Every end response owed, oldest first.
    fn all_owed(&self) -> Result<Vec<Owed>>;
    /// After RTR: forgets an end response and marks its file [`ResponseState::Sent`]. False when it is not known.
    fn owed_done(&self, id: u64) -> Result<bool>;

    /// Remembers a file that was sent and awaits its end response.
    fn put_sent(&self, sent: &Sent) -> Result<()>;
    /// The sent file of a key (as in SFID).
    fn sent(&self, key: &FileKey) -> Result<Option<Sent>>;
    /// All sent files of a name, destination and originator (as in SFID), oldest stamp first.
    fn find_sent(&self, name: &str, destination: &str, originator: &str) -> Result<Vec<Sent>>;
    /// The sent file that an end response is for, by the key in the response: its codes are the file's swapped. Codes
    /// that were not swapped (docs/interoperability.md, End responses) and stamps of the other length (Short stamps) are
    /// second choice.
    fn sent_for(&self, response: &FileKey) -> Result<Option<Sent>> {
        let (name, stamp) = (&response.name, &response.stamp);
        let swapped = self.find_sent(name, &response.originator, &response.destination)?;
        let straight = self.find_sent(name, &response.destination, &response.originator)?;
        let all = || swapped.iter().chain(&straight);
        let exact = all().find(|sent| sent.key.stamp == *stamp);
        Ok(exact.or_else(|| all().find(|sent| sent.key.stamp.same_moment(stamp))).cloned())
    }
    /// Forgets a sent file: its end response came. False when it is not known.
    fn remove_sent(&self, key: &FileKey) -> Result<bool>;
    /// All files that await an end response.
    fn all_sent(&self) -> Result<Vec<Sent>>;

    /// Remembers a file being sent.
    fn put_outgoing(&self, outgoing: &Outgoing) -> Result<()>;
    /// What is known of a file half sent.
    fn outgoing(&self, key: &FileKey) -> Result<Option<Outgoing>>;
    /// All files half sent to a partner (its SSID code), for a send that has to go on.
    fn outgoing_to(&self, partner: &str) -> Result<Vec<Outgoing>>;
    /// Forgets a file half sent; its prepared stream is the caller's business.
    fn remove_outgoing(&self, key: &FileKey) -> Result<bool>;
    /// The same, and remembers it as sent, in one step (after EFPA).
    fn outgoing_sent(&self, sent: &Sent) -> Result<()>;

    /// Forgets what is older than a time. Part files and prepared streams of forgotten transfers are deleted; end
    /// responses owed, and the files they are for, are kept whatever their age.
    fn prune(&self, older_than: u64) -> Result<Pruned>;
}

/// Opens the store of a StatePath directory, which is created when missing, or one in memory. Commits that a crash
/// interrupted are finished or taken back first; see [`StateStore::recovered`].
///
/// # Errors
/// 11: the directory cannot be used, its content cannot be read, or another server has it open.
pub fn open(path: Option<&Path>) -> Result<Arc<dyn StateStore>> {
    let store = match path {
        Some(dir) => store::Store::in_directory(dir)?,
        None => store::Store::in_memory(),
    };
    Ok(Arc::new(store))
}
