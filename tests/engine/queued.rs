//! Queued dispatch: events come in do_events alone, on its thread.

use crate::support::peer::{Peer, Sfid, Ssid};
use crate::support::{PEER, Station, code, heard};
use oftpsrv::internals::engine::{Dispatch, Server};
use oftpsrv::internals::events::EventKind;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::ThreadId;
use std::time::{Duration, Instant};

/// Pumps until the scripted partner is through.
fn pump<T: Send + 'static>(s: &Station, script: impl FnOnce(u16) -> T + Send + 'static) -> T {
    let port = s.port;
    let partner = std::thread::spawn(move || script(port));
    while !partner.is_finished() {
        s.server.do_events(20).unwrap();
    }
    while s.server.do_events(0).unwrap() > 0 {}
    partner.join().unwrap()
}

/// Nothing is heard before do_events, and everything on its thread; the partner waits for answers meanwhile.
#[test]
fn events_wait_for_do_events() {
    let s = Station::queued(&[]);
    let threads: Arc<Mutex<Vec<ThreadId>>> = Arc::default();
    let note = threads.clone();
    s.ear.accept_connection(move |_| note.lock().unwrap().push(std::thread::current().id()));
    let note = threads.clone();
    s.ear.end_transfer(move |_| note.lock().unwrap().push(std::thread::current().id()));
    let port = s.port;
    let partner = std::thread::spawn(move || {
        let mut peer = Peer::open(port, &Ssid::default());
        peer.deliver(&Sfid::new("QUEUED", 'U', 0), b"x");
        peer.collect_response();
        peer.leave();
    });
    std::thread::sleep(Duration::from_millis(200));
    assert!(s.ear.all().is_empty());
    while !partner.is_finished() {
        s.server.do_events(20).unwrap();
    }
    partner.join().unwrap();
    while s.ear.count(EventKind::Disconnected) == 0 {
        s.server.do_events(20).unwrap();
    }
    assert_eq!(*threads.lock().unwrap(), [std::thread::current().id(); 2]);
    assert_eq!(s.received("QUEUED"), b"x");
}

/// do_events waits as long as it was told and says how many events ran.
#[test]
fn do_events_waits_and_counts() {
    let s = Station::queued(&[]);
    let start = Instant::now();
    assert_eq!(s.server.do_events(150).unwrap(), 0);
    assert!(start.elapsed() >= Duration::from_millis(150));
    assert_eq!(s.server.do_events(0).unwrap(), 0);
    let peer = Peer::connect(s.port);
    assert_eq!(s.server.do_events(-1).unwrap(), 1, "ConnectionRequest, for which the connection waits");
    drop(peer);
    while s.ear.count(EventKind::Disconnected) == 0 {
        s.server.do_events(20).unwrap();
    }
    assert_eq!(s.ear.kinds()[0], EventKind::ConnectionRequest);
}

/// The descriptor polls readable exactly while events wait.
#[test]
fn the_descriptor_polls() {
    let s = Station::queued(&[]);
    let fd = s.server.event_fd().unwrap();
    assert_eq!(s.server.event_fd().unwrap(), fd);
    assert!(!readable(fd, 0));
    let peer = Peer::connect(s.port);
    assert!(readable(fd, 10_000));
    s.server.do_events(0).unwrap();
    drop(peer);
    while s.ear.count(EventKind::Disconnected) == 0 {
        assert!(readable(fd, 10_000));
        s.server.do_events(0).unwrap();
    }
    assert!(!readable(fd, 0));
    assert_eq!(code(Server::new().event_fd()), 10, "in direct mode there is none");
}

fn readable(fd: i32, timeout: i32) -> bool {
    let mut pollfd = libc::pollfd { fd, events: libc::POLLIN, revents: 0 };
    // SAFETY: one descriptor, owned by the server, which outlives the call.
    #[allow(unsafe_code, reason = "poll has no safe form in libc")]
    let count = unsafe { libc::poll(&mut pollfd, 1, timeout) };
    count == 1 && pollfd.revents & libc::POLLIN != 0
}

