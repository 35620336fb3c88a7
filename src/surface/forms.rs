//! The words in which the table of settings is written.

use super::classes::Class;
use super::constants::Constants;
use super::errors::codes;
use super::settings::{Group, Id};

/// Where a setting can be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// For the whole server only: `Name`.
    Server,
    /// For one connection only: `Name[connection-id]`.
    Connection,
    /// Either way; the server's value is what a connection uses that has none of its own.
    Both,
    /// Neither: only classes that `also` have it.
    Elsewhere,
}

/// Who changes a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// The program sets and reads it.
    ReadWrite,
    /// The engine fills it, the program reads it.
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
    Choice(&'static Constants),
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
    /// A list of addresses, networks and host names, separated by commas; see `model::AddressList`.
    Addresses,
    /// Codes of the protocol, separated by commas; blanks at their ends do not count. At most `max` characters each.
    Codes {
        /// Characters of each.
        max: usize,
    },
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
    /// Which other classes have it.
    pub also: &'static [Also],
}

/// A setting as another class than the server has it, which has no connections: one value for the object. Its form is the row's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Also {
    /// The class.
    pub class: &'static Class,
    /// The part it belongs to; a property has functions of its own.
    pub group: Group,
    /// Who changes it.
    pub access: Access,
    /// The value when nothing is set, as text.
    pub default: &'static str,
    /// When a change takes effect.
    pub applies: Applies,
    /// What it means.
    pub doc: &'static str,
}

impl Setting {
    /// The setting of the server whose value counts while this one is set neither for the connection nor for the server.
    pub const fn stand_in(&self) -> Option<Id> {
        match self.id {
            Id::Timeout => Some(Id::DefaultTimeout),
            Id::IdleTimeout => Some(Id::DefaultIdleTimeout),
            _ => None,
        }
    }

    /// The address of a connection's partner: the class reference has an error of its own for a change of each part of it. 7
    /// for every other setting that can be read only.
    pub fn address_code(&self) -> Option<i32> {
        match self.id {
            Id::RemoteHost => Some(codes::REMOTE_HOST_IN_USE),
            Id::RemotePort => Some(codes::REMOTE_PORT_IN_USE),
            _ => None,
        }
    }
}

/// A kind together with its secrecy.
pub struct Form {
    /// Which values fit.
    pub kind: Kind,
    /// Whether the value is a secret.
    pub sensitive: bool,
}

const fn open(kind: Kind) -> Form {
    Form { kind, sensitive: false }
}

/// True or False.
pub const fn boolean() -> Form {
    open(Kind::Bool)
}

/// A number within bounds.
pub const fn int(min: i64, max: i64) -> Form {
    open(Kind::Int { min, max })
}

/// One of a list of numbers.
pub const fn choice(list: &'static Constants) -> Form {
    open(Kind::Choice(list))
}

/// Numbers within bounds, separated by commas.
pub const fn int_list(min: i64, max: i64) -> Form {
    open(Kind::IntList { min, max })
}

/// Text that is a line: a name, a pattern, a list.
pub const fn text() -> Form {
    open(Kind::Text { max: 65_535 })
}

/// Text of at most so many octets.
pub const fn text_up_to(max: usize) -> Form {
    open(Kind::Text { max })
}

/// Text that may be several certificates or a key.
pub const fn long_text() -> Form {
    open(Kind::Text { max: 16 << 20 })
}

/// A field of the protocol of at most so many characters.
pub const fn code(max: usize) -> Form {
    open(Kind::Code { max })
}

/// Codes of the protocol, separated by commas.
pub const fn codes(max: usize) -> Form {
    open(Kind::Codes { max })
}

/// A list of addresses, networks and host names.
pub const fn addresses() -> Form {
    open(Kind::Addresses)
}

/// Octets.
pub const fn bytes() -> Form {
    open(Kind::Bytes)
}

/// The same form as a secret.
pub const fn hidden(form: Form) -> Form {
    Form { kind: form.kind, sensitive: true }
}

/// [`Applies::Always`].
pub const fn always() -> Applies {
    Applies::Always
}

/// [`Applies::NotWhileListening`].
pub const fn not_while_listening(code: i32) -> Applies {
    Applies::NotWhileListening(code)
}

/// [`Applies::NextStart`].
pub const fn next_start() -> Applies {
    Applies::NextStart
}

/// [`Applies::NextConnection`].
pub const fn next_connection() -> Applies {
    Applies::NextConnection
}

/// [`Applies::Platform`].
pub const fn platform(note: &'static str) -> Applies {
    Applies::Platform(note)
}

/// Seconds of a timeout: up to 24 days, so that milliseconds fit an `i32`.
pub const SECONDS: Form = int(0, 2_147_483);
