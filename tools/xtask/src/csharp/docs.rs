//! XML documentation.

use super::WIDTH;
use crate::text::{Voice, wrap};

/// Stands for a blank where a line must not be broken, as inside a tag.
pub const INSIDE: char = '\u{1}';

/// A text of the table: references, and code as code.
pub fn text(voice: Voice, text: &str) -> String {
    text_with(voice, text, "")
}

/// The same with more, which is spelled already.
pub fn text_with(voice: Voice, text: &str, more: &str) -> String {
    code(&voice.spell_with(text, more))
}

/// What stands between grave accents is code.
pub fn code(text: &str) -> String {
    let mut coded = String::new();
    for (i, piece) in text.split('`').enumerate() {
        let tagged = if i % 2 == 1 { format!("<c>{piece}</c>") } else { piece.to_owned() };
        coded.push_str(&tagged);
    }
    coded
}

/// `<summary>`, on one line when it fits. Without a text there is none.
pub fn summary(text: &str) -> String {
    element("summary", text, WIDTH)
}

/// `<summary>` of a type, which only the namespace indents.
pub fn type_summary(text: &str) -> String {
    element("summary", text, WIDTH + 4)
}

/// `<remarks>`, on one line when it fits. Without a text there are none.
pub fn remarks(text: &str) -> String {
    element("remarks", text, WIDTH)
}

fn element(name: &str, text: &str, width: usize) -> String {
    let text = text.trim();
    if text.is_empty() {
        return String::new();
    }
    let line = format!("/// <{name}>{text}</{name}>");
    if line.chars().count() <= width {
        return line + "\n";
    }
    format!("/// <{name}>\n{}/// </{name}>\n", lines(text, width))
}

/// Another element: `param name="x"`, `returns`.
pub fn other(tag: &str, text: &str) -> String {
    let name = tag.split(' ').next().unwrap_or(tag);
    lines(&format!("<{tag}>{text}</{name}>"), WIDTH)
}

fn lines(text: &str, width: usize) -> String {
    let mut inside = false;
    let protected: String = text
        .chars()
        .map(|letter| {
            inside = letter == '<' || inside && letter != '>';
            if inside && letter == ' ' { INSIDE } else { letter }
        })
        .collect();
    wrap(&protected, "/// ", width).replace(INSIDE, " ")
}
