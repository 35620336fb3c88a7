//! Engines for these tests: a station that sends what lies in its outbox until that is confirmed, and a child process that
//! is one, by starting this test program again.

use crate::support::peer::{Peer, Sfid, Ssid, data, efid, framed};
use crate::support::{Heard, Scratch, Station};
use oftpsrv::internals::engine::{DialOptions, Dispatch, Server};
use oftpsrv::internals::events::{self, EventKind};
use std::collections::BTreeMap;
use std::io::Write;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Files that are sent in every session until they are confirmed.
#[derive(Default)]
pub struct Outbox {
    /// Name on the wire and path.
    pub files: Mutex<BTreeMap<String, PathBuf>>,
    /// Their destination.
    pub partner: Mutex<String>,
    /// How often SFPA named a position above 0.
    pub restarts: AtomicUsize,
}

impl Outbox {
    fn confirmed(&self, name: &str) {
        self.files.lock().unwrap().remove(name);
    }

    fn queue(&self, server: &Server, id: &str) -> oftpsrv::Result<()> {
        let partner = self.partner.lock().unwrap().clone();
        for (name, path) in &*self.files.lock().unwrap() {
            server.send_file_async(id, &partner, &path.to_string_lossy(), name)?;
        }
        Ok(())
    }

    fn trail(&self, event: &events::PITrail) {
        if event.data.first() == Some(&b'2') {
            let count: u64 = String::from_utf8_lossy(&event.data[1..]).trim().parse().unwrap_or(0);
            self.restarts.fetch_add(usize::from(count > 0), Ordering::SeqCst);
        }
    }
}

/// A station and its outbox.
pub struct Side {
    station: Station,
    pub outbox: Arc<Outbox>,
    called: bool,
}

impl Side {
    /// One that is called sends when a connection is there; one that calls, when it calls.
    pub fn new(code: &str, called: bool, dir: &Scratch, set: &[(&str, &str)]) -> Side {
        let inbox = dir.join("inbox");
        let inbox_text = inbox.to_string_lossy().into_owned();
        let place = [("DownloadDirectory", inbox_text.as_str())];
        let station = Station::called(code, dir.clone(), inbox, &[&place, set].concat());
        let outbox = Arc::new(Outbox::default());
        let (ear, own) = (&station.ear, || outbox.clone());
        if called {
            let (files, server) = (own(), station.server.clone());
            ear.accept_connection(move |event| {
                let _ = files.queue(&server, &event.connection_id);
            });
        } else {
            let files = own();
            ear.keep_none_of(EventKind::PITrail);
            ear.pi_trail(move |event| files.trail(event));
        }
        let files = own();
        ear.end_transfer(move |event| {
            if sent(event, called) && event.reason_code == 0 {
                files.confirmed(&event.virtual_file_name);
            }
        });
        let files = own();
        ear.end_response(move |event| files.confirmed(&event.virtual_file_name));
        Side { station, outbox, called }
    }

    /// Whether the file went from here.
    pub fn sent(&self, event: &events::EndTransfer) -> bool {
        sent(event, self.called)
    }

    /// Calls, with everything in the outbox queued.
    pub fn call(&self, port: u16, cut_after: Option<u64>) -> oftpsrv::Result<String> {
        let options = DialOptions { cut_after, ..DialOptions::default() };
        self.server.connect_prepared("127.0.0.1", port, options, |id| self.outbox.queue(&self.server, id))
    }

    /// Everything heard until a connection ended, that included.
    pub fn session(&self) -> Vec<Heard> {
        let (mut all, over) = self.until_disconnected();
        all.push(Heard::Disconnected(over));
        all
    }
}

impl Deref for Side {
    type Target = Station;

    fn deref(&self) -> &Station {
        &self.station
    }
}

/// The direction in which a side sends: 0 as client, 1 as server.
fn sent(event: &events::EndTransfer, called: bool) -> bool {
    event.direction.code() == i32::from(called)
}

/// How a partner made of octets introduces itself.
pub fn ssid(code: &str, buffer: u32, credit: u16) -> Ssid {
    Ssid { code: code.into(), password: "PASSWORD".into(), buffer, credit, ..Ssid::default() }
}

/// A U file from `code` to SERVER.
pub fn file(code: &str, name: &str, size: u64, restart: u64) -> Sfid {
    let blocks = size.div_ceil(1024);
    Sfid {
        destination: "SERVER".into(),
        originator: code.into(),
        user: String::new(),
        size: blocks,
        original: blocks,
        restart,
        ..Sfid::new(name, 'U', 0)
    }
}

/// A whole small U file of at most one credit window, all of it at once; what EFID, or SFID, was answered with.
pub fn send(peer: &mut Peer, code: &str, name: &str, bytes: &[u8]) -> Vec<u8> {
    peer.send(&file(code, name, bytes.len() as u64, 0).encode(peer.level));
    let answer = peer.recv().unwrap_or_default();
    if answer.first() != Some(&b'2') {
        return answer;
    }
    finish(peer, bytes)
}

