//! The two written forms of settings: the class reference's `Name[connection-id]=value`, and a text of `Name=value` lines
//! that sets up a whole server.

use super::setting::{Setting, require};
use super::values::parse_value;
use crate::error::{Error, Result, codes};

/// A setting as Config names it; nothing is looked up yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference<'a> {
    /// The name, as written.
    pub name: &'a str,
    /// The connection in brackets.
    pub connection: Option<&'a str>,
    /// What comes after the `=`; `None` when the setting is to be read.
    pub value: Option<&'a str>,
}

/// Takes `Name`, `Name=value`, `Name[connection-id]` or `Name[connection-id]=value` apart. Spaces around each part do not
/// count; the value may contain `=` and brackets.
///
/// # Errors
/// 8 when it is none of these.
pub fn parse_reference(text: &str) -> Result<Reference<'_>> {
    let bad = |what: &str| {
        Err(Error::new(codes::BAD_ARGUMENT, format!("{what}; write Name=value or Name[connection-id]=value.")))
    };
    let end = text.find(['=', '[']).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let name = name.trim();
    if name.is_empty() {
        return bad("The name of a setting is missing");
    }
    // What stands behind the blank may be a password whose equals sign was forgotten: it is not repeated.
    if let Some((first, _)) = name.split_once(char::is_whitespace) {
        return bad(&format!("There is no equals sign behind {first}, or its name has a blank"));
    }
    let (connection, rest) = match rest.strip_prefix('[') {
        None => (None, rest),
        Some(inside) => match inside.split_once(']') {
            Some((id, _)) if id.trim().is_empty() => return bad("The brackets hold no connection id"),
            Some((id, rest)) => (Some(id.trim()), rest.trim_start()),
            None => return bad("The bracket of the connection id is not closed"),
        },
    };
    match rest.strip_prefix('=') {
        Some(value) => Ok(Reference { name, connection, value: Some(value.trim()) }),
        None if rest.is_empty() => Ok(Reference { name, connection, value: None }),
        None => bad("After the connection id an = must follow"),
    }
}

/// One line of a configuration text, checked.
#[derive(Clone, PartialEq, Eq)]
pub struct ConfigLine {
    /// The number of the line, counted from 1.
    pub line: usize,
    /// The setting.
    pub setting: &'static Setting,
    /// The connection in brackets.
    pub connection: Option<String>,
    /// The value, as text.
    pub value: String,
}

impl std::fmt::Debug for ConfigLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let connection = self.connection.as_ref().map_or(String::new(), |id| format!("[{id}]"));
        write!(f, "{}: {}{connection}={}", self.line, self.setting.name, self.setting.shown(&self.value))
    }
}

/// Reads a configuration text: `Name=value` lines, blank lines, and comments, which start with `#`. A value in double
/// quotes keeps the spaces at its ends. A value of several lines, such as certificates, is written as `Name=<<END`, its
/// lines, and a line `END` (any word does). Names, scopes and values are all checked, so that a text with an error changes
/// nothing.
///
/// # Errors
/// 5, 6, 7, 8, 9 or 126, each with the number of the line.
pub fn load_text(text: &str) -> Result<Vec<ConfigLine>> {
    // Carriage returns alone end lines too.
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text).replace("\r\n", "\n").replace('\r', "\n");
    let mut lines = text.lines().enumerate();
    let mut loaded = Vec::new();
    while let Some((index, line)) = lines.next() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let at = |error: Error| Error { message: format!("Line {}: {}", index + 1, error.message), ..error };
        let reference = parse_reference(line).map_err(at)?;
        let setting = require(reference.name).map_err(at)?;
        let Some(value) = reference.value else {
            return Err(at(Error::new(
                codes::BAD_ARGUMENT,
                format!("{} has no value; write {0}=value.", setting.name),
            )));
        };
        let value = match value.strip_prefix("<<").map(str::trim) {
            Some(end) if !end.is_empty() => block(&mut lines, end).ok_or_else(|| {
                at(Error::new(
                    codes::BAD_ARGUMENT,
                    format!("{}: there is no line {end} to end the value.", setting.name),
                ))
            })?,
            _ => unquoted(value).to_owned(),
        };
        setting.check_scope(reference.connection.is_some()).map_err(at)?;
        setting.check_change(false).map_err(at)?;
        parse_value(setting, &value).map_err(at)?;
        loaded.push(ConfigLine {
            line: index + 1,
            setting,
            connection: reference.connection.map(str::to_owned),
            value,
        });
    }
    Ok(loaded)
}

