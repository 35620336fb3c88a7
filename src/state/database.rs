//! The tables on disk: one redb file, open in one process at a time.

use super::codec::encode;
use super::tables::{Base, Batch, Table, Visit};
use super::{before, owner};
use crate::error::{Error, Result, codes};
use redb::{Database, DatabaseError, ReadTransaction, ReadableDatabase, ReadableTable, TableDefinition, TableError};
use redb::{TableHandle, WriteTransaction};
use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

/// Name of the file in the StatePath directory.
pub(super) const FILE: &str = "oftpsrv.redb";

/// Memory for pages; records are small and few are looked at twice.
const CACHE: usize = 4 * 1024 * 1024;

/// How long a store that is in use is waited for, and how often it is tried: a server that was just shut down may still be
/// closing it.
const PATIENCE: Duration = Duration::from_secs(2);
const RETRY: Duration = Duration::from_millis(10);

/// The form of what is written here, and the oldest form whose readers understand it.
const FORMAT: u32 = 2;
const OLDEST_READER: u32 = 2;
const FORMAT_TABLE: Definition = TableDefinition::new("format");
const FORMAT_KEY: &[u8] = b"format";

type Definition = TableDefinition<'static, &'static [u8], &'static [u8]>;

fn definition(table: Table) -> Definition {
    TableDefinition::new(match table {
        Table::Received => "received",
        Table::Arriving => "arriving",
        Table::Unfinished => "unfinished",
        Table::Deferred => "deferred",
        Table::Owed => "owed",
        Table::OwedByPartner => "owed-by-partner",
        Table::Sent => "sent",
        Table::Outgoing => "outgoing",
        Table::Counters => "counters",
        Table::Places => "places",
    })
}

struct Disk {
    database: Database,
    path: PathBuf,
    #[cfg(any(test, feature = "internals"))]
    fails_when: PathBuf,
}

/// Opens or creates the file in a directory. What an older version left is taken over.
pub(super) fn open(dir: &Path) -> Result<Arc<dyn Base>> {
    std::fs::create_dir_all(dir).map_err(|error| {
        Error::new(codes::STATE_STORE, format!("The state store cannot use {}: {error}", dir.display()))
    })?;
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
                "The state store {} is in use by {}; each process needs a StatePath of its own.",
                path.display(),
                owner::who_has(dir)
            ),
        ),
        other => failed(&path, other),
    })?;
    owner::note(dir);
    let disk = Disk {
        database,
        path,
        #[cfg(any(test, feature = "internals"))]
        fails_when: dir.join(FAILS_WHEN),
    };
    if disk.prepare()? {
        before::forget_progress(dir);
    }
    Ok(Arc::new(disk))
}

/// As long as a file of this name is in the directory, commits fail: how tests have a disk that is full for a moment.
#[cfg(any(test, feature = "internals"))]
pub(super) const FAILS_WHEN: &str = "fail-commits";

/// The store was closed.
pub(super) fn closed() -> Error {
    Error::new(codes::STATE_STORE, "The state store is closed.")
}

impl Disk {
    fn failed(&self, error: impl Display) -> Error {
        failed(&self.path, error)
    }

    /// Creates the tables, and takes over what version 0.1 wrote; whether there was any.
    fn prepare(&self) -> Result<bool> {
        match self.format()? {
            Some((_, oldest_reader)) if oldest_reader > FORMAT => {
                return Err(Error::new(
                    codes::STATE_STORE,
                    format!(
                        "The state store {} was written by a newer version: it takes one that knows form {oldest_reader}, \
                         this one knows form {FORMAT}.",
                        self.path.display()
                    ),
                ));
            }
            Some(_) => return Ok(false),
            None => {}
        }
        let transaction = self.database.begin_write().map_err(|error| self.failed(error))?;
        for table in Table::ALL {
            transaction.open_table(definition(table)).map_err(|error| self.failed(error))?;
        }
        let names: Vec<String> = transaction
            .list_tables()
            .map_err(|error| self.failed(error))?
            .map(|table| table.name().to_owned())
            .collect();
        let old = names.iter().any(|name| name == before::STORED);
        if old {
            let read = |name: &'static str| self.content(&transaction, name);
            let (partial, committing, stored, owed) =
                (read(before::PARTIAL)?, read(before::COMMITTING)?, read(before::STORED)?, read("owed")?);
            let written = before::take_over(&partial, &committing, &stored, &owed)?;
            self.write(&transaction, &written)?;
            for name in [before::PARTIAL, before::COMMITTING, before::STORED] {
                transaction.delete_table(named(name)).map_err(|error| self.failed(error))?;
            }
        }
        {
            // Version 0.1 reads all of this table when it opens a store, and says that it does not know this record.
            let mut refusal = transaction.open_table(named(before::COMMITTING)).map_err(|error| self.failed(error))?;
            refusal.insert(FORMAT_KEY, before::REFUSAL).map_err(|error| self.failed(error))?;
            let mut format = transaction.open_table(FORMAT_TABLE).map_err(|error| self.failed(error))?;
            let value = encode(&(u64::from(FORMAT) << 32 | u64::from(OLDEST_READER)));
            format.insert(FORMAT_KEY, value.as_slice()).map_err(|error| self.failed(error))?;
        }
        transaction.commit().map_err(|error| self.failed(error))?;
        Ok(old)
    }

