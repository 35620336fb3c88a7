//! Object identifiers and AlgorithmIdentifiers, from their octets to OpenSSL's names for them and back.

use crate::ber::{BerError, Element, Elements, tag, write};
use crate::model::{Cipher, Hash};
use openssl::cipher::CipherRef;
use openssl::hash::MessageDigest;
use openssl::md::{Md, MdRef};

/// Contents octets of object identifiers.
pub mod oid {
    /// id-data.
    pub const DATA: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 1];
    /// id-signedData.
    pub const SIGNED: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 2];
    /// id-envelopedData.
    pub const ENVELOPED: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 3];
    /// id-ct-compressedData.
    pub const COMPRESSED: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 16, 1, 9];
    /// id-alg-zlibCompress.
    pub const ZLIB: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 16, 3, 8];
    /// id-contentType.
    pub const CONTENT_TYPE: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 3];
    /// id-messageDigest.
    pub const MESSAGE_DIGEST: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 4];
    /// id-signingTime.
    pub const SIGNING_TIME: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 5];
    /// rsaEncryption; the other PKCS#1 algorithms differ in the last octet.
    pub const RSA: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 1];
    /// id-RSAES-OAEP.
    pub const OAEP: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 7];
    /// id-mgf1.
    pub const MGF1: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 8];
    /// id-pSpecified.
    pub const P_SPECIFIED: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 9];
    /// id-RSASSA-PSS.
    pub const PSS: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 10];
    /// des-ede3-cbc.
    pub const TRIPLE_DES: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 3, 7];
    /// NIST algorithms: aes 1, hash 2, signature 3 follow.
    pub const NIST: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4];
    /// SHA-1.
    pub const SHA1: &[u8] = &[0x2B, 0x0E, 3, 2, 0x1A];
    /// The older name of sha1WithRSA.
    pub const SHA1_RSA_OIW: &[u8] = &[0x2B, 0x0E, 3, 2, 0x1D];
    /// ANSI X9.62: public key type 2.1, signatures 4.
    pub const X962: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D];
}

/// A message digest that we compute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Digest {
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
    Sha3_224,
    Sha3_256,
    Sha3_384,
    Sha3_512,
}

impl From<Hash> for Digest {
    fn from(hash: Hash) -> Self {
        match hash {
            Hash::Sha1 => Digest::Sha1,
            Hash::Sha256 => Digest::Sha256,
            Hash::Sha512 => Digest::Sha512,
            Hash::Sha3_512 => Digest::Sha3_512,
        }
    }
}

impl Digest {
    const NIST: [(Digest, u8); 8] = [
        (Digest::Sha256, 1),
        (Digest::Sha384, 2),
        (Digest::Sha512, 3),
        (Digest::Sha224, 4),
        (Digest::Sha3_224, 7),
        (Digest::Sha3_256, 8),
        (Digest::Sha3_384, 9),
        (Digest::Sha3_512, 10),
    ];

    /// The digest as `openssl::hash` wants it.
    pub fn hasher(self) -> MessageDigest {
        match self {
            Digest::Sha1 => MessageDigest::sha1(),
            Digest::Sha224 => MessageDigest::sha224(),
            Digest::Sha256 => MessageDigest::sha256(),
            Digest::Sha384 => MessageDigest::sha384(),
            Digest::Sha512 => MessageDigest::sha512(),
            Digest::Sha3_224 => MessageDigest::sha3_224(),
            Digest::Sha3_256 => MessageDigest::sha3_256(),
            Digest::Sha3_384 => MessageDigest::sha3_384(),
            Digest::Sha3_512 => MessageDigest::sha3_512(),
        }
    }

