//! What all clones of a [`Server`](super::Server) share.

use super::certificates::{Certificates, ForTls};
use super::dispatch::{Dispatcher, callbacks_here, in_callback_of};
use super::shared::{Shared, Stop};
use super::station::Station;
use super::tls::TlsSlot;
use crate::certs::{Certificate, TrustStore};
use crate::error::{self, Error, Result, codes};
use crate::events::{self, EventKind};
use crate::model::FileKey;
use crate::settings::{Id, Layer, View};
use crate::sync::{lock, wait};
use crate::system::panics;
use once_cell::sync::OnceCell;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, RwLock};
use std::time::Duration;
use tokio::runtime::Runtime;

/// One server's state.
pub(crate) struct Inner {
    pub dispatch: Dispatcher,
    pub settings: View,
    /// Held for reading by whoever changes one setting, for writing by [`super::load_config`], which changes many or none.
    pub changing: RwLock<()>,
    connections: Mutex<BTreeMap<u64, Arc<Shared>>>,
    gone: Condvar,
    next_id: AtomicU64,
    runtime: OnceCell<Runtime>,
    /// Set while listening: dropping the sender ends the accept loop.
    pub listening: Mutex<Option<Listening>>,
    /// The station of a server without a StatePath.
    memory: OnceCell<Arc<Station>>,
    pub stamps: super::stamps::Stamps,
    pub certs: Certificates,
    pub tls: TlsSlot,
    /// Whether the program watches ReadyToSend instead of listening to the event.
    pub watches_ready: AtomicBool,
    /// The host names of AllowedClients and BlockedClients.
    pub names: super::names::Names,
}

/// A running accept loop.
pub(crate) struct Listening {
    pub port: u16,
    pub end: tokio::sync::oneshot::Sender<()>,
    /// Disconnected when the listening socket is closed.
    pub closed: std::sync::mpsc::Receiver<()>,
    /// Open as long as this listens, and then as long as a connection is.
    pub station: Arc<Station>,
    /// Ends the upkeep.
    pub _upkeep: tokio::sync::oneshot::Sender<()>,
}

impl Inner {
    pub(crate) fn new() -> Arc<Self> {
        Self::with_names(super::names::Names::default())
    }

    /// One that looks up host names so.
    pub(super) fn with_names(names: super::names::Names) -> Arc<Self> {
        let settings = View::of_server(Layer::default());
        Arc::new_cyclic(|server| Inner {
            dispatch: Dispatcher::new(server.clone()),
            certs: Certificates::new(settings.clone()),
            tls: TlsSlot::default(),
            settings,
            changing: RwLock::default(),
            connections: Mutex::default(),
            gone: Condvar::new(),
            next_id: AtomicU64::new(1),
            runtime: OnceCell::new(),
            listening: Mutex::default(),
            memory: OnceCell::new(),
            stamps: super::stamps::Stamps::default(),
            watches_ready: AtomicBool::new(false),
            names,
        })
    }

    // settings

    /// The settings of a connection, or of the server.
    pub(crate) fn view<'a>(&'a self, connection: Option<&'a Shared>) -> &'a View {
        connection.map_or(&self.settings, |shared| &shared.settings)
    }

    // what a change of a setting or a certificate means

    /// A setting was changed that may name a certificate or shape TLS. What a listening server cannot use is an error.
    pub(crate) fn setting_changed(&self, connection: Option<&Shared>, id: Id) -> Result<()> {
        match self.certs.setting_changed(connection.map(|shared| &shared.certs), id)? {
            ForTls::Nothing => Ok(()),
            ForTls::Anew => self.tls_changed(),
            ForTls::Certificate(certificate) => self.set_ssl(Some(*certificate)),
        }
    }

    /// SSLCert. One that a listening server cannot use is an error, and the one before it stays.
    pub(crate) fn set_ssl(&self, certificate: Option<Certificate>) -> Result<()> {
        let put_back = self.certs.set_ssl(certificate);
        self.tls_changed().inspect_err(|_| put_back())
    }

