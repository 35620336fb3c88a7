//! The store: records in tables, over either backend.

use super::backend::{Backend, Memory, Read, Table, Write};
use super::codec::{Record, decode, encode};
use super::database::Disk;
use super::progress::Progress;
use super::records::{Committing, Outgoing, Owed, Partial, ResponseState, Sent, Stored};
use super::recover::{Recovered, remove};
use super::{Pruned, StateStore, keys};
use crate::error::{Error, Result, codes};
use crate::model::FileKey;
use crate::model::octets::same_code;
use std::path::Path;

/// The counter that numbers end responses.
const NEXT_OWED: &[u8] = b"next-owed";

pub(super) struct Store {
    tables: Box<dyn Backend>,
    progress: Progress,
    recovered: Vec<Recovered>,
}

impl Store {
    pub(super) fn in_memory() -> Store {
        Store { tables: Box::new(Memory::default()), progress: Progress::in_memory(), recovered: Vec::new() }
    }

    pub(super) fn in_directory(dir: &Path) -> Result<Store> {
        std::fs::create_dir_all(dir).map_err(|error| {
            Error::new(codes::STATE_STORE, format!("The state store cannot use {}: {error}", dir.display()))
        })?;
        let tables = Box::new(Disk::open(dir)?);
        let progress = Progress::in_directory(dir.join("progress"))?;
        let mut store = Store { tables, progress, recovered: Vec::new() };
        store.recovered = store.recover()?;
        Ok(store)
    }

    /// A record by its key.
    pub(super) fn get<T: Record>(&self, table: Table, key: &[u8]) -> Result<Option<T>> {
        let mut found = None;
        self.tables.read(&mut |tables| {
            found = get(tables, table, key)?;
            Ok(())
        })?;
        Ok(found)
    }

    /// All records of a table.
    pub(super) fn all<T: Record>(&self, table: Table) -> Result<Vec<T>> {
        self.matching(table, &[], |_| true)
    }

    fn matching<T: Record>(&self, table: Table, prefix: &[u8], wanted: impl Fn(&T) -> bool) -> Result<Vec<T>> {
        let mut found = Vec::new();
        self.tables.read(&mut |tables| {
            tables.scan(table, prefix, &[], &mut |_, value| {
                let record = decode(value)?;
                if wanted(&record) {
                    found.push(record);
                }
                Ok(true)
            })
        })?;
        Ok(found)
    }

    fn put(&self, table: Table, key: &FileKey, record: &impl Record) -> Result<()> {
        self.tables.write(&mut |tables| tables.put(table, &keys::file(key), &encode(record)))
    }

    fn remove(&self, table: Table, key: &FileKey) -> Result<bool> {
        let mut known = false;
        self.tables.write(&mut |tables| {
            known = tables.remove(table, &keys::file(key))?;
            Ok(())
        })?;
        Ok(known)
    }

    /// Removes the records of a table that are out of date, a bounded number per transaction, and shows them.
    fn prune_table<T: Record>(
        &self,
        table: Table,
        old: impl Fn(&T) -> bool,
        mut removed: impl FnMut(&T),
    ) -> Result<usize> {
        let mut total = 0;
        let mut from = Vec::new();
        loop {
            let mut keys: Vec<Vec<u8>> = Vec::new();
            let mut looked_at = 0;
            let mut next = None;
            self.tables.read(&mut |tables| {
                tables.scan(table, &[], &from, &mut |key, value| {
                    if looked_at == 1000 {
                        next = Some(key.to_vec());
                        return Ok(false);
                    }
                    looked_at += 1;
                    if old(&decode(value)?) {
                        keys.push(key.to_vec());
                    }
                    Ok(true)
                })
            })?;
            let mut gone: Vec<T> = Vec::new();
            if !keys.is_empty() {
                self.tables.write(&mut |tables| {
                    for key in &keys {
                        // It may have come back to life since it was looked at.
                        if let Some(record) = get::<T>(tables, table, key)?.filter(&old) {
                            tables.remove(table, key)?;
                            gone.push(record);
                        }
                    }
                    Ok(())
                })?;
            }
            gone.iter().for_each(&mut removed);
            total += gone.len();
            match next {
                Some(next) => from = next,
                None => return Ok(total),
            }
        }
    }
}

fn get<T: Record>(tables: &(impl Read + ?Sized), table: Table, key: &[u8]) -> Result<Option<T>> {
    tables.get(table, key)?.map(|value| decode(&value)).transpose()
}

