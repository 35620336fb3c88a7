//! The internal provider: rustls with ring.
//!
//! The ClientHello is known before rustls sees it, so the server's own order of groups and the separate lists of TLS 1.2 and 1.3
//! are honoured by having one ready configuration per version and group. Tickets and session ids are shared by all of them.

use super::chain;
use super::error::{TlsError, TlsErrorKind, TlsResult, bad_setting};
use super::hello::ClientHello;
use super::hooks::ServerCertificate;
use super::internal_keys::{certified_key, schemes, verify_signature};
use super::keylog::KeyLogFile;
use super::plan::Plan;
use super::settings::TlsSettings;
use super::staple::Stapler;
use super::wire::Wire;
use crate::ber::Element;
use crate::error::Result;
use openssl::x509::X509;
use rustls::client::danger::HandshakeSignatureValid;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::server::{ClientHello as RustlsHello, ResolvesServerCert, ServerSessionMemoryCache};
use rustls::sign::CertifiedKey;
use rustls::{
    CertificateError, DigitallySignedStruct, DistinguishedName, Error, OtherError, PeerIncompatible, ServerConfig,
    SignatureScheme, SupportedProtocolVersion, version,
};
use std::sync::Arc;
use tokio_rustls::TlsAcceptor;

/// Sessions kept for resumption by id.
const SESSIONS: usize = 4096;
/// More names than this are not sent along as hints: clients then send whatever certificate they have.
const MAX_HINTS: usize = 16 * 1024;

/// The rustls side of a server.
pub(super) struct Internal {
    plan: Plan,
    along: chain::Along,
    tls13: Vec<(u16, Arc<ServerConfig>)>,
    tls12: Vec<(u16, Arc<ServerConfig>)>,
}

impl Internal {
    /// Builds all configurations.
    pub fn new(
        plan: &Plan,
        settings: &TlsSettings,
        request: bool,
        certificate: &ServerCertificate,
        stapler: Option<Arc<Stapler>>,
        key_log: Option<Arc<KeyLogFile>>,
    ) -> Result<Self> {
        let along = chain::Along::of(settings);
        let chain = along.chain(certificate);
        let mut sides = [Vec::new(), Vec::new()];
        let sessions = ServerSessionMemoryCache::new(SESSIONS);
        let ticketer = ring::Ticketer::new().map_err(failed)?;
        for (side, tls13, groups) in [(0, true, &plan.groups13), (1, false, &plan.groups12)] {
            let key = Arc::new(certified_key(plan, tls13, &chain, certificate)?);
            let resolver = Arc::new(Resolver { key, stapler: stapler.clone() });
            let verifier =
                Arc::new(AnyClient { request, hints: hints(settings.hints()), tls13, schemes: schemes(plan, tls13) });
            for group in groups {
                let mut config = ServerConfig::builder_with_provider(Arc::new(provider(plan, &[group.id])))
                    .with_protocol_versions(&versions(plan))
                    .map_err(failed)?
                    .with_client_cert_verifier(verifier.clone())
                    .with_cert_resolver(resolver.clone());
                config.ignore_client_order = true;
                if settings.session_reuse {
                    config.session_storage = sessions.clone();
                    config.ticketer = ticketer.clone();
                } else {
                    config.session_storage = Arc::new(rustls::server::NoServerSessionStorage {});
                    config.send_tls13_tickets = 0;
                }
                if let Some(key_log) = &key_log {
                    config.key_log = key_log.clone();
                }
                sides[side].push((group.id, Arc::new(config)));
            }
        }
        let [tls13, tls12] = sides;
        Ok(Internal { plan: plan.clone(), along, tls13, tls12 })
    }

    /// The configuration for this client: its version, and our most preferred group among those it offers; one whose key share
    /// is there already spares a round trip.
    fn config(&self, hello: &ClientHello) -> (bool, Arc<ServerConfig>) {
        let tls13 = self.plan.versions.tls13 && hello.versions.contains(&0x0304);
        let configs = if tls13 || self.tls12.is_empty() { &self.tls13 } else { &self.tls12 };
        let pick = |offered: &[u16]| configs.iter().find(|(group, _)| offered.contains(group));
        let shared = if tls13 { pick(&hello.shares) } else { None };
        let chosen = shared.or_else(|| pick(&hello.groups)).unwrap_or(&configs[0]);
        (tls13, chosen.1.clone())
    }

    /// The handshake. With `other`, that certificate is presented instead of the server's.
    pub async fn accept(
        &self,
        wire: Wire,
        hello: &ClientHello,
        other: Option<&ServerCertificate>,
    ) -> TlsResult<tokio_rustls::server::TlsStream<Wire>> {
        let (tls13, mut config) = self.config(hello);
        if let Some(other) = other {
            let key = certified_key(&self.plan, tls13, &self.along.chain(other), other)
                .map_err(|e| TlsError::other(format!("the certificate chosen for this connection: {}", e.message)))?;
            let mut own = (*config).clone();
            own.cert_resolver = Arc::new(Resolver { key: Arc::new(key), stapler: None });
            config = Arc::new(own);
        }
        TlsAcceptor::from(config).accept(wire).await.map_err(|error| classify(&error))
    }
}

fn failed(error: Error) -> crate::error::Error {
    bad_setting(format!("TLS: {error}"))
}

