// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.
//! The events: one plain structure each, and the trait of what handles them. Fields are added: a program that makes an
//! event, to try its handler, begins with its `default()`, in which everything is empty.

use super::Event;
use crate::model::Direction;
use crate::model::octets::visible;

/// Names the events; the discriminant is the position in [`EventKind::ALL`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EventKind {
    /// An initiator sent its SSID; the program lets it in or turns it away.
    AcceptConnection,
    /// The partner offers a file.
    AcceptFile,
    /// A certificate that the partner sent through certificate exchange was stored.
    CertificateReceived,
    /// A connection is established, or failed while it was being established.
    Connected,
    /// A partner connects at TCP level.
    ConnectionRequest,
    /// A connection ended.
    Disconnected,
    /// An end response (EERP or NERP) arrived, or, with FireEndResponseOnSend, was sent.
    EndResponse,
    /// A file ended, well or not.
    EndTransfer,
    /// Something went wrong that no caller is waiting for.
    Error,
    /// There is a log entry; see LogLevel.
    Log,
    /// A command was sent or received.
    PITrail,
    /// The partner gave this side the turn.
    ReadyToSend,
    /// A TLS client presented its certificate, or none.
    SSLClientAuthentication,
    /// A TLS client hello arrived.
    SSLConnectionRequest,
    /// There is progress in a TLS handshake.
    SSLStatus,
    /// A file starts.
    StartTransfer,
    /// Data of a file was sent or received.
    Transfer,
}

impl EventKind {
    /// Every event.
    pub const ALL: &'static [EventKind] = &[
        EventKind::AcceptConnection,
        EventKind::AcceptFile,
        EventKind::CertificateReceived,
        EventKind::Connected,
        EventKind::ConnectionRequest,
        EventKind::Disconnected,
        EventKind::EndResponse,
        EventKind::EndTransfer,
        EventKind::Error,
        EventKind::Log,
        EventKind::PITrail,
        EventKind::ReadyToSend,
        EventKind::SSLClientAuthentication,
        EventKind::SSLConnectionRequest,
        EventKind::SSLStatus,
        EventKind::StartTransfer,
        EventKind::Transfer,
    ];

    /// The event's name.
    pub fn name(self) -> &'static str {
        match self {
            EventKind::AcceptConnection => "AcceptConnection",
            EventKind::AcceptFile => "AcceptFile",
            EventKind::CertificateReceived => "CertificateReceived",
            EventKind::Connected => "Connected",
            EventKind::ConnectionRequest => "ConnectionRequest",
            EventKind::Disconnected => "Disconnected",
            EventKind::EndResponse => "EndResponse",
            EventKind::EndTransfer => "EndTransfer",
            EventKind::Error => "Error",
            EventKind::Log => "Log",
            EventKind::PITrail => "PITrail",
            EventKind::ReadyToSend => "ReadyToSend",
            EventKind::SSLClientAuthentication => "SSLClientAuthentication",
            EventKind::SSLConnectionRequest => "SSLConnectionRequest",
            EventKind::SSLStatus => "SSLStatus",
            EventKind::StartTransfer => "StartTransfer",
            EventKind::Transfer => "Transfer",
        }
    }

    /// Whether the event asks for leave: an answer that nobody gave is no.
    pub fn decides(self) -> bool {
        match self {
            EventKind::AcceptConnection => true,
            EventKind::AcceptFile => true,
            EventKind::CertificateReceived => false,
            EventKind::Connected => false,
            EventKind::ConnectionRequest => true,
            EventKind::Disconnected => false,
            EventKind::EndResponse => false,
            EventKind::EndTransfer => false,
            EventKind::Error => false,
            EventKind::Log => false,
            EventKind::PITrail => false,
            EventKind::ReadyToSend => false,
            EventKind::SSLClientAuthentication => true,
            EventKind::SSLConnectionRequest => false,
            EventKind::SSLStatus => false,
            EventKind::StartTransfer => false,
            EventKind::Transfer => false,
        }
    }
}