fn set_response(tables: &mut dyn Write, key: &FileKey, response: ResponseState) -> Result<bool> {
    let key = keys::file(key);
    let Some(stored) = get::<Stored>(tables, Table::Stored, &key)? else { return Ok(false) };
    tables.put(Table::Stored, &key, &encode(&Stored { response, ..stored }))?;
    Ok(true)
}

fn put_owed(tables: &mut dyn Write, owed: &Owed) -> Result<u64> {
    let last = tables.get(Table::Counters, NEXT_OWED)?.and_then(|value| keys::response_id(&value)).unwrap_or(0);
    let id = last + 1;
    tables.put(Table::Counters, NEXT_OWED, &id.to_be_bytes())?;
    tables.put(Table::Owed, &id.to_be_bytes(), &encode(&Owed { id, ..owed.clone() }))?;
    tables.put(Table::OwedByPartner, &keys::partner_response(&owed.partner, id), &[])?;
    if let Some(file) = &owed.file {
        set_response(tables, file, ResponseState::Owed)?;
    }
    Ok(id)
}

impl StateStore for Store {
    fn partial(&self, key: &FileKey) -> Result<Option<Partial>> {
        let partial = self.get::<Partial>(Table::Partial, &keys::file(key))?;
        Ok(partial.map(|partial| Partial { progress: self.progress.get(key), ..partial }))
    }

    fn put_partial(&self, partial: &Partial) -> Result<()> {
        // First: positions behind a cut must not outlive it.
        self.progress.remove(&partial.key);
        self.put(Table::Partial, &partial.key, partial)
    }

    fn checkpoint(&self, key: &FileKey, positions: &[(u64, u64)]) -> Result<()> {
        self.progress.set(key, positions)
    }

    fn remove_partial(&self, key: &FileKey) -> Result<()> {
        self.progress.remove(key);
        self.remove(Table::Partial, key).map(drop)
    }

    fn partials(&self) -> Result<Vec<Partial>> {
        let mut partials = self.all::<Partial>(Table::Partial)?;
        for partial in &mut partials {
            partial.progress = self.progress.get(&partial.key);
        }
        Ok(partials)
    }

    fn begin_commit(&self, committing: &Committing) -> Result<()> {
        self.put(Table::Committing, &committing.key, committing)
    }

    fn abort_commit(&self, key: &FileKey) -> Result<()> {
        self.remove(Table::Committing, key).map(drop)
    }

    fn finish_commit(&self, key: &FileKey, stored: &Stored, owed: Option<&Owed>) -> Result<Option<u64>> {
        let mut id = None;
        self.tables.write(&mut |tables| {
            let key = keys::file(key);
            tables.remove(Table::Partial, &key)?;
            tables.remove(Table::Committing, &key)?;
            tables.put(Table::Stored, &key, &encode(stored))?;
            id = owed.map(|owed| put_owed(tables, owed)).transpose()?;
            Ok(())
        })?;
        self.progress.remove(key);
        Ok(id)
    }

    fn recovered(&self) -> Vec<Recovered> {
        self.recovered.clone()
    }

    fn stored(&self, key: &FileKey) -> Result<Option<Stored>> {
        self.get(Table::Stored, &keys::file(key))
    }

    fn find_stored(&self, name: &str, destination: &str, originator: &str) -> Result<Vec<Stored>> {
        let prefix = keys::file_family(name, destination, originator);
        let mut found = self.matching(Table::Stored, &prefix, |_: &Stored| true)?;
        found.sort_by_key(|stored| keys::stamp_order(&stored.key.stamp));
        Ok(found)
    }

    fn deferred(&self, name: &str) -> Result<Vec<FileKey>> {
        let waits = |stored: &Stored| stored.response == ResponseState::Deferred;
        let found = self.matching(Table::Stored, &keys::name(name), waits)?;
        Ok(found.into_iter().map(|stored| stored.key).collect())
    }

    fn set_response(&self, key: &FileKey, response: ResponseState) -> Result<bool> {
        let mut known = false;
        self.tables.write(&mut |tables| {
            known = set_response(tables, key, response)?;
            Ok(())
        })?;
        Ok(known)
    }

    fn remove_stored(&self, key: &FileKey) -> Result<bool> {
        self.remove(Table::Stored, key)
    }

    fn put_owed(&self, owed: &Owed) -> Result<u64> {
        let mut id = 0;
        self.tables.write(&mut |tables| {
            id = put_owed(tables, owed)?;
            Ok(())
        })?;
        Ok(id)
    }

