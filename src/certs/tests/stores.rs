//! Every store type, from vectors that other products made (tests/data/certs/README.md).

use super::{bytes, vector};
use crate::certs::{Certificate, Store, StoreType, encoding};
use crate::error::codes;

fn load(kind: StoreType, name: &str, password: &str, subject: &str) -> Certificate {
    let store = Store::Path(vector(name).to_string_lossy().into_owned());
    Certificate::load(kind, &store, password, subject).unwrap_or_else(|error| panic!("{name} as {kind:?}: {error}"))
}

fn refusal(kind: StoreType, store: Store, password: &str) -> crate::Error {
    Certificate::load(kind, &store, password, "*").expect_err("must be refused")
}

fn leaf() -> Certificate {
    Certificate::from_file(vector("leaf.crt")).unwrap()
}

/// The blob type of a file type, and the content in both forms a blob may have.
fn blobs(kind: StoreType, name: &str) -> Vec<(StoreType, Store)> {
    use StoreType::*;
    let blob = match kind {
        PfxFile => PfxBlob,
        JksFile => JksBlob,
        PemKeyFile => PemKeyBlob,
        PublicKeyFile => PublicKeyBlob,
        SshPublicKeyFile => SshPublicKeyBlob,
        P7bFile => P7bBlob,
        PpkFile => PpkBlob,
        XmlFile => XmlBlob,
        JwkFile => JwkBlob,
        other => other,
    };
    let content = bytes(name);
    let base64 = openssl::base64::encode_block(&content);
    let path = vector(name).to_string_lossy().into_owned();
    vec![
        (blob, Store::Blob(content.clone())),
        (blob, Store::Blob(base64.clone().into_bytes())),
        (blob, Store::Path(base64.clone())),
        (kind, Store::Blob(content.clone())),
        (kind, Store::Blob(path.clone().into_bytes())),
        (Auto, Store::Blob(content)),
        (Auto, Store::Path(base64)),
        (Auto, Store::Path(path)),
    ]
}

#[test]
fn every_store_with_the_key_gives_certificate_and_key() {
    use StoreType::*;
    let own = leaf();
    let stores = [
        (PfxFile, "legacy.pfx", "secret"),
        (PfxFile, "modern.pfx", "secret"),
        (PfxFile, "nopass.pfx", ""),
        (JksFile, "two.jks", "storepass"),
        (PemKeyFile, "leaf.pem", ""),
        (JwkFile, "rsa.jwk", ""),
    ];
    for (kind, name, password) in stores {
        let found = load(kind, name, password, "CN=Vector Leaf");
        assert_eq!(found.thumbprint_sha256(), own.thumbprint_sha256(), "{name}");
        assert!(found.private_key().unwrap().public_eq(own.public().unwrap()), "{name}");
        if name != "nopass.pfx" {
            assert_eq!(found.chain().len(), 1, "{name} also holds the issuer");
        }
        for (kind, store) in blobs(kind, name) {
            let again = Certificate::load(kind, &store, password, "CN=Vector Leaf")
                .unwrap_or_else(|error| panic!("{name} as {kind:?} {store:?}: {error}"));
            assert_eq!(again.thumbprint_sha1(), own.thumbprint_sha1());
            assert!(again.private_key_available());
        }
    }
}

#[test]
fn every_key_alone_is_read() {
    use StoreType::*;
    let own = leaf();
    let keys = [
        (PemKeyFile, "leaf.key", ""),
        (PemKeyFile, "pkcs1-enc.pem", "secret"),
        (PemKeyFile, "pkcs8-enc.pem", "secret"),
        (PemKeyFile, "pkcs8-des.pem", "secret"),
        (PemKeyFile, "rsa.openssh", ""),
        (PpkFile, "rsa-v2.ppk", ""),
        (PpkFile, "rsa-v2-enc.ppk", "secret"),
        (PpkFile, "rsa-v3.ppk", ""),
        (PpkFile, "rsa-v3-enc.ppk", "secret"),
        (XmlFile, "private.xml", ""),
    ];
    for (kind, name, password) in keys {
        let found = load(kind, name, password, "*");
        assert!(found.private_key().unwrap().public_eq(own.public().unwrap()), "{name}");
        assert!(found.x509().is_none() && found.subject().is_empty());
        for (kind, store) in blobs(kind, name) {
            let again = Certificate::load(kind, &store, password, "*")
                .unwrap_or_else(|error| panic!("{name} as {kind:?} {store:?}: {error}"));
            assert!(again.private_key_available(), "{name}");
        }
    }
}

