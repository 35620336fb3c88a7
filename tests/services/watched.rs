//! A TLS listener that is watched from all sides: what the program is told of each connection, and what a client that is not
//! ours sees of it.

use crate::support::tls::{Seen, s_client_with};
use oftpsrv::internals::certs::Certificate;
use oftpsrv::internals::engine::Server;
use oftpsrv::internals::events::{self, EventKind, Handler};
use oftpsrv::internals::tls::ServerCertificate;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

/// What the server says first.
pub const READY: &str = "ODETTE FTP READY";
/// A client's way out: a normal end of session instead of an SSID.
pub const END: &[u8] = b"\x10\x00\x00\x08F00\r";

/// The settings that tell what was negotiated.
const FACTS: [&str; 6] = [
    "SSLNegotiatedVersion",
    "SSLNegotiatedCipherSuite",
    "SSLNegotiatedCipher",
    "SSLNegotiatedCipherStrength",
    "SSLNegotiatedKeyExchange",
    "SSLNegotiatedKeyExchangeStrength",
];

/// One connection from its begin to its end.
#[derive(Debug, Default)]
pub struct Course {
    /// The code of Connected, 0 when the handshake worked.
    pub connected: Option<i32>,
    /// Version, suite, cipher, its strength, key exchange, its strength, asked inside Connected.
    pub facts: Vec<String>,
    pub statuses: Vec<String>,
    pub logs: Vec<String>,
    pub errors: Vec<(i32, String)>,
    pub clients: Vec<events::SSLClientAuthentication>,
    pub end: (i32, String),
}

enum Told {
    Connected(i32, Vec<String>),
    Status(String),
    Log(String),
    Error(i32, String),
    Client(events::SSLClientAuthentication),
    Disconnected(i32, String),
}

struct Ears {
    server: Server,
    told: Mutex<Sender<Told>>,
    notes: Mutex<Sender<String>>,
    offers: bool,
}

impl Ears {
    fn say(&self, told: Told) {
        let _ = self.told.lock().unwrap().send(told);
    }
}

impl Handler for Ears {
    fn wants(&self, kind: EventKind) -> bool {
        use EventKind::*;
        matches!(kind, Connected | Disconnected | Error | Log | SSLStatus | SSLClientAuthentication)
            || kind == SSLConnectionRequest && self.offers
    }
    fn connected(&self, event: &mut events::Connected) {
        // Queued, the event may be delivered after the connection has gone: what is said then is the error.
        let fact = |name: &&str| {
            let name = format!("{name}[{}]", event.connection_id);
            self.server.get_config(&name).unwrap_or_else(|error| error.to_string())
        };
        self.say(Told::Connected(event.status_code, FACTS.iter().map(fact).collect()));
    }
    fn ssl_status(&self, event: &mut events::SSLStatus) {
        self.say(Told::Status(event.message.clone()));
    }
    fn log(&self, event: &mut events::Log) {
        match event.connection_id.is_empty() {
            true => drop(self.notes.lock().unwrap().send(event.message.clone())),
            false => self.say(Told::Log(event.message.clone())),
        }
    }
    fn error(&self, event: &mut events::Error) {
        self.say(Told::Error(event.error_code, event.description.clone()));
    }
    fn ssl_client_authentication(&self, event: &mut events::SSLClientAuthentication) {
        self.say(Told::Client(event.clone()));
    }
    fn disconnected(&self, event: &mut events::Disconnected) {
        self.say(Told::Disconnected(event.status_code, event.description.clone()));
    }
}

pub struct Watched {
    pub server: Server,
    pub port: u16,
    told: Receiver<Told>,
    notes: Receiver<String>,
}

/// The engine's form of a certificate.
pub fn certificate(own: &ServerCertificate) -> Certificate {
    Certificate::from_parts(own.cert.clone(), Some(own.key.clone()), own.chain.clone())
}

