//! The platform provider: OpenSSL.
//!
//! Two contexts, because OpenSSL has one list of groups and of signature algorithms for all versions: one for clients that will
//! get TLS 1.3, one for the others. The certificate is set per connection, so another can be chosen for any of them.

use super::chain;
use super::error::{TlsError, TlsErrorKind, TlsResult, bad_setting, openssl_reasons};
use super::hello::ClientHello;
use super::hooks::ServerCertificate;
use super::keylog::KeyLogFile;
use super::plan::Plan;
use super::settings::TlsSettings;
use super::staple::Stapler;
use super::suites::Class;
use super::wire::Wire;
use crate::error::{Result, codes};
use openssl::bn::BigNum;
use openssl::dh::Dh;
use openssl::error::ErrorStack;
use openssl::pkey::Params;
use openssl::ssl::{
    Ssl, SslContext, SslContextBuilder, SslMethod, SslMode, SslOptions, SslRef, SslSessionCacheMode, SslVerifyMode,
    SslVersion,
};
use openssl::x509::X509;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use tokio_openssl::SslStream;

/// Sessions kept for resumption by id.
const SESSIONS: i32 = 4096;
/// OpenSSL's own switch for renegotiation by the client (its number is part of OpenSSL 3's interface; the crate has no name
/// for it).
const ALLOW_CLIENT_RENEGOTIATION: u64 = 1 << 8;

/// The OpenSSL side of a server.
pub(super) struct Platform {
    plan: Plan,
    tls13: SslContext,
    older: SslContext,
    certificate: ServerCertificate,
    /// Leaf first, in order.
    chain: Vec<X509>,
    along: chain::Along,
}

impl Platform {
    /// Builds both contexts and tries the certificate.
    pub fn new(
        plan: &Plan,
        settings: &TlsSettings,
        request: bool,
        certificate: &ServerCertificate,
        stapler: Option<Arc<Stapler>>,
        key_log: Option<Arc<KeyLogFile>>,
    ) -> Result<Self> {
        let context = |tls13: bool| -> Result<SslContext> {
            let mut builder = builder(plan, tls13)?;
            shape_server(&mut builder, plan, settings, request).map_err(failed)?;
            if let Some(stapler) = stapler.clone() {
                builder.set_status_callback(move |ssl| staple(ssl, &stapler)).map_err(failed)?;
            }
            if let Some(key_log) = key_log.clone() {
                builder.set_keylog_callback(move |_, line| key_log.line(line));
            }
            Ok(builder.build())
        };
        let along = chain::Along::of(settings);
        let platform = Platform {
            plan: plan.clone(),
            tls13: context(true)?,
            older: context(false)?,
            certificate: certificate.clone(),
            chain: along.chain(certificate),
            along,
        };
        let mut trial = Ssl::new(&platform.tls13).map_err(failed)?;
        present(&mut trial, &platform.certificate, &platform.chain)
            .map_err(|e| bad_setting(format!("SSLCert: {}", openssl_reasons(&e))))?;
        Ok(platform)
    }

    /// The handshake. With `other`, that certificate is presented instead of the server's.
    pub async fn accept(
        &self,
        wire: Wire,
        hello: &ClientHello,
        other: Option<&ServerCertificate>,
    ) -> TlsResult<SslStream<Wire>> {
        let internal = |e: ErrorStack| TlsError::other(format!("OpenSSL: {}", openssl_reasons(&e)));
        let tls13 = self.plan.versions.tls13 && hello.versions.contains(&0x0304);
        let mut ssl = Ssl::new(if tls13 { &self.tls13 } else { &self.older }).map_err(internal)?;
        match other {
            None => present(&mut ssl, &self.certificate, &self.chain).map_err(internal)?,
            Some(other) => present(&mut ssl, other, &self.along.chain(other)).map_err(|e| {
                TlsError::other(format!("the certificate chosen for this connection: {}", openssl_reasons(&e)))
            })?,
        }
        if ssl.verify_mode() != SslVerifyMode::NONE {
            ssl.set_verify_callback(SslVerifyMode::PEER, same_certificate_only());
        }
        let mut stream = SslStream::new(ssl, wire).map_err(internal)?;
        match Pin::new(&mut stream).accept().await {
            Ok(()) => Ok(stream),
            Err(error) => Err(classify(&error)),
        }
    }
}

