//! Files that cannot be sent: local errors, features of 2.0 in older sessions, Interrupt, lost lines.

use crate::support::peer::{Peer, Sfid, Ssid};
use crate::support::{PEER, Station, code, heard, noise};
use oftpsrv::internals::events::EventKind;
use std::fs::File;

/// VF-4, SFID-9: records that do not fit MaxRecordSize, missing files and directories fail before SFID (687, 679), and
/// the turn goes on with the next job.
#[test]
fn local_errors_come_before_sfid() {
    let s = Station::new(&[]);
    let long = s.dir.write("out/long", "1234567890\r\n12345678901\r\n");
    let short = s.dir.write("out/short", "1234567890\r\n123456789\r\n");
    let good = s.dir.write("out/good", "1234567890\r\n");
    for (format, path, expected) in [
        ("3", long.to_str().unwrap(), 687),
        ("2", short.to_str().unwrap(), 687),
        ("0", "/no/such/file", 679),
        ("0", "/tmp", 679),
    ] {
        s.ear.forget();
        let mut peer = Peer::open(s.port, &Ssid::default());
        let id = s.id();
        s.server.connection_set(&id, "VirtualFileFormat", format).unwrap();
        s.server.connection_set(&id, "MaxRecordSize", "10").unwrap();
        s.server.send_file_async(&id, "", path, "BAD").unwrap();
        s.server.send_file_async(&id, "", good.to_str().unwrap(), "GOOD").unwrap();
        peer.cd();
        assert_eq!(peer.receive('N').file.name, "GOOD");
        peer.expect('R');
        peer.leave();
        let error = heard!(s.ear, Error);
        assert_eq!(error.error_code, expected, "{path}: {}", error.description);
        s.quiet();
    }
}

/// V1x-2: what needs 2.0 fails with 688 in an older session, and nothing goes out in clear instead.
#[test]
fn services_need_2_0() {
    let s = Station::new(&[]);
    let path = s.dir.write("out/x", "secret");
    for level in ['1', '2', '4'] {
        for (field, value) in [
            ("Compress", "True"),
            ("SignedReceipt", "True"),
            ("VirtualFileSecurityLevel", "1"),
            ("VirtualFileSecurityLevel", "2"),
        ] {
            s.ear.forget();
            let mut peer = Peer::open(s.port, &Ssid::at(level));
            let id = s.id();
            s.server.connection_set(&id, field, value).unwrap();
            s.server.send_file_async(&id, "", path.to_str().unwrap(), "").unwrap();
            peer.cd();
            assert_eq!(peer.expect_esid().0, 0, "no SFID");
            assert_eq!(heard!(s.ear, Error).error_code, 688, "{field} at {level}");
            s.quiet();
        }
        let mut peer = Peer::open(s.port, &Ssid::at(level));
        let id = s.id();
        assert_eq!(code(s.server.exchange_certificate(&id, "", path.to_str().unwrap(), 0)), 688);
        peer.cd();
        peer.expect_esid();
        s.quiet();
    }
}

/// V1x-3, ROUTE-5: a file of more than 7 digits of blocks is not started in a 1.x session, and travels in 2.0.
#[test]
fn a_file_too_large_for_1_x() {
    let s = Station::new(&[]);
    let path = s.dir.join("huge");
    // Sparse: nothing is written.
    File::create(&path).unwrap().set_len(10_000_000 * 1024).unwrap();
    for level in ['1', '4'] {
        s.ear.forget();
        let mut peer = Peer::open(s.port, &Ssid::at(level));
        s.server.send_file_async(&s.id(), "", path.to_str().unwrap(), "").unwrap();
        peer.cd();
        assert_eq!(peer.expect_esid().0, 0);
        assert_eq!(heard!(s.ear, Error).error_code, 688);
        s.quiet();
    }
    let mut peer = Peer::open(s.port, &Ssid::default());
    s.server.send_file_async(&s.id(), "", path.to_str().unwrap(), "").unwrap();
    peer.cd();
    assert_eq!(peer.offered().size, 10_000_000);
    peer.sfna(6, 'N', "");
    peer.expect('R');
    // The intermediary tells the originator with NERP 90.
    s.server.send_end_response(&s.id(), "HUGE", "202611221530590042", PEER, "O0013999999", "", 90, "", "", "").unwrap();
    peer.deliver(&Sfid::new("OTHER", 'U', 0), b"x");
    peer.cd();
    let mut reasons = Vec::new();
    for _ in 0..2 {
        reasons.push(peer.response().negative.map(|n| n.1));
        peer.rtr();
    }
    assert!(reasons.contains(&Some(90)), "{reasons:?}");
    peer.expect('R');
    peer.leave();
}

