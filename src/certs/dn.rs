//! Distinguished names as text: written the way the class reference shows them (`CN=www.server.com, OU=test, C=US`), read
//! in that form and in RFC 4514's, and compared as sets, because products print them in every order, case and spacing.

use super::asn1;
use openssl::x509::{X509NameEntryRef, X509NameRef};
use std::collections::BTreeSet;

/// Short names that people write, and their OIDs. The first short name of an OID is the one that is written.
const NAMES: &[(&str, &str)] = &[
    ("CN", "2.5.4.3"),
    ("O", "2.5.4.10"),
    ("OU", "2.5.4.11"),
    ("L", "2.5.4.7"),
    ("S", "2.5.4.8"),
    ("ST", "2.5.4.8"),
    ("C", "2.5.4.6"),
    ("E", "1.2.840.113549.1.9.1"),
    ("EMAILADDRESS", "1.2.840.113549.1.9.1"),
    ("EMAIL", "1.2.840.113549.1.9.1"),
    ("DC", "0.9.2342.19200300.100.1.25"),
    ("UID", "0.9.2342.19200300.100.1.1"),
    ("STREET", "2.5.4.9"),
    ("SERIALNUMBER", "2.5.4.5"),
    ("SN", "2.5.4.4"),
    ("SURNAME", "2.5.4.4"),
    ("T", "2.5.4.12"),
    ("TITLE", "2.5.4.12"),
    ("G", "2.5.4.42"),
    ("GN", "2.5.4.42"),
    ("GIVENNAME", "2.5.4.42"),
    ("INITIALS", "2.5.4.43"),
    ("POSTALCODE", "2.5.4.17"),
    ("DNQUALIFIER", "2.5.4.46"),
    ("ORGANIZATIONIDENTIFIER", "2.5.4.97"),
];

/// One attribute: its OID and its value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Attribute {
    /// Dotted OID; for a name that nobody knows the name itself in upper case.
    pub oid: String,
    /// The value, unquoted.
    pub value: String,
}

/// The attributes of a name, in the order of the encoding.
pub fn attributes(name: &X509NameRef) -> Vec<Attribute> {
    // OpenSSL shows the names of attributes as its own alone.
    let oid = |entry: &X509NameEntryRef| {
        asn1::oid_text(entry.object().to_owned().as_slice()).unwrap_or_else(|| "?".to_owned())
    };
    let value = |entry: &X509NameEntryRef| entry.data().to_string().unwrap_or_default();
    name.entries().map(|entry| Attribute { oid: oid(entry), value: value(entry) }).collect()
}

/// A name as the class reference shows it: `CN=..., O=..., C=..`, values with a comma in quotes.
///
/// Certificates encode the general first (C, O, CN), and text shows the special first, so the order is turned
/// around; except for the many home-made certificates that encode CN first already.
pub fn display(name: &X509NameRef) -> String {
    let mut list = attributes(name);
    let is_cn = |attribute: Option<&Attribute>| attribute.is_some_and(|attribute| attribute.oid == "2.5.4.3");
    if !is_cn(list.first()) || is_cn(list.last()) {
        list.reverse();
    }
    let parts: Vec<String> =
        list.iter().map(|attribute| format!("{}={}", short_name(&attribute.oid), quoted(&attribute.value))).collect();
    parts.join(", ")
}

/// A name as RFC 4514 writes it (special first, no blanks, escapes by backslash).
pub fn rfc4514(name: &X509NameRef) -> String {
    let parts: Vec<String> = attributes(name)
        .iter()
        .rev()
        .map(|attribute| {
            let short = short_name(&attribute.oid);
            let short = if short == "S" { "ST".to_owned() } else { short };
            let short = if short == "E" { "EMAILADDRESS".to_owned() } else { short };
            format!("{}={}", short.trim_start_matches("OID."), escaped(&attribute.value))
        })
        .collect();
    parts.join(",")
}

/// Reads either form. `None` when the text is not a list of `name=value`.
pub fn parse(text: &str) -> Option<Vec<Attribute>> {
    let mut list = Vec::new();
    for part in split(text)? {
        let (name, value) = part.split_once('=')?;
        let name = name.trim();
        if name.is_empty() {
            return None;
        }
        list.push(Attribute { oid: oid_of(name), value: unquoted(trimmed(value))? });
    }
    (!list.is_empty()).then_some(list)
}

/// A name as a set for comparison: order, case and blanks do not count.
pub fn normal_set(list: &[Attribute]) -> BTreeSet<Attribute> {
    list.iter()
        .map(|attribute| Attribute {
            oid: attribute.oid.clone(),
            value: attribute.value.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect(),
        })
        .collect()
}

/// Whether two texts name the same: as sets when both are distinguished names, else as text without regard to case and blanks.
pub fn same(a: &str, b: &str) -> bool {
    match (parse(a), parse(b)) {
        (Some(a), Some(b)) => normal_set(&a) == normal_set(&b),
        _ => squeezed(a) == squeezed(b),
    }
}

/// Lower case and without blanks: what a substring search compares.
pub fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