    /// The form of what is there, and the oldest form whose readers understand it. None in a new store and in one of
    /// version 0.1.
    fn format(&self) -> Result<Option<(u32, u32)>> {
        let transaction = self.database.begin_read().map_err(|error| self.failed(error))?;
        let table = match transaction.open_table(FORMAT_TABLE) {
            Err(TableError::TableDoesNotExist(_)) => return Ok(None),
            table => table.map_err(|error| self.failed(error))?,
        };
        let Some(value) = table.get(FORMAT_KEY).map_err(|error| self.failed(error))? else { return Ok(None) };
        let both: u64 = super::codec::decode(value.value())?;
        Ok(Some(((both >> 32) as u32, both as u32)))
    }

    fn content(&self, transaction: &WriteTransaction, name: &'static str) -> Result<Vec<Vec<u8>>> {
        let table = transaction.open_table(named(name)).map_err(|error| self.failed(error))?;
        let mut values = Vec::new();
        for entry in table.iter().map_err(|error| self.failed(error))? {
            values.push(entry.map_err(|error| self.failed(error))?.1.value().to_vec());
        }
        Ok(values)
    }

    fn write(&self, transaction: &WriteTransaction, batch: &Batch) -> Result<()> {
        let mut rest = batch.iter().peekable();
        // One table after the other, as the batch is sorted.
        while let Some(((table, _), _)) = rest.peek() {
            let table = *table;
            let mut open = transaction.open_table(definition(table)).map_err(|error| self.failed(error))?;
            while let Some(((_, key), value)) = rest.next_if(|((of, _), _)| *of == table) {
                let done = match value {
                    Some(value) => open.insert(key.as_slice(), value.as_slice()).map(drop),
                    None => open.remove(key.as_slice()).map(drop),
                };
                done.map_err(|error| self.failed(error))?;
            }
        }
        Ok(())
    }
}

impl Base for Disk {
    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>> {
        let table = self.reading()?.open_table(definition(table)).map_err(|error| self.failed(error))?;
        let found = table.get(key).map_err(|error| self.failed(error))?;
        Ok(found.map(|value| value.value().to_vec()))
    }

    fn scan(&self, table: Table, prefix: &[u8], from: &[u8], visit: &mut Visit<'_>) -> Result<()> {
        let table = self.reading()?.open_table(definition(table)).map_err(|error| self.failed(error))?;
        for entry in table.range(prefix.max(from)..).map_err(|error| self.failed(error))? {
            let (key, value) = entry.map_err(|error| self.failed(error))?;
            if !key.value().starts_with(prefix) || !visit(key.value(), value.value())? {
                break;
            }
        }
        Ok(())
    }

    fn commit(&self, batch: &Batch) -> Result<()> {
        #[cfg(any(test, feature = "internals"))]
        if self.fails_when.exists() {
            return Err(self.failed("No space left on device (asked for by a test)"));
        }
        let transaction = self.database.begin_write().map_err(|error| self.failed(error))?;
        self.write(&transaction, batch)?;
        transaction.commit().map_err(|error| self.failed(error))
    }
}

impl Disk {
    fn reading(&self) -> Result<ReadTransaction> {
        self.database.begin_read().map_err(|error| self.failed(error))
    }
}

fn named(name: &'static str) -> Definition {
    TableDefinition::new(name)
}

fn failed(path: &Path, error: impl Display) -> Error {
    Error::new(codes::STATE_STORE, format!("The state store {} failed: {error}", path.display()))
}
