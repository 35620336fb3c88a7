//! A file goes out: what is to travel, SFID, the data under credit, EFID and what the partner says to it.

use super::Drive;
use super::receiving::offered;
use super::sending::{PIECE, Sending};
use super::turn::answer;
use crate::engine::now_ms;
use crate::engine::shared::{SendJob, lock};
use crate::engine::worker::{Worker, blocking};
use crate::error::{Error, Result, codes};
use crate::events::{self, EventKind};
use crate::model::reasons::{self, Command};
use crate::model::{CipherSuite, DataBlock, FileKey, Format, SecurityLevel, Stamp, octets};
use crate::protocol::StartFile;
use crate::settings::{Id, Lookup};
use crate::state::{Outgoing as OutgoingRecord, Sent};
use crate::vfile::{LocalFormat, Source, dates};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Output that waits in the session before more data are made.
const OUTPUT_LIMIT: usize = 256 * 1024;

/// SFNA: the file was received before.
const DUPLICATE: u8 = 13;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Offered,
    Data,
    Ended,
}

/// The file being sent.
pub(super) struct Outgoing {
    job: Box<SendJob>,
    start: StartFile,
    path: String,
    worker: Worker<Sending>,
    phase: Phase,
    block: DataBlock,
    /// Octets and record ends of `block` that the session has taken.
    taken: usize,
    ends_taken: usize,
    last: bool,
    bytes: u64,
    record: OutgoingRecord,
    /// An earlier session broke off in this file.
    again: bool,
    /// The state store knows of the attempt.
    recorded: bool,
    interrupted: bool,
    failed: Option<Error>,
}

/// Everything that is known before SFID.
struct Prepared {
    start: StartFile,
    sending: Sending,
    record: OutgoingRecord,
    again: bool,
}

impl Drive {
    /// Starts a job in our turn. What goes wrong here is the job's own end, not the session's.
    pub(super) async fn start_job(&mut self, mut job: Box<SendJob>) -> Result<()> {
        let mut path = job.path.clone();
        let prepared = match self.prepare(&mut job, &mut path).await {
            Ok(prepared) => prepared,
            Err(error) => {
                self.fail_job(job, error).await;
                return Ok(());
            }
        };
        if let Err(error) = self.session.start_file(prepared.start.clone()) {
            self.fail_job(job, error).await;
            return Ok(());
        }
        self.outgoing = Some(Outgoing {
            job,
            start: prepared.start,
            path,
            worker: Worker::new(prepared.sending),
            phase: Phase::Offered,
            block: DataBlock::default(),
            taken: 0,
            ends_taken: 0,
            last: false,
            bytes: 0,
            record: prepared.record,
            again: prepared.again,
            recorded: false,
            interrupted: false,
            failed: None,
        });
        self.record_attempt().await;
        Ok(())
    }

    /// Notes the attempt before its SFID leaves: after a crash the next one is for the same file, with the same stamp and
    /// octets, and an end response that overtakes EFPA finds what it is about.
    async fn record_attempt(&mut self) {
        let Some(outgoing) = &self.outgoing else { return };
        // What came from a stream cannot be asked for again.
        let from_file = !outgoing.job.path.is_empty() && outgoing.job.exchange.is_none();
        if !from_file || !self.session.negotiated().restart {
            return;
        }
        let record = outgoing.record.clone();
        let noted = match self.inner.state() {
            Ok(state) => blocking(move || state.put_outgoing(&record)).await,
            Err(error) => Err(error),
        };
        match (noted, &mut self.outgoing) {
            (Ok(()), Some(outgoing)) => outgoing.recorded = true,
            (Ok(()), None) => {}
            (Err(error), _) => self.inner.report(&self.shared.id, &error).await,
        }
    }

