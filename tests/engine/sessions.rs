//! Sessions are let in or turned away: AcceptConnection and what the SSIDs agree on.

use crate::support::peer::{Peer, Ssid};
use crate::support::{PEER, SSID, Station, heard};

/// SSID-6, SSID-7: the answer carries the server's own code and password, padded, whatever the partner calls itself.
#[test]
fn the_answer_is_our_own_identity() {
    let s = Station::new(&[("ServerSSIDCode", "O0099 SHORT"), ("ServerPassword", "PW")]);
    for level in ['1', '2', '4', '5'] {
        let (peer, answer) = Peer::open_told(s.port, &Ssid::at(level));
        assert_eq!((answer.code.as_str(), answer.password.as_str()), ("O0099 SHORT", "PW"));
        assert_eq!(answer.level, level as u8);
        peer.finish();
    }
}

/// SSID-2, SSID-3, V1x-6: the lower level wins, whichever side has it, and the client's level is reported as it was.
#[test]
fn the_lower_level_is_used() {
    let levels = ['1', '2', '4', '5'];
    for (own, own_level) in levels.iter().enumerate() {
        let s = Station::new(&[("OFTPVersion", &own.to_string())]);
        for (theirs, level) in levels.iter().enumerate() {
            s.ear.forget();
            let (peer, answer) = Peer::open_told(s.port, &Ssid::at(*level));
            assert_eq!(char::from(answer.level), *level.min(own_level), "own {own_level}, theirs {level}");
            let event = heard!(s.ear, AcceptConnection);
            assert_eq!((event.client_version, event.server_version), (theirs as i32, own.min(theirs) as i32));
            assert_eq!(s.server.connection_get(&s.id(), "Version").unwrap(), own.min(theirs).to_string());
            peer.finish();
            s.quiet();
        }
    }
}

/// SSID-3: ServerVersion lowers the level of one session, and never raises it.
#[test]
fn server_version_lowers_and_never_raises() {
    let s = Station::new(&[]);
    for (client, wanted, used) in [('5', 1, '2'), ('5', 2, '4'), ('4', 3, '4'), ('1', 3, '1'), ('5', 77, '5')] {
        s.ear.accept_connection(move |e| e.server_version = wanted);
        let (peer, answer) = Peer::open_told(s.port, &Ssid::at(client));
        assert_eq!(char::from(answer.level), used, "client {client}, wanted {wanted}");
        peer.finish();
    }
}

/// AcceptConnection says what the SSID said; Connected came before it, Disconnected after.
#[test]
fn accept_connection_has_the_partners_words() {
    let s = Station::new(&[]);
    let ssid =
        Ssid { code: "O0013 Name with blanks ok".into(), password: "12345678".into(), direction: 'S', ..Ssid::at('4') };
    let server = s.server.clone();
    s.ear.accept_connection(move |e| {
        let field = |name| server.connection_get(&e.connection_id, name).unwrap();
        assert_eq!((field("ReceivedConnectionType"), field("SSIDCode")), ("1".into(), e.client_ssid_code.clone()));
    });
    let peer = Peer::open(s.port, &ssid);
    let id = s.id();
    let event = heard!(s.ear, AcceptConnection);
    assert_eq!(
        (event.connection_id, event.client_ssid_code, event.client_password),
        (id.clone(), ssid.code, ssid.password)
    );
    assert_eq!((event.client_version, event.server_version, event.accept), (2, 2, true));
    assert_eq!((event.error_code, event.error_description.as_str()), (0, ""));
    let connected = heard!(s.ear, Connected);
    assert_eq!((connected.connection_id, connected.status_code, connected.description), (id.clone(), 0, "OK".into()));
    peer.finish();
    let end = heard!(s.ear, Disconnected);
    assert_eq!((end.connection_id, end.status_code, end.description.as_str()), (id, 0, "OK"));
}

/// SSID-8, SSID-9: unknown code 03, wrong password 04 (also one that differs in its last character only), and no SSID.
#[test]
fn codes_and_passwords_are_the_programs_to_check() {
    let s = Station::new(&[]);
    s.ear.accept_connection(|e| {
        e.error_code = match (e.client_ssid_code.as_str(), e.client_password.as_str()) {
            (PEER, "SECRET78") => return,
            (PEER, _) => 4,
            _ => 3,
        };
        e.accept = false;
    });
    for level in ['1', '4', '5'] {
        for (code, password, reason) in [("NOBODY", "SECRET78", 3), (PEER, "SECRET79", 4), (PEER, "", 4)] {
            let mut peer = Peer::greeted(s.port);
            peer.level = level as u8;
            peer.send(&Ssid { code: code.into(), password: password.into(), ..Ssid::at(level) }.encode());
            assert_eq!(peer.expect_esid().0, reason, "level {level}, {code}, {password}");
        }
        Peer::open(s.port, &Ssid { password: "SECRET78".into(), ..Ssid::at(level) }).finish();
    }
}

/// SSID-10, ESID-7: the program's reason as two digits, 99 when it gave none, with its text in 2.0 only.
#[test]
fn a_refusal_says_why() {
    let s = Station::new(&[]);
    for (code, text, sent) in [(8, "call again later", 8), (0, "", 99), (250, "x", 99), (12, "", 12), (77, "", 99)] {
        s.ear.accept_connection(move |e| {
            (e.accept, e.error_code, e.error_description) = (false, code, text.to_owned());
        });
        for level in ['5', '4', '2'] {
            let mut peer = Peer::greeted(s.port);
            peer.level = level as u8;
            peer.send(&Ssid::at(level).encode());
            let (reason, told) = peer.expect_esid();
            // 11 and 12 are of 2.0 (ESID-2).
            let expected = if sent == 12 && level != '5' { 99 } else { sent };
            assert_eq!(reason, expected, "code {code} at {level}");
            assert_eq!(told, if level == '5' { text } else { "" });
        }
    }
}

