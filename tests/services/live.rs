//! Certificates that are set in place and searched for later: what a session does with them, and what it says when they cannot
//! be loaded.

use crate::files::introduce;
use crate::side::Side;
use crate::support::Scratch;
use crate::support::certificates::{Pair, simple};
use oftpsrv::internals::certs::StoreType;
use oftpsrv::internals::engine::DialOptions;

fn pfx(pair: &Pair, password: &str) -> Vec<u8> {
    let mut builder = openssl::pkcs12::Pkcs12::builder();
    builder.pkey(&pair.key).cert(&pair.cert);
    builder.build2(password).unwrap().to_der().unwrap()
}

fn send(client: &Side, port: u16, path: &str, set: &[(&str, &str)]) {
    client
        .server
        .connect_prepared("127.0.0.1", port, DialOptions::default(), |id| {
            client.server.connection_set(id, "SFIDCode", "SERVER")?;
            for (name, value) in set {
                client.server.connection_set(id, name, value)?;
            }
            client.server.send_file_async(id, "", path, "FILE")
        })
        .unwrap();
}

/// Without the password of the store that a connection names, its file is not encrypted for somebody else whose certificate
/// the server has, and the cause is told. With it, in whatever order, it is.
#[test]
fn what_was_named_is_not_made_good_by_another() {
    let scratch = Scratch::new();
    let (own, partner) = (simple("Server"), simple("Client"));
    let server = Side::new("SERVER", &scratch, &[]);
    server.server.set_certificate(Some(own.certificate())).unwrap();
    let port = server.listen();
    let client = Side::new("CLIENT", &scratch, &[("CipherSuite", "4")]);
    introduce(&client, &partner, &simple("Somebody else"), &scratch);
    let (store, path) = (scratch.file("server.pfx", pfx(&own, "geheim")), scratch.file("in", b"content"));
    let named =
        [("RecipientCertSubject", "*"), ("RecipientCertStore", store.as_str()), ("VirtualFileSecurityLevel", "1")];
    // The server's RecipientCertStoreType counts for the connection too.
    client.server.set_config("RecipientCertStoreType", "99").unwrap();
    send(&client, port, &path, &named);
    let error = client.error();
    assert_eq!(error.error_code, 685, "{}", error.description);
    assert!(error.description.contains(" ("), "the cause: {}", error.description);
    assert_eq!(client.disconnected().status_code, 0, "the session goes on");
    send(&client, port, &path, &[&named[..], &[("RecipientCertStorePassword", "geheim")]].concat());
    assert_eq!((client.ended().reason_code, server.ended().reason_code), (0, 0));
}

/// Certificate, set in place while the server listens: the search is done by the file that needs it.
#[test]
fn set_in_place_while_listening() {
    let scratch = Scratch::new();
    let (own, partner) = (simple("Server"), simple("Client"));
    let server = Side::new("SERVER", &scratch, &[]);
    introduce(&server, &own, &partner, &scratch);
    server.server.set_certificate(None).unwrap();
    let port = server.listen();
    let client = Side::new("CLIENT", &scratch, &[("CipherSuite", "4")]);
    introduce(&client, &partner, &own, &scratch);
    let (store, path) = (scratch.file("own.pfx", pfx(&own, "geheim")), scratch.file("in", b"content"));
    let live = server.server.live_certificate();
    live.change(|certificate| certificate.set_subject("*")).unwrap();
    live.change(|certificate| {
        certificate.set_store(&store);
        Ok(())
    })
    .unwrap();
    send(&client, port, &path, &[("VirtualFileSecurityLevel", "3")]);
    assert_eq!(client.ended().reason_code, 99);
    let error = server.error();
    assert!(error.error_code == 689 && error.description.contains("set Certificate ("), "{}", error.description);
    client.disconnected();
    live.change(|certificate| {
        certificate.set_store_password("geheim");
        Ok(())
    })
    .unwrap();
    send(&client, port, &path, &[("VirtualFileSecurityLevel", "3")]);
    assert_eq!(client.ended().reason_code, 0);
    assert!(server.server.certificate().unwrap().private_key_available());
    // What is loaded is not given up for what is not there.
    let error = live.change(|certificate| {
        certificate.set_store_type(StoreType::PfxFile);
        certificate.set_store("/no/such/file.pfx");
        certificate.set_subject("*")
    });
    assert_eq!(error.unwrap_err().code, 679);
    assert!(live.as_it_is().private_key_available() && live.as_it_is().store() == store);
    // Another one in its place: what is held is the server's no more.
    server.server.set_certificate(Some(own.certificate())).unwrap();
    assert!(!live.is(&server.server.live_certificate()));
    live.change(|certificate| certificate.set_subject("")).unwrap();
    assert!(server.server.certificate().is_some());
}
