//! What can be done with a row of the table of settings ([`crate::surface::settings`]), and how a row is found by its name.

use crate::error::{Error, Result, codes};
pub use crate::surface::forms::{Access, Applies, Kind, Scope, Setting};
pub use crate::surface::settings::{Group, Id, SETTINGS as TABLE};

impl Id {
    /// The row of this setting.
    pub fn setting(self) -> &'static Setting {
        &TABLE[self as usize]
    }

    /// The public name.
    pub fn name(self) -> &'static str {
        self.setting().name
    }
}

impl Setting {
    /// Whether the setting can be given in this form: `true` for `Name[connection-id]`, `false` for `Name`.
    ///
    /// # Errors
    /// 126 for a setting of one connection without connection, 8 for a setting of the server with one.
    pub fn check_scope(&self, with_connection: bool) -> Result<()> {
        match (self.scope, with_connection) {
            (Scope::Connection, false) => Err(Error::new(
                codes::INVALID_CONNECTION_ID,
                format!("{0} belongs to one connection: write {0}[connection-id].", self.name),
            )),
            (Scope::Server, true) => Err(Error::new(
                codes::BAD_ARGUMENT,
                format!("{0} belongs to the whole server: write {0} without a connection id.", self.name),
            )),
            _ => Ok(()),
        }
    }

    /// Whether the program may change the setting now.
    ///
    /// # Errors
    /// 7 for a read-only setting (100, 101 for RemotePort and RemoteHost), or the code of [`Applies::NotWhileListening`].
    pub fn check_change(&self, listening: bool) -> Result<()> {
        if let Some(code) = self.address_code() {
            return Err(Error::of(code));
        }
        if self.access == Access::ReadOnly {
            return Err(Error::new(codes::READ_ONLY, format!("{} can be read only.", self.name)));
        }
        match self.applies {
            Applies::NotWhileListening(code) if listening => Err(match code {
                codes::ALREADY_LISTENING => {
                    Error::new(code, format!("{} cannot be changed while the server is listening.", self.name))
                }
                _ => Error::of(code),
            }),
            _ => Ok(()),
        }
    }

    /// Why a change has no effect, for settings that have none here.
    pub fn note(&self) -> Option<&'static str> {
        match self.applies {
            Applies::Platform(note) => Some(note),
            _ => None,
        }
    }

    /// The line of the log for a setting without effect that the program has changed.
    pub fn warning(&self) -> Option<String> {
        self.note().map(|note| format!("{} has no effect here: {note}", self.name))
    }

    /// The value as logs may show it: secrets, private keys and long texts are left out.
    pub fn shown<'a>(&self, value: &'a str) -> &'a str {
        match value {
            "" => "",
            _ if self.sensitive || value.contains("PRIVATE KEY") => "********",
            _ if value.len() > 256 => "(long value)",
            _ => value,
        }
    }
}

/// The row of a name, in any case of letters.
pub fn find(name: &str) -> Option<&'static Setting> {
    rows().find(|row| row.name.eq_ignore_ascii_case(name))
}

/// The rows that a server or its connections have.
fn rows() -> impl Iterator<Item = &'static Setting> {
    TABLE.iter().filter(|row| row.scope != Scope::Elsewhere)
}

/// The row of a name.
///
/// # Errors
/// 5 when there is none, with the nearest name there is.
pub fn require(name: &str) -> Result<&'static Setting> {
    find(name).ok_or_else(|| {
        let shown: String = name.chars().take(64).collect();
        let hint = nearest(&shown).map_or(String::new(), |near| format!(" Did you mean {near}?"));
        Error::new(codes::UNKNOWN_SETTING, format!("No property or config setting is called \"{shown}\".{hint}"))
    })
}

/// The name that needs the fewest corrections, if those are few enough to be slips.
fn nearest(name: &str) -> Option<&'static str> {
    let lower = name.to_ascii_lowercase();
    let (distance, near) =
        rows().map(|row| (edits(&lower, &row.name.to_ascii_lowercase()), row.name)).min_by_key(|&(n, _)| n)?;
    (distance <= (name.len() / 3).max(2)).then_some(near)
}

