//! `docs/settings.md`.

use super::markdown::{code, paragraph, table};
use crate::surface::classes::Class;
use crate::surface::constants::STORE_TYPES;
use crate::surface::forms::{Access, Applies, Kind, Scope, Setting};
use crate::surface::names::snake;
use crate::surface::settings::Group;
use crate::table::Table;
use crate::text::{Language, Voice, writable};

const HEAD: &str = "# Settings

Every property, connection field and config setting. They are read and set by name, in any case of letters:
`oftpsrv_set_config`, `oftpsrv_get_config` and `oftpsrv_config` in C, `server.config(\"Name=value\")` in Python,
`server.Config(\"Name=value\")` in C#. Properties and [connection fields](connection.md) also have functions of their own.

- *For*: `server` settings are written `Name`, those of one `connection` `Name[connection-id]`, and `both` either way: the
  server's value is what connections use that have none of their own.
- *Value*: `True` and `False` may also be written `1`, `0`, `Yes` and `No`; they read back as `True` and `False`. Where
  numbers have words beside them, the words are understood too; [constants.md](constants.md) says what each means.
- A value that does not fit is refused with error 6, an unknown name with 5, a read-only setting with 7 (or the number beside it); the old value stays.
- A whole server can be set up from a text of `Name=value` lines with `#` comments: `oftpsrv_load_config` in C,
  `server.load_config(text)` in Python, `server.LoadConfig(text)` in C#. A value in double quotes keeps the spaces at its
  ends; `Name=<<END`, lines, `END` gives a value of several lines. With an error in any line nothing is set.
- Certificates and streams are objects, not texts; they are set through functions of their own, or loaded by the
  `...CertStore` and `...CertSubject` settings.
";

/// The page.
pub fn page(tables: &Table) -> String {
    let voice = tables.common(Language::Page);
    let mut page = HEAD.to_owned();
    for &group in Group::ALL {
        page.push_str(&format!("\n## {}\n\n", group.heading().trim()));
        let rows = tables.settings_of(voice.class).into_iter().filter(|row| row.group == group).map(|row| {
            let [name, value, default, applies, doc] = cells(voice, &row);
            [name, scope(row.scope).to_owned(), value, default, applies, doc]
        });
        page.push_str(&table(["Name", "For", "Value", "Default", "A change takes effect", "Meaning"], rows));
        if group == Group::Property {
            page.push_str(&functions(tables));
        }
    }
    for &class in &tables.classes[1..] {
        let voice = tables.voice(class, Language::Page);
        page.push_str(&format!("\n## {}\n\n", heading(class)));
        let rows = tables.settings_of(class).into_iter().map(|row| cells(voice, &row));
        page.push_str(&table(["Name", "Value", "Default", "A change takes effect", "Meaning"], rows));
    }
    page.push_str("\n## Store types\n\n");
    page.push_str(STORE_TYPES_TEXT);
    let rows = STORE_TYPES.values.iter().map(|row| [row.value.to_string(), code(&row.word()), voice.spell(row.doc)]);
    page + &table(["Number", "Word", "Meaning"], rows)
}

/// The heading above the settings of another class than the server.
pub fn heading(class: &Class) -> String {
    format!("Settings of {}", class.name)
}

fn cells(voice: Voice, row: &Setting) -> [String; 5] {
    let doc = voice.spell_with(row.doc, &note(voice, row));
    [code(row.name), value(row), default(voice, row), applies(row), doc]
}

const STORE_TYPES_TEXT: &str = "\
Types whose word ends in File take the path of a file; a file that does not exist is error 679. 99 takes a path or the content
itself and goes by what is in it, never by a file's name; what a program sets as octets is always content. Only 23 loads a
PKCS#11 module: that is code, and no file is taken for one unless this type says so. A store that needs a password, and one whose
password is wrong, are error 690 and say which.

";

/// The functions and attributes of the properties.
fn functions(tables: &Table) -> String {
    let rows = tables.classes.iter().flat_map(|class| {
        tables.properties(class).into_iter().map(|row| {
            let row = &row;
            let name = snake(row.name);
            let mut c = code(&format!("{}get_{name}", class.c_prefix));
            if writable(row) {
                c.push_str(&format!(", {}", code(&format!("{}set_{name}", class.c_prefix))));
            }
            let python = format!("{}.{name}", class.python);
            let csharp = format!("{}.{}", class.csharp, row.name);
            [code(row.name), c, code(&python), code(&csharp)]
        })
    });
    let table = table(["Property", "C", "Python", "C#"], rows);
    format!(
        "\n{}{table}",
        paragraph(
            "They are called like this; `Listening` and the objects are in [methods.md](methods.md#the-object-itself)."
        )
    )
}

fn scope(scope: Scope) -> &'static str {
    match scope {
        Scope::Server => "server",
        Scope::Connection => "connection",
        Scope::Both => "both",
        Scope::Elsewhere => unreachable!("the server has no such row"),
    }
}

/// Which values fit.
pub fn value(row: &Setting) -> String {
    let form = match row.kind {
        Kind::Bool => "`True`, `False`".to_owned(),
        Kind::Int { min, max: i64::MAX } => format!("number from {min}"),
        Kind::Int { min, max } => format!("number {min} to {max}"),
        Kind::Choice(list) if *list == STORE_TYPES => "a [store type](settings.md#store-types)".to_owned(),
        Kind::Choice(list) => {
            let all: Vec<String> = list.values.iter().map(|row| format!("{} {}", row.value, row.word())).collect();
            all.join(", ")
        }
        Kind::IntList { min, max } => format!("numbers {min} to {max}, separated by commas"),
        Kind::Text { max } if max < 65_535 => format!("text, at most {max} octets"),
        Kind::Text { .. } => "text".to_owned(),
        Kind::Code { max } => format!("text, at most {max} characters"),
        Kind::Codes { max } => format!("codes of at most {max} characters, separated by commas"),
        Kind::Addresses => "addresses, networks and host names, separated by commas".to_owned(),
        Kind::Bytes => "text or octets".to_owned(),
    };
    if row.sensitive { format!("{form}; secret") } else { form }
}

/// The default; spaces behind the commas of a list let it break into lines.
pub fn default(voice: Voice, row: &Setting) -> String {
    if let Some(name) = voice.table.stand_in(voice.class, row) {
        return format!("that of {}", code(name));
    }
    code(&row.default.replace(',', ", ").replace(",  ", ", "))
}

/// When a change takes effect.
pub fn applies(row: &Setting) -> String {
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

/// Why a change has no effect here.
pub fn note(voice: Voice, row: &Setting) -> String {
    match row.applies {
        Applies::Platform(note) => {
            format!(
                " _It has no effect here: {} Another value than the default leaves a line in the log._",
                voice.spell(note)
            )
        }
        _ => String::new(),
    }
}
