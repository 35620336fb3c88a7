//! A file that is signed, compressed or encrypted, unwrapped while it arrives. Where a restart may be needed, the octets as
//! they travelled are kept beside it, because an unwrapping cannot be resumed but can be repeated.

use super::body::{Announced, Body, Content, Files, Keep};
use super::failure::{Failure, unfit};
use super::plain::check_units;
use crate::error::Result;
use crate::model::DataBlock;
use crate::protocol::StartFile;
use crate::security::{DecodeErrorKind, Decoder};
use crate::vfile::{BLOCK, ContentSink, PartFile, Position};
use std::io::Write;
use std::path::PathBuf;

pub(super) struct Secured {
    pub offer: StartFile,
    /// The octets as they travelled, when a restart may be needed or they are kept after an error.
    pub raw: Option<PartFile>,
    pub units: u64,
    /// Where the unwrapped content is kept meanwhile.
    pub content: PathBuf,
    pub decoder: Decoder<ContentSink<PartFile>>,
}

impl Body for Secured {
    fn take(&mut self, block: &DataBlock) -> Result<(), Failure> {
        self.units += block.bytes.len() as u64;
        // An error stays in the decoder and is told at the end; until then the data are only taken.
        let _ = self.decoder.update(&block.bytes);
        if self.raw.as_mut().is_some_and(|raw| raw.write_all(&block.bytes).is_err()) {
            self.without_restart();
        }
        Ok(())
    }

    fn units(&self) -> u64 {
        self.units
    }

    fn position(&mut self, on_disk: bool) -> Result<Position, Failure> {
        if on_disk && let Some(raw) = &mut self.raw {
            raw.flush_to_disk()?;
        }
        let units = self.units / BLOCK;
        Ok(Position { units, octets: units * BLOCK })
    }

    fn positions(&self) -> &[Position] {
        &[]
    }

    fn files(&mut self) -> Option<Files> {
        let raw = self.raw.as_ref()?;
        Some(Files { part: self.content.clone(), raw: Some(raw.path().to_owned()) })
    }

    /// The file itself may still become whole, and only when it was found good may the partner of an encrypted file hear what
    /// is the matter here.
    fn without_restart(&mut self) -> bool {
        if let Some(raw) = self.raw.take() {
            let _ = raw.discard();
        }
        true
    }

    fn finish(self: Box<Self>, announced: Announced) -> Result<Content, (Failure, Option<PartFile>)> {
        let Secured { offer, raw, units, decoder, .. } = *self;
        let counted = check_units(units, announced.units);
        let (mut content, result) = decoder.close();
        let checked = counted.and_then(|()| match result {
            // The sink knows better what it could not take.
            Ok(_) => content.finish().map(|_| ()).map_err(|error| unfit(&offer, error)),
            Err(error) if error.kind == DecodeErrorKind::Io => match content.finish() {
                Err(cause) => Err(unfit(&offer, cause)),
                Ok(_) => Err(error.into()),
            },
            Err(error) => Err(error.into()),
        });
        let part = content.into_inner();
        match checked {
            Ok(()) => Ok(Content::File(part, raw)),
            Err(failure) => {
                // Content that failed its checks is never kept; what travelled may be, for those who want to look at it.
                let _ = part.discard();
                Err((failure, raw))
            }
        }
    }

    fn abandon(self: Box<Self>, keep: Keep) -> Option<PartFile> {
        let (content, _) = self.decoder.close();
        let _ = content.into_inner().discard();
        match (self.raw, keep) {
            (Some(raw), Keep::ForRestart) => {
                raw.keep();
                None
            }
            (raw, _) => raw,
        }
    }
}