/// The lines up to the one that says `end`; `None` when there is no such line.
fn block<'a>(lines: &mut impl Iterator<Item = (usize, &'a str)>, end: &str) -> Option<String> {
    let mut block = Vec::new();
    for (_, line) in lines {
        if line.trim() == end {
            return Some(block.join("\n"));
        }
        block.push(line);
    }
    None
}

fn unquoted(value: &str) -> &str {
    value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::super::Id;
    use super::*;

    fn parts(text: &str) -> (&str, Option<&str>, Option<&str>) {
        let reference = parse_reference(text).unwrap();
        (reference.name, reference.connection, reference.value)
    }

    #[test]
    fn references_are_taken_apart() {
        assert_eq!(parts("LogLevel"), ("LogLevel", None, None));
        assert_eq!(parts("LogLevel=2"), ("LogLevel", None, Some("2")));
        assert_eq!(parts(" LogLevel = 2 "), ("LogLevel", None, Some("2")));
        assert_eq!(parts("Retry[12]"), ("Retry", Some("12"), None));
        assert_eq!(
            parts("CertificateSubject [ 12 ] = CN=a[1], O=b"),
            ("CertificateSubject", Some("12"), Some("CN=a[1], O=b"))
        );
        assert_eq!(parts("TempPath=/x[1]=y"), ("TempPath", None, Some("/x[1]=y")));
        assert_eq!(parts("FileDescription[12]="), ("FileDescription", Some("12"), Some("")));
    }

    #[test]
    fn what_is_no_reference_is_refused() {
        for text in ["", "=1", "[12]=1", "Retry[", "Retry[12", "Retry[]", "Retry[12]x", "Retry[ ]=1"] {
            assert_eq!(parse_reference(text).unwrap_err().code, codes::BAD_ARGUMENT, "{text}");
        }
    }

    #[test]
    fn a_whole_server_is_read_from_a_text() {
        let text = "\u{FEFF}# server\r\n\r\nLocalPort = 3305\r\nserverssidcode=\"O0013 \"\n  # more\nSSLCACerts=<<PEM\nline 1\n  line 2\nPEM\nUseSSL=no\n";
        let lines = load_text(text).unwrap();
        let seen: Vec<_> = lines.iter().map(|l| (l.line, l.setting.id, l.value.as_str())).collect();
        assert_eq!(
            seen,
            [
                (3, Id::LocalPort, "3305"),
                (4, Id::ServerSSIDCode, "O0013 "),
                (6, Id::SSLCACerts, "line 1\n  line 2"),
                (10, Id::UseSSL, "no")
            ]
        );
    }

    #[test]
    fn errors_say_the_line() {
        for (text, code) in [
            ("LocalPort=1\nLocalPrt=2", codes::UNKNOWN_SETTING),
            ("LocalPort=1\nLocalPort=x", codes::BAD_VALUE),
            ("LocalPort=1\nListening=True", codes::READ_ONLY),
            ("LocalPort=1\nLocalPort", codes::BAD_ARGUMENT),
            ("LocalPort=1\nLocalPort[1]=2", codes::BAD_ARGUMENT),
            ("LocalPort=1\nVirtualFileDate=2", codes::INVALID_CONNECTION_ID),
            ("LocalPort=1\nSSLCACerts=<<END\nx", codes::BAD_ARGUMENT),
        ] {
            let error = load_text(text).unwrap_err();
            assert_eq!(error.code, code, "{text}");
            assert!(error.message.starts_with("Line 2: "), "{error}");
        }
    }

    #[test]
    fn secrets_are_not_in_debug_output() {
        let lines = load_text("ServerPassword=GEHEIM").unwrap();
        assert_eq!(format!("{lines:?}"), "[1: ServerPassword=********]");
    }
}
