//! Received blocks of plain user data into the local form of a file: the listener's writer.

use super::{BLOCK, BUFFER, LocalFormat};
use crate::error::{Error, Fault, codes};
use crate::model::{DataBlock, Format};
use std::fmt;
use std::io::{self, Write};

/// How far apart the restart positions of a V file are that a [`RecordSink`] remembers, in octets of the local file.
const CHECKPOINT_EVERY: u64 = 1024 * 1024;

/// How many of them it keeps; beyond that, older ones are thinned out.
const CHECKPOINTS: usize = 64;

/// A restart position of a file being received.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord)]
pub struct Position {
    /// As SFPAACNT counts: whole records of F and V files, whole 1024-octet blocks of everything else.
    pub units: u64,
    /// Octets of the local file up to there.
    pub octets: u64,
}

impl From<(u64, u64)> for Position {
    fn from((units, octets): (u64, u64)) -> Self {
        Position { units, octets }
    }
}

impl From<Position> for (u64, u64) {
    fn from(position: Position) -> Self {
        (position.units, position.octets)
    }
}

/// What a file turned out to hold, in the terms of EFID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// EFIDRCNT: records of F and V files, else 0.
    pub records: u64,
    /// EFIDUCNT: octets of user data, without what the local form adds.
    pub units: u64,
}

/// Why received data cannot be stored. It stays: everything after the first error fails in the same way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SinkError {
    /// A V record is longer than SFIDLRECL.
    TooLong {
        /// Which record, from 1.
        record: u64,
        /// SFIDLRECL.
        limit: u32,
    },
    /// An F record does not have SFIDLRECL octets.
    WrongLength {
        /// Which record, from 1.
        record: u64,
        /// Its length.
        length: u64,
        /// SFIDLRECL.
        expected: u32,
    },
    /// The content of a secured V file ends inside a record or its length.
    CutOff {
        /// Which record, from 1.
        record: u64,
    },
    /// The local file could not be written.
    Io {
        /// The class reference's number (10069 for a full disk, for example).
        code: i32,
        /// What the system said.
        message: String,
    },
}

impl SinkError {
    /// The reason for EFNA (SFNA numbers are the same): 05 maximum record length, 12 access method failure.
    pub fn efna_reason(&self) -> u8 {
        match self {
            SinkError::TooLong { .. } | SinkError::WrongLength { .. } | SinkError::CutOff { .. } => 5,
            SinkError::Io { .. } => 12,
        }
    }

    pub(super) fn io(doing: &str, error: &io::Error) -> Self {
        let error = Error::io(doing, error);
        SinkError::Io { code: error.code, message: error.message }
    }
}

impl fmt::Display for SinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SinkError::TooLong { record, limit } => write!(f, "record {record} is longer than {limit} octets"),
            SinkError::WrongLength { record, length, expected } => {
                write!(f, "record {record} has {length} octets; each must have {expected}")
            }
            SinkError::CutOff { record } => write!(f, "the content ends inside record {record}"),
            SinkError::Io { message, .. } => f.write_str(message),
        }
    }
}

impl std::error::Error for SinkError {}

impl From<SinkError> for Error {
    fn from(error: SinkError) -> Error {
        match error {
            SinkError::Io { code, message } => Error { fault: Fault::System, code, message },
            other => Error { fault: Fault::Peer, code: codes::PROTOCOL, message: other.to_string() },
        }
    }
}

/// Writes blocks of a plain file in its local form, and counts what the partner has to announce in EFID.
///
/// Secured and compressed files travel like U files: give their transmitted octets to a sink of
/// [`LocalFormat::OCTETS`], and what the unwrapping yields to a [`super::ContentSink`].
pub struct RecordSink<W: Write> {
    lines: RecordWriter<W>,
    checkpoints: Vec<Position>,
}

impl<W: Write> RecordSink<W> {
    /// A sink for a file from its start.
    pub fn new(out: W, format: LocalFormat) -> Self {
        Self::resume(out, format, Position::default())
    }

