//! Revocation lists: where a certificate says they are, fetching, and what they say. ODETTE's rule: a list older than 15 days
//! proves nothing.

use super::http::{self, Redirects};
use super::validate::{CrlPolicy, Reason, Refusal};
use super::{encoding, facts, trust};
use openssl::x509::{CrlStatus, X509, X509Crl, X509Ref};
use std::path::Path;
use std::time::SystemTime;

/// The places that a certificate's distribution points name, in order.
pub fn locations(x509: &X509Ref) -> Vec<String> {
    let mut found = Vec::new();
    for point in x509.crl_distribution_points().iter().flatten() {
        let names = point.distpoint().and_then(|name| name.fullname());
        found.extend(names.into_iter().flatten().filter_map(|name| name.uri().map(str::to_owned)));
    }
    found
}

/// Whether a certificate has the extension, whatever it names.
pub fn has_locations(x509: &X509Ref) -> bool {
    x509.crl_distribution_points().is_some_and(|points| !points.is_empty())
}

/// Checks a certificate against the first of its lists that can be had. `issuer` signed both.
pub fn check(x509: &X509, issuer: &X509, now: SystemTime, policy: &CrlPolicy) -> Result<(), Refusal> {
    let mut causes = Vec::new();
    for location in locations(x509) {
        let list = match fetch(&location, policy.redirects).and_then(|octets| parse(&octets)) {
            Ok(list) => list,
            Err(cause) => {
                causes.push(cause);
                continue;
            }
        };
        return judge(x509, issuer, &list, now, policy);
    }
    if causes.is_empty() {
        causes.push("its distribution point names nothing that can be fetched".to_owned());
    }
    Err(Refusal::new(Reason::CrlUnavailable, format!("The revocation list cannot be had: {}", causes.join("; "))))
}

fn fetch(location: &str, redirects: Redirects) -> Result<Vec<u8>, String> {
    if http::is_url(location) {
        return http::fetch(location, redirects);
    }
    match http::file_path(location) {
        Some(path) => http::read_file(Path::new(&path)),
        None if location.starts_with('/') => http::read_file(Path::new(location)),
        None => Err(format!("{location} is neither http, https nor a file")),
    }
}

/// Reads a list in DER or PEM.
pub fn parse(octets: &[u8]) -> Result<X509Crl, String> {
    let list = match encoding::is_pem(octets) {
        true => X509Crl::from_pem(octets),
        false => X509Crl::from_der(octets),
    };
    list.map_err(|_| "what was fetched is not a revocation list".to_owned())
}

/// What a list says about a certificate; the list's own signature, issuer and age come first.
pub fn judge(x509: &X509, issuer: &X509, list: &X509Crl, now: SystemTime, policy: &CrlPolicy) -> Result<(), Refusal> {
    let refuse = |reason, text: &str| Err(Refusal::new(reason, text));
    let same_issuer = matches!(list.issuer_name().try_cmp(x509.issuer_name()), Ok(std::cmp::Ordering::Equal));
    let signed = issuer.public_key().and_then(|key| list.verify(&key)).unwrap_or(false);
    // OpenSSL leaves its reasons on the thread when a signature is wrong.
    let _ = openssl::error::ErrorStack::get();
    if !same_issuer || !signed {
        return refuse(Reason::CrlInvalid, "The revocation list is not signed by the certificate's issuer.");
    }
    let age = facts::unix_time(list.last_update()).map(|made| trust::unix(now) - made);
    if age.is_none_or(|age| age > policy.max_age.as_secs() as i64) {
        let days = policy.max_age.as_secs() / 86_400;
        return refuse(Reason::CrlTooOld, &format!("The revocation list is older than {days} days."));
    }
    match list.get_by_serial(x509.serial_number()) {
        CrlStatus::NotRevoked | CrlStatus::RemoveFromCrl(_) => Ok(()),
        CrlStatus::Revoked(entry) => {
            let when = facts::local_time(entry.revocation_date());
            refuse(Reason::Revoked, &format!("The certificate was revoked on {when}."))
        }
    }
}
