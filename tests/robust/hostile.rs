//! Partners that do not behave, each over a real connection to a real server: the right answer on the wire, nothing outside
//! the inbox, and the next partner is served as if nothing had been.

use crate::raw::{Raw, data, efid, frame, sfid, ssid};
use crate::station::{Station, scratch};
use std::io::{Read, Write};
use std::net::Shutdown;
use std::path::Path;
use std::time::{Duration, Instant};

/// What the server said last: the reason of its ESID, if it was one, and whether it closed.
fn last_words(raw: &mut Raw) -> (Option<u8>, bool) {
    let mut reason = None;
    loop {
        match raw.hear() {
            Ok(Some(buffer)) if buffer[0] == b'F' => reason = Some((buffer[1] - b'0') * 10 + buffer[2] - b'0'),
            Ok(Some(_)) => {}
            Ok(None) => return (reason, true),
            Err(_) => return (reason, false),
        }
        if reason.is_some() {
            // The one who gets ESID closes.
            let _ = raw.stream.shutdown(Shutdown::Write);
        }
    }
}

/// Everything below a directory, relative to it.
fn tree(dir: &Path) -> Vec<String> {
    let mut all = vec![];
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            all.extend(tree(&path).into_iter().map(|below| format!("{name}/{below}")));
        }
        all.push(name);
    }
    all.sort();
    all
}

fn good_transfer(port: u16, name: &str) {
    let mut raw = Raw::open(port, "GOOD", 2048, 9).unwrap();
    let answer = raw.send("GOOD", name.as_bytes(), b"a good file").unwrap();
    assert_eq!(answer.first(), Some(&b'4'));
    assert_eq!(raw.listen().unwrap(), 1);
}

/// VF-9: whatever a file is called, it lands in the inbox under one name, and only there.
#[test]
fn hostile_names() {
    let dir = scratch("names");
    let outer = dir.join("a/b");
    let server = Station::new("SERVER", 1, &outer, &[]);
    let port = server.listen();
    let before = tree(&dir).len();
    let names: [&[u8]; 18] = [
        b"../../../../tmp/escaped",
        b"..",
        b".",
        b"/etc/passwd",
        b"C:\\WINDOWS\\SYSTEM.INI",
        b"..\\..\\up",
        b"CON",
        b"nul.txt",
        b"a/b/c",
        b".hidden",
        b"-rf",
        b"~root",
        b"$(reboot)",
        b"%Destination%",
        b"%GUID%",
        b"x.oftp-part",
        b"|pipe",
        b"\"; DROP TABLE",
    ];
    let mut raw = Raw::open(port, "GOOD", 2048, 9).unwrap();
    let mut stored = 0;
    for name in names {
        let answer = raw.send("GOOD", name, b"content").unwrap();
        match answer.first() {
            Some(b'4') => stored += 1,
            // A file of that local name is there already.
            Some(b'3') => assert_eq!(&answer[1..4], b"13N"),
            other => panic!("{}: {other:?}", String::from_utf8_lossy(name)),
        }
        if answer == b"4Y" {
            raw.listen().unwrap();
        }
    }
    assert!(stored >= 15, "{stored}");
    let after = tree(&dir);
    assert_eq!(after.len(), before + stored, "{after:?}");
    assert!(after.iter().all(|path| !path.contains("escaped") || path.starts_with("a/b/inbox/")));
    for path in after.iter().filter(|path| path.starts_with("a/b/inbox/")) {
        assert!(!path["a/b/inbox/".len()..].contains('/') && !path.ends_with(".oftp-part"), "{path}");
        assert_eq!(std::fs::read(dir.join(path)).unwrap(), b"content");
    }
    drop(server);
    std::fs::remove_dir_all(&dir).unwrap();
}

