//! One error type for the whole crate: who is at fault, the stable number that programs test, and a
//! message that names the cause. What goes on the wire for an error is decided in one place,
//! [`Error::wire`]; the reason texts are in [`crate::model::reasons`].

use crate::model::reasons;
use std::fmt;

/// Who has to act so that the error does not come back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The partner broke the protocol or sent something that cannot be used.
    Peer,
    /// The program that carries the engine called it in a way that cannot work.
    Caller,
    /// A property or config setting is missing or contradicts another.
    Configuration,
    /// A signature, key, certificate or encrypted content is not as it must be.
    Security,
    /// The operating system refused: disk, network, memory.
    System,
}

/// An error with its stable number (`spec/surface.tsv`, rows of kind `error`; 1 to 99 are misuse of the C interface).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// Who is at fault.
    pub fault: Fault,
    /// The class reference's trappable error code, or 1 to 99.
    pub code: i32,
    /// What happened, for people.
    pub message: String,
}

/// The crate's result.
pub type Result<T, E = Error> = std::result::Result<T, E>;

macro_rules! error_codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $fault:ident, $text:literal;)*) => {
        /// The stable numbers, by name.
        pub mod codes {
            $($(#[$doc])* #[doc = $text] pub const $name: i32 = $code;)*
        }
        /// Every code with its fault and its standard text: the table that header, bindings and reference are checked against.
        pub const TABLE: &[(i32, Fault, &str)] = &[$(($code, Fault::$fault, $text)),*];
    };
}

error_codes! {
    NULL_ARGUMENT = 1, Caller, "An argument that must not be NULL is NULL.";
    NOT_UTF8 = 2, Caller, "A text argument is not valid UTF-8.";
    STALE_HANDLE = 3, Caller, "The handle is not alive: it was freed, or it never came from this library.";
    PANIC = 4, Caller, "Internal error: the engine panicked. The message says where.";
    UNKNOWN_SETTING = 5, Caller, "No property or config setting has this name.";
    BAD_VALUE = 6, Caller, "The value does not fit the setting: wrong type, out of range or too long.";
    READ_ONLY = 7, Caller, "The setting can be read only.";
    BAD_ARGUMENT = 8, Caller, "An argument has a value that is not allowed.";
    NOT_SUPPORTED = 9, Configuration, "This platform or this build has no such thing.";
    NOT_READY = 10, Caller, "The connection is not in a state in which this can be done.";
    STATE_STORE = 11, System, "The state store under StatePath cannot be read or written.";
    INTERRUPTED = 12, Caller, "The operation was interrupted by Interrupt, Disconnect or Shutdown.";
    TIMEOUT = 13, Peer, "The operation timed out.";
    REMOTE_PORT_IN_USE = 100, Caller, "You cannot change the RemotePort at this time. A connection is in progress.";
    REMOTE_HOST_IN_USE = 101, Caller, "You cannot change the RemoteHost at this time. A connection is in progress.";
    REMOTE_HOST_INVALID = 102, Caller, "The RemoteHost address is invalid (0.0.0.0).";
    ALREADY_LISTENING = 104, Caller, "TCPServer is already listening.";
    LOCAL_PORT_IN_USE = 106, Caller, "Cannot change LocalPort when TCPServer is listening.";
    LOCAL_HOST_IN_USE = 107, Caller, "Cannot change LocalHost when TCPServer is listening.";
    MAX_CONNECTIONS_IN_USE = 108, Caller, "Cannot change MaxConnections when TCPServer is listening.";
    MAX_LINE_LENGTH_IN_USE = 112, Caller, "You cannot change MaxLineLength at this time. A connection is in progress.";
    REMOTE_PORT_ZERO = 116, Caller, "RemotePort cannot be zero. Please specify a valid service port number.";
    INVALID_CONNECTION_ID = 126, Caller, "Invalid ConnectionId.";
    WOULD_BLOCK = 135, Caller, "Operation would block.";
    PROTOCOL = 671, Peer, "OFTP protocol error.";
    SSID_NOT_SET = 672, Configuration, "ServerSSID must be set before Listening is set to true.";
    SFID_NOT_SET = 673, Configuration, "ServerSFID must be set before Listening is set to true.";
    UNKNOWN_CODE = 675, Peer, "Session terminated by client. Unknown SSID or SFID.";
    UNKNOWN_PASSWORD = 677, Peer, "Session terminated by client. Unknown Password.";
    BUILD_PACKET = 678, Caller, "Error building packet to send.";
    READ_FILE = 679, System, "Error reading file specified.";
    INVALID_DATE = 680, Caller, "Invalid date timestamp.";
    FILE_EXISTS = 681, Configuration, "Local file exists and overwrite is set to false.";
    INVALID_HASH = 682, Security, "Invalid hash value.";
    INVALID_SIGNATURE = 683, Security, "Invalid signature.";
    CRYPTO = 684, Security, "Cryptographic operation failed.";
    NO_ENCRYPTION_CERT = 685, Security, "No encryption certificate was specified.";
    NO_SIGNING_CERT = 686, Security, "No signing certificate was specified.";
    SEND_FAILED = 687, Peer, "Send failed. Check the description for more details.";
    VERSION_20_ONLY = 688, Configuration, "The requested feature is only supported in OFTP Version 2.0. Check the description for more details.";
    CERT_REQUIRED = 689, Security, "A required certificate was not provided. The error descriptions indicates which property must be set.";
    INVALID_CERT = 690, Security, "Invalid Certificate.";
    TRUSTED_IMPORT = 691, Security, "Failed to import trusted certificates.";
}

impl Error {
    /// An error of a known code with its own message.
    pub fn new(code: i32, message: impl Into<String>) -> Self {
        let fault = TABLE.iter().find(|row| row.0 == code).map_or(Fault::System, |row| row.1);
        Error { fault, code, message: message.into() }
    }

    /// An error of a known code with the standard text of that code.
    pub fn of(code: i32) -> Self {
        Self::new(code, text(code).unwrap_or("Unknown error."))
    }

    /// An operating system error in the class reference's numbers (10000 + the Winsock style number), with what was tried.
    pub fn io(doing: impl fmt::Display, error: &std::io::Error) -> Self {
        Error { fault: Fault::System, code: io_code(error), message: format!("{doing}: {error}") }
    }

    /// The error that a partner's ESID reason becomes in the API (`None` for a normal end).
    pub fn from_esid(reason: u8, text: &str) -> Option<Self> {
        let code = match reason {
            0 => return None,
            3 => codes::UNKNOWN_CODE,
            4 => codes::UNKNOWN_PASSWORD,
            _ => codes::PROTOCOL,
        };
        let meaning = reasons::text(reasons::Command::Esid, reason);
        let own = if text.is_empty() { String::new() } else { format!(": {text}") };
        Some(Error::new(code, format!("Session terminated by the partner with reason {reason:02} ({meaning}){own}")))
    }

    /// What this error says to the partner in the given command: reason and text. The one map from errors to the wire.
    pub fn wire(&self, command: reasons::Command) -> (u8, String) {
        use reasons::Command::*;
        let reason = match (command, self.code) {
            (Esid, codes::TIMEOUT | 10060) => 9,
            (Esid, codes::INTERRUPTED) => 5,
            (Esid, codes::PROTOCOL) => 2,
            (Esid, _) if self.fault == Fault::System => 8,
            (Sfna | Efna, codes::FILE_EXISTS) => 13,
            (Sfna | Efna, _) if self.fault == Fault::System => 12,
            (Efna, codes::INVALID_SIGNATURE | codes::INVALID_HASH) => 21,
            (Efna, codes::CRYPTO | codes::NO_ENCRYPTION_CERT | codes::CERT_REQUIRED) => 22,
            (Nerp, codes::INVALID_SIGNATURE | codes::INVALID_HASH) => 31,
            (Nerp, codes::CRYPTO | codes::CERT_REQUIRED) => 33,
            (Nerp, codes::INTERRUPTED) => 50,
            (Nerp, _) => 34,
            _ => 99,
        };
        (reason, reasons::text(command, reason).to_owned())
    }
}

/// The standard text of a code, for the codes of [`TABLE`].
pub fn text(code: i32) -> Option<&'static str> {
    TABLE.iter().find(|row| row.0 == code).map(|row| row.2)
}

