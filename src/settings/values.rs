//! Values: what is set, in one layer (the server's or one connection's), and the look-up through both. Values are checked
//! and brought to one form when they are set, so that reading them cannot fail.

use super::setting::{Id, TABLE};
use super::setting::{Kind, Setting};
use crate::error::{Error, Result, codes};
use crate::model::AddressList;
use once_cell::sync::Lazy;
use std::fmt;
use zeroize::Zeroize;

/// Octets of a list of addresses.
const MOST_ADDRESSES: usize = 65_535;

/// A value in the form of its setting's kind.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// Of [`Kind::Bool`].
    Bool(bool),
    /// Of [`Kind::Int`] and [`Kind::Choice`].
    Int(i64),
    /// Of [`Kind::Text`], [`Kind::Code`], [`Kind::IntList`], [`Kind::Codes`], [`Kind::Addresses`], and of
    /// [`Kind::Bytes`] when it was set as text.
    Text(String),
    /// Of [`Kind::Bytes`] when it was set as octets, or is not UTF-8.
    Bytes(Vec<u8>),
}

impl Value {
    /// The value as programs read it: `True` and `False`, decimal numbers, text as it is, octets that are no text in Base64.
    pub fn to_text(&self) -> String {
        match self {
            Value::Bool(true) => "True".to_owned(),
            Value::Bool(false) => "False".to_owned(),
            Value::Int(number) => number.to_string(),
            Value::Text(text) => text.clone(),
            Value::Bytes(octets) => match std::str::from_utf8(octets) {
                Ok(text) => text.to_owned(),
                Err(_) => openssl::base64::encode_block(octets),
            },
        }
    }

    fn wipe(&mut self) {
        match self {
            Value::Text(text) => text.zeroize(),
            Value::Bytes(octets) => octets.zeroize(),
            Value::Bool(_) | Value::Int(_) => {}
        }
    }
}

/// The kind only: a value on its own does not know whether it is a secret.
impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Bool(on) => write!(f, "Bool({on})"),
            Value::Int(number) => write!(f, "Int({number})"),
            Value::Text(text) => write!(f, "Text({} octets)", text.len()),
            Value::Bytes(octets) => write!(f, "Bytes({} octets)", octets.len()),
        }
    }
}

impl From<bool> for Value {
    fn from(on: bool) -> Self {
        Value::Bool(on)
    }
}

impl From<i32> for Value {
    fn from(number: i32) -> Self {
        Value::Int(number.into())
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Value::Int(number.into())
    }
}

impl From<u16> for Value {
    fn from(number: u16) -> Self {
        Value::Int(number.into())
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Value::Int(number)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::Text(text)
    }
}

/// Octets that are UTF-8 become text.
impl From<Vec<u8>> for Value {
    fn from(octets: Vec<u8>) -> Self {
        String::from_utf8(octets).map_or_else(|error| Value::Bytes(error.into_bytes()), Value::Text)
    }
}

/// Reads a text as a value of this setting.
///
/// # Errors
/// 6 with the name, the value (unless it is a secret) and what is allowed.
pub fn parse_value(row: &Setting, text: &str) -> Result<Value> {
    let trimmed = text.trim();
    let parsed = match row.kind {
        Kind::Bool => parse_bool(trimmed).map(Value::Bool),
        Kind::Int { min: -1, .. } if trimmed.is_empty() => Some(Value::Int(-1)),
        Kind::Int { .. } => trimmed.parse().ok().map(Value::Int),
        Kind::Choice(list) => {
            let named = list.values.iter().find(|row| row.word().eq_ignore_ascii_case(trimmed));
            named.map(|row| row.value.into()).or_else(|| trimmed.parse().ok()).map(Value::Int)
        }
        Kind::IntList { .. } => parse_list(trimmed).map(|list| Value::Text(join(&list))),
        Kind::Codes { .. } => Some(Value::Text(codes_of(text).collect::<Vec<_>>().join(","))),
        Kind::Code { .. } => Some(Value::Text(text.trim_end_matches(' ').to_owned())),
        Kind::Text { .. } | Kind::Addresses | Kind::Bytes => Some(Value::Text(text.to_owned())),
    };
    let value = parsed.ok_or_else(|| misfit(row, text))?;
    check(row, &value).map(|()| value)
}

fn parse_bool(text: &str) -> Option<bool> {
    let is = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    match text {
        _ if is(&["True", "1", "Yes"]) => Some(true),
        _ if is(&["False", "0", "No"]) => Some(false),
        _ => None,
    }
}

