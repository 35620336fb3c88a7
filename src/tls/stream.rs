//! An established TLS connection, whoever did the cryptography, and what was negotiated for it.

use super::hello::version_name;
use super::suites::{self, Exchange};
use super::wire::Wire;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// What was negotiated: the values of the SSLNegotiated… settings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Negotiated {
    /// SSLNegotiatedCipher: the cipher, `AES-256-GCM`.
    pub cipher: String,
    /// SSLNegotiatedCipherStrength in bits.
    pub strength: u32,
    /// SSLNegotiatedCipherSuite: the IANA name.
    pub suite: String,
    /// SSLNegotiatedKeyExchange: `ECDHE`, `DHE` or `RSA`.
    pub key_exchange: String,
    /// SSLNegotiatedKeyExchangeStrength in bits; 0 when a TLS 1.2 session was resumed, which has no key exchange.
    pub key_exchange_strength: u32,
    /// The group of the key exchange, `ecdhe_x25519`; empty when there was none.
    pub group: String,
    /// SSLNegotiatedVersion: `TLSv1.3`.
    pub version: String,
    /// Whether an earlier session was resumed.
    pub resumed: bool,
}

/// A TLS connection. A partner's close without close_notify reads as a plain end of stream: OFTP says by itself (ESID) whether a
/// session was over.
#[derive(Debug)]
pub struct TlsStream {
    inner: Inner,
    negotiated: Negotiated,
    peer_chain: Vec<Vec<u8>>,
}

#[derive(Debug)]
enum Inner {
    Internal(Box<tokio_rustls::TlsStream<Wire>>),
    Platform(Box<tokio_openssl::SslStream<Wire>>),
}

impl TlsStream {
    /// Takes over a connection whose handshake rustls did. `rsa_bits` is the size of the server's RSA key.
    pub(super) fn internal(mut stream: tokio_rustls::TlsStream<Wire>) -> Self {
        let (wire, common) = stream.get_mut();
        let version = common.protocol_version().map_or(0, u16::from);
        let suite = common.negotiated_cipher_suite().map_or(0, |suite| suite.suite().into());
        let resumed = common.handshake_kind() == Some(rustls::HandshakeKind::Resumed);
        let peer_chain =
            common.peer_certificates().unwrap_or_default().iter().map(|certificate| certificate.to_vec()).collect();
        let negotiated = negotiated(version, suite, resumed, wire, 0);
        wire.settle();
        TlsStream { inner: Inner::Internal(Box::new(stream)), negotiated, peer_chain }
    }

    /// Takes over a connection whose handshake OpenSSL did.
    pub(super) fn platform(mut stream: tokio_openssl::SslStream<Wire>, server: bool) -> Self {
        let ssl = stream.ssl();
        let version = match ssl.version_str() {
            "TLSv1.3" => 0x0304,
            "TLSv1.2" => 0x0303,
            "TLSv1.1" => 0x0302,
            _ => 0x0301,
        };
        let suite = ssl.current_cipher().map_or(0, |cipher| u16::from_be_bytes(cipher.protocol_id()));
        let leaf = ssl.peer_certificate();
        // On the server's side OpenSSL's list leaves the leaf out.
        let others: Vec<_> = ssl.peer_cert_chain().into_iter().flatten().skip(usize::from(!server)).collect();
        let peer_chain = leaf
            .iter()
            .map(|leaf| leaf.to_der())
            .chain(others.iter().map(|other| other.to_der()))
            .filter_map(Result::ok)
            .collect();
        let key = if server { ssl.certificate().map(ToOwned::to_owned) } else { leaf };
        let rsa_bits = key.and_then(|key| key.public_key().ok()).map_or(0, |key| key.bits());
        let negotiated = negotiated(version, suite, ssl.session_reused(), stream.get_ref(), rsa_bits);
        stream.get_mut().settle();
        TlsStream { inner: Inner::Platform(Box::new(stream)), negotiated, peer_chain }
    }

    /// What was negotiated.
    pub fn negotiated(&self) -> &Negotiated {
        &self.negotiated
    }

    /// The partner's certificates in DER, leaf first; empty when it presented none.
    pub fn peer_certificates(&self) -> &[Vec<u8>] {
        &self.peer_chain
    }

    /// The socket, for its options and addresses.
    pub fn tcp(&self) -> &TcpStream {
        match &self.inner {
            Inner::Internal(stream) => stream.get_ref().0.tcp(),
            Inner::Platform(stream) => stream.get_ref().tcp(),
        }
    }
}

fn negotiated(version: u16, suite: u16, resumed: bool, wire: &Wire, rsa_bits: u32) -> Negotiated {
    let row = suites::by_id(suite);
    let group = wire.tap().and_then(|tap| tap.group());
    let finite = group.is_some_and(|group| group.name == "dh" || group.name.starts_with("ffdhe"));
    let (key_exchange, strength) = match row.map(|row| row.exchange) {
        Some(Exchange::Rsa) => ("RSA", rsa_bits),
        Some(Exchange::Dhe) => ("DHE", group.map_or(0, |group| group.bits)),
        _ if finite => ("DHE", group.map_or(0, |group| group.bits)),
        _ => ("ECDHE", group.map_or(0, |group| group.bits)),
    };
    Negotiated {
        cipher: row.map_or("", |row| row.cipher).to_owned(),
        strength: row.map_or(0, |row| row.bits),
        suite: suites::name_of(suite),
        key_exchange: key_exchange.to_owned(),
        key_exchange_strength: strength,
        group: group.map_or_else(String::new, |group| group.name.clone()),
        version: version_name(version),
        resumed,
    }
}

impl Negotiated {
    /// In one line, for SSLStatus.
    pub fn summary(&self) -> String {
        let exchange = match self.group.is_empty() {
            true => self.key_exchange.clone(),
            false => format!("{} {} ({} bits)", self.key_exchange, self.group, self.key_exchange_strength),
        };
        let resumed = if self.resumed { ", session resumed" } else { "" };
        format!("{}, {}, {} bits, {exchange}{resumed}", self.version, self.suite, self.strength)
    }
}

impl AsyncRead for TlsStream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let result = match &mut self.inner {
            Inner::Internal(stream) => Pin::new(stream.as_mut()).poll_read(cx, buf),
            Inner::Platform(stream) => Pin::new(stream.as_mut()).poll_read(cx, buf),
        };
        match result {
            Poll::Ready(Err(error)) if error.kind() == io::ErrorKind::UnexpectedEof => Poll::Ready(Ok(())),
            other => other,
        }
    }
}

impl AsyncWrite for TlsStream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        match &mut self.inner {
            Inner::Internal(stream) => Pin::new(stream.as_mut()).poll_write(cx, buf),
            Inner::Platform(stream) => Pin::new(stream.as_mut()).poll_write(cx, buf),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.inner {
            Inner::Internal(stream) => Pin::new(stream.as_mut()).poll_flush(cx),
            Inner::Platform(stream) => Pin::new(stream.as_mut()).poll_flush(cx),
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.inner {
            Inner::Internal(stream) => Pin::new(stream.as_mut()).poll_shutdown(cx),
            Inner::Platform(stream) => Pin::new(stream.as_mut()).poll_shutdown(cx),
        }
    }
}