fn failed(error: ErrorStack) -> crate::error::Error {
    bad_setting(format!("TLS: OpenSSL: {}", openssl_reasons(&error)))
}

/// Any certificate is taken in the handshake; what it is worth is decided afterwards, see [`super::check`]. Because nobody asks
/// again after a renegotiation, a client cannot come back with another certificate than its first.
fn same_certificate_only() -> impl Fn(bool, &mut openssl::x509::X509StoreContextRef) -> bool + Send + Sync + 'static {
    let first: Mutex<Option<Vec<u8>>> = Mutex::new(None);
    move |_, context| {
        if context.error_depth() > 0 {
            return true;
        }
        let Some(der) = context.current_cert().and_then(|leaf| leaf.to_der().ok()) else { return true };
        let Ok(mut first) = first.lock() else { return false };
        *first.get_or_insert_with(|| der.clone()) == der
    }
}

fn staple(ssl: &mut SslRef, stapler: &Stapler) -> std::result::Result<bool, ErrorStack> {
    match stapler.current() {
        Some(response) => ssl.set_ocsp_status(&response).map(|()| true),
        None => Ok(false),
    }
}

/// Our certificate, key and chain for one connection.
pub(super) fn present(
    ssl: &mut Ssl,
    certificate: &ServerCertificate,
    chain: &[X509],
) -> std::result::Result<(), ErrorStack> {
    ssl.set_certificate(&certificate.cert)?;
    ssl.set_private_key(&certificate.key)?;
    for certificate in chain.iter().skip(1) {
        ssl.add_chain_cert(certificate.clone())?;
    }
    Ok(())
}

/// What server and client have in common: versions, suites, groups, algorithms, modes.
pub(super) fn builder(plan: &Plan, tls13: bool) -> Result<SslContextBuilder> {
    let mut builder = SslContext::builder(SslMethod::tls()).map_err(failed)?;
    shape(&mut builder, plan, tls13).map_err(failed)?;
    Ok(builder)
}

fn shape(builder: &mut SslContextBuilder, plan: &Plan, tls13: bool) -> std::result::Result<(), ErrorStack> {
    let version = |number: Option<&u16>| match number {
        Some(0x0304) => SslVersion::TLS1_3,
        Some(0x0303) => SslVersion::TLS1_2,
        Some(0x0302) => SslVersion::TLS1_1,
        _ => SslVersion::TLS1,
    };
    let numbers = plan.versions.numbers();
    builder.set_max_proto_version(Some(version(numbers.first())))?;
    builder.set_min_proto_version(Some(version(numbers.last())))?;
    let mut options = SslOptions::NO_COMPRESSION | SslOptions::CIPHER_SERVER_PREFERENCE;
    // A partner that closes without close_notify: OFTP's own ESID says whether the session was over.
    options |= SslOptions::IGNORE_UNEXPECTED_EOF;
    // Versions between the highest and the lowest that are not enabled.
    if !plan.versions.tls12 {
        options |= SslOptions::NO_TLSV1_2;
    }
    if !plan.versions.tls11 {
        options |= SslOptions::NO_TLSV1_1;
    }
    builder.set_options(options);
    builder.clear_options(SslOptions::DONT_INSERT_EMPTY_FRAGMENTS);
    builder.set_mode(
        SslMode::ENABLE_PARTIAL_WRITE
            | SslMode::ACCEPT_MOVING_WRITE_BUFFER
            | SslMode::RELEASE_BUFFERS
            | SslMode::NO_AUTO_CHAIN,
    );
    if plan.versions.old() {
        // TLS 1.0 and 1.1 sign with SHA-1, which OpenSSL 3 allows at level 0 only.
        builder.set_security_level(0);
    }
    let (new, old): (Vec<_>, Vec<_>) = plan.suites.iter().partition(|suite| suite.class == Class::Tls13);
    let names =
        |suites: &[&&super::suites::Suite]| suites.iter().map(|suite| suite.openssl).collect::<Vec<_>>().join(":");
    if !old.is_empty() {
        builder.set_cipher_list(&names(&old))?;
    }
    builder.set_ciphersuites(&names(&new))?;
    let groups = if tls13 { &plan.groups13 } else { &plan.groups12 };
    let groups: Vec<_> = groups.iter().map(|group| group.openssl).collect();
    builder.set_groups_list(&groups.join(":"))?;
    if let Some(schemes) = if tls13 { &plan.schemes13 } else { &plan.schemes12 } {
        let names: Vec<_> = schemes.iter().map(|scheme| scheme.openssl).collect();
        builder.set_sigalgs_list(&names.join(":"))?;
    }
    Ok(())
}

