//! What belongs to a station, whichever server of this process serves it: the open store of its StatePath. Opened by the first
//! that starts, held by each connection, closed when the last one has left.

mod hold;

pub(crate) use hold::Hold;

use crate::error::Result;
use crate::state::{self, StateStore};
use crate::sync::lock;
use once_cell::sync::Lazy;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, Weak};

/// The stations of this process that have a StatePath. Several servers may serve one, as a gateway with a plain and a TLS
/// port does.
static STATIONS: Lazy<Mutex<HashMap<PathBuf, Weak<Station>>>> = Lazy::new(Mutex::default);

/// A station whose store is open.
pub(crate) struct Station {
    pub store: Arc<dyn StateStore>,
    /// The StatePath; none when everything is kept in memory.
    pub place: Option<PathBuf>,
}

impl Station {
    /// One that remembers only as long as it lives.
    pub(crate) fn in_memory() -> Result<Arc<Station>> {
        Ok(Arc::new(Station { store: state::open(None)?, place: None }))
    }

    /// That of a StatePath.
    ///
    /// # Errors
    /// 11: the path cannot be used, or another process has it.
    pub(crate) fn open(path: &str) -> Result<Arc<Station>> {
        // Held while the store is opened: who comes meanwhile shares it.
        let mut stations = lock(&STATIONS);
        stations.retain(|_, station| station.strong_count() > 0);
        let _ = std::fs::create_dir_all(path);
        let place = Path::new(path).canonicalize().unwrap_or_else(|_| PathBuf::from(path));
        if let Some(station) = stations.get(&place).and_then(Weak::upgrade) {
            return Ok(station);
        }
        let station = Arc::new(Station { store: state::open(Some(Path::new(path)))?, place: Some(place.clone()) });
        stations.insert(place, Arc::downgrade(&station));
        Ok(station)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two servers of one process that name one StatePath share it, however they write it; it is closed when both have left.
    #[test]
    fn a_state_path_is_opened_once_in_a_process() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("state");
        let first = Station::open(path.to_str().unwrap()).unwrap();
        let second = Station::open(&format!("{}/../state/", path.display())).unwrap();
        assert!(Arc::ptr_eq(&first, &second));
        assert!(state::open(Some(&path)).err().unwrap().message.contains("in use by process"));
        drop(first);
        assert!(state::open(Some(&path)).is_err());
        drop(second);
        state::open(Some(&path)).unwrap();
    }
}
