//! The numbers of errors. A number that was given out is never used again for something else.

/// Who has to act so that an error does not come back.
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

/// Where a number comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The library raises it.
    Library,
    /// The operating system says so, under the number's name (with `WSA` before it on Windows).
    System,
    /// The resolver says so about a host name.
    Resolver,
    /// Winsock says so when it cannot be started: on Windows alone.
    Winsock,
}

/// Why the numbers of [`Source::Winsock`] come on Windows alone.
pub const WINSOCK_ALONE: &str = "Only Winsock has to be started; this comes on Windows alone.";

/// An error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErrorRow {
    /// Its name: `codes::NAME` in Rust, `OFTPSRV_ERROR_NAME` in C, `ErrorCode.NAME` in Python, `OftpserverErrors.Name` in C#.
    pub name: &'static str,
    /// The number.
    pub code: i32,
    /// Who is at fault.
    pub fault: Fault,
    /// Where it comes from.
    pub source: Source,
    /// Why it never comes; empty for those that do.
    pub never: &'static str,
    /// The version that brought it; empty for those of 0.1.
    pub since: &'static str,
    /// What it means: the standard text of its message.
    pub text: &'static str,
}

macro_rules! errors {
    ($($source:ident { $($name:ident = $code:literal, $fault:ident, $text:literal $(, never $never:literal)? $(, since $since:literal)?;)* })*) => {
        /// The numbers by name.
        pub mod codes {
            $($(#[doc = $text] pub const $name: i32 = $code;)*)*
        }

        /// Every error, by number: 1 to 99 misuse of the interface and what is our own, from 100 on those of the class reference,
        /// from 10000 on the operating system's, as 10000 plus the number of the Berkeley socket error.
        pub const ERRORS: &[ErrorRow] = &[$($(ErrorRow {
            name: stringify!($name),
            code: $code,
            fault: Fault::$fault,
            source: Source::$source,
            never: concat!($($never)?),
            since: concat!($($since)?),
            text: $text,
        },)*)*];
    };
}

/// The first number that stands for an error of the operating system.
pub const FIRST_SYSTEM_ERROR: i32 = 10_000;

errors! {
Library {
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
    ANSWER_TOO_LATE = 17, Caller, "The event has been answered; an answer now comes too late.";
    REMOTE_PORT_IN_USE = 100, Caller, "You cannot change the RemotePort at this time. A connection is in progress.";
    REMOTE_HOST_IN_USE = 101, Caller, "You cannot change the RemoteHost at this time. A connection is in progress.";
    REMOTE_HOST_INVALID = 102, Caller, "The RemoteHost address is invalid (0.0.0.0).";
    ALREADY_LISTENING = 104, Caller, "TCPServer is already listening.";
    LOCAL_PORT_IN_USE = 106, Caller, "Cannot change LocalPort when TCPServer is listening.";
    LOCAL_HOST_IN_USE = 107, Caller, "Cannot change LocalHost when TCPServer is listening.";
    MAX_CONNECTIONS_IN_USE = 108, Caller, "Cannot change MaxConnections when TCPServer is listening.";
    MAX_LINE_LENGTH_IN_USE = 112, Caller, "You cannot change MaxLineLength at this time. A connection is in progress.",
        never "There is no MaxLineLength: OFTP has no lines. The number is that of the class reference's TCPServer, which reads text.";
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
System {
    EINTR = 10004, System, "Interrupted system call.";
    EBADF = 10009, System, "Bad file number.";
    EACCES = 10013, System, "Access denied.";
    EFAULT = 10014, System, "Bad address.";
    EINVAL = 10022, System, "Invalid argument.";
    EMFILE = 10024, System, "Too many open files.";
    EWOULDBLOCK = 10035, System, "Operation would block.";
    EINPROGRESS = 10036, System, "Operation now in progress.";
    EALREADY = 10037, System, "Operation already in progress.";
    ENOTSOCK = 10038, System, "Socket operation on nonsocket.";
    EDESTADDRREQ = 10039, System, "Destination address required.";
    EMSGSIZE = 10040, System, "Message is too long.";
    EPROTOTYPE = 10041, System, "Protocol wrong type for socket.";
    ENOPROTOOPT = 10042, System, "Bad protocol option.";
    EPROTONOSUPPORT = 10043, System, "Protocol is not supported.";
    ESOCKTNOSUPPORT = 10044, System, "Socket type is not supported.";
    EOPNOTSUPP = 10045, System, "Operation is not supported on socket.";
    EPFNOSUPPORT = 10046, System, "Protocol family is not supported.";
    EAFNOSUPPORT = 10047, System, "Address family is not supported by protocol family.";
    EADDRINUSE = 10048, System, "Address already in use.";
    EADDRNOTAVAIL = 10049, System, "Cannot assign requested address.";
    ENETDOWN = 10050, System, "Network is down.";
    ENETUNREACH = 10051, System, "Network is unreachable.";
    ENETRESET = 10052, System, "Net dropped connection or reset.";
    ECONNABORTED = 10053, System, "Software caused connection abort.";
    ECONNRESET = 10054, System, "Connection reset by peer.";
    ENOBUFS = 10055, System, "No buffer space available.";
    EISCONN = 10056, System, "Socket is already connected.";
    ENOTCONN = 10057, System, "Socket is not connected.";
    ESHUTDOWN = 10058, System, "Cannot send after socket shutdown.";
    ETOOMANYREFS = 10059, System, "Too many references, cannot splice.";
    ETIMEDOUT = 10060, System, "Connection timed out.";
    ECONNREFUSED = 10061, System, "Connection refused.";
    ELOOP = 10062, System, "Too many levels of symbolic links.";
    ENAMETOOLONG = 10063, System, "File name is too long.";
    EHOSTDOWN = 10064, System, "Host is down.";
    EHOSTUNREACH = 10065, System, "No route to host.";
    ENOTEMPTY = 10066, System, "Directory is not empty";
    // Linux says EAGAIN when no thread can be started; see `error::no_thread`.
    EPROCLIM = 10067, System, "Too many processes.";
    EUSERS = 10068, System, "Too many users.";
    EDQUOT = 10069, System, "Disc Quota Exceeded.";
    ESTALE = 10070, System, "Stale NFS file handle.";
    EREMOTE = 10071, System, "Too many levels of remote in path.";
}
Winsock {
    SYSNOTREADY = 10091, System, "Network subsystem is unavailable.";
    VERNOTSUPPORTED = 10092, System, "WINSOCK DLL Version out of range.";
    NOTINITIALISED = 10093, System, "Winsock is not loaded yet.";
}
Resolver {
    HOST_NOT_FOUND = 11001, System, "Host not found.";
    TRY_AGAIN = 11002, System, "Nonauthoritative 'Host not found' (try again or check DNS setup).";
    NO_RECOVERY = 11003, System, "Nonrecoverable errors: FORMERR, REFUSED, NOTIMP.";
    NO_DATA = 11004, System, "Valid name, no data record (check DNS setup).";
}
}
