//! Looking up the host names of address lists. The system's resolver blocks, sometimes for minutes, and everybody who
//! connects may need the same answer: so each name is looked up by one thread at a time, a few names at once at most, the
//! answer is kept for a while, and whoever waits for it waits on no thread and not for long.

use super::worker::blocking;
use crate::error::{Error, Result, codes};
use crate::sync::lock;
use std::collections::HashMap;
use std::net::{IpAddr, ToSocketAddrs};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::{Semaphore, watch};
use tokio::time::Instant;

/// How many names are looked up at once.
const AT_ONCE: usize = 4;

#[derive(Clone, Copy)]
pub(super) struct Times {
    /// How long anybody waits for one lookup, counted from its beginning.
    pub patience: Duration,
    /// How long an answer holds.
    pub fresh: Duration,
    /// How long a failure holds.
    pub failed: Duration,
}

const TIMES: Times =
    Times { patience: Duration::from_secs(5), fresh: Duration::from_secs(60), failed: Duration::from_secs(5) };

type Resolve = dyn Fn(&str) -> Result<Vec<IpAddr>> + Send + Sync;

/// The names of one server. They come from its settings alone, so there are never many.
#[derive(Clone)]
pub(crate) struct Names {
    table: Arc<Mutex<HashMap<String, Name>>>,
    slots: Arc<Semaphore>,
    resolve: Arc<Resolve>,
    times: Times,
}

/// What is known of a name.
#[derive(Clone, Default)]
pub(super) struct Name {
    /// The addresses of the last lookup that found some.
    pub addresses: Vec<IpAddr>,
    /// Why the last lookup found none.
    pub failure: Option<String>,
    ended: Option<Instant>,
    lookup: Option<Lookup>,
}

/// A lookup under way; its sender goes when it is over.
#[derive(Clone)]
struct Lookup {
    began: Instant,
    over: watch::Receiver<()>,
}

impl Default for Names {
    fn default() -> Self {
        Names::new(TIMES, |name| {
            let found = (name, 0).to_socket_addrs().map_err(|e| Error::new(codes::TIMEOUT, e.to_string()))?;
            Ok(found.map(|address| address.ip().to_canonical()).collect())
        })
    }
}

impl Names {
    pub(super) fn new(times: Times, resolve: impl Fn(&str) -> Result<Vec<IpAddr>> + Send + Sync + 'static) -> Self {
        Names { table: Arc::default(), slots: Arc::new(Semaphore::new(AT_ONCE)), resolve: Arc::new(resolve), times }
    }

    /// Starts looking up what is not known, so that several names are waited for at once.
    pub(super) fn prepare<'a>(&self, names: impl IntoIterator<Item = &'a str>) {
        names.into_iter().for_each(|name| drop(self.begin(name)));
    }

    /// What is known of a name, once it is known or its time is over.
    pub(super) async fn find(&self, name: &str) -> Name {
        if let Some(mut lookup) = self.begin(name) {
            // Nothing is ever sent: the end of the channel is the news.
            let _ = tokio::time::timeout_at(lookup.began + self.times.patience, lookup.over.changed()).await;
        }
        let mut found = lock(&self.table).get(name).cloned().unwrap_or_default();
        if found.is_under_way() {
            found.failure = Some(format!("no answer within {:?}", self.times.patience));
        }
        found
    }

    /// The lookup that has to be waited for; one is started when there is none. `None` when the name is known.
    fn begin(&self, name: &str) -> Option<Lookup> {
        let mut table = lock(&self.table);
        let known = table.entry(name.to_owned()).or_default();
        if known.is_under_way() {
            return known.lookup.clone();
        }
        let holds = if known.failure.is_none() { self.times.fresh } else { self.times.failed };
        if known.ended.is_some_and(|ended| ended.elapsed() < holds) {
            return None;
        }
        let (ending, over) = watch::channel(());
        let lookup = Lookup { began: Instant::now(), over };
        known.lookup = Some(lookup.clone());
        let (names, name) = (self.clone(), name.to_owned());
        tokio::spawn(async move {
            names.look_up(&name).await;
            drop(ending);
        });
        Some(lookup)
    }

    async fn look_up(&self, name: &str) {
        let _slot = self.slots.acquire().await;
        let (resolve, asked) = (self.resolve.clone(), name.to_owned());
        let found = blocking(move || resolve(&asked)).await;
        let mut table = lock(&self.table);
        let known = table.entry(name.to_owned()).or_default();
        known.ended = Some(Instant::now());
        known.lookup = None;
        match found {
            Ok(addresses) if !addresses.is_empty() => {
                known.addresses = addresses;
                known.failure = None;
            }
            Ok(_) => known.failure = Some("it has no address".to_owned()),
            Err(error) => known.failure = Some(error.message),
        }
    }
}

