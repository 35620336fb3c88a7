//! A process of its own for what is measured, so that its memory and processor time are its own.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};

/// The argument that makes a process of this program a server.
pub const ROLE: &str = "serve";

/// A running server.
pub struct Process {
    child: Child,
    pub port: u16,
}

impl Process {
    /// This program as a server with these arguments. It tells its port with [`say`].
    pub fn start(arguments: &[&str]) -> Process {
        let mut child = Command::new(std::env::current_exe().expect("this program"))
            .arg(ROLE)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a server process");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("the server's port");
        Process { child, port: line.trim().parse().expect("the server's port") }
    }

    /// Another program that listens on a port.
    pub fn of(child: Child, port: u16) -> Process {
        Process { child, port }
    }

    /// Its number.
    pub fn id(&self) -> String {
        self.child.id().to_string()
    }

    /// Waits for the process to end by itself.
    pub fn ended(mut self) {
        let _ = self.child.wait();
    }

    /// The most memory it ever had, in MiB. Linux only; elsewhere 0.
    pub fn peak(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        line.and_then(|l| l.split_whitespace().next()?.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a server tells whoever has started it.
pub fn say(port: u16) {
    println!("{port}");
    let _ = std::io::stdout().flush();
}
