//! Writers of DER elements and of the marks of indefinite lengths.

use super::tag;

/// The length octets of a definite length.
pub fn length(len: usize) -> Vec<u8> {
    if len < 0x80 {
        return vec![len as u8];
    }
    let octets = len.to_be_bytes();
    let first = octets.iter().position(|&octet| octet != 0).unwrap_or(octets.len() - 1);
    let mut out = vec![0x80 | (octets.len() - first) as u8];
    out.extend_from_slice(&octets[first..]);
    out
}

/// An element of `body`.
pub fn tlv(tag: u8, body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len() + 6);
    out.push(tag);
    out.extend(length(body.len()));
    out.extend_from_slice(body);
    out
}

/// A constructed element of parts.
pub fn constructed(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    tlv(tag, &parts.concat())
}

/// A SEQUENCE of parts.
pub fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    constructed(tag::SEQUENCE, parts)
}

/// A SET OF parts in DER order.
pub fn set_of(mut parts: Vec<Vec<u8>>) -> Vec<u8> {
    parts.sort();
    tlv(tag::SET, &parts.concat())
}

/// A small non-negative INTEGER.
pub fn integer(value: u8) -> Vec<u8> {
    if value < 0x80 { vec![tag::INTEGER, 1, value] } else { vec![tag::INTEGER, 2, 0, value] }
}

/// An OBJECT IDENTIFIER from its contents octets.
pub fn oid(contents: &[u8]) -> Vec<u8> {
    tlv(tag::OID, contents)
}

/// The identifier octet and the length octet of an indefinite length.
pub const fn open(tag: u8) -> [u8; 2] {
    [tag, 0x80]
}

/// `count` end-of-contents marks.
pub fn close(count: usize) -> Vec<u8> {
    vec![0; 2 * count]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_shortest() {
        assert_eq!(length(0), [0]);
        assert_eq!(length(0x7F), [0x7F]);
        assert_eq!(length(0x80), [0x81, 0x80]);
        assert_eq!(length(0x8000), [0x82, 0x80, 0x00]);
        assert_eq!(length(0x1_0000), [0x83, 1, 0, 0]);
    }

    #[test]
    fn sets_are_sorted() {
        assert_eq!(set_of(vec![integer(9), integer(3)]), [0x31, 6, 2, 1, 3, 2, 1, 9]);
    }
}
