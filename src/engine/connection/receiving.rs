//! One file being received, on blocking threads: where its octets go, what a restart needs to know, and how it becomes a
//! finished file.
//!
//! A wrapped file (signed, compressed, encrypted) is unwrapped while it arrives. Where a restart may be needed, the
//! octets as they travelled are kept beside it, because an unwrapping cannot be resumed but can be repeated.

use super::failure::{Failure, unfit};
use crate::engine::DownloadStream;
use crate::error::{Error, Result, codes};
use crate::model::reasons::{self, Command};
use crate::model::{DataBlock, Format};
use crate::protocol::StartFile;
use crate::security::{DecodeErrorKind, DecodeSpec, Decoder, TransmittedHash};
use crate::state::{Committing, Offered, Owed, Partial, StateStore, Stored};
use crate::sync::lock;
use crate::vfile::{BLOCK, ContentSink, LocalFormat, PartFile, Position, RecordSink, Totals, names};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// How often the restart record is brought up to date, in octets received.
const CHECKPOINT_EVERY: u64 = 4 * 1024 * 1024;
/// After how many of those the data are brought to disk, so that a restart survives the machine's end too.
const FLUSH_EVERY: u32 = 32;

/// Where a file goes.
pub(super) enum Target {
    Path(PathBuf),
    Stream(Box<dyn DownloadStream>),
}

/// Everything that is known when the file is accepted.
pub(super) struct Plan {
    pub offer: StartFile,
    pub partner: String,
    pub format: LocalFormat,
    pub target: Target,
    pub temp: Option<PathBuf>,
    /// Whether the session agreed on restarts.
    pub restart: bool,
    /// How to unwrap the file; `None` for plain files and for those that are only passed on.
    pub unwrap: Option<DecodeSpec>,
    pub state: Arc<dyn StateStore>,
    pub delete_on_error: bool,
    /// Makes the end response from the hash of what travelled; `None` when this station does not answer for the file.
    pub respond: Option<Respond>,
}

/// Makes an end response, and says what was wrong with it if something was.
pub(super) type Respond = Box<dyn FnOnce(&[u8]) -> (Owed, Option<Error>) + Send + Sync>;

/// The name that a file is to have.
pub(super) struct FinalName {
    pub path: PathBuf,
    /// Whether a file that has it is replaced.
    pub overwrite: bool,
    /// Whether the program chose it: then the file has this name or none.
    pub chosen: bool,
}

impl FinalName {
    /// The name as it can be had now: another file may have taken it since the partner offered this one.
    fn now(&self) -> PathBuf {
        let taken = !self.overwrite && !self.chosen && self.path.symlink_metadata().is_ok();
        let other = taken.then(|| names::next_free(&self.path).ok()).flatten();
        other.unwrap_or_else(|| self.path.clone())
    }
}

/// How a file ended: its local size, or why not; and the program's stream back.
pub(super) struct Ending {
    pub outcome: Result<Whole, Failure>,
    pub stream: Option<Box<dyn DownloadStream>>,
}

/// A file that is stored.
pub(super) struct Whole {
    /// Octets of the local file.
    pub size: u64,
    /// What the state store is to remember.
    pub stored: Stored,
    /// The end response, when it is this station's to send.
    pub owed: Option<Owed>,
    /// Why the end response is not as it should be.
    pub complaint: Option<Error>,
}

/// The program's stream, shared between the sink that writes and the end that gives it back.
#[derive(Clone)]
struct StreamSlot(Arc<Mutex<Option<Box<dyn DownloadStream>>>>);

impl StreamSlot {
    fn take(&self) -> Option<Box<dyn DownloadStream>> {
        lock(&self.0).take()
    }
}

