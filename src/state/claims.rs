//! Who works on what now. In the embedded store claims live in memory and end with the process: what a process that is
//! gone had is nobody's. Only a claim's fence lets a change through, so whoever lost a file cannot spoil it for the next.

use super::change::Fence;
use std::collections::HashMap;
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// How long a session may wait for RTR before a newer session of the same partner may send the end response instead: a
/// line that hangs must not keep what is owed.
const OWED_PATIENCE: Duration = Duration::from_secs(10);

#[derive(Default)]
pub(super) struct Claims {
    last: u64,
    files: HashMap<Vec<u8>, FileClaim>,
    owed: HashMap<u64, (Fence, Instant)>,
}

struct FileClaim {
    fence: Fence,
    wanted: watch::Sender<bool>,
    /// Dropped when the claim ends, which wakes whoever waits for it.
    gone: watch::Sender<()>,
    /// Its Store failed, and nobody knows whether it reached the disk, or it is taken back. Until the holder has sorted that out the
    /// row says nothing.
    in_doubt: bool,
}

impl Claims {
    fn fence(&mut self) -> Fence {
        self.last += 1;
        Fence(self.last)
    }

    /// Claims a file, or tells its holder that it is wanted; then the receiver ends when the holder lets go.
    pub(super) fn file(&mut self, key: &[u8]) -> Result<(Fence, watch::Receiver<bool>), watch::Receiver<()>> {
        if let Some(held) = self.files.get(key) {
            held.wanted.send_replace(true);
            return Err(held.gone.subscribe());
        }
        let (fence, wanted) = (self.fence(), watch::Sender::new(false));
        let hears = wanted.subscribe();
        self.files.insert(key.to_vec(), FileClaim { fence, wanted, gone: watch::Sender::new(()), in_doubt: false });
        Ok((fence, hears))
    }

    pub(super) fn has_file(&self, key: &[u8]) -> bool {
        self.files.contains_key(key)
    }

    pub(super) fn doubt_file(&mut self, key: &[u8], doubt: bool) {
        if let Some(held) = self.files.get_mut(key) {
            held.in_doubt = doubt;
        }
    }

    pub(super) fn is_in_doubt(&self, key: &[u8]) -> bool {
        self.files.get(key).is_some_and(|held| held.in_doubt)
    }

    pub(super) fn holds_file(&self, key: &[u8], fence: Fence) -> bool {
        self.files.get(key).is_some_and(|held| held.fence == fence)
    }

    pub(super) fn end_file(&mut self, key: &[u8], fence: Fence) {
        if self.holds_file(key, fence) {
            self.files.remove(key);
        }
    }

    /// Claims an end response. One that was claimed long ago changes hands.
    pub(super) fn owed(&mut self, id: u64) -> Option<Fence> {
        if self.has_owed(id) {
            return None;
        }
        let fence = self.fence();
        self.owed.insert(id, (fence, Instant::now()));
        Some(fence)
    }

    pub(super) fn has_owed(&self, id: u64) -> bool {
        self.owed.get(&id).is_some_and(|(_, since)| since.elapsed() < OWED_PATIENCE)
    }

    pub(super) fn holds_owed(&self, id: u64, fence: Fence) -> bool {
        self.owed.get(&id).is_some_and(|held| held.0 == fence)
    }

    pub(super) fn end_owed(&mut self, id: u64, fence: Fence) {
        if self.holds_owed(id, fence) {
            self.owed.remove(&id);
        }
    }

    /// As if a session waited for RTR for a long time.
    #[cfg(test)]
    pub(super) fn age(&mut self) {
        for (_, since) in self.owed.values_mut() {
            *since = since.checked_sub(OWED_PATIENCE).unwrap_or(*since);
        }
    }
}
