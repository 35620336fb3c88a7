//! Certificates and keys: where they are stored, how one is found there, what it says, and whether it is trusted.
//!
//! Not here: CMS (module `security`) and TLS (module `tls`); both are given a [`Certificate`] and take what they need from it.
//!
//! Read [`certificate`] first (the class reference's Certificate type), then [`stores`] (one file per family of formats),
//! [`subject`] (the search), [`trust`] and [`validate`] (who is believed), and [`exchange`] (ODETTE_CERTIFICATE_* files).

mod asn1;
#[cfg(feature = "trust-list")]
pub mod c14n;
pub mod certificate;
pub mod clid;
pub mod crl;
pub mod dn;
mod encoding;
pub mod exchange;
pub mod facts;
pub mod http;
pub mod keys;
mod legacy;
pub mod purpose;
mod search;
mod secret;
pub mod store_type;
pub mod stores;
pub mod subject;
pub mod trust;
#[cfg(feature = "trust-list")]
pub mod tsl;
#[cfg(not(feature = "trust-list"))]
#[path = "no_tsl.rs"]
pub mod tsl;
pub mod validate;
#[cfg(feature = "trust-list")]
pub mod xmldsig;

#[cfg(test)]
mod tests;

pub use certificate::Certificate;
pub use http::Redirects;
pub use keys::{KeyHandle, RsaEncryption};
pub use purpose::Purpose;
pub use store_type::{Store, StoreType};
pub use trust::{ImportOptions, ImportReport, SignerPin, TrustStore};
pub use validate::{CrlPolicy, Reason, Refusal, validate};

use crate::error::{Error, codes};
use openssl::error::ErrorStack;

/// Error 690 with its cause.
pub(crate) fn invalid(message: impl Into<String>) -> Error {
    Error::new(codes::INVALID_CERT, message)
}

/// Error 690 for something OpenSSL refused: what was tried and OpenSSL's reasons, without its file names and line numbers.
pub(crate) fn refused(doing: &str, stack: &ErrorStack) -> Error {
    invalid(format!("{doing}: {}", reasons(stack)))
}

/// OpenSSL's reasons as one line.
pub(crate) fn reasons(stack: &ErrorStack) -> String {
    let mut texts: Vec<&str> = stack.errors().iter().filter_map(|error| error.reason()).collect();
    texts.dedup();
    if texts.is_empty() { "not readable".to_owned() } else { texts.join(", ") }
}
