//! The life of a received file.

use super::*;

#[test]
fn a_file_passes_through_all_stages() {
    on_both(|store| {
        let file = id("A");
        let claimed = claim(store, &file);
        assert!(claimed.arriving.is_none());
        let fence = claimed.fence;
        let begun = arriving("A");
        do_now(store, Change::Arrive { arriving: Box::new(begun.clone()), fence });
        store.progress(&file, &[(400, 5)]).unwrap();
        let flushed = vec![(9, 9)];
        do_now(store, Change::Checkpoint { id: file.clone(), fence, flushed, distrust: false, updated: 8 });
        assert!(known(store, &file).is_none());
        do_now(store, Change::Release { id: file.clone(), fence });

        let Claimed { fence, arriving, .. } = claim(store, &file);
        let left = Arriving { flushed: vec![(9, 9)], progress: vec![(400, 5)], updated: 8, ..begun };
        assert_eq!(arriving, Some(Box::new(left)));
        let whole = received(file.clone());
        assert_eq!(do_now(store, Change::Store { received: Box::new(whole.clone()), fence }), Outcome::Done);
        assert_eq!(known(store, &file), Some(whole.clone()));
        let answer = Answer::Owed(Box::new(response("A")));
        let Outcome::Owed(number) = do_now(store, Change::Told { id: file.clone(), fence, answer, when: 55 }) else {
            panic!()
        };
        assert_eq!(known(store, &file).unwrap().stage, Stage::Owed(number));

        let owed = wait(store.claim_owed(PARTNER, 0, 9)).unwrap();
        assert_eq!(owed[0].0, Owed { id: number, ..new_owed("A", PARTNER) });
        do_now(store, Change::Confirmed { owed: number, fence: owed[0].1, forget: false });
        assert_eq!(known(store, &file), Some(Received { stage: Stage::Confirmed, ..whole }));
        assert!(wait(store.claim_owed(PARTNER, 0, 9)).unwrap().is_empty());
    });
}

/// The insert decides. An attempt is known to the store again; another one is not.
#[test]
fn a_file_is_stored_once() {
    on_both(|store| {
        let (file, whole) = (id("A"), received(id("A")));
        let fence = claim(store, &file).fence;
        let store_it = |attempt| {
            let received = Box::new(Received { attempt, ..whole.clone() });
            do_now(store, Change::Store { received, fence })
        };
        assert_eq!(store_it(whole.attempt), Outcome::Done);
        assert_eq!(store_it(whole.attempt), Outcome::Done, "repeated");
        assert_eq!(store_it(Attempt::new()), Outcome::Known(Box::new(whole.clone())));
        do_now(store, Change::Told { id: file.clone(), fence, answer: Answer::Deferred, when: 0 });
        assert_eq!(known(store, &file).unwrap().stage, Stage::Deferred);
        let fence = claim(store, &file).fence;
        let again = Change::Store { received: Box::new(whole.clone()), fence };
        assert_eq!(do_now(store, again), Outcome::Done, "repeated later");
        assert_eq!(known(store, &file).unwrap().stage, Stage::Deferred, "nothing is taken back");
        do_now(store, Change::Forget { id: file.clone(), fence });
        assert!(known(store, &file).is_some(), "what was told is not forgotten by an attempt");
    });
}

/// Whoever has lost its claim changes nothing.
#[test]
fn a_fence_that_is_gone_changes_nothing() {
    on_both(|store| {
        let file = id("A");
        let old = claim(store, &file).fence;
        do_now(store, Change::Release { id: file.clone(), fence: old });
        let new = claim(store, &file).fence;
        let changes = [
            Change::Arrive { arriving: Box::new(arriving("A")), fence: old },
            Change::Store { received: Box::new(received(file.clone())), fence: old },
            Change::Told { id: file.clone(), fence: old, answer: Answer::Deferred, when: 0 },
            Change::Release { id: file.clone(), fence: old },
            Change::Forget { id: file.clone(), fence: old },
        ];
        for change in changes {
            assert_eq!(do_now(store, change.clone()), Outcome::Lost, "{change:?}");
        }
        assert!(known(store, &file).is_none());
        assert_eq!(do_now(store, Change::Release { id: file, fence: new }), Outcome::Done);
    });
}

