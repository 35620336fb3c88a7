//! The settings of a TLS server as plain values, in the class reference's own notation; nothing is checked here.
//! [`super::TlsServer::new`] checks all of it at once.

use openssl::x509::X509;
use std::path::PathBuf;
use std::time::Duration;

/// SSLEnabledProtocols: TLS 1.3.
pub const TLS13: i32 = 12288;
/// SSLEnabledProtocols: TLS 1.2.
pub const TLS12: i32 = 3072;
/// SSLEnabledProtocols: TLS 1.1, only through OpenSSL.
pub const TLS11: i32 = 768;
/// SSLEnabledProtocols: TLS 1.0, only through OpenSSL.
pub const TLS10: i32 = 192;
/// SSLEnabledProtocols: SSL 3.0, refused.
pub const SSL3: i32 = 48;
/// SSLEnabledProtocols: SSL 2.0, refused.
pub const SSL2: i32 = 12;

/// Everything that shapes a TLS server. Names in the documentation are those of the class reference.
#[derive(Debug, Clone)]
pub struct TlsSettings {
    /// SSLProvider: 0 automatic, 1 platform (OpenSSL), 2 internal (rustls).
    pub provider: i32,
    /// UseInternalSecurityAPI: automatic means internal, whatever else is set.
    pub use_internal_api: bool,
    /// UseFIPSCompliantAPI: through OpenSSL's FIPS provider, or an error where that is not installed.
    pub fips: bool,
    /// SSLEnabledProtocols: the sum of [`TLS13`], [`TLS12`], [`TLS11`] and [`TLS10`].
    pub protocols: i32,
    /// SSLEnabledCipherSuites: `*` or names separated by semicolons. `*` is every suite with forward secrecy and AEAD (and, when
    /// TLS 1.0 or 1.1 is enabled, with CBC); the others work when they are named.
    pub cipher_suites: String,
    /// SSLCipherStrength: suites below this many bits are not offered.
    pub min_strength: u32,
    /// TLS12SignatureAlgorithms; empty: no restriction.
    pub tls12_signature_algorithms: String,
    /// TLS12SupportedGroups; empty: all of the provider.
    pub tls12_groups: String,
    /// TLS13KeyShareGroups: groups that a server prefers among those of [`TlsSettings::tls13_groups`].
    pub tls13_key_share_groups: String,
    /// TLS13SignatureAlgorithms; empty: no restriction.
    pub tls13_signature_algorithms: String,
    /// TLS13SupportedGroups; empty: all of the provider.
    pub tls13_groups: String,
    /// PreferredDHGroupBits for DHE before TLS 1.3: 2048, 3072, 4096, 6144 or 8192; 0 is 2048, less is raised to it.
    pub dh_bits: u32,
    /// SSLEnableRenegotiation: with OpenSSL, whether a client may renegotiate. The renegotiation_info extension (RFC 5746) is
    /// always answered by both providers; rustls never renegotiates.
    pub renegotiation: bool,
    /// ReuseSSLSession: session tickets and ids.
    pub session_reuse: bool,
    /// SSLCheckCRL for client certificates: 0 off, 1 a CRL that cannot be had is no error, 2 it is.
    pub check_crl: i32,
    /// SSLCheckOCSP for client certificates, likewise; when not 0, the response for our own certificate is stapled.
    pub check_ocsp: i32,
    /// SSLKeyLogFile: where session secrets are appended, in the NSS format.
    pub key_log_file: Option<PathBuf>,
    /// LogSSLPackets: every record is reported through [`super::TlsHooks::packet`].
    pub log_packets: bool,
    /// Ask clients for a certificate.
    pub request_client_certificate: bool,
    /// A client without a certificate is turned away, unless the program lets it in (implies asking).
    pub require_client_certificate: bool,
    /// SSLClientCACerts and what else client certificates may be rooted in: CAs, or single certificates trusted by themselves.
    pub client_cas: Vec<X509>,
    /// SSLServerCACerts: whose names clients are told when they are asked for a certificate; empty names those of
    /// [`TlsSettings::client_cas`]. What a client shows is verified against those alone.
    pub named_cas: Vec<X509>,
    /// SSLIncludeCertChain: the issuers in the store of the server's certificate are sent along with it.
    pub include_chain: bool,
    /// SSLCACerts: sent after the server's own chain, in any case.
    pub extra_chain: Vec<X509>,
    /// Client certificates whose extended key usage names only serverAuth are accepted.
    pub accept_server_auth_only: bool,
    /// DefaultConnectionTimeout: time for the whole handshake, without the time the program takes for its decisions.
    /// Zero: no limit.
    pub handshake_timeout: Duration,
}

impl Default for TlsSettings {
    fn default() -> Self {
        TlsSettings {
            provider: 0,
            use_internal_api: false,
            fips: false,
            protocols: TLS13 | TLS12,
            cipher_suites: "*".to_owned(),
            min_strength: 0,
            tls12_signature_algorithms: String::new(),
            tls12_groups: String::new(),
            tls13_key_share_groups: String::new(),
            tls13_signature_algorithms: String::new(),
            tls13_groups: String::new(),
            dh_bits: 0,
            renegotiation: false,
            session_reuse: true,
            check_crl: 0,
            check_ocsp: 0,
            key_log_file: None,
            log_packets: false,
            request_client_certificate: false,
            require_client_certificate: false,
            client_cas: Vec::new(),
            named_cas: Vec::new(),
            include_chain: true,
            extra_chain: Vec::new(),
            accept_server_auth_only: false,
            handshake_timeout: Duration::from_secs(60),
        }
    }
}

impl TlsSettings {
    /// The authorities that clients are told when they are asked for a certificate.
    pub(super) fn hints(&self) -> &[X509] {
        if self.named_cas.is_empty() { &self.client_cas } else { &self.named_cas }
    }
}

/// Who does the cryptography of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Provider {
    /// OpenSSL.
    Platform,
    /// rustls.
    Internal,
}

impl std::fmt::Display for Provider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Provider::Platform => "OpenSSL (platform)",
            Provider::Internal => "rustls (internal)",
        })
    }
}