    /// The digest as `openssl::pkey_ctx` wants it.
    pub fn md(self) -> &'static MdRef {
        match self {
            Digest::Sha1 => Md::sha1(),
            Digest::Sha224 => Md::sha224(),
            Digest::Sha256 => Md::sha256(),
            Digest::Sha384 => Md::sha384(),
            Digest::Sha512 => Md::sha512(),
            Digest::Sha3_224 => Md::sha3_224(),
            Digest::Sha3_256 => Md::sha3_256(),
            Digest::Sha3_384 => Md::sha3_384(),
            Digest::Sha3_512 => Md::sha3_512(),
        }
    }

    /// Octets of the result.
    pub fn size(self) -> usize {
        self.hasher().size()
    }

    /// The AlgorithmIdentifier: NULL parameters for SHA-1, as everybody writes it, none for the others (RFC 5754).
    pub fn identifier(self) -> Vec<u8> {
        match Self::NIST.iter().find(|row| row.0 == self) {
            Some(&(_, number)) => write::sequence(&[&write::oid(&[oid::NIST, &[2, number]].concat())]),
            None => write::sequence(&[&write::oid(oid::SHA1), &write::tlv(tag::NULL, &[])]),
        }
    }

    fn from_oid(contents: &[u8]) -> Option<Self> {
        if contents == oid::SHA1 {
            return Some(Digest::Sha1);
        }
        let [2, number] = contents.strip_prefix(oid::NIST)? else { return None };
        Self::NIST.iter().find(|row| row.1 == *number).map(|row| row.0)
    }

    /// The digest of an AlgorithmIdentifier; `None` when we do not compute it. Parameters are absent or NULL.
    pub fn read(identifier: Element<'_>) -> Result<Option<Self>, BerError> {
        let mut parts = identifier.expect(tag::SEQUENCE)?.children();
        let digest = Self::from_oid(parts.need_tag(tag::OID)?.body);
        if digest.is_some() {
            no_parameters(&mut parts)?;
        }
        Ok(digest)
    }
}

/// The symmetric cipher of an envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ContentCipher {
    /// 3DES-EDE-CBC with three keys.
    TripleDes,
    /// AES-128-CBC; read only by suites, none names it.
    Aes128,
    /// AES-192-CBC; as AES-128.
    Aes192,
    /// AES-256-CBC.
    #[default]
    Aes256,
}

impl From<Cipher> for ContentCipher {
    fn from(cipher: Cipher) -> Self {
        match cipher {
            Cipher::TripleDes => ContentCipher::TripleDes,
            Cipher::Aes256 => ContentCipher::Aes256,
        }
    }
}

impl ContentCipher {
    /// The class reference's number in ReceivedFileEncryptionAlg: 0 is 3DES, 1 is AES.
    pub fn reference_code(self) -> i32 {
        i32::from(self != ContentCipher::TripleDes)
    }

    /// OpenSSL's cipher.
    pub(crate) fn cipher(self) -> &'static CipherRef {
        match self {
            ContentCipher::TripleDes => openssl::cipher::Cipher::des_ede3_cbc(),
            ContentCipher::Aes128 => openssl::cipher::Cipher::aes_128_cbc(),
            ContentCipher::Aes192 => openssl::cipher::Cipher::aes_192_cbc(),
            ContentCipher::Aes256 => openssl::cipher::Cipher::aes_256_cbc(),
        }
    }

    /// Octets of the key.
    pub fn key_length(self) -> usize {
        match self {
            ContentCipher::TripleDes | ContentCipher::Aes192 => 24,
            ContentCipher::Aes128 => 16,
            ContentCipher::Aes256 => 32,
        }
    }

    /// Octets of the initialisation vector, which is one block.
    pub fn iv_length(self) -> usize {
        if self == ContentCipher::TripleDes { 8 } else { 16 }
    }

    pub(crate) fn identifier(self, iv: &[u8]) -> Vec<u8> {
        let name = match self {
            ContentCipher::TripleDes => oid::TRIPLE_DES.to_vec(),
            ContentCipher::Aes128 => [oid::NIST, &[1, 0x02]].concat(),
            ContentCipher::Aes192 => [oid::NIST, &[1, 0x16]].concat(),
            ContentCipher::Aes256 => [oid::NIST, &[1, 0x2A]].concat(),
        };
        write::sequence(&[&write::oid(&name), &write::tlv(tag::OCTETS, iv)])
    }

    /// Cipher and initialisation vector of a ContentEncryptionAlgorithmIdentifier; `None` when we do not have the cipher.
    pub(crate) fn read(identifier: Element<'_>) -> Result<Option<(Self, Vec<u8>)>, BerError> {
        let mut parts = identifier.expect(tag::SEQUENCE)?.children();
        let name = parts.need_tag(tag::OID)?.body;
        let cipher = match name.strip_prefix(oid::NIST) {
            Some([1, 0x02]) => ContentCipher::Aes128,
            Some([1, 0x16]) => ContentCipher::Aes192,
            Some([1, 0x2A]) => ContentCipher::Aes256,
            _ if name == oid::TRIPLE_DES => ContentCipher::TripleDes,
            _ => return Ok(None),
        };
        let iv = parts.need()?.octet_string()?.into_owned();
        if iv.len() != cipher.iv_length() || !parts.is_empty() {
            return Err(BerError::Malformed("initialisation vector"));
        }
        Ok(Some((cipher, iv)))
    }
}

