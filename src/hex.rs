//! Octets as hexadecimal text and back.

use std::fmt::Write;

/// Two lower case digits for each octet.
pub fn lower(octets: &[u8]) -> String {
    separated(octets, "")
}

/// Two upper case digits for each octet.
pub fn upper(octets: &[u8]) -> String {
    lower(octets).to_ascii_uppercase()
}

/// Two lower case digits for each octet, with something in between.
pub fn separated(octets: &[u8], between: &str) -> String {
    let mut text = String::with_capacity(octets.len() * (2 + between.len()));
    for (index, octet) in octets.iter().enumerate() {
        let between = if index == 0 { "" } else { between };
        // Writing into a String cannot fail.
        let _ = write!(text, "{between}{octet:02x}");
    }
    text
}

/// The octets of hexadecimal text, in which colons, blanks and dashes do not count; `None` when it is none.
pub fn octets(text: &str) -> Option<Vec<u8>> {
    let digits = text.bytes().filter(|octet| !matches!(octet, b':' | b' ' | b'-'));
    let digits: Vec<u8> =
        digits.map(|digit| char::from(digit).to_digit(16).map(|value| value as u8)).collect::<Option<_>>()?;
    let pairs = digits.chunks_exact(2);
    pairs.remainder().is_empty().then(|| pairs.map(|pair| pair[0] << 4 | pair[1]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn octets_become_digits_and_digits_octets() {
        assert_eq!((lower(&[0xab, 1]), upper(&[0xab, 1])), ("ab01".to_owned(), "AB01".to_owned()));
        assert_eq!(separated(&[0xab, 1, 0], ":"), "ab:01:00");
        assert_eq!(separated(&[], ":"), "");
        assert_eq!(octets("AB:cd ef-01").unwrap(), [0xab, 0xcd, 0xef, 0x01]);
        assert_eq!(octets(""), Some(Vec::new()));
        for text in ["abc", "zz", "+1", "0x11", "\u{e9}a"] {
            assert!(octets(text).is_none(), "{text}");
        }
    }
}
