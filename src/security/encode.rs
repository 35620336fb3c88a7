//! [`Encoder`]: the original content goes in in pieces, the secured file comes out: signed, compressed, encrypted.
//!
//! Lengths are not known ahead, so every layer has indefinite lengths and its content is a constructed OCTET STRING of
//! segments of [`SEGMENT`] octets. Each encoding of a content is another one: keys, initialisation vector and signing
//! time differ. To continue a cut transmission, keep the octets (RST-7).
//!
//! Why no crate does this: `security/mod.rs`.

use super::algorithms::{ContentCipher, Digest, KeyTransport, oid};
use super::enveloped;
use super::keys::KeyPair;
use super::signed::{self, SignerSettings};
use crate::ber::{tag, write};
use crate::error::{Error, Result, codes};
use crate::model::{CipherSuite, Hash};
use chrono::{DateTime, Utc};
use flate2::{Compress, Compression, FlushCompress, Status};
use openssl::cipher_ctx::CipherCtx;
use openssl::hash::Hasher;
use openssl::x509::X509;
use std::io::{self, BufWriter, Write};

/// Octets in each segment of a content but the last.
pub const SEGMENT: usize = 32 * 1024;

/// RSA padding, chosen apart for signatures and for the transport of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Padding {
    /// What the suite means: PKCS#1 v1.5 for 01 to 07, PSS and OAEP for 08 to 10.
    #[default]
    OfSuite,
    /// PKCS#1 v1.5.
    Pkcs1,
    /// PSS with a salt as long as the hash, or OAEP.
    PssOaep,
}

impl Padding {
    pub(crate) fn is_pss(self, suite: CipherSuite) -> bool {
        match self {
            Padding::OfSuite => suite.is_pss(),
            Padding::Pkcs1 => false,
            Padding::PssOaep => true,
        }
    }

    /// The key transport under a suite.
    pub fn key_transport(self, suite: CipherSuite) -> KeyTransport {
        match self.is_pss(suite) {
            true => KeyTransport::oaep(suite.hash().unwrap_or(Hash::Sha256)),
            false => KeyTransport::Pkcs1,
        }
    }
}

/// Which services to apply to a file, and how.
#[derive(Debug, Clone)]
pub struct EncodeSpec {
    /// SFIDCIPH; needed to sign or encrypt.
    pub suite: CipherSuite,
    /// Who signs. Several make several signatures, which eases the change to a new certificate (RFC 5024 section 6.2).
    pub sign: Vec<KeyPair>,
    /// Whether to compress.
    pub compress: bool,
    /// Whom to encrypt for; nobody: no encryption.
    pub encrypt_for: Vec<X509>,
    /// Whether the signers' certificates travel with the signature. On by default: what most readers cope with.
    pub include_certificate: bool,
    /// Whether content type, digest and time are signed instead of the content alone. On by default.
    pub signed_attributes: bool,
    /// The signing time; `None` is now.
    pub signing_time: Option<DateTime<Utc>>,
    /// The padding of signatures.
    pub signature_padding: Padding,
    /// The padding of the encrypted content key.
    pub key_transport: Padding,
    /// zlib's level, 0 (store) to 9 (best). 3 makes files that are hardly larger than 6 does, in less than half the time.
    pub compression_level: u32,
}

impl EncodeSpec {
    /// No services yet under a suite, the options at their defaults.
    pub fn new(suite: CipherSuite) -> Self {
        EncodeSpec {
            suite,
            sign: Vec::new(),
            compress: false,
            encrypt_for: Vec::new(),
            include_certificate: true,
            signed_attributes: true,
            signing_time: None,
            signature_padding: Padding::OfSuite,
            key_transport: Padding::OfSuite,
            compression_level: 3,
        }
    }

    pub(crate) fn signer_settings(&self) -> Result<SignerSettings> {
        let hash = self.suite.hash().ok_or_else(no_suite)?;
        Ok(SignerSettings {
            digest: Digest::from(hash),
            pss: self.signature_padding.is_pss(self.suite),
            attributes: self.signed_attributes,
            include_certificate: self.include_certificate,
            time: self.signing_time,
        })
    }
}

fn no_suite() -> Error {
    Error::new(codes::BAD_ARGUMENT, "To sign or encrypt, a cipher suite must be chosen.")
}

/// Gathers a content into segments of one size.
struct Segments {
    /// Room for a segment's header, then its octets.
    buffer: Vec<u8>,
    fill: usize,
}

/// `04 82 hh ll`: the header of a full segment.
const HEADER: usize = 4;

impl Segments {
    fn new() -> Self {
        let mut buffer = vec![0; HEADER + SEGMENT + 64];
        buffer[..HEADER].copy_from_slice(&full_header());
        Segments { buffer, fill: 0 }
    }

    /// Room for the rest of this segment, and some more that must not stay filled.
    fn room(&mut self) -> &mut [u8] {
        &mut self.buffer[HEADER + self.fill..]
    }

