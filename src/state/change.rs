//! What can happen to what is remembered, and what comes of it.

use super::records::{Arriving, FileId, Outgoing, Owed, Received, Response, Sent};
use crate::model::FileKey;
use std::path::PathBuf;
use tokio::sync::watch;

/// Proves a claim; made by the store alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fence(pub(super) u64);

/// One transaction each, whole or not at all; the store may put several into one commit. All may be repeated.
///
/// A change of a received file carries the fence of its claim: when somebody else has the file meanwhile the outcome is
/// [`Outcome::Lost`], and nothing is changed.
#[derive(Debug, Clone)]
pub enum Change {
    /// The file has got longer than one checkpoint. Also takes a file back that was stored and could not get its name:
    /// its part is deleted by whoever comes next.
    Arrive {
        /// What is known of it.
        arriving: Box<Arriving>,
        /// Of the claim.
        fence: Fence,
    },
    /// It was flushed to disk up to these positions.
    Checkpoint {
        /// The file.
        id: FileId,
        /// Of the claim.
        fence: Fence,
        /// All positions that are on disk.
        flushed: Vec<(u64, u64)>,
        /// A flush failed: the part file's length says nothing any more.
        distrust: bool,
        /// When.
        updated: u64,
    },
    /// The session is done with the file as far as it came; whoever comes next goes on with it.
    Release {
        /// The file.
        id: FileId,
        /// Of the claim.
        fence: Fence,
    },
    /// Nothing is known of the file any more: it failed, or starts over.
    Forget {
        /// The file.
        id: FileId,
        /// Of the claim.
        fence: Fence,
    },
    /// The file is whole and on disk, under the name of its part. This decides: who finds it stored by another attempt
    /// gets [`Outcome::Known`].
    Store {
        /// The file; its stage is taken as [`Stage::Stored`](super::Stage::Stored).
        received: Box<Received>,
        /// Of the claim.
        fence: Fence,
    },
    /// The program has heard of the file, and this is its answer. The claim ends.
    Told {
        /// The file.
        id: FileId,
        /// Of the claim.
        fence: Fence,
        /// What becomes of the end response.
        answer: Answer,
        /// When.
        when: u64,
    },
    /// The program sends an end response by itself. For a received file only once, so that EERP and NERP exclude each
    /// other; [`Outcome::Lost`] when the file has its answer already.
    Respond {
        /// The response; its number is ignored.
        owed: Box<Owed>,
    },
    /// RTR.
    Confirmed {
        /// The number of the end response.
        owed: u64,
        /// Of the claim.
        fence: Fence,
        /// Whether the file is to be forgotten too.
        forget: bool,
    },
    /// A file is about to be offered (before SFID leaves), or was cut.
    Offer {
        /// What to remember of it.
        outgoing: Box<Outgoing>,
    },
    /// The attempt to send a file is over, without success.
    Withdraw {
        /// The file, as in SFID.
        key: FileKey,
    },
    /// The partner has the file.
    Sent {
        /// What to remember of it.
        sent: Box<Sent>,
        /// An offer was noted. When it is not there any more, the end response came first: nothing is waited for, and
        /// the outcome is [`Outcome::Lost`].
        offered: bool,
    },
    /// The end response of a sent file came and was good.
    Answered {
        /// The file, as in SFID.
        key: FileKey,
    },
}

/// What becomes of a file's end response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It is sent.
    Owed(Box<Response>),
    /// The program sends it later.
    Deferred,
    /// There is none from here.
    NotOurs,
}

/// What came of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is done.
    Done,
    /// It is done, and the end response has this number.
    Owed(u64),
    /// Somebody else has it, or it is not as it was expected to be: nothing was changed.
    Lost,
    /// The file was stored before, by another attempt.
    Known(Box<Received>),
}

/// What is known of a file on offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// Nothing, or only a part of it.
    No,
    /// It is stored.
    Stored(Box<Received>),
    /// It is new, but there is a file of the same second whose stamp has the other length, and nothing says that they
    /// are one: worth a line in the log.
    Resembles(FileKey),
}

/// What came of asking for a file.
#[derive(Debug)]
pub enum Claim {
    /// It is the caller's.
    Mine(Claimed),
    /// Another session has it and did not let go in time.
    Busy,
}

/// A file that is the caller's until Release, Forget or Told.
#[derive(Debug)]
pub struct Claimed {
    /// Proves it.
    pub fence: Fence,
    /// What an earlier session left of it.
    pub arriving: Option<Box<Arriving>>,
    /// Turns true when a newer session of the same partner wants the file.
    pub wanted: watch::Receiver<bool>,
}

/// What [`StateStore::prune`](super::StateStore::prune) removed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pruned {
    /// Keys of received files; a file offered again after this is a new one.
    pub stored: usize,
    /// Files sent whose end response never came.
    pub sent: usize,
    /// Files half received.
    pub arriving: usize,
    /// Files half sent.
    pub outgoing: usize,
    /// Part files and prepared streams that nobody needs any more: the caller deletes them.
    pub files: Vec<PathBuf>,
    /// There may be more; ask again.
    pub more: bool,
}
