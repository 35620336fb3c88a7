//! Client certificates: accepted, unknown CA, expired, wrong purpose, revoked, none; in each case the program decides.

use crate::support::Scratch;
use crate::support::tls::*;
use oftpsrv::internals::tls::{ServerCertificate, TlsErrorKind, TlsSettings};

/// Settings that require a certificate of this CA.
fn requiring(provider: i32, ca: &Authority) -> TlsSettings {
    TlsSettings {
        provider,
        require_client_certificate: true,
        client_cas: vec![ca.cert.clone()],
        ..TlsSettings::default()
    }
}

fn connect(served: &Served, dir: &Scratch, version: &str, client: Option<&ServerCertificate>) -> Seen {
    let Some(client) = client else { return s_client(served.port, &[version]) };
    let [cert, key, chain] = save(dir, "client", client);
    let mut arguments = vec![version, "-cert", &cert, "-key", &key];
    if !client.chain.is_empty() {
        arguments.extend(["-cert_chain", &chain]);
    }
    s_client(served.port, &arguments)
}

const VERSIONS: [&str; 2] = ["-tls1_2", "-tls1_3"];

/// TLS-4: what each certificate is worth, and that nothing is sent to a client that is turned away.
#[test]
fn verification_decides_unless_the_program_does() {
    let dir = Scratch::new();
    let (ca, stranger) = (Authority::new("CA"), Authority::new("Stranger"));
    let below = ca.intermediate("Issuing CA");
    let expired = ca.issue(&Wish { days: -1, ..Wish::new("expired") }, key("p256"));
    let wrong = ca.issue(&Wish { client: false, ..Wish::new("wrong purpose") }, key("p256"));
    use TlsErrorKind::*;
    let cases = [
        (Some(ca.client("partner")), None, "OK"),
        (Some(ca.issue(&Wish::new("rsa partner"), rsa())), None, "OK"),
        (Some(ca.issue(&Wish::new("ed partner"), key("ed25519"))), None, "OK"),
        (Some(below.client("deep partner")), None, "OK"),
        (Some(stranger.client("stranger")), Some(CertificateUntrusted), "issuer"),
        (Some(expired), Some(CertificateExpired), "expired"),
        (Some(wrong), Some(WrongPurpose), "purpose"),
        (None, Some(NoClientCertificate), "none was presented"),
    ];
    for provider in PROVIDERS {
        let served = serve(requiring(provider, &ca), ca.server(rsa()), Manner::Close);
        for (client, kind, status) in &cases {
            for version in VERSIONS {
                for verdict in [None, Some(true), Some(false)] {
                    if verdict.is_some() && version == VERSIONS[0] {
                        continue;
                    }
                    *served.hooks.verdict.lock().unwrap() = verdict;
                    let seen = connect(&served, &dir, version, client.as_ref());
                    let result = served.result();
                    let accepted = verdict.unwrap_or(kind.is_none());
                    assert_eq!(seen.ready(), accepted, "{provider} {version} {kind:?}: {}", seen.text);
                    let expected = if accepted { None } else { Some(kind.unwrap_or(RefusedByProgram)) };
                    assert_eq!(result.err().map(|error| error.kind), expected, "{provider} {version} {status}");
                    let asked = served.hooks.clients.lock().unwrap().pop().expect("the program is asked");
                    assert_eq!(asked.ok, kind.is_none());
                    assert!(asked.status.contains(status), "{status}: {}", asked.status);
                    match client {
                        Some(client) => {
                            assert_eq!(asked.der, client.cert.to_der().unwrap());
                            assert!(asked.subject.starts_with("CN=") && asked.subject.ends_with("O=oftpsrv tests"));
                            assert!(asked.issuer.contains("CA") || asked.issuer.contains("Stranger"));
                        }
                        None => assert!(asked.der.is_empty() && asked.subject.is_empty()),
                    }
                }
            }
        }
    }
}

