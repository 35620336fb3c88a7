//! Lists in `tests/data` that are copies of others.

use std::path::Path;

/// `tests/data/conformance.tsv` is the list of the specification, row by row, where that lies beside the project.
#[test]
fn the_conformance_list_is_that_of_the_specification() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let theirs = root.join("../shared/spec/conformance.tsv");
    let Ok(theirs) = std::fs::read_to_string(&theirs) else {
        println!("skipped: there is no {}", theirs.display());
        return;
    };
    let own = std::fs::read_to_string(root.join("tests/data/conformance.tsv")).unwrap();
    for (own, theirs) in own.lines().zip(theirs.lines()) {
        assert_eq!(own, theirs, "tests/data/conformance.tsv has another row");
    }
    assert_eq!(own.lines().count(), theirs.lines().count(), "rows are missing, or there are too many");
}
