//! Looking up the host names of address lists. The system's resolver blocks, sometimes for minutes, and everybody who
//! connects may need the same answer: so each name is looked up by one thread at a time, a few names at once at most, the
//! answer is kept for a while, and whoever waits for it waits on no thread and not for long. Names that failed lately have
//! threads of their own: where their servers are silent, the other names do not queue behind them.

use super::worker::blocking;
use crate::error::{Error, Result, codes};
use crate::sync::lock;
use std::collections::HashMap;
use std::net::{IpAddr, ToSocketAddrs};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::{Semaphore, watch};
use tokio::time::Instant;

/// How many names are looked up at once, and how many of those that failed the last time.
const AT_ONCE: usize = 16;

#[derive(Clone, Copy)]
pub(super) struct Times {
    /// How long anybody waits for a name that is not known, and how long one lookup is waited for.
    pub patience: Duration,
    /// How long anybody waits for a newer answer where the last one can do.
    pub grace: Duration,
    /// How long an answer holds.
    pub fresh: Duration,
    /// How long a failure holds.
    pub failed: Duration,
    /// How long after a lookup its addresses can do while the next lookup is queued or under way.
    pub lasting: Duration,
}

const TIMES: Times = Times {
    patience: Duration::from_secs(5),
    grace: Duration::from_millis(500),
    fresh: Duration::from_secs(60),
    failed: Duration::from_secs(5),
    lasting: Duration::from_secs(3600),
};

type Resolve = dyn Fn(&str) -> Result<Vec<IpAddr>> + Send + Sync;

