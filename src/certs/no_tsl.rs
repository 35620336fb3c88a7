//! Stands for `tsl` in a build without the feature `trust-list`: trust lists are recognised and refused.

use openssl::x509::X509;

/// What a list says; see the module with the feature.
#[allow(missing_docs, reason = "the fields are those of the module with the feature")]
pub struct TrustList {
    pub sequence: u64,
    pub scheme: String,
    pub issued: String,
    pub next_update: Option<i64>,
    pub signer: X509,
    pub authorities: Vec<Authority>,
    pub services: usize,
    pub notes: Vec<String>,
}

/// A certificate of a service.
#[allow(missing_docs, reason = "the fields are those of the module with the feature")]
pub struct Authority {
    pub x509: X509,
    pub issues: bool,
    pub service: String,
}

/// Whether a text looks like a trust list.
pub fn is_trust_list(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    text.starts_with('<') && text.contains("TrustServiceStatusList")
}

/// The cause.
pub fn read(_: &str) -> Result<TrustList, String> {
    Err("this build reads none (feature trust-list)".to_owned())
}