fn parse_list(text: &str) -> Option<Vec<i64>> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(|part| part.parse().ok()).collect()
}

fn join(list: &[i64]) -> String {
    list.iter().map(i64::to_string).collect::<Vec<_>>().join(",")
}

/// The codes of a list: blanks at their ends do not count, and what is empty is none.
fn codes_of(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(str::trim).filter(|code| !code.is_empty())
}

fn is_code(text: &str, max: usize) -> bool {
    text.chars().count() <= max && text.chars().all(|c| c != '\0' && u32::from(c) <= 0xFF)
}

/// Whether a value is of the type that a kind needs.
fn has_form(kind: Kind, value: &Value) -> bool {
    match kind {
        Kind::Bool => matches!(value, Value::Bool(_)),
        Kind::Int { .. } | Kind::Choice(_) => matches!(value, Value::Int(_)),
        Kind::Text { .. } | Kind::Code { .. } | Kind::IntList { .. } | Kind::Codes { .. } | Kind::Addresses => {
            matches!(value, Value::Text(_))
        }
        Kind::Bytes => matches!(value, Value::Text(_) | Value::Bytes(_)),
    }
}

/// Whether a value has the form of its setting and lies within its bounds.
fn check(row: &Setting, value: &Value) -> Result<()> {
    let fits = match (row.kind, value) {
        (Kind::Int { min, max }, Value::Int(number)) => (min..=max).contains(number),
        (Kind::Choice(list), Value::Int(number)) => list.values.iter().any(|row| i64::from(row.value) == *number),
        (Kind::IntList { min, max }, Value::Text(text)) => {
            parse_list(text).is_some_and(|list| list.iter().all(|number| (min..=max).contains(number)))
        }
        // A NUL would end the text for programs in C.
        (Kind::Text { max }, Value::Text(text)) => text.len() <= max && !text.contains('\0'),
        (Kind::Code { max }, Value::Text(text)) => is_code(text, max),
        (Kind::Codes { max }, Value::Text(text)) => {
            text.len() <= MOST_ADDRESSES && codes_of(text).all(|code| is_code(code, max))
        }
        (Kind::Addresses, Value::Text(text)) => {
            let wrong = |cause| Error::new(codes::BAD_VALUE, format!("{}: {cause}.", row.name));
            AddressList::parse(text).map_err(wrong)?;
            text.len() <= MOST_ADDRESSES
        }
        (kind, value) => has_form(kind, value),
    };
    if !fits {
        return Err(misfit(row, &value.to_text()));
    }
    Ok(())
}

fn misfit(row: &Setting, text: &str) -> Error {
    let shown: String = row.shown(text).chars().take(64).collect();
    let allowed = match row.kind {
        Kind::Bool => "True or False (also 1, 0, Yes, No)".to_owned(),
        Kind::Int { min, max } => format!("a number from {min} to {max}"),
        Kind::Choice(list) => {
            let all: Vec<String> = list.values.iter().map(|row| format!("{} ({})", row.value, row.word())).collect();
            format!("one of {}", all.join(", "))
        }
        Kind::IntList { min, max } => format!("a list of numbers from {min} to {max}, separated by commas"),
        Kind::Text { max } => format!("text of at most {max} octets without NUL"),
        Kind::Code { max } => format!("text of at most {max} characters of one octet each (ISO 8859-1)"),
        Kind::Codes { max } => {
            format!("codes of at most {max} characters of one octet each (ISO 8859-1), separated by commas")
        }
        Kind::Addresses => format!("a list of addresses of at most {MOST_ADDRESSES} octets"),
        Kind::Bytes => "octets".to_owned(),
    };
    Error::new(codes::BAD_VALUE, format!("{} cannot be \"{shown}\": it must be {allowed}.", row.name))
}

/// Names that stand for the same value.
fn slot(id: Id) -> Id {
    match id {
        Id::RecipientCertStoreB => Id::RecipientCertStore,
        other => other,
    }
}

/// The server's setting that stands in for a connection's that is not set.
fn stand_in(id: Id) -> Option<Id> {
    TABLE[id as usize].stand_in()
}

static DEFAULTS: Lazy<Vec<Value>> = Lazy::new(|| {
    // A test holds that every default can be read.
    TABLE.iter().map(|row| parse_value(row, row.default).unwrap_or_else(|_| row.default.into())).collect()
});

