//! What a row of the table says, and how a row is found by its name.

use super::table::{Group, Id, TABLE};
use crate::error::{Error, Result, codes};

/// Where a setting can be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// For the whole server only: `Name`.
    Server,
    /// For one connection only: `Name[connection-id]`.
    Connection,
    /// Either way; the server's value is what a connection uses that has none of its own.
    Both,
}

/// Who changes a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// The program sets and reads it.
    ReadWrite,
    /// The engine fills it ([`super::Values::fill`]), the program reads it.
    ReadOnly,
}

/// Which values fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// True or False; 1, 0, Yes and No are understood, in any case.
    Bool,
    /// A whole number within these bounds, both included.
    Int {
        /// The smallest number.
        min: i64,
        /// The largest number.
        max: i64,
    },
    /// One of these numbers; the word beside a number is understood too, in any case.
    Choice(&'static [(i64, &'static str)]),
    /// Numbers within these bounds, separated by commas; empty means none.
    IntList {
        /// The smallest number.
        min: i64,
        /// The largest number.
        max: i64,
    },
    /// Text of at most so many octets of UTF-8.
    Text {
        /// The most octets.
        max: usize,
    },
    /// A field of the protocol: at most so many characters, each of which fits one octet (U+0000 to U+00FF). Spaces at
    /// the end are padding and do not count.
    Code {
        /// The most characters.
        max: usize,
    },
    /// A list of addresses, networks and host names, separated by commas; see [`crate::model::AddressList`].
    Addresses,
    /// Octets: a certificate store or its name. As text, octets that are not UTF-8 are read in Base64.
    Bytes,
}

/// When a change takes effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applies {
    /// At its next use.
    Always,
    /// A change is refused with this error code while the server listens.
    NotWhileListening(i32),
    /// At the next StartListening.
    NextStart,
    /// For connections that come after the change.
    NextConnection,
    /// Accepted, kept and read back, without effect here; the note says why.
    Platform(&'static str),
}

/// One row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// The row's name in Rust.
    pub id: Id,
    /// The name that programs use, case insensitive.
    pub name: &'static str,
    /// The part of the reference page it belongs to; [`Group::Own`] holds those that the class reference does not know.
    pub group: Group,
    /// Where it can be given.
    pub scope: Scope,
    /// Who changes it.
    pub access: Access,
    /// Which values fit.
    pub kind: Kind,
    /// Whether the value is a secret that logs and errors do not show.
    pub sensitive: bool,
    /// The value when nothing is set, as text.
    pub default: &'static str,
    /// When a change takes effect.
    pub applies: Applies,
    /// What it means.
    pub doc: &'static str,
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

    /// The address of a connection's partner: the class reference has an error of its own for each part of it.
    pub(super) fn address_code(&self) -> Option<i32> {
        match self.id {
            Id::RemoteHost => Some(codes::REMOTE_HOST_IN_USE),
            Id::RemotePort => Some(codes::REMOTE_PORT_IN_USE),
            _ => None,
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
    TABLE.iter().find(|row| row.name.eq_ignore_ascii_case(name))
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
        TABLE.iter().map(|row| (edits(&lower, &row.name.to_ascii_lowercase()), row.name)).min_by_key(|&(n, _)| n)?;
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
