//! Tables and texts in Markdown.

use crate::surface::kinds::Value;
use crate::text::wrap;

/// A table. Texts are escaped, except in code.
pub fn table<const N: usize>(heads: [&str; N], rows: impl IntoIterator<Item = [String; N]>) -> String {
    let mut table = format!("| {} |\n|{}\n", heads.join(" | "), "---|".repeat(N));
    for row in rows {
        table.push_str(&format!("| {} |\n", row.map(|text| cell(&text)).join(" | ")));
    }
    table
}

/// A text as a cell holds it: a bar would end the cell, and outside of code a star or an angle bracket means something.
fn cell(text: &str) -> String {
    let mut parts = text.split('`').map(|part| part.replace('|', "\\|")).enumerate();
    let escaped: Vec<_> = parts
        .by_ref()
        .map(|(i, part)| if i % 2 == 0 { part.replace('*', "\\*").replace('<', "&lt;") } else { part })
        .collect();
    escaped.join("`")
}

/// A paragraph.
pub fn paragraph(text: &str) -> String {
    wrap(text, "", 120) + "\n"
}

/// An item of a list.
pub fn item(text: &str) -> String {
    wrap(text, "  ", 120).replacen("  ", "- ", 1)
}

/// In the font of code.
pub fn code(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("`{text}`") }
}

/// What a value is called on the pages; `docs/README.md` has its type in each language.
pub fn value_word(value: Value) -> &'static str {
    match value {
        Value::Flag => "flag",
        Value::Number => "number",
        Value::Long => "long number",
        Value::Text => "text",
        Value::Octets => "octets",
    }
}

/// A heading's anchor as GitHub makes it.
pub fn slug(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}
