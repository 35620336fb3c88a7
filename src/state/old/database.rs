//! The tables on disk: one redb file, open in one process at a time.
//!
//! Each write is a transaction in memory first; then one thread flushes for all that wait, so that many sessions share
//! the disk's slowest operation. A write returns when a flush that began after it is done.

use super::backend::{Backend, Read, Table, Visit, Write};
use crate::error::{Error, Result, codes};
use crate::sync::{lock, wait};
use redb::{Database, DatabaseError, Durability, ReadTransaction, ReadableDatabase, ReadableTable};
use redb::{TableDefinition, WriteTransaction};
use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// Name of the file in the StatePath directory.
const FILE: &str = "oftpsrv.redb";

/// Memory for pages; records are small and few are looked at twice.
const CACHE: usize = 4 * 1024 * 1024;

/// How long a store that is in use is waited for, and how often it is tried: a server that was just shut down may still be
/// closing it.
const PATIENCE: Duration = Duration::from_secs(2);
const RETRY: Duration = Duration::from_millis(10);

type Definition = TableDefinition<'static, &'static [u8], &'static [u8]>;

fn definition(table: Table) -> Definition {
    TableDefinition::new(match table {
        Table::Partial => "partial",
        Table::Committing => "committing",
        Table::Stored => "stored",
        Table::Owed => "owed",
        Table::OwedByPartner => "owed-by-partner",
        Table::Sent => "sent",
        Table::Outgoing => "outgoing",
        Table::Counters => "counters",
    })
}

pub(super) struct Disk {
    database: Database,
    path: PathBuf,
    flushes: Mutex<Flushes>,
    flushed: Condvar,
}

#[derive(Default)]
struct Flushes {
    /// Transactions committed in memory.
    committed: u64,
    /// How many of them are on disk.
    durable: u64,
    /// Whether a thread is flushing now.
    running: bool,
    /// A flush failed; the database takes no more writes until it is opened again.
    broken: Option<Error>,
}

impl Disk {
    /// Opens or creates the file in a directory.
    pub(super) fn open(dir: &Path) -> Result<Disk> {
        let path = dir.join(FILE);
        let patience = Instant::now() + PATIENCE;
        let opened = loop {
            match Database::builder().set_cache_size(CACHE).create(&path) {
                Err(DatabaseError::DatabaseAlreadyOpen) if Instant::now() < patience => thread::sleep(RETRY),
                opened => break opened,
            }
        };
        let database = opened.map_err(|error| match error {
            DatabaseError::DatabaseAlreadyOpen | DatabaseError::LockProtocolMismatch => Error::new(
                codes::STATE_STORE,
                format!(
                    "The state store {} is in use by another server; each needs a StatePath of its own.",
                    path.display()
                ),
            ),
            other => failed(&path, other),
        })?;
        let disk = Disk { database, path, flushes: Mutex::default(), flushed: Condvar::new() };
        disk.create_tables()?;
        Ok(disk)
    }

    fn create_tables(&self) -> Result<()> {
        let transaction = self.database.begin_write().map_err(|error| self.failed(error))?;
        for table in Table::ALL {
            transaction.open_table(definition(table)).map_err(|error| self.failed(error))?;
        }
        transaction.commit().map_err(|error| self.failed(error))
    }

    fn failed(&self, error: impl Display) -> Error {
        failed(&self.path, error)
    }

    /// Waits until everything committed so far is on disk.
    fn flush(&self) -> Result<()> {
        let mut flushes = lock(&self.flushes);
        flushes.committed += 1;
        let own = flushes.committed;
        loop {
            if flushes.durable >= own {
                return Ok(());
            }
            if let Some(error) = &flushes.broken {
                return Err(error.clone());
            }
            if flushes.running {
                flushes = wait(&self.flushed, flushes);
                continue;
            }
            flushes.running = true;
            let target = flushes.committed;
            drop(flushes);
            let result = self.flush_now();
            flushes = lock(&self.flushes);
            flushes.running = false;
            match result {
                Ok(()) => flushes.durable = target,
                Err(error) => flushes.broken = Some(error),
            }
            self.flushed.notify_all();
        }
    }

