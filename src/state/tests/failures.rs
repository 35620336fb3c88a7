//! Flushes, failures, and who has the store.

use super::*;
use std::sync::atomic::Ordering;

fn commits(store: &Store) -> usize {
    store.core.commits.load(Ordering::SeqCst)
}

fn respond(name: &str) -> Change {
    Change::Respond { owed: Box::new(new_owed(name, PARTNER)) }
}

fn owed(store: &Store) -> usize {
    let claimed = wait(store.claim_owed(PARTNER, 0, 1000)).unwrap();
    let ids: Vec<_> = claimed.iter().map(|(owed, fence)| (owed.id, *fence)).collect();
    store.give_back(&ids);
    claimed.len()
}

/// One waited change for each file: what nobody waits for goes with the next one.
#[test]
fn a_file_costs_one_flush() {
    let dir = TestDir::new();
    let store = dir.open();
    for number in 0..10 {
        let file = id(&format!("F{number}"));
        let fence = claim(&store, &file).fence;
        do_now(&store, Change::Store { received: Box::new(received(file.clone())), fence });
        drop(store.apply(Change::Told { id: file, fence, answer: Answer::Deferred, when: 0 }));
    }
    // The clock may have made one of its own.
    assert!(commits(&store) <= 11, "{}", commits(&store));
    std::thread::sleep(Duration::from_millis(400));
    let after = commits(&store);
    assert!(wait(dir.killed().open().unfinished(20)).unwrap().is_empty(), "written without anybody who waits");
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(commits(&store), after, "nothing to write, nothing is flushed");
}

#[test]
fn many_writers_share_the_flushes() {
    let dir = TestDir::new();
    let store = dir.open();
    std::thread::scope(|scope| {
        for writer in 0..8 {
            let store = &store;
            scope.spawn(move || {
                for number in 0..25 {
                    do_now(store, respond(&format!("F{writer}-{number}")));
                }
            });
        }
    });
    assert!(commits(&store) < 200);
    let after = dir.killed();
    let claimed = wait(after.open().claim_owed(PARTNER, 0, 1000)).unwrap();
    let ids: Vec<u64> = claimed.iter().map(|(owed, _)| owed.id).collect();
    assert_eq!(ids, (1..=200).collect::<Vec<_>>());
}

#[test]
fn everything_waited_for_survives_a_kill_at_any_time() {
    let dir = TestDir::new();
    let store = dir.open();
    for number in 0..20 {
        let name = format!("F{number}");
        let fence = claim(&store, &id(&name)).fence;
        do_now(&store, Change::Arrive { arriving: Box::new(arriving(&name)), fence });
        do_now(&store, respond(&name));
        let copy = dir.killed();
        let after = copy.open();
        assert!(claim(&after, &id(&name)).arriving.is_some());
        assert_eq!(owed(&after), number + 1);
    }
    drop(store.apply(respond("LAST")));
    drop(store);
    assert_eq!(owed(&dir.open()), 21, "what nobody waited for is written when the store is closed");
}

/// One passing error does not spoil the store: who waited hears it, what nobody waited for is written afterwards.
#[test]
fn a_store_that_failed_is_opened_again() {
    let dir = TestDir::new();
    let store = dir.open();
    let fence = claim(&store, &id("A")).fence;
    do_now(&store, Change::Store { received: Box::new(received(id("A"))), fence });
    let full = dir.file(database::FAILS_WHEN, b"");
    drop(store.apply(Change::Told { id: id("A"), fence, answer: Answer::Deferred, when: 0 }));
    let error = wait(store.apply(respond("B"))).unwrap_err();
    assert_eq!(error.code, codes::STATE_STORE);
    assert!(error.message.contains("No space left"), "{error}");
    assert!(wait(store.known(&id("A"), &offered())).is_err(), "what is not durable is not said");
    fs::remove_file(full).unwrap();
    assert_eq!(do_now(&store, respond("C")), Outcome::Owed(1), "what failed left nothing");
    assert_eq!(known(&store, &id("A")).unwrap().stage, Stage::Deferred);
    drop(store);
    let after = dir.open();
    assert_eq!(known(&after, &id("A")).unwrap().stage, Stage::Deferred);
    assert_eq!(owed(&after), 1);
    // A disk that stays full keeps no process from ending.
    dir.file(database::FAILS_WHEN, b"");
    drop(after.apply(respond("D")));
    drop(after);
}

