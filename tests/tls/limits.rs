//! Partners that do not speak TLS, stop in the middle or come in crowds; and our own connecting side.

use crate::support::tls::*;
use oftpsrv::internals::tls::{ClientSettings, TlsConnector, TlsErrorKind, TlsServer, TlsSettings};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

fn read_all(stream: &mut TcpStream) -> Vec<u8> {
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let mut octets = Vec::new();
    // A reset is a close too.
    let _ = stream.read_to_end(&mut octets);
    octets
}

/// TLS-3: a plaintext partner gets no octet and is disconnected at once.
#[test]
fn a_plaintext_partner_sees_nothing() {
    let certificate = Authority::new("CA").server(rsa());
    for provider in PROVIDERS {
        let served = serve(TlsSettings { provider, ..TlsSettings::default() }, certificate.clone(), Manner::Close);
        for said in [&b"\x10\x00\x00\x17IODETTE FTP READY \r"[..], b"GET / HTTP/1.1\r\n\r\n", b"X\x00\x00\x00\x00"] {
            let mut stream = TcpStream::connect(("127.0.0.1", served.port)).unwrap();
            stream.write_all(said).unwrap();
            assert_eq!(read_all(&mut stream), b"");
            let error = served.result().unwrap_err();
            assert_eq!(error.kind, TlsErrorKind::PlaintextPeer);
            assert!(error.message.contains("does not speak TLS"), "{error}");
        }
    }
}

/// TLS-3: the handshake timer ends partners that say nothing, half a hello, or stop after the hello.
#[test]
fn the_handshake_has_a_time_limit() {
    let certificate = Authority::new("CA").server(rsa());
    for provider in PROVIDERS {
        let handshake_timeout = Duration::from_millis(150);
        let served = serve(
            TlsSettings { provider, handshake_timeout, ..TlsSettings::default() },
            certificate.clone(),
            Manner::Close,
        );
        let hello = client_hello();
        for said in [&b""[..], &hello[..40], &hello] {
            let start = Instant::now();
            let mut stream = TcpStream::connect(("127.0.0.1", served.port)).unwrap();
            stream.write_all(said).unwrap();
            let answer = read_all(&mut stream);
            assert!(start.elapsed() < Duration::from_secs(3));
            assert_eq!(answer.is_empty(), said.len() < hello.len());
            let error = served.result().unwrap_err();
            assert_eq!(error.kind, TlsErrorKind::HandshakeTimeout, "{error}");
            assert_eq!(error.message.contains("plain text"), said.is_empty());
            assert_eq!(oftpsrv::Error::from(error).code, oftpsrv::internals::error::codes::TIMEOUT);
        }
    }
}

/// A hello of OpenSSL's, recorded.
fn client_hello() -> Vec<u8> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let recorder = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut header = [0; 5];
        stream.read_exact(&mut header).unwrap();
        let mut hello = header.to_vec();
        hello.resize(5 + usize::from(u16::from_be_bytes([header[3], header[4]])), 0);
        stream.read_exact(&mut hello[5..]).unwrap();
        hello
    });
    s_client(port, &[]);
    recorder.join().unwrap()
}

/// 200 clients stop in mid-handshake; others are served meanwhile, many at once.
#[test]
fn stalled_clients_do_not_hinder_others() {
    let certificate = Authority::new("CA").server(key("p256"));
    for provider in PROVIDERS {
        let handshake_timeout = Duration::from_secs(3);
        let served = serve(
            TlsSettings { provider, handshake_timeout, ..TlsSettings::default() },
            certificate.clone(),
            Manner::Close,
        );
        let stalled: Vec<TcpStream> = (0..200)
            .map(|_| {
                let mut stream = TcpStream::connect(("127.0.0.1", served.port)).unwrap();
                stream.write_all(&[0x16, 3, 1, 2, 0, 1, 0, 1]).unwrap();
                stream
            })
            .collect();
        let connector = TlsConnector::new(ClientSettings { verify: false, ..ClientSettings::default() }).unwrap();
        let connector = std::sync::Arc::new(connector);
        let port = served.port;
        let greeted = served.block_on(async {
            let mut tasks = Vec::new();
            for _ in 0..100 {
                let connector = connector.clone();
                tasks.push(tokio::spawn(async move {
                    let tcp = tokio::net::TcpStream::connect(("127.0.0.1", port)).await.unwrap();
                    let mut stream = connector.connect(tcp).await.unwrap();
                    let mut greeting = String::new();
                    stream.read_to_string(&mut greeting).await.unwrap();
                    usize::from(greeting == "READY\n")
                }));
            }
            let mut greeted = 0;
            for task in tasks {
                greeted += task.await.unwrap();
            }
            greeted
        });
        assert_eq!(greeted, 100);
        let mut timeouts = 0;
        for _ in 0..300 {
            timeouts += usize::from(served.result().is_err_and(|error| error.kind == TlsErrorKind::HandshakeTimeout));
        }
        assert_eq!(timeouts, 200);
        drop(stalled);
    }
}

