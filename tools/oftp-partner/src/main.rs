//! oftp-partner: an OFTP initiator for trying out a server, for demonstrations and for load. It is the engine itself in
//! the other role; `help.txt` says what it can do.
//!
//! Read [`runner`] for how a run goes, `station` for what it does with the engine's events.

#![deny(unsafe_code)]
// These panic when nobody reads any more; `output` writes.
#![deny(clippy::print_stdout, clippy::print_stderr)]

mod board;
mod data;
mod held;
mod options;
mod output;
mod report;
mod runner;
mod secure;
mod station;
mod trail;

use options::Command;
use std::process::ExitCode;

fn main() -> ExitCode {
    let result = match options::parse(lexopt::Parser::from_env()) {
        Ok(Command::Say(text)) => output::say(&text).map(|()| true).map_err(|e| format!("standard output: {e}")),
        Ok(Command::MakeData { file, size }) => {
            data::make(&file, size).map(|()| true).map_err(|e| format!("{}: {e}", file.display()))
        }
        Ok(Command::Run(options)) => runner::run(*options),
        Err(message) => Err(message),
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            output::complain(&message);
            ExitCode::from(2)
        }
    }
}
