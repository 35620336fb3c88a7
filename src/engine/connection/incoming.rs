//! A file comes in: policies, AcceptFile, StartTransfer, the data, EndTransfer and the answer to EFID.
//!
//! The order that nothing may change is that of [`crate::engine::inbox`]: on disk, noted in the state store, renamed, told
//! (EndTransfer), and only then EFPA. Data that cannot be stored are still taken until EFID, because only EFNA may say so
//! (EFNA-4).

use super::Drive;
use crate::engine::inbox::{Arriving, Failure, FinalName, Plan, Rejected, Stored, Target, offered};
use crate::engine::own::is_own;
use crate::engine::policy;
use crate::engine::shared::{Shared, Stop};
use crate::engine::station::Hold;
use crate::engine::worker::{Worker, blocking};
use crate::error::{Error, Result, codes};
use crate::events::{self, EventKind};
use crate::model::DataBlock;
use crate::model::reasons::{self, Command};
use crate::protocol::StartFile;
use crate::settings::{Id, Values};
use crate::state::{Answer, Claim, Claimed, FileId, Known};
use crate::sync::{lock, write};
use crate::vfile::{BLOCK, LocalFormat, names};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// Received data are handed to the file thread in pieces of about this size.
const PIECE: usize = 512 * 1024;
/// How long an old session may take to let go of a file.
const PATIENCE: Duration = Duration::from_secs(10);

/// The file being received.
pub(super) struct Incoming {
    offer: StartFile,
    path: String,
    overwrite: bool,
    /// The program chose the name: the file gets this one or none.
    chosen: bool,
    worker: Worker<Arriving>,
    block: DataBlock,
    bytes: u64,
    /// How many octets it may have: MaxFileSize, which SFIDFSIZ only announces.
    most: u64,
    /// This station is its destination; otherwise it is passed on untouched.
    own: bool,
    failed: Option<Failure>,
}

/// Whether the partner may offer the file again (SFNARRTR).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Again {
    /// AllowRetry says so.
    AsSet,
    /// A fault of our own that passes: the store, the folder, the disk.
    Yes,
    No,
}

/// A refusal on its way to SFNA.
struct Refusal {
    reason: u8,
    text: String,
    error: Option<Error>,
    again: Again,
}

impl Refusal {
    /// A decision of the program or of its settings.
    fn plain(reason: u8) -> Self {
        // A duplicate stays one however often it is offered (docs/interoperability.md, Duplicates).
        let again = if reason == 13 { Again::No } else { Again::AsSet };
        Refusal { reason, text: reasons::text(Command::Sfna, reason).to_owned(), error: None, again }
    }

    /// The same, with what the program hears of it.
    fn error(reason: u8, error: Error) -> Self {
        Refusal { error: Some(error), ..Refusal::plain(reason) }
    }

    /// A fault of our own that passes: the partner may try again, whatever AllowRetry says of the program's decisions.
    fn passing(reason: u8, error: Error) -> Self {
        Refusal { again: Again::Yes, ..Refusal::error(reason, error) }
    }
}

impl Drive {
    /// SFID arrived.
    pub(super) async fn file_offered(&mut self, offer: StartFile) -> Result<()> {
        self.offer_facts(&offer);
        match self.take_file(&offer).await {
            Ok((incoming, restart)) => {
                self.incoming = Some(Box::new(incoming));
                let now = self.now();
                self.session.activity(now);
                self.session.accept_file(restart)
            }
            Err(refusal) => {
                self.end_facts();
                if let Some(error) = &refusal.error {
                    self.inner.report(&self.shared.id, error).await;
                }
                self.log(1, "Info", || {
                    format!("file {} refused with SFNA {:02}: {}", offer.key.name, refusal.reason, refusal.text)
                })
                .await;
                let retry = match refusal.again {
                    Again::AsSet => self.bool(Id::AllowRetry),
                    Again::Yes => true,
                    Again::No => false,
                };
                self.session.refuse_file(refusal.reason, retry, &refusal.text)
            }
        }
    }

