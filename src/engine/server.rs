//! The server object: the class reference's properties, methods and settings over what the other files of this module do.

use super::connection::ResponseRequest;
use super::inner::Inner;
use super::shared::{Order, SendJob, Shared, Stop};
use super::{DownloadStream, LiveCertificate, UploadStream, listener};
use crate::certs::{Certificate, Refusal};
use crate::error::{Error, Result, codes};
use crate::events::Handler;
use crate::model::Version;
use crate::model::octets::same_code;
use crate::settings::{self, Id, Scope, Value};
use crate::state::{self, Change, Outcome};
use crate::sync::{lock, read};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::oneshot;

/// How events reach the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dispatch {
    /// On the engine's threads, as they happen.
    #[default]
    Direct,
    /// Inside [`Server::do_events`] only, on the caller's thread.
    Queued,
}

/// An OFTP server. Cheap to clone; all clones are the same server. Methods that wait must not be called from async code.
#[derive(Clone)]
pub struct Server {
    pub(super) inner: Arc<Inner>,
}

impl Default for Server {
    fn default() -> Self {
        Self::new()
    }
}

impl Server {
    /// A server with every setting at its default, not listening.
    pub fn new() -> Self {
        Server { inner: Inner::new() }
    }

    /// Sets who hears the events. Takes effect with the next event.
    pub fn set_handler(&self, handler: Arc<dyn Handler>) {
        self.inner.dispatch.set_handler(handler);
    }

    /// Chooses how events are delivered.
    ///
    /// # Errors
    /// 104 while listening, 10 while connections are open: the mode belongs to a server that has not started.
    pub fn set_event_dispatch(&self, mode: Dispatch) -> Result<()> {
        if self.is_listening() {
            return Err(Error::new(codes::ALREADY_LISTENING, "The event dispatch is chosen before StartListening."));
        }
        if self.inner.count() > 0 {
            return Err(Error::new(codes::NOT_READY, "The event dispatch cannot change while connections are open."));
        }
        self.inner.dispatch.set_mode(mode);
        Ok(())
    }

    /// From inside a handler: its answers come later. Returns a number for the event; the handler returns without having
    /// answered, and is called a second time by [`answer_now`](Self::answer_now).
    ///
    /// # Errors
    /// 10 when no handler of this server is running on this thread.
    pub fn answer_later(&self) -> Result<u64> {
        self.inner.dispatch.answer_later()
    }

    /// Calls the handler of an event that was put off, on this thread, for its answers.
    ///
    /// # Errors
    /// 8 when no event waits under this number.
    pub fn answer_now(&self, event: u64) -> Result<()> {
        self.inner.dispatch.resume(event)
    }

    /// What this thread calls counts as called by the handler of an event that was put off, until
    /// [`leave_event`](Self::leave_event).
    ///
    /// # Errors
    /// 8 when no event waits under this number.
    pub fn enter_event(&self, event: u64) -> Result<()> {
        self.inner.dispatch.enter(event)
    }

    /// Ends the last [`enter_event`](Self::enter_event) of this thread.
    ///
    /// # Errors
    /// 10 when there was none.
    pub fn leave_event() -> Result<()> {
        super::dispatch::leave_event()
    }

    /// Ends the delivery of events: what waits is dropped unanswered. The server is about to be freed.
    pub fn close_events(&self) {
        self.inner.dispatch.close();
    }

    /// Runs waiting events on this thread; waits up to `timeout_ms` milliseconds for the first (negative: for ever).
    /// Returns how many ran. In direct mode nothing is queued and it only waits.
    ///
    /// # Errors
    /// None today.
    pub fn do_events(&self, timeout_ms: i32) -> Result<usize> {
        let timeout = u64::try_from(timeout_ms).ok().map(Duration::from_millis);
        Ok(self.inner.dispatch.pump(timeout))
    }

    /// A descriptor that polls readable while events wait. It belongs to the server.
    ///
    /// # Errors
    /// 10 in direct mode, 9 where the platform has none.
    pub fn event_fd(&self) -> Result<i32> {
        if !self.inner.dispatch.is_queued() {
            return Err(Error::new(codes::NOT_READY, "Events are queued only in the queued dispatch mode."));
        }
        self.inner.dispatch.descriptor()
    }