    async fn prepare(&mut self, job: &mut SendJob, path: &mut String) -> Result<Prepared> {
        if !self.session.may_send_file() {
            return Err(Error::new(
                codes::SEND_FAILED,
                "Send failed: the session's ConnectionType lets the partner send only.",
            ));
        }
        let spec = self.spec(job)?;
        let temp = self.temp_directory();
        if let Some(content) = job.content.take() {
            *path = spool(&temp, std::io::Cursor::new(content)).await?.to_string_lossy().into_owned();
        } else if let Some(stream) = take(&job.stream) {
            // A stream cannot tell its size and cannot be read again after a lost line: it is kept in a file until EFPA.
            let (spooled, stream) = spool_stream(&temp, stream).await?;
            stream_done(self, stream).await;
            *path = spooled.to_string_lossy().into_owned();
        }
        let temporary = (job.path.is_empty() || job.exchange.is_some()).then(|| PathBuf::from(&*path));
        let name = wire_name(if job.name.is_empty() { &job.path } else { &job.name });
        let stamp = self.inner.unique_stamp(&name, spec.stamp.clone());
        let mut key = FileKey {
            name: name.clone(),
            stamp: stamp.clone(),
            destination: job.destination.clone(),
            originator: spec.originator.clone(),
        };
        *path = self.announce(&key, std::mem::take(path)).await;
        let file = PathBuf::from(&*path);
        let partner = self.text(Id::SSIDCode);
        let state = self.inner.state()?;
        let facts = blocking({
            let file = file.clone();
            move || file_facts(&file)
        })
        .await?;
        let cut = blocking({
            let (state, partner, key, path) = (state.clone(), partner.clone(), key.clone(), file.clone());
            move || {
                let all = state.outgoing_to(&partner)?;
                Ok(all.into_iter().find(|cut| {
                    cut.key.name == key.name
                        && cut.key.destination == key.destination
                        && cut.key.originator == key.originator
                        && cut.source_path == path
                }))
            }
        })
        .await?
        .filter(|cut| (cut.source_length, cut.source_modified) == facts && self.session.negotiated().restart);
        match &cut {
            Some(record) => key.stamp = record.key.stamp.clone(),
            None => key.stamp = stamp,
        }
        let (travelling, original, prepared) = self.wrap(&spec, &file, cut.as_ref(), &temp).await?;
        let wrapped = spec.is_wrapped();
        let format = if wrapped { LocalFormat::OCTETS } else { spec.local };
        let source = blocking(move || Source::open(&travelling, format)).await?;
        let blocks = |size: u64| size.div_ceil(1024);
        let original_size = original.unwrap_or_else(|| source.transmitted_size());
        let start = StartFile {
            key: key.clone(),
            user: spec.user.clone(),
            format: spec.local.format,
            record_length: if spec.local.format.has_records() { spec.local.record_length } else { 0 },
            size_k: blocks(source.transmitted_size()),
            original_size_k: blocks(original_size),
            restart: cut.as_ref().map_or(0, |record| match record.units {
                // After a crash nobody knows how much left: the partner says what it holds, at most all of it.
                0 => source.whole_units(),
                units => units,
            }),
            security: spec.security,
            suite: spec.suite,
            compressed: spec.compress,
            enveloped: wrapped,
            signed_response: spec.signed_response,
            description: spec.description.clone(),
        };
        let record = OutgoingRecord {
            key,
            partner,
            source_path: file.clone(),
            source_length: facts.0,
            source_modified: facts.1,
            prepared_path: prepared.clone(),
            offered: offered(&start),
            units: start.restart,
            updated: now_ms(),
        };
        let hash = match spec.suite.hash() {
            Some(hash) if spec.signed_response => Some(crate::security::TransmittedHash::new(hash)?),
            _ => None,
        };
        let sending = Sending::new(source, facts.0, hash, prepared.or(temporary));
        Ok(Prepared { start, sending, record, again: cut.is_some() })
    }

