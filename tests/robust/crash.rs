//! A server process killed with SIGKILL again and again while files arrive. Each time it is started again, its partners
//! call again and go on. In the end every file is there once, whole, and every end response arrived.

use crate::side::{Random, ServerProcess, Side, content};
use crate::support::{Heard, Scratch};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// A partner: what it sends, and what it heard of it.
struct Partner {
    side: Side,
    number: usize,
    made: usize,
    responses: BTreeMap<String, usize>,
    random: Random,
}

impl Partner {
    fn new(number: usize, dir: &Scratch) -> Partner {
        let format = [("0", "0"), ("3", "90"), ("2", "62")][number];
        let settings = [("VirtualFileFormat", format.0), ("MaxRecordSize", format.1)];
        let side = Side::new(&format!("P{number}"), false, &dir.below(&format!("p{number}")), &settings);
        *side.outbox.partner.lock().unwrap() = "SERVER".into();
        let random = Random(0x1234_5678_9ABC_DEF1 + number as u64);
        Partner { side, number, made: 0, responses: BTreeMap::new(), random }
    }

    /// Keeps two files waiting.
    fn refill(&mut self, originals: &Path) {
        let mut outbox = self.side.outbox.files.lock().unwrap();
        while outbox.len() < 2 {
            let name = format!("K{}-{}", self.number, self.made);
            self.made += 1;
            let scale = [1, 2000, 300_000, 6_000_000, 12_000_000][self.random.below(5)];
            let bytes = content(self.random.below(scale), self.random.next());
            let path = originals.join(&name);
            std::fs::write(&path, records(self.number, &bytes)).unwrap();
            outbox.insert(name, path);
        }
    }

    fn done(&self) -> bool {
        self.side.outbox.files.lock().unwrap().is_empty() && self.responses.len() == self.made
    }

    /// One session.
    fn call(&mut self, port: u16) {
        if self.side.call(port, None).is_err() {
            return;
        }
        for heard in self.side.session() {
            match heard {
                Heard::EndResponse(event) => {
                    assert_eq!(event.reason_code, 0, "{}", event.virtual_file_name);
                    *self.responses.entry(event.virtual_file_name).or_default() += 1;
                }
                Heard::EndTransfer(event) if self.side.sent(&event) => {
                    let (name, reason) = (event.virtual_file_name, event.reason_code);
                    assert!([0, 99].contains(&reason), "{name}: {reason}");
                }
                _ => {}
            }
        }
    }
}

/// The content in the form of the partner's format: as it is, lines of any length, lines of 62 octets.
fn records(number: usize, bytes: &[u8]) -> Vec<u8> {
    let text = |octets: &[u8]| -> Vec<u8> { octets.iter().map(|o| b' ' + o % 90).collect() };
    let mut lines = Vec::new();
    match number {
        0 => return bytes.to_vec(),
        1 => {
            let mut rest = bytes;
            while let Some(&first) = rest.first() {
                let length = usize::from(first % 90).min(rest.len());
                lines.extend(text(&rest[..length]));
                lines.extend_from_slice(b"\r\n");
                rest = &rest[length.max(1)..];
            }
        }
        _ => {
            for record in bytes.chunks_exact(62) {
                lines.extend(text(record));
                lines.extend_from_slice(b"\r\n");
            }
        }
    }
    lines
}

/// Every file with a final name is whole; how often each is there.
fn check_inbox(inbox: &Path, originals: &Path, verified: &mut BTreeMap<PathBuf, String>) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(inbox).unwrap() {
        let path = entry.unwrap().path();
        let file_name = path.file_name().unwrap().to_string_lossy().into_owned();
        if file_name.ends_with(".oftp-part") {
            continue;
        }
        let name = file_name.split(' ').next().unwrap().to_owned();
        if let Entry::Vacant(unseen) = verified.entry(path) {
            let same = std::fs::read(unseen.key()).unwrap() == std::fs::read(originals.join(&name)).unwrap();
            assert!(same, "{file_name} is not what was sent");
            unseen.insert(name.clone());
        }
        *found.entry(name).or_default() += 1;
    }
    found
}

/// RST-4, EERP-5: no kill leaves an incomplete file under a final name, or costs a file or an end response, or brings one twice.
#[test]
fn killed_a_hundred_times() {
    let kills = std::env::var("OFTPSRV_KILLS").ok().and_then(|k| k.parse().ok()).unwrap_or(100);
    let dir = Scratch::new();
    let (server_dir, originals) = (dir.join("server"), dir.join("originals"));
    std::fs::create_dir_all(&server_dir).unwrap();
    std::fs::create_dir_all(&originals).unwrap();
    let settings =
        format!("StatePath={}\nReceivedFileNameFormat=%VirtualFileName% %GUID%", server_dir.join("state").display());
    let inbox = server_dir.join("inbox");
    let mut partners: Vec<Partner> = (0..3).map(|number| Partner::new(number, &dir)).collect();
    let mut random = Random(0xC0FF_EE00_1234_5678);
    let mut verified = BTreeMap::new();
    let begun = Instant::now();
    for _ in 0..kills {
        let mut process = ServerProcess::start(&server_dir, &settings);
        let port = process.port();
        let dead = AtomicBool::new(false);
        std::thread::scope(|scope| {
            for partner in &mut partners {
                let (dead, originals) = (&dead, &originals);
                scope.spawn(move || {
                    while !dead.load(Ordering::SeqCst) {
                        partner.refill(originals);
                        partner.call(port);
                    }
                });
            }
            std::thread::sleep(Duration::from_micros(random.below(500_000) as u64));
            dead.store(true, Ordering::SeqCst);
            process.kill();
        });
        check_inbox(&inbox, &originals, &mut verified);
    }
    let killing = begun.elapsed();
    let process = ServerProcess::start(&server_dir, &settings);
    let port = process.port();
    std::thread::scope(|scope| {
        for partner in &mut partners {
            scope.spawn(move || {
                for _ in 0..10 {
                    if !partner.done() {
                        partner.call(port);
                    }
                }
            });
        }
    });
    let found = check_inbox(&inbox, &originals, &mut verified);
    let restarts: usize = partners.iter().map(|p| p.side.outbox.restarts.load(Ordering::SeqCst)).sum();
    let repeated: usize = partners.iter().flat_map(|p| p.responses.values()).map(|times| times - 1).sum();
    let parts = std::fs::read_dir(&inbox).unwrap().count() - found.values().sum::<usize>();
    eprintln!(
        "{kills} kills in {killing:?}: {} files, {restarts} restarts, {repeated} end responses said twice, {parts} orphaned part files",
        found.len()
    );
    for partner in &partners {
        let waiting = partner.side.outbox.files.lock().unwrap().clone();
        assert!(waiting.is_empty(), "not confirmed: {waiting:?}");
        for made in 0..partner.made {
            let name = format!("K{}-{made}", partner.number);
            assert_eq!(found.get(&name), Some(&1), "{name}");
            assert!(partner.responses.contains_key(&name), "no end response for {name}");
        }
    }
    // Only what was longer than a checkpoint when the process died can go on; how often that is depends on the machine.
    assert!(restarts > 0, "files were continued: {restarts}");
    assert_eq!(parts, 0, "part files that nobody knows of");
}
