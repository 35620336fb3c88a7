//! A pattern taken apart. See "Custom date and time format strings" in the .NET documentation.

/// One piece of a pattern; the numbers are how often its letter stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Literal(String),
    Day(usize),
    Month(usize),
    Year(usize),
    Hour24(usize),
    Hour12(usize),
    Minute(usize),
    Second(usize),
    /// `f`: digits of the counter.
    Counter(usize),
    /// `F`: the same without zeros at the end.
    ShortCounter(usize),
    Meridiem(usize),
    Era,
    /// `z`, and `K` as `zzz`: the distance from UTC.
    Offset(usize),
    /// `Z` or `'GMT'`: literal text that says UTC.
    Utc(String),
}

/// A compiled pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern {
    pub(super) pieces: Vec<Piece>,
}

impl Pattern {
    /// Compiles a pattern; every text is one. A single letter is a .NET standard format, an empty text the default.
    pub(super) fn new(text: &str) -> Pattern {
        let mut pieces = Vec::new();
        let chars: Vec<char> = standard(text).unwrap_or(text).chars().collect();
        let mut at = 0;
        while let Some(&c) = chars.get(at) {
            match c {
                '\'' | '"' => {
                    let (quoted, next) = quoted(&chars, at);
                    push_text(&mut pieces, quoted);
                    at = next;
                }
                '\\' => {
                    push_text(&mut pieces, chars.get(at + 1).map_or_else(|| "\\".to_owned(), char::to_string));
                    at += 2;
                }
                // Makes the next letter a custom pattern of its own.
                '%' if at + 1 < chars.len() => at += 1,
                _ => {
                    let count = chars[at..].iter().take_while(|&&other| other == c).count();
                    match letter(c, count) {
                        Some(piece) => {
                            pieces.push(piece);
                            at += count;
                        }
                        None => {
                            push_text(&mut pieces, c.to_string());
                            at += 1;
                        }
                    }
                }
            }
        }
        Pattern { pieces }
    }

    /// Whether the text says UTC itself.
    pub(super) fn is_utc(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Utc(_)))
    }
}

fn letter(c: char, count: usize) -> Option<Piece> {
    Some(match c {
        'd' => Piece::Day(count),
        'M' => Piece::Month(count),
        'y' => Piece::Year(count),
        'H' => Piece::Hour24(count),
        'h' => Piece::Hour12(count),
        'm' => Piece::Minute(count),
        's' => Piece::Second(count),
        'f' => Piece::Counter(count),
        'F' => Piece::ShortCounter(count),
        't' => Piece::Meridiem(count),
        'g' => Piece::Era,
        'z' => Piece::Offset(count),
        'K' => Piece::Offset(3),
        'Z' if count == 1 => Piece::Utc("Z".to_owned()),
        _ => return None,
    })
}

/// The text of a quoted part and the index behind it; a missing closing quote is at the end.
fn quoted(chars: &[char], start: usize) -> (String, usize) {
    let mut text = String::new();
    let mut at = start + 1;
    while let Some(&c) = chars.get(at) {
        at += 1;
        match c {
            _ if c == chars[start] => break,
            '\\' => {
                text.extend(chars.get(at));
                at += 1;
            }
            _ => text.push(c),
        }
    }
    (text, at)
}

fn push_text(pieces: &mut Vec<Piece>, text: String) {
    if text == "GMT" || text == "UTC" {
        pieces.push(Piece::Utc(text));
    } else if let Some(Piece::Literal(before)) = pieces.last_mut() {
        before.push_str(&text);
    } else if !text.is_empty() {
        pieces.push(Piece::Literal(text));
    }
}

/// The custom pattern of a standard one-letter format, in the invariant culture.
fn standard(text: &str) -> Option<&'static str> {
    Some(match text {
        "" | "G" => super::DEFAULT_FORMAT,
        "d" => "MM/dd/yyyy",
        "D" => "dddd, dd MMMM yyyy",
        "f" => "dddd, dd MMMM yyyy HH:mm",
        "F" | "U" => "dddd, dd MMMM yyyy HH:mm:ss",
        "g" => "MM/dd/yyyy HH:mm",
        "m" | "M" => "MMMM dd",
        "o" | "O" => "yyyy-MM-ddTHH:mm:ss.fffffffK",
        "r" | "R" => "ddd, dd MMM yyyy HH:mm:ss 'GMT'",
        "s" => "yyyy-MM-ddTHH:mm:ss",
        "t" => "HH:mm",
        "T" => "HH:mm:ss",
        "u" => "yyyy-MM-dd HH:mm:ssZ",
        "y" | "Y" => "yyyy MMMM",
        _ => return None,
    })
}
