//! Importing trusted certificates: sources, redirects, bounds, and the trust lists that xmlsec1 signed.

use super::{Wish, bytes, serve, vector};
use crate::certs::trust::Scope;
use crate::certs::validate::validate_x509;
use crate::certs::{CrlPolicy, ImportOptions, Redirects, SignerPin, TrustStore};
use crate::error::codes;
use openssl::hash::MessageDigest;
use openssl::x509::X509;
use std::collections::HashMap;
use std::time::SystemTime;

fn text(name: &str) -> String {
    String::from_utf8(bytes(name)).unwrap()
}

fn cause(source: &str, options: &ImportOptions) -> String {
    let mut trust = TrustStore::new();
    let error = trust.import(source, options).expect_err("must be refused");
    assert_eq!(error.code, codes::TRUSTED_IMPORT);
    assert!(trust.is_empty(), "nothing changes on an error");
    error.message
}

#[test]
fn certificates_from_file_url_and_text() {
    let path = vector("ca.crt").to_string_lossy().into_owned();
    let der = openssl::base64::encode_block(&X509::from_pem(&bytes("ca.crt")).unwrap().to_der().unwrap());
    let bundle = text("ca.crt") + &text("issuing.crt") + &text("ca.crt");
    for (source, added) in [
        (path.clone(), 1),
        (format!("file://{path}"), 1),
        (text("ca.crt"), 1),
        (der, 1),
        (bundle, 2),
        (text("chain.p7b"), 2),
        (vector("chain-der.p7b").to_string_lossy().into_owned(), 2),
    ] {
        let mut trust = TrustStore::new();
        let report =
            trust.import(&source, &ImportOptions::default()).unwrap_or_else(|error| panic!("{source}: {error}"));
        assert_eq!((report.added, trust.certificates().len()), (added, added));
        assert_eq!(trust.import(&source, &ImportOptions::default()).unwrap().added, 0, "once is enough");
    }
    for nothing in [
        "",
        "/no/such/file",
        "nosuchfile",
        "<x/>",
        "-----BEGIN X-----\nAAAA\n-----END X-----",
        &path.replace("ca.crt", "leaf.key"),
    ] {
        cause(nothing, &ImportOptions::default());
    }
}

#[test]
fn expired_certificates_are_left_out_with_a_note() {
    let old = Wish { from: -20 * super::DAY, until: -60, ..Wish::ca("Old") }.make(None);
    let good = Wish::ca("Good").make(None);
    let bundle = [old.x509.to_pem().unwrap(), good.x509.to_pem().unwrap()].concat();
    let mut trust = TrustStore::new();
    let report = trust.import(std::str::from_utf8(&bundle).unwrap(), &ImportOptions::default()).unwrap();
    assert_eq!(report.added, 1);
    assert!(report.notes[0].contains("CN=Old"), "{:?}", report.notes);
}

#[cfg_attr(not(feature = "trust-list"), ignore = "needs the feature trust-list")]
#[test]
fn redirects_follow_the_setting() {
    let ok = ("200 OK".to_owned(), bytes("ca.crt"));
    let moved = |to: &str| (format!("302 Found\r\nLocation: {to}"), Vec::new());
    let base = serve(HashMap::from([
        ("/ca".to_owned(), ok),
        ("/moved".to_owned(), moved("/ca")),
        ("/secure".to_owned(), moved("https://127.0.0.1:1/ca")),
        ("/loop".to_owned(), moved("/loop")),
        ("/file".to_owned(), moved("file:///etc/passwd")),
    ]));
    let options = |redirects| ImportOptions { redirects, ..ImportOptions::default() };
    let mut trust = TrustStore::new();
    assert_eq!(trust.import(&format!("{base}/ca"), &options(Redirects::Never)).unwrap().added, 1);
    for follow in [Redirects::Always, Redirects::SameScheme] {
        assert_eq!(TrustStore::new().import(&format!("{base}/moved"), &options(follow)).unwrap().added, 1);
        assert!(cause(&format!("{base}/loop"), &options(follow)).contains("more than"));
        assert!(cause(&format!("{base}/file"), &options(follow)).contains("nowhere"));
    }
    assert!(cause(&format!("{base}/moved"), &options(Redirects::Never)).contains("FollowRedirects is 0"));
    assert!(cause(&format!("{base}/secure"), &options(Redirects::SameScheme)).contains("FollowRedirects is 2"));
    assert!(
        cause(&format!("{base}/secure"), &options(Redirects::Always)).contains("https://127.0.0.1:1/ca"),
        "it was tried"
    );
    assert!(cause(&format!("{base}/missing"), &options(Redirects::Never)).contains("404"));
    assert_eq!(
        [0, 1, 2].map(Redirects::from_code),
        [Redirects::Never, Redirects::Always, Redirects::SameScheme].map(Some)
    );
}

#[cfg_attr(not(feature = "trust-list"), ignore = "needs the feature trust-list")]
#[test]
fn too_much_is_refused() {
    let base = serve(HashMap::from([("/big".to_owned(), ("200 OK".to_owned(), vec![b'A'; (10 << 20) + 1]))]));
    assert!(cause(&format!("{base}/big"), &ImportOptions::default()).contains("10 MiB"));
}

