//! The fields of the class reference's Certificate type, compared with what the openssl command line prints.

use super::{Wish, bytes, vector};
use crate::certs::{Certificate, Purpose, Store, StoreType, purpose};
use chrono::{Local, TimeZone};
use openssl::x509::extension::KeyUsage;
use std::process::Command;

fn openssl(arguments: &[&str]) -> String {
    let output = Command::new("openssl").args(arguments).output().expect("the openssl command is needed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn leaf() -> Certificate {
    let store = Store::Path(vector("leaf.pem").to_string_lossy().into_owned());
    Certificate::load(StoreType::PemKeyFile, &store, "", "*").unwrap()
}

fn path(name: &str) -> String {
    vector(name).to_string_lossy().into_owned()
}

#[test]
fn names_numbers_and_usages() {
    let leaf = leaf();
    assert_eq!(leaf.subject(), "CN=Vector Leaf, OU=EDI, O=\"Vector, Inc.\", S=Bayern, C=DE");
    assert_eq!(leaf.issuer(), "CN=Vector Root, O=Vector CA, C=DE");
    assert_eq!(leaf.serial_number(), "1234ABCD");
    assert_eq!(leaf.version(), "V3");
    assert_eq!(leaf.usage_flags(), 0xa0);
    assert_eq!(leaf.usage(), "Digital Signature,Key Encipherment");
    assert_eq!(leaf.extended_key_usage(), "1.3.6.1.5.5.7.3.1,1.3.6.1.5.5.7.3.2");
    assert_eq!(leaf.subject_alt_names(), "oftp.example.com,192.0.2.7,2001:db8::7,edi@example.com,oftp://example.com");
    assert_eq!((leaf.public_key_algorithm().as_str(), leaf.public_key_length()), ("RSA", 2048));
    assert_eq!(leaf.signature_algorithm(), "sha256WithRSAEncryption");
    assert_eq!(leaf.private_key_container(), "");
    assert!(leaf.private_key_available());
}

#[test]
fn hashes_and_keys_are_those_that_openssl_prints() {
    let leaf = leaf();
    let file = path("leaf.crt");
    for (md, fingerprint, thumbprint) in [
        ("-md5", leaf.fingerprint(), leaf.thumbprint_md5()),
        ("-sha1", leaf.fingerprint_sha1(), leaf.thumbprint_sha1()),
        ("-sha256", leaf.fingerprint_sha256(), leaf.thumbprint_sha256()),
    ] {
        let printed = openssl(&["x509", "-in", &file, "-noout", "-fingerprint", md]);
        let printed = printed.split('=').nth(1).unwrap();
        assert_eq!(fingerprint, printed.to_lowercase());
        assert_eq!(thumbprint, printed.replace(':', ""));
    }
    assert_eq!(leaf.public_key().trim(), openssl(&["x509", "-in", &file, "-noout", "-pubkey"]));
    assert_eq!(leaf.private_key_pem().trim(), openssl(&["pkcs8", "-topk8", "-nocrypt", "-in", &path("leaf.key")]));
    assert_eq!(leaf.encoded().trim(), openssl(&["x509", "-in", &file]));
    assert_eq!(leaf.encoded_blob(), leaf.encoded().into_bytes());
}

#[test]
fn the_fingerprint_of_a_key_alone_is_that_of_ssh() {
    let store = Store::Path(path("rsa.pub"));
    let key = Certificate::load(StoreType::SshPublicKeyFile, &store, "", "*").unwrap();
    let text = String::from_utf8(bytes("rsa.pub")).unwrap();
    let blob = crate::certs::encoding::base64(text.split(' ').nth(1).unwrap().as_bytes()).unwrap();
    let md5 = openssl::hash::hash(openssl::hash::MessageDigest::md5(), &blob).unwrap();
    assert_eq!(key.fingerprint().replace(':', ""), crate::hex::lower(&md5));
    assert_eq!(key.fingerprint().len(), 47);
    assert_eq!(key.thumbprint_md5(), "", "thumbprints are of certificates");
}

#[test]
fn dates_are_local_and_in_the_references_form() {
    let leaf = leaf();
    let printed = openssl(&["x509", "-in", &path("leaf.crt"), "-noout", "-startdate"]);
    let utc =
        chrono::NaiveDateTime::parse_from_str(&printed.replace("notBefore=", ""), "%b %e %H:%M:%S %Y GMT").unwrap();
    let local = Local.from_utc_datetime(&utc);
    assert_eq!(leaf.effective_date(), local.format("%d-%b-%Y %H:%M:%S").to_string());
    assert_eq!(leaf.effective_date().len(), "23-Jan-2000 15:00:00".len());
    assert!(!leaf.expiration_date().is_empty());
}

#[test]
fn defaults() {
    let empty = Certificate::new();
    assert_eq!((empty.store().as_str(), empty.store_blob().as_slice()), ("MY", b"MY".as_slice()));
    assert_eq!(empty.store_type().code(), 0);
    assert!(empty.is_empty() && empty.subject().is_empty() && empty.encoded().is_empty() && empty.version().is_empty());
    assert_eq!((empty.usage_flags(), empty.public_key_length(), empty.private_key_available()), (0, 0, false));
    assert_eq!(empty.fingerprint(), "");
}

#[test]
fn setting_the_subject_searches_the_store() {
    let mut edited = Certificate::new();
    edited.set_store_type(StoreType::PfxFile);
    edited.set_store(&path("modern.pfx"));
    edited.set_store_password("secret");
    let before = edited.clone();
    edited.set_subject("Vector L").unwrap();
    assert!(edited.subject().starts_with("CN=Vector Leaf") && edited.private_key_available());
    assert!(before.is_empty(), "a clone is independent");
    for text in [
        "CN=Vector Leaf, OU=EDI, O=\"Vector, Inc.\", S=Bayern, C=DE",
        "c=de,ST=Bayern,O=Vector\\, Inc.,ou=edi,cn=vector leaf",
        "OU=EDI, C=DE",
        "O=\"Vector, Inc.\"",
        "modern",
        "bayern",
        "*",
    ] {
        edited.set_subject(text).unwrap();
        assert!(edited.private_key_available(), "{text}");
    }
    let thumbprints = [edited.thumbprint_md5(), edited.thumbprint_sha1(), edited.fingerprint_sha256()];
    for thumbprint in thumbprints {
        edited.set_subject(&format!("thumbprint={thumbprint}")).unwrap();
        assert!(edited.private_key_available(), "{thumbprint}");
    }
    edited.set_subject("CN=Vector Root").unwrap();
    assert!(!edited.private_key_available() && edited.subject().starts_with("CN=Vector Root"));
    edited.set_subject("nobody").unwrap();
    assert!(edited.is_empty() && edited.subject().is_empty(), "no match selects nothing and is no error");
    edited.set_store_password("wrong");
    assert_eq!(edited.set_subject("*").unwrap_err().code, crate::error::codes::INVALID_CERT);
    let store = Store::Path(path("modern.pfx"));
    assert!(Certificate::load(StoreType::PfxFile, &store, "secret", "nobody").is_err(), "the constructor insists");
}

#[test]
fn an_exact_subject_wins_over_a_contained_one() {
    let short = Wish::leaf("edi").make(None);
    let long = Wish::leaf("edi test").make(None);
    let pem = [long.x509.to_pem().unwrap(), short.x509.to_pem().unwrap()].concat();
    let found = |subject: &str| {
        Certificate::load(StoreType::PublicKeyBlob, &Store::Blob(pem.clone()), "", subject)
            .unwrap()
            .subject()
            .to_owned()
    };
    assert_eq!(found("CN=edi, C=DE"), "CN=edi, C=DE");
    assert_eq!(found("CN=edi"), "CN=edi test, C=DE", "contained: the first of the store");
    // A key decides among equals.
    let pem = [pem, short.key.private_key_to_pem_pkcs8().unwrap()].concat();
    let any = Certificate::load(StoreType::PemKeyBlob, &Store::Blob(pem), "", "*").unwrap();
    assert_eq!(any.subject(), "CN=edi, C=DE");
}

#[test]
fn setting_encoded_searches_the_stores_key() {
    let encoded = bytes("leaf.crt");
    let mut edited = Certificate::new();
    edited.set_encoded(&encoded).unwrap();
    assert!(edited.subject().starts_with("CN=Vector Leaf"), "no store is named: the certificate stands alone");
    assert!(!edited.private_key_available());
    edited.set_store_type(StoreType::PemKeyFile);
    edited.set_store(&path("leaf.key"));
    edited.set_encoded(&encoded).unwrap();
    assert!(edited.private_key_available() && edited.subject().starts_with("CN=Vector Leaf"));
    edited.set_encoded(&bytes("ca.crt")).unwrap();
    assert!(edited.subject().is_empty() && edited.x509().is_some() && !edited.private_key_available());
    let der = leaf().x509().unwrap().to_der().unwrap();
    let store = Store::Path(path("rsa-v2.ppk"));
    assert!(Certificate::load_encoded(StoreType::PpkFile, &store, "", &der).unwrap().private_key_available());
    assert!(Certificate::load_encoded(StoreType::PpkFile, &store, "", &bytes("ca.crt")).is_err());
    // Key and certificate in one text.
    let mut edited = Certificate::new();
    edited.set_encoded(&bytes("leaf.pem")).unwrap();
    assert!(edited.private_key_available());
    assert_eq!(edited.set_encoded(b"nonsense!").unwrap_err().code, crate::error::codes::INVALID_CERT);
}

#[test]
fn purposes_follow_the_usage() {
    let signing = Wish { usage: Some(usage(|u| u.digital_signature())), ..Wish::leaf("s") }.make(None);
    let sealing = Wish { usage: Some(usage(|u| u.key_encipherment())), ..Wish::leaf("e") }.make(None);
    let silent = Wish::leaf("n").make(None);
    assert!(purpose::allows(&signing.x509, Purpose::Signature) && !purpose::allows(&signing.x509, Purpose::Encryption));
    assert!(!purpose::allows(&sealing.x509, Purpose::Signature) && purpose::allows(&sealing.x509, Purpose::Encryption));
    assert!(purpose::allows(&silent.x509, Purpose::Signature) && purpose::allows(&silent.x509, Purpose::Encryption));
    let mut server_only = openssl::x509::extension::ExtendedKeyUsage::new();
    server_only.server_auth();
    let server = Wish { extended: Some(server_only), ..Wish::leaf("tls") }.make(None);
    assert!(purpose::allows(&server.x509, Purpose::TlsServer) && !purpose::allows(&server.x509, Purpose::TlsClient));
    assert!(purpose::allows(&server.x509, Purpose::TlsClientLenient));
    let all = [signing, sealing].map(|made| Certificate::from_parts(made.x509, Some(made.key), Vec::new()));
    assert_eq!(purpose::fitting(&all, Purpose::Encryption)[0].subject(), "CN=e, C=DE");
}

fn usage(choose: impl Fn(&mut KeyUsage) -> &mut KeyUsage) -> KeyUsage {
    let mut usage = KeyUsage::new();
    choose(&mut usage);
    usage
}

#[test]
fn nothing_secret_is_printed_and_a_certificate_may_cross_threads() {
    fn is_shared<T: Send + Sync + Clone>(_: &T) {}
    let store = Store::Path(path("modern.pfx"));
    let loaded = Certificate::load(StoreType::PfxFile, &store, "secret", "*").unwrap();
    is_shared(&loaded);
    assert!(!format!("{loaded:?}").contains("secret"));
}