    /// What the program can query about the file on offer.
    fn offer_facts(&self, offer: &StartFile) {
        let fact = |id, text: &str| self.shared.fact(id, text);
        fact(Id::ReceivedFileName, &offer.key.name);
        fact(Id::ReceivedFileDateTime, &self.inner.date_text(Some(&self.shared), &offer.key));
        fact(Id::ReceivedFileDescription, &offer.description);
        fact(Id::ReceivedFileHeader, &super::forward::to_text(offer));
        let algorithm = matches!(offer.suite.cipher(), Some(crate::model::Cipher::Aes256));
        self.shared.fact(Id::ReceivedFileEncryptionAlg, i64::from(algorithm));
        fact(Id::SFIDCode, &offer.key.originator);
        // These fields are also what the program sets for its own files; the file's facts only cover them for a while.
        let mut facts = Values::new();
        facts.fill(Id::VirtualFileFormat, i64::from(offer.format.code()));
        facts.fill(Id::VirtualFileSecurityLevel, i64::from(offer.security.code()));
        facts.fill(Id::Compress, offer.compressed);
        facts.fill(Id::SignedReceipt, offer.signed_response);
        facts.fill(Id::MaxRecordSize, i64::from(offer.record_length));
        *write(&self.shared.receiving) = Some(facts);
    }

    /// The file ended: the connection's fields are the program's own again.
    fn end_facts(&self) {
        *write(&self.shared.receiving) = None;
    }

    async fn take_file(&mut self, offer: &StartFile) -> Result<(Incoming, u64), Refusal> {
        if let Some(reason) = policy::refuses(&self.shared.settings, offer) {
            return Err(Refusal::plain(reason));
        }
        let partner = self.text(Id::SSIDCode);
        let (hold, earlier) = self.claim_file(offer, FileId { partner, key: offer.key.clone() }).await?;
        let prefilled = self.local_name(offer).await;
        let event = events::AcceptFile {
            connection_id: self.shared.id.clone(),
            virtual_file_name: offer.key.name.clone(),
            virtual_file_date: self.inner.date_text(Some(&self.shared), &offer.key),
            destination: offer.key.destination.clone(),
            originator: offer.key.originator.clone(),
            accept: true,
            file_name: prefilled.clone(),
            overwrite: false,
            error_code: 0,
            error_description: String::new(),
            forwarded: !is_own(&self.shared.settings, &offer.key.destination),
        };
        let event = self.ask(event).await;
        if !event.accept {
            let reason = u8::try_from(event.error_code).ok().filter(|r| (1..=99).contains(r)).unwrap_or(99);
            let mut refusal = Refusal::plain(reason);
            if !event.error_description.is_empty() {
                refusal.text = event.error_description;
            }
            return Err(refusal);
        }
        // Asked again: the program may have said meanwhile that the destination is its own, or that it passes such files on.
        let own = is_own(&self.shared.settings, &offer.key.destination);
        if !own && !self.bool(Id::ForwardFiles) {
            return Err(Refusal::plain(2));
        }
        let streamed = lock(&self.shared.download).is_some();
        let mut path = event.file_name;
        let chosen = path != prefilled;
        if !streamed {
            if self.text(Id::DownloadDirectory).is_empty() && path == prefilled {
                let message = "DownloadDirectory is not set, and the AcceptFile event gave no full path.";
                return Err(Refusal::error(12, Error::new(codes::BAD_VALUE, message)));
            }
            path = self.free_path(path, &prefilled, event.overwrite).await?;
        } else {
            path.clear();
        }
        let offered = path.clone();
        let path = match self.tell_start(offer, path).await {
            told if streamed || told == offered => told,
            told => self.free_path(told, &prefilled, event.overwrite).await?,
        };
        let chosen = path != offered || chosen;
        let format = LocalFormat {
            format: offer.format,
            record_length: offer.record_length,
            binary_records: self.int(Id::LocalRecordFormat) == 1,
        };
        let temp = self.text(Id::TempPath);
        let unwrap = if own && offer.is_wrapped() {
            Some(self.inner.certs.unwrapping(&self.shared.certs, offer).map_err(|e| Refusal::error(99, e))?)
        } else {
            None
        };
        // Taken last, so that a refusal leaves the program's stream where it is.
        let stream = if streamed { lock(&self.shared.download).take() } else { None };
        let target = match stream {
            Some(stream) => Target::Stream(stream),
            None if streamed => {
                let message = "DownloadStream was taken away while the file was being accepted.";
                return Err(Refusal::error(12, Error::new(codes::NOT_READY, message)));
            }
            None => Target::Path(PathBuf::from(&path)),
        };
        let plan = Plan {
            offer: offer.clone(),
            format,
            target,
            temp: (!temp.is_empty()).then(|| PathBuf::from(temp)),
            restart: self.session.negotiated().restart,
            unwrap,
            hold,
            earlier,
            delete_on_error: self.bool(Id::DeleteOnError),
            respond: if own { Some(self.responder(offer)) } else { None },
        };
        let opened = blocking(move || Ok(Arriving::begin(plan))).await.unwrap_or_else(|e| Err((e, None)));
        let (arriving, restart) = opened.map_err(|(error, stream)| {
            *lock(&self.shared.download) = stream;
            Refusal::passing(12, error)
        })?;
        let incoming = Incoming {
            offer: offer.clone(),
            path,
            overwrite: event.overwrite,
            chosen,
            bytes: arriving.units(),
            most: match self.shared.settings.count(Id::MaxFileSize) {
                0 => u64::MAX,
                blocks => blocks.saturating_mul(BLOCK),
            },
            worker: Worker::new(arriving),
            block: DataBlock::default(),
            own,
            failed: None,
        };
        Ok((incoming, restart))
    }

