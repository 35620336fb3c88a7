//! SignerInfos: made for what we send, checked for what we receive (RFC 5652 section 5).
//!
//! Why no crate does this: `security/mod.rs`.

use super::algorithms::{Digest, SignatureScheme, oid};
use super::decode::{EmbeddedSigners, Layer};
use super::error::{DecodeError, DecodeErrorKind};
use super::identity::{CertificateId, Identifier, certificates};
use super::keys::{self, KeyPair};
use crate::ber::{BerError, Element, Elements, tag, to_definite, write};
use crate::error::{Error, Result, codes};
use chrono::{DateTime, Datelike, NaiveDateTime, Utc};
use openssl::hash::hash;
use openssl::pkey::Id;
use openssl::x509::{X509, X509Ref};
use std::borrow::Cow;

/// How to sign.
#[derive(Debug, Clone)]
pub(crate) struct SignerSettings {
    pub digest: Digest,
    pub pss: bool,
    pub attributes: bool,
    pub include_certificate: bool,
    pub time: Option<DateTime<Utc>>,
}

impl SignerSettings {
    fn scheme(&self) -> SignatureScheme {
        match self.pss {
            true => SignatureScheme::Pss { digest: self.digest, mgf: self.digest, salt: self.digest.size() as u16 },
            false => SignatureScheme::Pkcs1,
        }
    }
}

fn crypto(doing: &str) -> impl Fn(openssl::error::ErrorStack) -> Error + '_ {
    move |error| Error::new(codes::CRYPTO, format!("{doing}: {error}"))
}

/// Version and digestAlgorithms, the fields of SignedData before the content.
pub(crate) fn preamble(digest: Digest) -> Vec<u8> {
    [write::integer(1), write::set_of(vec![digest.identifier()])].concat()
}

/// Certificates and signerInfos, the fields of SignedData after the content, for the content's digest `value`.
pub(crate) fn trailer(signers: &[KeyPair], settings: &SignerSettings, value: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    if settings.include_certificate {
        let certs: Result<Vec<_>, _> = signers.iter().map(|signer| signer.cert.to_der()).collect();
        let mut certs = certs.map_err(crypto("encoding the signer's certificate"))?;
        certs.sort();
        out.extend(write::tlv(tag::context_constructed(0), &certs.concat()));
    }
    let infos: Result<Vec<_>> = signers.iter().map(|signer| signer_info(signer, settings, value)).collect();
    out.extend(write::set_of(infos?));
    Ok(out)
}

/// Says early that a certificate cannot sign, before anything is written.
pub(crate) fn check_signer(signer: &KeyPair, settings: &SignerSettings) -> Result<()> {
    let public = signer.cert.public_key().map_err(crypto("reading the signer's certificate"))?;
    if public.id() != Id::RSA {
        return Err(Error::new(codes::NO_SIGNING_CERT, "The signing certificate must have an RSA key."));
    }
    if !signer.key.belongs_to(&public) {
        return Err(Error::new(codes::INVALID_CERT, "The signing certificate does not belong to its private key."));
    }
    // A trial tells of keys too short for the digest and of keys that may not sign. Tokens are too slow for trials.
    if signer.key.local().is_some() {
        let trial = vec![0; settings.digest.size()];
        keys::sign(&signer.key, settings.scheme(), settings.digest, &trial)?;
    }
    Ok(())
}

fn signer_info(signer: &KeyPair, settings: &SignerSettings, value: &[u8]) -> Result<Vec<u8>> {
    let id = CertificateId::of(&signer.cert)
        .ok_or_else(|| Error::new(codes::INVALID_CERT, "The signing certificate cannot be read."))?;
    let attributes = settings.attributes.then(|| signed_attributes(settings, value));
    let signed = match &attributes {
        Some(set) => Cow::Owned(hash(settings.digest.hasher(), set).map_err(crypto("hashing"))?.to_vec()),
        None => Cow::Borrowed(value),
    };
    let signature = keys::sign(&signer.key, settings.scheme(), settings.digest, &signed)?;
    // [0] IMPLICIT replaces the tag that was signed.
    let attributes = attributes.map_or(Vec::new(), |mut set| {
        set[0] = tag::context_constructed(0);
        set
    });
    Ok(write::sequence(&[
        &write::integer(1),
        &id.write(),
        &settings.digest.identifier(),
        &attributes,
        &settings.scheme().identifier(),
        &write::tlv(tag::OCTETS, &signature),
    ]))
}