/// An initiator sent its SSID; the program lets it in or turns it away.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct AcceptConnection {
    /// The connection.
    pub connection_id: String,
    /// The partner's identification code (SSIDCODE).
    pub client_ssid_code: String,
    /// The partner's password (SSIDPSWD).
    pub client_password: String,
    /// The version that the partner offers. One of [`numbers::version`](crate::events::numbers::version).
    pub client_version: i32,
    /// Answer: the version to use; prefilled with the highest that both speak, and may be lowered. One of
    /// [`numbers::version`](crate::events::numbers::version).
    pub server_version: i32,
    /// Answer: whether the session goes on.
    pub accept: bool,
    /// Answer: the reason of a refusal; 0 becomes 99. One of
    /// [`numbers::esid_reason`](crate::events::numbers::esid_reason).
    pub error_code: i32,
    /// Answer: the text of a refusal (2.0 only).
    pub error_description: String,
}

impl Event for AcceptConnection {
    const KIND: EventKind = EventKind::AcceptConnection;

    fn deliver(&mut self, handler: &dyn Handler) {
        handler.accept_connection(self);
    }

    fn refuse(&mut self) {
        self.accept = false;
        self.error_code = 99;
        self.error_description.clear();
    }
}

impl std::fmt::Debug for AcceptConnection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AcceptConnection")
            .field("connection_id", &self.connection_id)
            .field("client_ssid_code", &self.client_ssid_code)
            .field("client_password", &"***")
            .field("client_version", &self.client_version)
            .field("server_version", &self.server_version)
            .field("accept", &self.accept)
            .field("error_code", &self.error_code)
            .field("error_description", &self.error_description)
            .finish()
    }
}

/// The partner offers a file.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct AcceptFile {
    /// The connection.
    pub connection_id: String,
    /// The name of the file (SFIDDSN).
    pub virtual_file_name: String,
    /// The time stamp of the file (SFIDDATE, SFIDTIME) in VirtualFileDateFormat.
    pub virtual_file_date: String,
    /// The code of the receiver (SFIDDEST).
    pub destination: String,
    /// The code of the sender (SFIDORIG).
    pub originator: String,
    /// Answer: whether to take the file.
    pub accept: bool,
    /// Answer: the full path that the file will have.
    pub file_name: String,
    /// Answer: whether an existing file is replaced.
    pub overwrite: bool,
    /// Answer: the reason of a refusal; 0 becomes 99. One of
    /// [`numbers::sfna_reason`](crate::events::numbers::sfna_reason).
    pub error_code: i32,
    /// Answer: the text of a refusal (2.0 only).
    pub error_description: String,
    /// Whether the file is for somebody else: its destination is none of this side's codes (`ServerSFIDCode`,
    /// `ServerSSIDCode`, OwnSFIDCodes). It is asked again when the handler has returned; a file that is then neither
    /// for this side nor to be passed on (ForwardFiles) is refused with SFNA 02.
    pub forwarded: bool,
}

impl Event for AcceptFile {
    const KIND: EventKind = EventKind::AcceptFile;

    fn deliver(&mut self, handler: &dyn Handler) {
        handler.accept_file(self);
    }

    fn refuse(&mut self) {
        self.accept = false;
        self.error_code = 99;
        self.error_description.clear();
    }
}

/// A certificate that the partner sent through certificate exchange was stored.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct CertificateReceived {
    /// The connection.
    pub connection_id: String,
    /// The full path of the stored certificate.
    pub certificate_file_name: String,
    /// The kind of exchange. One of [`numbers::exchange_type`](crate::events::numbers::exchange_type).
    pub certificate_exchange_type: i32,
}

impl Event for CertificateReceived {
    const KIND: EventKind = EventKind::CertificateReceived;

    fn deliver(&mut self, handler: &dyn Handler) {
        handler.certificate_received(self);
    }

    fn refuse(&mut self) {}
}

