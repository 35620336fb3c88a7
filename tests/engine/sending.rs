//! Files go out: formats, levels, sizes, stamps, and how SendFile ends.

use crate::support::peer::{Peer, Response, Sfid, Ssid};
use crate::support::{PEER, SFID, Station, code, heard, noise};
use std::time::Duration;

const LEVELS: [char; 4] = ['1', '2', '4', '5'];

/// VF-3, VF-8, SFID-9, SFID-11, EFID-2, EFID-3, DATA-7: every format at every level; what SFID and EFID say of it.
#[test]
fn every_format_at_every_level() {
    let s = Station::new(&[]);
    let binary = s.dir.write("out/binary.bin", noise(5000));
    let text = s.dir.write("out/text.txt", "line one\r\n\r\nline three\r\n".repeat(100));
    let fixed = s.dir.write("out/fixed.txt", "0123456789\r\n".repeat(300));
    let variable = s.dir.write("out/variable.txt", "one\r\n\r\nthree three\r\n".repeat(50));
    let empty = s.dir.write("out/empty.txt", "");
    for level in LEVELS {
        for (format, letter, record, path, size, records) in [
            ("0", 'U', "0", &binary, 5000u64, 0u64),
            ("1", 'T', "0", &text, 2400, 0),
            ("2", 'F', "10", &fixed, 3000, 300),
            ("3", 'V', "11", &variable, 700, 150),
            ("0", 'U', "0", &empty, 0, 0),
            ("1", 'T', "0", &empty, 0, 0),
            ("2", 'F', "10", &empty, 0, 0),
            ("3", 'V', "10", &empty, 0, 0),
        ] {
            let mut peer = Peer::open(s.port, &Ssid { buffer: 300, credit: 2, ..Ssid::at(level) });
            let id = s.id();
            s.server.connection_set(&id, "VirtualFileFormat", format).unwrap();
            s.server.connection_set(&id, "MaxRecordSize", record).unwrap();
            s.server.send_file_async(&id, PEER, path.to_str().unwrap(), "").unwrap();
            peer.cd();
            let taken = peer.receive('N');
            let file = &taken.file;
            let what = format!("{letter} of {size} at {level}");
            let name = path.file_name().unwrap().to_str().unwrap().to_uppercase();
            assert_eq!(
                (file.name.as_str(), file.format, file.record.to_string().as_str()),
                (name.as_str(), letter, record)
            );
            assert_eq!((file.destination.as_str(), file.originator.as_str()), (PEER, SFID), "{what}");
            assert_eq!((file.size, file.restart), (size.div_ceil(1024), 0), "{what}");
            if level == '5' {
                assert_eq!((file.original, file.security, file.suite), (file.size, 0, 0), "{what}");
                assert_eq!((file.compressed, file.enveloped, file.signed), ('0', '0', 'N'), "{what}");
            }
            assert_eq!(taken.counts, (records, size), "{what}");
            assert_eq!(taken.bytes.len() as u64, size, "{what}");
            match letter {
                'F' => assert!(taken.records.iter().all(|r| *r == 10) && taken.records.len() as u64 == records),
                'V' => assert_eq!(taken.records, [3, 0, 11].repeat(records as usize / 3)),
                _ => {
                    assert_eq!(taken.bytes, std::fs::read(path).unwrap());
                    assert_eq!(taken.records, [size as usize], "one record: {what}");
                }
            }
            peer.expect('R');
            peer.leave();
            s.quiet();
        }
    }
}

/// LocalRecordFormat 1 in the other direction.
#[test]
fn binary_records_go_out() {
    let s = Station::new(&[("LocalRecordFormat", "1")]);
    let fixed = s.dir.write("out/fixed", b"\r\n\r\nabcd");
    let variable = s.dir.write("out/variable", b"\0\0\0\x02\r\n\0\0\0\0\0\0\0\x01x");
    let mut peer = Peer::open(s.port, &Ssid::default());
    let id = s.id();
    for (format, path) in [("2", &fixed), ("3", &variable)] {
        s.server.connection_set(&id, "VirtualFileFormat", format).unwrap();
        s.server.connection_set(&id, "MaxRecordSize", "4").unwrap();
        s.server.send_file_async(&id, "", path.to_str().unwrap(), "").unwrap();
    }
    peer.cd();
    let first = peer.receive('N');
    assert_eq!(
        (first.bytes.as_slice(), first.records.as_slice(), first.counts),
        (&b"\r\n\r\nabcd"[..], &[4, 4][..], (2, 8))
    );
    let second = peer.receive('N');
    assert_eq!(
        (second.bytes.as_slice(), second.records.as_slice(), second.counts),
        (&b"\r\nx"[..], &[2, 0, 1][..], (3, 3))
    );
    peer.expect('R');
    peer.leave();
}