    /// Whether the file is new here; then it is this session's, with what an earlier one left of it.
    async fn claim_file(
        &self,
        offer: &StartFile,
        id: FileId,
    ) -> Result<(Hold, Option<Box<crate::state::Arriving>>), Refusal> {
        let store = &self.station.store;
        let offered = offered(offer);
        self.refuse_known(store.known(&id, &offered).await).await?;
        let claimed = store.claim(&id, PATIENCE).await.map_err(|e| Refusal::passing(12, e))?;
        let Claim::Mine(Claimed { fence, arriving, wanted }) = claimed else {
            let error = Error::new(codes::NOT_READY, format!("{} is being received in another session.", id.key.name));
            return Err(Refusal::passing(99, error));
        };
        let hold = Hold::new(store.clone(), id.clone(), fence);
        // Whoever had it may have stored it meanwhile.
        self.refuse_known(store.known(&id, &offered).await).await?;
        tokio::spawn(let_go(self.shared.clone(), wanted));
        Ok((hold, arriving))
    }

    async fn refuse_known(&self, known: Result<Known>) -> Result<(), Refusal> {
        match known.map_err(|e| Refusal::passing(12, e))? {
            Known::No => Ok(()),
            Known::Resembles(other) => {
                let why = "its stamp is of another length, and they are not alike or not the only ones of their second";
                self.log(1, "Info", || {
                    format!("file {} of {} may be here already; {why}: taken as new", other.name, other.stamp.as_str())
                })
                .await;
                Ok(())
            }
            // Stored before, only the confirmation got lost: it is not stored again, and its end response follows.
            Known::Stored(_) => Err(Refusal::plain(13)),
        }
    }

    /// DownloadDirectory and the name that ReceivedFileNameFormat makes of the offer.
    async fn local_name(&self, offer: &StartFile) -> String {
        let directory = self.text(Id::DownloadDirectory);
        let facts = names::NameContext {
            name: &offer.key.name,
            stamp: Some(&offer.key.stamp),
            date_format: &self.text(Id::VirtualFileDateFormat),
            originator: &offer.key.originator,
            destination: &offer.key.destination,
            user_data: &offer.user,
            now: Some(&crate::model::Stamp::now()),
        };
        let name = names::received_name(&self.text(Id::ReceivedFileNameFormat), &facts);
        if directory.is_empty() {
            return name;
        }
        names::resolve(Path::new(&directory), &name).to_string_lossy().into_owned()
    }

