//! A station whose keys stay in a PKCS#11 token. SoftHSM reads its configuration from the environment when it is loaded, so
//! the test proper runs in a child process of its own.

use crate::files::{content, introduce};
use crate::purposes::went_well;
use crate::side::Side;
use crate::support::Scratch;
use crate::support::certificates::simple;
use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::object::{Attribute, CertificateType, ObjectClass};
use cryptoki::session::UserType;
use cryptoki::types::AuthPin;
use oftpsrv::internals::engine::DialOptions;
use std::path::Path;
use std::process::Command;

const MODULES: &[&str] =
    &["/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so", "/usr/local/lib/softhsm/libsofthsm2.so"];

fn softhsm(configuration: &Path, arguments: &[&str]) -> bool {
    let run = Command::new("softhsm2-util").env("SOFTHSM2_CONF", configuration).args(arguments).output();
    run.is_ok_and(|output| output.status.success())
}

#[test]
fn keys_that_stay_in_a_token() {
    let Some(module) = MODULES.iter().find(|path| Path::new(path).exists()) else {
        println!("skipped: SoftHSM is not installed");
        return;
    };
    let scratch = Scratch::new();
    let configuration = scratch.join("softhsm2.conf");
    let tokens = scratch.join("tokens");
    std::fs::create_dir_all(&tokens).unwrap();
    let text = format!("directories.tokendir = {}\nobjectstore.backend = file\n", tokens.display());
    std::fs::write(&configuration, text).unwrap();
    if !softhsm(&configuration, &["--init-token", "--free", "--label", "edi", "--pin", "1234", "--so-pin", "5678"]) {
        println!("skipped: softhsm2-util cannot make a token");
        return;
    }
    let own = simple("Server");
    let key = scratch.file("key.pem", own.key.private_key_to_pem_pkcs8().unwrap());
    let certificate = scratch.file("cert.der", own.cert.to_der().unwrap());
    let import = ["--import", &key, "--token", "edi", "--label", "edi", "--id", "A1B2", "--pin", "1234"];
    assert!(softhsm(&configuration, &import));
    std::fs::remove_file(key).unwrap();
    let status = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "token::in_the_child", "--ignored", "--nocapture"])
        .env("SOFTHSM2_CONF", &configuration)
        .env("OFTPSRV_TEST_MODULE", module)
        .env("OFTPSRV_TEST_CERT", certificate)
        .status()
        .unwrap();
    assert!(status.success());
}

/// Puts the certificate beside its key, as a token from a CA has it.
fn put_certificate(module: &str, der: &[u8]) {
    let x509 = openssl::x509::X509::from_der(der).unwrap();
    let token = Pkcs11::new(module).unwrap();
    token.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)).unwrap();
    let slot = token.get_slots_with_initialized_token().unwrap()[0];
    let session = token.open_rw_session(slot).unwrap();
    session.login(UserType::User, Some(&AuthPin::from("1234".to_owned()))).unwrap();
    let template = [
        Attribute::Class(ObjectClass::CERTIFICATE),
        Attribute::CertificateType(CertificateType::X_509),
        Attribute::Token(true),
        Attribute::Private(false),
        Attribute::Id(vec![0xA1, 0xB2]),
        Attribute::Label(b"edi".to_vec()),
        Attribute::Subject(x509.subject_name().to_der().unwrap()),
        Attribute::Value(der.to_vec()),
    ];
    session.create_object(&template).unwrap();
    drop(session);
    // The engine uses the module from now on.
    std::mem::forget(token);
}

/// Session authentication, signature and decryption of files, and signed receipts, with PKCS#1 v1.5 and PSS, from settings
/// alone, both ways.
#[test]
#[ignore = "runs in a child process of keys_that_stay_in_a_token"]
fn in_the_child() {
    let Ok(module) = std::env::var("OFTPSRV_TEST_MODULE") else { return };
    let der = std::fs::read(std::env::var("OFTPSRV_TEST_CERT").unwrap()).unwrap();
    put_certificate(&module, &der);
    let x509 = openssl::x509::X509::from_der(&der).unwrap();
    let scratch = Scratch::new();
    let partner = simple("Client");
    let all = [("SecureAuthentication", "1"), ("SignaturePadding", "0")];
    let server = Side::new("SERVER", &scratch, &all);
    let client = Side::new("CLIENT", &scratch, &all);
    let theirs = scratch.file("client.pem", partner.pem());
    for (name, value) in [
        ("CertificateStoreType", "23"),
        ("CertificateStore", &format!("{module};token=edi")),
        ("CertificateStorePassword", "1234"),
        ("CertificateSubject", "*"),
        ("RecipientCertStoreType", "8"),
        ("RecipientCertStore", &theirs),
        ("RecipientCertSubject", "*"),
    ] {
        server.server.set_config(name, value).unwrap_or_else(|e| panic!("{name}={value}: {e}"));
    }
    let certificate = server.server.certificate().unwrap();
    assert!(certificate.private_key_available() && certificate.private_key().is_none(), "the key is in the token");
    // The partner has its own key in memory and knows this certificate.
    let public = crate::support::certificates::Pair { cert: x509, key: partner.key.clone() };
    introduce(&client, &partner, &public, &scratch);
    let port = server.listen();
    let path = scratch.file("in", content(50_000));
    for (suite, padding) in [("2", "0"), ("4", "0"), ("6", "0"), ("4", "2")] {
        for station in [&server, &client] {
            station.server.set_config("SignaturePadding", padding).unwrap();
        }
        let send = |station: &Side, id: &str, to: &str| {
            for (field, value) in
                [("SFIDCode", to), ("VirtualFileSecurityLevel", "3"), ("SignedReceipt", "True"), ("CipherSuite", suite)]
            {
                station.server.connection_set(id, field, value).unwrap();
            }
            station.server.send_file_async(id, "", &path, &format!("TOKEN{suite}{padding}")).unwrap();
        };
        client
            .server
            .connect_prepared("127.0.0.1", port, DialOptions::default(), |id| {
                send(&client, id, "SERVER");
                Ok(())
            })
            .unwrap();
        let id = server.opened();
        send(&server, &id, "CLIENT");
        for station in [&server, &client] {
            went_well(station);
            for entry in std::fs::read_dir(&station.inbox).unwrap().flatten() {
                assert_eq!(std::fs::read(entry.path()).unwrap(), content(50_000));
                std::fs::remove_file(entry.path()).unwrap();
            }
        }
    }
}
