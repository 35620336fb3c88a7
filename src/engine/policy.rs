//! What this station does not take from a partner, decided from SFID alone (SFNA 04 to 06 and 15 to 20).

use crate::protocol::StartFile;
use crate::settings::{Id, View};

/// How a file service is regarded: the values of SignedFiles, EncryptedFiles and CompressedFiles.
const REQUIRED: i64 = 1;
const REFUSED: i64 = 2;

/// The SFNA reason of a file that the settings do not allow.
pub(super) fn refuses(settings: &View, offer: &StartFile) -> Option<u8> {
    let int = |id| settings.int(id);
    let largest_record = int(Id::MaxReceiveRecordSize);
    if largest_record > 0 && i64::from(offer.record_length) > largest_record {
        return Some(5);
    }
    let largest_file = int(Id::MaxFileSize);
    if largest_file > 0 && offer.size_k > largest_file as u64 {
        return Some(6);
    }
    let suites = settings.look(|l| l.list(Id::AllowedCipherSuites));
    let secured = offer.security.code() != 0 || offer.signed_response;
    if secured && !suites.is_empty() && !suites.contains(&i64::from(offer.suite.code())) {
        return Some(15);
    }
    match (int(Id::EncryptedFiles), offer.security.is_encrypted()) {
        (REFUSED, true) => return Some(16),
        (REQUIRED, false) => return Some(17),
        _ => {}
    }
    match (int(Id::CompressedFiles), offer.compressed) {
        (REFUSED, true) => return Some(18),
        // The RFC has no reason for a compression that is missing.
        (REQUIRED, false) => return Some(99),
        _ => {}
    }
    match (int(Id::SignedFiles), offer.security.is_signed()) {
        (REFUSED, true) => Some(19),
        (REQUIRED, false) => Some(20),
        _ => None,
    }
}
