//! Which keys open a file or a challenge, and how a file is signed and encrypted: settings and certificates become specifications
//! for [`crate::security`], which does the cryptography.

use super::certificates::{Certificates, key_pair};
use super::keyring::{CertificateLayer, Purpose};
use super::worker::blocking;
use crate::certs::{Certificate, CrlPolicy, purpose, validate};
use crate::error::{Error, Result, codes};
use crate::model::CipherSuite;
use crate::protocol::StartFile;
use crate::security::challenge::{self, Secret};
use crate::security::{ContentCipher, DecodeSpec, EmbeddedSigners, EncodeSpec, KeyPair, KeyTransport, Padding};
use crate::settings::{Id, Lookup};
use crate::sync::read;

impl Certificates {
    /// A challenge that only the partner can open.
    pub(crate) async fn challenge_for(&self, connection: &CertificateLayer) -> Result<(Secret, Vec<u8>)> {
        let keyring = self.keyring(connection);
        let partner = keyring.partner(Purpose::Session).cloned().ok_or_else(|| {
            let message = "Secure authentication needs the partner's certificate: set RecipientCertSubject.";
            missing(codes::CERT_REQUIRED, message, &keyring.why_no_partner(Purpose::Session))
        })?;
        blocking(move || challenge::new_challenge(&partner, ContentCipher::Aes256, &KeyTransport::Pkcs1)).await
    }

    /// The partner's challenge, opened with this side's key.
    pub(crate) async fn open_challenge(&self, connection: &CertificateLayer, envelope: Vec<u8>) -> Result<Secret> {
        let keyring = self.keyring(connection);
        let keys = own_keys(keyring.challenge_openers());
        if keys.is_empty() {
            let message = "Secure authentication needs a certificate with private key: set Certificate.";
            return Err(missing(codes::CERT_REQUIRED, message, &keyring.why_no_own(Purpose::Session)));
        }
        blocking(move || challenge::open_challenge(&envelope, &keys)).await
    }

    /// How a wrapped file for this station is to be opened.
    pub(crate) fn unwrapping(&self, connection: &CertificateLayer, offer: &StartFile) -> Result<DecodeSpec> {
        let mut spec = DecodeSpec::new(offer.security, offer.compressed, offer.suite);
        let keyring = self.keyring(connection);
        if offer.security.is_encrypted() {
            spec.decrypt_with = own_keys(keyring.file_openers());
            if spec.decrypt_with.is_empty() {
                let message = "An encrypted file needs a certificate with private key: set Certificate.";
                return Err(missing(codes::CERT_REQUIRED, message, &keyring.why_no_own(Purpose::File)));
            }
        }
        if offer.security.is_signed() {
            spec.signers = keyring.partner(Purpose::Signing).cloned().into_iter().collect();
            if spec.signers.is_empty() {
                let why = keyring.why_no_partner(Purpose::Signing);
                // Nobody else signs in the place of a partner whose certificate was named and cannot be loaded.
                spec.embedded = self.trusted_signers(connection).filter(|_| why.is_empty()).ok_or_else(|| {
                    let message = "A signed file needs the partner's certificate: set RecipientCertSubject.";
                    missing(codes::CERT_REQUIRED, message, &why)
                })?;
            }
        }
        // What is only encrypted or signed cannot grow; what is compressed, also unannounced, can.
        let announced = offer.original_size_k.max(offer.size_k);
        spec.max_inflated = connection.settings.look(|l| l.max_decompressed(announced));
        if connection.settings.int(Id::MaxDecompressedSize) > 0 {
            spec.max_output = spec.max_inflated;
        }
        Ok(spec)
    }

    /// With AcceptTrustedSigners, and only where the partner's own certificate is not known: whoever may sign and whom the
    /// trusted CAs vouch for.
    fn trusted_signers(&self, connection: &CertificateLayer) -> Option<EmbeddedSigners> {
        let trust = read(&self.trust).clone();
        if trust.is_empty() || !connection.settings.bool(Id::AcceptTrustedSigners) {
            return None;
        }
        Some(EmbeddedSigners::Ask(std::sync::Arc::new(move |cert| {
            let (policy, now) = (CrlPolicy::off(), std::time::SystemTime::now());
            let cert = cert.to_owned();
            purpose::allows(&cert, purpose::Purpose::Signature)
                && !validate::is_self_signed(&cert)
                && validate::validate_x509(&cert, &[], &trust, now, &policy).is_ok()
        })))
    }
}

/// The keys of certificates of this side that may open something.
fn own_keys(openers: Vec<&Certificate>) -> Vec<KeyPair> {
    openers.into_iter().filter_map(key_pair).collect()
}

/// The error that a certificate is missing, with the reason why it is when one was named.
pub(super) fn missing(code: i32, message: &str, why: &str) -> Error {
    Error::new(code, format!("{}{why}.", message.trim_end_matches('.')))
}

/// How to sign and encrypt under a suite, without keys yet.
pub(crate) fn encoding(settings: &Lookup<'_>, suite: CipherSuite) -> EncodeSpec {
    let padding = |id| match settings.int(id) {
        1 => Padding::Pkcs1,
        2 => Padding::PssOaep,
        _ => Padding::OfSuite,
    };
    EncodeSpec {
        include_certificate: settings.bool(Id::IncludeSignerCertificate),
        compression_level: settings.int(Id::CompressionLevel) as u32,
        signature_padding: padding(Id::SignaturePadding),
        key_transport: padding(Id::KeyTransport),
        ..EncodeSpec::new(suite)
    }
}
