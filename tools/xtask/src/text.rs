//! Texts of the table as each language writes them: references resolved, lines wrapped.

use crate::surface::certificate;
use crate::surface::classes::Class;
use crate::surface::constants::{ALL as CONSTANTS, Constant, Constants, STORE_TYPES};
use crate::surface::errors::{ERRORS, ErrorRow, FIRST_SYSTEM_ERROR};
use crate::surface::forms::{Access, Applies, Kind, Setting};
use crate::surface::kinds::{Event, Field, Value};
pub use crate::surface::names::pascal;
use crate::surface::names::{c_method, since, snake};
use crate::surface::reasons::{EFNA_REASONS, ESID_REASONS, NERP_REASONS, SFNA_REASONS};
use crate::surface::settings::Group;
use crate::table::Table;

/// Who reads a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Documentation comments of the header.
    C,
    /// Documentation comments of the engine.
    Rust,
    /// Docstrings.
    Python,
    /// XML documentation.
    CSharp,
    /// Pages in Markdown.
    Page,
}

/// Objects that are properties and have functions of their own, by hand.
const OBJECTS: &[&str] = &["Certificate", "SSLCert", "TrustedCerts", "Connections"];
/// Methods by hand in each language: name and spelling in C, Python and C#.
const BY_HAND: &[(&str, &str, &str, &str)] = &[
    ("DoEvents", "do_events()", "do_events()", "DoEvents()"),
    ("SetEventDispatch", "set_event_dispatch()", "event_dispatch", "EventDispatch"),
];

/// Who says a text: the tables that it refers to, the class that it is written for, the language, and the event in whose
/// documentation it stands.
#[derive(Clone, Copy)]
pub struct Voice<'a> {
    /// The tables.
    pub table: &'a Table,
    /// The class. What is written for none of them is written for the server.
    pub class: &'static Class,
    /// The language.
    pub language: Language,
    /// The event.
    pub event: Option<&'a Event>,
}

impl<'a> Voice<'a> {
    /// The same in the documentation of an event.
    pub fn of(self, event: &'a Event) -> Self {
        let class = if event.classes.contains(&self.class) { self.class } else { event.classes[0] };
        Voice { event: Some(event), class, ..self }
    }

    /// A text with its references, `[Name]`, spelled. In the documentation of an event `[.Field]` is one of its own.
    /// `[since 0.2]` at its end becomes the sentence "Since 0.2."
    ///
    /// # Panics
    /// When a reference names nothing, or something stands behind `[since 0.2]`.
    pub fn spell(self, text: &str) -> String {
        self.spell_with(text, "")
    }

    /// The same with more about the thing, which is spelled already; since when it is there comes last.
    pub fn spell_with(self, text: &str, more: &str) -> String {
        let (text, version) = since(text);
        let spelled = self.references(text) + more;
        match version {
            Some(version) => format!("{spelled} Since {version}."),
            None => spelled,
        }
    }

    fn references(self, text: &str) -> String {
        let mut spelled = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('[') {
            let Some((name, after)) = after.split_once(']') else { break };
            spelled.push_str(&plain(before, self.language));
            // `Name[connection-id]` is no reference.
            if name.chars().next().is_some_and(|first| first == '.' || first.is_ascii_uppercase()) {
                spelled.push_str(&self.reference(name));
            } else {
                assert!(!name.starts_with("since "), "[{name}] stands at the end of a text: {text}");
                spelled.push_str(&format!("[{name}]"));
            }
            rest = after;
        }
        spelled + &plain(rest, self.language)
    }

