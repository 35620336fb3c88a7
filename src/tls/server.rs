//! The TLS server: checks its settings once, then takes connections through either provider.

use super::chain;
use super::check::ClientCheck;
use super::error::{TlsError, TlsErrorKind, TlsResult, bad_setting};
use super::hello::{self, ClientHello};
use super::hooks::{ServerCertificate, TlsHooks};
use super::internal::Internal;
use super::keylog::KeyLogFile;
use super::plan::{self, Plan};
use super::platform::Platform;
use super::settings::{Provider, TlsSettings};
use super::staple::Stapler;
use super::stream::TlsStream;
use super::tap::Tap;
use super::wire::Wire;
use super::{algorithms, fips, suites};
use crate::error::Result;
use crate::system::panics;
use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::Semaphore;

/// How many handshakes of a server ask the program at the same time. Each holds a thread of the runtime meanwhile, and file work
/// needs some, too.
const ASKING: usize = 32;

/// A TLS server. It never changes: for another certificate or other settings a new one is made, which serves new connections while
/// old ones keep theirs.
pub struct TlsServer {
    backend: Backend,
    plan: Plan,
    check: Arc<ClientCheck>,
    stapler: Option<Arc<Stapler>>,
    log_packets: bool,
    handshake_timeout: Duration,
    /// Lets so many handshakes ask the program at the same time.
    asking: Semaphore,
}

enum Backend {
    Internal(Internal),
    Platform(Platform),
}

impl std::fmt::Debug for TlsServer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TlsServer({})", self.plan.provider)
    }
}

impl TlsServer {
    /// Checks everything and gets ready. What the settings ask for and cannot have is in [`TlsServer::notes`].
    ///
    /// # Errors
    /// A setting that is wrong or contradicts another (6), a certificate without its key or with one that the provider cannot use
    /// (6), a key log file that cannot be opened, FIPS where there is none (9). The message names the setting.
    pub fn new(settings: TlsSettings, certificate: ServerCertificate) -> Result<Self> {
        let certified = certificate.cert.public_key().map_err(|e| bad_setting(format!("SSLCert: {e}")))?;
        if !certified.public_eq(&certificate.key) {
            return Err(bad_setting("SSLCert: the private key does not belong to the certificate"));
        }
        let (provider, reason) = plan::choose_provider(&settings);
        let first = Self::build(&settings, &certificate, provider, reason);
        // A key that ring does not know (P-521, Ed448 …) is no problem for OpenSSL.
        let automatic = settings.provider == 0 && !settings.use_internal_api;
        match first {
            Err(error) if automatic && provider == Provider::Internal && error.message.starts_with("SSLCert") => {
                Self::build(&settings, &certificate, Provider::Platform, Some(error.message))
            }
            other => other,
        }
    }

    fn build(
        settings: &TlsSettings,
        certificate: &ServerCertificate,
        provider: Provider,
        reason: Option<String>,
    ) -> Result<Self> {
        let mut plan = plan::resolve(settings, provider)?;
        if settings.fips {
            fips::enable()?;
        }
        plan.notes
            .insert(0, format!("TLS provider: {provider}{}", reason.map_or(String::new(), |r| format!(" ({r})"))));
        let key_log = settings.key_log_file.as_deref().map(KeyLogFile::open).transpose()?.map(Arc::new);
        if let Some(path) = settings.key_log_file.as_deref() {
            plan.notes.push(format!("SSLKeyLogFile: session secrets are written to {}", path.display()));
        }
        // Also of issuers that are not sent.
        let chain = chain::ordered(certificate, &settings.extra_chain);
        let alone = chain::Along::of(settings).chain(certificate).len() == 1;
        if alone && !settings.include_chain && !chain::is_own_issuer(&certificate.cert) {
            plan.notes.push(
                "SSLIncludeCertChain is False: the server's certificate is sent alone, so partners must have those of its issuers"
                    .to_owned(),
            );
        }
        let stapler = if settings.check_ocsp != 0 { Stapler::new(chain).map(Arc::new) } else { None };
        if let Some(stapler) = stapler.clone() {
            refresh_in_background(stapler);
        }
        let check = Arc::new(ClientCheck::new(settings));
        if check.request() && settings.client_cas.is_empty() {
            let note = "client certificates are asked for and SSLClientCACerts is empty: the program alone decides";
            plan.notes.push(note.to_owned());
        }
        let request = check.request();
        if !request && !settings.named_cas.is_empty() {
            let note = "SSLServerCACerts has no effect: SSLAuthenticateClients is not set, so clients are not asked for a certificate";
            plan.notes.push(note.to_owned());
        }
        let backend = match provider {
            Provider::Internal => {
                Backend::Internal(Internal::new(&plan, settings, request, certificate, stapler.clone(), key_log)?)
            }
            Provider::Platform => {
                Backend::Platform(Platform::new(&plan, settings, request, certificate, stapler.clone(), key_log)?)
            }
        };
        let (log_packets, handshake_timeout) = (settings.log_packets, settings.handshake_timeout);
        Ok(TlsServer { backend, plan, check, stapler, log_packets, handshake_timeout, asking: Semaphore::new(ASKING) })
    }

