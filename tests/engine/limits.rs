//! Who may connect, how many, from where; and what one partner's misfortune means for the others.

use crate::peer::{PATIENCE, Peer, Sfid, Ssid};
use crate::rig::{Heard, Station, heard, noise};
use oftpsrv::events::EventKind;
use oftpsrv::internals::error::codes;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::time::{Duration, Instant};

/// SSRM-4: over MaxConnections the partner hears ESID 08 in its own level's layout; the session before goes on.
#[test]
fn too_many_connections_are_told_so() {
    let s = Station::new(&[("MaxConnections", "1")]);
    let mut first = Peer::open(s.port, &Ssid::default());
    for level in ['5', '4', '1'] {
        let mut second = Peer::greeted(s.port);
        second.level = level as u8;
        second.send(&Ssid::at(level).encode());
        assert_eq!(second.expect_esid().0, 8, "level {level}");
    }
    assert_eq!(first.deliver(&Sfid::new("FIRST", 'U', 0), b"content"), 'Y');
    assert_eq!(first.collect_response().name, "FIRST");
    first.leave();
    s.quiet();
    Peer::open(s.port, &Ssid::default()).finish();
}

/// ESID-7: a server that speaks no 2.0 refuses also a surplus partner of 2.0 in its own layout.
#[test]
fn a_surplus_partner_is_refused_in_the_lower_level() {
    let s = Station::new(&[("MaxConnections", "1"), ("OFTPVersion", "1")]);
    let first = Peer::open(s.port, &Ssid::at('2'));
    let mut second = Peer::greeted(s.port);
    second.level = b'2';
    second.send(&Ssid::at('5').encode());
    assert_eq!(second.expect_esid().0, 8);
    first.finish();
}

/// AllowedClients and BlockedClients prefill ConnectionRequest; the handler has the last word; a refused partner hears
/// nothing at all.
#[test]
fn allowed_and_blocked_clients() {
    for (allowed, blocked, prefilled) in [
        ("", "", true),
        ("127.0.0.1", "", true),
        ("10.0.0.0/8, 127.*", "", true),
        ("localhost", "", true),
        ("10.0.0.1,192.168.0.0/16", "", false),
        ("", "127.0.0.0/8", false),
        ("127.0.0.1", "localhost", false),
        ("127.*.0.1", "", true),
        ("127.0.*.9", "", false),
        ("*", "", true),
        ("", "127.*", false),
        // A name that nobody has lets nobody in, and keeps nobody out.
        ("no.such.host.invalid", "", false),
        ("no.such.host.invalid, 127.0.0.1", "", true),
        ("", "no.such.host.invalid", true),
    ] {
        let s = Station::new(&[("AllowedClients", allowed), ("BlockedClients", blocked)]);
        match prefilled {
            true => Peer::open(s.port, &Ssid::default()).finish(),
            false => Peer::connect(s.port).expect_closed(),
        }
        let request = heard!(s.ear, ConnectionRequest);
        assert_eq!((request.address.as_str(), request.accept), ("127.0.0.1", prefilled), "{allowed} / {blocked}");
        assert!(request.port > 0);
        s.quiet();
        s.ear.forget();
        s.ear.connection_request(|e| e.accept = !e.accept);
        match prefilled {
            true => Peer::connect(s.port).expect_closed(),
            false => Peer::open(s.port, &Ssid::default()).finish(),
        }
    }
}

/// What cannot be read is refused when it is set, in every form, and the list before it stays.
#[test]
fn a_list_that_cannot_be_read() {
    let s = Station::new(&[("AllowedClients", "10.0.0.0/8")]);
    for entry in ["127.0.0.0/33", "127.0.0.1/x", "127.0.*.x", "*.example", "127.0.0", "::1/129"] {
        for error in [
            s.server.set_config("AllowedClients", &format!("127.0.0.1,{entry}")).unwrap_err(),
            s.server.config(&format!("BlockedClients = {entry}")).unwrap_err(),
        ] {
            assert_eq!(error.code, codes::BAD_VALUE);
            assert!(error.message.contains(entry), "{error}");
        }
    }
    Peer::connect(s.port).expect_closed();
}

