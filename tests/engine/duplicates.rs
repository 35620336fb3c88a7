//! A file that was stored, but whose confirmation got lost, is stored once and answered once.

use crate::support::peer::{Peer, Sfid, Ssid};
use crate::support::{Scratch, Station, heard};
use oftpsrv::internals::events::EventKind;

/// SFNA-7, EERP-5: after a lost EFPA the same file is refused with SFNA 13 without retry, the stored file stays as it is
/// (also when the program allows to overwrite), and its end response follows; at every level and across a new server
/// object.
#[test]
fn a_file_is_stored_once() {
    let dir = Scratch::new();
    let state = dir.join("state");
    for level in ['1', '2', '4', '5'] {
        let set = [("StatePath", state.to_str().unwrap()), ("AllowRetry", "True")];
        let s = Station::new_in(dir.clone(), &set);
        let mut peer = Peer::open(s.port, &Ssid::at(level));
        let file = Sfid::new(&format!("ONCE{level}"), 'U', 0);
        peer.send_stream(&file, b"the first");
        // EFPA is on its way, or read by nobody.
        heard!(s.ear, EndTransfer);
        peer.hang_up();
        s.quiet();
        drop(s);
        let s = Station::new_in(dir.clone(), &set);
        s.ear.accept_file(|e| e.overwrite = true);
        let mut peer = Peer::open(s.port, &Ssid::at(level));
        let (reason, retry, _) = peer.offer_refused(&file);
        assert_eq!((reason, retry), (13, 'N'));
        assert_eq!(s.received(&file.name), b"the first");
        assert_eq!(s.ear.count(EventKind::AcceptFile), 0, "no decision of the program's");
        peer.cd();
        assert_eq!(peer.response().name, file.name);
        peer.rtr();
        peer.expect('R');
        // Any other key is another file.
        let mut year = file.clone();
        year.stamp.replace_range(2..4, "27");
        peer.deliver(&year, b"the second");
        assert_eq!(s.received(&file.name), b"the second");
        peer.collect_response();
        peer.deliver(&Sfid { originator: "SOMEBODY".into(), ..file.clone() }, b"the third");
        peer.collect_response();
        // Once answered it is still a duplicate.
        assert_eq!(peer.offer_refused(&file).0, 13);
        peer.finish();
    }
}

/// DuplicateDays 0: a file whose end response was confirmed may come again.
#[test]
fn duplicates_may_be_forgotten() {
    let s = Station::new(&[("DuplicateDays", "0")]);
    s.ear.accept_file(|e| e.overwrite = true);
    for content in [b"one", b"two"] {
        let mut peer = Peer::open(s.port, &Ssid::default());
        peer.deliver(&Sfid::new("AGAIN", 'U', 0), content);
        assert_eq!(s.received("AGAIN"), content);
        peer.collect_response();
        peer.leave();
        s.quiet();
    }
}

/// A refused or failed file is no duplicate.
#[test]
fn a_failed_file_may_come_again() {
    let s = Station::new(&[]);
    let mut peer = Peer::open(s.port, &Ssid::default());
    let file = Sfid::new("RETRY", 'U', 0);
    s.ear.accept_file(|e| e.accept = false);
    peer.offer_refused(&file);
    s.ear.accept_file(|_| {});
    peer.offer(&file);
    peer.efid(0, 1);
    assert_eq!(peer.refusal('5').0, 11);
    assert_eq!(peer.deliver(&file, b"good"), 'Y');
    peer.collect_response();
    peer.leave();
}