    fn reference(self, name: &str) -> String {
        let Voice { table, language, .. } = self;
        if let Some(field) = name.strip_prefix('.') {
            let event = self.event.unwrap_or_else(|| panic!("[{name}] outside of an event"));
            return self.own_field(event, field);
        }
        if let Some((owner, field)) = name.split_once('.') {
            if owner == "Certificate" {
                assert!(certificate::FIELDS.iter().any(|row| row.name == field), "[{name}] names no field");
                if language == Language::Page {
                    return link(name, "certificate", "");
                }
                if language == Language::Rust {
                    return format!("[`Certificate::{0}`](crate::Certificate::{0})", snake(field));
                }
                return member(field, &snake(field), &format!("Certificate.{field}"), language);
            }
            let event = table.events.iter().find(|row| row.name == owner);
            let event = event.unwrap_or_else(|| panic!("[{name}] names no event"));
            return match language {
                // The method that answers later is called as the field that says so.
                Language::Python => format!("``{owner}Event.{}``", snake(field)),
                Language::Page => link(name, "events", &owner.to_lowercase()),
                _ => self.own_field(event, field),
            };
        }
        if name == "Dates" {
            let page = "[dates.md](dates.md)";
            return if language == Language::Page { page.to_owned() } else { "docs/dates.md".to_owned() };
        }
        if name == "ErrorCode" {
            return match language {
                Language::C => "OFTPSRV_ERROR_...".to_owned(),
                Language::Rust => "[`codes`](crate::codes)".to_owned(),
                Language::Python => name.to_owned(),
                Language::CSharp => see("OftpserverErrors"),
                Language::Page => "[`ErrorCode`](errors.md)".to_owned(),
            };
        }
        if let Some(group) = CONSTANTS.iter().find(|group| is_reason(group) && group.python == name) {
            return match language {
                Language::C => format!("OFTPSRV_{}...", group.c),
                Language::Rust => rust_numbers(group),
                Language::Python => name.to_owned(),
                Language::CSharp => see(group.csharp),
                Language::Page => link(name, page_of(group), &anchor(group)),
            };
        }
        if let Some((_, c, python, csharp)) = BY_HAND.iter().find(|row| row.0 == name) {
            return match language {
                Language::C => format!("{}{c}", self.class.c_prefix),
                Language::Python => (*python).to_owned(),
                Language::CSharp => see(&format!("{}.{csharp}", self.class.csharp)),
                Language::Rust => of_class(self.class, &snake(name)),
                Language::Page => link(name, "methods", &itself_anchor(table, self.class)),
            };
        }
        if OBJECTS.contains(&name) {
            if language == Language::Page {
                return link(name, if name == "Connections" { "connection" } else { "certificate" }, "");
            }
            if language == Language::Rust {
                return of_class(self.class, &snake(name));
            }
            return member(name, &snake(name), &format!("{}.{name}", self.class.csharp), language);
        }
        if let Some(class) = self.owner(|class| table.methods_of(class).any(|row| row.name == name)) {
            let foreign = if class == self.class { String::new() } else { format!("{}.", class.python) };
            return match language {
                Language::C => format!("{}{}()", class.c_prefix, c_method(name)),
                Language::Python => format!("{foreign}{}()", snake(name)),
                Language::CSharp => see(&format!("{}.{name}", class.csharp)),
                Language::Rust => of_class(class, &c_method(name)),
                Language::Page => link(name, "methods", &heading_anchor(table, class, &name.to_lowercase())),
            };
        }
        if let Some(class) = self.owner(|class| table.events_of(class).any(|row| row.name == name)) {
            return match language {
                Language::Python => format!("on_{}", snake(name)),
                Language::Rust => format!("[`{name}`](crate::events::{name})"),
                Language::Page => link(name, "events", &name.to_lowercase()),
                _ => member(name, "", &format!("{}.On{name}", class.csharp), language),
            };
        }
        if let Some((group, constant)) = constant(name) {
            return match language {
                Language::C => format!("OFTPSRV_{}{}", group.c, constant.c),
                Language::Python => format!("{}.{}", group.python, constant.python),
                Language::CSharp => see(&format!("{}.{}", group.csharp, csharp_constant(constant))),
                Language::Rust => {
                    let module = rust_module(group);
                    format!("[`{module}::{0}`](crate::events::numbers::{module}::{0})", constant.python)
                }
                Language::Page => link(&format!("OFTPSRV_{}{}", group.c, constant.c), page_of(group), &anchor(group)),
            };
        }
        let has = |class: &Class| table.settings_of(class).into_iter().find(|row| row.name == name);
        let class = self.owner(|class| has(class).is_some()).unwrap_or_else(|| panic!("[{name}] names nothing"));
        match has(class).map(|row| row.group) {
            Some(Group::Property) => member(name, &snake(name), &format!("{}.{name}", class.csharp), language),
            Some(Group::Connection) => member(name, &snake(name), &format!("OFTPConnection.{name}"), language),
            _ => match language {
                Language::Page | Language::Rust => format!("`{name}`"),
                _ => name.to_owned(),
            },
        }
    }