/// The class reference's number for an operating system error: 10000 plus the BSD socket number.
pub fn io_code(error: &std::io::Error) -> i32 {
    use std::io::ErrorKind as K;
    match error.kind() {
        K::Interrupted => 10004,
        K::PermissionDenied => 10013,
        K::InvalidInput => 10022,
        K::WouldBlock => 10035,
        K::AddrInUse => 10048,
        K::AddrNotAvailable => 10049,
        K::NetworkDown => 10050,
        K::NetworkUnreachable => 10051,
        K::ConnectionAborted | K::BrokenPipe | K::UnexpectedEof => 10053,
        K::ConnectionReset => 10054,
        K::OutOfMemory => 10055,
        K::NotConnected => 10057,
        K::TimedOut => 10060,
        K::ConnectionRefused => 10061,
        K::HostUnreachable => 10065,
        K::DirectoryNotEmpty => 10066,
        K::QuotaExceeded | K::StorageFull => 10069,
        K::StaleNetworkFileHandle => 10070,
        K::InvalidFilename => 10063,
        _ => match error.raw_os_error() {
            Some(libc::EBADF) => 10009,
            Some(libc::EFAULT) => 10014,
            Some(libc::EMFILE | libc::ENFILE) => 10024,
            Some(libc::ENOTSOCK) => 10038,
            Some(libc::EMSGSIZE) => 10040,
            Some(libc::EAFNOSUPPORT) => 10047,
            Some(libc::ELOOP) => 10062,
            // Windows has no such errno.
            #[cfg(unix)]
            Some(libc::EHOSTDOWN) => 10064,
            _ => codes::READ_FILE,
        },
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}] {}", self.code, self.message)
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_have_texts() {
        for (i, row) in TABLE.iter().enumerate() {
            assert!(TABLE[i + 1..].iter().all(|other| other.0 != row.0), "{} twice", row.0);
            assert!(!row.2.is_empty());
        }
    }

    #[test]
    fn a_full_disk_is_told_apart_on_the_wire_and_in_the_api() {
        let error = Error::io("writing x", &std::io::Error::from_raw_os_error(libc::ENOSPC));
        assert_eq!(error.code, 10069);
        assert_eq!(error.wire(reasons::Command::Efna).0, 12);
        assert_eq!(error.wire(reasons::Command::Esid).0, 8);
    }
}
