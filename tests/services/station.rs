//! An engine with ears.

use oftpsrv::internals::engine::Server;
use oftpsrv::internals::events::{self, EventKind, Handler};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What a station heard.
#[derive(Debug, Clone)]
pub enum Heard {
    Ended(events::EndTransfer),
    Response(events::EndResponse),
    Disconnected(events::Disconnected),
    Error(events::Error),
    Certificate(events::CertificateReceived),
    ClientCertificate(events::SSLClientAuthentication),
    Open(String),
}

pub struct Ear {
    out: Mutex<Sender<Heard>>,
    inbox: PathBuf,
    server: Server,
    /// The reason of the responses that the program sends itself; -1: the engine answers.
    pub answer: AtomicI32,
    /// The hash and signature with which it answers, when not the right ones.
    pub altered: Mutex<Option<(Option<String>, String)>>,
    /// ReceivedFileHeader of the file that ended last.
    pub header: Mutex<String>,
    /// The same of every file, by its name.
    pub headers: Mutex<HashMap<String, String>>,
    /// The certificate that answers a request for one.
    pub deliver: Mutex<Option<String>>,
    /// Whether it hears ReadyToSend, so that its turns last as long as TurnHoldTime says.
    pub holds_turns: AtomicBool,
    /// Settings of every connection.
    pub on_connect: Mutex<Vec<(String, String)>>,
    /// What SSLConnectionRequest answers: the path of a PEM file for clients that can do ECDSA.
    pub ecdsa: Mutex<Option<String>>,
    /// What SSLClientAuthentication answers, when not the verification's result.
    pub client_accept: Mutex<Option<bool>>,
}

impl Ear {
    fn say(&self, heard: Heard) {
        let _ = self.out.lock().unwrap().send(heard);
    }
}

impl Handler for Ear {
    fn wants(&self, kind: EventKind) -> bool {
        (kind != EventKind::ReadyToSend || self.holds_turns.load(Ordering::SeqCst))
            && !matches!(kind, EventKind::Transfer | EventKind::Log)
            && (kind != EventKind::PITrail || trail())
    }
    fn connected(&self, event: &mut events::Connected) {
        if event.status_code == 0 {
            let inbox = self.inbox.to_string_lossy();
            let _ = self.server.connection_set(&event.connection_id, "DownloadDirectory", &inbox);
            for (name, value) in &*self.on_connect.lock().unwrap() {
                let done = self.server.connection_set(&event.connection_id, name, value);
                done.unwrap_or_else(|e| panic!("{name}={value}: {e}"));
            }
            self.say(Heard::Open(event.connection_id.clone()));
        }
    }
    fn pi_trail(&self, event: &mut events::PITrail) {
        eprintln!("{:?} {}", event.direction, event.command_description);
    }
    fn end_transfer(&self, event: &mut events::EndTransfer) {
        let answer = self.answer.load(Ordering::SeqCst);
        if event.send_end_response && answer >= 0 {
            event.send_end_response = false;
            let date = self.server.get_config("VirtualFileDateFormat").unwrap();
            assert!(date.contains("ffff"), "the exact stamp is needed");
            let altered = self.altered.lock().unwrap().clone();
            let (hash, signature) = altered.unwrap_or_default();
            let hash = hash.unwrap_or_else(|| event.file_hash.clone());
            self.server
                .send_end_response(
                    &event.connection_id,
                    &event.virtual_file_name,
                    &event.virtual_file_date,
                    &event.originator,
                    &event.destination,
                    "",
                    answer,
                    "as the test wants it",
                    &hash,
                    &signature,
                )
                .unwrap();
        }
        if let Ok(header) = self.server.get_config(&format!("ReceivedFileHeader[{}]", event.connection_id)) {
            self.headers.lock().unwrap().insert(event.virtual_file_name.clone(), header.clone());
            *self.header.lock().unwrap() = header;
        }
        self.say(Heard::Ended(event.clone()));
    }
    fn end_response(&self, event: &mut events::EndResponse) {
        self.say(Heard::Response(event.clone()));
    }
    fn disconnected(&self, event: &mut events::Disconnected) {
        self.say(Heard::Disconnected(event.clone()));
    }
    fn error(&self, event: &mut events::Error) {
        self.say(Heard::Error(event.clone()));
    }
    fn certificate_received(&self, event: &mut events::CertificateReceived) {
        if let (Some(path), 0) = (&*self.deliver.lock().unwrap(), event.certificate_exchange_type) {
            self.server.exchange_certificate(&event.connection_id, "", path, 2).unwrap();
        }
        self.say(Heard::Certificate(event.clone()));
    }
    fn ssl_client_authentication(&self, event: &mut events::SSLClientAuthentication) {
        if let Some(accept) = *self.client_accept.lock().unwrap() {
            event.accept = accept;
        }
        self.say(Heard::ClientCertificate(event.clone()));
    }
    fn ssl_connection_request(&self, event: &mut events::SSLConnectionRequest) {
        let wants = event.supported_signature_algs.to_ascii_lowercase().contains("ecdsa");
        if let (Some(path), true) = (&*self.ecdsa.lock().unwrap(), wants) {
            event.cert_store_type = 6;
            event.cert_store = path.clone();
            event.cert_subject = "*".to_owned();
        }
    }
}

