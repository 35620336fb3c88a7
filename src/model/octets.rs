//! Alphanumeric fields as text. OFTP names no character set for X(n) fields, and what arrives must be echoed octet for
//! octet (EERP-3), so a field becomes a `String` with one character per octet (U+0000 to U+00FF); trailing spaces are
//! padding and are dropped, inner ones are kept (ADDR-2).

/// The text of an X(n) field: one character per octet, without trailing spaces.
pub fn text_of(field: &[u8]) -> String {
    let end = field.iter().rposition(|&b| b != b' ').map_or(0, |i| i + 1);
    field[..end].iter().map(|&b| char::from(b)).collect()
}

/// The octets of a field's text, `None` when a character has no octet.
pub fn octets_of(text: &str) -> Option<Vec<u8>> {
    text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect()
}

/// The padded octets of a field of `width`; `None` when the text is too long or has a character without octet.
pub fn padded(text: &str, width: usize) -> Option<Vec<u8>> {
    let mut octets = octets_of(text.trim_end_matches(' '))?;
    (octets.len() <= width).then(|| {
        octets.resize(width, b' ');
        octets
    })
}

/// Whether two identification codes name the same station: trimmed, without regard to case, as live products compare.
pub fn same_code(a: &str, b: &str) -> bool {
    a.trim_end_matches(' ').eq_ignore_ascii_case(b.trim_end_matches(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_octet_survives_and_inner_spaces_are_kept() {
        let field: Vec<u8> = (0..=255u8).chain(*b"A B  ").collect();
        let text = text_of(&field);
        assert!(text.ends_with("A B"));
        assert_eq!(padded(&text, field.len()).unwrap(), field);
        assert_eq!(padded("\u{2603}", 5), None);
        assert_eq!(padded("TOOLONG", 3), None);
        assert!(same_code("O0013 abc", "O0013 ABC  "));
    }
}
