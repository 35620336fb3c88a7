//! Is a certificate revoked? By CRL (RFC 5280) and by OCSP (RFC 6960). Asked only for chains that were verified already, so
//! that a stranger's certificate cannot send this server to addresses of its choice.

use super::chain::name_text;
use super::error::{TlsError, TlsErrorKind, TlsResult};
use super::fetch;
use openssl::asn1::Asn1Time;
use openssl::hash::MessageDigest;
use openssl::ocsp::{
    OcspBasicResponse, OcspCertId, OcspCertStatus, OcspFlag, OcspRequest, OcspResponse, OcspResponseStatus,
};
use openssl::stack::Stack;
use openssl::x509::{CrlStatus, ReasonCode, X509, X509Crl, X509Ref};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How hard to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Check {
    Off,
    /// What cannot be found out is no error.
    Soft,
    /// What cannot be found out is an error.
    Hard,
}

impl Check {
    /// The settings' 0, 1, 2.
    pub fn from_setting(value: i32) -> Self {
        match value {
            0 => Check::Off,
            1 => Check::Soft,
            _ => Check::Hard,
        }
    }
}

/// A CRL is fetched anew after this time.
const CRL_CACHE_TIME: Duration = Duration::from_secs(600);
const CRL_CACHE_SIZE: usize = 64;
/// So many addresses of one certificate are tried.
const MAX_ADDRESSES: usize = 3;
/// An older CRL counts as unavailable: Odette's recommendation.
const CRL_MAX_AGE_DAYS: i32 = 15;
/// Clocks of OCSP responders may be off by this many seconds.
const CLOCK_SKEW: u32 = 300;

type CrlCache = HashMap<String, (Instant, Arc<X509Crl>)>;

/// The checks of one server, with the CRLs it fetched lately.
pub(super) struct Revocation {
    crl: Check,
    ocsp: Check,
    crls: Mutex<CrlCache>,
}

/// What one source says of one certificate.
enum Finding {
    Good,
    Revoked(String),
    Unknown(String),
}

impl Revocation {
    pub fn new(crl: Check, ocsp: Check) -> Self {
        Revocation { crl, ocsp, crls: Mutex::default() }
    }

    /// Checks a verified chain, leaf first, anchor last; returns what could not be found out and was let pass. Blocks.
    ///
    /// A leaf that names no CRL or OCSP address fails the hard check; an intermediate that names none is passed over.
    pub fn check(&self, chain: &[X509]) -> TlsResult<Vec<String>> {
        let mut passed = Vec::new();
        let pairs: Vec<(&X509, Option<&X509>)> = match chain {
            [alone] => vec![(alone, None)],
            _ => chain.windows(2).map(|pair| (&pair[0], Some(&pair[1]))).collect(),
        };
        for (depth, (certificate, issuer)) in pairs.into_iter().enumerate() {
            for (what, check) in [("CRL", self.crl), ("OCSP", self.ocsp)] {
                if check == Check::Off {
                    continue;
                }
                let addresses = if what == "CRL" { crl_urls(certificate) } else { ocsp_urls(certificate) };
                if addresses.is_empty() && depth > 0 {
                    continue;
                }
                let finding = match issuer {
                    None => Finding::Unknown("it is trusted by itself, no issuer is known".to_owned()),
                    Some(_) if addresses.is_empty() => Finding::Unknown(format!("it names no {what} address")),
                    Some(issuer) if what == "CRL" => self.by_crl(certificate, issuer, &addresses),
                    Some(issuer) => by_ocsp(certificate, issuer, &addresses, chain),
                };
                let name = name_text(certificate.subject_name());
                match finding {
                    Finding::Good => {}
                    Finding::Revoked(how) => {
                        let message = format!("certificate revoked ({what}{how}): {name}");
                        return Err(TlsError::new(TlsErrorKind::CertificateRevoked, message));
                    }
                    Finding::Unknown(why) if check == Check::Hard => {
                        let message = format!("{what} check of {name} not possible: {why}");
                        return Err(TlsError::new(TlsErrorKind::CertificateRevoked, message));
                    }
                    Finding::Unknown(why) => passed.push(format!("{what} check of {name} passed over: {why}")),
                }
            }
        }
        Ok(passed)
    }

