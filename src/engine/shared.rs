//! What the program and a connection's drive loop share: settings, streams, a few facts, and a way to send it orders.

use super::keyring::{CertificateLayer, Keyring};
use super::station::Station;
pub(crate) use super::stop::Stop;
use super::{DownloadStream, UploadStream};
use crate::error::Result;
use crate::model::{FileKey, Version};
use crate::settings::{Id, Layer, Value, Values, View};
use crate::state::Owed;
use crate::sync::read;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, RwLock};
use tokio::sync::{mpsc, oneshot, watch};

/// How a waiting caller hears the end of what it asked for.
pub(crate) type Reply = oneshot::Sender<Result<()>>;

/// Orders to a connection's drive loop.
pub(crate) enum Order {
    /// Send a file when the turn is here.
    Send(Box<SendJob>),
    /// Send an end response when the turn is here.
    Respond(Box<Owed>, Option<Reply>),
    /// Send CD when nothing is under way.
    ChangeDirection(Option<Reply>),
    /// End the session, or give the turn back.
    Logoff(Option<Reply>),
    /// Stop the file being sent.
    Interrupt,
}

/// A file to be sent, with the connection's settings and certificates as they were when it was asked for.
pub(crate) struct SendJob {
    /// SFIDDEST.
    pub destination: String,
    /// Full path; empty when the stream is the source. Of a certificate exchange the store that the caller named.
    pub path: String,
    /// The program's stream, when it has one.
    pub stream: Mutex<Option<Box<dyn UploadStream>>>,
    /// SFIDDSN as the program gave it.
    pub name: String,
    /// The connection's settings at that moment.
    pub settings: View,
    /// The certificates of that moment.
    pub keyring: Keyring,
    /// The type of a certificate exchange file.
    pub exchange: Option<i32>,
    /// SFIDDESC of a certificate exchange file.
    pub description: Option<String>,
    /// The certificate itself, when this is an exchange.
    pub content: Option<Vec<u8>>,
    /// Who waits for the end.
    pub reply: Option<Reply>,
}

impl SendJob {
    /// Whether the same file can be sent again after a lost line: what came from a stream cannot be asked for again, and a
    /// certificate is sent anew.
    pub(crate) fn is_repeatable(&self) -> bool {
        !self.path.is_empty() && self.exchange.is_none()
    }
}

/// The shared part of one connection.
pub(crate) struct Shared {
    pub id: String,
    pub settings: View,
    pub orders: mpsc::UnboundedSender<Order>,
    pub stop: watch::Sender<Stop>,
    /// The open store; given back when the connection ends.
    pub station: Mutex<Option<Arc<Station>>>,
    pub download: Mutex<Option<Box<dyn DownloadStream>>>,
    pub upload: Mutex<Option<Box<dyn UploadStream>>>,
    /// Facts of the file being received that stand in for the program's own values until the file ended.
    pub receiving: RwLock<Option<Values>>,
    /// Whether an UploadStream is set, also while a send has taken it.
    pub has_upload: AtomicBool,
    /// The connection's own certificates.
    pub certs: CertificateLayer,
    /// Files whose end response the program sends itself, as handed out by EndTransfer in this session.
    pub deferred: Mutex<Vec<FileKey>>,
    pub ready_to_send: AtomicBool,
    pub connected: AtomicBool,
    /// Whether it waits for host names of the address lists and does not count against MaxConnections yet.
    pub undecided: AtomicBool,
    /// Whether the program did anything with its last turn; see the drive loop.
    pub acted: AtomicBool,
    /// Whether the program watches the field ReadyToSend of this connection instead of listening to the event.
    pub watches_ready: AtomicBool,
    /// How many files of this session wait for an end response that the program has still to give.
    pub owes_answers: AtomicUsize,
}

impl Shared {
    /// Of a server with these settings.
    pub(crate) fn new(id: String, orders: mpsc::UnboundedSender<Order>, server: &View) -> Self {
        let settings = server.for_connection(Layer::default());
        Shared {
            id,
            certs: CertificateLayer::new(settings.clone()),
            settings,
            orders,
            stop: watch::Sender::new(Stop::Run),
            station: Mutex::default(),
            download: Mutex::default(),
            upload: Mutex::default(),
            receiving: RwLock::default(),
            has_upload: AtomicBool::new(false),
            deferred: Mutex::default(),
            ready_to_send: AtomicBool::new(false),
            connected: AtomicBool::new(true),
            undecided: AtomicBool::new(false),
            acted: AtomicBool::new(false),
            watches_ready: AtomicBool::new(false),
            owes_answers: AtomicUsize::new(0),
        }
    }

    /// Fills a fact that the program can query.
    pub(crate) fn fact(&self, id: Id, value: impl Into<Value>) {
        self.settings.fill(id, value);
    }

    /// The version of the session, once it is known.
    pub(crate) fn version(&self) -> Option<Version> {
        let values = self.settings.own_values();
        values.get(Id::Version)?;
        Version::from_code(values.int(Id::Version) as i32)
    }

    /// What a field says about the file being received, while one is.
    pub(crate) fn received(&self, id: Id) -> Option<String> {
        let receiving = read(&self.receiving);
        receiving.as_ref()?.get(id).map(Value::to_text)
    }

    pub(crate) fn set_ready(&self, ready: bool) {
        self.ready_to_send.store(ready, Ordering::SeqCst);
        self.fact(Id::ReadyToSend, ready);
    }

    pub(crate) fn order(&self, order: Order) -> bool {
        self.acted.store(true, Ordering::SeqCst);
        self.orders.send(order).is_ok()
    }
}
