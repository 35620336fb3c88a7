//! A private key, in memory or in a token. What a token holds cannot be taken out, so the two operations that CMS needs
//! (RSA signature of a digest, RSA decryption of a content key) are offered for both.

use super::stores::pkcs11::TokenKey;
use super::{invalid, reasons};
use crate::error::{Error, Result, codes};
use openssl::hash::MessageDigest;
use openssl::md::{Md, MdRef};
use openssl::pkey::{PKey, Private, Public};
use openssl::pkey_ctx::PkeyCtx;
use openssl::rsa::Padding;
use openssl::sign::RsaPssSaltlen;
use std::sync::Arc;

/// The padding of an RSA decryption.
#[derive(Clone, Copy)]
pub enum RsaEncryption {
    /// PKCS#1 v1.5.
    V15,
    /// OAEP with this hash, also for MGF1, and an empty label.
    Oaep(MessageDigest),
}

/// A private key that can be used, wherever it lies.
#[derive(Clone)]
pub enum KeyHandle {
    /// In this process. OpenSSL wipes it when the last copy is dropped.
    Local(PKey<Private>),
    /// In a PKCS#11 token.
    Token(Arc<TokenKey>),
}

impl From<PKey<Private>> for KeyHandle {
    fn from(key: PKey<Private>) -> Self {
        KeyHandle::Local(key)
    }
}

impl KeyHandle {
    /// The key itself, when it is in this process.
    pub fn local(&self) -> Option<&PKey<Private>> {
        match self {
            KeyHandle::Local(key) => Some(key),
            KeyHandle::Token(_) => None,
        }
    }

    /// The public half.
    pub fn public(&self) -> Result<PKey<Public>> {
        match self {
            KeyHandle::Local(key) => public_of(key),
            KeyHandle::Token(key) => {
                key.public().cloned().ok_or_else(|| invalid("The token does not show the public key."))
            }
        }
    }

    /// Whether this is the private key of that public key.
    pub fn belongs_to(&self, public: &PKey<Public>) -> bool {
        match self {
            KeyHandle::Local(key) => key.public_eq(public),
            KeyHandle::Token(key) => key.public().is_some_and(|own| own.public_eq(public)),
        }
    }

    /// Signs a digest made with `md`: RSA PKCS#1 v1.5, or PSS (MGF1 with the same hash, salt as long as the hash). Error 684.
    pub fn rsa_sign(&self, md: MessageDigest, digest: &[u8], pss: bool) -> Result<Vec<u8>> {
        match self {
            KeyHandle::Local(key) => local_sign(key, md, digest, pss),
            KeyHandle::Token(key) => key.rsa_sign(md, digest, pss),
        }
    }

    /// Decrypts what was encrypted for this key. Error 684, without a hint at what was wrong with the padding.
    pub fn rsa_decrypt(&self, encryption: RsaEncryption, data: &[u8]) -> Result<Vec<u8>> {
        match self {
            KeyHandle::Local(key) => local_decrypt(key, encryption, data),
            KeyHandle::Token(key) => key.rsa_decrypt(encryption, data),
        }
    }
}

/// The public half of a private key.
pub fn public_of(key: &PKey<Private>) -> Result<PKey<Public>> {
    key.public_key_to_der()
        .and_then(|der| PKey::public_key_from_der(&der))
        .map_err(|stack| super::refused("Reading the public half of the key", &stack))
}

/// OpenSSL's digest object for a digest.
pub(super) fn md_of(md: MessageDigest) -> Result<&'static MdRef> {
    Md::from_nid(md.type_()).ok_or_else(|| Error::new(codes::CRYPTO, "This build of OpenSSL has no such hash."))
}

fn local_sign(key: &PKey<Private>, md: MessageDigest, digest: &[u8], pss: bool) -> Result<Vec<u8>> {
    let md = md_of(md)?;
    let sign = || {
        let mut context = PkeyCtx::new(key)?;
        context.sign_init()?;
        if pss {
            context.set_rsa_padding(Padding::PKCS1_PSS)?;
            context.set_signature_md(md)?;
            context.set_rsa_pss_saltlen(RsaPssSaltlen::DIGEST_LENGTH)?;
            context.set_rsa_mgf1_md(md)?;
        } else {
            context.set_rsa_padding(Padding::PKCS1)?;
            context.set_signature_md(md)?;
        }
        let mut signature = Vec::new();
        context.sign_to_vec(digest, &mut signature)?;
        Ok(signature)
    };
    sign().map_err(|stack: openssl::error::ErrorStack| {
        Error::new(codes::CRYPTO, format!("Signing with the private key failed: {}", reasons(&stack)))
    })
}

fn local_decrypt(key: &PKey<Private>, encryption: RsaEncryption, data: &[u8]) -> Result<Vec<u8>> {
    let oaep = match encryption {
        RsaEncryption::V15 => None,
        RsaEncryption::Oaep(md) => Some(md_of(md)?),
    };
    let decrypt = || {
        let mut context = PkeyCtx::new(key)?;
        context.decrypt_init()?;
        match oaep {
            None => context.set_rsa_padding(Padding::PKCS1)?,
            Some(md) => {
                context.set_rsa_padding(Padding::PKCS1_OAEP)?;
                context.set_rsa_oaep_md(md)?;
                context.set_rsa_mgf1_md(md)?;
            }
        }
        let mut plain = Vec::new();
        context.decrypt_to_vec(data, &mut plain)?;
        Ok(plain)
    };
    // One answer for every cause: telling paddings apart is what a padding oracle lives on.
    decrypt().map_err(|_: openssl::error::ErrorStack| Error::new(codes::CRYPTO, "The private key cannot decrypt this."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use openssl::rsa::Rsa;
    use openssl::sign::Verifier;

    #[test]
    fn signatures_verify_and_encryptions_open() {
        let key = PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap();
        let handle = KeyHandle::Local(key.clone());
        let md = MessageDigest::sha256();
        let digest = openssl::hash::hash(md, b"text").unwrap();
        for pss in [false, true] {
            let signature = handle.rsa_sign(md, &digest, pss).unwrap();
            let mut verifier = Verifier::new(md, &key).unwrap();
            if pss {
                verifier.set_rsa_padding(Padding::PKCS1_PSS).unwrap();
                verifier.set_rsa_pss_saltlen(RsaPssSaltlen::DIGEST_LENGTH).unwrap();
            }
            verifier.update(b"text").unwrap();
            assert!(verifier.verify(&signature).unwrap());
        }
        let mut sealed = vec![0; 256];
        key.rsa().unwrap().public_encrypt(b"content key", &mut sealed, Padding::PKCS1).unwrap();
        assert_eq!(handle.rsa_decrypt(RsaEncryption::V15, &sealed).unwrap(), b"content key");
        let mut sealed = vec![0; 256];
        key.rsa().unwrap().public_encrypt(b"content key", &mut sealed, Padding::PKCS1_OAEP).unwrap();
        assert_eq!(handle.rsa_decrypt(RsaEncryption::Oaep(MessageDigest::sha1()), &sealed).unwrap(), b"content key");
        assert_eq!(handle.rsa_decrypt(RsaEncryption::V15, &[1; 256]).err().map_or(684, |error| error.code), 684);
        assert!(handle.belongs_to(&handle.public().unwrap()));
    }
}
