//! Why a received file is answered with EFNA: the reason that the partner hears, and the error that the program is told. Of
//! encrypted files the two may differ, see [`crate::security::DecodeError`].

use crate::error::{Error, codes};
use crate::model::reasons::Command;
use crate::protocol::StartFile;
use crate::security::DecodeError;
use crate::vfile::{PartFile, SinkError};

/// EFNA: file size is too big.
const TOO_BIG: u8 = 6;

/// Why a file is answered with EFNA.
#[derive(Debug, Clone)]
pub(crate) struct Failure {
    pub reason: u8,
    pub error: Error,
}

impl Failure {
    /// The file has more octets than it may have, whatever was announced.
    pub(crate) fn too_big(most: u64) -> Self {
        let message = format!("The file is longer than the {most} octets that MaxFileSize allows.");
        Failure { reason: TOO_BIG, error: Error::new(codes::PROTOCOL, message) }
    }

    /// Deletes what was received, or keeps it and says where (DeleteOnError).
    pub(crate) fn with_remains(mut self, received: Option<PartFile>, delete: bool) -> Self {
        match received {
            Some(part) if delete => {
                let _ = part.discard();
            }
            Some(part) => {
                let kept = part.keep();
                self.error.message.push_str(&format!(" What was received is kept as {}.", kept.display()));
            }
            None => {}
        }
        self
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure { reason: error.wire(Command::Efna).0, error }
    }
}

impl From<SinkError> for Failure {
    fn from(error: SinkError) -> Self {
        Failure { reason: error.efna_reason(), error: error.into() }
    }
}

impl From<DecodeError> for Failure {
    fn from(error: DecodeError) -> Self {
        Failure { reason: error.reason(Command::Efna), error: error.into() }
    }
}

/// Why opened content was not taken. What it says of the content itself the partner may only hear when a signature has shown
/// that it is by somebody who knows the content. The signature of an encrypted file that opened is inside the envelope: the
/// decoder takes no other.
pub(crate) fn unfit(offer: &StartFile, error: SinkError) -> Failure {
    let hidden = offer.security.is_encrypted() && !offer.security.is_signed();
    let about_content = !matches!(error, SinkError::Io { .. });
    let mut failure = Failure::from(error);
    if hidden && about_content {
        failure.reason = 22;
    }
    failure
}