/// STB-3, STB-4, and digits, lengths and letters that cannot be: each ends its own session with the right reason.
#[test]
fn broken_octets() {
    let dir = scratch("broken");
    let server = Station::new("SERVER", 1, &dir, &[("Timeout", "20")]);
    let port = server.listen();
    let with = |mut buffer: Vec<u8>, at: usize, octets: &[u8]| {
        buffer[at..at + octets.len()].copy_from_slice(octets);
        frame(&buffer)
    };
    let good_ssid = || ssid("GOOD", 2048, 3);
    let good_sfid = || sfid("GOOD", b"FILE", 1000, 0);
    // Before the session is open.
    let early: Vec<(&str, Vec<u8>, Option<u8>)> = vec![
        ("HTTP", b"GET / HTTP/1.1\r\n\r\n".to_vec(), Some(1)),
        ("a length of 4", vec![0x10, 0, 0, 4], Some(7)),
        ("a length of 0", vec![0x10, 0, 0, 0], Some(7)),
        ("a length above 100003", vec![0x10, 0xFF, 0xFF, 0xFF], Some(7)),
        ("TLS", vec![0x16, 3, 1, 2, 0, 1, 0, 1], Some(7)),
        ("an unknown command", frame(b"?"), Some(1)),
        ("a file before the session", frame(&good_sfid()), Some(2)),
        ("letters in the buffer size", with(good_ssid(), 35, b"12A45"), Some(6)),
        ("a credit of zero", with(good_ssid(), 44, b"000"), Some(6)),
        ("an SSID that is too short", frame(&good_ssid()[..40]), Some(7)),
        ("an unknown direction", with(good_ssid(), 40, b"Z"), Some(6)),
    ];
    for (what, octets, reason) in &early {
        let mut raw = Raw::connect(port).unwrap();
        raw.expect(b'I').unwrap();
        raw.stream.write_all(octets).unwrap();
        let heard = last_words(&mut raw);
        assert_eq!(heard, (*reason, true), "{what}");
    }
    // In the open session.
    let late: Vec<(&str, Vec<u8>, Option<u8>)> = vec![
        ("SSID again", frame(&good_ssid()), Some(2)),
        ("SSRM from the caller", frame(b"IODETTE FTP READY \r"), Some(2)),
        ("EFID without a file", frame(&efid(0, 0)), Some(2)),
        ("DATA without a file", frame(&data(b"x", true)), Some(2)),
        ("CDT to nobody", frame(b"C  "), Some(2)),
        ("EFPA to nobody", frame(b"4N"), Some(2)),
        ("letters in SFIDLRECL", with(good_sfid(), 107, b"0X000"), Some(6)),
        ("letters in SFIDREST", with(good_sfid(), 138, b"  -1"), Some(6)),
        ("a cut off SFID", frame(&good_sfid()[..90]), Some(7)),
        ("a challenge nobody wants", frame(b"A\x00\x01x"), Some(2)),
        ("half a DATA header", vec![0x20, 0, 0], Some(1)),
    ];
    for (what, octets, reason) in &late {
        let mut raw = Raw::open(port, "GOOD", 2048, 3).unwrap();
        raw.stream.write_all(octets).unwrap();
        assert_eq!(last_words(&mut raw), (*reason, true), "{what}");
    }
    // In an open file.
    let inside: Vec<(&str, Vec<u8>, Option<u8>)> = vec![
        ("DATA longer than agreed", frame(&data(&[7; 2100], false)), Some(7)),
        ("a sub-record behind the end", frame(b"D\x3Fabc"), Some(7)),
        ("a second file", frame(&good_sfid()), Some(2)),
        ("CD in a file", frame(b"R"), Some(2)),
        ("letters in EFIDUCNT", frame(b"T00000000000000000000000000000000A0"), Some(6)),
        (
            "a fourth buffer without credit",
            [frame(&data(b"x", false)).repeat(4), frame(&data(b"y", false))].concat(),
            Some(2),
        ),
    ];
    for (number, (what, octets, reason)) in inside.iter().enumerate() {
        let mut raw = Raw::open(port, "GOOD", 2048, 3).unwrap();
        raw.say(&sfid("GOOD", format!("INSIDE{number}").as_bytes(), 1000, 0)).unwrap();
        raw.expect(b'2').unwrap();
        raw.stream.write_all(octets).unwrap();
        assert_eq!(last_words(&mut raw), (*reason, true), "{what}");
        good_transfer(port, &format!("AFTER{number}"));
    }
    // EFID-5: a file whose counts do not hold is refused, and the session goes on.
    let mut raw = Raw::open(port, "GOOD", 2048, 3).unwrap();
    raw.say(&sfid("GOOD", b"MISCOUNTED", 5, 0)).unwrap();
    raw.expect(b'2').unwrap();
    raw.say(&data(b"four", true)).unwrap();
    raw.say(&efid(0, 5)).unwrap();
    assert_eq!(&raw.expect(b'5').unwrap()[..3], b"511");
    assert_eq!(raw.send("GOOD", b"COUNTED", b"four").unwrap()[0], b'4');
    drop(raw);
    let inbox: Vec<String> = tree(&server.inbox);
    assert!(!inbox.iter().any(|name| name.starts_with("INSIDE") || name == "MISCOUNTED"), "{inbox:?}");
    drop(server);
    std::fs::remove_dir_all(&dir).unwrap();
}

