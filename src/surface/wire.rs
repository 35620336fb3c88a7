//! What the partner is told about an error: the reasons of ESID, SFNA, EFNA and NERP, unless the program chose another.

use super::errors::{Fault, codes};

/// The reasons that stand for one error; see [`super::reasons`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// When it ends the session.
    pub esid: u8,
    /// When it refuses a file that is offered.
    pub sfna: u8,
    /// When it refuses a file that was received.
    pub efna: u8,
    /// When it is reported after the file was accepted.
    pub nerp: u8,
}

/// An error that the partner learns nothing in particular about: unspecified, and with NERP that processing failed.
pub const VAGUE: Told = Told { esid: 99, sfna: 99, efna: 99, nerp: 34 };
/// An error of the operating system: resources are not available, access failed.
const SYSTEM: Told = Told { esid: 8, sfna: 12, efna: 12, ..VAGUE };

const SIGNATURE: Told = Told { efna: 21, nerp: 31, ..VAGUE };
const DECRYPTION: Told = Told { efna: 22, nerp: 33, ..VAGUE };

/// The errors that have reasons of their own. All others are [`VAGUE`], or an error of the operating system.
const OWN: &[(i32, Told)] = &[
    (codes::INTERRUPTED, Told { esid: 5, nerp: 50, ..VAGUE }),
    (codes::TIMEOUT, Told { esid: 9, ..VAGUE }),
    (codes::PROTOCOL, Told { esid: 2, ..VAGUE }),
    (codes::FILE_EXISTS, Told { sfna: 12, efna: 12, ..VAGUE }),
    (codes::INVALID_HASH, SIGNATURE),
    (codes::INVALID_SIGNATURE, SIGNATURE),
    (codes::CRYPTO, DECRYPTION),
    (codes::NO_ENCRYPTION_CERT, Told { efna: 22, ..VAGUE }),
    (codes::CERT_REQUIRED, DECRYPTION),
    (codes::ETIMEDOUT, Told { esid: 9, ..SYSTEM }),
];

/// What the partner is told about an error.
pub fn told(code: i32, fault: Fault) -> Told {
    match OWN.iter().find(|row| row.0 == code) {
        Some(row) => row.1,
        None if fault == Fault::System => SYSTEM,
        None => VAGUE,
    }
}
