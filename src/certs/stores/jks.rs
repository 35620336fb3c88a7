//! Sun's Java key store (JKS), version 1 and 2. The store's password is checked by a digest over everything; each private
//! key is protected on its own, by an XOR with a chain of SHA-1 digests that starts from a salt.

use super::super::{asn1, invalid};
use super::{Entry, Passwords, certificate, chain_of, pfx, unwrapped};
use crate::ber::tag;
use crate::certs::keys::KeyHandle;
use crate::error::Result;
use openssl::pkey::{PKey, Private};
use openssl::sha::Sha1;
use openssl::x509::X509;
use zeroize::Zeroizing;

const MAGIC: [u8; 4] = [0xfe, 0xed, 0xfe, 0xed];
const JCEKS_MAGIC: [u8; 4] = [0xce, 0xce, 0xce, 0xce];
/// 1.3.6.1.4.1.42.2.17.1.1, the key protector's algorithm.
const PROTECTOR: &[u8] = &[0x2b, 0x06, 0x01, 0x04, 0x01, 0x2a, 0x02, 0x11, 0x01, 0x01];

/// Whether these octets begin like a JKS.
pub fn is_jks(octets: &[u8]) -> bool {
    octets.starts_with(&MAGIC) || octets.starts_with(&JCEKS_MAGIC)
}

/// Reads a JKS; also a PFX, because Java since version 9 writes PKCS#12 into files named .jks.
pub fn read(content: &[u8], passwords: Passwords<'_>) -> Result<Vec<Entry>> {
    let octets = unwrapped(content)?;
    if octets.starts_with(&JCEKS_MAGIC) {
        return Err(invalid("This is a JCEKS store. Convert it: keytool -importkeystore -deststoretype pkcs12."));
    }
    if !octets.starts_with(&MAGIC) {
        return pfx::read(&octets, passwords).map_err(|error| {
            if error.message.contains("not a PFX") { invalid("This is not a Java key store.") } else { error }
        });
    }
    let damaged = || invalid("The Java key store is damaged.");
    let body_end = octets.len().checked_sub(20).ok_or_else(damaged)?;
    let (body, digest) = octets.split_at(body_end);
    if !openssl::memcmp::eq(&store_digest(body, passwords.store), digest) {
        return Err(invalid(match passwords.store {
            "" => "The Java key store needs a password: StorePassword is not set.",
            _ => "The password of the Java key store is wrong, or the store is damaged.",
        }));
    }
    entries(body, passwords).ok_or_else(damaged)?
}

fn entries(body: &[u8], passwords: Passwords<'_>) -> Option<Result<Vec<Entry>>> {
    let mut input = Input(body);
    input.take(4)?;
    let version = input.u32()?;
    if !matches!(version, 1 | 2) {
        return Some(Err(invalid(format!("The Java key store has the unknown version {version}."))));
    }
    let mut list = Vec::new();
    for _ in 0..input.u32()? {
        let kind = input.u32()?;
        let alias = Some(input.text()?);
        input.take(8)?;
        match kind {
            1 => {
                let length = input.u32()? as usize;
                let protected = input.take(length)?;
                let mut chain = Vec::new();
                for _ in 0..input.u32()? {
                    match input.certificate(version)? {
                        Ok(x509) => chain.push(x509),
                        Err(error) => return Some(Err(error)),
                    }
                }
                list.push(key_entry(alias, protected, chain, passwords));
            }
            2 => match input.certificate(version)? {
                Ok(x509) => {
                    list.push(Entry { public: x509.public_key().ok(), x509: Some(x509), alias, ..Entry::default() })
                }
                Err(error) => return Some(Err(error)),
            },
            _ => return None,
        }
    }
    Some(Ok(list))
}

fn key_entry(alias: Option<String>, protected: &[u8], chain: Vec<X509>, passwords: Passwords<'_>) -> Entry {
    let (key, key_problem) = match unprotect(protected, passwords.key) {
        Some(key) => (Some(key), None),
        // Until it is set, KeyPassword is StorePassword.
        None if passwords.key == passwords.store => {
            let cause = "The private key in the Java key store needs a password of its own: set KeyPassword.";
            (None, Some(invalid(cause)))
        }
        None => {
            let cause =
                "KeyPassword does not open the private key in the Java key store: it is wrong, or the key is damaged.";
            (None, Some(invalid(cause)))
        }
    };
    let x509 = chain.first().cloned();
    let public = match (&x509, &key) {
        (Some(x509), _) => x509.public_key().ok(),
        (None, Some(key)) => crate::certs::keys::public_of(key).ok(),
        _ => None,
    };
    let chain = x509.as_ref().map(|x509| chain_of(x509, &chain)).unwrap_or_default();
    Entry { x509, public, key: key.map(KeyHandle::Local), key_problem, chain, alias }
}

/// SHA-1 over the password in UTF-16, a phrase, and the store without its last 20 octets.
fn store_digest(body: &[u8], password: &str) -> [u8; 20] {
    let mut hash = Sha1::new();
    hash.update(&utf16(password));
    hash.update(b"Mighty Aphrodite");
    hash.update(body);
    hash.finish()
}

/// The key protector: salt (20), key XOR stream, SHA-1 of password and key (20).
fn unprotect(protected: &[u8], password: &str) -> Option<PKey<Private>> {
    let mut info = asn1::first(protected)?.expect(tag::SEQUENCE).ok()?.children();
    let algorithm = info.need_tag(tag::SEQUENCE).ok()?.children().need_tag(tag::OID).ok()?;
    if algorithm.body != PROTECTOR {
        return None;
    }
    let data = info.need_tag(tag::OCTETS).ok()?.body;
    let (salt, rest) = data.split_at_checked(20)?;
    let (secret, check) = rest.split_at_checked(rest.len().checked_sub(20)?)?;
    let password = utf16(password);
    let digest = |second: &[u8]| {
        let mut hash = Sha1::new();
        hash.update(&password);
        hash.update(second);
        hash.finish()
    };
    let mut plain = Zeroizing::new(Vec::with_capacity(secret.len()));
    let mut link = digest(salt);
    for block in secret.chunks(20) {
        plain.extend(block.iter().zip(link).map(|(octet, mask)| octet ^ mask));
        link = digest(&link);
    }
    if !openssl::memcmp::eq(&digest(&plain), check) {
        return None;
    }
    PKey::private_key_from_pkcs8(&plain).ok()
}

fn utf16(password: &str) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(password.encode_utf16().flat_map(u16::to_be_bytes).collect())
}

struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn u32(&mut self) -> Option<u32> {
        Some(u32::from_be_bytes(self.take(4)?.try_into().ok()?))
    }

    fn text(&mut self) -> Option<String> {
        let length = u16::from_be_bytes(self.take(2)?.try_into().ok()?);
        Some(String::from_utf8_lossy(self.take(length as usize)?).into_owned())
    }

    fn certificate(&mut self, version: u32) -> Option<Result<X509>> {
        if version == 2 {
            let kind = self.text()?;
            if kind != "X.509" {
                return Some(Err(invalid(format!(
                    "The Java key store holds a certificate of the kind {kind}, which is unknown."
                ))));
            }
        }
        let length = self.u32()? as usize;
        Some(certificate(self.take(length)?, "a certificate of the Java key store"))
    }
}
