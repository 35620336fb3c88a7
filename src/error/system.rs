//! Errors of the operating system as the class reference numbers them: 10000 and the number of the Berkeley socket error, on
//! every platform, and 11001 to 11004 for name resolution. The table ([`crate::surface::errors`]) says of each number where it
//! comes from.

use super::{codes, resolver};
use std::io::{Error, ErrorKind};

/// The class reference's number for an error of the system: by its own number where there is one, else by its kind. What the
/// class reference has no number for is 679; the message says what it was.
pub fn io_code(error: &Error) -> i32 {
    let own = error.raw_os_error().and_then(raw_code).or_else(|| resolver::code(error));
    own.unwrap_or_else(|| kind_code(error.kind()))
}

/// The number when the system cannot start one more thread: it says "try again" for "too many".
pub(crate) fn no_thread(error: &Error) -> i32 {
    match error.kind() {
        ErrorKind::WouldBlock => 10067,
        _ => io_code(error),
    }
}

/// For errors that are made without a number of the system, and for numbers that are not in the list.
fn kind_code(kind: ErrorKind) -> i32 {
    use ErrorKind as K;
    match kind {
        K::Interrupted => 10004,
        K::PermissionDenied | K::ReadOnlyFilesystem => 10013,
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
        K::InvalidFilename => 10063,
        K::HostUnreachable => 10065,
        K::DirectoryNotEmpty => 10066,
        K::QuotaExceeded | K::StorageFull => 10069,
        K::StaleNetworkFileHandle => 10070,
        _ => codes::READ_FILE,
    }
}

/// The numbers of C's errno. Two names may be one number, which differs from system to system, so this is a list and no match.
#[cfg(unix)]
const ERRNO: &[(i32, i32)] = &[
    (libc::EINTR, 10004),
    (libc::EBADF, 10009),
    (libc::EACCES, 10013),
    (libc::EPERM, 10013),
    (libc::EROFS, 10013),
    (libc::EFAULT, 10014),
    (libc::EINVAL, 10022),
    (libc::EMFILE, 10024),
    (libc::ENFILE, 10024),
    (libc::EWOULDBLOCK, 10035),
    (libc::EAGAIN, 10035),
    (libc::EINPROGRESS, 10036),
    (libc::EALREADY, 10037),
    (libc::ENOTSOCK, 10038),
    (libc::EDESTADDRREQ, 10039),
    (libc::EMSGSIZE, 10040),
    (libc::EPROTOTYPE, 10041),
    (libc::ENOPROTOOPT, 10042),
    (libc::EPROTONOSUPPORT, 10043),
    (libc::ESOCKTNOSUPPORT, 10044),
    (libc::EOPNOTSUPP, 10045),
    (libc::ENOTSUP, 10045),
    (libc::EPFNOSUPPORT, 10046),
    (libc::EAFNOSUPPORT, 10047),
    (libc::EADDRINUSE, 10048),
    (libc::EADDRNOTAVAIL, 10049),
    (libc::ENETDOWN, 10050),
    (libc::ENETUNREACH, 10051),
    (libc::ENETRESET, 10052),
    (libc::ECONNABORTED, 10053),
    (libc::EPIPE, 10053),
    (libc::ECONNRESET, 10054),
    (libc::ENOBUFS, 10055),
    (libc::ENOMEM, 10055),
    (libc::EISCONN, 10056),
    (libc::ENOTCONN, 10057),
    (libc::ESHUTDOWN, 10058),
    (libc::ETOOMANYREFS, 10059),
    (libc::ETIMEDOUT, 10060),
    (libc::ECONNREFUSED, 10061),
    (libc::ELOOP, 10062),
    (libc::ENAMETOOLONG, 10063),
    (libc::EHOSTDOWN, 10064),
    (libc::EHOSTUNREACH, 10065),
    (libc::ENOTEMPTY, 10066),
    #[cfg(any(target_vendor = "apple", target_os = "freebsd", target_os = "netbsd", target_os = "openbsd"))]
    (libc::EPROCLIM, 10067),
    (libc::EUSERS, 10068),
    (libc::EDQUOT, 10069),
    (libc::ENOSPC, 10069),
    (libc::ESTALE, 10070),
    (libc::EREMOTE, 10071),
];

#[cfg(unix)]
fn raw_code(raw: i32) -> Option<i32> {
    ERRNO.iter().find(|(number, _)| *number == raw).map(|&(_, code)| code)
}

#[cfg(windows)]
use of_windows as raw_code;

/// The numbers of Windows: Winsock's are the class reference's own; of Win32's those that their kind does not tell.
#[cfg(any(windows, test))]
fn of_windows(raw: i32) -> Option<i32> {
    match raw {
        10000..=11999 => Some(raw),
        // ERROR_TOO_MANY_OPEN_FILES
        4 => Some(10024),
        // ERROR_INVALID_HANDLE
        6 => Some(10009),
        // ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION: another program has the file open.
        32 | 33 => Some(10013),
        _ => None,
    }
}

