//! Many partners at once on a TLS listener: 500 handshakes in parallel, then 200 clients that stop in the middle of theirs.
//! The clients run in a process of their own, so that the memory that is measured is the server's; and this is a test program
//! of its own, not a part of `tests/tls`, so that no other test's memory is in it either.

mod support;

use oftpsrv::internals::certs::Certificate;
use oftpsrv::internals::engine::Server;
use oftpsrv::internals::error::codes;
use oftpsrv::internals::events::{self, EventKind, Handler};
use oftpsrv::internals::tls::{ClientSettings, TlsConnector};
use std::io::Write;
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};
use support::tls::*;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// The memory of one test is not to be measured in another.
static ALONE: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(|e| e.into_inner())
}

/// Counts how connections ended.
#[derive(Default)]
struct Ends {
    well: AtomicUsize,
    timed_out: AtomicUsize,
    otherwise: AtomicUsize,
}

impl Handler for Ends {
    fn wants(&self, kind: EventKind) -> bool {
        kind == EventKind::Disconnected
    }
    fn disconnected(&self, event: &mut events::Disconnected) {
        let counter = match event.status_code {
            0 => &self.well,
            codes::TIMEOUT => &self.timed_out,
            _ => &self.otherwise,
        };
        counter.fetch_add(1, Ordering::SeqCst);
    }
}

impl Ends {
    fn counts(&self) -> [usize; 3] {
        [&self.well, &self.timed_out, &self.otherwise].map(|counter| counter.load(Ordering::SeqCst))
    }