    /// The connection's settings as they were when the file was asked for.
    fn spec(&self, job: &SendJob) -> Result<Spec> {
        let server = self.inner.server_values();
        let own = Lookup::new(Some(&job.settings), &server);
        let exchange = job.exchange.is_some();
        let plain = |on: bool| on && !exchange;
        let format = Format::from_code(own.int(Id::VirtualFileFormat) as i32).filter(|_| !exchange).unwrap_or_default();
        let local = LocalFormat {
            format,
            record_length: own.int(Id::MaxRecordSize) as u32,
            binary_records: own.int(Id::LocalRecordFormat) == 1,
        };
        local.check()?;
        let security = SecurityLevel::from_code(own.int(Id::VirtualFileSecurityLevel) as i32)
            .filter(|_| !exchange)
            .unwrap_or_default();
        let compress = plain(own.bool(Id::Compress));
        let signed_response = plain(own.bool(Id::SignedReceipt));
        let secured = security != SecurityLevel::None || compress || signed_response || exchange;
        if secured && self.session.negotiated().version < crate::model::Version::V20 {
            return Err(Error::new(
                codes::VERSION_20_ONLY,
                "Signing, encryption, compression, signed receipts and certificate exchange need OFTP 2.0; nothing was sent.",
            ));
        }
        let date = own.text(Id::VirtualFileDate);
        let stamp = match date.is_empty() || exchange {
            true => None,
            false => Some(dates::parse_date(date, Some(own.text(Id::VirtualFileDateFormat)))?),
        };
        Ok(Spec {
            local,
            security,
            suite: if secured && !exchange {
                super::super::suites::choose(&own, security, signed_response)?
            } else {
                CipherSuite::NONE
            },
            compress,
            signed_response,
            description: job.description.clone().unwrap_or_else(|| own.text(Id::FileDescription).to_owned()),
            originator: own.text(Id::ServerSFIDCode).to_owned(),
            user: String::new(),
            stamp,
        })
    }

    /// Applies the file services into a temporary file, or takes the one that a cut transfer left: a restart needs the
    /// identical octets (RST-7). Returns what travels, the original size where it differs, and the temporary file.
    async fn wrap(
        &self,
        spec: &Spec,
        file: &Path,
        cut: Option<&OutgoingRecord>,
        temp: &Path,
    ) -> Result<(PathBuf, Option<u64>, Option<PathBuf>)> {
        if !spec.is_wrapped() {
            return Ok((file.to_owned(), None, None));
        }
        let size = blocking({
            let file = file.to_owned();
            move || file_facts(&file).map(|facts| facts.0)
        })
        .await?;
        if let Some(prepared) = cut.and_then(|record| record.prepared_path.clone())
            && prepared.is_file()
        {
            return Ok((prepared.clone(), Some(size), Some(prepared)));
        }
        let prepared = self.inner.certs.wrap(&self.inner, &self.shared, spec, file, temp).await?;
        Ok((prepared.clone(), Some(size), Some(prepared)))
    }

    pub(super) fn temp_directory(&self) -> PathBuf {
        match self.text(Id::TempPath) {
            path if path.is_empty() => std::env::temp_dir(),
            path => PathBuf::from(path),
        }
    }

    async fn announce(&mut self, key: &FileKey, path: String) -> String {
        let event = events::StartTransfer {
            connection_id: self.shared.id.clone(),
            direction: self.own_direction(),
            local_file: path,
            virtual_file_name: key.name.clone(),
            virtual_file_date: self.inner.date_text(Some(&self.shared), key),
            destination: key.destination.clone(),
            originator: key.originator.clone(),
        };
        self.ask(event).await.local_file
    }

    /// SFPA: the data may flow from this position.
    pub(super) async fn file_accepted(&mut self, restart: u64) -> Result<()> {
        let Some(outgoing) = &mut self.outgoing else { return Ok(()) };
        let result = outgoing.worker.run(move |sending| sending.skip(restart).and_then(|()| sending.read())).await;
        outgoing.phase = Phase::Data;
        outgoing.record.units = restart;
        if let Err(error) = result {
            outgoing.failed = Some(error);
            outgoing.interrupted = true;
        } else {
            self.next_piece().await;
        }
        Ok(())
    }

    /// Takes the piece that was read ahead and starts reading the one after it.
    async fn next_piece(&mut self) {
        let Some(outgoing) = &mut self.outgoing else { return };
        if let Err(error) = outgoing.worker.settle().await {
            outgoing.failed = Some(error);
            outgoing.interrupted = true;
            return;
        }
        let Some(sending) = outgoing.worker.get() else { return };
        std::mem::swap(&mut outgoing.block, &mut sending.next);
        outgoing.last = sending.last;
        outgoing.taken = 0;
        outgoing.ends_taken = 0;
        if !outgoing.last {
            outgoing.worker.start(Sending::read);
        }
    }

