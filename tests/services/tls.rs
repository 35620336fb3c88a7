//! OFTP over TLS between two engines.

use crate::side::Side;
use crate::support::certificates::{Wanted, simple};
use crate::support::{Heard, Scratch};
use oftpsrv::internals::engine::{DialOptions, DialTls};
use oftpsrv::internals::tls::{ClientSettings, ServerCertificate};

fn dial(settings: ClientSettings) -> DialOptions {
    DialOptions { tls: Some(DialTls::new(settings).unwrap()), ..DialOptions::default() }
}

/// A file over TLS with both providers, TLS 1.2 and 1.3; what was negotiated can be queried (TLS-2).
#[test]
fn files_over_tls() {
    let scratch = Scratch::new();
    let own = simple("localhost");
    let file = scratch.file("order", vec![7u8; 300_000]);
    for provider in ["1", "2"] {
        for (protocols, version) in [("3072", "TLSv1.2"), ("12288", "TLSv1.3")] {
            let set = [("SSLProvider", provider), ("SSLEnabledProtocols", protocols)];
            let server = Side::new("SERVER", &scratch, &set);
            server.server.set_ssl_cert(Some(own.certificate())).unwrap();
            server.server.set_config("UseSSL", "True").unwrap();
            let port = server.listen();
            let client = Side::new("CLIENT", &scratch, &[]);
            let settings = ClientSettings {
                ca_certs: vec![own.cert.clone()],
                server_name: Some("localhost".into()),
                ..ClientSettings::default()
            };
            let id = client
                .server
                .connect_prepared("127.0.0.1", port, dial(settings), |id| {
                    client.server.send_file_async(id, "SERVER", &file, &format!("T{provider}{protocols}"))
                })
                .unwrap();
            let ended = server.ended();
            assert_eq!(ended.reason_code, 0);
            let name = format!("SSLNegotiatedVersion[{}]", ended.connection_id);
            assert_eq!(server.server.get_config(&name).unwrap(), version);
            assert_eq!(std::fs::read(&ended.local_file).unwrap(), vec![7u8; 300_000]);
            assert_eq!(client.response().reason_code, 0);
            assert_eq!(client.disconnected().status_code, 0, "{id}");
        }
    }
}

/// Client certificates: the program decides; without one no SSRM is sent (TLS-4).
#[test]
fn client_certificates() {
    let scratch = Scratch::new();
    let ca = Wanted { ca: true, ..Wanted::new("Test CA") }.make();
    let good = Wanted { issuer: Some(&ca), ..Wanted::new("partner") }.make();
    let expired = Wanted { issuer: Some(&ca), expired: true, ..Wanted::new("partner") }.make();
    let own = simple("localhost");
    let pem = String::from_utf8(ca.pem()).unwrap();
    let server = Side::new("SERVER", &scratch, &[("SSLAuthenticateClients", "True"), ("SSLClientCACerts", &pem)]);
    server.server.set_ssl_cert(Some(own.certificate())).unwrap();
    server.server.set_config("UseSSL", "True").unwrap();
    let port = server.listen();
    let file = scratch.file("order", b"content");
    for (certificate, ok) in [(Some(&good), true), (Some(&expired), false), (None, false)] {
        let client = Side::new("CLIENT", &scratch, &[]);
        let settings = ClientSettings {
            ca_certs: vec![own.cert.clone()],
            server_name: Some("localhost".into()),
            client_certificate: certificate.map(|pair| ServerCertificate {
                cert: pair.cert.clone(),
                key: pair.key.clone(),
                chain: Vec::new(),
            }),
            ..ClientSettings::default()
        };
        let _ = client.server.connect_prepared("127.0.0.1", port, dial(settings), |id| {
            client.server.send_file_async(id, "SERVER", &file, if ok { "GOOD" } else { "BAD" })
        });
        let asked = server.expect("SSLClientAuthentication", |h| match h {
            Heard::SSLClientAuthentication(event) => Some(event.clone()),
            _ => None,
        });
        assert_eq!(asked.accept, ok, "{}", asked.status);
        assert_eq!(asked.status == "OK", ok);
        if ok {
            assert_eq!(asked.cert_subject, "CN=partner");
            assert_eq!(server.ended().reason_code, 0);
            assert_eq!(client.response().reason_code, 0);
        } else {
            assert_ne!(server.disconnected().status_code, 0);
            assert_ne!(client.disconnected().status_code, 0);
        }
    }
}

/// An old partner on the TLS listener hears ESID 10 (TLS-5); a certificate replaced while listening serves the next one.
#[test]
fn old_levels_and_new_certificates() {
    let scratch = Scratch::new();
    let (first, second) = (simple("localhost"), simple("localhost"));
    let server = Side::new("SERVER", &scratch, &[]);
    server.server.set_ssl_cert(Some(first.certificate())).unwrap();
    server.server.set_config("UseSSL", "True").unwrap();
    let port = server.listen();
    let trusting = |pair: &crate::support::certificates::Pair| ClientSettings {
        ca_certs: vec![pair.cert.clone()],
        server_name: Some("localhost".into()),
        ..ClientSettings::default()
    };
    let old = Side::new("OLD", &scratch, &[("OFTPVersion", "1")]);
    old.server.connect("127.0.0.1", port, dial(trusting(&first))).unwrap();
    assert!(old.disconnected().description.contains("reason 10"), "ESID 10");
    server.server.set_ssl_cert(Some(second.certificate())).unwrap();
    let client = Side::new("CLIENT", &scratch, &[]);
    client.server.connect("127.0.0.1", port, dial(trusting(&first))).unwrap();
    assert_ne!(client.disconnected().status_code, 0, "the first certificate is no longer served");
    client.server.connect("127.0.0.1", port, dial(trusting(&second))).unwrap();
    assert_eq!(client.disconnected().status_code, 0);
}

/// RSA for one client, ECDSA for the next, chosen by what the client offers.
#[test]
fn a_certificate_chosen_per_connection() {
    let scratch = Scratch::new();
    let rsa = simple("localhost");
    let ecdsa = Wanted { ecdsa: true, ..Wanted::new("localhost") }.make();
    let path = scratch.file("ecdsa.pem", ecdsa.key_and_cert_pem());
    for provider in ["1", "2"] {
        let server = Side::new("SERVER", &scratch, &[("SSLProvider", provider)]);
        *server.program.ecdsa.lock().unwrap() = Some(path.clone());
        server.server.set_ssl_cert(Some(rsa.certificate())).unwrap();
        server.server.set_config("UseSSL", "True").unwrap();
        let port = server.listen();
        let client = Side::new("CLIENT", &scratch, &[]);
        let settings = ClientSettings {
            ca_certs: vec![ecdsa.cert.clone()],
            server_name: Some("localhost".into()),
            ..ClientSettings::default()
        };
        client.server.connect("127.0.0.1", port, dial(settings)).unwrap();
        assert_eq!(client.disconnected().status_code, 0, "provider {provider}");
    }
}
