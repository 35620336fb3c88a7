//! Tables with transactions: what the store needs of a database, and the one in memory.

use crate::error::Result;
use crate::sync::lock;
use std::collections::BTreeMap;
use std::sync::Mutex;

/// A table. Keys and values are octets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Table {
    Partial,
    Committing,
    Stored,
    Owed,
    OwedByPartner,
    Sent,
    Outgoing,
    Counters,
}

impl Table {
    pub(super) const ALL: [Table; 8] = [
        Table::Partial,
        Table::Committing,
        Table::Stored,
        Table::Owed,
        Table::OwedByPartner,
        Table::Sent,
        Table::Outgoing,
        Table::Counters,
    ];
}

/// Sees an entry; false ends the search.
pub(super) type Visit<'a> = dyn FnMut(&[u8], &[u8]) -> Result<bool> + 'a;

/// Reading inside a transaction.
pub(super) trait Read {
    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>>;
    /// Shows the entries whose keys begin with `prefix` and are not below `from`, in the order of their keys.
    fn scan(&self, table: Table, prefix: &[u8], from: &[u8], visit: &mut Visit<'_>) -> Result<()>;
}

/// Reading and writing inside a transaction.
pub(super) trait Write: Read {
    fn put(&mut self, table: Table, key: &[u8], value: &[u8]) -> Result<()>;
    /// False when there was no such key.
    fn remove(&mut self, table: Table, key: &[u8]) -> Result<bool>;
}

/// A database. An error from the closure takes all its changes back.
pub(super) trait Backend: Send + Sync {
    fn read(&self, work: &mut dyn FnMut(&dyn Read) -> Result<()>) -> Result<()>;
    /// Durable when it returns. The closure runs once.
    fn write(&self, work: &mut dyn FnMut(&mut dyn Write) -> Result<()>) -> Result<()>;
}

type Place = (Table, Vec<u8>);
type Entries = BTreeMap<Place, Vec<u8>>;

/// Tables in memory.
#[derive(Default)]
pub(super) struct Memory(Mutex<Entries>);

impl Backend for Memory {
    fn read(&self, work: &mut dyn FnMut(&dyn Read) -> Result<()>) -> Result<()> {
        let mut entries = lock(&self.0);
        work(&MemoryWork { entries: &mut entries, undo: Vec::new() })
    }

    fn write(&self, work: &mut dyn FnMut(&mut dyn Write) -> Result<()>) -> Result<()> {
        let mut entries = lock(&self.0);
        let mut transaction = MemoryWork { entries: &mut entries, undo: Vec::new() };
        let result = work(&mut transaction);
        if result.is_err() {
            for (key, before) in transaction.undo.into_iter().rev() {
                match before {
                    Some(value) => entries.insert(key, value),
                    None => entries.remove(&key),
                };
            }
        }
        result
    }
}

struct MemoryWork<'a> {
    entries: &'a mut Entries,
    /// What was there before each change.
    undo: Vec<(Place, Option<Vec<u8>>)>,
}

impl Read for MemoryWork<'_> {
    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>> {
        Ok(self.entries.get(&(table, key.to_vec())).cloned())
    }

    fn scan(&self, table: Table, prefix: &[u8], from: &[u8], visit: &mut Visit<'_>) -> Result<()> {
        let start = prefix.max(from).to_vec();
        for ((found, key), value) in self.entries.range((table, start)..) {
            if *found != table || !key.starts_with(prefix) || !visit(key, value)? {
                break;
            }
        }
        Ok(())
    }
}

impl Write for MemoryWork<'_> {
    fn put(&mut self, table: Table, key: &[u8], value: &[u8]) -> Result<()> {
        let key = (table, key.to_vec());
        let before = self.entries.insert(key.clone(), value.to_vec());
        self.undo.push((key, before));
        Ok(())
    }

    fn remove(&mut self, table: Table, key: &[u8]) -> Result<bool> {
        let key = (table, key.to_vec());
        let before = self.entries.remove(&key);
        let found = before.is_some();
        self.undo.push((key, before));
        Ok(found)
    }
}
