//! Validation: time, issuer, revocation.

use super::{DAY, Identity, Wish, bytes, crl, serve};
use crate::certs::validate::validate_x509;
use crate::certs::{Certificate, CrlPolicy, Reason, TrustStore, validate};
use openssl::x509::X509;
use std::collections::HashMap;
use std::time::{Duration, SystemTime};

fn trusting(anchors: &[&Identity]) -> TrustStore {
    let mut trust = TrustStore::new();
    for anchor in anchors {
        trust.add(anchor.x509.clone());
    }
    trust
}

fn check(x509: &X509, chain: &[X509], trust: &TrustStore) -> Result<(), Reason> {
    validate_x509(x509, chain, trust, SystemTime::now(), &CrlPolicy::default()).map_err(|refusal| refusal.reason)
}

#[test]
fn time_comes_first() {
    let ca = Wish::ca("CA").make(None);
    let trust = trusting(&[&ca]);
    let good = Wish::leaf("good").make(Some(&ca));
    assert_eq!(check(&good.x509, &[], &trust), Ok(()));
    let expired = Wish { until: -60, from: -10 * DAY, ..Wish::leaf("old") }.make(Some(&ca));
    assert_eq!(check(&expired.x509, &[], &trust), Err(Reason::Expired));
    let early = Wish { from: DAY, ..Wish::leaf("early") }.make(Some(&ca));
    assert_eq!(check(&early.x509, &[], &trust), Err(Reason::NotYetValid));
    let later = SystemTime::now() + Duration::from_secs(60 * DAY as u64);
    let refusal = validate_x509(&good.x509, &[], &trust, later, &CrlPolicy::off()).unwrap_err();
    assert_eq!(refusal.reason, Reason::Expired, "the caller's clock counts");
    let error = crate::Error::from(refusal);
    assert_eq!(error.code, crate::error::codes::INVALID_CERT);
    assert!(error.message.contains("expired"), "{error}");
}

#[test]
fn the_issuer_must_be_trusted() {
    let (root, other) = (Wish::ca("Root").make(None), Wish::ca("Other").make(None));
    let middle = Wish::ca("Middle").make(Some(&root));
    let leaf = Wish::leaf("leaf").make(Some(&middle));
    assert_eq!(check(&leaf.x509, &[], &trusting(&[&other])), Err(Reason::Untrusted));
    assert_eq!(check(&leaf.x509, &[], &trusting(&[&root])), Err(Reason::Untrusted), "the middle is missing");
    assert_eq!(check(&leaf.x509, std::slice::from_ref(&middle.x509), &trusting(&[&root])), Ok(()));
    assert_eq!(check(&leaf.x509, &[], &trusting(&[&middle])), Ok(()), "an anchor need not be a root");
    assert_eq!(check(&leaf.x509, &[], &trusting(&[&other, &leaf])), Ok(()), "trusted by itself");
    assert_eq!(check(&leaf.x509, &[], &TrustStore::new()), Err(Reason::Untrusted), "nothing imported, nothing trusted");
    // An issuer of the right name and the wrong key, and an issuer that is no CA.
    let forged = Wish::ca("Middle").make(None);
    assert_eq!(check(&leaf.x509, &[], &trusting(&[&forged])), Err(Reason::Untrusted));
    let end = Wish::leaf("end").make(Some(&root));
    let below = Wish::leaf("below").make(Some(&end));
    assert_eq!(check(&below.x509, std::slice::from_ref(&end.x509), &trusting(&[&root])), Err(Reason::Untrusted));
}

#[test]
fn self_signed_certificates_skip_the_issuer() {
    let own = Wish::leaf("own").make(None);
    assert_eq!(check(&own.x509, &[], &TrustStore::new()), Ok(()));
    // The same name as issuer does not make it self-signed.
    let ca = Wish::ca("own").make(None);
    let fake = Wish::leaf("own").make(Some(&ca));
    assert_eq!(check(&fake.x509, &[], &TrustStore::new()), Err(Reason::Untrusted));
}

