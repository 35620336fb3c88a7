//! A file as it travels, in the local form of its format.

use super::body::{Announced, Body, Content, Files, Keep, Place};
use super::failure::Failure;
use crate::error::{Error, Result, codes};
use crate::model::reasons::{self, Command};
use crate::model::{DataBlock, Format};
use crate::vfile::{PartFile, Position, RecordSink};

pub(super) struct Plain {
    pub sink: RecordSink<Place>,
    pub format: Format,
    /// SFID says that it is a stream of octets, whatever its format.
    pub stream: bool,
}

impl Body for Plain {
    fn take(&mut self, block: &DataBlock) -> Result<(), Failure> {
        self.sink.write_block(block).map_err(Failure::from)
    }

    fn units(&self) -> u64 {
        self.sink.units()
    }

    fn position(&mut self, on_disk: bool) -> Result<Position, Failure> {
        let position = self.sink.checkpoint()?;
        if on_disk && let Place::Part(part) = self.sink.get_mut() {
            part.flush_to_disk()?;
        }
        Ok(position)
    }

    fn positions(&self) -> &[Position] {
        self.sink.checkpoints()
    }

    fn files(&mut self) -> Option<Files> {
        match self.sink.get_mut() {
            Place::Part(part) => Some(Files { part: part.path().to_owned(), raw: None }),
            Place::Stream(_) => None,
        }
    }

    fn without_restart(&mut self) -> bool {
        false
    }

    fn finish(mut self: Box<Self>, announced: Announced) -> Result<Content, (Failure, Option<PartFile>)> {
        let counted = self.sink.finish().map_err(Failure::from).and_then(|totals| {
            check_units(totals.units, announced.units)?;
            // EFID's counts against what came (EFID-5); U and T files announce no records.
            match self.format.has_records() && !self.stream && totals.records != announced.records {
                true => {
                    let message =
                        format!("EFID announces {} records, {} were received", announced.records, totals.records);
                    Err(Failure { reason: 10, error: Error::new(codes::PROTOCOL, message) })
                }
                false => Ok(()),
            }
        });
        match (counted, self.sink.into_inner()) {
            (Ok(()), Place::Part(part)) => Ok(Content::File(part, None)),
            (Ok(()), Place::Stream(_)) => Ok(Content::Stream),
            (Err(failure), Place::Part(part)) => Err((failure, Some(part))),
            (Err(failure), Place::Stream(_)) => Err((failure, None)),
        }
    }

    fn abandon(self: Box<Self>, keep: Keep) -> Option<PartFile> {
        match (self.sink.into_inner(), keep) {
            (Place::Part(part), Keep::ForRestart) => {
                part.keep();
                None
            }
            (Place::Part(part), Keep::Nothing) => Some(part),
            (Place::Stream(_), _) => None,
        }
    }
}

pub(super) fn check_units(received: u64, announced: u64) -> Result<(), Failure> {
    if received == announced {
        return Ok(());
    }
    let text = reasons::text(Command::Efna, 11);
    let message = format!("{text}: EFID announces {announced} octets, {received} were received");
    Err(Failure { reason: 11, error: Error::new(codes::PROTOCOL, message) })
}
