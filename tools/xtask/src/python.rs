//! To come.

use crate::File;

/// Every file.
pub fn files() -> Vec<File> {
    Vec::new()
}
