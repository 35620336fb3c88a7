//! The reader of complete elements in memory: the small structures around a stream of octets.

use super::{BerError, Header, MAX_DEPTH, tag};
use std::borrow::Cow;

const TRUNCATED: BerError = BerError::Malformed("truncated");

/// One element in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Element<'a> {
    /// The first identifier octet.
    pub tag: u8,
    /// The contents, without the end-of-contents mark of an indefinite length.
    pub body: &'a [u8],
    /// The whole element.
    pub raw: &'a [u8],
}

impl<'a> Element<'a> {
    /// The element at the start of `octets`, and what follows it.
    pub fn parse(octets: &'a [u8]) -> Result<(Self, &'a [u8]), BerError> {
        let (header, start) = Header::parse(octets)?.ok_or(TRUNCATED)?;
        let (body_len, total) = match header.length {
            Some(length) => {
                let length = usize::try_from(length).map_err(|_| TRUNCATED)?;
                (length, start.checked_add(length).ok_or(TRUNCATED)?)
            }
            None => {
                let length = indefinite_length(&octets[start..])?;
                (length, start + length + 2)
            }
        };
        let raw = octets.get(..total).ok_or(TRUNCATED)?;
        Ok((Element { tag: header.tag, body: &raw[start..start + body_len], raw }, &octets[total..]))
    }

    /// The one element that `octets` consist of.
    pub fn only(octets: &'a [u8]) -> Result<Self, BerError> {
        match Self::parse(octets)? {
            (element, []) => Ok(element),
            _ => Err(BerError::Malformed("octets after the end")),
        }
    }

    /// The element, if it has this tag.
    pub fn expect(self, tag: u8) -> Result<Self, BerError> {
        if self.tag == tag { Ok(self) } else { Err(BerError::Malformed("unexpected element")) }
    }

    /// The elements inside a constructed one.
    pub fn children(self) -> Elements<'a> {
        Elements { rest: self.body }
    }

    /// The octets of an OCTET STRING.
    pub fn octet_string(self) -> Result<Cow<'a, [u8]>, BerError> {
        match self.tag {
            tag::OCTETS | tag::OCTETS_CONSTRUCTED => self.octets(),
            _ => Err(BerError::Malformed("unexpected element")),
        }
    }

    /// The octets of an octet string under any tag, whose pieces are put together if it is constructed.
    pub fn octets(self) -> Result<Cow<'a, [u8]>, BerError> {
        if self.tag & 0x20 == 0 {
            return Ok(Cow::Borrowed(self.body));
        }
        let mut all = Vec::new();
        gather(self, &mut all, 0)?;
        Ok(Cow::Owned(all))
    }
}

fn gather(string: Element<'_>, all: &mut Vec<u8>, depth: usize) -> Result<(), BerError> {
    if depth > MAX_DEPTH {
        return Err(BerError::TooLarge("nesting"));
    }
    let mut pieces = string.children();
    while let Some(piece) = pieces.next()? {
        match piece.tag {
            tag::OCTETS => all.extend_from_slice(piece.body),
            tag::OCTETS_CONSTRUCTED => gather(piece, all, depth + 1)?,
            _ => return Err(BerError::Malformed("something else inside an octet string")),
        }
    }
    Ok(())
}

/// The length of the contents that end with an end-of-contents mark, without the mark.
fn indefinite_length(octets: &[u8]) -> Result<usize, BerError> {
    let (mut at, mut depth) = (0usize, 1usize);
    loop {
        let (header, used) = Header::parse(&octets[at..])?.ok_or(TRUNCATED)?;
        if header.is_eoc() {
            depth -= 1;
            if depth == 0 {
                return Ok(at);
            }
        }
        at += used;
        match header.length {
            None if depth >= MAX_DEPTH => return Err(BerError::TooLarge("nesting")),
            None => depth += 1,
            Some(length) => {
                let end = usize::try_from(length).ok().and_then(|length| at.checked_add(length)).ok_or(TRUNCATED)?;
                if end > octets.len() {
                    return Err(TRUNCATED);
                }
                at = end;
            }
        }
    }
}

/// The elements that follow each other in some contents.
#[derive(Debug, Clone, Copy)]
pub struct Elements<'a> {
    rest: &'a [u8],
}

impl<'a> Elements<'a> {
    /// The elements of `contents`.
    pub fn of(contents: &'a [u8]) -> Self {
        Elements { rest: contents }
    }

    /// The next element; `None` at the end.
    #[allow(clippy::should_implement_trait)] // fallible: used with `?`, not as an iterator
    pub fn next(&mut self) -> Result<Option<Element<'a>>, BerError> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let (element, rest) = Element::parse(self.rest)?;
        self.rest = rest;
        Ok(Some(element))
    }

    /// The next element, which must be there.
    pub fn need(&mut self) -> Result<Element<'a>, BerError> {
        self.next()?.ok_or(BerError::Malformed("missing element"))
    }

    /// The next element, which must be there and have this tag.
    pub fn need_tag(&mut self, tag: u8) -> Result<Element<'a>, BerError> {
        self.need()?.expect(tag)
    }

    /// The next element if it has this tag; otherwise it stays.
    pub fn next_if(&mut self, tag: u8) -> Result<Option<Element<'a>>, BerError> {
        match self.rest.first() {
            Some(&first) if first == tag => self.next(),
            _ => Ok(None),
        }
    }

    /// Whether nothing follows.
    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }
}

/// The element with shortest definite lengths throughout and no constructed octet strings, which is DER but for the
/// order in SETs: what a signer of BER encoded attributes has signed.
pub fn to_definite(element: Element<'_>) -> Result<Vec<u8>, BerError> {
    fn convert(element: Element<'_>, depth: usize) -> Result<Vec<u8>, BerError> {
        if depth > MAX_DEPTH {
            return Err(BerError::TooLarge("nesting"));
        }
        if element.tag & 0x1F == 0x1F {
            return Ok(element.raw.to_vec());
        }
        if element.tag == tag::OCTETS_CONSTRUCTED {
            return Ok(super::write::tlv(tag::OCTETS, &element.octet_string()?));
        }
        if element.tag & 0x20 == 0 {
            return Ok(super::write::tlv(element.tag, element.body));
        }
        let (mut body, mut children) = (Vec::new(), element.children());
        while let Some(child) = children.next()? {
            body.extend(convert(child, depth + 1)?);
        }
        Ok(super::write::tlv(element.tag, &body))
    }
    convert(element, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indefinite_elements_become_definite() {
        let octets = [0x30, 0x80, 0x24, 0x80, 0x04, 0x01, 1, 0x04, 0x82, 0x00, 0x02, 2, 3, 0, 0, 0x02, 0x01, 5, 0, 0];
        let element = Element::only(&octets).unwrap();
        assert_eq!(to_definite(element).unwrap(), [0x30, 0x08, 0x04, 0x03, 1, 2, 3, 0x02, 0x01, 5]);
        for cut in 0..octets.len() {
            assert!(Element::only(&octets[..cut]).is_err());
        }
    }

    #[test]
    fn optional_elements_are_left_when_absent() {
        let octets = [0x02, 0x01, 0x01, 0x04, 0x01, 0x09];
        let mut elements = Elements::of(&octets);
        assert!(elements.next_if(tag::OCTETS).unwrap().is_none());
        assert_eq!(elements.need_tag(tag::INTEGER).unwrap().body, [1]);
        assert_eq!(&*elements.next_if(tag::OCTETS).unwrap().unwrap().octet_string().unwrap(), &[9]);
        assert!(elements.is_empty() && elements.need().is_err());
    }
}
