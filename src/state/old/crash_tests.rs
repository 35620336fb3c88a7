//! What crashes leave behind: positions of partial files, and commits at every step.

use super::tests::{TestDir, committing, key, offered, partial};
use super::*;
use crate::model::Format;
use std::fs;

/// RST-4: positions between two flushes survive the process; a cut and another boot end them.
#[test]
fn unflushed_positions_survive_the_process() {
    let dir = TestDir::new();
    let part = dir.file("part", b"x");
    let record = Partial { raw_path: Some(part), ..partial("A") };
    let store = open(Some(dir.path())).unwrap();
    store.put_partial(&record).unwrap();
    for round in 1..=5u64 {
        let positions: Vec<(u64, u64)> = (0..300).map(|i| (round * 1000 + i, i)).collect();
        store.checkpoint(&record.key, &positions).unwrap();
        let killed = dir.killed();
        let after = open(Some(killed.path())).unwrap();
        let found = after.partial(&record.key).unwrap().unwrap();
        let expected = if boot_id().is_empty() { &[] } else { &positions[100..] };
        assert_eq!(found.progress, expected);
        assert_eq!(after.partials().unwrap(), [found]);
        // A crash in the middle of the next one: the one before still holds.
        let file = fs::read_dir(killed.path().join("progress")).unwrap().next().unwrap().unwrap().path();
        let mut octets = fs::read(&file).unwrap();
        let newest = (round % 2) as usize * 4096;
        octets[newest + 70..newest + 90].fill(0);
        fs::write(&file, octets).unwrap();
        let before = after.partial(&record.key).unwrap().unwrap().progress;
        assert!(before.first().is_none_or(|position| position.0 / 1000 == round - 1));
    }
    store.put_partial(&record).unwrap();
    assert!(store.partial(&record.key).unwrap().unwrap().progress.is_empty());
    let memory = open(None).unwrap();
    memory.put_partial(&record).unwrap();
    memory.checkpoint(&record.key, &[(1, 2)]).unwrap();
    assert_eq!(memory.partial(&record.key).unwrap().unwrap().progress, [(1, 2)]);
}

/// RST-1, RST-2, RST-4: where a file can go on, by format, before and after a restart of the machine.
#[test]
fn positions_to_resume_from() {
    let plain = |format, record_length| Partial {
        raw_path: None,
        offered: Offered { format, record_length, ..Offered::default() },
        binary_records: false,
        checkpoints: vec![(2, 2048), (5, 5120)],
        ..partial("A")
    };
    for format in [Format::Unstructured, Format::Text] {
        let file = plain(format, 0);
        assert_eq!(file.resumable(9000, true), (8, 8192));
        assert_eq!(file.resumable(9000, false), (5, 5120));
        assert_eq!(file.resumable(3000, false), (2, 2048));
        assert_eq!(file.resumable(1023, true), (0, 0));
        assert_eq!(file.resume_at(9000, true, 3), (3, 3072));
        assert_eq!(file.resume_at(9000, false, 0), (0, 0));
        assert_eq!(Partial { checkpoints: vec![], ..file }.resumable(9000, false), (0, 0));
    }
    let fixed = plain(Format::Fixed, 78);
    assert_eq!(fixed.resumable(800, true), (10, 800));
    assert_eq!(fixed.resumable(879, true), (10, 800));
    assert_eq!(fixed.resume_at(879, true, 4), (4, 320));
    assert_eq!(fixed.resumable(9000, false), (64, 5120));
    assert_eq!(Partial { binary_records: true, ..fixed }.resumable(800, true), (10, 780));
    let variable = Partial { progress: vec![(7, 6000), (9, 8000)], ..plain(Format::Variable, 80) };
    assert_eq!(variable.resumable(9000, true), (9, 8000));
    assert_eq!(variable.resumable(9000, false), (5, 5120));
    assert_eq!(variable.resumable(7000, true), (7, 6000));
    assert_eq!(variable.resumable(100, true), (0, 0));
    assert_eq!(variable.resume_at(9000, true, 8), (7, 6000));
    assert_eq!(variable.resume_at(9000, true, 6), (5, 5120));
    assert_eq!(variable.resume_at(9000, true, 1), (0, 0));
    for format in [Format::Fixed, Format::Variable] {
        let mut wrapped = plain(format, 80);
        wrapped.offered.compressed = true;
        assert_eq!(wrapped.resumable(9000, true), (8, 8192));
    }
    assert!(partial("A").same_boot() != boot_id().is_empty());
    assert!(!Partial { boot_id: String::new(), ..partial("A") }.same_boot());
    assert!(offered().continues(&Offered { size_k: 99, user: String::new(), ..offered() }));
    assert!(!offered().continues(&Offered { record_length: 81, ..offered() }));
    assert!(!offered().continues(&Offered { compressed: false, ..offered() }));
}

