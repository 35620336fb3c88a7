//! The arrows between the modules of `src`: within one crate the compiler does not hold them, so this test does. What may be named
//! is in `LEVELS`, from the top: none runs back, and modules of one level do not know each other.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

const LEVELS: &[&[&str]] = &[
    &["ffi"],
    &["engine"],
    &["protocol", "vfile", "security", "tls", "state", "events", "settings"],
    &["certs"],
    &["system", "sync", "hex", "ber"],
    &["error"],
    &["model"],
    &["surface"],
];

fn level(module: &str) -> Option<usize> {
    LEVELS.iter().position(|modules| modules.contains(&module))
}

fn may(from: &str, to: &str) -> bool {
    if from == to {
        return true;
    }
    match (level(from), level(to)) {
        (Some(a), Some(b)) => a < b,
        // Names that the crate's root re-exports: only errors and results are for everybody.
        (_, None) => matches!(to, "Error" | "Result"),
        (None, _) => false,
    }
}

/// Every Rust file below a directory.
pub fn sources(dir: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// Every `crate::module` of a line, also those in `use crate::{a, b::c}`; comments do not count.
fn named(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for piece in code.split("crate::").skip(1) {
        let names: Vec<&str> = match piece.strip_prefix('{') {
            Some(list) => top_level(list.split_once("};").map_or(list, |l| l.0)),
            None => vec![piece],
        };
        for name in names {
            let name: String = name.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if !name.is_empty() {
                found.push(name);
            }
        }
    }
    found
}

fn top_level(list: &str) -> Vec<&str> {
    let (mut depth, mut start, mut parts) = (0, 0, Vec::new());
    for (i, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&list[start..i]);
                start = i + 1;
            }
            _ => {}
        }
    }
    parts.push(&list[start..]);
    parts
}

fn without_comments(text: &str) -> String {
    let lines = text.lines().map(|line| if line.trim_start().starts_with("//") { "" } else { line });
    // Macros name the crate as `$crate`.
    lines.collect::<Vec<_>>().join("\n").replace("$crate::", "crate::")
}

#[test]
fn no_arrow_runs_back() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&src, &mut files);
    let mut seen = 0;
    let mut wrong = Vec::new();
    for path in files {
        let inside = path.strip_prefix(&src).unwrap();
        let first = inside.iter().next().unwrap().to_str().unwrap();
        let module = first.trim_end_matches(".rs");
        // The front page and the list of modules name them all.
        if matches!(module, "lib" | "internals") {
            continue;
        }
        if level(module).is_none() {
            wrong.push(format!("{}: the module {module} is not in the plan", inside.display()));
        }
        for name in named(&without_comments(&fs::read_to_string(&path).unwrap())) {
            seen += 1;
            if !may(module, &name) {
                wrong.push(format!("{}: crate::{name}", inside.display()));
            }
        }
    }
    assert!(seen > 200, "only {seen} arrows");
    wrong.dedup();
    assert!(wrong.is_empty(), "forbidden arrows:\n{}", wrong.join("\n"));
}

#[test]
fn the_test_finds_arrows() {
    assert_eq!(named("use crate::model::{Stamp, Version};"), ["model"]);
    assert_eq!(
        named("use crate::{error::{Error, Result}, model::Stamp};\nlet x = crate::certs::a();"),
        ["error", "model", "certs"]
    );
    assert!(
        may("engine", "protocol")
            && may("ffi", "engine")
            && may("vfile", "error")
            && may("ffi", "model")
            && may("certs", "hex")
    );
    assert!(
        !may("protocol", "vfile") && !may("model", "engine") && !may("certs", "protocol") && !may("error", "certs")
    );
}

/// The partner made of octets has its layouts from the RFC alone, so that the engine is not measured with its own ruler.
#[test]
fn the_peer_shares_nothing_with_the_engine() {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/peer"), &mut files);
    assert_eq!(files.len(), 3);
    for path in files {
        let text = without_comments(&fs::read_to_string(&path).unwrap());
        for name in ["oftpsrv", "crate::", "super::super"] {
            assert!(!text.contains(name), "{}: {name}", path.display());
        }
    }
}

/// Inside `engine`, from the top: a file or folder imports only from what stands in a lower row. What is in a folder stands together,
/// but for the folders below that have rows of their own.
const ENGINE: &[&[&str]] = &[
    &["dial"],
    &["server"],
    &["live", "listener"],
    &["places", "upkeep", "connection"],
    &["transport"],
    &["tls_hooks"],
    &["inner"],
    &["shared"],
    &["inbox", "tls", "receipts", "dispatch"],
    &["cms", "station", "suites"],
    &["certificates", "policy", "filter", "threads"],
    &["keyring", "own", "stop", "names", "streams", "stamps", "sockets", "trail"],
    &["worker"],
];

