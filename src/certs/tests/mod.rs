//! Tests of this module that need certificates, stores or a server, and what they are made with.

mod exchange;
mod fields;
#[cfg(feature = "trust-list")]
mod lists;
mod order;
mod stores;
#[cfg(feature = "pkcs11")]
mod token;
mod trust;
mod validate;

use openssl::asn1::{Asn1Integer, Asn1Time};
use openssl::bn::BigNum;
use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, Private};
use openssl::rsa::Rsa;
use openssl::x509::extension::{
    AuthorityKeyIdentifier, BasicConstraints, CrlNumber, ExtendedKeyUsage, KeyUsage, SubjectKeyIdentifier,
};
use openssl::x509::{X509, X509Crl, X509CrlBuilder, X509Extension, X509Name, X509RevokedBuilder};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

pub const DAY: i64 = 86_400;

/// A vector's path.
pub fn vector(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/certs").join(name)
}

/// A vector's content.
pub fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(vector(name)).unwrap()
}

/// A certificate with its key.
#[derive(Clone)]
pub struct Identity {
    pub x509: X509,
    pub key: PKey<Private>,
}

/// What a made certificate is like.
pub struct Wish<'a> {
    pub name: &'a str,
    pub ca: bool,
    pub from: i64,
    pub until: i64,
    pub serial: u32,
    pub usage: Option<KeyUsage>,
    pub extended: Option<ExtendedKeyUsage>,
    pub crl: Option<String>,
    pub rsa: bool,
}

impl<'a> Wish<'a> {
    pub fn leaf(name: &'a str) -> Self {
        Wish {
            name,
            ca: false,
            from: -DAY,
            until: 30 * DAY,
            serial: 5,
            usage: None,
            extended: None,
            crl: None,
            rsa: false,
        }
    }

    pub fn ca(name: &'a str) -> Self {
        Wish { ca: true, until: 3650 * DAY, serial: 1, ..Wish::leaf(name) }
    }

    /// Makes it; without an issuer it is self-signed.
    pub fn make(self, issuer: Option<&Identity>) -> Identity {
        let key = match self.rsa {
            true => PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap(),
            false => PKey::ec_gen("prime256v1").unwrap(),
        };
        let mut name = X509Name::builder().unwrap();
        name.append_entry_by_text("C", "DE").unwrap();
        name.append_entry_by_text("CN", self.name).unwrap();
        let name = name.build();
        let mut builder = X509::builder().unwrap();
        let at = |offset: i64| Asn1Time::from_unix(now_unix() + offset).unwrap();
        builder.set_version(2).unwrap();
        builder.set_subject_name(&name).unwrap();
        builder.set_issuer_name(issuer.map_or(&*name, |issuer| issuer.x509.subject_name())).unwrap();
        builder.set_not_before(&at(self.from)).unwrap();
        builder.set_not_after(&at(self.until)).unwrap();
        builder.set_serial_number(&serial(self.serial)).unwrap();
        builder.set_pubkey(&key).unwrap();
        if self.ca {
            builder.append_extension(BasicConstraints::new().critical().ca().build().unwrap()).unwrap();
            builder.append_extension(KeyUsage::new().key_cert_sign().crl_sign().build().unwrap()).unwrap();
        }
        if let Some(usage) = self.usage {
            builder.append_extension(usage.build().unwrap()).unwrap();
        }
        if let Some(extended) = self.extended {
            builder.append_extension(extended.build().unwrap()).unwrap();
        }
        let subject_key = SubjectKeyIdentifier::new().build(&builder.x509v3_context(None, None)).unwrap();
        builder.append_extension(subject_key).unwrap();
        if let Some(issuer) = issuer {
            let context = builder.x509v3_context(Some(&issuer.x509), None);
            let authority_key = AuthorityKeyIdentifier::new().keyid(true).build(&context).unwrap();
            builder.append_extension(authority_key).unwrap();
        }
        if let Some(url) = self.crl {
            let context = builder.x509v3_context(None, None);
            #[allow(deprecated)] // The one way that the crate offers to make this extension from text.
            let points =
                X509Extension::new(None, Some(&context), "crlDistributionPoints", &format!("URI:{url}")).unwrap();
            builder.append_extension(points).unwrap();
        }
        builder.sign(issuer.map_or(&key, |issuer| &issuer.key), MessageDigest::sha256()).unwrap();
        Identity { x509: builder.build(), key }
    }
}

pub fn serial(number: u32) -> Asn1Integer {
    Asn1Integer::from_bn(&BigNum::from_u32(number).unwrap()).unwrap()
}

pub fn now_unix() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() as i64
}

/// A revocation list, made so many seconds ago.
pub fn crl(issuer: &Identity, revoked: &[u32], age: i64) -> X509Crl {
    let mut builder = X509CrlBuilder::new().unwrap();
    let made = Asn1Time::from_unix(now_unix() - age).unwrap();
    builder.set_issuer_name(issuer.x509.subject_name()).unwrap();
    builder.set_last_update(&made).unwrap();
    builder.set_next_update(&Asn1Time::from_unix(now_unix() + DAY).unwrap()).unwrap();
    let number = CrlNumber::new(BigNum::from_u32(1).unwrap()).unwrap();
    builder.append_extension(number.build().unwrap()).unwrap();
    let helper = X509::builder().unwrap();
    let context = helper.x509v3_context(Some(&issuer.x509), None);
    builder.append_extension(AuthorityKeyIdentifier::new().keyid(true).build(&context).unwrap()).unwrap();
    for number in revoked {
        let mut entry = X509RevokedBuilder::new().unwrap();
        entry.set_serial_number(&serial(*number)).unwrap();
        entry.set_revocation_date(&made).unwrap();
        builder.add_revoked(entry.build()).unwrap();
    }
    builder.sign(&issuer.key, MessageDigest::sha256()).unwrap();
    builder.build().unwrap()
}

/// A web server for one test: path to (status and headers, body). Its thread ends with the process.
pub fn serve(routes: HashMap<String, (String, Vec<u8>)>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut reader = BufReader::new(&stream);
            let mut first = String::new();
            let _ = reader.read_line(&mut first);
            let mut line = String::new();
            while reader.read_line(&mut line).is_ok_and(|count| count > 2) {
                line.clear();
            }
            let path = first.split(' ').nth(1).unwrap_or("/").to_owned();
            let missing = ("404 Not Found".to_owned(), Vec::new());
            let (status, body) = routes.get(&path).unwrap_or(&missing);
            let head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
            let _ = (&stream).write_all(head.as_bytes()).and_then(|()| (&stream).write_all(body));
        }
    });
    base
}