/// What a sink writes to.
enum Place {
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

#[expect(clippy::large_enum_variant, reason = "there is one for each file being received, and mostly the larger one")]
enum Body {
    /// As it travels, in the local form of its format.
    Plain(RecordSink<Place>),
    /// Unwrapped while it arrives.
    Wrapped(Box<Wrapped>),
}

struct Wrapped {
    /// The octets as they travelled, when a restart may be needed or they are kept after an error.
    raw: Option<PartFile>,
    units: u64,
    /// Where the unwrapped content is kept meanwhile.
    content: PathBuf,
    decoder: Decoder<ContentSink<PartFile>>,
}

/// A file being received.
pub(super) struct Receiving {
    plan: Facts,
    body: Body,
    hash: Option<TransmittedHash>,
    stream: Option<StreamSlot>,
    since_checkpoint: u64,
    unflushed: u32,
    checkpoints: Vec<Position>,
    /// Set when data could not be taken; everything after it is dropped.
    pub failure: Option<Failure>,
    /// An emptied block whose memory is used again.
    pub spare: DataBlock,
}

/// The parts of the plan that are needed to the end.
struct Facts {
    offer: StartFile,
    partner: String,
    format: LocalFormat,
    restart: bool,
    state: Arc<dyn StateStore>,
    delete_on_error: bool,
    respond: Option<Respond>,
}

impl Facts {
    /// Writes the restart record.
    fn note(&self, part: &Path, raw: Option<&Path>, checkpoints: Vec<(u64, u64)>) -> Result<()> {
        self.state.put_partial(&Partial {
            key: self.offer.key.clone(),
            partner: self.partner.clone(),
            part_path: part.to_owned(),
            raw_path: raw.map(Path::to_owned),
            offered: offered(&self.offer),
            binary_records: self.format.binary_records,
            checkpoints,
            progress: Vec::new(),
            boot_id: crate::state::boot_id(),
            updated: crate::engine::now_ms(),
        })
    }
}

type Opened = Result<(Receiving, u64), (Error, Option<Box<dyn DownloadStream>>)>;

impl Receiving {
    /// Opens the partial file, an earlier one where the partner offers a restart, and tells from which position on the
    /// file is wanted (SFPAACNT).
    pub(super) fn open(plan: Plan) -> Opened {
        let Plan { offer, partner, mut format, target, temp, restart, unwrap, state, delete_on_error, respond } = plan;
        let stream = match target {
            Target::Stream(stream) => Some(StreamSlot(Arc::new(Mutex::new(Some(stream))))),
            Target::Path(path) => {
                if offer.is_wrapped() && unwrap.is_none() {
                    // Passed on untouched: what travels is a stream of octets, whatever format is inside (ROUTE-2).
                    format = LocalFormat::OCTETS;
                }
                let facts = Facts { offer, partner, format, restart, state, delete_on_error, respond };
                return Self::open_file(facts, &path, temp.as_deref(), unwrap).map_err(|error| (error, None));
            }
        };
        let facts = Facts { offer, partner, format, restart: false, state, delete_on_error, respond };
        let slot = stream.clone();
        let opened = match unwrap {
            // What is secured reaches the program's stream only after it was verified.
            Some(spec) => {
                let place = temp.unwrap_or_else(std::env::temp_dir);
                PartFile::create(&place, "download").map(|part| {
                    let content = part.path().to_owned();
                    let decoder = Decoder::new(spec, ContentSink::new(part, facts.format));
                    Body::Wrapped(Box::new(Wrapped { raw: None, units: 0, content, decoder }))
                })
            }
            None => {
                let format = if facts.offer.is_wrapped() { LocalFormat::OCTETS } else { facts.format };
                let place = slot.clone().map(Place::Stream);
                place
                    .map(|place| Body::Plain(RecordSink::new(place, format)))
                    .ok_or_else(|| Error::new(codes::BAD_ARGUMENT, "no stream"))
            }
        };
        let hash = new_hash(&facts.offer);
        match (opened, hash) {
            (Ok(body), Ok(hash)) => Ok((Self::assemble(facts, body, hash, stream), 0)),
            (Err(error), _) | (_, Err(error)) => Err((error, slot.and_then(|s| s.take()))),
        }
    }

