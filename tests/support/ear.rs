//! A handler that remembers every event and does in callbacks what a test says.

use oftpsrv::internals::events::{self as ev, EventKind, Handler};
use std::collections::HashSet;
use std::sync::{Arc, Condvar, Mutex, RwLock};
use std::time::Instant;

use super::peer::PATIENCE;

macro_rules! ear {
    ($($kind:ident $method:ident;)*) => {
        /// An event as it was after its handler.
        #[derive(Debug, Clone)]
        pub enum Heard { $($kind(ev::$kind),)* }

        impl Heard {
            fn kind(&self) -> EventKind { match self { $(Heard::$kind(_) => EventKind::$kind,)* } }
        }

        /// What a test wants to do in callbacks.
        #[derive(Default)]
        pub struct Hooks { $(pub $method: RwLock<Option<Arc<dyn Fn(&mut ev::$kind) + Send + Sync>>>,)* }

        impl Ear {
            $(pub fn $method(&self, hook: impl Fn(&mut ev::$kind) + Send + Sync + 'static) {
                *self.hooks.$method.write().unwrap() = Some(Arc::new(hook));
                self.listen(EventKind::$kind);
            })*
        }

        impl Hooks {
            /// A hook may hold what holds the ear.
            fn clear(&self) { $(*self.$method.write().unwrap() = None;)* }
        }

        impl Handler for Ear {
            fn wants(&self, kind: EventKind) -> bool {
                assert!(!self.failing.read().unwrap().contains(&kind), "asked about {kind:?}");
                !self.deaf.read().unwrap().contains(&kind)
            }
            $(fn $method(&self, event: &mut ev::$kind) {
                let hook = self.hooks.$method.read().unwrap().clone();
                if let Some(hook) = hook { hook(event); }
                self.note(Heard::$kind(event.clone()));
            })*
        }
    };
}

ear! {
    AcceptConnection accept_connection;
    AcceptFile accept_file;
    CertificateReceived certificate_received;
    Connected connected;
    ConnectionRequest connection_request;
    Disconnected disconnected;
    EndResponse end_response;
    EndTransfer end_transfer;
    Error error;
    Log log;
    PITrail pi_trail;
    ReadyToSend ready_to_send;
    SSLClientAuthentication ssl_client_authentication;
    SSLConnectionRequest ssl_connection_request;
    SSLStatus ssl_status;
    StartTransfer start_transfer;
    Transfer transfer;
}

/// Remembers every event and runs the test's hooks.
pub struct Ear {
    pub hooks: Hooks,
    deaf: RwLock<HashSet<EventKind>>,
    failing: RwLock<HashSet<EventKind>>,
    unkept: RwLock<HashSet<EventKind>>,
    heard: Mutex<Log>,
    news: Condvar,
}

#[derive(Default)]
struct Log {
    all: Vec<Heard>,
    /// How many of them [`Ear::next`] has passed.
    passed: usize,
}

impl Ear {
    pub fn new() -> Self {
        // The noisy ones, and the one that changes how a turn goes, only when a test asks for them.
        let deaf = [EventKind::Log, EventKind::PITrail, EventKind::Transfer, EventKind::ReadyToSend];
        Ear {
            hooks: Hooks::default(),
            deaf: RwLock::new(deaf.into_iter().collect()),
            failing: RwLock::default(),
            unkept: RwLock::default(),
            heard: Mutex::default(),
            news: Condvar::new(),
        }
    }

    pub fn listen(&self, kind: EventKind) {
        self.deaf.write().unwrap().remove(&kind);
    }

    /// No hook runs any more.
    pub fn unhook(&self) {
        self.hooks.clear();
    }

    pub fn ignore(&self, kind: EventKind) {
        self.deaf.write().unwrap().insert(kind);
    }

    /// Whoever asks whether this ear wants the event gets a panic, which is one of the engine's own threads.
    pub fn fail_to_want(&self, kinds: &[EventKind]) {
        *self.failing.write().unwrap() = kinds.iter().copied().collect();
    }

    /// Such an event is for its hook only.
    pub fn keep_none_of(&self, kind: EventKind) {
        self.unkept.write().unwrap().insert(kind);
    }

    fn note(&self, heard: Heard) {
        if std::env::var_os("OFTPSRV_TRAIL").is_some() {
            eprintln!("{heard:?}");
        }
        if self.unkept.read().unwrap().contains(&heard.kind()) {
            return;
        }
        self.heard.lock().unwrap().all.push(heard);
        self.news.notify_all();
    }

    /// Everything heard so far, oldest first.
    pub fn all(&self) -> Vec<Heard> {
        self.heard.lock().unwrap().all.clone()
    }

    pub fn forget(&self) {
        *self.heard.lock().unwrap() = Log::default();
    }

    /// Waits until `pick` finds something in what was heard.
    #[track_caller]
    pub fn wait<T>(&self, mut pick: impl FnMut(&[Heard]) -> Option<T>) -> T {
        let end = Instant::now() + PATIENCE;
        let mut heard = self.heard.lock().unwrap();
        loop {
            if let Some(found) = pick(&heard.all) {
                return found;
            }
            let left = end.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "not heard; heard was {:#?}", heard.all);
            heard = self.news.wait_timeout(heard, left).unwrap().0;
        }
    }

    /// The next event that `pick` takes; it and all before it are passed.
    #[track_caller]
    pub fn next<T>(&self, what: &str, mut pick: impl FnMut(&Heard) -> Option<T>) -> T {
        let end = Instant::now() + PATIENCE;
        let mut log = self.heard.lock().unwrap();
        let begin = log.passed;
        loop {
            while let Some(heard) = log.all.get(log.passed) {
                let found = pick(heard);
                log.passed += 1;
                if let Some(found) = found {
                    return found;
                }
            }
            let left = end.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "waited for {what}, heard only {:#?}", &log.all[begin..]);
            log = self.news.wait_timeout(log, left).unwrap().0;
        }
    }

    /// Everything heard so far that was not passed, which it is now.
    pub fn rest(&self) -> Vec<Heard> {
        let mut log = self.heard.lock().unwrap();
        let rest = log.all[log.passed..].to_vec();
        log.passed = log.all.len();
        rest
    }

    /// Waits for news as long as it takes, and keeps nothing of it.
    pub fn take(&self) -> Vec<Heard> {
        let mut log = self.heard.lock().unwrap();
        while log.all.is_empty() {
            log = self.news.wait(log).unwrap();
        }
        std::mem::take(&mut *log).all
    }

    /// The kinds heard so far, in order.
    pub fn kinds(&self) -> Vec<EventKind> {
        self.heard.lock().unwrap().all.iter().map(Heard::kind).collect()
    }

    pub fn count(&self, kind: EventKind) -> usize {
        self.kinds().into_iter().filter(|k| *k == kind).count()
    }
}

/// The first, second, … event of a kind; waits for it.
macro_rules! heard {
    ($ear:expr, $kind:ident) => {
        heard!($ear, $kind, 0)
    };
    ($ear:expr, $kind:ident, $nth:expr) => {
        $ear.wait(|all| {
            all.iter()
                .filter_map(|h| match h {
                    $crate::support::Heard::$kind(e) => Some(e.clone()),
                    _ => None,
                })
                .nth($nth)
        })
    };
}
pub(crate) use heard;