/// A handler that panics lets nobody in.
#[test]
fn a_failing_handler_refuses() {
    let s = Station::new(&[]);
    s.ear.accept_connection(|_| panic!("on purpose"));
    let mut peer = Peer::greeted(s.port);
    peer.send(&Ssid::default().encode());
    assert_eq!(peer.expect_esid().0, 99);
}

/// SSID-12, SSID-13: the smaller buffer and window of both sides, set for the server or in AcceptConnection, and
/// queried afterwards as negotiated.
#[test]
fn buffer_and_credit_are_the_smaller_ones() {
    let s = Station::new(&[("CreditCount", "20"), ("ExchangeBufferSize", "4096")]);
    for (buffer, credit, expected) in [(99_999, 999, (4096, 20)), (128, 1, (128, 1)), (4096, 20, (4096, 20))] {
        let (peer, answer) = Peer::open_told(s.port, &Ssid { buffer, credit, ..Ssid::default() });
        assert_eq!((answer.buffer, answer.credit), expected);
        let get = |name: &str| s.server.config(&format!("{name}[{}]", s.id())).unwrap();
        assert_eq!((get("ExchangeBufferSize"), get("CreditCount")), (expected.0.to_string(), expected.1.to_string()));
        peer.finish();
        s.quiet();
    }
    let server = s.server.clone();
    s.ear.accept_connection(move |e| {
        server.config(&format!("CreditCount[{}]=3", e.connection_id)).unwrap();
        server.config(&format!("ExchangeBufferSize[{}]=1024", e.connection_id)).unwrap();
    });
    let (peer, answer) = Peer::open_told(s.port, &Ssid::default());
    assert_eq!((answer.buffer, answer.credit), (1024, 3));
    peer.finish();
}

/// SSID-14, SSID-15: what ConnectionType makes of the partner's direction.
#[test]
fn directions_complement_each_other() {
    for (own, theirs, answer) in [
        ("0", 'B', Some('B')),
        ("0", 'S', Some('R')),
        ("0", 'R', Some('S')),
        ("1", 'B', Some('S')),
        ("1", 'R', Some('S')),
        ("1", 'S', None),
        ("2", 'B', Some('R')),
        ("2", 'S', Some('R')),
        ("2", 'R', None),
    ] {
        let s = Station::new(&[("ConnectionType", own)]);
        let mut peer = Peer::greeted(s.port);
        peer.send(&Ssid { direction: theirs, ..Ssid::default() }.encode());
        match answer {
            Some(answer) => {
                assert_eq!(Ssid::decode(&peer.expect('X')).direction, answer, "{own} {theirs}");
                peer.finish();
            }
            None => assert_eq!(peer.expect_esid().0, 10, "{own} {theirs}"),
        }
    }
}

/// SSID-16, SSID-17, SSID-18: compression and restart only when both want them, special logic never.
#[test]
fn compression_and_restart_need_both() {
    for (own, theirs, both) in [("True", 'Y', 'Y'), ("True", 'N', 'N'), ("False", 'Y', 'N')] {
        let s = Station::new(&[("OfferCompression", own), ("OfferRestart", own)]);
        let ssid = Ssid { compression: theirs, restart: theirs, special: theirs, ..Ssid::default() };
        let (peer, answer) = Peer::open_told(s.port, &ssid);
        assert_eq!((answer.compression, answer.restart, answer.special), (both, both, 'N'));
        peer.finish();
    }
}

/// SSID-19: what SecureAuthentication makes of SSIDAUTH; below 2.0 the octet is not looked at.
#[test]
fn authentication_is_not_negotiable() {
    for (own, theirs, level, reason) in [("0", 'Y', '5', 12), ("1", 'N', '5', 12), ("1", 'N', '4', 10)] {
        let s = Station::new(&[("SecureAuthentication", own)]);
        let mut peer = Peer::greeted(s.port);
        peer.level = level as u8;
        peer.send(&Ssid { auth: theirs, ..Ssid::at(level) }.encode());
        assert_eq!(peer.expect_esid().0, reason, "{own} {theirs}");
    }
    let s = Station::new(&[]);
    let (peer, answer) = Peer::open_told(s.port, &Ssid::default());
    assert_eq!(answer.auth, 'N');
    peer.finish();
}

/// The fields of a connection that the session fills in.
#[test]
fn facts_of_a_connection() {
    let s = Station::new(&[("DefaultTimeout", "17")]);
    let peer = Peer::open(s.port, &Ssid::default());
    let id = s.id();
    let get = |name| s.server.connection_get(&id, name).unwrap();
    assert_eq!((get("ConnectionId"), get("Connected")), (id.clone(), "True".to_owned()));
    assert_eq!((get("RemoteHost"), get("LocalAddress")), ("127.0.0.1".to_owned(), "127.0.0.1".to_owned()));
    assert_eq!(get("RemotePort"), peer.socket().local_addr().unwrap().port().to_string());
    assert_eq!((get("SSIDCode"), get("SFIDCode"), get("Version")), (PEER.into(), PEER.into(), "3".into()));
    assert_eq!((get("ServerSSIDCode"), get("Timeout"), get("ReadyToSend")), (SSID.into(), "17".into(), "False".into()));
    s.server.connection_set(&id, "Timeout", "5").unwrap();
    assert_eq!(get("Timeout"), "5");
    peer.finish();
    s.quiet();
    assert_eq!(s.server.connection_get(&id, "Version").unwrap_err().code, 126);
}