fn short_name(oid: &str) -> String {
    NAMES.iter().find(|row| row.1 == oid).map_or_else(|| format!("OID.{oid}"), |row| row.0.to_owned())
}

fn oid_of(name: &str) -> String {
    let name = name.to_ascii_uppercase();
    let name = name.strip_prefix("OID.").unwrap_or(&name);
    NAMES.iter().find(|row| row.0 == name).map_or_else(|| name.to_owned(), |row| row.1.to_owned())
}

fn quoted(value: &str) -> String {
    let special = value.contains([',', '+', '"', '\n', '<', '>', ';', '=', '\\'])
        || value.starts_with([' ', '#'])
        || value.ends_with(' ');
    if special { format!("\"{}\"", value.replace('"', "\"\"")) } else { value.to_owned() }
}

fn escaped(value: &str) -> String {
    let mut out = String::new();
    let last = value.chars().count().saturating_sub(1);
    for (index, c) in value.chars().enumerate() {
        let edge = (c == ' ' && (index == 0 || index == last)) || (c == '#' && index == 0);
        if edge || matches!(c, ',' | '+' | '"' | '\\' | '<' | '>' | ';') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Cuts at commas and plus signs (and semicolons, as old texts have them) that are neither quoted nor escaped.
fn split(text: &str) -> Option<Vec<String>> {
    let mut parts = vec![String::new()];
    let (mut in_quotes, mut escape) = (false, false);
    for c in text.chars() {
        let part = parts.last_mut()?;
        match c {
            _ if escape => escape = false,
            // Inside quotes a backslash is an ordinary character: the class reference doubles quotes instead.
            '\\' if !in_quotes => escape = true,
            '"' => in_quotes = !in_quotes,
            ',' | ';' if !in_quotes => {
                parts.push(String::new());
                continue;
            }
            '+' if !in_quotes && part.contains('=') => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        part.push(c);
    }
    (!in_quotes && !escape).then_some(parts)
}

/// Without the blanks around it; an escaped one at the end stays.
fn trimmed(value: &str) -> &str {
    let value = value.trim_start();
    let short = value.trim_end();
    let backslashes = short.bytes().rev().take_while(|&octet| octet == b'\\').count();
    match value[short.len()..].chars().next() {
        Some(blank) if backslashes % 2 == 1 => &value[..short.len() + blank.len_utf8()],
        _ => short,
    }
}

fn unquoted(value: &str) -> Option<String> {
    if let Some(inner) = value.strip_prefix('"') {
        return Some(inner.strip_suffix('"')?.replace("\"\"", "\"").replace("\\\"", "\""));
    }
    let mut octets = Vec::new();
    let mut rest = value.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            octets.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            continue;
        }
        let next = rest.next()?;
        let mut ahead = rest.clone();
        match (next.to_digit(16), ahead.next().and_then(|c| c.to_digit(16))) {
            (Some(high), Some(low)) => {
                octets.push((high << 4 | low) as u8);
                rest = ahead;
            }
            _ => octets.extend_from_slice(next.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    String::from_utf8(octets).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use openssl::x509::X509Name;

    fn name(fields: &[(&str, &str)]) -> X509Name {
        let mut builder = X509Name::builder().unwrap();
        for (field, value) in fields {
            builder.append_entry_by_text(field, value).unwrap();
        }
        builder.build()
    }

    #[test]
    fn the_special_comes_first_in_either_encoding() {
        let usual = name(&[("C", "DE"), ("ST", "Bayern"), ("O", "Acme, Inc."), ("CN", "a \"b\"")]);
        assert_eq!(display(&usual), "CN=\"a \"\"b\"\"\", O=\"Acme, Inc.\", S=Bayern, C=DE");
        let home_made = name(&[("CN", "x"), ("O", "y"), ("emailAddress", "e@f")]);
        assert_eq!(display(&home_made), "CN=x, O=y, E=e@f");
        assert_eq!(rfc4514(&usual), "CN=a \\\"b\\\",O=Acme\\, Inc.,ST=Bayern,C=DE");
    }

    #[test]
    fn what_is_written_is_read_again_in_both_forms() {
        let value = name(&[("C", "DE"), ("O", "Müller + Söhne, GmbH; #1"), ("OU", " edge "), ("CN", "back\\slash")]);
        assert_eq!(normal_set(&parse(&display(&value)).unwrap()), normal_set(&attributes(&value)));
        assert_eq!(normal_set(&parse(&rfc4514(&value)).unwrap()), normal_set(&attributes(&value)));
    }

    #[test]
    fn names_are_compared_as_sets() {
        assert!(same("CN=a, O=\"b, c\", C=DE", "c=de,o=B\\, C,cn=A"));
        assert!(same("E=x@y, CN=z", "CN=z,1.2.840.113549.1.9.1=x@y"));
        assert!(same("CN=a+OU=b", "OU=b, CN=a"));
        assert!(!same("CN=a", "CN=a, O=b"));
        assert!(same("CN=\\c3\\bc", "CN=ü"));
        assert!(parse("no name").is_none());
        assert!(parse("CN=\"open").is_none());
    }
}
