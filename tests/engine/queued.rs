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

/// A SendFile on a thread that does not pump runs no handler: it waits for the one that does.
#[test]
fn a_send_file_on_another_thread_only_waits() {
    let s = Station::queued(&[("TurnHoldTime", "60000")]);
    let path = s.dir.write("out/x", "x").to_str().unwrap().to_owned();
    let threads: Arc<Mutex<Vec<ThreadId>>> = Arc::default();
    s.ear.ready_to_send(|_| {});
    let note = threads.clone();
    s.ear.start_transfer(move |_| note.lock().unwrap().push(std::thread::current().id()));
    let note = threads.clone();
    s.ear.end_transfer(move |_| note.lock().unwrap().push(std::thread::current().id()));
    let note = threads.clone();
    s.ear.transfer(move |_| note.lock().unwrap().push(std::thread::current().id()));
    let port = s.port;
    let partner = std::thread::spawn(move || {
        let mut peer = Peer::open(port, &Ssid::default());
        peer.cd();
        assert_eq!(peer.receive('N').file.name, "ONE");
        peer.expect('R');
        peer.leave();
    });
    while s.ear.count(EventKind::ReadyToSend) == 0 {
        s.server.do_events(20).unwrap();
    }
    let id = heard!(s.ear, ReadyToSend).connection_id;
    let server = s.server.clone();
    let worker = std::thread::spawn(move || {
        server.send_file(&id, PEER, &path, "ONE").unwrap();
        server.logoff(&id).unwrap();
    });
    std::thread::sleep(Duration::from_millis(300));
    assert!(threads.lock().unwrap().is_empty(), "nobody has pumped");
    while !worker.is_finished() || !partner.is_finished() {
        s.server.do_events(20).unwrap();
    }
    worker.join().unwrap();
    partner.join().unwrap();
    while s.server.do_events(0).unwrap() > 0 {}
    let threads = threads.lock().unwrap();
    assert!(threads.len() >= 3 && threads.iter().all(|id| *id == std::thread::current().id()), "{threads:?}");
}

/// SendFile inside ReadyToSend, in do_events: the events of the file come nested.
#[test]
fn send_file_inside_ready_to_send() {
    let s = Station::queued(&[("TurnHoldTime", "0")]);
    let path = s.dir.write("out/x", "x").to_str().unwrap().to_owned();
    let server = s.server.clone();
    s.ear.ready_to_send(move |e| {
        server.send_file(&e.connection_id, PEER, &path, "ONE").unwrap();
        server.send_file(&e.connection_id, PEER, &path, "TWO").unwrap();
    });
    pump(&s, |port| {
        let mut peer = Peer::open(port, &Ssid::default());
        peer.cd();
        assert_eq!(peer.receive('N').file.name, "ONE");
        assert_eq!(peer.receive('N').file.name, "TWO");
        peer.expect('R');
        peer.leave();
    });
    // An event is noted when its handler is through.
    let kinds: Vec<EventKind> = s.ear.kinds();
    let at = |kind| kinds.iter().rposition(|k| *k == kind).unwrap();
    assert!(at(EventKind::EndTransfer) < at(EventKind::ReadyToSend), "{kinds:?}");
}

/// One connection's callbacks never overlap, also when a callback of it pumps.
#[test]
fn callbacks_of_one_connection_do_not_overlap_in_nested_pumps() {
    let s = Station::queued(&[]);
    let inside = Arc::new(AtomicBool::new(false));
    let (server, flag) = (s.server.clone(), inside.clone());
    s.ear.connected(move |_| {
        flag.store(true, Ordering::SeqCst);
        for _ in 0..10 {
            server.do_events(20).unwrap();
        }
        flag.store(false, Ordering::SeqCst);
    });
    s.ear.accept_connection(move |_| assert!(!inside.load(Ordering::SeqCst), "Connected is still running"));
    pump(&s, |port| Peer::open(port, &Ssid::default()).finish());
    assert_eq!(s.ear.count(EventKind::Error), 0);
}

/// A stop takes back a question that nobody has begun to answer: EndTransfer comes again after the next start, with the answer
/// still open.
#[test]
fn an_end_transfer_that_nobody_heard_is_told_again() {
    let mut s = Station::idle(&[]);
    s.server.set_config("StatePath", s.dir.join("state").to_str().unwrap()).unwrap();
    s.server.set_event_dispatch(Dispatch::Queued).unwrap();
    s.port = s.listen();
    let port = s.port;
    let partner = std::thread::spawn(move || {
        let mut peer = Peer::open(port, &Ssid::default());
        peer.offer(&Sfid::new("UNHEARD", 'U', 0));
        peer.data(&[b"x"]);
        peer
    });
    while !partner.is_finished() {
        s.server.do_events(20).unwrap();
    }
    let mut peer = partner.join().unwrap();
    while s.server.do_events(50).unwrap() > 0 {}
    peer.efid(0, 1);
    // EndTransfer waits now; nobody pumps any more.
    std::thread::sleep(Duration::from_millis(300));
    let server = s.server.clone();
    std::thread::spawn(move || server.shutdown().unwrap()).join().unwrap();
    while s.server.do_events(0).unwrap() > 0 {}
    assert_eq!(s.ear.count(EventKind::EndTransfer), 0);
    assert_eq!(s.received("UNHEARD"), b"x");
    s.ear.end_transfer(|e| e.send_end_response = false);
    s.server.start().unwrap();
    while s.ear.count(EventKind::EndTransfer) == 0 {
        s.server.do_events(50).unwrap();
    }
    assert_eq!(heard!(s.ear, EndTransfer).virtual_file_name, "UNHEARD");
    drop(peer);
}

/// Nobody has ever pumped: a call that needs an answer says so instead of waiting for ever.
#[test]
fn a_send_file_before_any_pump() {
    let s = Station::queued(&[]);
    s.ear.ignore(EventKind::ConnectionRequest);
    s.ear.ignore(EventKind::AcceptConnection);
    let peer = Peer::open(s.port, &Ssid::default());
    assert_eq!(code(s.server.send_file(&s.id(), PEER, "/etc/hostname", "X")), 135);
    drop(peer);
}

/// A queue that is full does not keep Shutdown from ending connections that nobody pumps for.
#[test]
fn shutdown_with_a_full_queue() {
    let s = Station::queued(&[("LogLevel", "3")]);
    s.ear.listen(EventKind::Log);
    s.ear.listen(EventKind::PITrail);
    s.ear.ignore(EventKind::ConnectionRequest);
    s.ear.ignore(EventKind::AcceptConnection);
    s.ear.ignore(EventKind::AcceptFile);
    s.ear.ignore(EventKind::StartTransfer);
    s.ear.ignore(EventKind::EndTransfer);
    let port = s.port;
    // Until the connection is held back, and says nothing any more.
    let partner = std::thread::spawn(move || {
        let mut peer = Peer::open(port, &Ssid::default());
        for nth in 0..2000 {
            peer.socket().set_read_timeout(Some(Duration::from_millis(500))).unwrap();
            peer.deliver(&Sfid::new(&format!("F{nth}"), 'U', 0), b"x");
            peer.collect_response();
        }
    });
    assert!(partner.join().is_err(), "the queue was never full");
    let server = s.server.clone();
    let ended = std::thread::spawn(move || server.shutdown().unwrap());
    let end = Instant::now() + Duration::from_secs(20);
    while !ended.is_finished() {
        assert!(Instant::now() < end, "Shutdown waits for room");
        std::thread::sleep(Duration::from_millis(10));
    }
}