/// Why a name let nobody in is in the log.
#[test]
fn a_name_that_does_not_resolve_is_named_in_the_log() {
    let s = Station::new(&[("AllowedClients", "no.such.host.invalid")]);
    s.ear.listen(EventKind::Log);
    Peer::connect(s.port).expect_closed();
    s.ear.wait(|all| {
        let named =
            |h: &Heard| matches!(h, Heard::Log(e) if e.message.contains("no.such.host.invalid does not resolve"));
        all.iter().any(named).then_some(())
    });
}

/// A list may be changed while the server listens: it holds for the next partner.
#[test]
fn the_lists_hold_from_the_next_connection_on() {
    let s = Station::new(&[]);
    let before = Peer::open(s.port, &Ssid::default());
    s.server.set_config("BlockedClients", "127.0.0.1").unwrap();
    Peer::connect(s.port).expect_closed();
    before.finish();
}

/// UseIPv6: 0 is IPv4 alone, 1 is IPv6 alone, 2 is both, with IPv4 partners shown and matched as such.
#[test]
fn ip_versions() {
    if std::net::TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).is_err() {
        eprintln!("no IPv6 here");
        return;
    }
    for (mode, v4, v6) in [("0", true, false), ("1", false, true), ("2", true, true)] {
        let s = Station::new(&[("LocalHost", ""), ("UseIPv6", mode), ("AllowedClients", "127.0.0.1,::1")]);
        for (address, reachable) in [("127.0.0.1", v4), ("::1", v6)] {
            s.ear.forget();
            let peer = match address {
                "::1" => Peer::connect_to((Ipv6Addr::LOCALHOST, s.port)),
                _ => Peer::connect_to((Ipv4Addr::LOCALHOST, s.port)),
            };
            assert_eq!(peer.is_ok(), reachable, "mode {mode}, {address}");
            if let Ok(mut peer) = peer {
                peer.expect('I');
                assert_eq!(heard!(s.ear, ConnectionRequest).address, address);
                peer.hang_up();
                s.quiet();
            }
        }
    }
}

/// ERR-5: Shutdown ends open sessions with ESID 05, idle and in mid-file, tells the program, and the port is closed.
#[test]
fn shutdown_says_goodbye_and_closes_the_port() {
    let s = Station::new(&[]);
    let mut idle = Peer::open(s.port, &Ssid::default());
    let mut busy = Peer::open(s.port, &Ssid::at('4'));
    busy.offer(&Sfid::new("HALF", 'U', 0));
    busy.data(&[&noise(5000)]);
    let mut silent = Peer::greeted(s.port);
    let mut waiting = vec![];
    std::thread::scope(|scope| {
        let shutting = scope.spawn(|| s.server.shutdown().unwrap());
        waiting.push(idle.expect_esid().0);
        waiting.push(busy.expect_esid().0);
        silent.time_to_close();
        shutting.join().unwrap();
    });
    assert_eq!(waiting, [5, 5]);
    assert!(s.server.connections().is_empty());
    assert!(!s.server.is_listening());
    for nth in 0..3 {
        assert_eq!(heard!(s.ear, Disconnected, nth).status_code, 0);
    }
    assert_eq!(s.listing().iter().filter(|name| *name == "HALF").count(), 0);
    assert!(Peer::connect_to((Ipv4Addr::LOCALHOST, s.port)).is_err(), "the port is closed");
}

/// StopListening leaves open sessions alone, refuses new connections at once, and the same port can be listened on again.
#[test]
fn stop_listening_keeps_the_open_sessions() {
    let s = Station::new(&[]);
    let mut peer = Peer::open(s.port, &Ssid::default());
    s.server.stop().unwrap();
    s.server.stop().unwrap();
    assert!(!s.server.is_listening());
    assert!(Peer::connect_to((Ipv4Addr::LOCALHOST, s.port)).is_err());
    assert_eq!(peer.deliver(&Sfid::new("AFTER", 'U', 0), b"stop"), 'Y');
    peer.collect_response();
    s.server.set_config("LocalPort", &s.port.to_string()).unwrap();
    s.server.start().unwrap();
    Peer::open(s.port, &Ssid::default()).finish();
    peer.leave();
}