/// The data of a file that was accepted, and EFID, which counts these octets alone.
pub fn finish(peer: &mut Peer, bytes: &[u8]) -> Vec<u8> {
    let most = most(peer);
    let pieces: Vec<&[u8]> = if bytes.is_empty() { vec![bytes] } else { bytes.chunks(most).collect() };
    let mut out = vec![];
    for (number, piece) in pieces.iter().enumerate() {
        out.extend(framed(&data(piece, number + 1 == pieces.len())));
    }
    out.extend(framed(&efid(peer.level, 0, bytes.len() as u64)));
    peer.raw(&out);
    peer.recv().unwrap_or_default()
}

/// How many octets fit a DATA buffer for certain.
pub fn most(peer: &Peer) -> usize {
    (peer.buffer as usize - 1) / 64 * 63
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
        Self::start_with(dir, settings, &[])
    }

    /// The same with more in its environment.
    pub fn start_with(dir: &Path, settings: &str, environment: &[(&str, &Path)]) -> ServerProcess {
        let _ = std::fs::remove_file(dir.join("port"));
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["side::child_server", "--exact", "--nocapture"])
            .env(CHILD_DIR, dir)
            .env(CHILD_SETTINGS, settings)
            .envs(environment.iter().copied())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        ServerProcess { child, dir: dir.to_owned() }
    }

    /// How often its program was told of a file that it received: without the flag Redelivered, and with it.
    pub fn told(&self, name: &str) -> (usize, usize) {
        let all = std::fs::read_to_string(self.dir.with_extension("told")).unwrap_or_default();
        let count = |flag: bool| all.lines().filter(|line| **line == *format!("{name} {}", flag)).count();
        (count(false), count(true))
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

/// What the program of a server process does beside keeping what comes; lines of its settings that begin with `@`.
#[derive(Default)]
struct Program {
    /// Where its handler of EndTransfer moves received files.
    moves_to: Option<PathBuf>,
    /// Where files for partners are, in a folder by SSID code; they are deleted when the partner has them.
    outbox: Option<PathBuf>,
    queued: bool,
}

impl Program {
    fn of(lines: &str) -> Program {
        let mut program = Program::default();
        for line in lines.lines().filter_map(|line| line.strip_prefix('@')) {
            match line.split_once('=') {
                Some(("move", dir)) => program.moves_to = Some(dir.into()),
                Some(("out", dir)) => program.outbox = Some(dir.into()),
                _ => program.queued = line == "queued",
            }
        }
        program
    }
}

/// Not a test: what [`ServerProcess`] runs.
#[test]
fn child_server() {
    let Some(dir) = std::env::var_os(CHILD_DIR).map(PathBuf::from) else { return };
    let lines = std::env::var(CHILD_SETTINGS).unwrap_or_default();
    let program = Program::of(&lines);
    let settings: Vec<&str> = lines.lines().filter(|line| !line.starts_with('@')).collect();
    let side = Side::new("SERVER", true, &Scratch::at(&dir), &[]);
    side.server.load_config(&settings.join("\n")).unwrap();
    let told = std::fs::File::options().create(true).append(true).open(dir.with_extension("told")).unwrap();
    let (moves_to, outbox) = (program.moves_to, program.outbox.clone());
    let sent_to = |outbox: &Option<PathBuf>, partner: &str, path: &str| {
        let folder = outbox.as_ref().map(|outbox| outbox.join(partner));
        folder.filter(|folder| Path::new(path).starts_with(folder)).map(|_| PathBuf::from(path))
    };
    side.ear.end_transfer(move |event| {
        if let Some(path) = sent_to(&outbox, &event.partner, &event.local_file) {
            if event.reason_code == 0 {
                let _ = std::fs::remove_file(path);
            }
            return;
        }
        if event.reason_code != 0 {
            return;
        }
        // In one write: handlers of several connections run at the same time.
        let line = format!("{} {}\n", event.virtual_file_name, event.redelivered);
        (&told).write_all(line.as_bytes()).unwrap();
        if let Some(folder) = &moves_to {
            let path = Path::new(&event.local_file);
            // Told again, the file may have been moved the first time.
            let moved = std::fs::rename(path, folder.join(path.file_name().unwrap()));
            assert!(moved.is_ok() || event.redelivered, "{event:?}: {moved:?}");
        }
    });
    if let Some(outbox) = program.outbox {
        let server = side.server.clone();
        side.ear.accept_connection(move |event| {
            let entries = std::fs::read_dir(outbox.join(&event.client_ssid_code)).into_iter().flatten();
            for path in entries.map(|entry| entry.unwrap().path()) {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                let partner = &event.client_ssid_code;
                let _ = server.send_file_async(&event.connection_id, partner, &path.to_string_lossy(), &name);
            }
        });
    }
    if program.queued {
        side.server.set_event_dispatch(Dispatch::Queued).unwrap();
    }
    let port = side.listen();
    std::fs::write(dir.join("port.new"), port.to_string()).unwrap();
    std::fs::rename(dir.join("port.new"), dir.join("port")).unwrap();
    loop {
        if program.queued {
            side.server.do_events(20).unwrap();
        }
        let heard = if program.queued { side.ear.all() } else { side.ear.take() };
        if program.queued {
            side.ear.forget();
        }
        for heard in heard {
            // Partners that vanish are what these tests are about.
            if let Heard::Error(event) = heard
                && event.error_code != 10053
            {
                eprintln!("server process: error {} {}", event.error_code, event.description);
            }
        }
    }
}
