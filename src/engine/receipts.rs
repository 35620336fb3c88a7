//! Signed end responses: who signs those that leave here, and whether those that come are what was asked for (EERP-8, EERP-11).

use super::certificates::{Certificates, key_pair};
use super::cms::{encoding, missing};
use super::keyring::{CertificateLayer, Purpose};
use super::own::is_own;
use super::worker::blocking;
use crate::error::{Error, Result, codes};
use crate::model::{Cipher, CipherSuite, Hash};
use crate::protocol::EndResponse;
use crate::security::{EncodeSpec, KeyPair, response};
use crate::settings::Id;
use crate::state::{Response, Sent};

impl Certificates {
    /// Who signs receipts under a suite, and how.
    pub(crate) fn receipt_signer(&self, connection: &CertificateLayer, suite: CipherSuite) -> Result<ReceiptSigner> {
        let keyring = self.keyring(connection);
        let key = keyring.own(Purpose::Receipt).and_then(key_pair).ok_or_else(|| {
            let message =
                "The partner asks for a signed receipt, but Certificate has no private key; the receipt goes out unsigned.";
            missing(codes::NO_SIGNING_CERT, message, &keyring.why_no_own(Purpose::Receipt))
        })?;
        Ok(ReceiptSigner { key, how: connection.settings.look(|settings| encoding(settings, suite)) })
    }

    /// The signature of a response that the program sends itself, when its file asked for one and it is ours to sign.
    /// `suite` is that of the file, when it is still known.
    pub(crate) fn sign_deferred(
        &self,
        connection: &CertificateLayer,
        response: &Response,
        suite: Option<CipherSuite>,
    ) -> Result<Vec<u8>> {
        if !is_own(&connection.settings, &response.key.originator) {
            return Ok(Vec::new());
        }
        let hash = match response.hash.len() {
            20 => Hash::Sha1,
            32 => Hash::Sha256,
            64 => Hash::Sha512,
            _ => return Err(Error::new(codes::INVALID_HASH, "FileHash has the length of no known hash.")),
        };
        let suite = suite.filter(|suite| suite.hash().is_some());
        let suite = suite.or_else(|| CipherSuite::of(Cipher::Aes256, hash)).unwrap_or_default();
        let Ok(signer) = self.receipt_signer(connection, suite) else { return Ok(Vec::new()) };
        signer.sign(response, &response.hash)
    }

    /// Checks a received end response: signature, content and hash (EERP-11). `expected` is the program's own idea of the hash.
    pub(crate) async fn verify_response(
        &self,
        connection: &CertificateLayer,
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
            if wanted && !connection.settings.bool(Id::AllowUnsignedEndResponse) {
                let message = "Invalid signature: a signed end response was asked for, an unsigned one came.";
                return Err(Error::new(codes::INVALID_SIGNATURE, message));
            }
            return Ok(());
        }
        if !wanted && !is_own(&connection.settings, &received.key.destination) {
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
        let keyring = self.keyring(connection);
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
