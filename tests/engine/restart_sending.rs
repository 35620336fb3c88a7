//! Files being sent are continued after the line was lost.

use crate::support::peer::{Peer, Response, Sfid, Ssid, Taken};
use crate::support::{PEER, Scratch, Station, heard, noise};
use oftpsrv::internals::events::EventKind;
use std::path::PathBuf;

/// Takes some DATA buffers of an offered file, then cuts the line. Returns the octets and record ends seen.
fn take_and_cut(mut peer: Peer, from: u64, buffers: usize) -> (Vec<u8>, usize) {
    peer.sfpa(from);
    let (mut bytes, mut ends, mut used) = (Vec::new(), 0, 0);
    for _ in 0..buffers {
        let c = peer.expect('D');
        let mut at = 1;
        while at < c.len() {
            let count = usize::from(c[at] & 0x3f);
            bytes.extend(&c[at + 1..at + 1 + count]);
            ends += usize::from(c[at] >> 7);
            at += 1 + count;
        }
        used += 1;
        if used % usize::from(peer.window) == 0 {
            peer.send(b"C  ");
        }
    }
    peer.hang_up();
    (bytes, ends)
}

struct Case {
    format: &'static str,
    record: &'static str,
    path: PathBuf,
    /// As it travels, and its records.
    user: Vec<u8>,
    records: Vec<usize>,
}

fn cases(dir: &Scratch) -> Vec<Case> {
    let lines: Vec<String> = (0..3000usize).map(|i| "v".repeat(i % 60)).collect();
    let text: String = lines.iter().map(|l| format!("{l}\r\n")).collect();
    let fixed: String = (0..2500).map(|i| format!("{i:020}\r\n")).collect();
    let case = |format, record, name: &str, content: &[u8], user: Vec<u8>, records: Vec<usize>| Case {
        format,
        record,
        path: dir.write(&format!("out/{name}"), content),
        user,
        records,
    };
    vec![
        case("0", "0", "U", &noise(90_000), noise(90_000), vec![]),
        case("1", "0", "T", text.as_bytes(), text.clone().into_bytes(), vec![]),
        case("2", "20", "F", fixed.as_bytes(), fixed.replace("\r\n", "").into_bytes(), vec![20; 2500]),
        case("3", "60", "V", text.as_bytes(), lines.concat().into_bytes(), lines.iter().map(String::len).collect()),
    ]
}

fn offer(s: &Station, level: char, case: &Case) -> (Peer, Sfid) {
    let mut peer = Peer::open(s.port, &Ssid { buffer: 1500, credit: 5, ..Ssid::at(level) });
    let id = s.id();
    s.server.connection_set(&id, "VirtualFileFormat", case.format).unwrap();
    s.server.connection_set(&id, "MaxRecordSize", case.record).unwrap();
    s.server.send_file_async(&id, PEER, case.path.to_str().unwrap(), "").unwrap();
    peer.cd();
    let file = peer.offered();
    (peer, file)
}

fn octets_before(case: &Case, position: u64) -> usize {
    match case.records.is_empty() {
        true => position as usize * 1024,
        false => case.records[..position as usize].iter().sum(),
    }
}

/// The rest that was taken from a position on completes the file.
fn check_rest(case: &Case, from: u64, taken: &Taken) {
    let before = octets_before(case, from);
    assert_eq!(taken.bytes, case.user[before..], "{} from {from}", case.format);
    if !case.records.is_empty() {
        assert_eq!(taken.records, case.records[from as usize..]);
    }
    assert_eq!(taken.counts, (case.records.len() as u64, case.user.len() as u64), "totals of the whole file");
}

/// RST-1, RST-3, RST-6, EFID-4: every format at every level; the second offer has the same key and a position, the
/// partner may answer a lower one, and EFID counts the whole file.
#[test]
fn every_format_is_continued() {
    for level in ['1', '2', '4', '5'] {
        let s = Station::new(&[]);
        for case in cases(&s.dir) {
            let what = format!("{} at {level}", case.format);
            let (peer, first) = offer(&s, level, &case);
            assert_eq!(first.restart, 0);
            let (bytes, ends) = take_and_cut(peer, 0, 12);
            s.quiet();
            let held = if case.records.is_empty() { bytes.len() as u64 / 1024 } else { ends as u64 };
            let (peer, second) = offer(&s, level, &case);
            assert!(second.restart >= held, "{what}: {} < {held}", second.restart);
            assert_eq!(Sfid { restart: 0, ..second.clone() }, first, "{what}: the same key");
            // Cut again, after a lower answer.
            let lower = held - 3;
            take_and_cut(peer, lower, 3);
            s.quiet();
            let (mut peer, third) = offer(&s, level, &case);
            assert!(third.restart > 0, "{what}");
            let from = third.restart.min(held - 1);
            let taken = peer.take(third, from);
            check_rest(&case, from, &taken);
            peer.efpa('N');
            peer.expect('R');
            peer.leave();
            s.quiet();
            // Done: the next time it is a new file.
            let (mut peer, fourth) = offer(&s, level, &case);
            assert_eq!(fourth.restart, 0);
            assert_ne!(fourth.stamp, first.stamp, "{what}");
            peer.sfna(99, 'N', "");
            peer.expect('R');
            peer.leave();
            s.quiet();
        }
    }
}