/// ring, narrowed to the plan's suites and these groups, in this order.
pub(super) fn provider(plan: &Plan, groups: &[u16]) -> CryptoProvider {
    let suites = plan.suites.iter();
    let cipher_suites = suites
        .filter_map(|wanted| ring::ALL_CIPHER_SUITES.iter().find(|suite| u16::from(suite.suite()) == wanted.id))
        .copied()
        .collect();
    let kx_groups = groups
        .iter()
        .filter_map(|wanted| ring::ALL_KX_GROUPS.iter().find(|group| u16::from(group.name()) == *wanted))
        .copied()
        .collect();
    CryptoProvider { cipher_suites, kx_groups, ..ring::default_provider() }
}

/// The plan's versions.
pub(super) fn versions(plan: &Plan) -> Vec<&'static SupportedProtocolVersion> {
    [(plan.versions.tls13, &version::TLS13), (plan.versions.tls12, &version::TLS12)]
        .into_iter()
        .filter_map(|(on, version)| on.then_some(version))
        .collect()
}

/// Names the CAs that clients should pick a certificate of.
fn hints(cas: &[X509]) -> Vec<DistinguishedName> {
    let names: Vec<Vec<u8>> = cas.iter().filter_map(|ca| ca.subject_name().to_der().ok()).collect();
    if names.iter().map(Vec::len).sum::<usize>() > MAX_HINTS {
        return Vec::new();
    }
    let inside = |name: &Vec<u8>| Some(DistinguishedName::in_sequence(Element::only(name).ok()?.body));
    names.iter().filter_map(inside).collect()
}

/// Presents one certificate, with the OCSP response of the moment.
#[derive(Debug)]
struct Resolver {
    key: Arc<CertifiedKey>,
    stapler: Option<Arc<Stapler>>,
}

impl ResolvesServerCert for Resolver {
    fn resolve(&self, _: RustlsHello<'_>) -> Option<Arc<CertifiedKey>> {
        let Some(response) = self.stapler.as_ref().and_then(|stapler| stapler.current()) else {
            return Some(self.key.clone());
        };
        let key = CertifiedKey { ocsp: Some(response), ..(*self.key).clone() };
        Some(Arc::new(key))
    }
}

/// Takes any client certificate, and none; only the signature that proves the key is verified here. What the certificate is worth
/// is decided after the handshake, see [`super::check`].
#[derive(Debug)]
struct AnyClient {
    request: bool,
    hints: Vec<DistinguishedName>,
    tls13: bool,
    schemes: Vec<SignatureScheme>,
}

impl ClientCertVerifier for AnyClient {
    fn offer_client_auth(&self) -> bool {
        self.request
    }

    fn client_auth_mandatory(&self) -> bool {
        false
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &self.hints
    }

    fn verify_client_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: UnixTime,
    ) -> std::result::Result<ClientCertVerified, Error> {
        Ok(ClientCertVerified::assertion())
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
        verify_signature(self.tls13, message, cert, dss.scheme, dss.signature())?;
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.schemes.clone()
    }
}

/// The cause of a failed handshake.
pub(super) fn classify(error: &std::io::Error) -> TlsError {
    use TlsErrorKind::*;
    let Some(inner) = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>()) else {
        return TlsError::io("the connection broke during the TLS handshake", error);
    };
    let (kind, message) = match inner {
        Error::PeerIncompatible(
            PeerIncompatible::Tls12NotOffered
            | PeerIncompatible::Tls12NotOfferedOrEnabled
            | PeerIncompatible::ServerDoesNotSupportTls12Or13
            | PeerIncompatible::ServerTlsVersionIsDisabledByOurConfig
            | PeerIncompatible::SupportedVersionsExtensionRequired,
        ) => (NoCommonVersion, "no protocol version in common".to_owned()),
        Error::PeerIncompatible(PeerIncompatible::NoCipherSuitesInCommon) => {
            (NoCommonSuite, "no cipher suite in common".to_owned())
        }
        Error::PeerIncompatible(
            PeerIncompatible::NoKxGroupsInCommon | PeerIncompatible::NamedGroupsExtensionRequired,
        ) => (NoCommonSuite, "no key exchange group in common".to_owned()),
        Error::PeerIncompatible(
            PeerIncompatible::NoSignatureSchemesInCommon
            | PeerIncompatible::NoCertificateRequestSignatureSchemesInCommon
            | PeerIncompatible::SignatureAlgorithmsExtensionRequired,
        ) => (NoCommonSuite, "no signature algorithm in common".to_owned()),
        // rustls says so when no suite fits our key.
        Error::General(text) if text.contains("no server certificate chain resolved") => {
            (NoCommonSuite, "no cipher suite in common that fits our certificate".to_owned())
        }
        Error::AlertReceived(alert) => (PeerAlert, format!("the partner ended the handshake with the alert {alert:?}")),
        // Our own verdict, carried through rustls.
        Error::InvalidCertificate(CertificateError::Other(OtherError(cause))) if cause.is::<TlsError>() => {
            return cause.downcast_ref::<TlsError>().cloned().unwrap_or_else(|| TlsError::other(cause.to_string()));
        }
        Error::InvalidCertificate(cause) => (CertificateUntrusted, format!("the partner's certificate: {cause:?}")),
        other => (Other, format!("the handshake failed: {other}")),
    };
    TlsError::new(kind, message)
}
