//! Every store type, from vectors that other products made (tests/data/certs/README.md).

use super::{bytes, vector};
use crate::ber::{Elements, tag, write};
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
            Certificate::from_encoded(&bare).unwrap_or_else(|error| panic!("{}: {error}", crate::hex::lower(&bare)));
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

/// A file is what it contains, whatever it is called; nothing but type 23 makes it a module, which is code that would run.
#[cfg_attr(not(feature = "pkcs11"), ignore = "needs the feature pkcs11")]
#[test]
fn a_name_never_makes_a_module() {
    let scratch = tempfile::tempdir().unwrap();
    let put = |name: &str, content: &[u8]| {
        let path = scratch.path().join(name).to_string_lossy().into_owned();
        std::fs::write(&path, content).unwrap();
        path
    };
    for name in ["CERT.SO", "cert.dll", "cert.dylib", "oftp.so.ch.p12", "libcert.so.1", "plain"] {
        let path = put(name, &bytes("modern.pfx"));
        for kind in [StoreType::Auto, StoreType::PfxFile] {
            let found = Certificate::load(kind, &Store::Path(path.clone()), "secret", "CN=Vector Leaf");
            assert!(found.unwrap_or_else(|error| panic!("{name}: {error}")).private_key_available());
        }
    }
    // What a library begins with on Linux, Windows and macOS.
    for magic in [&b"\x7fELF\x02\x01\x01\0"[..], b"MZ\x90\0", b"\xcf\xfa\xed\xfe\x07\0\0\x01"] {
        let path = put("CERT.SO", &[magic, &[0; 200]].concat());
        let error = refusal(StoreType::Auto, Store::Path(path.clone()), "");
        assert_eq!(error.code, codes::INVALID_CERT);
        assert!(error.message.contains("a program or a library") && error.message.contains("23"), "{error}");
        let error = refusal(StoreType::Auto, Store::Path(format!("{path};slot=0")), "");
        assert_eq!(error.code, codes::READ_FILE, "there is no file of that name: {error}");
        assert!(!refusal(StoreType::Auto, Store::Blob(path.clone().into_bytes()), "").message.contains("loaded"));
        // Only who says so loads it, or tries to.
        assert!(refusal(StoreType::Pkcs11, Store::Path(path), "").message.contains("cannot be loaded"));
    }
}

/// Octets with type 99 may be a partner's: they are content, and never choose a file of this machine.
#[test]
fn octets_that_spell_a_path_are_no_path() {
    let path = vector("leaf.pem").to_string_lossy().into_owned();
    assert!(Certificate::load(StoreType::Auto, &Store::Path(path.clone()), "", "*").is_ok());
    let error = refusal(StoreType::Auto, Store::Blob(path.clone().into_bytes()), "");
    assert!(error.code == codes::INVALID_CERT && error.message.contains("format"), "{error}");
    // StoreB of a type that names a file is that name, as in the class reference.
    assert!(Certificate::load(StoreType::PemKeyFile, &Store::Blob(path.into_bytes()), "", "*").is_ok());
}

#[test]
fn a_password_that_is_missing_and_one_that_is_wrong_are_called_so() {
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
        let path = Store::Path(vector(name).to_string_lossy().into_owned());
        for (kind, store) in [(kind, path.clone()), (Auto, path), (Auto, Store::Blob(bytes(name)))] {
            let error = refusal(kind, store.clone(), "");
            assert_eq!(error.code, codes::INVALID_CERT, "{name}");
            assert!(error.message.contains("needs a password") && !error.message.contains("wrong"), "{name}: {error}");
            assert!(error.message.contains("StorePassword"), "{name}: {error}");
            let error = refusal(kind, store, "falsch");
            assert_eq!(error.code, codes::INVALID_CERT, "{name}");
            assert!(error.message.contains("password") && error.message.contains("is wrong"), "{name}: {error}");
            assert!(
                !error.message.to_lowercase().contains("mac verify") && !error.message.contains("decrypt"),
                "{error}"
            );
        }
    }
    // A key of a Java store has a password of its own, which is missing before it is wrong.
    let store = Store::Path(vector("two.jks").to_string_lossy().into_owned());
    let mut second = Certificate::load(JksFile, &store, "storepass", "second").unwrap();
    assert!(second.key_problem().unwrap().message.contains("needs a password of its own: set KeyPassword"));
    assert!(second.set_key_password("wrong").unwrap_err().message.contains("is wrong"));
}

