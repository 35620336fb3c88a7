//! Files that are not taken: by the program, by the settings, by the names they have.

use crate::support::peer::{Peer, Sfid, Ssid};
use crate::support::{PEER, SFID, Station, heard, noise};
use oftpsrv::internals::events::EventKind;

/// SFNA-5, SFNA-2, SFNA-4: the program's reason and text are what the partner hears (99 for none and for what the level
/// does not know), nothing is written, and the next file is welcome.
#[test]
fn the_programs_refusal() {
    let s = Station::new(&[]);
    for level in ['5', '4', '2'] {
        let mut peer = Peer::open(s.port, &Ssid::at(level));
        for (code, text, sent) in [
            (1, "", 1),
            (3, "who are you", 3),
            (6, "", 6),
            (0, "", 99),
            (14, "", if level < '4' { 99 } else { 14 }),
            (20, "", if level < '5' { 99 } else { 20 }),
            (7, "", 99),
            (1000, "", 99),
        ] {
            s.ear.accept_file(move |e| {
                (e.accept, e.error_code, e.error_description) = (false, code, text.to_owned());
            });
            let (reason, retry, told) = peer.offer_refused(&Sfid::new("NO", 'U', 0));
            assert_eq!((reason, retry), (sent, 'N'), "{code} at {level}");
            match (level, text) {
                ('5', "") => assert!(!told.is_empty(), "a text for {code}"),
                ('5', text) => assert_eq!(told, text),
                _ => {}
            }
        }
        s.ear.accept_file(|e| e.overwrite = true);
        assert_eq!(
            peer.deliver(&Sfid { stamp: format!("20260101000000000{level}"), ..Sfid::new("YES", 'U', 0) }, b"x"),
            'Y'
        );
        peer.collect_response();
        peer.leave();
    }
    assert_eq!(s.listing(), ["YES"]);
    assert_eq!(s.ear.count(EventKind::StartTransfer), 3);
}

/// Retry is `N` unless AllowRetry is set, for the server or for the one connection in AcceptFile.
#[test]
fn retry_as_allow_retry_says() {
    let s = Station::new(&[]);
    let server = s.server.clone();
    s.ear.accept_file(move |e| {
        e.accept = false;
        if e.virtual_file_name == "LATER" {
            server.config(&format!("AllowRetry[{}]=true", e.connection_id)).unwrap();
        }
    });
    let mut peer = Peer::open(s.port, &Ssid::default());
    assert_eq!(peer.offer_refused(&Sfid::new("NEVER", 'U', 0)).1, 'N');
    assert_eq!(peer.offer_refused(&Sfid::new("LATER", 'U', 0)).1, 'Y');
    peer.finish();
    s.server.set_config("AllowRetry", "Yes").unwrap();
    let mut peer = Peer::open(s.port, &Ssid::at('1'));
    assert_eq!(peer.offer_refused(&Sfid::new("NEVER", 'U', 0)).1, 'Y');
    peer.finish();
}

/// SFID-6: a program that listens to no file event routes nothing (SFNA 02); one that does decides about destination
/// and originator.
#[test]
fn unknown_destinations_and_origins() {
    let s = Station::new(&[]);
    let stranger = Sfid { destination: "O0013999999SOMEBODY".into(), ..Sfid::new("ROUTE", 'U', 0) };
    let mut peer = Peer::open(s.port, &Ssid::default());
    assert_eq!(peer.offer_refused(&stranger).0, 2);
    s.ear.accept_file(|e| {
        let known = e.destination == SFID && e.originator == PEER;
        (e.accept, e.error_code) = (known, if e.destination == SFID { 3 } else { 2 });
    });
    assert_eq!(peer.offer_refused(&stranger).0, 2);
    assert_eq!(peer.offer_refused(&Sfid { originator: "MALLORY".into(), ..Sfid::new("ROUTE", 'U', 0) }).0, 3);
    assert_eq!(peer.deliver(&Sfid::new("MINE", 'U', 0), b"x"), 'Y');
    peer.collect_response();
    peer.leave();
    assert_eq!(s.listing(), ["MINE"]);
}

/// SFID-7, ADDR-1, ADDR-2: codes of files may differ from those of the session, be 25 characters long and have blanks;
/// the response names them.
#[test]
fn file_codes_differ_from_session_codes() {
    let long = "O0013ORGANISATION  SUB001";
    let s = Station::new(&[("ServerSFIDCode", long)]);
    let mut peer = Peer::open(s.port, &Ssid { code: "NOT AN ODETTE CODE".into(), ..Ssid::default() });
    let file = Sfid { destination: long.into(), originator: "O0013 A  B".into(), ..Sfid::new("CODES", 'U', 0) };
    assert_eq!(peer.deliver(&file, b"x"), 'Y');
    assert_eq!(s.server.connection_get(&s.id(), "SFIDCode").unwrap(), "O0013 A  B");
    let response = peer.collect_response();
    assert_eq!((response.destination, response.originator), (file.originator, file.destination));
    peer.leave();
    assert_eq!(s.received("CODES"), b"x");
}