fn signed_attributes(settings: &SignerSettings, value: &[u8]) -> Vec<u8> {
    let attribute = |name: &[u8], value: Vec<u8>| write::sequence(&[&write::oid(name), &write::tlv(tag::SET, &value)]);
    let now = settings.time.unwrap_or_else(Utc::now);
    let time = match now.year() {
        1950..=2049 => write::tlv(tag::UTC_TIME, now.format("%y%m%d%H%M%SZ").to_string().as_bytes()),
        _ => write::tlv(tag::GENERALIZED_TIME, now.format("%Y%m%d%H%M%SZ").to_string().as_bytes()),
    };
    write::set_of(vec![
        attribute(oid::CONTENT_TYPE, write::oid(oid::DATA)),
        attribute(oid::SIGNING_TIME, time),
        attribute(oid::MESSAGE_DIGEST, write::tlv(tag::OCTETS, value)),
    ])
}

/// A signature that was found good.
#[derive(Debug, Clone)]
pub struct SignedBy {
    /// The certificate whose key verified it: one of the known signers, or an embedded one that was accepted.
    pub cert: X509,
    /// The digest that was signed.
    pub digest: Digest,
    /// The signer's own claim of when.
    pub time: Option<DateTime<Utc>>,
}

/// What there is to check signatures with.
pub(crate) struct Check<'a> {
    /// Contents of the digests of the content.
    pub digests: &'a [(Digest, Vec<u8>)],
    /// eContentType.
    pub content_type: &'a [u8],
    pub known: &'a [X509],
    pub embedded: &'a EmbeddedSigners,
}

struct SignerInfo<'a> {
    signer: Option<Identifier>,
    digest: Option<Digest>,
    attributes: Option<Element<'a>>,
    scheme: Option<(SignatureScheme, Option<Digest>)>,
    signature: Cow<'a, [u8]>,
}

impl<'a> SignerInfo<'a> {
    fn read(element: Element<'a>) -> Result<Self, BerError> {
        let mut fields = element.expect(tag::SEQUENCE)?.children();
        if !matches!(fields.need_tag(tag::INTEGER)?.body, [1 | 3]) {
            return Err(BerError::Malformed("version of SignerInfo"));
        }
        let signer = Identifier::read(fields.need()?)?;
        let digest = Digest::read(fields.need()?)?;
        let attributes = fields.next_if(tag::context_constructed(0))?;
        let scheme = SignatureScheme::read(fields.need()?)?;
        let signature = fields.need()?.octet_string()?;
        fields.next_if(tag::context_constructed(1))?;
        if !fields.is_empty() {
            return Err(BerError::Malformed("SignerInfo"));
        }
        Ok(SignerInfo { signer, digest, attributes, scheme, signature })
    }
}

