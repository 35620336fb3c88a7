//! Two engines on loopback, one as responder, one as initiator.

use oftpsrv::Result;
use oftpsrv::engine::{DialOptions, Server};
use oftpsrv::events::{self, EventKind, Handler};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

#[derive(Debug, Clone, PartialEq)]
enum Heard {
    Ended { name: String, reason: i32, path: String, direction: i32 },
    Response { name: String, reason: i32 },
    Disconnected { status: i32, text: String },
    Error { code: i32, text: String },
}

struct Ear {
    out: Mutex<Sender<Heard>>,
    inbox: PathBuf,
    server: Mutex<Option<Server>>,
}

impl Ear {
    fn say(&self, heard: Heard) {
        let _ = self.out.lock().unwrap().send(heard);
    }
}

impl Handler for Ear {
    fn wants(&self, kind: EventKind) -> bool {
        !matches!(kind, EventKind::ReadyToSend | EventKind::Transfer)
    }
    fn connected(&self, event: &mut events::Connected) {
        if let Some(server) = &*self.server.lock().unwrap() {
            let _ = server.connection_set(&event.connection_id, "DownloadDirectory", &self.inbox.to_string_lossy());
        }
    }
    fn pi_trail(&self, event: &mut events::PITrail) {
        if std::env::var_os("OFTPSRV_TRAIL").is_some() {
            eprintln!("{:?} {}", event.direction, event.command_description);
        }
    }
    fn end_transfer(&self, event: &mut events::EndTransfer) {
        self.say(Heard::Ended {
            name: event.virtual_file_name.clone(),
            reason: event.reason_code,
            path: event.local_file.clone(),
            direction: event.direction.code(),
        });
    }
    fn end_response(&self, event: &mut events::EndResponse) {
        self.say(Heard::Response { name: event.virtual_file_name.clone(), reason: event.reason_code });
    }
    fn disconnected(&self, event: &mut events::Disconnected) {
        self.say(Heard::Disconnected { status: event.status_code, text: event.description.clone() });
    }
    fn error(&self, event: &mut events::Error) {
        self.say(Heard::Error { code: event.error_code, text: event.description.clone() });
    }
}

fn station(code: &str, dir: &Path, set: &[(&str, &str)]) -> Result<(Server, Receiver<Heard>)> {
    let server = Server::new();
    let (sender, receiver) = channel();
    std::fs::create_dir_all(dir).unwrap();
    let ear =
        Arc::new(Ear { out: Mutex::new(sender), inbox: dir.to_owned(), server: Mutex::new(Some(server.clone())) });
    server.set_handler(ear);
    for (name, value) in
        [("ServerSSIDCode", code), ("ServerSFIDCode", code), ("LocalHost", "127.0.0.1"), ("LocalPort", "0")]
    {
        server.set_config(name, value)?;
    }
    for (name, value) in set {
        server.set_config(name, value)?;
    }
    Ok((server, receiver))
}

fn wait(receiver: &Receiver<Heard>, what: impl Fn(&Heard) -> bool) -> Heard {
    loop {
        let heard = receiver.recv_timeout(Duration::from_secs(20)).expect("an event within 20 seconds");
        eprintln!("{heard:?}");
        if what(&heard) {
            return heard;
        }
    }
}

fn scratch(name: &str) -> PathBuf {
    let dir = std::env::temp_dir().join(format!("oftpsrv-loopback-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir).unwrap();
    dir
}

/// A file travels in every version and format, and its end response comes back (EERP-5, STATE-10).
#[test]
fn files_and_end_responses() {
    let dir = scratch("files");
    let mut content: Vec<u8> = Vec::new();
    for i in 0..5000u32 {
        content.extend_from_slice(format!("{i:078}\r\n").as_bytes());
    }
    let file = dir.join("order.txt");
    std::fs::write(&file, &content).unwrap();
    let (server, heard) = station("SERVER", &dir.join("server"), &[]).unwrap();
    server.start().unwrap();
    let port: u16 = server.get_config("LocalPort").unwrap().parse().unwrap();
    for version in ["0", "1", "2", "3"] {
        for (format, record) in [("0", "0"), ("1", "0"), ("2", "78"), ("3", "80")] {
            let (client, answers) = station("CLIENT", &dir.join("client"), &[("OFTPVersion", version)]).unwrap();
            let id = client
                .connect_prepared("127.0.0.1", port, DialOptions::default(), |id| {
                    client.connection_set(id, "VirtualFileFormat", format)?;
                    client.connection_set(id, "MaxRecordSize", record)?;
                    client.send_file_async(id, "SERVER", &file.to_string_lossy(), &format!("F{version}{format}"))
                })
                .unwrap();
            let ended = wait(&heard, |h| matches!(h, Heard::Ended { .. }));
            let Heard::Ended { reason: 0, path, direction: 0, .. } = ended else { panic!("{ended:?}") };
            assert_eq!(std::fs::read(&path).unwrap(), content, "version {version} format {format}");
            let response = wait(&answers, |h| matches!(h, Heard::Response { .. }));
            assert_eq!(response, Heard::Response { name: format!("F{version}{format}"), reason: 0 });
            let end = wait(&answers, |h| matches!(h, Heard::Disconnected { .. }));
            assert_eq!(end, Heard::Disconnected { status: 0, text: "OK".into() }, "{id}");
            client.shutdown().unwrap();
        }
    }
    server.shutdown().unwrap();
    std::fs::remove_dir_all(&dir).unwrap();
}
