//! What is done with keys: sign and verify a digest, wrap and unwrap a content key.

use super::algorithms::{Digest, KeyTransport, OaepParameters, SignatureScheme};
use crate::certs::{KeyHandle, RsaEncryption};
use crate::error::{Error, Result, codes};
use openssl::error::ErrorStack;
use openssl::pkey::{HasPrivate, HasPublic, Id, PKeyRef, Private};
use openssl::pkey_ctx::PkeyCtx;
use openssl::rsa::Padding;
use openssl::sign::RsaPssSaltlen;
use openssl::x509::X509;
use zeroize::Zeroizing;

/// A certificate with its private key.
#[derive(Clone)]
pub struct KeyPair {
    /// The certificate: what messages name.
    pub cert: X509,
    /// Its private key, in this process or in a token.
    pub key: KeyHandle,
}

impl KeyPair {
    /// A certificate with the key that belongs to it.
    pub fn new(cert: X509, key: impl Into<KeyHandle>) -> Self {
        KeyPair { cert, key: key.into() }
    }
}

impl std::fmt::Debug for KeyPair {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KeyPair").field("subject", &self.cert.subject_name()).finish_non_exhaustive()
    }
}

fn prepare<T>(context: &mut PkeyCtx<T>, scheme: SignatureScheme, digest: Digest) -> Result<(), ErrorStack> {
    match scheme {
        SignatureScheme::Pkcs1 => context.set_rsa_padding(Padding::PKCS1)?,
        SignatureScheme::Pss { mgf, salt, .. } => {
            context.set_rsa_padding(Padding::PKCS1_PSS)?;
            context.set_rsa_pss_saltlen(RsaPssSaltlen::custom(i32::from(salt)))?;
            context.set_rsa_mgf1_md(mgf.md())?;
        }
        SignatureScheme::Ecdsa => {}
    }
    context.set_signature_md(digest.md())
}

/// Signs a digest. A token signs with PKCS#1 v1.5, or PSS with the digest in MGF1 and a salt as long as it: what we write.
pub(crate) fn sign(key: &KeyHandle, scheme: SignatureScheme, digest: Digest, value: &[u8]) -> Result<Vec<u8>> {
    match (key, scheme) {
        (KeyHandle::Local(key), _) => local_sign(key, scheme, digest, value)
            .map_err(|error| Error::new(codes::CRYPTO, format!("signing: {error}"))),
        (KeyHandle::Token(key), SignatureScheme::Pkcs1) => key.rsa_sign(digest.hasher(), value, false),
        (KeyHandle::Token(key), SignatureScheme::Pss { .. }) => key.rsa_sign(digest.hasher(), value, true),
        (KeyHandle::Token(_), SignatureScheme::Ecdsa) => Err(Error::of(codes::NO_SIGNING_CERT)),
    }
}

fn local_sign<T: HasPrivate>(
    key: &PKeyRef<T>,
    scheme: SignatureScheme,
    digest: Digest,
    value: &[u8],
) -> Result<Vec<u8>, ErrorStack> {
    let mut context = PkeyCtx::new(key)?;
    context.sign_init()?;
    prepare(&mut context, scheme, digest)?;
    let mut signature = Vec::new();
    context.sign_to_vec(value, &mut signature)?;
    Ok(signature)
}

/// Whether `signature` over a digest is good. A key of another type, or one too small for the digest, says no.
pub(crate) fn verify<T: HasPublic>(
    key: &PKeyRef<T>,
    scheme: SignatureScheme,
    digest: Digest,
    value: &[u8],
    signature: &[u8],
) -> bool {
    let fits = match scheme {
        SignatureScheme::Pkcs1 => key.id() == Id::RSA,
        SignatureScheme::Pss { .. } => matches!(key.id(), Id::RSA | Id::RSA_PSS),
        SignatureScheme::Ecdsa => key.id() == Id::EC,
    };
    let check = || -> Result<bool, ErrorStack> {
        let mut context = PkeyCtx::new(key)?;
        context.verify_init()?;
        prepare(&mut context, scheme, digest)?;
        context.verify(value, signature)
    };
    fits && check().unwrap_or(false)
}

/// Encrypts a content key.
pub(crate) fn wrap<T: HasPublic>(
    key: &PKeyRef<T>,
    transport: &KeyTransport,
    content_key: &[u8],
) -> Result<Vec<u8>, ErrorStack> {
    let mut context = PkeyCtx::new(key)?;
    context.encrypt_init()?;
    match transport {
        KeyTransport::Pkcs1 => context.set_rsa_padding(Padding::PKCS1)?,
        KeyTransport::Oaep(parameters) => set_oaep(&mut context, parameters)?,
    }
    let mut wrapped = Vec::new();
    context.encrypt_to_vec(content_key, &mut wrapped)?;
    Ok(wrapped)
}

fn set_oaep<T>(context: &mut PkeyCtx<T>, parameters: &OaepParameters) -> Result<(), ErrorStack> {
    context.set_rsa_padding(Padding::PKCS1_OAEP)?;
    context.set_rsa_oaep_md(parameters.digest.md())?;
    context.set_rsa_mgf1_md(parameters.mgf.md())?;
    if !parameters.label.is_empty() {
        context.set_rsa_oaep_label(&parameters.label)?;
    }
    Ok(())
}

