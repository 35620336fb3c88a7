//! Answers that were held back, kept in the state directory for the next run.

use crate::board::Held;
use serde_json::Value;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

fn file(state: &Path) -> PathBuf {
    state.join("held-responses.json")
}

/// Writes all of them, so that a crash leaves the old list or the new one.
pub fn save(state: &Path, held: &[Held]) -> io::Result<()> {
    let list: Vec<Value> = held.iter().map(Held::to_json).collect();
    let fresh = state.join("held-responses.new");
    let mut out = std::fs::File::create(&fresh)?;
    out.write_all(Value::from(list).to_string().as_bytes())?;
    out.sync_all()?;
    std::fs::rename(fresh, file(state))
}

/// Reads them; no file means none.
pub fn load(state: &Path) -> Result<Vec<Held>, String> {
    let path = file(state);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(format!("{}: {error}", path.display())),
    };
    let damaged = || format!("{} is damaged; remove it to give up the answers in it", path.display());
    let value: Value = serde_json::from_str(&text).map_err(|_| damaged())?;
    let list = value.as_array().ok_or_else(damaged)?;
    list.iter().map(|entry| Held::from_json(entry).ok_or_else(damaged)).collect()
}