    fn assemble(plan: Facts, body: Body, hash: Option<TransmittedHash>, stream: Option<StreamSlot>) -> Self {
        Receiving {
            plan,
            body,
            hash,
            stream,
            since_checkpoint: 0,
            unflushed: 0,
            checkpoints: Vec::new(),
            failure: None,
            spare: DataBlock::default(),
        }
    }

    fn open_file(facts: Facts, path: &Path, temp: Option<&Path>, unwrap: Option<DecodeSpec>) -> Result<(Self, u64)> {
        let earlier = facts.state.partial(&facts.offer.key)?;
        if let Some(partial) = earlier {
            if facts.restart && facts.offer.restart > 0 && fits(&partial, &facts, unwrap.is_some()) {
                // When what was kept cannot be used the file starts over.
                if let Ok(Some((body, hash, position))) = Self::resume(&facts, &partial, path, temp, unwrap.clone()) {
                    let mut receiving = Self::assemble(facts, body, hash, None);
                    let known = partial.checkpoints.iter().chain(&partial.progress);
                    let kept = known.filter(|known| known.1 <= position.octets);
                    receiving.checkpoints = kept.map(|&(units, octets)| Position { units, octets }).collect();
                    receiving.checkpoints.sort();
                    return Ok((receiving, position.units));
                }
            }
            let _ = std::fs::remove_file(&partial.part_path);
            if let Some(raw) = &partial.raw_path {
                let _ = std::fs::remove_file(raw);
            }
            facts.state.remove_partial(&facts.offer.key)?;
        }
        let hash = new_hash(&facts.offer)?;
        let (directory, name) = place_of(path, temp);
        // Noted before they are there: whenever this process ends, somebody knows of them.
        let part = PartFile::new_path(&directory, &name);
        let raw = (unwrap.is_some() && (facts.restart || !facts.delete_on_error))
            .then(|| PartFile::new_path(&directory, &format!("{name}.cms")));
        if facts.restart {
            facts.note(&part, raw.as_deref(), Vec::new())?;
        }
        match Self::fresh(&facts, part, raw, unwrap) {
            Ok(body) => Ok((Self::assemble(facts, body, hash, None), 0)),
            Err(error) => {
                facts.state.remove_partial(&facts.offer.key)?;
                Err(error)
            }
        }
    }

    /// The files of a transfer from its start.
    fn fresh(facts: &Facts, part: PathBuf, raw: Option<PathBuf>, unwrap: Option<DecodeSpec>) -> Result<Body> {
        let raw = raw.map(PartFile::create_at).transpose()?;
        let file = PartFile::create_at(&part)?;
        Ok(match unwrap {
            None => Body::Plain(RecordSink::new(Place::Part(file), facts.format)),
            Some(spec) => {
                let decoder = Decoder::new(spec, ContentSink::new(file, facts.format));
                Body::Wrapped(Box::new(Wrapped { raw, units: 0, content: part, decoder }))
            }
        })
    }