/// A connection is established, or failed while it was being established.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Connected {
    /// The connection.
    pub connection_id: String,
    /// 0, or the number of the error, one of [`codes`](crate::codes).
    pub status_code: i32,
    /// "OK", or what went wrong.
    pub description: String,
}

impl Event for Connected {
    const KIND: EventKind = EventKind::Connected;

    fn deliver(&mut self, handler: &dyn Handler) {
        self.description = visible(std::mem::take(&mut self.description));
        handler.connected(self);
    }

    fn refuse(&mut self) {}
}

/// A partner connects at TCP level.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct ConnectionRequest {
    /// The partner's address.
    pub address: String,
    /// The partner's port.
    pub port: i32,
    /// Answer: whether to let it connect; prefilled from AllowedClients and BlockedClients.
    pub accept: bool,
}

impl Event for ConnectionRequest {
    const KIND: EventKind = EventKind::ConnectionRequest;

    fn deliver(&mut self, handler: &dyn Handler) {
        handler.connection_request(self);
    }

    fn refuse(&mut self) {
        self.accept = false;
    }
}

/// A connection ended.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Disconnected {
    /// The connection.
    pub connection_id: String,
    /// 0 after a normal end, else the number of the error, one of [`codes`](crate::codes).
    pub status_code: i32,
    /// "OK", or why it ended.
    pub description: String,
}

impl Event for Disconnected {
    const KIND: EventKind = EventKind::Disconnected;

    fn deliver(&mut self, handler: &dyn Handler) {
        self.description = visible(std::mem::take(&mut self.description));
        handler.disconnected(self);
    }

    fn refuse(&mut self) {}
}

/// An end response (EERP or NERP) arrived, or, with FireEndResponseOnSend, was sent.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct EndResponse {
    /// The connection.
    pub connection_id: String,
    /// The name of the file that it is about.
    pub virtual_file_name: String,
    /// The time stamp of that file in VirtualFileDateFormat.
    pub virtual_file_date: String,
    /// Who gets the response (EERPDEST or NERPDEST).
    pub destination: String,
    /// Who sends it (EERPORIG or NERPORIG).
    pub originator: String,
    /// Who refused the file (NERPCREA); empty for an EERP.
    pub creator: String,
    /// 0 for an EERP, else the reason. One of [`numbers::nerp_reason`](crate::events::numbers::nerp_reason).
    pub reason_code: i32,
    /// The text of the reason (NERPREAST), or the RFC's.
    pub reason_text: String,
    /// Answer: the hash of the file, in hexadecimal. The program may set the one that it expects, for the engine to
    /// compare.
    pub file_hash: String,
    /// The signature in Base64, when there is one.
    pub signature: String,
    /// Whether it was received or sent. One of
    /// [`numbers::end_response_direction`](crate::events::numbers::end_response_direction).
    pub direction: i32,
}

impl Event for EndResponse {
    const KIND: EventKind = EventKind::EndResponse;

    fn deliver(&mut self, handler: &dyn Handler) {
        handler.end_response(self);
    }

    fn refuse(&mut self) {}
}

/// A file ended, well or not.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct EndTransfer {
    /// The connection.
    pub connection_id: String,
    /// Whose file it is.
    pub direction: Direction,
    /// The full path of the local file.
    pub local_file: String,
    /// The name of the file (SFIDDSN).
    pub virtual_file_name: String,
    /// The time stamp of the file (SFIDDATE, SFIDTIME) in VirtualFileDateFormat.
    pub virtual_file_date: String,
    /// The code of the receiver (SFIDDEST).
    pub destination: String,
    /// The code of the sender (SFIDORIG).
    pub originator: String,
    /// 0 when the file is complete. Else the reason: one of
    /// [`numbers::sfna_reason`](crate::events::numbers::sfna_reason) when it was refused before it was sent, one of
    /// [`numbers::efna_reason`](crate::events::numbers::efna_reason) after; 99 when the connection ended first.
    pub reason_code: i32,
    /// The text of the reason.
    pub reason_text: String,
    /// The size of the local file in octets.
    pub file_size: i64,
    /// The hash over what travelled, in hexadecimal, when a signed end response was asked for.
    pub file_hash: String,
    /// Answer: whether the engine sends the end response by itself.
    pub send_end_response: bool,
    /// The partner's SSID code; filled also where there is no connection any more.
    pub partner: String,
    /// Whether the program may have heard of this end before: it is told again after a crash.
    pub redelivered: bool,
    /// Whether the file is for, or from, somebody else and only passed on.
    pub forwarded: bool,
}

