//! Time: the inactivity timer and the idle timeout.

use crate::support::peer::{Peer, Sfid, Ssid, framed, read_esid};
use crate::support::{Station, heard};
use std::time::{Duration, Instant};

/// TIM-1, TIM-3: silence before SSID, octets one at a time before SSID, silence in an open session and in mid-file all
/// end after the timer; where a session was open ESID 09 says so.
#[test]
fn silence_ends_the_connection() {
    let s = Station::new(&[("DefaultTimeout", "1")]);
    std::thread::scope(|scope| {
        let check = |peer: &mut Peer, what: &str, esid: bool| {
            let (took, said) = peer.time_to_close();
            assert!(took >= Duration::from_millis(300) && took < Duration::from_secs(15), "{what}: {took:?}");
            let reasons: Vec<u8> = said.iter().filter(|c| c[0] == b'F').map(|c| read_esid(c, peer.level).0).collect();
            if esid {
                assert_eq!(reasons, [9], "{what}");
            }
        };
        scope.spawn(move || check(&mut Peer::greeted(s.port), "before SSID", false));
        let port = s.port;
        scope.spawn(move || {
            let mut peer = Peer::greeted(port);
            let start = Instant::now();
            let ssid = framed(&Ssid::default().encode());
            for octet in &ssid[..60] {
                if !peer.raw_if_open(&[*octet]) {
                    break;
                }
                std::thread::sleep(Duration::from_millis(100));
            }
            // Dripping 60 octets takes 6 seconds; the server is gone long before.
            peer.time_to_close();
            assert!(start.elapsed() < Duration::from_secs(30));
        });
        scope.spawn(move || check(&mut Peer::open(port, &Ssid::default()), "idle listener", true));
        scope.spawn(move || {
            let mut peer = Peer::open(port, &Ssid::at('4'));
            peer.offer(&Sfid::new("SILENT", 'U', 0));
            check(&mut peer, "in mid-file", true);
        });
        scope.spawn(move || {
            // After our ESID 02 the partner does not close.
            let mut peer = Peer::open(port, &Ssid::default());
            peer.send(b"C  ");
            let (took, said) = peer.time_to_close();
            assert_eq!(said.len(), 1);
            assert!(took < Duration::from_secs(15), "{took:?}");
        });
    });
    s_quiet(&s);
    for nth in 0..5 {
        let end = heard!(s.ear, Disconnected, nth);
        assert!(matches!(end.status_code, 13 | 671), "{end:?}");
    }
}

fn s_quiet(s: &Station) {
    s.quiet();
    assert!(s.listing().iter().all(|name| name != "SILENT"));
}

/// TIM-2: a transfer that is slow but steady outlives the timer, also when a single buffer takes longer than it.
#[test]
fn a_slow_transfer_is_not_cut_off() {
    let s = Station::new(&[("DefaultTimeout", "2")]);
    let mut peer = Peer::open(s.port, &Ssid::default());
    peer.offer(&Sfid::new("SLOW", 'U', 0));
    let start = Instant::now();
    peer.data(&[b"first "]);
    let last = framed(&[b"D\x8b".as_slice(), b"second part"].concat());
    for piece in last.chunks(2) {
        std::thread::sleep(Duration::from_millis(400));
        peer.raw(piece);
    }
    assert!(start.elapsed() > Duration::from_secs(2));
    peer.efid(0, 17);
    peer.confirmed();
    assert_eq!(s.received("SLOW"), b"first second part");
    peer.collect_response();
    peer.leave();
}

/// A program that takes its time in a callback is not the partner's silence.
#[test]
fn a_slow_handler_does_not_use_up_the_partners_time() {
    let s = Station::new(&[("DefaultTimeout", "1")]);
    s.ear.accept_file(|_| std::thread::sleep(Duration::from_millis(1500)));
    s.ear.end_transfer(|_| std::thread::sleep(Duration::from_millis(1500)));
    let mut peer = Peer::open(s.port, &Ssid::default());
    assert_eq!(peer.deliver(&Sfid::new("PATIENT", 'U', 0), b"x"), 'Y');
    peer.collect_response();
    peer.leave();
}

/// DefaultIdleTimeout ends connections on which nothing moves, whatever Timeout says; IdleTimeout of one connection
/// overrides it, also with 0 for never.
#[test]
fn idle_timeout() {
    let s = Station::new(&[("DefaultIdleTimeout", "1"), ("DefaultTimeout", "0")]);
    let server = s.server.clone();
    s.ear.accept_connection(move |e| {
        if e.client_ssid_code == "STAYS" {
            server.config(&format!("IdleTimeout[{}]=0", e.connection_id)).unwrap();
        }
    });
    let mut stays = Peer::open(s.port, &Ssid { code: "STAYS".into(), ..Ssid::default() });
    let mut goes = Peer::open(s.port, &Ssid::default());
    let (took, said) = goes.time_to_close();
    assert!(took >= Duration::from_millis(500), "{took:?}");
    assert_eq!(said.len(), 1, "ESID");
    let end = heard!(s.ear, Disconnected);
    assert_eq!(end.status_code, 13);
    stays.expect_silence(Duration::from_millis(1200));
    stays.finish();
}

/// A session in which nothing is under way is idle, and with IdleTimeout set to 0 it stays, whoever has the turn; Timeout is for
/// operations, of which half a command is one.
#[test]
fn an_idle_session_outlives_timeout() {
    let s = Station::new(&[("DefaultTimeout", "1"), ("IdleTimeout", "0")]);
    let mut peer = Peer::open(s.port, &Ssid::default());
    peer.expect_silence(Duration::from_millis(2500));
    peer.deliver(&Sfid::new("LATER", 'U', 0), b"x");
    peer.collect_response();
    peer.expect_silence(Duration::from_millis(1500));
    peer.raw(&[0x10, 0, 0, 99, b'H']);
    assert_eq!(peer.expect_esid().0, 9);
}

/// Timeout of the server's settings is the connections' unless they have their own.
#[test]
fn timeout_of_the_server_counts() {
    let s = Station::new(&[("Timeout", "7")]);
    let peer = Peer::open(s.port, &Ssid::default());
    assert_eq!(s.server.connection_get(&s.id(), "Timeout").unwrap(), "7");
    peer.finish();
}
