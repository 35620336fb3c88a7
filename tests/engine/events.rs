//! What the events say, and what their answers do.

use crate::support::peer::{Peer, Response, Sfid, Ssid, framed};
use crate::support::{Heard, PEER, SFID, Station, heard, noise};
use oftpsrv::internals::events::EventKind;
use oftpsrv::internals::model::Direction;

/// A received file, event by event, field by field.
#[test]
fn the_events_of_a_received_file() {
    let s = Station::new(&[]);
    s.ear.listen(EventKind::Transfer);
    s.ear.listen(EventKind::ReadyToSend);
    s.server.set_config("TurnHoldTime", "0").unwrap();
    let mut peer = Peer::open(s.port, &Ssid::default());
    let id = s.id();
    let file = Sfid { description: b"what it is".to_vec(), ..Sfid::new("INVOICE", 'V', 100) };
    let server = s.server.clone();
    s.ear.accept_file(move |e| {
        let get = |name: &str| server.config(&format!("{name}[{}]", e.connection_id)).unwrap();
        assert_eq!(get("ReceivedFileName"), "INVOICE");
        assert_eq!(get("ReceivedFileDateTime"), e.virtual_file_date);
        assert_eq!(
            (get("ReceivedFileDescription").as_str(), get("ReceivedFileEncryptionAlg").as_str()),
            ("what it is", "0")
        );
        assert_eq!((get("VirtualFileFormat").as_str(), get("MaxRecordSize").as_str()), ("3", "100"));
        assert_eq!((get("VirtualFileSecurityLevel").as_str(), get("Compress").as_str()), ("0", "False"));
        assert_eq!(get("SFIDCode"), PEER);
    });
    let records: Vec<Vec<u8>> = (0..100usize).map(noise).collect();
    let borrowed: Vec<&[u8]> = records.iter().map(Vec::as_slice).collect();
    peer.send_records(&file, &borrowed);
    peer.confirmed();
    // The file's facts covered the program's own values only for a while.
    assert_eq!(s.server.connection_get(&id, "VirtualFileFormat").unwrap(), "0");
    peer.collect_response();
    peer.leave();
    s.quiet();
    let path = s.inbox.join("INVOICE").to_str().unwrap().to_owned();
    let about = (id.clone(), "INVOICE".to_owned(), file.stamp.clone(), SFID.to_owned(), PEER.to_owned());
    let e = heard!(s.ear, AcceptFile);
    assert_eq!((e.connection_id, e.virtual_file_name, e.virtual_file_date, e.destination, e.originator), about);
    assert_eq!((e.accept, &e.file_name, e.overwrite, e.error_code), (true, &path, false, 0));
    let e = heard!(s.ear, StartTransfer);
    assert_eq!((e.connection_id, e.virtual_file_name, e.virtual_file_date, e.destination, e.originator), about);
    assert_eq!((e.direction, &e.local_file), (Direction::Client, &path));
    let mut text = Vec::new();
    let mut last = 0;
    for heard in s.ear.all() {
        let Heard::Transfer(e) = heard else { continue };
        assert_eq!((e.connection_id, e.virtual_file_name, e.virtual_file_date, e.destination, e.originator), about);
        assert_eq!((e.direction, &e.local_file), (Direction::Client, &path));
        text.extend(&e.text);
        assert_eq!(e.bytes_transferred as usize, text.len());
        last = e.bytes_transferred;
    }
    assert_eq!((text, last), (records.concat(), 4950));
    let e = heard!(s.ear, EndTransfer);
    assert_eq!((e.connection_id, e.virtual_file_name, e.virtual_file_date, e.destination, e.originator), about);
    assert_eq!((e.direction, &e.local_file, e.reason_code, e.reason_text.as_str()), (Direction::Client, &path, 0, ""));
    assert_eq!((e.file_size, e.file_hash.as_str(), e.send_end_response), (4950 + 200, "", true));
    assert_eq!(heard!(s.ear, ReadyToSend).connection_id, id);
    // In protocol order.
    let order: Vec<EventKind> = s.ear.kinds().into_iter().filter(|k| *k != EventKind::Transfer).collect();
    use EventKind::*;
    let expected = [
        ConnectionRequest,
        Connected,
        AcceptConnection,
        AcceptFile,
        StartTransfer,
        EndTransfer,
        ReadyToSend,
        Disconnected,
    ];
    assert_eq!(order, expected);
}