/// SFID-5: two files under one name in one second carry different stamps; VirtualFileDate is sent as given, and a
/// second file with it gets another counter.
#[test]
fn stamps_are_unique() {
    let s = Station::new(&[]);
    let path = s.dir.write("out/x", "x");
    for level in ['5', '1'] {
        let mut peer = Peer::open(s.port, &Ssid::at(level));
        let id = s.id();
        for _ in 0..4 {
            s.server.send_file_async(&id, "", path.to_str().unwrap(), "SAME").unwrap();
        }
        s.server.connection_set(&id, "VirtualFileDate", "202001020304050678").unwrap();
        for _ in 0..2 {
            s.server.send_file_async(&id, "", path.to_str().unwrap(), "SAME").unwrap();
        }
        peer.cd();
        let stamps: Vec<String> = (0..6).map(|_| peer.receive('N').file.stamp).collect();
        peer.expect('R');
        peer.leave();
        s.quiet();
        let mut unique = stamps.clone();
        unique.sort();
        unique.dedup();
        assert_eq!(unique.len(), 6, "level {level}: {stamps:?}");
        if level == '5' {
            assert_eq!(stamps[4], "202001020304050678");
            assert!(stamps.iter().all(|stamp| stamp.len() == 18 && &stamp[14..] != "0000"), "{stamps:?}");
        }
    }
}

/// A refused file may be sent again under the stamp that the program gave it.
#[test]
fn a_refused_file_keeps_its_stamp() {
    let s = Station::new(&[]);
    let path = s.dir.write("out/x", "x");
    for level in ['1', '5'] {
        let mut peer = Peer::open(s.port, &Ssid::at(level));
        let id = s.id();
        s.server.connection_set(&id, "VirtualFileDate", "202001020304050001").unwrap();
        for _ in 0..2 {
            s.server.send_file_async(&id, "", path.to_str().unwrap(), &format!("AGAIN{level}")).unwrap();
        }
        peer.cd();
        let first = peer.offered().stamp;
        peer.sfna(6, 'Y', "");
        assert_eq!(peer.receive('N').file.stamp, first);
        peer.expect('R');
        peer.leave();
        s.quiet();
    }
}

/// The stamp that StartTransfer shows is the one that travels.
#[test]
fn events_show_the_stamp_that_travels() {
    let s = Station::new(&[]);
    let path = s.dir.write("out/x", "x");
    for date in ["", "202001020304050678"] {
        s.ear.forget();
        let mut peer = Peer::open(s.port, &Ssid::default());
        let id = s.id();
        s.server.connection_set(&id, "VirtualFileDate", date).unwrap();
        s.server.send_file_async(&id, "", path.to_str().unwrap(), "DATED").unwrap();
        peer.cd();
        let stamp = peer.receive('N').file.stamp;
        peer.expect('R');
        peer.leave();
        assert_eq!(heard!(s.ear, StartTransfer).virtual_file_date, stamp);
        assert_eq!(heard!(s.ear, EndTransfer).virtual_file_date, stamp);
        s.quiet();
    }
}

/// SFID-17: the description in 2.0.
#[test]
fn a_description_travels() {
    let s = Station::new(&[]);
    let path = s.dir.write("out/x", "x");
    let text = "\u{df}".repeat(499);
    let mut peer = Peer::open(s.port, &Ssid { buffer: 128, ..Ssid::default() });
    s.server.config(&format!("FileDescription[{}]={text}", s.id())).unwrap();
    s.server.send_file_async(&s.id(), "", path.to_str().unwrap(), "").unwrap();
    peer.cd();
    assert_eq!(peer.receive('N').file.description, text.as_bytes());
    peer.expect('R');
    // And the other way.
    peer.deliver(&Sfid { description: text.clone().into_bytes(), ..Sfid::new("DESC", 'U', 0) }, b"x");
    assert_eq!(s.server.config(&format!("ReceivedFileDescription[{}]", s.id())).unwrap(), text);
    peer.collect_response();
    peer.leave();
}

/// SendFile waits for the partner's word: accepted, refused at once (687, Retry), refused at the end.
#[test]
fn send_file_waits_for_the_answer() {
    let s = Station::new(&[("TurnHoldTime", "60000")]);
    s.ear.ready_to_send(|_| {});
    let path = s.dir.write("out/x", "content");
    let mut peer = Peer::open(s.port, &Ssid::default());
    let id = s.id();
    peer.cd();
    heard!(s.ear, ReadyToSend);
    assert_eq!(s.server.connection_get(&id, "ReadyToSend").unwrap(), "True");
    let send = |name: &'static str| {
        let (server, id, path) = (s.server.clone(), id.clone(), path.to_str().unwrap().to_owned());
        std::thread::spawn(move || server.send_file(&id, PEER, &path, name))
    };
    let sending = send("GOOD");
    peer.receive('N');
    sending.join().unwrap().unwrap();
    let end = heard!(s.ear, EndTransfer);
    assert_eq!((end.reason_code, end.file_size, end.direction.code(), end.send_end_response), (0, 7, 1, false));
    for retry in ['Y', 'N'] {
        let sending = send("REFUSED");
        peer.offered();
        peer.sfna(6, retry, "too big for us");
        let error = sending.join().unwrap().unwrap_err();
        assert_eq!(error.code, 687);
        assert!(error.message.contains("06") && error.message.contains("too big for us"), "{}", error.message);
        assert_eq!(s.server.connection_get(&id, "Retry").unwrap(), if retry == 'Y' { "True" } else { "False" });
    }
    let end = heard!(s.ear, EndTransfer, 1);
    assert_eq!((end.reason_code, end.reason_text.as_str()), (6, "too big for us"));
    let sending = send("REJECTED");
    let file = peer.offered();
    peer.take(file, 0);
    peer.efna(99, "");
    assert_eq!(code(sending.join().unwrap()), 687);
    let end = heard!(s.ear, EndTransfer, 3);
    assert_eq!((end.reason_code, end.reason_text.as_str()), (99, "Unspecified reason"));
    s.server.logoff(&id).unwrap();
    peer.expect('R');
    peer.leave();
}