    /// Where the file goes. A file that exists and is not to be overwritten is left as it is: a name that the program did not
    /// touch gets the next free one; for one that it chose it hears error 681, and the partner SFNA 12. Never 13, which would
    /// tell the partner that we have its file.
    async fn free_path(&self, path: String, prefilled: &str, overwrite: bool) -> Result<String, Refusal> {
        let (file, chosen) = (PathBuf::from(&path), path != prefilled);
        if overwrite {
            return Ok(path);
        }
        let free = blocking(move || match file.symlink_metadata().is_ok() {
            false => Ok(Some(file)),
            true if chosen => Ok(None),
            true => names::next_free(&file).map(Some),
        });
        match free.await.map_err(|error| Refusal::passing(12, error))? {
            Some(free) => Ok(free.to_string_lossy().into_owned()),
            None => {
                let message = format!("Local file exists and overwrite is set to false: {path}");
                let refusal = Refusal::error(12, Error::new(codes::FILE_EXISTS, message));
                Err(Refusal { again: Again::No, ..refusal })
            }
        }
    }

    /// StartTransfer, whose LocalFile the program may change.
    async fn tell_start(&mut self, offer: &StartFile, path: String) -> String {
        let event = events::StartTransfer {
            connection_id: self.shared.id.clone(),
            direction: self.peer_direction(),
            local_file: path,
            virtual_file_name: offer.key.name.clone(),
            virtual_file_date: self.inner.date_text(Some(&self.shared), &offer.key),
            destination: offer.key.destination.clone(),
            originator: offer.key.originator.clone(),
        };
        self.inform(event).await.local_file
    }

    /// Decoded data wait in the session.
    pub(super) async fn data_received(&mut self) -> Result<()> {
        let Some(incoming) = &mut self.incoming else {
            self.session.data().clear();
            return Ok(());
        };
        let fresh = self.session.data();
        incoming.bytes += fresh.bytes.len() as u64;
        if incoming.bytes > incoming.most && incoming.failed.is_none() {
            incoming.failed = Some(Failure::too_big(incoming.most));
        }
        let told = self.inner.dispatch.wants(EventKind::Transfer).then(|| fresh.bytes.clone());
        if incoming.failed.is_some() {
            fresh.clear();
        } else if incoming.block.bytes.is_empty() && incoming.block.ends.is_empty() {
            std::mem::swap(&mut incoming.block, fresh);
        } else {
            incoming.block.append(fresh);
        }
        let full = incoming.block.bytes.len() >= PIECE || incoming.block.ends.len() >= PIECE / 16;
        if let Some(text) = told {
            self.tell_progress(text).await;
        }
        if full {
            self.store_piece().await;
        }
        Ok(())
    }

    /// Gives what was collected to the file thread; the piece before it must be stored first, which holds the partner back.
    async fn store_piece(&mut self) {
        let Some(incoming) = &mut self.incoming else { return };
        if let Err(error) = incoming.worker.settle().await {
            incoming.failed.get_or_insert(Failure::from(error));
        }
        if let Some(failure) = incoming.worker.get().and_then(|arriving| arriving.failure().cloned()) {
            incoming.failed.get_or_insert(failure);
        }
        if incoming.failed.is_some() {
            incoming.block.clear();
            return;
        }
        // The buffer that the last piece was in is used again.
        let spare = incoming.worker.get().map(Arriving::spare).unwrap_or_default();
        let block = std::mem::replace(&mut incoming.block, spare);
        incoming.worker.start(move |arriving| {
            arriving.take(block);
            Ok(())
        });
    }

