//! The error codes as the header's `OFTPSRV_ERROR_...`. The numbers of [`crate::error::codes`] are written here once more, because
//! the header can only be made from literals; a test compares them.

/// Success.
pub const OFTPSRV_OK: i32 = 0;

/// An argument that must not be NULL is NULL.
pub const OFTPSRV_ERROR_NULL_ARGUMENT: i32 = 1;

/// A text argument is not valid UTF-8.
pub const OFTPSRV_ERROR_NOT_UTF8: i32 = 2;

/// The handle is not alive: it was freed, or it never came from this library.
pub const OFTPSRV_ERROR_STALE_HANDLE: i32 = 3;

/// Internal error: the engine panicked. The message says where.
pub const OFTPSRV_ERROR_PANIC: i32 = 4;

/// No property or config setting has this name.
pub const OFTPSRV_ERROR_UNKNOWN_SETTING: i32 = 5;

/// The value does not fit the setting: wrong type, out of range or too long.
pub const OFTPSRV_ERROR_BAD_VALUE: i32 = 6;

/// The setting can be read only.
pub const OFTPSRV_ERROR_READ_ONLY: i32 = 7;

/// An argument has a value that is not allowed.
pub const OFTPSRV_ERROR_BAD_ARGUMENT: i32 = 8;

/// This platform or this build has no such thing.
pub const OFTPSRV_ERROR_NOT_SUPPORTED: i32 = 9;

/// The connection is not in a state in which this can be done.
pub const OFTPSRV_ERROR_NOT_READY: i32 = 10;

/// The state store under StatePath cannot be read or written.
pub const OFTPSRV_ERROR_STATE_STORE: i32 = 11;

/// The operation was interrupted by Interrupt, Disconnect or Shutdown.
pub const OFTPSRV_ERROR_INTERRUPTED: i32 = 12;

/// The operation timed out.
pub const OFTPSRV_ERROR_TIMEOUT: i32 = 13;

/// You cannot change the RemotePort at this time. A connection is in progress.
pub const OFTPSRV_ERROR_REMOTE_PORT_IN_USE: i32 = 100;

/// You cannot change the RemoteHost at this time. A connection is in progress.
pub const OFTPSRV_ERROR_REMOTE_HOST_IN_USE: i32 = 101;

/// The RemoteHost address is invalid (0.0.0.0).
pub const OFTPSRV_ERROR_REMOTE_HOST_INVALID: i32 = 102;

/// TCPServer is already listening.
pub const OFTPSRV_ERROR_ALREADY_LISTENING: i32 = 104;

/// Cannot change LocalPort when TCPServer is listening.
pub const OFTPSRV_ERROR_LOCAL_PORT_IN_USE: i32 = 106;

/// Cannot change LocalHost when TCPServer is listening.
pub const OFTPSRV_ERROR_LOCAL_HOST_IN_USE: i32 = 107;

/// Cannot change MaxConnections when TCPServer is listening.
pub const OFTPSRV_ERROR_MAX_CONNECTIONS_IN_USE: i32 = 108;

/// You cannot change MaxLineLength at this time. A connection is in progress.
pub const OFTPSRV_ERROR_MAX_LINE_LENGTH_IN_USE: i32 = 112;

/// RemotePort cannot be zero. Please specify a valid service port number.
pub const OFTPSRV_ERROR_REMOTE_PORT_ZERO: i32 = 116;

/// Invalid ConnectionId.
pub const OFTPSRV_ERROR_INVALID_CONNECTION_ID: i32 = 126;

/// Operation would block.
pub const OFTPSRV_ERROR_WOULD_BLOCK: i32 = 135;

/// OFTP protocol error.
pub const OFTPSRV_ERROR_PROTOCOL: i32 = 671;

/// ServerSSID must be set before Listening is set to true.
pub const OFTPSRV_ERROR_SSID_NOT_SET: i32 = 672;

/// ServerSFID must be set before Listening is set to true.
pub const OFTPSRV_ERROR_SFID_NOT_SET: i32 = 673;

