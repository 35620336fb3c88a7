//! Going on with what an earlier session left of a file.

use super::body::{Body, Place};
use super::plain::Plain;
use super::plan::{new_hash, offered};
use super::secured::Secured;
use crate::error::{Error, Result};
use crate::protocol::StartFile;
use crate::security::{DecodeSpec, Decoder, TransmittedHash};
use crate::state::Arriving as Record;
use crate::vfile::{ContentSink, LocalFormat, PartFile, Position, RecordSink};
use std::io::Read;
use std::path::Path;

/// What goes on from a position.
pub(super) struct Resumed {
    pub body: Box<dyn Body>,
    pub hash: Option<TransmittedHash>,
    pub position: Position,
}

/// Whether what is offered now is what the earlier session had begun.
pub(super) fn fits(earlier: &Record, offer: &StartFile, format: LocalFormat, unwrapping: bool) -> bool {
    earlier.offered.continues(&offered(offer))
        && earlier.raw_path.is_some() == unwrapping
        && earlier.binary_records == format.binary_records
}

/// Deletes what the earlier session left.
pub(super) fn discard(earlier: &Record) {
    let _ = std::fs::remove_file(&earlier.part_path);
    if let Some(raw) = &earlier.raw_path {
        let _ = std::fs::remove_file(raw);
    }
}

/// Goes on with what an earlier session left, at most as far as the partner offers. `content` is where what is unwrapped
/// again goes.
pub(super) fn resume(
    earlier: &Record,
    offer: &StartFile,
    format: LocalFormat,
    unwrap: Option<DecodeSpec>,
    content: &Path,
) -> Result<Option<Resumed>> {
    let kept = earlier.restart_path();
    let Ok(metadata) = kept.metadata() else { return Ok(None) };
    let (units, octets) = earlier.resume_at(metadata.len(), earlier.same_boot(), offer.restart);
    let position = Position { units, octets };
    if position.units == 0 {
        return Ok(None);
    }
    let mut hash = new_hash(offer)?;
    let part = PartFile::reopen(kept, position.octets)?;
    let Some(spec) = unwrap else {
        if let Some(hash) = &mut hash {
            let whole = crate::vfile::replay(kept, format, position.units, position.octets, |octets| {
                let _ = hash.update(octets);
            })?;
            if !whole {
                return Ok(None);
            }
        }
        let sink = RecordSink::resume(Place::Part(part), format, position);
        let body = Box::new(Plain { sink, format: offer.format, stream: offer.is_stream() });
        return Ok(Some(Resumed { body, hash, position }));
    };
    // Unwrap again what is there; then the rest follows from the line. The content unwrapped before is of no use.
    let _ = std::fs::remove_file(&earlier.part_path);
    let file = PartFile::create_at(content)?;
    let mut decoder = Decoder::new(spec, ContentSink::new(file, format));
    let failed = |error| Error::io("reading the partial file", &error);
    let mut raw = std::fs::File::open(kept).map_err(failed)?.take(position.octets);
    let mut buffer = vec![0u8; 256 * 1024];
    loop {
        let count = raw.read(&mut buffer).map_err(failed)?;
        if count == 0 {
            break;
        }
        let _ = decoder.update(&buffer[..count]);
        if let Some(hash) = &mut hash {
            hash.update(&buffer[..count])?;
        }
    }
    let content = content.to_owned();
    let body = Box::new(Secured { offer: offer.clone(), raw: Some(part), units: position.octets, content, decoder });
    Ok(Some(Resumed { body, hash, position }))
}
