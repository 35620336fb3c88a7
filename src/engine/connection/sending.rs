//! One file being sent, on blocking threads: what travels, where it starts, and the hash over all of it.

use crate::engine::hex;
use crate::error::Result;
use crate::model::DataBlock;
use crate::security::TransmittedHash;
use crate::vfile::Source;
use std::path::PathBuf;

/// Data are read in pieces of about this size.
pub(super) const PIECE: usize = 512 * 1024;

/// The source of an outgoing file, one piece ahead of what was sent.
pub(super) struct Sending {
    source: Source,
    size: u64,
    hash: Option<TransmittedHash>,
    /// The next piece.
    pub next: DataBlock,
    /// Whether `next` is the last one.
    pub last: bool,
    /// Deleted when the file is done with: a prepared or spooled copy.
    pub temporary: Option<PathBuf>,
}

impl Sending {
    pub(super) fn new(source: Source, size: u64, hash: Option<TransmittedHash>, temporary: Option<PathBuf>) -> Self {
        Sending { source, size, hash, next: DataBlock::default(), last: false, temporary }
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

    /// Octets of the hash over everything that travelled, as hex for the program and raw for the state store.
    pub(super) fn take_hash(&mut self) -> (Vec<u8>, String) {
        let digest = self.hash.take().and_then(|hash| hash.finish().ok()).unwrap_or_default();
        let text = hex(&digest);
        (digest, text)
    }
}