#[cfg(not(any(unix, windows)))]
fn raw_code(_: i32) -> Option<i32> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::surface::errors::{ERRORS, Source};

    /// The system's own number becomes the class reference's, for each number that the system is said to be the source of.
    #[cfg(unix)]
    #[test]
    fn every_number_of_the_system_comes_from_its_name() {
        let all = [
            (libc::EINTR, 10004),
            (libc::EBADF, 10009),
            (libc::EACCES, 10013),
            (libc::EFAULT, 10014),
            (libc::EINVAL, 10022),
            (libc::EMFILE, 10024),
            (libc::EWOULDBLOCK, 10035),
            (libc::EINPROGRESS, 10036),
            (libc::EALREADY, 10037),
            (libc::ENOTSOCK, 10038),
            (libc::EDESTADDRREQ, 10039),
            (libc::EMSGSIZE, 10040),
            (libc::EPROTOTYPE, 10041),
            (libc::ENOPROTOOPT, 10042),
            (libc::EPROTONOSUPPORT, 10043),
            (libc::ESOCKTNOSUPPORT, 10044),
            (libc::EOPNOTSUPP, 10045),
            (libc::EPFNOSUPPORT, 10046),
            (libc::EAFNOSUPPORT, 10047),
            (libc::EADDRINUSE, 10048),
            (libc::EADDRNOTAVAIL, 10049),
            (libc::ENETDOWN, 10050),
            (libc::ENETUNREACH, 10051),
            (libc::ENETRESET, 10052),
            (libc::ECONNABORTED, 10053),
            (libc::ECONNRESET, 10054),
            (libc::ENOBUFS, 10055),
            (libc::EISCONN, 10056),
            (libc::ENOTCONN, 10057),
            (libc::ESHUTDOWN, 10058),
            (libc::ETOOMANYREFS, 10059),
            (libc::ETIMEDOUT, 10060),
            (libc::ECONNREFUSED, 10061),
            (libc::ELOOP, 10062),
            (libc::ENAMETOOLONG, 10063),
            (libc::EHOSTDOWN, 10064),
            (libc::EHOSTUNREACH, 10065),
            (libc::ENOTEMPTY, 10066),
            (libc::EUSERS, 10068),
            (libc::EDQUOT, 10069),
            (libc::ESTALE, 10070),
            (libc::EREMOTE, 10071),
        ];
        for (raw, code) in all {
            let error = Error::from_raw_os_error(raw);
            assert_eq!(io_code(&error), code, "{error}");
            let made = crate::error::Error::io("trying", &error);
            assert_eq!((made.code, made.fault), (code, crate::error::Fault::System));
            assert!(made.message.starts_with("trying: "), "{made}");
        }
        let of_the_system = ERRORS.iter().filter(|row| row.source == Source::System).map(|row| row.code);
        let missing: Vec<i32> = of_the_system.filter(|code| !all.iter().any(|(_, known)| known == code)).collect();
        assert_eq!(missing, [10067], "the one that the next test shows");
    }

    /// "Too many processes" where a thread cannot be started, whatever name the system has for it.
    #[test]
    fn a_thread_that_cannot_be_started_is_10067() {
        assert_eq!(no_thread(&Error::from(ErrorKind::WouldBlock)), 10067);
        assert_eq!(no_thread(&Error::from(ErrorKind::OutOfMemory)), 10055);
    }

    #[test]
    fn errors_without_a_number_go_by_their_kind() {
        for (kind, code) in [
            (ErrorKind::UnexpectedEof, 10053),
            (ErrorKind::BrokenPipe, 10053),
            (ErrorKind::StorageFull, 10069),
            (ErrorKind::TimedOut, 10060),
            (ErrorKind::ReadOnlyFilesystem, 10013),
            (ErrorKind::NotFound, codes::READ_FILE),
            (ErrorKind::Other, codes::READ_FILE),
        ] {
            assert_eq!(io_code(&Error::from(kind)), code, "{kind:?}");
        }
    }

    /// Winsock's numbers pass as they are; a file that another program has open is access denied; Win32's 24 (bad length) is
    /// no "too many open files", which it is in C.
    #[test]
    fn numbers_of_windows() {
        for raw in [10004, 10013, 10024, 10038, 10054, 10060, 10091, 10092, 10093, 11001, 11002, 11003, 11004] {
            assert_eq!(of_windows(raw), Some(raw));
        }
        assert_eq!((of_windows(32), of_windows(33)), (Some(10013), Some(10013)));
        assert_eq!((of_windows(4), of_windows(6)), (Some(10024), Some(10009)));
        assert_eq!([0, 24, 9999, 12000].map(of_windows), [None; 4]);
    }
}