#[test]
fn other_kinds_of_keys() {
    for (kind, name, password, algorithm, length) in [
        (StoreType::PemKeyFile, "ec.pem", "", "EC", 256),
        (StoreType::PemKeyFile, "ed25519.pem", "", "Ed25519", 256),
        (StoreType::PemKeyFile, "ec.openssh", "", "EC", 256),
        (StoreType::PemKeyFile, "ed.openssh", "", "Ed25519", 256),
        (StoreType::PpkFile, "ec-v3.ppk", "", "EC", 256),
        (StoreType::PpkFile, "ed-v3-enc.ppk", "secret", "Ed25519", 256),
        (StoreType::JwkFile, "set.jwk", "", "Ed25519", 256),
    ] {
        let found = load(kind, name, password, "*");
        assert_eq!(found.public_key_algorithm(), algorithm, "{name}");
        assert!((found.public_key_length() - length).abs() < 8, "{name}");
        assert!(found.private_key_available(), "{name}");
        assert!(found.private_key_pem().starts_with("-----BEGIN PRIVATE KEY-----"));
    }
    assert_eq!(load(StoreType::JwkFile, "set.jwk", "", "ec").public_key_algorithm(), "EC");
    assert!(!load(StoreType::JwkFile, "set.jwk", "", "public").private_key_available());
    assert_eq!(load(StoreType::PpkFile, "rsa-v3.ppk", "", "vector rsa").alias(), Some("vector rsa"));
}

#[test]
fn public_stores() {
    use StoreType::*;
    let own = leaf();
    for (kind, name) in [
        (PublicKeyFile, "leaf.crt"),
        (P7bFile, "chain.p7b"),
        (P7bFile, "chain-der.p7b"),
        (PublicKeyFile, "chain.p7b"),
        (SshPublicKeyFile, "rsa.pub"),
        (SshPublicKeyFile, "rsa-4716.pub"),
        (XmlFile, "public.xml"),
    ] {
        let found = load(kind, name, "", "*");
        assert!(found.public().unwrap().public_eq(own.public().unwrap()), "{name}: * takes the leaf, not its issuer");
        assert!(!found.private_key_available());
        for (kind, store) in blobs(kind, name) {
            // A line of an authorized_keys file is Base64 inside already; once more is what blobs() tries.
            let again = Certificate::load(kind, &store, "", "*")
                .unwrap_or_else(|error| panic!("{name} as {kind:?} {store:?}: {error}"));
            assert!(again.public().unwrap().public_eq(own.public().unwrap()), "{name}");
        }
    }
    assert_eq!(load(P7bFile, "chain.p7b", "", "*").chain().len(), 1);
    assert_eq!(load(SshPublicKeyFile, "ec.pub", "", "*").public_key_algorithm(), "EC");
    assert_eq!(load(SshPublicKeyFile, "ed.pub", "", "vector ed").public_key_algorithm(), "Ed25519");
    // DER and Base64 without armour, and a bare public key in both encodings.
    let der = own.x509().unwrap().to_der().unwrap();
    assert_eq!(Certificate::from_encoded(&der).unwrap().subject(), own.subject());
    assert_eq!(
        Certificate::from_encoded(openssl::base64::encode_block(&der).as_bytes()).unwrap().subject(),
        own.subject()
    );
    let rsa = own.public().unwrap().rsa().unwrap();
    for bare in [
        rsa.public_key_to_der().unwrap(),
        rsa.public_key_to_der_pkcs1().unwrap(),
        rsa.public_key_to_pem_pkcs1().unwrap(),
    ] {
        let read =
            Certificate::from_encoded(&bare).unwrap_or_else(|error| panic!("{}: {error}", encoding::hex(&bare, false)));
        assert_eq!(read.public_key_length(), 2048);
    }
}

#[test]
fn a_wrong_password_is_named_as_the_cause() {
    use StoreType::*;
    for (kind, name) in [
        (PfxFile, "legacy.pfx"),
        (PfxFile, "modern.pfx"),
        (JksFile, "two.jks"),
        (JksFile, "java12.jks"),
        (PemKeyFile, "pkcs1-enc.pem"),
        (PemKeyFile, "pkcs8-enc.pem"),
        (PemKeyFile, "pkcs8-des.pem"),
        (PpkFile, "rsa-v2-enc.ppk"),
        (PpkFile, "rsa-v3-enc.ppk"),
    ] {
        for (kind, store) in [(kind, Store::Blob(bytes(name))), (Auto, Store::Blob(bytes(name)))] {
            let error = refusal(kind, store.clone(), "wrong");
            assert_eq!(error.code, codes::INVALID_CERT, "{name}");
            assert!(error.message.to_lowercase().contains("password"), "{name}: {error}");
            assert!(!error.message.contains(".c:"), "no file names of OpenSSL: {error}");
            let error = refusal(kind, store, "");
            assert!(error.message.to_lowercase().contains("password"), "{name}: {error}");
        }
    }
    assert_eq!(refusal(PfxFile, Store::Blob(bytes("modern.pfx")), "a\0b").code, codes::BAD_VALUE);
}

