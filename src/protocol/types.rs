//! The words in which a session and its driver talk: configuration, answers, events.

use crate::model::{CipherSuite, ConnectionType, FileKey, Format, SecurityLevel, Version};
use std::fmt;

/// Which side opened the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Opened the connection, sends the first SSID, is the first speaker.
    Initiator,
    /// Was called; says SSRM and then waits.
    Responder,
}

/// What a side wants of secure authentication (SSIDAUTH).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Authentication {
    /// Never: a partner that asks for it is refused with ESID 12.
    Disallowed,
    /// Always: a partner without it is refused, below 2.0 with ESID 10.
    Required,
    /// As responder whatever the partner asks for; as initiator none.
    #[default]
    Automatic,
}

/// What one side can do and says about itself.
#[derive(Clone)]
pub struct SessionConfig {
    /// Which side we are.
    pub role: Role,
    /// The highest version we speak.
    pub version: Version,
    /// Our SSIDCODE, at most 25 octets.
    pub code: String,
    /// Our SSIDPSWD, at most 8 octets.
    pub password: String,
    /// Our SSIDUSER; cut to 8 octets.
    pub user: String,
    /// The longest DATA buffer we take, 128 to 99999 octets (values outside are clamped).
    pub buffer_size: u32,
    /// The largest credit window, 1 to 999 (values outside are clamped).
    pub credit: u16,
    /// Who may send files.
    pub connection_type: ConnectionType,
    /// Whether we can compress buffers.
    pub compression: bool,
    /// Whether we can restart files.
    pub restart: bool,
    /// What we want of secure authentication.
    pub authentication: Authentication,
    /// Whether a level below 2.0 is refused with ESID 10, as on a TLS listener.
    pub require_v20: bool,
    /// Inactivity timer in milliseconds; 0 means none.
    pub timeout_ms: u64,
    /// Whether [`SessionEvent::Trail`] is produced for every command.
    pub trail: bool,
    /// As initiator: accept a responder that leaves its SSIDCODE blank.
    pub accept_blank_identity: bool,
}

/// A Start Session command (RFC 5024 section 5.3.2).
#[derive(Clone, PartialEq, Eq)]
pub struct Ssid {
    /// The version that SSIDLEV means to us.
    pub version: Version,
    /// SSIDCODE.
    pub code: String,
    /// SSIDPSWD. Not shown by `Debug`.
    pub password: String,
    /// SSIDSDEB.
    pub buffer_size: u32,
    /// SSIDSR, as seen by the side that says it.
    pub connection_type: ConnectionType,
    /// SSIDCMPR.
    pub compression: bool,
    /// SSIDREST.
    pub restart: bool,
    /// SSIDSPEC.
    pub special: bool,
    /// SSIDCRED.
    pub credit: u16,
    /// SSIDAUTH; always false below 2.0, where the field does not exist.
    pub authentication: bool,
    /// SSIDUSER.
    pub user: String,
}

impl Default for Ssid {
    fn default() -> Self {
        Ssid {
            version: Version::V20,
            code: String::new(),
            password: String::new(),
            buffer_size: 128,
            connection_type: ConnectionType::Both,
            compression: false,
            restart: false,
            special: false,
            credit: 1,
            authentication: false,
            user: String::new(),
        }
    }
}

impl fmt::Debug for Ssid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ssid")
            .field("version", &self.version)
            .field("code", &self.code)
            .field("buffer_size", &self.buffer_size)
            .field("connection_type", &self.connection_type)
            .field("compression", &self.compression)
            .field("restart", &self.restart)
            .field("credit", &self.credit)
            .field("authentication", &self.authentication)
            .field("user", &self.user)
            .finish_non_exhaustive()
    }
}

/// The responder's yes to an SSID: what it wants to be for this partner. Every value is still brought down to what the
/// partner offered.
#[derive(Clone)]
pub struct SessionAnswer {
    /// The highest version for this session.
    pub version: Version,
    /// Our SSIDCODE.
    pub code: String,
    /// Our SSIDPSWD.
    pub password: String,
    /// Our SSIDUSER; cut to 8 octets.
    pub user: String,
    /// The largest credit window.
    pub credit: u16,
    /// The longest DATA buffer.
    pub buffer_size: u32,
    /// Who may send files.
    pub connection_type: ConnectionType,
    /// Whether buffers may be compressed.
    pub compression: bool,
    /// Whether files may be restarted.
    pub restart: bool,
    /// What we want of secure authentication.
    pub authentication: Authentication,
}

/// What the two SSIDs agreed on.
#[derive(Debug, Clone)]
pub struct Negotiated {
    /// The version whose layouts are in use.
    pub version: Version,
    /// The longest DATA buffer in octets, `D` included.
    pub buffer_size: u32,
    /// The credit window of both directions.
    pub credit: u16,
    /// Whether we may send compressed sub-records.
    pub compression: bool,
    /// Whether files may be restarted.
    pub restart: bool,
    /// Whether the authentication phase takes place.
    pub authentication: bool,
    /// What we may do: the answer to the partner's SSIDSR, seen from our side.
    pub own_connection_type: ConnectionType,
    /// The partner's SSID as received.
    pub peer: Ssid,
}