impl Watched {
    /// A server with these settings, not listening yet. The pair `("no port", "")` is no setting: it leaves LocalPort as it is.
    pub fn new(set: &[(&str, &str)]) -> Self {
        let server = Server::new();
        let ((told_in, told), (notes_in, notes)) = (channel(), channel());
        let offers = set.iter().any(|(name, _)| *name == "offers");
        let ears = Ears { server: server.clone(), told: Mutex::new(told_in), notes: Mutex::new(notes_in), offers };
        server.set_handler(std::sync::Arc::new(ears));
        let base = [
            ("ServerSSIDCode", "SERVER"),
            ("ServerSFIDCode", "SERVER"),
            ("LocalHost", "127.0.0.1"),
            ("LocalPort", "0"),
        ];
        let names = |wanted: &str| set.iter().any(|(name, _)| *name == wanted);
        let base = base.iter().filter(|(name, _)| *name != "LocalPort" || !names("no port"));
        for (name, value) in base.chain(set).filter(|(name, _)| !matches!(*name, "offers" | "no port")) {
            server.set_config(name, value).unwrap_or_else(|e| panic!("{name}={value}: {e}"));
        }
        Watched { server, port: 0, told, notes }
    }

    /// The same, listening with TLS. The pair `("offers", "")` is no setting: it listens to SSLConnectionRequest.
    pub fn listen(own: &ServerCertificate, set: &[(&str, &str)]) -> Self {
        let mut watched = Self::new(set);
        watched.server.set_ssl_cert(Some(certificate(own))).unwrap();
        watched.set("UseSSL", "True");
        watched.start();
        watched
    }

    pub fn start(&mut self) {
        self.server.start().unwrap();
        self.port = self.server.get_config("LocalPort").unwrap().parse().unwrap();
    }

    pub fn set(&self, name: &str, value: &str) {
        self.server.set_config(name, value).unwrap_or_else(|e| panic!("{name}={value}: {e}"));
    }

    /// `openssl s_client` with these arguments, ending the session as soon as it is ready.
    pub fn client(&self, arguments: &[&str]) -> Seen {
        s_client_with(self.port, arguments, END)
    }

    /// What the program was told of the next connection that ended.
    pub fn course(&self) -> Course {
        let mut course = Course::default();
        loop {
            match self.told.recv_timeout(Duration::from_secs(30)) {
                Ok(Told::Connected(code, facts)) => (course.connected, course.facts) = (Some(code), facts),
                Ok(Told::Status(line)) => course.statuses.push(line),
                Ok(Told::Log(line)) => course.logs.push(line),
                Ok(Told::Error(code, text)) => course.errors.push((code, text)),
                Ok(Told::Client(event)) => course.clients.push(event),
                Ok(Told::Disconnected(code, text)) => {
                    course.end = (code, text);
                    return course;
                }
                Err(_) => panic!("the connection did not end: {course:#?}"),
            }
        }
    }

    /// A connection that works.
    pub fn works(&self, arguments: &[&str]) -> (Seen, Course) {
        let (seen, course) = (self.client(arguments), self.course());
        assert!(seen.has(READY), "{arguments:?}: {}\n{course:#?}", seen.text);
        assert_eq!((course.connected, course.end.0), (Some(0), 0), "{arguments:?}: {course:#?}");
        (seen, course)
    }

    /// A connection that fails in the handshake: the program hears the same cause in every event, the client no OFTP.
    pub fn fails(&self, arguments: &[&str]) -> Course {
        let (seen, course) = (self.client(arguments), self.course());
        assert!(!seen.has(READY), "{arguments:?}: {}\n{course:#?}", seen.text);
        course.failed();
        course
    }

    /// The next line of the log that belongs to no connection and contains this.
    pub fn note(&self, word: &str) -> String {
        self.notes_to(word).pop().unwrap()
    }

    /// The lines of the log that belong to no connection, up to the one that contains this.
    pub fn notes_to(&self, word: &str) -> Vec<String> {
        let mut seen = Vec::new();
        loop {
            match self.notes.recv_timeout(Duration::from_secs(10)) {
                Ok(line) => seen.push(line),
                Err(_) => panic!("no note about {word}: {seen:#?}"),
            }
            if seen.last().is_some_and(|line| line.contains(word)) {
                return seen;
            }
        }
    }
}

impl Course {
    /// Connected, Error, Disconnected and the log name the same cause.
    pub fn failed(&self) {
        let (code, text) = &self.end;
        assert_ne!(*code, 0, "{self:#?}");
        assert_eq!(self.connected, Some(*code), "{self:#?}");
        assert_eq!(self.errors, [(*code, text.clone())]);
        assert!(self.logs.iter().any(|line| line.contains(text.trim_start_matches("TLS: "))), "{self:#?}");
        assert!(self.facts.iter().all(|fact| fact.is_empty() || fact == "0"), "{self:#?}");
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        let _ = self.server.shutdown();
    }
}