#[test]
fn an_empty_certificate_is_refused() {
    let refusal = validate(&Certificate::new(), &TrustStore::new(), SystemTime::now(), &CrlPolicy::off()).unwrap_err();
    assert_eq!(refusal.reason, Reason::NoCertificate);
    let loaded = Certificate::from_encoded(&bytes("ca.crt")).unwrap();
    assert_eq!(validate(&loaded, &TrustStore::new(), SystemTime::now(), &CrlPolicy::default()), Ok(()));
}

/// Revocation over HTTP: DER and PEM, revoked, too old, of another issuer, not to be had.
#[cfg_attr(not(feature = "trust-list"), ignore = "needs the feature trust-list")]
#[test]
fn revocation_lists_over_http() {
    let ca = Wish::ca("CA").make(None);
    let impostor = Wish::ca("CA").make(None);
    let trust = trusting(&[&ca]);
    let ok = |body: Vec<u8>| ("200 OK".to_owned(), body);
    let base = serve(HashMap::from([
        ("/good.crl".to_owned(), ok(crl(&ca, &[9], 0).to_der().unwrap())),
        ("/pem.crl".to_owned(), ok(crl(&ca, &[9], 14 * DAY).to_pem().unwrap())),
        ("/revoked.crl".to_owned(), ok(crl(&ca, &[4, 5, 6], 0).to_der().unwrap())),
        ("/old.crl".to_owned(), ok(crl(&ca, &[], 15 * DAY + 60).to_der().unwrap())),
        ("/forged.crl".to_owned(), ok(crl(&impostor, &[], 0).to_der().unwrap())),
        ("/nonsense.crl".to_owned(), ok(b"<html>".to_vec())),
        ("/moved.crl".to_owned(), ("302 Found\r\nLocation: /good.crl".to_owned(), Vec::new())),
    ]));
    let leaf = |url: String| Wish { crl: Some(url), ..Wish::leaf("leaf") }.make(Some(&ca)).x509;
    for (path, expected) in [
        ("good.crl", Ok(())),
        ("pem.crl", Ok(())),
        ("revoked.crl", Err(Reason::Revoked)),
        ("old.crl", Err(Reason::CrlTooOld)),
        ("forged.crl", Err(Reason::CrlInvalid)),
        ("nonsense.crl", Err(Reason::CrlUnavailable)),
        ("missing.crl", Err(Reason::CrlUnavailable)),
        ("moved.crl", Err(Reason::CrlUnavailable)),
    ] {
        assert_eq!(check(&leaf(format!("{base}/{path}")), &[], &trust), expected, "{path}");
    }
    let revoked = leaf(format!("{base}/revoked.crl"));
    assert_eq!(validate_x509(&revoked, &[], &trust, SystemTime::now(), &CrlPolicy::off()), Ok(()));
    // Trusted by itself, its issuer unknown: the list cannot be verified.
    let pinned = leaf(format!("{base}/good.crl"));
    let mut alone = TrustStore::new();
    alone.add(pinned.clone());
    assert_eq!(check(&pinned, &[], &alone), Err(Reason::CrlInvalid));
    assert_eq!(check(&pinned, std::slice::from_ref(&ca.x509), &alone), Ok(()));
    // A self-signed certificate is not spared.
    let own = Wish { crl: Some(format!("{base}/good.crl")), ..Wish::leaf("own") }.make(None);
    assert_eq!(check(&own.x509, &[], &trust), Err(Reason::CrlInvalid));
}

#[test]
fn revocation_lists_in_files() {
    let scratch = tempfile::tempdir().unwrap();
    let ca = Wish::ca("CA").make(None);
    let path = scratch.path().join("list.crl");
    let leaf = Wish { crl: Some(format!("file://{}", path.display())), ..Wish::leaf("leaf") }.make(Some(&ca));
    assert_eq!(check(&leaf.x509, &[], &trusting(&[&ca])), Err(Reason::CrlUnavailable));
    std::fs::write(&path, crl(&ca, &[5], 0).to_der().unwrap()).unwrap();
    assert_eq!(check(&leaf.x509, &[], &trusting(&[&ca])), Err(Reason::Revoked));
    let ldap = Wish { crl: Some("ldap://host/cn=x".to_owned()), ..Wish::leaf("leaf") }.make(Some(&ca));
    assert_eq!(check(&ldap.x509, &[], &trusting(&[&ca])), Err(Reason::CrlUnavailable));
}
