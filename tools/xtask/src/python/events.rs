//! `events.py`: the class of each event.

use super::{attribute, docstring, module};
use crate::surface::kinds::{Event, Field, Unanswered, Value};
use crate::surface::names::snake;
use crate::table::Table;
use crate::text::{Language, Voice, joined};

/// The module.
pub fn events(table: &Table) -> String {
    let mut body = String::new();
    let mut names = String::new();
    for event in table.events {
        body.push_str(&class(table.common(Language::Python), event));
        names.push_str(&format!("    {}Event,\n", event.name));
    }
    body.push_str(&format!("\n\nEVENTS: Tuple[Type[Event], ...] = (\n{names})\n\"\"\"Every event.\"\"\"\n"));
    let imports = "
from __future__ import annotations

from typing import Tuple, Type

from ._event import Event, FlagAnswer, Input, NumberAnswer, TextAnswer
";
    module("The events. A handler may change what is described as \"Answer\".", imports, &body)
}

fn class<'a>(voice: Voice<'a>, event: &'a Event) -> String {
    let doc = voice.of(event).spell(&joined(event.doc, event.duty));
    let mut body = format!("\n\nclass {}Event(Event):\n{}\n", event.name, docstring(&[doc], "    "));
    body.push_str(&format!("    __slots__ = ()\n    _native_name = \"{}\"\n", snake(event.name)));
    match event.unanswered {
        Unanswered::Refused => body.push_str("    _refused = \"accept\"\n"),
        Unanswered::Later => body.push_str("    _refused = \"send_end_response\"\n"),
        Unanswered::Prefilled | Unanswered::Nothing => {}
    }
    let secrets: Vec<_> =
        event.fields.iter().filter(|field| field.secret).map(|field| format!("\"{}\"", snake(field.name))).collect();
    if !secrets.is_empty() {
        let comma = if secrets.len() == 1 { "," } else { "" };
        body.push_str(&format!("    _secrets = ({}{comma})\n", secrets.join(", ")));
    }
    body.push('\n');
    for field in event.fields {
        let doc = voice.field(event, field, "");
        body.push_str(&attribute(&snake(field.name), kind(event, field), &doc));
    }
    body
}

fn kind(event: &Event, field: &Field) -> &'static str {
    match (field.answer, field.value) {
        (false, Value::Flag) => "Input[bool]",
        (false, Value::Number | Value::Long) => "Input[int]",
        (false, Value::Text) => "Input[str]",
        (false, Value::Octets) => "Input[bytes]",
        (true, Value::Flag) => "FlagAnswer",
        (true, Value::Number) => "NumberAnswer",
        (true, Value::Text) => "TextAnswer",
        (true, Value::Long | Value::Octets) => panic!("{}.{}: no such answer yet", event.name, field.name),
    }
}
