//! `tests/data/conformance.tsv`: the specification, row by row.

use std::collections::HashSet;
use std::path::Path;

/// Each row has an id of its own, such as EFNA-4, and every column; `scripts/conformance.py` says which test shows it.
#[test]
fn the_rows_of_the_specification_can_be_told_apart() {
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/conformance.tsv");
    let list = std::fs::read_to_string(list).unwrap();
    let mut lines = list.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    assert_eq!(lines.next().unwrap(), ["id", "section", "applies", "role", "requirement", "kind"]);
    let mut ids = HashSet::new();
    for row in lines {
        assert!(row.len() == 6 && row.iter().all(|cell| !cell.trim().is_empty()), "{row:?}");
        let (command, number) = row[0].rsplit_once('-').unwrap();
        assert!(!command.is_empty() && number.parse::<u32>().is_ok(), "{row:?}");
        assert!(ids.insert(row[0]), "{} is there twice", row[0]);
    }
    assert!(ids.len() >= 220, "{} rows", ids.len());
}
