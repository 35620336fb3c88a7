//! The logical identification of a certificate (CLID) in SFIDDESC of a certificate exchange file: lines `key=value` that say
//! which certificate is replaced (ODETTE OP08 2.5).

use super::asn1;
use super::{dn, encoding, facts};
use crate::ber::tag;
use crate::hex;
use openssl::x509::{X509, X509Ref};

/// SFIDDESC holds at most so many octets.
pub const MAX: usize = 999;

/// What identifies a certificate. Issuer and serial number are the minimum.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clid {
    /// I: the issuer's name, RFC 4514.
    pub issuer: String,
    /// N: the serial number, hexadecimal.
    pub serial: String,
    /// A: the authority key identifier, hexadecimal.
    pub authority_key: String,
    /// B: the bits of keyUsage, hexadecimal.
    pub usage: String,
    /// E: the OIDs of the extended key usage.
    pub extended_usage: Vec<String>,
    /// S: the subject's name, RFC 4514.
    pub subject: String,
}

impl Clid {
    /// That of a certificate.
    pub fn of(x509: &X509Ref) -> Self {
        Clid {
            issuer: dn::rfc4514(x509.issuer_name()),
            serial: facts::serial_number(x509).to_lowercase(),
            authority_key: authority_key(x509).map(|id| hex::lower(&id)).unwrap_or_default(),
            usage: facts::usage_flags(x509).map(|flags| format!("{flags:02x}")).unwrap_or_default(),
            extended_usage: facts::extended_key_usage(x509),
            subject: dn::rfc4514(x509.subject_name()),
        }
    }

    /// The text for SFIDDESC, at most [`MAX`] octets: E and S are dropped, then A and B, when it would be longer. `None` when
    /// not even the minimum fits.
    pub fn to_text(&self) -> Option<String> {
        let base64 = |text: &str| openssl::base64::encode_block(text.as_bytes());
        let all = [
            ('I', base64(&self.issuer)),
            ('N', self.serial.clone()),
            ('A', self.authority_key.clone()),
            ('B', self.usage.clone()),
            ('E', self.extended_usage.join(",")),
            ('S', base64(&self.subject)),
        ];
        let text = |keys: &str| {
            let lines = all.iter().filter(|(key, value)| keys.contains(*key) && !value.is_empty());
            lines.map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join("\n")
        };
        ["INABES", "INABS", "INAB", "IN"].into_iter().map(text).find(|text| text.len() <= MAX)
    }

    /// Reads a text. Unknown lines are passed over; `None` without issuer and serial number, and then it is an ordinary description.
    pub fn parse(text: &str) -> Option<Self> {
        let mut clid = Clid::default();
        let name = |value: &str| encoding::base64(value.as_bytes()).and_then(|octets| String::from_utf8(octets).ok());
        for line in text.split(['\n', '\r']) {
            let Some((key, value)) = line.split_once('=') else { continue };
            let value = value.trim();
            match key.trim() {
                "I" | "i" => clid.issuer = name(value)?,
                "N" | "n" => clid.serial = digits(value)?,
                "A" | "a" => clid.authority_key = digits(value)?,
                "B" | "b" => clid.usage = value.to_ascii_lowercase(),
                "E" | "e" => clid.extended_usage = value.split(',').map(|oid| oid.trim().to_owned()).collect(),
                "S" | "s" => clid.subject = name(value)?,
                _ => {}
            }
        }
        (!clid.issuer.is_empty() && !clid.serial.is_empty()).then_some(clid)
    }

    /// Whether this identifies the certificate: issuer (as a set) and serial number, and the authority key where both have one.
    pub fn matches(&self, x509: &X509) -> bool {
        let own = Clid::of(x509);
        let number = |text: &str| text.trim_start_matches('0').to_ascii_lowercase();
        dn::same(&self.issuer, &own.issuer)
            && number(&self.serial) == number(&own.serial)
            && (self.authority_key.is_empty()
                || own.authority_key.is_empty()
                || self.authority_key == own.authority_key)
    }
}

/// Hexadecimal in the form of ours; `None` when it is none, or nothing.
fn digits(text: &str) -> Option<String> {
    hex::octets(text).filter(|octets| !octets.is_empty()).map(|octets| hex::lower(&octets))
}

/// keyIdentifier of the authorityKeyIdentifier extension.
fn authority_key(x509: &X509Ref) -> Option<Vec<u8>> {
    let value = asn1::extension(&x509.to_der().ok()?, "2.5.29.35")?;
    let mut fields = asn1::first(&value)?.expect(tag::SEQUENCE).ok()?.children();
    Some(fields.next_if(tag::context(0)).ok()??.body.to_vec())
}