    /// Makes DATA buffers while credit and room last; whether anything happened.
    pub(super) async fn pump_outgoing(&mut self) -> Result<bool> {
        let mut moved = false;
        loop {
            let Some(outgoing) = &mut self.outgoing else { return Ok(moved) };
            if outgoing.phase != Phase::Data {
                return Ok(moved);
            }
            if outgoing.interrupted {
                return self.abort_data().await.map(|()| true);
            }
            if !self.session.can_send_data() || self.session.output().len() >= OUTPUT_LIMIT {
                return Ok(moved);
            }
            let rest = &outgoing.block.bytes[outgoing.taken..];
            let ends: Vec<usize> =
                outgoing.block.ends[outgoing.ends_taken..].iter().map(|end| end - outgoing.taken).collect();
            let used = self.session.send_data(rest, &ends, outgoing.last)?;
            moved = true;
            outgoing.taken += used;
            outgoing.bytes += used as u64;
            let done = outgoing.taken == outgoing.block.bytes.len();
            if !done {
                let passed = outgoing.block.ends[outgoing.ends_taken..].partition_point(|&end| end <= outgoing.taken);
                outgoing.ends_taken += passed;
            }
            if self.inner.dispatch.wants(EventKind::Transfer) {
                self.tell_sent().await;
            }
            if done {
                self.piece_sent().await?;
            }
            if self.session.output().len() >= OUTPUT_LIMIT {
                return Ok(true);
            }
        }
    }

    async fn piece_sent(&mut self) -> Result<()> {
        let Some(outgoing) = &mut self.outgoing else { return Ok(()) };
        if !outgoing.last {
            self.next_piece().await;
            return Ok(());
        }
        outgoing.phase = Phase::Ended;
        let (records, units) = outgoing.worker.run(|sending| Ok(sending.totals())).await?;
        self.session.end_file(records, units)
    }

    /// Interrupt, or a source that cannot be read on: EFID announces the whole file although less of it travelled, so that
    /// the partner has to answer EFNA and delivers nothing; the session goes on.
    async fn abort_data(&mut self) -> Result<()> {
        let Some(outgoing) = &mut self.outgoing else { return Ok(()) };
        let _ = outgoing.worker.settle().await;
        let (records, mut units) = outgoing.worker.get().map_or((0, 0), |sending| sending.full_totals());
        if units <= outgoing.bytes {
            // Everything travelled already: only a count that cannot be right still stops it.
            units = outgoing.bytes + 1;
        }
        outgoing.failed.get_or_insert_with(|| Error::new(codes::INTERRUPTED, "The transfer was interrupted."));
        outgoing.phase = Phase::Ended;
        self.session.send_data(&[], &[], true)?;
        self.session.end_file(records, units)
    }

    /// Interrupt(): a file that has not started never does; one under way is made invalid.
    pub(super) async fn interrupt(&mut self) {
        match &mut self.outgoing {
            Some(outgoing) => outgoing.interrupted = true,
            None => {
                if let Some(job) = self.jobs.pop_front() {
                    self.fail_job(job, Error::new(codes::INTERRUPTED, "The transfer was interrupted.")).await;
                }
            }
        }
    }

    async fn tell_sent(&mut self) {
        let Some(outgoing) = &self.outgoing else { return };
        let event = events::Transfer {
            connection_id: self.shared.id.clone(),
            direction: self.own_direction(),
            local_file: outgoing.path.clone(),
            virtual_file_name: outgoing.start.key.name.clone(),
            virtual_file_date: self.inner.date_text(Some(&self.shared), &outgoing.start.key),
            destination: outgoing.start.key.destination.clone(),
            originator: outgoing.start.key.originator.clone(),
            bytes_transferred: outgoing.bytes as i64,
            text: Vec::new(),
        };
        self.inner.dispatch.tell(&self.shared.id, event).await;
    }

    /// SFNA.
    pub(super) async fn file_refused(&mut self, reason: u8, retry: bool, text: String) -> Result<()> {
        self.shared.fact(Id::Retry, retry);
        if reason == DUPLICATE
            && let Some(outgoing) = self.outgoing.as_mut().filter(|outgoing| outgoing.again)
        {
            // The partner has it, and only its EFPA was lost together with an earlier session.
            let _ = outgoing.worker.run(Sending::read_to_end).await;
            self.log(1, "Info", || "the file had arrived already: SFNA 13 counts as its confirmation".to_owned()).await;
            return self.file_confirmed().await;
        }
        self.file_not_taken(Command::Sfna, reason, text).await
    }