/// TLS-4: without the setting no certificate is needed, and none is asked for.
#[test]
fn no_certificate_is_needed_when_none_is_required() {
    let dir = Scratch::new();
    let ca = Authority::new("CA");
    for provider in PROVIDERS {
        let open = serve(TlsSettings { provider, ..TlsSettings::default() }, ca.server(rsa()), Manner::Close);
        let seen = s_client(open.port, &["-tls1_3"]);
        assert!(seen.ready() && seen.has("No client certificate CA names sent"), "{}", seen.text);
        let asking = TlsSettings {
            request_client_certificate: true,
            require_client_certificate: false,
            ..requiring(provider, &ca)
        };
        let asking = serve(asking, ca.server(rsa()), Manner::Close);
        assert!(s_client(asking.port, &[]).ready());
        assert!(asking.hooks.clients.lock().unwrap().is_empty());
        // One that is presented must be good all the same.
        let stranger = Authority::new("Stranger").client("stranger");
        assert!(!connect(&asking, &dir, "-tls1_3", Some(&stranger)).ready());
        let seen = s_client(asking.port, &["-tls1_2"]);
        assert!(seen.has("Acceptable client certificate CA names\nCN = CA"), "{}", seen.text);
    }
}

#[test]
fn server_auth_only_certificates_are_accepted_by_a_setting() {
    let dir = Scratch::new();
    let ca = Authority::new("CA");
    let client = ca.issue(&Wish { client: false, ..Wish::new("public CA's customer") }, key("p256"));
    for provider in PROVIDERS {
        let lenient = TlsSettings { accept_server_auth_only: true, ..requiring(provider, &ca) };
        let served = serve(lenient, ca.server(rsa()), Manner::Close);
        assert!(connect(&served, &dir, "-tls1_3", Some(&client)).ready());
    }
}

/// A partner's own certificate can be trusted by itself.
#[test]
fn a_single_certificate_can_be_the_anchor() {
    let dir = Scratch::new();
    let ca = Authority::new("CA");
    let (known, unknown) = (ca.client("known"), ca.client("unknown"));
    let pinned = TlsSettings { client_cas: vec![known.cert.clone()], ..requiring(0, &ca) };
    let served = serve(pinned, ca.server(rsa()), Manner::Close);
    assert!(connect(&served, &dir, "-tls1_3", Some(&known)).ready());
    assert!(!connect(&served, &dir, "-tls1_3", Some(&unknown)).ready());
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
    let (stale, missing) = (client("stale", Some("stale.crl")), client("missing", Some("missing.crl")));
    let forged = client("forged", Some("forged.crl"));
    let silent = client("silent", None);
    web.put("/fresh.crl", crl(&ca, &[&bad.cert], 1, 7));
    web.put("/stale.crl", crl(&ca, &[], 20, 7));
    web.put("/forged.crl", crl(&Authority::new("CA"), &[], 1, 7));
    for provider in PROVIDERS {
        for check_crl in [0, 1, 2] {
            let served = serve(TlsSettings { check_crl, ..requiring(provider, &ca) }, ca.server(rsa()), Manner::Close);
            for (client, accepted) in [
                (&good, [true, true, true]),
                (&bad, [true, false, false]),
                (&stale, [true, true, false]),
                (&missing, [true, true, false]),
                (&forged, [true, true, false]),
                (&silent, [true, true, false]),
            ] {
                let seen = connect(&served, &dir, "-tls1_3", Some(client));
                let asked = served.hooks.clients.lock().unwrap().pop().unwrap();
                assert_eq!(
                    seen.ready(),
                    accepted[check_crl as usize],
                    "{check_crl} {}: {}",
                    asked.subject,
                    asked.status
                );
                if let Err(error) = served.result() {
                    assert_eq!(error.kind, TlsErrorKind::CertificateRevoked);
                    assert!(error.message.contains("CRL"), "{error}");
                }
            }
        }
    }
}

