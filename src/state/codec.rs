//! Records as octets: a version octet, then the fields in order. Numbers are big-endian; texts, paths and lists follow
//! their length. No record is read beyond its end, and none is taken that says more than it holds.

use super::records::{Arriving, Attempt, FileId, Negative, Offered, Outgoing, Owed, Received, Response, Sent, Stage};
use crate::error::{Error, Result, codes};
use crate::model::{CipherSuite, FileKey, Format, SecurityLevel, Stamp};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Version of the records below. A record of another version is an error, never a guess.
pub(super) const VERSION: u8 = 1;

/// Something that can be written down and read back: a field, or fields in a fixed order.
pub(super) trait Record: Sized {
    fn write(&self, out: &mut Vec<u8>);
    fn read(from: &mut Reader<'_>) -> Result<Self>;
}

/// A structure whose fields are written in this order. What stands behind the semicolon is not written; it gets that value.
macro_rules! record {
    ($type:ident { $($field:ident),* $(; $unwritten:ident = $value:expr)? }) => {
        impl Record for $type {
            fn write(&self, out: &mut Vec<u8>) {
                $(self.$field.write(out);)*
            }

            fn read(from: &mut Reader<'_>) -> Result<Self> {
                Ok($type { $($field: Record::read(from)?,)* $($unwritten: $value,)? })
            }
        }
    };
}

pub(super) use record;

record!(FileKey { name, stamp, destination, originator });
record!(Offered {
    user,
    format,
    record_length,
    size_k,
    original_size_k,
    security,
    suite,
    compressed,
    enveloped,
    signed_response,
    description
});
record!(FileId { partner, key });
record!(Arriving {
    id, attempt, part_path, raw_path, offered, binary_records, flushed, boot_id, updated; progress = Vec::new()
});
record!(Received {
    id,
    attempt,
    stage,
    part_path,
    leftovers,
    final_path,
    overwrite,
    length,
    hash,
    offered,
    reply,
    when,
    from_before
});
record!(Response { key, user, negative, hash, signature });
record!(Negative { creator, reason, text });
record!(Owed { id, partner, file, response, created });
record!(Sent { key, partner, user, local_path, hash, suite, wants_signed, forwarded, when });
record!(Outgoing {
    key,
    partner,
    source_path,
    source_length,
    source_modified,
    prepared_path,
    offered,
    forwarded,
    units,
    updated
});

/// A whole record with its version.
pub(super) fn encode(record: &impl Record) -> Vec<u8> {
    let mut out = vec![VERSION];
    record.write(&mut out);
    out
}

/// The record of a whole value.
pub(super) fn decode<T: Record>(octets: &[u8]) -> Result<T> {
    let mut from = Reader(octets);
    match u8::read(&mut from)? {
        VERSION => {}
        other => return Err(broken(&format!("a record has version {other}, this program knows {VERSION}"))),
    }
    let record = T::read(&mut from)?;
    if from.0.is_empty() { Ok(record) } else { Err(broken("a record is longer than its fields")) }
}

pub(super) fn broken(what: &str) -> Error {
    Error::new(codes::STATE_STORE, format!("The state store cannot be read: {what}."))
}

/// Takes fields off the front.
pub(super) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8]> {
        let (field, rest) = self.0.split_at_checked(count).ok_or_else(|| broken("a record is cut off"))?;
        self.0 = rest;
        Ok(field)
    }

    /// Octets behind their length.
    fn counted(&mut self) -> Result<&'a [u8]> {
        let length = u64::read(self)?;
        self.take(usize::try_from(length).map_err(|_| broken("a record is cut off"))?)
    }
}

/// Appends octets behind their length.
fn write_counted(octets: &[u8], out: &mut Vec<u8>) {
    (octets.len() as u64).write(out);
    out.extend_from_slice(octets);
}

macro_rules! number {
    ($($type:ident)*) => {$(
        impl Record for $type {
            fn write(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_be_bytes());
            }

            fn read(from: &mut Reader<'_>) -> Result<Self> {
                let octets = from.take(size_of::<$type>())?;
                Ok($type::from_be_bytes(octets.try_into().map_err(|_| broken("a record is cut off"))?))
            }
        }
    )*};
}

number!(u8 u32 u64);

impl Record for bool {
    fn write(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }

    fn read(from: &mut Reader<'_>) -> Result<Self> {
        match u8::read(from)? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(broken("a truth value is neither")),
        }
    }
}