    /// Goes on with what an earlier session left, at most as far as the partner offers.
    #[allow(clippy::type_complexity)]
    fn resume(
        facts: &Facts,
        partial: &Partial,
        path: &Path,
        temp: Option<&Path>,
        unwrap: Option<DecodeSpec>,
    ) -> Result<Option<(Body, Option<TransmittedHash>, Position)>> {
        let kept = partial.restart_path();
        let length = match kept.metadata() {
            Ok(metadata) => metadata.len(),
            Err(_) => return Ok(None),
        };
        let (units, octets) = partial.resume_at(length, partial.same_boot(), facts.offer.restart);
        let position = Position { units, octets };
        if position.units == 0 {
            return Ok(None);
        }
        let mut hash = new_hash(&facts.offer)?;
        let part = PartFile::reopen(kept, position.octets)?;
        let Some(spec) = unwrap else {
            if let Some(hash) = &mut hash {
                let whole = crate::vfile::replay(kept, facts.format, position.units, position.octets, |octets| {
                    let _ = hash.update(octets);
                })?;
                if !whole {
                    return Ok(None);
                }
            }
            let sink = RecordSink::resume(Place::Part(part), facts.format, position);
            return Ok(Some((Body::Plain(sink), hash, position)));
        };
        // Unwrap again what is there; then the rest follows from the line. The content unwrapped before is of no use.
        let _ = std::fs::remove_file(&partial.part_path);
        let (directory, name) = place_of(path, temp);
        let content_path = PartFile::new_path(directory, &name);
        let known = partial.checkpoints.iter().filter(|known| known.1 <= position.octets);
        facts.note(&content_path, Some(kept), known.copied().collect())?;
        let content = PartFile::create_at(&content_path)?;
        let mut decoder = Decoder::new(spec, ContentSink::new(content, facts.format));
        let mut file =
            std::fs::File::open(kept).map_err(|e| Error::io("reading the partial file", &e))?.take(position.octets);
        let mut buffer = vec![0u8; 256 * 1024];
        loop {
            let count = file.read(&mut buffer).map_err(|e| Error::io("reading the partial file", &e))?;
            if count == 0 {
                break;
            }
            let _ = decoder.update(&buffer[..count]);
            if let Some(hash) = &mut hash {
                hash.update(&buffer[..count])?;
            }
        }
        let wrapped = Wrapped { raw: Some(part), units: position.octets, content: content_path, decoder };
        Ok(Some((Body::Wrapped(Box::new(wrapped)), hash, position)))
    }

    /// Octets of user data that are already there.
    pub(super) fn units(&self) -> u64 {
        match &self.body {
            Body::Plain(sink) => sink.units(),
            Body::Wrapped(wrapped) => wrapped.units,
        }
    }

    /// Takes a block of decoded data.
    pub(super) fn take(&mut self, mut block: DataBlock) {
        if self.failure.is_none()
            && let Err(failure) = self.store(&block)
        {
            self.failure = Some(failure);
        }
        block.clear();
        self.spare = block;
    }

    fn store(&mut self, block: &DataBlock) -> Result<(), Failure> {
        if let Some(hash) = &mut self.hash {
            hash.update(&block.bytes)?;
        }
        match &mut self.body {
            Body::Plain(sink) => sink.write_block(block)?,
            Body::Wrapped(wrapped) => {
                wrapped.units += block.bytes.len() as u64;
                // An error stays in the decoder and is told at the end; until then the data are only taken.
                let _ = wrapped.decoder.update(&block.bytes);
                if wrapped.raw.as_mut().is_some_and(|raw| raw.write_all(&block.bytes).is_err()) {
                    self.without_restart();
                }
            }
        }
        self.since_checkpoint += block.bytes.len() as u64;
        if self.since_checkpoint >= CHECKPOINT_EVERY {
            self.since_checkpoint = 0;
            match self.checkpoint() {
                Err(_) if matches!(self.body, Body::Wrapped(_)) => self.without_restart(),
                noted => noted?,
            }
        }
        Ok(())
    }

    /// What travelled cannot be kept, so a cut transfer has to start over. The file itself may still become whole, and only when
    /// it was found good may the partner of an encrypted file hear what is the matter here.
    fn without_restart(&mut self) {
        let Body::Wrapped(wrapped) = &mut self.body else { return };
        if let Some(raw) = wrapped.raw.take() {
            let _ = raw.discard();
        }
        let _ = self.plan.state.remove_partial(&self.plan.offer.key);
        self.plan.restart = false;
    }

