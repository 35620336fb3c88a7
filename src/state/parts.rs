//! Part files that nobody knows: a file shorter than a checkpoint has no record while it arrives, so a process that dies
//! leaves its part behind. Its name says which store made it, in which of its times; where parts are made is remembered once
//! for each directory. So the next one that opens the store finds them.

use super::codec::{Row, encode};
use super::records::Attempt;
use super::store::{Core, Store};
use super::tables::{Batch, Layers, Table};
use super::work;
use crate::error::Result;
use crate::sync::lock;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// The number of this store among all stores, in the table of counters.
const STATION: &[u8] = b"station";

/// Makes attempts: four octets say which store, four which time that it was open, the rest which attempt.
pub(super) struct Maker {
    station: [u8; 4],
    time: [u8; 4],
    /// Directories that are noted already.
    places: Arc<Mutex<HashSet<PathBuf>>>,
}

impl Default for Maker {
    fn default() -> Self {
        Maker { station: part(Attempt::new()), time: part(Attempt::new()), places: Arc::default() }
    }
}

fn part(attempt: Attempt) -> [u8; 4] {
    attempt.0.first_chunk().copied().unwrap_or_default()
}

impl Maker {
    /// That of a store whose number is noted, or is noted now.
    pub(super) fn of(core: &Arc<Core>) -> Result<Maker> {
        let mut maker = Maker::default();
        let known = core.read(|tables, _| tables.get(Table::Counters, STATION))?;
        match known.and_then(|known| known.first_chunk().copied()) {
            Some(station) => maker.station = station,
            None => {
                let own = Batch::from([((Table::Counters, STATION.to_vec()), Some(maker.station.to_vec()))]);
                // Written with the first directory at the latest, so before the first part file.
                drop(core.write(&mut core.shelf(), own));
            }
        }
        Ok(maker)
    }

    pub(super) fn attempt(&self) -> Attempt {
        let mut attempt = Attempt::new();
        attempt.0[..4].copy_from_slice(&self.station);
        attempt.0[4..8].copy_from_slice(&self.time);
        attempt
    }
}

impl Store {
    /// Notes a directory of part files; nothing when it is noted already.
    pub(super) fn note_place(&self, dir: &Path) -> super::Pending<()> {
        let dir = if dir.is_absolute() { dir.to_owned() } else { std::path::absolute(dir).unwrap_or(dir.to_owned()) };
        if lock(&self.maker.places).contains(&dir) {
            return super::pending::ready(Ok(()));
        }
        let key = super::codec::path_octets(&dir);
        let known = self.core.read(|tables, _| tables.get(Table::Places, &key));
        let noted = match known {
            Ok(Some(_)) => super::pending::ready(Ok(super::Outcome::Done)),
            Ok(None) => {
                let own = Batch::from([((Table::Places, key), Some(encode(&dir)))]);
                self.core.write(&mut self.core.shelf(), own)
            }
            Err(error) => super::pending::ready(Err(error)),
        };
        let places = self.maker.places.clone();
        Box::pin(async move {
            noted.await?;
            lock(&places).insert(dir);
            Ok(())
        })
    }
}

/// What may have been left behind.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Leftovers {
    /// Where part files were made.
    pub places: Vec<PathBuf>,
    /// Those that are known.
    pub known: HashSet<PathBuf>,
    /// What the attempts of this store begin with, in hexadecimal, and how those go on that it makes now.
    station: String,
    time: String,
}

impl Leftovers {
    /// Whether a part file, with the attempt that its name has, is one that this store made earlier and nobody knows.
    pub fn contains(&self, path: &Path, attempt: &str) -> bool {
        let own = attempt.strip_prefix(self.station.as_str());
        own.is_some_and(|rest| !rest.starts_with(self.time.as_str())) && !self.known.contains(path)
    }
}

impl Maker {
    pub(super) fn leftovers(&self, tables: &Layers<'_>) -> Result<Leftovers> {
        let mut found = Leftovers {
            station: crate::hex::lower(&self.station),
            time: crate::hex::lower(&self.time),
            ..Leftovers::default()
        };
        tables.scan(Table::Places, &[], &[], &mut |_, value| {
            found.places.push(super::codec::decode(value)?);
            Ok(true)
        })?;
        for index in [Table::Arriving, Table::Unfinished] {
            let mut rows = Vec::new();
            tables.scan(index, &[], &[], &mut |key, _| {
                rows.push(key.to_vec());
                Ok(true)
            })?;
            for key in rows {
                match work::get(tables, Table::Received, &key)? {
                    Some(Row::Arriving(arriving)) => {
                        found.known.insert(arriving.part_path);
                        found.known.extend(arriving.raw_path);
                    }
                    Some(Row::Received(received)) => {
                        found.known.insert(received.part_path);
                        found.known.extend(received.leftovers);
                    }
                    None => {}
                }
            }
        }
        Ok(found)
    }
}
