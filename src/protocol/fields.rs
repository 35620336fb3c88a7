//! Fields of commands: X(n) alphanumeric, 9(n) digits, U(n) binary, T(n) UTF-8 text (RFC 5024 section 5.3). The reader
//! takes what live products send, the writer sends what the RFC says. No layout is known here.

use crate::error::{Error, Result, codes};
use crate::model::{Stamp, Version, octets};

/// Why a received command cannot be used, in the words of the answer it gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reject {
    /// The session ends with this ESID reason.
    Session {
        /// ESIDREAS: 01 unknown command, 02 not allowed now, 06 bad field, 07 bad length.
        reason: u8,
        /// What is wrong.
        text: String,
    },
    /// The offered file is refused with this SFNA reason; the session goes on.
    File {
        /// SFNAREAS.
        reason: u8,
        /// What is wrong.
        text: String,
    },
}

impl Reject {
    /// A field with impossible content: ESID 06.
    pub(crate) fn field(command: &str, field: &str) -> Self {
        Reject::Session { reason: 6, text: format!("{command}: invalid {field}") }
    }

    /// A buffer of the wrong length: ESID 07.
    pub(crate) fn size(command: &str, found: usize) -> Self {
        Reject::Session { reason: 7, text: format!("{command}: wrong length {found}") }
    }
}

/// The longest text of a T(n) field in octets.
pub(crate) const TEXT_MAX: usize = 999;

/// Takes a received exchange buffer apart, field by field.
pub(crate) struct Reader<'a> {
    buffer: &'a [u8],
    at: usize,
    command: &'static str,
    /// The level whose layout is read.
    pub(crate) version: Version,
    /// A defect that was overlooked on purpose.
    pub(crate) tolerated: Option<&'static str>,
}

impl<'a> Reader<'a> {
    /// A reader behind the command octet.
    pub(crate) fn new(command: &'static str, buffer: &'a [u8], version: Version) -> Self {
        Reader { buffer, at: 1, command, version, tolerated: None }
    }

    /// Octets of the whole buffer.
    pub(crate) fn len(&self) -> usize {
        self.buffer.len()
    }

    /// Whether every octet was read.
    pub(crate) fn at_end(&self) -> bool {
        self.at >= self.buffer.len()
    }

    /// ESID 07 unless the buffer has one of these lengths.
    pub(crate) fn expect_len(&self, allowed: std::ops::RangeInclusive<usize>) -> Result<(), Reject> {
        if allowed.contains(&self.buffer.len()) { Ok(()) } else { Err(self.bad_size()) }
    }

    /// ESID 07 unless every octet was read.
    pub(crate) fn finish(&self) -> Result<(), Reject> {
        if self.at == self.buffer.len() { Ok(()) } else { Err(self.bad_size()) }
    }

    /// ESID 06 for a field.
    pub(crate) fn bad(&self, field: &str) -> Reject {
        Reject::field(self.command, field)
    }

    fn bad_size(&self) -> Reject {
        Reject::size(self.command, self.buffer.len())
    }

    /// The next octets as they are; ESID 07 when there are not as many.
    pub(crate) fn octets(&mut self, width: usize) -> Result<&'a [u8], Reject> {
        let field = self.buffer.get(self.at..self.at + width).ok_or_else(|| self.bad_size())?;
        self.at += width;
        Ok(field)
    }

    /// Reserved octets: not looked at.
    pub(crate) fn skip(&mut self, width: usize) -> Result<(), Reject> {
        self.octets(width).map(|_| ())
    }

    /// X(n): one character per octet, trailing spaces dropped.
    pub(crate) fn text(&mut self, width: usize) -> Result<String, Reject> {
        self.octets(width).map(octets::text_of)
    }

    /// X(1).
    pub(crate) fn letter(&mut self) -> Result<u8, Reject> {
        self.octets(1).map(|field| field[0])
    }

    /// 9(n), digits only.
    pub(crate) fn number(&mut self, field: &str, width: usize) -> Result<u64, Reject> {
        let digits = self.octets(width)?;
        if !digits.iter().all(u8::is_ascii_digit) {
            return Err(self.bad(field));
        }
        Ok(digits.iter().fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0')))
    }

    /// X(1) with two letters: whether it is `yes`.
    pub(crate) fn flag(&mut self, field: &str, yes: u8, no: u8) -> Result<bool, Reject> {
        match self.letter()? {
            letter if letter == yes => Ok(true),
            letter if letter == no => Ok(false),
            _ => Err(self.bad(field)),
        }
    }

    /// 9(3) and as many octets of UTF-8; octets that are none become U+FFFD.
    pub(crate) fn long_text(&mut self, field: &str) -> Result<String, Reject> {
        let width = self.number(field, 3)?;
        let text = self.octets(width as usize)?;
        Ok(String::from_utf8_lossy(text).into_owned())
    }

    /// U(2), big-endian, and as many octets.
    pub(crate) fn binary(&mut self) -> Result<&'a [u8], Reject> {
        let width = self.octets(2)?;
        self.octets(usize::from(u16::from_be_bytes([width[0], width[1]])))
    }

    /// Date and time in the form of the level, with the reserved octets before them (`reserved` of them in the long
    /// form, nine in the short one). The digits stay as they are.
    pub(crate) fn stamp(&mut self, field: &str, reserved: usize) -> Result<Stamp, Reject> {
        let (reserved, width) = if self.version.has_long_stamps() { (reserved, 18) } else { (9, 12) };
        self.skip(reserved)?;
        let digits = self.octets(width)?;
        if !digits.iter().all(u8::is_ascii_digit) {
            return Err(self.bad(field));
        }
        Stamp::from_wire(&octets::text_of(digits)).ok_or_else(|| self.bad(field))
    }

    /// The carriage return at the end of SSRM, SSID and ESID: 0D, 8D or left out.
    pub(crate) fn carriage_return(&mut self) -> Result<(), Reject> {
        if self.at_end() {
            self.tolerated = Some("the carriage return is missing");
            return Ok(());
        }
        match self.letter()? {
            0x0D | 0x8D => Ok(()),
            _ => Err(self.bad("carriage return")),
        }
    }
}

