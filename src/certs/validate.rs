//! Whether a certificate is to be believed (ValidateCert, ValidateRecipientCert): its time, its issuer, its revocation.

use super::http::Redirects;
use super::stores::is_same;
use super::trust::{Scope, TrustStore, is_expired, unix};
use super::{Certificate, crl, dn, facts};
use crate::error::{Error, codes};
use openssl::stack::Stack;
use openssl::x509::store::X509StoreBuilder;
use openssl::x509::verify::{X509VerifyFlags, X509VerifyParam};
use openssl::x509::{X509, X509StoreContext, X509VerifyResult};
use std::fmt;
use std::time::{Duration, SystemTime};

/// Why a certificate is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// There is no certificate.
    NoCertificate,
    /// Its time is over.
    Expired,
    /// Its time has not come.
    NotYetValid,
    /// Nobody in the trusted set vouches for it.
    Untrusted,
    /// A root of the trust list issued it directly; such a root vouches for its CA only (ODETTE OP08 2.7).
    RootIssuedLeaf,
    /// Its issuer took it back.
    Revoked,
    /// Its revocation list cannot be fetched or read.
    CrlUnavailable,
    /// Its revocation list is not signed by its issuer.
    CrlInvalid,
    /// Its revocation list is too old to prove anything.
    CrlTooOld,
}

/// A refused certificate: why, and in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Why.
    pub reason: Reason,
    /// In words.
    pub message: String,
}

impl Refusal {
    pub(super) fn new(reason: Reason, message: impl Into<String>) -> Self {
        Refusal { reason, message: message.into() }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Refusal {}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Error::new(codes::INVALID_CERT, format!("Invalid Certificate. {}", refusal.message))
    }
}

/// How revocation is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrlPolicy {
    /// Whether at all. Only the certificate's own distribution points are asked; without that extension the step is skipped.
    pub check: bool,
    /// A list made longer ago than this is refused.
    pub max_age: Duration,
    /// Redirects when fetching.
    pub redirects: Redirects,
}

impl Default for CrlPolicy {
    fn default() -> Self {
        CrlPolicy { check: true, max_age: Duration::from_secs(15 * 86_400), redirects: Redirects::Never }
    }
}

impl CrlPolicy {
    /// No check.
    pub fn off() -> Self {
        CrlPolicy { check: false, ..Self::default() }
    }
}

/// Validates a certificate as the class reference describes: not expired; issued by a trusted CA, which is skipped for
/// self-signed ones; not revoked. Reads from the network when the policy says so.
pub fn validate(
    certificate: &Certificate,
    trust: &TrustStore,
    now: SystemTime,
    policy: &CrlPolicy,
) -> Result<(), Refusal> {
    let x509 = certificate.x509().ok_or_else(|| Refusal::new(Reason::NoCertificate, "There is no certificate."))?;
    validate_x509(x509, certificate.chain(), trust, now, policy)
}

/// [`validate`] for a certificate that came without a store, with whatever intermediate certificates came along.
pub fn validate_x509(
    x509: &X509,
    chain: &[X509],
    trust: &TrustStore,
    now: SystemTime,
    policy: &CrlPolicy,
) -> Result<(), Refusal> {
    check_time(x509, now)?;
    let issuer = if is_self_signed(x509) { Some(x509.clone()) } else { issuer(x509, chain, trust, now)? };
    if !policy.check || !crl::has_locations(x509) {
        return Ok(());
    }
    let unknown = "The certificate's issuer is not known, so its revocation list cannot be verified.";
    crl::check(x509, &issuer.ok_or_else(|| Refusal::new(Reason::CrlInvalid, unknown))?, now, policy)
}

/// Whether it is signed with its own key.
pub fn is_self_signed(x509: &X509) -> bool {
    let same_name = matches!(x509.subject_name().try_cmp(x509.issuer_name()), Ok(std::cmp::Ordering::Equal));
    same_name && signed_by(x509, x509)
}

