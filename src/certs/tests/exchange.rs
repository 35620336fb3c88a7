//! Certificate exchange: names, the logical identification, and received files.

use super::{Wish, bytes};
use crate::certs::clid::{Clid, MAX};
use crate::certs::exchange::{self, Exchange};
use openssl::x509::X509;

/// CERT-2: the virtual file names of the three kinds.
#[test]
fn cert_2_names_and_types() {
    for (code, dsn) in
        [(0, "ODETTE_CERTIFICATE_REQUEST"), (1, "ODETTE_CERTIFICATE_REPLACE"), (2, "ODETTE_CERTIFICATE_DELIVER")]
    {
        let kind = Exchange::from_code(code).unwrap();
        assert_eq!(kind.dsn(), dsn);
        assert_eq!(dsn.len(), 26);
        assert_eq!(Exchange::from_dsn(dsn), Some(kind));
        assert_eq!(Exchange::from_dsn(&format!(" {} ", dsn.to_lowercase())), Some(kind));
    }
    assert_eq!(Exchange::from_dsn("ODETTE_CERTIFICATE_OTHER"), None);
    assert_eq!(Exchange::from_code(3), Some(Exchange::Deliver));
    assert_eq!(Exchange::from_code(4), None);
}

/// CERT-3, the content: one certificate in DER, no key.
#[test]
fn cert_3_the_content_is_one_certificate() {
    let made = Wish::leaf("station").make(None);
    let content = exchange::content(&made.x509).unwrap();
    assert_eq!(X509::from_der(&content).unwrap().to_der().unwrap(), content, "nothing before and nothing after it");
    assert_eq!(exchange::read(&content).unwrap().to_der().unwrap(), content);
}

#[test]
fn received_files_in_every_form() {
    let leaf = X509::from_pem(&bytes("leaf.crt")).unwrap();
    for content in
        [bytes("leaf.crt"), leaf.to_der().unwrap(), bytes("chain.p7b"), bytes("chain-der.p7b"), bytes("leaf.pem")]
    {
        assert_eq!(exchange::read(&content).unwrap().to_der().unwrap(), leaf.to_der().unwrap());
    }
    let two = [Wish::leaf("a").make(None), Wish::leaf("b").make(None)].map(|made| made.x509.to_pem().unwrap()).concat();
    assert!(exchange::read(&two).unwrap_err().message.contains("more than one"));
    for nothing in [bytes("leaf.key"), b"".to_vec(), b"nonsense".to_vec()] {
        assert_eq!(exchange::read(&nothing).unwrap_err().code, crate::error::codes::INVALID_CERT);
    }
}

#[test]
fn the_logical_identification_travels() {
    let ca = Wish::ca("Some CA").make(None);
    let leaf = X509::from_pem(&bytes("leaf.crt")).unwrap();
    let own = Clid::of(&leaf);
    let text = own.to_text().unwrap();
    assert!(text.starts_with("I=") && text.contains("\nN=1234abcd\n") && text.contains("\nB=a0\n"), "{text}");
    assert!(text.contains("\nE=1.3.6.1.5.5.7.3.1,1.3.6.1.5.5.7.3.2\n") && text.len() <= MAX);
    let read = Clid::parse(&text).unwrap();
    assert_eq!(read, own);
    assert!(read.matches(&leaf) && !read.matches(&ca.x509));
    // The minimum, other order, other case, other spacing, leading zeros.
    let issuer = openssl::base64::encode_block(b"c=DE, o=VECTOR CA ,CN=Vector  Root");
    let minimum = Clid::parse(&format!("N=001234ABCD\r\nI={issuer}\r\nX=unknown")).unwrap();
    assert!(minimum.matches(&leaf));
    assert!(Clid::parse("an ordinary description").is_none());
    assert!(Clid::parse("N=01").is_none());
}

#[test]
fn what_is_too_long_is_dropped_from_the_end() {
    let long = Clid {
        issuer: "CN=ca".to_owned(),
        serial: "01".to_owned(),
        extended_usage: vec!["1.2.3".to_owned(); 40],
        subject: format!("CN={}", "x".repeat(600)),
        ..Clid::default()
    };
    let text = long.to_text().unwrap();
    assert!(text.len() <= MAX && text.contains("\nS=") && !text.contains("\nE="), "E goes first");
    let longer = Clid { subject: format!("CN={}", "x".repeat(900)), ..long.clone() };
    assert!(!longer.to_text().unwrap().contains("\nS="));
    assert!(Clid { issuer: "x".repeat(2000), ..long }.to_text().is_none());
}
