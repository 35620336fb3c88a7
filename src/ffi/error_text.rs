//! The standard text of every error code.

use super::codes::*;
use std::ffi::{CStr, c_char};

const TEXTS: &[(i32, &CStr)] = &[
    (OFTPSRV_OK, c"OK"),
    (OFTPSRV_ERROR_NULL_ARGUMENT, c"An argument that must not be NULL is NULL."),
    (OFTPSRV_ERROR_NOT_UTF8, c"A text argument is not valid UTF-8."),
    (OFTPSRV_ERROR_STALE_HANDLE, c"The handle is not alive: it was freed, or it never came from this library."),
    (OFTPSRV_ERROR_PANIC, c"Internal error: the engine panicked. The message says where."),
    (OFTPSRV_ERROR_UNKNOWN_SETTING, c"No property or config setting has this name."),
    (OFTPSRV_ERROR_BAD_VALUE, c"The value does not fit the setting: wrong type, out of range or too long."),
    (OFTPSRV_ERROR_READ_ONLY, c"The setting can be read only."),
    (OFTPSRV_ERROR_BAD_ARGUMENT, c"An argument has a value that is not allowed."),
    (OFTPSRV_ERROR_NOT_SUPPORTED, c"This platform or this build has no such thing."),
    (OFTPSRV_ERROR_NOT_READY, c"The connection is not in a state in which this can be done."),
    (OFTPSRV_ERROR_STATE_STORE, c"The state store under StatePath cannot be read or written."),
    (OFTPSRV_ERROR_INTERRUPTED, c"The operation was interrupted by Interrupt, Disconnect or Shutdown."),
    (OFTPSRV_ERROR_TIMEOUT, c"The operation timed out."),
    (OFTPSRV_ERROR_REMOTE_PORT_IN_USE, c"You cannot change the RemotePort at this time. A connection is in progress."),
    (OFTPSRV_ERROR_REMOTE_HOST_IN_USE, c"You cannot change the RemoteHost at this time. A connection is in progress."),
    (OFTPSRV_ERROR_REMOTE_HOST_INVALID, c"The RemoteHost address is invalid (0.0.0.0)."),
    (OFTPSRV_ERROR_ALREADY_LISTENING, c"TCPServer is already listening."),
    (OFTPSRV_ERROR_LOCAL_PORT_IN_USE, c"Cannot change LocalPort when TCPServer is listening."),
    (OFTPSRV_ERROR_LOCAL_HOST_IN_USE, c"Cannot change LocalHost when TCPServer is listening."),
    (OFTPSRV_ERROR_MAX_CONNECTIONS_IN_USE, c"Cannot change MaxConnections when TCPServer is listening."),
    (
        OFTPSRV_ERROR_MAX_LINE_LENGTH_IN_USE,
        c"You cannot change MaxLineLength at this time. A connection is in progress.",
    ),
    (OFTPSRV_ERROR_REMOTE_PORT_ZERO, c"RemotePort cannot be zero. Please specify a valid service port number."),
    (OFTPSRV_ERROR_INVALID_CONNECTION_ID, c"Invalid ConnectionId."),
    (OFTPSRV_ERROR_WOULD_BLOCK, c"Operation would block."),
    (OFTPSRV_ERROR_PROTOCOL, c"OFTP protocol error."),
    (OFTPSRV_ERROR_SSID_NOT_SET, c"ServerSSID must be set before Listening is set to true."),
    (OFTPSRV_ERROR_SFID_NOT_SET, c"ServerSFID must be set before Listening is set to true."),
    (OFTPSRV_ERROR_UNKNOWN_CODE, c"Session terminated by client. Unknown SSID or SFID."),
    (OFTPSRV_ERROR_UNKNOWN_PASSWORD, c"Session terminated by client. Unknown Password."),
    (OFTPSRV_ERROR_BUILD_PACKET, c"Error building packet to send."),
    (OFTPSRV_ERROR_READ_FILE, c"Error reading file specified."),
    (OFTPSRV_ERROR_INVALID_DATE, c"Invalid date timestamp."),
    (OFTPSRV_ERROR_FILE_EXISTS, c"Local file exists and overwrite is set to false."),
    (OFTPSRV_ERROR_INVALID_HASH, c"Invalid hash value."),
    (OFTPSRV_ERROR_INVALID_SIGNATURE, c"Invalid signature."),
    (OFTPSRV_ERROR_CRYPTO, c"Cryptographic operation failed."),
    (OFTPSRV_ERROR_NO_ENCRYPTION_CERT, c"No encryption certificate was specified."),
    (OFTPSRV_ERROR_NO_SIGNING_CERT, c"No signing certificate was specified."),
    (OFTPSRV_ERROR_SEND_FAILED, c"Send failed. Check the description for more details."),
    (
        OFTPSRV_ERROR_VERSION_20_ONLY,
        c"The requested feature is only supported in OFTP Version 2.0. Check the description for more details.",
    ),
    (
        OFTPSRV_ERROR_CERT_REQUIRED,
        c"A required certificate was not provided. The error descriptions indicates which property must be set.",
    ),
    (OFTPSRV_ERROR_INVALID_CERT, c"Invalid Certificate."),
    (OFTPSRV_ERROR_TRUSTED_IMPORT, c"Failed to import trusted certificates."),
    (OFTPSRV_ERROR_EINTR, c"[10004] Interrupted system call."),
    (OFTPSRV_ERROR_EBADF, c"[10009] Bad file number."),
    (OFTPSRV_ERROR_EACCES, c"[10013] Access denied."),
    (OFTPSRV_ERROR_EFAULT, c"[10014] Bad address."),
    (OFTPSRV_ERROR_EINVAL, c"[10022] Invalid argument."),
    (OFTPSRV_ERROR_EMFILE, c"[10024] Too many open files."),
    (OFTPSRV_ERROR_EWOULDBLOCK, c"[10035] Operation would block."),
    (OFTPSRV_ERROR_EINPROGRESS, c"[10036] Operation now in progress."),
    (OFTPSRV_ERROR_EALREADY, c"[10037] Operation already in progress."),
    (OFTPSRV_ERROR_ENOTSOCK, c"[10038] Socket operation on nonsocket."),
    (OFTPSRV_ERROR_EDESTADDRREQ, c"[10039] Destination address required."),
    (OFTPSRV_ERROR_EMSGSIZE, c"[10040] Message is too long."),
    (OFTPSRV_ERROR_EPROTOTYPE, c"[10041] Protocol wrong type for socket."),
    (OFTPSRV_ERROR_ENOPROTOOPT, c"[10042] Bad protocol option."),
    (OFTPSRV_ERROR_EPROTONOSUPPORT, c"[10043] Protocol is not supported."),
    (OFTPSRV_ERROR_ESOCKTNOSUPPORT, c"[10044] Socket type is not supported."),
    (OFTPSRV_ERROR_EOPNOTSUPP, c"[10045] Operation is not supported on socket."),
    (OFTPSRV_ERROR_EPFNOSUPPORT, c"[10046] Protocol family is not supported."),
    (OFTPSRV_ERROR_EAFNOSUPPORT, c"[10047] Address family is not supported by protocol family."),
    (OFTPSRV_ERROR_EADDRINUSE, c"[10048] Address already in use."),
    (OFTPSRV_ERROR_EADDRNOTAVAIL, c"[10049] Cannot assign requested address."),
    (OFTPSRV_ERROR_ENETDOWN, c"[10050] Network is down."),
    (OFTPSRV_ERROR_ENETUNREACH, c"[10051] Network is unreachable."),
    (OFTPSRV_ERROR_ENETRESET, c"[10052] Net dropped connection or reset."),
    (OFTPSRV_ERROR_ECONNABORTED, c"[10053] Software caused connection abort."),
    (OFTPSRV_ERROR_ECONNRESET, c"[10054] Connection reset by peer."),
    (OFTPSRV_ERROR_ENOBUFS, c"[10055] No buffer space available."),
    (OFTPSRV_ERROR_EISCONN, c"[10056] Socket is already connected."),
    (OFTPSRV_ERROR_ENOTCONN, c"[10057] Socket is not connected."),
    (OFTPSRV_ERROR_ESHUTDOWN, c"[10058] Cannot send after socket shutdown."),
    (OFTPSRV_ERROR_ETOOMANYREFS, c"[10059] Too many references, cannot splice."),
    (OFTPSRV_ERROR_ETIMEDOUT, c"[10060] Connection timed out."),
    (OFTPSRV_ERROR_ECONNREFUSED, c"[10061] Connection refused."),
    (OFTPSRV_ERROR_ELOOP, c"[10062] Too many levels of symbolic links."),
    (OFTPSRV_ERROR_ENAMETOOLONG, c"[10063] File name is too long."),
    (OFTPSRV_ERROR_EHOSTDOWN, c"[10064] Host is down."),
    (OFTPSRV_ERROR_EHOSTUNREACH, c"[10065] No route to host."),
    (OFTPSRV_ERROR_ENOTEMPTY, c"[10066] Directory is not empty"),
    (OFTPSRV_ERROR_EPROCLIM, c"[10067] Too many processes."),
    (OFTPSRV_ERROR_EUSERS, c"[10068] Too many users."),
    (OFTPSRV_ERROR_EDQUOT, c"[10069] Disc Quota Exceeded."),
    (OFTPSRV_ERROR_ESTALE, c"[10070] Stale NFS file handle."),
    (OFTPSRV_ERROR_EREMOTE, c"[10071] Too many levels of remote in path."),
    (OFTPSRV_ERROR_SYSNOTREADY, c"[10091] Network subsystem is unavailable."),
    (OFTPSRV_ERROR_VERNOTSUPPORTED, c"[10092] WINSOCK DLL Version out of range."),
    (OFTPSRV_ERROR_NOTINITIALISED, c"[10093] Winsock is not loaded yet."),
    (OFTPSRV_ERROR_HOST_NOT_FOUND, c"[11001] Host not found."),
    (OFTPSRV_ERROR_TRY_AGAIN, c"[11002] Nonauthoritative 'Host not found' (try again or check DNS setup)."),
    (OFTPSRV_ERROR_NO_RECOVERY, c"[11003] Nonrecoverable errors: FORMERR, REFUSED, NOTIMP."),
    (OFTPSRV_ERROR_NO_DATA, c"[11004] Valid name, no data record (check DNS setup)."),
];