    /// Who does the cryptography.
    pub fn provider(&self) -> Provider {
        self.plan.provider
    }

    /// Whether records are reported through [`TlsHooks::packet`], as long as a connection lives.
    pub fn logs_packets(&self) -> bool {
        self.log_packets
    }

    /// For the log at the start: the provider and why, and what was asked for and is not offered.
    pub fn notes(&self) -> &[String] {
        &self.plan.notes
    }

    /// The handshake with a client. When it returns a stream, the client's certificate was verified and the program has agreed;
    /// until then no application data is sent. When it returns an error, the socket is closed.
    ///
    /// # Errors
    /// [`TlsError`] names the cause. To a partner that does not speak TLS nothing at all was sent.
    pub async fn accept(&self, tcp: TcpStream, hooks: Arc<dyn TlsHooks>) -> TlsResult<TlsStream> {
        let result = self.handshake(tcp, &hooks).await;
        match &result {
            Ok(stream) => hooks.status(&format!("TLS established: {}", stream.negotiated().summary())),
            Err(error) => hooks.status(&format!("TLS failed: {error}")),
        }
        result
    }

    async fn handshake(&self, mut tcp: TcpStream, hooks: &Arc<dyn TlsHooks>) -> TlsResult<TlsStream> {
        let mut clock = Clock::new(self.handshake_timeout);
        if let Some(stapler) = self.stapler.clone().filter(|stapler| stapler.due()) {
            refresh_in_background(stapler);
        }
        let mut octets = Vec::new();
        let reading = clock.run(hello::read(&mut tcp, &mut octets)).await;
        let hello = match reading {
            Err(error) if error.kind == TlsErrorKind::HandshakeTimeout && octets.is_empty() => {
                let message = "the partner sent nothing: it may be waiting in plain text for the server to speak";
                return Err(TlsError::new(TlsErrorKind::HandshakeTimeout, message));
            }
            other => other?,
        };
        hooks.status(&format!("TLS client hello: {}", hello.summary()));
        let other = self.ask_certificate(&hello, hooks).await?;
        let tap = Tap::new(true, self.log_packets.then(|| hooks.clone()));
        let wire = Wire::new(tcp, octets, Some(Box::new(tap)));
        let stream = match &self.backend {
            Backend::Internal(internal) => {
                let stream = clock.run(internal.accept(wire, &hello, other.as_ref())).await;
                stream.map(|stream| TlsStream::internal(stream.into()))
            }
            Backend::Platform(platform) => {
                let stream = clock.run(platform.accept(wire, &hello, other.as_ref())).await;
                stream.map(|stream| TlsStream::platform(stream, true))
            }
        };
        let stream = stream.map_err(|error| self.explain(error, &hello))?;
        self.decide(stream, hooks).await
    }

    /// The client's certificate, before anything is sent to it.
    async fn decide(&self, mut stream: TlsStream, hooks: &Arc<dyn TlsHooks>) -> TlsResult<TlsStream> {
        if !self.check.applies(stream.peer_certificates()) {
            return Ok(stream);
        }
        let (check, own_hooks, chain) = (self.check.clone(), hooks.clone(), stream.peer_certificates().to_vec());
        let verdict = self.blocking(move || check.decide(&chain, own_hooks.as_ref())).await.and_then(|verdict| verdict);
        match verdict {
            Ok(()) => Ok(stream),
            Err(error) => {
                // A polite end, if the partner still listens.
                let _ = tokio::time::timeout(Duration::from_secs(1), stream.shutdown()).await;
                Err(error)
            }
        }
    }

