//! Tables of octets: what is on disk (or in memory for good), and above it what was applied and is not committed yet.
//!
//! A change reads through all layers and writes into one of its own, which is laid above the others when the change
//! succeeded. So everything that was applied is seen at once, by whoever reads, and reaches the disk together.

use crate::error::Result;
use crate::sync::{read, write};
use std::collections::BTreeMap;
use std::sync::RwLock;

/// A table. Keys and values are octets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Table {
    /// Received files, arriving ones too.
    Received,
    /// Those that are arriving, by the same key, without a value.
    Arriving,
    /// Those that are stored and not told, by the same key, without a value.
    Unfinished,
    /// Those whose end response the program sends later, by the same key, without a value.
    Deferred,
    Owed,
    OwedByPartner,
    Sent,
    Outgoing,
    Counters,
    /// Directories in which part files were made; the key is the path.
    Places,
}

impl Table {
    pub(super) const ALL: [Table; 10] = [
        Table::Received,
        Table::Arriving,
        Table::Unfinished,
        Table::Deferred,
        Table::Owed,
        Table::OwedByPartner,
        Table::Sent,
        Table::Outgoing,
        Table::Counters,
        Table::Places,
    ];
}

/// A table and a key in it.
pub(super) type Place = (Table, Vec<u8>);

/// What is to be written: the new value, or none where the entry is to go.
pub(super) type Batch = BTreeMap<Place, Option<Vec<u8>>>;

/// Sees an entry; false ends the search.
pub(super) type Visit<'a> = dyn FnMut(&[u8], &[u8]) -> Result<bool> + 'a;

/// What keeps the tables.
pub(super) trait Base: Send + Sync {
    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>>;
    /// Shows the entries whose keys begin with `prefix` and are not below `from`, in the order of their keys.
    fn scan(&self, table: Table, prefix: &[u8], from: &[u8], visit: &mut Visit<'_>) -> Result<()>;
    /// Durable when it returns, all of it or nothing.
    fn commit(&self, batch: &Batch) -> Result<()>;
}

/// Tables in memory, which live as long as the store.
#[derive(Default)]
pub(super) struct Memory(RwLock<BTreeMap<Place, Vec<u8>>>);

impl Base for Memory {
    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>> {
        Ok(read(&self.0).get(&(table, key.to_vec())).cloned())
    }

    fn scan(&self, table: Table, prefix: &[u8], from: &[u8], visit: &mut Visit<'_>) -> Result<()> {
        for ((found, key), value) in read(&self.0).range((table, prefix.max(from).to_vec())..) {
            if *found != table || !key.starts_with(prefix) || !visit(key, value)? {
                break;
            }
        }
        Ok(())
    }

    fn commit(&self, batch: &Batch) -> Result<()> {
        let mut entries = write(&self.0);
        for (place, value) in batch {
            match value {
                Some(value) => entries.insert(place.clone(), value.clone()),
                None => entries.remove(place),
            };
        }
        Ok(())
    }
}

/// All layers, for reading and for the writing of one change.
pub(super) struct Layers<'a> {
    pub base: &'a dyn Base,
    /// What is being committed now.
    pub flushing: Option<&'a Batch>,
    /// What was applied since.
    pub queued: &'a Batch,
    /// What this change writes.
    pub own: Batch,
}

impl Layers<'_> {
    pub(super) fn get(&self, table: Table, key: &[u8]) -> Result<Option<Vec<u8>>> {
        let place = (table, key.to_vec());
        let layers = [Some(&self.own), Some(self.queued), self.flushing];
        match layers.into_iter().flatten().find_map(|layer| layer.get(&place)) {
            Some(value) => Ok(value.clone()),
            None => self.base.get(table, key),
        }
    }

    /// Whether an entry is as it is on disk.
    pub(super) fn is_durable(&self, table: Table, key: &[u8]) -> bool {
        let place = (table, key.to_vec());
        !self.queued.contains_key(&place) && !self.flushing.is_some_and(|layer| layer.contains_key(&place))
    }

    pub(super) fn put(&mut self, table: Table, key: &[u8], value: Vec<u8>) {
        self.own.insert((table, key.to_vec()), Some(value));
    }

    pub(super) fn remove(&mut self, table: Table, key: &[u8]) {
        self.own.insert((table, key.to_vec()), None);
    }

    /// As [`Base::scan`].
    pub(super) fn scan(&self, table: Table, prefix: &[u8], from: &[u8], visit: &mut Visit<'_>) -> Result<()> {
        let start = (table, prefix.max(from).to_vec());
        let mut above: BTreeMap<&[u8], Option<&[u8]>> = BTreeMap::new();
        for layer in [self.flushing, Some(self.queued), Some(&self.own)].into_iter().flatten() {
            let inside = layer.range(start.clone()..);
            for ((_, key), value) in inside.take_while(|((t, key), _)| *t == table && key.starts_with(prefix)) {
                above.insert(key, value.as_deref());
            }
        }
        let mut above = above.into_iter().peekable();
        let mut ended = false;
        self.base.scan(table, prefix, from, &mut |key, value| {
            while let Some((changed, new)) = above.next_if(|(changed, _)| *changed < key) {
                if let Some(new) = new
                    && !visit(changed, new)?
                {
                    ended = true;
                    return Ok(false);
                }
            }
            let goes_on = match above.next_if(|(changed, _)| *changed == key) {
                Some((_, Some(new))) => visit(key, new)?,
                Some((_, None)) => true,
                None => visit(key, value)?,
            };
            ended = !goes_on;
            Ok(goes_on)
        })?;
        for (key, value) in above {
            if ended {
                break;
            }
            if let Some(value) = value {
                ended = !visit(key, value)?;
            }
        }
        Ok(())
    }
}