/// RST-6: by another server object with the same StatePath.
#[test]
fn continued_by_another_server_object() {
    let dir = Scratch::new();
    let state = dir.join("state");
    let set = [("StatePath", state.to_str().unwrap())];
    for case in cases(&dir) {
        let s = Station::new_in(dir.clone(), &set);
        let (peer, first) = offer(&s, '5', &case);
        take_and_cut(peer, 0, 20);
        s.quiet();
        drop(s);
        let s = Station::new_in(dir.clone(), &set);
        let (mut peer, second) = offer(&s, '5', &case);
        assert!(second.restart > 0);
        assert_eq!(second.stamp, first.stamp);
        let from = second.restart - 1;
        let taken = peer.take(second, from);
        check_rest(&case, from, &taken);
        peer.efpa('N');
        peer.expect('R');
        peer.leave();
    }
}

/// A file that changed in between is another file: from the start, with another stamp.
#[test]
fn a_changed_source_starts_over() {
    let s = Station::new(&[]);
    let case = &cases(&s.dir)[0];
    let (peer, first) = offer(&s, '5', case);
    take_and_cut(peer, 0, 12);
    s.quiet();
    std::fs::write(&case.path, noise(80_000)).unwrap();
    let (mut peer, second) = offer(&s, '5', case);
    assert_eq!(second.restart, 0);
    assert_ne!(second.stamp, first.stamp);
    assert_eq!(peer.take(second, 0).bytes, noise(80_000));
    peer.efpa('N');
    peer.expect('R');
    peer.leave();
}

/// Without agreed restart the file is offered from the start, still under its key (RST-6).
#[test]
fn without_agreement_from_the_start() {
    let s = Station::new(&[]);
    let case = &cases(&s.dir)[0];
    let (peer, first) = offer(&s, '5', case);
    take_and_cut(peer, 0, 12);
    s.quiet();
    let mut peer = Peer::open(s.port, &Ssid { restart: 'N', ..Ssid::default() });
    s.server.send_file_async(&s.id(), PEER, case.path.to_str().unwrap(), "").unwrap();
    peer.cd();
    let second = peer.offered();
    assert_eq!((second.restart, &second.name, &second.stamp), (0, &first.name, &first.stamp));
    assert_eq!(peer.take(second, 0).bytes, case.user);
    peer.efpa('N');
    peer.expect('R');
    peer.leave();
}

/// RST-6: EFPA got lost. The file is offered again under its key, the partner knows it (SFNA 13), and the end response
/// that follows matches it.
#[test]
fn a_lost_efpa_is_no_second_file() {
    let s = Station::new(&[]);
    s.ear.listen(EventKind::Log);
    let case = &cases(&s.dir)[0];
    for restart in ['Y', 'N'] {
        let open = || Peer::open(s.port, &Ssid { restart, ..Ssid::default() });
        let send = || s.server.send_file_async(&s.id(), PEER, case.path.to_str().unwrap(), "").unwrap();
        let mut peer = open();
        send();
        peer.cd();
        let file = peer.offered();
        let first = peer.take(file, 0).file;
        peer.hang_up();
        s.quiet();
        let mut peer = open();
        send();
        peer.cd();
        let second = peer.offered();
        assert_eq!(second.stamp, first.stamp, "restart {restart}");
        peer.sfna(13, 'N', "");
        peer.expect('R');
        peer.respond_confirmed(&Response::positive(&first));
        peer.finish();
        s.quiet();
        let complaints = s.ear.all().iter().filter(|h| format!("{h:?}").contains("not sent from here")).count();
        assert_eq!(complaints, 0);
    }
}

/// SFPA-3: an answer above the offer is ESID 02 and no DATA.
#[test]
fn an_answer_above_the_offer() {
    let s = Station::new(&[]);
    let case = &cases(&s.dir)[0];
    let (mut peer, _) = offer(&s, '5', case);
    peer.sfpa(1);
    assert_eq!(peer.expect_esid().0, 2);
    s.quiet();
    assert_eq!(heard!(s.ear, EndTransfer).reason_code, 99);
}

/// A line that breaks between SFID and SFPA of a restart does not lose the position.
#[test]
fn cut_before_the_answer() {
    let s = Station::new(&[]);
    let case = &cases(&s.dir)[0];
    let (peer, first) = offer(&s, '5', case);
    take_and_cut(peer, 0, 12);
    s.quiet();
    let (peer, second) = offer(&s, '5', case);
    peer.hang_up();
    s.quiet();
    let (mut peer, third) = offer(&s, '5', case);
    assert_eq!((third.restart, third.stamp.as_str()), (second.restart, first.stamp.as_str()));
    let from = third.restart;
    assert!(from > 0);
    let taken = peer.take(third, from.min(10));
    check_rest(case, from.min(10), &taken);
}