/// How a signature is padded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SignatureScheme {
    Pkcs1,
    Pss { digest: Digest, mgf: Digest, salt: u16 },
    Ecdsa,
}

impl SignatureScheme {
    /// RSA PKCS#1 v1.5 is written as rsaEncryption, which every reader takes for any digest.
    pub fn identifier(self) -> Vec<u8> {
        match self {
            SignatureScheme::Pss { digest, mgf, salt } => {
                let salt = if salt == 20 { Vec::new() } else { explicit(2, &write::integer(salt as u8)) };
                let parameters = write::sequence(&[&hash_and_mgf(digest, mgf), &salt]);
                write::sequence(&[&write::oid(oid::PSS), &parameters])
            }
            _ => write::sequence(&[&write::oid(oid::RSA), &write::tlv(tag::NULL, &[])]),
        }
    }

    /// The scheme, and the digest it names if it names one; `None` when we do not have it.
    pub fn read(identifier: Element<'_>) -> Result<Option<(Self, Option<Digest>)>, BerError> {
        use SignatureScheme::*;
        let mut parts = identifier.expect(tag::SEQUENCE)?.children();
        let name = parts.need_tag(tag::OID)?.body;
        if name == oid::PSS {
            let Some(parameters) = parts.next()? else { return Ok(Some((pss_default(), Some(Digest::Sha1)))) };
            let Some(scheme) = read_pss(parameters)? else { return Ok(None) };
            let Pss { digest, .. } = scheme else { return Ok(None) };
            return Ok(Some((scheme, Some(digest))));
        }
        no_parameters(&mut parts)?;
        let found = match name {
            _ if name == oid::RSA => (Pkcs1, None),
            _ if name == oid::SHA1_RSA_OIW => (Pkcs1, Some(Digest::Sha1)),
            [head @ .., last] if head == &oid::RSA[..8] => match last {
                5 => (Pkcs1, Some(Digest::Sha1)),
                11 => (Pkcs1, Some(Digest::Sha256)),
                12 => (Pkcs1, Some(Digest::Sha384)),
                13 => (Pkcs1, Some(Digest::Sha512)),
                14 => (Pkcs1, Some(Digest::Sha224)),
                _ => return Ok(None),
            },
            _ => match (name.strip_prefix(oid::NIST), name.strip_prefix(oid::X962)) {
                (Some([3, 13]), _) => (Pkcs1, Some(Digest::Sha3_224)),
                (Some([3, 14]), _) => (Pkcs1, Some(Digest::Sha3_256)),
                (Some([3, 15]), _) => (Pkcs1, Some(Digest::Sha3_384)),
                (Some([3, 16]), _) => (Pkcs1, Some(Digest::Sha3_512)),
                (Some([3, 10]), _) => (Ecdsa, Some(Digest::Sha3_256)),
                (Some([3, 12]), _) => (Ecdsa, Some(Digest::Sha3_512)),
                (_, Some([2, 1])) => (Ecdsa, None),
                (_, Some([4, 1])) => (Ecdsa, Some(Digest::Sha1)),
                (_, Some([4, 3, 1])) => (Ecdsa, Some(Digest::Sha224)),
                (_, Some([4, 3, 2])) => (Ecdsa, Some(Digest::Sha256)),
                (_, Some([4, 3, 3])) => (Ecdsa, Some(Digest::Sha384)),
                (_, Some([4, 3, 4])) => (Ecdsa, Some(Digest::Sha512)),
                _ => return Ok(None),
            },
        };
        Ok(Some(found))
    }
}

