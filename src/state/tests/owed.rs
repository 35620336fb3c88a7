//! End responses that are owed, from the program's answer to RTR.

use super::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

fn claim_owed(store: &Store, after: u64, limit: usize) -> Vec<(Owed, Fence)> {
    wait(store.claim_owed("o0177 partner ", after, limit)).unwrap()
}

fn respond(store: &Store, name: &str, partner: &str) -> u64 {
    match do_now(store, Change::Respond { owed: Box::new(new_owed(name, partner)) }) {
        Outcome::Owed(number) => number,
        other => panic!("{other:?}"),
    }
}

#[test]
fn end_responses_wait_in_order_until_they_are_done() {
    on_both(|store| {
        let answer = || Answer::Owed(Box::new(response("A")));
        assert_eq!(put(store, received(id("A")), answer()), Outcome::Owed(1));
        put(store, received(id("B")), Answer::Deferred);
        let second = respond(store, "B", "o0177 partner");
        let other = respond(store, "UNKNOWN", "O0178");
        assert!(1 < second && second < other);
        assert_eq!(known(store, &id("B")).unwrap().stage, Stage::Owed(second));
        let again = Change::Respond { owed: Box::new(new_owed("B", PARTNER)) };
        assert_eq!(do_now(store, again), Outcome::Lost, "EERP and NERP exclude each other");

        let partners = [PARTNER.to_owned(), "O0178".to_owned(), "O0179".to_owned()];
        assert_eq!(wait(store.waiting(&partners)).unwrap(), partners[..2]);
        let first = claim_owed(store, 0, 1);
        assert_eq!((first.len(), first[0].0.id), (1, 1));
        let next = claim_owed(store, 0, 5);
        assert_eq!((next.len(), next[0].0.id), (1, second), "what one session has the other does not get");
        assert!(claim_owed(store, 0, 5).is_empty());
        assert_eq!(wait(store.waiting(&partners)).unwrap(), partners[1..2]);
        store.give_back(&[(second, next[0].1)]);
        assert!(claim_owed(store, second, 5).is_empty());
        assert_eq!(claim_owed(store, second - 1, 5).len(), 1);

        let confirmed = |fence, forget| Change::Confirmed { owed: 1, fence, forget };
        assert_eq!(do_now(store, confirmed(next[0].1, false)), Outcome::Lost);
        assert_eq!(do_now(store, confirmed(first[0].1, true)), Outcome::Done);
        assert_eq!(do_now(store, confirmed(first[0].1, true)), Outcome::Lost);
        assert!(known(store, &id("A")).is_none(), "forgotten with its end response");
        assert!(respond(store, "C", "P") > other, "numbers are not used again");
    });
}

/// The program may answer while it still hears of the file; then what EndTransfer returns does not answer again.
#[test]
fn an_answer_inside_end_transfer_counts() {
    on_both(|store| {
        let fence = claim(store, &id("A")).fence;
        do_now(store, Change::Store { received: Box::new(received(id("A"))), fence });
        assert_eq!(wait(store.deferred(PARTNER, "A ")).unwrap().len(), 1);
        respond(store, "A", PARTNER);
        let answer = Answer::Owed(Box::new(response("A")));
        do_now(store, Change::Told { id: id("A"), fence, answer, when: 0 });
        assert_eq!(claim_owed(store, 0, 9).len(), 1);
    });
}

#[test]
fn late_answers_find_their_files() {
    on_both(|store| {
        put(store, received(id("A")), Answer::Deferred);
        put(store, received(id("AB")), Answer::Deferred);
        put(store, received(id("B")), Answer::NotOurs);
        let found: Vec<FileId> =
            wait(store.deferred(PARTNER, "A ")).unwrap().into_iter().map(|found| found.id).collect();
        assert_eq!(found, [id("A")]);
        assert!(wait(store.deferred(PARTNER, "B")).unwrap().is_empty());
        respond(store, "A", PARTNER);
        assert!(wait(store.deferred(PARTNER, "A")).unwrap().is_empty());
    });
}

/// A session that hangs keeps an end response for ten seconds, not until it ends.
#[test]
fn a_session_that_hangs_does_not_keep_end_responses() {
    on_both(|store| {
        respond(store, "A", PARTNER);
        let old = claim_owed(store, 0, 1);
        assert!(claim_owed(store, 0, 1).is_empty());
        store.age_claims();
        let new = claim_owed(store, 0, 1);
        assert_eq!(new[0].0, old[0].0);
        let confirmed = |fence| Change::Confirmed { owed: 1, fence, forget: false };
        assert_eq!(do_now(store, confirmed(old[0].1)), Outcome::Lost);
        assert_eq!(do_now(store, confirmed(new[0].1)), Outcome::Done);
    });
}

/// An end response can leave only when its row is on disk.
#[test]
fn what_can_be_claimed_is_durable() {
    let dir = TestDir::new();
    let store = dir.open();
    for number in 1..=20u64 {
        let file = id(&format!("F{number}"));
        let fence = claim(&store, &file).fence;
        do_now(&store, Change::Store { received: Box::new(received(file.clone())), fence });
        let answer = Answer::Owed(Box::new(response("F")));
        drop(store.apply(Change::Told { id: file, fence, answer, when: 0 }));
        let claimed = claim_owed(&store, number - 1, 1);
        let killed = dir.killed();
        assert_eq!(claim_owed(&killed.open(), number - 1, 1)[0].0, claimed[0].0);
        drop(store.apply(Change::Confirmed { owed: number, fence: claimed[0].1, forget: false }));
        assert!(claim_owed(&store, 0, 1).is_empty(), "read as it was applied");
    }
}

/// Item 15 of the issue on received files: what a turn costs does not grow with what is owed.
#[test]
fn claiming_is_constant_work() {
    use super::super::tables::{Base, Batch, Memory, Table, Visit};
    #[derive(Default)]
    struct Counting(Memory, AtomicUsize);
    impl Base for Counting {
        fn get(&self, table: Table, key: &[u8]) -> crate::Result<Option<Vec<u8>>> {
            self.1.fetch_add(1, Ordering::SeqCst);
            self.0.get(table, key)
        }

        fn scan(&self, table: Table, prefix: &[u8], from: &[u8], visit: &mut Visit<'_>) -> crate::Result<()> {
            self.0.scan(table, prefix, from, &mut |key, value| {
                self.1.fetch_add(1, Ordering::SeqCst);
                visit(key, value)
            })
        }

        fn commit(&self, batch: &Batch) -> crate::Result<()> {
            self.0.commit(batch)
        }
    }
    let base = Arc::new(Counting::default());
    let core = store::Core::new(None, base.clone(), progress::Progress::in_memory());
    let store = Store { core, writer: None, maker: parts::Maker::default() };
    for number in 0..5000 {
        respond(&store, &format!("F{number}"), PARTNER);
    }
    let mut after = 0;
    for _ in 0..50 {
        let before = base.1.load(Ordering::SeqCst);
        assert_eq!(wait(store.waiting(&[PARTNER.to_owned()])).unwrap().len(), 1);
        let claimed = claim_owed(&store, after, 1);
        assert!(base.1.load(Ordering::SeqCst) - before <= 5);
        after = claimed[0].0.id;
        do_now(&store, Change::Confirmed { owed: after, fence: claimed[0].1, forget: false });
    }
}
