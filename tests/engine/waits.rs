//! Calls that wait, from callbacks: SendFile inside ReadyToSend works, and no circle of callbacks waits for ever.

use crate::support::peer::{Peer, Sfid, Ssid};
use crate::support::{Heard, PEER, Station, code, heard};
use oftpsrv::internals::events::EventKind;
use std::sync::{Arc, Barrier, Mutex, mpsc};
use std::thread::ThreadId;
use std::time::Duration;

const LONG: Duration = Duration::from_secs(30);

fn file(s: &Station) -> String {
    s.dir.write("out/x", "content").to_str().unwrap().to_owned()
}

fn named(name: &str) -> Ssid {
    Ssid { code: name.into(), ..Ssid::default() }
}

/// A handler of ReadyToSend that sends one file after the other: the events of these files come nested, on its thread, and
/// the turn is the handler's until it is through.
#[test]
fn send_file_inside_ready_to_send() {
    let s = Station::new(&[("TurnHoldTime", "0")]);
    let path = file(&s);
    let nested: Arc<Mutex<Vec<(EventKind, ThreadId)>>> = Arc::default();
    let (note, also) = (nested.clone(), nested.clone());
    s.ear.start_transfer(move |_| note.lock().unwrap().push((EventKind::StartTransfer, std::thread::current().id())));
    s.ear.end_transfer(move |_| also.lock().unwrap().push((EventKind::EndTransfer, std::thread::current().id())));
    let server = s.server.clone();
    let (said, here) = mpsc::channel();
    s.ear.ready_to_send(move |e| {
        server.send_file(&e.connection_id, PEER, &path, "ONE").unwrap();
        std::thread::sleep(Duration::from_millis(200));
        assert_eq!(code(server.send_file(&e.connection_id, PEER, "/nonexistent", "MISSING")), 679);
        server.send_file(&e.connection_id, PEER, &path, "TWO").unwrap();
        server.logoff(&e.connection_id).unwrap();
        said.send(std::thread::current().id()).unwrap();
    });
    let mut peer = Peer::open(s.port, &Ssid::default());
    peer.cd();
    assert_eq!(peer.receive('N').file.name, "ONE");
    assert_eq!(peer.receive('N').file.name, "TWO");
    peer.expect('R');
    let thread = here.recv_timeout(LONG).unwrap();
    peer.leave();
    use EventKind::{EndTransfer, StartTransfer};
    let nested = nested.lock().unwrap().clone();
    assert_eq!(
        nested.iter().map(|n| n.0).collect::<Vec<_>>(),
        [StartTransfer, EndTransfer, StartTransfer, StartTransfer, EndTransfer]
    );
    assert!(nested.iter().all(|n| n.1 == thread), "{nested:?} on {thread:?}");
}

/// From the events that come nested it would wait for itself: 135. Logoff there is only asked for, after the handler's files.
#[test]
fn send_file_inside_the_events_of_a_file_that_ready_to_send_waits_for() {
    let s = Station::new(&[]);
    let path = file(&s);
    let (server, again) = (s.server.clone(), path.clone());
    let (said, codes) = mpsc::channel();
    s.ear.end_transfer(move |e| {
        server.logoff(&e.connection_id).unwrap();
        said.send(code(server.send_file(&e.connection_id, PEER, &again, "AGAIN"))).unwrap();
    });
    let server = s.server.clone();
    s.ear.ready_to_send(move |e| {
        server.send_file(&e.connection_id, PEER, &path, "ONE").unwrap();
        server.send_file(&e.connection_id, PEER, &path, "TWO").unwrap();
    });
    let mut peer = Peer::open(s.port, &Ssid::default());
    peer.cd();
    assert_eq!(peer.receive('N').file.name, "ONE");
    assert_eq!(peer.receive('N').file.name, "TWO");
    peer.expect('R');
    peer.leave();
    assert_eq!(codes.try_iter().collect::<Vec<_>>(), [135, 135]);
}

/// The line breaks while ReadyToSend waits for its file: the handler hears it, and Disconnected comes after the handler.
#[test]
fn the_session_ends_while_ready_to_send_waits() {
    let s = Station::new(&[]);
    let path = file(&s);
    let (server, ear) = (s.server.clone(), s.ear.clone());
    let (said, codes) = mpsc::channel();
    s.ear.ready_to_send(move |e| {
        let code = code(server.send_file(&e.connection_id, PEER, &path, "ONE"));
        std::thread::sleep(Duration::from_millis(100));
        said.send((code, ear.count(EventKind::Disconnected))).unwrap();
    });
    let mut peer = Peer::open(s.port, &Ssid::default());
    peer.cd();
    peer.expect('H');
    drop(peer);
    assert_eq!(codes.recv_timeout(LONG).unwrap(), (687, 0));
    heard!(s.ear, Disconnected);
    s.quiet();
    s.ear.unhook();
}