impl Event for EndTransfer {
    const KIND: EventKind = EventKind::EndTransfer;

    fn deliver(&mut self, handler: &dyn Handler) {
        handler.end_transfer(self);
    }

    fn refuse(&mut self) {
        self.send_end_response = false;
    }
}

/// Something went wrong that no caller is waiting for.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Error {
    /// The connection; empty when it concerns the whole server.
    pub connection_id: String,
    /// The number of the error, one of [`codes`](crate::codes).
    pub error_code: i32,
    /// What happened.
    pub description: String,
}

impl Event for Error {
    const KIND: EventKind = EventKind::Error;

    fn deliver(&mut self, handler: &dyn Handler) {
        self.description = visible(std::mem::take(&mut self.description));
        handler.error(self);
    }

    fn refuse(&mut self) {}
}

/// There is a log entry; see LogLevel.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Log {
    /// The connection; empty when it concerns the whole server.
    pub connection_id: String,
    /// The level of the entry: [`log_level::INFO`](crate::events::numbers::log_level::INFO) (1),
    /// [`log_level::VERBOSE`](crate::events::numbers::log_level::VERBOSE) (2) or
    /// [`log_level::DEBUG`](crate::events::numbers::log_level::DEBUG) (3).
    pub log_level: i32,
    /// The entry: one line. Line ends and other control characters that a partner sent are written out.
    pub message: String,
    /// "Info" or "OFTP".
    pub log_type: String,
}

impl Event for Log {
    const KIND: EventKind = EventKind::Log;

    fn deliver(&mut self, handler: &dyn Handler) {
        self.message = visible(std::mem::take(&mut self.message));
        handler.log(self);
    }

    fn refuse(&mut self) {}
}

/// A command was sent or received.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct PITrail {
    /// The connection.
    pub connection_id: String,
    /// Who sent it.
    pub direction: Direction,
    /// The command as it travels, without the stream transmission header.
    pub data: Vec<u8>,
    /// The first octet of the command: an ASCII character, as a number. 'I' (73) is SSRM, 'X' (88) SSID, 'J' (74) SECD,
    /// 'A' (65) AUCH, 'S' (83) AURP, 'H' (72) SFID, '2' (50) SFPA, '3' (51) SFNA, 'D' (68) DATA, 'C' (67) CDT, 'T' (84)
    /// EFID, '4' (52) EFPA, '5' (53) EFNA, 'F' (70) ESID, 'R' (82) CD, 'E' (69) EERP, 'N' (78) NERP, 'P' (80) RTR.
    pub command_id: i32,
    /// The name of the command.
    pub command_description: String,
}

impl Event for PITrail {
    const KIND: EventKind = EventKind::PITrail;

    fn deliver(&mut self, handler: &dyn Handler) {
        self.command_description = visible(std::mem::take(&mut self.command_description));
        handler.pi_trail(self);
    }

    fn refuse(&mut self) {}
}

/// The partner gave this side the turn.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct ReadyToSend {
    /// The connection.
    pub connection_id: String,
}

impl Event for ReadyToSend {
    const KIND: EventKind = EventKind::ReadyToSend;

    fn deliver(&mut self, handler: &dyn Handler) {
        handler.ready_to_send(self);
    }

    fn refuse(&mut self) {}
}

