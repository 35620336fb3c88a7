//! A local file as the speaker sends it: user data with record ends, from the start or from a restart position.

use super::records::{RecordReader, shrunk};
use super::{BLOCK, BUFFER, LocalFormat, bad_content};
use crate::error::{Error, Result, codes};
use crate::model::{DataBlock, Format};
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;

/// An opened local file to be sent plain, or a prepared (secured or compressed) stream to be sent as format U.
///
/// The size at opening is what gets sent; what is appended later is left out, and a file that became shorter is an error.
pub struct Source {
    body: Body,
    original: u64,
    transmitted: u64,
    total_records: u64,
}

enum Body {
    Octets { file: File, done: u64 },
    Records(RecordReader),
}

impl Source {
    /// Opens a file. F and V files are read through once, so that a record that does not fit is found before the
    /// partner hears of the file.
    ///
    /// # Errors
    /// 679 when the file cannot be opened or read, 687 when a record does not fit (the message names it).
    pub fn open(path: impl AsRef<Path>, format: LocalFormat) -> Result<Source> {
        let path = path.as_ref();
        format.check()?;
        let (file, size) = open(path)?;
        if !format.format.has_records() {
            return Ok(Source {
                body: Body::Octets { file, done: 0 },
                original: size,
                transmitted: size,
                total_records: 0,
            });
        }
        let mut scan = RecordReader::new(file, size, format);
        while scan.next().map_err(|error| at(path, error))?.is_some() {}
        let (transmitted, total_records) = (scan.octets, scan.records);
        let mut file = scan.into_file();
        file.rewind().map_err(|error| at(path, Error::io("rewinding", &error)))?;
        Ok(Source {
            body: Body::Records(RecordReader::new(file, size, format)),
            original: size,
            transmitted,
            total_records,
        })
    }

    /// The highest restart position of the file: all its records, or all its whole blocks.
    pub fn whole_units(&self) -> u64 {
        match self.body {
            Body::Records(_) => self.total_records,
            Body::Octets { .. } => self.transmitted / super::BLOCK,
        }
    }

    /// Octets of user data that will be sent in all, as EFIDUCNT counts them.
    pub fn transmitted_size(&self) -> u64 {
        self.transmitted
    }

    /// Octets of the local file.
    pub fn original_size(&self) -> u64 {
        self.original
    }

    /// Records of the whole file (0 for U and T), as EFIDRCNT counts them.
    pub fn total_records(&self) -> u64 {
        self.total_records
    }

    /// Records read or skipped so far (0 for U and T).
    pub fn records(&self) -> u64 {
        match &self.body {
            Body::Octets { .. } => 0,
            Body::Records(reader) => reader.records,
        }
    }

    /// Octets of user data read or skipped so far.
    pub fn units(&self) -> u64 {
        match &self.body {
            Body::Octets { done, .. } => *done,
            Body::Records(reader) => reader.octets,
        }
    }

    /// The restart position of what was read so far: whole records, or whole blocks of 1024 octets (SFIDREST).
    pub fn position(&self) -> u64 {
        match &self.body {
            Body::Octets { done, .. } => done / BLOCK,
            Body::Records(reader) => reader.records,
        }
    }

    /// Goes to a restart position, counted as SFPAACNT counts: records, or blocks of 1024 octets. Only before reading.
    ///
    /// # Errors
    /// 687 when the file is shorter than that, 679 when reading fails.
    pub fn skip_units(&mut self, units: u64) -> Result<()> {
        if let Body::Octets { file, done } = &mut self.body {
            let octets = block_offset(units, self.transmitted)?;
            file.seek(SeekFrom::Start(octets)).map_err(|error| Error::io("seeking in the file to send", &error))?;
            *done = octets;
            return Ok(());
        }
        self.skip_units_with(units, |_| {})
    }

    /// Goes to a restart position and shows every octet of user data before it, for a hash over the whole file.
    ///
    /// # Errors
    /// As [`Source::skip_units`].
    pub fn skip_units_with(&mut self, units: u64, mut octets: impl FnMut(&[u8])) -> Result<()> {
        match &mut self.body {
            Body::Octets { file, done } => {
                let end = block_offset(units, self.transmitted)?;
                let mut buffer = vec![0; BUFFER];
                while *done < end {
                    let count = (end - *done).min(BUFFER as u64) as usize;
                    let read = read_some(file, &mut buffer[..count])?;
                    octets(&buffer[..read]);
                    *done += read as u64;
                }
            }
            Body::Records(reader) => {
                if units > self.total_records {
                    return Err(beyond(units));
                }
                while reader.records < units {
                    let record = reader.next()?.ok_or_else(shrunk)?;
                    octets(reader.octets_of(record));
                }
            }
        }
        Ok(())
    }

