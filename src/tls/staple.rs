//! OCSP stapling: the response about our own certificate, fetched in the background and sent along in the handshake.

use super::revocation;
use crate::system::panics;
use openssl::x509::X509;
use std::fmt;
use std::sync::RwLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// A response is fetched anew after this time; responders sign theirs for days.
const FRESH: Duration = Duration::from_secs(3600);
/// After a failure, the next attempt.
const RETRY: Duration = Duration::from_secs(60);

/// Keeps one certificate's response.
pub(super) struct Stapler {
    /// Leaf, issuer, and so on.
    chain: Vec<X509>,
    held: RwLock<Held>,
    busy: AtomicBool,
}

#[derive(Default)]
struct Held {
    response: Option<Vec<u8>>,
    next: Option<Instant>,
}

impl fmt::Debug for Stapler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Stapler")
    }
}

impl Stapler {
    /// For a chain whose leaf names a responder and whose issuer is known; otherwise there is nothing to staple.
    pub fn new(chain: Vec<X509>) -> Option<Self> {
        let usable = chain.len() > 1 && !revocation::ocsp_urls(&chain[0]).is_empty();
        usable.then(|| Stapler { chain, held: RwLock::default(), busy: AtomicBool::new(false) })
    }

    /// The response to send now.
    pub fn current(&self) -> Option<Vec<u8>> {
        self.held.read().ok()?.response.clone()
    }

    /// Whether it is time for [`Stapler::refresh`].
    pub fn due(&self) -> bool {
        let due = self.held.read().is_ok_and(|held| held.next.is_none_or(|next| next <= Instant::now()));
        due && !self.busy.load(Ordering::Relaxed)
    }

    /// Fetches the response. Blocks; one at a time, a second caller returns at once.
    pub fn refresh(&self) -> Result<(), String> {
        if self.busy.swap(true, Ordering::AcqRel) {
            return Ok(());
        }
        let staple = || revocation::staple(&self.chain[0], &self.chain[1], &self.chain);
        let fetched = panics::catch(staple).unwrap_or_else(|error| Err(error.message));
        if let Ok(mut held) = self.held.write() {
            held.next = Some(Instant::now() + if fetched.is_ok() { FRESH } else { RETRY });
            held.response = fetched.as_ref().ok().cloned();
        }
        self.busy.store(false, Ordering::Release);
        fetched.map(|_| ())
    }
}