    fn left(&self) -> usize {
        SEGMENT - self.fill
    }

    /// Notes that `len` octets were put into the room, and writes the segment if it is full.
    fn filled(&mut self, len: usize, next: &mut impl Write) -> io::Result<()> {
        self.fill += len;
        if self.fill < SEGMENT {
            return Ok(());
        }
        self.fill = 0;
        next.write_all(&self.buffer[..HEADER + SEGMENT])
    }

    /// Takes octets; whole segments among them go on without being copied.
    fn push(&mut self, mut data: &[u8], next: &mut impl Write) -> io::Result<()> {
        while !data.is_empty() {
            if self.fill == 0 && data.len() >= SEGMENT {
                let (segment, rest) = data.split_at(SEGMENT);
                next.write_all(&full_header())?;
                next.write_all(segment)?;
                data = rest;
                continue;
            }
            let (now, rest) = data.split_at(data.len().min(self.left()));
            self.room()[..now.len()].copy_from_slice(now);
            self.filled(now.len(), next)?;
            data = rest;
        }
        Ok(())
    }

    /// Writes what is left as a last, shorter segment.
    fn finish(&mut self, next: &mut impl Write) -> io::Result<()> {
        if self.fill == 0 {
            return Ok(());
        }
        next.write_all(&[tag::OCTETS])?;
        next.write_all(&write::length(self.fill))?;
        next.write_all(&self.buffer[HEADER..HEADER + self.fill])?;
        self.fill = 0;
        Ok(())
    }
}

const fn full_header() -> [u8; HEADER] {
    [tag::OCTETS, 0x82, (SEGMENT >> 8) as u8, SEGMENT as u8]
}

/// The beginning of a ContentInfo of this type up to the fields of its content.
fn content_info(name: &[u8]) -> Vec<u8> {
    [
        &write::open(tag::SEQUENCE)[..],
        &write::oid(name),
        &write::open(tag::context_constructed(0)),
        &write::open(tag::SEQUENCE),
    ]
    .concat()
}

/// The beginning of encapContentInfo up to the first segment: id-data, `[0]`, constructed OCTET STRING (CMS-2).
fn encapsulated() -> Vec<u8> {
    [
        &write::open(tag::SEQUENCE)[..],
        &write::oid(oid::DATA),
        &write::open(tag::context_constructed(0)),
        &write::open(tag::OCTETS_CONSTRUCTED),
    ]
    .concat()
}

/// The outermost stage: encrypts into the output, or writes to it.
struct Encrypting<W: Write> {
    stage: Option<(CipherCtx, Segments)>,
    out: BufWriter<W>,
}

impl<W: Write> Encrypting<W> {
    fn new(spec: &EncodeSpec, out: W) -> Result<Self> {
        let mut out = BufWriter::with_capacity(2 * SEGMENT, out);
        if spec.encrypt_for.is_empty() {
            return Ok(Encrypting { stage: None, out });
        }
        let cipher = ContentCipher::from(spec.suite.cipher().ok_or_else(no_suite)?);
        let sealed = enveloped::seal(&spec.encrypt_for, cipher, &spec.key_transport.key_transport(spec.suite))?;
        let start = [
            &content_info(oid::ENVELOPED)[..],
            &sealed.preamble,
            &write::open(tag::SEQUENCE),
            &write::oid(oid::DATA),
            &sealed.algorithm,
            &write::open(tag::context_constructed(0)),
        ]
        .concat();
        out.write_all(&start).map_err(|error| Error::io("writing the secured file", &error))?;
        Ok(Encrypting { stage: Some((sealed.context, Segments::new())), out })
    }

    fn finish(mut self) -> io::Result<W> {
        if let Some((context, segments)) = &mut self.stage {
            let last = context.cipher_final(segments.room()).map_err(io::Error::other)?;
            segments.filled(last, &mut self.out)?;
            segments.finish(&mut self.out)?;
            // encryptedContent, EncryptedContentInfo, EnvelopedData, [0], ContentInfo
            self.out.write_all(&write::close(5))?;
        }
        self.out.into_inner().map_err(|error| error.into_error())
    }
}

