//! One big unstructured file each way.

use crate::peer::{Peer, data, framed};
use crate::server::{start_engine, start_plain_receiver, start_plain_sender};
use crate::{Setup, file, fresh, median, ssid};
use std::fs::File;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::path::Path;
use std::time::Instant;

/// Credit in exchange buffers of the default size, 32765 octets. The default of 99 lets a fast line run dry once in 3 MB,
/// because CDT comes only when the last buffer has arrived (RFC 5024 section 4.3.3).
const WINDOW: u16 = 999;

/// Octets of user data that the load sends again and again.
fn pattern(len: usize) -> Vec<u8> {
    (0..len as u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 11) as u8).collect()
}

struct Pair {
    engine: f64,
    plain: f64,
}

fn print(what: &str, size: u64, pairs: &[Pair], peak: f64) {
    let rate = |seconds: f64| size as f64 / 1e6 / seconds;
    let ratio = median(pairs.iter().map(|p| p.plain / p.engine).collect());
    println!(
        "{what:<10} engine {:7.0} MB/s   plain copy {:7.0} MB/s   ratio {ratio:.2} (target 0.80)   peak memory {peak:.1} MiB (target 64)",
        median(pairs.iter().map(|p| rate(p.engine)).collect()),
        median(pairs.iter().map(|p| rate(p.plain)).collect()),
    );
}

/// Socket to flushed file.
pub fn receiving(setup: &Setup) {
    let size = setup.size;
    let (mut pairs, mut peak) = (vec![], 0f64);
    for round in 0..setup.pairs {
        let place = fresh(&setup.directory, "receiving");
        // Which one comes first changes, so that neither always meets the other's leftovers.
        let mut engine = None;
        if round % 2 == 0 {
            engine = Some(engine_receives(&place, size));
        }
        let plain = plain_receives(&place, size);
        let (seconds, memory) = engine.unwrap_or_else(|| engine_receives(&place, size));
        peak = peak.max(memory);
        pairs.push(Pair { engine: seconds, plain });
        let _ = std::fs::remove_dir_all(&place);
    }
    print("receiving", size, &pairs, peak);
}

fn plain_receives(place: &Path, size: u64) -> f64 {
    let path = place.join("plain");
    let server = start_plain_receiver(&path);
    let block = pattern(256 * 1024);
    let begun = Instant::now();
    let mut socket = TcpStream::connect(("127.0.0.1", server.port)).expect("a connection");
    let mut left = size;
    while left > 0 {
        let count = left.min(block.len() as u64) as usize;
        socket.write_all(&block[..count]).expect("a reader");
        left -= count as u64;
    }
    socket.shutdown(Shutdown::Write).expect("a reader");
    socket.read_exact(&mut [0]).expect("an answer");
    let seconds = begun.elapsed().as_secs_f64();
    let _ = std::fs::remove_file(path);
    seconds
}

fn engine_receives(place: &Path, size: u64) -> (f64, f64) {
    let server = start_engine(place, None, None, WINDOW);
    let begun = Instant::now();
    let mut partner = Peer::open(server.port, &ssid("PARTNER", 99_999, 999));
    assert_eq!(partner.offer(&file("PARTNER", "BULK", size)), 0);
    // One window, made once and sent again and again.
    let per_buffer = (partner.buffer as usize - 1) / 64 * 63;
    let block = pattern(per_buffer);
    let full = framed(&data(&block, false));
    let burst = (512 * 1024 / full.len()).max(1);
    let several = full.repeat(burst);
    let (mut left, mut credit) = (size, usize::from(partner.window));
    while left > per_buffer as u64 {
        if credit == 0 {
            partner.expect('C');
            credit = usize::from(partner.window);
        }
        let count = burst.min(credit).min(((left - 1) / per_buffer as u64) as usize);
        partner.raw(&several[..count * full.len()]);
        left -= (count * per_buffer) as u64;
        credit -= count;
    }
    if credit == 0 {
        partner.expect('C');
        credit = usize::from(partner.window);
    }
    partner.send(&data(&block[..left as usize], true));
    if credit == 1 {
        partner.expect('C');
    }
    partner.efid(0, size);
    partner.expect('4');
    let seconds = begun.elapsed().as_secs_f64();
    check(&place.join("BULK"), size, &block);
    let _ = std::fs::remove_file(place.join("BULK"));
    (seconds, server.peak())
}