/// Our two sides with all four pairs of providers: many megabytes both ways, exactly.
#[test]
fn bulk_data_both_ways_between_all_providers() {
    let ca = Authority::new("CA");
    for server in PROVIDERS {
        let served = serve(TlsSettings { provider: server, ..TlsSettings::default() }, ca.server(rsa()), Manner::Echo);
        for client in PROVIDERS {
            let settings = ClientSettings {
                provider: client,
                ca_certs: vec![ca.cert.clone()],
                server_name: Some("localhost".into()),
                ..ClientSettings::default()
            };
            let connector = TlsConnector::new(settings).unwrap();
            served.block_on(async {
                let tcp = tokio::net::TcpStream::connect(("127.0.0.1", served.port)).await.unwrap();
                let mut stream = connector.connect(tcp).await.unwrap();
                assert_eq!(stream.negotiated().version, "TLSv1.3");
                assert_eq!(stream.negotiated().group, "ecdhe_x25519");
                let mut greeting = [0; 6];
                stream.read_exact(&mut greeting).await.unwrap();
                let data: Vec<u8> = (0..8_000_000u32).map(|i| (i % 251) as u8).collect();
                let (mut reader, mut writer) = tokio::io::split(stream);
                let sent = data.clone();
                let sending = tokio::spawn(async move {
                    writer.write_all(&sent).await.unwrap();
                    writer.flush().await.unwrap();
                    writer
                });
                let mut received = vec![0; data.len()];
                reader.read_exact(&mut received).await.unwrap();
                assert!(received == data);
                drop(sending.await.unwrap());
            });
        }
    }
}

#[test]
fn the_connecting_side_verifies_the_server() {
    let ca = Authority::new("CA");
    let expired = ca.issue(&Wish { days: -1, ..Wish::new("localhost") }, rsa());
    let wrong = ca.issue(&Wish { server: false, ..Wish::new("localhost") }, rsa());
    use TlsErrorKind::*;
    for (certificate, name, kind) in [
        (ca.server(rsa()), "localhost", None),
        (ca.server(rsa()), "127.0.0.1", None),
        (ca.server(rsa()), "elsewhere.example", Some(CertificateUntrusted)),
        (Authority::new("Stranger").server(rsa()), "localhost", Some(CertificateUntrusted)),
        (expired, "localhost", Some(CertificateExpired)),
        (wrong, "localhost", Some(WrongPurpose)),
    ] {
        let served = serve(TlsSettings::default(), certificate, Manner::Close);
        for provider in PROVIDERS {
            let settings = ClientSettings {
                provider,
                ca_certs: vec![ca.cert.clone()],
                server_name: Some(name.into()),
                ..ClientSettings::default()
            };
            let connector = TlsConnector::new(settings).unwrap();
            let result = served.block_on(async {
                let tcp = tokio::net::TcpStream::connect(("127.0.0.1", served.port)).await.unwrap();
                connector.connect(tcp).await
            });
            assert_eq!(result.err().map(|error| error.kind), kind, "{provider} {name}");
        }
    }
}

/// Our client certificate and session resumption, against our server.
#[test]
fn the_connecting_side_presents_its_certificate_and_resumes() {
    let ca = Authority::new("CA");
    for server in PROVIDERS {
        let settings = TlsSettings {
            provider: server,
            require_client_certificate: true,
            client_cas: vec![ca.cert.clone()],
            ..TlsSettings::default()
        };
        let served = serve(settings, ca.server(rsa()), Manner::Close);
        for provider in PROVIDERS {
            let settings = ClientSettings {
                provider,
                verify: false,
                client_certificate: Some(ca.client("partner")),
                session_reuse: true,
                ..ClientSettings::default()
            };
            let connector = TlsConnector::new(settings).unwrap();
            for round in 0..2 {
                served.block_on(async {
                    let tcp = tokio::net::TcpStream::connect(("127.0.0.1", served.port)).await.unwrap();
                    let mut stream = connector.connect(tcp).await.unwrap();
                    let mut greeting = String::new();
                    stream.read_to_string(&mut greeting).await.unwrap();
                    assert_eq!(greeting, "READY\n");
                    assert_eq!(stream.negotiated().resumed, round == 1 && provider == 2);
                    assert_eq!(stream.peer_certificates().len(), 1);
                });
                assert!(served.result().is_ok());
            }
        }
    }
}

/// A certificate replaced while listening serves new connections and leaves old ones alone.
#[test]
fn a_replaced_certificate_serves_new_connections() {
    let ca = Authority::new("CA");
    let served = serve(TlsSettings::default(), ca.server(rsa()), Manner::Echo);
    let connector = TlsConnector::new(ClientSettings { verify: false, ..ClientSettings::default() }).unwrap();
    let connect = || async {
        let tcp = tokio::net::TcpStream::connect(("127.0.0.1", served.port)).await.unwrap();
        let mut stream = connector.connect(tcp).await.unwrap();
        let mut greeting = [0; 6];
        stream.read_exact(&mut greeting).await.unwrap();
        stream
    };
    let mut old = served.block_on(connect());
    let next = ca.server(key("p256"));
    served.replace(TlsServer::new(TlsSettings::default(), next.clone()).unwrap());
    let new = served.block_on(connect());
    assert_eq!(new.peer_certificates()[0], next.cert.to_der().unwrap());
    served.block_on(async {
        old.write_all(b"still here").await.unwrap();
        old.flush().await.unwrap();
        let mut answer = [0; 10];
        old.read_exact(&mut answer).await.unwrap();
        assert_eq!(&answer, b"still here");
    });
}
