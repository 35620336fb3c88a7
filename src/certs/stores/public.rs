//! Public certificates and bare public keys, PEM, DER or Base64.

use super::super::{encoding, invalid, refused};
use super::{Entry, assemble, certificate, p7b};
use crate::error::Result;
use openssl::pkey::{PKey, Public};
use openssl::rsa::Rsa;
use openssl::x509::X509;

/// Reads certificates or public keys. Private keys beside them are left alone: who wants those names a key store.
pub fn read(content: &[u8]) -> Result<Vec<Entry>> {
    let content = encoding::binary(content);
    if !encoding::is_pem(&content) {
        return der(&content);
    }
    let mut certificates = Vec::new();
    let mut publics = Vec::new();
    for block in encoding::pem_blocks(&content)? {
        match block.label.as_str() {
            "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => {
                certificates.push(certificate(&block.der, "the certificate")?)
            }
            "PKCS7" | "CMS" => certificates.extend(p7b::certificates(&block.der)?),
            "PUBLIC KEY" | "RSA PUBLIC KEY" => publics.push(public_key(&block.der)?),
            _ => {}
        }
    }
    if certificates.is_empty() && publics.is_empty() {
        return Err(invalid("There is no certificate and no public key in the PEM text."));
    }
    let mut entries = assemble(certificates, Vec::new());
    entries.extend(publics.into_iter().map(bare));
    Ok(entries)
}

fn der(der: &[u8]) -> Result<Vec<Entry>> {
    if let Ok(x509) = X509::from_der(der) {
        return Ok(assemble(vec![x509], Vec::new()));
    }
    if let Ok(certificates) = p7b::certificates(der) {
        return Ok(assemble(certificates, Vec::new()));
    }
    let public = public_key(der).map_err(|_| invalid("This is neither a certificate nor a public key."))?;
    Ok(vec![bare(public)])
}

/// A bare public key, SubjectPublicKeyInfo or PKCS#1.
pub fn public_key(der: &[u8]) -> Result<PKey<Public>> {
    PKey::public_key_from_der(der)
        .or_else(|_| Rsa::public_key_from_der_pkcs1(der).and_then(PKey::from_rsa))
        .map_err(|stack| refused("Reading the public key", &stack))
}

/// An entry of a public key alone.
pub fn bare(public: PKey<Public>) -> Entry {
    Entry { public: Some(public), ..Entry::default() }
}