/// A sent file, event by event, and its end response.
#[test]
fn the_events_of_a_sent_file() {
    let s = Station::new(&[]);
    s.ear.listen(EventKind::Transfer);
    let path = s.dir.write("out/data.bin", noise(5000));
    let path = path.to_str().unwrap().to_owned();
    let mut peer = Peer::open(s.port, &Ssid { buffer: 512, ..Ssid::default() });
    let id = s.id();
    s.server.send_file_async(&id, "O0013OTHER", &path, "Data").unwrap();
    peer.cd();
    let file = peer.receive('N').file;
    peer.expect('R');
    let about = (id.clone(), "DATA".to_owned(), file.stamp.clone(), "O0013OTHER".to_owned(), SFID.to_owned());
    let e = heard!(s.ear, StartTransfer);
    assert_eq!((e.connection_id, e.virtual_file_name, e.virtual_file_date, e.destination, e.originator), about);
    assert_eq!((e.direction, &e.local_file), (Direction::Server, &path));
    let e = heard!(s.ear, EndTransfer);
    assert_eq!((e.connection_id, e.virtual_file_name, e.virtual_file_date, e.destination, e.originator), about);
    assert_eq!((e.direction, &e.local_file, e.reason_code, e.reason_text.as_str()), (Direction::Server, &path, 0, ""));
    assert_eq!((e.file_size, e.file_hash.as_str()), (5000, ""));
    let progress: Vec<i64> = s
        .ear
        .all()
        .into_iter()
        .filter_map(|h| match h {
            Heard::Transfer(e) => {
                assert_eq!(
                    (e.direction, e.connection_id.as_str(), e.virtual_file_name.as_str()),
                    (Direction::Server, id.as_str(), "DATA")
                );
                assert!(e.text.is_empty());
                Some(e.bytes_transferred)
            }
            _ => None,
        })
        .collect();
    assert!(progress.is_sorted() && progress.last() == Some(&5000), "{progress:?}");
    peer.respond_confirmed(&Response::positive(&file));
    let e = heard!(s.ear, EndResponse);
    assert_eq!((e.connection_id, e.virtual_file_name, e.virtual_file_date), (about.0, about.1, about.2));
    assert_eq!((e.destination.as_str(), e.originator.as_str(), e.signature.as_str()), (SFID, "O0013OTHER", ""));
    peer.finish();
}

/// StartTransfer may move the local file, in both directions.
#[test]
fn start_transfer_moves_the_file() {
    let s = Station::new(&[]);
    let other = s.dir.write("out/other", "the other content");
    let target = s.inbox.join("moved");
    let (to, from) = (target.to_str().unwrap().to_owned(), other.to_str().unwrap().to_owned());
    s.ear.start_transfer(move |e| {
        e.local_file = if e.direction == Direction::Client { to.clone() } else { from.clone() }
    });
    let mut peer = Peer::open(s.port, &Ssid::default());
    s.server.send_file_async(&s.id(), "", "/no/such/file", "NAME").unwrap();
    peer.deliver(&Sfid::new("IN", 'U', 0), b"in");
    peer.cd();
    peer.response();
    peer.rtr();
    let taken = peer.receive('N');
    assert_eq!((taken.file.name.as_str(), taken.bytes.as_slice()), ("NAME", &b"the other content"[..]));
    peer.expect('R');
    peer.leave();
    assert_eq!(s.received("moved"), b"in");
    assert_eq!(heard!(s.ear, EndTransfer).local_file, target.to_str().unwrap());
}