/// The value of a setting that nobody has set.
pub fn default_of(id: Id) -> &'static Value {
    &DEFAULTS[id as usize]
}

/// One layer: what has been set for the server, or for one connection. Secrets are wiped when they go.
#[derive(Clone, Default)]
pub struct Values {
    /// By id. A connection has some twenty values and is one of thousands: a map would be several times as large.
    set: Vec<(Id, Value)>,
}

impl Values {
    /// A layer in which nothing is set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a value from text. Scope and the state of the server are the caller's to check ([`Setting::check_scope`],
    /// [`Setting::check_change`]).
    ///
    /// # Errors
    /// 7 for a read-only setting, 6 for a value that does not fit, 9 for one that this library cannot honour.
    pub fn set(&mut self, id: Id, text: &str) -> Result<()> {
        let row = id.setting();
        row.check_change(false)?;
        let value = parse_value(row, text)?;
        self.put(id, value);
        Ok(())
    }

    /// Sets a value that is typed already, with the same checks.
    ///
    /// # Errors
    /// As [`Values::set`].
    pub fn set_value(&mut self, id: Id, value: impl Into<Value>) -> Result<()> {
        match value.into() {
            Value::Text(text) => self.set(id, &text),
            value => {
                id.setting().check_change(false)?;
                check(id.setting(), &value)?;
                self.put(id, value);
                Ok(())
            }
        }
    }

    /// Puts a value without any check: for the engine, which fills read-only settings and replaces an announced value by
    /// the negotiated one.
    pub fn fill(&mut self, id: Id, value: impl Into<Value>) {
        let value = value.into();
        debug_assert!(has_form(id.setting().kind, &value), "{} filled with {value:?}", id.name());
        self.put(id, value);
    }

    /// Takes a value back, so that the layer below counts again.
    pub fn unset(&mut self, id: Id) {
        self.wipe_slot(slot(id));
        if let Ok(at) = self.place(slot(id)) {
            self.set.remove(at);
        }
    }

    /// Makes a value what it was in an older copy of this layer.
    pub fn take_back(&mut self, id: Id, before: &Values) {
        match before.get(id) {
            Some(value) => self.put(id, value.clone()),
            None => self.unset(id),
        }
    }

    fn put(&mut self, id: Id, value: Value) {
        self.wipe_slot(slot(id));
        match self.place(slot(id)) {
            Ok(at) => self.set[at].1 = value,
            Err(at) => {
                // Few at a time, because most of them stay.
                if self.set.len() == self.set.capacity() {
                    self.set.reserve_exact(8);
                }
                self.set.insert(at, (slot(id), value));
            }
        }
    }

    /// Where a value is, or where it would have to be.
    fn place(&self, id: Id) -> std::result::Result<usize, usize> {
        self.set.binary_search_by_key(&id, |(id, _)| *id)
    }

    fn wipe_slot(&mut self, id: Id) {
        let secret = id.setting().sensitive || id.setting().kind == Kind::Bytes;
        if let Ok(at) = self.place(id)
            && secret
        {
            self.set[at].1.wipe();
        }
    }

    /// What has been set in this layer.
    pub fn get(&self, id: Id) -> Option<&Value> {
        self.place(slot(id)).ok().map(|at| &self.set[at].1)
    }

    /// What has been set, in the table's order.
    pub fn iter(&self) -> impl Iterator<Item = (Id, &Value)> {
        self.set.iter().map(|(id, value)| (*id, value))
    }

    /// Looks a setting up in this layer alone, then in the defaults.
    fn alone(&self) -> Lookup<'_> {
        Lookup { connection: None, server: self }
    }

    /// The value, or the default; `false` for a setting that is not a [`Kind::Bool`].
    pub fn bool(&self, id: Id) -> bool {
        self.alone().bool(id)
    }

    /// The value, or the default; 0 for a setting that is no number.
    pub fn int(&self, id: Id) -> i64 {
        self.alone().int(id)
    }

    /// The value, or the default; empty for a setting that is no text.
    pub fn text(&self, id: Id) -> &str {
        as_text(self.alone().find(id))
    }

    /// The value, or the default, as octets; empty for numbers.
    pub fn bytes(&self, id: Id) -> &[u8] {
        as_bytes(self.alone().find(id))
    }
}

impl Drop for Values {
    fn drop(&mut self) {
        let ids: Vec<Id> = self.set.iter().map(|(id, _)| *id).collect();
        ids.into_iter().for_each(|id| self.wipe_slot(id));
    }
}