/// A newer session asks the older one to let go, and gets the file as soon as it has.
#[test]
fn a_claim_changes_hands() {
    on_both(|store| {
        block_on(async {
            let file = id("A");
            let Claim::Mine(mut first) = store.claim(&file, Duration::ZERO).await.unwrap() else { panic!() };
            assert!(matches!(store.claim(&file, Duration::from_millis(20)).await.unwrap(), Claim::Busy));
            let lets_go = async {
                assert!(*first.wanted.wait_for(|wanted| *wanted).await.unwrap());
                store.apply(Change::Release { id: file.clone(), fence: first.fence }).await.unwrap()
            };
            let begun = Instant::now();
            let (second, released) = tokio::join!(store.claim(&file, Duration::from_secs(10)), lets_go);
            assert!(matches!(second.unwrap(), Claim::Mine(_)) && released == Outcome::Done);
            assert!(begun.elapsed() < Duration::from_secs(5));
        });
    });
}

/// RST-5: every part of the key counts, the partner too; codes are compared as everywhere, names and stamps exactly.
#[test]
fn keys_differ_in_every_part() {
    on_both(|store| {
        put(store, received(id("ORDERS")), Answer::Deferred);
        let file = |key| FileId { key, ..id("ORDERS") };
        let others = [
            FileId { partner: "O0178 OTHER".to_owned(), ..id("ORDERS") },
            file(FileKey { name: "ORDER".to_owned(), ..key("ORDERS") }),
            file(FileKey { name: "orders".to_owned(), ..key("ORDERS") }),
            stamped("ORDERS", "202611221530590043"),
            stamped("ORDERS", "261122153058"),
            file(FileKey { destination: "O0013".to_owned(), ..key("ORDERS") }),
            file(FileKey { originator: "O0177".to_owned(), ..key("ORDERS") }),
        ];
        for other in others {
            assert!(known(store, &other).is_none(), "{other:?}");
        }
        let codes =
            FileKey { destination: "o0013 local ".to_owned(), originator: "O0177 PARTNER".to_owned(), ..key("ORDERS") };
        assert!(known(store, &FileId { partner: "o0177 partner ".to_owned(), key: codes }).is_some());
    });
}

/// A stamp without counter meets a long one of its second only when it is the only one and the offers are alike.
#[test]
fn short_stamps_meet_long_ones() {
    let (long, next, short) = ("202611221530590042", "202611221530590043", "261122153059");
    let looks = |store: &Store, stamp: &str, offered: &Offered| match wait(store.known(&stamped("A", stamp), offered))
        .unwrap()
    {
        Known::Stored(received) => received.id.key.stamp.as_str().to_owned(),
        Known::Resembles(key) => format!("like {}", key.stamp.as_str()),
        Known::No => String::new(),
    };
    on_both(|store| {
        assert_eq!(looks(store, short, &offered()), "");
        put(store, received(stamped("A", long)), Answer::Deferred);
        // The other level says neither description nor services.
        let plain = Offered { format: Format::Variable, record_length: 80, size_k: 12, ..Offered::default() };
        assert_eq!(looks(store, short, &plain), long);
        assert_eq!(looks(store, short, &Offered { size_k: 13, ..plain.clone() }), format!("like {long}"));
        assert_eq!(looks(store, short, &Offered { record_length: 79, ..plain.clone() }), format!("like {long}"));
        assert_eq!(looks(store, next, &offered()), "");
        put(store, received(stamped("A", next)), Answer::Deferred);
        assert_eq!(looks(store, short, &plain), format!("like {long}"), "not the only one");
        assert_eq!(looks(store, next, &offered()), next);
    });
    on_both(|store| {
        put(store, received(stamped("A", short)), Answer::Deferred);
        assert_eq!(looks(store, long, &offered()), short);
        put(store, received(stamped("A", next)), Answer::Deferred);
        assert_eq!(looks(store, long, &offered()), format!("like {short}"));
    });
}