    async fn tell_progress(&mut self, text: Vec<u8>) {
        let Some(incoming) = &self.incoming else { return };
        let event = events::Transfer {
            connection_id: self.shared.id.clone(),
            direction: self.peer_direction(),
            local_file: incoming.path.clone(),
            virtual_file_name: incoming.offer.key.name.clone(),
            virtual_file_date: self.inner.date_text(Some(&self.shared), &incoming.offer.key),
            destination: incoming.offer.key.destination.clone(),
            originator: incoming.offer.key.originator.clone(),
            bytes_transferred: incoming.bytes as i64,
            text,
        };
        self.inner.dispatch.tell(&self.shared.id, event).await;
    }

    /// EFID arrived: store, tell, confirm.
    pub(super) async fn file_ended(&mut self, records: u64, units: u64) -> Result<()> {
        self.store_piece().await;
        let Some(mut incoming) = self.incoming.take() else { return Ok(()) };
        let name =
            FinalName { path: PathBuf::from(&incoming.path), overwrite: incoming.overwrite, chosen: incoming.chosen };
        let failed = incoming.failed.take();
        let sealed = incoming.worker.end(move |mut arriving| {
            failed.into_iter().for_each(|failure| arriving.fail(failure));
            Ok(arriving.seal(records, units))
        });
        let (sealed, stream) = sealed.await.unwrap_or_else(|error| (Err(Failure::from(error)), None));
        self.give_back(stream).await;
        let stored = match sealed {
            Ok(whole) => whole.store(name).await,
            Err(failure) => Err(Rejected::Failed(failure)),
        };
        match stored {
            Ok(stored) => self.file_stored(incoming, stored).await,
            Err(Rejected::Failed(failure)) => self.file_failed(incoming, failure).await,
            Err(Rejected::Later(error)) => {
                // It is noted, so the partner need not send it again; recovery gives it its name and tells the program.
                self.inner.report(&self.shared.id, &error).await;
                self.end_facts();
                self.confirm(false).await
            }
        }
    }

    /// The program's stream: closed after the transfer, or kept for the next file.
    async fn give_back(&self, stream: Option<Box<dyn crate::engine::DownloadStream>>) {
        let Some(mut stream) = stream else { return };
        if self.bool(Id::CloseStreamAfterTransfer) {
            super::close(&self.inner, &self.shared, move || stream.close()).await;
            return;
        }
        lock(&self.shared.download).get_or_insert(stream);
    }

    async fn file_stored(&mut self, mut incoming: Box<Incoming>, mut stored: Stored) -> Result<()> {
        if let Some(complaint) = stored.complaint.take() {
            self.inner.report(&self.shared.id, &complaint).await;
        }
        if !incoming.path.is_empty() {
            incoming.path = stored.record.final_path.to_string_lossy().into_owned();
        }
        let mut event = self.end_event(&incoming, 0, String::new());
        event.file_size = stored.record.length as i64;
        event.file_hash = crate::hex::lower(&stored.record.hash);
        event.send_end_response = incoming.own;
        let (heard, confirmed) = self.tell_stored(event).await?;
        self.end_facts();
        match heard {
            Some(event) if event.send_end_response => {
                let reply = stored.record.reply.take();
                let reply = reply.unwrap_or_else(|| (self.responder(&incoming.offer))(&[]).0);
                stored.told(Answer::Owed(Box::new(reply)));
            }
            Some(_) => {
                lock(&self.shared.deferred).push(stored.record.id.key.clone());
                self.shared.owes_answers.fetch_add(1, Ordering::SeqCst);
                stored.told(Answer::Deferred);
            }
            None => self.left_untold(stored).await,
        }
        self.turn.look_again = true;
        self.certificate_stored(&incoming.offer, &incoming.path).await;
        if confirmed { Ok(()) } else { self.confirm(false).await }
    }

