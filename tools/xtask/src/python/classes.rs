//! Attributes: properties and handlers of the classes, fields of a connection, fields of a certificate. What is by hand in
//! Python inherits them.

use super::{attribute, module, noun};
use crate::surface::certificate;
use crate::surface::forms::Setting;
use crate::surface::kinds::{Change, Value};
use crate::surface::names::snake;
use crate::table::Table;
use crate::text::{Language, Voice, choice_of, value_of, writable};

/// The descriptor of an attribute.
fn descriptor(value: Value, writes: bool) -> &'static str {
    match (value, writes) {
        (Value::Flag, false) => "Flag",
        (Value::Flag, true) => "WritableFlag",
        (Value::Number, false) => "Number",
        (Value::Number, true) => "WritableNumber",
        (Value::Text, false) => "Text",
        (Value::Text, true) => "WritableText",
        (Value::Octets, false) => "Octets",
        (Value::Octets, true) => "WritableOctets",
        (Value::Long, _) => panic!("no attribute has 64 bits yet"),
    }
}

fn setting(voice: Voice, row: &Setting) -> String {
    let doc = voice.spell_with(row.doc, &(voice.one_of(choice_of(row)) + &voice.facts(row)));
    attribute(&snake(row.name), descriptor(value_of(row), writable(row)), &doc)
}

/// The import of the descriptors that a text uses.
fn descriptors(body: &str) -> String {
    let all = ["Flag", "Number", "Octets", "Text", "WritableFlag", "WritableNumber", "WritableOctets", "WritableText"];
    let used: Vec<_> = all.into_iter().filter(|name| body.contains(&format!("= {name}("))).collect();
    format!("from ._fields import {}\n", used.join(", "))
}

/// `_properties.py`: a class of properties and handlers for each class.
pub fn properties(table: &Table) -> String {
    let mut body = String::new();
    for class in table.classes {
        body.push_str(&format!(
            "\n\nclass {}Properties:\n    \"\"\"The properties of {} that are plain values, and its handlers.\"\"\"\n\n    __slots__ = ()\n    _prefix: ClassVar[str] = \"{}\"\n\n",
            noun(class),
            class.python,
            class.c_prefix
        ));
        let rows = table.properties(class);
        let between = if rows.is_empty() { "" } else { "\n" };
        let voice = table.voice(class, Language::Python);
        body.extend(rows.iter().map(|row| setting(voice, row)));
        body.push_str(between);
        for event in table.events_of(class) {
            body.push_str(&format!("    on_{} = Hook(events.{}Event)\n", snake(event.name), event.name));
        }
    }
    let imports = format!(
        "from __future__ import annotations\n\nfrom typing import ClassVar\n\nfrom . import events\n{}from ._hooks import Hook\n",
        descriptors(&body)
    );
    module("What the classes have that is read and written through one pair of C functions each.", &imports, &body)
}

/// `_connection_fields.py`.
pub fn connection_fields(table: &Table) -> String {
    let mut body = String::from(
        "\n\nclass ConnectionFields:\n    \"\"\"The attributes of a connection that are plain values.\"\"\"\n\n    __slots__ = ()\n    _prefix: ClassVar[str] = \"oftpsrv_connection_\"\n\n",
    );
    let voice = table.common(Language::Python);
    body.extend(table.connection_fields().iter().map(|row| setting(voice, row)));
    fields("The fields of a connection.", &body)
}

/// `_certificate_fields.py`.
pub fn certificate_fields(table: &Table) -> String {
    let mut body = String::from(
        "\n\nclass CertificateFields:\n    \"\"\"The attributes of a certificate.\"\"\"\n\n    __slots__ = ()\n    _prefix: ClassVar[str] = \"oftpsrv_certificate_\"\n\n",
    );
    let voice = table.common(Language::Python);
    for field in certificate::FIELDS {
        let doc = voice.spell_with(field.doc, &voice.one_of(field.choice));
        body.push_str(&attribute(&snake(field.name), descriptor(field.value, field.change != Change::No), &doc));
    }
    fields("The fields of a certificate.", &body)
}

fn fields(about: &str, body: &str) -> String {
    let imports = format!("from __future__ import annotations\n\nfrom typing import ClassVar\n\n{}", descriptors(body));
    module(about, &imports, body)
}
