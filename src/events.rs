//! The seventeen events: one plain struct each, inputs first, then the answers a handler may change, prefilled with
//! what happens when nobody answers. [`Handler`] has a method for each, all defaulted. Read the class reference's event
//! pages first; how events reach the handler (direct or queued) is [`crate::engine`]'s business.

use crate::model::Direction;

/// What all events have in common: which one it is, how it reaches a handler, what it answers when the handler failed.
pub trait Event: Send + 'static {
    /// Which event this is.
    const KIND: EventKind;
    /// Calls the handler's method for this event.
    fn deliver(&mut self, handler: &dyn Handler);
    /// Turns the answers into a refusal, for the events that decide; a handler that fails must not let anybody in.
    fn refuse(&mut self);
}

/// What a failed handler answers: the four deciding events refuse, the others have nothing to refuse.
mod refusals {
    use super::*;

    pub(super) fn accept_connection(event: &mut AcceptConnection) {
        event.accept = false;
        event.error_code = 99;
        event.error_description.clear();
    }
    pub(super) fn accept_file(event: &mut AcceptFile) {
        event.accept = false;
        event.error_code = 99;
        event.error_description.clear();
    }
    pub(super) fn connection_request(event: &mut ConnectionRequest) {
        event.accept = false;
    }
    pub(super) fn ssl_client_authentication(event: &mut SSLClientAuthentication) {
        event.accept = false;
    }
    pub(super) fn certificate_received(_: &mut CertificateReceived) {}
    pub(super) fn connected(_: &mut Connected) {}
    pub(super) fn disconnected(_: &mut Disconnected) {}
    pub(super) fn end_response(_: &mut EndResponse) {}
    pub(super) fn end_transfer(_: &mut EndTransfer) {}
    pub(super) fn error(_: &mut Error) {}
    pub(super) fn log(_: &mut Log) {}
    pub(super) fn pi_trail(_: &mut PITrail) {}
    pub(super) fn ready_to_send(_: &mut ReadyToSend) {}
    pub(super) fn ssl_connection_request(_: &mut SSLConnectionRequest) {}
    pub(super) fn ssl_status(_: &mut SSLStatus) {}
    pub(super) fn start_transfer(_: &mut StartTransfer) {}
    pub(super) fn transfer(_: &mut Transfer) {}
}