    /// Brings the restart record up to date: cheaply, for the death of this process. The part file's length says the rest
    /// for all but V files; what survives the machine is flushed by [`flush_checkpoint`](Self::flush_checkpoint).
    fn checkpoint(&mut self) -> Result<(), Failure> {
        if !self.plan.restart {
            return Ok(());
        }
        if let Body::Plain(sink) = &mut self.body {
            let position = sink.checkpoint()?;
            self.collect_checkpoints();
            let mut positions: Vec<(u64, u64)> = self.checkpoints.iter().map(|c| (c.units, c.octets)).collect();
            positions.push((position.units, position.octets));
            self.plan.state.checkpoint(&self.plan.offer.key, &positions)?;
        }
        self.unflushed += 1;
        if self.unflushed >= FLUSH_EVERY {
            self.flush_checkpoint()?;
        }
        Ok(())
    }

    /// Brings what was received to disk and notes how much that is.
    fn flush_checkpoint(&mut self) -> Result<(), Failure> {
        self.unflushed = 0;
        let position = match &mut self.body {
            Body::Plain(sink) => {
                let position = sink.checkpoint()?;
                if let Place::Part(part) = sink.get_mut() {
                    part.flush_to_disk()?;
                }
                position
            }
            Body::Wrapped(wrapped) => {
                if let Some(raw) = &mut wrapped.raw {
                    raw.flush_to_disk()?;
                }
                let units = wrapped.units / BLOCK;
                Position { units, octets: units * BLOCK }
            }
        };
        self.collect_checkpoints();
        self.note_partial(position).map_err(Failure::from)
    }

    fn collect_checkpoints(&mut self) {
        if let Body::Plain(sink) = &self.body {
            let last = self.checkpoints.last().map_or(0, |c| c.octets);
            self.checkpoints.extend(sink.checkpoints().iter().filter(|c| c.octets > last));
        }
    }

    /// Everything up to `position` must be on disk, or `position` be the start.
    fn note_partial(&mut self, position: Position) -> Result<()> {
        if !self.plan.restart {
            return Ok(());
        }
        let (part, raw) = match &mut self.body {
            Body::Plain(sink) => match sink.get_mut() {
                Place::Part(part) => (part.path().to_owned(), None),
                Place::Stream(_) => return Ok(()),
            },
            Body::Wrapped(wrapped) => match &wrapped.raw {
                Some(raw) => (wrapped.content.clone(), Some(raw.path().to_owned())),
                None => return Ok(()),
            },
        };
        let mut checkpoints: Vec<(u64, u64)> = self.checkpoints.iter().map(|c| (c.units, c.octets)).collect();
        if position.units > 0 {
            checkpoints.push((position.units, position.octets));
        }
        checkpoints.sort_unstable();
        checkpoints.dedup();
        self.plan.note(&part, raw.as_deref(), checkpoints)
    }

    /// EFID: counts, unwrapping, the final name, the state. `failed` is what went wrong before.
    pub(super) fn end(mut self, records: u64, units: u64, failed: Option<Failure>, name: &FinalName) -> Ending {
        let hash = self.hash.take().map_or(Ok(Vec::new()), TransmittedHash::finish);
        let stream = self.stream.clone();
        let failed = failed.or_else(|| self.failure.take());
        let outcome = match (failed, hash) {
            (Some(failure), _) => self.give_up(failure),
            (None, Err(error)) => self.give_up(error.into()),
            (None, Ok(hash)) => self.store_whole(records, units, name, hash),
        };
        Ending { outcome, stream: stream.and_then(|s| s.take()) }
    }

    /// The file is lost: nothing of it stays, unless DeleteOnError is off.
    fn give_up(self, failure: Failure) -> Result<Whole, Failure> {
        let _ = self.plan.state.remove_partial(&self.plan.offer.key);
        let received = match self.body {
            Body::Plain(sink) => match sink.into_inner() {
                Place::Part(part) => Some(part),
                Place::Stream(_) => None,
            },
            Body::Wrapped(wrapped) => {
                let (content, _) = wrapped.decoder.close();
                // Content that failed its checks is never kept; what travelled may be, for those who want to look at it.
                let _ = content.into_inner().discard();
                wrapped.raw
            }
        };
        Err(failure.with_remains(received, self.plan.delete_on_error))
    }

