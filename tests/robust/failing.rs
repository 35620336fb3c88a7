//! A disk that fails at every call of a transfer, one after the other: full, broken, half written. The process under test runs with
//! `faults.c` between it and the system, so that the part files, the folders and the state store are all meant.

use crate::side::{Random, ServerProcess, content, file, finish, ssid};
use crate::support::peer::{PATIENCE, Peer, Response, Sfid};
use crate::support::{Scratch, names_in};
use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

const PARTNER: &str = "O0013PARTNER";
/// ENOSPC, EIO, EACCES.
const FULL: i32 = 28;
const BROKEN: i32 = 5;
const DENIED: i32 = 13;
/// No transfer needs as many calls.
const MOST_CALLS: i32 = 400;

/// What fails: the call with this number, and so many after it.
#[derive(Debug, Clone, Copy)]
struct Fault {
    more: i32,
    code: i32,
    half: bool,
}

/// The file that tells `faults.c` what to do.
struct Control(File);

impl Control {
    fn new(path: &Path) -> Control {
        std::fs::write(path, [0; 4096]).unwrap();
        Control(File::options().read(true).write(true).open(path).unwrap())
    }

    fn arm(&self, at: i32, fault: Fault) {
        let fields = [0, fault.more, fault.code, i32::from(fault.half), 0, 0];
        let octets: Vec<u8> = fields.iter().flat_map(|field: &i32| field.to_ne_bytes()).collect();
        self.0.write_all_at(&octets, 0).unwrap();
        self.0.write_all_at(&[0; 64], 24).unwrap();
        self.0.write_all_at(&at.to_ne_bytes(), 0).unwrap();
    }

    /// From here on nothing fails; what did.
    fn disarm(&self) -> Option<String> {
        self.0.write_all_at(&0i32.to_ne_bytes(), 0).unwrap();
        let mut octets = [0; 88];
        self.0.read_exact_at(&mut octets, 0).unwrap();
        let failed = i32::from_ne_bytes(octets[20..24].try_into().unwrap());
        let name = String::from_utf8_lossy(&octets[24..]).trim_end_matches('\0').to_owned();
        (failed > 0).then_some(name)
    }
}

/// What the partner heard of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Confirmed,
    Known,
    Refused { again: bool },
    Lost,
}

/// Offers a file and sends it, and collects what is owed.
fn session(port: u16, offer: &Sfid, octets: &[u8], responses: &mut Vec<Response>) -> Answer {
    let Ok(mut peer) = Peer::try_open(port, &ssid(PARTNER, 4096, 99)) else { return Answer::Lost };
    let answer = offered(&mut peer, offer, octets);
    if answer == Answer::Lost || !matches!(peer.try_send(b"R"), Ok(())) {
        return answer;
    }
    while let Ok(Some(command)) = peer.try_recv() {
        match command[0] {
            b'E' | b'N' => {
                responses.push(Response::decode(&command, peer.level));
                let _ = peer.try_send(b"P");
            }
            b'R' => {
                peer.leave();
                break;
            }
            _ => break,
        }
    }
    answer
}

fn offered(peer: &mut Peer, offer: &Sfid, octets: &[u8]) -> Answer {
    peer.send(&offer.encode(peer.level));
    let Ok(Some(answer)) = peer.try_recv() else { return Answer::Lost };
    match answer[0] {
        b'2' => {}
        b'3' if answer[1..3] == *b"13" => return Answer::Known,
        b'3' => return Answer::Refused { again: answer[3] == b'Y' },
        _ => return Answer::Lost,
    }
    match finish(peer, octets).first() {
        Some(b'4') => Answer::Confirmed,
        Some(b'5') => Answer::Refused { again: true },
        _ => Answer::Lost,
    }
}

/// One kind of transfer under one kind of fault, at every call.
struct Trial {
    dir: Scratch,
    settings: String,
    secured: bool,
    fault: Fault,
}

