//! Sessions that do not come about, told apart for the program and the log, and what the partner sees of it.

use crate::support::Scratch;
use crate::support::tls::*;
use crate::tls_engine::{BOTH, rsa_server};
use crate::watched::{READY, Watched};
use oftpsrv::internals::error::codes;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// Everything that comes until the server closes; a reset is a close too.
fn read_all(stream: &mut TcpStream) -> Vec<u8> {
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let mut octets = Vec::new();
    let _ = stream.read_to_end(&mut octets);
    octets
}

/// TLS-3: a plaintext partner hears nothing and is disconnected at once.
#[test]
fn tls_3_a_plaintext_partner_on_the_tls_port() {
    let own = rsa_server();
    for provider in BOTH {
        let server = Watched::listen(&own, &[("SSLProvider", provider)]);
        for (said, guess) in [
            (&b"\x10\x00\x00\x17IODETTE FTP READY \r"[..], "it looks like plain OFTP"),
            (b"GET / HTTP/1.1\r\n\r\n", "it looks like HTTP"),
            (b"X\x00\x00\x00\x00", "it began with 58"),
        ] {
            let start = Instant::now();
            let mut stream = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
            stream.write_all(said).unwrap();
            assert_eq!(read_all(&mut stream), b"");
            assert!(start.elapsed() < Duration::from_secs(15), "not the handshake timer");
            let course = server.course();
            course.failed();
            assert_eq!(course.end.0, codes::PROTOCOL);
            assert!(course.end.1.contains("does not speak TLS on the TLS port") && course.end.1.contains(guess));
        }
        // One that waits for SSRM, as a plain initiator does: the handshake timer.
        server.set("DefaultConnectionTimeout", "1");
        let mut stream = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
        assert_eq!(read_all(&mut stream), b"");
        let course = server.course();
        course.failed();
        assert_eq!(course.end.0, codes::TIMEOUT);
        assert!(course.end.1.contains("it may be waiting in plain text"), "{}", course.end.1);
    }
}

/// A TLS client on the plain port is named as one, whatever its hello looks like.
#[test]
fn a_tls_partner_on_the_plain_port() {
    let mut server = Watched::new(&[]);
    server.start();
    for arguments in [&["-tls1_2"][..], &["-tls1_3"]] {
        let seen = server.client(arguments);
        assert!(!seen.ok && seen.has("wrong version number"), "{}", seen.text);
        let course = server.course();
        assert_eq!(course.connected, Some(0), "plain connections have no handshake to fail");
        assert_eq!(course.end.0, codes::PROTOCOL);
        assert!(course.end.1.contains("A TLS client connected to the plain port"), "{course:#?}");
        assert_eq!(course.errors, std::slice::from_ref(&course.end));
    }
    // The hello in two pieces, the first of one octet.
    let mut stream = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    stream.set_nodelay(true).unwrap();
    stream.write_all(&[0x16]).unwrap();
    std::thread::sleep(Duration::from_millis(50));
    let _ = stream.write_all(&[3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3]);
    read_all(&mut stream);
    assert!(server.course().end.1.contains("A TLS client connected to the plain port"));
}

/// Hellos that end in the middle, are damaged, or of SSL 2.0.
#[test]
fn broken_hellos() {
    let own = rsa_server();
    let server = Watched::listen(&own, &[("SSLProvider", "2")]);
    for (said, code, word) in [
        (&[0x16, 3, 1, 2, 0, 1, 0][..], 10054, "in the middle of its ClientHello"),
        (b"", 10054, "before it said anything"),
        (&[0x16, 3, 1, 0, 6, 1, 0, 0, 2, 3, 3], codes::CRYPTO, "malformed"),
        (&[0x16, 3, 1, 0, 4, 2, 0, 0, 0], codes::CRYPTO, "not a ClientHello"),
        (&[0x80, 0x2e, 1, 0, 2, 0, 3, 0, 0, 0, 0x20], codes::PROTOCOL, "SSL 2.0"),
    ] {
        let mut stream = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
        stream.write_all(said).unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        assert!(!String::from_utf8_lossy(&read_all(&mut stream)).contains(READY));
        let course = server.course();
        course.failed();
        assert_eq!(course.end.0, code, "{}", course.end.1);
        assert!(course.end.1.contains(word), "{}", course.end.1);
    }
}