/// The file is what was sent.
fn check(path: &Path, size: u64, block: &[u8]) {
    let mut file = File::open(path).expect("the received file");
    assert_eq!(file.metadata().expect("the received file").len(), size);
    let mut left = size;
    let mut buffer = vec![0; block.len()];
    while left > 0 {
        let count = left.min(block.len() as u64) as usize;
        file.read_exact(&mut buffer[..count]).expect("the received file");
        assert!(buffer[..count] == block[..count], "the received file is another one");
        left -= count as u64;
    }
}

/// File to socket.
pub fn sending(setup: &Setup) {
    let size = setup.size;
    let place = fresh(&setup.directory, "sending");
    let path = place.join("source");
    let block = pattern(1 << 20);
    let mut file = File::create(&path).expect("a file");
    for _ in 0..size >> 20 {
        file.write_all(&block).expect("space on the disk");
    }
    file.sync_all().expect("a disk");
    drop(file);
    let (mut pairs, mut peak) = (vec![], 0f64);
    plain_sends(&path, size);
    for round in 0..setup.pairs {
        let mut engine = None;
        if round % 2 == 0 {
            engine = Some(engine_sends(&place, &path, size));
        }
        let plain = plain_sends(&path, size);
        let (seconds, memory) = engine.unwrap_or_else(|| engine_sends(&place, &path, size));
        peak = peak.max(memory);
        pairs.push(Pair { engine: seconds, plain });
    }
    let _ = std::fs::remove_dir_all(&place);
    print("sending", size, &pairs, peak);
}

fn plain_sends(path: &Path, size: u64) -> f64 {
    let server = start_plain_sender(path);
    let mut socket = TcpStream::connect(("127.0.0.1", server.port)).expect("a connection");
    let begun = Instant::now();
    socket.write_all(b"?").expect("a sender");
    let mut buffer = vec![0; 256 * 1024];
    let mut got = 0;
    loop {
        match socket.read(&mut buffer).expect("octets") {
            0 => break,
            count => got += count as u64,
        }
    }
    assert_eq!(got, size);
    begun.elapsed().as_secs_f64()
}

/// Octets of user data in uncompressed sub-records.
fn octets(mut rest: &[u8]) -> u64 {
    let mut total = 0;
    while let Some(header) = rest.first() {
        let count = usize::from(header & 0x3F);
        total += count as u64;
        rest = &rest[1 + count..];
    }
    total
}

fn engine_sends(place: &Path, path: &Path, size: u64) -> (f64, f64) {
    let server = start_engine(place, None, Some(path), WINDOW);
    let mut partner = Peer::open(server.port, &ssid("PARTNER", 99_999, 999));
    let begun = Instant::now();
    partner.send(b"R");
    partner.expect('H');
    partner.sfpa(0);
    // Only what a listener cannot do without: where buffers end, and the credit.
    let window = usize::from(partner.window);
    let mut credit = window;
    let mut buffer = vec![0; 512 * 1024];
    let (mut filled, mut got, mut ended) = (0, 0u64, false);
    while !ended {
        let count = partner.socket().read(&mut buffer[filled..]).expect("octets");
        assert!(count > 0, "the engine stopped after {got} octets");
        filled += count;
        let mut at = 0;
        while let Some(header) = buffer[at..filled].first_chunk::<5>() {
            let length = u32::from_be_bytes([0, header[1], header[2], header[3]]) as usize;
            if at + length > filled {
                break;
            }
            if header[4] == b'D' {
                got += octets(&buffer[at + 5..at + length]);
                credit -= 1;
                if credit == 0 {
                    credit = window;
                    partner.send(b"C  ");
                }
            } else {
                assert_eq!(header[4], b'T');
                ended = true;
            }
            at += length;
        }
        buffer.copy_within(at..filled, 0);
        filled -= at;
    }
    let seconds = begun.elapsed().as_secs_f64();
    assert_eq!(got, size);
    partner.send(b"4N");
    (seconds, server.peak())
}