    /// TrustedCerts. They vouch for TLS clients too: what a listening server cannot use is an error, and those before it stay.
    pub(crate) fn replace_trust(&self, trust: TrustStore) -> Result<()> {
        let _turn = crate::sync::read(&self.changing);
        let put_back = self.certs.replace_trust(trust);
        self.tls_changed().inspect_err(|_| put_back())
    }

    /// SSLCert or a setting of TLS changed.
    pub(crate) fn tls_changed(&self) -> Result<()> {
        self.tls.changed(lock(&self.listening).is_some(), &self.settings, &self.certs)
    }

    // the runtime

    /// The threads of this server, started at the first use and kept until the server goes.
    pub(crate) fn runtime(&self) -> Result<&Runtime> {
        self.runtime.get_or_try_init(|| {
            let wanted = usize::try_from(self.settings.int(Id::WorkerThreads)).unwrap_or(0);
            let threads = match wanted {
                0 => std::thread::available_parallelism().map_or(2, usize::from).clamp(2, 8),
                n => n.min(64),
            };
            // The runtime would panic where not one thread can be started.
            let first = std::thread::Builder::new().name("oftpsrv".to_owned()).spawn(|| ());
            let first = first
                .map_err(|e| Error { code: error::no_thread(&e), ..Error::io("starting the engine's threads", &e) })?;
            let _ = first.join();
            // A callback may block; each connection may have one running and one file operation under way.
            let blocking = usize::try_from(self.settings.int(Id::MaxConnections)).unwrap_or(1000).clamp(64, 16_384) * 2;
            tokio::runtime::Builder::new_multi_thread()
                .worker_threads(threads)
                .max_blocking_threads(blocking)
                .thread_keep_alive(Duration::from_secs(5))
                .thread_name("oftpsrv")
                .thread_stack_size(1 << 20)
                .on_thread_start(panics::own_thread)
                .enable_all()
                .build()
                .map_err(|e| Error::io("starting the engine's threads", &e))
        })
    }

    // connections

    pub(crate) fn new_id(&self) -> u64 {
        self.next_id.fetch_add(1, Ordering::SeqCst)
    }

    pub(crate) fn add(&self, number: u64, connection: Arc<Shared>) {
        lock(&self.connections).insert(number, connection);
    }

    pub(crate) fn remove(&self, number: u64) {
        lock(&self.connections).remove(&number);
        self.gone.notify_all();
    }

    pub(crate) fn count(&self) -> usize {
        lock(&self.connections).len()
    }

    /// Those that wait for host names of the address lists.
    pub(crate) fn count_undecided(&self) -> usize {
        lock(&self.connections).values().filter(|c| c.undecided.load(Ordering::SeqCst)).count()
    }

    pub(crate) fn ids(&self) -> Vec<String> {
        lock(&self.connections).values().map(|c| c.id.clone()).collect()
    }

    pub(crate) fn connection(&self, id: &str) -> Result<Arc<Shared>> {
        id.parse::<u64>()
            .ok()
            .and_then(|number| lock(&self.connections).get(&number).cloned())
            .ok_or_else(|| Error::new(codes::INVALID_CONNECTION_ID, format!("Invalid ConnectionId: {id:?}")))
    }

    /// Asks every connection to end and waits until they have, except those whose callbacks run on this thread.
    pub(crate) fn stop_all(&self, why: Stop) {
        let spared = callbacks_here();
        for connection in lock(&self.connections).values() {
            connection.stop.send_replace(why);
        }
        let finished = |connections: &BTreeMap<u64, Arc<Shared>>| connections.values().all(|c| spared.contains(&c.id));
        if self.dispatch.is_queued() {
            return self.dispatch.pump_until(|| finished(&lock(&self.connections)).then_some(()));
        }
        let mut connections = lock(&self.connections);
        while !finished(&connections) {
            connections = wait(&self.gone, connections);
        }
    }

