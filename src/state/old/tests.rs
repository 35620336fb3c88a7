//! Both stores. A copy of the StatePath of an open store is what a killed process leaves.

use super::codec::{decode, encode};
use super::*;
use crate::error::codes;
use crate::model::{CipherSuite, Format, SecurityLevel, Stamp};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

pub(super) struct TestDir(TempDir);

impl TestDir {
    pub(super) fn new() -> Self {
        TestDir(tempfile::tempdir().unwrap())
    }

    pub(super) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(super) fn file(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.path().join(name);
        fs::write(&path, content).unwrap();
        path
    }

    /// What a killed process leaves of its StatePath.
    pub(super) fn killed(&self) -> TestDir {
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

pub(super) fn key(name: &str) -> FileKey {
    FileKey {
        name: name.to_owned(),
        stamp: Stamp::from_wire("202611221530590042").unwrap(),
        destination: "O0013 LOCAL".to_owned(),
        originator: "O0177 Partner".to_owned(),
    }
}

pub(super) fn offered() -> Offered {
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

pub(super) fn partial(name: &str) -> Partial {
    Partial {
        key: key(name),
        partner: "O0177 PARTNER".to_owned(),
        part_path: PathBuf::from("/data/.ORDERS.0123abcd.oftp-part"),
        raw_path: Some(PathBuf::from("/tmp/raw")),
        offered: offered(),
        binary_records: true,
        checkpoints: vec![(1, 2), (300, 4_000_000_000_000)],
        progress: Vec::new(),
        boot_id: boot_id(),
        updated: 7,
    }
}

pub(super) fn stored(name: &str) -> Stored {
    Stored {
        key: key(name),
        partner: "O0177 PARTNER".to_owned(),
        user: String::new(),
        final_path: PathBuf::from("/data/ORDERS"),
        when: 1000,
        hash: vec![1, 2, 3],
        suite: CipherSuite::from_code(2).unwrap(),
        signed_response: true,
        response: ResponseState::Owed,
    }
}

pub(super) fn owed(name: &str, partner: &str) -> Owed {
    let file = key(name);
    let response = Response {
        key: FileKey { destination: file.originator.clone(), originator: file.destination.clone(), ..file.clone() },
        user: "U".to_owned(),
        negative: Some(Negative { creator: "O0013".to_owned(), reason: 34, text: "no".to_owned() }),
        hash: vec![9; 20],
        signature: vec![8; 1200],
    };
    Owed { id: 0, partner: partner.to_owned(), file: Some(file), response, created: 55 }
}

fn sent(name: &str) -> Sent {
    Sent {
        key: key(name),
        partner: "O0177 PARTNER".to_owned(),
        user: "U".to_owned(),
        local_path: PathBuf::from("/out/x"),
        hash: vec![4; 64],
        suite: CipherSuite::NONE,
        wants_signed: false,
        forwarded: true,
        when: 9,
    }
}

fn outgoing(name: &str) -> Outgoing {
    Outgoing {
        key: key(name),
        partner: "o0177 partner  ".to_owned(),
        source_path: PathBuf::from("/out/x"),
        source_length: 5,
        source_modified: 6,
        prepared_path: None,
        forwarded: false,
        offered: offered(),
        units: 17,
        updated: 8,
    }
}

pub(super) fn committing(part: PathBuf, target: PathBuf, length: u64) -> Committing {
    let (stored, owed) = (stored("ORDERS"), Some(owed("ORDERS", "O0177 PARTNER")));
    Committing { key: key("ORDERS"), part_path: part, final_path: target, length, stored, owed }
}

/// Runs a test on both stores.
fn on_both(test: impl Fn(&dyn StateStore)) {
    let dir = TestDir::new();
    test(&*open(None).unwrap());
    test(&*open(Some(&dir.path().join("a/b"))).unwrap());
}

/// Stores of older versions must stay readable: these are the hashes of what version 0.1 wrote.
#[test]
fn the_octets_on_disk_stay() {
    let hash = |octets: Vec<u8>| crate::hex::lower(&openssl::sha::sha256(&octets)[..8]);
    let partial = Partial { boot_id: "boot".to_owned(), ..partial("ORDERS") };
    let committing = committing(PathBuf::from("/in/.part"), PathBuf::from("/in/ORDERS"), 77);
    let written = [
        encode(&partial),
        encode(&committing),
        encode(&stored("ORDERS")),
        encode(&owed("ORDERS", "O0177 PARTNER")),
        encode(&sent("ORDERS")),
        encode(&outgoing("ORDERS")),
    ];
    assert_eq!(
        written.map(hash),
        [
            "d44861484e3a0f3c",
            "dac82aa884dfe691",
            "d3a587f13ab9bac5",
            "5201dc3414843661",
            "be52c3639b449b0a",
            "2090c418e3b498a6"
        ]
    );
}

#[test]
fn every_record_comes_back_as_it_was() {
    on_both(|store| {
        store.put_partial(&partial("A")).unwrap();
        assert_eq!(store.partial(&key("A")).unwrap().unwrap(), partial("A"));
        assert_eq!(store.partials().unwrap(), [partial("A")]);
        assert_eq!(store.partial(&key("B")).unwrap(), None);
        store.remove_partial(&key("A")).unwrap();
        store.remove_partial(&key("A")).unwrap();
        assert_eq!(store.partials().unwrap(), []);

        assert_eq!(store.finish_commit(&key("A"), &stored("A"), None).unwrap(), None);
        assert_eq!(store.stored(&key("A")).unwrap().unwrap(), stored("A"));
        assert!(store.remove_stored(&key("A")).unwrap());
        assert!(!store.remove_stored(&key("A")).unwrap());

        store.put_sent(&sent("A")).unwrap();
        assert_eq!(store.sent(&key("A")).unwrap().unwrap(), sent("A"));
        assert_eq!(store.all_sent().unwrap(), [sent("A")]);
        assert!(store.remove_sent(&key("A")).unwrap());
        assert_eq!(store.sent(&key("A")).unwrap(), None);

        store.put_outgoing(&outgoing("A")).unwrap();
        assert_eq!(store.outgoing(&key("A")).unwrap().unwrap(), outgoing("A"));
        assert_eq!(store.outgoing_to("O0177 PARTNER").unwrap(), [outgoing("A")]);
        assert_eq!(store.outgoing_to("O0177").unwrap(), []);
        store.outgoing_sent(&sent("A")).unwrap();
        assert_eq!((store.outgoing(&key("A")).unwrap(), store.all_sent().unwrap()), (None, vec![sent("A")]));
        assert!(!store.remove_outgoing(&key("A")).unwrap());
        assert_eq!(store.recovered(), []);
    });
}

#[cfg(unix)]
#[test]
fn paths_keep_octets_that_are_no_text() {
    use std::os::unix::ffi::OsStrExt;
    let path = PathBuf::from(std::ffi::OsStr::from_bytes(b"/a/\xff\xfe"));
    let record = Stored { final_path: path, ..stored("A") };
    assert_eq!(decode::<Stored>(&encode(&record)).unwrap(), record);
}

#[test]
fn broken_records_are_errors() {
    fn check<T: super::codec::Record + std::fmt::Debug>(record: &T) {
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
    check(&partial("A"));
    check(&committing("/a".into(), "/b".into(), 3));
    check(&owed("A", "P"));
    check(&sent("A"));
    check(&outgoing("A"));
}

/// RST-5: every part of the key counts; codes are compared as everywhere, names and stamps exactly.
#[test]
fn keys_differ_in_every_part() {
    on_both(|store| {
        store.put_partial(&partial("ORDERS")).unwrap();
        let others = [
            FileKey { name: "ORDER".to_owned(), ..key("ORDERS") },
            FileKey { name: "orders".to_owned(), ..key("ORDERS") },
            FileKey { stamp: Stamp::from_wire("202611221530590043").unwrap(), ..key("ORDERS") },
            FileKey { stamp: Stamp::from_wire("261122153059").unwrap(), ..key("ORDERS") },
            FileKey { destination: "O0013".to_owned(), ..key("ORDERS") },
            FileKey { originator: "O0177".to_owned(), ..key("ORDERS") },
            FileKey { destination: "O0177 Partner".to_owned(), originator: "O0013 LOCAL".to_owned(), ..key("ORDERS") },
        ];
        for other in others {
            assert_eq!(store.partial(&other).unwrap(), None, "{other:?}");
        }
        let same =
            FileKey { destination: "o0013 local ".to_owned(), originator: "O0177 PARTNER".to_owned(), ..key("ORDERS") };
        assert!(store.partial(&same).unwrap().is_some());
    });
}

#[test]
fn files_are_found_without_their_stamp() {
    on_both(|store| {
        let stamps = ["202611221530590001", "202611221530590002", "261122153059", "202511221530590001"];
        for stamp in stamps {
            let stamp = Stamp::from_wire(stamp).unwrap();
            let file = Stored { key: FileKey { stamp: stamp.clone(), ..key("ORDERS") }, ..stored("ORDERS") };
            store.finish_commit(&file.key, &file, None).unwrap();
            let file = Sent { key: FileKey { stamp, ..key("ORDERS") }, ..sent("ORDERS") };
            store.put_sent(&file).unwrap();
        }
        store.finish_commit(&key("ORDERSX"), &stored("ORDERSX"), None).unwrap();
        let found = store.find_stored("ORDERS", "O0013 local", "O0177 PARTNER").unwrap();
        let found: Vec<&str> = found.iter().map(|file| file.key.stamp.as_str()).collect();
        assert_eq!(found, ["202511221530590001", "261122153059", "202611221530590001", "202611221530590002"]);
        assert_eq!(store.find_sent("ORDERS", "O0013 LOCAL", "O0177 PARTNER").unwrap().len(), 4);
        assert!(store.find_sent("ORDERS", "O0177 PARTNER", "O0013 LOCAL").unwrap().is_empty());
    });
}

#[test]
fn late_answers_find_their_files() {
    on_both(|store| {
        for (name, response) in
            [("A", ResponseState::Deferred), ("AB", ResponseState::Deferred), ("B", ResponseState::Sent)]
        {
            store.finish_commit(&key(name), &Stored { response, ..stored(name) }, None).unwrap();
        }
        assert_eq!(store.deferred("A ").unwrap(), [key("A")]);
        assert_eq!(store.deferred("B").unwrap(), []);

        let later = FileKey { stamp: Stamp::from_wire("202611221530590043").unwrap(), ..key("A") };
        store.put_sent(&sent("A")).unwrap();
        store.put_sent(&Sent { key: later.clone(), ..sent("A") }).unwrap();
        let response = owed("A", "P").response.key;
        let found = |response: &FileKey| store.sent_for(response).unwrap().map(|sent| sent.key);
        assert_eq!(found(&response), Some(key("A")));
        assert_eq!(found(&FileKey { stamp: later.stamp.clone(), ..response.clone() }), Some(later));
        assert_eq!(found(&key("A")), Some(key("A")), "codes not swapped");
        let short = FileKey { stamp: response.stamp.to_short(), ..response.clone() };
        assert_eq!(found(&short), Some(key("A")), "a response in an older version");
        assert_eq!(found(&FileKey { name: "B".to_owned(), ..response }), None);
    });
}

#[test]
fn end_responses_wait_in_order_until_they_are_done() {
    on_both(|store| {
        store.put_partial(&partial("A")).unwrap();
        store.begin_commit(&committing("/p".into(), "/f".into(), 1)).unwrap();
        let first = store.finish_commit(&key("A"), &stored("A"), Some(&owed("A", "O0177 PARTNER"))).unwrap().unwrap();
        assert_eq!(store.partial(&key("A")).unwrap(), None);
        store.finish_commit(&key("B"), &Stored { response: ResponseState::Deferred, ..stored("B") }, None).unwrap();
        assert_eq!(store.stored(&key("B")).unwrap().unwrap().response, ResponseState::Deferred);
        let second = store.put_owed(&owed("B", "o0177 partner ")).unwrap();
        let other = store.put_owed(&owed("UNKNOWN", "O0178")).unwrap();
        assert!(first < second && second < other);
        assert_eq!(store.stored(&key("B")).unwrap().unwrap().response, ResponseState::Owed);

        let all: Vec<u64> = store.owed("O0177 Partner").unwrap().iter().map(|owed| owed.id).collect();
        assert_eq!(all, [first, second]);
        assert_eq!(store.all_owed().unwrap().len(), 3);
        assert_eq!(store.owed("O0177").unwrap(), []);
        let next = store.next_owed("O0177 PARTNER", 0).unwrap().unwrap();
        assert_eq!(next, Owed { id: first, ..owed("A", "O0177 PARTNER") });
        assert_eq!(store.next_owed("O0177 PARTNER", first).unwrap().unwrap().id, second);
        assert_eq!(store.next_owed("O0177 PARTNER", second).unwrap(), None);
        assert_eq!(store.next_owed("O0177 PARTNER", u64::MAX).unwrap(), None);

        assert!(store.owed_done(first).unwrap());
        assert!(!store.owed_done(first).unwrap());
        assert_eq!(store.stored(&key("A")).unwrap().unwrap().response, ResponseState::Sent);
        assert!(store.owed_done(other).unwrap());
        assert!(store.put_owed(&owed("C", "P")).unwrap() > other, "numbers are not used again");
        assert!(store.set_response(&key("A"), ResponseState::Deferred).unwrap());
        assert!(!store.set_response(&key("Z"), ResponseState::Sent).unwrap());
    });
}

#[test]
fn everything_survives_a_kill_at_any_time() {
    let dir = TestDir::new();
    let part = dir.file("part", b"x");
    let store = open(Some(dir.path())).unwrap();
    for number in 0..20 {
        let name = format!("F{number}");
        store.put_partial(&Partial { raw_path: Some(part.clone()), ..partial(&name) }).unwrap();
        store.put_owed(&owed(&name, "P")).unwrap();
        store.put_sent(&sent(&name)).unwrap();
        let copy = dir.killed();
        let after = open(Some(copy.path())).unwrap();
        assert_eq!(after.partials().unwrap().len(), number + 1);
        assert_eq!(after.owed("p").unwrap().len(), number + 1);
        assert_eq!(after.all_sent().unwrap().len(), number + 1);
    }
    drop(store);
    assert_eq!(open(Some(dir.path())).unwrap().partials().unwrap().len(), 20);
}

#[test]
fn one_state_path_belongs_to_one_server() {
    let dir = TestDir::new();
    let first = open(Some(dir.path())).unwrap();
    let error = open(Some(dir.path())).err().unwrap();
    assert_eq!(error.code, codes::STATE_STORE);
    assert!(error.message.contains("in use by another server"), "{error}");
    drop(first);
    open(Some(dir.path())).unwrap();
    let file = dir.file("file", b"");
    assert_eq!(open(Some(&file)).err().unwrap().code, codes::STATE_STORE);
    let bad = TestDir::new();
    bad.file("oftpsrv.redb", &[b'x'; 10_000]);
    assert_eq!(open(Some(bad.path())).err().unwrap().code, codes::STATE_STORE);
}

#[test]
fn a_failed_transaction_leaves_nothing() {
    use super::backend::{Backend, Table};
    let dir = TestDir::new();
    let backends: [Box<dyn Backend>; 2] =
        [Box::new(super::backend::Memory::default()), Box::new(super::database::Disk::open(dir.path()).unwrap())];
    for tables in backends {
        tables.write(&mut |work| work.put(Table::Sent, b"a", b"1")).unwrap();
        let failed = tables.write(&mut |work| {
            work.put(Table::Sent, b"a", b"2")?;
            work.put(Table::Sent, b"b", b"2")?;
            work.put(Table::Sent, b"b", b"3")?;
            assert!(work.remove(Table::Sent, b"a")?);
            Err(crate::Error::of(codes::STATE_STORE))
        });
        assert!(failed.is_err());
        let mut seen = Vec::new();
        tables
            .read(&mut |work| {
                work.scan(Table::Sent, b"", b"", &mut |key, value| {
                    seen.push((key.to_vec(), value.to_vec()));
                    Ok(true)
                })
            })
            .unwrap();
        assert_eq!(seen, [(b"a".to_vec(), b"1".to_vec())]);
    }
}

#[test]
fn many_writers_share_the_flushes() {
    let dir = TestDir::new();
    let store = open(Some(dir.path())).unwrap();
    std::thread::scope(|scope| {
        for writer in 0..8 {
            let store = &store;
            scope.spawn(move || {
                for number in 0..25 {
                    store.put_owed(&owed(&format!("F{writer}-{number}"), &format!("P{writer}"))).unwrap();
                }
            });
        }
    });
    let after = dir.killed();
    let after = open(Some(after.path())).unwrap();
    let mut ids: Vec<u64> = after.all_owed().unwrap().iter().map(|owed| owed.id).collect();
    ids.dedup();
    assert_eq!(ids, (1..=200).collect::<Vec<_>>());
    assert_eq!(after.owed("p3").unwrap().len(), 25);
}

#[test]
fn prune_takes_what_is_old_and_not_owed() {
    let dir = TestDir::new();
    on_both(|store| {
        for (name, when, response) in [
            ("OLD", 10, ResponseState::Sent),
            ("DEFERRED", 10, ResponseState::Deferred),
            ("OWED", 10, ResponseState::Owed),
            ("NEW", 100, ResponseState::Sent),
        ] {
            store.finish_commit(&key(name), &Stored { when, response, ..stored(name) }, None).unwrap();
        }
        let (part, raw) = (dir.file("part", b""), dir.file("raw", b""));
        store
            .put_partial(&Partial { part_path: part.clone(), raw_path: Some(raw.clone()), updated: 99, ..partial("P") })
            .unwrap();
        store.put_partial(&Partial { updated: 100, ..partial("Q") }).unwrap();
        let prepared = dir.file("prepared", b"");
        store.put_outgoing(&Outgoing { prepared_path: Some(prepared.clone()), ..outgoing("O") }).unwrap();
        store.put_sent(&sent("S")).unwrap();
        let pruned = store.prune(100).unwrap();
        assert_eq!(pruned, Pruned { stored: 2, sent: 1, partial: 1, outgoing: 1 });
        assert!(!part.exists() && !raw.exists() && !prepared.exists());
        assert!(store.stored(&key("OWED")).unwrap().is_some() && store.stored(&key("NEW")).unwrap().is_some());
        assert_eq!(store.partials().unwrap().len(), 1);
        assert_eq!(store.prune(100).unwrap(), Pruned::default());
    });
}

#[test]
fn prune_works_through_large_tables_in_pieces() {
    let store = open(None).unwrap();
    for number in 0..2500 {
        // Every second one is old.
        store.put_sent(&Sent { when: if number % 2 == 0 { 1 } else { 200 }, ..sent(&format!("N{number}")) }).unwrap();
    }
    assert_eq!(store.prune(100).unwrap().sent, 1250);
    let left = store.all_sent().unwrap();
    assert!(left.len() == 1250 && left.iter().all(|sent| sent.when == 200));
}
