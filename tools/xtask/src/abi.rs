//! What programs that were built with an older header rely on: the event structures with their fields in order, callbacks,
//! functions with the types of their arguments, and numbers. It is read from `src/ffi`, as the library is built, and kept in
//! `tests/data/abi.txt`. That list only grows: fields at the end of a structure, and new structures, functions and numbers.

use crate::File;
use std::collections::HashMap;
use std::fs;
use std::path::Path;

/// Where the list is.
pub const PATH: &str = "tests/data/abi.txt";

const HEAD: &str = "# The binary interface, in the types of Rust. Written by `cargo run -p xtask -- generate`, which only lets it grow.\n";

/// The list of the tree, whose generated files are these.
///
/// # Panics
/// When `src/ffi` cannot be read.
pub fn list(root: &Path, generated: &[File]) -> String {
    let folder = root.join("src/ffi");
    let mut by_hand: Vec<_> = fs::read_dir(&folder)
        .expect("src/ffi is there")
        .map(|entry| entry.expect("src/ffi can be read").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "rs"))
        .filter(|path| !path.to_string_lossy().ends_with("_tests.rs"))
        .collect();
    by_hand.sort();
    let mut sources: Vec<String> = generated
        .iter()
        .filter(|(path, _)| path.starts_with("src/ffi/generated/"))
        .map(|(_, contents)| contents.clone())
        .collect();
    sources.extend(by_hand.iter().map(|path| fs::read_to_string(path).expect("a source can be read")));
    let sources: Vec<String> = sources.iter().map(|source| plain(source)).collect();
    let mut list = HEAD.to_owned();
    for items in [numbers, structures, callbacks, functions] {
        list.push('\n');
        let mut all: Vec<String> = sources.iter().flat_map(|source| items(source)).collect();
        all.sort();
        list.push_str(&all.concat());
    }
    list
}

/// What to do about a line of a list that is gone or has become another.
pub const ADVICE: &str = "What a release has (a version in CHANGELOG.md) stays as it is. What no release has yet may still change: take its lines out of the list by hand, say so in the commit, and generate again.";

/// The list as it was committed.
///
/// # Errors
/// When there is none: then nothing would hold it.
pub fn committed(root: &Path, path: &str) -> Result<String, String> {
    fs::read_to_string(root.join(path))
        .map_err(|error| format!("{path}: {error}. It is the baseline; take it from the last commit"))
}

/// What the new list lacks of the old one, or says in another way.
pub fn broken(old: &str, new: &str) -> Vec<String> {
    let new: HashMap<_, _> = items(new).into_iter().collect();
    let mut broken = Vec::new();
    for (name, value) in items(old) {
        let Some(present) = new.get(&name) else {
            broken.push(format!("{name} is gone"));
            continue;
        };
        if wider(&name, &value, present) {
            continue;
        }
        if present.starts_with(&value) && (present.len() == value.len() || value.first().is_some_and(String::is_empty))
        {
            continue;
        }
        let place =
            value.iter().zip(present).position(|(old, new)| old != new).unwrap_or(present.len().min(value.len()));
        let say = |value: &[String]| value.get(place).map_or("nothing", |line| line.as_str()).to_owned();
        broken.push(format!("{name}: \"{}\" has become \"{}\"", say(&value), say(present)));
    }
    broken
}

/// Whether it is the end of a range that lets more in than before.
fn wider(name: &str, old: &[String], new: &[String]) -> bool {
    let number = |value: &[String]| value.first().and_then(|value| value.parse::<i64>().ok());
    let (Some(old), Some(new)) = (number(old), number(new)) else { return false };
    name.starts_with("least ") && new <= old || name.starts_with("most ") && new >= old
}

/// The items of a list: name, and what is said of it. A structure has an empty line first, and then its fields.
fn items(list: &str) -> Vec<(String, Vec<String>)> {
    let mut items: Vec<(String, Vec<String>)> = Vec::new();
    for line in list.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match (line.strip_prefix("    "), items.last_mut()) {
            (Some(field), Some(item)) => item.1.push(field.to_owned()),
            _ => {
                let (name, value) = line.split_once(" = ").unwrap_or((line, ""));
                items.push((name.to_owned(), vec![value.to_owned()]));
            }
        }
    }
    items
}

/// A source without comments, in one line.
fn plain(source: &str) -> String {
    let code = source.lines().map(|line| line.trim()).filter(|line| !line.starts_with("//"));
    code.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What stands behind each `start`.
fn behind<'a>(source: &'a str, start: &'a str) -> impl Iterator<Item = &'a str> {
    source.match_indices(start).map(move |(at, _)| &source[at + start.len()..])
}

fn numbers(source: &str) -> Vec<String> {
    let item = |rest: &str| {
        let (name, rest) = rest.split_once(": i32 = ").expect("a number has a type");
        let (value, _) = rest.split_once(';').expect("a number ends");
        format!("OFTPSRV_{name} = {value}\n")
    };
    // The errors of the operating system go into the header as they are.
    let define = |rest: &str| {
        let mut words = rest.split(' ');
        format!("OFTPSRV_{} = {}\n", words.next().unwrap_or_default(), words.next().unwrap_or_default())
    };
    let constants = behind(source, "pub const OFTPSRV_").map(item);
    constants.chain(behind(source, "#define OFTPSRV_").map(define)).collect()
}

fn structures(source: &str) -> Vec<String> {
    let item = |rest: &str| {
        let (name, rest) = rest.split_once(" { ").expect("a structure has fields");
        let (fields, _) = rest.split_once('}').expect("a structure ends");
        let fields: Vec<_> = fields.split(',').filter_map(|field| field.trim().strip_prefix("pub ")).collect();
        // Handles have none that anybody sees.
        let lines: String = fields.iter().map(|field| format!("    {field}\n")).collect();
        if lines.is_empty() { String::new() } else { format!("oftpsrv_{name}\n{lines}") }
    };
    behind(source, "pub struct oftpsrv_").map(item).collect()
}

fn callbacks(source: &str) -> Vec<String> {
    let item = |rest: &str| {
        let (name, rest) = rest.split_once(" = ").expect("a type is something");
        let function = rest.strip_prefix("Option<unsafe extern \"C\" fn")?;
        let (function, _) = function.split_once(">;").expect("a type ends");
        Some(format!("oftpsrv_{name} = {}\n", signature(function)))
    };
    behind(source, "pub type oftpsrv_").filter_map(item).collect()
}

fn functions(source: &str) -> Vec<String> {
    let item = |rest: &str| {
        let (head, _) = rest.split_once('{').expect("a function has a body");
        let (name, rest) = head.split_at(head.find('(').expect("a function has arguments"));
        format!("oftpsrv_{name} = {}\n", signature(rest.trim_end()))
    };
    behind(source, "extern \"C\" fn oftpsrv_").map(item).collect()
}

/// `(server: *mut oftpsrv_t) -> i32` without the names.
fn signature(text: &str) -> String {
    let (arguments, result) = text.strip_prefix('(').and_then(|text| text.split_once(')')).expect("arguments");
    let kinds: Vec<_> =
        arguments.split(',').filter_map(|argument| argument.split_once(": ")).map(|(_, kind)| kind).collect();
    format!("({}){result}", kinds.join(", "))
}
