//! Takes a local file with records apart: lines ended by CRLF, or binary records. A lone CR or LF belongs to its record.

use super::{BUFFER, LocalFormat, bad_content};
use crate::error::{Error, Result, codes};
use crate::model::Format;
use std::fs::File;
use std::io::Read;
use std::ops::Range;

/// Reads records one after the other from a file of known size.
pub(super) struct RecordReader {
    file: File,
    format: LocalFormat,
    buffer: Box<[u8]>,
    /// The part of `buffer` that holds octets not yet handed out.
    held: Range<usize>,
    /// Octets of the file not yet in `buffer`.
    unread: u64,
    /// Records handed out.
    pub(super) records: u64,
    /// Octets of record data handed out.
    pub(super) octets: u64,
}

impl RecordReader {
    /// Reads the next `size` octets of a file that stands at a record's start.
    pub(super) fn new(file: File, size: u64, format: LocalFormat) -> Self {
        let buffer = vec![0; BUFFER].into_boxed_slice();
        RecordReader { file, format, buffer, held: 0..0, unread: size, records: 0, octets: 0 }
    }

    /// Whether the records have lengths of their own.
    pub(super) fn is_variable(&self) -> bool {
        self.format.format == Format::Variable
    }

    /// Gives the file back, wherever it stands.
    pub(super) fn into_file(self) -> File {
        self.file
    }

    /// Whether all records were handed out.
    pub(super) fn at_end(&self) -> bool {
        self.held.is_empty() && self.unread == 0
    }

    /// The octets of a record that [`RecordReader::next`] found; valid until the next call.
    pub(super) fn octets_of(&self, record: Range<usize>) -> &[u8] {
        &self.buffer[record]
    }

    /// Finds the next record, `None` at the end.
    ///
    /// # Errors
    /// 687 naming the record when it does not fit the format; the operating system's code when reading fails.
    pub(super) fn next(&mut self) -> Result<Option<Range<usize>>> {
        if self.at_end() {
            return Ok(None);
        }
        let found = match (self.format.format, self.format.binary_records) {
            (Format::Variable, true) => self.prefixed()?,
            (_, true) => self.back_to_back()?,
            _ => self.line()?,
        };
        self.records += 1;
        self.octets += found.len() as u64;
        Ok(Some(found))
    }

    /// Hands out `length` octets and drops `after` more.
    fn take(&mut self, length: usize, after: usize) -> Range<usize> {
        let start = self.held.start;
        self.held.start += length + after;
        start..start + length
    }

    fn line(&mut self) -> Result<Range<usize>> {
        let limit = self.format.limit();
        let mut searched = 0;
        loop {
            let held = &self.buffer[self.held.clone()];
            if let Some(length) = find_crlf(held, searched) {
                self.check_length(length)?;
                return Ok(self.take(length, 2));
            }
            // The last octet may be the CR of a CRLF that is not read yet.
            if held.len() > limit + 1 {
                return Err(self.too_long());
            }
            searched = held.len().saturating_sub(1);
            if !self.read_more()? {
                let length = self.held.len();
                self.check_length(length)?;
                return Ok(self.take(length, 0));
            }
        }
    }

    fn prefixed(&mut self) -> Result<Range<usize>> {
        self.want(4)?;
        let prefix: [u8; 4] = match self.buffer[self.held.clone()].first_chunk() {
            Some(prefix) => *prefix,
            None => return Err(self.cut()),
        };
        let length = u32::from_be_bytes(prefix);
        if length > self.format.record_length {
            return Err(self.too_long());
        }
        let length = length as usize;
        self.want(4 + length)?;
        if self.held.len() < 4 + length {
            return Err(self.cut());
        }
        self.held.start += 4;
        Ok(self.take(length, 0))
    }

    fn back_to_back(&mut self) -> Result<Range<usize>> {
        let limit = self.format.limit();
        self.want(limit)?;
        let length = limit.min(self.held.len());
        self.check_length(length)?;
        Ok(self.take(length, 0))
    }

    fn check_length(&self, length: usize) -> Result<()> {
        let limit = self.format.limit();
        if self.format.format == Format::Fixed && length != limit {
            let record = self.records + 1;
            return Err(bad_content(format!("record {record} has {length} octets; each must have {limit}")));
        }
        if length > limit {
            return Err(self.too_long());
        }
        Ok(())
    }

    fn too_long(&self) -> Error {
        let (record, limit) = (self.records + 1, self.format.limit());
        bad_content(format!("record {record} is longer than {limit} octets (MaxRecordSize)"))
    }

    fn cut(&self) -> Error {
        bad_content(format!("record {} is cut off by the end of the file", self.records + 1))
    }

    /// Reads until `count` octets are held or the file ends.
    fn want(&mut self, count: usize) -> Result<()> {
        while self.held.len() < count && self.read_more()? {}
        Ok(())
    }

    /// Reads more octets behind those held; false at the end.
    fn read_more(&mut self) -> Result<bool> {
        if self.unread == 0 {
            return Ok(false);
        }
        if self.held.start > 0 {
            self.buffer.copy_within(self.held.clone(), 0);
            self.held = 0..self.held.len();
        }
        let room = self.buffer.len() - self.held.end;
        let count = usize::try_from(self.unread).map_or(room, |unread| unread.min(room));
        let space = &mut self.buffer[self.held.end..self.held.end + count];
        let read = loop {
            match self.file.read(space) {
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                other => break other.map_err(|error| Error::io("reading the file to send", &error))?,
            }
        };
        if read == 0 {
            return Err(shrunk());
        }
        self.held.end += read;
        self.unread -= read as u64;
        Ok(true)
    }
}

/// The file lost octets since it was opened.
pub(super) fn shrunk() -> Error {
    Error::new(codes::READ_FILE, "the file became shorter while it was being read")
}

/// The offset of the first CRLF, when no CR before `searched` begins one.
fn find_crlf(octets: &[u8], searched: usize) -> Option<usize> {
    let mut from = searched;
    while let Some(found) = find_octet(b'\n', &octets[from..]) {
        let at = from + found;
        if at > 0 && octets[at - 1] == b'\r' {
            return Some(at - 1);
        }
        from = at + 1;
    }
    None
}

/// The first place of an octet. Looks at 32 at a time, in a form that compilers turn into vector instructions.
fn find_octet(octet: u8, octets: &[u8]) -> Option<usize> {
    let mut chunks = octets.chunks_exact(32);
    let mut at = 0;
    for chunk in &mut chunks {
        if chunk.iter().fold(false, |any, &o| any | (o == octet)) {
            break;
        }
        at += 32;
    }
    octets[at..].iter().position(|&o| o == octet).map(|found| at + found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn octets_are_found_wherever_they_are() {
        for length in 0..100 {
            let mut octets = vec![b'x'; length];
            assert_eq!(find_octet(b'\n', &octets), None);
            for at in (0..length).rev() {
                octets[at] = b'\n';
                assert_eq!(find_octet(b'\n', &octets), Some(at));
            }
        }
        assert_eq!(find_crlf(b"a\nb\rc\r\r\nd", 0), Some(6));
        assert_eq!(find_crlf(b"\n\r", 0), None);
        assert_eq!(find_crlf(b"\r\n", 0), Some(0));
    }
}
