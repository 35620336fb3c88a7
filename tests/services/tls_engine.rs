//! Every TLS setting through the engine: set as text, looked at from outside with clients that are not ours.

use crate::support::Scratch;
use crate::support::tls::*;
use crate::watched::{READY, Watched, certificate};
use oftpsrv::internals::error::codes;
use oftpsrv::internals::tls::ServerCertificate;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Both providers, as SSLProvider has them.
pub const BOTH: [&str; 2] = ["1", "2"];

pub fn rsa_server() -> ServerCertificate {
    Authority::new("CA").server(rsa())
}

#[test]
fn ssl_enabled_protocols_and_what_was_negotiated() {
    let own = rsa_server();
    for provider in BOTH {
        let server = Watched::listen(&own, &[("SSLProvider", provider)]);
        for (argument, version, suite) in [
            ("-tls1_2", "TLSv1.2", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"),
            ("-tls1_3", "TLSv1.3", "TLS_AES_256_GCM_SHA384"),
        ] {
            let (seen, course) = server.works(&[argument]);
            assert!(seen.has(version), "{}", seen.text);
            // The reference's default lists prefer P-256 in TLS 1.2 and X25519 in TLS 1.3.
            let bits = if version == "TLSv1.2" { "256" } else { "253" };
            assert_eq!(course.facts, [version, suite, "AES-256-GCM", "256", "ECDHE", bits]);
            assert!(course.statuses[0].contains("offers TLSv1.") && course.statuses[1].contains(suite));
            assert!(course.logs.iter().any(|line| line.contains("TLS established")), "{course:#?}");
        }
        for (protocols, refused, allowed) in [("12288", "-tls1_2", "-tls1_3"), ("3072", "-tls1_3", "-tls1_2")] {
            server.set("SSLEnabledProtocols", protocols);
            let (code, text) = server.fails(&[refused]).end;
            assert_eq!(code, codes::PROTOCOL);
            assert!(text.contains("no protocol version in common: the partner offers TLSv1"), "{text}");
            server.works(&[allowed]);
        }
    }
}

/// Keys of other kinds, both versions, both providers.
#[test]
fn ssl_cert_of_every_kind() {
    let ca = Authority::new("CA");
    for kind in ["rsa3072", "p256", "p384", "ed25519"] {
        let own = ca.server(key(kind));
        for provider in BOTH {
            let server = Watched::listen(&own, &[("SSLProvider", provider)]);
            server.works(&["-tls1_2"]);
            server.works(&["-tls1_3"]);
        }
    }
}

/// The second independent client: it verifies chain and name, reads SSRM and ends the session.
#[test]
fn python_verifies_the_server_and_reads_ready() {
    let dir = Scratch::new();
    let root = Authority::new("Root");
    let own = root.intermediate("Issuing CA").server(rsa());
    let ca_file = dir.write("ca.pem", pem(std::slice::from_ref(&root.cert)));
    let program = "import ssl,socket,sys\n\
        c=ssl.create_default_context(cafile=sys.argv[2])\n\
        c.minimum_version=c.maximum_version=ssl.TLSVersion[sys.argv[3]]\n\
        s=c.wrap_socket(socket.create_connection(('127.0.0.1',int(sys.argv[1]))),server_hostname='localhost')\n\
        print(s.recv(100),s.version(),s.cipher()[0])\n\
        s.sendall(b'\\x10\\0\\0\\x08F00\\r')\n\
        assert s.recv(100)==b''\n\
        print('END')";
    for provider in BOTH {
        let server = Watched::listen(&own, &[("SSLProvider", provider)]);
        for version in ["TLSv1_2", "TLSv1_3"] {
            let Some(seen) = python(program, &[&server.port.to_string(), text(&ca_file), version]) else { return };
            // TLS-2: SSRM with its stream header is the first thing inside TLS.
            assert!(seen.has("b'\\x10\\x00\\x00\\x17IODETTE FTP READY \\r'") && seen.has("END"), "{}", seen.text);
            assert_eq!(server.course().facts[0].replace('.', "_"), version);
        }
    }
}

#[test]
fn ssl_enabled_cipher_suites_and_strength() {
    let own = rsa_server();
    for provider in BOTH {
        let server = Watched::listen(&own, &[("SSLProvider", provider)]);
        server.set("SSLEnabledCipherSuites", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256; TLS_CHACHA20_POLY1305_SHA256");
        let (_, old) = server.works(&["-tls1_2"]);
        assert_eq!(old.facts[1..4], ["TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "AES-128-GCM", "128"]);
        let (_, new) = server.works(&[]);
        assert_eq!(new.facts[1..4], ["TLS_CHACHA20_POLY1305_SHA256", "CHACHA20-POLY1305", "256"]);
        let (code, text) = server.fails(&["-tls1_2", "-cipher", "ECDHE-RSA-AES256-GCM-SHA384"]).end;
        assert_eq!(code, codes::PROTOCOL);
        assert!(text.contains("no cipher suite in common"), "{text}");
        server.set("SSLEnabledCipherSuites", "*");
        server.set("SSLCipherStrength", "256");
        server.works(&["-tls1_2"]);
        server.fails(&["-tls1_3", "-ciphersuites", "TLS_AES_128_GCM_SHA256"]);
    }
}

/// Old partners' suites: refused by default, through OpenSSL when they are named; the log says who does it and why.
#[test]
fn old_partners_suites_only_when_enabled() {
    let own = rsa_server();
    let server = Watched::listen(&own, &[]);
    for (name, openssl_name, exchange, bits) in [
        ("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", "ECDHE-RSA-AES128-SHA", "ECDHE", "256"),
        ("TLS_DHE_RSA_WITH_AES_256_CBC_SHA", "DHE-RSA-AES256-SHA", "DHE", "2048"),
        ("TLS_RSA_WITH_AES_128_CBC_SHA", "AES128-SHA", "RSA", "2048"),
    ] {
        let arguments = ["-tls1_2", "-cipher", openssl_name];
        for provider in ["0", "1", "2"] {
            server.set("SSLProvider", provider);
            let (code, text) = server.fails(&arguments).end;
            assert_eq!(code, codes::PROTOCOL);
            assert!(text.contains("no cipher suite in common") && text.contains(name), "{text}");
        }
        server.set("SSLProvider", "0");
        server.set("SSLEnabledCipherSuites", &format!("{name};TLS_AES_128_GCM_SHA256"));
        let (_, course) = server.works(&arguments);
        assert_eq!((&*course.facts[1], &*course.facts[4], &*course.facts[5]), (name, exchange, bits));
        server.works(&["-tls1_3"]);
        server.set("SSLEnabledCipherSuites", "*");
    }
    server.set("SSLEnabledCipherSuites", "TLS_DHE_RSA_WITH_AES_256_CBC_SHA");
    server.set("PreferredDHGroupBits", "3072");
    let (seen, course) = server.works(&["-tls1_2", "-cipher", "DHE"]);
    assert!(seen.has("Server Temp Key: DH, 3072 bits"), "{}", seen.text);
    assert_eq!(course.facts[5], "3072");
}

#[test]
fn signature_algorithms_and_groups() {
    let own = rsa_server();
    let limits = [
        ("TLS12SignatureAlgorithms", "sha384-rsa"),
        ("TLS13SignatureAlgorithms", "rsa_pss_sha512"),
        ("TLS12SupportedGroups", "ecdhe_secp384r1"),
        ("TLS13SupportedGroups", "ecdhe_secp256r1,ecdhe_secp384r1"),
    ];
    for provider in BOTH {
        let server = Watched::listen(&own, &[&limits[..], &[("SSLProvider", provider)]].concat());
        let (old, course) = server.works(&["-tls1_2"]);
        assert!(old.has("Peer signing digest: SHA384") && old.has("ECDH, secp384r1, 384 bits"), "{}", old.text);
        assert_eq!(course.facts[5], "384");
        let (new, course) = server.works(&["-tls1_3"]);
        assert!(new.has("Peer signing digest: SHA512") && new.has("ECDH, prime256v1, 256 bits"), "{}", new.text);
        assert_eq!(course.facts[5], "256");
        let refused = server.fails(&["-tls1_3", "-groups", "X25519"]);
        assert!(refused.end.1.contains("no key exchange group in common"), "{}", refused.end.1);
        server.fails(&["-tls1_3", "-sigalgs", "RSA-PSS+SHA256"]);
        server.set("TLS13KeyShareGroups", "ecdhe_secp384r1");
        let (_, course) = server.works(&["-tls1_3", "-groups", "P-521:X25519:P-256:P-384"]);
        assert_eq!(course.facts[5], "384");
    }
}

#[test]
fn reuse_ssl_session() {
    let dir = Scratch::new();
    let own = rsa_server();
    for provider in BOTH {
        for reuse in [true, false] {
            let server = Watched::listen(&own, &[("SSLProvider", provider), ("ReuseSSLSession", &reuse.to_string())]);
            for version in ["-tls1_2", "-tls1_3"] {
                let session = dir.join("session");
                let _ = std::fs::remove_file(&session);
                server.works(&[version, "-sess_out", text(&session)]);
                if !session.exists() {
                    assert!(!reuse, "{provider} {version}: no session was given");
                    continue;
                }
                let (seen, course) = server.works(&[version, "-sess_in", text(&session)]);
                assert_eq!(seen.has("Reused, "), reuse, "{provider} {version}: {}", seen.text);
                assert_eq!(course.statuses.iter().any(|line| line.ends_with("session resumed")), reuse);
            }
        }
    }
}

#[test]
fn ssl_key_log_file() {
    let dir = Scratch::new();
    let own = rsa_server();
    for provider in BOTH {
        let ours = dir.write(&format!("ours{provider}"), b"# kept\n");
        let mut server = Watched::new(&[("SSLProvider", provider), ("SSLKeyLogFile", text(&ours)), ("UseSSL", "True")]);
        server.server.set_ssl_cert(Some(certificate(&own))).unwrap();
        server.start();
        server.note("SSLKeyLogFile: session secrets are written to");
        for (version, label) in [("-tls1_2", "CLIENT_RANDOM "), ("-tls1_3", "CLIENT_TRAFFIC_SECRET_0 ")] {
            let theirs = dir.join(format!("theirs{provider}{version}"));
            server.works(&[version, "-keylogfile", text(&theirs)]);
            let logged = std::fs::read_to_string(&ours).unwrap();
            let expected = std::fs::read_to_string(&theirs).unwrap();
            let line = expected.lines().find(|line| line.starts_with(label)).expect(label);
            assert!(logged.starts_with("# kept\n") && logged.to_lowercase().contains(&line.to_lowercase()));
        }
        let error = server.server.set_config("SSLKeyLogFile", "/no/such/dir/keys").unwrap_err();
        assert!(error.message.contains("SSLKeyLogFile"), "{error}");
        server.works(&[]);
    }
}

/// LogSSLPackets: every record of the connection, the session's own too.
#[test]
fn log_ssl_packets() {
    let own = rsa_server();
    for provider in BOTH {
        let server = Watched::listen(&own, &[("SSLProvider", provider)]);
        let (_, silent) = server.works(&["-tls1_2"]);
        assert!(!silent.statuses.iter().any(|line| line.starts_with("TLS record")), "{silent:#?}");
        server.set("LogSSLPackets", "True");
        let (_, course) = server.works(&["-tls1_2"]);
        let at = |start: &str| {
            let found = course.statuses.iter().position(|line| line.starts_with(start));
            found.unwrap_or_else(|| panic!("{start}: {course:#?}"))
        };
        assert!(at("TLS record received: Handshake, ") < at("TLS record sent: Handshake, "));
        assert!(at("TLS record sent: Handshake, ") < at("TLS established"));
        assert!(at("TLS established") < at("TLS record sent: ApplicationData, "));
        assert!(at("TLS established") < at("TLS record received: ApplicationData, "));
    }
}

/// SSLCACerts and the chain of SSLCert are sent, in order.
#[test]
fn ssl_ca_certs() {
    let root = Authority::new("Root");
    let ca = root.intermediate("Issuing CA");
    let (issuing, roots) = (pem(&ca.chain), pem(std::slice::from_ref(&root.cert)));
    let both = String::from_utf8([roots, b"Text between.\n".to_vec(), issuing].concat()).unwrap();
    for provider in BOTH {
        let own = ServerCertificate { chain: Vec::new(), ..ca.server(rsa()) };
        let server = Watched::listen(&own, &[("SSLProvider", provider)]);
        let (alone, _) = server.works(&["-showcerts"]);
        assert!(!alone.has("s:CN = Issuing CA"));
        server.set("SSLCACerts", &both);
        let (seen, _) = server.works(&["-showcerts"]);
        let position =
            |name: &str| seen.text.find(&format!("s:CN = {name}")).unwrap_or_else(|| panic!("{}", seen.text));
        assert!(position("localhost") < position("Issuing CA") && position("Issuing CA") < position("Root"));
        let error = server.server.set_config("SSLCACerts", "no certificates").unwrap_err();
        assert_eq!(error.code, codes::BAD_VALUE);
        assert!(server.works(&["-showcerts"]).0.has("s:CN = Issuing CA"), "the wrong value was not kept");
    }
}

#[test]
fn ssl_enable_renegotiation() {
    let own = rsa_server();
    let program = "import subprocess,sys,time\n\
        p=subprocess.Popen(['openssl','s_client','-tls1_2','-connect','127.0.0.1:'+sys.argv[1]],\
        stdin=subprocess.PIPE,stdout=subprocess.PIPE,stderr=subprocess.STDOUT)\n\
        while True:\n\
        \x20line=p.stdout.read1(4096)\n\
        \x20if not line or b'READY' in line: break\n\
        p.stdin.write(b'R\\n'); p.stdin.flush(); time.sleep(0.3)\n\
        try: p.stdin.write(b'\\x10\\0\\0\\x08F00\\r'); p.stdin.flush(); time.sleep(0.3)\n\
        except BrokenPipeError: pass\n\
        try: p.communicate(timeout=2)\n\
        except subprocess.TimeoutExpired: p.kill(); p.communicate()";
    for (provider, setting, works) in [("1", "True", true), ("1", "False", false), ("2", "True", false)] {
        let server = Watched::listen(&own, &[("SSLProvider", provider), ("SSLEnableRenegotiation", setting)]);
        if python(program, &[&server.port.to_string()]).is_none() {
            return;
        }
        let course = server.course();
        assert_eq!(course.end.0 == 0, works, "{provider} {setting}: {course:#?}");
    }
}

/// Which provider serves and why stands in the log at the start; UseInternalSecurityAPI overrules the automatic choice.
#[test]
fn the_choice_of_provider_is_explained() {
    let own = rsa_server();
    for (set, expected) in [
        (&[][..], "TLS provider: rustls (internal)"),
        (&[("SSLProvider", "1")], "TLS provider: OpenSSL (platform)"),
        (&[("SSLCheckOCSP", "1")], "TLS provider: OpenSSL (platform) (SSLCheckOCSP asks for OCSP)"),
        (&[("SSLCheckOCSP", "1"), ("UseInternalSecurityAPI", "True")], "TLS provider: rustls (internal)"),
        (&[("SSLEnabledProtocols", "3840")], "(SSLEnabledProtocols enables TLS 1.0 or 1.1)"),
        (&[("SSLEnabledCipherSuites", "TLS_RSA_WITH_AES_128_CBC_SHA")], "(SSLEnabledCipherSuites names TLS_RSA"),
    ] {
        let server = Watched::listen(&own, set);
        let note = server.note("TLS provider");
        assert!(note.contains(expected), "{set:?}: {note}");
    }
    // Other notes come too.
    let server = Watched::listen(
        &own,
        &[("SSLAuthenticateClients", "True"), ("TLS13SupportedGroups", "ecdhe_x448,ecdhe_x25519")],
    );
    server.note("TLS13SupportedGroups: not spoken by the internal provider: ecdhe_x448");
    server.note("SSLClientCACerts is empty");
    // While listening: a suite that only OpenSSL has shows who serves.
    let server =
        Watched::listen(&own, &[("SSLEnabledCipherSuites", "TLS_RSA_WITH_AES_128_CBC_SHA;TLS_AES_128_GCM_SHA256")]);
    server.works(&["-tls1_2", "-cipher", "AES128-SHA"]);
    server.set("UseInternalSecurityAPI", "True");
    server.fails(&["-tls1_2", "-cipher", "AES128-SHA"]);
    server.works(&["-tls1_3"]);
}

/// A setting that cannot work is an error while the server listens; it keeps its value and the listener goes on.
#[test]
fn wrong_settings_while_listening_change_nothing() {
    let own = rsa_server();
    let server = Watched::listen(&own, &[]);
    for (name, wrong, code) in [
        ("SSLEnabledProtocols", "48", codes::BAD_VALUE),
        ("SSLEnabledProtocols", "12", codes::BAD_VALUE),
        ("SSLEnabledCipherSuites", "TLS_NO_SUCH_SUITE", codes::BAD_VALUE),
        ("TLS13SupportedGroups", "no_such_group", codes::BAD_VALUE),
        ("TLS12SignatureAlgorithms", "nonsense", codes::BAD_VALUE),
        ("SSLClientCACerts", "-----BEGIN NOTHING-----", codes::BAD_VALUE),
        ("PreferredDHGroupBits", "2049", codes::BAD_VALUE),
        ("SSLCheckCRL", "3", codes::BAD_VALUE),
        ("SSLProvider", "9", codes::BAD_VALUE),
    ] {
        let before = server.server.get_config(name).unwrap();
        let error = server.server.set_config(name, wrong).unwrap_err();
        assert_eq!(error.code, code, "{name}: {error}");
        assert!(error.message.contains(name), "{error}");
        assert_eq!(server.server.get_config(name).unwrap(), before);
    }
    server.works(&[]);
    // The same for the certificate itself.
    assert_eq!(server.server.set_ssl_cert(None).unwrap_err().code, codes::CERT_REQUIRED);
    let mut other = certificate(&ServerCertificate { key: key("p256"), ..own.clone() });
    assert!(server.server.set_ssl_cert(Some(other)).unwrap_err().message.contains("SSLCert"));
    other = server.server.ssl_cert().unwrap();
    assert_eq!(other.x509().unwrap().to_der().unwrap(), own.cert.to_der().unwrap());
    server.works(&[]);
    // And before listening it is an error of StartListening.
    let idle = Watched::new(&[("UseSSL", "True"), ("SSLEnabledProtocols", "48")]);
    idle.server.set_ssl_cert(Some(certificate(&own))).unwrap();
    assert!(idle.server.start().unwrap_err().message.contains("SSLEnabledProtocols"));
    assert!(!idle.server.is_listening());
    idle.set("SSLEnabledProtocols", "15360");
    idle.server.start().unwrap();
}

#[test]
fn ssl_cert_by_settings() {
    let dir = Scratch::new();
    let ca = Authority::new("Root").intermediate("Issuing CA");
    let (first, second) = (ca.server(rsa()), ca.issue(&Wish::new("second"), key("p256")));
    let mut stack = openssl::stack::Stack::new().unwrap();
    stack.push(ca.cert.clone()).unwrap();
    let mut builder = openssl::pkcs12::Pkcs12::builder();
    let pfx = builder.name("own").pkey(&first.key).cert(&first.cert).ca(stack).build2("secret").unwrap();
    let pfx = dir.write("own.p12", pfx.to_der().unwrap());
    let key_pem = second.key.private_key_to_pem_pkcs8().unwrap();
    let both = dir.write("second.pem", [key_pem, pem(std::slice::from_ref(&second.cert)), pem(&second.chain)].concat());

    let mut server = Watched::new(&[("UseSSL", "True")]);
    let error = server.server.start().unwrap_err();
    assert_eq!(error.code, codes::CERT_REQUIRED, "{error}");
    assert!(error.message.contains("SSLCert"), "{error}");
    server.set("SSLCertStoreType", "2");
    server.set("SSLCertStore", text(&pfx));
    server.set("SSLCertStorePassword", "wrong");
    assert!(server.server.set_config("SSLCertSubject", "*").is_err());
    server.set("SSLCertStorePassword", "secret");
    server.set("SSLCertSubject", "*");
    server.start();
    let (seen, _) = server.works(&["-showcerts"]);
    assert!(seen.has("s:CN = localhost") && seen.has("s:CN = Issuing CA"), "{}", seen.text);
    // Another store while listening, its kind found out.
    server.set("SSLCertStoreType", "99");
    server.set("SSLCertStorePassword", "");
    server.set("SSLCertStore", text(&both));
    server.set("SSLCertSubject", "CN=second");
    let (seen, _) = server.works(&["-showcerts"]);
    assert!(seen.has("s:CN = second") && seen.has("s:CN = Issuing CA"), "{}", seen.text);
    // A certificate without a key is none for TLS.
    let bare = Watched::new(&[("UseSSL", "True")]);
    let public = oftpsrv::internals::certs::Certificate::from_parts(second.cert.clone(), None, Vec::new());
    bare.server.set_ssl_cert(Some(public)).unwrap();
    assert_eq!(bare.server.start().unwrap_err().code, codes::CERT_REQUIRED);
}

/// UseSSL can be switched while listening: it is the next connection's matter.
#[test]
fn use_ssl_while_listening() {
    use std::io::Read;
    let mut server = Watched::new(&[]);
    server.start();
    assert_eq!(server.server.set_config("UseSSL", "True").unwrap_err().code, codes::CERT_REQUIRED);
    assert_eq!(server.server.get_config("UseSSL").unwrap(), "False");
    let mut plain = std::net::TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    let mut ready = [0; 23];
    plain.read_exact(&mut ready).unwrap();
    assert!(String::from_utf8_lossy(&ready).contains(READY));
    drop(plain);
    server.course();
    server.server.set_ssl_cert(Some(certificate(&rsa_server()))).unwrap();
    server.set("UseSSL", "True");
    server.works(&[]);
}

#[test]
fn use_fips_compliant_api_is_an_error_where_there_is_no_fips_provider() {
    let installed = std::process::Command::new("openssl").args(["list", "-providers", "-provider", "fips"]).output();
    if installed.is_ok_and(|output| output.status.success()) {
        println!("skipped: a FIPS provider is installed, and it would be for the whole process");
        return;
    }
    let server = Watched::listen(&rsa_server(), &[]);
    let error = server.server.set_config("UseFIPSCompliantAPI", "True").unwrap_err();
    assert_eq!(error.code, codes::NOT_SUPPORTED);
    assert!(error.message.contains("UseFIPSCompliantAPI"), "{error}");
    assert_eq!(server.server.get_config("UseFIPSCompliantAPI").unwrap(), "False");
    server.works(&[]);
}

/// SSRM comes with the end of the handshake, not only when the client's system has acknowledged the session tickets.
#[test]
fn ssrm_is_not_held_back() {
    use openssl::ssl::{SslConnector, SslMethod, SslVerifyMode};
    use std::io::{Read, Write};
    let mut builder = SslConnector::builder(SslMethod::tls_client()).unwrap();
    builder.set_verify(SslVerifyMode::NONE);
    let connector = builder.build();
    for provider in BOTH {
        let server = Watched::listen(&rsa_server(), &[("SSLProvider", provider), ("ReuseSSLSession", "True")]);
        let mut waits = Vec::new();
        for _ in 0..20 {
            let tcp = std::net::TcpStream::connect(("127.0.0.1", server.port)).unwrap();
            let mut stream = connector.connect("localhost", tcp).unwrap();
            let start = std::time::Instant::now();
            stream.read_exact(&mut [0; 23]).unwrap();
            waits.push(start.elapsed());
            stream.write_all(b"\x10\x00\x00\x08F00\r").unwrap();
            server.course();
        }
        // On a busy machine some may wait for the processor.
        assert!(waits.iter().min().unwrap().as_millis() < 30, "{provider}: {waits:?}");
    }
}

/// With queued events the handshake waits for the pump, in the order of the connection.
#[test]
fn queued_events() {
    let ca = Authority::new("CA");
    for provider in BOTH {
        let mut server = Watched::new(&[("offers", ""), ("SSLProvider", provider), ("LogSSLPackets", "True")]);
        server.server.set_event_dispatch(oftpsrv::internals::engine::Dispatch::Queued).unwrap();
        server.server.set_ssl_cert(Some(certificate(&ca.server(rsa())))).unwrap();
        server.set("SSLAuthenticateClients", "True");
        server.set("SSLClientCACerts", &String::from_utf8(pem(std::slice::from_ref(&ca.cert))).unwrap());
        server.set("UseSSL", "True");
        server.start();
        let dir = Scratch::new();
        let [cert, key, _] = save(&dir, "client", &ca.client("partner"));
        let (pumped, done) = (server.server.clone(), Arc::new(AtomicBool::new(false)));
        let seen = done.clone();
        let pump = std::thread::spawn(move || {
            while !seen.load(Ordering::SeqCst) {
                pumped.do_events(20).unwrap();
            }
        });
        let (_, course) = server.works(&["-cert", &cert, "-key", &key]);
        done.store(true, Ordering::SeqCst);
        pump.join().unwrap();
        assert_eq!(course.clients.len(), 1);
        let position = |start: &str| course.statuses.iter().position(|line| line.starts_with(start)).expect(start);
        assert!(position("TLS client hello") < position("TLS record received: Handshake"));
        assert!(position("TLS record received: Handshake") < position("TLS established"));
    }
}
