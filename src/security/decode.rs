//! [`Decoder`]: a secured file goes in in pieces, the original content comes out while it is read.
//!
//! The content is only good when [`Decoder::finish`] says so: a signature stands at the end of what it signs. Until then
//! what was written must not be used.
//!
//! Why no crate does this: `security/mod.rs`.

use super::algorithms::ContentCipher;
use super::error::{DecodeError, DecodeErrorKind};
use super::keys::KeyPair;
use super::layer::Node;
use super::signed::SignedBy;
use crate::model::{CipherSuite, SecurityLevel};
use openssl::x509::{X509, X509Ref};
use std::fmt;
use std::io::{self, BufWriter, Write};
use std::sync::Arc;

/// A service of RFC 5024 section 6, which is a layer of CMS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layer {
    /// SignedData.
    Signed,
    /// CompressedData.
    Compressed,
    /// EnvelopedData.
    Enveloped,
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Layer::Signed => "signed data",
            Layer::Compressed => "compressed data",
            Layer::Enveloped => "encrypted data",
        })
    }
}

/// What to do with signers that are not among the known ones but whose certificate is in the message.
#[derive(Clone, Default)]
pub enum EmbeddedSigners {
    /// They do not count.
    #[default]
    Refuse,
    /// They count: the caller looks at [`Decoded::signed_by`] and decides about trust.
    Accept,
    /// They count when this says so.
    Ask(Arc<dyn Fn(&X509Ref) -> bool + Send + Sync>),
}

impl EmbeddedSigners {
    pub(crate) fn accepts(&self, cert: &X509Ref) -> bool {
        match self {
            EmbeddedSigners::Refuse => false,
            EmbeddedSigners::Accept => true,
            EmbeddedSigners::Ask(ask) => ask(cert),
        }
    }
}

impl fmt::Debug for EmbeddedSigners {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            EmbeddedSigners::Refuse => "Refuse",
            EmbeddedSigners::Accept => "Accept",
            EmbeddedSigners::Ask(_) => "Ask",
        })
    }
}

/// What is announced of a file, and what it takes to open it.
#[derive(Debug, Clone)]
pub struct DecodeSpec {
    /// SFIDSEC: these layers must be there. The envelope must be the outermost one.
    pub level: SecurityLevel,
    /// SFIDCOMP: compression must be there. It may be there without having been announced, see `detect_compression`.
    pub compressed: bool,
    /// SFIDCIPH.
    pub suite: CipherSuite,
    /// Whether the algorithms must be those of `suite`. Off, any that we have will do: the envelope names them itself.
    pub strict_suite: bool,
    /// Our certificates with keys that a partner may have encrypted for.
    pub decrypt_with: Vec<KeyPair>,
    /// The certificates whose signatures count.
    pub signers: Vec<X509>,
    /// What about other signers.
    pub embedded: EmbeddedSigners,
    /// Largest content in octets that we accept to write.
    pub max_output: u64,
    /// Largest content in octets that may come out of compressed data; the others cannot grow.
    pub max_inflated: u64,
    /// Whether compressed data is unpacked also when it was not announced, as some products forget.
    pub detect_compression: bool,
}

impl DecodeSpec {
    /// What SFIDSEC, SFIDCOMP and SFIDCIPH announce; no keys, no signers, no limit.
    pub fn new(level: SecurityLevel, compressed: bool, suite: CipherSuite) -> Self {
        DecodeSpec {
            level,
            compressed,
            suite,
            strict_suite: false,
            decrypt_with: Vec::new(),
            signers: Vec::new(),
            embedded: EmbeddedSigners::Refuse,
            max_output: u64::MAX,
            max_inflated: u64::MAX,
            detect_compression: true,
        }
    }
}

/// What was found in a file that opened well.
#[derive(Debug, Clone, Default)]
pub struct Decoded {
    /// The services found.
    pub level: SecurityLevel,
    /// Whether it was compressed.
    pub compressed: bool,
    /// Every good signature that counts; not empty when the level has a signature. Those of an encrypted file are inside
    /// the envelope.
    pub signed_by: Vec<SignedBy>,
    /// The content cipher ([`ContentCipher::reference_code`] is the class reference's number).
    pub encryption: Option<ContentCipher>,
    /// Octets of the content.
    pub octets: u64,
}

/// What the layers share: what is still expected, what was found, where the content goes.
pub(crate) struct Context<W: Write> {
    pub spec: DecodeSpec,
    pub signed_missing: bool,
    pub enveloped_missing: bool,
    pub compressed_missing: bool,
    pub facts: Decoded,
    /// Whether content is being decrypted, or was: what goes wrong from here on is not told apart for the partner.
    pub opened: bool,
    out: BufWriter<W>,
    /// Why the output takes no more; behind an envelope, where that must not be told before the rest was found good.
    lost: Option<io::Error>,
}