    /// EFNA.
    pub(super) async fn file_rejected(&mut self, reason: u8, text: String) -> Result<()> {
        self.file_not_taken(Command::Efna, reason, text).await
    }

    async fn file_not_taken(&mut self, command: Command, reason: u8, text: String) -> Result<()> {
        let Some(outgoing) = self.outgoing.take() else { return Ok(()) };
        let text = if text.is_empty() { reasons::text(command, reason).to_owned() } else { text };
        let name = if command == Command::Sfna { "SFNA" } else { "EFNA" };
        let error = outgoing.failed.clone().unwrap_or_else(|| {
            Error::new(codes::SEND_FAILED, format!("Send failed: the partner answered {name} {reason:02}: {text}"))
        });
        self.end_outgoing(outgoing, i32::from(reason), text, Err(error)).await
    }

    /// EFPA: the partner has the file.
    pub(super) async fn file_confirmed(&mut self) -> Result<()> {
        let Some(mut outgoing) = self.outgoing.take() else { return Ok(()) };
        if let Some(error) = outgoing.failed.clone() {
            // The partner confirmed a file whose announced size it never got.
            let text = format!("{} The partner confirmed the incomplete file all the same.", error.message);
            return self.end_outgoing(outgoing, 99, text, Err(error)).await;
        }
        let (digest, shown) = outgoing.worker.run(|sending| Ok(sending.take_hash())).await.unwrap_or_default();
        let sent = Sent {
            key: outgoing.start.key.clone(),
            partner: self.text(Id::SSIDCode),
            user: outgoing.start.user.clone(),
            local_path: PathBuf::from(&outgoing.path),
            hash: digest,
            suite: outgoing.start.suite,
            wants_signed: outgoing.start.signed_response,
            when: now_ms(),
        };
        let state = self.inner.state()?;
        let recorded = outgoing.recorded;
        let noted = blocking(move || {
            // The end response can have overtaken EFPA on another session; then nothing is waited for any more.
            if recorded && state.outgoing(&sent.key)?.is_none() {
                return Ok(());
            }
            state.outgoing_sent(&sent)
        })
        .await;
        if let Err(error) = noted {
            self.inner.report(&self.shared.id, &error).await;
        }
        self.end_outgoing_with(outgoing, 0, String::new(), shown, Ok(())).await?;
        if self.bool(Id::SendCDAfterEFPA) && self.session.is_idle_speaker() {
            self.session.change_direction()?;
            self.shared.set_ready(false);
        }
        Ok(())
    }

    async fn end_outgoing(&mut self, outgoing: Outgoing, reason: i32, text: String, result: Result<()>) -> Result<()> {
        self.end_outgoing_with(outgoing, reason, text, String::new(), result).await
    }

    async fn end_outgoing_with(
        &mut self,
        mut outgoing: Outgoing,
        reason: i32,
        text: String,
        hash: String,
        result: Result<()>,
    ) -> Result<()> {
        let state = self.inner.state()?;
        let key = outgoing.record.key.clone();
        let size = outgoing
            .worker
            .end(move |sending| {
                let size = sending.size();
                if let Some(temporary) = &sending.temporary {
                    let _ = std::fs::remove_file(temporary);
                }
                state.remove_outgoing(&key)?;
                Ok(size)
            })
            .await
            .unwrap_or(0);
        self.tell_end(&outgoing, reason, text, hash, size).await;
        match (outgoing.job.reply.take(), result) {
            (Some(reply), result) => answer(Some(reply), result),
            (None, Err(error)) => self.inner.report(&self.shared.id, &error).await,
            (None, Ok(())) => {}
        }
        let now = self.now();
        self.session.activity(now);
        Ok(())
    }

