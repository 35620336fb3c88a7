//! Who speaks: ReadyToSend, TurnHoldTime, Logoff, ChangeDirection, several turns.

use crate::support::peer::{Peer, Response, Sfid, Ssid};
use crate::support::{Station, code, heard};
use oftpsrv::internals::events::EventKind;
use std::time::{Duration, Instant};

/// CD-2, CD-3, ESID-3: the server is silent until it gets the turn, and with nothing to send answers CD with ESID 00.
#[test]
fn nothing_to_send_ends_the_session() {
    let s = Station::new(&[]);
    for level in ['1', '2', '4', '5'] {
        let mut peer = Peer::open(s.port, &Ssid::at(level));
        peer.expect_silence(Duration::from_millis(50));
        peer.finish();
    }
    assert_eq!(heard!(s.ear, Disconnected).status_code, 0);
}

/// CD-4, ESID-3: in a turn that was asked for, CD and not ESID 00 comes when there is nothing after all.
#[test]
fn a_solicited_turn_is_given_back() {
    let s = Station::new(&[]);
    let mut peer = Peer::open(s.port, &Ssid::default());
    peer.deliver(&Sfid::new("X", 'U', 0), b"x");
    // EERP confirmed, nothing more: CD.
    peer.collect_response();
    peer.leave();
}

/// CD-7: with a response due and EFPA `N` impossible to avoid, the server waits for CD and sends it first.
#[test]
fn a_response_waits_for_the_turn() {
    let s = Station::new(&[]);
    // A 1.3 sender in mode S is not asked for the turn (V1x-4).
    let mut peer = Peer::open(s.port, &Ssid { direction: 'S', ..Ssid::at('2') });
    assert_eq!(peer.deliver(&Sfid::new("ONE", 'U', 0), b"x"), 'N');
    assert_eq!(peer.deliver(&Sfid::new("TWO", 'U', 0), b"x"), 'N');
    peer.cd();
    for name in ["ONE", "TWO"] {
        assert_eq!(peer.response().name, name);
        peer.rtr();
    }
    peer.expect('R');
    peer.leave();
}

/// TurnHoldTime: the turn is kept so long for a program that hears ReadyToSend, and not at all for one that does not.
#[test]
fn the_turn_is_held_for_the_program() {
    let s = Station::new(&[("TurnHoldTime", "700")]);
    let start = Instant::now();
    Peer::open(s.port, &Ssid::default()).finish();
    let without = start.elapsed();
    s.ear.ready_to_send(|_| {});
    let start = Instant::now();
    Peer::open(s.port, &Ssid::default()).finish();
    assert!(start.elapsed() >= Duration::from_millis(700), "{:?} without {without:?}", start.elapsed());
    let event = heard!(s.ear, ReadyToSend);
    assert!(!event.connection_id.is_empty());
    // -1: until the program says so.
    s.server.set_config("TurnHoldTime", "-1").unwrap();
    let mut peer = Peer::open(s.port, &Ssid::default());
    peer.cd();
    heard!(s.ear, ReadyToSend, 1);
    peer.expect_silence(Duration::from_millis(1500));
    s.server.logoff(&s.id()).unwrap();
    assert_eq!(peer.expect_esid().0, 0);
}

/// A worker thread that sends after ReadyToSend, each file within the hold time of the one before.
#[test]
fn a_worker_sends_after_ready_to_send() {
    let s = Station::new(&[("TurnHoldTime", "3000")]);
    let path = s.dir.write("out/x", "x");
    s.ear.ready_to_send(|_| {});
    let mut peer = Peer::open(s.port, &Ssid::default());
    peer.cd();
    let id = heard!(s.ear, ReadyToSend).connection_id;
    let worker = {
        let (server, id) = (s.server.clone(), id.clone());
        std::thread::spawn(move || {
            for name in ["ONE", "TWO", "THREE"] {
                server.send_file(&id, "", path.to_str().unwrap(), name).unwrap();
                std::thread::sleep(Duration::from_millis(100));
            }
            server.logoff(&id).unwrap();
        })
    };
    for name in ["ONE", "TWO", "THREE"] {
        assert_eq!(peer.receive('N').file.name, name);
    }
    // Something was sent in this turn: CD, and the ESID is the client's (CD-5, CD-8).
    peer.expect('R');
    worker.join().unwrap();
    assert_eq!(s.server.connection_get(&id, "ReadyToSend").unwrap(), "False");
    peer.leave();
}