impl<W: Write> Context<W> {
    /// Whether a layer of this type may come now.
    ///
    /// Where encryption was announced the envelope comes first (RFC 5024 section 6: sign, compress, encrypt). Everybody can sign
    /// or compress somebody else's envelope, so what is outside of it shows nothing about who knows its content. Were it
    /// taken, a partner who signs altered copies of another's envelope would hear of each whether it opened.
    pub fn takes(&self, layer: Layer) -> bool {
        if self.enveloped_missing {
            return layer == Layer::Enveloped;
        }
        match layer {
            Layer::Signed => self.signed_missing,
            Layer::Enveloped => false,
            Layer::Compressed => self.compressed_missing || (self.spec.detect_compression && !self.facts.compressed),
        }
    }

    /// The outermost layer that should have come by now.
    pub fn missing(&self) -> Option<Layer> {
        [
            (self.enveloped_missing, Layer::Enveloped),
            (self.compressed_missing, Layer::Compressed),
            (self.signed_missing, Layer::Signed),
        ]
        .into_iter()
        .find_map(|(missing, layer)| missing.then_some(layer))
    }

    /// Notes that a layer begins.
    pub fn found(&mut self, layer: Layer) {
        match layer {
            Layer::Signed => self.signed_missing = false,
            Layer::Enveloped => self.enveloped_missing = false,
            Layer::Compressed => {
                self.compressed_missing = false;
                self.facts.compressed = true;
            }
        }
        self.facts.level = match (layer, self.facts.level) {
            (Layer::Compressed, level) => level,
            (Layer::Signed, level) if level.is_encrypted() => SecurityLevel::EncryptedAndSigned,
            (Layer::Signed, _) => SecurityLevel::Signed,
            (Layer::Enveloped, _) => SecurityLevel::Encrypted,
        };
    }

    /// Content for the output.
    pub fn write(&mut self, data: &[u8]) -> Result<(), DecodeError> {
        self.facts.octets += data.len() as u64;
        let inflated = self.facts.compressed && self.facts.octets > self.spec.max_inflated;
        if inflated || self.facts.octets > self.spec.max_output {
            return Err(DecodeError::new(DecodeErrorKind::TooLarge, "the content is larger than is allowed"));
        }
        if self.lost.is_some() {
            return Ok(());
        }
        match self.out.write_all(data) {
            Err(error) if self.opened => self.lost = Some(error),
            written => written.map_err(DecodeError::output)?,
        }
        Ok(())
    }

    /// The last octets go out, and an error that was kept is told.
    fn flush(&mut self) -> Result<(), DecodeError> {
        match self.lost.take() {
            Some(error) => Err(DecodeError::output(error)),
            None => self.out.flush().map_err(DecodeError::output),
        }
    }
}

/// Octets gathered before the output sees them.
const OUTPUT_BUFFER: usize = 64 * 1024;

/// Opens a secured file. Write the transmitted octets to it in pieces of any size, then call [`Decoder::finish`].
///
/// With level None and no compression the octets go through unchanged, unless they are compressed all the same.
pub struct Decoder<W: Write> {
    root: Node,
    context: Context<W>,
    error: Option<DecodeError>,
}

impl<W: Write> Decoder<W> {
    /// A decoder that writes the content to `out`.
    pub fn new(spec: DecodeSpec, out: W) -> Self {
        let context = Context {
            signed_missing: spec.level.is_signed(),
            enveloped_missing: spec.level.is_encrypted(),
            compressed_missing: spec.compressed,
            spec,
            facts: Decoded::default(),
            opened: false,
            lost: None,
            out: BufWriter::with_capacity(OUTPUT_BUFFER, out),
        };
        Decoder { root: Node::start(None), context, error: None }
    }

    /// Takes some octets; after an error, nothing more.
    pub fn update(&mut self, data: &[u8]) -> Result<(), &DecodeError> {
        if self.error.is_none() {
            self.error = self.root.push(data, &mut self.context).err();
        }
        self.error.as_ref().map_or(Ok(()), Err)
    }

    /// The error that stopped the decoder, if one did. Only that of [`Decoder::finish`] says what the partner may hear of it.
    pub fn error(&self) -> Option<&DecodeError> {
        self.error.as_ref()
    }

    /// The end of the octets: tells whether all was as announced and every signature good, and gives the output back.
    pub fn finish(self) -> Result<(W, Decoded), DecodeError> {
        let (out, result) = self.close();
        result.map(|facts| (out, facts))
    }

    /// Like [`Decoder::finish`], but the output comes back also when the file is not good.
    pub fn close(mut self) -> (W, Result<Decoded, DecodeError>) {
        let read = match self.error.take() {
            Some(error) => Err(error),
            None => self.root.finish(&mut self.context),
        };
        let (compressed, enveloped) = (self.context.facts.compressed, self.context.opened);
        let result = match read {
            // All was good, which is no secret any more: that the output failed may be told.
            Ok(()) => self.context.flush(),
            Err(error) => Err(DecodeError { compressed, enveloped, ..error }),
        };
        let result = result.map(|()| self.context.facts);
        (self.context.out.into_parts().0, result)
    }
}

impl<W: Write> Write for Decoder<W> {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        match self.update(data) {
            Ok(()) => Ok(data.len()),
            Err(error) => Err(io::Error::new(io::ErrorKind::InvalidData, error.to_string())),
        }
    }

    /// Nothing to do: the output is complete after [`Decoder::finish`] only.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
