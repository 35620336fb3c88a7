//! PEM with a private key (PKCS#1, PKCS#8, SEC 1, encrypted in both ways, or OpenSSH) and perhaps certificates. Also a
//! private key in DER.

use super::super::{encoding, invalid, legacy, reasons};
use super::{Entry, Passwords, assemble, certificate, openssh};
use crate::ber::{BerError, Elements, tag};
use crate::certs::keys::KeyHandle;
use crate::error::Result;
use encoding::Pem;
use openssl::error::ErrorStack;
use openssl::pkey::{PKey, Private};

/// Reads a PEM key store. A private key must be in it.
pub fn read(content: &[u8], passwords: Passwords<'_>) -> Result<Vec<Entry>> {
    if !encoding::is_pem(content) {
        let der = encoding::binary(content);
        if encoding::is_pem(&der) {
            return read(&der, passwords);
        }
        let key = der_key(&der, passwords.key)?;
        return Ok(assemble(Vec::new(), vec![KeyHandle::Local(key)]));
    }
    let (certificates, keys) = parts(content, passwords)?;
    if keys.is_empty() {
        return Err(invalid("There is no private key in the PEM store."));
    }
    Ok(assemble(certificates, keys))
}

/// Certificates and private keys of a PEM text, in order.
pub fn parts(content: &[u8], passwords: Passwords<'_>) -> Result<(Vec<openssl::x509::X509>, Vec<KeyHandle>)> {
    let (mut certificates, mut keys) = (Vec::new(), Vec::new());
    for block in encoding::pem_blocks(content)? {
        match block.label.as_str() {
            "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => {
                certificates.push(certificate(&block.der, "a certificate of the PEM store")?);
            }
            "OPENSSH PRIVATE KEY" => keys.push(KeyHandle::Local(openssh::private_key(&block.der)?)),
            label if label.ends_with("PRIVATE KEY") => keys.push(KeyHandle::Local(pem_key(&block, passwords.key)?)),
            _ => {}
        }
    }
    Ok((certificates, keys))
}

fn pem_key(block: &Pem, password: &str) -> Result<PKey<Private>> {
    let encrypted = block.encrypted || block.label == "ENCRYPTED PRIVATE KEY";
    // With a password given OpenSSL never asks on the terminal, also when the password is empty.
    let read = || PKey::private_key_from_pem_passphrase(block.text.as_bytes(), password.as_bytes());
    legacy::with_legacy(read).map_err(|stack| explain(encrypted, password, &stack))
}

/// A private key in DER: PKCS#8, encrypted PKCS#8, PKCS#1 or SEC 1.
pub fn der_key(der: &[u8], password: &str) -> Result<PKey<Private>> {
    if !is_encrypted_pkcs8(der) {
        return PKey::private_key_from_der(der).map_err(|_| invalid("There is no private key in the store."));
    }
    legacy::with_legacy(|| PKey::private_key_from_pkcs8_passphrase(der, password.as_bytes()))
        .map_err(|stack| explain(true, password, &stack))
}

/// Whether this is an EncryptedPrivateKeyInfo: an algorithm and an octet string, no more.
pub fn is_encrypted_pkcs8(der: &[u8]) -> bool {
    let shape = || {
        let mut info = Elements::of(der).need_tag(tag::SEQUENCE)?.children();
        info.need_tag(tag::SEQUENCE)?.children().need_tag(tag::OID)?;
        info.need_tag(tag::OCTETS)?;
        Ok::<bool, BerError>(info.is_empty())
    };
    shape().unwrap_or(false)
}

fn explain(encrypted: bool, password: &str, stack: &ErrorStack) -> crate::Error {
    let text = reasons(stack);
    if encrypted && text.contains("unsupported") {
        return invalid(format!("The private key is encrypted in a way that OpenSSL does not know here: {text}"));
    }
    invalid(match (encrypted, password) {
        (true, "") => {
            "The private key is encrypted and needs a password: neither KeyPassword nor StorePassword is set."
                .to_owned()
        }
        (true, _) => "The password of the private key is wrong, or the key is damaged.".to_owned(),
        (false, _) => format!("The private key cannot be read: {text}"),
    })
}