/// Also without anybody who comes and asks.
#[test]
fn what_nobody_waits_for_is_tried_again() {
    let dir = TestDir::new();
    let store = dir.open();
    let full = dir.file(database::FAILS_WHEN, b"");
    drop(store.apply(respond("A")));
    std::thread::sleep(Duration::from_millis(400));
    fs::remove_file(full).unwrap();
    let begun = Instant::now();
    while owed(&dir.killed().open()) == 0 {
        assert!(begun.elapsed() < Duration::from_secs(10));
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn one_state_path_belongs_to_one_process() {
    let dir = TestDir::new();
    let first = open(Some(dir.path())).unwrap();
    let error = open(Some(dir.path())).err().unwrap();
    assert_eq!(error.code, codes::STATE_STORE);
    assert!(error.message.contains(&format!("in use by process {} (", std::process::id())), "{error}");
    drop(first);
    open(Some(dir.path())).unwrap();
    let file = dir.file("file", b"");
    assert_eq!(open(Some(&file)).err().unwrap().code, codes::STATE_STORE);
    let bad = TestDir::new();
    bad.file("oftpsrv.redb", &[b'x'; 10_000]);
    assert_eq!(open(Some(bad.path())).err().unwrap().code, codes::STATE_STORE);
}

/// Of a file whose Store failed nobody knows whether it is on disk, and of one that is being taken back it does not matter: it is not
/// said to be stored until its holder is done with it.
#[test]
fn a_file_in_doubt_is_not_known() {
    let dir = TestDir::new();
    let store = dir.open();
    let file = id("DOUBT");
    let fence = claim(&store, &file).fence;
    let stores = || Change::Store { received: Box::new(received(file.clone())), fence };
    let failing = dir.file(database::FAILS_WHEN, b"");
    wait(store.apply(stores())).unwrap_err();
    std::fs::remove_file(failing).unwrap();
    assert_eq!(known(&store, &file), None);
    // It is stored after all, and told while another session asks: that is known, and not only when the claim ends.
    do_now(&store, stores());
    assert!(known(&store, &file).is_some());
    // Its name could not be had: it is taken back.
    drop(store.apply(Change::Arrive { arriving: Box::new(Arriving { id: file.clone(), ..arriving("DOUBT") }), fence }));
    assert_eq!(known(&store, &file), None);
    assert!(matches!(block_on(store.claim(&file, Duration::ZERO)).unwrap(), Claim::Busy));
    do_now(&store, Change::Forget { id: file.clone(), fence });
    claim(&store, &file);
}

/// What is written beside changes, and what is applied while the store cannot be opened, is not lost by a failure.
#[test]
fn nothing_that_nobody_waits_for_is_lost() {
    let dir = TestDir::new();
    let store = dir.open();
    let station = store.attempt();
    let file = id("LATER");
    let fence = claim(&store, &file).fence;
    let failing = dir.file(database::FAILS_WHEN, b"");
    drop(store.keeps_parts_in(dir.path()));
    wait(store.apply(respond("FIRST"))).unwrap_err();
    drop(store.apply(respond("SECOND")));
    drop(store.apply(Change::Forget { id: file.clone(), fence }));
    // The claim is over although nothing can be written: somebody else may have the file.
    claim(&store, &file);
    std::fs::remove_file(failing).unwrap();
    do_now(&store, respond("THIRD"));
    drop(store);
    let store = dir.open();
    assert_eq!(store.attempt().hex()[..8], station.hex()[..8], "it is the same store");
    assert_eq!(wait(store.leftovers()).unwrap().places.len(), 1);
    assert_eq!(owed(&store), 2);
}
