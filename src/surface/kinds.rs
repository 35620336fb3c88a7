//! The words in which the tables are written.

use super::classes::Class;
use super::constants::Constants;

/// What a value is. Each language has one type for it.
///
/// | | C | Rust | Python | C# |
/// |---|---|---|---|---|
/// | `Flag` | `bool` | `bool` | `bool` | `bool` |
/// | `Number` | `int32_t` | `i32` | `int` | `int` |
/// | `Long` | `int64_t` | `i64` | `int` | `long` |
/// | `Text` | `char *`, UTF-8 | `String` | `str` | `string` |
/// | `Octets` | pointer and length | `Vec<u8>` | `bytes` | `byte[]` |
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// Yes or no.
    Flag,
    /// A number of 32 bits.
    Number,
    /// A number of 64 bits.
    Long,
    /// A text.
    Text,
    /// Octets.
    Octets,
}

/// A field of an event. See [`super::events`].
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// The class reference's name.
    pub name: &'static str,
    /// What it is.
    pub value: Value,
    /// The numbers it takes, where they have names.
    pub choice: Option<&'static Constants>,
    /// Whether the handler may change it.
    pub answer: bool,
    /// Whether it is a secret that a printed event must not show.
    pub secret: bool,
    /// Whether it is a line for people that may hold what a partner sent: control characters are shown and not obeyed.
    pub line: bool,
    /// What it means.
    pub doc: &'static str,
}

impl Field {
    /// It is a line for people that may hold what a partner sent.
    pub const fn line(self) -> Self {
        Field { line: true, ..self }
    }

    /// The handler may change it: what it says when the handler returns counts.
    pub const fn answer(self) -> Self {
        Field { answer: true, ..self }
    }

    /// It is a secret.
    pub const fn secret(self) -> Self {
        Field { secret: true, ..self }
    }
}

const fn field(name: &'static str, value: Value, choice: Option<&'static Constants>, doc: &'static str) -> Field {
    Field { name, value, choice, answer: false, secret: false, line: false, doc }
}

/// A field with yes or no.
pub const fn flag(name: &'static str, doc: &'static str) -> Field {
    field(name, Value::Flag, None, doc)
}

/// A field with a number.
pub const fn number(name: &'static str, doc: &'static str) -> Field {
    field(name, Value::Number, None, doc)
}

/// A field with a number that may need 64 bits.
pub const fn long(name: &'static str, doc: &'static str) -> Field {
    field(name, Value::Long, None, doc)
}

/// A field with one of the numbers that have names.
pub const fn choice(name: &'static str, list: &'static Constants, doc: &'static str) -> Field {
    field(name, Value::Number, Some(list), doc)
}

/// A field with a text.
pub const fn text(name: &'static str, doc: &'static str) -> Field {
    field(name, Value::Text, None, doc)
}

/// A field with octets.
pub const fn octets(name: &'static str, doc: &'static str) -> Field {
    field(name, Value::Octets, None, doc)
}

/// What counts when no handler answered: none is registered, or it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unanswered {
    /// The event tells something and asks nothing.
    Nothing,
    /// The answers as they are prefilled.
    Prefilled,
    /// Prefilled when no handler is registered; a handler that fails has refused. Such an event has a field Accept.
    Refused,
    /// Prefilled when no handler is registered; after a handler that fails the program answers later. Such an event has a field
    /// SendEndResponse.
    Later,
}

/// An event.
#[derive(Debug, Clone, Copy)]
pub struct Event {
    /// The class reference's name.
    pub name: &'static str,
    /// Which objects raise it.
    pub classes: &'static [&'static Class],
    /// When it is raised: a sentence.
    pub doc: &'static str,
    /// What a handler does with it, and what happens without one; may be empty.
    pub duty: &'static str,
    /// What counts when nobody answers.
    pub unanswered: Unanswered,
    /// The fields, in the order of the C structure. New ones go to the end.
    pub fields: &'static [Field],
}

/// What a method gives back, besides the status in C.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Returns {
    /// Nothing.
    Nothing,
    /// A value; the text says what it is.
    Value(Value, &'static str),
}

/// An argument of a method.
#[derive(Debug, Clone, Copy)]
pub struct Argument {
    /// Its name as the class reference writes it, `connectionId`.
    pub name: &'static str,
    /// What it is.
    pub value: Value,
    /// The numbers it takes, where they have names.
    pub choice: Option<&'static Constants>,
    /// Whether it is the path of a file or folder: languages that have path objects take them too.
    pub path: bool,
    /// Its value when it is left out, where a language allows that, as text: `""`, `0`. Only the last arguments have one.
    pub default: Option<&'static str>,
    /// What it means.
    pub doc: &'static str,
}

impl Argument {
    /// It may be left out.
    pub const fn or(self, default: &'static str) -> Self {
        Argument { default: Some(default), ..self }
    }

    /// It is a path.
    pub const fn path(self) -> Self {
        Argument { path: true, ..self }
    }

    /// It is one of the numbers that have names.
    pub const fn of(self, list: &'static Constants) -> Self {
        Argument { choice: Some(list), ..self }
    }
}

/// An argument.
pub const fn argument(name: &'static str, value: Value, doc: &'static str) -> Argument {
    Argument { name, value, choice: None, path: false, default: None, doc }
}

/// Whose handlers a method may wait for. Awaited inside one of these, it would wait for its own caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitsFor {
    /// Nobody's.
    Nobody,
    /// Those of the connection that its argument connectionId names.
    Connection,
    /// The same, except when it is called in one of them: there it is only asked for and returns at once.
    ConnectionFromOutside,
    /// Those of every connection.
    Everybody,
    /// Those of the object itself, which has one connection at most.
    Object,
    /// The same, except when it is called in one of them: there it is only asked for and returns at once.
    ObjectFromOutside,
}

/// Where the C function of a method is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body {
    /// Generated: arguments checked, then one call of the engine's method of the same name.
    Call,
    /// By hand, in `src/ffi`.
    ByHand,
}

/// A method.
#[derive(Debug, Clone, Copy)]
pub struct Method {
    /// The class reference's name.
    pub name: &'static str,
    /// Which objects have it.
    pub classes: &'static [&'static Class],
    /// What it does.
    pub doc: &'static str,
    /// Its arguments.
    pub arguments: &'static [Argument],
    /// What it gives back.
    pub returns: Returns,
    /// Error numbers that a caller should expect, by their names in [`super::errors`]: those of the method's `# Errors` in the
    /// engine, in their order.
    pub errors: &'static [&'static str],
    /// Whether it has an `await` form in `oftpsrv.aio`: it may take its time.
    pub awaited: bool,
    /// Whose handlers it may wait for.
    pub waits_for: WaitsFor,
    /// Where its C function is written.
    pub body: Body,
}

/// Which way a field of a certificate can be used. Reading a fact does a search of the store that was put off; reading what
/// names the store does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It can be read only: a fact of the certificate that was loaded.
    No,
    /// It names the store, and is kept.
    Kept,
    /// It loads the certificate, which may fail.
    Loads,
}

/// A field of a certificate.
#[derive(Debug, Clone, Copy)]
pub struct CertificateField {
    /// The class reference's name.
    pub name: &'static str,
    /// What it is.
    pub value: Value,
    /// The numbers it takes, where they have names.
    pub choice: Option<&'static Constants>,
    /// Whether and how it can be set.
    pub change: Change,
    /// What it means.
    pub doc: &'static str,
}