/// SendFile on the pumping thread delivers the events of its own transfer (and others) while it waits.
#[test]
fn send_file_pumps_while_it_waits() {
    let s = Station::queued(&[("TurnHoldTime", "60000")]);
    let path = s.dir.write("out/x", "x").to_str().unwrap().to_owned();
    s.ear.ready_to_send(|_| {});
    let port = s.port;
    let partner = std::thread::spawn(move || {
        let mut peer = Peer::open(port, &Ssid::default());
        peer.cd();
        assert_eq!(peer.receive('N').file.name, "ONE");
        assert_eq!(peer.receive('N').file.name, "TWO");
        peer.expect('R');
        peer.leave();
    });
    while s.ear.count(EventKind::ReadyToSend) == 0 {
        s.server.do_events(20).unwrap();
    }
    let id = heard!(s.ear, ReadyToSend).connection_id;
    s.server.send_file(&id, PEER, &path, "ONE").unwrap();
    assert_eq!(s.ear.count(EventKind::StartTransfer), 1);
    s.server.send_file(&id, PEER, &path, "TWO").unwrap();
    s.server.logoff(&id).unwrap();
    while s.ear.count(EventKind::Disconnected) == 0 {
        s.server.do_events(20).unwrap();
    }
    assert_eq!(s.ear.count(EventKind::EndTransfer), 2);
    partner.join().unwrap();
}

/// Nested: SendFile to one connection from a callback of another, while pumping; to its own: 135.
#[test]
fn nested_pumps() {
    let s = Station::queued(&[("TurnHoldTime", "60000")]);
    let path = s.dir.write("out/x", "x").to_str().unwrap().to_owned();
    s.ear.ready_to_send(|_| {});
    let port = s.port;
    let waiting = std::thread::spawn(move || {
        let mut peer = Peer::open(port, &Ssid { code: "WAITING".into(), ..Ssid::default() });
        peer.cd();
        assert_eq!(peer.receive('N').file.name, "NESTED");
        peer.expect('R');
        peer.leave();
    });
    while s.ear.count(EventKind::ReadyToSend) == 0 {
        s.server.do_events(20).unwrap();
    }
    let target = heard!(s.ear, ReadyToSend).connection_id;
    let (server, to) = (s.server.clone(), target.clone());
    let sent = Arc::new(AtomicBool::new(false));
    let flag = sent.clone();
    s.ear.accept_file(move |e| {
        assert_eq!(code(server.send_file(&e.connection_id, PEER, &path, "SELF")), 135);
        server.send_file(&to, PEER, &path, "NESTED").unwrap();
        server.logoff(&to).unwrap();
        flag.store(true, Ordering::SeqCst);
    });
    pump(&s, |port| {
        let mut peer = Peer::open(port, &Ssid::default());
        peer.deliver(&Sfid::new("OUTER", 'U', 0), b"x");
        peer.cd();
        peer.response();
        peer.hang_up();
    });
    assert!(sent.load(Ordering::SeqCst));
    waiting.join().unwrap();
}

/// Shutdown delivers the last events itself, with the queue unpumped before; a program that never pumps can still end.
#[test]
fn shutdown_pumps_the_rest() {
    let s = Station::queued(&[]);
    let peer = Peer::connect(s.port);
    std::thread::sleep(Duration::from_millis(100));
    let mut opened = pump(&s, |port| Peer::open(port, &Ssid::default()));
    s.server.shutdown().unwrap();
    assert!(s.server.connections().is_empty());
    assert_eq!(opened.expect_esid().0, 5);
    assert!(s.ear.count(EventKind::Disconnected) >= 1);
    drop(peer);
}

/// Disconnect works while the program does not pump and the connection waits for its answer.
#[test]
fn disconnect_without_a_pump() {
    let s = Station::queued(&[]);
    let mut peer = pump(&s, |port| Peer::open(port, &Ssid::default()));
    peer.send(&Sfid::new("UNANSWERED", 'U', 0).encode(b'5'));
    std::thread::sleep(Duration::from_millis(100));
    s.server.disconnect(&s.id()).unwrap();
    // Nobody pumps; the partner is disconnected all the same.
    let (_, said) = peer.time_to_close();
    assert!(!said.is_empty());
}

/// The mode is chosen before start.
#[test]
fn the_mode_is_fixed_while_listening() {
    let s = Station::new(&[]);
    assert_eq!(code(s.server.set_event_dispatch(Dispatch::Queued)), 104);
    let peer = Peer::open(s.port, &Ssid::default());
    s.server.stop().unwrap();
    assert_eq!(code(s.server.set_event_dispatch(Dispatch::Queued)), 10);
    peer.finish();
    s.quiet();
    s.server.set_event_dispatch(Dispatch::Queued).unwrap();
}