/// SFID-10: records and files above the limits are refused with 05 and 06 before any data.
#[test]
fn limits_of_size() {
    let s = Station::new(&[("MaxReceiveRecordSize", "100"), ("MaxFileSize", "50")]);
    let mut peer = Peer::open(s.port, &Ssid::default());
    assert_eq!(peer.offer_refused(&Sfid::new("REC", 'F', 101)).0, 5);
    assert_eq!(peer.offer_refused(&Sfid { size: 51, ..Sfid::new("BIG", 'U', 0) }).0, 6);
    assert_eq!(peer.deliver(&Sfid { size: 50, ..Sfid::new("FITS", 'U', 0) }, b"x"), 'Y');
    peer.collect_response();
    peer.leave();
    assert!(s.ear.all().len() > 3);
}

/// What SFIDFSIZ announces binds nobody: the octets are counted while they arrive, and one too many is EFNA 06 after EFID (EFNA-4).
#[test]
fn the_size_is_counted_and_not_believed() {
    let s = Station::new(&[("MaxFileSize", "2")]);
    let mut peer = Peer::open(s.port, &Ssid::default());
    for (name, octets, reason) in [("LIES", 2049, 6), ("MORE", 900_000, 6)] {
        peer.send_stream(&Sfid { size: 1, ..Sfid::new(name, 'U', 0) }, &noise(octets));
        assert_eq!(peer.refusal('5').0, reason);
    }
    assert_eq!(heard!(s.ear, EndTransfer).reason_code, 6);
    assert_eq!(peer.deliver(&Sfid { size: 1, ..Sfid::new("FITS", 'U', 0) }, &noise(2048)), 'Y');
    peer.collect_response();
    peer.leave();
    assert_eq!(s.listing(), ["FITS"]);
}

/// SFNA-6: what the policies say about plain files.
#[test]
fn policies_on_plain_files() {
    for (name, reason) in [("EncryptedFiles", 17), ("CompressedFiles", 99), ("SignedFiles", 20)] {
        let s = Station::new(&[(name, "1")]);
        let mut peer = Peer::open(s.port, &Ssid::default());
        assert_eq!(peer.offer_refused(&Sfid::new("PLAIN", 'U', 0)).0, reason, "{name}");
        peer.finish();
    }
    let s = Station::new(&[("EncryptedFiles", "2"), ("SignedFiles", "2"), ("CompressedFiles", "2")]);
    let mut peer = Peer::open(s.port, &Ssid::default());
    for (security, compressed, reason) in [(1, '0', 16), (2, '0', 19), (0, '1', 18)] {
        let file = Sfid { security, suite: 2, compressed, enveloped: '1', ..Sfid::new("SEC", 'U', 0) };
        assert_eq!(peer.offer_refused(&file).0, reason);
    }
    peer.finish();
}

/// Without DownloadDirectory and stream there is nowhere to put a file: SFNA 12; a full path given in AcceptFile helps.
#[test]
fn no_directory_no_file() {
    let s = Station::new(&[("DownloadDirectory", "")]);
    let mut peer = Peer::open(s.port, &Ssid::default());
    let (reason, ..) = peer.offer_refused(&Sfid::new("NOWHERE", 'U', 0));
    assert_eq!(reason, 12);
    assert!(heard!(s.ear, Error).description.contains("DownloadDirectory"));
    let path = s.inbox.join("given");
    s.ear.accept_file(move |e| e.file_name = path.to_str().unwrap().to_owned());
    assert_eq!(peer.deliver(&Sfid::new("SOMEWHERE", 'U', 0), b"x"), 'Y');
    peer.collect_response();
    peer.leave();
    assert_eq!(s.received("given"), b"x");
}

/// A download directory that does not exist is this side's fault: SFNA 12, no crash, the session goes on.
#[test]
fn a_directory_that_is_missing() {
    let s = Station::new(&[]);
    s.server.set_config("DownloadDirectory", s.dir.join("missing").to_str().unwrap()).unwrap();
    let mut peer = Peer::open(s.port, &Ssid::default());
    let answer = {
        peer.send(&Sfid::new("X", 'U', 0).encode(peer.level));
        peer.recv().unwrap()
    };
    // Made on the way, or refused with "access method failure".
    if answer[0] == b'3' {
        assert_eq!(&answer[1..3], b"12");
        peer.finish();
    } else {
        peer.efid(0, 0);
        peer.confirmed();
        peer.collect_response();
        peer.leave();
    }
}