/// Builds an exchange buffer at the end of `out`. Errors are 678: a value does not fit its field.
pub(crate) struct Writer<'a> {
    out: &'a mut Vec<u8>,
    command: &'static str,
    /// The level whose layout is written.
    pub(crate) version: Version,
}

impl<'a> Writer<'a> {
    /// Writes the command octet.
    pub(crate) fn new(command: &'static str, letter: u8, out: &'a mut Vec<u8>, version: Version) -> Self {
        out.push(letter);
        Writer { out, command, version }
    }

    fn too_big(&self, field: &str) -> Error {
        Error::new(codes::BUILD_PACKET, format!("{}: {field} does not fit its field", self.command))
    }

    /// Octets as they are.
    pub(crate) fn octets(&mut self, octets: &[u8]) {
        self.out.extend_from_slice(octets);
    }

    /// X(1).
    pub(crate) fn letter(&mut self, letter: u8) {
        self.out.push(letter);
    }

    /// Reserved octets.
    pub(crate) fn spaces(&mut self, width: usize) {
        self.out.resize(self.out.len() + width, b' ');
    }

    /// X(n), left justified, padded with spaces.
    pub(crate) fn text(&mut self, field: &str, value: &str, width: usize) -> Result<()> {
        let padded = octets::padded(value, width).ok_or_else(|| self.too_big(field))?;
        self.out.extend_from_slice(&padded);
        Ok(())
    }

    /// 9(n), with leading zeros.
    pub(crate) fn number(&mut self, field: &str, value: u64, width: usize) -> Result<()> {
        let digits = format!("{value:0width$}");
        if digits.len() > width {
            return Err(self.too_big(field));
        }
        self.out.extend_from_slice(digits.as_bytes());
        Ok(())
    }

    /// X(1) of two letters.
    pub(crate) fn flag(&mut self, value: bool, yes: u8, no: u8) {
        self.out.push(if value { yes } else { no });
    }

    /// 9(3) and UTF-8, cut to 999 octets at a character boundary.
    pub(crate) fn long_text(&mut self, value: &str) {
        let text = cut(value, TEXT_MAX);
        self.out.extend_from_slice(format!("{:03}", text.len()).as_bytes());
        self.out.extend_from_slice(text.as_bytes());
    }

    /// U(2), big-endian, and the octets.
    pub(crate) fn binary(&mut self, field: &str, value: &[u8]) -> Result<()> {
        let width = u16::try_from(value.len()).map_err(|_| self.too_big(field))?;
        self.out.extend_from_slice(&width.to_be_bytes());
        self.out.extend_from_slice(value);
        Ok(())
    }

    /// Reserved octets, date and time in the form of the level.
    pub(crate) fn stamp(&mut self, field: &str, stamp: &Stamp, reserved: usize) -> Result<()> {
        let (reserved, stamp) =
            if self.version.has_long_stamps() { (reserved, stamp.to_long()) } else { (9, stamp.to_short()) };
        if !stamp.as_str().bytes().all(|octet| octet.is_ascii_digit()) {
            return Err(Error::new(
                codes::BUILD_PACKET,
                format!("{}: {field} has characters that are no digits", self.command),
            ));
        }
        self.spaces(reserved);
        self.out.extend_from_slice(stamp.as_str().as_bytes());
        Ok(())
    }
}

/// The beginning of a text that has at most `max` octets and whole characters.
pub(crate) fn cut(text: &str, max: usize) -> &str {
    let mut end = text.len().min(max);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ERR-7: texts are cut to 999 octets at a character boundary, and octets that are no UTF-8 do no harm.
    #[test]
    fn texts_are_cut_between_characters_and_read_lossily() {
        let long = "x".repeat(998) + "\u{e4}\u{e4}";
        let mut out = Vec::new();
        Writer::new("T", b'T', &mut out, Version::V20).long_text(&long);
        assert_eq!(&out[..4], b"T998");
        assert_eq!(out.len(), 4 + 998);
        let mut reader = Reader::new("T", b"T003a\xFFb", Version::V20);
        assert_eq!(reader.long_text("text").unwrap(), "a\u{FFFD}b");
        reader.finish().unwrap();
    }

    #[test]
    fn numbers_are_digits_and_fit() {
        let mut reader = Reader::new("T", b"T0012 3", Version::V20);
        assert_eq!(reader.number("a", 4).unwrap(), 12);
        assert_eq!(reader.number("b", 2), Err(Reject::field("T", "b")));
        assert!(matches!(reader.number("c", 2), Err(Reject::Session { reason: 7, .. })));
        let mut out = Vec::new();
        let mut writer = Writer::new("T", b'T', &mut out, Version::V20);
        writer.number("a", 99, 3).unwrap();
        assert_eq!(writer.number("b", 1000, 3).unwrap_err().code, codes::BUILD_PACKET);
        assert_eq!(writer.text("c", "\u{2603}", 3).unwrap_err().code, codes::BUILD_PACKET);
        assert_eq!(out, b"T099");
    }
}
