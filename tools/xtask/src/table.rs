//! What the generator writes from: the tables of the interface, or those of a test.

use crate::surface::certificate;
use crate::surface::classes::{self, Class};
use crate::surface::constants::{self, Constants};
use crate::surface::errors::{ERRORS, ErrorRow};
use crate::surface::events::EVENTS;
use crate::surface::forms::{Also, Kind, Scope, Setting};
use crate::surface::kinds::{CertificateField, Event, Method, Returns, Value, WaitsFor};
use crate::surface::methods::METHODS;
use crate::surface::names::since;
use crate::surface::settings::{Group, Id, SETTINGS};
use crate::text::{Language, Voice};

/// The tables.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// The classes; the first one is the server.
    pub classes: &'static [&'static Class],
    /// The settings.
    pub settings: &'static [Setting],
    /// The events.
    pub events: &'static [Event],
    /// The methods.
    pub methods: &'static [Method],
    /// The groups of numbers that have names.
    pub constants: &'static [&'static Constants],
    /// The errors.
    pub errors: &'static [ErrorRow],
    /// The fields of a certificate.
    pub certificate: &'static [CertificateField],
}

/// The tables of the interface.
pub const INTERFACE: Table = Table {
    classes: classes::ALL,
    settings: SETTINGS,
    events: EVENTS,
    methods: METHODS,
    constants: constants::ALL,
    errors: ERRORS,
    certificate: certificate::FIELDS,
};

impl Table {
    /// What is written for a class, in a language.
    pub fn voice(&self, class: &'static Class, language: Language) -> Voice<'_> {
        Voice { table: self, class, language, event: None }
    }

    /// What belongs to no class, or to several, in a language.
    pub fn common(&self, language: Language) -> Voice<'_> {
        self.voice(self.classes[0], language)
    }

    /// The settings of a class as it has them; the server's with those of its connections.
    pub fn settings_of(&self, class: &Class) -> Vec<Setting> {
        if class == self.classes[0] {
            return self.settings.iter().copied().filter(|row| row.scope != Scope::Elsewhere).collect();
        }
        let own = |row: &Setting| {
            let also = row.also.iter().find(|also| also.class == class)?;
            let Also { group, access, default, applies, doc, .. } = *also;
            Some(Setting { scope: Scope::Server, group, access, default, applies, doc, ..*row })
        };
        self.settings.iter().filter_map(own).collect()
    }

    /// The properties of a class: settings that have functions of their own. Listening is one by hand.
    pub fn properties(&self, class: &Class) -> Vec<Setting> {
        let own =
            |row: &Setting| row.group == Group::Property && row.scope != Scope::Connection && row.id != Id::Listening;
        self.settings_of(class).into_iter().filter(own).collect()
    }

    /// The fields of a connection of the server.
    pub fn connection_fields(&self) -> Vec<Setting> {
        self.settings_of(self.classes[0]).into_iter().filter(|row| row.group == Group::Connection).collect()
    }