    async fn tell_end(&mut self, outgoing: &Outgoing, reason: i32, text: String, hash: String, size: u64) {
        let event = events::EndTransfer {
            connection_id: self.shared.id.clone(),
            direction: self.own_direction(),
            local_file: outgoing.path.clone(),
            virtual_file_name: outgoing.start.key.name.clone(),
            virtual_file_date: self.inner.date_text(Some(&self.shared), &outgoing.start.key),
            destination: outgoing.start.key.destination.clone(),
            originator: outgoing.start.key.originator.clone(),
            reason_code: reason,
            reason_text: text,
            file_size: size as i64,
            file_hash: hash,
            send_end_response: false,
        };
        self.ask(event).await;
    }

    /// The session ended in mid-file: the next SendFile of the same file to this partner offers a restart.
    pub(super) async fn suspend_outgoing(&mut self, error: Error) {
        let Some(mut outgoing) = self.outgoing.take() else { return };
        let per_record = outgoing.start.format.has_records() && !outgoing.start.is_wrapped();
        let bytes = outgoing.bytes;
        let mut record = outgoing.record.clone();
        // Also when SFPA was not seen yet: the partner may have accepted, so the next attempt is for the same file. What came
        // from a stream cannot be asked for again.
        let from_file = !outgoing.job.path.is_empty() && outgoing.job.exchange.is_none();
        let keep = self.session.negotiated().restart && from_file && !outgoing.interrupted;
        let state = self.inner.state();
        let ended = outgoing
            .worker
            .end(move |sending| {
                record.units = match per_record {
                    // Records that left the reader; the partner answers with what it really holds.
                    true => sending.totals().0.max(record.units),
                    false => record.units + bytes / 1024,
                };
                match (&state, keep) {
                    (Ok(state), true) => state.put_outgoing(&record)?,
                    _ => {
                        if let Some(temporary) = &sending.temporary {
                            let _ = std::fs::remove_file(temporary);
                        }
                    }
                }
                Ok(())
            })
            .await;
        if let Err(error) = ended {
            self.inner.report(&self.shared.id, &error).await;
        }
        self.tell_end(&outgoing, 99, format!("Transfer interrupted: {}", error.message), String::new(), bytes).await;
        if let Some(reply) = outgoing.job.reply.take() {
            let message = format!("Send failed: {}", error.message);
            let _ = reply.send(Err(Error::new(codes::SEND_FAILED, message)));
        }
    }

    /// An end response came for a file whose EFPA was lost together with an earlier session: it is not sent again, also
    /// when a job for it waits already.
    pub(super) async fn outgoing_answered(&mut self, record: OutgoingRecord) -> Result<()> {
        let state = self.inner.state()?;
        let (key, prepared) = (record.key.clone(), record.prepared_path.clone());
        blocking(move || {
            prepared.into_iter().for_each(|path| drop(std::fs::remove_file(path)));
            state.remove_outgoing(&key)
        })
        .await?;
        self.take_orders().await;
        let same = |job: &SendJob| {
            wire_name(if job.name.is_empty() { &job.path } else { &job.name }) == record.key.name
                && octets::same_code(&job.destination, &record.key.destination)
                && Path::new(&job.path) == record.source_path
        };
        let Some(index) = self.jobs.iter().position(|job| same(job)) else { return Ok(()) };
        let Some(mut job) = self.jobs.remove(index) else { return Ok(()) };
        let event = events::EndTransfer {
            connection_id: self.shared.id.clone(),
            direction: self.own_direction(),
            local_file: job.path.clone(),
            virtual_file_name: record.key.name.clone(),
            virtual_file_date: self.inner.date_text(Some(&self.shared), &record.key),
            destination: record.key.destination.clone(),
            originator: record.key.originator.clone(),
            reason_code: 0,
            reason_text: String::new(),
            file_size: record.source_length as i64,
            file_hash: String::new(),
            send_end_response: false,
        };
        self.ask(event).await;
        answer(job.reply.take(), Ok(()));
        Ok(())
    }

    /// A job that did not use its stream gives it back to the connection.
    pub(super) fn put_upload_back(&self, job: &mut SendJob) {
        if let Some(stream) = take(&job.stream) {
            lock(&self.shared.upload).get_or_insert(stream);
        }
    }
}

