//! Why a TLS connection did not come about: one kind per cause that a program or the log tells apart.

use crate::error::{Error, codes, io_code};
use std::fmt;

/// The causes that are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TlsErrorKind {
    /// The first octets are no TLS record: a partner that speaks plain OFTP, or something else altogether.
    PlaintextPeer,
    /// The partner offers only protocol versions that are not enabled here.
    NoCommonVersion,
    /// No cipher suite, key exchange group or signature algorithm that both sides (and the certificate) can use.
    NoCommonSuite,
    /// A certificate is expired or not yet valid.
    CertificateExpired,
    /// No chain to a trusted CA, or a broken or too weak one.
    CertificateUntrusted,
    /// Revoked, by a CRL or by OCSP; or it could not be found out although a check is demanded.
    CertificateRevoked,
    /// The certificate is not meant for TLS clients (for TLS servers, on the connecting side).
    WrongPurpose,
    /// A client certificate is required and none came.
    NoClientCertificate,
    /// The certificate was fine; the program said no.
    RefusedByProgram,
    /// The partner ended the handshake with an alert, for instance because it does not trust our certificate.
    PeerAlert,
    /// The handshake did not finish in time.
    HandshakeTimeout,
    /// The connection broke.
    Io,
    /// Anything else; the message says what.
    Other,
}

/// A connection that did not come about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsError {
    /// The cause.
    pub kind: TlsErrorKind,
    /// The cause in words, with what was seen.
    pub message: String,
    /// The stable number of [`crate::error`].
    pub code: i32,
}

/// This module's result of a handshake.
pub type TlsResult<T> = std::result::Result<T, TlsError>;

impl TlsError {
    /// An error of this kind.
    pub fn new(kind: TlsErrorKind, message: impl Into<String>) -> Self {
        TlsError { kind, message: message.into(), code: kind.code() }
    }

    /// The connection broke while doing something.
    pub fn io(doing: &str, error: &std::io::Error) -> Self {
        TlsError { kind: TlsErrorKind::Io, message: format!("{doing}: {error}"), code: io_code(error) }
    }

    pub(super) fn other(message: impl Into<String>) -> Self {
        Self::new(TlsErrorKind::Other, message)
    }
}

impl TlsErrorKind {
    /// The stable number of [`crate::error`] for this kind (an [`TlsErrorKind::Io`] carries the system's own).
    pub fn code(self) -> i32 {
        use TlsErrorKind::*;
        match self {
            PlaintextPeer | NoCommonVersion | NoCommonSuite => codes::PROTOCOL,
            CertificateExpired | CertificateUntrusted | CertificateRevoked | WrongPurpose | RefusedByProgram => {
                codes::INVALID_CERT
            }
            NoClientCertificate => codes::CERT_REQUIRED,
            HandshakeTimeout => codes::TIMEOUT,
            Io => codes::ECONNABORTED,
            PeerAlert | Other => codes::CRYPTO,
        }
    }
}

impl fmt::Display for TlsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for TlsError {}

impl From<TlsError> for Error {
    fn from(error: TlsError) -> Self {
        Error::new(error.code, format!("TLS: {}", error.message))
    }
}

/// A configuration that cannot work: the error of `TlsServer::new` and `TlsConnector::new`.
pub(super) fn bad_setting(message: impl Into<String>) -> Error {
    Error::new(codes::BAD_VALUE, message)
}

/// OpenSSL's own words, without file names and numbers.
pub(super) fn openssl_reasons(stack: &openssl::error::ErrorStack) -> String {
    let mut reasons: Vec<&str> = stack.errors().iter().filter_map(|e| e.reason()).collect();
    reasons.dedup();
    match reasons.is_empty() {
        true => "no reason given".to_owned(),
        false => reasons.join("; "),
    }
}
