//! A file being received, on blocking threads, until EFID. A wrong that happens on the way stays until then: the data are
//! taken all the same, because only EFNA may say so (EFNA-4).

use super::body::{Announced, Body, Content, Keep, Place, StreamSlot};
use super::failure::Failure;
use super::plain::Plain;
use super::plan::{Plan, Respond, Target, offered};
use super::restart;
use super::secured::Secured;
use super::storing::Whole;
use crate::engine::DownloadStream;
use crate::engine::station::Hold;
use crate::error::{Error, Result};
use crate::model::DataBlock;
use crate::protocol::StartFile;
use crate::security::{DecodeSpec, Decoder, TransmittedHash};
use crate::state::{self, Attempt, Change, Outcome, Pending};
use crate::vfile::{ContentSink, LocalFormat, PartFile, RecordSink};
use std::path::{Path, PathBuf};

/// How often the restart record is brought up to date, in octets received. A shorter file has none.
const CHECKPOINT_EVERY: u64 = 4 * 1024 * 1024;
/// After how many of those the data are brought to disk, so that a restart survives the machine's end too.
const FLUSH_EVERY: u32 = 32;

/// A file being received.
pub(crate) struct Arriving {
    facts: Facts,
    hold: Hold,
    body: Box<dyn Body>,
    hash: Option<TransmittedHash>,
    stream: Option<StreamSlot>,
    /// Whether the session agreed on restarts, and what travelled is kept.
    restart: bool,
    /// Whether this session has noted it.
    recorded: bool,
    since_checkpoint: u64,
    unflushed: u32,
    /// All positions on the way that are known.
    positions: Vec<(u64, u64)>,
    /// Those that are on disk.
    flushed: Vec<(u64, u64)>,
    /// A flush failed: only those count from then on.
    distrust: bool,
    /// Set when data could not be taken; everything after it is dropped.
    failure: Option<Failure>,
    spare: DataBlock,
}

/// What is needed to the end.
pub(super) struct Facts {
    pub offer: StartFile,
    pub attempt: Attempt,
    pub format: LocalFormat,
    pub delete_on_error: bool,
    pub respond: Option<Respond>,
}

/// Why a file could not be begun; the program's stream comes back.
pub(crate) type NotBegun = (Error, Option<Box<dyn DownloadStream>>);

impl Arriving {
    /// Opens the part file, an earlier one where the partner offers a restart, and tells from which position on the file is
    /// wanted (SFPAACNT).
    pub(crate) fn begin(plan: Plan) -> Result<(Arriving, u64), NotBegun> {
        let Plan { offer, mut format, target, temp, restart, unwrap, hold, earlier, delete_on_error, respond } = plan;
        if offer.is_wrapped() && unwrap.is_none() {
            // Passed on untouched: what travels is a stream of octets, whatever format is inside (ROUTE-2).
            format = LocalFormat::OCTETS;
        }
        let attempt = hold.store.attempt();
        let facts = Facts { offer, attempt, format, delete_on_error, respond };
        match target {
            Target::Path(path) => {
                Self::begin_file(facts, hold, &path, temp.as_deref(), restart, unwrap, earlier.as_deref())
                    .map_err(|error| (error, None))
            }
            Target::Stream(stream) => {
                let slot = StreamSlot::new(stream);
                Self::begin_stream(facts, hold, &slot, temp, unwrap, earlier.as_deref())
                    .map(|arriving| (arriving, 0))
                    .map_err(|error| (error, slot.take()))
            }
        }
    }

    fn begin_stream(
        facts: Facts,
        hold: Hold,
        slot: &StreamSlot,
        temp: Option<PathBuf>,
        unwrap: Option<DecodeSpec>,
        earlier: Option<&state::Arriving>,
    ) -> Result<Arriving> {
        earlier.into_iter().for_each(restart::discard);
        let hash = new_hash(&facts.offer)?;
        let body: Box<dyn Body> = match unwrap {
            // What is secured reaches the program's stream only after it was verified.
            Some(spec) => {
                let place = temp.unwrap_or_else(std::env::temp_dir);
                state::wait(hold.store.keeps_parts_in(&place))?;
                let content = PartFile::path_of_attempt(&place, "download", &facts.attempt.hex());
                let part = PartFile::create_at(&content)?;
                let decoder = Decoder::new(spec, ContentSink::new(part, facts.format));
                Box::new(Secured { offer: facts.offer.clone(), raw: None, units: 0, content, decoder })
            }
            None => Box::new(plain(&facts, Place::Stream(slot.clone()))),
        };
        let mut arriving = Self::assemble(facts, hold, body, hash, false);
        arriving.stream = Some(slot.clone());
        Ok(arriving)
    }

