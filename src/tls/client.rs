//! The connecting side, for the partner tool and the tests: the same two providers, the same plan.

use super::chain::{self, Purpose};
use super::error::{TlsError, TlsErrorKind, TlsResult, bad_setting};
use super::hooks::ServerCertificate;
use super::internal::{self, classify};
use super::internal_keys::{certified_key, schemes, verify_signature};
use super::keylog::KeyLogFile;
use super::plan::{self, Plan};
use super::platform;
use super::server::Clock;
use super::settings::{Provider, TlsSettings};
use super::stream::TlsStream;
use super::tap::Tap;
use super::wire::Wire;
use crate::error::Result;
use openssl::ssl::{Ssl, SslContext, SslVerifyMode};
use openssl::x509::X509;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{ResolvesClientCert, Resumption};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::sign::CertifiedKey;
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, OtherError, SignatureScheme};
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_openssl::SslStream;

/// What a connecting side wants. Lists are in the notation of [`TlsSettings`].
#[derive(Debug, Clone)]
pub struct ClientSettings {
    /// 0 automatic, 1 OpenSSL, 2 rustls.
    pub provider: i32,
    /// Versions, as in [`TlsSettings::protocols`].
    pub protocols: i32,
    /// Suites, as in [`TlsSettings::cipher_suites`].
    pub cipher_suites: String,
    /// Groups for TLS 1.3, as in [`TlsSettings::tls13_groups`].
    pub tls13_groups: String,
    /// Groups whose key shares rustls sends first, as in [`TlsSettings::tls13_key_share_groups`].
    pub tls13_key_share_groups: String,
    /// CAs (or single certificates) that the server's certificate must chain to.
    pub ca_certs: Vec<X509>,
    /// Verify the server's certificate; without, any is taken.
    pub verify: bool,
    /// Presented when the server asks.
    pub client_certificate: Option<ServerCertificate>,
    /// The name or address that the server's certificate must carry, and the name sent as SNI; `None`: the name is not verified.
    pub server_name: Option<String>,
    /// Resume sessions (rustls only).
    pub session_reuse: bool,
    /// Session secrets are appended here.
    pub key_log_file: Option<PathBuf>,
    /// Time for the handshake; zero: no limit.
    pub handshake_timeout: Duration,
}

impl Default for ClientSettings {
    fn default() -> Self {
        let server = TlsSettings::default();
        ClientSettings {
            provider: 0,
            protocols: server.protocols,
            cipher_suites: server.cipher_suites,
            tls13_groups: String::new(),
            tls13_key_share_groups: String::new(),
            ca_certs: Vec::new(),
            verify: true,
            client_certificate: None,
            server_name: None,
            session_reuse: false,
            key_log_file: None,
            handshake_timeout: server.handshake_timeout,
        }
    }
}

/// Makes TLS connections; immutable, one for many connections.
pub struct TlsConnector {
    backend: Backend,
    settings: ClientSettings,
    plan: Plan,
}

enum Backend {
    Internal(Arc<ClientConfig>),
    Platform(SslContext, Vec<X509>),
}

impl TlsConnector {
    /// Checks the settings.
    ///
    /// # Errors
    /// As [`super::TlsServer::new`].
    pub fn new(settings: ClientSettings) -> Result<Self> {
        let like_server = TlsSettings {
            provider: settings.provider,
            protocols: settings.protocols,
            cipher_suites: settings.cipher_suites.clone(),
            tls13_groups: settings.tls13_groups.clone(),
            tls13_key_share_groups: settings.tls13_key_share_groups.clone(),
            ..TlsSettings::default()
        };
        let (provider, _) = plan::choose_provider(&like_server);
        let plan = plan::resolve(&like_server, provider)?;
        let key_log = settings.key_log_file.as_deref().map(KeyLogFile::open).transpose()?.map(Arc::new);
        let backend = match provider {
            Provider::Internal => internal_backend(&settings, &plan, key_log)?,
            Provider::Platform => platform_backend(&settings, &plan, key_log)?,
        };
        Ok(TlsConnector { backend, settings, plan })
    }

    /// Who does the cryptography.
    pub fn provider(&self) -> Provider {
        self.plan.provider
    }

    /// The handshake with a server.
    ///
    /// # Errors
    /// [`TlsError`] names the cause.
    pub async fn connect(&self, tcp: TcpStream) -> TlsResult<TlsStream> {
        let mut clock = Clock::new(self.settings.handshake_timeout);
        let address = tcp.peer_addr().map_err(|e| TlsError::io("TLS", &e))?.ip();
        let wire = Wire::new(tcp, Vec::new(), Some(Box::new(Tap::new(false, None))));
        match &self.backend {
            Backend::Internal(config) => {
                let name = match &self.settings.server_name {
                    Some(name) => ServerName::try_from(name.clone()).map_err(|e| TlsError::other(e.to_string()))?,
                    None => ServerName::from(address),
                };
                let connector = tokio_rustls::TlsConnector::from(config.clone());
                let stream = clock.run(async { connector.connect(name, wire).await.map_err(|e| classify(&e)) }).await;
                Ok(TlsStream::internal(stream?.into()))
            }
            Backend::Platform(context, chain) => {
                let stream = clock.run(self.connect_platform(context, chain, wire)).await?;
                Ok(TlsStream::platform(stream, false))
            }
        }
    }

