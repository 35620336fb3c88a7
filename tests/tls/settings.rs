//! Every TLS setting, looked at from outside with clients that are not ours, with both providers.

use crate::support::Scratch;
use crate::support::tls::*;
use oftpsrv::internals::tls::{self, Provider, TlsErrorKind, TlsServer, TlsSettings};

fn settings(provider: i32) -> TlsSettings {
    TlsSettings { provider, ..TlsSettings::default() }
}

#[test]
fn every_key_type_in_both_versions_with_both_providers() {
    let ca = Authority::new("CA");
    for kind in ["rsa2048", "rsa3072", "p256", "p384", "ed25519"] {
        let certificate = ca.server(if kind == "rsa2048" { rsa() } else { key(kind) });
        for provider in PROVIDERS {
            let served = serve(settings(provider), certificate.clone(), Manner::Close);
            for (argument, version) in [("-tls1_2", "TLSv1.2"), ("-tls1_3", "TLSv1.3")] {
                let seen = s_client(served.port, &[argument]);
                assert!(seen.ready() && seen.has(version), "{kind} {provider} {version}: {}", seen.text);
                let negotiated = served.result().unwrap();
                assert_eq!(negotiated.version, version);
                assert_eq!((negotiated.key_exchange.as_str(), negotiated.group.as_str()), ("ECDHE", "ecdhe_x25519"));
                assert_eq!(negotiated.key_exchange_strength, 253);
                assert!(seen.has(&negotiated.suite) || version == "TLSv1.2", "{}", negotiated.suite);
                assert!(negotiated.strength >= 128 && negotiated.cipher.contains('-') && !negotiated.resumed);
            }
        }
    }
}

#[test]
fn rsa_4096_and_a_key_that_only_openssl_knows() {
    let ca = Authority::new("CA");
    let served = serve(settings(0), ca.server(key("rsa4096")), Manner::Close);
    assert!(s_client(served.port, &[]).has("4096 bit"));
    let server = TlsServer::new(settings(0), ca.server(key("p521"))).unwrap();
    assert_eq!(server.provider(), Provider::Platform);
    assert!(server.notes()[0].contains("SSLCert"), "{:?}", server.notes());
    assert!(s_client(start(server, Manner::Close).port, &[]).ready());
    assert!(TlsServer::new(settings(2), ca.server(key("p521"))).unwrap_err().message.contains("SSLCert"));
}

/// The second independent client: it verifies the chain and the name, and sends data both ways.
#[test]
fn python_verifies_the_server_and_exchanges_data() {
    let dir = Scratch::new();
    let root = Authority::new("Root");
    let ca = root.intermediate("Issuing CA");
    let ca_file = dir.write("ca.pem", pem(std::slice::from_ref(&root.cert)));
    for provider in PROVIDERS {
        let served = serve(settings(provider), ca.server(rsa()), Manner::Echo);
        for version in ["TLSv1_2", "TLSv1_3"] {
            let program = "import ssl,socket,sys\n\
                c=ssl.create_default_context(cafile=sys.argv[2])\n\
                c.minimum_version=c.maximum_version=ssl.TLSVersion[sys.argv[3]]\n\
                s=c.wrap_socket(socket.create_connection(('127.0.0.1',int(sys.argv[1]))),server_hostname='localhost')\n\
                f=s.makefile('rwb')\n\
                print(f.readline(),s.version(),s.cipher()[0])\n\
                data=bytes(range(256))*4000\n\
                import threading\n\
                threading.Thread(target=lambda:(f.write(data),f.flush())).start()\n\
                assert f.read(len(data))==data\n\
                print('ECHO OK')";
            let port = served.port.to_string();
            let Some(seen) = python(program, &[&port, text(&ca_file), version]) else { return };
            assert!(seen.ok && seen.has("READY") && seen.has("ECHO OK"), "{provider} {version}: {}", seen.text);
            assert_eq!(served.result().unwrap().version.replace('.', "_"), version);
        }
    }
}

