//! A directory of a test's own.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

/// A directory that is removed when the last one that knows it goes.
#[derive(Clone)]
pub struct Scratch {
    path: PathBuf,
    /// `None`: somebody else made it and removes it.
    _whole: Option<Arc<TempDir>>,
}

impl Scratch {
    pub fn new() -> Self {
        let whole = tempfile::Builder::new().prefix("oftpsrv-test-").tempdir().unwrap();
        Scratch { path: whole.path().to_owned(), _whole: Some(Arc::new(whole)) }
    }

    /// A directory that stays.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Scratch { path: path.into(), _whole: None }
    }

    /// A directory in this one.
    pub fn below(&self, name: &str) -> Self {
        let path = self.path.join(name);
        fs::create_dir_all(&path).unwrap();
        Scratch { path, _whole: self._whole.clone() }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn join(&self, name: impl AsRef<Path>) -> PathBuf {
        self.path.join(name)
    }

    /// Writes a file; where it is.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    /// Writes a file; where it is, as settings want it.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        self.write(name, content).to_str().unwrap().to_owned()
    }
}
