//! What a handshake asks and tells the program. Every method has a default that changes nothing.

use openssl::pkey::{PKey, Private};
use openssl::x509::X509;

/// A certificate that this side presents: with its private key and the certificates between it and the root.
#[derive(Debug, Clone)]
pub struct ServerCertificate {
    /// The certificate itself.
    pub cert: X509,
    /// Its private key.
    pub key: PKey<Private>,
    /// Intermediates, in any order; the root may be among them.
    pub chain: Vec<X509>,
}

/// What a TLS client presented, and what this side thinks of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientCertificate {
    /// DER of the leaf; empty when a certificate is required and none came.
    pub der: Vec<u8>,
    /// Its subject, `CN=…, O=…`.
    pub subject: String,
    /// Its issuer.
    pub issuer: String,
    /// `OK`, or why the verification failed.
    pub status: String,
    /// The verification's result: the recommendation that the program confirms or overrules.
    pub ok: bool,
}

/// The program's side of a handshake.
///
/// `client_hello` and `client_certificate` run on a thread where blocking is allowed; `status` and `packet` are called
/// between reads and writes and must return quickly.
pub trait TlsHooks: Send + Sync {
    /// Whether [`TlsHooks::client_hello`] is wanted; when not, no thread is borrowed for it.
    fn wants_client_hello(&self) -> bool {
        true
    }

    /// A ClientHello arrived, offering these cipher suites (IANA names) and signature algorithms (the reference's names).
    /// Another certificate may be chosen for this connection.
    fn client_hello(&self, suites: &[String], signature_algorithms: &[String]) -> Option<ServerCertificate> {
        let _ = (suites, signature_algorithms);
        None
    }

    /// A client certificate was verified (or is missing although required): whether the connection goes on.
    fn client_certificate(&self, certificate: &ClientCertificate) -> bool {
        certificate.ok
    }

    /// Progress, for people.
    fn status(&self, message: &str) {
        let _ = message;
    }

    /// A TLS record was sent or received, with the length of its payload; only when `log_packets` is set.
    fn packet(&self, sent: bool, length: usize, kind: &str) {
        let _ = (sent, length, kind);
    }
}

/// Hooks of a program that wants nothing: verification alone decides.
#[derive(Debug, Default, Clone, Copy)]
pub struct NoHooks;

impl TlsHooks for NoHooks {
    fn wants_client_hello(&self) -> bool {
        false
    }
}
