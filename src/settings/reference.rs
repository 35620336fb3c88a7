//! The reference pages that are made from tables: `docs/settings.md` from this room's, `docs/errors.md` from the errors'.

use super::forms::STORE_TYPES;
use super::setting::{Access, Applies, Kind, Scope, Setting};
use super::table::{Group, TABLE};
use crate::error::{self, Error, Fault, Source};
use crate::model::reasons::Command;
use std::fmt::Write;

/// The page of settings, in Markdown.
pub fn reference_markdown() -> String {
    let mut page = String::from(SETTINGS_HEAD);
    for &group in Group::ALL {
        let _ = write!(page, "\n## {}\n\n", group.heading().trim());
        page.push_str(
            "| Name | For | Value | Default | A change takes effect | Meaning |\n|---|---|---|---|---|---|\n",
        );
        for row in TABLE.iter().filter(|row| row.group == group) {
            let default = if row.default.is_empty() { String::new() } else { format!("`{}`", row.default) };
            let _ = writeln!(
                page,
                "| `{}` | {} | {} | {} | {} | {}{} |",
                row.name,
                scope(row.scope),
                kind(row),
                default.replace(',', ", ").replace(",  ", ", "),
                applies(row),
                row.doc,
                row.note().map_or(String::new(), |note| format!(
                    " *It has no effect here: {note} Another value than the default leaves a line in the log.*"
                )),
            );
        }
    }
    page.push_str("\n## Store types\n\n");
    page.push_str(STORE_TYPES_TEXT);
    page.push_str("\n| Number | Word |\n|---|---|\n");
    for (number, word) in STORE_TYPES {
        let _ = writeln!(page, "| {number} | `{word}` |");
    }
    page
}

const STORE_TYPES_TEXT: &str = "\
Types whose word ends in File take the path of a file; a file that does not exist is error 679. 99 takes a path or the content
itself and goes by what is in it, never by a file's name; what a program sets as octets is always content. Only 23 loads a
PKCS#11 module: that is code, and no file is taken for one unless this type says so. A store that needs a password, and one whose
password is wrong, are error 690 and say which.
";

fn scope(scope: Scope) -> &'static str {
    match scope {
        Scope::Server => "server",
        Scope::Connection => "connection",
        Scope::Both => "both",
    }
}

fn kind(row: &Setting) -> String {
    let form = match row.kind {
        Kind::Bool => "`True`, `False`".to_owned(),
        Kind::Int { min, max: i64::MAX } => format!("number from {min}"),
        Kind::Int { min, max } => format!("number {min} to {max}"),
        Kind::Choice(list) if list == STORE_TYPES => "a [store type](#store-types)".to_owned(),
        Kind::Choice(list) => {
            let all: Vec<String> = list.iter().map(|(number, word)| format!("{number} {word}")).collect();
            all.join(", ")
        }
        Kind::IntList { min, max } => format!("numbers {min} to {max}, separated by commas"),
        Kind::Text { max } if max < 65_535 => format!("text, at most {max} octets"),
        Kind::Text { .. } => "text".to_owned(),
        Kind::Code { max } => format!("text, at most {max} characters"),
        Kind::Addresses => "addresses, networks and host names, separated by commas".to_owned(),
        Kind::Bytes => "text or octets".to_owned(),
    };
    if row.sensitive { format!("{form}; secret") } else { form }
}

fn applies(row: &Setting) -> String {
    match (row.access, row.applies) {
        (Access::ReadOnly, _) => {
            row.address_code().map_or("read only".to_owned(), |code| format!("read only ({code})"))
        }
        (_, Applies::Always) => "at the next use".to_owned(),
        (_, Applies::NotWhileListening(code)) => format!("refused while listening ({code})"),
        (_, Applies::NextStart) => "at the next start".to_owned(),
        (_, Applies::NextConnection) => "for new connections".to_owned(),
        (_, Applies::Platform(_)) => "never".to_owned(),
    }
}