impl Record for Vec<u8> {
    fn write(&self, out: &mut Vec<u8>) {
        write_counted(self, out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self> {
        Ok(from.counted()?.to_vec())
    }
}

impl Record for String {
    fn write(&self, out: &mut Vec<u8>) {
        write_counted(self.as_bytes(), out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self> {
        String::from_utf8(from.counted()?.to_vec()).map_err(|_| broken("a text is not UTF-8"))
    }
}

impl Record for PathBuf {
    fn write(&self, out: &mut Vec<u8>) {
        write_counted(&path_octets(self), out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self> {
        path_of(from.counted()?).map(PathBuf::from).ok_or_else(|| broken("a path is not one of this system"))
    }
}

impl<T: Record> Record for Option<T> {
    fn write(&self, out: &mut Vec<u8>) {
        self.is_some().write(out);
        if let Some(value) = self {
            value.write(out);
        }
    }

    fn read(from: &mut Reader<'_>) -> Result<Self> {
        if bool::read(from)? { T::read(from).map(Some) } else { Ok(None) }
    }
}

/// Checkpoints: units and octets.
impl Record for Vec<(u64, u64)> {
    fn write(&self, out: &mut Vec<u8>) {
        (self.len() as u64).write(out);
        for (units, octets) in self {
            units.write(out);
            octets.write(out);
        }
    }

    fn read(from: &mut Reader<'_>) -> Result<Self> {
        // Not with_capacity: the count is what a broken record says.
        (0..u64::read(from)?).map(|_| Ok((u64::read(from)?, u64::read(from)?))).collect()
    }
}

impl Record for Stamp {
    fn write(&self, out: &mut Vec<u8>) {
        write_counted(self.as_str().as_bytes(), out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self> {
        Stamp::from_wire(&String::read(from)?).ok_or_else(|| broken("a time stamp has a wrong length"))
    }
}

/// A value that is one octet; `$what` says what it is when it is none that is known.
macro_rules! octet {
    ($type:ident, |$value:ident| $write:expr, |$octet:ident| $read:expr, $what:literal) => {
        impl Record for $type {
            fn write(&self, out: &mut Vec<u8>) {
                let $value = self;
                out.push($write);
            }

            fn read(from: &mut Reader<'_>) -> Result<Self> {
                let $octet = u8::read(from)?;
                $read.ok_or_else(|| broken(concat!("an unknown ", $what)))
            }
        }
    };
}

pub(super) use octet;

octet!(Format, |format| format.letter(), |octet| Format::from_letter(octet), "file format");
octet!(SecurityLevel, |level| level.code(), |octet| SecurityLevel::from_code(octet.into()), "security level");
octet!(CipherSuite, |suite| suite.code(), |octet| CipherSuite::from_code(octet), "cipher suite");
/// What is known of a received file: the two kinds of rows of its table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Row {
    /// It is on its way.
    Arriving(Box<Arriving>),
    /// It is here.
    Received(Box<Received>),
}

impl Record for Row {
    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Row::Arriving(arriving) => {
                out.push(1);
                arriving.write(out);
            }
            Row::Received(received) => {
                out.push(2);
                received.write(out);
            }
        }
    }

    fn read(from: &mut Reader<'_>) -> Result<Self> {
        match u8::read(from)? {
            1 => Ok(Row::Arriving(Box::new(Record::read(from)?))),
            2 => Ok(Row::Received(Box::new(Record::read(from)?))),
            other => Err(broken(&format!("a received file is of the unknown kind {other}"))),
        }
    }
}

impl Record for Attempt {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.0);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self> {
        from.take(16)?.try_into().map(Attempt).map_err(|_| broken("a record is cut off"))
    }
}

impl Record for Stage {
    fn write(&self, out: &mut Vec<u8>) {
        let (stage, owed) = match self {
            Stage::Stored => (0u8, 0u64),
            Stage::Owed(owed) => (1, *owed),
            Stage::Deferred => (2, 0),
            Stage::NotOurs => (3, 0),
            Stage::Confirmed => (4, 0),
        };
        out.push(stage);
        owed.write(out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self> {
        match (u8::read(from)?, u64::read(from)?) {
            (0, _) => Ok(Stage::Stored),
            (1, owed) => Ok(Stage::Owed(owed)),
            (2, _) => Ok(Stage::Deferred),
            (3, _) => Ok(Stage::NotOurs),
            (4, _) => Ok(Stage::Confirmed),
            (other, _) => Err(broken(&format!("a received file is in the unknown stage {other}"))),
        }
    }
}

impl Record for Vec<PathBuf> {
    fn write(&self, out: &mut Vec<u8>) {
        (self.len() as u64).write(out);
        self.iter().for_each(|path| path.write(out));
    }

    fn read(from: &mut Reader<'_>) -> Result<Self> {
        (0..u64::read(from)?).map(|_| PathBuf::read(from)).collect()
    }
}

/// Paths keep every octet on Unix, every 16-bit unit on Windows.
#[cfg(unix)]
pub(super) fn path_octets(path: &Path) -> Vec<u8> {
    std::os::unix::ffi::OsStrExt::as_bytes(path.as_os_str()).to_vec()
}

#[cfg(unix)]
fn path_of(octets: &[u8]) -> Option<OsString> {
    Some(std::os::unix::ffi::OsStringExt::from_vec(octets.to_vec()))
}

#[cfg(windows)]
pub(super) fn path_octets(path: &Path) -> Vec<u8> {
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