    /// The class that has something: the one that the text is written for, or the first that has it.
    fn owner(self, has: impl Fn(&Class) -> bool) -> Option<&'static Class> {
        if has(self.class) { Some(self.class) } else { self.table.classes.iter().copied().find(|class| has(class)) }
    }

    fn own_field(self, event: &Event, field: &str) -> String {
        assert!(event.fields.iter().any(|row| row.name == field), "{} has no field {field}", event.name);
        let class = if event.classes.contains(&self.class) { self.class } else { event.classes[0] };
        match self.language {
            Language::C => snake(field),
            Language::Python => format!("``{}``", snake(field)),
            Language::CSharp => see(&format!("{}{}EventArgs.{field}", class.csharp, event.name)),
            Language::Rust => format!("`{}`", snake(field)),
            Language::Page => format!("`{field}`"),
        }
    }

    /// What a text of a value adds about the numbers it takes: "One of …".
    pub fn one_of(self, list: Option<&Constants>) -> String {
        one_of(list, self.language)
    }

    /// A field's documentation, with what an answer is, which numbers it takes, and more that is spelled already.
    pub fn field(self, event: &'a Event, field: &Field, more: &str) -> String {
        let mut doc = self.of(event).spell_with(field.doc, &(self.one_of(field.choice) + more));
        if field.answer {
            doc = format!("Answer: {}{}", doc[..1].to_ascii_lowercase(), &doc[1..]);
        }
        doc
    }

    /// The range, the default and the time of change of a setting, in a sentence or two that can stand behind its documentation.
    pub fn facts(self, setting: &Setting) -> String {
        let range = match setting.kind {
            Kind::Int { min, max } if max >= i64::from(i32::MAX) => format!(" At least {min}."),
            Kind::Int { min, max } => format!(" Range: {min} to {max}."),
            Kind::Code { max } => format!(" At most {max} characters."),
            Kind::Text { max } if max < 65_535 => format!(" At most {max} octets."),
            _ => String::new(),
        };
        let default = match (setting.access, setting.default) {
            (Access::ReadOnly, _) | (_, "") => String::new(),
            (_, default) => match self.table.stand_in(self.class, setting) {
                Some(name) => format!(" Default: that of {name}."),
                None => format!(" Default {default}."),
            },
        };
        let applies = match setting.applies {
            Applies::Always => String::new(),
            Applies::NotWhileListening(code) => format!(" A change while the server listens is error {code}."),
            Applies::NextStart => " A change counts from the next start on.".to_owned(),
            Applies::NextConnection => " A change counts for connections that come after it.".to_owned(),
            Applies::Platform(note) => {
                format!(" It has no effect here: {note} Another value than the default leaves a line in the log.")
            }
        };
        range + &default + &applies
    }
}

/// The anchor of what is by hand of a class.
fn itself_anchor(table: &Table, class: &Class) -> String {
    if class == table.classes[0] {
        "the-object-itself".to_owned()
    } else {
        format!("{}-itself", class.name.to_lowercase())
    }
}

/// The anchor of a heading on a page of several classes: those of the server stand there by their names alone.
pub fn heading_anchor(table: &Table, class: &Class, name: &str) -> String {
    if class == table.classes[0] { name.to_owned() } else { format!("{}{name}", class.name.to_lowercase()) }
}

/// Two texts of the table, the second of which goes on where the first ends; the version of the first comes last.
pub fn joined(first: &str, second: &str) -> String {
    match since(first) {
        (first, Some(version)) => format!("{first} {second} [since {version}]"),
        (first, None) => format!("{first} {second}"),
    }
}

fn plain(text: &str, language: Language) -> String {
    match language {
        Language::CSharp => text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"),
        // What every language calls a handler is a callback in C.
        Language::C => text.replace('`', "\"").replace("handler", "callback"),
        // Code stands between two backticks in docstrings.
        Language::Python => text.replace('`', "``"),
        _ => text.to_owned(),
    }
}