    fn store_whole(mut self, records: u64, units: u64, name: &FinalName, hash: Vec<u8>) -> Result<Whole, Failure> {
        let counted = match &mut self.body {
            Body::Plain(sink) => sink.finish().map_err(Failure::from).and_then(|totals| {
                check_counts(self.plan.offer.format, self.plan.offer.is_stream(), totals, records, units)
            }),
            Body::Wrapped(wrapped) => check_units(wrapped.units, units),
        };
        if let Err(failure) = counted {
            return self.give_up(failure);
        }
        let (mut facts, stream) = (self.plan, self.stream);
        let (owed, complaint) = match facts.respond.take() {
            Some(respond) => {
                let (owed, complaint) = respond(&hash);
                (Some(owed), complaint)
            }
            None => (None, None),
        };
        let path = name.now();
        let mut whole = Whole { size: units, stored: stored(&facts, &path, stream.is_some(), hash), owed, complaint };
        let (part, raw) = match self.body {
            Body::Plain(sink) => match sink.into_inner() {
                Place::Part(part) => (part, None),
                Place::Stream(_) => {
                    let _ = facts.state.remove_partial(&facts.offer.key);
                    return Ok(whole);
                }
            },
            Body::Wrapped(wrapped) => {
                let Wrapped { raw, decoder, .. } = *wrapped;
                let (mut content, result) = decoder.close();
                let checked = match result {
                    // The sink knows better what it could not take.
                    Ok(_) => content.finish().map(|_| ()).map_err(|error| unfit(&facts.offer, error)),
                    Err(error) if error.kind == DecodeErrorKind::Io => match content.finish() {
                        Err(cause) => Err(unfit(&facts.offer, cause)),
                        Ok(_) => Err(error.into()),
                    },
                    Err(error) => Err(error.into()),
                };
                let part = content.into_inner();
                if let Err(failure) = checked {
                    let _ = part.discard();
                    let _ = facts.state.remove_partial(&facts.offer.key);
                    return Err(failure.with_remains(raw, facts.delete_on_error));
                }
                (part, raw)
            }
        };
        whole.size = part.len();
        let kept = match stream {
            Some(slot) => copy_out(part, &slot),
            None => commit(&facts, part, &path, name.overwrite, &whole),
        };
        if let Some(raw) = raw {
            let _ = raw.discard();
        }
        kept.map(|()| whole)
    }

    /// The session ended in mid-file. What is there stays for a restart, when the data so far were good.
    pub(super) fn suspend(mut self, good: bool) -> Option<Box<dyn DownloadStream>> {
        let stream = self.stream.clone();
        if !good || self.failure.is_some() || !self.plan.restart {
            let _ = self.plan.state.remove_partial(&self.plan.offer.key);
            self.drop_parts();
        } else if self.flush_checkpoint().is_ok() {
            match self.body {
                Body::Plain(sink) => {
                    if let Place::Part(part) = sink.into_inner() {
                        part.keep();
                    }
                }
                Body::Wrapped(wrapped) => {
                    let (content, _) = wrapped.decoder.close();
                    let _ = content.into_inner().discard();
                    if let Some(raw) = wrapped.raw {
                        raw.keep();
                    }
                }
            }
        }
        stream.and_then(|s| s.take())
    }

