//! Files sent, and forgetting what is old.

use super::*;

pub(super) fn sent(name: &str) -> Sent {
    Sent {
        key: key(name),
        partner: PARTNER.to_owned(),
        user: "U".to_owned(),
        local_path: PathBuf::from("/out/x"),
        hash: vec![4; 64],
        suite: CipherSuite::NONE,
        wants_signed: false,
        forwarded: true,
        when: 9,
    }
}

pub(super) fn outgoing(name: &str) -> Outgoing {
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

fn put_sent(store: &Store, sent: Sent) -> Outcome {
    do_now(store, Change::Sent { sent: Box::new(sent), offered: false })
}

fn response_key(name: &str) -> FileKey {
    response(name).key
}

fn sent_for(store: &Store, response: &FileKey) -> Option<FileKey> {
    wait(store.sent_for(response)).unwrap().map(|sent| sent.key)
}

#[test]
fn a_file_is_offered_sent_and_answered() {
    on_both(|store| {
        let offer = Change::Offer { outgoing: Box::new(outgoing("A")) };
        do_now(store, offer.clone());
        let cut = |partner, name| wait(store.cut(partner, &key(name))).unwrap();
        assert_eq!(cut(PARTNER, "A"), [outgoing("A")]);
        assert!(cut("O0177", "A").is_empty() && cut(PARTNER, "AB").is_empty());
        let other_stamp = FileKey { stamp: Stamp::from_wire("261122153059").unwrap(), ..key("A") };
        assert_eq!(wait(store.cut(PARTNER, &other_stamp)).unwrap().len(), 1);
        assert_eq!(wait(store.outgoing(&key("A"))).unwrap(), Some(outgoing("A")));

        let confirmed = Change::Sent { sent: Box::new(sent("A")), offered: true };
        assert_eq!(do_now(store, confirmed.clone()), Outcome::Done);
        assert_eq!(wait(store.outgoing(&key("A"))).unwrap(), None);
        assert_eq!(wait(store.sent_for(&response_key("A"))).unwrap(), Some(sent("A")));
        assert_eq!(do_now(store, Change::Answered { key: key("A") }), Outcome::Done);
        assert_eq!(do_now(store, Change::Answered { key: key("A") }), Outcome::Lost);
        assert_eq!(do_now(store, confirmed), Outcome::Lost, "the end response overtook EFPA");
        assert_eq!(sent_for(store, &response_key("A")), None);
        do_now(store, offer);
        do_now(store, Change::Withdraw { key: key("A") });
        assert!(cut(PARTNER, "A").is_empty());
    });
}

#[test]
fn end_responses_find_what_they_are_for() {
    on_both(|store| {
        let later = FileKey { stamp: Stamp::from_wire("202611221530590043").unwrap(), ..key("A") };
        put_sent(store, sent("A"));
        put_sent(store, Sent { key: later.clone(), ..sent("A") });
        let response = response_key("A");
        assert_eq!(sent_for(store, &response), Some(key("A")));
        assert_eq!(sent_for(store, &FileKey { stamp: later.stamp.clone(), ..response.clone() }), Some(later));
        assert_eq!(sent_for(store, &key("A")), Some(key("A")), "codes not swapped");
        let short = FileKey { stamp: response.stamp.to_short(), ..response.clone() };
        assert_eq!(sent_for(store, &short), Some(key("A")), "a response in an older version");
        assert_eq!(sent_for(store, &FileKey { name: "B".to_owned(), ..response }), None);
    });
}

#[test]
fn prune_takes_what_is_old_and_not_owed() {
    on_both(|store| {
        let file = |name, when| Received { when, ..received(id(name)) };
        put(store, file("OLD", 10), Answer::NotOurs);
        put(store, file("DEFERRED", 10), Answer::Deferred);
        put(store, file("OWED", 10), Answer::Owed(Box::new(response("OWED"))));
        put(store, file("NEW", 100), Answer::NotOurs);
        let fence = claim(store, &id("UNTOLD")).fence;
        do_now(store, Change::Store { received: Box::new(file("UNTOLD", 10)), fence });
        for (name, updated) in [("P", 99), ("Q", 100), ("HELD", 1)] {
            let fence = claim(store, &id(name)).fence;
            do_now(store, Change::Arrive { arriving: Box::new(Arriving { updated, ..arriving(name) }), fence });
            if name != "HELD" {
                do_now(store, Change::Release { id: id(name), fence });
            }
        }
        let prepared = PathBuf::from("/tmp/prepared");
        let half = Outgoing { prepared_path: Some(prepared.clone()), ..outgoing("O") };
        do_now(store, Change::Offer { outgoing: Box::new(half) });
        put_sent(store, sent("S"));
        let pruned = wait(store.prune(100, 1000)).unwrap();
        let part = arriving("P");
        let files = vec![part.part_path, part.raw_path.unwrap(), prepared];
        assert_eq!(pruned, Pruned { stored: 2, sent: 1, arriving: 1, outgoing: 1, files, more: false });
        for name in ["OWED", "NEW", "UNTOLD"] {
            assert!(known(store, &id(name)).is_some(), "{name}");
        }
        assert!(known(store, &id("OLD")).is_none() && wait(store.deferred(PARTNER, "DEFERRED")).unwrap().is_empty());
        assert!(claim(store, &id("Q")).arriving.is_some() && claim(store, &id("P")).arriving.is_none());
        assert_eq!(wait(store.prune(100, 1000)).unwrap(), Pruned::default());
    });
}

#[test]
fn prune_works_through_large_tables_in_pieces() {
    let store = Store::in_memory();
    for number in 0..2500 {
        // Every second one is old.
        put_sent(&store, Sent { when: if number % 2 == 0 { 1 } else { 200 }, ..sent(&format!("N{number}")) });
    }
    let (mut sent, mut pieces) = (0, 0);
    loop {
        let pruned = wait(store.prune(100, 400)).unwrap();
        sent += pruned.sent;
        pieces += 1;
        if !pruned.more {
            break;
        }
    }
    assert_eq!((sent, pieces), (1250, 7));
    assert_eq!(sent_for(&store, &response_key("N0")), None);
    assert!(sent_for(&store, &response_key("N1")).is_some());
}