fn member(name: &str, python: &str, csharp: &str, language: Language) -> String {
    match language {
        Language::C => name.to_owned(),
        Language::Python => format!("``{python}``"),
        Language::CSharp => see(csharp),
        Language::Rust | Language::Page => format!("`{name}`"),
    }
}

/// A link from one page to another (or to itself).
pub fn link(name: &str, page: &str, anchor: &str) -> String {
    let hash = if anchor.is_empty() { "" } else { "#" };
    format!("[`{name}`]({page}.md{hash}{anchor})")
}

/// The page that numbers are on.
pub fn page_of(group: &Constants) -> &'static str {
    if is_reason(group) { "reasons" } else { "constants" }
}

/// Whether numbers are reasons of a command.
pub fn is_reason(group: &Constants) -> bool {
    [ESID_REASONS, SFNA_REASONS, EFNA_REASONS, NERP_REASONS].contains(group)
}

/// The anchor of numbers on their page.
pub fn anchor(group: &Constants) -> String {
    group.python.to_lowercase()
}

/// The module of the engine's numbers that a group is.
pub fn rust_module(group: &Constants) -> String {
    snake(group.python)
}

fn rust_numbers(group: &Constants) -> String {
    format!("[`numbers::{0}`](crate::events::numbers::{0})", rust_module(group))
}

/// A method of the engine's server, or of another class.
fn of_class(class: &Class, method: &str) -> String {
    format!("[`{0}::{method}`](crate::{0}::{method})", class.rust)
}

fn see(member: &str) -> String {
    format!("<see cref=\"{member}\"/>")
}

fn constant(name: &str) -> Option<(&'static Constants, &'static Constant)> {
    CONSTANTS.iter().find_map(|group| {
        let own = name.strip_prefix(group.c)?;
        group.values.iter().find(|constant| constant.c == own).map(|constant| (*group, constant))
    })
}

/// A constant's name in C#.
pub fn csharp_constant(constant: &Constant) -> String {
    constant.word().into_owned()
}

/// Whether a text names every number of a group. Reasons and store types are too many.
pub fn listed(list: &Constants) -> bool {
    !is_reason(list) && *list != STORE_TYPES
}

fn one_of(list: Option<&Constants>, language: Language) -> String {
    let Some(list) = list else { return String::new() };
    match language {
        Language::C if listed(list) => {
            let names: Vec<_> =
                list.values.iter().map(|row| format!("OFTPSRV_{}{} ({})", list.c, row.c, row.value)).collect();
            format!(" One of {}.", join(&names))
        }
        Language::C => format!(" One of OFTPSRV_{}...", list.c),
        // The type says it.
        Language::Rust if !list.rust.is_empty() => String::new(),
        Language::Rust => format!(" One of {}.", rust_numbers(list)),
        Language::Python => format!(" One of {}.", list.python),
        Language::CSharp => format!(" One of <see cref=\"{}\"/>.", list.csharp),
        Language::Page => {
            let values: Vec<_> = list
                .values
                .iter()
                .map(|row| format!("`{}` {}", row.value, lower(row.doc.trim_end_matches('.'))))
                .collect();
            let values = if listed(list) { format!(": {}", values.join("; ")) } else { String::new() };
            format!(" One of [`{}`]({}.md#{}){values}.", list.python, page_of(list), anchor(list))
        }
    }
}

fn join(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

/// The names of the numbers that a setting takes, where they have some.
pub fn choice_of(setting: &Setting) -> Option<&'static Constants> {
    match setting.kind {
        Kind::Choice(list) if list.has_names() => Some(list),
        _ => None,
    }
}

/// The error of a name.
///
/// # Panics
/// When there is none.
pub fn error(name: &str) -> &'static ErrorRow {
    ERRORS.iter().find(|row| row.name == name).unwrap_or_else(|| panic!("no error is called {name}"))
}

/// An error's name in C#. Those of the operating system's that are one word keep it: `EADDRINUSE`.
pub fn csharp_error(row: &ErrorRow) -> String {
    if row.code >= FIRST_SYSTEM_ERROR && !row.name.contains('_') { row.name.to_owned() } else { pascal(row.name) }
}

