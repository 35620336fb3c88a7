//! Two servers in one process: their connections have the same numbers, and nothing that is noted for a thread confuses them.

use crate::support::peer::{Peer, Sfid, Ssid};
use crate::support::{PEER, Station, code, heard};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Barrier, Mutex, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

const LONG: Duration = Duration::from_secs(30);

/// A connection of the server whose turn is its own.
fn with_turn(s: &Station) -> (Peer, String) {
    s.ear.ready_to_send(|_| {});
    let mut peer = Peer::open(s.port, &Ssid::default());
    peer.cd();
    (peer, heard!(s.ear, ReadyToSend).connection_id)
}

/// SendFile and Logoff on the connection 1 of B, from a callback of the connection 1 of A.
#[test]
fn send_and_logoff_across() {
    let (a, b) = (Station::new(&[]), Station::new(&[("TurnHoldTime", "60000")]));
    let path = b.dir.write("out/x", "x").to_str().unwrap().to_owned();
    let (mut waiting, id) = with_turn(&b);
    let server = b.server.clone();
    let (said, done) = mpsc::channel();
    a.ear.accept_file(move |e| {
        assert_eq!(e.connection_id, id, "the test needs the same number");
        let sent = server.send_file(&id, PEER, &path, "ACROSS");
        said.send((sent, server.logoff(&id))).unwrap();
    });
    let mut peer = Peer::open(a.port, &Ssid::default());
    peer.send(&Sfid::new("X", 'U', 0).encode(b'5'));
    assert_eq!(waiting.receive('N').file.name, "ACROSS");
    waiting.expect('R');
    assert_eq!(done.recv_timeout(LONG).unwrap(), (Ok(()), Ok(())));
    waiting.leave();
    peer.expect('2');
    drop(peer);
    a.quiet();
}

/// Shutdown of B from a callback of A waits for the callbacks of B, whatever their numbers are.
#[test]
fn shutdown_across_waits() {
    let (a, b) = (Station::new(&[]), Station::new(&[]));
    let (began, begun) = mpsc::channel();
    let through = Arc::new(AtomicBool::new(false));
    let flag = through.clone();
    b.ear.accept_file(move |_| {
        began.send(()).unwrap();
        std::thread::sleep(Duration::from_millis(500));
        flag.store(true, Ordering::SeqCst);
    });
    let server = b.server.clone();
    let (said, done) = mpsc::channel();
    a.ear.accept_file(move |_| {
        server.shutdown().unwrap();
        said.send((through.load(Ordering::SeqCst), server.connections().len())).unwrap();
    });
    let mut theirs = Peer::open(b.port, &Ssid::default());
    theirs.send(&Sfid::new("X", 'U', 0).encode(b'5'));
    begun.recv_timeout(LONG).unwrap();
    let mut ours = Peer::open(a.port, &Ssid::default());
    ours.send(&Sfid::new("X", 'U', 0).encode(b'5'));
    assert_eq!(done.recv_timeout(LONG).unwrap(), (true, 0));
    ours.expect('2');
}

/// Each callback shuts the other one's server down: neither waits for ever.
#[test]
fn shutdown_crosswise() {
    let (a, b) = (Station::new(&[]), Station::new(&[]));
    let both = Arc::new(Barrier::new(2));
    let (said, done) = mpsc::channel();
    for (one, other) in [(&a, &b), (&b, &a)] {
        let (server, both, said) = (other.server.clone(), both.clone(), said.clone());
        one.ear.accept_file(move |_| {
            both.wait();
            server.shutdown().unwrap();
            said.send(()).unwrap();
        });
    }
    let mut peers = [Peer::open(a.port, &Ssid::default()), Peer::open(b.port, &Ssid::default())];
    for peer in &mut peers {
        peer.send(&Sfid::new("X", 'U', 0).encode(b'5'));
    }
    for _ in 0..2 {
        done.recv_timeout(LONG).unwrap();
    }
    a.quiet();
    b.quiet();
    a.ear.unhook();
    b.ear.unhook();
}

/// Each callback sends a file to the other one's connection, which waits for its own callback: one hears 135.
#[test]
fn send_crosswise() {
    let (a, b) = (Station::new(&[]), Station::new(&[]));
    let both = Arc::new(Barrier::new(2));
    let path = a.dir.write("out/x", "x").to_str().unwrap().to_owned();
    let (said, codes) = mpsc::channel();
    for (one, other) in [(&a, &b), (&b, &a)] {
        let (server, both, said, path) = (other.server.clone(), both.clone(), said.clone(), path.clone());
        one.ear.accept_file(move |_| {
            both.wait();
            let id = server.connections()[0].clone();
            said.send(server.send_file(&id, PEER, &path, "X").err().map_or(0, |e| e.code)).unwrap();
        });
    }
    let mut peers = [Peer::open(a.port, &Ssid::default()), Peer::open(b.port, &Ssid::default())];
    for peer in &mut peers {
        peer.send(&Sfid::new("X", 'U', 0).encode(b'5'));
    }
    assert_eq!(codes.recv_timeout(LONG).unwrap(), 135);
    drop(peers);
    codes.recv_timeout(LONG).unwrap();
    a.quiet();
    b.quiet();
    a.ear.unhook();
    b.ear.unhook();
}

