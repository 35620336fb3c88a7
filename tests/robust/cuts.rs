//! Two engines on loopback, the line cut at every octet of what either of them sends: afterwards one more session brings
//! everything to its end. Every octet takes minutes, so by default a sample is taken that starts at another place for
//! each direction; `OFTPSRV_CUT_STEP=1` takes them all.

use crate::network::{Fate, Weather, line};
use crate::side::{Side, content};
use crate::support::{Heard, Scratch};
use oftpsrv::internals::events::{Disconnected, EndTransfer};
use std::sync::atomic::{AtomicUsize, Ordering};

const OUT: usize = 2300;
const RECORDS: &[u8] = b"first record\r\nsecond\r\n\r\nfourth and last record of them\r\n";
const BACK: usize = 1500;

fn step() -> usize {
    std::env::var("OFTPSRV_CUT_STEP").ok().and_then(|s| s.parse().ok()).unwrap_or(7)
}

/// What happened to one side in all sessions of one cut.
#[derive(Default)]
struct Log(Vec<Heard>);

impl Log {
    fn responses(&self, name: &str) -> usize {
        self.0
            .iter()
            .filter(|h| matches!(h, Heard::EndResponse(e) if e.reason_code == 0 && e.virtual_file_name == name))
            .count()
    }

    fn received(&self, side: &Side, name: &str) -> usize {
        let good = |e: &EndTransfer| e.reason_code == 0 && !side.sent(e) && e.virtual_file_name == name;
        self.0.iter().filter(|h| matches!(h, Heard::EndTransfer(e) if good(e))).count()
    }
}

/// Two engines, each with files for the other.
pub struct Pair {
    client: Side,
    server: Side,
    port: u16,
    out: std::path::PathBuf,
    records: std::path::PathBuf,
    back: std::path::PathBuf,
}

impl Pair {
    pub fn new(dir: &Scratch, set: &[(&str, &str)]) -> Pair {
        let small = [&[("ExchangeBufferSize", "256"), ("CreditCount", "3")], set].concat();
        let server = Side::new("SERVER", true, &dir.below("server"), &small);
        let client = Side::new("CLIENT", false, &dir.below("client"), &small);
        let port = server.listen();
        *client.outbox.partner.lock().unwrap() = "SERVER".into();
        *server.outbox.partner.lock().unwrap() = "CLIENT".into();
        Pair {
            out: dir.write("out", content(OUT, 1)),
            records: dir.write("records", RECORDS),
            back: dir.write("back", content(BACK, 2)),
            client,
            server,
            port,
        }
    }

    fn session(&self, logs: &mut (Log, Log), port: u16, cut: Option<u64>) {
        // A call that fails because the line was cut at once is a cut, too.
        let called = self.client.call(port, cut);
        if called.is_ok() {
            logs.0.0.extend(self.client.session());
        }
        logs.1.0.extend(self.server.session());
    }

    /// A session over such a line, which the client may cut by itself, and what follows; whether the first session was complete all
    /// the same.
    pub fn run(&self, number: usize, weather: Weather, cut_client: Option<u64>) -> bool {
        let what = format!("cut after {cut_client:?} octets of the client, {weather:?}");
        let names = [format!("OUT{number}"), format!("RECORDS{number}"), format!("BACK{number}")];
        {
            let mut outbox = self.client.outbox.files.lock().unwrap();
            outbox.insert(names[0].clone(), self.out.clone());
            outbox.insert(names[1].clone(), self.records.clone());
            self.server.outbox.files.lock().unwrap().insert(names[2].clone(), self.back.clone());
        }
        let mut logs = (Log::default(), Log::default());
        self.session(&mut logs, line(self.port, weather), cut_client);
        let whole = matches!(logs.0.0.last(), Some(Heard::Disconnected(Disconnected { status_code: 0, .. })));
        self.session(&mut logs, self.port, None);
        let last = logs.0.0.last().unwrap();
        assert!(matches!(last, Heard::Disconnected(Disconnected { status_code: 0, .. })), "{what}: {:?}", logs.0.0);
        let read = |station: &Side, name: &str| std::fs::read(station.inbox.join(name));
        assert_eq!(read(&self.server, &names[0]).unwrap(), content(OUT, 1), "{what}");
        assert_eq!(read(&self.server, &names[1]).unwrap(), RECORDS, "{what}");
        assert_eq!(read(&self.client, &names[2]).unwrap(), content(BACK, 2), "{what}");
        let (out, back) = ((&logs.0, &logs.1, &self.server), (&logs.1, &logs.0, &self.client));
        for ((log, other, to), name) in [(out, &names[0]), (out, &names[1]), (back, &names[2])] {
            assert_eq!(other.received(to, name), 1, "{what}: {name} {:?}", other.0);
            assert!((1..=2).contains(&log.responses(name)), "{what}: {name} {:?}", log.0);
        }
        assert!(self.client.outbox.files.lock().unwrap().is_empty(), "{what}: {:?}", logs.0.0);
        assert!(self.server.outbox.files.lock().unwrap().is_empty(), "{what}: {:?}", logs.1.0);
        whole
    }
}

impl Pair {
    pub fn nothing_lies_about(&self) {
        for station in [&self.client, &self.server] {
            for entry in std::fs::read_dir(&station.inbox).unwrap() {
                let name = entry.unwrap().file_name();
                assert!(!name.to_string_lossy().ends_with(".oftp-part"), "{name:?}");
            }
        }
    }
}

/// Runs cuts in several pairs at once until one is behind the end of the session.
fn everywhere(first: usize, cut: impl Fn(usize) -> (Weather, Option<u64>) + Sync) -> usize {
    let dir = Scratch::new();
    let next = AtomicUsize::new(0);
    let end = AtomicUsize::new(usize::MAX);
    std::thread::scope(|scope| {
        for worker in 0..6 {
            let (dir, next, end, cut) = (dir.below(&worker.to_string()), &next, &end, &cut);
            scope.spawn(move || {
                let pair = Pair::new(&dir, &[]);
                loop {
                    let at = first + next.fetch_add(1, Ordering::SeqCst) * step();
                    if at >= end.load(Ordering::SeqCst) {
                        break;
                    }
                    let (weather, client) = cut(at);
                    if pair.run(at, weather, client) {
                        end.fetch_min(at, Ordering::SeqCst);
                    }
                }
                // Nothing half done is left lying about.
                pair.nothing_lies_about();
            });
        }
    });
    end.load(Ordering::SeqCst)
}

/// RST-4, EERP-5: the caller's octets.
#[test]
fn engines_cut_in_what_the_client_says() {
    let end = everywhere(0, |at| (Weather::CLEAR, Some(at as u64)));
    assert!((2500..8000).contains(&end), "{end}");
}

/// The same for what the server says: its file, its SFPA, EFPA, EERP and RTR.
#[test]
fn engines_cut_in_what_the_server_says() {
    let end = everywhere(3, |at| (Weather { back: Fate::Cut(at), ..Weather::CLEAR }, None));
    assert!((1500..6000).contains(&end), "{end}");
}
