//! The words of the header before it was generated: only to prove that nothing moved. Goes with the next commit.

const TEXTS: &str = include_str!("../legacy.tsv");

/// The lines of an item's documentation.
pub fn find(key: &str) -> Option<Vec<String>> {
    let line = TEXTS.lines().find(|line| line.split('\t').next() == Some(key))?;
    Some(line.split('\t').skip(1).map(str::to_owned).collect())
}