#[test]
fn a_java_store_with_two_keys_and_two_passwords() {
    let store = Store::Path(vector("two.jks").to_string_lossy().into_owned());
    let all = Certificate::list(StoreType::JksFile, &store, "storepass").unwrap();
    let mut aliases: Vec<_> = all.iter().filter_map(Certificate::alias).collect();
    aliases.sort_unstable();
    assert_eq!(aliases, ["first", "root", "second"]);
    let mut second = Certificate::load(StoreType::JksFile, &store, "storepass", "second").unwrap();
    assert_eq!(second.subject(), "CN=Second, O=Java, C=DE");
    assert!(!second.private_key_available(), "its key has a password of its own");
    assert!(second.key_problem().unwrap().message.contains("KeyPassword"));
    assert_eq!(second.set_key_password("wrong").unwrap_err().code, codes::INVALID_CERT);
    second.set_key_password("keypass").unwrap();
    assert!(second.private_key_available() && second.key_problem().is_none());
    assert!(second.private_key().unwrap().public_eq(second.public().unwrap()));
    let root = Certificate::load(StoreType::JksFile, &store, "storepass", "Thumbprint=aa").unwrap_err();
    assert!(root.message.contains("thumbprint"));
}

#[test]
fn a_pfx_with_two_keys_gives_both() {
    for name in ["CN=One, O=Java, C=DE", "CN=Two, O=Java, C=DE"] {
        let found = load(StoreType::JksFile, "java12.jks", "storepass", name);
        assert_eq!(found.subject(), name);
        assert!(found.private_key().unwrap().public_eq(found.public().unwrap()), "{name}");
    }
}

#[test]
fn stores_of_other_platforms_say_what_to_use_instead() {
    for code in [0, 1, 21, 22] {
        let kind = StoreType::from_code(code).unwrap();
        let error = refusal(kind, Store::Path("MY".to_owned()), "");
        assert_eq!(error.code, codes::NOT_SUPPORTED);
        assert!(error.message.contains("use store type 2 (cstPFXFile)"), "{error}");
    }
    assert_eq!(StoreType::from_code(20).unwrap_err().code, codes::BAD_VALUE);
    assert!(StoreType::ALL.iter().all(|kind| StoreType::from_code(kind.code()).unwrap() == *kind));
}

#[test]
fn a_missing_file_and_nonsense_are_named() {
    let error = refusal(StoreType::PfxFile, Store::Path("/no/such/file.pfx".to_owned()), "");
    assert!(error.message.contains("/no/such/file.pfx"), "{error}");
    let der = encoding::pem_blocks(&bytes("pkcs8-enc.pem")).unwrap().remove(0).der.to_vec();
    assert!(refusal(StoreType::PemKeyBlob, Store::Blob(der.clone()), "").message.contains("StorePassword"));
    assert!(refusal(StoreType::Auto, Store::Blob(der.clone()), "no").message.contains("password"));
    assert!(Certificate::load(StoreType::Auto, &Store::Blob(der), "secret", "*").unwrap().private_key_available());
    let error = refusal(StoreType::Auto, Store::Path("/no/such/file.pfx".to_owned()), "");
    assert_eq!(error.code, codes::INVALID_CERT);
    assert!(refusal(StoreType::JksFile, Store::Blob(b"nonsense".to_vec()), "").message.contains("Java"));
    assert!(refusal(StoreType::PfxFile, Store::Blob(b"nonsense".to_vec()), "").message.contains("PFX"));
}

/// Any store, cut anywhere or with any octet changed, is an error or a store, never a panic.
#[test]
fn damaged_stores_do_no_harm() {
    let names = [
        "two.jks",
        "modern.pfx",
        "rsa-v2.ppk",
        "rsa.jwk",
        "private.xml",
        "rsa.openssh",
        "chain-der.p7b",
        "leaf.pem",
        "rsa.pub",
    ];
    for name in names {
        let whole = bytes(name);
        let step = (whole.len() / 40).max(1);
        for at in (0..whole.len()).step_by(step) {
            let _ = Certificate::list(StoreType::Auto, &Store::Blob(whole[..at].to_vec()), "storepass");
            let mut changed = whole.clone();
            changed[at] ^= 0x15;
            let _ = Certificate::list(StoreType::Auto, &Store::Blob(changed), "storepass");
        }
    }
    assert!(encoding::base64(b"").is_none());
}