    fn begin_file(
        facts: Facts,
        hold: Hold,
        path: &Path,
        temp: Option<&Path>,
        restart: bool,
        unwrap: Option<DecodeSpec>,
        earlier: Option<&state::Arriving>,
    ) -> Result<(Arriving, u64)> {
        let (directory, name) = place_of(path, temp);
        state::wait(hold.store.keeps_parts_in(&directory))?;
        if temp.is_some() {
            // Where it is prepared for its name.
            state::wait(hold.store.keeps_parts_in(&place_of(path, None).0))?;
        }
        let part = PartFile::path_of_attempt(&directory, &name, &facts.attempt.hex());
        if let Some(earlier) = earlier {
            let goes_on = restart
                && facts.offer.restart > 0
                && restart::fits(earlier, &facts.offer, facts.format, unwrap.is_some());
            // When what was kept cannot be used the file starts over.
            let resumed = goes_on
                .then(|| restart::resume(earlier, &facts.offer, facts.format, unwrap.clone(), &part).ok().flatten())
                .flatten();
            if let Some(resumed) = resumed {
                let position = resumed.position;
                let mut arriving = Self::assemble(facts, hold, resumed.body, resumed.hash, true);
                let up_to = |known: &[(u64, u64)]| -> Vec<(u64, u64)> {
                    known.iter().copied().filter(|known| known.1 <= position.octets).collect()
                };
                arriving.flushed = up_to(&earlier.flushed);
                arriving.positions = up_to(&[&earlier.flushed[..], &earlier.progress[..]].concat());
                arriving.positions.sort_unstable();
                return Ok((arriving, position.units));
            }
            restart::discard(earlier);
        }
        let hash = new_hash(&facts.offer)?;
        let body: Box<dyn Body> = match unwrap {
            None => Box::new(plain(&facts, Place::Part(PartFile::create_at(&part)?))),
            Some(spec) => {
                let keeps = restart || !facts.delete_on_error;
                let raw = PartFile::path_of_attempt(&directory, &format!("{name}.cms"), &facts.attempt.hex());
                let raw = keeps.then(|| PartFile::create_at(raw)).transpose()?;
                let file = match PartFile::create_at(&part) {
                    Ok(file) => file,
                    Err(error) => {
                        raw.into_iter().for_each(|raw| drop(raw.discard()));
                        return Err(error);
                    }
                };
                let decoder = Decoder::new(spec, ContentSink::new(file, facts.format));
                Box::new(Secured { offer: facts.offer.clone(), raw, units: 0, content: part, decoder })
            }
        };
        // What is known of the earlier part is known until the first checkpoint of this one.
        Ok((Self::assemble(facts, hold, body, hash, restart), 0))
    }

    fn assemble(facts: Facts, hold: Hold, body: Box<dyn Body>, hash: Option<TransmittedHash>, restart: bool) -> Self {
        Arriving {
            facts,
            hold,
            body,
            hash,
            stream: None,
            restart,
            recorded: false,
            since_checkpoint: 0,
            unflushed: 0,
            positions: Vec::new(),
            flushed: Vec::new(),
            distrust: false,
            failure: None,
            spare: DataBlock::default(),
        }
    }

    /// Octets of user data that are already there.
    pub(crate) fn units(&self) -> u64 {
        self.body.units()
    }

    /// What went wrong so far.
    pub(crate) fn failure(&self) -> Option<&Failure> {
        self.failure.as_ref()
    }

    /// The file fails at its end, whatever comes.
    pub(crate) fn fail(&mut self, failure: Failure) {
        self.failure.get_or_insert(failure);
    }

    /// An emptied block whose memory is used again.
    pub(crate) fn spare(&mut self) -> DataBlock {
        std::mem::take(&mut self.spare)
    }

    /// Takes a block of decoded data.
    pub(crate) fn take(&mut self, mut block: DataBlock) {
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
        self.body.take(block)?;
        self.since_checkpoint += block.bytes.len() as u64;
        if self.since_checkpoint < CHECKPOINT_EVERY {
            return Ok(());
        }
        self.since_checkpoint = 0;
        match self.checkpoint() {
            // A cut transfer has to start over, but the file itself may still become whole.
            Err(_) if self.body.without_restart() => {
                self.restart = false;
                Ok(())
            }
            noted => noted,
        }
    }

    /// Brings the restart record up to date: cheaply, for the death of this process. The part file's length says the rest
    /// for all but V files; what survives the machine is flushed.
    fn checkpoint(&mut self) -> Result<(), Failure> {
        if !self.restart || self.body.files().is_none() {
            return Ok(());
        }
        if !self.recorded
            && let Some(noted) = self.record()
        {
            // Worth a flush: what is not noted cannot go on.
            state::wait(noted)?;
        }
        let position = self.body.position(false)?;
        self.collect(position.units, position.octets);
        // Where a file goes on is what matters most: the last positions.
        self.hold.store.progress(&self.hold.id, &self.positions)?;
        self.unflushed += 1;
        if self.unflushed >= FLUSH_EVERY {
            self.flush()?;
        }
        Ok(())
    }

    fn collect(&mut self, units: u64, octets: u64) {
        let last = self.positions.last().map_or(0, |known| known.1);
        let on_the_way = self.body.positions().iter().map(|known| (known.units, known.octets));
        self.positions.extend(on_the_way.filter(|known| known.1 > last));
        if self.positions.last().is_none_or(|known| known.1 < octets) && units > 0 {
            self.positions.push((units, octets));
        }
    }

