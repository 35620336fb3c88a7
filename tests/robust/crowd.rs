//! Two thousand partners that connect and say nothing, and one that works meanwhile.

use crate::side::{ServerProcess, send, ssid};
use crate::support::Scratch;
use crate::support::peer::Peer;
use std::net::TcpStream;
use std::time::{Duration, Instant};

const SILENT: usize = 2000;
/// KiB of memory that an idle connection may cost.
const KIB_EACH: u64 = 32;

fn transfer(port: u16, name: &str) -> Duration {
    let begun = Instant::now();
    let mut peer = Peer::open(port, &ssid("GOOD", 2048, 99));
    let answer = send(&mut peer, "GOOD", name, &[7; 50_000]);
    assert_eq!(answer.first(), Some(&b'4'), "{}", String::from_utf8_lossy(&answer));
    assert_eq!(peer.listen(), 1);
    begun.elapsed()
}

/// SSRM-4: bounded memory, a working partner, and a clear word for those above MaxConnections.
#[test]
fn two_thousand_silent_partners() {
    let dir = Scratch::new();
    let process = ServerProcess::start(
        dir.path(),
        &format!("MaxConnections={}\nConnectionBacklog=1000\nDefaultTimeout=120", SILENT + 1),
    );
    let port = process.port();
    let alone = transfer(port, "ALONE");
    let before = process.memory("VmRSS:");
    let silent: Vec<TcpStream> = (0..SILENT).map(|_| TcpStream::connect(("127.0.0.1", port)).unwrap()).collect();
    for stream in &silent {
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let mut ready = [0; 23];
        std::io::Read::read_exact(&mut &*stream, &mut ready).expect("every one of them gets SSRM");
        assert_eq!(&ready[4..], b"IODETTE FTP READY \r");
    }
    let after = process.memory("VmRSS:");
    let each = (after.saturating_sub(before) * 1024) as usize / SILENT;
    let among = transfer(port, "AMONG THEM");
    eprintln!("{SILENT} silent connections cost {each} octets each; a transfer took {among:?}, alone {alone:?}");
    assert!(each as u64 <= KIB_EACH * 1024, "{each} octets each");
    assert!(among < alone * 20 + Duration::from_secs(2), "{among:?}");
    // One more and there is room for none.
    // (The one that worked may still be on its way out.)
    let begun = Instant::now();
    let last = loop {
        match Peer::try_open(port, &ssid("LAST", 2048, 9)) {
            Ok(peer) => break peer,
            Err(error) => assert!(begun.elapsed() < Duration::from_secs(5), "{error}"),
        }
    };
    let mut refused = Peer::greeted(port);
    refused.send(&ssid("TOO MANY", 2048, 9).encode());
    assert_eq!(&refused.expect('F')[..3], b"F08");
    drop((last, silent));
    // When they go, everything is as before.
    std::thread::sleep(Duration::from_millis(500));
    transfer(port, "AFTERWARDS");
}
