//! A file goes out: what is to travel, SFID, the data under credit, EFID and what the partner says to it.

use super::Drive;
use super::preparing::take;
use super::sending::Sending;
use super::turn::answer;
use crate::engine::now_ms;
use crate::engine::shared::SendJob;
use crate::engine::worker::{Worker, blocking};
use crate::error::{Error, Result, codes};
use crate::events::{self, EventKind};
use crate::model::reasons::{self, Command};
use crate::model::{DataBlock, octets};
use crate::protocol::StartFile;
use crate::settings::Id;
use crate::state::{Change, Outgoing as OutgoingRecord, Sent};
use crate::sync::lock;
use std::path::{Path, PathBuf};

/// Output that waits in the session before more data are made.
const OUTPUT_LIMIT: usize = 512 * 1024;

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
        self.outgoing = Some(Box::new(Outgoing {
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
        }));
        self.record_attempt().await;
        Ok(())
    }

    /// Notes the attempt before its SFID leaves: after a crash the next one is for the same file, with the same stamp and
    /// octets, and an end response that overtakes EFPA finds what it is about.
    async fn record_attempt(&mut self) {
        let Some(outgoing) = &self.outgoing else { return };
        if !outgoing.job.is_repeatable() {
            return;
        }
        let offer = Change::Offer { outgoing: Box::new(outgoing.record.clone()) };
        let noted = self.station.store.apply(offer).await.map(drop);
        match (noted, &mut self.outgoing) {
            (Ok(()), Some(outgoing)) => outgoing.recorded = true,
            (Ok(()), None) => {}
            (Err(error), _) => self.inner.report(&self.shared.id, &error).await,
        }
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
        let shown = self.note_sent(&mut outgoing).await?;
        self.end_outgoing_with(outgoing, 0, String::new(), shown, Ok(())).await?;
        if self.bool(Id::SendCDAfterEFPA) && self.session.is_idle_speaker() {
            self.session.change_direction()?;
            self.shared.set_ready(false);
        }
        Ok(())
    }

    /// Notes that a file is with the partner and awaits its end response. Returns the hash over what travelled, in hex.
    async fn note_sent(&mut self, outgoing: &mut Outgoing) -> Result<String> {
        let digest = outgoing.worker.run(Sending::take_hash).await;
        let mut sent = Sent {
            key: outgoing.start.key.clone(),
            partner: self.text(Id::SSIDCode),
            user: outgoing.start.user.clone(),
            local_path: PathBuf::from(&outgoing.path),
            hash: Vec::new(),
            suite: outgoing.start.suite,
            wants_signed: outgoing.start.signed_response,
            forwarded: outgoing.record.forwarded,
            when: now_ms(),
        };
        match digest {
            Ok(digest) => sent.hash = digest,
            Err(error) => self.inner.report(&self.shared.id, &error).await,
        }
        let shown = crate::hex::lower(&sent.hash);
        // The end response can have overtaken EFPA on another session; then nothing is waited for any more.
        let change = Change::Sent { sent: Box::new(sent), offered: outgoing.recorded };
        let noted = self.station.store.apply(change).await;
        if let Err(error) = noted {
            self.inner.report(&self.shared.id, &error).await;
        }
        Ok(shown)
    }

    async fn end_outgoing(
        &mut self,
        outgoing: Box<Outgoing>,
        reason: i32,
        text: String,
        result: Result<()>,
    ) -> Result<()> {
        self.end_outgoing_with(outgoing, reason, text, String::new(), result).await
    }

    async fn end_outgoing_with(
        &mut self,
        mut outgoing: Box<Outgoing>,
        reason: i32,
        text: String,
        hash: String,
        result: Result<()>,
    ) -> Result<()> {
        let key = outgoing.record.key.clone();
        let withdrawn = match outgoing.recorded {
            true => self.station.store.apply(Change::Withdraw { key }).await.map(drop),
            false => Ok(()),
        };
        let size = outgoing
            .worker
            .end(move |mut sending| {
                let size = sending.size();
                if withdrawn.is_ok() {
                    sending.temporaries.own_all();
                }
                Ok(size)
            })
            .await
            .unwrap_or(0);
        if result.is_err() {
            self.inner.stamps.release(&outgoing.start.key);
        }
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
            partner: self.text(Id::SSIDCode),
            redelivered: false,
            forwarded: outgoing.record.forwarded,
        };
        self.inform(event).await;
    }

    /// The session ended in mid-file: the next SendFile of the same file to this partner offers it under the same key
    /// (RST-6), with a restart where both sides can.
    pub(super) async fn suspend_outgoing(&mut self, error: Error) {
        let Some(mut outgoing) = self.outgoing.take() else { return };
        let per_record = outgoing.start.format.has_records() && !outgoing.start.is_wrapped();
        let bytes = outgoing.bytes;
        let mut record = outgoing.record.clone();
        // Also when SFPA was not seen yet: the partner may have accepted, so the next attempt is for the same file.
        let keep = outgoing.job.is_repeatable() && !outgoing.interrupted;
        let counted = outgoing.worker.run(move |sending| {
            record.units = match per_record {
                // Records that left the reader; the partner answers with what it really holds.
                true => sending.totals().0.max(record.units),
                false => record.units + bytes / 1024,
            };
            Ok(record)
        });
        let noted = match counted.await {
            Ok(record) if keep => self.station.store.apply(Change::Offer { outgoing: Box::new(record) }).await,
            Ok(record) => self.station.store.apply(Change::Withdraw { key: record.key }).await,
            Err(error) => Err(error),
        };
        let (failed, noted) = (noted.is_err(), noted.map(drop));
        let ended = outgoing.worker.end(move |mut sending| {
            match keep || failed {
                true => sending.temporaries.keep(),
                false => sending.temporaries.own_all(),
            }
            Ok(())
        });
        let ended = ended.await.and(noted);
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
        self.station.store.apply(Change::Withdraw { key: record.key.clone() }).await?;
        let prepared = record.prepared_path.clone();
        blocking(move || {
            prepared.into_iter().for_each(|path| drop(std::fs::remove_file(path)));
            Ok(())
        })
        .await?;
        self.take_orders().await;
        let same = |job: &SendJob| {
            self.name_on_the_wire(job) == record.key.name
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
            partner: record.partner,
            redelivered: false,
            forwarded: record.forwarded,
        };
        self.inform(event).await;
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