/// TIM-3: who says nothing, or drips, or stops in mid-file, is sent away in time; nobody else notices.
#[test]
fn silence() {
    let dir = scratch("silence");
    let server = Station::new("SERVER", 1, &dir, &[("DefaultTimeout", "2")]);
    let port = server.listen();
    let begun = Instant::now();
    std::thread::scope(|scope| {
        // Nothing at all.
        scope.spawn(|| {
            let mut raw = Raw::connect(port).unwrap();
            assert!(last_words(&mut raw).1);
        });
        // An SSID, an octet at a time, so slowly that it would take half a minute.
        scope.spawn(|| {
            let mut raw = Raw::connect(port).unwrap();
            raw.expect(b'I').unwrap();
            for octet in frame(&ssid("GOOD", 2048, 3)) {
                if raw.stream.write_all(&[octet]).is_err() {
                    break;
                }
                std::thread::sleep(Duration::from_millis(400));
                if begun.elapsed() > Duration::from_secs(8) {
                    panic!("a dripping partner is still there");
                }
            }
        });
        // Half a file and then no more.
        scope.spawn(|| {
            let mut raw = Raw::open(port, "GOOD", 2048, 3).unwrap();
            raw.say(&sfid("GOOD", b"HALF", 4000, 0)).unwrap();
            raw.expect(b'2').unwrap();
            raw.say(&data(&[1; 1500], false)).unwrap();
            assert_eq!(last_words(&mut raw), (Some(9), true));
        });
        // Half a frame.
        scope.spawn(|| {
            let mut raw = Raw::open(port, "GOOD", 2048, 3).unwrap();
            raw.stream.write_all(&[0x10, 0, 7, 0, b'D']).unwrap();
            assert!(last_words(&mut raw).1);
        });
        // Says goodbye by closing only its own side.
        scope.spawn(|| {
            let mut raw = Raw::open(port, "GOOD", 2048, 3).unwrap();
            raw.stream.shutdown(Shutdown::Write).unwrap();
            let mut rest = vec![];
            raw.stream.read_to_end(&mut rest).unwrap();
        });
        // Meanwhile others work.
        for number in 0..20 {
            good_transfer(port, &format!("MEANWHILE{number}"));
        }
    });
    assert!(begun.elapsed() < Duration::from_secs(12), "{:?}", begun.elapsed());
    while !server.server.connections().is_empty() {
        assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", server.server.connections());
        std::thread::sleep(Duration::from_millis(20));
    }
    // What was half received goes on in the next session.
    let mut raw = Raw::open(port, "GOOD", 2048, 3).unwrap();
    raw.say(&sfid("GOOD", b"HALF", 4000, 3)).unwrap();
    assert_eq!(raw.expect(b'2').unwrap(), format!("2{:017}", 1).into_bytes());
    let answer = raw.finish(&[1; 4000 - 1024]);
    assert_eq!(answer.unwrap(), efna_or_efpa());
    drop(server);
    std::fs::remove_dir_all(&dir).unwrap();
}

/// EFID counts the whole file, also after a restart; `Raw::finish` announces only what it sent.
fn efna_or_efpa() -> Vec<u8> {
    let text = "Invalid byte count";
    format!("511{:03}{text}", text.len()).into_bytes()
}

/// A line that died without a word: the partner calls again and goes on with its file, although its first connection is
/// still open here.
#[test]
fn half_open_connections() {
    let dir = scratch("half-open");
    let server = Station::new("SERVER", 1, &dir, &[]);
    let port = server.listen();
    let size = 3_000_000;
    let content: Vec<u8> = crate::station::content(size, 5);
    let mut dead = Raw::open(port, "GOOD", 32_000, 99).unwrap();
    let most = (dead.buffer_size - 1) / 64 * 63;
    let pieces: Vec<&[u8]> = content.chunks(most).collect();
    dead.say(&sfid("GOOD", b"AGAIN", size as u64, 0)).unwrap();
    dead.expect(b'2').unwrap();
    for piece in &pieces[..pieces.len() / 2] {
        dead.say(&data(piece, false)).unwrap();
    }
    // No word of the end arrives. The same file again, from as far as it got:
    let mut raw = Raw::open(port, "GOOD", 32_000, 99).unwrap();
    raw.say(&sfid("GOOD", b"AGAIN", size as u64, size as u64 / 1024)).unwrap();
    let answer = raw.expect(b'2').unwrap();
    let units: usize = String::from_utf8_lossy(&answer[1..]).parse().unwrap();
    assert!(units > 0, "nothing was kept");
    // The dead line comes back to life and says more: that must not reach the file.
    let _ = dead.say(&data(&[0xEE; 1000], true));
    let _ = dead.say(&efid(0, (pieces.len() / 2 * most) as u64 + 1000));
    while let Ok(Some(_)) = dead.hear() {}
    let rest: Vec<&[u8]> = content[units * 1024..].chunks(most).collect();
    for (number, piece) in rest.iter().enumerate() {
        raw.say(&data(piece, number + 1 == rest.len())).unwrap();
    }
    raw.say(&efid(0, size as u64)).unwrap();
    assert_eq!(raw.expect(b'4').unwrap()[0], b'4');
    good_transfer(port, "OTHER");
    assert!(std::fs::read(server.inbox.join("AGAIN")).unwrap() == content);
    assert!(tree(&server.inbox).iter().all(|name| !name.ends_with(".oftp-part")));
    drop(server);
    std::fs::remove_dir_all(&dir).unwrap();
}
