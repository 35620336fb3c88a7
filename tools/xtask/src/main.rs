//! `cargo run -p xtask -- generate` writes what comes from the table of the interface; `-- check` compares, writes nothing and
//! fails when something differs.

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    match std::env::args().nth(1).as_deref() {
        Some("generate") => match xtask::generate(&root) {
            Ok(files) => {
                files.iter().for_each(|file| println!("{file}: written"));
                ExitCode::SUCCESS
            }
            Err(broken) => report(&broken),
        },
        Some("check") => report(&xtask::check(&root)),
        _ => {
            eprintln!("usage: cargo run -p xtask -- generate|check");
            ExitCode::from(2)
        }
    }
}

fn report(wrong: &[String]) -> ExitCode {
    if wrong.is_empty() {
        return ExitCode::SUCCESS;
    }
    wrong.iter().for_each(|what| eprintln!("{what}"));
    if wrong.iter().any(|what| what.contains(" is gone") || what.contains(" has become ")) {
        eprintln!("{}", xtask::abi::ADVICE);
    }
    ExitCode::FAILURE
}