    /// Says what the partner offers when nothing was in common.
    fn explain(&self, mut error: TlsError, hello: &ClientHello) -> TlsError {
        // A provider may stumble over something else that old hellos lack before it looks at the version.
        let enabled = self.plan.versions.numbers();
        let failed = matches!(error.kind, TlsErrorKind::NoCommonSuite | TlsErrorKind::Other);
        if failed && !hello.versions.iter().any(|version| enabled.contains(version)) {
            error = TlsError::new(TlsErrorKind::NoCommonVersion, "no protocol version in common");
        }
        // rustls looks for a group first, which a client of old suites does not need to have.
        let shared = |id: &u16| self.plan.suites.iter().any(|suite| suite.id == *id);
        if error.kind == TlsErrorKind::NoCommonSuite && !hello.suites.iter().any(shared) {
            error = TlsError::new(TlsErrorKind::NoCommonSuite, "no cipher suite in common");
        }
        let detail = match error.kind {
            TlsErrorKind::NoCommonVersion => {
                let names = |list: &[u16]| list.iter().map(|v| hello::version_name(*v)).collect::<Vec<_>>().join(" ");
                format!("the partner offers {}, enabled are {}", names(&hello.versions), names(&enabled))
            }
            TlsErrorKind::NoCommonSuite => {
                let groups: Vec<_> = hello.groups.iter().filter_map(|id| algorithms::group_by_id(*id)).collect();
                let groups: Vec<_> = groups.iter().map(|group| group.name).collect();
                format!(
                    "the partner offers {}; groups {}; signature algorithms {}",
                    suite_names(hello).join(" "),
                    groups.join(" "),
                    algorithms::scheme_names(&hello.schemes).join(" ")
                )
            }
            _ => return error,
        };
        TlsError { message: format!("{}: {detail}", error.message), ..error }
    }
}

impl TlsServer {
    /// Lets the program choose another certificate.
    async fn ask_certificate(
        &self,
        hello: &ClientHello,
        hooks: &Arc<dyn TlsHooks>,
    ) -> TlsResult<Option<ServerCertificate>> {
        if !hooks.wants_client_hello() {
            return Ok(None);
        }
        let (suites, schemes) = (suite_names(hello), algorithms::scheme_names(&hello.schemes));
        let hooks = hooks.clone();
        self.blocking(move || hooks.client_hello(&suites, &schemes)).await
    }

    async fn blocking<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> TlsResult<T> {
        let _permit = self.asking.acquire().await;
        let finished = tokio::task::spawn_blocking(move || panics::catch(work)).await;
        let failed = |why: String| TlsError::other(format!("the program's decision failed: {why}"));
        finished.map_err(|error| failed(error.to_string()))?.map_err(|error| failed(error.message))
    }
}

fn suite_names(hello: &ClientHello) -> Vec<String> {
    hello.suites.iter().filter(|id| !hello::is_grease(**id)).map(|id| suites::name_of(*id)).collect()
}

fn refresh_in_background(stapler: Arc<Stapler>) {
    // A failure is no reason not to serve, nor is a thread that cannot be had: without a response nothing is stapled.
    let _ = std::thread::Builder::new().name("oftpsrv".to_owned()).spawn(move || {
        panics::own_thread();
        let _ = stapler.refresh();
    });
}

/// The time that a handshake has, counted while the network is waited for and not while the program decides.
pub(super) struct Clock {
    left: Option<Duration>,
}

impl Clock {
    /// Zero: no limit.
    pub fn new(limit: Duration) -> Self {
        Clock { left: (!limit.is_zero()).then_some(limit) }
    }

    /// Runs one part of the handshake.
    pub async fn run<T>(&mut self, part: impl Future<Output = TlsResult<T>>) -> TlsResult<T> {
        let Some(left) = self.left else { return part.await };
        let start = Instant::now();
        let result = tokio::time::timeout(left, part).await;
        self.left = Some(left.saturating_sub(start.elapsed()));
        result.unwrap_or_else(|_| {
            let message = "the TLS handshake did not finish in time";
            Err(TlsError::new(TlsErrorKind::HandshakeTimeout, message))
        })
    }
}
