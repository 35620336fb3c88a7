//! What programs rely on besides the binary interface: names of settings with their defaults, ranges and words, arguments and
//! their defaults, errors of methods, what counts when nobody answers, names in Python and C#. One fact a line, kept in
//! `tests/data/promises.txt`, which only grows; `abi` compares. A range may become wider.

use crate::surface::classes::Class;
use crate::surface::constants::Constants;
use crate::surface::forms::{Access, Applies, Kind, Scope, Setting};
use crate::surface::kinds::{Event, Method, Returns};
use crate::table::Table;
use crate::text::{csharp_constant, csharp_error};

/// Where the list is.
pub const PATH: &str = "tests/data/promises.txt";

const HEAD: &str = "# What programs rely on besides the binary interface. Written by `cargo run -p xtask -- generate`, which only lets it grow.\n";

/// The list of a table.
pub fn list(table: &Table) -> String {
    let mut list = HEAD.to_owned();
    let parts = [
        table.classes.iter().flat_map(|class| settings(table, class)).collect::<Vec<_>>(),
        table.classes.iter().flat_map(|class| methods(table, class)).collect(),
        table.events.iter().flat_map(event).collect(),
        table.constants.iter().flat_map(|group| names(group)).collect(),
        table
            .errors
            .iter()
            .flat_map(|row| {
                let (code, name) = (row.code, row.name);
                [
                    format!("fault of error {name} = {:?}", row.fault),
                    format!("C# OftpserverErrors.{} = {code}", csharp_error(row)),
                    format!("Python ErrorCode.{name} = {code}"),
                ]
            })
            .collect(),
    ];
    for mut part in parts {
        part.sort();
        list.push('\n');
        part.iter().for_each(|line| list.push_str(&format!("{line}\n")));
    }
    list
}

/// A name of a class: those of the server stand for themselves.
fn of(table: &Table, class: &Class, name: &str) -> String {
    if class == table.classes[0] { name.to_owned() } else { format!("{}.{name}", class.name) }
}

fn settings(table: &Table, class: &Class) -> Vec<String> {
    let rows = table.settings_of(class);
    rows.iter().flat_map(|row| setting(&of(table, class, row.name), row, table.stand_in(class, row))).collect()
}

fn setting(name: &str, row: &Setting, stand_in: Option<&str>) -> Vec<String> {
    let mut facts = Vec::new();
    if row.scope != Scope::Connection {
        facts.push(format!("setting {name}"));
    }
    if matches!(row.scope, Scope::Connection | Scope::Both) {
        facts.push(format!("setting {name}[connection-id]"));
    }
    let (kind, least, most) = match row.kind {
        Kind::Bool => ("flag", None, None),
        Kind::Int { min, max } => ("number", Some(min), Some(max)),
        Kind::Choice(_) => ("number or word", None, None),
        Kind::IntList { min, max } => ("numbers", Some(min), Some(max)),
        Kind::Text { max } => ("text", None, i64::try_from(max).ok()),
        Kind::Code { max } => ("code", None, i64::try_from(max).ok()),
        Kind::Codes { max } => ("codes", None, i64::try_from(max).ok()),
        Kind::Addresses => ("addresses", None, None),
        Kind::Bytes => ("octets", None, None),
    };
    facts.push(format!("type of {name} = {kind}"));
    facts.extend(least.map(|least| format!("least {name} = {least}")));
    facts.extend(most.map(|most| format!("most {name} = {most}")));
    if let Kind::Choice(list) = row.kind {
        facts.extend(list.values.iter().map(|value| format!("word {} of {name} = {}", value.value, value.word())));
    }
    if row.access == Access::ReadWrite {
        let default = stand_in.map_or(format!("\"{}\"", row.default), |other| format!("that of {other}"));
        facts.push(format!("setting {name} can be changed"));
        facts.push(format!("default of {name} = {default}"));
        facts.push(match row.applies {
            // The note is a text.
            Applies::Platform(_) => format!("change of {name} = never counts"),
            applies => format!("change of {name} = {applies:?}"),
        });
    }
    if row.sensitive {
        facts.push(format!("secret setting {name}"));
    }
    facts
}

fn of_classes<'a>(what: &'a str, classes: &'a [&Class]) -> impl Iterator<Item = String> + 'a {
    classes.iter().map(move |class| format!("{what} of {}", class.name))
}

fn methods(table: &Table, class: &Class) -> Vec<String> {
    table.methods_of(class).flat_map(|row| method(&of(table, class, row.name), class, row)).collect()
}

fn method(name: &str, class: &Class, method: &Method) -> Vec<String> {
    let mut facts = vec![format!("method {} of {}", method.name, class.name)];
    for (at, argument) in method.arguments.iter().enumerate() {
        let place = format!("argument {} of {name}", at + 1);
        facts.push(format!("{place} = {}, {:?}", argument.name, argument.value));
        facts.extend(argument.default.map(|default| format!("default of {place} = {default}")));
        facts.extend(argument.choice.map(|list| format!("numbers of {place} = {}", list.python)));
        facts.extend(argument.path.then(|| format!("path {place}")));
    }
    if let Returns::Value(value, _) = method.returns {
        facts.push(format!("result of {name} = {value:?}"));
    }
    facts.extend(method.errors.iter().map(|error| format!("error {error} of {name}")));
    facts.push(format!("handlers that {name} waits for = {:?}", method.waits_for));
    facts.extend(method.awaited.then(|| format!("awaited {name}")));
    facts
}

fn event(event: &Event) -> Vec<String> {
    let name = event.name;
    let mut facts: Vec<String> = of_classes(&format!("event {name}"), event.classes).collect();
    facts.push(format!("unanswered {name} = {:?}", event.unanswered));
    for field in event.fields {
        let field_name = format!("{name}.{}", field.name);
        facts.push(format!("field {field_name} = {:?}", field.value));
        facts.extend(field.answer.then(|| format!("answer {field_name}")));
        facts.extend(field.secret.then(|| format!("secret field {field_name}")));
        facts.extend(field.line.then(|| format!("shown as one line {field_name}")));
        facts.extend(field.choice.map(|list| format!("numbers of {field_name} = {}", list.python)));
    }
    facts
}

fn names(group: &Constants) -> Vec<String> {
    let each = |row| {
        let (csharp, python) = (csharp_constant(row), row.python);
        [
            format!("C# {}.{csharp} = {}", group.csharp, row.value),
            format!("Python {}.{python} = {}", group.python, row.value),
        ]
    };
    group.values.iter().flat_map(each).collect()
}
