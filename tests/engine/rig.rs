//! A server under test with an ear that hears everything, answers as a test says, and a directory of its own.

use oftpsrv::Error;
use oftpsrv::internals::engine::{DialOptions, Dispatch, Server};
use oftpsrv::internals::events::{self as ev, EventKind, Handler};
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Condvar, Mutex, RwLock};
use std::time::{Duration, Instant};

use crate::peer::PATIENCE;

/// The codes of the server under test; see `peer` for the partner's.
pub const SSID: &str = "O0013000002SERVER";
pub const SFID: &str = "O0013000002SERVER";
pub const PEER: &str = "O0013000001PEER";

macro_rules! ear {
    ($($kind:ident $method:ident;)*) => {
        /// An event as it was after its handler.
        #[derive(Debug, Clone)]
        #[allow(dead_code)]
        pub enum Heard { $($kind(ev::$kind),)* }

        impl Heard {
            fn kind(&self) -> EventKind { match self { $(Heard::$kind(_) => EventKind::$kind,)* } }
        }

        /// What a test wants to do in callbacks.
        #[derive(Default)]
        pub struct Hooks { $(pub $method: RwLock<Option<Arc<dyn Fn(&mut ev::$kind) + Send + Sync>>>,)* }

        impl Ear {
            $(#[allow(dead_code)]
            pub fn $method(&self, hook: impl Fn(&mut ev::$kind) + Send + Sync + 'static) {
                *self.hooks.$method.write().unwrap() = Some(Arc::new(hook));
                self.listen(EventKind::$kind);
            })*
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
    heard: Mutex<Vec<Heard>>,
    news: Condvar,
}

impl Ear {
    fn new() -> Self {
        // The noisy ones, and the one that changes how a turn goes, only when a test asks for them.
        let deaf = [EventKind::Log, EventKind::PITrail, EventKind::Transfer, EventKind::ReadyToSend];
        Ear {
            hooks: Hooks::default(),
            deaf: RwLock::new(deaf.into_iter().collect()),
            failing: RwLock::default(),
            heard: Mutex::default(),
            news: Condvar::new(),
        }
    }

    pub fn listen(&self, kind: EventKind) {
        self.deaf.write().unwrap().remove(&kind);
    }

    pub fn ignore(&self, kind: EventKind) {
        self.deaf.write().unwrap().insert(kind);
    }

    /// Whoever asks whether this ear wants the event gets a panic, which is one of the engine's own threads.
    pub fn fail_to_want(&self, kinds: &[EventKind]) {
        *self.failing.write().unwrap() = kinds.iter().copied().collect();
    }

    fn note(&self, heard: Heard) {
        if std::env::var_os("OFTPSRV_TRAIL").is_some() {
            eprintln!("{heard:?}");
        }
        self.heard.lock().unwrap().push(heard);
        self.news.notify_all();
    }

    /// Everything heard so far, oldest first.
    pub fn all(&self) -> Vec<Heard> {
        self.heard.lock().unwrap().clone()
    }

    pub fn forget(&self) {
        self.heard.lock().unwrap().clear();
    }

    /// Waits until `pick` finds something in what was heard.
    #[track_caller]
    pub fn wait<T>(&self, mut pick: impl FnMut(&[Heard]) -> Option<T>) -> T {
        let end = Instant::now() + PATIENCE;
        let mut heard = self.heard.lock().unwrap();
        loop {
            if let Some(found) = pick(&heard) {
                return found;
            }
            let left = end.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "not heard; heard was {heard:#?}");
            heard = self.news.wait_timeout(heard, left).unwrap().0;
        }
    }

    /// The kinds heard so far, in order.
    pub fn kinds(&self) -> Vec<EventKind> {
        self.heard.lock().unwrap().iter().map(Heard::kind).collect()
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
                    $crate::rig::Heard::$kind(e) => Some(e.clone()),
                    _ => None,
                })
                .nth($nth)
        })
    };
}
pub(crate) use heard;

/// A directory that goes with its test.
pub struct Scratch(pub PathBuf);