/// A TLS client presented its certificate, or none.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct SSLClientAuthentication {
    /// The connection.
    pub connection_id: String,
    /// The certificate in DER; empty when there is none.
    pub cert_encoded: Vec<u8>,
    /// Its subject.
    pub cert_subject: String,
    /// Its issuer.
    pub cert_issuer: String,
    /// "OK", or why its verification failed.
    pub status: String,
    /// Answer: whether to go on; prefilled with the result of the verification.
    pub accept: bool,
}

impl Event for SSLClientAuthentication {
    const KIND: EventKind = EventKind::SSLClientAuthentication;

    fn deliver(&mut self, handler: &dyn Handler) {
        handler.ssl_client_authentication(self);
    }

    fn refuse(&mut self) {
        self.accept = false;
    }
}

/// A TLS client hello arrived.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct SSLConnectionRequest {
    /// The connection.
    pub connection_id: String,
    /// The suites that the client offers, separated by commas.
    pub supported_cipher_suites: String,
    /// The signature algorithms that the client offers, separated by commas.
    pub supported_signature_algs: String,
    /// Answer: the store type of another certificate; at first the automatic one. One of
    /// [`numbers::store_type`](crate::events::numbers::store_type).
    pub cert_store_type: i32,
    /// Answer: the store of that certificate; empty keeps [`Server::ssl_cert`](crate::Server::ssl_cert).
    pub cert_store: String,
    /// Answer: the password of that store.
    pub cert_password: String,
    /// Answer: the subject of that certificate; empty or "*" takes the first.
    pub cert_subject: String,
}

impl Event for SSLConnectionRequest {
    const KIND: EventKind = EventKind::SSLConnectionRequest;

    fn deliver(&mut self, handler: &dyn Handler) {
        handler.ssl_connection_request(self);
    }

    fn refuse(&mut self) {}
}

impl std::fmt::Debug for SSLConnectionRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SSLConnectionRequest")
            .field("connection_id", &self.connection_id)
            .field("supported_cipher_suites", &self.supported_cipher_suites)
            .field("supported_signature_algs", &self.supported_signature_algs)
            .field("cert_store_type", &self.cert_store_type)
            .field("cert_store", &self.cert_store)
            .field("cert_password", &"***")
            .field("cert_subject", &self.cert_subject)
            .finish()
    }
}

/// There is progress in a TLS handshake.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct SSLStatus {
    /// The connection.
    pub connection_id: String,
    /// What happened.
    pub message: String,
}

impl Event for SSLStatus {
    const KIND: EventKind = EventKind::SSLStatus;

    fn deliver(&mut self, handler: &dyn Handler) {
        self.message = visible(std::mem::take(&mut self.message));
        handler.ssl_status(self);
    }

    fn refuse(&mut self) {}
}

/// A file starts.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct StartTransfer {
    /// The connection.
    pub connection_id: String,
    /// Whose file it is.
    pub direction: Direction,
    /// Answer: the full path of the local file.
    pub local_file: String,
    /// The name of the file (SFIDDSN).
    pub virtual_file_name: String,
    /// The time stamp of the file (SFIDDATE, SFIDTIME) in VirtualFileDateFormat.
    pub virtual_file_date: String,
    /// The code of the receiver (SFIDDEST).
    pub destination: String,
    /// The code of the sender (SFIDORIG).
    pub originator: String,
}

impl Event for StartTransfer {
    const KIND: EventKind = EventKind::StartTransfer;

    fn deliver(&mut self, handler: &dyn Handler) {
        handler.start_transfer(self);
    }

    fn refuse(&mut self) {}
}