#[test]
fn ssl_enabled_protocols() {
    let certificate = Authority::new("CA").server(rsa());
    for provider in PROVIDERS {
        for (protocols, refused) in [(tls::TLS13, "-tls1_2"), (tls::TLS12, "-tls1_3")] {
            let served = serve(TlsSettings { protocols, ..settings(provider) }, certificate.clone(), Manner::Close);
            assert!(!s_client(served.port, &[refused]).ready());
            let error = served.result().unwrap_err();
            assert_eq!(error.kind, TlsErrorKind::NoCommonVersion, "{provider}: {error}");
            assert!(error.message.contains("the partner offers TLSv1"), "{error}");
            assert!(s_client(served.port, &[]).ready());
        }
    }
}

/// TLS 1.0 and 1.1 only through OpenSSL and only when asked for.
#[test]
fn old_versions_only_when_enabled() {
    let certificate = Authority::new("CA").server(rsa());
    let protocols = tls::TLS10 | tls::TLS11 | tls::TLS12;
    let enabled = serve(TlsSettings { protocols, ..settings(0) }, certificate.clone(), Manner::Close);
    for (argument, version) in [("-tls1", "TLSv1"), ("-tls1_1", "TLSv1.1")] {
        let arguments = [argument, "-cipher", "ALL:@SECLEVEL=0"];
        let seen = s_client(enabled.port, &arguments);
        assert!(seen.ready(), "{}", seen.text);
        let negotiated = enabled.result().unwrap();
        assert_eq!(negotiated.version, version);
        assert!(negotiated.suite.contains("DHE_RSA_WITH_AES"), "{negotiated:?}");
        for provider in [0, 1, 2] {
            let refusing = serve(settings(provider), certificate.clone(), Manner::Close);
            assert!(!s_client(refusing.port, &arguments).ready());
            assert_eq!(refusing.result().unwrap_err().kind, TlsErrorKind::NoCommonVersion);
        }
    }
    // A gap in the middle stays a gap.
    let protocols = tls::TLS10 | tls::TLS12;
    let gap = serve(TlsSettings { protocols, ..settings(0) }, certificate, Manner::Close);
    assert!(!s_client(gap.port, &["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"]).ready());
}

/// Old partners' suites work through OpenSSL when they are named, and are refused otherwise.
#[test]
fn ssl_enabled_cipher_suites_of_old_partners() {
    let certificate = Authority::new("CA").server(rsa());
    let (rustls, openssl) = (settings(0), settings(1));
    let defaults = [rustls, openssl].map(|settings| serve(settings, certificate.clone(), Manner::Close));
    for (name, openssl_name, exchange) in [
        ("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", "ECDHE-RSA-AES128-SHA", "ECDHE"),
        ("TLS_DHE_RSA_WITH_AES_256_CBC_SHA", "DHE-RSA-AES256-SHA", "DHE"),
        ("SSL_RSA_WITH_AES_128_CBC_SHA", "AES128-SHA", "RSA"),
        ("TLS_RSA_WITH_AES_256_GCM_SHA384", "AES256-GCM-SHA384", "RSA"),
    ] {
        let named = TlsSettings { cipher_suites: format!("{name};TLS_AES_128_GCM_SHA256"), ..settings(0) };
        let served = serve(named, certificate.clone(), Manner::Close);
        let arguments = ["-tls1_2", "-cipher", openssl_name];
        let seen = s_client(served.port, &arguments);
        assert!(seen.ready() && seen.has(openssl_name), "{}", seen.text);
        let negotiated = served.result().unwrap();
        assert_eq!(negotiated.suite.trim_start_matches("TLS_"), &name[4..]);
        assert_eq!(negotiated.key_exchange, exchange);
        assert!(negotiated.key_exchange_strength >= 253, "{negotiated:?}");
        for default in &defaults {
            assert!(!s_client(default.port, &arguments).ready());
            assert_eq!(default.result().unwrap_err().kind, TlsErrorKind::NoCommonSuite);
        }
    }
}

