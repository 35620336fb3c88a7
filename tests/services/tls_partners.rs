//! Client certificates through the engine: whom SSLClientCACerts and TrustedCerts vouch for, revocation, resumed sessions.

use crate::support::Scratch;
use crate::support::tls::*;
use crate::tls_engine::{BOTH, rsa_server};
use crate::watched::{Course, READY, Watched, certificate};
use oftpsrv::internals::error::codes;
use oftpsrv::internals::events::{self, Handler};
use oftpsrv::internals::tls::ServerCertificate;

/// A server that wants certificates of this CA.
fn asking(provider: &str, ca: &Authority, set: &[(&str, &str)]) -> Watched {
    let cas = String::from_utf8(pem(std::slice::from_ref(&ca.cert))).unwrap();
    let base = [("SSLProvider", provider), ("SSLAuthenticateClients", "True"), ("SSLClientCACerts", &cas)];
    Watched::listen(&rsa_server(), &[&base[..], set].concat())
}

/// What came of a client with this certificate: whether it got in, and what the program was told.
fn present(server: &Watched, dir: &Scratch, version: &str, client: Option<&ServerCertificate>) -> (bool, Course) {
    let mut arguments = vec![version.to_owned()];
    if let Some(client) = client {
        let [cert, key, chain] = save(dir, "client", client);
        arguments.extend(["-cert".into(), cert, "-key".into(), key]);
        if !client.chain.is_empty() {
            arguments.extend(["-cert_chain".into(), chain]);
        }
    }
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (seen, course) = (server.client(&arguments), server.course());
    assert_eq!(seen.has(READY), course.end.0 == 0, "{}\n{course:#?}", seen.text);
    (seen.has(READY), course)
}

/// TLS-4: each kind of certificate, its cause in every event, and no octet of OFTP to whoever is turned away.
#[test]
fn every_refusal_has_its_cause() {
    let dir = Scratch::new();
    let (ca, stranger) = (Authority::new("CA"), Authority::new("Stranger"));
    let below = ca.intermediate("Issuing CA");
    let expired = ca.issue(&Wish { days: -1, ..Wish::new("expired") }, key("p256"));
    let wrong = ca.issue(&Wish { client: false, ..Wish::new("wrong purpose") }, key("p256"));
    let cases = [
        (Some(ca.client("partner")), 0, "OK"),
        (Some(ca.issue(&Wish::new("rsa partner"), rsa())), 0, "OK"),
        (Some(below.client("deep partner")), 0, "OK"),
        (Some(stranger.client("stranger")), codes::INVALID_CERT, "issuer"),
        (Some(expired), codes::INVALID_CERT, "expired"),
        (Some(wrong), codes::INVALID_CERT, "purpose"),
        (None, codes::CERT_REQUIRED, "none was presented"),
    ];
    for provider in BOTH {
        let server = asking(provider, &ca, &[]);
        for (client, code, status) in &cases {
            for version in ["-tls1_2", "-tls1_3"] {
                let (accepted, course) = present(&server, &dir, version, client.as_ref());
                assert_eq!((accepted, course.end.0), (*code == 0, *code), "{provider} {version}: {course:#?}");
                let [asked] = &course.clients[..] else { panic!("asked once: {course:#?}") };
                assert!(asked.status.contains(status) && asked.accept == accepted, "{asked:?}");
                if !accepted {
                    course.failed();
                    assert!(course.end.1.contains(status), "{course:#?}");
                }
            }
        }
        // Lenient towards certificates that public CAs make for servers only.
        server.set("AcceptServerAuthOnlyClientCerts", "True");
        assert!(present(&server, &dir, "-tls1_3", cases[5].0.as_ref()).0);
        assert!(!present(&server, &dir, "-tls1_3", cases[4].0.as_ref()).0);
    }
}