    /// Waits for what a connection answers to an order. From a callback of that connection it would wait for itself: 135.
    pub(crate) fn wait<T>(
        &self,
        connection: &Shared,
        start: impl FnOnce() -> Result<tokio::sync::oneshot::Receiver<Result<T>>>,
    ) -> Result<T> {
        if in_callback_of(&connection.id) {
            return Err(Error::new(
                codes::WOULD_BLOCK,
                "This would wait for the connection whose callback is calling; use the asynchronous form.",
            ));
        }
        let mut answer = start()?;
        let lost = || Error::new(codes::INTERRUPTED, "The connection ended before the operation did.");
        if self.dispatch.is_queued() {
            return self.dispatch.pump_until(|| match answer.try_recv() {
                Ok(result) => Some(result),
                Err(tokio::sync::oneshot::error::TryRecvError::Empty) => None,
                Err(_) => Some(Err(lost())),
            });
        }
        answer.blocking_recv().unwrap_or_else(|_| Err(lost()))
    }

    // the station

    /// The station of the current StatePath, for whoever starts something; it is open as long as somebody holds it. Without a
    /// StatePath it is this server's, and remembers as long as the server lives.
    ///
    /// # Errors
    /// 11.
    pub(crate) fn open_station(&self) -> Result<Arc<Station>> {
        match self.settings.text(Id::StatePath) {
            path if path.is_empty() => self.memory.get_or_try_init(Station::in_memory).cloned(),
            path => Station::open(&path),
        }
    }

    /// Runs what has nobody to hand its errors to; a panic in it is reported.
    pub(crate) async fn watch_over(&self, connection: &str, task: impl Future<Output = ()>) {
        if let Err(error) = panics::catch_async(task).await {
            self.report(connection, &error).await;
        }
    }

    // events that need no connection's drive loop

    pub(crate) async fn report(&self, connection: &str, error: &Error) {
        self.log(connection, 1, "Info", || format!("error {error}")).await;
        if self.dispatch.wants(EventKind::Error) {
            let event = events::Error {
                connection_id: connection.to_owned(),
                error_code: error.code,
                description: error.message.clone(),
            };
            self.dispatch.tell(connection, event).await;
        }
    }

    /// A log entry, built only when somebody listens at that level.
    pub(crate) async fn log(&self, connection: &str, level: i64, kind: &str, message: impl FnOnce() -> String) {
        if self.view(self.connection(connection).ok().as_deref()).int(Id::LogLevel) >= level {
            self.log_always(connection, level, kind, message).await;
        }
    }

    /// A log entry for whoever listens; its level was looked at by the caller.
    pub(crate) async fn log_always(&self, connection: &str, level: i64, kind: &str, message: impl FnOnce() -> String) {
        if !self.dispatch.wants(EventKind::Log) {
            return;
        }
        let event = events::Log {
            connection_id: connection.to_owned(),
            log_level: level as i32,
            message: message(),
            log_type: kind.to_owned(),
        };
        self.dispatch.tell(connection, event).await;
    }

    /// A line of the log that belongs to no connection, from a place that does not wait for it.
    pub(crate) fn log_later(self: &Arc<Self>, connection: &str, lines: Vec<String>) {
        // The threads that this starts are not started for nothing: until then their number may still be set.
        if lines.is_empty() || !self.dispatch.wants(EventKind::Log) {
            return;
        }
        let Ok(runtime) = self.runtime() else { return };
        let (inner, connection) = (self.clone(), connection.to_owned());
        runtime.spawn(async move {
            let tell = async {
                for line in lines {
                    inner.log(&connection, 1, "Info", || line).await;
                }
            };
            inner.watch_over(&connection, tell).await;
        });
    }

    /// A file's stamp in VirtualFileDateFormat.
    pub(crate) fn date_text(&self, connection: Option<&Shared>, key: &FileKey) -> String {
        crate::vfile::dates::format_stamp(&key.stamp, &self.view(connection).text(Id::VirtualFileDateFormat))
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
