//! Who has a store: a file beside it, for the error of whoever comes second. The lock itself is on the store's own file.

use std::path::Path;

const FILE: &str = "in-use-by";

/// Writes down that this process has it. That nobody can read this later is no reason not to work.
pub(super) fn note(dir: &Path) {
    let program = std::env::current_exe().ok();
    let program =
        program.as_deref().and_then(Path::file_name).map_or_else(|| "?".into(), |name| name.to_string_lossy());
    let _ = std::fs::write(dir.join(FILE), format!("process {} ({program})", std::process::id()));
}

/// Who wrote that last.
pub(super) fn who_has(dir: &Path) -> String {
    let text = std::fs::read_to_string(dir.join(FILE)).unwrap_or_default();
    let text: String = text.chars().filter(|c| !c.is_control()).take(200).collect();
    if text.is_empty() { "another process".to_owned() } else { text }
}
