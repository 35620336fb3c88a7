//! `docs/constants.md` and `docs/reasons.md`.

use super::markdown::{code, paragraph, slug, table};
use super::settings;
use crate::surface::certificate;
use crate::surface::choices;
use crate::surface::constants::{ALL, Constant, Constants};
use crate::surface::forms::{Kind, Scope, Setting};
use crate::surface::reasons::{EFNA, EFNA_REASONS, ESID, ESID_REASONS, NERP, NERP_REASONS, Reason, SFNA, SFNA_REASONS};
use crate::surface::settings::Group;
use crate::table::Table;
use crate::text::{Language, Voice, csharp_constant, heading_anchor, is_reason, link};

const CONSTANTS: &str = "# Constants

Numbers that settings, fields and arguments take, with their names. Settings also understand the *word* beside the number, in
any case of letters. A number never gets a second meaning. The reasons of commands are in [reasons.md](reasons.md), the numbers of errors in
[errors.md](errors.md).
";

const WORDS: &str = "
## Numbers of settings

These have words, but no names in the languages.
";

/// The page of constants.
pub fn constants(tables: &Table) -> String {
    let voice = tables.common(Language::Page);
    let mut page = reflow(CONSTANTS);
    for group in ALL.iter().filter(|group| !is_reason(group)) {
        page.push_str(&format!("\n## {}\n\n", group.python));
        page.push_str(&about(voice, group));
        let words = !settings_of(tables, group).is_empty();
        let spelled = |row: &Constant| [in_c(group, row), in_python(group, row), in_csharp(group, row)];
        page.push_str(&if words {
            let rows = group.values.iter().map(|row| {
                let [c, python, csharp] = spelled(row);
                [row.value.to_string(), code(&row.word()), c, python, csharp, voice.spell(row.doc)]
            });
            table(["Number", "Word", "C", "Python", "C#", "Meaning"], rows)
        } else {
            let rows = group.values.iter().map(|row| {
                let [c, python, csharp] = spelled(row);
                [row.value.to_string(), c, python, csharp, voice.spell(row.doc)]
            });
            table(["Number", "C", "Python", "C#", "Meaning"], rows)
        });
    }
    page.push_str(WORDS);
    for group in choices::ALL {
        let settings: Vec<_> = settings_of(tables, group).iter().map(|row| row.name).collect();
        page.push_str(&format!("\n### {}\n\n{}", settings.join(", "), paragraph(&voice.spell(group.doc))));
        let rows = group.values.iter().map(|row| [row.value.to_string(), code(&row.word()), voice.spell(row.doc)]);
        page.push_str(&table(["Number", "Word", "Meaning"], rows));
    }
    page
}

const REASONS: &str = "# Reasons

The reasons that ESID, SFNA, EFNA and NERP carry, with their texts of RFC 5024. *Since* is the first version that knows a reason; a partner
of an older one is told 99 instead. Partners send numbers of their own too: they are passed on as they came. From version 2.0 on the commands carry a text
of the sender's beside the number.
";

/// The commands with reasons: name, what it does, section of RFC 5024, rows, names.
const COMMANDS: &[(&str, &str, &str, &[Reason], &Constants)] = &[
    ("ESID", "End Session", "5.3.11", ESID, &ESID_REASONS),
    ("SFNA", "Start File Negative Answer", "5.3.5", SFNA, &SFNA_REASONS),
    ("EFNA", "End File Negative Answer", "5.3.10", EFNA, &EFNA_REASONS),
    ("NERP", "Negative End Response", "5.3.14", NERP, &NERP_REASONS),
];

/// The page of reasons.
pub fn reasons(tables: &Table) -> String {
    let voice = tables.common(Language::Page);
    let mut page = reflow(REASONS);
    for (name, meaning, section, reasons, group) in COMMANDS {
        page.push_str(&format!("\n## {}\n\n", group.python));
        page.push_str(&paragraph(&format!("{name}, {meaning} (RFC 5024 section {section}).")));
        page.push_str(&about(voice, group));
        let rows = reasons.iter().zip(group.values).map(|(reason, row)| {
            let since = format!("{}.{}", reason.since / 10, reason.since % 10);
            [
                format!("{:02}", reason.number),
                since,
                in_c(group, row),
                in_python(group, row),
                in_csharp(group, row),
                reason.text.to_owned(),
            ]
        });
        page.push_str(&table(["Number", "Since", "C", "Python", "C#", "Text"], rows));
    }
    page
}

/// A heading and a paragraph, the paragraph's lines as long as they may be.
fn reflow(text: &str) -> String {
    let (heading, text) = text.split_once("\n\n").expect("a heading and a paragraph");
    format!("{heading}\n\n{}", paragraph(text).trim_end().to_owned() + "\n")
}

fn in_c(group: &Constants, row: &Constant) -> String {
    code(&format!("OFTPSRV_{}{}", group.c, row.c))
}

fn in_python(group: &Constants, row: &Constant) -> String {
    code(&format!("{}.{}", group.python, row.python))
}

fn in_csharp(group: &Constants, row: &Constant) -> String {
    code(&format!("{}.{}", group.csharp, csharp_constant(row)))
}

fn about(voice: Voice, group: &Constants) -> String {
    paragraph(&voice.spell(group.doc)) + &taken_by(voice.table, group)
}

fn settings_of(tables: &Table, group: &Constants) -> Vec<&'static Setting> {
    tables.settings.iter().filter(|row| matches!(row.kind, Kind::Choice(list) if list == group)).collect()
}

/// Who takes these numbers.
fn taken_by(tables: &Table, group: &Constants) -> String {
    let own = |choice: Option<&Constants>| choice == Some(group);
    let mut places = Vec::new();
    for row in settings_of(tables, group) {
        match row.group {
            _ if row.scope == Scope::Elsewhere => {}
            Group::Connection => places.push(link(row.name, "connection", "")),
            group => places.push(link(row.name, "settings", &slug(group.heading().trim()))),
        }
        for also in row.also {
            let name = format!("{}.{}", also.class.name, row.name);
            places.push(link(&name, "settings", &slug(&settings::heading(also.class))));
        }
    }
    for event in tables.events {
        for field in event.fields.iter().filter(|field| own(field.choice)) {
            places.push(link(&format!("{}.{}", event.name, field.name), "events", &event.name.to_lowercase()));
        }
    }
    for method in tables.methods {
        for argument in method.arguments.iter().filter(|argument| own(argument.choice)) {
            let name = format!("{}({})", method.name, argument.name);
            let anchor = heading_anchor(tables, method.classes[0], &method.name.to_lowercase());
            places.push(link(&name, "methods", &anchor));
        }
    }
    for field in certificate::FIELDS.iter().filter(|field| own(field.choice)) {
        places.push(link(&format!("Certificate.{}", field.name), "certificate", ""));
    }
    if places.is_empty() { String::new() } else { paragraph(&format!("Taken by {}.", places.join(", "))) }
}
