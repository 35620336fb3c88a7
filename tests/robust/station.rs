//! Engines for these tests: a server with a handler that writes down what it hears and sends back what it was given, and
//! a child process that is one, by starting this test program again.

use oftpsrv::internals::engine::{DialOptions, Server};
use oftpsrv::internals::events::{self, EventKind, Handler};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// What a handler hears.
#[derive(Debug, Clone, PartialEq)]
pub enum Heard {
    /// EndTransfer of a file that came.
    Received {
        name: String,
        reason: i32,
    },
    /// EndTransfer of a file that went.
    Sent {
        name: String,
        reason: i32,
    },
    /// EndResponse.
    Response {
        name: String,
        reason: i32,
    },
    /// SFPA with a position above 0 came.
    Restarted(u64),
    Disconnected {
        status: i32,
        text: String,
    },
    Error {
        code: i32,
        text: String,
    },
}

/// The handler. Files in the outbox are sent in every session until they are confirmed.
pub struct Ear {
    out: Mutex<Sender<Heard>>,
    server: Mutex<Option<Server>>,
    /// The direction in which this side sends: 0 as client, 1 as server.
    own: i32,
    /// Name on the wire and path; destination.
    pub outbox: Mutex<BTreeMap<String, PathBuf>>,
    pub partner: Mutex<String>,
}

impl Ear {
    fn say(&self, heard: Heard) {
        let _ = self.out.lock().unwrap().send(heard);
    }

    fn confirmed(&self, name: &str) {
        self.outbox.lock().unwrap().remove(name);
    }

    pub fn queue(&self, server: &Server, id: &str) -> oftpsrv::Result<()> {
        let partner = self.partner.lock().unwrap().clone();
        for (name, path) in &*self.outbox.lock().unwrap() {
            server.send_file_async(id, &partner, &path.to_string_lossy(), name)?;
        }
        Ok(())
    }
}

impl Handler for Ear {
    fn wants(&self, kind: EventKind) -> bool {
        !matches!(kind, EventKind::ReadyToSend | EventKind::Transfer | EventKind::Log)
            && (kind != EventKind::PITrail || self.own == 0)
    }
    fn accept_connection(&self, event: &mut events::AcceptConnection) {
        let server = self.server.lock().unwrap().clone();
        if let Some(server) = server {
            let _ = self.queue(&server, &event.connection_id);
        }
    }
    fn pi_trail(&self, event: &mut events::PITrail) {
        if event.data.first() == Some(&b'2') {
            let count = String::from_utf8_lossy(&event.data[1..]).trim().parse().unwrap_or(0);
            if count > 0 {
                self.say(Heard::Restarted(count));
            }
        }
    }
    fn end_transfer(&self, event: &mut events::EndTransfer) {
        let (name, reason) = (event.virtual_file_name.clone(), event.reason_code);
        if event.direction.code() != self.own {
            return self.say(Heard::Received { name, reason });
        }
        if reason == 0 {
            self.confirmed(&name);
        }
        self.say(Heard::Sent { name, reason });
    }
    fn end_response(&self, event: &mut events::EndResponse) {
        self.confirmed(&event.virtual_file_name);
        self.say(Heard::Response { name: event.virtual_file_name.clone(), reason: event.reason_code });
    }
    fn disconnected(&self, event: &mut events::Disconnected) {
        self.say(Heard::Disconnected { status: event.status_code, text: event.description.clone() });
    }
    fn error(&self, event: &mut events::Error) {
        self.say(Heard::Error { code: event.error_code, text: event.description.clone() });
    }
}

/// An engine and what it hears.
pub struct Station {
    pub server: Server,
    pub ear: Arc<Ear>,
    pub heard: Receiver<Heard>,
    pub inbox: PathBuf,
}

impl Station {
    pub fn new(code: &str, own: i32, dir: &Path, set: &[(&str, &str)]) -> Station {
        let server = Server::new();
        let (sender, heard) = channel();
        let inbox = dir.join("inbox");
        std::fs::create_dir_all(&inbox).unwrap();
        let inbox_text = inbox.to_string_lossy().into_owned();
        let fixed = [
            ("ServerSSIDCode", code),
            ("ServerSFIDCode", code),
            ("LocalHost", "127.0.0.1"),
            ("LocalPort", "0"),
            ("DownloadDirectory", &inbox_text),
        ];
        for (name, value) in fixed.iter().chain(set) {
            server.set_config(name, value).unwrap();
        }
        let ear = Arc::new(Ear {
            out: Mutex::new(sender),
            server: Mutex::new((own == 1).then(|| server.clone())),
            own,
            outbox: Mutex::default(),
            partner: Mutex::default(),
        });
        server.set_handler(ear.clone());
        Station { server, ear, heard, inbox }
    }

