//! A server process killed with SIGKILL again and again while its partners send and fetch, plain and secured, and its program moves
//! away what comes, with direct and with queued events. Each time it is started again, its partners call again and go on. In the end
//! every file is there once and whole, its program was told of each, and every end response arrived.

use crate::side::{Random, ServerProcess, Side, content};
use crate::support::certificates::simple;
use crate::support::peer::PATIENCE;
use crate::support::{Heard, Scratch};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ffi::OsString;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Kinds of partners: files of U, V, F, and secured ones.
const KINDS: usize = 4;
const SECURED: usize = 3;

/// One key for everybody: whose it is does not matter here.
fn with_key(path: &str) -> [(&'static str, &str); 6] {
    let rows = ["CertificateStoreType", "CertificateStore", "CertificateSubject"];
    let partners = ["RecipientCertStoreType", "RecipientCertStore", "RecipientCertSubject"];
    let values = ["6", path, "*"];
    std::array::from_fn(|i| (if i < 3 { rows[i] } else { partners[i - 3] }, values[i % 3]))
}

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
        let kind = number % KINDS;
        let format = [("0", "0"), ("3", "90"), ("2", "62"), ("0", "0")][kind];
        let mut settings = vec![("VirtualFileFormat", format.0), ("MaxRecordSize", format.1)];
        let key = dir.join("key.pem").to_str().unwrap().to_owned();
        if kind == SECURED {
            settings.extend([("VirtualFileSecurityLevel", "3"), ("Compress", "True"), ("SignedReceipt", "True")]);
            settings.extend(with_key(&key));
        }
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
            // Large ones are for restarts, and for a few partners only.
            let (least, scales): (usize, &[usize]) = match self.number {
                0 => (6_000_000, &[20_000_000]),
                1..4 => (0, &[1, 2000, 300_000, 6_000_000]),
                _ => (0, &[1, 2000, 30_000]),
            };
            let scale = scales[self.random.below(scales.len())];
            let bytes = content(least + self.random.below(scale), self.random.next());
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
    match number % KINDS {
        0 | SECURED => return bytes.to_vec(),
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
fn check(folders: &[&Path], originals: &Path, verified: &mut BTreeMap<OsString, String>) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for entry in folders.iter().flat_map(|folder| std::fs::read_dir(folder).unwrap()) {
        let path = entry.unwrap().path();
        let file_name = path.file_name().unwrap().to_owned();
        let text = file_name.to_string_lossy().into_owned();
        if text.ends_with(".oftp-part") {
            continue;
        }
        let name = text.split(' ').next().unwrap().to_owned();
        if let Entry::Vacant(unseen) = verified.entry(file_name) {
            let same = std::fs::read(&path).unwrap() == std::fs::read(originals.join(&name)).unwrap();
            assert!(same, "{text} is not what was sent");
            unseen.insert(name.clone());
        }
        *found.entry(name).or_default() += 1;
    }
    found
}

/// RST-4, EERP-5: no kill leaves an incomplete file under a final name, or costs a file or an end response, or brings one twice; the
/// program is told of each file, and twice only where it is said so.
#[test]
fn killed_again_and_again() {
    let number = |name, default| std::env::var(name).ok().and_then(|k| k.parse().ok()).unwrap_or(default);
    let (kills, partners): (usize, usize) = (number("OFTPSRV_KILLS", 20), number("OFTPSRV_KILLED_PARTNERS", 20));
    let dir = Scratch::new();
    let key = dir.write("key.pem", simple("Everybody").key_and_cert_pem());
    let server_dir = dir.join("server");
    let folder = |name: &str| {
        let path = dir.join(name);
        std::fs::create_dir_all(&path).unwrap();
        path
    };
    let (inbox, moved, out, originals) = (folder("server/inbox"), folder("moved"), folder("out"), folder("originals"));
    let mut settings = format!(
        "StatePath={}\nReceivedFileNameFormat=%VirtualFileName% %GUID%\n@move={}\n@out={}",
        server_dir.join("state").display(),
        moved.display(),
        out.display()
    );
    for (name, value) in with_key(key.to_str().unwrap()) {
        settings += &format!("\n{name}={value}");
    }
    let mut partners: Vec<Partner> = (0..partners).map(|number| Partner::new(number, &dir)).collect();
    let mut random = Random(0xC0FF_EE00_1234_5678);
    let mut verified = BTreeMap::new();
    let mut offered = 0;
    let begun = Instant::now();
    for kill in 0..kills {
        // Something to fetch, for one of the partners.
        let mailbox = folder(&format!("out/P{}", kill % partners.len()));
        std::fs::write(mailbox.join(format!("F{kill}")), content(3000 * (kill % 7), kill as u64)).unwrap();
        offered += 1;
        let queued = if kill % 2 == 1 { "\n@queued" } else { "" };
        let mut process = ServerProcess::start(&server_dir, &(settings.clone() + queued));
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
            // Sometimes long enough for a large file to get past its first checkpoint.
            let longer = if kill % 5 == 4 { 3_000_000 } else { 0 };
            std::thread::sleep(Duration::from_micros((longer + random.below(900_000)) as u64));
            dead.store(true, Ordering::SeqCst);
            process.kill();
        });
        check(&[&inbox, &moved], &originals, &mut verified);
    }
    let killing = begun.elapsed();
    let process = ServerProcess::start(&server_dir, &settings);
    let port = process.port();
    std::thread::scope(|scope| {
        for partner in &mut partners {
            scope.spawn(move || {
                // Once for what waits at the server.
                partner.call(port);
                for _ in 0..20 {
                    if !partner.done() {
                        partner.call(port);
                    }
                }
            });
        }
    });
    let found = check(&[&inbox, &moved], &originals, &mut verified);
    let restarts: usize = partners.iter().map(|p| p.side.outbox.restarts.load(Ordering::SeqCst)).sum();
    let repeated: usize = partners.iter().flat_map(|p| p.responses.values()).map(|times| times - 1).sum();
    let parts = std::fs::read_dir(&inbox).unwrap().filter(|entry| is_part(entry.as_ref().unwrap())).count();
    let (mut told_again, telling) = (0, Instant::now());
    for partner in &partners {
        let waiting = partner.side.outbox.files.lock().unwrap().clone();
        assert!(waiting.is_empty(), "not confirmed: {waiting:?}");
        for made in 0..partner.made {
            let name = format!("K{}-{made}", partner.number);
            assert_eq!(found.get(&name), Some(&1), "{name}");
            assert!(partner.responses.contains_key(&name), "no end response for {name}");
            // What a kill left untold is told after the start, and again every few seconds.
            while process.told(&name) == (0, 0) && telling.elapsed() < PATIENCE {
                std::thread::sleep(Duration::from_millis(50));
            }
            let (plainly, again) = process.told(&name);
            assert!(plainly <= 1 && plainly + again >= 1, "{name}: told {plainly} times, {again} times again");
            told_again += again;
        }
    }
    for kill in 0..offered {
        let (code, name) = (kill % partners.len(), format!("F{kill}"));
        let fetched = std::fs::read(partners[code].side.inbox.join(&name));
        assert_eq!(fetched.ok(), Some(content(3000 * (kill % 7), kill as u64)), "{name} for P{code}");
    }
    eprintln!(
        "{kills} kills in {killing:?}: {} files, {restarts} restarts, {repeated} end responses said twice, {told_again} files told again, {parts} orphaned part files",
        found.len()
    );
    // Only what was longer than a checkpoint when the process died can go on; how often that is depends on the machine.
    assert!(restarts > 0, "files were continued: {restarts}");
    assert_eq!(parts, 0, "part files that nobody knows of");
}

fn is_part(entry: &std::fs::DirEntry) -> bool {
    entry.file_name().to_string_lossy().ends_with(".oftp-part")
}