fn check_time(x509: &X509, now: SystemTime) -> Result<(), Refusal> {
    if is_expired(x509, now) {
        let end = facts::local_time(x509.not_after());
        return Err(Refusal::new(Reason::Expired, format!("The certificate expired on {end}.")));
    }
    if facts::unix_time(x509.not_before()).is_none_or(|start| start > unix(now)) {
        let start = facts::local_time(x509.not_before());
        return Err(Refusal::new(Reason::NotYetValid, format!("The certificate is not valid before {start}.")));
    }
    Ok(())
}

/// The trusted issuer, or the issuer within a trusted chain; `None` for a certificate that is trusted by itself and whose issuer
/// nobody knows.
fn issuer(x509: &X509, chain: &[X509], trust: &TrustStore, now: SystemTime) -> Result<Option<X509>, Refusal> {
    if trust.anchors().iter().any(|anchor| is_same(&anchor.x509, x509)) {
        let known = chain.iter().chain(trust.anchors().iter().map(|anchor| &anchor.x509));
        return Ok(known.into_iter().find(|above| issued_by(x509, above)).cloned());
    }
    let issued = |scope: Scope| {
        let mut anchors = trust.anchors().iter().filter(move |anchor| anchor.scope == scope);
        anchors
            .find(|anchor| !is_expired(&anchor.x509, now) && issued_by(x509, &anchor.x509))
            .map(|anchor| anchor.x509.clone())
    };
    if let Some(issuer) = issued(Scope::Listed) {
        return Ok(Some(issuer));
    }
    let name = dn::display(x509.issuer_name());
    match chain_to_any(x509, chain, trust, now) {
        Ok(issuer) => Ok(Some(issuer)),
        Err(_) if issued(Scope::ListedRoot).is_some() => Err(Refusal::new(
            Reason::RootIssuedLeaf,
            format!(
                "The certificate was issued directly by the root {name}, which the trust list names for its CA only."
            ),
        )),
        Err(cause) => {
            Err(Refusal::new(Reason::Untrusted, format!("The certificate's issuer, {name}, is not trusted: {cause}.")))
        }
    }
}

/// OpenSSL's chain building over the anchors that vouch for everything; they need not be roots. Returns the direct issuer.
fn chain_to_any(x509: &X509, chain: &[X509], trust: &TrustStore, now: SystemTime) -> Result<X509, String> {
    let anchors = trust.anchors().iter().filter(|anchor| anchor.scope == Scope::Any);
    let build = || {
        let mut store = X509StoreBuilder::new()?;
        for anchor in anchors {
            store.add_cert(anchor.x509.clone())?;
        }
        let mut param = X509VerifyParam::new()?;
        param.set_time(unix(now));
        param.set_flags(X509VerifyFlags::PARTIAL_CHAIN)?;
        store.set_param(&param)?;
        let store = store.build();
        let mut between = Stack::new()?;
        for intermediate in chain {
            between.push(intermediate.clone())?;
        }
        let mut context = X509StoreContext::new()?;
        context.init(&store, x509, &between, |context| {
            let fits = context.verify_cert()?;
            let issuer = context.chain().and_then(|chain| chain.get(1)).map(|issuer| issuer.to_owned());
            Ok(match (fits, issuer) {
                (true, Some(issuer)) => Ok(issuer),
                _ => Err(context.error().error_string().to_owned()),
            })
        })
    };
    build().unwrap_or_else(|stack: openssl::error::ErrorStack| Err(super::reasons(&stack)))
}

/// Whether `issuer` is a CA that fits the names and key identifiers of `x509`, and its key signed it.
fn issued_by(x509: &X509, issuer: &X509) -> bool {
    issuer.issued(x509) == X509VerifyResult::OK && signed_by(x509, issuer)
}

fn signed_by(x509: &X509, issuer: &X509) -> bool {
    let fits = issuer.public_key().and_then(|key| x509.verify(&key)).unwrap_or(false);
    // OpenSSL leaves its reasons on the thread when a signature is wrong.
    let _ = openssl::error::ErrorStack::get();
    fits
}