/// TrustedCerts vouch for clients too, from the next connection on.
#[test]
fn trusted_certs_and_client_ca_certs() {
    let dir = Scratch::new();
    let (ca, other) = (Authority::new("CA"), Authority::new("Other CA"));
    let client = other.client("partner");
    for provider in BOTH {
        let server = asking(provider, &ca, &[]);
        assert!(!present(&server, &dir, "-tls1_3", Some(&client)).0);
        let trusted = oftpsrv::internals::certs::Certificate::from_parts(other.cert.clone(), None, Vec::new());
        server.server.set_trusted_certs(vec![trusted]).unwrap();
        assert!(present(&server, &dir, "-tls1_3", Some(&client)).0);
        server.server.set_trusted_certs(Vec::new()).unwrap();
        assert!(!present(&server, &dir, "-tls1_3", Some(&client)).0);
        // Imported, and a second authority in SSLClientCACerts.
        server.set("TrustedCertsData", &String::from_utf8(pem(std::slice::from_ref(&other.cert))).unwrap());
        server.server.import_trusted_certs().unwrap();
        assert!(present(&server, &dir, "-tls1_3", Some(&client)).0);
        server.server.set_trusted_certs(Vec::new()).unwrap();
        let both = String::from_utf8(pem(&[ca.cert.clone(), other.cert.clone()])).unwrap();
        server.set("SSLClientCACerts", &both);
        assert!(present(&server, &dir, "-tls1_3", Some(&client)).0);
        let (seen, _) = (server.client(&["-tls1_2"]), server.course());
        assert!(seen.has("Acceptable client certificate CA names\nCN = CA"), "{}", seen.text);
        // Nobody needs one when the setting is off.
        server.set("SSLAuthenticateClients", "False");
        assert!(present(&server, &dir, "-tls1_3", None).1.clients.is_empty());
    }
}

#[test]
fn ssl_check_crl() {
    let dir = Scratch::new();
    let web = Web::new();
    let ca = Authority::new("CA");
    let client = |name: &str, path: Option<&str>| {
        ca.issue(&Wish { crl: path.map(|path| format!("{}/{path}", web.url)), ..Wish::new(name) }, key("p256"))
    };
    let (good, bad) = (client("good", Some("fresh.crl")), client("bad", Some("fresh.crl")));
    let (missing, silent) = (client("missing", Some("missing.crl")), client("silent", None));
    web.put("/fresh.crl", crl(&ca, &[&bad.cert], 1, 7));
    for provider in BOTH {
        let server = asking(provider, &ca, &[]);
        for (setting, accepted) in
            [("0", [true, true, true, true]), ("1", [true, false, true, true]), ("2", [true, false, false, false])]
        {
            server.set("SSLCheckCRL", setting);
            for (client, accepted) in [&good, &bad, &missing, &silent].into_iter().zip(accepted) {
                let (got_in, course) = present(&server, &dir, "-tls1_3", Some(client));
                assert_eq!(got_in, accepted, "{provider} {setting}: {course:#?}");
                if !accepted {
                    assert_eq!(course.end.0, codes::INVALID_CERT);
                    assert!(course.end.1.contains("CRL"), "{course:#?}");
                }
                let passed_over =
                    course.statuses.iter().any(|line| line.contains("CRL check of") && line.contains("passed over"));
                assert_eq!(
                    passed_over,
                    setting == "1" && accepted && course.clients[0].cert_subject.as_bytes()[3] != b'g'
                );
            }
        }
    }
}