/// Two connections in AcceptFile at the same time, each of whose handlers wants something of the other connection: one of them
/// hears 135, and neither hangs.
#[test]
fn two_callbacks_that_wait_for_each_other() {
    for logoff in [false, true] {
        let s = Station::new(&[("TurnHoldTime", "60000")]);
        let path = file(&s);
        let both = Arc::new(Barrier::new(2));
        let (said, codes) = mpsc::channel();
        let server = s.server.clone();
        s.ear.accept_file(move |e| {
            both.wait();
            let other = server.connections().into_iter().find(|id| *id != e.connection_id).unwrap();
            let done = match logoff {
                false => server.send_file(&other, PEER, &path, "X"),
                true => server.change_direction(&other),
            };
            said.send(done.err().map_or(0, |e| e.code)).unwrap();
        });
        let mut peers = [Peer::open(s.port, &named("ONE")), Peer::open(s.port, &named("TWO"))];
        for (peer, name) in peers.iter_mut().zip(["A", "B"]) {
            peer.send(&Sfid::new(name, 'U', 0).encode(b'5'));
        }
        // The first to wait is refused by the second, whose own answer lets the other one's connection go on.
        assert_eq!(codes.recv_timeout(LONG).unwrap(), 135);
        drop(peers);
        codes.recv_timeout(LONG).unwrap();
        s.quiet();
        s.ear.unhook();
    }
}

/// Two callbacks that shut the server down at the same time, or reset it: both return, and everything ends.
#[test]
fn two_callbacks_that_shut_down() {
    let s = Station::new(&[]);
    let both = Arc::new(Barrier::new(2));
    let (said, ended) = mpsc::channel();
    let server = s.server.clone();
    s.ear.accept_file(move |_| {
        both.wait();
        server.shutdown().unwrap();
        said.send(()).unwrap();
    });
    let mut peers = [Peer::open(s.port, &named("ONE")), Peer::open(s.port, &named("TWO"))];
    for (peer, name) in peers.iter_mut().zip(["A", "B"]) {
        peer.send(&Sfid::new(name, 'U', 0).encode(b'5'));
    }
    for _ in 0..2 {
        ended.recv_timeout(LONG).unwrap();
    }
    for peer in &mut peers {
        peer.time_to_close();
    }
    s.quiet();
    s.ear.unhook();
}

/// A stop while EndTransfer runs: the handler's own answer counts, and the response that it keeps for itself is not sent, in this
/// session or in the next one.
#[test]
fn a_stop_does_not_answer_for_a_handler() {
    for (shutdown, kept) in [(false, false), (true, false), (false, true), (true, true)] {
        let s = Station::idle(&[]);
        if kept {
            s.server.set_config("StatePath", s.dir.join("state").to_str().unwrap()).unwrap();
        }
        let s = s.listening();
        let server = s.server.clone();
        let (began, begun) = mpsc::channel();
        s.ear.end_transfer(move |e| {
            e.send_end_response = false;
            match shutdown {
                true => server.shutdown().unwrap(),
                false => server.disconnect(&e.connection_id).unwrap(),
            }
            std::thread::sleep(Duration::from_millis(300));
            began.send(()).unwrap();
        });
        let mut peer = Peer::open(s.port, &Ssid::default());
        peer.offer(&Sfid::new("KEPT", 'U', 0));
        peer.data(&[b"x"]);
        peer.efid(0, 1);
        begun.recv_timeout(LONG).unwrap();
        let (_, said) = peer.time_to_close();
        assert!(!said.iter().any(|command| matches!(command[0], b'E' | b'N')), "{said:?}");
        s.quiet();
        s.ear.unhook();
        if !s.server.is_listening() {
            s.server.start().unwrap();
        }
        let port = s.server.get_config("LocalPort").unwrap().parse().unwrap();
        let peer = Peer::open(port, &Ssid::default());
        // ESID and no EERP before.
        peer.finish();
    }
}

/// A handler that fails has answered: the program sends the end response itself, later.
#[test]
fn an_end_transfer_that_fails_is_answered_later() {
    let s = Station::new(&[]);
    s.ear.end_transfer(|_| panic!("out of ideas"));
    let mut peer = Peer::open(s.port, &Ssid::default());
    assert_eq!(peer.deliver(&Sfid::new("LATER", 'U', 0), b"x"), 'N');
    peer.finish();
    s.ear.wait(|all| {
        all.iter().any(|h| matches!(h, Heard::Error(e) if e.description.contains("EndTransfer"))).then_some(())
    });
}
