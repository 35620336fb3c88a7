//! Auto detection (store type 99): which reader a content is for, from its first octets.

use super::super::asn1::{Reader, tag};
use super::super::{encoding, invalid};
use super::{Entry, Passwords, jks, jwk, p7b, pem, pfx, ppk, public, ssh, xml};
use crate::error::Result;

/// 1.2.840.113549.1.7.2, SignedData.
const SIGNED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];

/// Reads a store of any format but PKCS#11.
pub fn read(content: &[u8], passwords: Passwords<'_>) -> Result<Vec<Entry>> {
    if let Some(entries) = detect(content, passwords) {
        return entries;
    }
    if let Some(decoded) = encoding::base64(content)
        && let Some(entries) = detect(&decoded, passwords)
    {
        return entries;
    }
    let cause = match std::str::from_utf8(content) {
        Ok(text) if text.len() < 1024 && !text.contains('\n') => {
            "The certificate store is neither a file that exists nor any known format."
        }
        _ => "The format of the certificate store is not one of those that can be detected.",
    };
    Err(invalid(cause))
}

fn detect(content: &[u8], passwords: Passwords<'_>) -> Option<Result<Vec<Entry>>> {
    if jks::is_jks(content) {
        return Some(jks::read(content, passwords));
    }
    if content.first() == Some(&0x30) {
        return Some(der(content, passwords));
    }
    if content.starts_with(&[0, 0, 0]) {
        return Some(ssh::read(content));
    }
    let text = std::str::from_utf8(content).ok()?.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with("PuTTY-User-Key-File-") {
        return Some(ppk::read(content, passwords));
    }
    if text.contains("---- BEGIN SSH2 PUBLIC KEY") || text.split_ascii_whitespace().take(4).any(ssh::is_key_type) {
        return Some(ssh::read(content));
    }
    if text.contains("-----BEGIN ") {
        return Some(pem_text(content, text, passwords));
    }
    match text.bytes().next()? {
        b'{' | b'[' => Some(jwk::read(content)),
        b'<' => Some(xml::read(content)),
        _ => None,
    }
}

fn pem_text(content: &[u8], text: &str, passwords: Passwords<'_>) -> Result<Vec<Entry>> {
    if text.contains("PRIVATE KEY-----") {
        return pem::read(content, passwords);
    }
    if text.contains("-----BEGIN PKCS12-----") {
        return pfx::read(content, passwords);
    }
    public::read(content)
}

fn der(content: &[u8], passwords: Passwords<'_>) -> Result<Vec<Entry>> {
    let mut inside = match Reader(content).take(tag::SEQUENCE) {
        Some(element) => element.inside(),
        // Indefinite lengths: PFX and PKCS#7 in BER have them.
        None => return p7b::read(content).or_else(|_| pfx::read(content, passwords)),
    };
    if inside.take(tag::OID).is_some_and(|oid| oid.content == SIGNED_DATA) {
        return p7b::read(content);
    }
    let mut ahead = inside;
    let version = ahead.take(tag::INTEGER);
    if version.is_some_and(|version| version.content == [3]) && ahead.take(tag::SEQUENCE).is_some() {
        return pfx::read(content, passwords);
    }
    if version.is_some() || pem::is_encrypted_pkcs8(content) {
        return pem::read(content, passwords).or_else(|error| public::read(content).map_err(|_| error));
    }
    public::read(content)
}