/// What the settings say about a file to be sent.
pub(crate) struct Spec {
    pub local: LocalFormat,
    pub security: SecurityLevel,
    pub suite: CipherSuite,
    pub compress: bool,
    pub signed_response: bool,
    pub description: String,
    pub originator: String,
    pub user: String,
    pub stamp: Option<Stamp>,
}

impl Spec {
    fn is_wrapped(&self) -> bool {
        self.security != SecurityLevel::None || self.compress
    }
}

fn take(
    slot: &std::sync::Mutex<Option<Box<dyn crate::engine::UploadStream>>>,
) -> Option<Box<dyn crate::engine::UploadStream>> {
    lock(slot).take()
}

/// CloseStreamAfterTransfer for a stream that was read to its end.
async fn stream_done(drive: &Drive, mut stream: Box<dyn crate::engine::UploadStream>) {
    if drive.bool(Id::CloseStreamAfterTransfer) {
        drive.shared.has_upload.store(false, std::sync::atomic::Ordering::SeqCst);
        let _ = tokio::task::spawn_blocking(move || stream.close()).await;
    } else {
        lock(&drive.shared.upload).get_or_insert(stream);
    }
}

/// A file name as partners accept it: the last part of the path, upper case, 26 characters of one octet each.
pub(crate) fn wire_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let upper: String = last
        .chars()
        .map(|c| if octets::octets_of(c.encode_utf8(&mut [0; 4])).is_some() && !c.is_control() { c } else { '-' })
        .map(|c| c.to_ascii_uppercase())
        .take(26)
        .collect();
    upper.trim_end().to_owned()
}

fn file_facts(file: &Path) -> Result<(u64, u64)> {
    let failed =
        |e: std::io::Error| Error::new(codes::READ_FILE, format!("Error reading file {}: {e}", file.display()));
    let metadata = file.metadata().map_err(failed)?;
    if !metadata.is_file() {
        return Err(Error::new(codes::READ_FILE, format!("Error reading file {}: not a file", file.display())));
    }
    let modified = metadata.modified().ok().and_then(|t| t.duration_since(SystemTime::UNIX_EPOCH).ok());
    Ok((metadata.len(), modified.map_or(0, |t| t.as_millis() as u64)))
}

async fn spool(temp: &Path, mut from: impl std::io::Read + Send + 'static) -> Result<PathBuf> {
    let temp = temp.to_owned();
    blocking(move || copy_to_temporary(&temp, &mut from)).await
}

async fn spool_stream(
    temp: &Path,
    stream: Box<dyn crate::engine::UploadStream>,
) -> Result<(PathBuf, Box<dyn crate::engine::UploadStream>)> {
    struct AsRead(Box<dyn crate::engine::UploadStream>);
    impl std::io::Read for AsRead {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            self.0.read(buffer)
        }
    }
    let temp = temp.to_owned();
    blocking(move || {
        let mut from = AsRead(stream);
        copy_to_temporary(&temp, &mut from).map(|path| (path, from.0))
    })
    .await
}

fn copy_to_temporary(temp: &Path, from: &mut impl std::io::Read) -> Result<PathBuf> {
    let part = crate::vfile::PartFile::create(temp, "upload")?;
    let mut part = std::io::BufWriter::with_capacity(PIECE, part);
    let copied = std::io::copy(from, &mut part).and_then(|_| std::io::Write::flush(&mut part));
    let part = part.into_inner().map_err(|e| Error::io("spooling the upload stream", e.error()))?;
    match copied {
        Ok(()) => Ok(part.keep()),
        Err(error) => {
            let _ = part.discard();
            Err(Error::new(codes::READ_FILE, format!("Error reading the upload stream: {error}")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::wire_name;

    /// `interop-notes.md` 29: upper case, 26 characters, only the last part of a path.
    #[test]
    fn names_on_the_wire() {
        assert_eq!(wire_name("/var/out/order 17.edi"), "ORDER 17.EDI");
        assert_eq!(wire_name("C:\\out\\x.dat"), "X.DAT");
        assert_eq!(wire_name("odette_certificate_request"), "ODETTE_CERTIFICATE_REQUEST");
        assert_eq!(wire_name(&"x".repeat(40)).len(), 26);
        assert_eq!(wire_name("snow\u{2603}man"), "SNOW-MAN");
    }
}