/// The same inside of its folders; `mod` is the folder's page.
const FOLDERS: &[(&str, &[&[&str]])] = &[
    (
        "inbox",
        &[
            &["recovery"],
            &["arriving"],
            &["storing", "restart"],
            &["secured"],
            &["plain"],
            &["body"],
            &["failure", "plan"],
        ],
    ),
    ("station", &[&["hold"]]),
    ("server", &[&["load_config"], &["lifecycle", "orders", "events", "connections", "certificates", "settings"]]),
];

/// Files of `engine`, each with the name under which it stands in a table and the text of its code.
fn engine_files() -> Vec<(String, String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/engine");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let read = |path: &PathBuf| {
        let inside = path.strip_prefix(&root).unwrap().with_extension("");
        let names: Vec<_> = inside.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
        let text = without_comments(&fs::read_to_string(path).unwrap());
        let code = text.split("#[cfg(test)]\nmod tests").next().unwrap().to_owned();
        (names[0].clone(), names.get(1).cloned().unwrap_or_default(), code)
    };
    files.iter().map(read).filter(|(name, _, _)| name != "mod").collect()
}

/// What `engine/mod.rs` exports, and from which module.
fn exported() -> HashMap<String, String> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/engine/mod.rs");
    let text = fs::read_to_string(page).unwrap();
    let lines = text.lines().filter_map(|line| line.strip_prefix("pub use ").or(line.strip_prefix("pub(crate) use ")));
    let mut all = HashMap::new();
    for (module, names) in lines.filter_map(|line| line.trim_end_matches(';').split_once("::")) {
        for name in names.trim_matches(['{', '}']).split(',') {
            all.insert(name.trim().to_owned(), module.to_owned());
        }
    }
    all
}

/// The first names after each `prefix` in a text, those of lists in braces too.
fn after(code: &str, prefix: &str) -> Vec<String> {
    named(&code.replace("crate::", "outside::").replace(prefix, "crate::"))
}

fn row_of(table: &[&[&str]], name: &str) -> Option<usize> {
    table.iter().position(|row| row.contains(&name))
}

/// No circle in `engine`, neither of its files nor through the whole server that everything might take.
#[test]
fn no_arrow_runs_back_inside_the_engine() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    let names: Vec<&str> = ENGINE.iter().flat_map(|row| row.iter().copied()).collect();
    let exported = exported();
    assert_eq!(exported.get("Dispatch").map(String::as_str), Some("dispatch"), "{exported:?}");
    for (name, inside, code) in engine_files() {
        let Some(own) = row_of(ENGINE, &name) else {
            wrong.push(format!("{name}: it is not in the plan"));
            continue;
        };
        let up = if inside.is_empty() || inside == "mod" { "super::" } else { "super::super::" };
        for other in after(&code, "crate::engine::").into_iter().chain(after(&code, up)) {
            // What the engine's page exports has a home, too.
            let other = exported.get(&other).unwrap_or(&other).clone();
            let is_type = other.starts_with(|first: char| first.is_ascii_uppercase());
            if is_type && !inside.is_empty() && up == "super::super::" {
                wrong.push(format!("{name}/{inside}: where does {other} live?"));
            }
            if other == name || !names.contains(&other.as_str()) {
                continue;
            }
            seen += 1;
            if row_of(ENGINE, &other).unwrap() <= own {
                wrong.push(format!("{name}/{inside}: {other} does not stand below it"));
            }
        }
    }
    for (folder, table) in FOLDERS {
        for (name, inside, code) in engine_files() {
            if name != *folder || inside == "mod" {
                continue;
            }
            let Some(own) = row_of(table, &inside) else {
                wrong.push(format!("{folder}/{inside}: it is not in the plan"));
                continue;
            };
            for other in after(&code, "super::").into_iter().chain(after(&code, &format!("crate::engine::{folder}::")))
            {
                if row_of(table, &other).is_some_and(|row| row <= own && other != inside) {
                    wrong.push(format!("{folder}/{inside}: {other} does not stand below it"));
                }
            }
        }
    }
    assert!(seen > 60, "only {seen} arrows");
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "forbidden arrows inside the engine:\n{}", wrong.join("\n"));
}

/// Types say what they mean: no option of an option, and no number of the system without its name.
#[test]
fn no_type_and_no_number_without_a_name() {
    let mut wrong = Vec::new();
    for (name, inside, code) in engine_files() {
        let numbers = code.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        wrong.extend(
            numbers
                .filter(|word| word.len() == 5 && word.starts_with("100") && word.parse::<u32>().is_ok())
                .map(|number| format!("{name}/{inside}: {number}")),
        );
        if code.contains("Option<Option<") {
            wrong.push(format!("{name}/{inside}: an option of an option"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