#[test]
fn ssl_enabled_cipher_suites_and_strength_narrow_what_is_offered() {
    let certificate = Authority::new("CA").server(rsa());
    for provider in PROVIDERS {
        let cipher_suites = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256;TLS_CHACHA20_POLY1305_SHA256".to_owned();
        let served = serve(TlsSettings { cipher_suites, ..settings(provider) }, certificate.clone(), Manner::Close);
        assert!(s_client(served.port, &["-tls1_2"]).has("ECDHE-RSA-AES128-GCM-SHA256"));
        assert!(s_client(served.port, &[]).has("TLS_CHACHA20_POLY1305_SHA256"));
        assert!(!s_client(served.port, &["-tls1_2", "-cipher", "ECDHE-RSA-AES256-GCM-SHA384"]).ready());

        let strong = serve(TlsSettings { min_strength: 256, ..settings(provider) }, certificate.clone(), Manner::Close);
        assert!(s_client(strong.port, &["-tls1_2"]).has("AES256-GCM"));
        assert_eq!(strong.result().unwrap().strength, 256);
        for weak in [["-tls1_3", "-ciphersuites", "TLS_AES_128_GCM_SHA256"], ["-tls1_2", "-cipher", "ECDHE+AES128"]] {
            assert!(!s_client(strong.port, &weak).ready());
            assert_eq!(strong.result().unwrap_err().kind, TlsErrorKind::NoCommonSuite, "{provider} {weak:?}");
        }
    }
}

/// The server's order counts: forward secrecy is picked although the client prefers plain RSA.
#[test]
fn forward_secrecy_comes_first_whatever_the_client_prefers() {
    let certificate = Authority::new("CA").server(rsa());
    let cipher_suites = "TLS_RSA_WITH_AES_128_CBC_SHA;TLS_DHE_RSA_WITH_AES_128_CBC_SHA".to_owned();
    let served = serve(TlsSettings { cipher_suites, ..settings(0) }, certificate, Manner::Close);
    assert!(s_client(served.port, &["-cipher", "AES128-SHA:DHE-RSA-AES128-SHA"]).has("DHE-RSA-AES128-SHA"));
}

#[test]
fn signature_algorithms_of_both_versions() {
    let certificate = Authority::new("CA").server(rsa());
    for provider in PROVIDERS {
        let limited = TlsSettings {
            tls12_signature_algorithms: "sha384-rsa".into(),
            tls13_signature_algorithms: "rsa_pss_sha512".into(),
            ..settings(provider)
        };
        let served = serve(limited, certificate.clone(), Manner::Close);
        let old = s_client(served.port, &["-tls1_2"]);
        assert!(old.has("Peer signing digest: SHA384"), "{provider}: {}", old.text);
        let new = s_client(served.port, &["-tls1_3"]);
        assert!(new.has("Peer signing digest: SHA512") && new.has("RSA-PSS"), "{provider}: {}", new.text);
        let (first, second) = (served.result(), served.result());
        assert!(first.is_ok() && second.is_ok());
        assert!(!s_client(served.port, &["-tls1_3", "-sigalgs", "RSA-PSS+SHA256"]).ready());
        assert_eq!(served.result().unwrap_err().kind, TlsErrorKind::NoCommonSuite);
    }
}

