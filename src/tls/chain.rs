//! Certificates of either side: putting our own chain in order, naming subjects, and verifying a partner's chain with OpenSSL's
//! path builder, whichever provider did the handshake.

use super::error::{TlsError, TlsErrorKind, TlsResult};
use super::hooks::ServerCertificate;
use super::settings::TlsSettings;
use openssl::stack::Stack;
use openssl::x509::store::{X509Store, X509StoreBuilder};
use openssl::x509::verify::{X509VerifyFlags, X509VerifyParam};
use openssl::x509::{X509, X509NameRef, X509PurposeId, X509Ref, X509StoreContext, X509VerifyResult};

/// What travels with a certificate of ours: SSLIncludeCertChain and SSLCACerts.
#[derive(Debug, Clone)]
pub(super) struct Along {
    include: bool,
    extra: Vec<X509>,
}

impl Along {
    /// As these settings have it.
    pub fn of(settings: &TlsSettings) -> Self {
        Along { include: settings.include_chain, extra: settings.extra_chain.clone() }
    }

    /// The certificates to send: the leaf first, each followed by its issuer.
    pub fn chain(&self, certificate: &ServerCertificate) -> Vec<X509> {
        let known = if self.include { certificate.chain.as_slice() } else { &[] };
        in_order(&certificate.cert, known, &self.extra)
    }
}

/// The leaf, then each issuer as far as the chain and `extra` know it, then what `extra` asked for besides.
pub(super) fn ordered(certificate: &ServerCertificate, extra: &[X509]) -> Vec<X509> {
    in_order(&certificate.cert, &certificate.chain, extra)
}

fn in_order(leaf: &X509, known: &[X509], extra: &[X509]) -> Vec<X509> {
    let pool: Vec<&X509> = known.iter().chain(extra).collect();
    let mut ordered = vec![leaf.clone()];
    while let Some(last) = ordered.last() {
        let next = pool.iter().find(|candidate| {
            candidate.issued(last) == X509VerifyResult::OK && !ordered.iter().any(|known| same(known, candidate))
        });
        match next {
            Some(issuer) => ordered.push((*issuer).clone()),
            None => break,
        }
    }
    for certificate in extra {
        if !ordered.iter().any(|known| same(known, certificate)) {
            ordered.push(certificate.clone());
        }
    }
    ordered
}

/// Whether a certificate names itself as its issuer.
pub(super) fn is_own_issuer(certificate: &X509) -> bool {
    certificate.issued(certificate) == X509VerifyResult::OK
}

fn same(one: &X509Ref, other: &X509Ref) -> bool {
    matches!((one.to_der(), other.to_der()), (Ok(a), Ok(b)) if a == b)
}

/// A name as `CN=…, O=…, C=…`, in the certificate's order; values with a comma are quoted.
pub(super) fn name_text(name: &X509NameRef) -> String {
    let parts: Vec<String> = name
        .entries()
        .map(|entry| {
            let key = entry.object().nid().short_name().unwrap_or("OID").to_owned();
            let value = entry.data().to_string().unwrap_or_default();
            match value.contains(',') {
                true => format!("{key}=\"{value}\""),
                false => format!("{key}={value}"),
            }
        })
        .collect();
    parts.join(", ")
}

/// What a chain is verified for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Purpose<'a> {
    /// A TLS client.
    Client,
    /// A TLS client whose certificate names serverAuth only.
    ClientWithServerCertificate,
    /// A TLS server of this name or address; `None`: whatever its name.
    Server(Option<&'a str>),
}

impl Purpose<'_> {
    fn openssl(self) -> X509PurposeId {
        match self {
            Purpose::Client => X509PurposeId::SSL_CLIENT,
            _ => X509PurposeId::SSL_SERVER,
        }
    }
}

/// A store with these anchors. An anchor need not be a root: a partner's own certificate, trusted by itself, is one too.
pub(super) fn store(
    anchors: &[X509],
    purpose: Purpose<'_>,
) -> std::result::Result<X509Store, openssl::error::ErrorStack> {
    let mut param = X509VerifyParam::new()?;
    param.set_flags(X509VerifyFlags::PARTIAL_CHAIN)?;
    param.set_purpose(purpose.openssl())?;
    // Level 1: no MD5 and no SHA-1 signatures, no RSA below 1024 bits.
    param.set_auth_level(1);
    if let Purpose::Server(Some(name)) = purpose {
        match name.parse::<std::net::IpAddr>() {
            Ok(address) => param.set_ip(address)?,
            Err(_) => param.set_host(name)?,
        }
    }
    let mut builder = X509StoreBuilder::new()?;
    builder.set_param(&param)?;
    for anchor in anchors {
        builder.add_cert(anchor.clone())?;
    }
    Ok(builder.build())
}

/// Verifies a chain; returns it complete, leaf first, anchor last.
pub(super) fn verify(anchors: &[X509], purpose: Purpose<'_>, leaf: &X509, others: &[X509]) -> TlsResult<Vec<X509>> {
    let internal = |e: openssl::error::ErrorStack| TlsError::other(format!("verifying the certificate: {e}"));
    let store = store(anchors, purpose).map_err(internal)?;
    let mut pool = Stack::new().map_err(internal)?;
    for certificate in others {
        pool.push(certificate.clone()).map_err(internal)?;
    }
    let mut context = X509StoreContext::new().map_err(internal)?;
    let (result, depth, chain) = context
        .init(&store, leaf, &pool, |context| {
            let valid = context.verify_cert()?;
            let chain: Vec<X509> = context.chain().into_iter().flatten().map(ToOwned::to_owned).collect();
            let result = if valid { X509VerifyResult::OK } else { context.error() };
            Ok((result, context.error_depth(), chain))
        })
        .map_err(internal)?;
    match result == X509VerifyResult::OK {
        true => Ok(chain),
        false => Err(refusal(result, depth, &chain)),
    }
}

fn refusal(result: X509VerifyResult, depth: u32, chain: &[X509]) -> TlsError {
    let kind = match result.as_raw() {
        openssl_sys::X509_V_ERR_CERT_HAS_EXPIRED | openssl_sys::X509_V_ERR_CERT_NOT_YET_VALID => {
            TlsErrorKind::CertificateExpired
        }
        openssl_sys::X509_V_ERR_INVALID_PURPOSE => TlsErrorKind::WrongPurpose,
        openssl_sys::X509_V_ERR_CERT_REVOKED => TlsErrorKind::CertificateRevoked,
        _ => TlsErrorKind::CertificateUntrusted,
    };
    let whose = match chain.get(depth as usize).filter(|_| depth > 0) {
        Some(issuer) => format!("{}: ", name_text(issuer.subject_name())),
        None => String::new(),
    };
    TlsError::new(kind, format!("{whose}{}", result.error_string()))
}