    pub fn listen(&self) -> u16 {
        self.server.start().unwrap();
        self.server.get_config("LocalPort").unwrap().parse().unwrap()
    }

    /// Calls, with everything in the outbox queued.
    pub fn call(&self, port: u16, cut_after: Option<u64>) -> oftpsrv::Result<String> {
        let options = DialOptions { cut_after, ..DialOptions::default() };
        self.server.connect_prepared("127.0.0.1", port, options, |id| self.ear.queue(&self.server, id))
    }

    /// Everything heard until a connection ended, that included.
    pub fn until_disconnected(&self) -> Vec<Heard> {
        let mut all = vec![];
        loop {
            let heard = self.heard.recv_timeout(Duration::from_secs(60)).expect("an event within a minute");
            let end = matches!(heard, Heard::Disconnected { .. });
            all.push(heard);
            if end {
                return all;
            }
        }
    }
}

impl Drop for Station {
    fn drop(&mut self) {
        *self.ear.server.lock().unwrap() = None;
        let _ = self.server.shutdown();
    }
}

/// A fresh directory under the system's temporary one.
pub fn scratch(name: &str) -> PathBuf {
    let dir = std::env::temp_dir().join(format!("oftpsrv-robust-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir).unwrap();
    dir
}

/// Repeatable random numbers.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// Below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() >> 11) as usize % limit.max(1)
    }
}

/// Octets that no other seed has.
pub fn content(len: usize, seed: u64) -> Vec<u8> {
    let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let mut octets = Vec::with_capacity(len + 8);
    while octets.len() < len {
        octets.extend_from_slice(&random.next().to_le_bytes());
    }
    octets.truncate(len);
    octets
}

const CHILD_DIR: &str = "OFTPSRV_TEST_SERVER_DIR";
const CHILD_SETTINGS: &str = "OFTPSRV_TEST_SERVER_SETTINGS";

/// A server in a process of its own, killed when dropped.
pub struct ServerProcess {
    child: Child,
    dir: PathBuf,
}

impl ServerProcess {
    /// Starts one; settings are `Name=value` lines. It is not yet ready when this returns.
    pub fn start(dir: &Path, settings: &str) -> ServerProcess {
        let _ = std::fs::remove_file(dir.join("port"));
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["station::child_server", "--exact", "--nocapture"])
            .env(CHILD_DIR, dir)
            .env(CHILD_SETTINGS, settings)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        ServerProcess { child, dir: dir.to_owned() }
    }

    /// Waits until it listens.
    pub fn port(&self) -> u16 {
        let begun = Instant::now();
        loop {
            if let Ok(text) = std::fs::read_to_string(self.dir.join("port")) {
                return text.parse().unwrap();
            }
            assert!(begun.elapsed() < Duration::from_secs(60), "the server process does not start");
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// SIGKILL, and waits for the end.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// A number of `/proc/<pid>/status`, in KiB.
    pub fn memory(&self, field: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with(field)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Not a test: what [`ServerProcess`] runs.
#[test]
fn child_server() {
    let Some(dir) = std::env::var_os(CHILD_DIR).map(PathBuf::from) else { return };
    let settings = std::env::var(CHILD_SETTINGS).unwrap_or_default();
    let settings: Vec<(&str, &str)> = settings.lines().filter_map(|line| line.split_once('=')).collect();
    let station = Station::new("SERVER", 1, &dir, &settings);
    let port = station.listen();
    std::fs::write(dir.join("port.new"), port.to_string()).unwrap();
    std::fs::rename(dir.join("port.new"), dir.join("port")).unwrap();
    while let Ok(heard) = station.heard.recv() {
        // Partners that vanish are what these tests are about.
        if let Heard::Error { code, text } = heard
            && code != 10053
        {
            eprintln!("server process: error {code} {text}");
        }
    }
}