/// Interrupt: the file under way is made invalid (EFID with a count that cannot be right), SendFile fails with 12, the
/// session goes on; a job that has not started never does.
#[test]
fn interrupt_stops_the_file_and_not_the_session() {
    let s = Station::new(&[("TurnHoldTime", "60000")]);
    s.ear.ready_to_send(|_| {});
    let content = noise(2_000_000);
    let path = s.dir.write("out/x", &content);
    let mut peer = Peer::open(s.port, &Ssid { credit: 5, buffer: 1024, ..Ssid::default() });
    let id = s.id();
    peer.cd();
    heard!(s.ear, ReadyToSend);
    let sending = {
        let (server, id, path) = (s.server.clone(), id.clone(), path.clone());
        std::thread::spawn(move || server.send_file(&id, "", path.to_str().unwrap(), "CUT"))
    };
    let _ = peer.offered();
    peer.sfpa(0);
    for _ in 0..5 {
        peer.expect('D');
    }
    s.server.interrupt(&id).unwrap();
    peer.send(b"C  ");
    let mut received = 0;
    let counts = loop {
        let c = peer.recv().unwrap();
        match c[0] {
            b'D' => {
                received += 1;
                if received % 5 == 0 {
                    peer.send(b"C  ");
                }
            }
            b'T' => break (crate::support::peer::number(&c, 1, 17), crate::support::peer::number(&c, 18, 17)),
            _ => panic!("{}", crate::support::peer::show(&c)),
        }
    };
    assert!(received < 1000, "the rest does not travel: {received}");
    assert_eq!(counts, (0, 2_000_000), "a count that the partner must refuse");
    peer.efna(11, "");
    assert_eq!(code(sending.join().unwrap()), 12);
    assert_eq!(heard!(s.ear, EndTransfer).reason_code, 11);
    // The next file is a new one, from the start, although the session can restart files.
    s.server.send_file_async(&id, "", path.to_str().unwrap(), "CUT").unwrap();
    let file = peer.offered();
    assert_eq!(file.restart, 0);
    peer.sfna(99, 'N', "");
    s.server.logoff(&id).unwrap();
    peer.expect('R');
    peer.leave();
}

/// Interrupt while nothing is under way takes back the next queued job.
#[test]
fn interrupt_of_a_queued_job() {
    let s = Station::new(&[]);
    let path = s.dir.write("out/x", "x");
    let mut peer = Peer::open(s.port, &Ssid::default());
    let id = s.id();
    s.server.send_file_async(&id, "", path.to_str().unwrap(), "ONE").unwrap();
    s.server.send_file_async(&id, "", path.to_str().unwrap(), "TWO").unwrap();
    s.server.interrupt(&id).unwrap();
    assert_eq!(heard!(s.ear, Error).error_code, 12);
    peer.cd();
    assert_eq!(peer.receive('N').file.name, "TWO");
    peer.expect('R');
    peer.leave();
    s.quiet();
    assert_eq!(s.server.interrupt(&id).map_err(|e| e.code).unwrap_err(), 126);
}

/// A lost line: the sender that waits hears 687, jobs behind it too, and EndTransfer says so.
#[test]
fn a_lost_line_fails_what_was_under_way() {
    let s = Station::new(&[]);
    let path = s.dir.write("out/x", noise(500_000));
    let mut peer = Peer::open(s.port, &Ssid { credit: 2, ..Ssid::default() });
    let id = s.id();
    let first = {
        let (server, id, path) = (s.server.clone(), id.clone(), path.clone());
        std::thread::spawn(move || server.send_file(&id, "", path.to_str().unwrap(), "ONE"))
    };
    // Without anything to send the server would end the session, so the turn comes when the job is there.
    std::thread::sleep(std::time::Duration::from_millis(300));
    peer.cd();
    peer.offered();
    peer.sfpa(0);
    peer.expect('D');
    s.server.send_file_async(&id, "", path.to_str().unwrap(), "TWO").unwrap();
    peer.hang_up();
    s.quiet();
    assert_eq!(code(first.join().unwrap()), 687);
    assert_eq!(heard!(s.ear, EndTransfer).reason_code, 99);
    let errors = s.ear.count(EventKind::Error);
    assert!(errors >= 2, "the queued file and the connection: {errors}");
    assert_ne!(heard!(s.ear, Disconnected).status_code, 0);
}

/// A destination that is no code, a date that is none, unknown connections.
#[test]
fn arguments_are_checked() {
    let s = Station::new(&[]);
    let path = s.dir.write("out/x", "x");
    let path = path.to_str().unwrap();
    let peer = Peer::open(s.port, &Ssid::default());
    let id = s.id();
    assert_eq!(code(s.server.send_file_async(&id, &"x".repeat(26), path, "")), 8);
    assert_eq!(code(s.server.send_file_async(&id, "snow\u{2603}", path, "")), 8);
    assert_eq!(code(s.server.connection_set(&id, "VirtualFileDate", "yesterday")), 680);
    for unknown in ["999", "", "x", "-1"] {
        assert_eq!(code(s.server.send_file(unknown, "", path, "")), 126);
        assert_eq!(code(s.server.send_file_async(unknown, "", path, "")), 126);
        assert_eq!(code(s.server.logoff(unknown)), 126);
        assert_eq!(code(s.server.change_direction(unknown)), 126);
        assert_eq!(code(s.server.connection_get(unknown, "Version")), 126);
        assert_eq!(code(s.server.send_end_response(unknown, "x", "", "", "", "", 0, "", "", "")), 126);
    }
    peer.finish();
}

/// A file that becomes shorter while it is being sent is not confirmed as whole.
#[test]
fn a_source_that_shrinks() {
    let s = Station::new(&[]);
    let path = s.dir.write("out/x", noise(3_000_000));
    let mut peer = Peer::open(s.port, &Ssid { credit: 5, buffer: 4096, ..Ssid::default() });
    s.server.send_file_async(&s.id(), PEER, path.to_str().unwrap(), "SHRINKS").unwrap();
    peer.cd();
    let file = peer.offered();
    File::options().write(true).open(&path).unwrap().set_len(1_000_000).unwrap();
    let taken = peer.take(file, 0);
    assert_ne!(taken.counts.1, taken.bytes.len() as u64, "the count says that something is missing");
    peer.efna(11, "");
    assert_ne!(heard!(s.ear, Error).error_code, 0);
    peer.expect('R');
    peer.leave();
}
