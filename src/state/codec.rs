//! Records as octets: a version octet, then the fields in order. Numbers are big-endian; texts, paths and lists follow
//! their length. No record is read beyond its end, and none is taken that says more than it holds.

use super::records::{Committing, Negative, Offered, Outgoing, Owed, Partial, Response, ResponseState, Sent, Stored};
use crate::error::{Error, Result, codes};
use crate::model::{CipherSuite, FileKey, Format, SecurityLevel, Stamp};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Version of the records below. A record of another version is an error, never a guess.
const VERSION: u8 = 1;

/// Something that can be written down and read back.
pub(super) trait Record: Sized {
    fn write(&self, out: &mut Writer);
    fn read(from: &mut Reader<'_>) -> Result<Self>;
}

/// A whole record with its version.
pub(super) fn encode(record: &impl Record) -> Vec<u8> {
    let mut out = Writer(vec![VERSION]);
    record.write(&mut out);
    out.0
}

/// The record of a whole value.
pub(super) fn decode<T: Record>(octets: &[u8]) -> Result<T> {
    let mut from = Reader(octets);
    match from.u8()? {
        VERSION => {}
        other => return Err(broken(&format!("a record has version {other}, this program knows {VERSION}"))),
    }
    let record = T::read(&mut from)?;
    if from.0.is_empty() { Ok(record) } else { Err(broken("a record is longer than its fields")) }
}

fn broken(what: &str) -> Error {
    Error::new(codes::STATE_STORE, format!("The state store cannot be read: {what}."))
}

/// Appends fields.
pub(super) struct Writer(Vec<u8>);

impl Writer {
    fn u8(&mut self, value: u8) {
        self.0.push(value);
    }

    fn bool(&mut self, value: bool) {
        self.0.push(u8::from(value));
    }

    fn u32(&mut self, value: u32) {
        self.0.extend_from_slice(&value.to_be_bytes());
    }

    fn u64(&mut self, value: u64) {
        self.0.extend_from_slice(&value.to_be_bytes());
    }

    fn bytes(&mut self, value: &[u8]) {
        self.u64(value.len() as u64);
        self.0.extend_from_slice(value);
    }

    fn text(&mut self, value: &str) {
        self.bytes(value.as_bytes());
    }

    fn path(&mut self, value: &Path) {
        self.bytes(&path_octets(value));
    }

    fn record(&mut self, value: &impl Record) {
        value.write(self);
    }

    fn option<T>(&mut self, value: Option<&T>, write: impl FnOnce(&mut Self, &T)) {
        self.bool(value.is_some());
        if let Some(value) = value {
            write(self, value);
        }
    }

    fn positions(&mut self, value: &[(u64, u64)]) {
        self.u64(value.len() as u64);
        for (units, octets) in value {
            self.u64(*units);
            self.u64(*octets);
        }
    }
}

/// Takes fields off the front.
pub(super) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8]> {
        let (field, rest) = self.0.split_at_checked(count).ok_or_else(|| broken("a record is cut off"))?;
        self.0 = rest;
        Ok(field)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        self.take(N)?.try_into().map_err(|_| broken("a record is cut off"))
    }

    fn u8(&mut self) -> Result<u8> {
        Ok(u8::from_be_bytes(self.array()?))
    }

    fn bool(&mut self) -> Result<bool> {
        match self.u8()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(broken("a truth value is neither")),
        }
    }

    fn u32(&mut self) -> Result<u32> {
        Ok(u32::from_be_bytes(self.array()?))
    }

    fn u64(&mut self) -> Result<u64> {
        Ok(u64::from_be_bytes(self.array()?))
    }

    fn bytes(&mut self) -> Result<&'a [u8]> {
        let length = self.u64()?;
        self.take(usize::try_from(length).map_err(|_| broken("a record is cut off"))?)
    }

    fn text(&mut self) -> Result<String> {
        String::from_utf8(self.bytes()?.to_vec()).map_err(|_| broken("a text is not UTF-8"))
    }

    fn path(&mut self) -> Result<PathBuf> {
        path_of(self.bytes()?).map(PathBuf::from).ok_or_else(|| broken("a path is not one of this system"))
    }

    fn record<T: Record>(&mut self) -> Result<T> {
        T::read(self)
    }

    fn option<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T>) -> Result<Option<T>> {
        if self.bool()? { read(self).map(Some) } else { Ok(None) }
    }

    fn positions(&mut self) -> Result<Vec<(u64, u64)>> {
        let count = self.u64()?;
        let mut positions = Vec::new();
        for _ in 0..count {
            positions.push((self.u64()?, self.u64()?));
        }
        Ok(positions)
    }
}

