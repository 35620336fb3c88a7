//! `_native`: the structures and functions of the C interface, as ctypes is told of them.

use super::{module, used};
use crate::surface::certificate;
use crate::surface::classes::Class;
use crate::surface::kinds::{Change, Method, Returns, Value};
use crate::surface::names::{c_method, snake};
use crate::table::Table;
use crate::text::{text_answers, text_setter, value_of, writable};

/// `structs.py`.
pub fn structs(table: &Table) -> String {
    let mut body = String::new();
    let mut names = String::new();
    for event in table.events {
        body.push_str(&format!("\n\nclass {}(Structure):\n    _fields_ = [\n", event.name));
        body.push_str("        (\"size\", c_size_t),\n");
        for field in event.fields {
            let name = snake(field.name);
            let kind = match field.value {
                Value::Flag => "c_bool",
                Value::Number => "c_int32",
                Value::Long => "c_int64",
                Value::Text => "TEXT",
                Value::Octets => "OCTETS",
            };
            body.push_str(&format!("        (\"{name}\", {kind}),\n"));
            if field.value == Value::Octets {
                body.push_str(&format!("        (\"{name}_len\", c_size_t),\n"));
            }
        }
        body.push_str("    ]\n");
        names.push_str(&format!("    \"{}\": {},\n", snake(event.name), event.name));
    }
    body.push_str(&format!(
        "\n\nEVENT_STRUCTS: Dict[str, Type[Structure]] = {{\n{names}}}\n\"\"\"By the event's name in C.\"\"\"\n"
    ));
    let imports = "
from __future__ import annotations

from ctypes import Structure, c_bool, c_int32, c_int64, c_size_t
from typing import Dict, Type

from .types import OCTETS, TEXT
";
    module("The event structures. Each starts with its own size; its fields are in the header's order.", imports, &body)
}

/// The name of a class's handle in `types.py`.
fn handle(class: &Class) -> String {
    class.noun.to_ascii_uppercase()
}

/// A value that goes in.
fn given(value: Value) -> &'static str {
    match value {
        Value::Flag => "c_bool",
        Value::Number => "c_int32",
        Value::Long => "c_int64",
        Value::Text => "TEXT",
        Value::Octets => "OCTETS, c_size_t",
    }
}

/// A value that comes out.
fn taken(value: Value) -> &'static str {
    match value {
        Value::Flag => "FLAG_OUT",
        Value::Number => "NUMBER_OUT",
        Value::Long => "LONG_OUT",
        Value::Text => "TEXT_OUT",
        Value::Octets => "OCTETS_OUT, LENGTH_OUT",
    }
}

fn row(name: &str, parameters: &[&str]) -> String {
    let parameters = match parameters {
        [one] if !one.contains(',') => format!("{one},"),
        several => several.join(", "),
    };
    let line = format!("    \"{name}\": (c_int32, ({parameters})),\n");
    if super::fits(&line) {
        return line;
    }
    format!("    \"{name}\": (\n        c_int32,\n        ({parameters}),\n    ),\n")
}

/// The functions that read a value and, where it can be changed, write it.
fn accessors(prefix: &str, owner: &[&str], name: &str, value: Value, writes: bool) -> String {
    let mut rows = row(&format!("{prefix}get_{name}"), &[owner, &[taken(value)]].concat());
    if writes {
        rows.push_str(&row(&format!("{prefix}set_{name}"), &[owner, &[given(value)]].concat()));
    }
    rows
}

/// What `types.py` has besides the handles of classes.
const TYPES: &[&str] = &[
    "CERTIFICATE",
    "EVENT_CALLBACK",
    "FLAG_OUT",
    "LENGTH_OUT",
    "LONG_OUT",
    "NUMBER_OUT",
    "OCTETS",
    "OCTETS_OUT",
    "TEXT",
    "TEXT_OUT",
    "USER_DATA",
];

/// `functions.py`.
pub fn functions(table: &Table) -> String {
    let mut rows = String::new();
    for class in table.classes {
        rows.push_str(&class_functions(table, class));
    }
    rows.push_str("    # Fields of a connection\n");
    for field in &table.connection_fields() {
        let server = handle(table.classes[0]);
        let owner = [server.as_str(), "TEXT"];
        let name = snake(field.name);
        rows.push_str(&accessors("oftpsrv_connection_", &owner, &name, value_of(field), writable(field)));
    }
    rows.push_str("    # Fields of a certificate\n");
    for field in certificate::FIELDS {
        let writes = field.change != Change::No;
        let name = snake(field.name);
        rows.push_str(&accessors("oftpsrv_certificate_", &["CERTIFICATE"], &name, field.value, writes));
    }
    rows.push_str("    # Answers of events that are texts: the function copies\n");
    for event in table.events {
        for field in text_answers(event) {
            rows.push_str(&row(&text_setter(event, field), &["c_void_p", "TEXT"]));
        }
    }
    let handles: Vec<_> = table.classes.iter().map(|class| handle(class)).collect();
    let mut types = TYPES.to_vec();
    types.extend(handles.iter().map(String::as_str));
    types.sort_unstable();
    let types: String = used(&types, &rows).iter().map(|name| format!("    {name},\n")).collect();
    let imports = format!(
        "
from __future__ import annotations

from ctypes import {}
from typing import Dict

from .types import (
{types}    Prototype,
)
",
        used(&["c_bool", "c_int32", "c_int64", "c_size_t", "c_void_p"], &rows).join(", ")
    );
    module(
        "The functions of ``oftpsrv.h`` for what is in the table: name, result and parameters. Those that are written by hand in C are in :mod:`oftpsrv._native.by_hand`.",
        &imports,
        &format!("\nFUNCTIONS: Dict[str, Prototype] = {{\n{rows}}}\n"),
    )
}

fn class_functions(table: &Table, class: &Class) -> String {
    let handle = handle(class);
    let mut rows = format!("    # Properties of {}\n", class.name);
    for property in &table.properties(class) {
        let name = snake(property.name);
        rows.push_str(&accessors(class.c_prefix, &[&handle], &name, value_of(property), writable(property)));
    }
    rows.push_str(&format!("    # Methods of {}\n", class.name));
    for method in table.methods_of(class) {
        rows.push_str(&row(&format!("{}{}", class.c_prefix, c_method(method.name)), &parameters(&handle, method)));
    }
    rows.push_str(&format!("    # Events of {}\n", class.name));
    for event in table.events_of(class) {
        let name = format!("{}on_{}", class.c_prefix, snake(event.name));
        rows.push_str(&row(&name, &[&handle, "EVENT_CALLBACK", "USER_DATA"]));
    }
    rows
}

fn parameters<'a>(handle: &'a str, method: &Method) -> Vec<&'a str> {
    let mut parameters = vec![handle];
    parameters.extend(method.arguments.iter().map(|argument| given(argument.value)));
    if let Returns::Value(value, _) = method.returns {
        parameters.push(taken(value));
    }
    parameters
}
