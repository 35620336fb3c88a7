//! One error type for the whole crate: who is at fault, the stable number that programs test, and a
//! message that names the cause. What goes on the wire for an error is decided in one place, `surface::wire`; the reason texts
//! are in `model::reasons`.

mod resolver;
mod system;

pub use system::io_code;
pub(crate) use system::no_thread;

use crate::model::reasons;
use crate::surface::errors::{ERRORS, ErrorRow, Source, WINSOCK_ALONE};
use crate::surface::wire;
use std::fmt;

pub use crate::surface::errors::{Fault, codes};

/// An error with its stable number, one of [`codes`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// Who is at fault.
    pub fault: Fault,
    /// The number, one of [`codes`].
    pub code: i32,
    /// What happened, for people.
    pub message: String,
}

/// The crate's result.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The row of a number.
pub fn row(code: i32) -> Option<&'static ErrorRow> {
    ERRORS.iter().find(|row| row.code == code)
}

impl Error {
    /// An error of a known code with its own message.
    pub fn new(code: i32, message: impl Into<String>) -> Self {
        let fault = row(code).map_or(Fault::System, |row| row.fault);
        Error { fault, code, message: message.into() }
    }

    /// An error of a known code with the standard text of that code.
    pub fn of(code: i32) -> Self {
        Self::new(code, text(code).unwrap_or("Unknown error."))
    }

    /// An operating system error, as 10000 plus the number of the Berkeley socket error, with what was tried.
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

    /// What this error says to the partner in the given command: reason and text.
    #[cfg_attr(not(feature = "internals"), doc(hidden))]
    pub fn wire(&self, command: reasons::Command) -> (u8, String) {
        let told = wire::told(self.code, self.fault);
        let reason = match command {
            reasons::Command::Esid => told.esid,
            reasons::Command::Sfna => told.sfna,
            reasons::Command::Efna => told.efna,
            reasons::Command::Nerp => told.nerp,
        };
        (reason, reasons::text(command, reason).to_owned())
    }
}

/// The standard text of a code.
pub fn text(code: i32) -> Option<&'static str> {
    row(code).map(|row| row.text)
}

/// Why a number is never raised on this platform; `None` for one that is.
pub fn never(code: i32) -> Option<&'static str> {
    let row = row(code)?;
    let winsock = row.source == Source::Winsock && !cfg!(windows);
    [row.never, if winsock { WINSOCK_ALONE } else { "" }].into_iter().find(|reason| !reason.is_empty())
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
        for (i, row) in ERRORS.iter().enumerate() {
            assert!(ERRORS[i + 1..].iter().all(|other| other.code > row.code), "{} is out of order", row.code);
            assert!(!row.text.is_empty());
        }
    }

    #[test]
    fn what_partners_are_told_are_reasons_of_the_command() {
        use reasons::Command::*;
        for row in ERRORS {
            for command in [Esid, Sfna, Efna, Nerp] {
                let (reason, text) = Error::of(row.code).wire(command);
                assert_ne!(text, "Unknown reason", "{}: {command:?} {reason}", row.code);
            }
        }
        // Never 13: that would tell the partner that we have its file.
        assert_eq!(Error::of(codes::FILE_EXISTS).wire(Sfna).0, 12);
        assert_eq!(Error::of(codes::INTERRUPTED).wire(Nerp).0, 50);
        assert_eq!(Error::of(codes::BAD_VALUE).wire(Nerp).0, 34);
    }

    #[test]
    fn a_full_disk_is_told_apart_on_the_wire_and_in_the_api() {
        let error = Error::io("writing x", &std::io::ErrorKind::StorageFull.into());
        assert_eq!(error.code, 10069);
        assert_eq!(error.wire(reasons::Command::Efna).0, 12);
        assert_eq!(error.wire(reasons::Command::Esid).0, 8);
    }
}
