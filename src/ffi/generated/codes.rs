// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.
//! The numbers of errors.

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

/// The event has been answered; an answer now comes too late.
pub const OFTPSRV_ERROR_ANSWER_TOO_LATE: i32 = 17;

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
