//! DownloadStream, UploadStream, CloseStreamAfterTransfer.

use crate::support::peer::{Peer, Sfid, Ssid};
use crate::support::{Station, heard, noise};
use oftpsrv::internals::engine::{DownloadStream, UploadStream};
use std::io;
use std::sync::{Arc, Mutex};

#[derive(Clone, Default)]
struct Sink(Arc<Mutex<SinkState>>);

#[derive(Default)]
struct SinkState {
    bytes: Vec<u8>,
    closed: usize,
    fail_after: Option<usize>,
}

impl DownloadStream for Sink {
    fn write(&mut self, data: &[u8]) -> io::Result<()> {
        let mut state = self.0.lock().unwrap();
        if state.fail_after.is_some_and(|limit| state.bytes.len() + data.len() > limit) {
            return Err(io::Error::other("the stream is full"));
        }
        state.bytes.extend(data);
        Ok(())
    }
    fn close(&mut self) {
        self.0.lock().unwrap().closed += 1;
    }
}

#[derive(Clone, Default)]
struct Spring(Arc<Mutex<(io::Cursor<Vec<u8>>, usize)>>);

impl UploadStream for Spring {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        io::Read::read(&mut self.0.lock().unwrap().0, buffer)
    }
    fn close(&mut self) {
        self.0.lock().unwrap().1 += 1;
    }
}

/// A received file goes to the stream in its local form, nothing to disk; the stream is closed and gone afterwards.
#[test]
fn a_file_into_a_stream() {
    let s = Station::new(&[("DownloadDirectory", "")]);
    let sink = Sink::default();
    let mut peer = Peer::open(s.port, &Ssid::default());
    let id = s.id();
    s.server.set_download_stream(&id, Some(Box::new(sink.clone()))).unwrap();
    assert!(s.server.has_download_stream(&id).unwrap());
    peer.send_records(&Sfid::new("V", 'V', 9), &[b"one", b"", b"three"]);
    assert_eq!(peer.confirmed(), 'Y');
    {
        let state = sink.0.lock().unwrap();
        assert_eq!((state.bytes.as_slice(), state.closed), (&b"one\r\n\r\nthree\r\n"[..], 1));
    }
    assert!(!s.server.has_download_stream(&id).unwrap());
    let end = heard!(s.ear, EndTransfer);
    assert_eq!((end.local_file.as_str(), end.reason_code), ("", 0));
    assert_eq!(peer.collect_response().name, "V");
    // Without a stream and directory the next one has nowhere to go.
    assert_eq!(peer.offer_refused(&Sfid::new("NEXT", 'U', 0)).0, 12);
    // The stored one is a duplicate also when it went into a stream.
    assert_eq!(peer.offer_refused(&Sfid::new("V", 'V', 9)).0, 13);
    peer.finish();
    assert!(s.listing().is_empty());
}

/// With CloseStreamAfterTransfer off the same stream takes the next file too, and is closed with the connection.
#[test]
fn a_stream_for_several_files() {
    let s = Station::new(&[("CloseStreamAfterTransfer", "False")]);
    let sink = Sink::default();
    let mut peer = Peer::open(s.port, &Ssid::default());
    s.server.set_download_stream(&s.id(), Some(Box::new(sink.clone()))).unwrap();
    for name in ["A", "B"] {
        peer.deliver(&Sfid::new(name, 'U', 0), name.as_bytes());
        peer.collect_response();
        assert_eq!(sink.0.lock().unwrap().closed, 0);
    }
    peer.leave();
    s.quiet();
    let state = sink.0.lock().unwrap();
    assert_eq!((state.bytes.as_slice(), state.closed), (&b"AB"[..], 1));
}

/// EFNA-4: a stream that fails in the middle does not stop the data; EFNA 12 comes at EFID.
#[test]
fn a_stream_that_fails() {
    let s = Station::new(&[]);
    let sink = Sink::default();
    sink.0.lock().unwrap().fail_after = Some(1000);
    let mut peer = Peer::open(s.port, &Ssid { credit: 1, ..Ssid::default() });
    s.server.set_download_stream(&s.id(), Some(Box::new(sink.clone()))).unwrap();
    peer.send_stream(&Sfid::new("FULL", 'U', 0), &noise(20_000));
    assert_eq!(peer.refusal('5').0, 12);
    assert_eq!(heard!(s.ear, EndTransfer).reason_code, 12);
    peer.finish();
}

/// UploadStream: SendFile without a file name sends its octets; sizes in SFID are right although a stream has none.
#[test]
fn a_file_from_a_stream() {
    let s = Station::new(&[("TempPath", "")]);
    let temp = s.dir.join("temp");
    std::fs::create_dir_all(&temp).unwrap();
    s.server.set_config("TempPath", temp.to_str().unwrap()).unwrap();
    for close in [true, false] {
        let spring = Spring::default();
        spring.0.lock().unwrap().0 = io::Cursor::new(noise(3000));
        s.server.set_config("CloseStreamAfterTransfer", if close { "True" } else { "False" }).unwrap();
        let mut peer = Peer::open(s.port, &Ssid::default());
        let id = s.id();
        s.server.set_upload_stream(&id, Some(Box::new(spring.clone()))).unwrap();
        assert!(s.server.has_upload_stream(&id).unwrap());
        s.server.send_file_async(&id, "", "", "STREAM").unwrap();
        peer.cd();
        let taken = peer.receive('N');
        assert_eq!((taken.file.name.as_str(), taken.file.size, taken.bytes), ("STREAM", 3, noise(3000)));
        peer.expect('R');
        assert_eq!(s.server.has_upload_stream(&id).unwrap(), !close);
        assert_eq!(spring.0.lock().unwrap().1, usize::from(close));
        peer.leave();
        s.quiet();
        assert_eq!(spring.0.lock().unwrap().1, 1, "closed at the latest with the connection");
        assert!(crate::support::names_in(&temp).is_empty(), "nothing is left of it");
    }
}

/// Without file name and stream there is nothing to send: error 8; a stream whose job never ran is given back.
#[test]
fn no_stream_no_file() {
    let s = Station::new(&[]);
    let peer = Peer::open(s.port, &Ssid::default());
    assert_eq!(s.server.send_file_async(&s.id(), "", "", "X").unwrap_err().code, 8);
    peer.finish();
}

/// A line that breaks while a stream is being sent leaves no copy of it behind.
#[test]
fn a_broken_line_leaves_nothing_of_a_stream() {
    let s = Station::new(&[]);
    let temp = s.dir.join("temp");
    std::fs::create_dir_all(&temp).unwrap();
    s.server.set_config("TempPath", temp.to_str().unwrap()).unwrap();
    let spring = Spring::default();
    spring.0.lock().unwrap().0 = io::Cursor::new(noise(100_000));
    let mut peer = Peer::open(s.port, &Ssid { credit: 2, ..Ssid::default() });
    s.server.set_upload_stream(&s.id(), Some(Box::new(spring))).unwrap();
    s.server.send_file_async(&s.id(), "", "", "STREAM").unwrap();
    peer.cd();
    peer.offered();
    peer.sfpa(0);
    peer.expect('D');
    peer.hang_up();
    s.quiet();
    assert_eq!(heard!(s.ear, EndTransfer).reason_code, 99);
    assert!(crate::support::names_in(&temp).is_empty(), "{:?}", crate::support::names_in(&temp));
}
