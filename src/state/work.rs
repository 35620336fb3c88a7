//! What each change does to the tables. Pure but for the claims: nothing here waits, and an error leaves no trace.

use super::change::{Answer, Change, Fence, Known, Outcome};
use super::claims::Claims;
use super::codec::{Record, Row, decode, encode};
use super::keys;
use super::records::{Arriving, FileId, Offered, Outgoing, Owed, Received, Response, Sent, Stage};
use super::tables::{Layers, Table};
use crate::error::Result;
use crate::model::FileKey;

/// The counter that numbers end responses.
const NEXT_OWED: &[u8] = b"next-owed";

/// Carries a change out. Of one that is repeated after a failure of the store the claim may have ended meanwhile; then the
/// row alone says whether it still fits.
pub(super) fn carry_out(tables: &mut Layers<'_>, claims: &Claims, change: &Change, repeated: bool) -> Result<Outcome> {
    let holds = |id: &FileId, fence: Fence| repeated || claims.holds_file(&keys::received(id), fence);
    match change {
        Change::Arrive { arriving, fence } if holds(&arriving.id, *fence) => arrive(tables, arriving),
        Change::Checkpoint { id, fence, flushed, distrust, updated } if holds(id, *fence) => {
            let Some(Row::Arriving(mut arriving)) = row(tables, id)? else { return Ok(Outcome::Lost) };
            arriving.flushed.clone_from(flushed);
            if *distrust {
                arriving.boot_id.clear();
            }
            arriving.updated = *updated;
            put_row(tables, id, &Row::Arriving(arriving));
            Ok(Outcome::Done)
        }
        Change::Release { id, fence } if holds(id, *fence) => Ok(Outcome::Done),
        Change::Forget { id, fence } if holds(id, *fence) => {
            let open = match row(tables, id)? {
                Some(Row::Received(received)) => received.stage == Stage::Stored,
                Some(Row::Arriving(_)) => true,
                None => false,
            };
            if open {
                forget(tables, id);
            }
            Ok(Outcome::Done)
        }
        Change::Store { received, fence } if holds(&received.id, *fence) => store(tables, received),
        Change::Told { id, fence, answer, when } if holds(id, *fence) => told(tables, id, answer, *when),
        Change::Respond { owed } => respond(tables, owed),
        Change::Confirmed { owed, fence, forget } if repeated || claims.holds_owed(*owed, *fence) => {
            confirmed(tables, *owed, *forget)
        }
        Change::Offer { outgoing } => {
            tables.put(Table::Outgoing, &keys::sent(&outgoing.key), encode(&**outgoing));
            Ok(Outcome::Done)
        }
        Change::Withdraw { key } => remove_known(tables, Table::Outgoing, key),
        Change::Sent { sent, offered } => {
            let key = keys::sent(&sent.key);
            if *offered && tables.get(Table::Outgoing, &key)?.is_none() {
                return Ok(Outcome::Lost);
            }
            tables.remove(Table::Outgoing, &key);
            tables.put(Table::Sent, &key, encode(&**sent));
            Ok(Outcome::Done)
        }
        Change::Answered { key } => remove_known(tables, Table::Sent, key),
        _ => Ok(Outcome::Lost),
    }
}

/// What a change that was carried out means for the claims.
pub(super) fn end_claims(claims: &mut Claims, change: &Change) {
    match change {
        Change::Release { id, fence } | Change::Forget { id, fence } | Change::Told { id, fence, .. } => {
            claims.end_file(&keys::received(id), *fence);
        }
        Change::Store { received, .. } => claims.doubt_file(&keys::received(&received.id), false),
        Change::Confirmed { owed, fence, .. } => claims.end_owed(*owed, *fence),
        _ => {}
    }
}

pub(super) fn get<T: Record>(tables: &Layers<'_>, table: Table, key: &[u8]) -> Result<Option<T>> {
    tables.get(table, key)?.map(|value| decode(&value)).transpose()
}

pub(super) fn row(tables: &Layers<'_>, id: &FileId) -> Result<Option<Row>> {
    get(tables, Table::Received, &keys::received(id))
}

fn put_row(tables: &mut Layers<'_>, id: &FileId, row: &Row) {
    tables.put(Table::Received, &keys::received(id), encode(row));
}

fn forget(tables: &mut Layers<'_>, id: &FileId) {
    let key = keys::received(id);
    for table in [Table::Received, Table::Arriving, Table::Unfinished, Table::Deferred] {
        tables.remove(table, &key);
    }
}

