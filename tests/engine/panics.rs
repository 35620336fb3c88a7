//! What becomes of a panic: error 4 for the program, a clear end for the partner, and a server that goes on.

use crate::support::peer::{Peer, Sfid, Ssid};
use crate::support::{Heard, PEER, Station, heard, noise};
use oftpsrv::internals::engine::DownloadStream;
use oftpsrv::internals::error::codes;
use oftpsrv::internals::events::{Error as ErrorEvent, EventKind};
use std::io;

/// The Error event of this code.
fn failure(s: &Station, code: i32) -> ErrorEvent {
    s.ear.wait(|all| {
        all.iter().find_map(|h| match h {
            Heard::Error(e) if e.error_code == code => Some(e.clone()),
            _ => None,
        })
    })
}

/// A handler that panics has refused; Error and Log say which one it was.
#[test]
fn a_handler_that_panics() {
    let s = Station::new(&[]);
    s.ear.listen(EventKind::Log);
    s.ear.accept_connection(|_| panic!("out of ideas"));
    let mut peer = Peer::greeted(s.port);
    peer.send(&Ssid::default().encode());
    assert_eq!(peer.expect_esid().0, 99);
    let error = heard!(s.ear, Error);
    assert_eq!(error.error_code, codes::PANIC);
    assert!(error.description.contains("AcceptConnection") && error.description.contains("out of ideas"), "{error:?}");
    s.ear
        .wait(|all| all.iter().any(|h| matches!(h, Heard::Log(e) if e.message.contains("out of ideas"))).then_some(()));
    s.quiet();
    s.ear.accept_connection(|_| {});
    Peer::open(s.port, &Ssid::default()).finish();
}

/// LogLevel 0 is silent about it too, and a handler of Error that panics is not told of itself.
#[test]
fn handlers_of_error_and_log_that_panic() {
    let s = Station::new(&[]);
    s.ear.error(|_| panic!("no errors please"));
    s.ear.log(|_| panic!("no log please"));
    s.ear.accept_file(|_| panic!("no files please"));
    let mut peer = Peer::open(s.port, &Ssid::default());
    assert_eq!(peer.offer_refused(&Sfid::new("FILE", 'U', 0)).0, 99);
    peer.finish();
    s.quiet();
    let quiet = Station::new(&[("LogLevel", "0")]);
    quiet.ear.listen(EventKind::Log);
    quiet.ear.accept_file(|_| panic!("no files please"));
    let mut peer = Peer::open(quiet.port, &Ssid::default());
    assert_eq!(peer.offer_refused(&Sfid::new("FILE", 'U', 0)).0, 99);
    peer.finish();
    assert_eq!(heard!(quiet.ear, Error).error_code, codes::PANIC);
    assert_eq!(quiet.ear.count(EventKind::Log), 0);
}

/// On the connection's own task, in the middle of a file and with a program that waits: the partner hears ESID, the program an
/// answer and the end, and what arrived can be continued.
#[test]
fn the_drive_loop_panics() {
    let s = Station::new(&[]);
    let file = s.dir.write("out", noise(1000));
    let mut peer = Peer::open(s.port, &Ssid::default());
    let id = s.id();
    assert_eq!(peer.deliver(&Sfid::new("BEFORE", 'U', 0), b"content"), 'Y');
    s.server.send_file_async(&id, PEER, file.to_str().unwrap(), "FILE").unwrap();
    s.ear.fail_to_want(&[EventKind::ReadyToSend]);
    peer.cd();
    assert_eq!(peer.expect_esid().0, 99);
    let error = failure(&s, codes::PANIC);
    assert!(error.connection_id == id && error.description.contains("asked about ReadyToSend"), "{error:?}");
    assert_eq!(failure(&s, codes::SEND_FAILED).connection_id, id);
    assert_eq!(heard!(s.ear, Disconnected).status_code, codes::PANIC);
    s.quiet();
    s.ear.fail_to_want(&[]);
    let mut peer = Peer::open(s.port, &Ssid::default());
    assert_eq!(peer.collect_response().name, "BEFORE");
    peer.finish();
}

/// Before the session, and with nobody to say it to: the line is closed and the next partner is served.
#[test]
fn the_first_question_panics() {
    let s = Station::new(&[]);
    s.ear.fail_to_want(&[EventKind::ConnectionRequest]);
    Peer::connect(s.port).expect_closed();
    assert_eq!(heard!(s.ear, Error).error_code, codes::PANIC);
    s.quiet();
    s.ear.fail_to_want(&[]);
    Peer::open(s.port, &Ssid::default()).finish();
}

struct Broken;

impl DownloadStream for Broken {
    fn write(&mut self, _: &[u8]) -> io::Result<()> {
        panic!("the pump is dry")
    }

    fn close(&mut self) {
        panic!("the lid is stuck")
    }
}

/// On a thread of file work: the file fails, the session goes on; and a stream that cannot even be closed is reported.
#[test]
fn a_stream_panics() {
    let s = Station::new(&[("DownloadDirectory", "")]);
    let mut peer = Peer::open(s.port, &Ssid::default());
    s.server.set_download_stream(&s.id(), Some(Box::new(Broken))).unwrap();
    peer.send_records(&Sfid::new("V", 'V', 9), &[b"one"]);
    assert_eq!(peer.refusal('5').0, 99);
    let end = heard!(s.ear, EndTransfer);
    assert!(end.reason_code != 0 && end.reason_text.contains("the pump is dry"), "{end:?}");
    s.ear.forget();
    s.server.set_download_stream(&s.id(), Some(Box::new(Broken))).unwrap();
    peer.finish();
    s.quiet();
    let error = failure(&s, codes::PANIC);
    assert!(error.description.contains("the lid is stuck"), "{error:?}");
}
