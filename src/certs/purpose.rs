//! What a certificate may be used for. ODETTE's rules (OP09) know certificates for one purpose only: TLS, session
//! authentication, file encryption, file signature, signature of end responses; the keyUsage extension tells them apart.

use super::facts;
use openssl::x509::X509Ref;

const SERVER_AUTH: &str = "1.3.6.1.5.5.7.3.1";
const CLIENT_AUTH: &str = "1.3.6.1.5.5.7.3.2";
const ANY_EXTENDED: &str = "2.5.29.37.0";

/// A use of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Signing files and end responses: digitalSignature or nonRepudiation.
    Signature,
    /// Being encrypted to (files, and the challenge of secure authentication): keyEncipherment.
    Encryption,
    /// TLS server: serverAuth, when extended usages are listed.
    TlsServer,
    /// TLS client: clientAuth, when extended usages are listed.
    TlsClient,
    /// TLS client, also with serverAuth alone: public CAs no longer issue clientAuth.
    TlsClientLenient,
}

/// Whether a certificate may be used so. A certificate that says nothing may be used for everything (RFC 5280, 4.2.1.3).
pub fn allows(x509: &X509Ref, purpose: Purpose) -> bool {
    let usage = facts::usage_flags(x509);
    let has = |bits: i32| usage.is_none_or(|flags| flags & bits != 0);
    let extended = facts::extended_key_usage(x509);
    let listed = |oids: &[&str]| extended.is_empty() || extended.iter().any(|oid| oids.contains(&oid.as_str()));
    match purpose {
        Purpose::Signature => has(0x80 | 0x40),
        Purpose::Encryption => has(0x20),
        Purpose::TlsServer => has(0x80 | 0x20 | 0x08) && listed(&[SERVER_AUTH, ANY_EXTENDED]),
        Purpose::TlsClient => has(0x80 | 0x08) && listed(&[CLIENT_AUTH, ANY_EXTENDED]),
        Purpose::TlsClientLenient => has(0x80 | 0x08) && listed(&[CLIENT_AUTH, SERVER_AUTH, ANY_EXTENDED]),
    }
}

/// The certificates of a list that may be used so, in order.
pub fn fitting<'a>(
    list: impl IntoIterator<Item = &'a super::Certificate>,
    purpose: Purpose,
) -> Vec<&'a super::Certificate> {
    list.into_iter().filter(|certificate| certificate.x509().is_some_and(|x509| allows(x509, purpose))).collect()
}