    /// A sink that goes on at a restart position; `out` already stands behind `at.octets` octets. `at.units` counts as
    /// SFPAACNT does.
    pub fn resume(out: W, format: LocalFormat, at: Position) -> Self {
        let mut lines = RecordWriter::new(out, format);
        lines.local = at.octets;
        if format.format.has_records() {
            lines.totals.records = at.units;
            lines.totals.units = at.octets.saturating_sub(at.units.saturating_mul(format.overhead()));
        } else {
            lines.totals.units = at.octets;
        }
        lines.complete = at.octets;
        RecordSink { lines, checkpoints: Vec::new() }
    }

    /// Takes a block. Record ends are ignored for U and T (docs/interoperability.md, Records).
    ///
    /// # Errors
    /// The first record that does not fit, or a failure to write.
    pub fn write_block(&mut self, block: &DataBlock) -> Result<(), SinkError> {
        if !self.lines.format.format.has_records() {
            return self.lines.octets(&block.bytes);
        }
        let mut start = 0;
        for &end in &block.ends {
            let end = end.min(block.bytes.len());
            self.lines.octets(block.bytes.get(start..end).unwrap_or_default())?;
            self.lines.end_record()?;
            start = end;
            self.note_checkpoint();
        }
        self.lines.octets(block.bytes.get(start..).unwrap_or_default())
    }

    /// Ends the file: a last record without its end counts when it is not empty; everything goes to `out`.
    ///
    /// # Errors
    /// As [`RecordSink::write_block`].
    pub fn finish(&mut self) -> Result<Totals, SinkError> {
        if self.lines.open > 0 {
            self.lines.end_record()?;
        }
        self.lines.flush()?;
        Ok(self.lines.totals)
    }

    /// Records ended so far, including those before the restart position (0 for U and T).
    pub fn records(&self) -> u64 {
        self.lines.totals.records
    }

    /// Octets of user data so far, including those before the restart position.
    pub fn units(&self) -> u64 {
        self.lines.totals.units
    }

    /// The greatest restart position in what was taken so far. What is not flushed may not be in `out` yet.
    pub fn position(&self) -> Position {
        if self.lines.format.format.has_records() {
            return Position { units: self.lines.totals.records, octets: self.lines.complete };
        }
        let units = self.lines.totals.units / BLOCK;
        Position { units, octets: units * BLOCK }
    }

    /// Writes everything to `out` and tells the restart position it now holds.
    ///
    /// # Errors
    /// A failure to write.
    pub fn checkpoint(&mut self) -> Result<Position, SinkError> {
        self.lines.flush()?;
        Ok(self.position())
    }

    /// Positions inside a V file at which it can be cut, ascending: about one per MiB, fewer far back. F, U and T need
    /// none, any of their positions can be computed.
    pub fn checkpoints(&self) -> &[Position] {
        &self.checkpoints
    }

    /// Takes over positions of an earlier attempt, those up to the present one.
    pub fn keep_checkpoints(&mut self, earlier: impl IntoIterator<Item = Position>) {
        let here = self.position();
        self.checkpoints.extend(earlier.into_iter().filter(|position| position.octets <= here.octets));
        self.checkpoints.sort_unstable();
        self.checkpoints.dedup();
    }

    /// The writer below, to look at.
    pub fn get_ref(&self) -> &W {
        &self.lines.out
    }

    /// The writer below.
    pub fn get_mut(&mut self) -> &mut W {
        &mut self.lines.out
    }

    /// The writer below, what was not flushed is lost.
    pub fn into_inner(self) -> W {
        self.lines.out
    }

    fn note_checkpoint(&mut self) {
        if self.lines.format.format != Format::Variable {
            return;
        }
        let here = self.position();
        let last = self.checkpoints.last().map_or(0, |position| position.octets);
        if here.octets < last + CHECKPOINT_EVERY {
            return;
        }
        if self.checkpoints.len() >= CHECKPOINTS {
            // The older half loses every second one: dense near the end, where restarts happen.
            let mut index = 0;
            self.checkpoints.retain(|_| {
                index += 1;
                index > CHECKPOINTS / 2 || index % 2 == 0
            });
        }
        self.checkpoints.push(here);
    }
}

