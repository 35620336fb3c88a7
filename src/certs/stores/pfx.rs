//! PFX (PKCS#12, RFC 7292). OpenSSL checks the password and decrypts; it hands out one private key only, so the bags are
//! walked once more for the others.

use super::super::{invalid, legacy, reasons};
use super::{Entry, Passwords, assemble, jks, unwrapped};
use crate::ber::{BerError, Elements, tag};
use crate::certs::keys::KeyHandle;
use crate::error::Result;
use openssl::pkcs12::Pkcs12;
use openssl::pkey::{PKey, Private};

const DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01];
/// 1.2.840.113549.1.12.10.1, to which the kind of bag is appended: 1 plain key, 2 encrypted key.
const BAG: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x0a, 0x01];

/// `[0]`, constructed: what a bag and a ContentInfo hold.
const EXPLICIT: u8 = tag::context_constructed(0);

/// Reads a PFX.
pub fn read(content: &[u8], passwords: Passwords<'_>) -> Result<Vec<Entry>> {
    let der = unwrapped(content)?;
    if jks::is_jks(&der) {
        return jks::read(&der, passwords);
    }
    let pfx = Pkcs12::from_der(&der).map_err(|_| invalid("This is not a PFX (PKCS#12) store, or it is damaged."))?;
    let parsed =
        legacy::with_legacy(|| pfx.parse2(passwords.store)).map_err(|stack| explain(passwords.store, &stack))?;
    let mut certificates = Vec::new();
    certificates.extend(parsed.cert);
    certificates.extend(parsed.ca.into_iter().flatten());
    let mut keys: Vec<PKey<Private>> = parsed.pkey.into_iter().collect();
    for key in other_keys(&der, passwords.store) {
        if !keys.iter().any(|known| known.public_eq(&key)) {
            keys.push(key);
        }
    }
    Ok(assemble(certificates, keys.into_iter().map(KeyHandle::Local).collect()))
}

/// OpenSSL cannot tell a wrong password from a damaged store, neither by the digest over the store nor, where there is none, by
/// what comes out of the decryption.
fn explain(password: &str, stack: &openssl::error::ErrorStack) -> crate::Error {
    let text = reasons(stack);
    let about_password = ["mac verify", "cipherfinal", "bad decrypt", "decrypt error", "parse error"];
    if text.contains("unsupported") && legacy::is_missing() {
        return invalid(
            "The PFX store uses RC2 or another old cipher, and OpenSSL's legacy provider, which has it, is not installed.",
        );
    }
    if text.contains("mac absent") {
        return invalid(
            "The PFX store has no MAC, the digest that tells a right password from a wrong one, and cannot be opened here without.",
        );
    }
    if !about_password.iter().any(|part| text.contains(part)) {
        return invalid(format!("The PFX store cannot be opened: {text}"));
    }
    invalid(match password {
        "" => "The PFX store needs a password: StorePassword is not set.",
        _ => "The password of the PFX store is wrong, or the store is damaged.",
    })
}

/// Private keys in the bags that are not encrypted as a whole, which is where every known product puts them.
fn other_keys(der: &[u8], password: &str) -> Vec<PKey<Private>> {
    let mut keys = Vec::new();
    let _ = walk(der, password, &mut keys);
    keys
}

fn walk(der: &[u8], password: &str, keys: &mut Vec<PKey<Private>>) -> std::result::Result<(), BerError> {
    let mut pfx = Elements::of(der).need_tag(tag::SEQUENCE)?.children();
    pfx.need_tag(tag::INTEGER)?;
    let safe = content_of(pfx.need_tag(tag::SEQUENCE)?.children())?;
    let mut parts = Elements::of(safe).need_tag(tag::SEQUENCE)?.children();
    while let Some(part) = parts.next_if(tag::SEQUENCE)? {
        let Ok(bags) = content_of(part.children()) else { continue };
        let mut bags = Elements::of(bags).need_tag(tag::SEQUENCE)?.children();
        while let Some(bag) = bags.next_if(tag::SEQUENCE)? {
            let mut fields = bag.children();
            let kind = fields.need_tag(tag::OID)?.body.strip_prefix(BAG);
            let value = fields.need_tag(EXPLICIT)?.body;
            let key = match kind {
                Some([1]) => PKey::private_key_from_pkcs8(value).ok(),
                Some([2]) => {
                    legacy::with_legacy(|| PKey::private_key_from_pkcs8_passphrase(value, password.as_bytes())).ok()
                }
                _ => None,
            };
            keys.extend(key);
        }
    }
    Ok(())
}

/// The octets of a ContentInfo of type data.
fn content_of(mut info: Elements<'_>) -> std::result::Result<&[u8], BerError> {
    if info.need_tag(tag::OID)?.body != DATA {
        return Err(BerError::Malformed("another type of content"));
    }
    Ok(info.need_tag(EXPLICIT)?.children().need_tag(tag::OCTETS)?.body)
}
