//! Files for somebody else: this station as an intermediary.

use crate::support::peer::{Peer, Response, Sfid, Ssid};
use crate::support::{Station, heard, noise};
use oftpsrv::internals::events::EventKind;

const FAR: &str = "O0013000777Far Away";

fn passing(name: &str) -> Sfid {
    Sfid {
        destination: FAR.into(),
        originator: "O0013000001Origin".into(),
        stamp: "201911221530599876".into(),
        ..Sfid::new(name, 'U', 0)
    }
}

/// ROUTE-1: what came for somebody else goes on with name, stamp and codes unchanged, whatever characters they have.
#[test]
fn a_file_is_passed_on_unchanged() {
    let s = Station::new(&[("ForwardFiles", "True")]);
    for (i, level) in ['1', '4', '5'].into_iter().enumerate() {
        let mut peer = Peer::open(s.port, &Ssid::at(level));
        let file = passing(&format!("Order_{level}/a.b"));
        peer.deliver(&file, &noise(3000));
        let end = heard!(s.ear, EndTransfer, i * 2);
        assert_eq!((end.virtual_file_name.as_str(), end.destination.as_str()), (file.name.as_str(), FAR));
        assert!(!end.send_end_response, "an intermediary waits for the destination");
        // Nothing is owed for it, so CD ends the session.
        peer.finish();
        s.quiet();
        let mut next = Peer::open(s.port, &Ssid { code: "NEXT HOP".into(), ..Ssid::at(level) });
        let id = s.id();
        s.server.connection_set(&id, "ServerSFIDCode", &end.originator).unwrap();
        s.server.connection_set(&id, "VirtualFileDate", &end.virtual_file_date).unwrap();
        s.server.send_file_async(&id, &end.destination, &end.local_file, &end.virtual_file_name).unwrap();
        next.cd();
        let taken = next.receive('N');
        assert_eq!((&taken.file.name, taken.file.stamp), (&file.name, file.stamp_at(level as u8)));
        assert_eq!((taken.file.destination, taken.file.originator), (file.destination, file.originator));
        assert_eq!(taken.bytes, noise(3000));
        next.expect('R');
        next.leave();
        s.quiet();
    }
    assert_eq!(s.ear.count(EventKind::Error), 0, "{:#?}", s.ear.all());
}

/// ROUTE-2: a wrapped file for somebody else is stored as it travels, without key or check.
#[test]
fn a_wrapped_file_is_not_opened() {
    let s = Station::new(&[("ForwardFiles", "True")]);
    let mut peer = Peer::open(s.port, &Ssid::default());
    let file = Sfid {
        security: 3,
        suite: 4,
        compressed: '1',
        enveloped: '1',
        signed: 'Y',
        record: 80,
        format: 'V',
        ..passing("SEC")
    };
    let octets = noise(4000);
    assert_eq!(peer.offer(&file), 0);
    let id = s.id();
    for (field, value) in
        [("VirtualFileSecurityLevel", "3"), ("Compress", "True"), ("SignedReceipt", "True"), ("VirtualFileFormat", "3")]
    {
        assert_eq!(s.server.connection_get(&id, field).unwrap(), value, "{field}");
    }
    peer.data(&[&octets]);
    peer.efid(0, 4000);
    assert_eq!(peer.confirmed(), 'N');
    assert_eq!(s.received("SEC"), octets);
    // The hash over what travelled is handed out for the response to come.
    assert_eq!(heard!(s.ear, EndTransfer).file_hash.len(), 64);
    peer.finish();
}

/// ROUTE-3, ROUTE-4, EERP-14: the response of the far end, received from the next hop, goes back with codes, creator,
/// hash and signature octet for octet, and only when the program passes it on.
#[test]
fn a_response_is_passed_back_unchanged() {
    let s = Station::new(&[("ForwardFiles", "True")]);
    for negative in [false, true] {
        s.ear.forget();
        let mut peer = Peer::open(s.port, &Ssid::default());
        let file = Sfid { signed: 'Y', suite: 4, ..passing(&format!("BACK{negative}")) };
        assert_eq!(peer.deliver(&file, b"x"), 'N');
        peer.finish();
        s.quiet();
        Peer::open(s.port, &Ssid::default()).finish();
        let mut response = Response { hash: noise(32), signature: noise(700), ..Response::positive(&file) };
        if negative {
            response.user.clear();
            response.negative = Some(("O0013000888CREATOR".into(), 33, "cannot open it".into()));
        }
        let mut next = Peer::open(s.port, &Ssid { code: "NEXT HOP".into(), ..Ssid::default() });
        next.respond_confirmed(&response);
        next.finish();
        s.quiet();
        assert_eq!(s.ear.count(EventKind::Error), 0, "not ours to verify: {:#?}", s.ear.all());
        let e = heard!(s.ear, EndResponse);
        let mut peer = Peer::open(s.port, &Ssid::default());
        let id = s.id();
        s.server
            .send_end_response(
                &id,
                &e.virtual_file_name,
                &e.virtual_file_date,
                &e.destination,
                &e.originator,
                &e.creator,
                e.reason_code,
                &e.reason_text,
                &e.file_hash,
                &e.signature,
            )
            .unwrap();
        peer.cd();
        let back = peer.response();
        assert_eq!(Response { user: response.user.clone(), ..back }, response);
        peer.rtr();
        peer.expect('R');
        peer.leave();
        s.quiet();
    }
}

/// ROUTE-4: a program that says so in EndTransfer lets the engine answer for a file that it broadcasts: unsigned.
#[test]
fn the_program_may_answer_for_a_foreign_file() {
    let s = Station::new(&[("ForwardFiles", "True")]);
    s.ear.end_transfer(|e| e.send_end_response = true);
    let mut peer = Peer::open(s.port, &Ssid::default());
    let file = Sfid { signed: 'Y', suite: 4, ..passing("BROADCAST") };
    assert_eq!(peer.deliver(&file, b"x"), 'Y');
    let response = peer.collect_response();
    assert_eq!((response.destination.as_str(), response.originator.as_str()), (file.originator.as_str(), FAR));
    assert!(response.hash.is_empty() && response.signature.is_empty());
    peer.leave();
}
