//! A small reader and writer of DER, for the few places where OpenSSL's safe interface shows too little: bags of a
//! PFX, extensions of a certificate, keys that arrive as bare numbers. Definite lengths and low tags only.

/// Tags used in this room.
pub mod tag {
    pub const INTEGER: u8 = 0x02;
    pub const BIT_STRING: u8 = 0x03;
    pub const OCTET_STRING: u8 = 0x04;
    pub const NULL: u8 = 0x05;
    pub const OID: u8 = 0x06;
    pub const SEQUENCE: u8 = 0x30;
    pub const SET: u8 = 0x31;
}

/// One element: its tag and its content.
#[derive(Clone, Copy)]
pub struct Element<'a> {
    pub tag: u8,
    pub content: &'a [u8],
}

impl<'a> Element<'a> {
    /// A reader of the content.
    pub fn inside(&self) -> Reader<'a> {
        Reader(self.content)
    }
}

/// Reads elements one after the other; `None` at the end and at anything malformed.
#[derive(Clone, Copy)]
pub struct Reader<'a>(pub &'a [u8]);

impl<'a> Reader<'a> {
    /// The next element.
    pub fn next(&mut self) -> Option<Element<'a>> {
        let (&tag, rest) = self.0.split_first()?;
        if tag & 0x1f == 0x1f {
            return None;
        }
        let (&first, rest) = rest.split_first()?;
        let (length, header) = match first {
            0..=0x7f => (first as usize, 2),
            0x81..=0x84 => {
                let count = (first & 0x7f) as usize;
                let digits = rest.get(..count)?;
                (digits.iter().fold(0usize, |sum, &digit| sum << 8 | digit as usize), 2 + count)
            }
            _ => return None,
        };
        let whole = self.0.get(..header.checked_add(length)?)?;
        self.0 = &self.0[whole.len()..];
        Some(Element { tag, content: &whole[header..] })
    }

    /// The next element, if it has this tag; nothing is consumed otherwise.
    pub fn take(&mut self, tag: u8) -> Option<Element<'a>> {
        let mut ahead = *self;
        let element = ahead.next().filter(|element| element.tag == tag)?;
        *self = ahead;
        Some(element)
    }
}

/// One element from its tag and content.
pub fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    match content.len() {
        length @ 0..=0x7f => out.push(length as u8),
        length => {
            let digits = length.to_be_bytes();
            let digits = &digits[digits.iter().position(|&digit| digit != 0).unwrap_or(0)..];
            out.push(0x80 | digits.len() as u8);
            out.extend_from_slice(digits);
        }
    }
    out.extend_from_slice(content);
    out
}

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
    let mut tbs = Reader(certificate).next()?.inside().next()?.inside();
    let list = loop {
        let element = tbs.next()?;
        if element.tag == 0xa3 {
            break element.inside().take(tag::SEQUENCE)?;
        }
    };
    let mut extensions = list.inside();
    while let Some(extension) = extensions.take(tag::SEQUENCE) {
        let mut fields = extension.inside();
        let name = fields.take(tag::OID)?;
        if oid_text(name.content).as_deref() != Some(oid) {
            continue;
        }
        while let Some(field) = fields.next() {
            if field.tag == tag::OCTET_STRING {
                return Some(field.content.to_vec());
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_and_identifiers_round_trip() {
        for size in [0, 1, 127, 128, 255, 256, 70_000] {
            let made = element(tag::OCTET_STRING, &vec![7; size]);
            let read = Reader(&made).take(tag::OCTET_STRING).unwrap();
            assert_eq!(read.content.len(), size);
            assert!(Reader(&made[..made.len() - 1]).next().is_none(), "a cut element is not read");
        }
        assert_eq!(oid_text(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b]).unwrap(), "1.2.840.113549.1.1.11");
        assert_eq!(oid_text(&[0x55, 0x1d, 0x0f]).unwrap(), "2.5.29.15");
        assert!(oid_text(&[0x55, 0x9d]).is_none());
    }
}
