//! A server under test on loopback with an ear that hears everything, and a directory of its own.

use super::ear::{Ear, Heard};
use super::peer::PATIENCE;
use super::scratch::Scratch;
use oftpsrv::Error;
use oftpsrv::internals::engine::{DialOptions, Dispatch, Server};
use oftpsrv::internals::events as ev;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The codes of the server under test; see `peer` for the partner's.
pub const SSID: &str = "O0013000002SERVER";
pub const SFID: &str = "O0013000002SERVER";
pub const PEER: &str = "O0013000001PEER";

/// A server, its ear and its inbox.
pub struct Station {
    pub server: Server,
    pub ear: Arc<Ear>,
    pub dir: Scratch,
    pub inbox: PathBuf,
    pub port: u16,
}

impl Station {
    /// Codes set, not listening.
    pub fn idle(set: &[(&str, &str)]) -> Self {
        Self::idle_in(Scratch::new(), set)
    }

    pub fn idle_in(dir: Scratch, set: &[(&str, &str)]) -> Self {
        let inbox = dir.join("inbox");
        let inbox_text = inbox.to_str().unwrap().to_owned();
        let base = [
            ("ServerPassword", "SERVERPW"),
            ("DownloadDirectory", &inbox_text),
            // What tests send later carries the whole stamp.
            ("VirtualFileDateFormat", "yyyyMMddHHmmssffff"),
            ("WorkerThreads", "2"),
        ];
        Self::called(SSID, dir, inbox, &[&base, set].concat())
    }

    /// With a code of its own, an inbox that is made, and nothing but these settings; not listening.
    pub fn called(code: &str, dir: Scratch, inbox: PathBuf, set: &[(&str, &str)]) -> Self {
        let server = Server::new();
        let ear = Arc::new(Ear::new());
        server.set_handler(ear.clone());
        fs::create_dir_all(&inbox).unwrap();
        let base = [("ServerSSIDCode", code), ("ServerSFIDCode", code), ("LocalHost", "127.0.0.1"), ("LocalPort", "0")];
        for (name, value) in base.iter().chain(set) {
            server.set_config(name, value).unwrap_or_else(|e| panic!("{name}={value}: {e}"));
        }
        Station { server, ear, dir, inbox, port: 0 }
    }

    /// Listening.
    pub fn new(set: &[(&str, &str)]) -> Self {
        Self::idle(set).listening()
    }

    pub fn new_in(dir: Scratch, set: &[(&str, &str)]) -> Self {
        Self::idle_in(dir, set).listening()
    }

    pub fn listening(mut self) -> Self {
        self.port = self.listen();
        self
    }

    /// Starts to listen; where.
    pub fn listen(&self) -> u16 {
        self.server.start().unwrap();
        self.server.get_config("LocalPort").unwrap().parse().unwrap()
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

/// What is heard one after the other: each call passes what it looked at.
impl Station {
    #[track_caller]
    pub fn ended(&self) -> ev::EndTransfer {
        self.ear.next("EndTransfer", |h| match h {
            Heard::EndTransfer(event) => Some(event.clone()),
            _ => None,
        })
    }

    #[track_caller]
    pub fn response(&self) -> ev::EndResponse {
        self.ear.next("EndResponse", |h| match h {
            Heard::EndResponse(event) => Some(event.clone()),
            _ => None,
        })
    }

    #[track_caller]
    pub fn disconnected(&self) -> ev::Disconnected {
        self.ear.next("Disconnected", |h| match h {
            Heard::Disconnected(event) => Some(event.clone()),
            _ => None,
        })
    }

    #[track_caller]
    pub fn error(&self) -> ev::Error {
        self.ear.next("Error", |h| match h {
            Heard::Error(event) => Some(event.clone()),
            _ => None,
        })
    }

    /// The id of the next connection that was let in.
    #[track_caller]
    pub fn opened(&self) -> String {
        self.ear.next("Connected", |h| match h {
            Heard::Connected(event) if event.status_code == 0 => Some(event.connection_id.clone()),
            _ => None,
        })
    }

    /// Everything heard until the session was over, without that.
    #[track_caller]
    pub fn until_disconnected(&self) -> (Vec<Heard>, ev::Disconnected) {
        let mut before = Vec::new();
        let over = self.ear.next("Disconnected", |h| match h {
            Heard::Disconnected(event) => Some(event.clone()),
            other => {
                before.push(other.clone());
                None
            }
        });
        (before, over)
    }
}

impl Drop for Station {
    fn drop(&mut self) {
        let _ = self.server.shutdown();
        self.ear.unhook();
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
