//! Two engines on loopback, the line cut at every octet of what either of them sends: afterwards one more session brings
//! everything to its end. Every octet takes minutes, so by default a sample is taken that starts at another place for
//! each direction; `OFTPSRV_CUT_STEP=1` takes them all.

use crate::side::{Side, content};
use crate::support::{Heard, Scratch};
use oftpsrv::internals::events::{Disconnected, EndTransfer};
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};

const OUT: usize = 2300;
const RECORDS: &[u8] = b"first record\r\nsecond\r\n\r\nfourth and last record of them\r\n";
const BACK: usize = 1500;

fn step() -> usize {
    std::env::var("OFTPSRV_CUT_STEP").ok().and_then(|s| s.parse().ok()).unwrap_or(7)
}

/// A line that hands everything from the caller on, and from the server only so much.
fn proxy(to: u16, limit: usize) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        let Ok((mut caller, _)) = listener.accept() else { return };
        let Ok(mut server) = TcpStream::connect(("127.0.0.1", to)) else { return };
        let (mut from, mut into) = (caller.try_clone().unwrap(), server.try_clone().unwrap());
        let there = std::thread::spawn(move || {
            let _ = std::io::copy(&mut from, &mut into);
            let _ = into.shutdown(Shutdown::Both);
        });
        let mut left = limit;
        let mut buffer = [0; 4096];
        while left > 0 {
            let most = left.min(buffer.len());
            let Ok(count) = server.read(&mut buffer[..most]) else { break };
            if count == 0 || caller.write_all(&buffer[..count]).is_err() {
                break;
            }
            left -= count;
        }
        let _ = caller.shutdown(Shutdown::Both);
        let _ = server.shutdown(Shutdown::Both);
        let _ = there.join();
    });
    port
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

struct Pair {
    client: Side,
    server: Side,
    port: u16,
    out: std::path::PathBuf,
    records: std::path::PathBuf,
    back: std::path::PathBuf,
}

impl Pair {
    fn new(dir: &Scratch) -> Pair {
        let small = [("ExchangeBufferSize", "256"), ("CreditCount", "3")];
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

    /// One cut and what follows; whether the first session was complete all the same.
    fn run(&self, number: usize, cut_server: Option<usize>, cut_client: Option<u64>) -> bool {
        let what = format!("cut after {cut_client:?} octets of the client, {cut_server:?} of the server");
        let names = [format!("OUT{number}"), format!("RECORDS{number}"), format!("BACK{number}")];
        {
            let mut outbox = self.client.outbox.files.lock().unwrap();
            outbox.insert(names[0].clone(), self.out.clone());
            outbox.insert(names[1].clone(), self.records.clone());
            self.server.outbox.files.lock().unwrap().insert(names[2].clone(), self.back.clone());
        }
        let mut logs = (Log::default(), Log::default());
        let port = cut_server.map_or(self.port, |limit| proxy(self.port, limit));
        self.session(&mut logs, port, cut_client);
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

/// Runs cuts in several pairs at once until one is behind the end of the session.
fn everywhere(first: usize, cut: impl Fn(usize) -> (Option<usize>, Option<u64>) + Sync) -> usize {
    let dir = Scratch::new();
    let next = AtomicUsize::new(0);
    let end = AtomicUsize::new(usize::MAX);
    std::thread::scope(|scope| {
        for worker in 0..6 {
            let (dir, next, end, cut) = (dir.below(&worker.to_string()), &next, &end, &cut);
            scope.spawn(move || {
                let pair = Pair::new(&dir);
                loop {
                    let at = first + next.fetch_add(1, Ordering::SeqCst) * step();
                    if at >= end.load(Ordering::SeqCst) {
                        break;
                    }
                    let (server, client) = cut(at);
                    if pair.run(at, server, client) {
                        end.fetch_min(at, Ordering::SeqCst);
                    }
                }
                // Nothing half done is left lying about.
                for station in [&pair.client, &pair.server] {
                    for entry in std::fs::read_dir(&station.inbox).unwrap() {
                        let name = entry.unwrap().file_name();
                        assert!(!name.to_string_lossy().ends_with(".oftp-part"), "{name:?}");
                    }
                }
            });
        }
    });
    end.load(Ordering::SeqCst)
}

/// RST-4, EERP-5: the caller's octets.
#[test]
fn engines_cut_in_what_the_client_says() {
    let end = everywhere(0, |at| (None, Some(at as u64)));
    assert!((2500..8000).contains(&end), "{end}");
}

/// The same for what the server says: its file, its SFPA, EFPA, EERP and RTR.
#[test]
fn engines_cut_in_what_the_server_says() {
    let end = everywhere(3, |at| (Some(at), None));
    assert!((1500..6000).contains(&end), "{end}");
}
