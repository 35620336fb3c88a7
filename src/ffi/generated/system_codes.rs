// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.
//! The numbers of the operating system's errors.

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