#[test]
fn ssl_check_ocsp_of_clients() {
    let dir = Scratch::new();
    let ca = Authority::new("CA");
    let responder = Responder::new(&dir, &ca);
    let client = |name: &str, serial: u32, url: &str| {
        ca.issue(&Wish { serial: Some(serial), ocsp: Some(url.to_owned()), ..Wish::new(name) }, key("p256"))
    };
    let (good, bad) = (client("good", 0x1000, &responder.url), client("bad", 0x1001, &responder.url));
    let unknown = client("unknown", 0x2000, &responder.url);
    let unreachable = client("unreachable", 0x1000, "http://127.0.0.1:9/");
    for provider in [0, 2] {
        for check_ocsp in [1, 2] {
            let served = serve(TlsSettings { check_ocsp, ..requiring(provider, &ca) }, ca.server(rsa()), Manner::Close);
            for (client, accepted) in
                [(&good, true), (&bad, false), (&unknown, check_ocsp == 1), (&unreachable, check_ocsp == 1)]
            {
                let seen = connect(&served, &dir, "-tls1_3", Some(client));
                let asked = served.hooks.clients.lock().unwrap().pop().unwrap();
                assert_eq!(seen.ready(), accepted, "{check_ocsp} {}: {}", asked.subject, asked.status);
                if let Err(error) = served.result() {
                    assert_eq!(error.kind, TlsErrorKind::CertificateRevoked);
                    assert!(error.message.contains("OCSP"), "{error}");
                }
            }
        }
    }
}

/// SSLCheckOCSP also staples the response about our own certificate.
#[test]
fn the_ocsp_response_of_our_own_certificate_is_stapled() {
    let dir = Scratch::new();
    let ca = Authority::new("CA");
    let responder = Responder::new(&dir, &ca);
    let wish = Wish { serial: Some(0x1000), ocsp: Some(responder.url.clone()), ..Wish::new("localhost") };
    let mut certificate = ca.issue(&wish, rsa());
    certificate.chain.push(ca.cert.clone());
    for provider in PROVIDERS {
        let checking = TlsSettings { provider, check_ocsp: 1, ..TlsSettings::default() };
        // The first connections may come before the response that is fetched in the background.
        let served = serve(checking, certificate.clone(), Manner::Close);
        let mut stapled = false;
        for _ in 0..50 {
            let seen = s_client(served.port, &["-tls1_3", "-status"]);
            stapled = seen.has("OCSP Response Status: successful") && seen.has("Cert Status: good");
            if stapled {
                break;
            }
        }
        assert!(stapled, "provider {provider}");
        assert!(s_client(served.port, &["-tls1_2", "-status"]).has("Cert Status: good"));
    }
}

/// A resumed session is no way around the decision: the program is asked again, about the certificate of the first handshake.
#[test]
fn resumed_sessions_keep_the_decision() {
    let dir = Scratch::new();
    let ca = Authority::new("CA").intermediate("Issuing CA");
    let root = Authority::new("Other root");
    let client = ca.client("partner");
    for provider in PROVIDERS {
        for version in VERSIONS {
            let settings =
                TlsSettings { client_cas: vec![ca.cert.clone(), root.cert.clone()], ..requiring(provider, &ca) };
            let served = serve(settings, ca.server(rsa()), Manner::Close);
            let below = ca.intermediate("Deep CA").client("deep partner");
            for client in [&client, &below] {
                let [cert, key, chain] = save(&dir, "client", client);
                let session = dir.join("session");
                let first = s_client(
                    served.port,
                    &[version, "-cert", &cert, "-key", &key, "-cert_chain", &chain, "-sess_out", text(&session)],
                );
                assert!(first.ready() && !served.result().unwrap().resumed);
                for verdict in [None, Some(false)] {
                    *served.hooks.verdict.lock().unwrap() = verdict;
                    let again = s_client(served.port, &[version, "-sess_in", text(&session)]);
                    assert!(again.has("Reused, "), "{provider} {version}: {}", again.text);
                    assert_eq!(again.ready(), verdict.is_none(), "{provider} {version}");
                    let result = served.result();
                    assert_eq!(result.is_ok(), verdict.is_none());
                    let asked = served.hooks.clients.lock().unwrap().pop().unwrap();
                    assert_eq!((asked.ok, asked.der), (true, client.cert.to_der().unwrap()), "{}", asked.status);
                }
                *served.hooks.verdict.lock().unwrap() = None;
            }
        }
    }
}
