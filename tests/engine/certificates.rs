//! Certificates through settings and methods: where they are looked for, what a failure says, and validation.

use crate::secured::identity;
use crate::support::peer::{Peer, Ssid};
use crate::support::{Heard, PEER, Scratch, Station, code};
use oftpsrv::internals::certs::Certificate;
use oftpsrv::internals::events::EventKind;
use openssl::asn1::Asn1Time;
use openssl::hash::MessageDigest;
use openssl::pkey::PKey;
use openssl::rsa::Rsa;
use openssl::x509::extension::BasicConstraints;
use openssl::x509::{X509, X509NameBuilder};

fn set(s: &Station, prefix: &str, kind: i32, store: &str, password: &str) -> Result<(), oftpsrv::Error> {
    for (name, value) in
        [("Subject", ""), ("StoreType", &*kind.to_string()), ("Store", store), ("StorePassword", password)]
    {
        s.server.set_config(&format!("{prefix}{name}"), value)?;
    }
    s.server.set_config(&format!("{prefix}Subject"), "*")
}

/// A file that is not there is error 679 with its path, whichever setting names it; a password that is missing or wrong is 690.
#[test]
fn what_is_wrong_with_a_store_is_said_when_the_subject_is_set() {
    let s = Station::new(&[]);
    let missing = s.dir.join("missing.p12").to_str().unwrap().to_owned();
    let dir = Scratch::new();
    let id = identity(&dir, "own");
    let mut builder = openssl::pkcs12::Pkcs12::builder();
    builder.pkey(&id.key).cert(&id.cert);
    let pfx = s.dir.write("own.so.p12", builder.build2("geheim").unwrap().to_der().unwrap());
    for prefix in ["Certificate", "RecipientCert", "SSLCert"] {
        for kind in [2, 4, 6, 8, 11, 13, 14, 16, 18, 23, 99] {
            let error = set(&s, prefix, kind, &missing, "").unwrap_err();
            assert!(error.code == 679 && error.message.contains(&missing), "{prefix} {kind}: {error}");
        }
        for kind in [2, 99] {
            let path = pfx.to_str().unwrap();
            let error = set(&s, prefix, kind, path, "").unwrap_err();
            assert!(error.code == 690 && error.message.contains("needs a password"), "{prefix} {kind}: {error}");
            let error = set(&s, prefix, kind, path, "falsch").unwrap_err();
            assert!(error.code == 690 && error.message.contains("is wrong"), "{prefix} {kind}: {error}");
            assert_eq!(set(&s, prefix, kind, path, "geheim"), Ok(()), "{prefix} {kind}");
        }
    }
    let peer = Peer::open(s.port, &Ssid::default());
    for kind in ["2", "8", "23", "99"] {
        s.server.set_config("ExchangeCertStoreType", kind).unwrap();
        let error = s.server.exchange_certificate(&s.id(), PEER, &missing, 1).unwrap_err();
        assert!(error.code == 679 && error.message.contains(&missing), "{kind}: {error}");
    }
    peer.finish();
}

/// RecipientCertStoreB with type 99 is a content, and may be what a partner sent; as a text the same is a path.
#[test]
fn octets_are_a_content_and_text_may_be_a_path() {
    let s = Station::new(&[]);
    let dir = Scratch::new();
    let own = identity(&dir, "own");
    let peer = Peer::open(s.port, &Ssid::default());
    let id = s.id();
    let set = |field: &str, value: &str| s.server.connection_set(&id, field, value);
    set("RecipientCertStoreType", "99").unwrap();
    s.server.connection_set_recipient_store(&id, own.path.as_bytes()).unwrap();
    assert_eq!(s.server.connection_get(&id, "RecipientCertStore").unwrap(), own.path);
    assert_eq!(code(set("RecipientCertSubject", "*")), 690);
    s.server.connection_set_recipient_store(&id, &own.cert.to_pem().unwrap()).unwrap();
    set("RecipientCertSubject", "*").unwrap();
    set("RecipientCertSubject", "").unwrap();
    set("RecipientCertStore", &own.path).unwrap();
    set("RecipientCertSubject", "*").unwrap();
    // A type that names a file takes the path in octets too.
    set("RecipientCertSubject", "").unwrap();
    set("RecipientCertStoreType", "8").unwrap();
    s.server.connection_set_recipient_store(&id, own.path.as_bytes()).unwrap();
    set("RecipientCertSubject", "*").unwrap();
    peer.finish();
}