fn remove_known(tables: &mut Layers<'_>, table: Table, key: &FileKey) -> Result<Outcome> {
    let key = keys::sent(key);
    if tables.get(table, &key)?.is_none() {
        return Ok(Outcome::Lost);
    }
    tables.remove(table, &key);
    Ok(Outcome::Done)
}

fn arrive(tables: &mut Layers<'_>, arriving: &Arriving) -> Result<Outcome> {
    let id = &arriving.id;
    match row(tables, id)? {
        Some(Row::Received(known)) if known.attempt != arriving.attempt || known.stage != Stage::Stored => {
            Ok(Outcome::Known(known))
        }
        _ => {
            tables.remove(Table::Unfinished, &keys::received(id));
            tables.put(Table::Arriving, &keys::received(id), Vec::new());
            put_row(tables, id, &Row::Arriving(Box::new(arriving.clone())));
            Ok(Outcome::Done)
        }
    }
}

fn store(tables: &mut Layers<'_>, received: &Received) -> Result<Outcome> {
    let id = &received.id;
    if let Some(Row::Received(known)) = row(tables, id)? {
        if known.attempt != received.attempt {
            return Ok(Outcome::Known(known));
        }
        if known.stage != Stage::Stored {
            // Repeated, and more has happened since.
            return Ok(Outcome::Done);
        }
    }
    tables.remove(Table::Arriving, &keys::received(id));
    tables.put(Table::Unfinished, &keys::received(id), Vec::new());
    put_row(tables, id, &Row::Received(Box::new(Received { stage: Stage::Stored, ..received.clone() })));
    Ok(Outcome::Done)
}

fn told(tables: &mut Layers<'_>, id: &FileId, answer: &Answer, when: u64) -> Result<Outcome> {
    let Some(Row::Received(received)) = row(tables, id)? else { return Ok(Outcome::Lost) };
    if received.stage != Stage::Stored {
        // The program has answered by itself before it was done hearing.
        return Ok(Outcome::Done);
    }
    match answer {
        Answer::Owed(response) => {
            let owed = new_owed(id, response, when);
            let number = put_owed(tables, &owed)?;
            set_stage(tables, *received, Stage::Owed(number));
            Ok(Outcome::Owed(number))
        }
        Answer::Deferred => {
            set_stage(tables, *received, Stage::Deferred);
            Ok(Outcome::Done)
        }
        Answer::NotOurs => {
            set_stage(tables, *received, Stage::NotOurs);
            Ok(Outcome::Done)
        }
    }
}

fn new_owed(id: &FileId, response: &Response, created: u64) -> Owed {
    Owed { id: 0, partner: id.partner.clone(), file: Some(id.key.clone()), response: response.clone(), created }
}

fn respond(tables: &mut Layers<'_>, owed: &Owed) -> Result<Outcome> {
    let Some(received) = file_of(tables, owed)? else { return put_owed(tables, owed).map(Outcome::Owed) };
    if matches!(received.stage, Stage::Owed(_) | Stage::Confirmed) {
        return Ok(Outcome::Lost);
    }
    let number = put_owed(tables, owed)?;
    set_stage(tables, received, Stage::Owed(number));
    Ok(Outcome::Owed(number))
}

fn confirmed(tables: &mut Layers<'_>, number: u64, forgets: bool) -> Result<Outcome> {
    let Some(owed) = get::<Owed>(tables, Table::Owed, &number.to_be_bytes())? else { return Ok(Outcome::Lost) };
    tables.remove(Table::Owed, &number.to_be_bytes());
    tables.remove(Table::OwedByPartner, &keys::partner_response(&owed.partner, number));
    if let Some(received) = file_of(tables, &owed)? {
        match forgets {
            true => forget(tables, &received.id),
            false => set_stage(tables, received, Stage::Confirmed),
        }
    }
    Ok(Outcome::Done)
}

/// The stored file that an end response is for.
fn file_of(tables: &Layers<'_>, owed: &Owed) -> Result<Option<Received>> {
    let Some(key) = &owed.file else { return Ok(None) };
    match row(tables, &FileId { partner: owed.partner.clone(), key: key.clone() })? {
        Some(Row::Received(received)) => Ok(Some(*received)),
        _ => Ok(None),
    }
}

fn set_stage(tables: &mut Layers<'_>, received: Received, stage: Stage) {
    let key = keys::received(&received.id);
    tables.remove(Table::Unfinished, &key);
    match stage {
        Stage::Deferred => tables.put(Table::Deferred, &key, Vec::new()),
        _ => tables.remove(Table::Deferred, &key),
    }
    tables.put(Table::Received, &key, encode(&Row::Received(Box::new(Received { stage, ..received }))));
}

