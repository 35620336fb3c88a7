//! EnvelopedData: recipients and the content's cipher (RFC 5652 section 6).
//!
//! Why no crate does this: `security/mod.rs`.

use super::algorithms::{ContentCipher, KeyTransport};
use super::decode::Layer;
use super::error::{DecodeError, DecodeErrorKind};
use super::identity::{CertificateId, Identifier};
use super::keys::{self, KeyPair};
use crate::ber::{BerError, Element, Elements, tag, write};
use crate::error::{Error, Result, codes};
use openssl::cipher_ctx::CipherCtx;
use openssl::error::ErrorStack;
use openssl::pkey::Id;
use openssl::x509::X509;
use zeroize::Zeroizing;

/// Octets given to the cipher at once.
pub(crate) const CHUNK: usize = 32 * 1024;

fn crypto(error: ErrorStack) -> Error {
    Error::new(codes::CRYPTO, format!("encrypting: {error}"))
}

/// A cipher ready to encrypt, with the fields of EnvelopedData before the content: version and recipientInfos, and
/// apart from them the ContentEncryptionAlgorithmIdentifier.
pub(crate) struct Sealed {
    pub context: CipherCtx,
    pub preamble: Vec<u8>,
    pub algorithm: Vec<u8>,
}

/// Makes a content key for the recipients.
pub(crate) fn seal(recipients: &[X509], cipher: ContentCipher, transport: &KeyTransport) -> Result<Sealed> {
    let mut context = CipherCtx::new().map_err(crypto)?;
    context.encrypt_init(Some(cipher.cipher()), None, None).map_err(crypto)?;
    let mut key = Zeroizing::new(vec![0; cipher.key_length()]);
    context.rand_key(&mut key).map_err(crypto)?;
    let mut iv = vec![0; cipher.iv_length()];
    openssl::rand::rand_bytes(&mut iv).map_err(crypto)?;
    context.encrypt_init(None, Some(&key), Some(&iv)).map_err(crypto)?;
    let infos: Result<Vec<_>> = recipients.iter().map(|cert| recipient_info(cert, transport, &key)).collect();
    let preamble = [write::integer(0), write::set_of(infos?)].concat();
    Ok(Sealed { context, preamble, algorithm: cipher.identifier(&iv) })
}

fn recipient_info(cert: &X509, transport: &KeyTransport, content_key: &[u8]) -> Result<Vec<u8>> {
    let unusable = |why: String| Error::new(codes::INVALID_CERT, format!("The encryption certificate {why}."));
    let id = CertificateId::of(cert).ok_or_else(|| unusable("cannot be read".into()))?;
    let key = cert.public_key().map_err(|e| unusable(format!("has no usable key: {e}")))?;
    if key.id() != Id::RSA {
        return Err(unusable("must have an RSA key".into()));
    }
    let wrapped = keys::wrap(&key, transport, content_key).map_err(crypto)?;
    Ok(write::sequence(&[&write::integer(0), &id.write(), &transport.identifier(), &write::tlv(tag::OCTETS, &wrapped)]))
}

/// A content key that came out of recipientInfos. Whether it is the right one shows at the end.
pub(crate) struct Recipient {
    wrapped: Vec<u8>,
    transport: KeyTransport,
    key: KeyPair,
}

/// Finds the recipient that we are. Kinds other than key transport are passed over.
pub(crate) fn find_recipient(infos: &[u8], ours: &[KeyPair]) -> Result<Recipient, DecodeError> {
    let broken = |error| DecodeError::encoding(Layer::Enveloped, error);
    if ours.is_empty() {
        return Err(DecodeError::new(DecodeErrorKind::Decryption, "no decryption certificate is configured"));
    }
    let mut unsupported = false;
    let mut elements = Elements::of(infos);
    while let Some(element) = elements.next().map_err(broken)? {
        if element.tag != tag::SEQUENCE {
            continue;
        }
        let (name, transport, wrapped) = read_recipient(element).map_err(broken)?;
        let Some(key) = name.and_then(|name| ours.iter().find(|own| name.names(&own.cert))) else { continue };
        match transport {
            Some(transport) => return Ok(Recipient { wrapped, transport, key: key.clone() }),
            None => unsupported = true,
        }
    }
    if unsupported {
        return Err(DecodeError::new(DecodeErrorKind::Suite, "the key transport algorithm is not supported"));
    }
    Err(DecodeError::new(DecodeErrorKind::Decryption, "the file is encrypted for none of our certificates"))
}

type ReadRecipient = (Option<Identifier>, Option<KeyTransport>, Vec<u8>);

fn read_recipient(element: Element<'_>) -> Result<ReadRecipient, BerError> {
    let mut fields = element.children();
    if !matches!(fields.need_tag(tag::INTEGER)?.body, [0 | 2]) {
        return Err(BerError::Malformed("version of KeyTransRecipientInfo"));
    }
    let name = Identifier::read(fields.need()?)?;
    let transport = KeyTransport::read(fields.need()?)?;
    let wrapped = fields.need()?.octet_string()?.into_owned();
    if !fields.is_empty() {
        return Err(BerError::Malformed("KeyTransRecipientInfo"));
    }
    Ok((name, transport, wrapped))
}

/// The decryption of a content, piece by piece.
pub(crate) struct Opening {
    context: CipherCtx,
    pub cipher: ContentCipher,
    key_good: bool,
    buffer: Vec<u8>,
}

impl Opening {
    /// Ready to decrypt with the recipient's key under a ContentEncryptionAlgorithmIdentifier.
    pub fn new(recipient: &Recipient, algorithm: Element<'_>) -> Result<Self, DecodeError> {
        let read = ContentCipher::read(algorithm).map_err(|e| DecodeError::encoding(Layer::Enveloped, e))?;
        let Some((cipher, iv)) = read else {
            return Err(DecodeError::new(DecodeErrorKind::Suite, "the content encryption algorithm is not supported"));
        };
        let start = || -> Result<Self, ErrorStack> {
            let (key, key_good) =
                keys::unwrap(&recipient.key.key, &recipient.transport, &recipient.wrapped, cipher.key_length())?;
            let mut context = CipherCtx::new()?;
            context.decrypt_init(Some(cipher.cipher()), Some(&key), Some(&iv))?;
            Ok(Opening { context, cipher, key_good, buffer: vec![0; CHUNK + 64] })
        };
        start().map_err(|_| DecodeError::decryption())
    }

    /// Decrypts some octets and hands them on.
    pub fn update(
        &mut self,
        data: &[u8],
        mut next: impl FnMut(&[u8]) -> Result<(), DecodeError>,
    ) -> Result<(), DecodeError> {
        for piece in data.chunks(CHUNK) {
            let len =
                self.context.cipher_update(piece, Some(&mut self.buffer)).map_err(|_| DecodeError::decryption())?;
            if len > 0 {
                next(&self.buffer[..len])?;
            }
        }
        Ok(())
    }

    /// The last octets; here it shows whether key and content were good.
    pub fn finish(&mut self, next: impl FnOnce(&[u8]) -> Result<(), DecodeError>) -> Result<(), DecodeError> {
        let last = self.context.cipher_final(&mut self.buffer);
        match last {
            Ok(len) if self.key_good => next(&self.buffer[..len]),
            _ => Err(DecodeError::decryption()),
        }
    }
}

impl Drop for Opening {
    fn drop(&mut self) {
        use zeroize::Zeroize;
        self.buffer.zeroize();
    }
}