/// PITrail: every command of both sides, raw, in order, the password hidden unless MaskSensitiveData is off.
#[test]
fn pi_trail_has_every_command() {
    for masked in [true, false] {
        let s = Station::new(&[("MaskSensitiveData", if masked { "True" } else { "False" })]);
        s.ear.listen(EventKind::PITrail);
        let ssid = Ssid { password: "TOPSECRT".into(), ..Ssid::default() };
        let mut peer = Peer::open(s.port, &ssid);
        let id = s.id();
        let file = Sfid::new("TRAIL", 'U', 0);
        peer.deliver(&file, b"content");
        peer.collect_response();
        peer.leave();
        s.quiet();
        let mut seen = String::new();
        let mut raw = Vec::new();
        for heard in s.ear.all() {
            let Heard::PITrail(e) = heard else { continue };
            assert_eq!((e.connection_id.as_str(), e.command_id), (id.as_str(), i32::from(e.data[0])));
            seen.push(char::from(e.data[0]));
            seen.push(if e.direction == Direction::Client { '<' } else { '>' });
            raw.push((e.data, e.command_description));
        }
        assert_eq!(seen, "I>X<X>H<2>D<T<4>R<E>P<R>F<");
        let find = |letter: u8| raw.iter().find(|c| c.0[0] == letter).unwrap();
        assert_eq!(find(b'H').0, file.encode(b'5'));
        assert_eq!(find(b'H').1, "SFID (Start File)");
        assert_eq!(find(b'D').0, b"D\x87content");
        let told = &find(b'X').0;
        if masked {
            assert_eq!(&told[27..35], b"********");
            let mut same = ssid.encode();
            same[27..35].fill(b'*');
            assert_eq!(told, &same);
            assert!(!format!("{raw:?}").contains("SERVERPW"));
        } else {
            assert_eq!(told, &ssid.encode());
        }
    }
}

/// FriendlyLogFormat: readable text instead of octets.
#[test]
fn friendly_trail() {
    let s = Station::new(&[("FriendlyLogFormat", "True")]);
    s.ear.listen(EventKind::PITrail);
    let mut peer = Peer::open(s.port, &Ssid { password: "TOPSECRT".into(), ..Ssid::default() });
    peer.deliver(&Sfid::new("TRAIL", 'U', 0), b"content");
    peer.collect_response();
    peer.leave();
    s.quiet();
    let trail: Vec<_> =
        s.ear.all().into_iter().filter_map(|h| if let Heard::PITrail(e) = h { Some(e) } else { None }).collect();
    let told: String = trail.iter().map(|e| e.command_description.clone()).collect();
    assert!(told.contains("SFID (Start File)") && told.contains("TRAIL"), "{told}");
    assert!(!told.contains("TOPSECRT") && !told.contains("SERVERPW"), "{told}");
}

/// LogLevel: 0 nothing, 1 commands, 2 data buffers too, 3 their octets; no level shows a password.
#[test]
fn log_levels() {
    for level in 0..=3 {
        let s = Station::new(&[("LogLevel", &level.to_string())]);
        s.ear.listen(EventKind::Log);
        let mut peer = Peer::open(s.port, &Ssid { password: "TOPSECRT".into(), ..Ssid::default() });
        peer.deliver(&Sfid::new("LOGGED", 'U', 0), b"content");
        peer.collect_response();
        peer.leave();
        s.quiet();
        let entries: Vec<_> =
            s.ear.all().into_iter().filter_map(|h| if let Heard::Log(e) = h { Some(e) } else { None }).collect();
        assert_eq!(entries.is_empty(), level == 0, "level {level}");
        let mut text = String::new();
        for e in &entries {
            assert!(e.log_level >= 1 && e.log_level <= level, "{e:?} at {level}");
            assert!(["Info", "OFTP"].contains(&e.log_type.as_str()), "{e:?}");
            text += &e.message;
        }
        assert_eq!(text.contains("SFID"), level >= 1);
        assert_eq!(text.contains("DATA"), level >= 2);
        assert_eq!(text.contains("636f6e74656e74"), level >= 3, "content in hex");
        let secret = oftpsrv::internals::hex::lower(b"TOPSECRT");
        assert!(!text.contains("TOPSECRT") && !text.contains(&secret));
    }
}

