//! The .NET assembly's side: `bindings/csharp/src/Generated`. C# 7.2, because Mono's compiler takes no more.
//!
//! Of a class the assembly has by hand: its constructor, its handle (`handle`, of the type [`handle`] names), `Subscribe` and
//! `Unsubscribe`, which its events call, and the partial methods that [`methods`] declares.

mod constants;
mod docs;
mod events;
mod methods;
mod native;
mod properties;

use crate::File;
use crate::surface::classes::Class;
use crate::surface::kinds::Value;
use crate::surface::names::snake;
use crate::table::Table;
use crate::text::Language;

/// Every file.
pub fn files(table: &Table) -> Vec<File> {
    let mut files = vec![
        file("Constants", constants::groups(table)),
        file(constants::ERRORS_CLASS, constants::errors(table)),
        file("EventStructs", native::event_structs(table)),
        file("NativeMethods", native::methods(table)),
        file(&format!("{}.Fields", properties::CONNECTION), properties::connection_fields(table)),
        file("Certificate.Fields", properties::certificate_fields(table)),
    ];
    for class in table.classes {
        let voice = table.voice(class, Language::CSharp);
        files.push(file(&format!("{}.Properties", class.csharp), properties::of_class(voice)));
        files.push(file(&format!("{}.Methods", class.csharp), methods::of_class(voice)));
        files.push(file(&format!("{}.Events", class.csharp), events::of_class(voice)));
        for event in table.events_of(class) {
            files.push(file(&events::arguments_class(class, event), events::arguments(voice, event)));
        }
    }
    files
}

fn file(name: &str, contents: String) -> File {
    (format!("bindings/csharp/src/Generated/{name}.cs"), contents)
}

const NOTE: &str =
    "// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.\n";

/// A file: what it uses, its namespace, and in it the types, which are written without indentation.
fn page(uses: &[&str], namespace: &str, types: &str) -> String {
    let uses: String = uses.iter().map(|name| format!("using {name};\n")).collect();
    let gap = if uses.is_empty() { "" } else { "\n" };
    format!("{NOTE}{uses}{gap}namespace {namespace}\n{{\n{}}}\n", indent(types))
}

/// A part of a class of the assembly. The members are written without indentation, each begun with an empty line.
fn part(uses: &[&str], class: &str, members: &str) -> String {
    page(uses, "OftpSrv", &block(&format!("public sealed partial class {class}"), members))
}

/// A declaration and what stands in its braces, without the empty line that its first member begins with.
fn block(declaration: &str, members: &str) -> String {
    let members = members.strip_prefix('\n').unwrap_or(members);
    format!("{declaration}\n{{\n{}}}\n", indent(members))
}

fn indent(text: &str) -> String {
    let line = |line: &str| if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") };
    text.lines().map(line).collect()
}

/// The most characters of a line of a member, which the namespace and the class indent.
const WIDTH: usize = 120 - 8;

/// A call or declaration with its arguments on one line, or where that is too long on one line each. `head` ends with the
/// opening parenthesis, `tail` begins with the closing one; they stand so many levels deeper than their member.
fn call(levels: usize, head: &str, arguments: &[String], tail: &str) -> String {
    let line = format!("{head}{}{tail}", arguments.join(", "));
    if 4 * levels + line.len() <= WIDTH || arguments.is_empty() {
        return line + "\n";
    }
    format!("{head}\n    {}{tail}\n", arguments.join(",\n    "))
}

/// A call of a native function whose status is checked. The first arguments say which object is meant.
fn checked(levels: usize, function: &str, owner: &[&str], arguments: &[String]) -> String {
    let arguments: Vec<_> = owner.iter().map(|name| (*name).to_owned()).chain(arguments.iter().cloned()).collect();
    call(levels, &format!("NativeStatus.Check(NativeMethods.{function}("), &arguments, "));")
}

/// `ClientSSIDCode` becomes `clientSsidCode`.
fn camel(name: &str) -> String {
    let mut words = snake(name).split('_').map(capital).collect::<String>();
    words[..1].make_ascii_lowercase();
    words
}

fn capital(word: &str) -> String {
    word[..1].to_ascii_uppercase() + &word[1..]
}

/// The type of a class's handle.
fn handle(class: &Class) -> String {
    capital(class.noun) + "Handle"
}

/// The type of a value in the assembly's interface.
fn public_type(value: Value) -> &'static str {
    match value {
        Value::Flag => "bool",
        Value::Number => "int",
        Value::Long => "long",
        Value::Text => "string",
        Value::Octets => "byte[]",
    }
}

/// What a native function is given for a value.
fn given(value: Value, name: &str) -> Vec<String> {
    match value {
        Value::Flag | Value::Number | Value::Long => vec![name.to_owned()],
        Value::Text => vec![format!("Utf8.Bytes({name})")],
        Value::Octets => vec![name.to_owned(), format!("(UIntPtr){name}.Length")],
    }
}

/// What a native function puts its result into, and the expression that makes the result of it.
fn taken(value: Value, name: &str) -> (Vec<String>, String) {
    match value {
        Value::Flag | Value::Number | Value::Long => {
            (vec![format!("out {} {name}", public_type(value))], name.to_owned())
        }
        Value::Text => (vec![format!("out IntPtr {name}")], format!("Utf8.Take({name})")),
        Value::Octets => (
            vec![format!("out IntPtr {name}"), "out UIntPtr length".to_owned()],
            format!("Utf8.TakeBytes({name}, length)"),
        ),
    }
}
