//! How CMS names a certificate: issuer and serial number, or subject key identifier.

use crate::ber::{BerError, Element, tag, to_definite, write};
use openssl::hash::{MessageDigest, hash};
use openssl::nid::Nid;
use openssl::x509::{X509, X509Name, X509Ref};
use std::cmp::Ordering;

/// SignerIdentifier or RecipientIdentifier as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identifier {
    /// issuerAndSerialNumber: the issuer's Name in definite lengths, and the contents octets of the serial number.
    IssuerAndSerial { issuer: Vec<u8>, serial: Vec<u8> },
    /// subjectKeyIdentifier.
    KeyIdentifier(Vec<u8>),
}

impl Identifier {
    /// Reads an identifier; `None` for a form that we do not know.
    pub fn read(element: Element<'_>) -> Result<Option<Self>, BerError> {
        match element.tag {
            tag::SEQUENCE => {
                let mut parts = element.children();
                let issuer = to_definite(parts.need_tag(tag::SEQUENCE)?)?;
                let serial = shortest(parts.need_tag(tag::INTEGER)?.body).to_vec();
                Ok(Some(Identifier::IssuerAndSerial { issuer, serial }))
            }
            0x80 | 0xA0 => Ok(Some(Identifier::KeyIdentifier(element.octets()?.into_owned()))),
            _ => Ok(None),
        }
    }

    /// Whether this names `cert`.
    pub fn names(&self, cert: &X509Ref) -> bool {
        match self {
            Identifier::IssuerAndSerial { issuer, serial } => {
                CertificateId::of(cert).is_some_and(|id| id.serial == *serial && same_name(&id.issuer, issuer))
            }
            Identifier::KeyIdentifier(wanted) => key_identifiers(cert).iter().any(|own| own == wanted),
        }
    }
}

/// Issuer and serial number as they are in a certificate, octet for octet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateId {
    issuer: Vec<u8>,
    serial: Vec<u8>,
}

impl CertificateId {
    /// The identity of a certificate; `None` if its encoding is broken.
    pub fn of(cert: &X509Ref) -> Option<Self> {
        Self::read(&cert.to_der().ok()?).ok()
    }

    fn read(der: &[u8]) -> Result<Self, BerError> {
        let body = Element::only(der)?.expect(tag::SEQUENCE)?.children().need_tag(tag::SEQUENCE)?;
        let mut fields = body.children();
        fields.next_if(tag::context_constructed(0))?;
        let serial = shortest(fields.need_tag(tag::INTEGER)?.body).to_vec();
        fields.need_tag(tag::SEQUENCE)?;
        let issuer = to_definite(fields.need_tag(tag::SEQUENCE)?)?;
        Ok(CertificateId { issuer, serial })
    }

    /// IssuerAndSerialNumber.
    pub fn write(&self) -> Vec<u8> {
        write::sequence(&[&self.issuer, &write::tlv(tag::INTEGER, &self.serial)])
    }

    /// Whether two certificates claim to be the same one.
    pub fn same_as(&self, other: &CertificateId) -> bool {
        self.serial == other.serial && same_name(&self.issuer, &other.issuer)
    }
}

/// Names are the same when their octets are, or when they only differ in string types, case and blanks.
fn same_name(a: &[u8], b: &[u8]) -> bool {
    if a == b {
        return true;
    }
    let (Ok(a), Ok(b)) = (X509Name::from_der(a), X509Name::from_der(b)) else { return false };
    a.try_cmp(&b).is_ok_and(|order| order == Ordering::Equal)
}

/// An INTEGER's contents without superfluous sign octets, as some writers have them.
fn shortest(mut octets: &[u8]) -> &[u8] {
    while let [first, second, ..] = octets {
        if (*first == 0 && *second < 0x80) || (*first == 0xFF && *second >= 0x80) {
            octets = &octets[1..];
        } else {
            break;
        }
    }
    octets
}

/// The extension's key identifier, or the usual ways to derive one when there is no extension (RFC 5280 section 4.2.1.2).
fn key_identifiers(cert: &X509Ref) -> Vec<Vec<u8>> {
    if let Some(id) = cert.subject_key_id() {
        return vec![id.as_slice().to_vec()];
    }
    let Some(key) =
        cert.public_key().ok().and_then(|key| key.rsa().ok()).and_then(|rsa| rsa.public_key_to_der_pkcs1().ok())
    else {
        return Vec::new();
    };
    [Nid::SHA1, Nid::SHA256]
        .into_iter()
        .filter_map(|nid| hash(MessageDigest::from_nid(nid)?, &key).ok())
        .map(|digest| digest.to_vec())
        .collect()
}

/// The certificates of a CertificateSet's contents. Other kinds than X.509 are passed over; one that claims to be X.509
/// and is none makes the whole set bad.
pub fn certificates(contents: &[u8]) -> Result<Vec<X509>, BerError> {
    let (mut found, mut elements) = (Vec::new(), crate::ber::Elements::of(contents));
    while let Some(element) = elements.next()? {
        match element.tag {
            tag::SEQUENCE => found.push(X509::from_der(element.raw).map_err(|_| BerError::Malformed("certificate"))?),
            0xA0..=0xA3 => {}
            _ => return Err(BerError::Malformed("certificates")),
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sign_octets_do_not_matter() {
        assert_eq!(shortest(&[0, 0, 0x12]), [0x12]);
        assert_eq!(shortest(&[0, 0x80]), [0, 0x80]);
        assert_eq!(shortest(&[0xFF, 0xFF, 0x80]), [0x80]);
        assert_eq!(shortest(&[0]), [0]);
    }
}
