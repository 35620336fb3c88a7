//! Handshakes per second, TLS 1.3, full and resumed, from two clients at a time: until SSRM was read (the engine), or the
//! handshake and one octet each way (the sink on the same crate).

use super::bulk::{LAST, own};
use super::client::Client;
use super::server::{start_engine, start_sink};
use std::io::{Read, Write};
use std::path::Path;
use std::time::Instant;

const CLIENTS: u64 = 2;

pub fn run(place: &Path, count: u64) {
    println!("Handshakes per second, TLS 1.3, {count} each, {CLIENTS} clients at a time");
    for (rsa, key) in [(true, "RSA 2048"), (false, "P-256")] {
        let own = own(place, rsa);
        for (provider, name) in [("1", "OpenSSL"), ("2", "rustls")] {
            let engine = start_engine(provider, &own, place);
            let sink = start_sink(provider, &own, None);
            let rate = |port: u16, oftp: bool, resume: bool| measure(port, oftp, resume, count);
            println!(
                "{name:<8} {key:<9} engine: full {:5.0}, resumed {:5.0}   sink: full {:5.0}, resumed {:5.0}",
                rate(engine.port, true, false),
                rate(engine.port, true, true),
                rate(sink.port, false, false),
                rate(sink.port, false, true),
            );
        }
    }
}

fn measure(port: u16, oftp: bool, resume: bool, count: u64) -> f64 {
    // Each with its own session: OpenSSL's are not made for two connections at a time.
    let clients: Vec<Client> = (0..CLIENTS).map(|_| Client::new()).collect();
    clients.iter().for_each(|client| one(client, port, oftp, false));
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for client in &clients {
            scope.spawn(move || (0..count / CLIENTS).for_each(|_| one(client, port, oftp, resume)));
        }
    });
    count as f64 / begun.elapsed().as_secs_f64()
}

fn one(client: &Client, port: u16, oftp: bool, resume: bool) {
    let ticket = client.ticket.lock().expect("a lock").clone().filter(|_| resume);
    let mut stream = client.connect(port, ticket.as_ref()).expect("a handshake");
    if oftp {
        stream.read_exact(&mut [0; 23]).expect("SSRM");
        stream.write_all(b"\x10\x00\x00\x08F00\r").expect("a reader");
    } else {
        stream.write_all(&[LAST]).expect("a reader");
        stream.read_exact(&mut [0]).expect("an answer");
    }
    assert_eq!(stream.ssl().session_reused(), resume);
    // OpenSSL resumes no session whose connection was only dropped.
    let _ = stream.shutdown();
}