#[test]
fn supported_groups_of_both_versions() {
    let certificate = Authority::new("CA").server(rsa());
    for provider in PROVIDERS {
        let limited = TlsSettings {
            tls12_groups: "ecdhe_secp384r1".into(),
            tls13_groups: "ecdhe_secp256r1".into(),
            ..settings(provider)
        };
        let served = serve(limited, certificate.clone(), Manner::Close);
        assert!(s_client(served.port, &["-tls1_2"]).has("Server Temp Key: ECDH, secp384r1, 384 bits"));
        assert_eq!(served.result().unwrap().group, "ecdhe_secp384r1");
        // OpenSSL's client sends a share for X25519 first: a second round trip.
        let seen = s_client(served.port, &["-tls1_3"]);
        assert!(seen.ready() && seen.has("Server Temp Key: ECDH, prime256v1, 256 bits"), "{}", seen.text);
        let negotiated = served.result().unwrap();
        assert_eq!((negotiated.group.as_str(), negotiated.key_exchange_strength), ("ecdhe_secp256r1", 256));
        assert!(!s_client(served.port, &["-tls1_3", "-groups", "X25519"]).ready());
        let error = served.result().unwrap_err();
        assert_eq!(error.kind, TlsErrorKind::NoCommonSuite, "{provider}: {error}");
    }
    // Only finite fields: automatic takes OpenSSL.
    let fields = TlsSettings { tls13_groups: "ffdhe_3072".into(), protocols: tls::TLS13, ..settings(0) };
    let served = serve(fields, certificate, Manner::Close);
    assert!(s_client(served.port, &["-groups", "ffdhe2048:ffdhe3072"]).ready());
    let negotiated = served.result().unwrap();
    assert_eq!((negotiated.key_exchange.as_str(), negotiated.key_exchange_strength), ("DHE", 3072));
}

/// TLS13KeyShareGroups: the server prefers them among all that it supports.
#[test]
fn key_share_groups_are_preferred() {
    let certificate = Authority::new("CA").server(rsa());
    for provider in PROVIDERS {
        let preferring = TlsSettings {
            tls13_groups: "ecdhe_x25519,ecdhe_secp384r1".into(),
            tls13_key_share_groups: "ecdhe_secp384r1".into(),
            ..settings(provider)
        };
        let served = serve(preferring, certificate.clone(), Manner::Close);
        // The client's only share is for a group that is not enabled, so the server asks for another, its own first choice.
        let seen = s_client(served.port, &["-tls1_3", "-groups", "P-521:X25519:P-384"]);
        assert!(seen.ready(), "{}", seen.text);
        assert_eq!(served.result().unwrap().group, "ecdhe_secp384r1", "{provider}");
    }
}

#[test]
fn preferred_dh_group_bits() {
    let certificate = Authority::new("CA").server(rsa());
    for (bits, expected) in [(0, 2048), (1024, 2048), (3072, 3072)] {
        let dhe =
            TlsSettings { dh_bits: bits, cipher_suites: "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256".into(), ..settings(0) };
        let served = serve(dhe, certificate.clone(), Manner::Close);
        let seen = s_client(served.port, &["-tls1_2"]);
        assert!(seen.has(&format!("Server Temp Key: DH, {expected} bits")), "{}", seen.text);
        let negotiated = served.result().unwrap();
        assert_eq!((negotiated.key_exchange.as_str(), negotiated.key_exchange_strength), ("DHE", expected));
    }
}

#[test]
fn renegotiation_only_when_enabled() {
    let certificate = Authority::new("CA").server(rsa());
    for (provider, renegotiation, works) in [(1, true, true), (1, false, false), (2, true, false)] {
        let served = serve(TlsSettings { renegotiation, ..settings(provider) }, certificate.clone(), Manner::Echo);
        let program = "import subprocess,sys,time\n\
            p=subprocess.Popen(['openssl','s_client','-tls1_2','-connect','127.0.0.1:'+sys.argv[1]],\
            stdin=subprocess.PIPE,stdout=subprocess.PIPE,stderr=subprocess.STDOUT)\n\
            while True:\n\
            \x20line=p.stdout.readline()\n\
            \x20sys.stdout.write(line.decode())\n\
            \x20if not line or b'READY' in line: break\n\
            p.stdin.write(b'R\\n'); p.stdin.flush(); time.sleep(0.2)\n\
            try:\n\
            \x20p.stdin.write(b'after\\n'); p.stdin.flush(); time.sleep(0.3)\n\
            except BrokenPipeError: pass\n\
            try: print(p.communicate(timeout=0.5)[0].decode())\n\
            except subprocess.TimeoutExpired: p.kill(); print(p.communicate()[0].decode())";
        let Some(seen) = python(program, &[&served.port.to_string()]) else { return };
        assert!(seen.has("Secure Renegotiation IS supported"), "{}", seen.text);
        let (_, after) = seen.text.split_once("RENEGOTIATING").expect("an attempt");
        assert_eq!(after.contains("after"), works, "{provider} {renegotiation}: {}", seen.text);
    }
}