    // listening

    /// StartListening.
    ///
    /// # Errors
    /// 104 when listening already; 672, 673 without codes; 689 without the certificate that UseSSL needs; 11 when
    /// StatePath cannot be used; 100xx from the system.
    pub fn start(&self) -> Result<()> {
        let _turn = read(&self.inner.changing);
        listener::start(&self.inner)
    }

    /// StopListening: new connections are refused, open ones stay.
    ///
    /// # Errors
    /// None; stopping twice is fine.
    pub fn stop(&self) -> Result<()> {
        listener::stop(&self.inner);
        Ok(())
    }

    /// StopListening and Disconnect of every client; returns when they are gone and their last events were delivered.
    /// Queued events it delivers itself on the thread that calls [`do_events`](Self::do_events), else they wait for that. From
    /// a callback, of this server or of one that waits for it, it only tells the connections to end.
    ///
    /// # Errors
    /// None.
    pub fn shutdown(&self) -> Result<()> {
        listener::stop(&self.inner);
        self.inner.stop_all(Stop::Shutdown);
        self.inner.dispatch.wake();
        Ok(())
    }

    /// Whether new connections are accepted.
    pub fn is_listening(&self) -> bool {
        lock(&self.inner.listening).is_some()
    }

    /// Reset: Shutdown, then every property and setting back to its default. Handlers and dispatch mode stay.
    ///
    /// # Errors
    /// None.
    pub fn reset(&self) -> Result<()> {
        self.shutdown()?;
        let _turn = read(&self.inner.changing);
        *self.inner.settings.change() = settings::Values::new();
        self.inner.certs.reset();
        self.inner.tls.clear();
        Ok(())
    }

    // settings

    /// Config: `Name=value` sets, `Name` reads, `Name[connection-id]` for one connection. Returns the
    /// value, after a set the new one.
    ///
    /// # Errors
    /// As [`set_config`](Self::set_config) and [`get_config`](Self::get_config).
    pub fn config(&self, text: &str) -> Result<String> {
        let reference = settings::parse_reference(text)?;
        let name = match reference.connection {
            Some(id) => format!("{}[{id}]", reference.name),
            None => reference.name.to_owned(),
        };
        if let Some(value) = reference.value {
            self.set_config(&name, value)?;
        }
        self.get_config(&name)
    }

    /// Sets a property or config setting; names are case insensitive.
    ///
    /// # Errors
    /// 5 unknown name, 6 bad value, 7 read only (100, 101 for RemotePort and RemoteHost), 8 a server's setting with a
    /// connection id, 126 unknown connection; 104, 106 to 108 while listening; 680 for a date; certificate errors for the settings that load one. A setting of TLS that
    /// a listening server cannot use is an error (6, 9, 689), keeps its value, and the listener goes on as it was.
    pub fn set_config(&self, name: &str, value: &str) -> Result<()> {
        let _turn = read(&self.inner.changing);
        self.change(name, value).map(|row| self.warn(row))
    }