/// CD-8: Logoff in an unused turn that came unasked is ESID 00; from inside ReadyToSend too.
#[test]
fn logoff_ends_an_unused_turn() {
    let s = Station::new(&[("TurnHoldTime", "60000")]);
    let server = s.server.clone();
    s.ear.ready_to_send(move |e| server.logoff(&e.connection_id).unwrap());
    for level in ['1', '5'] {
        Peer::open(s.port, &Ssid::at(level)).finish();
    }
}

/// Logoff while the client speaks takes effect when the turn comes.
#[test]
fn logoff_waits_for_the_turn() {
    let s = Station::new(&[("TurnHoldTime", "60000")]);
    s.ear.ready_to_send(|_| {});
    let mut peer = Peer::open(s.port, &Ssid::default());
    s.server.logoff(&s.id()).unwrap();
    peer.deliver(&Sfid::new("X", 'U', 0), b"x");
    peer.collect_response();
    peer.leave();
}

/// Logoff and ChangeDirection come after what is queued.
#[test]
fn logoff_comes_after_the_files() {
    let s = Station::new(&[("TurnHoldTime", "60000")]);
    let path = s.dir.write("out/x", "x");
    let server = s.server.clone();
    let name = path.to_str().unwrap().to_owned();
    s.ear.ready_to_send(move |e| {
        server.send_file_async(&e.connection_id, "", &name, "ONE").unwrap();
        server.send_file_async(&e.connection_id, "", &name, "TWO").unwrap();
        if e.connection_id.parse::<u32>().unwrap() % 2 == 1 {
            server.logoff(&e.connection_id).unwrap();
        } else {
            server.change_direction(&e.connection_id).unwrap();
        }
    });
    for _ in 0..2 {
        let mut peer = Peer::open(s.port, &Ssid::default());
        peer.cd();
        assert_eq!(peer.receive('N').file.name, "ONE");
        assert_eq!(peer.receive('N').file.name, "TWO");
        peer.expect('R');
        peer.leave();
    }
}

/// ChangeDirection: not without the turn (10), not in an unused turn that came unasked (CD-3), which stays usable; after
/// a file it is CD.
#[test]
fn change_direction_by_hand() {
    let s = Station::new(&[("TurnHoldTime", "60000")]);
    s.ear.ready_to_send(|_| {});
    let path = s.dir.write("out/x", "x");
    let mut peer = Peer::open(s.port, &Ssid::default());
    let id = s.id();
    assert_eq!(code(s.server.change_direction(&id)), 10);
    peer.cd();
    heard!(s.ear, ReadyToSend);
    assert_eq!(code(s.server.change_direction(&id)), 10);
    s.server.send_file_async(&id, "", path.to_str().unwrap(), "X").unwrap();
    peer.receive('N');
    s.server.change_direction(&id).unwrap();
    peer.expect('R');
    peer.leave();
}

/// STATE-10, EERP-13, CD-5: several files in each turn, refused ones and failed ones between them, and three changes of
/// direction with files and responses from both sides, at every level.
#[test]
fn several_turns_in_one_session() {
    let s = Station::new(&[]);
    let path = s.dir.write("out/x", "from the server");
    s.ear.accept_file(|e| e.accept = !e.virtual_file_name.starts_with("REFUSE"));
    for (round, level) in ['1', '2', '4', '5'].into_iter().enumerate() {
        let stamp = format!("20260{}22153059{:04}", round + 1, 1);
        let file = |name: &str| Sfid { stamp: stamp.clone(), ..Sfid::new(&format!("{name}{level}"), 'U', 0) };
        let mut peer = Peer::open(s.port, &Ssid::at(level));
        let id = s.id();
        let queue = |name: &str| s.server.send_file_async(&id, "", path.to_str().unwrap(), name).unwrap();
        // First turn of ours; the second file's response is due when the server has files, too.
        assert_eq!(peer.deliver(&file("A"), b"a"), 'Y');
        assert_eq!(peer.collect_response().name, file("A").name);
        peer.offer_refused(&file("REFUSE"));
        peer.send(&file("WRONG").encode(peer.level));
        peer.expect('2');
        peer.efid(0, 7);
        assert_eq!(peer.refusal('5').0, 11);
        queue("ONE");
        queue("TWO");
        assert_eq!(peer.deliver(&file("B"), b"b"), 'Y');
        peer.cd();
        assert_eq!(peer.response().name, file("B").name);
        peer.rtr();
        let one = peer.receive('N').file;
        let two = peer.receive('Y').file;
        peer.expect('R');
        // Second turn.
        peer.respond_confirmed(&Response::positive(&one));
        peer.respond_confirmed(&Response::positive(&two));
        queue("THREE");
        assert_eq!(peer.deliver(&file("C"), b"c"), 'Y');
        peer.cd();
        assert_eq!(peer.response().name, file("C").name);
        peer.rtr();
        let three = peer.receive('N').file;
        peer.expect('R');
        // Third turn.
        peer.respond_confirmed(&Response::positive(&three));
        peer.finish();
        s.quiet();
        let responses: Vec<String> =
            (0..3).map(|i| heard!(s.ear, EndResponse, round * 3 + i).virtual_file_name).collect();
        assert_eq!(responses, ["ONE", "TWO", "THREE"]);
    }
    assert_eq!(s.listing().len(), 12);
    assert_eq!(s.ear.count(EventKind::Error), 4, "the wrong counts");
}

