//! The process that is measured.

use crate::Cost;
use oftpsrv::internals::engine::Server;
use oftpsrv::internals::events::{self, EventKind, Handler};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

/// The argument that makes a process a server.
pub const ROLE: &str = "serve";

/// A running server.
pub struct Process {
    child: Child,
    pub port: u16,
}

impl Process {
    /// With the keys in `directory`; `send` is a file that every partner gets.
    pub fn start(directory: &Path, send: Option<&Path>, compress: bool) -> Process {
        let mut child = Command::new(std::env::current_exe().expect("this program"))
            .arg(ROLE)
            .arg(directory)
            .arg(send.map_or_else(|| PathBuf::from("-"), Path::to_owned))
            .arg(if compress { "True" } else { "False" })
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a server process");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("the server's port");
        Process { child, port: line.trim().parse().expect("the server's port") }
    }

    /// What it took so far.
    pub fn cost(&self, seconds: f64) -> Cost {
        let id = self.child.id().to_string();
        Cost { seconds, processor: processor_seconds(&id, 11), peak: peak(&id) }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The most memory a process ever had, in MiB. Linux only; elsewhere 0.
pub fn peak(id: &str) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|l| l.split_whitespace().next()?.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}

/// User and system time of a process: fields 14 and 15 of its stat (11 after its name), 16 and 17 (13) for its children.
pub fn processor_seconds(id: &str, first: usize) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    let Some((_, fields)) = stat.rsplit_once(") ") else { return 0.0 };
    let ticks: f64 = fields.split(' ').skip(first).take(2).filter_map(|f| f.parse::<f64>().ok()).sum();
    ticks / 100.0
}

/// Sends one file to everybody who comes.
struct Sender {
    server: Mutex<Option<Server>>,
    file: Option<PathBuf>,
    compress: String,
}

impl Handler for Sender {
    fn wants(&self, kind: EventKind) -> bool {
        kind == EventKind::Error || (kind == EventKind::AcceptConnection && self.file.is_some())
    }
    fn error(&self, event: &mut events::Error) {
        eprintln!("server: {} {}", event.error_code, event.description);
    }
    fn accept_connection(&self, event: &mut events::AcceptConnection) {
        let (Ok(server), Some(file)) = (self.server.lock(), &self.file) else { return };
        let Some(server) = &*server else { return };
        for (field, value) in
            [("VirtualFileSecurityLevel", "3"), ("Compress", self.compress.as_str()), ("SignedReceipt", "True")]
        {
            server.connection_set(&event.connection_id, field, value).expect("a setting");
        }
        // For somebody behind the partner, who takes it as it is.
        let _ = server.send_file_async(&event.connection_id, "BEYOND", &file.to_string_lossy(), "BULK");
    }
}

pub fn run(arguments: &[String]) {
    let [directory, file, compress] = arguments else { panic!("directory, file, compression") };
    let path = |name: &str| Path::new(directory).join(name).to_string_lossy().into_owned();
    let server = Server::new();
    for (name, value) in [
        ("ServerSSIDCode", "SERVER"),
        ("ServerSFIDCode", "SERVER"),
        ("LocalHost", "127.0.0.1"),
        ("LocalPort", "0"),
        ("CipherSuite", "4"),
        ("TempPath", &path("temp")),
        ("DownloadDirectory", &path("inbox")),
        ("OfferCompression", "False"),
        ("CreditCount", "999"),
        ("ExchangeBufferSize", "65535"),
        ("CertificateStoreType", "6"),
        ("CertificateStore", &path("server.key.pem")),
        ("CertificateSubject", "*"),
        ("RecipientCertStoreType", "8"),
        ("RecipientCertStore", &path("partner.pem")),
        ("RecipientCertSubject", "*"),
    ] {
        server.set_config(name, value).unwrap_or_else(|error| panic!("{name}={value}: {error}"));
    }
    let file = Some(PathBuf::from(file)).filter(|p| p.as_os_str() != "-");
    let sender = Sender { server: Mutex::new(Some(server.clone())), file, compress: compress.clone() };
    server.set_handler(Arc::new(sender));
    server.start().expect("a listening server");
    println!("{}", server.get_config("LocalPort").expect("a port"));
    let _ = std::io::stdout().flush();
    // Until the parent goes.
    let _ = std::io::stdin().read(&mut [0]);
}
