//! What all clones of a [`Server`](super::Server) share.

use super::certificates::{Certificates, ForTls};
use super::dispatch::{Away, Dispatcher};
use super::shared::{Shared, Stop};
use super::station::Station;
use super::threads::Threads;
use super::tls::TlsSlot;
use crate::certs::{Certificate, TrustStore};
use crate::error::{Error, Result, codes};
use crate::events::{self, EventKind};
use crate::model::FileKey;
use crate::settings::{Id, Layer, View};
use crate::sync::{lock, wait, wait_timeout};
use crate::system::panics;
use once_cell::sync::OnceCell;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, RwLock, Weak};
use std::time::Duration;

/// How often a Shutdown looks for queued events while it waits.
const LOOKING: Duration = Duration::from_millis(5);

/// One server's state.
pub(crate) struct Inner {
    pub dispatch: Dispatcher,
    pub settings: View,
    /// Held for reading by whoever changes one setting, for writing by [`super::load_config`], which changes many or none.
    pub changing: RwLock<()>,
    connections: Mutex<BTreeMap<u64, Arc<Shared>>>,
    gone: Condvar,
    next_id: AtomicU64,
    threads: Mutex<Option<Arc<Threads>>>,
    /// Set while listening: dropping the sender ends the accept loop.
    pub listening: Mutex<Option<Listening>>,
    /// The station of a server without a StatePath.
    memory: OnceCell<Arc<Station>>,
    pub stamps: super::stamps::Stamps,
    pub certs: Certificates,
    pub tls: TlsSlot,
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
            dispatch: Dispatcher::new(log_level(server.clone())),
            certs: Certificates::new(settings.clone()),
            tls: TlsSlot::default(),
            settings,
            changing: RwLock::default(),
            connections: Mutex::default(),
            gone: Condvar::new(),
            next_id: AtomicU64::new(1),
            threads: Mutex::default(),
            listening: Mutex::default(),
            memory: OnceCell::new(),
            stamps: super::stamps::Stamps::default(),
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

    /// The threads of this server, started at the first use.
    pub(crate) fn threads(&self) -> Result<Arc<Threads>> {
        let mut threads = lock(&self.threads);
        match &*threads {
            Some(threads) => Ok(threads.clone()),
            None => self.new_threads(&mut threads),
        }
    }

    /// The same as WorkerThreads says now. Connections that are open stay on the threads that they have.
    pub(crate) fn threads_anew(&self) -> Result<Arc<Threads>> {
        let mut threads = lock(&self.threads);
        match &*threads {
            Some(threads) if threads.workers == Threads::wanted(self.settings.int(Id::WorkerThreads)) => {
                Ok(threads.clone())
            }
            _ => self.new_threads(&mut threads),
        }
    }

    fn new_threads(&self, threads: &mut Option<Arc<Threads>>) -> Result<Arc<Threads>> {
        let started = Arc::new(Threads::start(Threads::wanted(self.settings.int(Id::WorkerThreads)))?);
        Ok(threads.insert(started).clone())
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
        self.dispatch.left(number);
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

    /// Asks every connection to end and waits until they have. From a callback, which they may wait for, it only asks.
    pub(crate) fn stop_all(&self, why: Stop) {
        for connection in lock(&self.connections).values() {
            connection.stop.send_replace(why);
            self.dispatch.leaves(&connection.id);
        }
        if self.dispatch.in_callback() {
            return;
        }
        let Some(_waiting) = self.dispatch.wait_for_all() else { return };
        let _away = Away::leave();
        loop {
            // The program's own thread hears the last events meanwhile, as in every call of it that waits.
            while self.dispatch.deliver_here() {}
            let connections = lock(&self.connections);
            if connections.is_empty() {
                break;
            }
            drop(match self.dispatch.is_queued() {
                true => wait_timeout(&self.gone, connections, LOOKING),
                false => wait(&self.gone, connections),
            });
        }
        while self.dispatch.deliver_here() {}
    }

    /// Waits for what a connection answers to an order, of the end of a file when it is `sending`. 135 where that would close
    /// a circle of callbacks that wait for each other.
    pub(crate) fn wait<T>(
        &self,
        connection: &Shared,
        sending: bool,
        start: impl FnOnce() -> Result<tokio::sync::oneshot::Receiver<Result<T>>>,
    ) -> Result<T> {
        let waiting = self.dispatch.wait_for(&connection.id, sending)?;
        if self.dispatch.is_unpumped()
            && (self.dispatch.wants(EventKind::StartTransfer) || self.dispatch.wants(EventKind::EndTransfer))
        {
            let nobody =
                "Events are queued and no thread has called do_events yet: nobody would answer what this waits for.";
            return Err(Error::new(codes::WOULD_BLOCK, nobody));
        }
        let answer = start()?;
        let lost = || Error::new(codes::INTERRUPTED, "The connection ended before the operation did.");
        self.dispatch.wait(&connection.id, &waiting, answer).unwrap_or_else(|| Err(lost()))
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
    pub(crate) fn watch_over(&self, connection: &str, task: impl Future<Output = ()>) -> impl Future<Output = ()> {
        // Here and not in the future that is returned, which would have room for the task, too.
        let caught = panics::catch_async(task);
        async move {
            if let Err(error) = caught.await {
                Box::pin(self.report(connection, &error)).await;
            }
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
        let Ok(threads) = self.threads() else { return };
        let (inner, connection) = (self.clone(), connection.to_owned());
        threads.handle().spawn(async move {
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

/// What the dispatcher knows of a server: how much its log is to hold.
fn log_level(server: Weak<Inner>) -> super::dispatch::Level {
    Box::new(move |connection| {
        server.upgrade().map_or(1, |inner| inner.view(inner.connection(connection).ok().as_deref()).int(Id::LogLevel))
    })
}
