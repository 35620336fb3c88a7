//! The process that is measured: the engine, or a plain program that copies octets.

use crate::process::{Process, say};
use oftpsrv::internals::engine::Server;
use oftpsrv::internals::events::{self, EventKind, Handler};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// The engine with a window of so many buffers. `send` is a file that every partner gets.
pub fn start_engine(inbox: &Path, state: Option<&Path>, send: Option<&Path>, window: u16) -> Process {
    let text = |path: Option<&Path>| path.map_or_else(|| "-".to_owned(), |p| p.to_string_lossy().into_owned());
    Process::start(&["engine", &inbox.to_string_lossy(), &text(state), &text(send), &window.to_string()])
}

/// Socket to flushed file.
pub fn start_plain_receiver(file: &Path) -> Process {
    Process::start(&["receive", &file.to_string_lossy()])
}

/// File to socket.
pub fn start_plain_sender(file: &Path) -> Process {
    Process::start(&["send", &file.to_string_lossy()])
}

pub fn run(arguments: &[String]) {
    let path = |index: usize| PathBuf::from(&arguments[index]);
    let optional = |index: usize| Some(path(index)).filter(|p| p.as_os_str() != "-");
    match arguments[0].as_str() {
        "engine" => {
            engine(&path(1), optional(2).as_deref(), optional(3), arguments.get(4).map_or("99", String::as_str))
        }
        "receive" => receive(&path(1)),
        _ => send(&path(1)),
    }
}

/// Sends one file to everybody who comes.
struct Sender {
    server: Mutex<Option<Server>>,
    file: Option<PathBuf>,
}

impl Handler for Sender {
    fn wants(&self, kind: EventKind) -> bool {
        kind == EventKind::AcceptConnection && self.file.is_some()
    }
    fn accept_connection(&self, event: &mut events::AcceptConnection) {
        let (Ok(server), Some(file)) = (self.server.lock(), &self.file) else { return };
        if let Some(server) = &*server {
            let _ = server.send_file_async(&event.connection_id, "PARTNER", &file.to_string_lossy(), "BULK");
        }
    }
}

fn engine(inbox: &Path, state: Option<&Path>, file: Option<PathBuf>, window: &str) {
    let server = Server::new();
    let inbox = inbox.to_string_lossy();
    let state = state.map(|path| path.to_string_lossy().into_owned()).unwrap_or_default();
    for (name, value) in [
        ("ServerSSIDCode", "SERVER"),
        ("ServerSFIDCode", "SERVER"),
        ("LocalHost", "127.0.0.1"),
        ("LocalPort", "0"),
        ("ConnectionBacklog", "1000"),
        ("DownloadDirectory", &inbox),
        ("StatePath", &state),
        ("OfferCompression", "False"),
        ("CreditCount", window),
    ] {
        server.set_config(name, value).expect("a setting");
    }
    server.set_handler(Arc::new(Sender { server: Mutex::new(Some(server.clone())), file }));
    server.start().expect("a listening server");
    say(server.get_config("LocalPort").ok().and_then(|p| p.parse().ok()).expect("a port"));
    // Until the parent goes.
    let _ = std::io::stdin().read(&mut [0]);
}

fn receive(path: &Path) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    say(listener.local_addr().expect("a port").port());
    let (mut socket, _) = listener.accept().expect("a caller");
    let mut file = std::fs::File::create(path).expect("a file");
    let mut buffer = vec![0u8; 256 * 1024];
    loop {
        let count = socket.read(&mut buffer).expect("octets");
        if count == 0 {
            break;
        }
        file.write_all(&buffer[..count]).expect("space on the disk");
    }
    file.sync_all().expect("a disk");
    socket.write_all(b"!").expect("a partner");
    let _ = std::io::stdin().read(&mut [0]);
}

fn send(path: &Path) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    say(listener.local_addr().expect("a port").port());
    let (mut socket, _) = listener.accept().expect("a caller");
    // Without it there would be nothing to compare: the engine is asked to send first, too.
    let _ = socket.read(&mut [0]).expect("a start");
    let mut file = std::fs::File::open(path).expect("a file");
    let mut buffer = vec![0u8; 256 * 1024];
    loop {
        let count = file.read(&mut buffer).expect("octets");
        if count == 0 {
            break;
        }
        socket.write_all(&buffer[..count]).expect("a partner");
    }
    drop(socket);
    let _ = std::io::stdin().read(&mut [0]);
}