/// What oftpsrv_free does.
fn free(station: Station) {
    station.server.shutdown().unwrap();
    station.server.close_events();
}

/// A station; a queued one is pumped by a thread of its own, until the end.
fn pumped(queued: bool, end: &Arc<AtomicBool>) -> (Station, Option<JoinHandle<()>>) {
    if !queued {
        return (Station::new(&[]), None);
    }
    let station = Station::queued(&[]);
    let (server, end) = (station.server.clone(), end.clone());
    let pump = move || {
        while !end.load(Ordering::SeqCst) {
            server.do_events(5).unwrap();
        }
    };
    (station, Some(std::thread::spawn(pump)))
}

/// A callback of A frees B while a callback of B, of the same number, is running: it is through when B is freed, nothing of B
/// comes afterwards, and A goes on.
#[test]
fn free_across() {
    for queued in [false, true] {
        let end = Arc::new(AtomicBool::new(false));
        let ((a, one), (b, two)) = (pumped(queued, &end), pumped(queued, &end));
        let (began, begun) = mpsc::channel();
        let through = Arc::new(AtomicBool::new(false));
        let flag = through.clone();
        b.ear.accept_file(move |_| {
            began.send(()).unwrap();
            std::thread::sleep(Duration::from_millis(300));
            flag.store(true, Ordering::SeqCst);
        });
        let (heard_of_b, port) = (b.ear.clone(), b.port);
        let b = Mutex::new(Some(b));
        let (said, done) = mpsc::channel();
        let heard = heard_of_b.clone();
        a.ear.accept_file(move |_| {
            free(b.lock().unwrap().take().unwrap());
            said.send((through.load(Ordering::SeqCst), heard.all().len())).unwrap();
        });
        let mut theirs = Peer::open(port, &Ssid::default());
        theirs.send(&Sfid::new("X", 'U', 0).encode(b'5'));
        begun.recv_timeout(LONG).unwrap();
        let mut ours = Peer::open(a.port, &Ssid::default());
        ours.send(&Sfid::new("X", 'U', 0).encode(b'5'));
        let (through, last) = done.recv_timeout(LONG).unwrap();
        assert!(through, "queued: {queued}");
        ours.expect('2');
        theirs.time_to_close();
        std::thread::sleep(Duration::from_millis(50));
        assert_eq!(heard_of_b.all().len(), last, "queued: {queued}: events of a server that was freed");
        end.store(true, Ordering::SeqCst);
        one.into_iter().chain(two).for_each(|pump| pump.join().unwrap());
    }
}

/// Each callback frees the other one's server: neither waits for ever.
#[test]
fn free_crosswise() {
    for queued in [false, true] {
        let end = Arc::new(AtomicBool::new(false));
        let ((a, one), (b, two)) = (pumped(queued, &end), pumped(queued, &end));
        let both = Arc::new(Barrier::new(2));
        let (said, done) = mpsc::channel();
        let (ears, ports) = ([a.ear.clone(), b.ear.clone()], [a.port, b.port]);
        for (ear, other) in ears.iter().zip([b, a]) {
            let (both, said, other) = (both.clone(), said.clone(), Mutex::new(Some(other)));
            ear.accept_file(move |_| {
                both.wait();
                free(other.lock().unwrap().take().unwrap());
                said.send(()).unwrap();
            });
        }
        let mut peers = ports.map(|port| Peer::open(port, &Ssid::default()));
        for peer in &mut peers {
            peer.send(&Sfid::new("X", 'U', 0).encode(b'5'));
        }
        for _ in 0..2 {
            done.recv_timeout(LONG).unwrap();
        }
        for peer in &mut peers {
            peer.time_to_close();
        }
        end.store(true, Ordering::SeqCst);
        one.into_iter().chain(two).for_each(|pump| pump.join().unwrap());
    }
}

/// A pumps B inside its callback; both are queued. B's events run there, and what B's callback wants of A's connection, which
/// waits for the outer callback, is 135.
#[test]
fn a_queued_server_inside_another() {
    let (a, b) = (Station::queued(&[]), Station::queued(&[]));
    let path = a.dir.write("out/x", "x").to_str().unwrap().to_owned();
    let (inner, outer) = (b.server.clone(), a.server.clone());
    let ran = Arc::new(AtomicBool::new(false));
    let flag = ran.clone();
    b.ear.connection_request(move |_| {
        let id = outer.connections()[0].clone();
        assert_eq!(code(outer.send_file(&id, PEER, &path, "X")), 135);
        flag.store(true, Ordering::SeqCst);
    });
    let flag = ran.clone();
    a.ear.connection_request(move |_| {
        while !flag.load(Ordering::SeqCst) {
            inner.do_events(20).unwrap();
        }
    });
    let peers = [Peer::connect(a.port), Peer::connect(b.port)];
    while !ran.load(Ordering::SeqCst) {
        a.server.do_events(20).unwrap();
    }
    drop(peers);
    a.server.shutdown().unwrap();
    b.server.shutdown().unwrap();
}