    fn by_crl(&self, certificate: &X509, issuer: &X509, urls: &[String]) -> Finding {
        let mut why = String::new();
        for url in urls {
            match self.crl_from(url, issuer).and_then(|crl| in_crl(&crl, certificate)) {
                Ok(finding) => return finding,
                Err(problem) => why = problem,
            }
        }
        Finding::Unknown(why)
    }

    fn crl_from(&self, url: &str, issuer: &X509) -> Result<Arc<X509Crl>, String> {
        if let Ok(cache) = self.crls.lock()
            && let Some((fetched, crl)) = cache.get(url)
            && fetched.elapsed() < CRL_CACHE_TIME
        {
            return signed_by(crl.clone(), issuer, url);
        }
        let octets = fetch::get(url)?;
        let crl = X509Crl::from_der(&octets)
            .or_else(|_| X509Crl::from_pem(&octets))
            .map_err(|_| format!("{url} is not a CRL"))?;
        let crl = signed_by(Arc::new(crl), issuer, url)?;
        if let Ok(mut cache) = self.crls.lock() {
            if cache.len() >= CRL_CACHE_SIZE {
                cache.clear();
            }
            cache.insert(url.to_owned(), (Instant::now(), crl.clone()));
        }
        Ok(crl)
    }
}

fn signed_by(crl: Arc<X509Crl>, issuer: &X509, url: &str) -> Result<Arc<X509Crl>, String> {
    let named = crl.issuer_name().try_cmp(issuer.subject_name()).is_ok_and(|order| order.is_eq());
    let signed = issuer.public_key().and_then(|key| crl.verify(&key)).unwrap_or(false);
    match named && signed {
        true => Ok(crl),
        false => Err(format!("the CRL at {url} is not signed by the issuer of the certificate")),
    }
}

fn in_crl(crl: &X509Crl, certificate: &X509) -> Result<Finding, String> {
    if let CrlStatus::Revoked(entry) = crl.get_by_cert(certificate) {
        let reason = entry.extension::<ReasonCode>().ok().flatten().and_then(|(_, reason)| reason.get_i64().ok());
        let reason = reason.map_or(String::new(), |reason| format!(", reason {reason}"));
        return Ok(Finding::Revoked(format!(", {}{reason}", entry.revocation_date())));
    }
    // A removed entry, and a certificate that is not listed, are good; but only a fresh CRL proves it.
    let now = Asn1Time::days_from_now(0).map_err(|e| e.to_string())?;
    if crl.next_update().is_some_and(|next| *next < *now) {
        return Err("the CRL is out of date".to_owned());
    }
    let age = crl.last_update().diff(&now).map_err(|e| e.to_string())?;
    if age.days >= CRL_MAX_AGE_DAYS {
        return Err(format!("the CRL is {} days old", age.days));
    }
    Ok(Finding::Good)
}

/// The HTTP addresses of the CRL distribution points extension.
fn crl_urls(certificate: &X509Ref) -> Vec<String> {
    let points = certificate.crl_distribution_points();
    points
        .iter()
        .flatten()
        .filter_map(|point| point.distpoint().and_then(|name| name.fullname()))
        .flat_map(|names| names.iter().filter_map(|name| name.uri().map(str::to_owned)).collect::<Vec<_>>())
        .filter(|url| is_http(url))
        .take(MAX_ADDRESSES)
        .collect()
}

/// The HTTP addresses of the OCSP responders in the authority information access extension.
pub(super) fn ocsp_urls(certificate: &X509Ref) -> Vec<String> {
    let Ok(urls) = certificate.ocsp_responders() else { return Vec::new() };
    urls.iter().map(|url| url.to_string()).filter(|url| is_http(url)).take(MAX_ADDRESSES).collect()
}

