//! The live handles. A handle is a number that is never used again and has the type of a pointer: C cannot look inside, nothing here
//! ever dereferences it, and one that was freed is recognised for ever, also when memory was used again.

use super::slots::Slots;
use super::stream_gates::Gates;
use crate::certs::Certificate;
use crate::engine::{LiveCertificate, Server};
use crate::error::{Error, Result, codes};
use crate::sync::lock;
use once_cell::sync::Lazy;
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// What a server handle stands for.
pub struct ServerHandle {
    /// The engine.
    pub engine: Server,
    /// The registered callbacks.
    pub slots: Arc<Slots>,
    /// The program's streams in use.
    pub gates: Arc<Gates>,
}

/// The live servers.
pub static SERVERS: Lazy<Table<ServerHandle>> = Lazy::new(Table::default);

/// What a certificate handle stands for.
pub enum Held {
    /// A certificate of the program's own. One call at a time for one certificate.
    Own(Mutex<Certificate>),
    /// Certificate or SSLCert of a server: what is set on it is set there.
    Server(LiveCertificate),
}

/// The certificates whose handles are alive.
pub static CERTIFICATES: Lazy<Table<Held>> = Lazy::new(Table::default);

/// Numbers start where no pointer of a page-protected process points, and step so that they look aligned.
static NEXT: AtomicUsize = AtomicUsize::new(0x100);
const STEP: usize = 0x10;

/// A number for a new handle.
pub fn next_number() -> usize {
    NEXT.fetch_add(STEP, Ordering::Relaxed)
}

/// Live handles of one kind.
pub struct Table<T> {
    entries: Mutex<HashMap<usize, Entry<T>>>,
}

struct Entry<T> {
    value: Arc<T>,
    references: usize,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Table { entries: Mutex::new(HashMap::new()) }
    }
}

impl<T> Table<T> {
    /// A new handle with one reference.
    pub fn insert(&self, value: Arc<T>) -> usize {
        let handle = next_number();
        self.insert_as(handle, value);
        handle
    }

    /// Makes a number from [`next_number`] live, with one reference.
    pub fn insert_as(&self, handle: usize, value: Arc<T>) {
        self.lock().insert(handle, Entry { value, references: 1 });
    }

    /// What the handle stands for; error 3 when it is not alive.
    pub fn get(&self, handle: usize) -> Result<Arc<T>> {
        self.lock().get(&handle).map(|entry| entry.value.clone()).ok_or_else(stale)
    }

    /// One more reference.
    pub fn retain(&self, handle: usize) -> Result<()> {
        self.lock().get_mut(&handle).map(|entry| entry.references += 1).ok_or_else(stale)
    }

    /// One reference less; the last one gives the value back, and the handle is dead.
    pub fn release(&self, handle: usize) -> Result<Option<Arc<T>>> {
        let mut entries = self.lock();
        let entry = entries.get_mut(&handle).ok_or_else(stale)?;
        entry.references -= 1;
        if entry.references > 0 {
            return Ok(None);
        }
        Ok(entries.remove(&handle).map(|entry| entry.value))
    }

    /// How many handles are alive.
    pub fn len(&self) -> usize {
        self.lock().len()
    }

    /// Whether none is alive.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<usize, Entry<T>>> {
        lock(&self.entries)
    }
}

fn stale() -> Error {
    Error::of(codes::STALE_HANDLE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_released_handle_is_stale_for_ever() {
        let table = Table::default();
        let handle = table.insert(Arc::new("one"));
        assert_eq!(*table.get(handle).unwrap(), "one");
        assert_eq!(table.release(handle).unwrap().as_deref(), Some(&"one"));
        assert_eq!(table.get(handle).unwrap_err().code, codes::STALE_HANDLE);
        assert_ne!(table.insert(Arc::new("two")), handle);
        assert_eq!(table.release(handle).unwrap_err().code, codes::STALE_HANDLE);
    }

    #[test]
    fn references_are_counted() {
        let table = Table::default();
        let handle = table.insert(Arc::new(()));
        table.retain(handle).unwrap();
        assert!(table.release(handle).unwrap().is_none());
        assert_eq!(table.len(), 1);
        assert!(table.release(handle).unwrap().is_some());
        assert!(table.is_empty());
    }
}
