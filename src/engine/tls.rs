//! TLS in the engine: the settings table becomes [`TlsSettings`], and what the handshake asks and tells becomes events.

use super::certificates::{Certificates, named};
use super::inner::Inner;
use super::shared::{Shared, Stop};
use crate::certs::{Certificate, Store, StoreType};
use crate::error::{Error, Result, codes};
use crate::events::{EventKind, Log, SSLClientAuthentication, SSLConnectionRequest, SSLStatus};
use crate::settings::{Id, View};
use crate::sync::lock;
use crate::tls::{ClientCertificate, ServerCertificate, TlsHooks, TlsServer, TlsSettings};
use openssl::x509::X509;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::watch;

/// How the connections of a listener are secured.
#[derive(Clone)]
pub(crate) enum Security {
    /// UseSSL is false.
    Plain,
    /// UseSSL is true.
    Tls(Arc<TlsServer>),
}

impl Security {
    /// What the settings ask for, everything checked: plain, or TLS with SSLCert.
    pub(crate) fn of(settings: &View, certificates: &Certificates) -> Result<Self> {
        if !settings.bool(Id::UseSSL) {
            return Ok(Security::Plain);
        }
        let held = certificates.ssl_cell().finished(|_| Ok(())).map_err(|error| named("SSLCert", error))?;
        let certificate = Some(&held).filter(|held| !held.is_empty()).ok_or_else(|| {
            let cause = held.why_empty().map(|cause| format!(" ({})", cause.message.trim_end_matches('.')));
            let cause = cause.unwrap_or_default();
            let message = format!("UseSSL needs a certificate with private key: set SSLCert{cause}.");
            Error::new(codes::CERT_REQUIRED, message)
        })?;
        let server = TlsServer::new(tls_settings(settings, certificates)?, server_certificate(certificate)?)?;
        Ok(Security::Tls(Arc::new(server)))
    }

    /// What the log says at the start: the TLS provider and why, and what was asked for and is not offered.
    pub(crate) fn notes(&self) -> &[String] {
        match self {
            Security::Plain => &[],
            Security::Tls(server) => server.notes(),
        }
    }
}

/// A certificate with the key and chain that TLS needs.
pub(crate) fn server_certificate(certificate: &Certificate) -> Result<ServerCertificate> {
    let missing = |what: &str| Error::new(codes::CERT_REQUIRED, format!("The certificate for TLS has no {what}."));
    Ok(ServerCertificate {
        cert: certificate.x509().ok_or_else(|| missing("certificate"))?.clone(),
        key: certificate.private_key().ok_or_else(|| missing("private key"))?,
        chain: certificate.chain().to_vec(),
    })
}

fn tls_settings(settings: &View, held: &Certificates) -> Result<TlsSettings> {
    let int = |id| settings.int(id);
    let text = |id| settings.text(id);
    let bool = |id| settings.bool(id);
    let asks = bool(Id::SSLAuthenticateClients);
    let mut client_cas = certificates(&text(Id::SSLClientCACerts), "SSLClientCACerts")?;
    client_cas.extend(held.trusted().iter().filter_map(Certificate::x509).cloned());
    let key_log = text(Id::SSLKeyLogFile);
    Ok(TlsSettings {
        provider: int(Id::SSLProvider) as i32,
        use_internal_api: bool(Id::UseInternalSecurityAPI),
        fips: bool(Id::UseFIPSCompliantAPI),
        protocols: int(Id::SSLEnabledProtocols) as i32,
        cipher_suites: text(Id::SSLEnabledCipherSuites),
        min_strength: int(Id::SSLCipherStrength) as u32,
        tls12_signature_algorithms: text(Id::TLS12SignatureAlgorithms),
        tls12_groups: text(Id::TLS12SupportedGroups),
        tls13_key_share_groups: text(Id::TLS13KeyShareGroups),
        tls13_signature_algorithms: text(Id::TLS13SignatureAlgorithms),
        tls13_groups: text(Id::TLS13SupportedGroups),
        dh_bits: int(Id::PreferredDHGroupBits) as u32,
        renegotiation: bool(Id::SSLEnableRenegotiation),
        session_reuse: bool(Id::ReuseSSLSession),
        check_crl: int(Id::SSLCheckCRL) as i32,
        check_ocsp: int(Id::SSLCheckOCSP) as i32,
        key_log_file: (!key_log.is_empty()).then(|| PathBuf::from(key_log)),
        log_packets: bool(Id::LogSSLPackets),
        request_client_certificate: asks,
        require_client_certificate: asks,
        client_cas,
        named_cas: certificates(&text(Id::SSLServerCACerts), "SSLServerCACerts")?,
        include_chain: bool(Id::SSLIncludeCertChain),
        extra_chain: certificates(&text(Id::SSLCACerts), "SSLCACerts")?,
        accept_server_auth_only: bool(Id::AcceptServerAuthOnlyClientCerts),
        handshake_timeout: Duration::from_secs(int(Id::DefaultConnectionTimeout).max(0) as u64),
    })
}

/// The PEM certificates of a setting, one after the other; what stands between them is passed over. Instead of them it may
/// name the file that holds them, as fits a configuration text.
fn certificates(text: &str, setting: &str) -> Result<Vec<X509>> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let pem = match text.contains("-----BEGIN") {
        true => text.as_bytes().to_vec(),
        false => std::fs::read(text).map_err(|e| {
            Error::new(codes::BAD_VALUE, format!("{setting} is neither PEM nor a file that can be read: {text}: {e}"))
        })?,
    };
    X509::stack_from_pem(&pem)
        .ok()
        .filter(|list| !list.is_empty())
        .ok_or_else(|| Error::new(codes::BAD_VALUE, format!("{setting} holds no PEM certificates that can be read.")))
}

