//! The C header: generated and committed are the same, it stands alone in four standards and in two translation units, it
//! names exactly what the shared library exports, and its structures have the layout of Rust's.

use oftpsrv::internals::ffi::generated::event_structs::*;
use std::collections::BTreeSet;
use std::mem::{offset_of, size_of};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

const STRICT: &[&str] = &["-Wall", "-Wextra", "-Werror", "-pedantic"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn header() -> String {
    fs::read_to_string(root().join("include/oftpsrv.h")).expect("include/oftpsrv.h is there")
}

/// A directory for what a test makes.
fn work(name: &str) -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&directory).unwrap();
    directory
}

fn run(command: &mut Command) -> Output {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{command:?}: {}\n{out}\n{err}", output.status);
    output
}

fn compiler(variable: &str, default: &str, standard: &str) -> Command {
    let mut command = Command::new(env::var(variable).unwrap_or(default.to_owned()));
    command.arg(format!("-std={standard}")).args(STRICT).arg("-I").arg(root().join("include"));
    command
}

/// The C and C++ compilers in each standard that the header promises, with the language's name.
fn compilers() -> [(Command, &'static str); 4] {
    [
        (compiler("CC", "cc", "c99"), "c"),
        (compiler("CC", "cc", "c11"), "c"),
        (compiler("CXX", "c++", "c++11"), "c++"),
        (compiler("CXX", "c++", "c++17"), "c++"),
    ]
}

/// The shared library that was built together with this test.
fn library() -> PathBuf {
    let here = env::current_exe().unwrap();
    let name = format!("{}oftpsrv{}", env::consts::DLL_PREFIX, env::consts::DLL_SUFFIX);
    let places = here.ancestors().skip(1).take(2).map(|directory| directory.join(&name));
    let newest = places.filter_map(|path| Some((fs::metadata(&path).ok()?.modified().ok()?, path))).max();
    newest.expect("cargo builds the shared library with the tests").1
}

#[test]
fn the_committed_header_is_the_generated_one() {
    let generated = include_str!(concat!(env!("OUT_DIR"), "/oftpsrv.h"));
    assert!(header() == generated, "include/oftpsrv.h is old: run `OFTPSRV_BLESS=1 cargo check` and commit it");
}

#[test]
fn the_header_stands_alone() {
    for (mut command, language) in compilers() {
        run(command.args(["-fsyntax-only", "-x", language]).arg(root().join("include/oftpsrv.h")));
    }
}

#[test]
fn the_header_works_in_two_translation_units() {
    let directory = work("units");
    for (mut command, language) in compilers() {
        let program = directory.join("units");
        let units = ["tests/c/unit_a.c", "tests/c/unit_b.c"].map(|unit| root().join(unit));
        run(command.args(["-x", language]).args(units).arg("-o").arg(&program));
        run(&mut Command::new(program));
    }
}

/// The names of the functions that the header declares.
fn declared() -> BTreeSet<String> {
    let header = header();
    // Comments and preprocessor lines go; then a declaration is whatever names a function before its parenthesis.
    let mut code = String::new();
    let mut rest = header.as_str();
    while let Some((before, comment)) = rest.split_once("/*") {
        code.push_str(before);
        rest = comment.split_once("*/").expect("comments end").1;
    }
    code.push_str(rest);
    code.split(';').filter_map(called).collect()
}

fn called(statement: &str) -> Option<String> {
    let (before, _) = statement.split_once('(')?;
    let name = before.rsplit([' ', '*', '\n']).next()?;
    (name.starts_with("oftpsrv_") && !before.contains("typedef")).then(|| name.to_owned())
}

#[test]
#[cfg(target_os = "linux")]
fn the_library_exports_what_the_header_declares_and_nothing_else() {
    let output = run(Command::new("nm").args(["-D", "--defined-only"]).arg(library()));
    let listing = String::from_utf8(output.stdout).unwrap();
    let exported: BTreeSet<String> =
        listing.lines().filter_map(|line| line.split_whitespace().nth(2)).map(str::to_owned).collect();
    let declared = declared();
    assert!(declared.len() > 150, "the header was not understood");
    let missing: Vec<_> = declared.difference(&exported).collect();
    let secret: Vec<_> = exported.difference(&declared).collect();
    assert!(missing.is_empty() && secret.is_empty(), "not exported: {missing:?}; not declared: {secret:?}");
}

/// `tests/data/abi.txt` is what `tests/surface.rs` lets grow only.
#[test]
fn the_list_of_the_binary_interface_has_every_function() {
    let list = fs::read_to_string(root().join("tests/data/abi.txt")).unwrap();
    let functions = list.lines().filter_map(|line| line.split_once(" = (")).map(|(name, _)| name.to_owned());
    let functions: BTreeSet<String> = functions.filter(|name| !name.ends_with("_cb")).collect();
    assert_eq!(functions, declared());
}

/// `tests/data/c-names.txt` holds the names that programs were promised: functions, types and `type.member`.
#[test]
fn every_promised_name_is_there() {
    let names = fs::read_to_string(root().join("tests/data/c-names.txt")).unwrap();
    let mention = |name: &str| match name.split_once('.') {
        Some((structure, member)) => format!("    (void)sizeof((({structure} *)0)->{member});\n"),
        None if name.ends_with("_t") => format!("    (void)sizeof({name});\n"),
        None => format!("    (void)sizeof(&{name});\n"),
    };
    let mentions: String = names.lines().map(mention).collect();
    let file = work("names").join("names.c");
    fs::write(&file, format!("#include \"oftpsrv.h\"\nvoid names(void);\nvoid names(void) {{\n{mentions}}}\n"))
        .unwrap();
    run(compiler("CC", "cc", "c99").arg("-fsyntax-only").arg(file));
}

#[test]
#[cfg(target_os = "linux")]
fn the_library_has_a_soname() {
    let output = run(Command::new("readelf").arg("-d").arg(library()));
    assert!(String::from_utf8_lossy(&output.stdout).contains("[liboftpsrv.so.0]"));
}

#[test]
#[cfg(target_os = "linux")]
fn misuse_from_c_is_an_error_and_not_a_crash() {
    let directory = work("misuse");
    // The name under which the program will look for the library.
    let library =
        fs::copy(library(), directory.join("liboftpsrv.so.0")).map(|_| directory.join("liboftpsrv.so.0")).unwrap();
    let program = directory.join("misuse");
    let rpath = format!("-Wl,-rpath,{}", directory.display());
    run(compiler("CC", "cc", "c99")
        .arg(root().join("tests/c/misuse.c"))
        .arg(library)
        .args([&rpath, "-o"])
        .arg(&program));
    run(&mut Command::new(program));
}

macro_rules! layouts {
    ($($structure:ident { $($field:ident),* })*) => {
        /// C expressions with the value that they have in Rust.
        fn layouts() -> Vec<(String, usize)> {
            let mut all = Vec::new();
            $(
                all.push((format!("sizeof({}_t)", stringify!($structure)), size_of::<$structure>()));
                $(all.push((
                    format!("offsetof({}_t, {})", stringify!($structure), stringify!($field)),
                    offset_of!($structure, $field),
                ));)*
            )*
            all
        }
    };
}

// Every event structure with its fields.
include!("generated/layouts.rs");

#[test]
fn structures_have_the_same_layout_in_c() {
    let layouts = layouts();
    let prints: String = layouts
        .iter()
        .map(|(expression, _)| format!("    printf(\"%lu\\n\", (unsigned long){expression});\n"))
        .collect();
    let source = format!("#include \"oftpsrv.h\"\n#include <stdio.h>\nint main(void) {{\n{prints}    return 0;\n}}\n");
    let directory = work("layout");
    let (file, program) = (directory.join("layout.c"), directory.join("layout"));
    fs::write(&file, source).unwrap();
    run(compiler("CC", "cc", "c99").arg(&file).arg("-o").arg(&program));
    let output = run(&mut Command::new(program));
    let numbers = String::from_utf8(output.stdout).unwrap();
    let in_c: Vec<usize> = numbers.lines().map(|line| line.parse().unwrap()).collect();
    assert_eq!(in_c.len(), layouts.len());
    for ((expression, in_rust), in_c) in layouts.iter().zip(in_c) {
        assert_eq!(in_c, *in_rust, "{expression}");
    }
}
