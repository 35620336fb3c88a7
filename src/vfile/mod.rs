//! Virtual files: from a local file to records and octets, and back into a local file that appears whole or not at all.
//!
//! This module knows no partner, no session and no cryptography. It reads and writes with blocking `std::fs`, in constant
//! memory; callers keep it off their async threads.
//!
//! | to do | use |
//! |---|---|
//! | send a file as it is | [`Source`] |
//! | sign, compress or encrypt a file before sending | [`content_reader`], then a [`Source`] of the prepared stream (format U) |
//! | store received data | [`RecordSink`] into a [`PartFile`] |
//! | store what came out of the unwrapping | [`ContentSink`] into a [`PartFile`] |
//! | choose the local name | [`names`] |
//! | show and read time stamps | [`dates`] |
//!
//! Local form of files with records (F and V), in both directions: each record is a line ended by CRLF, or, when
//! [`LocalFormat::binary_records`] is set, F records stand back to back and each V record follows its length as four
//! octets, big-endian. U and T files are kept octet for octet. Read RFC 5024 sections 1.5.3, 1.5.4 and 6.5 first.

mod content;
pub mod dates;
mod mode;
pub mod names;
mod part;
mod records;
mod sink;
mod source;
#[cfg(test)]
mod test_dir;
#[cfg(test)]
mod tests;

pub use content::{ContentSink, content_reader};
pub use part::{PART_SUFFIX, PartFile, finish_rename, flush_name};
pub use sink::{Position, RecordSink, SinkError, Totals};
pub use source::{Source, replay};

use crate::error::{Error, Fault, Result, codes};
use crate::model::Format;

/// The largest record length that SFIDLRECL can say.
pub const MAX_RECORD_LENGTH: u32 = 99_999;

/// The largest V record that fits the 2-octet length of secured files (RFC 5024 section 6.5).
pub const MAX_PREFIXED_RECORD: usize = 65_535;

/// Restart positions of U and T files, and of everything secured or compressed, count blocks of this size (SFIDREST).
pub const BLOCK: u64 = 1024;

/// Buffers for scanning and writing; nothing here holds more than a few of them.
const BUFFER: usize = 256 * 1024;

/// How a virtual file is kept locally.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LocalFormat {
    /// SFIDFMT.
    pub format: Format,
    /// SFIDLRECL: exact length of F records, greatest length of V records; means nothing for U and T.
    pub record_length: u32,
    /// F and V records without CRLF: back to back (F), or each after a 4-octet big-endian length (V).
    pub binary_records: bool,
}

impl LocalFormat {
    /// A stream of octets, which is also what a secured or compressed file is on its way.
    pub const OCTETS: LocalFormat =
        LocalFormat { format: Format::Unstructured, record_length: 0, binary_records: false };

    /// Whether the record length fits the format: 1 to 99999 for F and V.
    ///
    /// # Errors
    /// 687, naming MaxRecordSize.
    pub fn check(&self) -> Result<()> {
        if self.format.has_records() && !(1..=MAX_RECORD_LENGTH).contains(&self.record_length) {
            return Err(bad_content(format!(
                "MaxRecordSize must be 1 to {MAX_RECORD_LENGTH} for files with records, not {}",
                self.record_length
            )));
        }
        Ok(())
    }

    /// Octets that the local form adds to each record: its CRLF, its length, or nothing.
    pub fn overhead(&self) -> u64 {
        match (self.format, self.binary_records) {
            (Format::Fixed | Format::Variable, false) => 2,
            (Format::Variable, true) => 4,
            _ => 0,
        }
    }

    /// The record length as a number of octets.
    fn limit(&self) -> usize {
        self.record_length as usize
    }
}

/// A local file whose content does not fit what it is to be sent as.
fn bad_content(message: String) -> Error {
    Error { fault: Fault::Caller, code: codes::SEND_FAILED, message }
}