/// DisconnectAfterEndSession closes the line behind our ESID; by default the partner closes first (ESID-6).
#[test]
fn who_closes_after_the_end() {
    let s = Station::new(&[("DisconnectAfterEndSession", "True")]);
    let mut peer = Peer::open(s.port, &Ssid::default());
    peer.cd();
    let (took, said) = peer.time_to_close();
    assert_eq!(said.len(), 1);
    assert!(took < Duration::from_secs(8), "{took:?}");
    s.server.set_config("DisconnectAfterEndSession", "False").unwrap();
    let mut peer = Peer::open(s.port, &Ssid::default());
    peer.cd();
    peer.expect('F');
    peer.expect_silence(Duration::from_millis(300));
    // What comes now is ignored.
    peer.send(&Sfid::new("LATE", 'U', 0).encode(b'5'));
    peer.expect_silence(Duration::from_millis(100));
    peer.hang_up();
    s.quiet();
    assert!(s.listing().is_empty());
}

/// The program kept an end response for itself and gives it a moment after EndTransfer: it goes out in the same session,
/// because the turn is held for it, also without a handler of ReadyToSend.
#[test]
fn the_turn_is_held_for_a_response_that_the_program_owes() {
    let s = Station::new(&[("TurnHoldTime", "3000")]);
    let server = s.server.clone();
    s.ear.end_transfer(move |e| {
        e.send_end_response = false;
        let (server, e) = (server.clone(), e.clone());
        std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(300));
            let (id, name, date) = (&e.connection_id, &e.virtual_file_name, &e.virtual_file_date);
            server.send_end_response(id, name, date, &e.originator, &e.destination, "", 0, "", "", "").unwrap();
        });
    });
    let mut peer = Peer::open(s.port, &Ssid::default());
    assert_eq!(peer.deliver(&Sfid::new("SLOW", 'U', 0), b"x"), 'N');
    let start = Instant::now();
    peer.cd();
    assert_eq!(peer.response().name, "SLOW");
    peer.rtr();
    // Nothing more is owed: the turn is not held until the end.
    peer.expect('R');
    assert!(start.elapsed() < Duration::from_millis(2500), "{:?}", start.elapsed());
    peer.leave();
}

/// A program that reads the field ReadyToSend of one connection watches that one; the turns of others go on at once.
#[test]
fn reading_ready_to_send_watches_one_connection() {
    let s = Station::new(&[("TurnHoldTime", "1500")]);
    let mut watched = Peer::open(s.port, &Ssid::default());
    assert_eq!(s.server.connection_get(&s.id(), "ReadyToSend").unwrap(), "False");
    let start = Instant::now();
    Peer::open(s.port, &Ssid { code: "OTHER".into(), ..Ssid::default() }).finish();
    assert!(start.elapsed() < Duration::from_millis(1200), "{:?}", start.elapsed());
    let start = Instant::now();
    watched.cd();
    assert_eq!(watched.expect_esid().0, 0);
    assert!(start.elapsed() >= Duration::from_millis(1400), "{:?}", start.elapsed());
}
