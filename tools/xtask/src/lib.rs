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
pub mod python;
pub mod rust;
pub mod text;

use std::fs;
use std::path::Path;

/// A file that is generated: its path from the root of the tree, and what is in it.
pub type File = (String, String);

/// Every generated file.
pub fn files() -> Vec<File> {
    [rust::files(), python::files(), csharp::files(), pages::files(), lists::files()].concat()
}

/// Writes what differs, and says what that was.
///
/// # Errors
/// When the binary interface did not only grow: what is broken. The list of it is not written then.
///
/// # Panics
/// When a file cannot be written.
pub fn generate(root: &Path) -> Result<Vec<String>, Vec<String>> {
    let mut files = files();
    let promised = fs::read_to_string(root.join(abi::PATH)).unwrap_or_default();
    let present = abi::list(root, &files);
    let broken = abi::broken(&promised, &present);
    if broken.is_empty() {
        files.push((abi::PATH.to_owned(), present));
    }
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

/// The generated files that are not as the table says.
pub fn check(root: &Path) -> Vec<String> {
    let mut files = files();
    files.push((abi::PATH.to_owned(), abi::list(root, &files)));
    let differs = |(path, contents): File| {
        (fs::read_to_string(root.join(&path)).ok().as_deref() != Some(&contents)).then_some(path)
    };
    files.into_iter().filter_map(differs).collect()
}