macro_rules! events {
    ($(
        $(#[$doc:meta])*
        $kind:ident $method:ident $(answers $answers:literal)? {
            $($(#[$fdoc:meta])* $field:ident : $type:ty,)*
        }
    )*) => {
        /// Names the events; the discriminant is the position in [`EventKind::ALL`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum EventKind { $($(#[$doc])* $kind,)* }

        impl EventKind {
            /// Every event, in the class reference's order.
            pub const ALL: &'static [EventKind] = &[$(EventKind::$kind),*];
            /// The event's name in the class reference.
            pub fn name(self) -> &'static str { match self { $(EventKind::$kind => stringify!($kind)),* } }
            /// Whether the event has read-write fields, so that the connection waits for the handler.
            pub fn has_answers(self) -> bool { match self { $(EventKind::$kind => false $(|| $answers)?),* } }
        }

        $($(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $kind { $($(#[$fdoc])* pub $field: $type,)* }
        )*

        $(impl Event for $kind {
            const KIND: EventKind = EventKind::$kind;
            fn deliver(&mut self, handler: &dyn Handler) { handler.$method(self) }
            fn refuse(&mut self) { refusals::$method(self) }
        })*

        /// The program's side of the engine. Every method has a default that changes nothing.
        pub trait Handler: Send + Sync {
            /// Whether an event is wanted at all; the engine does no work for those that are not.
            fn wants(&self, kind: EventKind) -> bool { let _ = kind; true }
            $($(#[$doc])* fn $method(&self, event: &mut $kind) { let _ = event; })*
        }
    };
}

events! {
    /// An initiator sent its SSID; the program lets it in or turns it away.
    AcceptConnection accept_connection answers true {
        /// The connection.
        connection_id: String,
        /// SSIDCODE of the partner.
        client_ssid_code: String,
        /// SSIDPSWD of the partner.
        client_password: String,
        /// What the partner offered: 0 = 1.2, 1 = 1.3, 2 = 1.4, 3 = 2.0.
        client_version: i32,
        /// Answer: the version to use, at most the client's.
        server_version: i32,
        /// Answer: whether the session goes on.
        accept: bool,
        /// Answer: the ESID reason of a refusal; 0 becomes 99.
        error_code: i32,
        /// Answer: the text of a refusal (2.0 only).
        error_description: String,
    }
    /// The partner offers a file.
    AcceptFile accept_file answers true {
        /// The connection.
        connection_id: String,
        /// SFIDDSN.
        virtual_file_name: String,
        /// SFIDDATE and SFIDTIME in VirtualFileDateFormat.
        virtual_file_date: String,
        /// SFIDDEST.
        destination: String,
        /// SFIDORIG.
        originator: String,
        /// Answer: whether to take the file.
        accept: bool,
        /// Answer: full path the file will have.
        file_name: String,
        /// Answer: whether an existing file is replaced.
        overwrite: bool,
        /// Answer: the SFNA reason of a refusal; 0 becomes 99.
        error_code: i32,
        /// Answer: the text of a refusal (2.0 only).
        error_description: String,
    }
    /// A certificate exchange file was stored.
    CertificateReceived certificate_received {
        /// The connection.
        connection_id: String,
        /// Full path of the stored certificate.
        certificate_file_name: String,
        /// 0 request, 1 replace, 2 deliver.
        certificate_exchange_type: i32,
    }
    /// A connection is established, or failed while it was being established.
    Connected connected {
        /// The connection.
        connection_id: String,
        /// 0, or the error's number.
        status_code: i32,
        /// "OK", or what went wrong.
        description: String,
    }
    /// A partner connects at TCP level.
    ConnectionRequest connection_request answers true {
        /// Address of the partner.
        address: String,
        /// Port of the partner.
        port: i32,
        /// Answer: whether to let it connect; prefilled from AllowedClients and BlockedClients.
        accept: bool,
    }
    /// A connection ended.
    Disconnected disconnected {
        /// The connection.
        connection_id: String,
        /// 0 after a normal end, else the error's number.
        status_code: i32,
        /// "OK", or why it ended.
        description: String,
    }
    /// An end response arrived, or, with FireEndResponseOnSend, was sent.
    EndResponse end_response answers true {
        /// The connection.
        connection_id: String,
        /// Name of the file it is about.
        virtual_file_name: String,
        /// Stamp of the file in VirtualFileDateFormat.
        virtual_file_date: String,
        /// EERPDEST or NERPDEST.
        destination: String,
        /// EERPORIG or NERPORIG.
        originator: String,
        /// NERPCREA; empty for an EERP.
        creator: String,
        /// 0 for an EERP, else NERPREAS.
        reason_code: i32,
        /// NERPREAST, or the RFC's text.
        reason_text: String,
        /// Answer: hex of the hash. The program may set the hash it expects.
        file_hash: String,
        /// Base64 of the signature, when there is one.
        signature: String,
        /// 0 received, 1 sent.
        direction: i32,
    }
    /// A file ended, well or not.
    EndTransfer end_transfer answers true {
        /// The connection.
        connection_id: String,
        /// Whose file.
        direction: Direction,
        /// Full path.
        local_file: String,
        /// SFIDDSN.
        virtual_file_name: String,
        /// Stamp in VirtualFileDateFormat.
        virtual_file_date: String,
        /// SFIDDEST.
        destination: String,
        /// SFIDORIG.
        originator: String,
        /// 0, or the reason as it was on the wire.
        reason_code: i32,
        /// Text of the reason.
        reason_text: String,
        /// Octets of the local file.
        file_size: i64,
        /// Hex of the hash over what travelled, when a signed end response was asked for.
        file_hash: String,
        /// Answer: whether the engine sends the end response by itself.
        send_end_response: bool,
    }
    /// Something went wrong that no caller is waiting for.
    Error error {
        /// The connection, or empty.
        connection_id: String,
        /// The stable number.
        error_code: i32,
        /// What happened.
        description: String,
    }
    /// A log entry.
    Log log {
        /// The connection, or empty.
        connection_id: String,
        /// 1 info, 2 verbose, 3 debug.
        log_level: i32,
        /// The entry.
        message: String,
        /// "Info" or "OFTP".
        log_type: String,
    }
    /// A command was sent or received.
    PITrail pi_trail {
        /// The connection.
        connection_id: String,
        /// Who sent it.
        direction: Direction,
        /// The raw command, without stream header.
        data: Vec<u8>,
        /// Its first octet.
        command_id: i32,
        /// Its name.
        command_description: String,
    }
    /// The partner gave this side the turn. It comes again each time the partner gives the turn back.
    ReadyToSend ready_to_send {
        /// The connection.
        connection_id: String,
    }
    /// A TLS client presented its certificate (or none).
    SSLClientAuthentication ssl_client_authentication answers true {
        /// The connection.
        connection_id: String,
        /// DER of the certificate.
        cert_encoded: Vec<u8>,
        /// Subject.
        cert_subject: String,
        /// Issuer.
        cert_issuer: String,
        /// "OK", or why verification failed.
        status: String,
        /// Answer: whether to go on; prefilled with the result of the verification.
        accept: bool,
    }
    /// A TLS client hello arrived; another certificate may be chosen.
    SSLConnectionRequest ssl_connection_request answers true {
        /// The connection.
        connection_id: String,
        /// Comma separated suites that the client offers.
        supported_cipher_suites: String,
        /// Comma separated signature algorithms that the client offers.
        supported_signature_algs: String,
        /// Answer: store type of another certificate, prefilled with 99, which finds it out.
        cert_store_type: i32,
        /// Answer: its store.
        cert_store: String,
        /// Answer: its password.
        cert_password: String,
        /// Answer: its subject.
        cert_subject: String,
    }
    /// Progress of a TLS handshake.
    SSLStatus ssl_status {
        /// The connection.
        connection_id: String,
        /// What happened.
        message: String,
    }
    /// A file starts.
    StartTransfer start_transfer answers true {
        /// The connection.
        connection_id: String,
        /// Whose file.
        direction: Direction,
        /// Answer: full path.
        local_file: String,
        /// SFIDDSN.
        virtual_file_name: String,
        /// Stamp in VirtualFileDateFormat.
        virtual_file_date: String,
        /// SFIDDEST.
        destination: String,
        /// SFIDORIG.
        originator: String,
    }
    /// Data of a file was sent or received.
    Transfer transfer {
        /// The connection.
        connection_id: String,
        /// Whose file.
        direction: Direction,
        /// Full path.
        local_file: String,
        /// SFIDDSN.
        virtual_file_name: String,
        /// Stamp in VirtualFileDateFormat.
        virtual_file_date: String,
        /// SFIDDEST.
        destination: String,
        /// SFIDORIG.
        originator: String,
        /// Octets so far, in this direction.
        bytes_transferred: i64,
        /// The octets just received; empty when sending.
        text: Vec<u8>,
    }
}

/// A handler that wants nothing: the engine's state before the program registers its own.
#[derive(Debug, Default, Clone, Copy)]
pub struct NoHandler;

impl Handler for NoHandler {
    fn wants(&self, _: EventKind) -> bool {
        false
    }
}