    /// EndTransfer of a stored file. The partner does not wait longer for its EFPA than a third of Timeout: the file is safe,
    /// and the answer counts when it comes. No answer when the end came before a handler had begun with it; then whether EFPA
    /// was said.
    async fn tell_stored(&mut self, event: events::EndTransfer) -> Result<(Option<events::EndTransfer>, bool)> {
        let likely_owed = event.send_end_response;
        let Some(mut hearing) = self.inner.dispatch.begin(&self.shared.id, event.clone()) else {
            return Ok((Some(event), false));
        };
        let third = match self.int(Id::Timeout) {
            0 => Duration::MAX,
            seconds => Duration::from_millis(seconds.max(1) as u64 * 1000 / 3),
        };
        tokio::select! {
            heard = hearing.unless(self.inner.dispatch.left_by(&mut self.stop)) => return Ok((heard.answer(), false)),
            () = tokio::time::sleep(third.min(Duration::from_secs(24 * 3600))) => {}
        }
        // Most probably there will be an end response: the partner is asked for the turn now.
        self.confirm(likely_owed).await?;
        self.flush().await?;
        let heard = hearing.unless(self.inner.dispatch.left_by(&mut self.stop)).await;
        Ok((heard.answer(), true))
    }

    async fn left_untold(&self, stored: Stored) {
        let name = stored.record.id.key.name.clone();
        let lost = self.station.place.is_none();
        stored.untold();
        self.log(1, "Info", || match lost {
            true => format!("EndTransfer of {name} was not finished; without a StatePath nobody will hear of it again"),
            false => format!("EndTransfer of {name} was not finished: it will be told again"),
        })
        .await;
    }

    /// EFPA.
    async fn confirm(&mut self, likely_owed: bool) -> Result<()> {
        let ask_for_turn = likely_owed || self.wants_turn().await;
        let now = self.now();
        self.session.activity(now);
        self.session.confirm_file(ask_for_turn)
    }

    async fn file_failed(&mut self, incoming: Box<Incoming>, failure: Failure) -> Result<()> {
        self.inner.report(&self.shared.id, &failure.error).await;
        let event = self.end_event(&incoming, i32::from(failure.reason), failure.error.message.clone());
        self.inform(event).await;
        self.end_facts();
        let now = self.now();
        self.session.activity(now);
        self.session.reject_file(failure.reason, reasons::text(Command::Efna, failure.reason))
    }

    fn end_event(&self, incoming: &Incoming, reason: i32, text: String) -> events::EndTransfer {
        events::EndTransfer {
            connection_id: self.shared.id.clone(),
            direction: self.peer_direction(),
            local_file: incoming.path.clone(),
            virtual_file_name: incoming.offer.key.name.clone(),
            virtual_file_date: self.inner.date_text(Some(&self.shared), &incoming.offer.key),
            destination: incoming.offer.key.destination.clone(),
            originator: incoming.offer.key.originator.clone(),
            reason_code: reason,
            reason_text: text,
            file_size: incoming.bytes as i64,
            file_hash: String::new(),
            send_end_response: false,
            partner: self.text(Id::SSIDCode),
            redelivered: false,
            forwarded: !incoming.own,
        }
    }

    /// The session ended in mid-file: what is there is kept for a restart.
    pub(super) async fn suspend_incoming(&mut self) {
        if self.incoming.is_none() {
            return;
        }
        self.store_piece().await;
        let Some(mut incoming) = self.incoming.take() else { return };
        let failed = incoming.failed.take();
        let suspended = incoming.worker.end(move |mut arriving| {
            failed.into_iter().for_each(|failure| arriving.fail(failure));
            Ok(arriving.suspend())
        });
        let suspended = suspended.await;
        if let Ok(stream) = suspended {
            self.give_back(stream).await;
        }
        let reason = self.failure().map_or_else(|| "the connection ended".to_owned(), |e| e.message);
        let event = self.end_event(&incoming, 99, format!("Transfer interrupted: {reason}"));
        self.inform(event).await;
        self.end_facts();
    }
}

/// A partner whose line broke may be back before this side has noticed: its newer session takes the file over, after this one
/// has put its part aside.
async fn let_go(connection: Arc<Shared>, mut wanted: tokio::sync::watch::Receiver<bool>) {
    if wanted.wait_for(|wanted| *wanted).await.is_ok() {
        connection.stop.send_replace(Stop::Disconnect);
    }
}
