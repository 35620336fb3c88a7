//! `cargo run -p xtask -- generate` writes what comes from the table of the interface; `-- check` compares, writes nothing and
//! fails when something differs.

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    match std::env::args().nth(1).as_deref() {
        Some("generate") => match xtask::generate(&root) {
            Ok(files) => report(files, "written"),
            Err(broken) => {
                for what in broken {
                    eprintln!("The binary interface may only grow. {what}.");
                }
                ExitCode::FAILURE
            }
        },
        Some("check") => {
            let different = xtask::check(&root);
            let code = if different.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
            report(different, "differs from the table; run: cargo run -p xtask -- generate");
            code
        }
        _ => {
            eprintln!("usage: cargo run -p xtask -- generate|check");
            ExitCode::from(2)
        }
    }
}

fn report(files: Vec<String>, what: &str) -> ExitCode {
    for file in files {
        println!("{file}: {what}");
    }
    ExitCode::SUCCESS
}
