//! oftp-partner where its output does not arrive: a reader that went away ends it quietly, a full disk is told, and nothing
//! makes it panic.
#![cfg(unix)]

use oftpsrv::internals::engine::Server;
use std::fs::File;
use std::process::{Command, Output, Stdio};

/// What a Rust program ends with after a panic.
const PANIC: i32 = 101;
const SERVER: &str = "O0013SERVER";

/// The writing end of a pipe that nobody reads.
fn nobody() -> Stdio {
    std::io::pipe().expect("a pipe").1.into()
}

fn full() -> Stdio {
    File::options().write(true).open("/dev/full").expect("/dev/full").into()
}

fn run(arguments: &[&str], out: Stdio, err: Stdio) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oftp-partner"));
    let Output { status, stderr, .. } = command.args(arguments).stdout(out).stderr(err).output().expect("it runs");
    (status.code().expect("no signal"), String::from_utf8_lossy(&stderr).into_owned())
}

/// A server that lets everybody in, and how to call it.
fn server() -> (Server, Vec<String>) {
    let server = Server::new();
    for (name, value) in
        [("LocalHost", "127.0.0.1"), ("LocalPort", "0"), ("ServerSSIDCode", SERVER), ("ServerSFIDCode", SERVER)]
    {
        server.set_config(name, value).unwrap();
    }
    server.start().unwrap();
    let port = server.get_config("LocalPort").unwrap();
    let call = format!("--host 127.0.0.1 --port {port} --ssid O0013PARTNER --password SECRET --json --trail");
    (server, call.split(' ').map(str::to_owned).collect())
}

#[test]
fn help_for_a_reader_that_went_away() {
    for option in ["--help", "-V"] {
        assert_eq!(run(&[option], nobody(), Stdio::piped()), (0, String::new()), "{option}");
    }
}

#[test]
fn help_on_a_full_disk() {
    let (status, text) = run(&["--help"], full(), Stdio::piped());
    assert_eq!(status, 2);
    assert!(text.starts_with("oftp-partner: standard output: No space left"), "{text}");
}

#[test]
fn complaints_that_nobody_reads() {
    assert_eq!(run(&["--nonsense"], nobody(), nobody()).0, 2);
    // Port 1 refuses.
    let refused = ["--host", "127.0.0.1", "--port", "1", "--ssid", "O0013PARTNER", "--password", "SECRET"];
    let status = run(&refused, nobody(), nobody()).0;
    assert!(status != 0 && status != PANIC, "{status}");
}

#[test]
fn a_session_goes_on_without_a_reader_and_says_when_the_disk_was_full() {
    let (server, call) = server();
    let call: Vec<&str> = call.iter().map(String::as_str).collect();
    assert_eq!(run(&call, Stdio::null(), Stdio::piped()), (0, String::new()));
    assert_eq!(run(&call, nobody(), nobody()).0, 0);
    let (status, text) = run(&call, full(), Stdio::piped());
    assert_eq!(status, 1, "{text}");
    assert_eq!(text.matches("standard output: No space left").count(), 1, "{text}");
    server.shutdown().unwrap();
}
