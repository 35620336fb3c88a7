//! How far files being received got, between two flushes: what survives the end of the process, at the price of one
//! write into the page cache. One small file per transfer, with two places that are written in turn, so that one of
//! them is always whole.

use super::boot::boot_id;
use super::keys;
use super::records::FileId;
use crate::error::{Error, Result, codes};
use crate::sync::lock;
use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::Mutex;

const MAGIC: &[u8; 8] = b"OFTPpos1";

/// Octets of one place.
const SLOT: usize = 4096;

/// How many positions fit; of more, the last ones are kept.
const POSITIONS: usize = 200;

/// Open files at most; more are opened again when needed.
const OPEN: usize = 256;

type Positions = Vec<(u64, u64)>;

pub(super) enum Progress {
    Memory(Mutex<HashMap<[u64; 2], Positions>>),
    Files { dir: PathBuf, boot: String, open: Mutex<HashMap<[u64; 2], Journal>> },
}

/// The file of one transfer.
pub(super) struct Journal {
    file: File,
    /// Number of the place written last.
    sequence: u64,
}

impl Progress {
    pub(super) fn in_memory() -> Self {
        Progress::Memory(Mutex::default())
    }

    /// Keeps the files in a directory, which is created.
    pub(super) fn in_directory(dir: PathBuf) -> Result<Self> {
        fs::create_dir_all(&dir).map_err(|error| failed(&dir.display(), &error))?;
        Ok(Progress::Files { dir, boot: boot_id(), open: Mutex::default() })
    }

    /// Replaces the positions of a file.
    pub(super) fn set(&self, file: &FileId, positions: &[(u64, u64)]) -> Result<()> {
        let positions = &positions[positions.len().saturating_sub(POSITIONS)..];
        let id = keys::digest(file);
        match self {
            Progress::Memory(all) => {
                lock(all).insert(id, positions.to_vec());
                Ok(())
            }
            Progress::Files { dir, boot, open } => {
                let mut open = lock(open);
                if open.len() >= OPEN && !open.contains_key(&id) {
                    open.clear();
                }
                let path = dir.join(name(id));
                let written = match open.entry(id) {
                    std::collections::hash_map::Entry::Occupied(entry) => Ok(entry.into_mut()),
                    std::collections::hash_map::Entry::Vacant(entry) => {
                        Journal::open(&path).map(|journal| entry.insert(journal))
                    }
                }
                .and_then(|journal| journal.write(id[1], boot, positions));
                written.map_err(|error| failed(&path.display(), &error))
            }
        }
    }

    /// The positions of a file that hold for this boot.
    pub(super) fn get(&self, file: &FileId) -> Positions {
        let id = keys::digest(file);
        match self {
            Progress::Memory(all) => lock(all).get(&id).cloned().unwrap_or_default(),
            // Whatever is wrong with this file, flushed positions are in the database.
            Progress::Files { dir, boot, .. } => File::open(dir.join(name(id)))
                .ok()
                .and_then(|mut file| newest(&mut file))
                .filter(|slot| slot.key == id[1] && slot.boot == *boot && !boot.is_empty())
                .map(|slot| slot.positions)
                .unwrap_or_default(),
        }
    }

    /// Forgets a file.
    pub(super) fn remove(&self, file: &FileId) {
        let id = keys::digest(file);
        match self {
            Progress::Memory(all) => {
                lock(all).remove(&id);
            }
            Progress::Files { dir, open, .. } => {
                lock(open).remove(&id);
                let _ = fs::remove_file(dir.join(name(id)));
            }
        }
    }
}

impl Journal {
    fn open(path: &std::path::Path) -> io::Result<Journal> {
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        let sequence = newest(&mut file).map_or(0, |slot| slot.sequence);
        Ok(Journal { file, sequence })
    }

    fn write(&mut self, key: u64, boot: &str, positions: &[(u64, u64)]) -> io::Result<()> {
        self.sequence += 1;
        let mut slot = Vec::with_capacity(SLOT);
        slot.extend_from_slice(MAGIC);
        slot.extend_from_slice(&self.sequence.to_be_bytes());
        slot.extend_from_slice(&key.to_be_bytes());
        slot.push(boot.len().min(255) as u8);
        slot.extend_from_slice(&boot.as_bytes()[..boot.len().min(255)]);
        slot.push(positions.len() as u8);
        for (units, octets) in positions {
            slot.extend_from_slice(&units.to_be_bytes());
            slot.extend_from_slice(&octets.to_be_bytes());
        }
        slot.extend_from_slice(&keys::hash(0, &slot).to_be_bytes());
        self.file.seek(SeekFrom::Start((self.sequence % 2) * SLOT as u64))?;
        self.file.write_all(&slot)
    }
}

struct Slot {
    sequence: u64,
    key: u64,
    boot: String,
    positions: Positions,
}

/// The place that was written last and is whole.
fn newest(file: &mut File) -> Option<Slot> {
    let mut octets = Vec::new();
    file.take(2 * SLOT as u64).read_to_end(&mut octets).ok()?;
    octets.chunks(SLOT).filter_map(parse).max_by_key(|slot| slot.sequence)
}

fn parse(octets: &[u8]) -> Option<Slot> {
    let mut rest = octets.strip_prefix(MAGIC)?;
    let sequence = number(&mut rest)?;
    let key = number(&mut rest)?;
    let (length, after) = rest.split_first()?;
    let (boot, after) = after.split_at_checked(usize::from(*length))?;
    let (count, mut after) = after.split_first()?;
    let mut positions = Vec::new();
    for _ in 0..*count {
        positions.push((number(&mut after)?, number(&mut after)?));
    }
    let covered = octets.len() - after.len();
    let whole = number(&mut after)? == keys::hash(0, &octets[..covered]);
    let boot = std::str::from_utf8(boot).ok()?.to_owned();
    whole.then_some(Slot { sequence, key, boot, positions })
}

fn number(rest: &mut &[u8]) -> Option<u64> {
    let (number, after) = rest.split_first_chunk()?;
    *rest = after;
    Some(u64::from_be_bytes(*number))
}

fn name(id: [u64; 2]) -> String {
    format!("{:016x}.pos", id[0])
}

fn failed(path: &dyn std::fmt::Display, error: &io::Error) -> Error {
    Error::new(codes::STATE_STORE, format!("The state store cannot use {path}: {error}"))
}
