//! Keys of the tables. Fields follow their length, so that no two keys run into each other and the first fields of a
//! key can be searched for.

use super::records::FileId;
use crate::model::FileKey;

/// The key of a received file: partner, name, destination, originator, the second of its stamp, and the stamp's counter; a
/// short stamp has none. So all files of one second stand together.
pub(super) fn received(id: &FileId) -> Vec<u8> {
    let mut out = received_second(id);
    let stamp = &id.key.stamp;
    let counter: String = if stamp.is_long() { stamp.as_str().chars().skip(14).collect() } else { String::new() };
    field(&mut out, &counter);
    out
}

/// What the keys of all received files of the same second as this one begin with.
pub(super) fn received_second(id: &FileId) -> Vec<u8> {
    let mut out = received_family(&id.partner, &id.key);
    let second: String = id.key.stamp.to_long().as_str().chars().take(14).collect();
    field(&mut out, &second);
    out
}

/// What the keys of all received files of a partner, name, destination and originator begin with.
pub(super) fn received_family(partner: &str, key: &FileKey) -> Vec<u8> {
    let mut out = received_name(partner, &key.name);
    field(&mut out, &code(&key.destination));
    field(&mut out, &code(&key.originator));
    out
}

/// What the keys of all received files of a partner and name begin with.
pub(super) fn received_name(partner_code: &str, name: &str) -> Vec<u8> {
    let mut out = partner(partner_code);
    field(&mut out, name.trim_end_matches(' '));
    out
}

/// The key of a sent file: name, destination, originator, stamp. The codes in the form in which they are compared.
pub(super) fn sent(key: &FileKey) -> Vec<u8> {
    let mut out = sent_family(&key.name, &key.destination, &key.originator);
    field(&mut out, key.stamp.as_str());
    out
}

/// What the keys of all sent files of a name, destination and originator begin with.
pub(super) fn sent_family(name: &str, destination: &str, originator: &str) -> Vec<u8> {
    let mut out = Vec::new();
    field(&mut out, name.trim_end_matches(' '));
    field(&mut out, &code(destination));
    field(&mut out, &code(originator));
    out
}

/// What the keys of everything of a partner begin with.
pub(super) fn partner(partner: &str) -> Vec<u8> {
    let mut out = Vec::new();
    field(&mut out, &code(partner));
    out
}

/// The key of an end response under its partner.
pub(super) fn partner_response(partner_code: &str, id: u64) -> Vec<u8> {
    let mut out = partner(partner_code);
    out.extend_from_slice(&id.to_be_bytes());
    out
}

/// The number at the end of such a key.
pub(super) fn response_id(key: &[u8]) -> Option<u64> {
    key.last_chunk().map(|id| u64::from_be_bytes(*id))
}

/// A code as [`crate::model::octets::same_code`] compares it.
fn code(code: &str) -> String {
    code.trim_end_matches(' ').to_ascii_uppercase()
}

/// Texts come from fields of at most 25 octets; a longer one is cut, which no peer can bring about.
fn field(out: &mut Vec<u8>, text: &str) {
    let octets = &text.as_bytes()[..text.len().min(usize::from(u16::MAX))];
    out.extend_from_slice(&(octets.len() as u16).to_be_bytes());
    out.extend_from_slice(octets);
}

/// A number that stands for a received file outside the tables.
pub(super) fn digest(id: &FileId) -> [u64; 2] {
    let octets = received(id);
    [hash(0xcbf2_9ce4_8422_2325, &octets), hash(0x6c62_272e_07bb_0142, &octets)]
}

/// FNV-1a. Not against malice: what it names is checked by the reader.
pub(super) fn hash(start: u64, octets: &[u8]) -> u64 {
    octets.iter().fold(start, |hash, &octet| (hash ^ u64::from(octet)).wrapping_mul(0x0000_0100_0000_01b3))
}