/// Writes records in their local form through one buffer; shared by both sinks.
pub(super) struct RecordWriter<W: Write> {
    pub(super) out: W,
    pub(super) format: LocalFormat,
    buffer: Vec<u8>,
    /// Octets of the record that is not ended yet.
    pub(super) open: u64,
    /// A binary V record waits here: its length goes first.
    pending: Vec<u8>,
    pub(super) totals: Totals,
    /// Octets of the local file so far.
    local: u64,
    /// The same up to the last record end.
    complete: u64,
    pub(super) failed: Option<SinkError>,
}

impl<W: Write> RecordWriter<W> {
    pub(super) fn new(out: W, format: LocalFormat) -> Self {
        RecordWriter {
            out,
            format,
            buffer: Vec::new(),
            open: 0,
            pending: Vec::new(),
            totals: Totals::default(),
            local: 0,
            complete: 0,
            failed: None,
        }
    }

    /// Takes octets of the current record, or of the file when it has none.
    pub(super) fn octets(&mut self, octets: &[u8]) -> Result<(), SinkError> {
        self.check()?;
        if octets.is_empty() {
            return Ok(());
        }
        self.totals.units += octets.len() as u64;
        if !self.format.format.has_records() {
            return self.put(octets);
        }
        self.open += octets.len() as u64;
        if self.open > u64::from(self.format.record_length) {
            return self.fail(self.bad_length());
        }
        if self.format.format == Format::Variable && self.format.binary_records {
            self.pending.extend_from_slice(octets);
            return Ok(());
        }
        self.put(octets)
    }

    /// Ends the current record.
    pub(super) fn end_record(&mut self) -> Result<(), SinkError> {
        self.check()?;
        let length = self.open;
        if self.format.format == Format::Fixed && length != u64::from(self.format.record_length) {
            return self.fail(self.bad_length());
        }
        match (self.format.format, self.format.binary_records) {
            (_, false) => self.put(b"\r\n")?,
            (Format::Variable, true) => {
                // At most 99999: checked against the record length above.
                self.put(&(length as u32).to_be_bytes())?;
                let record = std::mem::take(&mut self.pending);
                self.put(&record)?;
                self.pending = record;
                self.pending.clear();
            }
            _ => {}
        }
        self.totals.records += 1;
        self.open = 0;
        self.complete = self.local;
        Ok(())
    }

    /// Gives everything that is buffered to the writer below.
    pub(super) fn flush(&mut self) -> Result<(), SinkError> {
        self.check()?;
        self.drain()?;
        if let Err(error) = self.out.flush() {
            return self.fail(SinkError::io("writing the received file", &error));
        }
        Ok(())
    }

    pub(super) fn fail<T>(&mut self, error: SinkError) -> Result<T, SinkError> {
        self.failed = Some(error.clone());
        Err(error)
    }

    fn check(&self) -> Result<(), SinkError> {
        self.failed.clone().map_or(Ok(()), Err)
    }

    fn bad_length(&self) -> SinkError {
        let (record, limit) = (self.totals.records + 1, self.format.record_length);
        match self.format.format {
            Format::Fixed => SinkError::WrongLength { record, length: self.open, expected: limit },
            _ => SinkError::TooLong { record, limit },
        }
    }

    fn put(&mut self, octets: &[u8]) -> Result<(), SinkError> {
        self.local += octets.len() as u64;
        if self.buffer.len() + octets.len() > BUFFER {
            self.drain()?;
        }
        if octets.len() < BUFFER / 4 {
            self.buffer.extend_from_slice(octets);
            return Ok(());
        }
        self.drain()?;
        match self.out.write_all(octets) {
            Ok(()) => Ok(()),
            Err(error) => self.fail(SinkError::io("writing the received file", &error)),
        }
    }

    fn drain(&mut self) -> Result<(), SinkError> {
        if !self.buffer.is_empty() {
            if let Err(error) = self.out.write_all(&self.buffer) {
                return self.fail(SinkError::io("writing the received file", &error));
            }
            self.buffer.clear();
        }
        Ok(())
    }
}
