//! One suite over both stores. A copy of the StatePath of an open store is what a killed process leaves.

mod before;
mod failures;
mod life;
mod owed;
mod sending;

use super::codec::{decode, encode};
use super::store::Store;
use super::*;
use crate::error::codes;
use crate::model::{CipherSuite, Format, SecurityLevel, Stamp};
use std::fs;
use std::path::PathBuf;
use std::time::Instant;
use tempfile::TempDir;

struct TestDir(TempDir);

impl TestDir {
    fn new() -> Self {
        TestDir(tempfile::tempdir().unwrap())
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn file(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.path().join(name);
        fs::write(&path, content).unwrap();
        path
    }

    fn open(&self) -> Store {
        Store::in_directory(self.path()).unwrap()
    }

    /// What a killed process leaves of its StatePath.
    fn killed(&self) -> TestDir {
        let copy = TestDir::new();
        fs::copy(self.path().join("oftpsrv.redb"), copy.path().join("oftpsrv.redb")).unwrap();
        fs::create_dir_all(copy.path().join("progress")).unwrap();
        for entry in fs::read_dir(self.path().join("progress")).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, copy.path().join("progress").join(path.file_name().unwrap())).unwrap();
        }
        copy
    }
}

/// Runs a test on both stores.
fn on_both(test: impl Fn(&Store)) {
    let dir = TestDir::new();
    test(&Store::in_memory());
    test(&Store::in_directory(&dir.path().join("a/b")).unwrap());
}

const PARTNER: &str = "O0177 PARTNER";

fn key(name: &str) -> FileKey {
    FileKey {
        name: name.to_owned(),
        stamp: Stamp::from_wire("202611221530590042").unwrap(),
        destination: "O0013 LOCAL".to_owned(),
        originator: "O0177 Partner".to_owned(),
    }
}

fn id(name: &str) -> FileId {
    FileId { partner: PARTNER.to_owned(), key: key(name) }
}

fn stamped(name: &str, stamp: &str) -> FileId {
    FileId { key: FileKey { stamp: Stamp::from_wire(stamp).unwrap(), ..key(name) }, ..id(name) }
}

fn offered() -> Offered {
    Offered {
        user: "USER".to_owned(),
        format: Format::Variable,
        record_length: 80,
        size_k: 12,
        original_size_k: 13,
        security: SecurityLevel::EncryptedAndSigned,
        suite: CipherSuite::from_code(4).unwrap(),
        compressed: true,
        enveloped: true,
        signed_response: true,
        description: "déscription".to_owned(),
    }
}

fn arriving(name: &str) -> Arriving {
    Arriving {
        id: id(name),
        attempt: Attempt([7; 16]),
        part_path: PathBuf::from("/data/.ORDERS.0123abcd.oftp-part"),
        raw_path: Some(PathBuf::from("/tmp/raw")),
        offered: offered(),
        binary_records: true,
        flushed: vec![(1, 2), (300, 4_000_000_000_000)],
        progress: Vec::new(),
        boot_id: boot_id(),
        updated: 7,
    }
}

fn response(name: &str) -> Response {
    let file = key(name);
    Response {
        key: FileKey { destination: file.originator.clone(), originator: file.destination.clone(), ..file },
        user: "U".to_owned(),
        negative: Some(Negative { creator: "O0013".to_owned(), reason: 34, text: "no".to_owned() }),
        hash: vec![9; 20],
        signature: vec![8; 1200],
    }
}

fn received(id: FileId) -> Received {
    Received {
        attempt: Attempt([7; 16]),
        stage: Stage::Stored,
        part_path: PathBuf::from("/data/.ORDERS.07.oftp-part"),
        leftovers: vec![PathBuf::from("/tmp/raw")],
        final_path: PathBuf::from("/data/ORDERS"),
        overwrite: true,
        length: 77,
        hash: vec![1, 2, 3],
        offered: offered(),
        reply: Some(response(&id.key.name)),
        when: 1000,
        from_before: false,
        id,
    }
}

fn new_owed(name: &str, partner: &str) -> Owed {
    Owed { id: 0, partner: partner.to_owned(), file: Some(key(name)), response: response(name), created: 55 }
}

fn do_now(store: &Store, change: Change) -> Outcome {
    wait(store.apply(change)).unwrap()
}

fn block_on<T>(pending: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(pending)
}

fn claim(store: &Store, id: &FileId) -> Claimed {
    match block_on(store.claim(id, Duration::ZERO)).unwrap() {
        Claim::Mine(claimed) => claimed,
        Claim::Busy => panic!("somebody has {id:?}"),
    }
}

/// A file that is stored, told and answered.
fn put(store: &Store, received: Received, answer: Answer) -> Outcome {
    let (id, when) = (received.id.clone(), received.when);
    let fence = claim(store, &id).fence;
    assert_eq!(do_now(store, Change::Store { received: Box::new(received), fence }), Outcome::Done);
    do_now(store, Change::Told { id, fence, answer, when })
}

fn known(store: &Store, id: &FileId) -> Option<Received> {
    match wait(store.known(id, &offered())).unwrap() {
        Known::Stored(received) => Some(*received),
        _ => None,
    }
}

/// Stores of older versions must stay readable: these are the hashes of what was written.
#[test]
fn the_octets_on_disk_stay() {
    let hash = |octets: Vec<u8>| crate::hex::lower(&openssl::sha::sha256(&octets)[..8]);
    let arriving = Arriving { boot_id: "boot".to_owned(), ..arriving("ORDERS") };
    let written = [
        encode(&codec::Row::Arriving(Box::new(arriving))),
        encode(&codec::Row::Received(Box::new(received(id("ORDERS"))))),
        encode(&new_owed("ORDERS", PARTNER)),
        encode(&sending::sent("ORDERS")),
        encode(&sending::outgoing("ORDERS")),
    ];
    assert_eq!(
        written.map(hash),
        ["52a30a83921dab3a", "d04f803c82831bf0", "5201dc3414843661", "be52c3639b449b0a", "2090c418e3b498a6"]
    );
}

#[cfg(unix)]
#[test]
fn paths_keep_octets_that_are_no_text() {
    use std::os::unix::ffi::OsStrExt;
    let path = PathBuf::from(std::ffi::OsStr::from_bytes(b"/a/\xff\xfe"));
    let record = Received { final_path: path, ..received(id("A")) };
    assert_eq!(decode::<Received>(&encode(&record)).unwrap(), record);
}

#[test]
fn broken_records_are_errors() {
    fn check<T: codec::Record + std::fmt::Debug>(record: &T) {
        let octets = encode(record);
        for end in 0..octets.len() {
            assert_eq!(decode::<T>(&octets[..end]).unwrap_err().code, codes::STATE_STORE);
        }
        assert!(decode::<T>(&[&octets[..], &[0]].concat()).is_err());
        assert!(decode::<T>(&[&[2], &octets[1..]].concat()).unwrap_err().message.contains("version 2"));
        for at in 0..octets.len().min(300) {
            let mut damaged = octets.clone();
            damaged[at] ^= 0xff;
            let _ = decode::<T>(&damaged);
        }
    }
    check(&codec::Row::Arriving(Box::new(arriving("A"))));
    check(&codec::Row::Received(Box::new(received(id("A")))));
    check(&new_owed("A", "P"));
    check(&sending::sent("A"));
    check(&sending::outgoing("A"));
}