/// Paths keep every octet on Unix, every 16-bit unit on Windows.
#[cfg(unix)]
fn path_octets(path: &Path) -> Vec<u8> {
    std::os::unix::ffi::OsStrExt::as_bytes(path.as_os_str()).to_vec()
}

#[cfg(unix)]
fn path_of(octets: &[u8]) -> Option<OsString> {
    Some(std::os::unix::ffi::OsStringExt::from_vec(octets.to_vec()))
}

#[cfg(windows)]
fn path_octets(path: &Path) -> Vec<u8> {
    use std::os::windows::ffi::OsStrExt;
    path.as_os_str().encode_wide().flat_map(u16::to_be_bytes).collect()
}

#[cfg(windows)]
fn path_of(octets: &[u8]) -> Option<OsString> {
    use std::os::windows::ffi::OsStringExt;
    let (units, rest) = octets.as_chunks::<2>();
    let units: Vec<u16> = units.iter().map(|unit| u16::from_be_bytes(*unit)).collect();
    rest.is_empty().then(|| OsString::from_wide(&units))
}

impl Record for FileKey {
    fn write(&self, out: &mut Writer) {
        out.text(&self.name);
        out.text(self.stamp.as_str());
        out.text(&self.destination);
        out.text(&self.originator);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self> {
        Ok(FileKey {
            name: from.text()?,
            stamp: Stamp::from_wire(&from.text()?).ok_or_else(|| broken("a time stamp has a wrong length"))?,
            destination: from.text()?,
            originator: from.text()?,
        })
    }
}

impl Record for Offered {
    fn write(&self, out: &mut Writer) {
        out.text(&self.user);
        out.u8(self.format.letter());
        out.u32(self.record_length);
        out.u64(self.size_k);
        out.u64(self.original_size_k);
        out.u8(self.security.code());
        out.u8(self.suite.code());
        out.bool(self.compressed);
        out.bool(self.enveloped);
        out.bool(self.signed_response);
        out.text(&self.description);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self> {
        Ok(Offered {
            user: from.text()?,
            format: Format::from_letter(from.u8()?).ok_or_else(|| broken("an unknown file format"))?,
            record_length: from.u32()?,
            size_k: from.u64()?,
            original_size_k: from.u64()?,
            security: SecurityLevel::from_code(from.u8()?.into()).ok_or_else(|| broken("an unknown security level"))?,
            suite: suite(from)?,
            compressed: from.bool()?,
            enveloped: from.bool()?,
            signed_response: from.bool()?,
            description: from.text()?,
        })
    }
}

fn suite(from: &mut Reader<'_>) -> Result<CipherSuite> {
    CipherSuite::from_code(from.u8()?).ok_or_else(|| broken("an unknown cipher suite"))
}

impl Record for Partial {
    fn write(&self, out: &mut Writer) {
        out.record(&self.key);
        out.text(&self.partner);
        out.path(&self.part_path);
        out.option(self.raw_path.as_ref(), |out, path| out.path(path));
        out.record(&self.offered);
        out.bool(self.binary_records);
        out.positions(&self.checkpoints);
        out.text(&self.boot_id);
        out.u64(self.updated);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self> {
        Ok(Partial {
            key: from.record()?,
            partner: from.text()?,
            part_path: from.path()?,
            raw_path: from.option(Reader::path)?,
            offered: from.record()?,
            binary_records: from.bool()?,
            checkpoints: from.positions()?,
            progress: Vec::new(),
            boot_id: from.text()?,
            updated: from.u64()?,
        })
    }
}

impl Record for Committing {
    fn write(&self, out: &mut Writer) {
        out.record(&self.key);
        out.path(&self.part_path);
        out.path(&self.final_path);
        out.u64(self.length);
        out.record(&self.stored);
        out.option(self.owed.as_ref(), |out, owed| out.record(owed));
    }

