//! The content of a file while it arrives. Two kinds, and nobody asks which: [`Plain`](super::plain::Plain) as it travels,
//! [`Secured`](super::secured::Secured) unwrapped. One call for each piece of half a megabyte, not for each buffer.

use super::failure::Failure;
use crate::engine::DownloadStream;
use crate::error::Result;
use crate::model::DataBlock;
use crate::sync::lock;
use crate::vfile::{PartFile, Position};
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

/// What EFID announced.
#[derive(Debug, Clone, Copy)]
pub(super) struct Announced {
    pub records: u64,
    pub units: u64,
}

/// The files of a content: what the restart record names.
pub(super) struct Files {
    pub part: PathBuf,
    pub raw: Option<PathBuf>,
}

/// A content that is whole.
pub(super) enum Content {
    /// In its part file; beside it what is left over once it has its name.
    File(PartFile, Option<PartFile>),
    /// In the program's stream.
    Stream,
}

/// What becomes of a content that does not become whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    Nothing,
    /// What a restart needs.
    ForRestart,
}

/// The content of a file while it arrives.
pub(super) trait Body: Send + Sync {
    /// Takes a block of decoded data.
    fn take(&mut self, block: &DataBlock) -> Result<(), Failure>;
    /// Octets of user data so far.
    fn units(&self) -> u64;
    /// Where the partner may go on; with everything up to there on disk, or only given to the operating system.
    fn position(&mut self, on_disk: bool) -> Result<Position, Failure>;
    /// Positions on the way, ascending, that the content noted by itself (V files).
    fn positions(&self) -> &[Position];
    /// What the restart record names; none where a restart is not possible.
    fn files(&mut self) -> Option<Files>;
    /// What travelled cannot be kept any more. False when the content itself is what is kept, so that it is lost.
    fn without_restart(&mut self) -> bool;
    /// The end of the data: counts and checks.
    fn finish(self: Box<Self>, announced: Announced) -> Result<Content, (Failure, Option<PartFile>)>;
    /// It will not become whole. What is given back is kept by whoever wants to look at it.
    fn abandon(self: Box<Self>, keep: Keep) -> Option<PartFile>;
}

/// The program's stream, shared between the sink that writes and the end that gives it back.
#[derive(Clone)]
pub(super) struct StreamSlot(Arc<Mutex<Option<Box<dyn DownloadStream>>>>);

impl StreamSlot {
    pub(super) fn new(stream: Box<dyn DownloadStream>) -> Self {
        StreamSlot(Arc::new(Mutex::new(Some(stream))))
    }

    pub(super) fn take(&self) -> Option<Box<dyn DownloadStream>> {
        lock(&self.0).take()
    }
}

/// What a sink writes to.
pub(super) enum Place {
    Part(PartFile),
    Stream(StreamSlot),
}

impl Write for Place {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        match self {
            Place::Part(part) => part.write(data),
            Place::Stream(slot) => {
                let mut slot = lock(&slot.0);
                let stream = slot.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
                stream.write(data).map(|()| data.len())
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
