//! Keys and certificates in XML: .NET's RSAKeyValue (public or private) and the X509Certificate elements of XML
//! Signature's KeyInfo. Document type definitions are refused.

use super::super::{encoding, invalid, refused};
use super::public::bare;
use super::{Entry, assemble, certificate};
use crate::certs::keys::KeyHandle;
use crate::error::Result;
use openssl::bn::BigNum;
use openssl::error::ErrorStack;
use openssl::pkey::{PKey, Private, Public};
use openssl::rsa::{Rsa, RsaPrivateKeyBuilder};
use roxmltree::{Document, Node};

/// Reads XML.
pub fn read(content: &[u8]) -> Result<Vec<Entry>> {
    let decoded = encoding::binary(content);
    let text = std::str::from_utf8(&decoded).map_err(|_| invalid("This is not XML in UTF-8."))?;
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let document = Document::parse(text).map_err(|error| invalid(format!("This is not well-formed XML: {error}")))?;
    let (mut certificates, mut keys, mut publics) = (Vec::new(), Vec::new(), Vec::new());
    for node in document.descendants().filter(Node::is_element) {
        match node.tag_name().name() {
            "X509Certificate" => {
                let der = encoding::base64(node.text().unwrap_or_default().as_bytes());
                let der = der.ok_or_else(|| invalid("An X509Certificate element does not hold Base64."))?;
                certificates.push(certificate(&der, "an X509Certificate element")?);
            }
            "RSAKeyValue" if child(node, "D").is_some() => keys.push(KeyHandle::Local(private_key(node)?)),
            "RSAKeyValue" => publics.push(public_key(node)?),
            _ => {}
        }
    }
    let publics: Vec<_> = publics
        .into_iter()
        .filter(|public: &PKey<Public>| {
            !certificates.iter().any(|x509| x509.public_key().is_ok_and(|own| own.public_eq(public)))
        })
        .collect();
    let mut entries = assemble(certificates, keys);
    entries.extend(publics.into_iter().map(bare));
    if entries.is_empty() {
        return Err(invalid("The XML holds neither an RSAKeyValue nor an X509Certificate."));
    }
    Ok(entries)
}

fn child(node: Node<'_, '_>, name: &str) -> Option<BigNum> {
    let text = node.children().find(|child| child.tag_name().name() == name)?.text()?;
    BigNum::from_slice(&encoding::base64(text.as_bytes())?).ok()
}

fn public_key(node: Node<'_, '_>) -> Result<PKey<Public>> {
    let (Some(n), Some(e)) = (child(node, "Modulus"), child(node, "Exponent")) else {
        return Err(invalid("The RSAKeyValue lacks Modulus or Exponent."));
    };
    Rsa::from_public_components(n, e)
        .and_then(PKey::from_rsa)
        .map_err(|stack| refused("Reading the RSAKeyValue", &stack))
}

fn private_key(node: Node<'_, '_>) -> Result<PKey<Private>> {
    let get = |name: &str| child(node, name).ok_or_else(|| invalid(format!("The RSAKeyValue has D but lacks {name}.")));
    let (n, e, d) = (get("Modulus")?, get("Exponent")?, get("D")?);
    let (p, q, dp, dq, inverse) = (get("P")?, get("Q")?, get("DP")?, get("DQ")?, get("InverseQ")?);
    rsa(n, e, d, p, q, dp, dq, inverse).map_err(|stack| refused("Reading the RSAKeyValue", &stack))
}

/// An RSA private key from all of its numbers, checked.
#[allow(clippy::too_many_arguments)] // The eight numbers of an RSA key, in everybody's order.
pub fn rsa(
    n: BigNum,
    e: BigNum,
    d: BigNum,
    p: BigNum,
    q: BigNum,
    dp: BigNum,
    dq: BigNum,
    inverse: BigNum,
) -> Result<PKey<Private>, ErrorStack> {
    let key = RsaPrivateKeyBuilder::new(n, e, d)?.set_factors(p, q)?.set_crt_params(dp, dq, inverse)?.build();
    key.check_key()?;
    PKey::from_rsa(key)
}
