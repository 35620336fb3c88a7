//! The process that is measured.

use crate::Cost;
use crate::process::{Process, say};
use oftpsrv::internals::engine::Server;
use oftpsrv::internals::events::{self, EventKind, Handler};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// With the keys in `directory`; `send` is a file that every partner gets.
pub fn start(directory: &Path, send: Option<&Path>, compress: bool) -> Process {
    let send = send.map_or_else(|| "-".into(), |path| path.to_string_lossy());
    Process::start(&[&directory.to_string_lossy(), &send, if compress { "True" } else { "False" }])
}

/// What a server took so far.
pub fn cost(process: &Process, seconds: f64) -> Cost {
    Cost { seconds, processor: processor_seconds(&process.id(), 11), peak: process.peak() }
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
    say(server.get_config("LocalPort").ok().and_then(|port| port.parse().ok()).expect("a port"));
    // Until the parent goes.
    let _ = std::io::stdin().read(&mut [0]);
}