/// Data of a file was sent or received.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Transfer {
    /// The connection.
    pub connection_id: String,
    /// Whose file it is.
    pub direction: Direction,
    /// The full path of the local file.
    pub local_file: String,
    /// The name of the file (SFIDDSN).
    pub virtual_file_name: String,
    /// The time stamp of the file (SFIDDATE, SFIDTIME) in VirtualFileDateFormat.
    pub virtual_file_date: String,
    /// The code of the receiver (SFIDDEST).
    pub destination: String,
    /// The code of the sender (SFIDORIG).
    pub originator: String,
    /// How many octets so far, in this direction.
    pub bytes_transferred: i64,
    /// The octets just received; empty when sending.
    pub text: Vec<u8>,
}

impl Event for Transfer {
    const KIND: EventKind = EventKind::Transfer;

    fn deliver(&mut self, handler: &dyn Handler) {
        handler.transfer(self);
    }

    fn refuse(&mut self) {}
}

/// The program's side of the engine. Every method has a default that changes nothing.
pub trait Handler: Send + Sync {
    /// Whether an event is wanted at all; the engine does no work for those that are not.
    fn wants(&self, kind: EventKind) -> bool {
        let _ = kind;
        true
    }

    /// An initiator sent its SSID; the program lets it in or turns it away. Look at who it is and set `accept`. This is
    /// the place to set the download directory and other fields of the connection. Without a handler every initiator is
    /// let in.
    fn accept_connection(&self, event: &mut AcceptConnection) {
        let _ = event;
    }

    /// The partner offers a file. Set `accept`, `file_name` and `overwrite`. Without a handler the file is taken, if
    /// there is a download directory or stream.
    fn accept_file(&self, event: &mut AcceptFile) {
        let _ = event;
    }

    /// A certificate that the partner sent through certificate exchange was stored.
    fn certificate_received(&self, event: &mut CertificateReceived) {
        let _ = event;
    }

    /// A connection is established, or failed while it was being established.
    fn connected(&self, event: &mut Connected) {
        let _ = event;
    }

    /// A partner connects at TCP level. Set `accept`.
    fn connection_request(&self, event: &mut ConnectionRequest) {
        let _ = event;
    }

    /// A connection ended.
    fn disconnected(&self, event: &mut Disconnected) {
        let _ = event;
    }

    /// An end response (EERP or NERP) arrived, or, with FireEndResponseOnSend, was sent.
    fn end_response(&self, event: &mut EndResponse) {
        let _ = event;
    }

    /// A file ended, well or not. Clear `send_end_response` to answer later with
    /// [`Server::send_end_response`](crate::Server::send_end_response).
    fn end_transfer(&self, event: &mut EndTransfer) {
        let _ = event;
    }

    /// Something went wrong that no caller is waiting for.
    fn error(&self, event: &mut Error) {
        let _ = event;
    }

    /// There is a log entry; see LogLevel.
    fn log(&self, event: &mut Log) {
        let _ = event;
    }

    /// A command was sent or received.
    fn pi_trail(&self, event: &mut PITrail) {
        let _ = event;
    }

    /// The partner gave this side the turn. It comes again each time the partner gives the turn back: queue a file once
    /// with [`Server::send_file_async`](crate::Server::send_file_async), not once a turn, then call
    /// [`Server::logoff`](crate::Server::logoff), which gives the turn back behind the last file, or ends the session
    /// when there was none. Without that the turn is kept for TurnHoldTime.
    fn ready_to_send(&self, event: &mut ReadyToSend) {
        let _ = event;
    }

    /// A TLS client presented its certificate, or none. Set `accept`.
    fn ssl_client_authentication(&self, event: &mut SSLClientAuthentication) {
        let _ = event;
    }

    /// A TLS client hello arrived. Another certificate may be chosen.
    fn ssl_connection_request(&self, event: &mut SSLConnectionRequest) {
        let _ = event;
    }

    /// There is progress in a TLS handshake.
    fn ssl_status(&self, event: &mut SSLStatus) {
        let _ = event;
    }

    /// A file starts. `local_file` may be changed.
    fn start_transfer(&self, event: &mut StartTransfer) {
        let _ = event;
    }

    /// Data of a file was sent or received.
    fn transfer(&self, event: &mut Transfer) {
        let _ = event;
    }
}
