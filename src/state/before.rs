//! What version 0.1 wrote under a StatePath, and what becomes of it here. The tables of sent files and of end responses are
//! the same; of received files it had three, without the partner in the key.

use super::codec::{Reader, Record, Row, broken, decode, encode, octet, record};
use super::keys;
use super::records::{Arriving, Attempt, FileId, Offered, Owed, Received, Stage};
use super::tables::{Batch, Table};
use crate::error::Result;
use crate::model::{CipherSuite, FileKey};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

pub(super) const PARTIAL: &str = "partial";
pub(super) const COMMITTING: &str = "committing";
pub(super) const STORED: &str = "stored";

/// A record that version 0.1 refuses by name: the first octet is a version that it does not know.
pub(super) const REFUSAL: &[u8] = b"\x02This store belongs to a newer version of oftpsrv.";

/// A file half received.
pub(super) struct Partial {
    pub key: FileKey,
    pub partner: String,
    pub part_path: PathBuf,
    pub raw_path: Option<PathBuf>,
    pub offered: Offered,
    pub binary_records: bool,
    pub checkpoints: Vec<(u64, u64)>,
    pub boot_id: String,
    pub updated: u64,
}

/// A part file about to get its final name.
pub(super) struct Committing {
    pub key: FileKey,
    pub part_path: PathBuf,
    pub final_path: PathBuf,
    pub length: u64,
    pub stored: Stored,
    pub owed: Option<Owed>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ResponseState {
    Owed,
    Deferred,
    Sent,
}

/// A file received whole.
pub(super) struct Stored {
    pub key: FileKey,
    pub partner: String,
    pub user: String,
    pub final_path: PathBuf,
    pub when: u64,
    pub hash: Vec<u8>,
    pub suite: CipherSuite,
    pub signed_response: bool,
    pub response: ResponseState,
}

record!(Partial { key, partner, part_path, raw_path, offered, binary_records, checkpoints, boot_id, updated });
record!(Committing { key, part_path, final_path, length, stored, owed });
record!(Stored { key, partner, user, final_path, when, hash, suite, signed_response, response });
octet!(
    ResponseState,
    |state| *state as u8,
    |octet| [ResponseState::Owed, ResponseState::Deferred, ResponseState::Sent].get(usize::from(octet)).copied(),
    "state of an end response"
);

/// The records of the three tables as rows of one.
pub(super) fn take_over(
    partial: &[Vec<u8>],
    committing: &[Vec<u8>],
    stored: &[Vec<u8>],
    owed: &[Vec<u8>],
) -> Result<Batch> {
    let mut numbers = HashMap::new();
    for value in owed {
        let owed: Owed = decode(value)?;
        if let Some(key) = owed.file {
            numbers.insert(keys::received(&FileId { partner: owed.partner, key }), owed.id);
        }
    }
    let mut batch = Batch::new();
    let mut leftovers: HashMap<Vec<u8>, Vec<PathBuf>> = HashMap::new();
    for value in partial {
        let partial: Partial = decode(value)?;
        let id = FileId { partner: partial.partner, key: partial.key };
        let key = keys::received(&id);
        let parts = [Some(partial.part_path.clone()), partial.raw_path.clone()].into_iter().flatten().collect();
        leftovers.insert(key.clone(), parts);
        let arriving = Arriving {
            id,
            attempt: Attempt::new(),
            part_path: partial.part_path,
            raw_path: partial.raw_path,
            offered: partial.offered,
            binary_records: partial.binary_records,
            flushed: partial.checkpoints,
            progress: Vec::new(),
            boot_id: partial.boot_id,
            updated: partial.updated,
        };
        batch.insert((Table::Arriving, key.clone()), Some(Vec::new()));
        batch.insert((Table::Received, key), Some(encode(&Row::Arriving(Box::new(arriving)))));
    }
    for value in stored {
        let stored: Stored = decode(value)?;
        let mut received = received(stored);
        let key = keys::received(&received.0.id);
        received.0.stage = match received.1 {
            // Owed, and no longer in the queue: its RTR was noted.
            ResponseState::Owed => numbers.get(&key).map_or(Stage::Confirmed, |number| Stage::Owed(*number)),
            ResponseState::Deferred => Stage::Deferred,
            ResponseState::Sent => Stage::Confirmed,
        };
        batch.remove(&(Table::Arriving, key.clone()));
        if received.0.stage == Stage::Deferred {
            batch.insert((Table::Deferred, key.clone()), Some(Vec::new()));
        }
        batch.insert((Table::Received, key), Some(encode(&Row::Received(Box::new(received.0)))));
    }
    for value in committing {
        let committing: Committing = decode(value)?;
        let (mut received, _) = received(committing.stored);
        let key = keys::received(&received.id);
        received.part_path = committing.part_path;
        received.final_path = committing.final_path;
        received.length = committing.length;
        received.reply = committing.owed.map(|owed| owed.response);
        received.leftovers = leftovers.remove(&key).unwrap_or_default();
        received.leftovers.retain(|path| *path != received.part_path);
        batch.remove(&(Table::Arriving, key.clone()));
        batch.insert((Table::Unfinished, key.clone()), Some(Vec::new()));
        batch.insert((Table::Received, key), Some(encode(&Row::Received(Box::new(received)))));
    }
    Ok(batch)
}

fn received(stored: Stored) -> (Received, ResponseState) {
    let received = Received {
        id: FileId { partner: stored.partner, key: stored.key },
        attempt: Attempt::new(),
        stage: Stage::Stored,
        part_path: PathBuf::new(),
        leftovers: Vec::new(),
        final_path: stored.final_path,
        overwrite: false,
        length: 0,
        hash: stored.hash,
        offered: Offered {
            user: stored.user,
            suite: stored.suite,
            signed_response: stored.signed_response,
            ..Offered::default()
        },
        reply: None,
        when: stored.when,
        from_before: true,
    };
    (received, stored.response)
}

/// The positions that version 0.1 noted between two flushes: their files have other names now.
pub(super) fn forget_progress(dir: &Path) {
    let Ok(entries) = std::fs::read_dir(dir.join("progress")) else { return };
    for entry in entries.flatten() {
        let _ = std::fs::remove_file(entry.path());
    }
}
