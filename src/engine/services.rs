//! File services in the transfer: which keys wrap and unwrap a file, sign and verify end responses, make and open
//! challenges. The cryptography itself is in [`crate::security`]; here it meets certificates, settings and the wire.

use super::connection::Spec;
use super::identity::{Identity, key_pair};
use super::inner::Inner;
use super::keyring::{Keyring, Purpose};
use super::shared::Shared;
use super::worker::blocking;
use crate::certs::{Certificate, CrlPolicy, purpose, validate};
use crate::error::{Error, Result, codes};
use crate::model::{CipherSuite, Hash};
use crate::protocol::{EndResponse, StartFile};
use crate::security::challenge::{self, Secret};
use crate::security::{
    ContentCipher, DecodeSpec, EmbeddedSigners, EncodeSpec, Encoder, KeyPair, KeyTransport, Padding, response,
};
use crate::settings::{Id, Lookup};
use crate::state::{Response, Sent};
use crate::sync::read;
use crate::vfile::{PartFile, content_reader};
use std::io::BufWriter;
use std::path::{Path, PathBuf};

impl Identity {
    /// A challenge that only the partner can open.
    pub(crate) async fn challenge_for(&self, inner: &Inner, shared: &Shared) -> Result<(Secret, Vec<u8>)> {
        let keyring = self.keyring(inner, shared);
        let partner = keyring.partner(Purpose::Session).cloned().ok_or_else(|| {
            let message = "Secure authentication needs the partner's certificate: set RecipientCertSubject.";
            missing(codes::CERT_REQUIRED, message, &keyring.why_no_partner(Purpose::Session))
        })?;
        blocking(move || challenge::new_challenge(&partner, ContentCipher::Aes256, &KeyTransport::Pkcs1)).await
    }

    /// The partner's challenge, opened with this side's key.
    pub(crate) async fn open_challenge(&self, inner: &Inner, shared: &Shared, envelope: Vec<u8>) -> Result<Secret> {
        let keyring = self.keyring(inner, shared);
        let keys = own_keys(keyring.challenge_openers());
        if keys.is_empty() {
            let message = "Secure authentication needs a certificate with private key: set Certificate.";
            return Err(missing(codes::CERT_REQUIRED, message, &keyring.why_no_own(Purpose::Session)));
        }
        blocking(move || challenge::open_challenge(&envelope, &keys)).await
    }

