//! BER and DER, as much as CMS and certificates need: a reader that is fed pieces of a stream ([`Reader`]), a reader of complete
//! elements in memory ([`Element`]), and small writers ([`write`]).
//!
//! Nothing here knows CMS or certificates. Nothing allocates by an announced length: memory grows with octets that really arrived,
//! under limits that the caller names, and nesting is bounded.
//!
//! Why no crate: a secured file can be larger than memory and is BER with indefinite lengths and octet strings in pieces. The crates
//! for ASN.1 (der, rasn, asn1) decode a structure that is in memory as a whole. One whose reader is fed a
//! stream piece by piece, with limits of the caller, would take the place of this module.

mod reader;
mod slice;
pub mod write;

pub use reader::{Event, Reader};
pub use slice::{Element, Elements, to_definite};

use std::fmt;

/// Universal tags and the context tags that CMS uses, as identifier octets.
pub mod tag {
    /// End of contents.
    pub const EOC: u8 = 0x00;
    /// INTEGER.
    pub const INTEGER: u8 = 0x02;
    /// BIT STRING.
    pub const BIT_STRING: u8 = 0x03;
    /// OCTET STRING, primitive.
    pub const OCTETS: u8 = 0x04;
    /// OCTET STRING, constructed (BER only).
    pub const OCTETS_CONSTRUCTED: u8 = 0x24;
    /// NULL.
    pub const NULL: u8 = 0x05;
    /// OBJECT IDENTIFIER.
    pub const OID: u8 = 0x06;
    /// UTCTime.
    pub const UTC_TIME: u8 = 0x17;
    /// GeneralizedTime.
    pub const GENERALIZED_TIME: u8 = 0x18;
    /// SEQUENCE.
    pub const SEQUENCE: u8 = 0x30;
    /// SET.
    pub const SET: u8 = 0x31;
    /// `[n]`, primitive.
    pub const fn context(n: u8) -> u8 {
        0x80 | n
    }
    /// `[n]`, constructed.
    pub const fn context_constructed(n: u8) -> u8 {
        0xA0 | n
    }
}

/// How deep elements may lie inside each other.
pub const MAX_DEPTH: usize = 32;

/// What is wrong with an encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BerError {
    /// Not an encoding at all, or one that contradicts itself.
    Malformed(&'static str),
    /// A structure is larger or deeper than we are willing to hold.
    TooLarge(&'static str),
}

impl fmt::Display for BerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BerError::Malformed(what) => write!(f, "malformed encoding: {what}"),
            BerError::TooLarge(what) => write!(f, "{what} is too large"),
        }
    }
}

/// The identifier and length octets of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// The first identifier octet: class, constructed bit and low tag number.
    pub tag: u8,
    /// Whether the tag number did not fit the first octet. CMS has no such tags outside certificates.
    pub high_tag: bool,
    /// The length of the contents; `None` is indefinite.
    pub length: Option<u64>,
}

impl Header {
    /// No header takes more octets than this: six of a high tag number, nine of a length.
    pub const MAX: usize = 15;

    /// Whether this is the end-of-contents mark.
    pub fn is_eoc(&self) -> bool {
        self.tag == tag::EOC && self.length == Some(0)
    }

    /// Whether the contents are elements themselves.
    pub fn is_constructed(&self) -> bool {
        self.tag & 0x20 != 0
    }

    /// Reads a header at the start of `octets`: the header and how many octets it takes, or `None` when there are too
    /// few of them yet.
    pub fn parse(octets: &[u8]) -> Result<Option<(Header, usize)>, BerError> {
        let Some(&tag) = octets.first() else { return Ok(None) };
        let high_tag = tag & 0x1F == 0x1F;
        let mut at = 1;
        if high_tag {
            loop {
                let Some(&octet) = octets.get(at) else { return Ok(None) };
                at += 1;
                if at > 6 {
                    return Err(BerError::Malformed("tag number"));
                }
                if octet & 0x80 == 0 {
                    break;
                }
            }
        }
        let Some(&first) = octets.get(at) else { return Ok(None) };
        at += 1;
        let length = match first {
            0x00..=0x7F => Some(u64::from(first)),
            0x80 if tag & 0x20 != 0 => None,
            0x80 => return Err(BerError::Malformed("indefinite length of a primitive")),
            0x81..=0x88 => {
                let count = usize::from(first & 0x7F);
                let Some(digits) = octets.get(at..at + count) else { return Ok(None) };
                at += count;
                let value = digits.iter().fold(0u64, |value, &digit| value << 8 | u64::from(digit));
                // Half the range keeps every sum of positions and lengths inside u64.
                if value > u64::MAX / 4 {
                    return Err(BerError::Malformed("length"));
                }
                Some(value)
            }
            _ => return Err(BerError::Malformed("length")),
        };
        if tag == tag::EOC && length != Some(0) {
            return Err(BerError::Malformed("end of contents"));
        }
        Ok(Some((Header { tag, high_tag, length }, at)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_every_form() {
        let read = |octets: &[u8]| Header::parse(octets).map(|h| h.map(|(h, used)| (h.tag, h.length, used)));
        assert_eq!(read(&[0x30, 0x80]), Ok(Some((0x30, None, 2))));
        assert_eq!(read(&[0x04, 0x05]), Ok(Some((0x04, Some(5), 2))));
        assert_eq!(read(&[0x04, 0x82, 0x00, 0x05]), Ok(Some((0x04, Some(5), 4))));
        assert_eq!(read(&[0x04, 0x88, 0, 0, 0, 0, 0, 0, 0, 5]), Ok(Some((0x04, Some(5), 10))));
        assert_eq!(read(&[0x7F, 0x81, 0x01, 0x00]), Ok(Some((0x7F, Some(0), 4))));
        for short in [&[][..], &[0x30], &[0x30, 0x82], &[0x30, 0x82, 1], &[0x1F], &[0x1F, 0x81]] {
            assert_eq!(read(short), Ok(None), "{short:?}");
        }
        for bad in
            [&[0x04, 0x80][..], &[0x04, 0xFF], &[0x04, 0x89], &[0x00, 0x01], &[0x04, 0x88, 0xFF, 0, 0, 0, 0, 0, 0, 0]]
        {
            assert!(read(bad).is_err(), "{bad:?}");
        }
    }
}