#[test]
fn reuse_ssl_session() {
    let dir = Scratch::new();
    let certificate = Authority::new("CA").server(rsa());
    for provider in PROVIDERS {
        for reuse in [true, false] {
            for version in ["-tls1_2", "-tls1_3"] {
                for tickets in [true, false] {
                    let reusing = TlsSettings { session_reuse: reuse, ..settings(provider) };
                    let served = serve(reusing, certificate.clone(), Manner::Close);
                    let session = dir.join("session");
                    let _ = std::fs::remove_file(&session);
                    let mut arguments = vec![version];
                    if !tickets {
                        arguments.push("-no_ticket");
                    }
                    let first = s_client(served.port, &[&arguments[..], &["-sess_out", text(&session)]].concat());
                    assert!(first.ready() && !served.result().unwrap().resumed);
                    if !session.exists() {
                        assert!(!reuse, "{provider} {version}: no session was given: {}", first.text);
                        continue;
                    }
                    let second = s_client(served.port, &[&arguments[..], &["-sess_in", text(&session)]].concat());
                    assert_eq!(second.has("Reused, "), reuse, "{provider} {reuse} {version}: {}", second.text);
                    assert_eq!(served.result().unwrap().resumed, reuse);
                }
            }
        }
    }
}

/// SSLKeyLogFile: the secrets are the ones that the client saw, and the file is appended to.
#[test]
fn ssl_key_log_file() {
    let dir = Scratch::new();
    let certificate = Authority::new("CA").server(rsa());
    for provider in PROVIDERS {
        let ours = dir.write(&format!("ours{provider}"), b"# kept\n");
        let logging = TlsSettings { key_log_file: Some(ours.clone()), ..settings(provider) };
        let served = serve(logging, certificate.clone(), Manner::Close);
        for (version, label) in [("-tls1_2", "CLIENT_RANDOM "), ("-tls1_3", "SERVER_TRAFFIC_SECRET_0 ")] {
            let theirs = dir.join(format!("theirs{provider}{version}"));
            assert!(s_client(served.port, &[version, "-keylogfile", text(&theirs)]).ready());
            let logged = std::fs::read_to_string(&ours).unwrap();
            let expected = std::fs::read_to_string(&theirs).unwrap();
            let line = expected.lines().find(|line| line.starts_with(label)).expect(label);
            assert!(logged.to_lowercase().contains(&line.to_lowercase()), "{provider} {version}: {logged}");
            assert!(logged.starts_with("# kept\n"));
        }
    }
    let nowhere = TlsSettings { key_log_file: Some(dir.join("no/such/dir")), ..settings(0) };
    assert!(TlsServer::new(nowhere, certificate).unwrap_err().message.contains("SSLKeyLogFile"));
}

#[test]
fn log_ssl_packets_and_status() {
    let certificate = Authority::new("CA").server(rsa());
    for provider in PROVIDERS {
        for log_packets in [true, false] {
            let served = serve(TlsSettings { log_packets, ..settings(provider) }, certificate.clone(), Manner::Close);
            assert!(s_client(served.port, &["-tls1_2"]).ready());
            let packets = served.hooks.packets.lock().unwrap().clone();
            assert_eq!(packets.iter().any(|(sent, _, kind)| !sent && kind == "Handshake"), log_packets);
            let data = packets.iter().any(|(sent, length, kind)| *sent && *length > 6 && kind == "ApplicationData");
            assert_eq!(data, log_packets, "{packets:?}");
            let statuses = served.hooks.statuses.lock().unwrap().clone();
            assert!(statuses[0].contains("offers TLSv1.2"), "{statuses:?}");
            assert!(statuses[1].contains("TLS established: TLSv1.2, TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, 256 bits"));
        }
    }
}