impl Check<'_> {
    /// Checks the contents of signerInfos. Every signature of a known signer must be good and there must be one; those
    /// of others do not count (CMS-3).
    pub fn run(&self, certs: &[u8], infos: &[u8]) -> Result<Vec<SignedBy>, DecodeError> {
        let broken = |error| DecodeError::encoding(Layer::Signed, error);
        let certs = certificates(certs).map_err(broken)?;
        let (mut good, mut infos, mut count) = (Vec::new(), Elements::of(infos), 0);
        while let Some(element) = infos.next().map_err(broken)? {
            count += 1;
            if count > 64 {
                return Err(DecodeError::new(DecodeErrorKind::TooLarge, "too many signatures"));
            }
            let info = SignerInfo::read(element).map_err(broken)?;
            let Some(cert) = self.signer_of(&info, &certs) else { continue };
            let time = self.verify(&info, &cert)?;
            consistent(&info, &cert, &certs)?;
            good.extend(info.digest.map(|digest| SignedBy { cert, digest, time }));
        }
        match (good.is_empty(), count) {
            (false, _) => Ok(good),
            (true, 0) => Err(DecodeError::signature("the file has no signature")),
            (true, _) => Err(DecodeError::signature("no signature is by a known certificate")),
        }
    }

    /// The trusted certificate that a SignerInfo names, directly or through an embedded one with the same key.
    fn signer_of(&self, info: &SignerInfo<'_>, certs: &[X509]) -> Option<X509> {
        let name = info.signer.as_ref()?;
        if let Some(known) = self.known.iter().find(|known| name.names(known)) {
            return Some(known.clone());
        }
        let embedded = certs.iter().find(|cert| name.names(cert))?;
        let renewed = self.known.iter().find(|known| same_key(known, embedded));
        renewed.or_else(|| self.embedded.accepts(embedded).then_some(embedded)).cloned()
    }

    fn verify(&self, info: &SignerInfo<'_>, cert: &X509Ref) -> Result<Option<DateTime<Utc>>, DecodeError> {
        let unknown = |what| DecodeError::new(DecodeErrorKind::Suite, format!("the {what} algorithm is not supported"));
        let digest = info.digest.ok_or_else(|| unknown("digest"))?;
        let (scheme, named) = info.scheme.ok_or_else(|| unknown("signature"))?;
        if named.is_some_and(|named| named != digest) {
            return Err(DecodeError::signature("the signature names two different digests"));
        }
        let Some((_, value)) = self.digests.iter().find(|row| row.0 == digest) else {
            return Err(DecodeError::signature("the signature's digest was not announced"));
        };
        let (signed, time) = match info.attributes {
            None => (Cow::Borrowed(value.as_slice()), None),
            Some(attributes) => {
                let time = self.check_attributes(attributes, value)?;
                let octets = attributes_as_signed(attributes).map_err(|e| DecodeError::encoding(Layer::Signed, e))?;
                let hashed = hash(digest.hasher(), &octets).map_err(|e| DecodeError::signature(e.to_string()))?;
                (Cow::Owned(hashed.to_vec()), time)
            }
        };
        let key = cert.public_key().map_err(|e| DecodeError::signature(format!("signer's key: {e}")))?;
        if !keys::verify(&key, scheme, digest, &signed, &info.signature) {
            return Err(DecodeError::signature("the signature is not good"));
        }
        Ok(time)
    }

    /// contentType and messageDigest must be there and right; what else there is does not matter.
    fn check_attributes(&self, set: Element<'_>, value: &[u8]) -> Result<Option<DateTime<Utc>>, DecodeError> {
        let (mut type_good, mut digest_good, mut time) = (false, false, None);
        let mut read = || -> Result<(), BerError> {
            let mut attributes = set.children();
            while let Some(attribute) = attributes.next()? {
                let mut parts = attribute.expect(tag::SEQUENCE)?.children();
                let name = parts.need_tag(tag::OID)?.body;
                let mut values = parts.need_tag(tag::SET)?.children();
                if name == oid::CONTENT_TYPE {
                    type_good = values.need_tag(tag::OID)?.body == self.content_type;
                } else if name == oid::MESSAGE_DIGEST {
                    digest_good = *values.need()?.octet_string()? == *value;
                } else if name == oid::SIGNING_TIME {
                    time = values.next()?.and_then(read_time);
                }
            }
            Ok(())
        };
        read().map_err(|error| DecodeError::encoding(Layer::Signed, error))?;
        match (digest_good, type_good) {
            (true, true) => Ok(time),
            (false, _) => Err(DecodeError::signature("the content is not what was signed")),
            (true, false) => Err(DecodeError::signature("the signed content type is another")),
        }
    }
}

/// What a signer hashed: the attributes with their own tag SET, in DER if they travelled in BER.
fn attributes_as_signed(attributes: Element<'_>) -> Result<Vec<u8>, BerError> {
    let mut octets = match attributes.raw.get(1) {
        Some(0x80) => to_definite(attributes)?,
        _ => attributes.raw.to_vec(),
    };
    octets[0] = tag::SET;
    Ok(octets)
}

/// Certificates inside the message are not needed, but one that contradicts the signer's shows that somebody altered it.
fn consistent(info: &SignerInfo<'_>, signer: &X509Ref, certs: &[X509]) -> Result<(), DecodeError> {
    let altered = || DecodeError::signature("a certificate in the message is an altered copy of the signer's");
    let (Some(own), Ok(own_der)) = (CertificateId::of(signer), signer.to_der()) else { return Ok(()) };
    for cert in certs {
        let Some(id) = CertificateId::of(cert) else { return Err(altered()) };
        let same_octets = cert.to_der().is_ok_and(|der| der == own_der);
        if id.same_as(&own) && !same_octets {
            return Err(altered());
        }
    }
    // The only certificate has the signer's key but is neither the signer's nor the one that the signature names.
    if let [only] = certs {
        let named = info.signer.as_ref().is_some_and(|name| name.names(only));
        let same = CertificateId::of(only).is_some_and(|id| id.same_as(&own));
        if !named && !same && same_key(only, signer) {
            return Err(altered());
        }
    }
    Ok(())
}

fn same_key(a: &X509Ref, b: &X509Ref) -> bool {
    matches!((a.public_key(), b.public_key()), (Ok(a), Ok(b)) if a.public_eq(&b))
}

fn read_time(element: Element<'_>) -> Option<DateTime<Utc>> {
    let text = std::str::from_utf8(element.body).ok()?;
    let full = match element.tag {
        tag::UTC_TIME => {
            let century = if text.get(..2)?.parse::<u8>().ok()? < 50 { "20" } else { "19" };
            format!("{century}{text}")
        }
        tag::GENERALIZED_TIME => text.to_owned(),
        _ => return None,
    };
    Some(NaiveDateTime::parse_from_str(&full, "%Y%m%d%H%M%SZ").ok()?.and_utc())
}