/// What a property or connection field is in each language.
pub fn value_of(setting: &Setting) -> Value {
    match setting.kind {
        Kind::Bool => Value::Flag,
        Kind::Int { min, max } if i32::try_from(min).is_err() || i32::try_from(max).is_err() => Value::Long,
        Kind::Int { .. } | Kind::Choice(_) => Value::Number,
        Kind::Text { .. } | Kind::Code { .. } | Kind::IntList { .. } | Kind::Codes { .. } | Kind::Addresses => {
            Value::Text
        }
        Kind::Bytes if setting.name.ends_with('B') => Value::Octets,
        Kind::Bytes => Value::Text,
    }
}

/// Whether a program can set it.
pub fn writable(setting: &Setting) -> bool {
    setting.access == Access::ReadWrite
}

/// Whether an event asks something: the connection waits for the answers.
pub fn asks(event: &Event) -> bool {
    event.fields.iter().any(|field| field.answer)
}

/// The answers of an event that are texts, which have setters of their own in C.
pub fn text_answers(event: &Event) -> impl Iterator<Item = &'static Field> + use<> {
    event.fields.iter().filter(|field| field.answer && field.value == Value::Text)
}

/// The setter in C of a text answer.
pub fn text_setter(event: &Event, field: &Field) -> String {
    format!("oftpsrv_{}_event_set_{}", snake(event.name), snake(field.name))
}

/// An error's documentation: its text and the version that brought it.
pub fn error_doc(row: &ErrorRow) -> String {
    if row.since.is_empty() { row.text.to_owned() } else { format!("{} Since {}.", row.text, row.since) }
}

/// A text that goes on behind a colon: its first letter small, where that is not the spelling of a name.
pub fn lower(text: &str) -> String {
    let keeps = text
        .split_whitespace()
        .next()
        .is_some_and(|word| word.chars().skip(1).any(|letter| letter.is_ascii_uppercase()));
    if keeps { text.to_owned() } else { text[..1].to_ascii_lowercase() + &text[1..] }
}

/// Lines of at most `width` characters, each begun with `prefix`; ends with a line feed.
pub fn wrap(text: &str, prefix: &str, width: usize) -> String {
    let mut lines = String::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && prefix.chars().count() + line.chars().count() + 1 + word.chars().count() > width {
            lines.push_str(&format!("{prefix}{line}\n"));
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines + &format!("{prefix}{line}\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::INTERFACE;

    #[test]
    fn what_came_later_says_since_when() {
        let voice = INTERFACE.common(Language::C);
        let text = voice.spell("How long. [since 0.2]");
        assert_eq!(text, "How long. Since 0.2.");
        let text = voice.spell_with("How long. [since 0.2]", " Range: 0 to 1000.");
        assert_eq!(text, "How long. Range: 0 to 1000. Since 0.2.");
        assert_eq!(joined("It happens. [since 0.2]", "Do it."), "It happens. Do it. [since 0.2]");
        let row = ErrorRow { since: "0.2", ..ERRORS[0] };
        assert_eq!(error_doc(&row), format!("{} Since 0.2.", row.text));
        assert_eq!(error_doc(&ERRORS[0]), ERRORS[0].text);
    }

    #[test]
    #[should_panic(expected = "[since 0.2] stands at the end of a text")]
    fn what_came_later_says_so_at_the_end() {
        INTERFACE.common(Language::C).spell("How long. [since 0.2] Seconds.");
    }

    #[test]
    fn a_reason_says_which_version_brought_it() {
        let doc = |number| {
            SFNA_REASONS
                .values
                .iter()
                .find(|row| row.value == number)
                .map(|row| INTERFACE.common(Language::CSharp).spell(row.doc))
        };
        assert_eq!(doc(13).as_deref(), Some("Duplicate file."));
        assert_eq!(doc(14).as_deref(), Some("File direction refused. Since OFTP 1.4."));
        assert_eq!(doc(15).as_deref(), Some("Cipher suite not supported. Since OFTP 2.0."));
    }
}