/// VF-10: an existing file is never touched unless Overwrite is set. A name that the program did not touch gets the next free
/// one; a name that it chose is refused with SFNA 12 without retry and error 681. Never 13, which says "you have my file".
#[test]
fn existing_files_are_safe() {
    let s = Station::new(&[("AllowRetry", "True")]);
    s.dir.write("inbox/HERE", "old");
    s.dir.write("inbox/order.edi", "old");
    let mut peer = Peer::open(s.port, &Ssid::default());
    for name in ["HERE", "order.edi"] {
        assert_eq!(peer.deliver(&Sfid::new(name, 'U', 0), b"new"), 'Y');
        assert_eq!(peer.collect_response().name, name);
        assert_eq!(s.received(name), b"old");
    }
    assert_eq!((s.received("HERE_1"), s.received("order_1.edi")), (b"new".to_vec(), b"new".to_vec()));
    assert!(heard!(s.ear, EndTransfer).local_file.ends_with("HERE_1"));
    // It appears while the file is on its way: still not replaced.
    peer.offer(&Sfid::new("LATE", 'U', 0));
    peer.data(&[b"new"]);
    s.dir.write("inbox/LATE", "old");
    peer.efid(0, 3);
    assert_eq!(peer.confirmed(), 'Y');
    assert_eq!(peer.collect_response().name, "LATE");
    assert_eq!((s.received("LATE"), s.received("LATE_1")), (b"old".to_vec(), b"new".to_vec()));
    assert!(heard!(s.ear, EndTransfer, 2).local_file.ends_with("LATE_1"));
    assert_eq!(s.ear.count(EventKind::Error), 0);
    // A name that the program chose, in AcceptFile or in StartTransfer.
    s.ear.accept_file(|e| e.file_name += ".2");
    assert_eq!(peer.deliver(&Sfid { user: "X".into(), ..distinct("HERE", 1) }, b"new"), 'Y');
    peer.collect_response();
    assert_eq!(s.received("HERE.2"), b"new");
    let (reason, retry, _) = peer.offer_refused(&distinct("HERE", 2));
    assert_eq!((reason, retry), (12, 'N'));
    assert_eq!(heard!(s.ear, Error).error_code, 681);
    s.ear.accept_file(|_| {});
    s.ear.start_transfer(|e| e.local_file = e.local_file.replace("FREE", "HERE"));
    assert_eq!(peer.offer_refused(&distinct("FREE", 3)).0, 12);
    assert_eq!(heard!(s.ear, Error, 1).error_code, 681);
    assert_eq!(s.received("HERE"), b"old");
    s.ear.start_transfer(|_| {});
    // It appears while the file is on its way.
    s.ear.accept_file(|e| e.file_name += ".3");
    peer.offer(&distinct("HERE", 4));
    peer.data(&[b"new"]);
    s.dir.write("inbox/HERE.3", "old");
    peer.efid(0, 3);
    assert_eq!(peer.refusal('5').0, 12);
    assert_eq!(s.received("HERE.3"), b"old");
    s.ear.accept_file(|e| e.overwrite = true);
    assert_eq!(peer.deliver(&distinct("LATE", 5), b"newer"), 'Y');
    peer.collect_response();
    assert_eq!(s.received("LATE"), b"newer");
    peer.leave();
}

/// A file of this name and of no other moment.
fn distinct(name: &str, moment: u8) -> Sfid {
    Sfid { stamp: format!("20261122153100{moment:04}"), ..Sfid::new(name, 'U', 0) }
}

/// SFNA-3: a fault of our own that passes lets the partner try again, whatever AllowRetry says of the program's refusals.
#[test]
fn a_fault_that_passes_may_be_tried_again() {
    let s = Station::new(&[]);
    let mut peer = Peer::open(s.port, &Ssid::default());
    let away = s.dir.join("away");
    std::fs::rename(&s.inbox, &away).unwrap();
    let (reason, retry, _) = peer.offer_refused(&Sfid::new("LATER", 'U', 0));
    assert_eq!((reason, retry), (12, 'Y'));
    std::fs::rename(&away, &s.inbox).unwrap();
    assert_eq!(peer.deliver(&Sfid::new("LATER", 'U', 0), b"x"), 'Y');
    peer.collect_response();
    peer.leave();
}

/// A refused file leaves no trace in the connection's fields, and its stream is there for the next one.
#[test]
fn a_refused_file_changes_nothing() {
    let s = Station::new(&[]);
    s.ear.accept_file(|e| e.accept = false);
    let mut peer = Peer::open(s.port, &Ssid::default());
    let id = s.id();
    s.server.connection_set(&id, "VirtualFileFormat", "1").unwrap();
    peer.offer_refused(&Sfid::new("NO", 'V', 70));
    assert_eq!(s.server.connection_get(&id, "VirtualFileFormat").unwrap(), "1");
    assert_eq!(s.server.connection_get(&id, "MaxRecordSize").unwrap(), "0");
    peer.finish();
}
