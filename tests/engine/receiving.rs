//! Files of every format come in at every level, and what stands on disk afterwards.

use crate::support::peer::{Peer, Sfid, Ssid};
use crate::support::{Station, heard, noise};

const LEVELS: [char; 4] = ['1', '2', '4', '5'];

/// VF-1, VF-2, EFID-1, EFPA-1: U and T files arrive octet for octet at every level, over several buffers and windows.
#[test]
fn streams_arrive_as_they_are() {
    let s = Station::new(&[]);
    let mut all: Vec<u8> = (0..=255).collect();
    all.extend(b"\x0d\x0a\x1a\x00tail");
    let text = "A line of text\r\n\r\nanother one\r\n".repeat(1200).into_bytes();
    for level in LEVELS {
        let mut peer = Peer::open(s.port, &Ssid { credit: 3, buffer: 256, ..Ssid::at(level) });
        for (format, content) in [('U', &all), ('T', &text), ('U', &noise(30_000))] {
            let name = format!("{format}{level}.{}", content.len());
            peer.send_stream(&Sfid::new(&name, format, 0), content);
            assert_eq!(peer.confirmed(), 'Y');
            // EFPA-4: it is there before the answer.
            assert_eq!(&s.received(&name), content, "{name}");
            assert_eq!(peer.collect_response().name, name);
        }
        peer.leave();
    }
    s.quiet();
    assert!(s.listing().iter().all(|name| name.starts_with(['U', 'T'])), "{:?}", s.listing());
}

/// EFID-2, DATA-5, DATA-6, VF-4: records of F and V files become lines, at every level; empty records are lines too.
#[test]
fn records_become_lines() {
    let s = Station::new(&[]);
    let fixed: Vec<Vec<u8>> = (0..400).map(|i| format!("{i:010}").into_bytes()).collect();
    let mut variable: Vec<Vec<u8>> = (0..150usize).map(|i| noise_text(i % 80)).collect();
    variable.push(vec![]);
    variable.push(vec![b'x'; 80]);
    for level in LEVELS {
        let mut peer = Peer::open(s.port, &Ssid { buffer: 128, credit: 2, ..Ssid::at(level) });
        for (format, length, records) in [('F', 10, &fixed), ('V', 80, &variable)] {
            let name = format!("{format}{level}");
            let borrowed: Vec<&[u8]> = records.iter().map(Vec::as_slice).collect();
            peer.send_records(&Sfid::new(&name, format, length), &borrowed);
            assert_eq!(peer.confirmed(), 'Y');
            let lines: Vec<u8> = records.iter().flat_map(|r| [r.as_slice(), b"\r\n"].concat()).collect();
            assert_eq!(s.received(&name), lines, "{name}");
            peer.collect_response();
        }
        peer.leave();
    }
}

fn noise_text(len: usize) -> Vec<u8> {
    noise(len).iter().map(|b| b'A' + b % 26).collect()
}

/// LocalRecordFormat 1: fixed records back to back, variable ones after four octets of length.
#[test]
fn records_in_binary_form() {
    let s = Station::new(&[("LocalRecordFormat", "1")]);
    let mut peer = Peer::open(s.port, &Ssid::default());
    peer.send_records(&Sfid::new("FIXED", 'F', 4), &[b"\r\n\r\n", b"abcd"]);
    peer.confirmed();
    assert_eq!(s.received("FIXED"), b"\r\n\r\nabcd");
    peer.collect_response();
    peer.send_records(&Sfid::new("VARIABLE", 'V', 300), &[b"\r\n", b"", &[7; 300]]);
    peer.confirmed();
    assert_eq!(s.received("VARIABLE"), [&b"\0\0\0\x02\r\n\0\0\0\0\0\0\x01\x2c"[..], &[7; 300]].concat());
    peer.collect_response();
    peer.leave();
}

/// EFID-7: empty files, after no DATA at all and after one empty record.
#[test]
fn empty_files() {
    let s = Station::new(&[]);
    for level in LEVELS {
        let mut peer = Peer::open(s.port, &Ssid::at(level));
        for (format, length, data, records) in [
            ('U', 0, false, 0),
            ('U', 0, true, 0),
            ('T', 0, true, 0),
            ('F', 5, false, 0),
            ('V', 5, false, 0),
            ('V', 5, true, 1),
        ] {
            let name = format!("E{format}{level}{data}");
            assert_eq!(peer.offer(&Sfid::new(&name, format, length)), 0);
            if data {
                peer.send(b"D\x80");
            }
            peer.efid(records, 0);
            assert_eq!(peer.confirmed(), 'Y', "{name}");
            assert_eq!(s.received(&name), if records == 1 { &b"\r\n"[..] } else { b"" });
            peer.collect_response();
        }
        peer.leave();
    }
}

