//! The other side: it keeps and passes on secured files as they are, and makes or opens them before and after the clock runs.

use crate::Cost;
use crate::certificates::{Pair, simple};
use crate::server::{cost, start};
use oftpsrv::internals::engine::{DialOptions, Server};
use oftpsrv::internals::events::{self, EventKind, Handler};
use oftpsrv::internals::model::{CipherSuite, SecurityLevel};
use oftpsrv::internals::security::{DecodeSpec, Decoder, EncodeSpec, Encoder, KeyPair};
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// The certificates of both sides, also as files for the server process and for `openssl`.
pub struct Keys {
    pub server: Pair,
    pub partner: Pair,
}

impl Keys {
    pub fn make(directory: &Path) -> Self {
        let keys = Keys { server: simple("Server"), partner: simple("Partner") };
        let put =
            |name: &str, content: Vec<u8>| std::fs::write(directory.join(name), content).expect("space on the disk");
        put("server.key.pem", keys.server.key_and_cert_pem());
        put("server.pem", keys.server.pem());
        put("partner.key.pem", keys.partner.key_and_cert_pem());
        put("partner.pem", keys.partner.pem());
        keys
    }
}

struct Ends(Mutex<Sender<events::EndTransfer>>);

impl Handler for Ends {
    fn wants(&self, kind: EventKind) -> bool {
        matches!(kind, EventKind::EndTransfer | EventKind::Error)
    }
    fn end_transfer(&self, event: &mut events::EndTransfer) {
        if let Ok(out) = self.0.lock() {
            let _ = out.send(event.clone());
        }
    }
    fn error(&self, event: &mut events::Error) {
        eprintln!("partner: {} {}", event.error_code, event.description);
    }
}

fn partner(directory: &Path) -> (Server, Receiver<events::EndTransfer>) {
    let server = Server::new();
    let inbox = directory.join("partner");
    std::fs::create_dir_all(&inbox).expect("a directory");
    for (name, value) in [
        ("ServerSSIDCode", "PARTNER"),
        ("ServerSFIDCode", "PARTNER"),
        ("DownloadDirectory", &*inbox.to_string_lossy()),
        ("OfferCompression", "False"),
        ("CreditCount", "999"),
        ("ExchangeBufferSize", "65535"),
    ] {
        server.set_config(name, value).expect("a setting");
    }
    let (sender, ended) = channel();
    server.set_handler(Arc::new(Ends(Mutex::new(sender))));
    (server, ended)
}

fn done(ended: &Receiver<events::EndTransfer>) -> events::EndTransfer {
    let event = ended.recv_timeout(Duration::from_secs(3600)).expect("the end of the transfer");
    assert_eq!(event.reason_code, 0, "{}", event.reason_text);
    event
}

fn fresh(directory: &Path) {
    for name in ["temp", "inbox", "partner"] {
        let place = directory.join(name);
        let _ = std::fs::remove_dir_all(&place);
        std::fs::create_dir_all(place).expect("a directory");
    }
}

/// The server receives: from connecting to EFPA, the opened file on disk.
pub fn receive(directory: &Path, keys: &Keys, plain: &Path, mib: u64, compress: bool) -> Cost {
    fresh(directory);
    let secured = directory.join("secured");
    secure(keys, plain, &secured, compress);
    let server = start(directory, None, compress);
    let (partner, ended) = partner(directory);
    let header = format!(
        "DSN=BULK&DATE=20260101&TIME=1200000001&DEST=SERVER&ORIG=BEYOND&OSIZ={}&SEC=03&CIPH=04&COMP={}&ENV=1&SIGN=Y",
        mib << 10,
        u8::from(compress)
    );
    let begun = Instant::now();
    partner
        .connect_prepared("127.0.0.1", server.port, DialOptions::default(), |id| {
            partner.connection_set(id, "ForwardHeader", &header)?;
            partner.send_file_async(id, "", &secured.to_string_lossy(), "")
        })
        .expect("a connection");
    done(&ended);
    let cost = cost(&server, begun.elapsed().as_secs_f64());
    let _ = std::fs::remove_file(secured);
    let arrived = std::fs::read_dir(directory.join("inbox")).expect("the inbox").flatten().next().expect("a file");
    assert!(same(&arrived.path(), plain), "the file arrived as it was");
    let _ = std::fs::remove_file(arrived.path());
    let _ = partner.shutdown();
    cost
}

/// The server sends: from connecting until the partner has stored what travelled.
pub fn send(directory: &Path, keys: &Keys, plain: &Path, compress: bool) -> Cost {
    fresh(directory);
    let (partner, ended) = partner(directory);
    let server = start(directory, Some(plain), compress);
    let begun = Instant::now();
    partner.connect("127.0.0.1", server.port, DialOptions::default()).expect("a connection");
    let event = done(&ended);
    let cost = cost(&server, begun.elapsed().as_secs_f64());
    let opened = directory.join("opened");
    open(keys, Path::new(&event.local_file), &opened, compress);
    assert!(same(&opened, plain), "the file can be opened");
    let _ = std::fs::remove_file(opened);
    let _ = std::fs::remove_file(event.local_file);
    let _ = partner.shutdown();
    cost
}

fn secure(keys: &Keys, plain: &Path, secured: &Path, compress: bool) {
    let spec = EncodeSpec {
        sign: vec![KeyPair::new(keys.partner.cert.clone(), keys.partner.key.clone())],
        compress,
        encrypt_for: vec![keys.server.cert.clone()],
        ..EncodeSpec::new(CipherSuite::from_code(4).expect("suite 04"))
    };
    let mut encoder = Encoder::new(&spec, File::create(secured).expect("a file")).expect("keys");
    copy(plain, &mut encoder);
    encoder.finish().expect("a secured file");
}

fn open(keys: &Keys, secured: &Path, opened: &PathBuf, compress: bool) {
    let spec = DecodeSpec {
        decrypt_with: vec![KeyPair::new(keys.partner.cert.clone(), keys.partner.key.clone())],
        signers: vec![keys.server.cert.clone()],
        ..DecodeSpec::new(SecurityLevel::EncryptedAndSigned, compress, CipherSuite::from_code(4).expect("suite 04"))
    };
    let mut decoder = Decoder::new(spec, BufWriter::new(File::create(opened).expect("a file")));
    copy(secured, &mut decoder);
    decoder.finish().expect("a good file").0.flush().expect("space on the disk");
}

fn copy(from: &Path, to: &mut impl Write) {
    let mut from = File::open(from).expect("a file");
    let mut buffer = vec![0; 256 * 1024];
    loop {
        let count = from.read(&mut buffer).expect("octets");
        if count == 0 {
            return;
        }
        to.write_all(&buffer[..count]).expect("good octets");
    }
}

fn same(a: &Path, b: &Path) -> bool {
    let open = |path: &Path| BufReader::with_capacity(1 << 20, File::open(path).expect("a file"));
    let (mut a, mut b) = (open(a), open(b));
    let (mut left, mut right) = (vec![0; 1 << 20], vec![0; 1 << 20]);
    loop {
        let (m, n) = (fill(&mut a, &mut left), fill(&mut b, &mut right));
        if m != n || left[..m] != right[..n] {
            return false;
        }
        if m == 0 {
            return true;
        }
    }
}

fn fill(from: &mut impl Read, buffer: &mut [u8]) -> usize {
    let mut count = 0;
    while count < buffer.len() {
        match from.read(&mut buffer[count..]).expect("octets") {
            0 => break,
            more => count += more,
        }
    }
    count
}