    /// [`Server::set_config`] without a word in the log.
    pub(super) fn change(&self, name: &str, value: &str) -> Result<&'static settings::Setting> {
        let (row, connection) = self.resolve(name)?;
        row.check_change(self.is_listening())?;
        if row.id == Id::VirtualFileDate && !value.is_empty() {
            let format = self.inner.view(connection.as_deref()).text(Id::VirtualFileDateFormat);
            crate::vfile::dates::parse_date(value, Some(&format))?;
        }
        if row.id == Id::ForwardHeader && !value.is_empty() {
            super::connection::check_header(value)?;
        }
        let view = self.inner.view(connection.as_deref());
        let before = super::certificates::shapes_tls(row.id).then(|| view.own_values().clone());
        view.change().set(row.id, value)?;
        let changed = self.inner.setting_changed(connection.as_deref(), row.id);
        if changed.is_err()
            && let Some(before) = before
        {
            // A listener that goes on as it was must not find the wrong value at the next change.
            view.change().take_back(row.id, &before);
        }
        changed.map(|()| row)
    }

    /// What the log says of a setting that was changed while listening. Before that nobody may hear the log yet; then
    /// StartListening says it.
    pub(super) fn warn(&self, row: &settings::Setting) {
        let Some(port) = lock(&self.inner.listening).as_ref().map(|listening| listening.port) else { return };
        let warning = match row.id {
            Id::UseSSL => listener::wrong_port(&self.inner, port),
            id if self.inner.settings.look(|l| l.get(id) == settings::default_of(id)) => None,
            _ => row.warning(),
        };
        self.inner.log_later("", warning.into_iter().collect());
    }

    /// Reads a property or config setting as text.
    ///
    /// # Errors
    /// 5 unknown name, 8 a server's setting with a connection id, 126 unknown or missing connection.
    pub fn get_config(&self, name: &str) -> Result<String> {
        let (row, connection) = self.resolve(name)?;
        match (row.id, &connection) {
            (Id::Listening, _) => return Ok(if self.is_listening() { "True" } else { "False" }.to_owned()),
            (Id::LocalPort, _) => {
                if let Some(listening) = &*lock(&self.inner.listening) {
                    return Ok(listening.port.to_string());
                }
            }
            // The class reference's other way to know the turn: a worker thread that watches this field.
            (Id::ReadyToSend, Some(shared)) => shared.watches_ready.store(true, Ordering::SeqCst),
            (Id::VirtualFileDate, Some(shared)) => return Ok(self.shown_date(shared)),
            (id, Some(shared)) => {
                if let Some(text) = shared.received(id) {
                    return Ok(text);
                }
            }
            _ => {}
        }
        Ok(self.inner.view(connection.as_deref()).look(|l| l.shown(row.id)))
    }

    /// VirtualFileDate takes many formats and returns one.
    fn shown_date(&self, shared: &Shared) -> String {
        let text = shared.settings.text(Id::VirtualFileDate);
        let format = shared.settings.text(Id::VirtualFileDateFormat);
        match crate::vfile::dates::parse_date(&text, Some(&format)) {
            Ok(stamp) if !text.is_empty() => crate::vfile::dates::format_stamp(&stamp, "MM/dd/yyyy HH:mm:ss"),
            _ => text,
        }
    }

    fn resolve(&self, name: &str) -> Result<(&'static settings::Setting, Option<Arc<Shared>>)> {
        let reference = settings::parse_reference(name)?;
        let row = settings::require(reference.name)?;
        let connection = match reference.connection {
            Some(id) => Some(self.inner.connection(id)?),
            None => None,
        };
        row.check_scope(connection.is_some())?;
        Ok((row, connection))
    }

    // connections

    /// The ids of the open connections, oldest first.
    pub fn connections(&self) -> Vec<String> {
        self.inner.ids()
    }

    /// A field of a connection by its name (docs/connection.md).
    ///
    /// # Errors
    /// 126 for an unknown connection, 5 for an unknown field.
    pub fn connection_get(&self, connection_id: &str, field: &str) -> Result<String> {
        self.inner.connection(connection_id)?;
        let row = settings::require(field)?;
        match row.scope {
            Scope::Server => self.get_config(row.name),
            _ => self.get_config(&format!("{}[{connection_id}]", row.name)),
        }
    }

    /// Sets a field of a connection.
    ///
    /// # Errors
    /// As [`set_config`](Self::set_config).
    pub fn connection_set(&self, connection_id: &str, field: &str, value: &str) -> Result<()> {
        self.inner.connection(connection_id)?;
        self.set_config(&format!("{}[{connection_id}]", settings::require(field)?.name), value)
    }

    /// RecipientCertStoreB.
    ///
    /// # Errors
    /// 126 for an unknown connection.
    pub fn connection_recipient_store(&self, connection_id: &str) -> Result<Vec<u8>> {
        let shared = self.inner.connection(connection_id)?;
        Ok(shared.settings.look(|l| l.bytes(Id::RecipientCertStore).to_vec()))
    }

    /// Sets RecipientCertStoreB. Octets stay octets: with store type 99 they are a content, also when they spell a path.
    ///
    /// # Errors
    /// 126 for an unknown connection; 6 for more octets than a setting may have.
    pub fn connection_set_recipient_store(&self, connection_id: &str, blob: &[u8]) -> Result<()> {
        let _turn = read(&self.inner.changing);
        let shared = self.inner.connection(connection_id)?;
        shared.settings.change().set_value(Id::RecipientCertStore, Value::Bytes(blob.to_vec()))?;
        self.inner.setting_changed(Some(&shared), Id::RecipientCertStore)
    }

    /// Sets or clears DownloadStream: received files go there instead of to disk.
    ///
    /// # Errors
    /// 126 for an unknown connection.
    pub fn set_download_stream(&self, connection_id: &str, stream: Option<Box<dyn DownloadStream>>) -> Result<()> {
        let shared = self.inner.connection(connection_id)?;
        let old = std::mem::replace(&mut *lock(&shared.download), stream);
        drop(old);
        Ok(())
    }

    /// Sets or clears UploadStream: SendFile with an empty file name reads from it.
    ///
    /// # Errors
    /// 126 for an unknown connection.
    pub fn set_upload_stream(&self, connection_id: &str, stream: Option<Box<dyn UploadStream>>) -> Result<()> {
        let shared = self.inner.connection(connection_id)?;
        shared.has_upload.store(stream.is_some(), Ordering::SeqCst);
        let old = std::mem::replace(&mut *lock(&shared.upload), stream);
        drop(old);
        Ok(())
    }

    /// Whether DownloadStream is set.
    ///
    /// # Errors
    /// 126 for an unknown connection.
    pub fn has_download_stream(&self, connection_id: &str) -> Result<bool> {
        Ok(lock(&self.inner.connection(connection_id)?.download).is_some())
    }

    /// Whether UploadStream is set.
    ///
    /// # Errors
    /// 126 for an unknown connection.
    pub fn has_upload_stream(&self, connection_id: &str) -> Result<bool> {
        Ok(self.inner.connection(connection_id)?.has_upload.load(Ordering::SeqCst))
    }

    // methods on a connection

    /// Sends CD when nothing is under way in our turn. From a callback of the connection it is only asked for.
    ///
    /// # Errors
    /// 126, or 10 when it is not our turn.
    pub fn change_direction(&self, connection_id: &str) -> Result<()> {
        self.ordered(connection_id, Order::ChangeDirection)
    }

    /// Asks for the end. When everything that is queued has been sent, the session ends (ESID 00) if nothing was sent in a turn
    /// that the partner gave unasked; otherwise the turn is given back (CD). While the partner has the turn, the request is kept
    /// for the next turn of this side. From a callback of the connection it is only asked for.
    ///
    /// # Errors
    /// 126.
    pub fn logoff(&self, connection_id: &str) -> Result<()> {
        self.ordered(connection_id, Order::Logoff)
    }

    fn ordered(&self, connection_id: &str, order: impl FnOnce(Option<super::shared::Reply>) -> Order) -> Result<()> {
        let shared = self.inner.connection(connection_id)?;
        if self.inner.dispatch.in_callback_of(&shared.id) {
            return accepted(shared.order(order(None)));
        }
        self.inner.wait(&shared, false, || {
            let (reply, answer) = oneshot::channel();
            accepted(shared.order(order(Some(reply)))).map(|()| answer)
        })
    }

    /// Disconnects a client: a last ESID where one may be said, then the connection is closed. Returns at once.
    ///
    /// # Errors
    /// 126.
    pub fn disconnect(&self, connection_id: &str) -> Result<()> {
        let shared = self.inner.connection(connection_id)?;
        shared.stop.send_replace(Stop::Disconnect);
        self.inner.dispatch.leaves(&shared.id);
        Ok(())
    }

    /// Stops the file that is being sent, without disconnecting. The partner refuses the incomplete file.
    ///
    /// # Errors
    /// 126.
    pub fn interrupt(&self, connection_id: &str) -> Result<()> {
        accepted(self.inner.connection(connection_id)?.order(Order::Interrupt))
    }

    /// Sends a file and returns when the partner has accepted or refused it. An empty `client_sfid_code` is the
    /// connection's SFIDCode; an empty `file_name` reads UploadStream; an empty `virtual_file_name` is the file's own name.
    ///
    /// # Errors
    /// 126; 135 from a callback of the same connection; 679 the file cannot be read; 688 a 2.0 feature in an older
    /// session; 687 the partner refused it or the session ended; 12 after Interrupt; certificate errors.
    pub fn send_file(
        &self,
        connection_id: &str,
        client_sfid_code: &str,
        file_name: &str,
        virtual_file_name: &str,
    ) -> Result<()> {
        let shared = self.inner.connection(connection_id)?;
        self.inner.wait(&shared, true, || {
            let (reply, answer) = oneshot::channel();
            self.queue(&shared, client_sfid_code, file_name, virtual_file_name, Some(reply)).map(|()| answer)
        })
    }

    /// Queues a file and returns at once; EndTransfer or Error tell how it ended. It is sent in this side's next turn.
    ///
    /// # Errors
    /// 126, 8 without a file name and stream.
    pub fn send_file_async(
        &self,
        connection_id: &str,
        client_sfid_code: &str,
        file_name: &str,
        virtual_file_name: &str,
    ) -> Result<()> {
        let shared = self.inner.connection(connection_id)?;
        self.queue(&shared, client_sfid_code, file_name, virtual_file_name, None)
    }

    fn queue(
        &self,
        shared: &Arc<Shared>,
        client_sfid_code: &str,
        file_name: &str,
        virtual_file_name: &str,
        reply: Option<super::shared::Reply>,
    ) -> Result<()> {
        let stream = match file_name {
            "" => Some(
                lock(&shared.upload)
                    .take()
                    .ok_or_else(|| Error::new(codes::BAD_ARGUMENT, "FileName is empty and no UploadStream is set."))?,
            ),
            _ => None,
        };
        // A file that is passed on has its destination in its header.
        let destination = match (client_sfid_code, shared.settings.text(Id::ForwardHeader).as_str()) {
            ("", "") => check_code(shared.settings.text(Id::SFIDCode))?,
            (code, "") => check_code(code.to_owned())?,
            _ => String::new(),
        };
        let job = SendJob {
            destination,
            path: file_name.to_owned(),
            stream: Mutex::new(stream),
            name: virtual_file_name.to_owned(),
            settings: shared.settings.frozen(),
            keyring: self.inner.certs.keyring(&shared.certs),
            exchange: None,
            description: None,
            content: None,
            reply,
        };
        accepted(shared.order(Order::Send(Box::new(job))))
    }

    // certificates

    /// Certificate: this side's certificate for the CertificateType of this moment.
    pub fn certificate(&self) -> Option<Certificate> {
        self.inner.certs.certificate()
    }

    /// Sets Certificate for the CertificateType of this moment.
    ///
    /// # Errors
    /// 690 when TrustedCerts are there and none of them issued it.
    pub fn set_certificate(&self, certificate: Option<Certificate>) -> Result<()> {
        let _turn = read(&self.inner.changing);
        self.inner.certs.set_certificate(certificate)
    }

    /// Certificate for the CertificateType of this moment, to be changed in place.
    pub fn live_certificate(&self) -> LiveCertificate {
        LiveCertificate::new(&self.inner, self.inner.certs.own_cell())
    }

    /// SSLCert, to be changed in place.
    pub fn live_ssl_cert(&self) -> LiveCertificate {
        LiveCertificate::new(&self.inner, self.inner.certs.ssl_cell())
    }

    /// SSLCert.
    pub fn ssl_cert(&self) -> Option<Certificate> {
        self.live_ssl_cert().loaded().ok().filter(|certificate| !certificate.is_empty())
    }

    /// Sets SSLCert. While listening, new connections are served with it and open ones keep theirs.
    ///
    /// # Errors
    /// While listening with UseSSL: 6 for one that TLS cannot use, 689 for none; then SSLCert stays what it was.
    pub fn set_ssl_cert(&self, certificate: Option<Certificate>) -> Result<()> {
        let _turn = read(&self.inner.changing);
        self.inner.set_ssl(certificate)
    }

    /// TrustedCerts.
    pub fn trusted_certs(&self) -> Vec<Certificate> {
        self.inner.certs.trusted()
    }

    /// Replaces TrustedCerts.
    ///
    /// # Errors
    /// While listening with UseSSL: what TLS cannot be made of any more, such as a file of SSLClientCACerts that is gone; then
    /// TrustedCerts stay what they were.
    pub fn set_trusted_certs(&self, certificates: Vec<Certificate>) -> Result<()> {
        self.inner.replace_trust(self.inner.certs.trusting(&certificates))
    }

    /// ImportTrustedCerts: from TrustedCertsData into TrustedCerts. What was left out goes to the log.
    ///
    /// # Errors
    /// 691 with the cause, and as [`set_trusted_certs`](Self::set_trusted_certs); then nothing has changed.
    pub fn import_trusted_certs(&self) -> Result<()> {
        let (trust, notes) = self.inner.certs.imported()?;
        self.inner.replace_trust(trust)?;
        self.inner.log_later("", notes.iter().map(|note| format!("trusted certificates: {note}")).collect());
        Ok(())
    }

    /// ValidateCert: whether Certificate is within its validity period, issued by a trusted CA, and not revoked. Why not goes to the log.
    ///
    /// # Errors
    /// 689 without Certificate; 679, 690 and 9 when one was named and cannot be loaded.
    pub fn validate_cert(&self) -> Result<bool> {
        let missing = "There is no certificate to validate: set Certificate.";
        let certificate = self.inner.certs.certificate_or_cause()?;
        let verdict = self.inner.certs.validate(certificate, missing)?;
        self.tell_verdict("", "Certificate", verdict)
    }

    /// ValidateRecipientCert for the recipient certificate of a connection. Why not goes to the log.
    ///
    /// # Errors
    /// 126; 689 without recipient certificate; 679, 690 and 9 when one was named and cannot be loaded.
    pub fn validate_recipient_cert(&self, connection_id: &str) -> Result<bool> {
        let shared = self.inner.connection(connection_id)?;
        let missing = "There is no recipient certificate to validate: set RecipientCertSubject.";
        let certificate = self.inner.certs.recipient(&shared.certs)?;
        let verdict = self.inner.certs.validate(certificate, missing)?;
        self.tell_verdict(connection_id, "RecipientCert", verdict)
    }

    fn tell_verdict(&self, connection_id: &str, which: &str, verdict: Result<(), Refusal>) -> Result<bool> {
        let Err(refusal) = verdict else { return Ok(true) };
        self.inner.log_later(connection_id, vec![format!("{which} is not valid: {refusal}")]);
        Ok(false)
    }

    /// Sends a certificate to the partner: 0 request, 1 replace, 2 deliver. Queued like a file.
    ///
    /// # Errors
    /// 126; 8 for another type; 688 in a session below 2.0; 679 when its file does not exist, 690 when the certificate cannot be loaded.
    pub fn exchange_certificate(
        &self,
        connection_id: &str,
        client_sfid_code: &str,
        certificate_store: &str,
        exchange_type: i32,
    ) -> Result<()> {
        let shared = self.inner.connection(connection_id)?;
        let destination = match client_sfid_code {
            "" => shared.settings.text(Id::SFIDCode),
            code => code.to_owned(),
        };
        let job = super::connection::exchange_job(
            &self.inner,
            &shared,
            check_code(destination)?,
            certificate_store,
            exchange_type,
        )?;
        if self.inner.dispatch.in_callback_of(&shared.id) {
            return accepted(shared.order(Order::Send(Box::new(job))));
        }
        self.inner.wait(&shared, false, || {
            let (reply, answer) = oneshot::channel();
            accepted(shared.order(Order::Send(Box::new(SendJob { reply: Some(reply), ..job })))).map(|()| answer)
        })
    }

    /// Sends an EERP (`reason_code` 0) or NERP for a file whose response EndTransfer left to the program: noted before this
    /// returns, sent in this or a later session, again and again until the partner confirms it.
    ///
    /// # Errors
    /// 126; 10 before the partner's SSID; 8 a reason outside 0 to 99; 678 a name or code that fits no field; 680 a date that
    /// cannot be read; 682 a hash that is not hexadecimal; 688 a NERP in a session below 1.4; 11.
    #[allow(clippy::too_many_arguments)]
    pub fn send_end_response(
        &self,
        connection_id: &str,
        virtual_file_name: &str,
        virtual_file_date: &str,
        destination: &str,
        originator: &str,
        creator: &str,
        reason_code: i32,
        reason_text: &str,
        file_hash: &str,
        signature: &str,
    ) -> Result<()> {
        let shared = self.inner.connection(connection_id)?;
        if reason_code != 0 && shared.version().is_some_and(|version| version < Version::V14) {
            let message = "A negative end response needs OFTP 1.4 or 2.0; this session is older.";
            return Err(Error::new(codes::VERSION_20_ONLY, message));
        }
        let own = match creator {
            "" => shared.settings.text(Id::ServerSFIDCode),
            code => code.to_owned(),
        };
        let request = ResponseRequest {
            virtual_file_name,
            virtual_file_date,
            destination,
            originator,
            creator: &own,
            reason_code,
            reason_text,
            file_hash,
            signature,
        };
        let ended = || Error::new(codes::INVALID_CONNECTION_ID, "The connection has just ended.");
        let station = lock(&shared.station).clone().ok_or_else(ended)?;
        let partner = shared.settings.text(Id::SSIDCode);
        if partner.is_empty() {
            let message = "The session is not open yet, so it is not known who would get the end response.";
            return Err(Error::new(codes::NOT_READY, message));
        }
        let mut known = lock(&shared.deferred).clone();
        let deferred = known.clone();
        let mut stored = state::wait(station.store.deferred(&partner, virtual_file_name.trim_end()))?;
        // The file's codes are the response's swapped.
        stored.retain(|stored| {
            let file = &stored.id.key;
            same_code(&file.destination, originator) && same_code(&file.originator, destination)
        });
        known.extend(stored.iter().map(|stored| stored.id.key.clone()));
        let format = shared.settings.text(Id::VirtualFileDateFormat);
        let mut owed = request.owed(&partner, &known, &format)?;
        if owed.response.signature.is_empty() && !owed.response.hash.is_empty() {
            let suite = stored
                .iter()
                .find(|stored| stored.id.key.stamp == owed.response.key.stamp)
                .map(|stored| stored.offered.suite);
            owed.response.signature = self.inner.certs.sign_deferred(&shared.certs, &owed.response, suite)?;
        }
        match state::wait(station.store.apply(Change::Respond { owed: Box::new(owed.clone()) }))? {
            Outcome::Owed(number) => owed.id = number,
            _ => {
                let message = "The file has its end response already: it is sent, or will be.";
                return Err(Error::new(codes::NOT_READY, message));
            }
        }
        if owed.file.as_ref().is_some_and(|file| deferred.contains(file)) {
            let _ = shared.owes_answers.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |owes| owes.checked_sub(1));
        }
        accepted(shared.order(Order::Respond(Box::new(owed), None)))
    }
}

fn accepted(taken: bool) -> Result<()> {
    match taken {
        true => Ok(()),
        false => Err(Error::new(codes::INVALID_CONNECTION_ID, "The connection has just ended.")),
    }
}

fn check_code(code: String) -> Result<String> {
    match crate::model::octets::padded(&code, 25) {
        Some(_) if !code.is_empty() => Ok(code),
        _ => Err(Error::new(
            codes::BAD_ARGUMENT,
            format!("ClientSFIDCode {code:?} is not a code of 1 to 25 characters."),
        )),
    }
}
