//! What a crash left of commits: each is finished or taken back when the store is opened.

use super::backend::Table;
use super::records::{Committing, Partial};
use super::store::Store;
use super::{StateStore, keys};
use crate::error::Result;
use crate::model::FileKey;
use std::fs;
use std::path::{Path, PathBuf};

/// What became of a commit that a crash interrupted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recovered {
    /// The file is there, whole; it counts as stored now and its end response is queued. The application may not have
    /// been told.
    Finished {
        /// The file.
        key: FileKey,
        /// Where it is.
        path: PathBuf,
    },
    /// The file is still a partial one, or nothing at all: the partner will offer it again.
    TakenBack {
        /// The file.
        key: FileKey,
    },
}

impl Store {
    /// Looks at every commit begun and not finished, and forgets partial files that are not there any more.
    pub(super) fn recover(&self) -> Result<Vec<Recovered>> {
        let mut result = Vec::new();
        for committing in self.all::<Committing>(Table::Committing)? {
            let key = committing.key.clone();
            let partial = self.get::<Partial>(Table::Partial, &keys::file(&key))?;
            if was_renamed(&committing) {
                // After link-and-unlink the first name can be left, and so can the one in the directory for
                // temporary files.
                remove(&committing.part_path);
                if let Some(partial) = &partial {
                    remove(&partial.part_path);
                    partial.raw_path.as_deref().into_iter().for_each(remove);
                }
                self.finish_commit(&key, &committing.stored, committing.owed.as_ref())?;
                result.push(Recovered::Finished { key, path: committing.final_path });
                continue;
            }
            if let Some(partial) = &partial {
                // Prepared in the final directory, but the part file proper is elsewhere.
                if partial.part_path != committing.part_path && partial.restart_path().exists() {
                    remove(&committing.part_path);
                }
            }
            self.abort_commit(&key)?;
            result.push(Recovered::TakenBack { key });
        }
        for partial in self.all::<Partial>(Table::Partial)? {
            if !partial.restart_path().exists() {
                self.remove_partial(&partial.key)?;
            }
        }
        Ok(result)
    }
}

/// Whether the part file has its final name. As long as its old name is there too, the final one must be the same file:
/// it could be an older one that was to be overwritten.
fn was_renamed(committing: &Committing) -> bool {
    let Ok(found) = fs::symlink_metadata(&committing.final_path) else { return false };
    if !found.is_file() || found.len() != committing.length {
        return false;
    }
    !committing.part_path.exists() || is_same_file(&committing.part_path, &committing.final_path)
}

#[cfg(unix)]
fn is_same_file(a: &Path, b: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |path: &Path| fs::symlink_metadata(path).map(|facts| (facts.dev(), facts.ino()));
    matches!((id(a), id(b)), (Ok(a), Ok(b)) if a == b)
}

/// Without file numbers: the same octets are as good as the same file.
#[cfg(not(unix))]
fn is_same_file(a: &Path, b: &Path) -> bool {
    use std::io::Read;
    let (Ok(a), Ok(b)) = (fs::File::open(a), fs::File::open(b)) else { return false };
    let mut octets = std::io::BufReader::new(a).bytes().zip(std::io::BufReader::new(b).bytes());
    octets.all(|pair| matches!(pair, (Ok(a), Ok(b)) if a == b))
}

/// Deletes a leftover; one that cannot be deleted does no harm.
pub(super) fn remove(path: &Path) {
    let _ = fs::remove_file(path);
}