/// ERR-6: resets and garbage at every stage of other connections disturb nobody.
#[test]
fn broken_neighbours_disturb_nobody() {
    let s = Station::new(&[]);
    let mut good = Peer::open(s.port, &Ssid::default());
    let content = noise(60_000);
    good.offer(&Sfid::new("GOOD", 'U', 0));
    let reset = |peer: Peer| {
        socket_reset(&peer);
        drop(peer);
    };
    reset(Peer::connect(s.port));
    reset(Peer::greeted(s.port));
    reset(Peer::open(s.port, &Ssid::default()));
    let mut peer = Peer::open(s.port, &Ssid::default());
    peer.offer(&Sfid::new("LOST1", 'U', 0));
    reset(peer);
    let mut peer = Peer::open(s.port, &Ssid::default());
    peer.offer(&Sfid::new("LOST2", 'U', 0));
    peer.data(&[&noise(3000)]);
    reset(peer);
    for garbage in
        [&b"GET / HTTP/1.1\r\n\r\n"[..], b"\x16\x03\x01\x02\x00\x01", b"\x10\xff\xff\xff", b"\x10\x00\x00\x05Z"]
    {
        let mut peer = Peer::greeted(s.port);
        peer.raw(garbage);
        peer.gone();
    }
    let mut peer = Peer::open(s.port, &Ssid::default());
    peer.raw(b"\x10\x00\x00\x09D\xff\xff\xff\xff");
    peer.gone();
    good.data(&[&content]);
    good.efid(0, content.len() as u64);
    good.confirmed();
    assert_eq!(s.received("GOOD"), content);
    assert_eq!(good.collect_response().name, "GOOD");
    good.leave();
    Peer::open(s.port, &Ssid::default()).finish();
}

fn socket_reset(peer: &Peer) {
    let socket = socket2::SockRef::from(peer.socket());
    socket.set_linger(Some(Duration::ZERO)).unwrap();
}

/// A hundred connections that say nothing cost the others nothing.
#[test]
fn silent_connections_do_not_stop_the_others() {
    let s = Station::new(&[]);
    let silent: Vec<Peer> = (0..100).map(|_| Peer::greeted(s.port)).collect();
    let start = Instant::now();
    let mut peer = Peer::open(s.port, &Ssid::default());
    peer.deliver(&Sfid::new("THROUGH", 'U', 0), b"x");
    assert!(start.elapsed() < PATIENCE);
    assert_eq!(s.server.connections().len(), 101);
    drop(silent);
    peer.collect_response();
    peer.leave();
    s.quiet();
}

/// Disconnect ends one connection: ESID 05, status 0, and the others stay.
#[test]
fn disconnect_ends_one() {
    let s = Station::new(&[]);
    let mut one = Peer::open(s.port, &Ssid::default());
    let id = s.id();
    let other = Peer::open(s.port, &Ssid::default());
    s.server.disconnect(&id).unwrap();
    assert_eq!(one.expect_esid().0, 5);
    let end = heard!(s.ear, Disconnected);
    assert_eq!((end.connection_id.as_str(), end.status_code, end.description.as_str()), (id.as_str(), 0, "OK"));
    other.finish();
    s.quiet();
    assert_eq!(s.server.disconnect(&id).unwrap_err().code, 126);
}

/// A partner's ESID is reported with the class reference's numbers.
#[test]
fn the_partners_reason_is_told() {
    let s = Station::new(&[]);
    for (reason, status) in [(3u8, 675), (4, 677), (2, 671), (99, 671), (8, 671)] {
        s.ear.forget();
        let mut peer = Peer::open(s.port, &Ssid::default());
        peer.esid(reason);
        peer.expect_closed();
        let end = heard!(s.ear, Disconnected);
        assert_eq!(end.status_code, status, "{}", end.description);
        assert_eq!(heard!(s.ear, Error).error_code, status);
    }
}
