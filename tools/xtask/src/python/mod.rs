//! The Python package's side, `bindings/python/oftpsrv`: what ctypes is told of the C interface, the numbers, the events, and
//! the attributes and methods of the classes. What is thought stays by hand there: handles, dispatch, streams, asyncio.

mod classes;
mod events;
mod methods;
mod native;
mod numbers;

use crate::File;
use crate::surface::classes::Class;
use crate::table::Table;
use crate::text::wrap;
use std::collections::HashSet;

/// How long a line may be.
const WIDTH: usize = 120;

/// Every file.
pub fn files(table: &Table) -> Vec<File> {
    let module = |name: &str, contents: String| (format!("bindings/python/oftpsrv/{name}.py"), contents);
    vec![
        module("_native/structs", native::structs(table)),
        module("_native/functions", native::functions(table)),
        module("constants", numbers::constants(table)),
        module("events", events::events(table)),
        module("_properties", classes::properties(table)),
        module("_connection_fields", classes::connection_fields(table)),
        module("_certificate_fields", classes::certificate_fields(table)),
        module("_calls", methods::calls(table)),
        module("_methods", methods::methods(table)),
    ]
}

/// A module: what it is about, what it imports, what is in it (which begins with the empty lines before it).
fn module(about: &str, imports: &str, body: &str) -> String {
    let note = "# Written by tools/xtask from src/surface: change the table, then cargo run -p xtask -- generate.";
    format!("{note}\n{}\n{}\n{}\n", docstring(&[about.to_owned()], ""), imports.trim(), body.trim_end())
}

/// What the generated classes of a class are named after: `Server`.
fn noun(class: &Class) -> String {
    class.noun[..1].to_ascii_uppercase() + &class.noun[1..]
}

/// Those of some names that a text uses.
fn used<'a>(names: &[&'a str], text: &str) -> Vec<&'a str> {
    let words: HashSet<_> = text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').collect();
    names.iter().copied().filter(|name| words.contains(name)).collect()
}

/// A docstring: what it says, and a list of what there is to say about arguments and the like.
fn docstring(paragraphs: &[String], indent: &str) -> String {
    assert!(paragraphs.iter().all(|text| !text.contains('\\')), "{paragraphs:?}");
    let text = |at: usize, end: &str| {
        let begin = if at == 0 { "\"\"\"" } else { "" };
        wrap(&format!("{begin}{}{end}", paragraphs[at]), indent, WIDTH)
    };
    if let [only] = paragraphs {
        assert!(!only.ends_with('"'), "{only}");
        return text(0, "\"\"\"");
    }
    // What follows the first is a list: no empty lines between, and the second line of each is indented.
    let items = paragraphs[1..].iter().map(|text| {
        let lines = wrap(text, &format!("{indent}    "), WIDTH);
        lines.replacen("    ", "", 1)
    });
    format!("{}\n{}{indent}\"\"\"\n", text(0, ""), items.collect::<String>())
}

/// A text as Python writes it, in the quotes that need fewer backslashes.
fn literal(text: &str) -> String {
    assert!(!text.contains('\\'), "{text}");
    let count = |quote: char| text.matches(quote).count();
    let quote = if count('\'') < count('"') { '\'' } else { '"' };
    format!("{quote}{}{quote}", text.replace(quote, &format!("\\{quote}")))
}

/// `head(items)tail`, broken into lines where it is too long.
fn call(head: &str, items: &[String], tail: &str, indent: &str) -> String {
    let inner = items.join(", ");
    let line = format!("{indent}{head}({inner}){tail}\n");
    if fits(&line) {
        return line;
    }
    let line = format!("{indent}    {inner}\n");
    if fits(&line) {
        return format!("{indent}{head}(\n{line}{indent}){tail}\n");
    }
    let lines: String = items.iter().map(|item| format!("{indent}    {item},\n")).collect();
    format!("{indent}{head}(\n{lines}{indent}){tail}\n")
}

/// `name = kind("documentation")`, an attribute of a class.
fn attribute(name: &str, kind: &str, doc: &str) -> String {
    let line = format!("    {name} = {kind}({})\n", literal(doc));
    if fits(&line) {
        return line;
    }
    let line = format!("        {}\n", literal(doc));
    if fits(&line) {
        return format!("    {name} = {kind}(\n{line}    )\n");
    }
    // Room for the quotes, and for the space between this line and the next.
    let lines = wrap(doc, "", WIDTH - 8 - 3);
    let last = lines.lines().count() - 1;
    let piece = |(at, line): (usize, &str)| {
        let space = if at == last { "" } else { " " };
        format!("        {}\n", literal(&format!("{line}{space}")))
    };
    let pieces: String = lines.lines().enumerate().map(piece).collect();
    format!("    {name} = {kind}(\n{pieces}    )\n")
}

/// Whether a line is not too long.
fn fits(line: &str) -> bool {
    line.trim_end_matches('\n').chars().count() <= WIDTH
}