    fn read(from: &mut Reader<'_>) -> Result<Self> {
        Ok(Committing {
            key: from.record()?,
            part_path: from.path()?,
            final_path: from.path()?,
            length: from.u64()?,
            stored: from.record()?,
            owed: from.option(Reader::record)?,
        })
    }
}

impl Record for Stored {
    fn write(&self, out: &mut Writer) {
        out.record(&self.key);
        out.text(&self.partner);
        out.text(&self.user);
        out.path(&self.final_path);
        out.u64(self.when);
        out.bytes(&self.hash);
        out.u8(self.suite.code());
        out.bool(self.signed_response);
        out.u8(self.response as u8);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self> {
        Ok(Stored {
            key: from.record()?,
            partner: from.text()?,
            user: from.text()?,
            final_path: from.path()?,
            when: from.u64()?,
            hash: from.bytes()?.to_vec(),
            suite: suite(from)?,
            signed_response: from.bool()?,
            response: match from.u8()? {
                0 => ResponseState::Owed,
                1 => ResponseState::Deferred,
                2 => ResponseState::Sent,
                _ => return Err(broken("an unknown state of an end response")),
            },
        })
    }
}

impl Record for Response {
    fn write(&self, out: &mut Writer) {
        out.record(&self.key);
        out.text(&self.user);
        out.option(self.negative.as_ref(), |out, negative| {
            out.text(&negative.creator);
            out.u8(negative.reason);
            out.text(&negative.text);
        });
        out.bytes(&self.hash);
        out.bytes(&self.signature);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self> {
        Ok(Response {
            key: from.record()?,
            user: from.text()?,
            negative: from
                .option(|from| Ok(Negative { creator: from.text()?, reason: from.u8()?, text: from.text()? }))?,
            hash: from.bytes()?.to_vec(),
            signature: from.bytes()?.to_vec(),
        })
    }
}

impl Record for Owed {
    fn write(&self, out: &mut Writer) {
        out.u64(self.id);
        out.text(&self.partner);
        out.option(self.file.as_ref(), |out, key| out.record(key));
        out.record(&self.response);
        out.u64(self.created);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self> {
        Ok(Owed {
            id: from.u64()?,
            partner: from.text()?,
            file: from.option(Reader::record)?,
            response: from.record()?,
            created: from.u64()?,
        })
    }
}

impl Record for Sent {
    fn write(&self, out: &mut Writer) {
        out.record(&self.key);
        out.text(&self.partner);
        out.text(&self.user);
        out.path(&self.local_path);
        out.bytes(&self.hash);
        out.u8(self.suite.code());
        out.bool(self.wants_signed);
        out.bool(self.forwarded);
        out.u64(self.when);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self> {
        Ok(Sent {
            key: from.record()?,
            partner: from.text()?,
            user: from.text()?,
            local_path: from.path()?,
            hash: from.bytes()?.to_vec(),
            suite: suite(from)?,
            wants_signed: from.bool()?,
            forwarded: from.bool()?,
            when: from.u64()?,
        })
    }
}

impl Record for Outgoing {
    fn write(&self, out: &mut Writer) {
        out.record(&self.key);
        out.text(&self.partner);
        out.path(&self.source_path);
        out.u64(self.source_length);
        out.u64(self.source_modified);
        out.option(self.prepared_path.as_ref(), |out, path| out.path(path));
        out.record(&self.offered);
        out.bool(self.forwarded);
        out.u64(self.units);
        out.u64(self.updated);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self> {
        Ok(Outgoing {
            key: from.record()?,
            partner: from.text()?,
            source_path: from.path()?,
            source_length: from.u64()?,
            source_modified: from.u64()?,
            prepared_path: from.option(Reader::path)?,
            offered: from.record()?,
            forwarded: from.bool()?,
            units: from.u64()?,
            updated: from.u64()?,
        })
    }
}
