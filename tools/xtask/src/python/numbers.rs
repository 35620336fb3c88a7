//! `constants.py`: numbers with names, the errors among them.

use super::{docstring, module};
use crate::surface::constants::ALL as CONSTANTS;
use crate::surface::errors::ERRORS;
use crate::table::Table;
use crate::text::{Language, error_doc};

/// The module.
pub fn constants(table: &Table) -> String {
    let voice = table.common(Language::Python);
    let mut body = String::new();
    let mut names: Vec<&str> = CONSTANTS.iter().map(|group| group.python).collect();
    for group in CONSTANTS {
        let members = group.values.iter().map(|row| (row.python, row.value, voice.spell(row.doc)));
        body.push_str(&enumeration(group.python, &voice.spell(group.doc), members));
    }
    names.push("ErrorCode");
    names.sort_unstable();
    let members = ERRORS.iter().map(|row| (row.name, row.code, voice.spell(&error_doc(row))));
    body.push_str(&enumeration(
        "ErrorCode",
        "The numbers of errors: those of OFTPError.code and of on_error. Up to 99 the interface was misused, or the error is one of our own; from 10000 on it comes from the operating system. docs/errors.md has them all.",
        members,
    ));
    let list: String = names.iter().map(|name| format!("    \"{name}\",\n")).collect();
    module(
        "The numbers that properties, fields, arguments and errors use, with names. They are ints, so plain numbers do as well.",
        "from __future__ import annotations\n\nfrom enum import IntEnum\n",
        &format!("\n__all__ = [\n{list}]\n{body}"),
    )
}

fn enumeration(name: &str, doc: &str, members: impl Iterator<Item = (&'static str, i32, String)>) -> String {
    let members: String =
        members.map(|(name, value, doc)| format!("    {name} = {value}\n{}", docstring(&[doc], "    "))).collect();
    format!("\n\nclass {name}(IntEnum):\n{}\n{members}", docstring(&[doc.to_owned()], "    "))
}
