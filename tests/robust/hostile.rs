//! Partners that do not behave, each over a real connection to a real server: the right answer on the wire, nothing outside
//! the inbox, and the next partner is served as if nothing had been.

use crate::side::{self, Side, file, finish, most, send, ssid};
use crate::support::Scratch;
use crate::support::peer::{Peer, data, efid, framed};
use std::io::Read;
use std::net::Shutdown;
use std::path::Path;
use std::time::{Duration, Instant};

/// What the server said last: the reason of its ESID, if it was one, and whether it closed.
fn last_words(peer: &mut Peer) -> (Option<u8>, bool) {
    let mut reason = None;
    loop {
        match peer.try_recv() {
            Ok(Some(buffer)) if buffer[0] == b'F' => reason = Some((buffer[1] - b'0') * 10 + buffer[2] - b'0'),
            Ok(Some(_)) => {}
            Ok(None) => return (reason, true),
            Err(_) => return (reason, false),
        }
        if reason.is_some() {
            // The one who gets ESID closes.
            let _ = peer.socket().shutdown(Shutdown::Write);
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
    assert_eq!(transfer(port, name), 1);
}

/// A good transfer; how many end responses came in its session.
fn transfer(port: u16, name: &str) -> usize {
    let mut peer = Peer::open(port, &ssid("GOOD", 2048, 9));
    let answer = send(&mut peer, "GOOD", name, b"a good file");
    assert_eq!(answer.first(), Some(&b'4'));
    peer.listen()
}

/// VF-9: whatever a file is called, it lands in the inbox under one name, and only there.
#[test]
fn hostile_names() {
    let dir = Scratch::new();
    let outer = dir.below("a/b");
    let server = Side::new("SERVER", true, &outer, &[]);
    let port = server.listen();
    let before = tree(dir.path()).len();
    let names = [
        "../../../../tmp/escaped",
        "..",
        ".",
        "/etc/passwd",
        "C:\\WINDOWS\\SYSTEM.INI",
        "..\\..\\up",
        "CON",
        "nul.txt",
        "a/b/c",
        ".hidden",
        "-rf",
        "~root",
        "$(reboot)",
        "%Destination%",
        "%GUID%",
        "x.oftp-part",
        "|pipe",
        "\"; DROP TABLE",
    ];
    let mut peer = Peer::open(port, &ssid("GOOD", 2048, 9));
    let mut stored = 0;
    for name in names {
        let answer = send(&mut peer, "GOOD", name, b"content");
        match answer.first() {
            Some(b'4') => stored += 1,
            // A file of that local name is there already.
            Some(b'3') => assert_eq!(&answer[1..4], b"13N"),
            other => panic!("{name}: {other:?}"),
        }
        if answer == b"4Y" {
            peer.listen();
        }
    }
    assert!(stored >= 15, "{stored}");
    let after = tree(dir.path());
    assert_eq!(after.len(), before + stored, "{after:?}");
    assert!(after.iter().all(|path| !path.contains("escaped") || path.starts_with("a/b/inbox/")));
    for path in after.iter().filter(|path| path.starts_with("a/b/inbox/")) {
        assert!(!path["a/b/inbox/".len()..].contains('/') && !path.ends_with(".oftp-part"), "{path}");
        assert_eq!(std::fs::read(dir.join(path)).unwrap(), b"content");
    }
}

/// STB-3, STB-4, and digits, lengths and letters that cannot be: each ends its own session with the right reason.
#[test]
fn broken_octets() {
    let dir = Scratch::new();
    let server = Side::new("SERVER", true, &dir, &[("Timeout", "20")]);
    let port = server.listen();
    let with = |mut buffer: Vec<u8>, at: usize, octets: &[u8]| {
        buffer[at..at + octets.len()].copy_from_slice(octets);
        framed(&buffer)
    };
    let good_ssid = || ssid("GOOD", 2048, 3).encode();
    let good_sfid = || file("GOOD", "FILE", 1000, 0).encode(b'5');
    // Before the session is open.
    let early: Vec<(&str, Vec<u8>, Option<u8>)> = vec![
        ("HTTP", b"GET / HTTP/1.1\r\n\r\n".to_vec(), Some(1)),
        ("a length of 4", vec![0x10, 0, 0, 4], Some(7)),
        ("a length of 0", vec![0x10, 0, 0, 0], Some(7)),
        ("a length above 100003", vec![0x10, 0xFF, 0xFF, 0xFF], Some(7)),
        ("TLS", vec![0x16, 3, 1, 2, 0, 1, 0, 1], Some(7)),
        ("an unknown command", framed(b"?"), Some(1)),
        ("a file before the session", framed(&good_sfid()), Some(2)),
        ("letters in the buffer size", with(good_ssid(), 35, b"12A45"), Some(6)),
        ("a credit of zero", with(good_ssid(), 44, b"000"), Some(6)),
        ("an SSID that is too short", framed(&good_ssid()[..40]), Some(7)),
        ("an unknown direction", with(good_ssid(), 40, b"Z"), Some(6)),
    ];
    for (what, octets, reason) in &early {
        let mut peer = Peer::greeted(port);
        peer.raw(octets);
        let heard = last_words(&mut peer);
        assert_eq!(heard, (*reason, true), "{what}");
    }
    // In the open session.
    let late: Vec<(&str, Vec<u8>, Option<u8>)> = vec![
        ("SSID again", framed(&good_ssid()), Some(2)),
        ("SSRM from the caller", framed(b"IODETTE FTP READY \r"), Some(2)),
        ("EFID without a file", framed(&efid(b'5', 0, 0)), Some(2)),
        ("DATA without a file", framed(&data(b"x", true)), Some(2)),
        ("CDT to nobody", framed(b"C  "), Some(2)),
        ("EFPA to nobody", framed(b"4N"), Some(2)),
        ("letters in SFIDLRECL", with(good_sfid(), 107, b"0X000"), Some(6)),
        ("letters in SFIDREST", with(good_sfid(), 138, b"  -1"), Some(6)),
        ("a cut off SFID", framed(&good_sfid()[..90]), Some(7)),
        ("a challenge nobody wants", framed(b"A\x00\x01x"), Some(2)),
        ("half a DATA header", vec![0x20, 0, 0], Some(1)),
    ];
    for (what, octets, reason) in &late {
        let mut peer = Peer::open(port, &ssid("GOOD", 2048, 3));
        peer.raw(octets);
        assert_eq!(last_words(&mut peer), (*reason, true), "{what}");
    }
    // In an open file.
    let inside: Vec<(&str, Vec<u8>, Option<u8>)> = vec![
        ("DATA longer than agreed", framed(&data(&[7; 2100], false)), Some(7)),
        ("a sub-record behind the end", framed(b"D\x3Fabc"), Some(7)),
        ("a second file", framed(&good_sfid()), Some(2)),
        ("CD in a file", framed(b"R"), Some(2)),
        ("letters in EFIDUCNT", framed(b"T00000000000000000000000000000000A0"), Some(6)),
        (
            "a fourth buffer without credit",
            [framed(&data(b"x", false)).repeat(4), framed(&data(b"y", false))].concat(),
            Some(2),
        ),
    ];
    for (number, (what, octets, reason)) in inside.iter().enumerate() {
        let mut peer = Peer::open(port, &ssid("GOOD", 2048, 3));
        peer.send(&file("GOOD", &format!("INSIDE{number}"), 1000, 0).encode(b'5'));
        peer.expect('2');
        peer.raw(octets);
        assert_eq!(last_words(&mut peer), (*reason, true), "{what}");
        good_transfer(port, &format!("AFTER{number}"));
    }
    // EFID-5: a file whose counts do not hold is refused, and the session goes on.
    let mut peer = Peer::open(port, &ssid("GOOD", 2048, 3));
    peer.send(&file("GOOD", "MISCOUNTED", 5, 0).encode(b'5'));
    peer.expect('2');
    peer.send(&data(b"four", true));
    peer.send(&efid(b'5', 0, 5));
    assert_eq!(&peer.expect('5')[..3], b"511");
    assert_eq!(send(&mut peer, "GOOD", "COUNTED", b"four")[0], b'4');
    drop(peer);
    let inbox: Vec<String> = tree(&server.inbox);
    assert!(!inbox.iter().any(|name| name.starts_with("INSIDE") || name == "MISCOUNTED"), "{inbox:?}");
}

/// TIM-3: who says nothing, or drips, or stops in mid-file, is sent away in time; nobody else notices.
#[test]
fn silence() {
    let dir = Scratch::new();
    let server = Side::new("SERVER", true, &dir, &[("DefaultTimeout", "2")]);
    let port = server.listen();
    let begun = Instant::now();
    std::thread::scope(|scope| {
        // Nothing at all.
        scope.spawn(|| {
            let mut peer = Peer::connect(port);
            assert!(last_words(&mut peer).1);
        });
        // An SSID, an octet at a time, so slowly that it would take half a minute.
        scope.spawn(|| {
            let mut peer = Peer::greeted(port);
            for octet in framed(&ssid("GOOD", 2048, 3).encode()) {
                if !peer.raw_if_open(&[octet]) {
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
            let mut peer = Peer::open(port, &ssid("GOOD", 2048, 3));
            peer.send(&file("GOOD", "HALF", 4000, 0).encode(b'5'));
            peer.expect('2');
            peer.send(&data(&[1; 1500], false));
            assert_eq!(last_words(&mut peer), (Some(9), true));
        });
        // Half a frame.
        scope.spawn(|| {
            let mut peer = Peer::open(port, &ssid("GOOD", 2048, 3));
            peer.raw(&[0x10, 0, 7, 0, b'D']);
            assert!(last_words(&mut peer).1);
        });
        // Says goodbye by closing only its own side.
        scope.spawn(|| {
            let peer = Peer::open(port, &ssid("GOOD", 2048, 3));
            peer.socket().shutdown(Shutdown::Write).unwrap();
            let mut rest = vec![];
            peer.socket().read_to_end(&mut rest).unwrap();
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
    let mut peer = Peer::open(port, &ssid("GOOD", 2048, 3));
    peer.send(&file("GOOD", "HALF", 4000, 3).encode(b'5'));
    assert_eq!(peer.expect('2'), format!("2{:017}", 1).into_bytes());
    assert_eq!(finish(&mut peer, &[1; 4000 - 1024]), miscounted());
}

/// EFID counts the whole file, also after a restart; `finish` announces only what it sent.
fn miscounted() -> Vec<u8> {
    let text = "Invalid byte count";
    format!("511{:03}{text}", text.len()).into_bytes()
}

/// A line that died without a word: the partner calls again and goes on with its file, although its first connection is
/// still open here.
#[test]
fn half_open_connections() {
    let dir = Scratch::new();
    let server = Side::new("SERVER", true, &dir, &[]);
    let port = server.listen();
    let size = 3_000_000;
    let content: Vec<u8> = side::content(size, 5);
    let mut dead = Peer::open(port, &ssid("GOOD", 32_000, 99));
    let most = most(&dead);
    let pieces: Vec<&[u8]> = content.chunks(most).collect();
    dead.send(&file("GOOD", "AGAIN", size as u64, 0).encode(b'5'));
    dead.expect('2');
    for piece in &pieces[..pieces.len() / 2] {
        dead.send(&data(piece, false));
    }
    // No word of the end arrives. The same file again, from as far as it got:
    let mut peer = Peer::open(port, &ssid("GOOD", 32_000, 99));
    peer.send(&file("GOOD", "AGAIN", size as u64, size as u64 / 1024).encode(b'5'));
    let answer = peer.expect('2');
    let units: usize = String::from_utf8_lossy(&answer[1..]).parse().unwrap();
    assert!(units > 0, "nothing was kept");
    // The dead line comes back to life and says more: that must not reach the file.
    let _ = dead.try_send(&data(&[0xEE; 1000], true));
    let _ = dead.try_send(&efid(b'5', 0, (pieces.len() / 2 * most) as u64 + 1000));
    while let Ok(Some(_)) = dead.try_recv() {}
    let rest: Vec<&[u8]> = content[units * 1024..].chunks(most).collect();
    for (number, piece) in rest.iter().enumerate() {
        peer.send(&data(piece, number + 1 == rest.len()));
    }
    peer.send(&efid(b'5', 0, size as u64));
    assert_eq!(peer.expect('4')[0], b'4');
    // The end response of the first file is not kept by the session that brought it.
    assert_eq!(transfer(port, "OTHER"), 2);
    assert!(std::fs::read(server.inbox.join("AGAIN")).unwrap() == content);
    assert!(tree(&server.inbox).iter().all(|name| !name.ends_with(".oftp-part")));
}