    fn expect(&self, counts: [usize; 3]) {
        let start = Instant::now();
        while self.counts() != counts {
            assert!(start.elapsed() < Duration::from_secs(60), "{:?} instead of {counts:?}", self.counts());
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

fn listen(provider: &str, set: &[(&str, &str)]) -> (Server, Arc<Ends>, u16) {
    let own = Authority::new("CA").server(rsa());
    let server = Server::new();
    let ends = Arc::new(Ends::default());
    server.set_handler(ends.clone());
    let base = [
        ("ServerSSIDCode", "SERVER"),
        ("ServerSFIDCode", "SERVER"),
        ("LocalHost", "127.0.0.1"),
        ("LocalPort", "0"),
        ("ConnectionBacklog", "1000"),
        ("SSLProvider", provider),
        ("UseSSL", "True"),
    ];
    for (name, value) in base.iter().chain(set) {
        server.set_config(name, value).unwrap();
    }
    server.set_ssl_cert(Some(Certificate::from_parts(own.cert, Some(own.key), own.chain))).unwrap();
    server.start().unwrap();
    let port = server.get_config("LocalPort").unwrap().parse().unwrap();
    (server, ends, port)
}

/// Octets of memory that this process holds; `None` where the system does not say.
fn resident() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse::<usize>().ok().map(|kib| kib * 1024)
}

/// This many clients at once in another process: each shakes hands and waits until all have read SSRM, then all end. While they
/// wait, `meanwhile` runs here.
fn crowd<T>(port: u16, count: usize, meanwhile: impl FnOnce() -> T) -> T {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crowd_client", "--ignored", "--nocapture"])
        .env("OFTPSRV_CROWD", format!("{port} {count}"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(child.stdout.take().unwrap()));
    let all = lines.by_ref().map_while(Result::ok).any(|line| line.contains("all are ready"));
    assert!(all, "not all {count} clients were served");
    let seen = meanwhile();
    child.stdin.take().unwrap().write_all(b"end\n").unwrap();
    lines.for_each(drop);
    assert!(child.wait().unwrap().success());
    seen
}

/// Not a test by itself: the process of [`crowd`].
#[test]
#[ignore = "started by the other tests"]
fn crowd_client() {
    let Ok(task) = std::env::var("OFTPSRV_CROWD") else { return };
    let (port, count) = task.split_once(' ').unwrap();
    let (port, count): (u16, usize) = (port.parse().unwrap(), count.parse().unwrap());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let connector = TlsConnector::new(ClientSettings { verify: false, ..ClientSettings::default() }).unwrap();
    let connector = Arc::new(connector);
    runtime.block_on(async {
        let mut clients = Vec::new();
        for _ in 0..count {
            let connector = connector.clone();
            clients.push(tokio::spawn(async move {
                let tcp = tokio::net::TcpStream::connect(("127.0.0.1", port)).await.unwrap();
                let mut stream = connector.connect(tcp).await.unwrap();
                let mut ready = [0; 23];
                stream.read_exact(&mut ready).await.unwrap();
                assert_eq!(&ready[4..], b"IODETTE FTP READY \r");
                stream
            }));
        }
        let mut streams = Vec::new();
        for client in clients {
            streams.push(client.await.unwrap());
        }
        println!("all are ready");
        let _ = std::io::stdin().read_line(&mut String::new());
        for mut stream in streams {
            stream.write_all(b"\x10\x00\x00\x08F00\r").await.unwrap();
            stream.flush().await.unwrap();
            assert_eq!(stream.read(&mut [0; 10]).await.unwrap(), 0);
        }
    });
}

const MIB: usize = 1024 * 1024;

#[test]
fn five_hundred_handshakes_in_parallel_and_again() {
    let _alone = alone();
    for provider in ["1", "2"] {
        let (server, ends, port) = listen(provider, &[]);
        crowd(port, 20, || ());
        ends.expect([20, 0, 0]);
        let before = resident();
        let mut peaks = Vec::new();
        for round in 1..=4 {
            let peak = crowd(port, 500, || {
                assert_eq!(server.connections().len(), 500);
                resident()
            });
            ends.expect([20 + 500 * round, 0, 0]);
            peaks.extend(peak);
        }
        assert!(server.connections().is_empty());
        let (Some(before), [first, second, .., last]) = (before, &peaks[..]) else { continue };
        println!("provider {provider}: {} KiB before, peaks {peaks:?}", before / 1024);
        assert!(first.saturating_sub(before) < 500 * 120 * 1024, "a connection costs less than 120 KiB");
        // The first rounds fill what the allocator keeps per thread.
        assert!(last.saturating_sub(*second) < 8 * MIB, "rounds leave nothing behind: {peaks:?}");
        server.shutdown().unwrap();
    }
}

#[test]
fn two_hundred_stop_in_the_middle_and_others_are_served() {
    let _alone = alone();
    let hello = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let recorder = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut hello = vec![0; 5];
            std::io::Read::read_exact(&mut stream, &mut hello).unwrap();
            hello.resize(5 + usize::from(u16::from_be_bytes([hello[3], hello[4]])), 0);
            std::io::Read::read_exact(&mut stream, &mut hello[5..]).unwrap();
            hello
        });
        s_client(port, &[]);
        recorder.join().unwrap()
    };
    for provider in ["1", "2"] {
        let (server, ends, port) = listen(provider, &[("DefaultConnectionTimeout", "8")]);
        crowd(port, 20, || ());
        let before = resident();
        // Half of them after a part of their hello, half after all of it, with our answer in the line.
        let stalled: Vec<TcpStream> = (0..200)
            .map(|number| {
                let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
                stream.write_all(if number % 2 == 0 { &hello[..60] } else { &hello }).unwrap();
                stream
            })
            .collect();
        let start = Instant::now();
        let while_stalled = crowd(port, 100, || (server.connections().len(), resident()));
        println!("provider {provider}: 100 served within {:?}", start.elapsed());
        let [well, timed_out, _] = ends.counts();
        assert!(timed_out < 200, "the others did not have to wait for the timer: {well} {timed_out}");
        assert!(while_stalled.0 > 100);
        ends.expect([120, 200, 0]);
        assert!(server.connections().is_empty());
        drop(stalled);
        if let (Some(before), Some(then)) = (before, while_stalled.1) {
            println!("provider {provider}: {} KiB before, {} KiB with all", before / 1024, then / 1024);
            assert!(then.saturating_sub(before) < 300 * 120 * 1024);
        }
        server.shutdown().unwrap();
    }
}