/// The state that a crash leaves at each step of a commit, and what the next start makes of it.
#[test]
fn every_crash_point_of_a_commit() {
    struct Case {
        what: &'static str,
        part: Option<&'static [u8]>,
        target: Option<&'static [u8]>,
        linked: bool,
        finished: bool,
    }
    let new: &[u8] = b"new content";
    let case = |what, part, target, linked, finished| Case { what, part, target, linked, finished };
    let cases = [
        case("before the rename", Some(new), None, false, false),
        case("before the rename over an older file", Some(new), Some(b"older"), false, false),
        case("before the rename over an older file of the same length", Some(new), Some(b"old content"), false, false),
        case("between link and unlink", Some(new), None, true, true),
        case("after the rename", None, Some(new), false, true),
        case("both gone", None, None, false, false),
        case("part gone, final name is another file", None, Some(b"other"), false, false),
    ];
    for case in cases {
        let (dir, state) = (TestDir::new(), TestDir::new());
        let (part, target) = (dir.path().join(".ORDERS.0123abcd.oftp-part"), dir.path().join("ORDERS"));
        let store = open(Some(state.path())).unwrap();
        let record = Partial { part_path: part.clone(), raw_path: None, ..partial("ORDERS") };
        store.put_partial(&record).unwrap();
        store.begin_commit(&committing(part.clone(), target.clone(), new.len() as u64)).unwrap();
        case.part.iter().for_each(|content| fs::write(&part, content).unwrap());
        case.target.iter().for_each(|content| fs::write(&target, content).unwrap());
        if case.linked {
            fs::hard_link(&part, &target).unwrap();
        }
        let state = state.killed();
        for attempt in 0..2 {
            let after = open(Some(state.path())).unwrap();
            let what = case.what;
            let expected = match (attempt, case.finished) {
                (0, true) => vec![Recovered::Finished { key: key("ORDERS"), path: target.clone() }],
                (0, false) => vec![Recovered::TakenBack { key: key("ORDERS") }],
                _ => vec![],
            };
            assert_eq!(after.recovered(), expected, "{what}");
            assert_eq!(after.stored(&key("ORDERS")).unwrap().is_some(), case.finished, "{what}");
            assert_eq!(after.owed("O0177 PARTNER").unwrap().len(), usize::from(case.finished), "{what}");
            let restartable = !case.finished && case.part.is_some();
            assert_eq!(after.partial(&key("ORDERS")).unwrap().is_some(), restartable, "{what}");
            assert_eq!(part.exists(), restartable, "{what}");
            let content = if case.finished { Some(new) } else { case.target };
            assert_eq!(fs::read(&target).ok().as_deref(), content, "{what}");
        }
    }
}

/// The same with the part file in another directory: its own name there, and one in the final directory.
#[test]
fn crash_points_with_a_directory_for_temporary_files() {
    for renamed in [false, true] {
        let (dir, temp, state) = (TestDir::new(), TestDir::new(), TestDir::new());
        let spare = temp.file(".ORDERS.0123abcd.oftp-part", b"content");
        let raw = temp.file("raw", b"encrypted");
        let (staged, target) = (dir.path().join(".ORDERS.0123abcd.oftp-part"), dir.path().join("ORDERS"));
        fs::copy(&spare, if renamed { &target } else { &staged }).unwrap();
        let store = open(Some(state.path())).unwrap();
        let record = Partial { part_path: spare.clone(), raw_path: Some(raw.clone()), ..partial("ORDERS") };
        store.put_partial(&record).unwrap();
        store.begin_commit(&committing(staged.clone(), target.clone(), 7)).unwrap();
        let state = state.killed();
        let after = open(Some(state.path())).unwrap();
        assert_eq!(after.stored(&key("ORDERS")).unwrap().is_some(), renamed);
        assert_eq!((target.exists(), spare.exists(), raw.exists()), (renamed, !renamed, !renamed));
        assert!(!staged.exists());
        assert_eq!(after.partial(&key("ORDERS")).unwrap().is_some(), !renamed);
    }
}