/// The standard text of an error code, for ever valid; "Unknown error." for numbers that are none.
/// oftpsrv_last_error_message() says more about what really happened.
#[unsafe(no_mangle)]
pub extern "C" fn oftpsrv_error_text(code: i32) -> *const c_char {
    TEXTS.iter().find(|row| row.0 == code).map_or(c"Unknown error.", |row| row.1).as_ptr()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{SYSTEM, TABLE};

    #[test]
    fn the_table_is_the_one_of_the_crate() {
        for (code, _, text) in TABLE {
            let own =
                TEXTS.iter().find(|row| row.0 == *code).unwrap_or_else(|| panic!("{code} has no OFTPSRV_ERROR_ name"));
            assert_eq!(own.1.to_str().unwrap(), *text, "{code}");
        }
        let numbers = include_str!("codes.rs");
        for row in SYSTEM {
            let own = TEXTS.iter().find(|text| text.0 == row.code).unwrap_or_else(|| panic!("{} is missing", row.code));
            assert_eq!(own.1.to_str().unwrap(), format!("[{}] {}", row.code, row.text));
            let line = format!("pub const OFTPSRV_ERROR_{}: i32 = {};", row.name, row.code);
            assert!(numbers.contains(&line), "{line}");
        }
        assert_eq!(TEXTS.len(), 1 + TABLE.len() + SYSTEM.len());
    }

    #[test]
    fn no_code_is_there_twice() {
        for (i, row) in TEXTS.iter().enumerate() {
            assert!(TEXTS[i + 1..].iter().all(|other| other.0 != row.0), "{} twice", row.0);
        }
    }

    #[test]
    fn an_unknown_code_has_a_text_too() {
        let text = |code| unsafe { CStr::from_ptr(oftpsrv_error_text(code)) }.to_str().unwrap();
        assert_eq!(text(126), "Invalid ConnectionId.");
        assert_eq!(text(123456), "Unknown error.");
    }
}