/// SSLCACerts and the chain of SSLCert travel with the certificate, in order, each once.
#[test]
fn the_chain_is_sent() {
    let root = Authority::new("Root");
    let ca = root.intermediate("Issuing CA");
    let other = Authority::new("Extra CA");
    for provider in PROVIDERS {
        let mut certificate = ca.server(rsa());
        certificate.chain = vec![root.cert.clone(), ca.cert.clone()];
        let extra = TlsSettings { extra_chain: vec![other.cert.clone(), ca.cert.clone()], ..settings(provider) };
        let served = serve(extra, certificate, Manner::Close);
        let seen = s_client(served.port, &["-showcerts"]);
        assert_eq!(
            seen.text.matches("BEGIN CERTIFICATE").count(),
            4 + usize::from(seen.has("Server certificate\n-----BEGIN"))
        );
        let position =
            |name: &str| seen.text.find(&format!("s:CN = {name}")).unwrap_or_else(|| panic!("{}", seen.text));
        assert!(position("localhost") < position("Issuing CA") && position("Issuing CA") < position("Root"));
        assert!(position("Root") < position("Extra CA"));
    }
}

/// SSLConnectionRequest: RSA for one client, ECDSA for the next, on one port.
#[test]
fn two_certificates_by_client_capability() {
    let ca = Authority::new("CA");
    for provider in PROVIDERS {
        let served = serve(settings(provider), ca.server(rsa()), Manner::Close);
        *served.hooks.alternative.lock().unwrap() = Some(("ecdsa".to_owned(), ca.server(key("p256"))));
        for version in ["-tls1_2", "-tls1_3"] {
            let modern = s_client(served.port, &[version, "-sigalgs", "ECDSA+SHA256:RSA-PSS+SHA256"]);
            assert!(modern.ready() && modern.has("Peer signature type: ECDSA"), "{provider}: {}", modern.text);
            let old = s_client(served.port, &[version, "-sigalgs", "RSA-PSS+SHA256"]);
            assert!(old.ready() && old.has("Peer signature type: RSA-PSS"), "{provider}: {}", old.text);
        }
        let offers = served.hooks.offers.lock().unwrap().clone();
        assert!(offers[0].0.contains(&"TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384".to_owned()), "{offers:?}");
        assert_eq!(offers[0].1, ["ecdsa_secp256r1_sha256", "rsa_pss_sha256"]);
    }
}

#[test]
fn use_fips_compliant_api_is_an_error_where_there_is_no_fips_provider() {
    let certificate = Authority::new("CA").server(rsa());
    let installed = std::process::Command::new("openssl").args(["list", "-providers", "-provider", "fips"]).output();
    if installed.is_ok_and(|output| output.status.success()) {
        println!("skipped: a FIPS provider is installed, and it would be for the whole process");
        return;
    }
    let error = TlsServer::new(TlsSettings { fips: true, ..settings(0) }, certificate.clone()).unwrap_err();
    assert!(error.message.contains("UseFIPSCompliantAPI") && error.message.contains("fips"), "{error}");
    let error = TlsServer::new(TlsSettings { fips: true, ..settings(2) }, certificate).unwrap_err();
    assert!(error.message.contains("internal provider"), "{error}");
}

#[test]
fn a_key_that_does_not_belong_to_the_certificate_is_an_error() {
    let mut certificate = Authority::new("CA").server(rsa());
    certificate.key = key("p256");
    for provider in [0, 1, 2] {
        assert!(TlsServer::new(settings(provider), certificate.clone()).unwrap_err().message.contains("SSLCert"));
    }
}