    /// Appends about `max_bytes` octets of user data with their record ends to a block; true when the end is reached.
    /// Records are not split, so the last one may go beyond `max_bytes`. U and T have no record ends and stop exactly.
    ///
    /// # Errors
    /// 679 when reading fails.
    pub fn fill(&mut self, block: &mut DataBlock, max_bytes: usize) -> Result<bool> {
        match &mut self.body {
            Body::Octets { file, done } => {
                let want = (self.transmitted - *done).min(max_bytes as u64);
                block.bytes.reserve(want as usize);
                let read = file
                    .by_ref()
                    .take(want)
                    .read_to_end(&mut block.bytes)
                    .map_err(|error| Error::io("reading the file to send", &error))?;
                *done += read as u64;
                if (read as u64) < want {
                    return Err(shrunk());
                }
                Ok(*done == self.transmitted)
            }
            Body::Records(reader) => {
                let start = block.bytes.len();
                let longest = max_bytes.max(1);
                while !reader.at_end() && block.bytes.len() - start < longest {
                    let Some(record) = reader.next()? else { break };
                    block.bytes.extend_from_slice(reader.octets_of(record));
                    block.ends.push(block.bytes.len());
                    // Empty records add no octets; do not gather them without bound.
                    if block.ends.len() >= longest {
                        break;
                    }
                }
                Ok(reader.at_end())
            }
        }
    }
}

/// Shows the user data of a partial local file up to a restart position (records or blocks, and the local octets they
/// take), for a hash over the whole file. False when the position cannot be found again: the records of a V file hold
/// CRLF themselves. Then what was shown is worthless and the transfer has to start over.
///
/// # Errors
/// 679 when the file cannot be read.
pub fn replay(
    path: impl AsRef<Path>,
    format: LocalFormat,
    units: u64,
    local_octets: u64,
    mut octets: impl FnMut(&[u8]),
) -> Result<bool> {
    let (file, _) = open(path.as_ref())?;
    let fixed_lines = format.format == Format::Fixed && !format.binary_records;
    if format.format.has_records() && !fixed_lines {
        let mut reader = RecordReader::new(file, local_octets, format);
        loop {
            match reader.next() {
                Ok(Some(record)) => octets(reader.octets_of(record)),
                Ok(None) => return Ok(reader.records == units),
                Err(error) if error.code == codes::SEND_FAILED => return Ok(false),
                Err(error) => return Err(error),
            }
        }
    }
    // U and T as they are; of F lines the CRLF after each record is left out, whatever the records hold.
    let (keep, drop) = if fixed_lines { (format.limit(), 2) } else { (BUFFER, 0) };
    let mut left = local_octets;
    let mut file = BufReader::with_capacity(BUFFER, file);
    let mut buffer = vec![0; keep + drop];
    while left > 0 {
        let count = left.min(buffer.len() as u64) as usize;
        let read = file.read_exact(&mut buffer[..count]);
        read.map_err(|error| Error::io("reading the partial file", &error))?;
        octets(&buffer[..count.saturating_sub(drop)]);
        left -= count as u64;
    }
    Ok(true)
}

/// Opens a regular file and tells its size; errors name the path and are 679.
pub(super) fn open(path: &Path) -> Result<(File, u64)> {
    let failed = |error: &std::io::Error| Error::new(codes::READ_FILE, format!("{}: {error}", path.display()));
    // Looked at before opening: opening a pipe would wait for its writer.
    if !std::fs::metadata(path).map_err(|error| failed(&error))?.is_file() {
        return Err(Error::new(codes::READ_FILE, format!("{} is not a regular file", path.display())));
    }
    let file = File::open(path).map_err(|error| failed(&error))?;
    let size = file.metadata().map_err(|error| failed(&error))?.len();
    Ok((file, size))
}

/// Adds the path to an error's message.
pub(super) fn at(path: &Path, error: Error) -> Error {
    Error { message: format!("{}: {}", path.display(), error.message), ..error }
}

fn read_some(file: &mut File, space: &mut [u8]) -> Result<usize> {
    loop {
        match file.read(space) {
            Ok(0) => return Err(shrunk()),
            Ok(read) => return Ok(read),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(Error::io("reading the file to send", &error)),
        }
    }
}

/// The octet offset of a count of whole blocks, at most the size.
fn block_offset(units: u64, size: u64) -> Result<u64> {
    units.checked_mul(BLOCK).filter(|&octets| octets <= size).ok_or_else(|| beyond(units))
}

fn beyond(units: u64) -> Error {
    bad_content(format!("the restart position {units} lies behind the end of the file"))
}
