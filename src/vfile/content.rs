//! The content of secured and compressed files: what goes into the first layer, and what comes out of the last one
//! (RFC 5024 section 6.5). V records are prefixed with their length, F records stand back to back, U and T are as they are.

use super::records::RecordReader;
use super::sink::{RecordWriter, SinkError, Totals};
use super::source::{at, open};
use super::{BUFFER, LocalFormat, MAX_PREFIXED_RECORD, bad_content};
use crate::error::Result;
use crate::model::Format;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Reads a local file as the content to sign, compress or encrypt.
///
/// # Errors
/// 679 when the file cannot be opened, 687 when the record length does not fit. A record that does not fit is an
/// `io::Error` while reading, with the crate's error inside.
pub fn content_reader(path: impl AsRef<Path>, format: LocalFormat) -> Result<Box<dyn Read + Send>> {
    let path = path.as_ref();
    format.check()?;
    let (file, size) = open(path)?;
    if !format.format.has_records() {
        return Ok(Box::new(file.take(size)));
    }
    let records = RecordReader::new(file, size, format);
    Ok(Box::new(ContentReader { records, path: path.to_owned(), ready: Vec::with_capacity(BUFFER), given: 0 }))
}

struct ContentReader {
    records: RecordReader,
    path: PathBuf,
    ready: Vec<u8>,
    given: usize,
}

impl ContentReader {
    fn refill(&mut self) -> Result<()> {
        self.ready.clear();
        self.given = 0;
        while self.ready.len() < BUFFER / 2 {
            let Some(record) = self.records.next()? else { break };
            let octets = self.records.octets_of(record);
            if self.records.is_variable() {
                let length = u16::try_from(octets.len()).map_err(|_| {
                    let number = self.records.records;
                    bad_content(format!(
                        "record {number} is longer than {MAX_PREFIXED_RECORD} octets, too long for a secured or compressed V file"
                    ))
                })?;
                self.ready.extend_from_slice(&length.to_be_bytes());
            }
            self.ready.extend_from_slice(octets);
        }
        Ok(())
    }
}

impl Read for ContentReader {
    fn read(&mut self, space: &mut [u8]) -> io::Result<usize> {
        if self.given == self.ready.len() && !space.is_empty() {
            self.refill().map_err(|error| io::Error::other(at(&self.path, error)))?;
        }
        let count = space.len().min(self.ready.len() - self.given);
        space[..count].copy_from_slice(&self.ready[self.given..self.given + count]);
        self.given += count;
        Ok(count)
    }
}

/// Writes unwrapped content in the local form of its file; the counterpart of [`content_reader`].
pub struct ContentSink<W: Write> {
    lines: RecordWriter<W>,
    /// Octets of a V record's length prefix.
    prefix: Vec<u8>,
    /// Octets of the current record still to come, when its prefix was read.
    missing: Option<usize>,
}

impl<W: Write> ContentSink<W> {
    /// A sink for the content of one file.
    pub fn new(out: W, format: LocalFormat) -> Self {
        ContentSink { lines: RecordWriter::new(out, format), prefix: Vec::new(), missing: None }
    }

    /// Ends the file and writes everything to `out`. Units count user data, without the prefixes.
    ///
    /// # Errors
    /// What `write` failed with, or that the content ends inside a record.
    pub fn finish(&mut self) -> Result<Totals, SinkError> {
        if let Some(error) = &self.lines.failed {
            return Err(error.clone());
        }
        if self.lines.format.format == Format::Variable && (self.missing.is_some() || !self.prefix.is_empty()) {
            let record = self.lines.totals.records + 1;
            return self.lines.fail(SinkError::CutOff { record });
        }
        if self.lines.open > 0 {
            self.lines.end_record()?;
        }
        self.lines.flush()?;
        Ok(self.lines.totals)
    }

    /// Octets of user data so far.
    pub fn units(&self) -> u64 {
        self.lines.totals.units
    }

    /// The writer below.
    pub fn into_inner(self) -> W {
        self.lines.out
    }

    fn take(&mut self, octets: &[u8]) -> Result<(), SinkError> {
        match self.lines.format.format {
            Format::Fixed => self.take_fixed(octets),
            Format::Variable => self.take_variable(octets),
            _ => self.lines.octets(octets),
        }
    }

    fn take_fixed(&mut self, mut octets: &[u8]) -> Result<(), SinkError> {
        let limit = u64::from(self.lines.format.record_length.max(1));
        while !octets.is_empty() {
            let missing = (limit - self.lines.open) as usize;
            let (record, rest) = octets.split_at(missing.min(octets.len()));
            self.lines.octets(record)?;
            if self.lines.open == limit {
                self.lines.end_record()?;
            }
            octets = rest;
        }
        Ok(())
    }

    fn take_variable(&mut self, mut octets: &[u8]) -> Result<(), SinkError> {
        while !octets.is_empty() {
            let Some(missing) = self.missing else {
                self.prefix.push(octets[0]);
                octets = &octets[1..];
                if let [high, low] = self.prefix[..] {
                    self.prefix.clear();
                    self.begin_record(u16::from_be_bytes([high, low]))?;
                }
                continue;
            };
            let (part, rest) = octets.split_at(missing.min(octets.len()));
            self.lines.octets(part)?;
            self.missing = Some(missing - part.len());
            if part.len() == missing {
                self.missing = None;
                self.lines.end_record()?;
            }
            octets = rest;
        }
        Ok(())
    }

    fn begin_record(&mut self, length: u16) -> Result<(), SinkError> {
        if u32::from(length) > self.lines.format.record_length {
            let (record, limit) = (self.lines.totals.records + 1, self.lines.format.record_length);
            return self.lines.fail(SinkError::TooLong { record, limit });
        }
        if length == 0 {
            return self.lines.end_record();
        }
        self.missing = Some(usize::from(length));
        Ok(())
    }
}

impl<W: Write> Write for ContentSink<W> {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.take(octets).map_err(io::Error::other)?;
        Ok(octets.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.lines.flush().map_err(io::Error::other)
    }
}