impl Name {
    fn is_under_way(&self) -> bool {
        self.lookup.as_ref().is_some_and(|lookup| lookup.over.has_changed().is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

    const ADDRESS: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 7));

    async fn until(condition: impl Fn() -> bool) {
        while !condition() {
            tokio::task::yield_now().await;
        }
    }

    const LONG: Duration = Duration::from_secs(3600);
    const LASTING: Times = Times { patience: LONG, fresh: LONG, failed: LONG };

    /// The first and the third lookup find something, the second does not.
    #[tokio::test]
    async fn answers_and_failures_hold_for_their_time() {
        const NONE: Duration = Duration::ZERO;
        for (fresh, failed, failing, lookups) in [
            (LONG, LONG, [false, false, false], 1),
            (NONE, LONG, [false, true, true], 2),
            (NONE, NONE, [false, true, false], 3),
        ] {
            let asked = Arc::new(AtomicUsize::new(0));
            let names = Names::new(Times { fresh, failed, ..LASTING }, {
                let asked = asked.clone();
                move |name| match (name, asked.fetch_add(1, Ordering::SeqCst)) {
                    ("partner.example", 0 | 2) => Ok(vec![ADDRESS]),
                    _ => Err(Error::new(codes::TIMEOUT, "no such name")),
                }
            });
            for fails in failing {
                let found = names.find("partner.example").await;
                assert_eq!(found.failure.is_some(), fails);
                assert_eq!(found.addresses, [ADDRESS], "the last ones are remembered");
            }
            assert_eq!(asked.load(Ordering::SeqCst), lookups);
        }
    }

    #[tokio::test]
    async fn many_wait_for_one_lookup_and_few_lookups_run_at_once() {
        let (running, most, asked) = <(Arc<AtomicUsize>, Arc<AtomicUsize>, Arc<AtomicUsize>)>::default();
        let go = Arc::new(AtomicBool::new(false));
        let names = Names::new(LASTING, {
            let (running, most, asked, go) = (running.clone(), most.clone(), asked.clone(), go.clone());
            move |_| {
                asked.fetch_add(1, Ordering::SeqCst);
                most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                while !go.load(Ordering::SeqCst) {
                    std::thread::sleep(Duration::from_millis(1));
                }
                running.fetch_sub(1, Ordering::SeqCst);
                Ok(vec![ADDRESS])
            }
        });
        let waiting: Vec<_> = (0..500)
            .map(|number| {
                let names = names.clone();
                tokio::spawn(async move { names.find(&format!("host{}.example", number % 10)).await })
            })
            .collect();
        until(|| running.load(Ordering::SeqCst) == AT_ONCE).await;
        go.store(true, Ordering::SeqCst);
        for one in waiting {
            assert_eq!(one.await.unwrap().addresses, [ADDRESS]);
        }
        assert_eq!((most.load(Ordering::SeqCst), asked.load(Ordering::SeqCst)), (AT_ONCE, 10));
    }

    #[tokio::test]
    async fn a_resolver_that_does_not_answer_is_not_waited_for_again() {
        let go = Arc::new(AtomicBool::new(false));
        let patience = Duration::from_millis(300);
        let names = Names::new(Times { patience, ..LASTING }, {
            let go = go.clone();
            move |_| {
                while !go.load(Ordering::SeqCst) {
                    std::thread::sleep(Duration::from_millis(1));
                }
                Ok(vec![ADDRESS])
            }
        });
        let began = Instant::now();
        assert!(names.find("slow.example").await.failure.unwrap().contains("no answer"));
        assert!(began.elapsed() >= patience);
        let began = Instant::now();
        assert!(names.find("slow.example").await.failure.is_some());
        assert!(began.elapsed() < patience / 2);
        go.store(true, Ordering::SeqCst);
        until(|| {
            lock(&names.table)["slow.example"].failure.is_none() && !lock(&names.table)["slow.example"].is_under_way()
        })
        .await;
        assert_eq!(names.find("slow.example").await.addresses, [ADDRESS]);
    }

    #[tokio::test]
    async fn a_resolver_that_panics_is_one_that_fails() {
        let names = Names::new(LASTING, |_| panic!("no resolver"));
        assert!(names.find("host.example").await.failure.unwrap().contains("no resolver"));
    }
}