/// Session terminated by client. Unknown SSID or SFID.
pub const OFTPSRV_ERROR_UNKNOWN_CODE: i32 = 675;

/// Session terminated by client. Unknown Password.
pub const OFTPSRV_ERROR_UNKNOWN_PASSWORD: i32 = 677;

/// Error building packet to send.
pub const OFTPSRV_ERROR_BUILD_PACKET: i32 = 678;

/// Error reading file specified.
pub const OFTPSRV_ERROR_READ_FILE: i32 = 679;

/// Invalid date timestamp.
pub const OFTPSRV_ERROR_INVALID_DATE: i32 = 680;

/// Local file exists and overwrite is set to false.
pub const OFTPSRV_ERROR_FILE_EXISTS: i32 = 681;

/// Invalid hash value.
pub const OFTPSRV_ERROR_INVALID_HASH: i32 = 682;

/// Invalid signature.
pub const OFTPSRV_ERROR_INVALID_SIGNATURE: i32 = 683;

/// Cryptographic operation failed.
pub const OFTPSRV_ERROR_CRYPTO: i32 = 684;

/// No encryption certificate was specified.
pub const OFTPSRV_ERROR_NO_ENCRYPTION_CERT: i32 = 685;

/// No signing certificate was specified.
pub const OFTPSRV_ERROR_NO_SIGNING_CERT: i32 = 686;

/// Send failed. Check the description for more details.
pub const OFTPSRV_ERROR_SEND_FAILED: i32 = 687;

/// The requested feature is only supported in OFTP Version 2.0. Check the description for more details.
pub const OFTPSRV_ERROR_VERSION_20_ONLY: i32 = 688;

/// A required certificate was not provided. The error descriptions indicates which property must be set.
pub const OFTPSRV_ERROR_CERT_REQUIRED: i32 = 689;

/// Invalid Certificate.
pub const OFTPSRV_ERROR_INVALID_CERT: i32 = 690;

/// Failed to import trusted certificates.
pub const OFTPSRV_ERROR_TRUSTED_IMPORT: i32 = 691;

/// Interrupted system call.
pub const OFTPSRV_ERROR_EINTR: i32 = 10004;

/// Bad file number.
pub const OFTPSRV_ERROR_EBADF: i32 = 10009;

/// Access denied.
pub const OFTPSRV_ERROR_EACCES: i32 = 10013;

/// Bad address.
pub const OFTPSRV_ERROR_EFAULT: i32 = 10014;

/// Invalid argument.
pub const OFTPSRV_ERROR_EINVAL: i32 = 10022;

/// Too many open files.
pub const OFTPSRV_ERROR_EMFILE: i32 = 10024;

/// Operation would block.
pub const OFTPSRV_ERROR_EWOULDBLOCK: i32 = 10035;

/// Operation now in progress.
pub const OFTPSRV_ERROR_EINPROGRESS: i32 = 10036;

/// Operation already in progress.
pub const OFTPSRV_ERROR_EALREADY: i32 = 10037;

/// Socket operation on nonsocket.
pub const OFTPSRV_ERROR_ENOTSOCK: i32 = 10038;

/// Destination address required.
pub const OFTPSRV_ERROR_EDESTADDRREQ: i32 = 10039;

/// Message is too long.
pub const OFTPSRV_ERROR_EMSGSIZE: i32 = 10040;

/// Protocol wrong type for socket.
pub const OFTPSRV_ERROR_EPROTOTYPE: i32 = 10041;

/// Bad protocol option.
pub const OFTPSRV_ERROR_ENOPROTOOPT: i32 = 10042;

/// Protocol is not supported.
pub const OFTPSRV_ERROR_EPROTONOSUPPORT: i32 = 10043;

/// Socket type is not supported.
pub const OFTPSRV_ERROR_ESOCKTNOSUPPORT: i32 = 10044;

/// Operation is not supported on socket.
pub const OFTPSRV_ERROR_EOPNOTSUPP: i32 = 10045;