    /// How a wrapped file for this station is to be opened.
    pub(crate) fn unwrapping(&self, inner: &Inner, shared: &Shared, offer: &StartFile) -> Result<DecodeSpec> {
        let mut spec = DecodeSpec::new(offer.security, offer.compressed, offer.suite);
        let keyring = self.keyring(inner, shared);
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
                spec.embedded = self.trusted_signers(inner, shared).filter(|_| why.is_empty()).ok_or_else(|| {
                    let message = "A signed file needs the partner's certificate: set RecipientCertSubject.";
                    missing(codes::CERT_REQUIRED, message, &why)
                })?;
            }
        }
        // What is only encrypted or signed cannot grow; what is compressed, also unannounced, can.
        let announced = offer.original_size_k.max(offer.size_k);
        spec.max_inflated = shared.settings.look(|l| l.max_decompressed(announced));
        if shared.settings.int(Id::MaxDecompressedSize) > 0 {
            spec.max_output = spec.max_inflated;
        }
        Ok(spec)
    }

    /// With AcceptTrustedSigners, and only where the partner's own certificate is not known: whoever may sign and whom the
    /// trusted CAs vouch for.
    fn trusted_signers(&self, inner: &Inner, shared: &Shared) -> Option<EmbeddedSigners> {
        let trust = read(&self.trust).clone();
        if trust.is_empty() || !shared.settings.bool(Id::AcceptTrustedSigners) {
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

    /// Who signs receipts under a suite, and how.
    pub(crate) fn receipt_signer(&self, inner: &Inner, shared: &Shared, suite: CipherSuite) -> Result<ReceiptSigner> {
        let keyring = self.keyring(inner, shared);
        let key = keyring.own(Purpose::Receipt).and_then(key_pair).ok_or_else(|| {
            let message =
                "The partner asks for a signed receipt, but Certificate has no private key; the receipt goes out unsigned.";
            missing(codes::NO_SIGNING_CERT, message, &keyring.why_no_own(Purpose::Receipt))
        })?;
        Ok(ReceiptSigner { key, how: shared.settings.look(|settings| encoding(settings, suite)) })
    }
    /// The signature of a response that the program sends itself, when its file asked for one and it is ours to sign.
    /// `suite` is that of the file, when it is still known.
    pub(crate) fn sign_deferred(
        &self,
        inner: &Inner,
        shared: &Shared,
        response: &Response,
        suite: Option<CipherSuite>,
    ) -> Result<Vec<u8>> {
        let own = shared.settings.text(Id::ServerSFIDCode);
        if !crate::model::octets::same_code(&own, &response.key.originator) {
            return Ok(Vec::new());
        }
        let hash = match response.hash.len() {
            20 => Hash::Sha1,
            32 => Hash::Sha256,
            64 => Hash::Sha512,
            _ => return Err(Error::new(codes::INVALID_HASH, "FileHash has the length of no known hash.")),
        };
        let suite = suite.filter(|suite| suite.hash().is_some());
        let suite = suite.or_else(|| CipherSuite::of(crate::model::Cipher::Aes256, hash)).unwrap_or_default();
        let Ok(signer) = self.receipt_signer(inner, shared, suite) else { return Ok(Vec::new()) };
        signer.sign(response, &response.hash)
    }

    /// Checks a received end response: signature, content and hash (EERP-11). `expected` is the program's own idea of the hash.
    pub(crate) async fn verify_response(
        &self,
        inner: &Inner,
        shared: &Shared,
        received: &EndResponse,
        sent: Option<&Sent>,
        expected: Vec<u8>,
    ) -> Result<()> {
        // What was passed on is verified by its originator, and so is a response on its way to somebody else.
        if sent.is_some_and(|sent| sent.forwarded) {
            return Ok(());
        }
        let wanted = sent.is_some_and(|sent| sent.wants_signed);
        if received.signature.is_empty() {
            if wanted && !shared.settings.bool(Id::AllowUnsignedEndResponse) {
                let message = "Invalid signature: a signed end response was asked for, an unsigned one came.";
                return Err(Error::new(codes::INVALID_SIGNATURE, message));
            }
            return Ok(());
        }
        let own = shared.settings.text(Id::ServerSFIDCode);
        if !wanted && !crate::model::octets::same_code(&own, &received.key.destination) {
            return Ok(());
        }
        let hash = match sent {
            Some(sent) if !sent.hash.is_empty() => &sent.hash,
            _ => &expected,
        };
        if !hash.is_empty() && *hash != received.hash {
            let message = "Invalid hash value: the end response confirms other octets than were sent.";
            return Err(Error::new(codes::INVALID_HASH, message));
        }
        let keyring = self.keyring(inner, shared);
        let signers: Vec<_> = keyring.partner(Purpose::Receipt).cloned().into_iter().collect();
        if signers.is_empty() {
            let message =
                "A signed end response cannot be verified without the partner's certificate: set RecipientCertSubject.";
            return Err(missing(codes::CERT_REQUIRED, message, &keyring.why_no_partner(Purpose::Receipt)));
        }
        let content = match &received.negative {
            None => response::eerp_content(&received.key, &received.hash)?,
            Some(negative) => response::nerp_content(&received.key, &negative.creator, &received.hash)?,
        };
        let signature = received.signature.clone();
        blocking(move || response::verify_end_response(&signature, &content, &signers).map(|_| ())).await
    }
}

/// The keys of certificates of this side that may open something.
fn own_keys(openers: Vec<&Certificate>) -> Vec<KeyPair> {
    openers.into_iter().filter_map(key_pair).collect()
}

/// The error that a certificate is missing, with the reason why it is when one was named.
fn missing(code: i32, message: &str, why: &str) -> Error {
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

/// Applies the services of `spec` to a file, into a temporary file of what travels.
pub(crate) async fn wrap(keyring: &Keyring, spec: &Spec, file: &Path, temp: &Path) -> Result<PathBuf> {
    let mut encode = spec.encode.clone();
    encode.compress = spec.compress;
    if spec.security.is_signed() {
        let own = keyring.own(Purpose::Signing).and_then(key_pair);
        let code = codes::NO_SIGNING_CERT;
        let why = || missing(code, &Error::of(code).message, &keyring.why_no_own(Purpose::Signing));
        encode.sign.push(own.ok_or_else(why)?);
    }
    if spec.security.is_encrypted() {
        let partner = keyring.partner(Purpose::File).cloned();
        let code = codes::NO_ENCRYPTION_CERT;
        let why = || missing(code, &Error::of(code).message, &keyring.why_no_partner(Purpose::File));
        encode.encrypt_for.push(partner.ok_or_else(why)?);
    }
    let (file, temp, format) = (file.to_owned(), temp.to_owned(), spec.local);
    blocking(move || {
        let mut from = content_reader(&file, format)?;
        let part = PartFile::create(&temp, "prepared")?;
        let path = part.path().to_owned();
        let written = (|| {
            let mut encoder = Encoder::new(&encode, BufWriter::with_capacity(256 * 1024, part))?;
            let mut buffer = vec![0u8; 256 * 1024];
            loop {
                let count = std::io::Read::read(&mut from, &mut buffer)
                    .map_err(|e| Error::new(codes::READ_FILE, format!("Error reading file {}: {e}", file.display())))?;
                if count == 0 {
                    break;
                }
                std::io::Write::write_all(&mut encoder, &buffer[..count])
                    .map_err(|e| Error::new(codes::CRYPTO, format!("Cryptographic operation failed: {e}")))?;
            }
            let out = encoder.finish()?;
            out.into_inner().map_err(|e| Error::io("writing the prepared file", e.error()))
        })();
        match written {
            Ok(part) => Ok(part.keep()),
            Err(error) => {
                let _ = std::fs::remove_file(&path);
                Err(error)
            }
        }
    })
    .await
}

/// Who signs an end response, and how.
pub(crate) struct ReceiptSigner {
    key: KeyPair,
    how: EncodeSpec,
}

impl ReceiptSigner {
    /// The signature of an end response (EERPSIG, NERPSIG).
    pub(crate) fn sign(&self, owed: &Response, hash: &[u8]) -> Result<Vec<u8>> {
        let content = match &owed.negative {
            None => response::eerp_content(&owed.key, hash)?,
            Some(negative) => response::nerp_content(&owed.key, &negative.creator, hash)?,
        };
        response::sign_end_response_with(&content, &self.key, &self.how)
    }
}
