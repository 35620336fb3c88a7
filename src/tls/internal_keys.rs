//! rustls's side of keys and signatures: our certificate as rustls wants it, restricted to the allowed signature algorithms, and
//! the verification of a partner's handshake signature, done with OpenSSL so that every kind of key that a certificate may
//! carry is understood.

use super::error::bad_setting;
use super::hooks::ServerCertificate;
use super::plan::Plan;
use crate::error::Result;
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{Id, PKey, Public};
use openssl::rsa::Padding;
use openssl::sign::{RsaPssSaltlen, Verifier};
use openssl::x509::X509;
use rustls::crypto::ring::default_provider;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::sign::{CertifiedKey, Signer, SigningKey};
use rustls::{CertificateError, Error, SignatureAlgorithm, SignatureScheme};
use std::sync::Arc;

/// Signs only with allowed algorithms.
#[derive(Debug)]
struct LimitedKey {
    inner: Arc<dyn SigningKey>,
    allowed: Vec<SignatureScheme>,
}

impl SigningKey for LimitedKey {
    fn choose_scheme(&self, offered: &[SignatureScheme]) -> Option<Box<dyn Signer>> {
        let usable: Vec<_> = offered.iter().copied().filter(|scheme| self.allowed.contains(scheme)).collect();
        self.inner.choose_scheme(&usable)
    }

    fn algorithm(&self) -> SignatureAlgorithm {
        self.inner.algorithm()
    }
}

/// The algorithms that rustls may use in the handshake of one version.
pub(super) fn schemes(plan: &Plan, tls13: bool) -> Vec<SignatureScheme> {
    plan.schemes(tls13).into_iter().filter(|scheme| scheme.internal).map(|scheme| scheme.id.into()).collect()
}

/// Our chain and key for rustls, for handshakes of TLS 1.3 or of TLS 1.2.
pub(super) fn certified_key(plan: &Plan, tls13: bool, chain: &[X509], own: &ServerCertificate) -> Result<CertifiedKey> {
    let ders: std::result::Result<Vec<CertificateDer<'static>>, _> =
        chain.iter().map(|certificate| certificate.to_der().map(CertificateDer::from)).collect();
    let ders = ders.map_err(|e| bad_setting(format!("SSLCert: {e}")))?;
    let unusable = |why: String| {
        bad_setting(format!("SSLCert: the internal provider cannot use this key ({why}); use SSLProvider 0 or 1"))
    };
    let pkcs8 = own.key.private_key_to_pkcs8().map_err(|e| unusable(e.to_string()))?;
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(pkcs8));
    let inner = default_provider().key_provider.load_private_key(key).map_err(|e| unusable(e.to_string()))?;
    let key = Arc::new(LimitedKey { inner, allowed: schemes(plan, tls13) });
    Ok(CertifiedKey::new(ders, key))
}

/// What a signature scheme means to OpenSSL.
struct Recipe {
    id: Id,
    curve: Option<Nid>,
    digest: Option<MessageDigest>,
    pss: bool,
}

fn recipe(scheme: SignatureScheme) -> Option<Recipe> {
    let (id, curve, digest, pss) = match scheme {
        SignatureScheme::ED25519 => (Id::ED25519, None, None, false),
        SignatureScheme::ECDSA_NISTP256_SHA256 => {
            (Id::EC, Some(Nid::X9_62_PRIME256V1), Some(MessageDigest::sha256()), false)
        }
        SignatureScheme::ECDSA_NISTP384_SHA384 => (Id::EC, Some(Nid::SECP384R1), Some(MessageDigest::sha384()), false),
        SignatureScheme::RSA_PSS_SHA256 => (Id::RSA, None, Some(MessageDigest::sha256()), true),
        SignatureScheme::RSA_PSS_SHA384 => (Id::RSA, None, Some(MessageDigest::sha384()), true),
        SignatureScheme::RSA_PSS_SHA512 => (Id::RSA, None, Some(MessageDigest::sha512()), true),
        SignatureScheme::RSA_PKCS1_SHA256 => (Id::RSA, None, Some(MessageDigest::sha256()), false),
        SignatureScheme::RSA_PKCS1_SHA384 => (Id::RSA, None, Some(MessageDigest::sha384()), false),
        SignatureScheme::RSA_PKCS1_SHA512 => (Id::RSA, None, Some(MessageDigest::sha512()), false),
        _ => return None,
    };
    Some(Recipe { id, curve, digest, pss })
}

/// Verifies a handshake signature with the key of a certificate. Before TLS 1.3 an ECDSA scheme does not name the curve.
pub(super) fn verify_signature(
    tls13: bool,
    message: &[u8],
    certificate: &[u8],
    scheme: SignatureScheme,
    signature: &[u8],
) -> std::result::Result<(), Error> {
    let unreadable = || Error::InvalidCertificate(CertificateError::BadEncoding);
    let invalid = || Error::InvalidCertificate(CertificateError::BadSignature);
    let certificate = X509::from_der(certificate).map_err(|_| unreadable())?;
    let key = certificate.public_key().map_err(|_| unreadable())?;
    let recipe = recipe(scheme).ok_or_else(invalid)?;
    if key.id() != recipe.id {
        return Err(invalid());
    }
    if let (true, Some(curve)) = (tls13, recipe.curve)
        && key.ec_key().ok().and_then(|key| key.group().curve_name()) != Some(curve)
    {
        return Err(invalid());
    }
    match verify(&recipe, &key, message, signature) {
        Ok(true) => Ok(()),
        _ => Err(invalid()),
    }
}

fn verify(
    recipe: &Recipe,
    key: &PKey<Public>,
    message: &[u8],
    signature: &[u8],
) -> std::result::Result<bool, openssl::error::ErrorStack> {
    let mut verifier = match recipe.digest {
        Some(digest) => Verifier::new(digest, key)?,
        None => Verifier::new_without_digest(key)?,
    };
    if recipe.pss {
        verifier.set_rsa_padding(Padding::PKCS1_PSS)?;
        verifier.set_rsa_pss_saltlen(RsaPssSaltlen::DIGEST_LENGTH)?;
    }
    verifier.verify_oneshot(signature, message)
}