fn pss_default() -> SignatureScheme {
    SignatureScheme::Pss { digest: Digest::Sha1, mgf: Digest::Sha1, salt: 20 }
}

fn read_pss(parameters: Element<'_>) -> Result<Option<SignatureScheme>, BerError> {
    let mut parts = parameters.expect(tag::SEQUENCE)?.children();
    let Some((digest, mgf)) = read_hash_and_mgf(&mut parts)? else { return Ok(None) };
    let salt = match parts.next_if(tag::context_constructed(2))? {
        None => 20,
        Some(wrapped) => match Element::only(wrapped.body)?.expect(tag::INTEGER)?.body {
            [low] => u16::from(*low),
            [0, low] => u16::from(*low),
            [high, low] if *high < 0x80 => u16::from_be_bytes([*high, *low]),
            _ => return Err(BerError::Malformed("salt length")),
        },
    };
    Ok(Some(SignatureScheme::Pss { digest, mgf, salt }))
}

/// How the content key travels.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum KeyTransport {
    /// RSA PKCS#1 v1.5, suites 01 to 07.
    #[default]
    Pkcs1,
    /// RSA-OAEP with this digest, and with the same one in MGF1 when we write. Suites 08 to 10.
    Oaep(OaepParameters),
}

/// The parameters of RSA-OAEP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OaepParameters {
    pub(crate) digest: Digest,
    pub(crate) mgf: Digest,
    pub(crate) label: Vec<u8>,
}

impl KeyTransport {
    /// OAEP with one digest everywhere and no label.
    pub fn oaep(hash: Hash) -> Self {
        let digest = Digest::from(hash);
        KeyTransport::Oaep(OaepParameters { digest, mgf: digest, label: Vec::new() })
    }

    pub(crate) fn identifier(&self) -> Vec<u8> {
        match self {
            KeyTransport::Pkcs1 => write::sequence(&[&write::oid(oid::RSA), &write::tlv(tag::NULL, &[])]),
            KeyTransport::Oaep(p) => {
                write::sequence(&[&write::oid(oid::OAEP), &write::sequence(&[&hash_and_mgf(p.digest, p.mgf)])])
            }
        }
    }

    /// `None` when we do not have the algorithm.
    pub(crate) fn read(identifier: Element<'_>) -> Result<Option<Self>, BerError> {
        let mut parts = identifier.expect(tag::SEQUENCE)?.children();
        let name = parts.need_tag(tag::OID)?.body;
        if name == oid::RSA {
            no_parameters(&mut parts)?;
            return Ok(Some(KeyTransport::Pkcs1));
        }
        if name != oid::OAEP {
            return Ok(None);
        }
        let Some(parameters) = parts.next()? else { return Ok(Some(KeyTransport::oaep(Hash::Sha1))) };
        let mut parts = parameters.expect(tag::SEQUENCE)?.children();
        let Some((digest, mgf)) = read_hash_and_mgf(&mut parts)? else { return Ok(None) };
        let label = match parts.next_if(tag::context_constructed(2))? {
            None => Vec::new(),
            Some(wrapped) => {
                let mut source = Element::only(wrapped.body)?.expect(tag::SEQUENCE)?.children();
                if source.need_tag(tag::OID)?.body != oid::P_SPECIFIED {
                    return Ok(None);
                }
                source.need()?.octet_string()?.into_owned()
            }
        };
        Ok(Some(KeyTransport::Oaep(OaepParameters { digest, mgf, label })))
    }
}

/// Most algorithms have no parameters, which is written as nothing or as NULL.
fn no_parameters(parts: &mut Elements<'_>) -> Result<(), BerError> {
    match (parts.next()?, parts.is_empty()) {
        (None, _) => Ok(()),
        (Some(Element { tag: tag::NULL, body: [], .. }), true) => Ok(()),
        _ => Err(BerError::Malformed("algorithm parameters")),
    }
}

fn explicit(number: u8, element: &[u8]) -> Vec<u8> {
    write::tlv(tag::context_constructed(number), element)
}