/// How many letters must be put in, taken out or replaced to get from one word to the other.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &cb) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(ca != cb);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_any_case_and_slips_get_a_hint() {
        assert_eq!(find("localPORT").unwrap().id, Id::LocalPort);
        let error = require("LocalPrt").unwrap_err();
        assert_eq!(error.code, codes::UNKNOWN_SETTING);
        assert!(error.message.contains("Did you mean LocalPort?"), "{error}");
        assert!(!require("Quite another thing").unwrap_err().message.contains("Did you mean"));
        assert_eq!(require(&"x".repeat(100_000)).unwrap_err().code, codes::UNKNOWN_SETTING);
    }

    #[test]
    fn the_scope_is_checked_with_a_message_that_says_what_to_write() {
        assert!(Id::Connected.setting().check_scope(true).is_ok());
        let error = Id::Connected.setting().check_scope(false).unwrap_err();
        assert_eq!(error.code, codes::INVALID_CONNECTION_ID);
        assert!(error.message.contains("Connected[connection-id]"));
        assert_eq!(Id::LocalPort.setting().check_scope(true).unwrap_err().code, codes::BAD_ARGUMENT);
        assert!(Id::IdleTimeout.setting().check_scope(true).is_ok());
        assert!(Id::IdleTimeout.setting().check_scope(false).is_ok());
    }

    #[test]
    fn changes_while_listening_get_the_class_reference_codes() {
        for (id, code) in [(Id::LocalPort, 106), (Id::LocalHost, 107), (Id::MaxConnections, 108), (Id::StatePath, 104)]
        {
            assert!(id.setting().check_change(false).is_ok());
            assert_eq!(id.setting().check_change(true).unwrap_err().code, code);
        }
        assert_eq!(Id::Listening.setting().check_change(false).unwrap_err().code, codes::READ_ONLY);
        for (id, code) in [(Id::RemotePort, 100), (Id::RemoteHost, 101)] {
            assert_eq!(id.setting().check_change(false).unwrap_err().code, code);
        }
    }

    #[test]
    fn secrets_and_keys_are_not_shown() {
        assert_eq!(Id::ServerPassword.setting().shown("GEHEIM"), "********");
        assert_eq!(Id::ServerPassword.setting().shown(""), "");
        assert_eq!(Id::CertificateStore.setting().shown("-----BEGIN PRIVATE KEY-----"), "********");
        assert_eq!(Id::LocalHost.setting().shown("127.0.0.1"), "127.0.0.1");
    }
}

#[cfg(test)]
mod table_tests {
    use super::super::values::parse_value;
    use super::*;
    use crate::surface::names::since;

    #[test]
    fn rows_are_where_their_ids_point_and_names_are_unique() {
        for (i, row) in TABLE.iter().enumerate() {
            assert_eq!(row.id as usize, i);
            assert_eq!(row.name, format!("{:?}", row.id), "the Rust name is the public name");
            assert!(
                TABLE[i + 1..].iter().all(|other| !other.name.eq_ignore_ascii_case(row.name)),
                "{} twice",
                row.name
            );
            assert!(since(row.doc).0.ends_with('.'), "{}", row.name);
        }
    }

    #[test]
    fn every_default_fits_its_setting_and_reads_back_as_written() {
        for row in TABLE {
            let value = parse_value(row, row.default).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(value.to_text(), row.default, "{}", row.name);
        }
    }

    /// The class reference's names: `tests/data/surface.tsv` begins with kind, owner and name, also of what is no setting.
    #[test]
    fn the_class_references_names_are_all_here() {
        // Objects, not texts: they have functions of their own.
        const OBJECTS: &[&str] =
            &["Certificate", "SSLCert", "TrustedCerts", "Connections", "DownloadStream", "UploadStream"];
        let names = include_str!("../../tests/data/surface.tsv");
        let mut seen = 0;
        for line in names.lines().skip(1) {
            let fields: Vec<&str> = line.split('\t').collect();
            let [kind, owner, name, ..] = fields[..] else { panic!("three columns: {line}") };
            if !["property", "type-field", "config"].contains(&kind) {
                continue;
            }
            if owner == "Certificate" || OBJECTS.contains(&name) {
                continue;
            }
            let name = name.trim_end_matches("[ConnectionId]");
            let row = TABLE.iter().find(|row| row.name == name).unwrap_or_else(|| panic!("{name} is missing"));
            assert_ne!(row.group, Group::Own, "{name} is the class reference's");
            match (kind, owner) {
                ("type-field", _) | ("config", "connection") => assert_ne!(row.scope, Scope::Server, "{name}"),
                ("property", _) => assert_ne!(row.scope, Scope::Connection, "{name}"),
                _ => {}
            }
            seen += 1;
        }
        assert!(seen > 110, "only {seen} names");
    }

    #[test]
    fn settings_without_effect_say_why_and_read_only_ones_never_wait() {
        for row in TABLE {
            if let Applies::Platform(note) = row.applies {
                assert!(note.ends_with('.'), "{}", row.name)
            }
            assert!(row.access == Access::ReadWrite || row.applies == Applies::Always, "{}", row.name);
            if let Kind::Choice(list) = row.kind {
                assert!(list.values.windows(2).all(|pair| pair[0].value < pair[1].value), "{}", row.name);
            }
        }
    }
}