/// The TLS of a server: what new connections are secured with. Connections keep what they were made with.
#[derive(Default)]
pub(crate) struct TlsSlot {
    now: Mutex<Option<Security>>,
    /// Held while it is made anew: what is made last has seen every change before it.
    making: Mutex<()>,
}

impl TlsSlot {
    pub(crate) fn set(&self, security: Security) {
        *lock(&self.now) = Some(security);
    }

    pub(crate) fn clear(&self) {
        *lock(&self.now) = None;
    }

    /// SSLCert, whom the server trusts or a setting of TLS changed. New connections of a listening server are served with what it
    /// is now; what cannot work is an error, and the listener goes on as it was.
    ///
    /// # Errors
    /// As [`Security::of`].
    pub(crate) fn changed(&self, listening: bool, settings: &View, certificates: &Certificates) -> Result<()> {
        let _alone = lock(&self.making);
        if listening {
            self.set(Security::of(settings, certificates)?);
        }
        Ok(())
    }

    /// The security for the next connection, made now when there is none.
    pub(crate) fn security(&self, settings: &View, certificates: &Certificates) -> Result<Security> {
        if let Some(security) = &*lock(&self.now) {
            return Ok(security.clone());
        }
        let security = Security::of(settings, certificates)?;
        self.set(security.clone());
        Ok(security)
    }
}

/// One connection's handshake, as the program sees it.
pub(super) struct Hooks {
    pub inner: Arc<Inner>,
    pub shared: Arc<Shared>,
    pub stop: watch::Receiver<Stop>,
    /// Status lines wait here while the handshake must not be held up.
    pub lines: Mutex<Vec<String>>,
}

impl Hooks {
    /// Delivers the status lines that wait, from a thread that may block.
    fn tell_lines(&self) {
        let (dispatch, id) = (&self.inner.dispatch, &self.shared.id);
        for message in std::mem::take(&mut *lock(&self.lines)) {
            if dispatch.wants(EventKind::Log) && self.inner.settings.int(Id::LogLevel) > 0 {
                let log = Log {
                    connection_id: id.clone(),
                    log_level: 1,
                    message: message.clone(),
                    log_type: "Info".to_owned(),
                };
                let _ = dispatch.ask_blocking(id, log, &self.stop);
            }
            let _ = dispatch.ask_blocking(id, SSLStatus { connection_id: id.clone(), message }, &self.stop);
        }
    }

    /// The same from the connection's own task.
    pub(super) async fn tell_rest(&self) {
        let lines = std::mem::take(&mut *lock(&self.lines));
        for message in lines {
            self.inner.log(&self.shared.id, 1, "Info", || message.clone()).await;
            let event = SSLStatus { connection_id: self.shared.id.clone(), message };
            self.inner.dispatch.tell(&self.shared.id, event).await;
        }
    }
}

impl TlsHooks for Hooks {
    fn wants_client_hello(&self) -> bool {
        self.inner.dispatch.wants(EventKind::SSLConnectionRequest)
    }

    fn client_hello(&self, suites: &[String], signature_algorithms: &[String]) -> Option<ServerCertificate> {
        self.tell_lines();
        let event = SSLConnectionRequest {
            connection_id: self.shared.id.clone(),
            supported_cipher_suites: suites.join(","),
            supported_signature_algs: signature_algorithms.join(","),
            cert_store_type: StoreType::Auto.code(),
            cert_store: String::new(),
            cert_password: String::new(),
            cert_subject: String::new(),
        };
        let asked = event.clone();
        let event = self.inner.dispatch.ask_blocking(&self.shared.id, event, &self.stop).or_refused(asked);
        if event.cert_store.is_empty() {
            return None;
        }
        let chosen = StoreType::from_code(event.cert_store_type).and_then(|kind| {
            let store = Store::named(kind, &event.cert_store);
            let subject = if event.cert_subject.is_empty() { "*" } else { &event.cert_subject };
            server_certificate(&Certificate::load(kind, &store, &event.cert_password, subject)?)
        });
        match chosen {
            Ok(certificate) => Some(certificate),
            Err(error) => {
                lock(&self.lines).push(format!("the certificate chosen for this connection cannot be used: {error}"));
                None
            }
        }
    }

    fn client_certificate(&self, certificate: &ClientCertificate) -> bool {
        self.tell_lines();
        let event = SSLClientAuthentication {
            connection_id: self.shared.id.clone(),
            cert_encoded: certificate.der.clone(),
            cert_subject: certificate.subject.clone(),
            cert_issuer: certificate.issuer.clone(),
            status: certificate.status.clone(),
            accept: certificate.ok,
        };
        let asked = event.clone();
        self.inner.dispatch.ask_blocking(&self.shared.id, event, &self.stop).or_refused(asked).accept
    }

    fn status(&self, message: &str) {
        lock(&self.lines).push(message.to_owned());
    }

    fn packet(&self, sent: bool, length: usize, kind: &str) {
        let direction = if sent { "sent" } else { "received" };
        lock(&self.lines).push(format!("TLS record {direction}: {kind}, {length} octets"));
    }
}
