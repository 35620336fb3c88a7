//! What can be wrong with a secured file, told apart as finely as the protocol can say it: EFNA 21 to 23, NERP 31 to 33.
//!
//! A partner must not hear what is wrong behind an envelope. Who may send altered copies of somebody else's encrypted file and
//! is told of each whether its padding, its structure, its compression or its signature was bad reads the file, octet by
//! octet. So everything from the first decrypted octet on is one answer, a failed decryption. The program of this station
//! is told the true cause.

use super::decode::Layer;
use crate::ber::BerError;
use crate::error::{Error, codes};
use crate::model::reasons::Command;
use std::{fmt, io};

/// Which of the services failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecodeErrorKind {
    /// No signature of a known signer, or one that is not good.
    Signature,
    /// No key opens the envelope, or its content is damaged. Deliberately not told apart any further.
    Decryption,
    /// The compressed data is damaged.
    Decompression,
    /// The layers are not the announced ones; which one is missing.
    Mismatch(Layer),
    /// An algorithm that we do not have, or that the suite does not allow.
    Suite,
    /// The content is larger than the caller allows, or a structure larger than anybody needs.
    TooLarge,
    /// The output could not be written.
    Io,
}

/// Why a secured file could not be opened.
#[derive(Debug)]
pub struct DecodeError {
    /// Which service failed.
    pub kind: DecodeErrorKind,
    /// What happened, for people. Never contains keys or content.
    pub message: String,
    /// Whether compressed data had been found before.
    pub compressed: bool,
    /// Whether it was found behind an envelope. Then [`DecodeError::reason`] names a failed decryption, whatever it was.
    pub enveloped: bool,
    /// The cause of kind `Io`.
    pub io: Option<io::Error>,
}

impl DecodeError {
    pub(crate) fn new(kind: DecodeErrorKind, message: impl Into<String>) -> Self {
        DecodeError { kind, message: message.into(), compressed: false, enveloped: false, io: None }
    }

    pub(crate) fn signature(message: impl Into<String>) -> Self {
        Self::new(DecodeErrorKind::Signature, message)
    }

    /// The one error of everything that goes wrong behind a private key: a padding of the key, a padding of the
    /// content and a content that makes no sense must not be told apart by a partner who guesses.
    pub(crate) fn decryption() -> Self {
        Self::new(
            DecodeErrorKind::Decryption,
            "the content cannot be decrypted with the keys at hand, or it is damaged",
        )
    }

    pub(crate) fn decompression(message: impl Into<String>) -> Self {
        Self::new(DecodeErrorKind::Decompression, message)
    }

    pub(crate) fn output(error: io::Error) -> Self {
        DecodeError { io: Some(error), ..Self::new(DecodeErrorKind::Io, "the output cannot be written") }
    }

    /// An encoding error inside a layer of this type.
    pub(crate) fn encoding(layer: Layer, error: BerError) -> Self {
        let kind = match (error, layer) {
            (BerError::TooLarge(_), _) => DecodeErrorKind::TooLarge,
            (_, Layer::Signed) => DecodeErrorKind::Signature,
            (_, Layer::Enveloped) => return Self::decryption(),
            (_, Layer::Compressed) => DecodeErrorKind::Decompression,
        };
        Self::new(kind, format!("{layer}: {error}"))
    }

    /// The reason code that tells the partner (RFC 5024 sections 5.3.10 and 5.3.14); 99 in commands that have none.
    pub fn reason(&self, command: Command) -> u8 {
        use DecodeErrorKind::*;
        let kind = if self.enveloped { Decryption } else { self.kind };
        let (efna, nerp) = match kind {
            Signature | Mismatch(Layer::Signed) => (21, 31),
            Decryption | Mismatch(Layer::Enveloped) => (22, 33),
            Decompression | Mismatch(Layer::Compressed) => (23, 32),
            TooLarge if self.compressed => (23, 32),
            TooLarge => (6, 16),
            Suite => (15, 25),
            Io => (12, 22),
        };
        match command {
            Command::Efna => efna,
            Command::Nerp => nerp,
            _ => 99,
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.io {
            Some(error) => write!(f, "{}: {error}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for DecodeError {}

impl From<DecodeError> for Error {
    fn from(error: DecodeError) -> Self {
        if let Some(cause) = &error.io {
            return Error::io("writing the opened file", cause);
        }
        let code = match error.kind {
            DecodeErrorKind::Signature | DecodeErrorKind::Mismatch(Layer::Signed) => codes::INVALID_SIGNATURE,
            _ => codes::CRYPTO,
        };
        let hidden = error.enveloped && error.kind != DecodeErrorKind::Decryption;
        let note = if hidden { " (behind the envelope: the partner hears of a failed decryption only)" } else { "" };
        Error::new(code, error.message + note)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_and_codes() {
        let row = |kind| {
            let error = DecodeError::new(kind, "x");
            (error.reason(Command::Efna), error.reason(Command::Nerp), Error::from(error).code)
        };
        assert_eq!(row(DecodeErrorKind::Signature), (21, 31, 683));
        assert_eq!(row(DecodeErrorKind::Mismatch(Layer::Signed)), (21, 31, 683));
        assert_eq!(row(DecodeErrorKind::Decryption), (22, 33, 684));
        assert_eq!(row(DecodeErrorKind::Mismatch(Layer::Enveloped)), (22, 33, 684));
        assert_eq!(row(DecodeErrorKind::Decompression), (23, 32, 684));
        assert_eq!(row(DecodeErrorKind::Suite), (15, 25, 684));
        assert_eq!(row(DecodeErrorKind::TooLarge), (6, 16, 684));
        for kind in [DecodeErrorKind::Signature, DecodeErrorKind::Decompression, DecodeErrorKind::TooLarge] {
            let error = DecodeError { enveloped: true, compressed: true, ..DecodeError::new(kind, "cause") };
            assert_eq!((error.reason(Command::Efna), error.reason(Command::Nerp)), (22, 33));
            assert!(Error::from(error).message.starts_with("cause (behind the envelope"));
        }
        let full = DecodeError::output(io::ErrorKind::StorageFull.into());
        assert_eq!((full.reason(Command::Efna), Error::from(full).code), (12, 10069));
    }
}
