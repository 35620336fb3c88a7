//! One big unstructured file over TLS 1.3: the engine, against a sink on the same crate, a sink that also writes the file, and
//! `openssl s_server`. All of them get the same octets, the frames of OFTP included.

use super::client::{Client, Oftp};
use super::median;
use super::peer::{data, framed};
use super::server::{start_engine, start_s_server, start_sink};
use std::io::{Read, Write};
use std::path::Path;
use std::time::Instant;

/// The octet that ends the load; no piece of the rest ends with it.
pub const LAST: u8 = 4;

/// User data that is sent again and again; its octets are above [`LAST`].
fn pattern(length: usize) -> Vec<u8> {
    (0..length as u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 11) as u8 | 0x20).collect()
}

pub fn run(place: &Path, size: u64, rounds: u64) {
    let own = own(place, true);
    println!(
        "Receiving {} MiB over TLS 1.3, TLS_AES_256_GCM_SHA384; median of {rounds} rounds, one after the other",
        size >> 20
    );
    for (provider, name) in [("1", "OpenSSL"), ("2", "rustls")] {
        let mut times = [const { Vec::new() }; 4];
        let mut peak = 0f64;
        for round in 0..rounds {
            // Each comes first and last equally often.
            for turn in 0..4 {
                let which = if round % 2 == 0 { turn } else { 3 - turn };
                let seconds = match which {
                    0 => {
                        let (seconds, memory) = engine(place, &own, provider, size);
                        peak = peak.max(memory);
                        seconds
                    }
                    1 => sink(&own, provider, None, size),
                    2 => sink(&own, provider, Some(&place.join("plain")), size),
                    _ => s_server(&own, size),
                };
                times[which].push(seconds);
            }
        }
        let ratio =
            |index: usize| median(times[index].iter().zip(&times[0]).map(|(other, engine)| other / engine).collect());
        let rate = |index: usize| median(times[index].iter().map(|seconds| size as f64 / 1e6 / seconds).collect());
        println!(
            "{name:<8} engine {:5.0} MB/s   sink {:5.0} (ratio {:.2})   sink to file {:5.0} (ratio {:.2})   s_server {:5.0} (ratio {:.2})   peak memory {peak:.0} MiB",
            rate(0),
            rate(1),
            ratio(1),
            rate(2),
            ratio(2),
            rate(3),
            ratio(3),
        );
    }
}

/// A certificate with its key, in one file.
pub fn own(place: &Path, rsa: bool) -> std::path::PathBuf {
    let (key, cert) = (place.join("key.pem"), place.join("cert.pem"));
    let kind: &[&str] = if rsa { &["rsa:2048"] } else { &["ec", "-pkeyopt", "ec_paramgen_curve:P-256"] };
    let made = std::process::Command::new("openssl")
        .args(["req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-newkey"])
        .args(kind)
        .arg("-keyout")
        .arg(&key)
        .arg("-out")
        .arg(&cert)
        .output()
        .expect("openssl");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let own = place.join(if rsa { "rsa.pem" } else { "ecdsa.pem" });
    let both = [std::fs::read(&key).expect("the key"), std::fs::read(&cert).expect("the certificate")].concat();
    std::fs::write(&own, both).expect("space on the disk");
    own
}

fn engine(place: &Path, own: &Path, provider: &str, size: u64) -> (f64, f64) {
    let inbox = place.join("inbox");
    let _ = std::fs::remove_dir_all(&inbox);
    std::fs::create_dir_all(&inbox).expect("a directory");
    let server = start_engine(provider, own, &inbox);
    let client = Client::new();
    let begun = Instant::now();
    let mut partner = Oftp::open(client.connect(server.port, None).expect("a handshake"));
    partner.offer(size);
    let per_buffer = (partner.buffer_size - 1) / 64 * 63;
    let block = pattern(per_buffer);
    let full = framed(&data(&block, false));
    let burst = (512 * 1024 / full.len()).max(1);
    let several = full.repeat(burst);
    let (mut left, mut credit) = (size, partner.credit);
    while left > per_buffer as u64 {
        if credit == 0 {
            partner.expect(b'C');
            credit = partner.credit;
        }
        let count = burst.min(credit).min(((left - 1) / per_buffer as u64) as usize);
        partner.stream.write_all(&several[..count * full.len()]).expect("a listener");
        left -= (count * per_buffer) as u64;
        credit -= count;
    }
    if credit == 0 {
        partner.expect(b'C');
        credit = partner.credit;
    }
    partner.say(&data(&block[..left as usize], true));
    if credit == 1 {
        partner.expect(b'C');
    }
    partner.end(size);
    let seconds = begun.elapsed().as_secs_f64();
    let stored = std::fs::metadata(inbox.join("BULK")).expect("the received file").len();
    assert_eq!(stored, size);
    let _ = std::fs::remove_dir_all(&inbox);
    (seconds, server.peak())
}

/// The load of the other servers: as many octets as OFTP makes of the file.
fn pour(stream: &mut impl Write, size: u64) {
    let per_buffer = (99_999 - 1) / 64 * 63;
    let several = framed(&data(&pattern(per_buffer), false)).repeat(5);
    let mut left = size + size.div_ceil(63) + size.div_ceil(per_buffer as u64) * 5;
    while left > 0 {
        let count = left.min(several.len() as u64) as usize;
        stream.write_all(&several[..count]).expect("a reader");
        left -= count as u64;
    }
}

fn sink(own: &Path, provider: &str, file: Option<&Path>, size: u64) -> f64 {
    let server = start_sink(provider, own, file);
    let client = Client::new();
    let begun = Instant::now();
    let mut stream = client.connect(server.port, None).expect("a handshake");
    pour(&mut stream, size);
    stream.write_all(&[LAST]).expect("a reader");
    stream.read_exact(&mut [0]).expect("an answer");
    let seconds = begun.elapsed().as_secs_f64();
    if let Some(file) = file {
        let _ = std::fs::remove_file(file);
    }
    seconds
}

/// It says nothing, so the end of its process is the answer.
fn s_server(own: &Path, size: u64) -> f64 {
    let server = start_s_server(own);
    let client = Client::new();
    let mut stream = client.connect_soon(server.port);
    let begun = Instant::now();
    pour(&mut stream, size);
    let _ = stream.shutdown();
    drop(stream);
    server.ended();
    begun.elapsed().as_secs_f64()
}