    /// Notes the file; nothing when there is nothing to go on with.
    fn record(&mut self) -> Option<Pending<Outcome>> {
        let files = self.body.files()?;
        let arriving = Box::new(state::Arriving {
            id: self.hold.id.clone(),
            attempt: self.facts.attempt,
            part_path: files.part,
            raw_path: files.raw,
            offered: offered(&self.facts.offer),
            binary_records: self.facts.format.binary_records,
            flushed: self.flushed.clone(),
            progress: Vec::new(),
            boot_id: if self.distrust { String::new() } else { state::boot_id() },
            updated: crate::engine::now_ms(),
        });
        self.recorded = true;
        Some(self.hold.apply(Change::Arrive { arriving, fence: self.hold.fence }))
    }

    /// Brings what was received to disk and notes how much that is. When it cannot be brought there, nobody knows what is
    /// there: then only what was flushed before counts.
    fn flush(&mut self) -> Result<(), Failure> {
        self.unflushed = 0;
        let flushed = self.body.position(true);
        match &flushed {
            Ok(position) if !self.distrust => {
                self.collect(position.units, position.octets);
                self.flushed.clone_from(&self.positions);
            }
            _ => self.distrust = true,
        }
        let change = Change::Checkpoint {
            id: self.hold.id.clone(),
            fence: self.hold.fence,
            flushed: self.flushed.clone(),
            distrust: self.distrust,
            updated: crate::engine::now_ms(),
        };
        let noted = state::wait(self.hold.apply(change));
        flushed?;
        noted?;
        Ok(())
    }

    /// EFID: the counts, the checks, and everything on disk under the part's name. The program's stream comes back.
    pub(crate) fn seal(
        mut self,
        records: u64,
        units: u64,
    ) -> (Result<Whole, Failure>, Option<Box<dyn DownloadStream>>) {
        let stream = self.stream.take();
        let sealed = self.seal_body(Announced { records, units }, stream.as_ref());
        (sealed, stream.and_then(|slot| slot.take()))
    }

    fn seal_body(mut self, announced: Announced, stream: Option<&StreamSlot>) -> Result<Whole, Failure> {
        let hash = self.hash.take().map_or(Ok(Vec::new()), TransmittedHash::finish);
        let failure = self.failure.take().or(hash.as_ref().err().cloned().map(Failure::from));
        let delete = self.facts.delete_on_error;
        if let Some(failure) = failure {
            let remains = self.body.abandon(Keep::Nothing);
            self.hold.forget();
            return Err(failure.with_remains(remains, delete));
        }
        let units = announced.units;
        match self.body.finish(announced) {
            Ok(content) => {
                let content = match (content, stream) {
                    (Content::File(part, raw), Some(slot)) => {
                        if let Err(failure) = copy_out(part, raw, slot) {
                            self.hold.forget();
                            return Err(failure);
                        }
                        Content::Stream
                    }
                    (content, _) => content,
                };
                Ok(Whole::new(self.facts, self.hold, content, hash.unwrap_or_default(), units))
            }
            Err((failure, remains)) => {
                self.hold.forget();
                Err(failure.with_remains(remains, delete))
            }
        }
    }

    /// The session ended in mid-file. What is there stays for a restart, when the data so far were good; a file that has no
    /// record yet gets one.
    pub(crate) fn suspend(mut self) -> Option<Box<dyn DownloadStream>> {
        let stream = self.stream.take();
        let good = self.failure.is_none() && self.restart && self.body.files().is_some() && self.body.units() > 0;
        if good && self.record().is_some() {
            // What could not be brought to disk is noted as such, and the rest of it still counts.
            let _ = self.flush();
            self.body.abandon(Keep::ForRestart);
            let _ = self.hold.release();
        } else {
            if let Some(part) = self.body.abandon(Keep::Nothing) {
                let _ = part.discard();
            }
            self.hold.forget();
        }
        stream.and_then(|slot| slot.take())
    }
}

fn plain(facts: &Facts, place: Place) -> Plain {
    let (format, stream) = (facts.offer.format, facts.offer.is_stream());
    Plain { sink: RecordSink::new(place, facts.format), format, stream }
}

/// Verified content into the program's stream.
fn copy_out(part: PartFile, raw: Option<PartFile>, slot: &StreamSlot) -> Result<(), Failure> {
    let failed = |e: std::io::Error| Error::io("writing to the download stream", &e);
    let copied = std::fs::File::open(part.path())
        .and_then(|mut file| std::io::copy(&mut file, &mut Place::Stream(slot.clone())));
    let _ = part.discard();
    if let Some(raw) = raw {
        let _ = raw.discard();
    }
    copied.map(|_| ()).map_err(|error| failed(error).into())
}

pub(super) fn new_hash(offer: &StartFile) -> Result<Option<TransmittedHash>> {
    match offer.suite.hash() {
        Some(hash) if offer.signed_response => TransmittedHash::new(hash).map(Some),
        _ => Ok(None),
    }
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