    async fn connect_platform(&self, context: &SslContext, chain: &[X509], wire: Wire) -> TlsResult<SslStream<Wire>> {
        let internal = |e| TlsError::other(format!("OpenSSL: {}", super::error::openssl_reasons(&e)));
        let mut ssl = Ssl::new(context).map_err(internal)?;
        if let Some(name) =
            self.settings.server_name.as_deref().filter(|name| name.parse::<std::net::IpAddr>().is_err())
        {
            ssl.set_hostname(name).map_err(internal)?;
        }
        if let Some(own) = &self.settings.client_certificate {
            platform::present(&mut ssl, own, chain).map_err(internal)?;
        }
        let mut stream = SslStream::new(ssl, wire).map_err(internal)?;
        Pin::new(&mut stream).connect().await.map_err(|e| platform::classify(&e))?;
        if self.settings.verify {
            let ssl = stream.ssl();
            let none = || TlsError::new(TlsErrorKind::CertificateUntrusted, "the server presented no certificate");
            let leaf = ssl.peer_certificate().ok_or_else(none)?;
            let others: Vec<X509> = ssl.peer_cert_chain().into_iter().flatten().map(ToOwned::to_owned).collect();
            verify_server(&self.settings, &leaf, &others)?;
        }
        Ok(stream)
    }
}

/// The verification of the server's certificate, the same for both providers.
fn verify_server(settings: &ClientSettings, leaf: &X509, others: &[X509]) -> TlsResult<()> {
    let purpose = Purpose::Server(settings.server_name.as_deref());
    let verified = chain::verify(&settings.ca_certs, purpose, leaf, others);
    verified.map(drop).map_err(|error| TlsError { message: format!("server certificate: {}", error.message), ..error })
}

fn platform_backend(settings: &ClientSettings, plan: &Plan, key_log: Option<Arc<KeyLogFile>>) -> Result<Backend> {
    let mut builder = platform::builder(plan, plan.versions.tls13)?;
    // Verified by us, after the handshake and before any data.
    builder.set_verify_callback(SslVerifyMode::PEER, |_, _| true);
    if let Some(key_log) = key_log {
        builder.set_keylog_callback(move |_, line| key_log.line(line));
    }
    let chain = settings.client_certificate.as_ref().map(|own| chain::ordered(own, &[])).unwrap_or_default();
    Ok(Backend::Platform(builder.build(), chain))
}

fn internal_backend(settings: &ClientSettings, plan: &Plan, key_log: Option<Arc<KeyLogFile>>) -> Result<Backend> {
    let groups: Vec<u16> = plan.groups13.iter().map(|group| group.id).collect();
    let mut all = schemes(plan, true);
    all.extend(schemes(plan, false).into_iter().filter(|scheme| !schemes(plan, true).contains(scheme)));
    let verifier = Arc::new(AnyServer { settings: settings.clone(), schemes: all });
    let certificate = match &settings.client_certificate {
        Some(own) => Some(Arc::new(certified_key(plan, true, &chain::ordered(own, &[]), own)?)),
        None => None,
    };
    let mut config = ClientConfig::builder_with_provider(Arc::new(internal::provider(plan, &groups)))
        .with_protocol_versions(&internal::versions(plan))
        .map_err(|e| bad_setting(format!("TLS: {e}")))?
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_client_cert_resolver(Arc::new(OwnCertificate(certificate)));
    config.enable_sni = settings.server_name.is_some();
    if !settings.session_reuse {
        config.resumption = Resumption::disabled();
    }
    if let Some(key_log) = key_log {
        config.key_log = key_log;
    }
    Ok(Backend::Internal(Arc::new(config)))
}

#[derive(Debug)]
struct OwnCertificate(Option<Arc<CertifiedKey>>);

impl ResolvesClientCert for OwnCertificate {
    fn resolve(&self, _: &[&[u8]], _: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        self.0.clone()
    }

    fn has_certs(&self) -> bool {
        self.0.is_some()
    }
}

/// Verifies servers for rustls, in our way.
#[derive(Debug)]
struct AnyServer {
    settings: ClientSettings,
    schemes: Vec<SignatureScheme>,
}

impl AnyServer {
    fn check(&self, leaf: &[u8], others: &[CertificateDer<'_>]) -> TlsResult<()> {
        let unreadable =
            |_| TlsError::new(TlsErrorKind::CertificateUntrusted, "the server's certificate cannot be read");
        let leaf = X509::from_der(leaf).map_err(unreadable)?;
        let others: Vec<X509> = others.iter().filter_map(|der| X509::from_der(der).ok()).collect();
        verify_server(&self.settings, &leaf, &others)
    }
}

impl ServerCertVerifier for AnyServer {
    fn verify_server_cert(
        &self,
        leaf: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> std::result::Result<ServerCertVerified, Error> {
        if !self.settings.verify {
            return Ok(ServerCertVerified::assertion());
        }
        match self.check(leaf, others) {
            Ok(()) => Ok(ServerCertVerified::assertion()),
            Err(problem) => Err(Error::InvalidCertificate(CertificateError::Other(OtherError(Arc::new(problem))))),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, Error> {
        verify_signature(false, message, cert, dss.scheme, dss.signature())?;
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, Error> {
        verify_signature(true, message, cert, dss.scheme, dss.signature())?;
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.schemes.clone()
    }
}
