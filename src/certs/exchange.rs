//! Certificate exchange files: their names, and reading one that was received.

use super::stores::{is_same, p7b};
use super::{encoding, invalid};
use crate::error::Result;
use openssl::x509::{X509, X509VerifyResult};

/// The kinds of exchange, in the class reference's numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Exchange {
    /// 0: here is my certificate, send me yours.
    Request,
    /// 1: this replaces what you had of me, at once.
    Replace,
    /// 2: an answer to a request, or one more certificate.
    Deliver,
}

impl Exchange {
    /// The number (CertificateExchangeType).
    pub fn code(self) -> i32 {
        self as i32
    }

    /// The kind of a number. 3 is Deliver too: one sentence of the class reference calls it so.
    pub fn from_code(code: i32) -> Option<Self> {
        match code {
            0 => Some(Exchange::Request),
            1 => Some(Exchange::Replace),
            2 | 3 => Some(Exchange::Deliver),
            _ => None,
        }
    }

    /// The virtual file name (SFIDDSN), 26 octets.
    pub fn dsn(self) -> &'static str {
        match self {
            Exchange::Request => "ODETTE_CERTIFICATE_REQUEST",
            Exchange::Replace => "ODETTE_CERTIFICATE_REPLACE",
            Exchange::Deliver => "ODETTE_CERTIFICATE_DELIVER",
        }
    }

    /// The kind that a virtual file name means, blanks at its ends and case aside.
    pub fn from_dsn(dsn: &str) -> Option<Self> {
        let all = [Exchange::Request, Exchange::Replace, Exchange::Deliver];
        all.into_iter().find(|kind| dsn.trim().eq_ignore_ascii_case(kind.dsn()))
    }
}

/// The content of an exchange file that is sent: one certificate in DER, never a key.
pub fn content(x509: &X509) -> Result<Vec<u8>> {
    x509.to_der().map_err(|stack| super::refused("Encoding the certificate", &stack))
}

/// Reads an exchange file that was received: DER, PEM, or SignedData with certificates only. It must be exactly one
/// certificate; issuers that come along with it are passed over. Error 690.
pub fn read(content: &[u8]) -> Result<X509> {
    let mut certificates: Vec<X509> = Vec::new();
    if encoding::is_pem(content) {
        for block in encoding::pem_blocks(content)? {
            match block.label.as_str() {
                "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => {
                    certificates.push(super::stores::certificate(&block.der, "the certificate")?)
                }
                "PKCS7" | "CMS" => certificates.extend(p7b::certificates(&block.der)?),
                _ => {}
            }
        }
    } else {
        let der = encoding::binary(content);
        match X509::from_der(&der) {
            Ok(x509) => certificates.push(x509),
            Err(_) => {
                certificates =
                    p7b::certificates(&der).map_err(|_| invalid("The exchange file holds no certificate."))?
            }
        }
    }
    let mut leaves = certificates.iter().filter(|x509| {
        !certificates.iter().any(|other| !is_same(x509, other) && x509.issued(other) == X509VerifyResult::OK)
    });
    match (leaves.next(), leaves.next()) {
        (Some(leaf), None) => Ok(leaf.clone()),
        (None, _) => Err(invalid("The exchange file holds no certificate.")),
        _ => Err(invalid("The exchange file holds more than one certificate.")),
    }
}