    /// A durable transaction carries all earlier ones to disk.
    fn flush_now(&self) -> Result<()> {
        let transaction = self.database.begin_write().map_err(|error| self.failed(error))?;
        transaction.commit().map_err(|error| self.failed(error))
    }
}

impl Backend for Disk {
    fn read(&self, work: &mut dyn FnMut(&dyn Read) -> Result<()>) -> Result<()> {
        let transaction = self.database.begin_read().map_err(|error| self.failed(error))?;
        work(&Reading { transaction, path: &self.path })
    }

    fn write(&self, work: &mut dyn FnMut(&mut dyn Write) -> Result<()>) -> Result<()> {
        let mut transaction = self.database.begin_write().map_err(|error| self.failed(error))?;
        transaction.set_durability(Durability::None).map_err(|error| self.failed(error))?;
        let mut writing = Writing { transaction, path: &self.path };
        // Dropping an uncommitted transaction takes its changes back.
        work(&mut writing)?;
        writing.transaction.commit().map_err(|error| self.failed(error))?;
        self.flush()
    }
}

struct Reading<'a> {
    transaction: ReadTransaction,
    path: &'a Path,
}

struct Writing<'a> {
    transaction: WriteTransaction,
    path: &'a Path,
}

impl Read for Reading<'_> {
    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>> {
        let table = self.transaction.open_table(definition(table)).map_err(|error| failed(self.path, error))?;
        get(&table, key).map_err(|error| failed(self.path, error))
    }

    fn scan(&self, table: Table, prefix: &[u8], from: &[u8], visit: &mut Visit<'_>) -> Result<()> {
        let table = self.transaction.open_table(definition(table)).map_err(|error| failed(self.path, error))?;
        scan(&table, prefix, from, self.path, visit)
    }
}

impl Read for Writing<'_> {
    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>> {
        let table = self.transaction.open_table(definition(table)).map_err(|error| failed(self.path, error))?;
        get(&table, key).map_err(|error| failed(self.path, error))
    }

    fn scan(&self, table: Table, prefix: &[u8], from: &[u8], visit: &mut Visit<'_>) -> Result<()> {
        let table = self.transaction.open_table(definition(table)).map_err(|error| failed(self.path, error))?;
        scan(&table, prefix, from, self.path, visit)
    }
}

impl Write for Writing<'_> {
    fn put(&mut self, table: Table, key: &[u8], value: &[u8]) -> Result<()> {
        let mut table = self.transaction.open_table(definition(table)).map_err(|error| failed(self.path, error))?;
        table.insert(key, value).map(drop).map_err(|error| failed(self.path, error))
    }

    fn remove(&mut self, table: Table, key: &[u8]) -> Result<bool> {
        let mut table = self.transaction.open_table(definition(table)).map_err(|error| failed(self.path, error))?;
        let removed = table.remove(key).map_err(|error| failed(self.path, error))?;
        Ok(removed.is_some())
    }
}

type Octets = &'static [u8];

fn get(table: &impl ReadableTable<Octets, Octets>, key: &[u8]) -> Result<Option<Vec<u8>>, redb::StorageError> {
    Ok(table.get(key)?.map(|value| value.value().to_vec()))
}

fn scan(
    table: &impl ReadableTable<Octets, Octets>,
    prefix: &[u8],
    from: &[u8],
    path: &Path,
    visit: &mut Visit<'_>,
) -> Result<()> {
    let entries = table.range(prefix.max(from)..).map_err(|error| failed(path, error))?;
    for entry in entries {
        let (key, value) = entry.map_err(|error| failed(path, error))?;
        if !key.value().starts_with(prefix) || !visit(key.value(), value.value())? {
            break;
        }
    }
    Ok(())
}

fn failed(path: &Path, error: impl Display) -> Error {
    Error::new(codes::STATE_STORE, format!("The state store {} failed: {error}", path.display()))
}