#[cfg_attr(not(feature = "trust-list"), ignore = "needs the feature trust-list")]
#[test]
fn a_signed_trust_list_is_imported() {
    for (name, sequence) in [("tsl.xml", 151), ("tsl-exclusive.xml", 152)] {
        let mut trust = TrustStore::new();
        let report =
            trust.import(&text(name), &ImportOptions::default()).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!((report.added, report.sequence, trust.sequence()), (2, Some(sequence), Some(sequence)));
        let scopes: Vec<Scope> = trust.anchors().iter().map(|anchor| anchor.scope).collect();
        assert_eq!(scopes, [Scope::Listed, Scope::ListedRoot]);
        let notes = report.notes.join("\n");
        assert!(notes.contains("Old: left out, its certificate is expired"), "{notes}");
        assert!(notes.contains("Out: left out, its status is not inaccord"), "{notes}");
        assert!(notes.contains("not pinned"), "{notes}");
        // The CA of the list vouches for its partners; its root does not.
        let partner = X509::from_pem(&bytes("partner.crt")).unwrap();
        let rooted = X509::from_pem(&bytes("leaf.crt")).unwrap();
        let check = |x509: &X509| validate_x509(x509, &[], &trust, SystemTime::now(), &CrlPolicy::default());
        assert_eq!(check(&partner), Ok(()));
        assert_eq!(check(&X509::from_pem(&bytes("issuing.crt")).unwrap()), Ok(()), "the listed CA itself");
        let refusal = check(&rooted).unwrap_err();
        assert_eq!(refusal.reason, crate::certs::Reason::RootIssuedLeaf, "{refusal}");
        // The root imported as a certificate vouches for everything again.
        trust.add(X509::from_pem(&bytes("ca.crt")).unwrap());
        assert_eq!(validate_x509(&rooted, &[], &trust, SystemTime::now(), &CrlPolicy::default()), Ok(()));
    }
}

#[cfg_attr(not(feature = "trust-list"), ignore = "needs the feature trust-list")]
#[test]
fn a_trust_list_never_goes_back_and_keeps_its_signer() {
    let mut trust = TrustStore::new();
    trust.import(&text("tsl-exclusive.xml"), &ImportOptions::default()).unwrap();
    let error = trust.import(&text("tsl.xml"), &ImportOptions::default()).unwrap_err();
    assert_eq!(error.code, codes::TRUSTED_IMPORT);
    assert!(error.message.contains("older than 152"), "{error}");
    assert_eq!((trust.anchors().len(), trust.sequence()), (2, Some(152)));
    assert_eq!(
        trust.import(&text("tsl-exclusive.xml"), &ImportOptions::default()).unwrap().added,
        0,
        "the same again is fine"
    );
    let mut kept = trust.certificates();
    kept.pop();
    kept.push(crate::certs::Certificate::from_file(vector("signer.crt")).unwrap());
    trust.set_certificates(&kept);
    let scopes: Vec<Scope> = trust.anchors().iter().map(|anchor| anchor.scope).collect();
    assert_eq!(scopes, [Scope::Listed, Scope::Any], "what stays keeps its scope");
}

#[cfg_attr(not(feature = "trust-list"), ignore = "needs the feature trust-list")]
#[test]
fn the_signer_can_be_pinned() {
    let signer = X509::from_pem(&bytes("signer.crt")).unwrap();
    let hash: [u8; 32] = (*signer.digest(MessageDigest::sha256()).unwrap()).try_into().unwrap();
    let pinned = |signer| ImportOptions { signer: Some(signer), ..ImportOptions::default() };
    for pin in [SignerPin::Certificate(signer), SignerPin::Sha256(hash)] {
        let report = TrustStore::new().import(&text("tsl.xml"), &pinned(pin)).unwrap();
        assert!(!report.notes.join(" ").contains("not pinned"));
    }
    let other = SignerPin::Certificate(X509::from_pem(&bytes("ca.crt")).unwrap());
    assert!(cause(&text("tsl.xml"), &pinned(other)).contains("not the expected signer"));
    assert!(cause(&text("tsl.xml"), &pinned(SignerPin::Sha256([0; 32]))).contains("not the expected signer"));
}

#[cfg_attr(not(feature = "trust-list"), ignore = "needs the feature trust-list")]
#[test]
fn the_local_copy_remembers_and_helps_out() {
    let scratch = tempfile::tempdir().unwrap();
    let copy = scratch.path().join("list.xml");
    let options = ImportOptions { copy: Some(copy.clone()), ..ImportOptions::default() };
    TrustStore::new().import(&text("tsl-exclusive.xml"), &options).unwrap();
    assert_eq!(std::fs::read_to_string(&copy).unwrap(), text("tsl-exclusive.xml"));
    // After a restart: the older list is still refused, and an unreachable source is no loss.
    assert!(cause(&text("tsl.xml"), &options).contains("older than 152"));
    let mut trust = TrustStore::new();
    let report = trust.import("http://127.0.0.1:1/list.xml", &options).unwrap();
    assert!(report.notes[0].contains("local copy"), "{:?}", report.notes);
    assert_eq!(trust.sequence(), Some(152));
}
