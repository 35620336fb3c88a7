//! PKCS#11, with SoftHSM where it is installed. SoftHSM reads its configuration from the environment when it is loaded, so
//! the test proper runs in a child process of its own.

use super::vector;
use crate::certs::{Certificate, KeyHandle, RsaEncryption, Store, StoreType};
use openssl::hash::{MessageDigest, hash};
use openssl::rsa::Padding;
use openssl::sign::{RsaPssSaltlen, Verifier};
use std::path::Path;
use std::process::Command;

const MODULES: &[&str] =
    &["/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so", "/usr/local/lib/softhsm/libsofthsm2.so"];

fn softhsm(configuration: &Path, arguments: &[&str]) -> bool {
    let run = Command::new("softhsm2-util").env("SOFTHSM2_CONF", configuration).args(arguments).output();
    run.is_ok_and(|output| output.status.success())
}

#[test]
fn a_token_signs_and_decrypts() {
    let Some(module) = MODULES.iter().find(|path| Path::new(path).exists()) else {
        println!("skipped: SoftHSM is not installed");
        return;
    };
    let scratch = tempfile::tempdir().unwrap();
    let configuration = scratch.path().join("softhsm2.conf");
    let tokens = scratch.path().join("tokens");
    std::fs::create_dir_all(&tokens).unwrap();
    std::fs::write(
        &configuration,
        format!("directories.tokendir = {}\nobjectstore.backend = file\n", tokens.display()),
    )
    .unwrap();
    let key = scratch.path().join("key.pem");
    std::fs::copy(vector("leaf.key"), &key).unwrap();
    let key = key.to_string_lossy().into_owned();
    for label in ["first", "second"] {
        if !softhsm(&configuration, &["--init-token", "--free", "--label", label, "--pin", "1234", "--so-pin", "5678"])
        {
            println!("skipped: softhsm2-util cannot make a token");
            return;
        }
    }
    assert!(softhsm(
        &configuration,
        &["--import", &key, "--token", "first", "--label", "edi", "--id", "A1B2", "--pin", "1234"]
    ));
    let child = format!("{}::in_the_child", module_path!().trim_start_matches("oftpsrv::"));
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", &child, "--ignored", "--nocapture"])
        .env("SOFTHSM2_CONF", &configuration)
        .env("OFTPSRV_TEST_MODULE", module)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{said}{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
#[ignore = "runs in a child process of a_token_signs_and_decrypts"]
fn in_the_child() {
    let Ok(module) = std::env::var("OFTPSRV_TEST_MODULE") else { return };
    let load = |place: &str, pin: &str| {
        Certificate::load(StoreType::Pkcs11, &Store::Path(format!("{module}{place}")), pin, "*")
    };
    let cause = |place: &str, pin: &str| load(place, pin).expect_err("must be refused").message;
    assert!(cause("", "1234").contains("several tokens"));
    assert!(cause(";token=third", "1234").contains("no initialised token"));
    assert!(cause(";token=first", "9999").contains("PIN of the token is wrong"));
    assert!(cause(";token=second", "1234").contains("no certificate"));
    assert!(cause(";token=first", "").contains("needs a password"));
    // The PIN may come after Subject.
    let mut late = Certificate::new();
    late.set_store_type(StoreType::Pkcs11);
    late.set_store(&format!("{module};token=first"));
    late.set_subject("*").unwrap();
    assert!(late.is_put_off() && late.is_empty());
    late.set_store_password("1234");
    late.finish().unwrap();
    assert!(late.private_key_available());
    assert!(cause(";colour=red", "1234").contains("unknown"));
    assert!(cause(";token=first;label=other", "1234").contains("no certificate"));

    let alone = load(";token=first;id=a1b2", "1234").unwrap();
    assert!(alone.private_key_available() && alone.private_key().is_none() && alone.private_key_pem().is_empty());
    assert_eq!(alone.alias(), Some("edi"));
    // The certificate is beside the token; its key is found inside.
    let store = Store::Path(format!("{module};token=first"));
    let encoded = super::bytes("leaf.crt");
    let found = Certificate::load_encoded(StoreType::Pkcs11, &store, "1234", &encoded).unwrap();
    assert!(found.subject().starts_with("CN=Vector Leaf"));
    assert!(matches!(found.key(), Some(KeyHandle::Token(_))));
    // Only type 23 loads a module.
    for store in [store, Store::Path(module.clone())] {
        let refused = Certificate::load_encoded(StoreType::Auto, &store, "1234", &encoded).unwrap_err();
        assert!(refused.message.contains("needs store type 23"), "{refused}");
    }

    let (handle, public) = (found.key().unwrap(), found.public().unwrap());
    for md in [MessageDigest::sha1(), MessageDigest::sha256(), MessageDigest::sha512()] {
        let digest = hash(md, b"text").unwrap();
        for pss in [false, true] {
            let signature = handle.rsa_sign(md, &digest, pss).unwrap();
            let mut verifier = Verifier::new(md, public).unwrap();
            if pss {
                verifier.set_rsa_padding(Padding::PKCS1_PSS).unwrap();
                verifier.set_rsa_pss_saltlen(RsaPssSaltlen::DIGEST_LENGTH).unwrap();
            }
            verifier.update(b"text").unwrap();
            assert!(verifier.verify(&signature).unwrap());
        }
    }
    for (padding, encryption) in
        [(Padding::PKCS1, RsaEncryption::V15), (Padding::PKCS1_OAEP, RsaEncryption::Oaep(MessageDigest::sha1()))]
    {
        let mut sealed = vec![0; 256];
        public.rsa().unwrap().public_encrypt(b"content key", &mut sealed, padding).unwrap();
        assert_eq!(handle.rsa_decrypt(encryption, &sealed).unwrap(), b"content key");
    }
    assert_eq!(handle.rsa_decrypt(RsaEncryption::V15, &[7; 256]).unwrap_err().code, crate::error::codes::CRYPTO);
    // One key, many threads.
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| handle.rsa_sign(MessageDigest::sha256(), &[1; 32], false).unwrap());
        }
    });
}