    /// The events that a class raises.
    pub fn events_of(&self, class: &Class) -> impl Iterator<Item = &'static Event> + Clone + use<> {
        let (events, name) = (self.events, class.name);
        events.iter().filter(move |event| event.classes.iter().any(|class| class.name == name))
    }

    /// The methods of a class.
    pub fn methods_of(&self, class: &Class) -> impl Iterator<Item = &'static Method> + Clone + use<> {
        let (methods, name) = (self.methods, class.name);
        methods.iter().filter(move |method| method.classes.iter().any(|class| class.name == name))
    }

    /// The name of the setting whose value is the default of a class's setting.
    pub fn stand_in(&self, class: &Class, setting: &Setting) -> Option<&'static str> {
        let id = setting.stand_in().filter(|_| class == self.classes[0])?;
        self.settings.iter().find(|row| row.id == id).map(|row| row.name)
    }

    /// What in the rows contradicts itself, so that nothing is written.
    pub fn contradictions(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        for method in self.methods {
            self.method(method, &mut wrong);
        }
        for event in self.events {
            for field in event.fields {
                self.text(&format!("{}.{}", event.name, field.name), field.doc, &mut wrong);
                self.numbers(&format!("{}.{}", event.name, field.name), field.choice, &mut wrong);
            }
        }
        for row in self.settings {
            self.text(row.name, row.doc, &mut wrong);
            for also in row.also {
                let name = format!("{} of {}", row.name, also.class.name);
                self.text(&name, also.doc, &mut wrong);
                if also.class == self.classes[0] || also.group == Group::Connection {
                    wrong.push(format!("{name}: it is another class than the server, and has no connections"));
                }
            }
            if row.scope == Scope::Elsewhere && row.also.is_empty() {
                wrong.push(format!("{}: no class has it", row.name));
            }
            if let Kind::Choice(list) = row.kind {
                self.numbers(row.name, list.has_names().then_some(list), &mut wrong);
            }
        }
        for field in self.certificate {
            self.text(field.name, field.doc, &mut wrong);
            self.numbers(field.name, field.choice, &mut wrong);
        }
        wrong
    }

    fn method(&self, method: &Method, wrong: &mut Vec<String>) {
        let name = method.name;
        let of_connection = matches!(method.waits_for, WaitsFor::Connection | WaitsFor::ConnectionFromOutside);
        let first = method.arguments.first().map(|argument| (argument.name, argument.value));
        if of_connection && first != Some(("connectionId", Value::Text)) {
            wrong.push(format!(
                "{name} waits for the handlers of a connection, and its first argument is not the text connectionId"
            ));
        }
        if method.arguments.windows(2).any(|pair| pair[0].default.is_some() && pair[1].default.is_none()) {
            wrong.push(format!("{name}: only its last arguments may be left out"));
        }
        self.text(name, method.doc, wrong);
        for argument in method.arguments {
            self.text(&format!("{name}({})", argument.name), argument.doc, wrong);
            self.numbers(&format!("{name}({})", argument.name), argument.choice, wrong);
        }
        if let Returns::Value(_, doc) = method.returns {
            self.text(&format!("the result of {name}"), doc, wrong);
        }
        for error in method.errors {
            if !self.errors.iter().any(|row| row.name == *error) {
                wrong.push(format!("{name}: no error is called {error}"));
            }
        }
    }

    fn text(&self, name: &str, text: &str, wrong: &mut Vec<String>) {
        if !since(text).0.ends_with(['.', ']']) {
            wrong.push(format!("{name}: its text is no sentence: \"{text}\""));
        }
    }

    fn numbers(&self, name: &str, list: Option<&Constants>, wrong: &mut Vec<String>) {
        let Some(list) = list else { return };
        if !self.constants.iter().any(|known| **known == *list) {
            wrong.push(format!("{name} takes numbers of {}, which `constants::ALL` does not have", list.python));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::surface::kinds::Argument;

    fn of(methods: &'static [Method]) -> Vec<String> {
        Table { methods, ..INTERFACE }.contradictions()
    }

    #[test]
    fn the_interface_does_not_contradict_itself() {
        assert_eq!(INTERFACE.contradictions(), [""; 0]);
    }

    #[test]
    fn a_method_of_a_connection_names_the_connection_first() {
        const LOGOFF: Method = {
            let mut at = 0;
            while METHODS[at].name.len() != 6 || METHODS[at].name.as_bytes()[0] != b'L' {
                at += 1;
            }
            METHODS[at]
        };
        assert_eq!((LOGOFF.name, LOGOFF.waits_for), ("Logoff", WaitsFor::ConnectionFromOutside));
        const WITHOUT: &[Method] = &[Method { arguments: &[], ..LOGOFF }];
        assert_eq!(
            of(WITHOUT),
            ["Logoff waits for the handlers of a connection, and its first argument is not the text connectionId"]
        );
        const UNKNOWN: &[Method] = &[Method { errors: &["NO_SUCH"], doc: "No sentence", ..LOGOFF }];
        assert_eq!(
            of(UNKNOWN),
            ["Logoff: its text is no sentence: \"No sentence\"", "Logoff: no error is called NO_SUCH"]
        );
        const ARGUMENTS: &[Argument] = &[LOGOFF.arguments[0].or("\"\""), LOGOFF.arguments[0]];
        const GAP: &[Method] = &[Method { arguments: ARGUMENTS, ..LOGOFF }];
        assert_eq!(of(GAP), ["Logoff: only its last arguments may be left out"]);
    }

    #[test]
    fn numbers_with_names_are_in_the_list_of_all() {
        let fewer: &'static [&'static Constants] = &INTERFACE.constants[1..];
        let less = Table { constants: &fewer[1..], ..INTERFACE };
        assert!(less.contradictions().iter().any(|what| what.contains("takes numbers of Version")), "OFTPVersion");
    }
}