/// Decrypts a content key of `length` octets. Whatever goes wrong, a key comes back: a random one, with the flag `false`,
/// so that a failure here looks like a failure of the content (RFC 3218 section 2.3). The flag must only be looked at
/// when the content has been read.
pub(crate) fn unwrap(
    key: &KeyHandle,
    transport: &KeyTransport,
    wrapped: &[u8],
    length: usize,
) -> Result<(Zeroizing<Vec<u8>>, bool), ErrorStack> {
    let mut fallback = Zeroizing::new(vec![0; length]);
    openssl::rand::rand_priv_bytes(&mut fallback)?;
    let opened = match (key, transport) {
        (KeyHandle::Local(key), KeyTransport::Pkcs1) => return Ok(unwrap_pkcs1(key, wrapped, fallback)),
        (KeyHandle::Local(key), KeyTransport::Oaep(parameters)) => unwrap_oaep(key, parameters, wrapped).ok(),
        (KeyHandle::Token(_), _) => unwrap_in_token(key, transport, wrapped),
    };
    Ok(match opened {
        Some(content_key) if content_key.len() == length => (content_key, true),
        _ => (fallback, false),
    })
}

/// What the token says about a padding is not looked at either: only whether a key of the right length came out. Labels,
/// and a second hash in MGF1, nobody writes; tokens are not asked for them.
fn unwrap_in_token(key: &KeyHandle, transport: &KeyTransport, wrapped: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let encryption = match transport {
        KeyTransport::Pkcs1 => RsaEncryption::V15,
        KeyTransport::Oaep(p) if p.digest == p.mgf && p.label.is_empty() => RsaEncryption::Oaep(p.digest.hasher()),
        KeyTransport::Oaep(_) => return None,
    };
    key.rsa_decrypt(encryption, wrapped).ok().map(Zeroizing::new)
}

fn unwrap_oaep(
    key: &PKeyRef<Private>,
    parameters: &OaepParameters,
    wrapped: &[u8],
) -> Result<Zeroizing<Vec<u8>>, ErrorStack> {
    let mut context = PkeyCtx::new(key)?;
    context.decrypt_init()?;
    set_oaep(&mut context, parameters)?;
    let mut content_key = Zeroizing::new(vec![0; key.size()]);
    let len = context.decrypt(wrapped, Some(&mut content_key))?;
    content_key.truncate(len);
    Ok(content_key)
}

/// PKCS#1 v1.5 without a padding oracle: the raw RSA operation, then a check and a choice without branches on secrets.
/// The length of the key is known from the content's cipher, so there is only one place where it can be.
fn unwrap_pkcs1(key: &PKeyRef<Private>, wrapped: &[u8], fallback: Zeroizing<Vec<u8>>) -> (Zeroizing<Vec<u8>>, bool) {
    let raw = || -> Result<Zeroizing<Vec<u8>>, ErrorStack> {
        let mut context = PkeyCtx::new(key)?;
        context.decrypt_init()?;
        context.set_rsa_padding(Padding::NONE)?;
        let mut block = Zeroizing::new(vec![0; key.size()]);
        let len = context.decrypt(wrapped, Some(&mut block))?;
        block.truncate(len);
        Ok(block)
    };
    let length = fallback.len();
    // Fails only for what everybody can see: a length, or a number beyond the modulus.
    let Ok(block) = raw() else { return (fallback, false) };
    if block.len() < length + 11 {
        return (fallback, false);
    }
    let (head, tail) = block.split_at(block.len() - length);
    let (padding, end) = (&head[2..head.len() - 1], head[head.len() - 1]);
    let mut bad = head[0] | (head[1] ^ 2) | end;
    for &octet in padding {
        bad |= is_zero(octet);
    }
    let keep = std::hint::black_box(is_zero(bad).wrapping_neg());
    let chosen = tail.iter().zip(fallback.iter()).map(|(&good, &random)| (good & keep) | (random & !keep)).collect();
    (Zeroizing::new(chosen), keep == 0xFF)
}

/// 1 for 0, 0 for everything else, without a branch.
fn is_zero(octet: u8) -> u8 {
    ((u16::from(octet).wrapping_sub(1) >> 8) & 1) as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Hash;
    use openssl::pkey::PKey;
    use openssl::rsa::Rsa;

    #[test]
    fn zero_is_told_without_a_branch() {
        assert!((1..=255).all(|octet| is_zero(octet) == 0) && is_zero(0) == 1);
    }

    #[test]
    fn a_wrapped_key_opens_and_anything_else_gives_a_random_one() {
        let key = PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap();
        let other = KeyHandle::Local(PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap());
        let own = KeyHandle::Local(key.clone());
        let secret = [0x42; 32];
        for transport in [KeyTransport::Pkcs1, KeyTransport::oaep(Hash::Sha256), KeyTransport::oaep(Hash::Sha512)] {
            let wrapped = wrap(&key, &transport, &secret).unwrap();
            let (opened, good) = unwrap(&own, &transport, &wrapped, 32).unwrap();
            assert!(good && *opened == secret);
            let short = unwrap(&own, &transport, &wrapped, 24).unwrap();
            assert!(!short.1 && short.0.len() == 24);
            let foreign = unwrap(&other, &transport, &wrapped, 32).unwrap();
            let again = unwrap(&other, &transport, &wrapped, 32).unwrap();
            assert!(!foreign.1 && foreign.0.len() == 32 && foreign.0 != again.0);
            let truncated = unwrap(&own, &transport, &wrapped[..wrapped.len() - 1], 32).unwrap();
            assert!(!truncated.1 && truncated.0.len() == 32);
        }
    }
}