    fn drop_parts(self) {
        match self.body {
            Body::Plain(sink) => {
                if let Place::Part(part) = sink.into_inner() {
                    let _ = part.discard();
                }
            }
            Body::Wrapped(wrapped) => {
                let (content, _) = wrapped.decoder.close();
                let _ = content.into_inner().discard();
                if let Some(raw) = wrapped.raw {
                    let _ = raw.discard();
                }
            }
        }
    }
}

/// The final name: noted first, so that a crash in between is sorted out at the next start.
fn commit(facts: &Facts, mut part: PartFile, path: &Path, overwrite: bool, whole: &Whole) -> Result<(), Failure> {
    let before = part.path().to_owned();
    let key = &facts.offer.key;
    let committed = part.prepare(path).and_then(|()| {
        facts.state.begin_commit(&Committing {
            key: key.clone(),
            part_path: part.path().to_owned(),
            final_path: path.to_owned(),
            length: part.len(),
            stored: whole.stored.clone(),
            owed: whole.owed.clone(),
        })?;
        part.commit(path, overwrite)
    });
    if let Err(error) = committed {
        let _ = facts.state.abort_commit(key);
        let _ = facts.state.remove_partial(key);
        let _ = std::fs::remove_file(before);
        return Err(error.into());
    }
    Ok(())
}

fn stored(facts: &Facts, path: &Path, streamed: bool, hash: Vec<u8>) -> Stored {
    Stored {
        key: facts.offer.key.clone(),
        partner: facts.partner.clone(),
        user: facts.offer.user.clone(),
        final_path: if streamed { PathBuf::new() } else { path.to_owned() },
        when: crate::engine::now_ms(),
        hash,
        suite: facts.offer.suite,
        signed_response: facts.offer.signed_response,
        response: crate::state::ResponseState::Owed,
    }
}

/// What SFID said, in the words of the state store.
pub(super) fn offered(offer: &StartFile) -> Offered {
    Offered {
        user: offer.user.clone(),
        format: offer.format,
        record_length: offer.record_length,
        size_k: offer.size_k,
        original_size_k: offer.original_size_k,
        security: offer.security,
        suite: offer.suite,
        compressed: offer.compressed,
        enveloped: offer.enveloped,
        signed_response: offer.signed_response,
        description: offer.description.clone(),
    }
}

/// Verified content into the program's stream.
fn copy_out(part: PartFile, slot: &StreamSlot) -> Result<(), Failure> {
    let failed = |e: io::Error| Error::io("writing to the download stream", &e);
    let mut file = std::fs::File::open(part.path()).map_err(failed)?;
    let copied = io::copy(&mut file, &mut Place::Stream(slot.clone()));
    let _ = part.discard();
    copied.map(|_| ()).map_err(|e| failed(e).into())
}

fn new_hash(offer: &StartFile) -> Result<Option<TransmittedHash>> {
    match offer.suite.hash() {
        Some(hash) if offer.signed_response => TransmittedHash::new(hash).map(Some),
        _ => Ok(None),
    }
}

fn fits(partial: &Partial, facts: &Facts, unwrapping: bool) -> bool {
    partial.offered.continues(&offered(&facts.offer))
        && partial.raw_path.is_some() == unwrapping
        && partial.binary_records == facts.format.binary_records
        && crate::model::octets::same_code(&partial.partner, &facts.partner)
}

/// Where the partial file goes: TempPath, else the final directory.
fn place_of(path: &Path, temp: Option<&Path>) -> (PathBuf, String) {
    let name = path.file_name().map_or_else(|| "file".to_owned(), |n| n.to_string_lossy().into_owned());
    let directory = match (temp, path.parent()) {
        (Some(temp), _) => temp.to_owned(),
        (None, Some(parent)) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    };
    (directory, name)
}

/// EFID's counts against what came (EFID-5); U and T files announce no records.
fn check_counts(format: Format, stream: bool, totals: Totals, records: u64, units: u64) -> Result<(), Failure> {
    check_units(totals.units, units)?;
    if format.has_records() && !stream && totals.records != records {
        let error =
            Error::new(codes::PROTOCOL, format!("EFID announces {records} records, {} were received", totals.records));
        return Err(Failure { reason: 10, error });
    }
    Ok(())
}

fn check_units(received: u64, announced: u64) -> Result<(), Failure> {
    if received == announced {
        return Ok(());
    }
    let text = reasons::text(Command::Efna, 11);
    let message = format!("{text}: EFID announces {announced} octets, {received} were received");
    Err(Failure { reason: 11, error: Error::new(codes::PROTOCOL, message) })
}