fn is_http(url: &str) -> bool {
    let start = url.get(..8).unwrap_or(url).to_ascii_lowercase();
    start.starts_with("http://") || start.starts_with("https://")
}

fn by_ocsp(certificate: &X509, issuer: &X509, urls: &[String], chain: &[X509]) -> Finding {
    let mut why = String::new();
    for url in urls {
        match ocsp_response(certificate, issuer, url, chain) {
            Ok((finding, _)) => return finding,
            Err(problem) => why = problem,
        }
    }
    Finding::Unknown(why)
}

/// Asks for our own certificate's response, to be stapled; only a good one is worth it.
pub(super) fn staple(certificate: &X509, issuer: &X509, chain: &[X509]) -> Result<Vec<u8>, String> {
    let mut why = "the certificate names no OCSP address".to_owned();
    for url in ocsp_urls(certificate) {
        match ocsp_response(certificate, issuer, &url, chain) {
            Ok((Finding::Good, response)) => return Ok(response),
            Ok((Finding::Revoked(how), _)) => why = format!("our own certificate is revoked{how}"),
            Ok((Finding::Unknown(problem), _)) | Err(problem) => why = problem,
        }
    }
    Err(why)
}

fn ocsp_response(certificate: &X509, issuer: &X509, url: &str, chain: &[X509]) -> Result<(Finding, Vec<u8>), String> {
    let internal = |e: openssl::error::ErrorStack| format!("{url}: {e}");
    // SHA-1 here names the certificate, it proves nothing; it is what every responder understands.
    let id = || OcspCertId::from_cert(MessageDigest::sha1(), certificate, issuer).map_err(internal);
    let mut request = OcspRequest::new().map_err(internal)?;
    request.add_id(id()?).map_err(internal)?;
    let octets = fetch::post_ocsp(url, &request.to_der().map_err(internal)?)?;
    let response = OcspResponse::from_der(&octets).map_err(|_| format!("{url}: not an OCSP response"))?;
    if response.status() != OcspResponseStatus::SUCCESSFUL {
        return Err(format!("{url}: the responder answered with status {}", response.status().as_raw()));
    }
    let basic = response.basic().map_err(internal)?;
    verify_responder(&basic, issuer, chain).map_err(|why| format!("{url}: {why}"))?;
    let status = basic.find_status(&*id()?).ok_or_else(|| format!("{url}: the response is about something else"))?;
    status.check_validity(CLOCK_SKEW, None).map_err(|_| format!("{url}: the response is out of date"))?;
    let finding = match status.status {
        OcspCertStatus::GOOD => Finding::Good,
        OcspCertStatus::REVOKED => {
            Finding::Revoked(status.revocation_time.map_or(String::new(), |when| format!(", {when}")))
        }
        _ => Finding::Unknown("the responder does not know the certificate".to_owned()),
    };
    Ok((finding, octets))
}

/// The response is signed by the issuer, or by somebody whom the issuer made its responder.
fn verify_responder(basic: &OcspBasicResponse, issuer: &X509, chain: &[X509]) -> Result<(), String> {
    use openssl::x509::store::X509StoreBuilder;
    use openssl::x509::verify::X509VerifyFlags;
    let inner = || -> Result<(), openssl::error::ErrorStack> {
        let mut known = Stack::new()?;
        known.push(issuer.clone())?;
        let mut store = X509StoreBuilder::new()?;
        store.set_flags(X509VerifyFlags::PARTIAL_CHAIN)?;
        for certificate in chain.iter().skip(1) {
            store.add_cert(certificate.clone())?;
        }
        basic.verify(&known, &store.build(), OcspFlag::empty())
    };
    inner().map_err(|e| format!("the response's signature is not valid ({})", super::error::openssl_reasons(&e)))
}
