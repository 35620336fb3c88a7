//! Every method may be called from inside a callback; what would wait for its own connection says 135.

use crate::support::peer::{Peer, Sfid, Ssid};
use crate::support::{PEER, SFID, Station, code, heard};
use std::sync::mpsc;
use std::time::Duration;

/// SendFile from a callback of its own connection: 135, in every event but ReadyToSend; the asynchronous form is queued.
#[test]
fn send_file_would_wait_for_itself() {
    let s = Station::new(&[("TurnHoldTime", "60000")]);
    let path = s.dir.write("out/x", "x");
    let path = path.to_str().unwrap().to_owned();
    let (said, codes) = mpsc::channel();
    let attempt = {
        let (server, path) = (s.server.clone(), path.clone());
        move |id: &str| said.send(code(server.send_file(id, PEER, &path, "SYNC"))).unwrap()
    };
    let a = attempt.clone();
    s.ear.connected(move |e| a(&e.connection_id));
    let a = attempt.clone();
    s.ear.accept_connection(move |e| a(&e.connection_id));
    let a = attempt.clone();
    s.ear.accept_file(move |e| a(&e.connection_id));
    let a = attempt.clone();
    s.ear.end_transfer(move |e| {
        if e.direction.code() == 0 {
            a(&e.connection_id);
        }
    });
    let server = s.server.clone();
    s.ear.ready_to_send(move |e| {
        server.send_file_async(&e.connection_id, PEER, &path, "ASYNC").unwrap();
        server.logoff(&e.connection_id).unwrap();
    });
    let mut peer = Peer::open(s.port, &Ssid::default());
    peer.deliver(&Sfid::new("IN", 'U', 0), b"x");
    peer.cd();
    peer.response();
    peer.rtr();
    assert_eq!(peer.receive('N').file.name, "ASYNC");
    peer.expect('R');
    peer.leave();
    assert_eq!(codes.try_iter().collect::<Vec<_>>(), [135; 4]);
}

/// From another connection's callback SendFile waits, as from any thread.
#[test]
fn send_file_from_another_connections_callback() {
    let s = Station::new(&[("TurnHoldTime", "60000")]);
    let path = s.dir.write("out/x", "x").to_str().unwrap().to_owned();
    s.ear.ready_to_send(|_| {});
    let mut waiting = Peer::open(s.port, &Ssid::default());
    let id = s.id();
    waiting.cd();
    heard!(s.ear, ReadyToSend);
    let (server, target) = (s.server.clone(), id.clone());
    s.ear.accept_file(move |_| server.send_file(&target, PEER, &path, "ACROSS").unwrap());
    let mut other = Peer::open(s.port, &Ssid::default());
    other.send(&Sfid::new("IN", 'U', 0).encode(b'5'));
    assert_eq!(waiting.receive('N').file.name, "ACROSS");
    other.expect('2');
    s.server.logoff(&id).unwrap();
    waiting.expect('R');
    waiting.leave();
}

/// Everything else that a callback may call, called from one.
#[test]
fn methods_inside_callbacks() {
    let s = Station::new(&[]);
    let (done, end) = mpsc::channel();
    let server = s.server.clone();
    s.ear.end_transfer(move |e| {
        let id = &e.connection_id;
        assert_eq!(code(server.start()), 104);
        assert!(server.is_listening());
        assert_eq!(&server.connections(), std::slice::from_ref(id));
        server.connection_set(id, "DownloadDirectory", "/tmp").unwrap();
        assert_eq!(server.config(&format!("DownloadDirectory[{id}]")).unwrap(), "/tmp");
        server.set_config("CreditCount", "7").unwrap();
        server.set_download_stream(id, None).unwrap();
        server.set_upload_stream(id, None).unwrap();
        server.change_direction(id).unwrap();
        server.interrupt(id).unwrap();
        assert_eq!(server.do_events(0).unwrap(), 0);
        e.send_end_response = false;
        server
            .send_end_response(id, &e.virtual_file_name, &e.virtual_file_date, PEER, SFID, "", 0, "", &e.file_hash, "")
            .unwrap();
        server.stop().unwrap();
        server.start().unwrap();
        done.send(()).unwrap();
    });
    let mut peer = Peer::open(s.port, &Ssid::default());
    assert_eq!(peer.deliver(&Sfid::new("X", 'U', 0), b"x"), 'Y', "the response that the callback asked for is due");
    end.recv_timeout(Duration::from_secs(30)).unwrap();
    assert_eq!(peer.collect_response().name, "X");
    peer.leave();
}

/// Disconnect from callbacks of the connection itself.
#[test]
fn disconnect_inside_callbacks() {
    for stage in 0..3 {
        let s = Station::new(&[]);
        let disconnect = {
            let server = s.server.clone();
            move |id: &str| server.disconnect(id).unwrap()
        };
        match stage {
            0 => s.ear.accept_connection(move |e| disconnect(&e.connection_id)),
            1 => s.ear.accept_file(move |e| disconnect(&e.connection_id)),
            _ => s.ear.ready_to_send(move |e| disconnect(&e.connection_id)),
        }
        let mut peer = Peer::greeted(s.port);
        peer.raw_if_open(&crate::support::peer::framed(&Ssid::default().encode()));
        if stage == 1 {
            peer.raw_if_open(&crate::support::peer::framed(&Sfid::new("X", 'U', 0).encode(b'5')));
        }
        if stage == 2 {
            peer.raw_if_open(b"\x10\0\0\x05R");
        }
        let (_, said) = peer.time_to_close();
        assert_eq!(said.last().map(|c| c[..3].to_vec()), Some(b"F05".to_vec()), "stage {stage}");
        assert_eq!(heard!(s.ear, Disconnected).status_code, 0);
    }
}

/// Shutdown and Reset from a callback return (they cannot wait for their own connection), and the connection ends.
#[test]
fn shutdown_and_reset_inside_callbacks() {
    for reset in [false, true] {
        let s = Station::new(&[]);
        let mut bystander = Peer::open(s.port, &Ssid::default());
        let server = s.server.clone();
        let (done, end) = mpsc::channel();
        s.ear.accept_file(move |_| {
            match reset {
                true => server.reset().unwrap(),
                false => server.shutdown().unwrap(),
            }
            done.send(server.connections().len()).unwrap();
        });
        let mut peer = Peer::open(s.port, &Ssid::default());
        peer.send(&Sfid::new("X", 'U', 0).encode(b'5'));
        assert_eq!(bystander.expect_esid().0, 5);
        let left = end.recv_timeout(Duration::from_secs(30)).unwrap();
        assert!((1..=2).contains(&left), "it does not wait for the others: {left}");
        peer.time_to_close();
        s.quiet();
        assert!(!s.server.is_listening());
        let code = s.server.get_config("ServerSSIDCode").unwrap();
        assert_eq!(code.is_empty(), reset);
    }
}

/// Replacing the handler takes effect with the next event.
#[test]
fn the_handler_can_be_replaced() {
    let s = Station::new(&[]);
    let mut peer = Peer::open(s.port, &Ssid::default());
    s.server.set_handler(std::sync::Arc::new(oftpsrv::internals::events::NoHandler));
    s.ear.forget();
    peer.deliver(&Sfid::new("X", 'U', 0), b"x");
    assert!(s.ear.all().is_empty());
    s.server.set_handler(s.ear.clone());
    peer.collect_response();
    peer.leave();
    heard!(s.ear, Disconnected);
}
