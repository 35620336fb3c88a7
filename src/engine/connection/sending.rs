//! One file being sent, on blocking threads: what travels, where it starts, and the hash over all of it.

use crate::error::Result;
use crate::model::DataBlock;
use crate::security::TransmittedHash;
use crate::vfile::Source;
use std::path::PathBuf;

/// Data are read in pieces of about this size: each costs two changes of thread, which outweigh what a larger piece costs
/// in the processor's caches.
pub(super) const PIECE: usize = 1024 * 1024;

/// The source of an outgoing file, one piece ahead of what was sent.
pub(super) struct Sending {
    source: Source,
    size: u64,
    hash: Option<TransmittedHash>,
    /// The next piece.
    pub next: DataBlock,
    /// Whether `next` is the last one.
    pub last: bool,
    /// Prepared and spooled copies.
    pub temporaries: Temporaries,
}

/// Files that exist only for a transfer. They are deleted when it is done with, however it ends.
#[derive(Default)]
pub(super) struct Temporaries {
    own: Vec<PathBuf>,
    /// The state store's, as a cut attempt left them: deleted only after its record is.
    lent: Vec<PathBuf>,
}

impl Temporaries {
    pub(super) fn add(&mut self, path: impl Into<PathBuf>) {
        self.own.push(path.into());
    }

    pub(super) fn add_lent(&mut self, path: impl Into<PathBuf>) {
        self.lent.push(path.into());
    }

    /// The record of the cut attempt is gone.
    pub(super) fn own_all(&mut self) {
        self.own.append(&mut self.lent);
    }

    /// The state store has them from now on.
    pub(super) fn keep(&mut self) {
        self.own.clear();
        self.lent.clear();
    }
}

impl Drop for Temporaries {
    fn drop(&mut self) {
        for path in &self.own {
            let _ = std::fs::remove_file(path);
        }
    }
}

impl Sending {
    pub(super) fn new(source: Source, size: u64, hash: Option<TransmittedHash>, temporaries: Temporaries) -> Self {
        Sending { source, size, hash, next: DataBlock::default(), last: false, temporaries }
    }

    /// Goes to a restart position; the hash still covers what lies before it (EERPHSH is over the whole file).
    pub(super) fn skip(&mut self, units: u64) -> Result<()> {
        match &mut self.hash {
            Some(hash) => {
                let mut hashed = Ok(());
                self.source.skip_units_with(units, |octets| {
                    if hashed.is_ok() {
                        hashed = hash.update(octets);
                    }
                })?;
                hashed
            }
            None => self.source.skip_units(units),
        }
    }

    /// Reads the next piece.
    pub(super) fn read(&mut self) -> Result<()> {
        self.next.clear();
        self.last = self.source.fill(&mut self.next, PIECE)?;
        if let Some(hash) = &mut self.hash {
            hash.update(&self.next.bytes)?;
        }
        Ok(())
    }

    /// Reads what is left, for the hash of a file that the partner has already.
    pub(super) fn read_to_end(&mut self) -> Result<()> {
        while self.hash.is_some() && !self.last {
            self.read()?;
        }
        Ok(())
    }

    /// EFIDRCNT and EFIDUCNT: totals of the whole file.
    pub(super) fn totals(&self) -> (u64, u64) {
        (self.source.records(), self.source.units())
    }

    /// The totals that the complete file would have, however much of it was sent.
    pub(super) fn full_totals(&self) -> (u64, u64) {
        (self.source.total_records(), self.source.transmitted_size())
    }

    /// Octets of the local file, before any file service.
    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// The hash over everything that travelled; empty when nobody asked for it.
    pub(super) fn take_hash(&mut self) -> Result<Vec<u8>> {
        self.hash.take().map_or(Ok(Vec::new()), TransmittedHash::finish)
    }
}
