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

/// A text for people that may hold what a partner sent, on one line: line ends and other control characters are shown and not
/// obeyed, so that nobody writes lines of his own into a log or moves the cursor of a terminal.
pub fn visible(text: String) -> String {
    let obeyed = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    if !text.contains(obeyed) {
        return text;
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            c if obeyed(c) => shown.push_str(&format!("\\x{:02x}", u32::from(c))),
            c => shown.push(c),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_obeys_nobody() {
        let shown = visible("a\r\nINFO forged\u{1b}[2J\u{9b}2J\t\0\u{2028}é €".to_owned());
        assert_eq!(shown, "a\\r\\nINFO forged\\x1b[2J\\x9b2J\\t\\x00\\x2028é €");
        assert_eq!(visible("as it is \\n".to_owned()), "as it is \\n");
    }

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
