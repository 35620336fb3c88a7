//! Auto detection (store type 99): which reader a content is for, from its first octets. Neither the name of a file nor what
//! is in it ever makes it a PKCS#11 module: those are code, and who wants one says so (type 23).

use super::super::{asn1, encoding, invalid};
use super::{Entry, Passwords, jks, jwk, openssh, p7b, pem, pfx, ppk, public, ssh, xml};
use crate::ber::tag;
use crate::error::Result;

/// 1.2.840.113549.1.7.2, SignedData.
const SIGNED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];

type Read = fn(&[u8], Passwords<'_>) -> Result<Vec<Entry>>;

/// Reads a store of any format but PKCS#11.
pub fn read(content: &[u8], passwords: Passwords<'_>) -> Result<Vec<Entry>> {
    if let Some(read) = reader(content) {
        return read(content, passwords);
    }
    if let Some(decoded) = encoding::base64(content)
        && let Some(read) = reader(&decoded)
    {
        return read(&decoded, passwords);
    }
    let library = [&b"\x7fELF"[..], b"MZ", &[0xcf, 0xfa, 0xed, 0xfe], &[0xca, 0xfe, 0xba, 0xbe]];
    if library.iter().any(|magic| content.starts_with(magic)) {
        return Err(invalid(
            "This is a program or a library, not a certificate store. A PKCS#11 module needs store type 23.",
        ));
    }
    Err(invalid("The format of the certificate store is not one of those that can be detected."))
}

/// Whether a content begins like one of the formats, well-formed or not.
pub fn is_known(content: &[u8]) -> bool {
    let begins = |content: &[u8]| reader(content).is_some() || content.starts_with(openssh::MAGIC);
    begins(content) || encoding::base64(content).is_some_and(|decoded| begins(&decoded))
}

fn reader(content: &[u8]) -> Option<Read> {
    if jks::is_jks(content) {
        return Some(jks::read);
    }
    // 0x30 is the digit 0 too; tags and lengths are never letters alone.
    if content.first() == Some(&0x30) && !content.iter().all(|octet| matches!(octet, b' '..=b'~')) {
        return Some(der);
    }
    if content.starts_with(&[0, 0, 0]) {
        return Some(|content, _| ssh::read(content));
    }
    let text = std::str::from_utf8(content).ok()?.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with("PuTTY-User-Key-File-") {
        return Some(ppk::read);
    }
    if text.contains("---- BEGIN SSH2 PUBLIC KEY") || text.split_ascii_whitespace().take(4).any(ssh::is_key_type) {
        return Some(|content, _| ssh::read(content));
    }
    if text.contains("-----BEGIN ") {
        return Some(pem_text);
    }
    match text.bytes().next()? {
        b'{' | b'[' => Some(|content, _| jwk::read(content)),
        b'<' => Some(|content, _| xml::read(content)),
        _ => None,
    }
}

fn pem_text(content: &[u8], passwords: Passwords<'_>) -> Result<Vec<Entry>> {
    let text = String::from_utf8_lossy(content);
    if text.contains("PRIVATE KEY-----") {
        return pem::read(content, passwords);
    }
    if text.contains("-----BEGIN PKCS12-----") {
        return pfx::read(content, passwords);
    }
    public::read(content)
}

fn der(content: &[u8], passwords: Passwords<'_>) -> Result<Vec<Entry>> {
    let mut inside = match asn1::first(content).filter(|whole| whole.tag == tag::SEQUENCE) {
        Some(whole) => whole.children(),
        // Their own readers say what is wrong.
        None => return p7b::read(content).or_else(|_| pfx::read(content, passwords)),
    };
    if matches!(inside.next_if(tag::OID), Ok(Some(oid)) if oid.body == SIGNED_DATA) {
        return p7b::read(content);
    }
    let version = inside.next_if(tag::INTEGER).ok().flatten();
    if version.is_some_and(|version| version.body == [3]) && matches!(inside.next_if(tag::SEQUENCE), Ok(Some(_))) {
        return pfx::read(content, passwords);
    }
    if version.is_some() || pem::is_encrypted_pkcs8(content) {
        return pem::read(content, passwords).or_else(|error| public::read(content).map_err(|_| error));
    }
    public::read(content)
}