fn put_owed(tables: &mut Layers<'_>, owed: &Owed) -> Result<u64> {
    let last = tables.get(Table::Counters, NEXT_OWED)?.and_then(|value| keys::response_id(&value)).unwrap_or(0);
    let id = last + 1;
    tables.put(Table::Counters, NEXT_OWED, id.to_be_bytes().to_vec());
    tables.put(Table::Owed, &id.to_be_bytes(), encode(&Owed { id, ..owed.clone() }));
    tables.put(Table::OwedByPartner, &keys::partner_response(&owed.partner, id), Vec::new());
    Ok(id)
}

/// Whether a file on offer is stored. A stamp of the other length is the same file when it is the only one of its second
/// and the offers are alike.
pub(super) fn known(tables: &Layers<'_>, id: &FileId, offered: &Offered) -> Result<Known> {
    if let Some(Row::Received(received)) = row(tables, id)? {
        return Ok(Known::Stored(received));
    }
    let mut same_second: Vec<Box<Received>> = Vec::new();
    tables.scan(Table::Received, &keys::received_second(id), &[], &mut |_, value| {
        if let Row::Received(received) = decode(value)? {
            same_second.push(received);
        }
        Ok(same_second.len() < 3)
    })?;
    same_second.retain(|received| received.id.key.stamp != id.key.stamp);
    let other_length = |received: &Received| received.id.key.stamp.is_long() != id.key.stamp.is_long();
    if same_second.len() > 1 {
        let resembling = same_second.into_iter().find(|received| other_length(received));
        return Ok(resembling.map_or(Known::No, |received| Known::Resembles(received.id.key)));
    }
    match same_second.pop() {
        Some(found) if !other_length(&found) => Ok(Known::No),
        Some(found) if !found.from_before && found.offered.is_alike(offered) => Ok(Known::Stored(found)),
        Some(found) => Ok(Known::Resembles(found.id.key)),
        None => Ok(Known::No),
    }
}

/// The files of a name whose end response the program sends, or may send already while it hears of them.
pub(super) fn deferred(tables: &Layers<'_>, partner: &str, name: &str) -> Result<Vec<Received>> {
    let mut found = Vec::new();
    for table in [Table::Deferred, Table::Unfinished] {
        let mut keys_found = Vec::new();
        tables.scan(table, &keys::received_name(partner, name), &[], &mut |key, _| {
            keys_found.push(key.to_vec());
            Ok(true)
        })?;
        for key in keys_found {
            if let Some(Row::Received(received)) = get(tables, Table::Received, &key)? {
                found.push(*received);
            }
        }
    }
    Ok(found)
}

/// The sent file that an end response is for, by the key in the response: its codes are the file's swapped. Codes that were
/// not swapped (docs/interoperability.md, End responses) and stamps of the other length (Short stamps) are second choice.
pub(super) fn sent_for(tables: &Layers<'_>, response: &FileKey) -> Result<Option<Sent>> {
    let straight = (&response.destination, &response.originator);
    for (destination, originator) in [(straight.1, straight.0), straight] {
        let swapped = FileKey { destination: destination.clone(), originator: originator.clone(), ..response.clone() };
        if let Some(sent) = get(tables, Table::Sent, &keys::sent(&swapped))? {
            return Ok(Some(sent));
        }
        let all: Vec<Sent> = family(tables, Table::Sent, &response.name, destination, originator)?;
        if let Some(sent) = all.into_iter().find(|sent| sent.key.stamp.same_moment(&response.stamp)) {
            return Ok(Some(sent));
        }
    }
    Ok(None)
}

/// Files half sent to a partner, by name, destination and originator.
pub(super) fn cut(tables: &Layers<'_>, partner: &str, file: &FileKey) -> Result<Vec<Outgoing>> {
    let mut all: Vec<Outgoing> = family(tables, Table::Outgoing, &file.name, &file.destination, &file.originator)?;
    all.retain(|outgoing| crate::model::octets::same_code(&outgoing.partner, partner));
    Ok(all)
}

fn family<T: Record>(tables: &Layers<'_>, table: Table, name: &str, to: &str, from: &str) -> Result<Vec<T>> {
    let mut found = Vec::new();
    tables.scan(table, &keys::sent_family(name, to, from), &[], &mut |_, value| {
        found.push(decode(value)?);
        Ok(true)
    })?;
    Ok(found)
}
