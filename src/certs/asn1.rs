//! What certificates have in DER beyond [`crate::ber`] and OpenSSL's safe interface: object identifiers as text, and the contents of
//! an extension.

use crate::ber::{Element, Elements, tag};

/// An object identifier as dotted text.
pub fn oid_text(content: &[u8]) -> Option<String> {
    let mut arcs: Vec<u64> = Vec::new();
    let mut value = 0u64;
    for (index, &octet) in content.iter().enumerate() {
        value = value.checked_mul(128)? | u64::from(octet & 0x7f);
        if octet & 0x80 != 0 {
            if index + 1 == content.len() {
                return None;
            }
            continue;
        }
        if arcs.is_empty() {
            let first = (value / 40).min(2);
            arcs.push(first);
            arcs.push(value - first * 40);
        } else {
            arcs.push(value);
        }
        value = 0;
    }
    if arcs.is_empty() {
        return None;
    }
    Some(arcs.iter().map(u64::to_string).collect::<Vec<_>>().join("."))
}

/// The content octets of the extension with this OID (its extnValue), of a certificate in DER.
pub fn extension(certificate: &[u8], oid: &str) -> Option<Vec<u8>> {
    let whole = first(certificate)?;
    let mut tbs = whole.children().need().ok()?.children();
    let list = loop {
        let element = tbs.need().ok()?;
        if element.tag == tag::context_constructed(3) {
            break element.children().need_tag(tag::SEQUENCE).ok()?;
        }
    };
    let mut extensions = list.children();
    while let Ok(Some(extension)) = extensions.next_if(tag::SEQUENCE) {
        let mut fields = extension.children();
        let name = fields.need_tag(tag::OID).ok()?;
        if oid_text(name.body).as_deref() != Some(oid) {
            continue;
        }
        while let Ok(Some(field)) = fields.next() {
            if field.tag == tag::OCTETS {
                return Some(field.body.to_vec());
            }
        }
    }
    None
}

/// The element at the start of some octets, whatever follows it.
pub fn first(octets: &[u8]) -> Option<Element<'_>> {
    Elements::of(octets).need().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_become_text() {
        assert_eq!(oid_text(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b]).unwrap(), "1.2.840.113549.1.1.11");
        assert_eq!(oid_text(&[0x55, 0x1d, 0x0f]).unwrap(), "2.5.29.15");
        assert!(oid_text(&[0x55, 0x9d]).is_none());
    }
}