/// A Start File command: a file as it is offered (RFC 5024 section 5.3.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StartFile {
    /// SFIDDSN, SFIDDATE and SFIDTIME, SFIDDEST, SFIDORIG.
    pub key: FileKey,
    /// SFIDUSER.
    pub user: String,
    /// SFIDFMT.
    pub format: Format,
    /// SFIDLRECL, octets; 0 for U and T.
    pub record_length: u32,
    /// SFIDFSIZ, blocks of 1024 octets.
    pub size_k: u64,
    /// SFIDOSIZ, blocks of 1024 octets; 0 below 2.0.
    pub original_size_k: u64,
    /// SFIDREST, records or blocks of 1024 octets.
    pub restart: u64,
    /// SFIDSEC.
    pub security: SecurityLevel,
    /// SFIDCIPH.
    pub suite: CipherSuite,
    /// SFIDCOMP: compressed as a whole (CMS), not by buffer.
    pub compressed: bool,
    /// SFIDENV: a CMS file.
    pub enveloped: bool,
    /// SFIDSIGN: a signed end response is wanted.
    pub signed_response: bool,
    /// SFIDDESC.
    pub description: String,
}

impl StartFile {
    /// Whether the file travels as one stream of octets (U, T and everything that was wrapped) and not record by
    /// record.
    pub fn is_stream(&self) -> bool {
        !self.format.has_records() || self.is_wrapped()
    }

    /// Whether a 2.0 file service was applied to the content.
    pub fn is_wrapped(&self) -> bool {
        self.security != SecurityLevel::None || self.compressed || self.enveloped
    }
}

/// The part of a NERP that an EERP does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Negative {
    /// NERPCREA.
    pub creator: String,
    /// NERPREAS.
    pub reason: u8,
    /// NERPREAST.
    pub text: String,
}

/// An end response, EERP or NERP (RFC 5024 sections 5.3.13 and 5.3.14).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndResponse {
    /// Name and stamp of the file; destination and originator as in this command, that is swapped against the file's.
    pub key: FileKey,
    /// EERPUSER; a NERP has none.
    pub user: String,
    /// `Some` makes it a NERP.
    pub negative: Option<Negative>,
    /// The hash of the file as it travelled; sent only together with a signature.
    pub hash: Vec<u8>,
    /// CMS SignedData; empty when unsigned.
    pub signature: Vec<u8>,
}

/// How the turn was come by, and whether something was done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Turn {
    /// The partner gave it without having been asked by EFPA `Y`.
    pub unsolicited: bool,
    /// A file or an end response was started in it.
    pub used: bool,
}

/// What a session tells its driver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionEvent {
    /// Initiator: the responder's SSRM came; our SSID is on its way.
    ReadyReceived,
    /// Responder: decide with [`Session::accept_session`](super::Session::accept_session) or `reject_session`.
    SessionOffered(Ssid),
    /// The session is open, authentication included; the initiator is speaker.
    SessionOpened,
    /// Make a challenge: answer with `auth_challenge`.
    ChallengeWanted,
    /// The partner's challenge, encrypted for us: answer with `auth_response`, or end the session.
    ChallengeReceived(Vec<u8>),
    /// The partner's answer to our challenge: compare, then `auth_confirmed` or `auth_rejected`.
    ResponseReceived([u8; 20]),
    /// The partner offers a file: `accept_file` or `refuse_file`.
    FileOffered(StartFile),
    /// [`Session::data`](super::Session::data) holds octets to be taken; nothing more is read before that.
    DataReceived,
    /// EFID with its totals for the whole file: `confirm_file` or `reject_file`.
    FileEnded {
        /// EFIDRCNT.
        records: u64,
        /// EFIDUCNT, octets.
        units: u64,
    },
    /// SFPA: send from this position on.
    FileAccepted {
        /// SFPAACNT, records or blocks of 1024 octets.
        restart: u64,
    },
    /// SFNA.
    FileRefused {
        /// SFNAREAS.
        reason: u8,
        /// SFNARRTR.
        retry: bool,
        /// SFNAREAST, empty below 2.0.
        text: String,
    },
    /// CDT: `send_data` goes on.
    CreditGranted,
    /// EFPA. With `change_direction` the next command must be CD.
    FileConfirmed {
        /// EFPACD.
        change_direction: bool,
    },
    /// EFNA.
    FileRejected {
        /// EFNAREAS.
        reason: u8,
        /// EFNAREAST, empty below 2.0.
        text: String,
    },
    /// EERP or NERP: note it, then `ready_to_receive`.
    EndResponseReceived(EndResponse),
    /// RTR for our end response.
    EndResponseConfirmed,
    /// CD: we are speaker now.
    TurnReceived {
        /// We had asked for it with EFPA `Y`.
        solicited: bool,
    },
    /// The session is over. `reason` `None`: the connection went away without ESID.
    Ended {
        /// The partner ended it.
        by_peer: bool,
        /// ESIDREAS.
        reason: Option<u8>,
        /// What went wrong, or the partner's text.
        text: String,
    },
    /// A command as it travelled, without stream header. Passwords are in it: whoever shows it masks them.
    Trail {
        /// Sent by us.
        sent: bool,
        /// The exchange buffer.
        command: Vec<u8>,
    },
    /// The partner did something wrong that does no harm; for the log.
    Tolerated(String),
}
