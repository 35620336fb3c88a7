//! What is known when a file is accepted.

use crate::engine::DownloadStream;
use crate::engine::station::Hold;
use crate::error::{Error, Result};
use crate::protocol::StartFile;
use crate::security::{DecodeSpec, TransmittedHash};
use crate::state::{Arriving, Attempt, Offered, Response};
use crate::vfile::{LocalFormat, names};
use std::path::PathBuf;

/// Where a file goes.
pub(crate) enum Target {
    Path(PathBuf),
    Stream(Box<dyn DownloadStream>),
}

/// Makes an end response from the hash of what travelled, and says what was wrong with it if something was.
pub(crate) type Respond = Box<dyn FnOnce(&[u8]) -> (Response, Option<Error>) + Send + Sync>;

/// Everything that is known when the file is accepted.
pub(crate) struct Plan {
    pub offer: StartFile,
    pub format: LocalFormat,
    pub target: Target,
    pub temp: Option<PathBuf>,
    /// Whether the session agreed on restarts.
    pub restart: bool,
    /// How to unwrap the file; `None` for plain files and for those that are only passed on.
    pub unwrap: Option<DecodeSpec>,
    /// The claim on the file, and what an earlier session left of it.
    pub hold: Hold,
    pub earlier: Option<Box<Arriving>>,
    pub delete_on_error: bool,
    /// `None` when this station does not answer for the file.
    pub respond: Option<Respond>,
}

/// What is needed to the end.
pub(super) struct Facts {
    pub offer: StartFile,
    pub attempt: Attempt,
    pub format: LocalFormat,
    pub delete_on_error: bool,
    pub respond: Option<Respond>,
}

/// The name that a file is to have.
pub(crate) struct FinalName {
    pub path: PathBuf,
    /// Whether a file that has it is replaced.
    pub overwrite: bool,
    /// Whether the program chose it: then the file has this name or none.
    pub chosen: bool,
}

impl FinalName {
    /// The name as it can be had now: another file may have taken it since the partner offered this one.
    pub(super) fn now(&self) -> PathBuf {
        let taken = !self.overwrite && !self.chosen && self.path.symlink_metadata().is_ok();
        let other = taken.then(|| names::next_free(&self.path).ok()).flatten();
        other.unwrap_or_else(|| self.path.clone())
    }
}

/// What SFID said, in the words of the state store.
pub(crate) fn offered(offer: &StartFile) -> Offered {
    Offered {
        user: offer.user.clone(),
        format: offer.format,
        record_length: offer.record_length,
        size_k: offer.size_k,
        original_size_k: offer.original_size_k,
        security: offer.security,
        suite: offer.suite,
        compressed: offer.compressed,
        enveloped: offer.enveloped,
        signed_response: offer.signed_response,
        description: offer.description.clone(),
    }
}

/// What hashes the octets that travel, when the partner asks for a signed end response.
pub(super) fn new_hash(offer: &StartFile) -> Result<Option<TransmittedHash>> {
    match offer.suite.hash() {
        Some(hash) if offer.signed_response => TransmittedHash::new(hash).map(Some),
        _ => Ok(None),
    }
}
