//! Keys of the tables. Fields follow their length, so that no two keys run into each other and the first fields of a
//! key can be searched for.

use crate::model::{FileKey, Stamp};

/// The key of a file: name, destination, originator, stamp. The codes in the form in which they are compared.
pub(super) fn file(key: &FileKey) -> Vec<u8> {
    let mut out = file_family(&key.name, &key.destination, &key.originator);
    field(&mut out, key.stamp.as_str());
    out
}

/// What the keys of all files of a name, destination and originator begin with.
pub(super) fn file_family(name: &str, destination: &str, originator: &str) -> Vec<u8> {
    let mut out = self::name(name);
    field(&mut out, &code(destination));
    field(&mut out, &code(originator));
    out
}

/// What the keys of all files of a name begin with.
pub(super) fn name(name: &str) -> Vec<u8> {
    let mut out = Vec::new();
    field(&mut out, name.trim_end_matches(' '));
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

/// A key that stands for the file outside the tables.
pub(super) fn digest(key: &FileKey) -> [u64; 2] {
    let octets = file(key);
    [hash(0xcbf2_9ce4_8422_2325, &octets), hash(0x6c62_272e_07bb_0142, &octets)]
}

/// FNV-1a. Not against malice: what it names is checked by the reader.
pub(super) fn hash(start: u64, octets: &[u8]) -> u64 {
    octets.iter().fold(start, |hash, &octet| (hash ^ u64::from(octet)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// Sorts by stamp: the key orders short stamps before long ones.
pub(super) fn stamp_order(stamp: &Stamp) -> String {
    stamp.to_long().as_str().to_owned()
}
