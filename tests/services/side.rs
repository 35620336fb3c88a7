//! One side of a transfer: a station, and what its program does.

use crate::support::{Heard, Scratch, Station};
use oftpsrv::internals::engine::Server;
use oftpsrv::internals::events;
use std::collections::HashMap;
use std::ops::Deref;
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Arc, Mutex};

/// What a program answers and keeps.
pub struct Program {
    server: Server,
    /// Where files of each connection go.
    inbox: String,
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
    /// Settings of every connection.
    pub on_connect: Mutex<Vec<(String, String)>>,
    /// What SSLConnectionRequest answers: the path of a PEM file for clients that can do ECDSA.
    pub ecdsa: Mutex<Option<String>>,
}

impl Program {
    fn connected(&self, event: &events::Connected) {
        if event.status_code == 0 {
            let _ = self.server.connection_set(&event.connection_id, "DownloadDirectory", &self.inbox);
            for (name, value) in &*self.on_connect.lock().unwrap() {
                let done = self.server.connection_set(&event.connection_id, name, value);
                done.unwrap_or_else(|e| panic!("{name}={value}: {e}"));
            }
        }
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
    }

    fn certificate_received(&self, event: &events::CertificateReceived) {
        if let (Some(path), 0) = (&*self.deliver.lock().unwrap(), event.certificate_exchange_type) {
            self.server.exchange_certificate(&event.connection_id, "", path, 2).unwrap();
        }
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

pub struct Side {
    station: Station,
    pub program: Arc<Program>,
}

impl Side {
    pub fn new(code: &str, dir: &Scratch, set: &[(&str, &str)]) -> Self {
        let exact = [("VirtualFileDateFormat", "yyyyMMddHHmmssffff")];
        let inbox = dir.join(format!("inbox-{code}"));
        let station = Station::called(code, dir.clone(), inbox, &[&exact, set].concat());
        let program = Arc::new(Program {
            server: station.server.clone(),
            inbox: station.inbox.to_string_lossy().into_owned(),
            answer: AtomicI32::new(-1),
            altered: Mutex::default(),
            header: Mutex::default(),
            headers: Mutex::default(),
            deliver: Mutex::default(),
            on_connect: Mutex::default(),
            ecdsa: Mutex::default(),
        });
        let own = || program.clone();
        let does = own();
        station.ear.connected(move |event| does.connected(event));
        let does = own();
        station.ear.end_transfer(move |event| does.end_transfer(event));
        let does = own();
        station.ear.certificate_received(move |event| does.certificate_received(event));
        let does = own();
        station.ear.ssl_connection_request(move |event| does.ssl_connection_request(event));
        Side { station, program }
    }

    /// The next event that `pick` takes; everything before it is passed over.
    #[track_caller]
    pub fn expect<T>(&self, what: &str, pick: impl FnMut(&Heard) -> Option<T>) -> T {
        self.ear.next(what, pick)
    }
}

impl Deref for Side {
    type Target = Station;

    fn deref(&self) -> &Station {
        &self.station
    }
}