/// The first two parameters of PSS and OAEP; SHA-1 is the default that DER leaves out.
fn hash_and_mgf(digest: Digest, mgf: Digest) -> Vec<u8> {
    let mut out = Vec::new();
    if digest != Digest::Sha1 {
        out.extend(explicit(0, &digest.identifier()));
    }
    if mgf != Digest::Sha1 {
        out.extend(explicit(1, &write::sequence(&[&write::oid(oid::MGF1), &mgf.identifier()])));
    }
    out
}

fn read_hash_and_mgf(parts: &mut Elements<'_>) -> Result<Option<(Digest, Digest)>, BerError> {
    let digest = match parts.next_if(tag::context_constructed(0))? {
        None => Some(Digest::Sha1),
        Some(wrapped) => Digest::read(Element::only(wrapped.body)?)?,
    };
    let mgf = match parts.next_if(tag::context_constructed(1))? {
        None => Some(Digest::Sha1),
        Some(wrapped) => {
            let mut function = Element::only(wrapped.body)?.expect(tag::SEQUENCE)?.children();
            match function.need_tag(tag::OID)?.body == oid::MGF1 {
                true => Digest::read(function.need()?)?,
                false => None,
            }
        }
    };
    Ok(digest.zip(mgf))
}

/// Whether an AlgorithmIdentifier is zlib; absent and NULL parameters are the same (RFC 3274 section 2.1).
pub(crate) fn is_zlib(identifier: Element<'_>) -> Result<bool, BerError> {
    let mut parts = identifier.expect(tag::SEQUENCE)?.children();
    let zlib = parts.need_tag(tag::OID)?.body == oid::ZLIB;
    if zlib {
        no_parameters(&mut parts)?;
    }
    Ok(zlib)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_read_as_written() {
        use Digest::*;
        for digest in [Sha1, Sha224, Sha256, Sha384, Sha512, Sha3_224, Sha3_256, Sha3_384, Sha3_512] {
            let octets = digest.identifier();
            assert_eq!(Digest::read(Element::only(&octets).unwrap()), Ok(Some(digest)));
            let scheme = SignatureScheme::Pss { digest, mgf: digest, salt: digest.size() as u16 };
            let octets = scheme.identifier();
            assert_eq!(SignatureScheme::read(Element::only(&octets).unwrap()), Ok(Some((scheme, Some(digest)))));
            let transport = KeyTransport::Oaep(OaepParameters { digest, mgf: digest, label: Vec::new() });
            let octets = transport.identifier();
            assert_eq!(KeyTransport::read(Element::only(&octets).unwrap()), Ok(Some(transport)));
        }
        for cipher in [ContentCipher::TripleDes, ContentCipher::Aes128, ContentCipher::Aes192, ContentCipher::Aes256] {
            let iv = vec![7; cipher.iv_length()];
            let octets = cipher.identifier(&iv);
            assert_eq!(ContentCipher::read(Element::only(&octets).unwrap()), Ok(Some((cipher, iv))));
            assert_eq!(cipher.key_length(), cipher.cipher().key_length());
            assert_eq!(cipher.iv_length(), cipher.cipher().iv_length());
        }
    }

    #[test]
    fn unknown_algorithms_are_told_apart_from_broken_ones() {
        let md5 = write::sequence(&[&write::oid(&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 2, 5])]);
        assert_eq!(Digest::read(Element::only(&md5).unwrap()), Ok(None));
        let md5_rsa = write::sequence(&[&write::oid(&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 4])]);
        assert_eq!(SignatureScheme::read(Element::only(&md5_rsa).unwrap()), Ok(None));
        let rc2 = write::sequence(&[&write::oid(&[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 3, 2])]);
        assert_eq!(ContentCipher::read(Element::only(&rc2).unwrap()), Ok(None));
        assert!(Digest::read(Element::only(&[0x05, 0x00]).unwrap()).is_err());
        let short_iv = write::sequence(&[&write::oid(oid::TRIPLE_DES), &write::tlv(tag::OCTETS, &[0; 7])]);
        assert!(ContentCipher::read(Element::only(&short_iv).unwrap()).is_err());
    }
}
