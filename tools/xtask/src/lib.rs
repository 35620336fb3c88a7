//! Writes the interface in every language from the one table in `src/surface`: plain, committed text that nobody edits.
//!
//! Each module writes one language and gives back paths and contents; nothing but [`generate`] touches a file. [`text`] is what
//! they share: references in documentation, wrapping.

#[path = "../../../src/surface/mod.rs"]
#[allow(dead_code, reason = "the library uses more of the table than the generator")]
pub mod surface;

pub mod abi;
pub mod csharp;
pub mod lists;
pub mod pages;
pub mod promises;
pub mod python;
pub mod rust;
#[cfg(test)]
mod sample;
pub mod table;
pub mod text;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use table::{INTERFACE, Table};

/// A file that is generated: its path from the root of the tree, and what is in it.
pub type File = (String, String);

/// Every generated file.
///
/// # Panics
/// When the rows contradict each other.
pub fn files() -> Vec<File> {
    let wrong = INTERFACE.contradictions();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    of_table(&INTERFACE)
}

/// The files of a table.
fn of_table(table: &Table) -> Vec<File> {
    [rust::files(table), python::files(table), csharp::files(table), pages::files(table), lists::files(table)].concat()
}

/// The two lists that only grow, as they have to be, and what in them is broken.
fn baselines(root: &Path, files: &[File]) -> (Vec<File>, Vec<String>) {
    let (mut whole, mut broken) = (Vec::new(), Vec::new());
    for (path, present) in [(abi::PATH, abi::list(root, files)), (promises::PATH, promises::list(&INTERFACE))] {
        let found = match abi::committed(root, path) {
            Ok(promised) => {
                abi::broken(&promised, &present).into_iter().map(|what| format!("{path}: {what}")).collect()
            }
            Err(missing) => vec![missing],
        };
        if found.is_empty() {
            whole.push((path.to_owned(), present));
        }
        broken.extend(found);
    }
    (whole, broken)
}

/// Writes what differs, and says what that was.
///
/// # Errors
/// When one of the lists that only grow is missing or did not only grow: what is broken. That list is not written then.
///
/// # Panics
/// When a file cannot be written.
pub fn generate(root: &Path) -> Result<Vec<String>, Vec<String>> {
    let mut files = files();
    let (lists, mut broken) = baselines(root, &files);
    broken.extend(stale(root, &files));
    files.extend(lists);
    let mut written = Vec::new();
    for (path, contents) in files {
        let file = root.join(&path);
        if fs::read_to_string(&file).ok().as_deref() == Some(&contents) {
            continue;
        }
        fs::create_dir_all(file.parent().expect("a path of the tree")).expect("the folder can be made");
        fs::write(&file, contents).unwrap_or_else(|error| panic!("{path}: {error}"));
        written.push(path);
    }
    if broken.is_empty() { Ok(written) } else { Err(broken) }
}

/// What is not as the table says: files that differ, files that nothing writes, and what is broken in the lists that only grow.
pub fn check(root: &Path) -> Vec<String> {
    let files = files();
    let (lists, mut wrong) = baselines(root, &files);
    wrong.extend(stale(root, &files));
    let differs = |(path, contents): &File| fs::read_to_string(root.join(path)).ok().as_deref() != Some(contents);
    let different = files.iter().chain(&lists).filter(|file| differs(file));
    wrong.extend(
        different.map(|(path, _)| format!("{path}: differs from the table; run: cargo run -p xtask -- generate")),
    );
    wrong
}

/// Files beside generated ones that say they are generated, or stand in a folder of generated files, and that nothing writes.
fn stale(root: &Path, files: &[File]) -> Vec<String> {
    let folders: BTreeSet<&str> = files.iter().filter_map(|(path, _)| Some(path.rsplit_once('/')?.0)).collect();
    let mut stale = Vec::new();
    for folder in folders {
        let all_of_it = folder.to_ascii_lowercase().ends_with("/generated");
        let Ok(entries) = fs::read_dir(root.join(folder)) else { continue };
        for entry in entries.flatten().filter(|entry| entry.path().is_file()) {
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            let marked = || {
                fs::read_to_string(entry.path())
                    .is_ok_and(|text| text.get(..64).is_some_and(|head| head.contains("Written by tools/xtask")))
            };
            if !files.iter().any(|(known, _)| *known == path) && (all_of_it || marked()) {
                stale.push(format!("{path}: nothing writes it (any more); delete it"));
            }
        }
    }
    stale.sort();
    stale
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scratch(name: &str) -> std::path::PathBuf {
        let root = std::env::temp_dir().join(format!("oftpsrv-xtask-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(root.join("src/ffi")).unwrap();
        fs::create_dir_all(root.join("tests/data")).unwrap();
        root
    }

    #[test]
    fn what_nothing_writes_and_what_is_missing_is_told() {
        let root = scratch("tree");
        let missing = generate(&root).unwrap_err();
        assert_eq!(missing.len(), 2, "{missing:?}");
        assert!(missing[0].starts_with("tests/data/abi.txt: ") && missing[1].starts_with("tests/data/promises.txt: "));
        assert_eq!(check(&root), missing);
        // An empty list promises nothing.
        fs::write(root.join(abi::PATH), "").unwrap();
        fs::write(root.join(promises::PATH), "").unwrap();
        assert_eq!(generate(&root).unwrap(), [abi::PATH, promises::PATH]);
        assert_eq!(check(&root), [""; 0]);
        let old = "bindings/csharp/src/Generated/OftpserverGoneEventArgs.cs";
        fs::write(root.join(old), "").unwrap();
        fs::write(root.join("docs/old.md"), &files().iter().find(|(path, _)| path == "docs/dates.md").unwrap().1)
            .unwrap();
        fs::write(root.join("docs/by-hand.md"), "# By hand\n").unwrap();
        let told = [old, "docs/old.md"].map(|path| format!("{path}: nothing writes it (any more); delete it"));
        assert_eq!(check(&root), told);
        assert_eq!(generate(&root).unwrap_err(), told);
        fs::remove_dir_all(&root).unwrap();
    }
}
