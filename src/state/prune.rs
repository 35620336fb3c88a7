//! Forgetting what is old, a bounded number of records at a time.

use super::change::{Outcome, Pruned};
use super::codec::{Row, decode};
use super::pending::Pending;
use super::records::{FileId, Outgoing, Sent, Stage};
use super::store::Core;
use super::tables::{Layers, Table};
use crate::error::Result;
use std::sync::Arc;

/// Which tables are gone through, in this order.
const TABLES: [Table; 3] = [Table::Received, Table::Sent, Table::Outgoing];

/// Looks at up to `limit` records, where the last call stopped, and removes those that are older than a time. What is owed
/// or not told is kept whatever its age, and so is what somebody works on.
pub(super) fn prune(core: &Arc<Core>, older_than: u64, limit: usize) -> Pending<Pruned> {
    let (removed, pending) = match begin(core, older_than, limit) {
        Ok(begun) => begun,
        Err(error) => return super::pending::ready(Err(error)),
    };
    // The files go after the records.
    Box::pin(async move {
        pending.await?;
        Ok(removed)
    })
}

fn begin(core: &Arc<Core>, older_than: u64, limit: usize) -> Result<(Pruned, Pending<Outcome>)> {
    let mut shelf = core.shelf();
    let mut pruned = Pruned::default();
    let (mut at, mut from) = shelf.pruned_to.take().unwrap_or_default();
    let mut left = limit.max(1);
    let mut gone = Vec::new();
    let own = core.in_tables(&mut shelf, |tables, claims| {
        while left > 0 && at < TABLES.len() {
            let mut next = None;
            let table = TABLES[at];
            let mut old = Vec::new();
            tables.scan(table, &[], &from, &mut |key, value| {
                if left == 0 {
                    next = Some(key.to_vec());
                    return Ok(false);
                }
                left -= 1;
                let claimed = table == Table::Received && claims.has_file(key);
                if !claimed && is_old(table, value, older_than, &mut pruned, &mut gone)? {
                    old.push(key.to_vec());
                }
                Ok(true)
            })?;
            remove(tables, table, &old);
            match next {
                Some(next) => from = next,
                None => {
                    at += 1;
                    from = Vec::new();
                }
            }
        }
        Ok(std::mem::take(&mut tables.own))
    })?;
    gone.iter().for_each(|id| core.progress.remove(id));
    pruned.more = at < TABLES.len();
    if pruned.more {
        shelf.pruned_to = Some((at, from));
    }
    let pending = match own.is_empty() {
        true => super::pending::ready(Ok(Outcome::Done)),
        false => core.write(&mut shelf, own),
    };
    Ok((pruned, pending))
}

fn is_old(table: Table, value: &[u8], than: u64, pruned: &mut Pruned, gone: &mut Vec<FileId>) -> Result<bool> {
    let (old, count) = match table {
        Table::Received => match decode(value)? {
            Row::Arriving(arriving) if arriving.updated < than => {
                pruned.files.push(arriving.part_path);
                pruned.files.extend(arriving.raw_path);
                gone.push(arriving.id);
                (true, &mut pruned.arriving)
            }
            Row::Received(received) => {
                let kept = matches!(received.stage, Stage::Stored | Stage::Owed(_));
                (received.when < than && !kept, &mut pruned.stored)
            }
            Row::Arriving(_) => (false, &mut pruned.arriving),
        },
        Table::Outgoing => {
            let outgoing: Outgoing = decode(value)?;
            let old = outgoing.updated < than;
            pruned.files.extend(outgoing.prepared_path.filter(|_| old));
            (old, &mut pruned.outgoing)
        }
        _ => (decode::<Sent>(value)?.when < than, &mut pruned.sent),
    };
    *count += usize::from(old);
    Ok(old)
}

fn remove(tables: &mut Layers<'_>, table: Table, keys: &[Vec<u8>]) {
    for key in keys {
        tables.remove(table, key);
        if table == Table::Received {
            tables.remove(Table::Deferred, key);
            tables.remove(Table::Arriving, key);
        }
    }
}