fn shape_server(
    builder: &mut SslContextBuilder,
    plan: &Plan,
    settings: &TlsSettings,
    request: bool,
) -> std::result::Result<(), ErrorStack> {
    let dh = dh_group(plan.dh_bits)?;
    builder.set_tmp_dh(&dh)?;
    match settings.renegotiation {
        true => builder.set_options(SslOptions::from_bits_retain(ALLOW_CLIENT_RENEGOTIATION)),
        false => builder.set_options(SslOptions::NO_RENEGOTIATION),
    };
    // With client certificates sessions stay here: a ticket would hold the leaf only, and its chain is verified again.
    if !settings.session_reuse || request {
        builder.set_options(SslOptions::NO_TICKET);
    }
    if settings.session_reuse {
        builder.set_session_cache_mode(SslSessionCacheMode::SERVER);
        builder.set_session_cache_size(SESSIONS);
        builder.set_session_id_context(b"oftpsrv")?;
    } else {
        builder.set_session_cache_mode(SslSessionCacheMode::OFF);
        builder.set_num_tickets(0)?;
    }
    if request {
        builder.set_verify(SslVerifyMode::PEER);
        for ca in settings.hints() {
            builder.add_client_ca(ca)?;
        }
    }
    Ok(())
}

/// The MODP group of RFC 3526 with this many bits, generator 2.
fn dh_group(bits: u32) -> std::result::Result<Dh<Params>, ErrorStack> {
    let prime = match bits {
        3072 => BigNum::get_rfc3526_prime_3072(),
        4096 => BigNum::get_rfc3526_prime_4096(),
        6144 => BigNum::get_rfc3526_prime_6144(),
        8192 => BigNum::get_rfc3526_prime_8192(),
        _ => BigNum::get_rfc3526_prime_2048(),
    }?;
    Dh::from_pqg(prime, None, BigNum::from_u32(2)?)
}

/// The cause of a failed handshake.
pub(super) fn classify(error: &openssl::ssl::Error) -> TlsError {
    use TlsErrorKind::*;
    let Some(stack) = error.ssl_error().filter(|stack| !stack.errors().is_empty()) else {
        return match error.io_error() {
            Some(io) => TlsError::io("the connection broke during the TLS handshake", io),
            None => TlsError {
                code: codes::ECONNRESET,
                ..TlsError::new(Io, "the partner closed the connection during the TLS handshake")
            },
        };
    };
    let reasons = openssl_reasons(stack);
    let has = |words: &[&str]| words.iter().any(|word| reasons.contains(word));
    if has(&["unexpected eof"]) {
        let message = "the partner closed the connection during the TLS handshake";
        return TlsError { code: codes::ECONNRESET, ..TlsError::new(Io, message) };
    }
    let (kind, message) = if has(&["alert"]) {
        (PeerAlert, format!("the partner ended the handshake with an alert ({reasons})"))
    } else if has(&["unsupported protocol", "version too low", "wrong version number", "unknown protocol"]) {
        (NoCommonVersion, "no protocol version in common".to_owned())
    } else if has(&["no shared cipher", "no cipher"]) {
        (NoCommonSuite, "no cipher suite in common that fits our certificate".to_owned())
    } else if has(&["no suitable key share", "no shared group", "no suitable groups"]) {
        (NoCommonSuite, "no key exchange group in common".to_owned())
    } else if has(&["no suitable signature algorithm", "no shared signature alg"]) {
        (NoCommonSuite, "no signature algorithm in common".to_owned())
    } else if has(&["certificate verify failed"]) {
        (CertificateUntrusted, "the partner's certificate could not be verified".to_owned())
    } else {
        (Other, format!("the handshake failed: {reasons}"))
    };
    TlsError::new(kind, message)
}