/// EFID-5, EFNA-1, EFPA-3, EERP-5: wrong counts get EFNA 11 or 10, nothing is delivered, no end response follows, and
/// the session goes on with the next file.
#[test]
fn wrong_counts_are_refused() {
    let s = Station::new(&[]);
    for level in LEVELS {
        let mut peer = Peer::open(s.port, &Ssid::at(level));
        for (format, length, counts, reason) in [
            ('U', 0, (0, 5), 11),
            ('U', 0, (0, 3), 11),
            ('T', 0, (0, 99_999), 11),
            ('F', 4, (1, 5), 11),
            ('F', 4, (2, 4), 10),
            ('V', 9, (0, 4), 10),
            ('V', 9, (7, 4), 10),
        ] {
            s.ear.forget();
            peer.offer(&Sfid::new("WRONG", format, length));
            peer.data(&[b"1234"]);
            peer.efid(counts.0, counts.1);
            assert_eq!(peer.refusal('5').0, reason, "{format} {counts:?}");
            let end = heard!(s.ear, EndTransfer);
            assert_eq!((end.reason_code, end.send_end_response), (i32::from(reason), false));
            assert!(!end.reason_text.is_empty());
            assert_eq!(heard!(s.ear, Error).error_code, 671);
        }
        let good = Sfid { name: format!("GOOD{level}"), ..Sfid::new("", 'U', 0) };
        assert_eq!(peer.deliver(&good, b"1234"), 'Y');
        // The only response is the good file's.
        assert_eq!(peer.collect_response().name, good.name);
        peer.leave();
    }
    assert_eq!(s.listing(), LEVELS.map(|l| format!("GOOD{l}")));
}

/// VF-4: a record longer than announced, or of another length in an F file, fails the file at EFID and not before
/// (EFNA-4): DATA are taken and CDT sent until then.
#[test]
fn records_of_a_wrong_length_fail_the_file() {
    let s = Station::new(&[]);
    let mut peer = Peer::open(s.port, &Ssid { buffer: 128, credit: 1, ..Ssid::default() });
    let long = vec![b'x'; 700];
    for (format, records) in [
        ('V', vec![&b"short"[..], &long, b"short"]),
        ('F', vec![b"1234567890", b"123456789"]),
        ('F', vec![&long[..20]]),
    ] {
        peer.send_records(&Sfid::new("BAD", format, 10), &records);
        assert_eq!(peer.refusal('5').0, 5, "{format}");
    }
    assert!(s.listing().is_empty(), "{:?}", s.listing());
    peer.finish();
}

/// SFID-12: SFIDFSIZ is an estimate, whichever way it is wrong.
#[test]
fn the_announced_size_is_an_estimate() {
    let s = Station::new(&[]);
    let mut peer = Peer::open(s.port, &Ssid::default());
    for (name, size) in [("MORE", 1), ("LESS", 9_000_000), ("NONE", 0)] {
        let file = Sfid { size, original: size, ..Sfid::new(name, 'U', 0) };
        assert_eq!(peer.deliver(&file, &noise(8546)), 'Y');
        peer.collect_response();
        assert_eq!(s.received(name).len(), 8546);
    }
    peer.leave();
}

/// EFNA-4, EFNA-1: a file that can no longer be stored is drained to EFID, and only then EFNA 12; the session goes on.
#[test]
fn a_store_that_fails_in_mid_file_answers_at_efid() {
    let s = Station::new(&[]);
    s.ear.start_transfer(|e| {
        if e.virtual_file_name == "BAD" {
            // The final name is taken by a directory with content: it cannot be replaced.
            std::fs::create_dir_all(format!("{}/occupied", e.local_file)).unwrap();
        }
    });
    s.ear.accept_file(|e| e.overwrite = true);
    let mut peer = Peer::open(s.port, &Ssid { credit: 1, ..Ssid::default() });
    peer.send_stream(&Sfid::new("BAD", 'U', 0), &noise(9000));
    let (reason, _, text) = peer.refusal('5');
    assert_eq!(reason, 12, "{text}");
    assert_eq!(peer.deliver(&Sfid::new("GOOD", 'U', 0), b"x"), 'Y');
    peer.collect_response();
    peer.leave();
    assert_eq!(s.listing(), ["BAD", "GOOD"]);
}

/// ESID-8, EERP-5: a session that ends in mid-file delivers nothing, and no response is owed for it later.
#[test]
fn half_a_file_is_no_file() {
    let s = Station::new(&[]);
    for esid in [true, false] {
        s.ear.forget();
        let mut peer = Peer::open(s.port, &Ssid::default());
        peer.offer(&Sfid::new("HALF", 'U', 0));
        peer.data(&[&noise(6000)]);
        match esid {
            true => peer.esid(99),
            false => peer.hang_up(),
        }
        let end = heard!(s.ear, EndTransfer);
        assert_eq!((end.reason_code, end.send_end_response), (99, false));
        s.quiet();
        assert!(!s.listing().iter().any(|name| name == "HALF"), "{:?}", s.listing());
    }
    Peer::open(s.port, &Ssid::default()).finish();
}

/// CDT-4, CDT-7, STB-5: every window size, and the whole file in one segment.
#[test]
fn windows_and_segments() {
    let s = Station::new(&[("CreditCount", "999")]);
    for credit in [1, 2, 999] {
        let mut peer = Peer::open(s.port, &Ssid { credit, buffer: 128, ..Ssid::default() });
        assert_eq!(peer.window, credit);
        let name = format!("W{credit}");
        peer.send_stream(&Sfid::new(&name, 'U', 0), &noise(20_000));
        assert_eq!(peer.confirmed(), 'Y');
        assert_eq!(s.received(&name), noise(20_000));
        peer.collect_response();
        // All of a file's buffers and its EFID at once.
        let content = noise(50_000);
        let name = format!("ONE{credit}");
        let mut burst = Vec::new();
        if credit == 999 {
            peer.offer(&Sfid::new(&name, 'U', 0));
            for buffer in crate::support::peer::pack(&[&content], 128) {
                burst.extend(crate::support::peer::framed(&buffer));
            }
            peer.raw(&burst);
            peer.efid(0, 50_000);
            peer.confirmed();
            assert_eq!(s.received(&name), content);
            peer.collect_response();
        }
        peer.leave();
    }
}