#[test]
fn ssl_check_ocsp_and_stapling() {
    let dir = Scratch::new();
    let ca = Authority::new("CA");
    let responder = Responder::new(&dir, &ca);
    let issue = |name: &str, serial: u32, url: &str| {
        ca.issue(&Wish { serial: Some(serial), ocsp: Some(url.to_owned()), ..Wish::new(name) }, key("p256"))
    };
    let (good, bad) = (issue("good", 0x1000, &responder.url), issue("bad", 0x1001, &responder.url));
    let unreachable = issue("unreachable", 0x1000, "http://127.0.0.1:9/");
    for provider in ["0", "2"] {
        for check in ["1", "2"] {
            let server = asking(provider, &ca, &[("SSLCheckOCSP", check)]);
            for (client, accepted) in [(&good, true), (&bad, false), (&unreachable, check == "1")] {
                let (got_in, course) = present(&server, &dir, "-tls1_3", Some(client));
                assert_eq!(got_in, accepted, "{provider} {check}: {course:#?}");
                assert!(accepted || course.end.1.contains("OCSP"), "{course:#?}");
            }
        }
    }
    // Our own certificate's response is stapled; SSLCACerts names its issuer.
    let own = ServerCertificate { chain: Vec::new(), ..issue("localhost", 0x1000, &responder.url) };
    let issuer = String::from_utf8(pem(std::slice::from_ref(&ca.cert))).unwrap();
    for provider in BOTH {
        let set = [("SSLProvider", provider), ("SSLCheckOCSP", "1"), ("SSLCACerts", &issuer)];
        let server = Watched::listen(&own, &set);
        // The first connections may come before the response that is fetched in the background.
        let stapled = (0..50).any(|_| server.works(&["-status"]).0.has("Cert Status: good"));
        assert!(stapled, "provider {provider}");
    }
}

/// A resumed session is no way around the decision: the program is asked again about the first handshake's certificate, and
/// after a change of settings sessions start anew.
#[test]
fn resumed_sessions_with_client_certificates() {
    let dir = Scratch::new();
    let ca = Authority::new("CA");
    let client = ca.client("partner");
    let [cert, key, _] = save(&dir, "client", &client);
    for provider in BOTH {
        let server = asking(provider, &ca, &[("ReuseSSLSession", "True")]);
        for version in ["-tls1_2", "-tls1_3"] {
            let session = dir.join("session");
            server.works(&[version, "-cert", &cert, "-key", &key, "-sess_out", text(&session)]);
            let (seen, course) = server.works(&[version, "-sess_in", text(&session)]);
            assert!(seen.has("Reused, "), "{provider} {version}: {}", seen.text);
            assert_eq!(course.clients[0].cert_encoded, client.cert.to_der().unwrap());
            assert!(course.clients[0].accept && course.statuses.iter().any(|line| line.ends_with("session resumed")));
            // Another CA from now on: the old session is worth nothing.
            let other = String::from_utf8(pem(std::slice::from_ref(&Authority::new("Other CA").cert))).unwrap();
            let before = server.server.get_config("SSLClientCACerts").unwrap();
            server.set("SSLClientCACerts", &other);
            server.fails(&[version, "-sess_in", text(&session)]);
            server.set("SSLClientCACerts", &before);
        }
    }
}

/// SSLCert replaced while the server listens and asks: the next client sees the new one.
#[test]
fn a_replaced_certificate() {
    let ca = Authority::new("CA");
    for provider in BOTH {
        let server = Watched::listen(&rsa_server(), &[("SSLProvider", provider)]);
        assert!(server.works(&[]).0.has("Peer signature type: RSA-PSS"));
        server.server.set_ssl_cert(Some(certificate(&ca.server(key("p256"))))).unwrap();
        assert!(server.works(&[]).0.has("Peer signature type: ECDSA"));
    }
}

/// SSLClientAuthentication decides, so a handler that fails has refused, also a partner whose certificate is trusted.
#[test]
fn a_handler_of_client_authentication_that_fails_has_refused() {
    struct Fails;
    impl Handler for Fails {
        fn ssl_client_authentication(&self, event: &mut events::SSLClientAuthentication) {
            assert!(event.accept, "{}", event.status);
            panic!("out of ideas");
        }
    }
    let ca = Authority::new("CA");
    let dir = Scratch::new();
    let [cert, key, _] = save(&dir, "client", &ca.client("partner"));
    let server = asking("0", &ca, &[]);
    let (_, course) = server.works(&["-cert", &cert, "-key", &key]);
    assert_eq!(course.clients.len(), 1);
    server.server.set_handler(std::sync::Arc::new(Fails));
    let seen = server.client(&["-cert", &cert, "-key", &key]);
    assert!(!seen.has(READY), "{}", seen.text);
}