/// LogLevel for one connection.
#[test]
fn log_level_of_one_connection() {
    let s = Station::new(&[("LogLevel", "0")]);
    s.ear.listen(EventKind::Log);
    let mut peer = Peer::open(s.port, &Ssid::default());
    assert!(!s.ear.kinds().contains(&EventKind::Log));
    s.server.config(&format!("LogLevel[{}]=2", s.id())).unwrap();
    peer.deliver(&Sfid::new("LOGGED", 'U', 0), b"content");
    peer.collect_response();
    peer.leave();
    s.quiet();
    assert!(s.ear.kinds().contains(&EventKind::Log));
}

/// Disconnected: 0 and OK after a normal end, the system's number when the line was lost, and exactly one per connection.
#[test]
fn disconnected_says_how() {
    let s = Station::new(&[]);
    Peer::open(s.port, &Ssid::default()).finish();
    s.quiet();
    let e = heard!(s.ear, Disconnected);
    assert_eq!((e.status_code, e.description.as_str()), (0, "OK"));
    Peer::open(s.port, &Ssid::default()).hang_up();
    s.quiet();
    let e = heard!(s.ear, Disconnected, 1);
    assert!(e.status_code >= 10_000, "{e:?}");
    let mut peer = Peer::open(s.port, &Ssid::default());
    peer.send(b"D\x81x");
    assert_eq!(peer.expect_esid().0, 2);
    s.quiet();
    let e = heard!(s.ear, Disconnected, 2);
    assert_eq!(e.status_code, 671, "{e:?}");
    assert_eq!(s.ear.count(EventKind::Disconnected), 3);
    assert_eq!(s.ear.count(EventKind::Connected), 3);
}

/// Nobody listens: the defaults take everything.
#[test]
fn a_server_without_a_handler() {
    let s = Station::idle(&[]);
    s.server.set_handler(std::sync::Arc::new(oftpsrv::internals::events::NoHandler));
    let s = s.listening();
    let mut peer = Peer::open(s.port, &Ssid::default());
    peer.deliver(&Sfid::new("TAKEN", 'U', 0), b"x");
    assert_eq!(s.received("TAKEN"), b"x");
    peer.collect_response();
    peer.leave();
}

/// A partner writes no lines of its own into the log, nor does it move the cursor of a terminal: what it sends is shown on one line in
/// every text that is made for people. Before logon too.
#[test]
fn nobody_forges_lines() {
    const EVIL: &str = "NAME\r\nINFO file accepted\u{1b}[2J";
    let s = Station::new(&[("LogLevel", "3"), ("FriendlyLogFormat", "True")]);
    for kind in [EventKind::Log, EventKind::PITrail] {
        s.ear.listen(kind);
    }
    s.ear.accept_connection(|e| e.accept = e.client_ssid_code.trim() == PEER);
    let stranger = Ssid { code: "EVIL\r\nINFO let in\u{1b}[2J".into(), ..Ssid::default() };
    assert!(Peer::try_open(s.port, &stranger).is_err());
    s.ear.accept_file(|e| e.accept = e.virtual_file_name != EVIL[..26]);
    let mut peer = Peer::open(s.port, &Ssid::default());
    peer.offer_refused(&Sfid { originator: "O\r\nINFO".into(), ..Sfid::new(&EVIL[..26], 'U', 0) });
    peer.send(b"F\r");
    peer.gone();
    s.quiet();
    let mut peer = Peer::open(s.port, &Ssid::default());
    peer.raw(&framed(b"Zfoo\nbar\x1b"));
    peer.gone();
    s.quiet();
    let all = s.ear.all();
    let lines: Vec<String> = all
        .iter()
        .flat_map(|heard| match heard {
            Heard::Log(e) => vec![e.message.clone()],
            Heard::Error(e) => vec![e.description.clone()],
            Heard::Disconnected(e) => vec![e.description.clone()],
            Heard::PITrail(e) => vec![e.command_description.clone()],
            _ => Vec::new(),
        })
        .collect();
    assert!(lines.iter().any(|line| line.contains("INFO")), "{lines:#?}");
    for line in &lines {
        assert!(!line.chars().any(char::is_control), "{line:?}");
    }
}
