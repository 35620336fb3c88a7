//! PKCS#7 with certificates (certs-only SignedData, .p7b), DER, PEM or Base64.

use super::super::invalid;
use super::{Entry, assemble, unwrapped};
use crate::error::Result;
use openssl::pkcs7::Pkcs7;
use openssl::x509::X509;

/// Reads a P7B.
pub fn read(content: &[u8]) -> Result<Vec<Entry>> {
    Ok(assemble(certificates(&unwrapped(content)?)?, Vec::new()))
}

/// The certificates of a SignedData in DER or BER, in its order.
pub fn certificates(der: &[u8]) -> Result<Vec<X509>> {
    let pkcs7 = Pkcs7::from_der(der).map_err(|_| invalid("This is not PKCS#7."))?;
    let signed =
        pkcs7.signed().ok_or_else(|| invalid("This PKCS#7 is not SignedData, so it carries no certificates."))?;
    let list: Vec<X509> =
        signed.certificates().map(|stack| stack.iter().map(|x509| x509.to_owned()).collect()).unwrap_or_default();
    if list.is_empty() {
        return Err(invalid("There is no certificate in the PKCS#7."));
    }
    Ok(list)
}
