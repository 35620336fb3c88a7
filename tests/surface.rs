//! What is generated from the table of the interface is as the table says.

use std::path::Path;

#[test]
fn generated_files_are_as_the_table_says() {
    let different = xtask::check(Path::new(env!("CARGO_MANIFEST_DIR")));
    assert!(different.is_empty(), "run `cargo run -p xtask -- generate`: {different:?}");
}
