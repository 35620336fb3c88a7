//! Base64 and PEM blocks, read the tolerant way that certificates need: they come through mail clients and editors.

use crate::error::{Error, Result};
use std::borrow::Cow;
use zeroize::Zeroizing;

/// Base64 (the ordinary and the URL alphabet) with any white space; `None` when something else is in it or nothing is.
pub fn base64(text: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count, mut ended) = (0u32, 0u32, false);
    for &octet in text {
        let value = match octet {
            b'A'..=b'Z' => octet - b'A',
            b'a'..=b'z' => octet - b'a' + 26,
            b'0'..=b'9' => octet - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => {
                ended = true;
                continue;
            }
            b' ' | b'\t' | b'\r' | b'\n' | 0x0b | 0x0c => continue,
            _ => return None,
        };
        if ended {
            return None;
        }
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
        }
    }
    (!out.is_empty()).then_some(out)
}

/// The octets themselves, or what they are the Base64 of, when they are Base64 text and nothing but.
pub fn binary(octets: &[u8]) -> Cow<'_, [u8]> {
    // Dashes and blanks are allowed in Base64 above, so a PEM text without padding would pass for it.
    if is_pem(octets) {
        return Cow::Borrowed(octets);
    }
    match base64(octets) {
        Some(decoded) => Cow::Owned(decoded),
        None => Cow::Borrowed(octets),
    }
}

/// One PEM block, wiped when dropped: it may be a private key.
pub struct Pem {
    /// What stands after BEGIN.
    pub label: String,
    /// Whether RFC 1421 headers say that the content is encrypted.
    pub encrypted: bool,
    /// The decoded content; empty when the headers say that it is encrypted.
    pub der: Zeroizing<Vec<u8>>,
    /// The block as it stands, from BEGIN to END, for OpenSSL's own reader.
    pub text: Zeroizing<String>,
}

/// The PEM blocks of a text, in order. A block without END or with broken Base64 is an error: half a chain is worse than none.
pub fn pem_blocks(text: &[u8]) -> Result<Vec<Pem>> {
    let text = String::from_utf8_lossy(text);
    let mut blocks = Vec::new();
    let mut rest = text.as_ref();
    while let Some(start) = rest.find("-----BEGIN ") {
        rest = &rest[start..];
        let broken =
            |what: &str| -> Error { super::invalid(format!("PEM block {} is damaged: {what}", blocks.len() + 1)) };
        let after = &rest["-----BEGIN ".len()..];
        let label = &after[..after.find("-----").ok_or_else(|| broken("its first line has no end"))?];
        let end_line = format!("-----END {label}-----");
        let end = rest.find(&end_line).ok_or_else(|| broken("it has no END line"))?;
        let body = &rest["-----BEGIN -----".len() + label.len()..end];
        let encrypted = body.contains("Proc-Type:") && body.contains("ENCRYPTED");
        let body = match body.rfind("\n\n").or_else(|| body.rfind("\r\n\r\n")) {
            Some(blank) if body.contains(':') => &body[blank..],
            _ => body,
        };
        let der = Zeroizing::new(base64(body.as_bytes()).ok_or_else(|| broken("its content is not Base64"))?);
        let block = &rest[..end + end_line.len()];
        blocks.push(Pem {
            label: label.trim().to_owned(),
            encrypted,
            der: if encrypted { Zeroizing::default() } else { der },
            text: Zeroizing::new(format!("{}\n", block.lines().map(str::trim).collect::<Vec<_>>().join("\n"))),
        });
        rest = &rest[end + end_line.len()..];
    }
    Ok(blocks)
}

/// Whether there is a PEM block in it.
pub fn is_pem(octets: &[u8]) -> bool {
    octets.windows(11).any(|window| window == b"-----BEGIN ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_tolerant_of_form_only() {
        assert_eq!(base64(b" aG\r\nVs bG8= \n").unwrap(), b"hello");
        assert_eq!(base64(b"_-8").unwrap(), base64(b"/+8=").unwrap());
        assert!(base64(b"aGVs*").is_none());
        assert!(base64(b"aG==Vs").is_none());
        assert!(base64(b"  ").is_none());
    }

    #[test]
    fn pem_blocks_come_in_order_and_broken_ones_are_named() {
        let text = b"noise\n-----BEGIN A-----\r\naGVs\r\nbG8=\r\n-----END A-----\nbag\n-----BEGIN B B-----\nAAA=\n-----END B B-----";
        let blocks = pem_blocks(text).unwrap();
        assert_eq!(blocks.iter().map(|b| b.label.as_str()).collect::<Vec<_>>(), ["A", "B B"]);
        assert_eq!(*blocks[0].der, b"hello");
        assert!(pem_blocks(b"-----BEGIN A-----\naGVs").err().unwrap().message.contains("no END"));
        assert!(pem_blocks(b"-----BEGIN A-----\n###\n-----END A-----").err().unwrap().message.contains("Base64"));
    }
}