/// No version and no suite in common: what the partner offers is in the message.
#[test]
fn nothing_in_common() {
    let own = rsa_server();
    for provider in BOTH {
        let server = Watched::listen(&own, &[("SSLProvider", provider)]);
        let old = server.fails(&["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"]);
        assert_eq!(old.end.0, codes::PROTOCOL);
        assert!(old.end.1.contains("no protocol version in common: the partner offers TLSv1.1"), "{}", old.end.1);
        assert!(old.end.1.contains("enabled are TLSv1.3 TLSv1.2"), "{}", old.end.1);
        let weak = server.fails(&["-tls1_2", "-cipher", "AES128-SHA"]);
        assert_eq!(weak.end.0, codes::PROTOCOL);
        assert!(weak.end.1.contains("the partner offers TLS_RSA_WITH_AES_128_CBC_SHA"), "{}", weak.end.1);
    }
    // TLS 1.0 and 1.1 when they are asked for.
    let server = Watched::listen(&own, &[("SSLEnabledProtocols", "4032")]);
    for (argument, version) in [("-tls1", "TLSv1"), ("-tls1_1", "TLSv1.1")] {
        let (_, course) = server.works(&[argument, "-cipher", "ALL:@SECLEVEL=0"]);
        assert_eq!(course.facts[0], version);
    }
}

/// The partner does not like our certificate: its alert is named.
#[test]
fn the_partner_refuses_us() {
    let dir = Scratch::new();
    let other = dir.write("other.pem", pem(&[Authority::new("Other CA").cert]));
    for provider in BOTH {
        let server = Watched::listen(&rsa_server(), &[("SSLProvider", provider)]);
        for version in ["-tls1_2", "-tls1_3"] {
            let course = server.fails(&[version, "-CAfile", text(&other), "-verify_return_error"]);
            let text = course.end.1.to_ascii_lowercase().replace(' ', "");
            assert!(text.contains("alert") && text.contains("unknownca"), "{provider} {version}: {}", course.end.1);
        }
    }
}

/// DefaultConnectionTimeout ends partners that stop in the middle of the handshake, whether or not we have answered.
#[test]
fn the_handshake_timer() {
    let own = rsa_server();
    let hello = {
        // OpenSSL's own hello, recorded.
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let recorder = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut hello = vec![0; 5];
            stream.read_exact(&mut hello).unwrap();
            let length = usize::from(u16::from_be_bytes([hello[3], hello[4]]));
            hello.resize(5 + length, 0);
            stream.read_exact(&mut hello[5..]).unwrap();
            hello
        });
        s_client(port, &[]);
        recorder.join().unwrap()
    };
    for provider in BOTH {
        let server = Watched::listen(&own, &[("SSLProvider", provider), ("DefaultConnectionTimeout", "1")]);
        for said in [&hello[..40], &hello] {
            let start = Instant::now();
            let mut stream = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
            stream.write_all(said).unwrap();
            let answer = read_all(&mut stream);
            assert!(start.elapsed() >= Duration::from_millis(900) && start.elapsed() < Duration::from_secs(15));
            assert_eq!(answer.is_empty(), said.len() < hello.len());
            let course = server.course();
            course.failed();
            assert_eq!(course.end.0, codes::TIMEOUT, "{}", course.end.1);
        }
        server.works(&[]);
    }
}

/// TLS-5: an OFTP 1.x partner hears ESID 10 inside TLS and no SSID.
#[test]
fn tls_5_old_levels() {
    let own = rsa_server();
    for provider in BOTH {
        // s_client waits for us to close.
        let server = Watched::listen(&own, &[("SSLProvider", provider), ("DisconnectAfterEndSession", "True")]);
        for level in [1, 2, 4] {
            let ssid = format!("X{level}{:<25}{:<8}02048BNNN099     {:<8}\r", "OLD", "PASSWORD", "");
            assert_eq!(ssid.len(), 61);
            let framed = [&[0x10, 0, 0, 65], ssid.as_bytes()].concat();
            let seen = s_client_with(server.port, &[], &framed);
            let course = server.course();
            assert!(seen.has(READY) && seen.has("F10"), "{}\n{course:#?}", seen.text);
            assert!(!seen.has("SERVER   "), "no SSID");
            assert!(course.end.0 != 0 && course.end.1.contains("10"), "{course:#?}");
        }
    }
}