/// Protocol family is not supported.
pub const OFTPSRV_ERROR_EPFNOSUPPORT: i32 = 10046;

/// Address family is not supported by protocol family.
pub const OFTPSRV_ERROR_EAFNOSUPPORT: i32 = 10047;

/// Address already in use.
pub const OFTPSRV_ERROR_EADDRINUSE: i32 = 10048;

/// Cannot assign requested address.
pub const OFTPSRV_ERROR_EADDRNOTAVAIL: i32 = 10049;

/// Network is down.
pub const OFTPSRV_ERROR_ENETDOWN: i32 = 10050;

/// Network is unreachable.
pub const OFTPSRV_ERROR_ENETUNREACH: i32 = 10051;

/// Net dropped connection or reset.
pub const OFTPSRV_ERROR_ENETRESET: i32 = 10052;

/// Software caused connection abort.
pub const OFTPSRV_ERROR_ECONNABORTED: i32 = 10053;

/// Connection reset by peer.
pub const OFTPSRV_ERROR_ECONNRESET: i32 = 10054;

/// No buffer space available.
pub const OFTPSRV_ERROR_ENOBUFS: i32 = 10055;

/// Socket is already connected.
pub const OFTPSRV_ERROR_EISCONN: i32 = 10056;

/// Socket is not connected.
pub const OFTPSRV_ERROR_ENOTCONN: i32 = 10057;

/// Cannot send after socket shutdown.
pub const OFTPSRV_ERROR_ESHUTDOWN: i32 = 10058;

/// Too many references, cannot splice.
pub const OFTPSRV_ERROR_ETOOMANYREFS: i32 = 10059;

/// Connection timed out.
pub const OFTPSRV_ERROR_ETIMEDOUT: i32 = 10060;

/// Connection refused.
pub const OFTPSRV_ERROR_ECONNREFUSED: i32 = 10061;

/// Too many levels of symbolic links.
pub const OFTPSRV_ERROR_ELOOP: i32 = 10062;

/// File name is too long.
pub const OFTPSRV_ERROR_ENAMETOOLONG: i32 = 10063;

/// Host is down.
pub const OFTPSRV_ERROR_EHOSTDOWN: i32 = 10064;

/// No route to host.
pub const OFTPSRV_ERROR_EHOSTUNREACH: i32 = 10065;

/// Directory is not empty
pub const OFTPSRV_ERROR_ENOTEMPTY: i32 = 10066;

/// Too many processes.
pub const OFTPSRV_ERROR_EPROCLIM: i32 = 10067;

/// Too many users.
pub const OFTPSRV_ERROR_EUSERS: i32 = 10068;

/// Disc Quota Exceeded.
pub const OFTPSRV_ERROR_EDQUOT: i32 = 10069;

/// Stale NFS file handle.
pub const OFTPSRV_ERROR_ESTALE: i32 = 10070;

/// Too many levels of remote in path.
pub const OFTPSRV_ERROR_EREMOTE: i32 = 10071;

/// Network subsystem is unavailable.
pub const OFTPSRV_ERROR_SYSNOTREADY: i32 = 10091;

/// WINSOCK DLL Version out of range.
pub const OFTPSRV_ERROR_VERNOTSUPPORTED: i32 = 10092;

/// Winsock is not loaded yet.
pub const OFTPSRV_ERROR_NOTINITIALISED: i32 = 10093;

/// Host not found.
pub const OFTPSRV_ERROR_HOST_NOT_FOUND: i32 = 11001;

/// Nonauthoritative 'Host not found' (try again or check DNS setup).
pub const OFTPSRV_ERROR_TRY_AGAIN: i32 = 11002;

/// Nonrecoverable errors: FORMERR, REFUSED, NOTIMP.
pub const OFTPSRV_ERROR_NO_RECOVERY: i32 = 11003;

/// Valid name, no data record (check DNS setup).
pub const OFTPSRV_ERROR_NO_DATA: i32 = 11004;