/// What a process that is gone left stored and not told is found, once.
#[test]
fn what_was_not_told_is_found() {
    let dir = TestDir::new();
    let store = dir.open();
    let fence = claim(&store, &id("A")).fence;
    do_now(&store, Change::Store { received: Box::new(received(id("A"))), fence });
    put(&store, received(id("B")), Answer::NotOurs);
    assert!(wait(store.unfinished(10)).unwrap().is_empty(), "somebody works on it");
    let killed = dir.killed();
    let after = killed.open();
    let found = wait(after.unfinished(10)).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].0, received(id("A")));
    assert!(wait(after.unfinished(10)).unwrap().is_empty());
    // Not told after all: at any other time too.
    do_now(&after, Change::Release { id: id("A"), fence: found[0].1 });
    let again = wait(after.unfinished(10)).unwrap();
    do_now(&after, Change::Told { id: id("A"), fence: again[0].1, answer: Answer::Deferred, when: 1 });
    assert!(wait(after.unfinished(10)).unwrap().is_empty());
    // A file that did not get its name goes back, and whoever comes next finds its part.
    do_now(&store, Change::Arrive { arriving: Box::new(arriving("A")), fence });
    do_now(&store, Change::Release { id: id("A"), fence });
    assert!(wait(store.unfinished(10)).unwrap().is_empty() && known(&store, &id("A")).is_none());
    assert!(claim(&store, &id("A")).arriving.is_some());
}

/// RST-4: positions between two flushes survive the process; a cut and another boot end them.
#[test]
fn unflushed_positions_survive_the_process() {
    let dir = TestDir::new();
    let store = dir.open();
    let record = arriving("A");
    let fence = claim(&store, &record.id).fence;
    let arrive = || do_now(&store, Change::Arrive { arriving: Box::new(record.clone()), fence });
    let progress = |of: &Store| {
        let claimed = claim(of, &record.id);
        do_now(of, Change::Release { id: record.id.clone(), fence: claimed.fence });
        claimed.arriving.unwrap().progress
    };
    arrive();
    for round in 1..=5u64 {
        let positions: Vec<(u64, u64)> = (0..300).map(|i| (round * 1000 + i, i)).collect();
        store.progress(&record.id, &positions).unwrap();
        let killed = dir.killed();
        let after = killed.open();
        let expected = if boot_id().is_empty() { &[] } else { &positions[100..] };
        assert_eq!(progress(&after), expected);
        // A crash in the middle of the next one: the one before still holds.
        let file = fs::read_dir(killed.path().join("progress")).unwrap().next().unwrap().unwrap().path();
        let mut octets = fs::read(&file).unwrap();
        let newest = (round % 2) as usize * 4096;
        octets[newest + 70..newest + 90].fill(0);
        fs::write(&file, octets).unwrap();
        assert!(progress(&after).first().is_none_or(|position| position.0 / 1000 == round - 1));
    }
    let distrust = |distrust| Change::Checkpoint { id: id("A"), fence, flushed: vec![(1, 2)], distrust, updated: 9 };
    do_now(&store, distrust(true));
    do_now(&store, Change::Release { id: id("A"), fence });
    let left = claim(&store, &id("A")).arriving.unwrap();
    assert!(left.progress.is_empty() && !left.same_boot() && left.flushed == [(1, 2)], "only what was flushed counts");
}