/// The names of one server. They come from its settings alone, so there are never many.
#[derive(Clone)]
pub(crate) struct Names {
    table: Arc<Mutex<HashMap<String, Name>>>,
    slots: Arc<Semaphore>,
    /// Those of names that failed the last time.
    slots_of_failed: Arc<Semaphore>,
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

/// A lookup that is queued (`None`) or under way since then; its sender goes when it is over.
type Lookup = watch::Receiver<Option<Instant>>;

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
        Names {
            table: Arc::default(),
            slots: Arc::new(Semaphore::new(AT_ONCE)),
            slots_of_failed: Arc::new(Semaphore::new(AT_ONCE)),
            resolve: Arc::new(resolve),
            times,
        }
    }

    /// What is known of a name, once it is known or the time of whoever asks is over; that began at `asked`. What a failure
    /// means is `failure_does`: whether also an earlier one can do while the next lookup takes its time.
    pub(super) async fn find(&self, name: &str, asked: Instant, failure_does: bool) -> Name {
        if let Some(mut lookup) = self.begin(name) {
            let can_do = self.known(name).can_do(self.times.lasting, failure_does);
            let most = if can_do { self.times.grace } else { self.times.patience };
            loop {
                let began = *lookup.borrow_and_update();
                let until = began.map_or(asked + most, |began| (asked + most).min(began + most));
                // What is sent is that the lookup began; the end of the channel is its end.
                if !matches!(tokio::time::timeout_at(until, lookup.changed()).await, Ok(Ok(()))) {
                    break;
                }
            }
        }
        let mut found = self.known(name);
        if found.is_under_way() && !found.can_do(self.times.lasting, true) {
            found.failure = Some(format!("no answer within {:?}", self.times.patience));
        }
        found
    }

    fn known(&self, name: &str) -> Name {
        lock(&self.table).get(name).cloned().unwrap_or_default()
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
        let slots = if known.failure.is_none() { self.slots.clone() } else { self.slots_of_failed.clone() };
        let (state, lookup) = watch::channel(None);
        known.lookup = Some(lookup.clone());
        let (names, name) = (self.clone(), name.to_owned());
        tokio::spawn(async move {
            let _slot = slots.acquire().await;
            state.send_replace(Some(Instant::now()));
            names.look_up(&name).await;
            drop(state);
        });
        Some(lookup)
    }

    async fn look_up(&self, name: &str) {
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
        self.lookup.as_ref().is_some_and(|lookup| lookup.has_changed().is_ok())
    }

    /// Whether the last answer is good enough while there is no newer one.
    fn can_do(&self, lasting: Duration, failure_does: bool) -> bool {
        match self.failure {
            Some(_) => failure_does,
            None => self.ended.is_some_and(|ended| ended.elapsed() < lasting),
        }
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
    const LASTING: Times = Times { patience: LONG, grace: LONG, fresh: LONG, failed: LONG, lasting: LONG };

    async fn find(names: &Names, name: &str) -> Name {
        names.find(name, Instant::now(), false).await
    }

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
                let found = find(&names, "partner.example").await;
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
                tokio::spawn(async move { find(&names, &format!("host{}.example", number % 40)).await })
            })
            .collect();
        until(|| running.load(Ordering::SeqCst) == AT_ONCE).await;
        go.store(true, Ordering::SeqCst);
        for one in waiting {
            assert_eq!(one.await.unwrap().addresses, [ADDRESS]);
        }
        assert_eq!((most.load(Ordering::SeqCst), asked.load(Ordering::SeqCst)), (AT_ONCE, 40));
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
        assert!(find(&names, "slow.example").await.failure.unwrap().contains("no answer"));
        assert!(began.elapsed() >= patience);
        let began = Instant::now();
        assert!(find(&names, "slow.example").await.failure.is_some());
        assert!(began.elapsed() < patience / 2);
        go.store(true, Ordering::SeqCst);
        until(|| {
            lock(&names.table)["slow.example"].failure.is_none() && !lock(&names.table)["slow.example"].is_under_way()
        })
        .await;
        assert_eq!(find(&names, "slow.example").await.addresses, [ADDRESS]);
    }

    #[tokio::test]
    async fn a_resolver_that_panics_is_one_that_fails() {
        let names = Names::new(LASTING, |_| panic!("no resolver"));
        assert!(find(&names, "host.example").await.failure.unwrap().contains("no resolver"));
    }

    /// A resolver whose names `dead…` take until the end of the test, and a switch that makes `good.example` as slow.
    fn half_dead(times: Times, slow: &Arc<AtomicBool>, end: &Arc<AtomicBool>) -> Names {
        let (slow, end) = (slow.clone(), end.clone());
        Names::new(times, move |name| {
            while (name.starts_with("dead") || slow.load(Ordering::SeqCst)) && !end.load(Ordering::SeqCst) {
                std::thread::sleep(Duration::from_millis(1));
            }
            if name.starts_with("dead") { Err(Error::new(codes::TIMEOUT, "dead")) } else { Ok(vec![ADDRESS]) }
        })
    }

    #[tokio::test]
    async fn names_that_failed_do_not_hold_up_the_others() {
        let (slow, end) = <(Arc<AtomicBool>, Arc<AtomicBool>)>::default();
        let patience = Duration::from_secs(20);
        let names = half_dead(Times { patience, failed: Duration::ZERO, ..LASTING }, &slow, &end);
        let dead: Vec<String> = (0..AT_ONCE * 2).map(|number| format!("dead{number}.example")).collect();
        end.store(true, Ordering::SeqCst);
        for name in &dead {
            assert!(find(&names, name).await.failure.is_some());
        }
        end.store(false, Ordering::SeqCst);
        dead.iter().for_each(|name| drop(names.begin(name)));
        tokio::time::sleep(Duration::from_millis(50)).await;
        let asked = Instant::now();
        let (found, took) = (find(&names, "good.example").await, asked.elapsed());
        end.store(true, Ordering::SeqCst);
        assert_eq!(found.addresses, [ADDRESS]);
        assert!(took < patience / 2);
    }

    /// Waiting in the queue is no part of a lookup: whoever comes later still waits for it.
    #[tokio::test]
    async fn a_lookup_begins_when_it_has_a_thread() {
        let (slow, end) = <(Arc<AtomicBool>, Arc<AtomicBool>)>::default();
        let patience = Duration::from_millis(600);
        let names = half_dead(Times { patience, ..LASTING }, &slow, &end);
        (0..AT_ONCE).for_each(|number| drop(names.begin(&format!("dead{number}.example"))));
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert!(find(&names, "good.example").await.failure.unwrap().contains("no answer"));
        let later = tokio::spawn({
            let names = names.clone();
            async move { find(&names, "good.example").await }
        });
        tokio::time::sleep(patience / 4).await;
        end.store(true, Ordering::SeqCst);
        let found = later.await.unwrap();
        assert_eq!((found.failure, found.addresses), (None, vec![ADDRESS]));
    }

    #[tokio::test]
    async fn the_last_answer_can_do_for_a_while() {
        let (slow, end) = <(Arc<AtomicBool>, Arc<AtomicBool>)>::default();
        let (patience, grace) = (Duration::from_millis(1500), Duration::from_millis(50));
        for (lasting, does) in [(LONG, true), (Duration::ZERO, false)] {
            let times = Times { patience, grace, fresh: Duration::ZERO, failed: LONG, lasting };
            slow.store(false, Ordering::SeqCst);
            end.store(false, Ordering::SeqCst);
            let names = half_dead(times, &slow, &end);
            assert!(find(&names, "good.example").await.failure.is_none());
            slow.store(true, Ordering::SeqCst);
            let asked = Instant::now();
            let found = find(&names, "good.example").await;
            let took = asked.elapsed();
            end.store(true, Ordering::SeqCst);
            assert_eq!((found.failure.is_none(), took < patience / 2), (does, does));
        }
    }
}
