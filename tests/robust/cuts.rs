//! Two engines on loopback, the line cut at every octet of what either of them sends: afterwards one more session brings
//! everything to its end. Every octet takes minutes, so by default a sample is taken that starts at another place for
//! each direction; `OFTPSRV_CUT_STEP=1` takes them all.

use crate::station::{Heard, Station, content, scratch};
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::Path;
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
        self.0.iter().filter(|h| matches!(h, Heard::Response { name: n, reason: 0 } if n == name)).count()
    }

    fn received(&self, name: &str) -> usize {
        self.0.iter().filter(|h| matches!(h, Heard::Received { name: n, reason: 0 } if n == name)).count()
    }
}

struct Pair {
    client: Station,
    server: Station,
    port: u16,
    out: std::path::PathBuf,
    records: std::path::PathBuf,
    back: std::path::PathBuf,
}

impl Pair {
    fn new(dir: &Path) -> Pair {
        let small = [("ExchangeBufferSize", "256"), ("CreditCount", "3")];
        let server = Station::new("SERVER", 1, &dir.join("server"), &small);
        let client = Station::new("CLIENT", 0, &dir.join("client"), &small);
        let file = |name: &str, bytes: &[u8]| {
            let path = dir.join(name);
            std::fs::write(&path, bytes).unwrap();
            path
        };
        let port = server.listen();
        *client.ear.partner.lock().unwrap() = "SERVER".into();
        *server.ear.partner.lock().unwrap() = "CLIENT".into();
        Pair {
            out: file("out", &content(OUT, 1)),
            records: file("records", RECORDS),
            back: file("back", &content(BACK, 2)),
            client,
            server,
            port,
        }
    }

    fn session(&self, logs: &mut (Log, Log), port: u16, cut: Option<u64>) {
        // A call that fails because the line was cut at once is a cut, too.
        let called = self.client.call(port, cut);
        if called.is_ok() {
            logs.0.0.extend(self.client.until_disconnected());
        }
        logs.1.0.extend(self.server.until_disconnected());
    }

    /// One cut and what follows; whether the first session was complete all the same.
    fn run(&self, number: usize, cut_server: Option<usize>, cut_client: Option<u64>) -> bool {
        let what = format!("cut after {cut_client:?} octets of the client, {cut_server:?} of the server");
        let names = [format!("OUT{number}"), format!("RECORDS{number}"), format!("BACK{number}")];
        {
            let mut outbox = self.client.ear.outbox.lock().unwrap();
            outbox.insert(names[0].clone(), self.out.clone());
            outbox.insert(names[1].clone(), self.records.clone());
            self.server.ear.outbox.lock().unwrap().insert(names[2].clone(), self.back.clone());
        }
        let mut logs = (Log::default(), Log::default());
        let port = cut_server.map_or(self.port, |limit| proxy(self.port, limit));
        self.session(&mut logs, port, cut_client);
        let whole = matches!(logs.0.0.last(), Some(Heard::Disconnected { status: 0, .. }));
        self.session(&mut logs, self.port, None);
        let last = logs.0.0.last().unwrap();
        assert!(matches!(last, Heard::Disconnected { status: 0, .. }), "{what}: {:?}", logs.0.0);
        let read = |station: &Station, name: &str| std::fs::read(station.inbox.join(name));
        assert_eq!(read(&self.server, &names[0]).unwrap(), content(OUT, 1), "{what}");
        assert_eq!(read(&self.server, &names[1]).unwrap(), RECORDS, "{what}");
        assert_eq!(read(&self.client, &names[2]).unwrap(), content(BACK, 2), "{what}");
        for (log, other, name) in
            [(&logs.0, &logs.1, &names[0]), (&logs.0, &logs.1, &names[1]), (&logs.1, &logs.0, &names[2])]
        {
            assert_eq!(other.received(name), 1, "{what}: {name} {:?}", other.0);
            assert!((1..=2).contains(&log.responses(name)), "{what}: {name} {:?}", log.0);
        }
        assert!(self.client.ear.outbox.lock().unwrap().is_empty(), "{what}: {:?}", logs.0.0);
        assert!(self.server.ear.outbox.lock().unwrap().is_empty(), "{what}: {:?}", logs.1.0);
        whole
    }
}

/// Runs cuts in several pairs at once until one is behind the end of the session.
fn everywhere(name: &str, first: usize, cut: impl Fn(usize) -> (Option<usize>, Option<u64>) + Sync) -> usize {
    let dir = scratch(name);
    let next = AtomicUsize::new(0);
    let end = AtomicUsize::new(usize::MAX);
    std::thread::scope(|scope| {
        for worker in 0..6 {
            let (dir, next, end, cut) = (dir.join(worker.to_string()), &next, &end, &cut);
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
    std::fs::remove_dir_all(&dir).unwrap();
    end.load(Ordering::SeqCst)
}

/// RST-4, EERP-5: the caller's octets.
#[test]
fn engines_cut_in_what_the_client_says() {
    let end = everywhere("cut-client", 0, |at| (None, Some(at as u64)));
    assert!((2500..8000).contains(&end), "{end}");
}

/// The same for what the server says: its file, its SFPA, EFPA, EERP and RTR.
#[test]
fn engines_cut_in_what_the_server_says() {
    let end = everywhere("cut-server", 3, |at| (Some(at), None));
    assert!((1500..6000).contains(&end), "{end}");
}