impl Scratch {
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::SeqCst);
        let dir = std::env::temp_dir().join(format!("oftpsrv-engine-{}-{number}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir_all(&dir).unwrap();
        Scratch(dir)
    }

    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A server, its ear and its inbox.
pub struct Station {
    pub server: Server,
    pub ear: Arc<Ear>,
    pub dir: Arc<Scratch>,
    pub inbox: PathBuf,
    pub port: u16,
}

impl Station {
    /// Codes set, not listening.
    pub fn idle(set: &[(&str, &str)]) -> Self {
        Self::idle_in(Arc::new(Scratch::new()), set)
    }

    pub fn idle_in(dir: Arc<Scratch>, set: &[(&str, &str)]) -> Self {
        let server = Server::new();
        let ear = Arc::new(Ear::new());
        server.set_handler(ear.clone());
        let inbox = dir.0.join("inbox");
        fs::create_dir_all(&inbox).unwrap();
        let inbox_text = inbox.to_str().unwrap().to_owned();
        let base = [
            ("ServerSSIDCode", SSID),
            ("ServerSFIDCode", SFID),
            ("ServerPassword", "SERVERPW"),
            ("LocalHost", "127.0.0.1"),
            ("LocalPort", "0"),
            ("DownloadDirectory", &inbox_text),
            // What tests send later carries the whole stamp.
            ("VirtualFileDateFormat", "yyyyMMddHHmmssffff"),
            ("WorkerThreads", "2"),
        ];
        for (name, value) in base.iter().chain(set) {
            server.set_config(name, value).unwrap_or_else(|e| panic!("{name}={value}: {e}"));
        }
        Station { server, ear, dir, inbox, port: 0 }
    }

    /// Listening.
    pub fn new(set: &[(&str, &str)]) -> Self {
        Self::idle(set).listening()
    }

    pub fn new_in(dir: Arc<Scratch>, set: &[(&str, &str)]) -> Self {
        Self::idle_in(dir, set).listening()
    }

    pub fn listening(mut self) -> Self {
        self.server.start().unwrap();
        self.port = self.server.get_config("LocalPort").unwrap().parse().unwrap();
        self
    }

    /// Queued mode, listening.
    pub fn queued(set: &[(&str, &str)]) -> Self {
        let station = Self::idle(set);
        station.server.set_event_dispatch(Dispatch::Queued).unwrap();
        station.listening()
    }

    /// The only connection.
    #[track_caller]
    pub fn id(&self) -> String {
        let ids = self.server.connections();
        assert_eq!(ids.len(), 1, "{ids:?}");
        ids[0].clone()
    }

    pub fn received(&self, name: &str) -> Vec<u8> {
        fs::read(self.inbox.join(name)).unwrap_or_else(|e| panic!("{name}: {e}; there is {:?}", self.listing()))
    }

    /// The names in the inbox, sorted.
    pub fn listing(&self) -> Vec<String> {
        names_in(&self.inbox)
    }

    /// Waits until no connection is left and the last event came.
    pub fn quiet(&self) {
        let end = Instant::now() + PATIENCE;
        while !self.server.connections().is_empty() {
            assert!(Instant::now() < end, "connections are left");
            std::thread::sleep(Duration::from_millis(2));
        }
    }
}

impl Drop for Station {
    fn drop(&mut self) {
        let _ = self.server.shutdown();
    }
}

pub fn names_in(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(dir).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Calls `station` as initiator from another engine.
pub fn dial(caller: &Station, station: &Station, prepare: impl FnOnce(&str) -> Result<(), Error>) -> String {
    caller.server.connect_prepared("127.0.0.1", station.port, DialOptions::default(), prepare).unwrap()
}

#[track_caller]
pub fn code<T: std::fmt::Debug>(result: Result<T, Error>) -> i32 {
    result.expect_err("an error").code
}

/// Octets that compress badly and tell where they are.
pub fn noise(len: usize) -> Vec<u8> {
    let mut state = 0x2545_F491u32;
    (0..len)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            state as u8
        })
        .collect()
}