/// Where there is nothing to check a password with, it is not called wrong.
#[test]
fn a_pfx_without_mac_says_so() {
    let own = leaf();
    let key = load(StoreType::PemKeyFile, "leaf.key", "", "*").private_key().unwrap();
    let mut builder = openssl::pkcs12::Pkcs12::builder();
    builder.pkey(&key).cert(own.x509().unwrap());
    let der = builder.build2("secret").unwrap().to_der().unwrap();
    // PFX is version, authSafe, and the MAC.
    let mut inside = Elements::of(&der).need_tag(tag::SEQUENCE).unwrap().children();
    inside.need_tag(tag::INTEGER).unwrap();
    let safe = inside.need_tag(tag::SEQUENCE).unwrap();
    let without = write::sequence(&[&write::integer(3), safe.raw]);
    let error = refusal(StoreType::PfxBlob, Store::Blob(without), "secret");
    assert!(error.message.contains("has no MAC") && !error.message.contains("is wrong"), "{error}");
}

/// OpenSSH's own encryption cannot be opened here at all, so no password is asked for.
#[test]
fn an_encrypted_openssh_key_says_what_to_do() {
    let mut key = b"openssh-key-v1\0".to_vec();
    for field in [&b"aes256-ctr"[..], b"bcrypt", &[0; 24]] {
        key.extend((field.len() as u32).to_be_bytes());
        key.extend(field);
    }
    let pem = format!(
        "-----BEGIN OPENSSH PRIVATE KEY-----\n{}\n-----END OPENSSH PRIVATE KEY-----\n",
        openssl::base64::encode_block(&key)
    );
    for password in ["", "secret"] {
        let error = refusal(StoreType::PemKeyBlob, Store::Blob(pem.clone().into_bytes()), password);
        assert!(error.message.contains("encrypted") && error.message.contains("ssh-keygen -p"), "{error}");
    }
}

#[cfg_attr(not(feature = "pkcs11"), ignore = "needs the feature pkcs11")]
#[test]
fn a_missing_file_is_679_with_its_path() {
    use StoreType::*;
    let path = "/no/such/0013-partner.p12";
    for kind in StoreType::ALL.iter().copied().filter(|kind| kind.is_available()) {
        if !kind.is_file() && !matches!(kind, Auto | Pkcs11) {
            continue;
        }
        let error = refusal(kind, Store::Path(path.to_owned()), "secret");
        assert!(error.code == codes::READ_FILE && error.message.contains(path), "{kind:?}: {error}");
        if kind.is_file() {
            // StoreB of such a type is a path too, unless it is a content.
            let error = refusal(kind, Store::Blob(path.as_bytes().to_vec()), "");
            assert!(error.code == codes::READ_FILE && error.message.contains(path), "{kind:?}: {error}");
            let error = refusal(kind, Store::Path(std::env::temp_dir().to_string_lossy().into_owned()), "");
            assert!(error.code == codes::READ_FILE && error.message.contains("is not a file"), "{kind:?}: {error}");
            assert_eq!(refusal(kind, Store::Path(String::new()), "").code, codes::READ_FILE);
        }
    }
    for name in ["0013.pem", "O0013.so", "libsofthsm9.so"] {
        let kind = if name.starts_with("lib") { Pkcs11 } else { Auto };
        let error = refusal(kind, Store::Path(name.to_owned()), "");
        assert!(error.code == codes::READ_FILE && error.message.contains(name), "{error}");
    }
    // A content that is damaged is not shown as if it were a path: it may be a key.
    for content in [
        "{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}",
        "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp",
        "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ",
    ] {
        for (kind, store) in [
            (Auto, Store::Path(content.to_owned())),
            (JwkFile, Store::Blob(content.as_bytes().to_vec())),
            (PemKeyFile, Store::Blob(content.as_bytes().to_vec())),
        ] {
            let error = refusal(kind, store, "");
            assert!(error.code == codes::INVALID_CERT && !error.message.contains(&content[5..20]), "{error}");
        }
    }
}

#[test]
fn nonsense_is_named() {
    let der = encoding::pem_blocks(&bytes("pkcs8-enc.pem")).unwrap().remove(0).der.to_vec();
    assert!(refusal(StoreType::PemKeyBlob, Store::Blob(der.clone()), "").message.contains("StorePassword"));
    assert!(refusal(StoreType::Auto, Store::Blob(der.clone()), "no").message.contains("password"));
    assert!(Certificate::load(StoreType::Auto, &Store::Blob(der), "secret", "*").unwrap().private_key_available());
    assert_eq!(refusal(StoreType::Auto, Store::Blob(b"nonsense".to_vec()), "").code, codes::INVALID_CERT);
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
