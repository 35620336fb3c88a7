//! A station with several codes of its own, and files for somebody else (SFID-6).

use crate::support::peer::{Peer, Sfid, Ssid};
use crate::support::{SSID, Station, heard};
use oftpsrv::internals::events::EventKind;

const PLANT: &str = "O0013000002PLANT2";

fn to(destination: &str, name: &str) -> Sfid {
    Sfid { destination: destination.into(), ..Sfid::new(name, 'U', 0) }
}

/// Files for every code of the station are taken and answered: those of OwnSFIDCodes, of the server or of the connection, and the
/// code of the session where the code of files is another.
#[test]
fn every_own_code_is_answered() {
    let s = Station::new(&[("ServerSFIDCode", "O0013FILES"), ("OwnSFIDCodes", "O0013ONE, O0013TWO")]);
    let mut peer = Peer::open(s.port, &Ssid::default());
    s.server.set_config(&format!("OwnSFIDCodes[{}]", s.id()), "O0013THREE").unwrap();
    for (i, code) in ["O0013FILES", "O0013ONE", "o0013two", "O0013THREE", SSID].into_iter().enumerate() {
        let file = to(code, &format!("FILE{i}"));
        assert_eq!(peer.deliver(&file, b"x"), 'Y', "{code}");
        let response = peer.collect_response();
        assert_eq!((response.name, response.originator), (file.name, code.to_owned()));
        assert!(!heard!(s.ear, AcceptFile, i).forwarded && !heard!(s.ear, EndTransfer, i).forwarded, "{code}");
    }
    assert_eq!(peer.offer_refused(&to("O0013FOUR", "NOT OURS")).0, 2);
    peer.leave();
}

/// What the program says in AcceptFile counts: the destination becomes its own when it sets ServerSFIDCode for the connection.
#[test]
fn the_program_says_in_accept_file_that_a_code_is_its_own() {
    let s = Station::new(&[]);
    let server = s.server.clone();
    s.ear.accept_file(move |e| {
        assert!(e.forwarded, "as things stand");
        server.connection_set(&e.connection_id, "ServerSFIDCode", &e.destination).unwrap();
    });
    let mut peer = Peer::open(s.port, &Ssid::default());
    assert_eq!(peer.deliver(&to(PLANT, "ORDER"), b"x"), 'Y');
    assert_eq!(peer.collect_response().originator, PLANT);
    assert!(!heard!(s.ear, EndTransfer).forwarded);
    // The server's own code stays one.
    s.ear.accept_file(|e| assert!(!e.forwarded));
    assert_eq!(peer.deliver(&to(SSID, "SECOND"), b"x"), 'Y');
    peer.collect_response();
    peer.leave();
}

/// Listening to an event is no wish: without ForwardFiles a file for somebody else is SFNA 02, whatever Accept says.
#[test]
fn files_for_others_are_refused_unless_they_are_to_be_passed_on() {
    let s = Station::new(&[("AllowRetry", "True")]);
    s.ear.accept_file(|e| e.accept = true);
    s.ear.end_transfer(|e| e.send_end_response = true);
    let mut peer = Peer::open(s.port, &Ssid::default());
    let foreign = to("O0013SOMEBODY", "FOREIGN");
    assert_eq!(peer.offer_refused(&foreign).0, 2);
    assert!(heard!(s.ear, AcceptFile).forwarded);
    assert_eq!((s.listing(), s.ear.count(EventKind::EndTransfer)), (vec![], 0));
    // A reason of the program's own is told.
    s.ear.accept_file(|e| (e.accept, e.error_code) = (false, 3));
    assert_eq!(peer.offer_refused(&foreign).0, 3);
    // It may also say so in the handler, for this connection.
    let server = s.server.clone();
    s.ear.accept_file(move |e| server.set_config(&format!("ForwardFiles[{}]", e.connection_id), "True").unwrap());
    s.ear.end_transfer(|_| {});
    assert_eq!(peer.deliver(&foreign, b"x"), 'N');
    let end = heard!(s.ear, EndTransfer);
    assert!(end.forwarded && !end.send_end_response && end.partner == "O0013000001PEER" && !end.redelivered);
    peer.finish();
}