/// A certificate of this issuer, or of itself, that ended or ends in some days.
fn issued(
    name: &str,
    issuer: Option<(&X509, &PKey<openssl::pkey::Private>)>,
    days: i64,
) -> (X509, PKey<openssl::pkey::Private>) {
    let key = PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap();
    let mut subject = X509NameBuilder::new().unwrap();
    subject.append_entry_by_text("CN", name).unwrap();
    let subject = subject.build();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs() as i64;
    let mut cert = X509::builder().unwrap();
    cert.set_version(2).unwrap();
    cert.set_subject_name(&subject).unwrap();
    cert.set_pubkey(&key).unwrap();
    cert.set_not_before(&Asn1Time::from_unix(now - 40 * 86_400).unwrap()).unwrap();
    cert.set_not_after(&Asn1Time::from_unix(now + days * 86_400).unwrap()).unwrap();
    match issuer {
        Some((issuer, issuer_key)) => {
            cert.set_issuer_name(issuer.subject_name()).unwrap();
            cert.sign(issuer_key, MessageDigest::sha256()).unwrap();
        }
        None => {
            cert.set_issuer_name(&subject).unwrap();
            cert.append_extension(BasicConstraints::new().critical().ca().build().unwrap()).unwrap();
            cert.sign(&key, MessageDigest::sha256()).unwrap();
        }
    }
    (cert.build(), key)
}

/// ValidateCert and ValidateRecipientCert answer, whatever FailOnUntrustedCert says of certificates that are used; the log has
/// the reason. Without a certificate there is nothing to answer: 689.
#[test]
fn validation_answers_and_does_not_fail() {
    let (ca, ca_key) = issued("CA", None, 30);
    let (other, other_key) = issued("Other CA", None, 30);
    let cert = |issuer: (&X509, &PKey<openssl::pkey::Private>), days| {
        let (x509, key) = issued("leaf", Some(issuer), days);
        Certificate::from_parts(x509, Some(key), Vec::new())
    };
    let good = cert((&ca, &ca_key), 30);
    let expired = cert((&ca, &ca_key), -3);
    let stranger = cert((&other, &other_key), 30);
    for fail in ["True", "False"] {
        let s = Station::new(&[("FailOnUntrustedCert", fail)]);
        s.ear.listen(EventKind::Log);
        assert_eq!(code(s.server.validate_cert()), 689);
        let peer = Peer::open(s.port, &Ssid::default());
        let id = s.id();
        assert_eq!(code(s.server.validate_recipient_cert("nobody")), 126);
        assert_eq!(code(s.server.validate_recipient_cert(&id)), 689);
        s.server.connection_set(&id, "RecipientCertStoreType", "9").unwrap();
        for (certificate, valid, reason) in
            [(&good, true, ""), (&expired, false, "expired"), (&stranger, false, "not trusted"), (&good, true, "")]
        {
            // What is loaded while nothing is trusted is not looked at.
            s.server.set_trusted_certs(Vec::new()).unwrap();
            s.server.set_certificate(Some(certificate.clone())).unwrap();
            s.server.connection_set(&id, "RecipientCertSubject", "").unwrap();
            s.server.connection_set_recipient_store(&id, &certificate.encoded_blob()).unwrap();
            s.server.connection_set(&id, "RecipientCertSubject", "*").unwrap();
            s.server.set_trusted_certs(vec![Certificate::from_parts(ca.clone(), None, Vec::new())]).unwrap();
            s.ear.forget();
            assert_eq!(s.server.validate_cert(), Ok(valid), "{fail} {reason}");
            assert_eq!(s.server.validate_recipient_cert(&id), Ok(valid), "{fail} {reason}");
            for (connection, which) in [("", "Certificate is not valid"), (&*id, "RecipientCert is not valid")] {
                if valid {
                    continue;
                }
                s.ear.wait(|all| {
                    all.iter()
                        .find(|heard| {
                            matches!(heard, Heard::Log(event) if event.connection_id == connection
                        && event.message.contains(which) && event.message.contains(reason))
                        })
                        .map(|_| ())
                });
            }
        }
        peer.finish();
    }
}