impl Trial {
    fn run(self, library: &Path) {
        let (watched, inbox) = (self.dir.join("server"), self.dir.join("server/inbox"));
        std::fs::create_dir_all(&watched).unwrap();
        let control = self.dir.join("control");
        let faults = Control::new(&control);
        // With the separator: what stands beside the folder does not fail.
        let within = watched.join("");
        let environment: [(&str, &Path); 3] =
            [("LD_PRELOAD", library), ("OFTPSRV_FAULT_CONTROL", &control), ("OFTPSRV_FAULT_DIR", &within)];
        let mut process = ServerProcess::start_with(&watched, &self.settings, &environment);
        let port = process.port();
        let mut all = Vec::new();
        let mut random = Random(0xFACE);
        let mut missed = 0;
        for at in 1..MOST_CALLS {
            let name = format!("FILE{at}");
            let plain = content(1 + random.below(9000), at as u64);
            let octets = if self.secured { sealed(&self.dir, &plain) } else { plain.clone() };
            let services = if self.secured { (1, 4, '1') } else { (0, 0, '0') };
            let offer = Sfid {
                security: services.0,
                suite: services.1,
                enveloped: services.2,
                ..file(PARTNER, &name, octets.len() as u64, 0)
            };
            let mut responses = Vec::new();
            faults.arm(at, self.fault);
            let mut answer = session(port, &offer, &octets, &mut responses);
            let failed = faults.disarm();
            let what = format!("{name}: call {at} ({failed:?}) under {:?}: {answer:?}", self.fault);
            if let Answer::Refused { again } = answer {
                assert!(again, "{what}: a fault that passes lets the partner try again");
            }
            for _ in 0..4 {
                if matches!(answer, Answer::Confirmed | Answer::Known) {
                    break;
                }
                answer = session(port, &offer, &octets, &mut responses);
            }
            assert!(matches!(answer, Answer::Confirmed | Answer::Known), "{what}; and then {answer:?}");
            // One that could not be renamed, or whose folder could not be flushed, is taken up again after a few seconds.
            let patience = Instant::now() + PATIENCE;
            while !inbox.join(&name).exists() && Instant::now() < patience {
                std::thread::sleep(Duration::from_millis(20));
            }
            assert_eq!(
                std::fs::read(inbox.join(&name)).ok(),
                Some(plain),
                "{what}, then {answer:?}: {:?}",
                names_in(&inbox)
            );
            // The end response comes in this session or in a later one.
            let patience = Instant::now() + PATIENCE;
            while responses.is_empty() && Instant::now() < patience {
                let again = session(port, &offer, &octets, &mut responses);
                assert_eq!(again, Answer::Known, "{what}");
                std::thread::sleep(Duration::from_millis(20));
            }
            assert!(responses.iter().all(|response| response.name == name && response.negative.is_none()), "{what}");
            assert!((1..=2).contains(&responses.len()), "{what}: {} end responses", responses.len());
            let (plainly, again) = process.told(&name);
            assert!(plainly == 1 || plainly == 0 && again > 0, "{what}: told {plainly} times, {again} times again");
            all.push(name);
            missed = if failed.is_some() { 0 } else { missed + 1 };
            if missed == 3 {
                break;
            }
        }
        assert!(all.len() > 10 && missed == 3, "{} calls", all.len());
        all.sort();
        // What could not be deleted when it was time is, at the next start.
        process.kill();
        let process = ServerProcess::start(&watched, &self.settings);
        process.port();
        let patience = Instant::now() + PATIENCE;
        while names_in(&inbox) != all && Instant::now() < patience {
            std::thread::sleep(Duration::from_millis(20));
        }
        let left: Vec<_> = names_in(&inbox).into_iter().filter(|name| !all.contains(name)).collect();
        assert_eq!((left, names_in(&inbox).len()), (Vec::new(), all.len()), "{:?}: nothing else is left", self.fault);
    }
}

/// Encrypted for the server.
fn sealed(dir: &Scratch, plain: &[u8]) -> Vec<u8> {
    let pem = std::fs::read(dir.join("key.pem")).unwrap();
    let mut recipients = openssl::stack::Stack::new().unwrap();
    recipients.push(openssl::x509::X509::from_pem(&pem).unwrap()).unwrap();
    let cipher = openssl::symm::Cipher::aes_256_cbc();
    let options = openssl::cms::CMSOptions::BINARY;
    openssl::cms::CmsContentInfo::encrypt(&recipients, plain, cipher, options).unwrap().to_der().unwrap()
}

/// `faults.c`, compiled.
fn library(dir: &Scratch) -> PathBuf {
    let path = dir.join("faults.so");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/robust/faults.c");
    let made = Command::new("cc").args(["-shared", "-fPIC", "-O1", "-o"]).arg(&path).arg(source).arg("-ldl").status();
    assert!(made.unwrap().success(), "tests/robust/faults.c does not compile");
    path
}

/// At every call in turn: no incomplete file under a final name, no positive answer for a file that is not stored, nothing told or
/// delivered twice, nothing lost, nothing left, and the server serves the next file.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_fails_at_every_call() {
    let dir = Scratch::new();
    let library = library(&dir);
    let pair = crate::support::certificates::simple("Server");
    let once = |code, half| Fault { more: 0, code, half };
    let mut trials = Vec::new();
    for secured in [false, true] {
        for (number, fault) in
            [once(FULL, true), once(BROKEN, false), once(DENIED, false), Fault { more: 10_000, ..once(FULL, true) }]
                .into_iter()
                .enumerate()
        {
            let dir = dir.below(&format!("{secured}{number}"));
            let pem = [pair.key.private_key_to_pem_pkcs8().unwrap(), pair.cert.to_pem().unwrap()].concat();
            let key = dir.write("key.pem", pem);
            let mut settings = format!(
                "StatePath={}\nCertificateStoreType=6\nCertificateStore={}\nCertificateSubject=*",
                dir.join("server/state").display(),
                key.display()
            );
            if number == 1 {
                std::fs::create_dir_all(dir.join("server/temp")).unwrap();
                settings += &format!("\nTempPath={}", dir.join("server/temp").display());
            }
            trials.push(Trial { dir, settings, secured, fault });
        }
    }
    std::thread::scope(|scope| {
        for trial in trials {
            let library = &library;
            scope.spawn(move || trial.run(library));
        }
    });
}