impl<W: Write> Write for Encrypting<W> {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        let Some((context, segments)) = &mut self.stage else {
            self.out.write_all(data)?;
            return Ok(data.len());
        };
        let mut rest = data;
        while !rest.is_empty() {
            // A segment is whole blocks, so this never makes more than fits.
            let (now, later) = rest.split_at(rest.len().min(segments.left()));
            let len = context.cipher_update(now, Some(segments.room())).map_err(io::Error::other)?;
            segments.filled(len, &mut self.out)?;
            rest = later;
        }
        Ok(data.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The middle stage: compresses into the outer one, or hands on.
struct Compressing<W: Write> {
    stage: Option<(Compress, Segments)>,
    outer: Encrypting<W>,
}

impl<W: Write> Compressing<W> {
    fn new(spec: &EncodeSpec, mut outer: Encrypting<W>) -> Result<Self> {
        if !spec.compress {
            return Ok(Compressing { stage: None, outer });
        }
        let start = [
            &content_info(oid::COMPRESSED)[..],
            &write::integer(0),
            &write::sequence(&[&write::oid(oid::ZLIB)]),
            &encapsulated(),
        ]
        .concat();
        outer.write_all(&start).map_err(|error| Error::io("writing the secured file", &error))?;
        let zlib = Compress::new(Compression::new(spec.compression_level.min(9)), true);
        Ok(Compressing { stage: Some((zlib, Segments::new())), outer })
    }

    /// Compresses until all of `data` is used up, or with `Finish` until the stream has ended.
    fn run(&mut self, mut data: &[u8], flush: FlushCompress) -> io::Result<()> {
        let Some((zlib, segments)) = &mut self.stage else { return self.outer.write_all(data) };
        loop {
            let (before_in, before_out, left) = (zlib.total_in(), zlib.total_out(), segments.left());
            let status = zlib.compress(data, &mut segments.room()[..left], flush).map_err(io::Error::other)?;
            data = &data[(zlib.total_in() - before_in) as usize..];
            let made = (zlib.total_out() - before_out) as usize;
            segments.filled(made, &mut self.outer)?;
            let done = match flush {
                FlushCompress::Finish => status == Status::StreamEnd,
                _ => data.is_empty() && made < left,
            };
            if done {
                return Ok(());
            }
        }
    }

    fn finish(mut self) -> io::Result<W> {
        if self.stage.is_some() {
            self.run(&[], FlushCompress::Finish)?;
        }
        if let Some((_, segments)) = &mut self.stage {
            segments.finish(&mut self.outer)?;
            // OCTET STRING, [0], encapContentInfo, CompressedData, [0], ContentInfo
            self.outer.write_all(&write::close(6))?;
        }
        self.outer.finish()
    }
}

impl<W: Write> Write for Compressing<W> {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        self.run(data, FlushCompress::None)?;
        Ok(data.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Signing {
    signers: Vec<KeyPair>,
    settings: SignerSettings,
    hasher: Hasher,
    segments: Segments,
}

/// Secures a file: write its content in pieces of any size, then call [`Encoder::finish`]. Without any service in the
/// [`EncodeSpec`] the octets go through unchanged.
pub struct Encoder<W: Write> {
    signing: Option<Signing>,
    outer: Compressing<W>,
}

impl<W: Write> Encoder<W> {
    /// An encoder into `out`; the first octets are written at once.
    ///
    /// Errors: 8 without a suite for what is asked, 684, 686 and 690 for keys and certificates that cannot do it.
    pub fn new(spec: &EncodeSpec, out: W) -> Result<Self> {
        let signing = if spec.sign.is_empty() {
            None
        } else {
            let settings = spec.signer_settings()?;
            spec.sign.iter().try_for_each(|signer| signed::check_signer(signer, &settings))?;
            let hasher = Hasher::new(settings.digest.hasher())
                .map_err(|error| Error::new(codes::CRYPTO, format!("hashing: {error}")))?;
            Some(Signing { signers: spec.sign.clone(), settings, hasher, segments: Segments::new() })
        };
        let mut outer = Compressing::new(spec, Encrypting::new(spec, out)?)?;
        if let Some(signing) = &signing {
            let start =
                [&content_info(oid::SIGNED)[..], &signed::preamble(signing.settings.digest), &encapsulated()].concat();
            outer.write_all(&start).map_err(|error| Error::io("writing the secured file", &error))?;
        }
        Ok(Encoder { signing, outer })
    }

    /// Ends the content: writes the signatures and all that is held back, and gives the output back.
    pub fn finish(mut self) -> Result<W> {
        let written = |error: io::Error| Error::io("writing the secured file", &error);
        if let Some(signing) = &mut self.signing {
            signing.segments.finish(&mut self.outer).map_err(written)?;
            let value =
                signing.hasher.finish().map_err(|error| Error::new(codes::CRYPTO, format!("hashing: {error}")))?;
            let trailer = signed::trailer(&signing.signers, &signing.settings, &value)?;
            // OCTET STRING, [0], encapContentInfo; then SignedData, [0], ContentInfo
            let end = [&write::close(3)[..], &trailer, &write::close(3)].concat();
            self.outer.write_all(&end).map_err(written)?;
        }
        self.outer.finish().map_err(written)
    }
}

impl<W: Write> Write for Encoder<W> {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        let Some(signing) = &mut self.signing else {
            self.outer.write_all(data)?;
            return Ok(data.len());
        };
        signing.hasher.update(data).map_err(io::Error::other)?;
        signing.segments.push(data, &mut self.outer)?;
        Ok(data.len())
    }

    /// Nothing to do: the output is complete after [`Encoder::finish`] only.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