fn trail() -> bool {
    std::env::var_os("OFTPSRV_TRAIL").is_some()
}

/// A server object with its ear, inbox and what it heard.
pub struct Station {
    pub server: Server,
    pub ear: Arc<Ear>,
    pub heard: Receiver<Heard>,
    pub inbox: PathBuf,
}

impl Station {
    pub fn new(code: &str, dir: &Path, set: &[(&str, &str)]) -> Self {
        let server = Server::new();
        let (sender, heard) = channel();
        let inbox = dir.join(format!("inbox-{code}"));
        std::fs::create_dir_all(&inbox).unwrap();
        let ear = Arc::new(Ear {
            out: Mutex::new(sender),
            inbox: inbox.clone(),
            server: server.clone(),
            answer: AtomicI32::new(-1),
            altered: Mutex::default(),
            header: Mutex::default(),
            headers: Mutex::default(),
            deliver: Mutex::default(),
            holds_turns: AtomicBool::default(),
            on_connect: Mutex::default(),
            ecdsa: Mutex::default(),
            client_accept: Mutex::default(),
        });
        server.set_handler(ear.clone());
        let base = [
            ("ServerSSIDCode", code),
            ("ServerSFIDCode", code),
            ("LocalHost", "127.0.0.1"),
            ("LocalPort", "0"),
            ("VirtualFileDateFormat", "yyyyMMddHHmmssffff"),
        ];
        for (name, value) in base.iter().chain(set) {
            server.set_config(name, value).unwrap_or_else(|e| panic!("{name}={value}: {e}"));
        }
        Station { server, ear, heard, inbox }
    }

    pub fn listen(&self) -> u16 {
        self.server.start().unwrap();
        self.server.get_config("LocalPort").unwrap().parse().unwrap()
    }

    /// The next thing heard that `pick` takes; everything else is passed over.
    pub fn expect<T>(&self, what: &str, pick: impl Fn(&Heard) -> Option<T>) -> T {
        let mut seen = Vec::new();
        loop {
            match self.heard.recv_timeout(Duration::from_secs(60)) {
                Ok(heard) => match pick(&heard) {
                    Some(found) => return found,
                    None => seen.push(heard),
                },
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    panic!("waited for {what}, heard only {seen:#?}")
                }
            }
        }
    }

    pub fn ended(&self) -> events::EndTransfer {
        self.expect("EndTransfer", |h| match h {
            Heard::Ended(event) => Some(event.clone()),
            _ => None,
        })
    }

    /// Everything heard until the session was over, without that.
    pub fn until_disconnected(&self) -> (Vec<Heard>, events::Disconnected) {
        let heard = std::cell::RefCell::new(Vec::new());
        let over = self.expect("Disconnected", |h| match h {
            Heard::Disconnected(event) => Some(event.clone()),
            other => {
                heard.borrow_mut().push(other.clone());
                None
            }
        });
        (heard.into_inner(), over)
    }

    pub fn response(&self) -> events::EndResponse {
        self.expect("EndResponse", |h| match h {
            Heard::Response(event) => Some(event.clone()),
            _ => None,
        })
    }

    pub fn disconnected(&self) -> events::Disconnected {
        self.expect("Disconnected", |h| match h {
            Heard::Disconnected(event) => Some(event.clone()),
            _ => None,
        })
    }

    pub fn error(&self) -> events::Error {
        self.expect("Error", |h| match h {
            Heard::Error(event) => Some(event.clone()),
            _ => None,
        })
    }
}

impl Drop for Station {
    fn drop(&mut self) {
        let _ = self.server.shutdown();
    }
}

/// A fresh directory for one test.
pub struct Scratch(pub PathBuf);

impl Scratch {
    pub fn new(name: &str) -> Self {
        let dir = std::env::temp_dir().join(format!("oftpsrv-services-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&dir);
        std::fs::create_dir_all(&dir).unwrap();
        Scratch(dir)
    }

    pub fn file(&self, name: &str, content: &[u8]) -> String {
        let path = self.0.join(name);
        std::fs::write(&path, content).unwrap();
        path.to_string_lossy().into_owned()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