/// What a killed process left of files that have no record yet is told from what others made, and from what is known.
#[test]
fn part_files_without_a_record_are_known_by_their_names() {
    let (dir, inbox) = (TestDir::new(), Path::new("/data/inbox"));
    let store = dir.open();
    wait(store.keeps_parts_in(inbox)).unwrap();
    wait(store.keeps_parts_in(inbox)).unwrap();
    let (lost, known) = (store.attempt().hex(), store.attempt().hex());
    let noted = Arriving { part_path: inbox.join(&known), raw_path: Some(inbox.join("raw")), ..arriving("A") };
    let fence = claim(&store, &noted.id).fence;
    do_now(&store, Change::Arrive { arriving: Box::new(noted), fence });
    let now = wait(store.leftovers()).unwrap();
    assert!(!now.contains(&inbox.join(&lost), &lost), "it is still at work");
    let after = dir.killed().open();
    let found = wait(after.leftovers()).unwrap();
    assert_eq!(found.places, [inbox]);
    assert!(found.contains(&inbox.join(&lost), &lost));
    let fresh = after.attempt().hex();
    let foreign = TestDir::new().open().attempt().hex();
    for (name, attempt) in [(&known, &known), (&fresh, &fresh), (&foreign, &foreign), (&"raw".to_owned(), &lost)] {
        assert!(!found.contains(&inbox.join(name), attempt), "{name}");
    }
}

/// RST-1, RST-2, RST-4: where a file can go on, by format, before and after a restart of the machine.
#[test]
fn positions_to_resume_from() {
    let plain = |format, record_length| Arriving {
        raw_path: None,
        offered: Offered { format, record_length, ..Offered::default() },
        binary_records: false,
        flushed: vec![(2, 2048), (5, 5120)],
        ..arriving("A")
    };
    let all = u64::MAX;
    for format in [Format::Unstructured, Format::Text] {
        let file = plain(format, 0);
        assert_eq!(file.resume_at(9000, true, all), (8, 8192));
        assert_eq!(file.resume_at(9000, false, all), (5, 5120));
        assert_eq!(file.resume_at(3000, false, all), (2, 2048));
        assert_eq!(file.resume_at(1023, true, all), (0, 0));
        assert_eq!(file.resume_at(9000, true, 3), (3, 3072));
        assert_eq!(file.resume_at(9000, false, 0), (0, 0));
        assert_eq!(Arriving { flushed: vec![], ..file }.resume_at(9000, false, all), (0, 0));
    }
    let fixed = plain(Format::Fixed, 78);
    assert_eq!(fixed.resume_at(800, true, all), (10, 800));
    assert_eq!(fixed.resume_at(879, true, 4), (4, 320));
    assert_eq!(fixed.resume_at(9000, false, all), (64, 5120));
    assert_eq!(Arriving { binary_records: true, ..fixed }.resume_at(800, true, all), (10, 780));
    let variable = Arriving { progress: vec![(7, 6000), (9, 8000)], ..plain(Format::Variable, 80) };
    assert_eq!(variable.resume_at(9000, true, all), (9, 8000));
    assert_eq!(variable.resume_at(9000, false, all), (5, 5120));
    assert_eq!(variable.resume_at(7000, true, all), (7, 6000));
    assert_eq!(variable.resume_at(9000, true, 8), (7, 6000));
    assert_eq!(variable.resume_at(9000, true, 1), (0, 0));
    for format in [Format::Fixed, Format::Variable] {
        let mut wrapped = plain(format, 80);
        wrapped.offered.compressed = true;
        assert_eq!(wrapped.resume_at(9000, true, all), (8, 8192));
    }
    assert!(arriving("A").same_boot() != boot_id().is_empty());
    assert!(!Arriving { boot_id: String::new(), ..arriving("A") }.same_boot());
}

/// A part goes on only when SFID says the same of it in every field.
#[test]
fn only_the_same_offer_goes_on() {
    assert!(offered().continues(&offered()));
    let others = [
        Offered { size_k: 99, ..offered() },
        Offered { original_size_k: 99, ..offered() },
        Offered { user: String::new(), ..offered() },
        Offered { record_length: 81, ..offered() },
        Offered { compressed: false, ..offered() },
        Offered { signed_response: false, ..offered() },
        Offered { description: String::new(), ..offered() },
    ];
    assert!(others.iter().all(|other| !offered().continues(other)));
}
