//! The zlib stream inside CompressedData (RFC 3274), unpacked piece by piece.
//!
//! Why no crate does this: `security/mod.rs`.

use super::error::{DecodeError, DecodeErrorKind};
use flate2::{Decompress, FlushDecompress, Status};

/// Octets unpacked at once.
const CHUNK: usize = 64 * 1024;

/// The decompression of a content.
pub(crate) struct Inflation {
    zlib: Decompress,
    buffer: Vec<u8>,
    ended: bool,
    limit: u64,
}

impl Inflation {
    /// Unpacks at most `limit` octets.
    pub fn new(limit: u64) -> Self {
        Inflation { zlib: Decompress::new(true), buffer: vec![0; CHUNK], ended: false, limit }
    }

    /// Unpacks some octets and hands them on.
    pub fn update(
        &mut self,
        mut data: &[u8],
        mut next: impl FnMut(&[u8]) -> Result<(), DecodeError>,
    ) -> Result<(), DecodeError> {
        loop {
            if self.ended {
                return match data.is_empty() {
                    true => Ok(()),
                    false => Err(DecodeError::decompression("octets after the end of the compressed data")),
                };
            }
            let (before_in, before_out) = (self.zlib.total_in(), self.zlib.total_out());
            let status = self
                .zlib
                .decompress(data, &mut self.buffer, FlushDecompress::None)
                .map_err(|error| DecodeError::decompression(format!("the compressed data is damaged: {error}")))?;
            let used = (self.zlib.total_in() - before_in) as usize;
            let made = (self.zlib.total_out() - before_out) as usize;
            data = &data[used..];
            self.ended = status == Status::StreamEnd;
            if self.zlib.total_out() > self.limit {
                return Err(DecodeError::new(
                    DecodeErrorKind::TooLarge,
                    "the compressed data unpacks to more than is allowed",
                ));
            }
            if made > 0 {
                next(&self.buffer[..made])?;
            }
            if self.ended {
                continue;
            }
            if data.is_empty() && made < self.buffer.len() {
                return Ok(());
            }
            if used == 0 && made == 0 {
                return Err(DecodeError::decompression("the compressed data does not go on"));
            }
        }
    }

    /// The end of the content, which must be the end of the stream.
    pub fn finish(&mut self) -> Result<(), DecodeError> {
        match self.ended {
            true => Ok(()),
            false => Err(DecodeError::decompression("the compressed data is cut off")),
        }
    }
}