/// The page of error codes, in Markdown.
pub fn errors_markdown() -> String {
    let mut page = String::from(ERRORS_HEAD);
    for &(code, fault, text) in error::TABLE {
        let wire = |command| Error::of(code).wire(command).0;
        let fault = match fault {
            Fault::Peer => "partner",
            Fault::Caller => "program",
            Fault::Configuration => "configuration",
            Fault::Security => "security",
            Fault::System => "system",
        };
        // An answer that says nothing in particular is left out.
        let answer = |command, vague| match wire(command) {
            reason if reason == vague => String::new(),
            reason => format!("{reason:02}"),
        };
        let answers = [
            answer(Command::Esid, 99),
            answer(Command::Sfna, 99),
            answer(Command::Efna, 99),
            answer(Command::Nerp, 34),
        ]
        .join(" | ");
        let _ = writeln!(page, "| {code} | {fault} | {text} | {answers} |");
    }
    page.push_str(SYSTEM_HEAD);
    for row in error::SYSTEM {
        let source = match row.source {
            Source::System => format!("the system, as `{}`", row.name),
            Source::Resolver => "the resolver, about a host name".to_owned(),
            Source::Winsock => "Winsock, on Windows".to_owned(),
        };
        let _ = writeln!(page, "| {} | {} | {source} |", row.code, row.text);
    }
    page.push_str(NEVER_HEAD);
    let winsock = error::SYSTEM.iter().filter(|row| row.source == Source::Winsock);
    for (code, reason) in error::NEVER.iter().copied().chain(winsock.map(|row| (row.code, error::WINSOCK_ALONE))) {
        let _ = writeln!(page, "| {code} | {reason} |");
    }
    page
}

const SETTINGS_HEAD: &str = "<!-- Made from src/settings/table.rs: OFTPSRV_BLESS=1 cargo test settings_reference -->
# Settings

Every property, connection field and config setting. They are read and set by name, in any case of letters:
`oftpsrv_set_config`, `oftpsrv_get_config` and `oftpsrv_config` in C, `server.config(\"Name=value\")` in Python,
`server.Config(\"Name=value\")` in C#. Properties and connection fields also have functions of their own.

- *For*: `server` settings are written `Name`, those of one `connection` `Name[connection-id]`, and `both` either way: the
  server's value is what connections use that have none of their own.
- *Value*: `True` and `False` may also be written `1`, `0`, `Yes` and `No`; they read back as `True` and `False`. Where
  numbers have words beside them, the words are understood too.
- A value that does not fit is refused with error 6, an unknown name with 5, a read-only setting with 7 (or the number
  beside it); the old value stays.
- A whole server can be set up from a text of `Name=value` lines with `#` comments. A value in double quotes keeps the
  spaces at its ends; `Name=<<END`, lines, `END` gives a value of several lines.
- Certificates and streams are objects, not texts; they are set through functions of their own, or loaded by the
  `...CertStore` and `...CertSubject` settings.
";

const ERRORS_HEAD: &str = "<!-- Made from src/error.rs: OFTPSRV_BLESS=1 cargo test settings_reference -->
# Errors

Every function that can fail returns one of these numbers; the message of the error names the cause. 1 to 99 are misuse of
the interface, the others are the class reference's trappable errors. *At fault* says who has to act so that the error does
not come back. The last columns are the reasons that a partner is told when the error ends a session (ESID), refuses a file
that is offered (SFNA) or was received (EFNA), or is reported after its acceptance (NERP), unless the program chose another;
an empty cell stands for 99 (unspecified), with NERP for 34 (processing failed).

| Code | At fault | Meaning | ESID | SFNA | EFNA | NERP |
|---|---|---|---|---|---|---|
";

const SYSTEM_HEAD: &str = "
## Errors of the operating system

They have the class reference's numbers, 10000 plus the number of the Berkeley socket error, on every platform. The message
holds the system's own text and what was tried. On Windows Winsock's numbers are these numbers; where a file is open in another
program it is 10013. A full disk is 10069, a line that the partner closed without a word 10053, and a server that may not
start one more thread 10067. What the class reference has no number for is 679. The partner hears of them as of 679.

| Code | Meaning | Who says so |
|---|---|---|
";

const NEVER_HEAD: &str = "
## Numbers that never come

They keep their names, for programs that compare with them.

| Code | Why |
|---|---|
";

#[cfg(test)]
mod tests {
    use super::*;

    /// The committed pages are the tables'. `OFTPSRV_BLESS=1 cargo test settings_reference` writes them anew.
    #[test]
    fn settings_reference_pages_are_up_to_date() {
        for (name, page) in [("settings.md", reference_markdown()), ("errors.md", errors_markdown())] {
            let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
            if std::env::var_os("OFTPSRV_BLESS").is_some() {
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(&path, &page).unwrap();
            }
            let committed = std::fs::read_to_string(&path).unwrap_or_default();
            assert!(committed == page, "docs/{name} is stale: run OFTPSRV_BLESS=1 cargo test settings_reference");
        }
    }
}
