//! Stores of version 0.1.

use super::super::before::{COMMITTING, Committing, PARTIAL, Partial, REFUSAL, ResponseState, STORED, Stored};
use super::*;
use redb::{Database, TableDefinition};

fn stored(name: &str, response: ResponseState) -> Stored {
    Stored {
        key: key(name),
        partner: PARTNER.to_owned(),
        user: "U".to_owned(),
        final_path: PathBuf::from("/data/ORDERS"),
        when: 1000,
        hash: vec![1, 2, 3],
        suite: CipherSuite::from_code(2).unwrap(),
        signed_response: true,
        response,
    }
}

fn partial(name: &str) -> Partial {
    let Arriving { part_path, raw_path, offered, .. } = arriving(name);
    Partial {
        key: key(name),
        partner: PARTNER.to_owned(),
        part_path,
        raw_path,
        offered,
        binary_records: true,
        checkpoints: vec![(1, 2)],
        boot_id: boot_id(),
        updated: 7,
    }
}

/// A store as version 0.1 left it.
fn old_store() -> TestDir {
    let dir = TestDir::new();
    let database = Database::create(dir.path().join(database::FILE)).unwrap();
    let transaction = database.begin_write().unwrap();
    let put = |table: &'static str, rows: Vec<(Vec<u8>, Vec<u8>)>| {
        let table: TableDefinition<&[u8], &[u8]> = TableDefinition::new(table);
        let mut table = transaction.open_table(table).unwrap();
        for (key, value) in rows {
            table.insert(key.as_slice(), value.as_slice()).unwrap();
        }
    };
    let row = |name: &str, value: Vec<u8>| (keys::sent(&key(name)), value);
    let committing = Committing {
        key: key("C"),
        part_path: "/data/.C.oftp-part".into(),
        final_path: "/data/C".into(),
        length: 5,
        stored: stored("C", ResponseState::Owed),
        owed: Some(new_owed("C", PARTNER)),
    };
    put(PARTIAL, vec![row("P", encode(&partial("P"))), row("C", encode(&partial("C")))]);
    put(COMMITTING, vec![row("C", encode(&committing))]);
    put(
        STORED,
        vec![
            row("O", encode(&stored("O", ResponseState::Owed))),
            row("D", encode(&stored("D", ResponseState::Deferred))),
            row("S", encode(&stored("S", ResponseState::Sent))),
        ],
    );
    let number = 3u64.to_be_bytes().to_vec();
    put("owed", vec![(number.clone(), encode(&Owed { id: 3, ..new_owed("O", PARTNER) }))]);
    put("owed-by-partner", vec![(keys::partner_response(PARTNER, 3), Vec::new())]);
    put("counters", vec![(b"next-owed".to_vec(), number)]);
    put("sent", vec![row("T", encode(&sending::sent("T")))]);
    put("outgoing", vec![row("G", encode(&sending::outgoing("G")))]);
    transaction.commit().unwrap();
    fs::create_dir(dir.path().join("progress")).unwrap();
    dir.file("progress/0123456789abcdef.pos", b"");
    dir
}

#[test]
fn what_version_0_1_left_is_taken_over() {
    let dir = old_store();
    {
        let store = dir.open();
        let stage = |name| known(&store, &id(name)).unwrap().stage;
        assert_eq!((stage("O"), stage("D"), stage("S")), (Stage::Owed(3), Stage::Deferred, Stage::Confirmed));
        let left = claim(&store, &id("P")).arriving.unwrap();
        assert_eq!(*left, Arriving { attempt: left.attempt, flushed: vec![(1, 2)], ..arriving("P") });
        let unfinished = wait(store.unfinished(9)).unwrap();
        assert_eq!(unfinished.len(), 1);
        let found = &unfinished[0].0;
        assert_eq!((&found.id, found.length, found.from_before), (&id("C"), 5, true));
        assert_eq!(found.reply, Some(response("C")));
        assert_eq!(found.leftovers, [partial("C").part_path, partial("C").raw_path.unwrap()]);
        assert_eq!(wait(store.deferred(PARTNER, "D")).unwrap().len(), 1);
        let owed = wait(store.claim_owed(PARTNER, 0, 9)).unwrap();
        assert_eq!((owed.len(), owed[0].0.id), (1, 3));
        assert!(wait(store.sent_for(&response("T").key)).unwrap().is_some());
        assert_eq!(wait(store.cut(PARTNER, &key("G"))).unwrap().len(), 1);
        assert_eq!(do_now(&store, Change::Respond { owed: Box::new(new_owed("X", "P")) }), Outcome::Owed(4));
        // The sizes were not noted then.
        let short = Known::Resembles(key("S"));
        assert_eq!(wait(store.known(&stamped("S", "261122153059"), &offered())).unwrap(), short);
        do_now(
            &store,
            Change::Confirmed { owed: 4, fence: wait(store.claim_owed("P", 0, 1)).unwrap()[0].1, forget: false },
        );
        assert_eq!(fs::read_dir(dir.path().join("progress")).unwrap().count(), 0);
    }
    assert!(known(&dir.open(), &id("D")).is_some(), "and opened again");
}

/// Version 0.1 reads every record of this table when it opens a store.
#[test]
fn version_0_1_refuses_a_newer_store_by_name() {
    let dir = TestDir::new();
    drop(dir.open());
    let database = Database::create(dir.path().join(database::FILE)).unwrap();
    let transaction = redb::ReadableDatabase::begin_read(&database).unwrap();
    let table: TableDefinition<&[u8], &[u8]> = TableDefinition::new(COMMITTING);
    let table = transaction.open_table(table).unwrap();
    let rows: Vec<Vec<u8>> =
        redb::ReadableTable::iter(&table).unwrap().map(|row| row.unwrap().1.value().to_vec()).collect();
    assert_eq!(rows, [REFUSAL]);
    // The decoding of version 0.1 is this one.
    let error = decode::<Committing>(REFUSAL).err().unwrap();
    assert!(error.message.contains("a record has version 2, this program knows 1"), "{error}");
}

#[test]
fn a_store_of_a_newer_version_is_refused_by_name() {
    let dir = TestDir::new();
    drop(dir.open());
    let database = Database::create(dir.path().join(database::FILE)).unwrap();
    let transaction = database.begin_write().unwrap();
    let table: TableDefinition<&[u8], &[u8]> = TableDefinition::new("format");
    transaction.open_table(table).unwrap().insert(b"format".as_slice(), encode(&(9u64 << 32 | 7)).as_slice()).unwrap();
    transaction.commit().unwrap();
    drop(database);
    let error = open(Some(dir.path())).err().unwrap();
    assert_eq!(error.code, codes::STATE_STORE);
    assert!(error.message.contains("newer version") && error.message.contains("form 7"), "{error}");
}
