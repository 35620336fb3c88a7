//! Sessions that were changed at random, always in the same way, against a real server. Whatever comes, the server
//! answers or hangs up, nothing panics, nothing is stored that was not sent whole, and afterwards it works.

use crate::side::{Random, Side, file, send, ssid};
use crate::support::peer::{Peer, data, efid, framed};
use crate::support::{Heard, Scratch};
use std::io::Read;
use std::net::Shutdown;
use std::time::{Duration, Instant};

/// A whole session as its initiator says it: two files, a turn given away, an end response, the end.
fn session(number: usize) -> Vec<Vec<u8>> {
    let mut eerp = b"E".to_vec();
    eerp.extend_from_slice(&file("GOOD", "BACK", 0, 0).encode(b'5')[1..48]);
    eerp.extend_from_slice(format!("{:8}{:<25}{:<25}", "", "SERVER", "GOOD").as_bytes());
    eerp.extend_from_slice(&[0; 4]);
    vec![
        framed(&ssid("GOOD", 2048, 3).encode()),
        framed(&eerp),
        framed(&file("GOOD", &format!("M{number}"), 3000, 0).encode(b'5')),
        framed(&data(&[b'x'; 1500], false)),
        framed(&data(&[b'y'; 1500], true)),
        framed(&efid(b'5', 0, 3000)),
        framed(b"R"),
        framed(b"P"),
        framed(b"F00000\r"),
    ]
}

fn mutate(frames: &mut Vec<Vec<u8>>, random: &mut Random) {
    let at = random.below(frames.len());
    match random.below(9) {
        0 => drop(frames.remove(at)),
        1 => frames.insert(at, frames[at].clone()),
        2 => {
            let other = random.below(frames.len());
            frames.swap(at, other);
        }
        3 => {
            let position = random.below(frames[at].len());
            frames[at][position] ^= 1 << random.below(8);
        }
        4 => {
            let position = random.below(frames[at].len());
            frames[at][position] = random.next() as u8;
        }
        5 => {
            // Cut off, with the length as it was.
            let keep = random.below(frames[at].len());
            frames[at].truncate(keep);
        }
        6 => {
            // Shorter or longer, with a length that fits.
            let mut body = frames[at].get(4..).unwrap_or_default().to_vec();
            body.resize(random.below(2 * body.len() + 2).max(1), b'9');
            frames[at] = framed(&body);
        }
        7 => {
            // Digits become something else.
            let wrong = [b' ', b'-', b'A', 0, 0xFF, b'9'][random.below(6)];
            let digits: Vec<usize> = (5..frames[at].len()).filter(|&i| frames[at][i].is_ascii_digit()).collect();
            if !digits.is_empty() {
                let position = digits[random.below(digits.len())];
                frames[at][position] = wrong;
            }
        }
        _ => {
            let noise = (0..random.below(300)).map(|_| random.next() as u8).collect();
            frames.insert(at, noise);
        }
    }
}

fn run(port: u16, number: usize) {
    let mut random = Random(0xABCD_EF01_2345_6789 ^ (number as u64) << 20);
    let mut frames = session(number);
    for _ in 0..1 + random.below(3) {
        if !frames.is_empty() {
            mutate(&mut frames, &mut random);
        }
    }
    let mut peer = Peer::connect(port);
    peer.socket().set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    // Everything is said without waiting for answers; some of it in small pieces.
    let all = frames.concat();
    let piece = [all.len().max(1), 1 + random.below(200)][random.below(2)];
    for part in all.chunks(piece) {
        if !peer.raw_if_open(part) {
            break;
        }
    }
    let _ = peer.socket().shutdown(Shutdown::Write);
    let mut answer = vec![];
    let begun = Instant::now();
    let _ = peer.socket().read_to_end(&mut answer);
    assert!(begun.elapsed() < Duration::from_secs(9), "session {number}: the server does not hang up");
}

#[test]
fn changed_sessions() {
    let count = std::env::var("OFTPSRV_MUTANTS").ok().and_then(|m| m.parse().ok()).unwrap_or(1500);
    let dir = Scratch::new();
    let server = Side::new("SERVER", true, &dir, &[("DefaultTimeout", "8")]);
    let port = server.listen();
    std::thread::scope(|scope| {
        for worker in 0..8 {
            scope.spawn(move || (worker..count).step_by(8).for_each(|number| run(port, number)));
        }
    });
    let begun = Instant::now();
    while !server.server.connections().is_empty() {
        assert!(begun.elapsed() < Duration::from_secs(15), "left open: {:?}", server.server.connections());
        std::thread::sleep(Duration::from_millis(20));
    }
    let mut received = 0;
    for heard in server.ear.rest() {
        match heard {
            Heard::Error(event) => {
                assert_ne!(event.error_code, oftpsrv::internals::error::codes::PANIC, "{}", event.description);
            }
            Heard::EndTransfer(event) if event.reason_code == 0 && !server.sent(&event) => received += 1,
            _ => {}
        }
    }
    let whole = |entry: &std::fs::DirEntry| !entry.file_name().to_string_lossy().ends_with(".oftp-part");
    let files = std::fs::read_dir(&server.inbox).unwrap().filter(|e| whole(e.as_ref().unwrap())).count();
    assert_eq!(files, received, "what is there was told");
    eprintln!("{count} changed sessions, {files} files stored");
    let mut peer = Peer::open(port, &ssid("GOOD", 2048, 9));
    assert_eq!(send(&mut peer, "GOOD", "GOOD", b"good")[0], b'4');
}
