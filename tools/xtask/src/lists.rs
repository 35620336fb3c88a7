//! Lists that tests read: every name that comes from the table, in each language, and the fields of the event structures.

use crate::File;
use crate::surface::certificate;
use crate::surface::classes::Class;
use crate::surface::constants::ALL as CONSTANTS;
use crate::surface::errors::ERRORS;
use crate::surface::forms::{Scope, Setting};
use crate::surface::kinds::{Change, Event, Value};
use crate::surface::names::{c_method, snake};
use crate::table::Table;
use crate::text::{csharp_constant, csharp_error, text_setter, value_of, wrap, writable};

/// Every file.
pub fn files(table: &Table) -> Vec<File> {
    vec![("tests/data/names.tsv".to_owned(), names(table)), ("tests/generated/layouts.rs".to_owned(), layouts(table))]
}

const HEAD: &str = "kind\towner\tname\tvalue\taccess\tc\tpython\tcsharp\n";

/// Kind, owner and name as `tests/data/surface.tsv` has those that were promised; then the type, or the number; whether
/// a program can change it; the spelling in each language.
fn names(table: &Table) -> String {
    let mut list = HEAD.to_owned();
    let mut add = |cells: [&str; 8]| list.push_str(&(cells.join("\t") + "\n"));
    for class in table.classes {
        for row in &table.properties(class) {
            let name = snake(row.name);
            add([
                "property",
                class.name,
                row.name,
                word(value_of(row)),
                access(writable(row)),
                &get_and_set(class.c_prefix, &name, writable(row)),
                &format!("{}.{name}", class.python),
                &format!("{}.{}", class.csharp, row.name),
            ]);
        }
        for method in table.methods_of(class) {
            let c = format!("{}{}", class.c_prefix, c_method(method.name));
            let python = format!("{}.{}", class.python, snake(method.name));
            let csharp = format!("{}.{}", class.csharp, method.name);
            add(["method", class.name, method.name, "", "", &c, &python, &csharp]);
        }
        for event in table.events_of(class) {
            let kind = snake(event.name);
            let c = format!("{}on_{kind} / oftpsrv_{kind}_event_t", class.c_prefix);
            let python = format!("{}.on_{kind}", class.python);
            let csharp = format!("{}.On{}", class.csharp, event.name);
            add(["event", class.name, event.name, "", "", &c, &python, &csharp]);
        }
        for event in table.events_of(class).filter(|event| event.classes[0] == *class) {
            for field in event.fields {
                let (kind, name) = (snake(event.name), snake(field.name));
                let mut c = format!("oftpsrv_{kind}_event_t.{name}");
                if field.answer && field.value == Value::Text {
                    c.push_str(&format!(" / {}", text_setter(event, field)));
                }
                let python = format!("{}Event.{name}", event.name);
                let csharp = format!("{}{}EventArgs.{}", class.csharp, event.name, field.name);
                let (value, access) = (word(field.value), access(field.answer));
                add(["event-field", event.name, field.name, value, access, &c, &python, &csharp]);
            }
        }
    }
    for field in certificate::FIELDS {
        let name = snake(field.name);
        let set = field.change != Change::No;
        let c = get_and_set("oftpsrv_certificate_", &name, set);
        let (python, csharp) = (format!("Certificate.{name}"), format!("Certificate.{}", field.name));
        add(["type-field", "Certificate", field.name, word(field.value), access(set), &c, &python, &csharp]);
    }
    for row in &table.connection_fields() {
        let name = snake(row.name);
        let c = get_and_set("oftpsrv_connection_", &name, writable(row));
        let (python, csharp) = (format!("Connection.{name}"), format!("OFTPConnection.{}", row.name));
        let (value, access) = (word(value_of(row)), access(writable(row)));
        add(["type-field", "OFTPConnection", row.name, value, access, &c, &python, &csharp]);
    }
    for class in table.classes {
        for row in &table.settings_of(class) {
            for (owner, name) in forms(class, row) {
                add(["config", owner, &name, "text", access(writable(row)), "", "", ""]);
            }
        }
    }
    for row in ERRORS {
        let c = format!("OFTPSRV_ERROR_{}", row.name);
        let (python, csharp) = (format!("ErrorCode.{}", row.name), format!("OftpserverErrors.{}", csharp_error(row)));
        add(["error", "", row.name, &row.code.to_string(), "r", &c, &python, &csharp]);
    }
    for group in CONSTANTS {
        for row in group.values {
            let c = format!("OFTPSRV_{}{}", group.c, row.c);
            let python = format!("{}.{}", group.python, row.python);
            let csharp = format!("{}.{}", group.csharp, csharp_constant(row));
            add(["constant", group.python, row.c, &row.value.to_string(), "r", &c, &python, &csharp]);
        }
    }
    list
}

fn word(value: Value) -> &'static str {
    match value {
        Value::Flag => "flag",
        Value::Number => "number",
        Value::Long => "long",
        Value::Text => "text",
        Value::Octets => "octets",
    }
}

fn access(writable: bool) -> &'static str {
    if writable { "rw" } else { "r" }
}

fn get_and_set(prefix: &str, name: &str, writable: bool) -> String {
    let get = format!("{prefix}get_{name}");
    if writable { format!("{get} / {prefix}set_{name}") } else { get }
}

/// The forms in which a setting can be given.
fn forms(class: &Class, row: &Setting) -> Vec<(&'static str, String)> {
    let server = (class.noun, row.name.to_owned());
    let connection = ("connection", format!("{}[ConnectionId]", row.name));
    match row.scope {
        Scope::Server => vec![server],
        Scope::Connection => vec![connection],
        Scope::Both => vec![server, connection],
        Scope::Elsewhere => vec![],
    }
}

/// The fields of the event structures, for the test that compares their places in Rust and in C.
fn layouts(table: &Table) -> String {
    let mut list = String::from(
        "// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.\n\nlayouts! {\n",
    );
    for event in table.events {
        let members = members(event).join(", ");
        list.push_str(&format!(
            "    oftpsrv_{}_event {{\n{}    }}\n",
            snake(event.name),
            wrap(&members, "        ", 120)
        ));
    }
    list + "}\n"
}

fn members(event: &Event) -> Vec<String> {
    let mut members = vec!["size".to_owned()];
    for field in event.fields {
        members.push(snake(field.name));
        if field.value == Value::Octets {
            members.push(snake(field.name) + "_len");
        }
    }
    members
}