    fn next_owed(&self, partner: &str, after: u64) -> Result<Option<Owed>> {
        let mut found = None;
        self.tables.read(&mut |tables| {
            let mut id = None;
            let from = keys::partner_response(partner, after.saturating_add(1));
            tables.scan(Table::OwedByPartner, &keys::partner(partner), &from, &mut |key, _| {
                id = keys::response_id(key);
                Ok(false)
            })?;
            if let Some(id) = id {
                found = get(tables, Table::Owed, &id.to_be_bytes())?;
            }
            Ok(())
        })?;
        Ok(found)
    }

    fn owed(&self, partner: &str) -> Result<Vec<Owed>> {
        let mut found = Vec::new();
        self.tables.read(&mut |tables| {
            tables.scan(Table::OwedByPartner, &keys::partner(partner), &[], &mut |key, _| {
                if let Some(id) = keys::response_id(key) {
                    found.extend(get::<Owed>(tables, Table::Owed, &id.to_be_bytes())?);
                }
                Ok(true)
            })
        })?;
        Ok(found)
    }

    fn all_owed(&self) -> Result<Vec<Owed>> {
        self.all(Table::Owed)
    }

    fn owed_done(&self, id: u64) -> Result<bool> {
        let mut known = false;
        self.tables.write(&mut |tables| {
            let Some(owed) = get::<Owed>(tables, Table::Owed, &id.to_be_bytes())? else { return Ok(()) };
            tables.remove(Table::Owed, &id.to_be_bytes())?;
            tables.remove(Table::OwedByPartner, &keys::partner_response(&owed.partner, id))?;
            if let Some(file) = &owed.file {
                set_response(tables, file, ResponseState::Sent)?;
            }
            known = true;
            Ok(())
        })?;
        Ok(known)
    }

    fn put_sent(&self, sent: &Sent) -> Result<()> {
        self.put(Table::Sent, &sent.key, sent)
    }

    fn sent(&self, key: &FileKey) -> Result<Option<Sent>> {
        self.get(Table::Sent, &keys::file(key))
    }

    fn find_sent(&self, name: &str, destination: &str, originator: &str) -> Result<Vec<Sent>> {
        let prefix = keys::file_family(name, destination, originator);
        let mut found = self.matching(Table::Sent, &prefix, |_: &Sent| true)?;
        found.sort_by_key(|sent| keys::stamp_order(&sent.key.stamp));
        Ok(found)
    }

    fn remove_sent(&self, key: &FileKey) -> Result<bool> {
        self.remove(Table::Sent, key)
    }

    fn all_sent(&self) -> Result<Vec<Sent>> {
        self.all(Table::Sent)
    }

    fn put_outgoing(&self, outgoing: &Outgoing) -> Result<()> {
        self.put(Table::Outgoing, &outgoing.key, outgoing)
    }

    fn outgoing(&self, key: &FileKey) -> Result<Option<Outgoing>> {
        self.get(Table::Outgoing, &keys::file(key))
    }

    fn outgoing_to(&self, partner: &str) -> Result<Vec<Outgoing>> {
        self.matching(Table::Outgoing, &[], |outgoing: &Outgoing| same_code(&outgoing.partner, partner))
    }

    fn remove_outgoing(&self, key: &FileKey) -> Result<bool> {
        self.remove(Table::Outgoing, key)
    }

    fn outgoing_sent(&self, sent: &Sent) -> Result<()> {
        self.tables.write(&mut |tables| {
            let key = keys::file(&sent.key);
            tables.remove(Table::Outgoing, &key)?;
            tables.put(Table::Sent, &key, &encode(sent))
        })
    }

    fn prune(&self, older_than: u64) -> Result<Pruned> {
        let stored = self.prune_table(
            Table::Stored,
            |stored: &Stored| stored.when < older_than && stored.response != ResponseState::Owed,
            |_| {},
        )?;
        let sent = self.prune_table(Table::Sent, |sent: &Sent| sent.when < older_than, |_| {})?;
        let partial = self.prune_table(
            Table::Partial,
            |partial: &Partial| partial.updated < older_than,
            |partial| {
                self.progress.remove(&partial.key);
                remove(&partial.part_path);
                partial.raw_path.as_deref().into_iter().for_each(remove);
            },
        )?;
        let outgoing = self.prune_table(
            Table::Outgoing,
            |outgoing: &Outgoing| outgoing.updated < older_than,
            |outgoing| outgoing.prepared_path.as_deref().into_iter().for_each(remove),
        )?;
        Ok(Pruned { stored, sent, partial, outgoing })
    }
}