/// CDT-3, EFID-1: neither DATA nor EFID leave without credit, also when the last buffer used it up.
#[test]
fn nothing_leaves_without_credit() {
    let s = Station::new(&[]);
    // Two buffers of 128: 127 octets each with sub-record headers, 2 x 124.
    let path = s.dir.write("out/x", noise(248));
    let mut peer = Peer::open(s.port, &Ssid { buffer: 128, credit: 2, ..Ssid::default() });
    s.server.send_file_async(&s.id(), "", path.to_str().unwrap(), "").unwrap();
    peer.cd();
    peer.offered();
    peer.sfpa(0);
    peer.expect('D');
    peer.expect('D');
    peer.expect_silence(Duration::from_millis(150));
    peer.send(b"C  ");
    loop {
        let c = peer.recv().unwrap();
        if c[0] == b'T' {
            break;
        }
        assert_eq!(c[0], b'D');
    }
    peer.efpa('N');
    peer.expect('R');
    peer.leave();
}

/// EFPA-2, V1x-4: after EFPA `Y` the turn is given at once, even with files waiting; they come in the next turn.
#[test]
fn efpa_y_is_obeyed() {
    let s = Station::new(&[]);
    let path = s.dir.write("out/x", "x");
    for level in LEVELS {
        let mut peer = Peer::open(s.port, &Ssid::at(level));
        for name in ["ONE", "TWO"] {
            s.server.send_file_async(&s.id(), "", path.to_str().unwrap(), name).unwrap();
        }
        peer.cd();
        let taken = peer.receive('Y');
        peer.expect('R');
        peer.respond_confirmed(&Response::positive(&taken.file));
        peer.cd();
        assert_eq!(peer.receive('N').file.name, "TWO");
        peer.expect('R');
        peer.leave();
        s.quiet();
    }
}

/// SendCDAfterEFPA: CD after every file although EFPA says `N`.
#[test]
fn send_cd_after_efpa() {
    let s = Station::new(&[("SendCDAfterEFPA", "True")]);
    let path = s.dir.write("out/x", "x");
    let mut peer = Peer::open(s.port, &Ssid::default());
    for name in ["ONE", "TWO"] {
        s.server.send_file_async(&s.id(), "", path.to_str().unwrap(), name).unwrap();
    }
    peer.cd();
    let one = peer.receive('N').file;
    peer.expect('R');
    peer.respond_confirmed(&Response::positive(&one));
    peer.cd();
    let two = peer.receive('N').file;
    assert_eq!(two.name, "TWO");
    peer.expect('R');
    peer.respond_confirmed(&Response::positive(&two));
    peer.finish();
}

/// SFID-18, SSID-14: a side that only receives sends no file, but its end responses.
#[test]
fn a_receiving_side_sends_no_file() {
    let s = Station::new(&[]);
    let path = s.dir.write("out/x", "x");
    let mut peer = Peer::open(s.port, &Ssid { direction: 'S', ..Ssid::default() });
    s.server.send_file_async(&s.id(), "", path.to_str().unwrap(), "").unwrap();
    peer.deliver(&Sfid::new("IN", 'U', 0), b"x");
    peer.cd();
    assert_eq!(peer.response().name, "IN");
    peer.rtr();
    peer.expect('R');
    assert_eq!(heard!(s.ear, Error).error_code, 687);
    peer.leave();
}

/// Several hundred files in one turn, in order.
#[test]
fn many_files_in_one_turn() {
    let s = Station::new(&[]);
    let path = s.dir.write("out/x", "x");
    let mut peer = Peer::open(s.port, &Ssid::default());
    for i in 0..200 {
        s.server.send_file_async(&s.id(), "", path.to_str().unwrap(), &format!("F{i}")).unwrap();
    }
    peer.cd();
    for i in 0..200 {
        assert_eq!(peer.receive('N').file.name, format!("F{i}"));
    }
    peer.expect('R');
    peer.leave();
}
