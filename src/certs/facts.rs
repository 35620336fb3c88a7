//! What a certificate says, as the texts and numbers of the class reference's read-only fields. All of them take what is
//! there and give "" or 0 for what is not.

use super::asn1;
use super::dn;
use super::stores::ssh;
use crate::ber::tag;
use crate::hex;
use chrono::{DateTime, Local, TimeZone, Utc};
use openssl::asn1::{Asn1Time, Asn1TimeRef};
use openssl::hash::{MessageDigest, hash};
use openssl::nid::Nid;
use openssl::pkey::{HasPublic, Id, PKeyRef, Public};
use openssl::x509::{GeneralNameRef, X509, X509Ref};

/// The usage bits of the class reference, which are those of the first octet of the keyUsage extension, and their texts.
pub const USAGES: &[(i32, &str)] = &[
    (0x80, "Digital Signature"),
    (0x40, "Non-Repudiation"),
    (0x20, "Key Encipherment"),
    (0x10, "Data Encipherment"),
    (0x08, "Key Agreement"),
    (0x04, "Certificate Signing"),
    (0x02, "CRL Signing"),
    (0x01, "Encipher Only"),
];

/// Seconds since 1970 of a certificate's time.
pub fn unix_time(time: &Asn1TimeRef) -> Option<i64> {
    let diff = Asn1Time::from_unix(0).ok()?.diff(time).ok()?;
    Some(i64::from(diff.days) * 86_400 + i64::from(diff.secs))
}

/// `23-Jan-2000 15:00:00`, in the system's time zone.
pub fn local_time(time: &Asn1TimeRef) -> String {
    let utc: Option<DateTime<Utc>> = unix_time(time).and_then(|seconds| Utc.timestamp_opt(seconds, 0).single());
    utc.map(|utc| utc.with_timezone(&Local).format("%d-%b-%Y %H:%M:%S").to_string()).unwrap_or_default()
}

/// OIDs of the extended key usage, separated by commas.
pub fn extended_key_usage(x509: &X509Ref) -> Vec<String> {
    let Some(value) = x509.to_der().ok().and_then(|der| asn1::extension(&der, "2.5.29.37")) else { return Vec::new() };
    let Some(list) = asn1::first(&value).filter(|list| list.tag == tag::SEQUENCE) else { return Vec::new() };
    let mut items = list.children();
    std::iter::from_fn(|| items.next_if(tag::OID).ok()?).filter_map(|item| asn1::oid_text(item.body)).collect()
}

/// The bits of keyUsage in the class reference's numbers; `None` without that extension.
pub fn usage_flags(x509: &X509Ref) -> Option<i32> {
    let value = x509.to_der().ok().and_then(|der| asn1::extension(&der, "2.5.29.15"))?;
    let bits = asn1::first(&value)?.expect(tag::BIT_STRING).ok()?.body;
    Some(bits.get(1).copied().map_or(0, i32::from))
}

/// The texts of usage bits, separated by commas.
pub fn usage_text(flags: i32) -> String {
    USAGES.iter().filter(|row| flags & row.0 != 0).map(|row| row.1).collect::<Vec<_>>().join(",")
}

/// The subject's other names, separated by commas: host names, addresses of mail and of hosts, URIs.
pub fn subject_alt_names(x509: &X509Ref) -> String {
    let names = x509.subject_alt_names();
    names.iter().flatten().filter_map(general_name).collect::<Vec<_>>().join(",")
}

fn general_name(name: &GeneralNameRef) -> Option<String> {
    if let Some(text) = name.dnsname().or_else(|| name.email()).or_else(|| name.uri()) {
        return Some(text.to_owned());
    }
    if let Some(directory) = name.directory_name() {
        return Some(dn::display(directory));
    }
    match name.ipaddress()? {
        octets @ [_, _, _, _] => Some(std::net::Ipv4Addr::from(<[u8; 4]>::try_from(octets).ok()?).to_string()),
        octets => Some(std::net::Ipv6Addr::from(<[u8; 16]>::try_from(octets).ok()?).to_string()),
    }
}

/// The serial number, two hexadecimal digits for each octet.
pub fn serial_number(x509: &X509Ref) -> String {
    let Ok(number) = x509.serial_number().to_bn() else { return String::new() };
    let octets = if number.num_bytes() == 0 { vec![0] } else { number.to_vec() };
    let sign = if number.is_negative() { "-" } else { "" };
    format!("{sign}{}", hex::upper(&octets))
}

/// The hash of the certificate, colons between the octets; without a certificate that of the key in SSH's form.
pub fn fingerprint(x509: Option<&X509>, public: Option<&PKeyRef<Public>>, md: MessageDigest) -> String {
    let digest = match (x509, public) {
        (Some(x509), _) => x509.digest(md).map(|digest| digest.to_vec()).ok(),
        (None, Some(key)) => key_digest(key, md),
        _ => None,
    };
    hex::separated(&digest.unwrap_or_default(), ":")
}

fn key_digest<T: HasPublic>(key: &PKeyRef<T>, md: MessageDigest) -> Option<Vec<u8>> {
    let octets = ssh::blob(key).or_else(|| key.public_key_to_der().ok())?;
    hash(md, &octets).ok().map(|digest| digest.to_vec())
}

/// The hash of the certificate, hexadecimal without separators.
pub fn thumbprint(x509: &X509Ref, md: MessageDigest) -> String {
    x509.digest(md).map(|digest| hex::upper(&digest)).unwrap_or_default()
}

/// The name of the signature algorithm, or its OID.
pub fn signature_algorithm(x509: &X509Ref) -> String {
    let object = x509.signature_algorithm().object();
    match object.nid() {
        Nid::UNDEF => object.to_string(),
        nid => nid.long_name().map(str::to_owned).unwrap_or_else(|_| object.to_string()),
    }
}

/// The kind of public key: RSA, RSA-PSS, EC, Ed25519, Ed448, DSA …, or OpenSSL's name or the OID.
pub fn key_algorithm<T: HasPublic>(key: &PKeyRef<T>) -> String {
    let name = match key.id() {
        Id::RSA => "RSA",
        Id::RSA_PSS => "RSA-PSS",
        Id::EC => "EC",
        Id::ED25519 => "Ed25519",
        Id::ED448 => "Ed448",
        Id::DSA => "DSA",
        Id::DH => "DH",
        Id::X25519 => "X25519",
        Id::X448 => "X448",
        other => return Nid::from_raw(other.as_raw()).long_name().unwrap_or_default().to_owned(),
    };
    name.to_owned()
}

/// `V1`, `V2` or `V3`.
pub fn version(x509: &X509Ref) -> String {
    format!("V{}", x509.version() + 1)
}
