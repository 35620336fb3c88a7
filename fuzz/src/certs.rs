//! Certificate stores, trust lists and exchange files.

use oftpsrv::internals::certs::{Certificate, ImportOptions, Store, StoreType, TrustStore, clid, exchange};

/// Any store, its form found from its content; the first octet chooses the password.
pub fn store(data: &[u8]) {
    let password = if data.first().is_some_and(|b| b % 2 == 1) { "secret" } else { "" };
    if let Ok(certificate) = Certificate::load(StoreType::Auto, &Store::Blob(data.to_vec()), password, "*") {
        let _ =
            (certificate.subject().len(), certificate.issuer(), certificate.usage(), certificate.subject_alt_names());
        let _ = (certificate.public_key(), certificate.fingerprint_sha256(), certificate.expiration_date());
    }
}

/// A trust list or a bundle.
pub fn trust_list(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    // Only content: what names a file or a URL is none of this target's business.
    if text.contains('<') || text.contains("-----BEGIN") {
        let _ = TrustStore::new().import(&text, &ImportOptions::default());
    }
}

/// A received certificate exchange file, and its description.
pub fn exchange_file(data: &[u8]) {
    let _ = exchange::read(data);
    if let Some(clid) = clid::Clid::parse(&String::from_utf8_lossy(data)) {
        let _ = clid.to_text();
    }
}