impl fmt::Debug for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (id, value) in self.iter() {
            map.entry(&id, &id.setting().shown(&value.to_text()));
        }
        map.finish()
    }
}

/// A setting as it counts for a connection: its own value, else the server's, else the default. `Timeout` and
/// `IdleTimeout` stand for `DefaultTimeout` and `DefaultIdleTimeout` while they are not set.
#[derive(Debug, Clone, Copy)]
pub struct Lookup<'a> {
    /// The connection's layer; `None` asks for the server's value.
    pub connection: Option<&'a Values>,
    /// The server's layer.
    pub server: &'a Values,
}

impl<'a> Lookup<'a> {
    /// The value that counts for a connection.
    pub fn new(connection: Option<&'a Values>, server: &'a Values) -> Self {
        Lookup { connection, server }
    }

    fn find(&self, id: Id) -> &'a Value {
        let own = self.connection.and_then(|layer| layer.get(id));
        let set = own.or_else(|| self.server.get(id));
        let inherited = || stand_in(id).map(|other| self.server.get(other).unwrap_or_else(|| default_of(other)));
        set.or_else(inherited).unwrap_or_else(|| default_of(slot(id)))
    }

    /// The value that counts.
    pub fn get(&self, id: Id) -> &'a Value {
        self.find(id)
    }

    /// Whether somebody has set it, for the connection or for the server.
    pub fn is_set(&self, id: Id) -> bool {
        self.connection.is_some_and(|layer| layer.get(id).is_some()) || self.server.get(id).is_some()
    }

    /// The value as programs read it.
    pub fn shown(&self, id: Id) -> String {
        self.find(id).to_text()
    }

    /// The value of a [`Kind::Bool`]; `false` for others.
    pub fn bool(&self, id: Id) -> bool {
        debug_assert!(id.setting().kind == Kind::Bool, "{} is not a bool", id.name());
        matches!(self.find(id), Value::Bool(true))
    }

    /// The value of a [`Kind::Int`] or [`Kind::Choice`]; 0 for others.
    pub fn int(&self, id: Id) -> i64 {
        match self.find(id) {
            Value::Int(number) => *number,
            _ => {
                debug_assert!(false, "{} is not a number", id.name());
                0
            }
        }
    }

    /// The text of a [`Kind::Text`], [`Kind::Code`], [`Kind::IntList`], [`Kind::Codes`] or [`Kind::Addresses`], and of [`Kind::Bytes`] when it
    /// is UTF-8; empty for others.
    pub fn text(&self, id: Id) -> &'a str {
        as_text(self.find(id))
    }

    /// The octets of a [`Kind::Bytes`] or of a text; empty for others.
    pub fn bytes(&self, id: Id) -> &'a [u8] {
        as_bytes(self.find(id))
    }

    /// The numbers of a [`Kind::IntList`].
    pub fn list(&self, id: Id) -> Vec<i64> {
        parse_list(self.text(id)).unwrap_or_default()
    }

    /// Seconds of a timeout as milliseconds; `None` when there is no limit (0).
    pub fn timeout_ms(&self, id: Id) -> Option<u64> {
        u64::try_from(self.int(id)).ok().filter(|&seconds| seconds > 0).map(|seconds| seconds * 1000)
    }

    /// How many octets a received file may become (`MaxDecompressedSize`), given the original size that was announced in
    /// blocks of 1024 octets (0 when it was not).
    pub fn max_decompressed(&self, announced_k: u64) -> u64 {
        match self.int(Id::MaxDecompressedSize) {
            0 if announced_k == 0 => 16 << 30,
            0 => {
                let octets = announced_k.saturating_mul(1024);
                octets.saturating_add(octets / 8).saturating_add(1 << 20)
            }
            limit => u64::try_from(limit).unwrap_or(u64::MAX),
        }
    }
}

fn as_text(value: &Value) -> &str {
    match value {
        Value::Text(text) => text,
        Value::Bytes(octets) => std::str::from_utf8(octets).unwrap_or_default(),
        Value::Bool(_) | Value::Int(_) => "",
    }
}

fn as_bytes(value: &Value) -> &[u8] {
    match value {
        Value::Text(text) => text.as_bytes(),
        Value::Bytes(octets) => octets,
        Value::Bool(_) | Value::Int(_) => &[],
    }
}

#[cfg(test)]
#[path = "values_tests.rs"]
mod tests;
