//! Two engines, one as responder, one as initiator.

use crate::support::{Heard, SFID, Station, dial, heard, noise};
use oftpsrv::internals::engine::DialOptions;
use oftpsrv::internals::events::EventKind;

fn caller(extra: &[(&str, &str)]) -> Station {
    let mut set = vec![("ServerSSIDCode", "O0013CALLER"), ("ServerSFIDCode", "O0013CALLER")];
    set.extend(extra);
    Station::idle(&set)
}

/// A file travels in every version and format, and its end response comes back (EERP-5).
#[test]
fn files_and_end_responses() {
    let content: Vec<u8> = (0..5000u32).flat_map(|i| format!("{i:078}\r\n").into_bytes()).collect();
    let station = Station::new(&[]);
    let file = station.dir.write("order.txt", &content);
    for version in ["0", "1", "2", "3"] {
        for (format, record) in [("0", "0"), ("1", "0"), ("2", "78"), ("3", "80")] {
            station.ear.forget();
            let client = caller(&[("OFTPVersion", version)]);
            let name = format!("F{version}{format}");
            dial(&client, &station, |id| {
                client.server.connection_set(id, "VirtualFileFormat", format)?;
                client.server.connection_set(id, "MaxRecordSize", record)?;
                client.server.send_file_async(id, SFID, file.to_str().unwrap(), &name)
            });
            let ended = heard!(station.ear, EndTransfer);
            assert_eq!((ended.reason_code, ended.direction.code()), (0, 0));
            assert_eq!(std::fs::read(&ended.local_file).unwrap(), content, "version {version} format {format}");
            let response = heard!(client.ear, EndResponse);
            assert_eq!((response.virtual_file_name, response.reason_code), (name, 0));
            let end = heard!(client.ear, Disconnected);
            assert_eq!((end.status_code, end.description.as_str()), (0, "OK"));
            station.quiet();
        }
    }
}

/// RST-1, RST-3, RST-4: the line is cut after so many octets, again and again, until the file is through; every format,
/// both directions; what arrives is what was sent, once, with one end response.
#[test]
fn cut_and_continued_until_it_is_through() {
    let lines: Vec<u8> = (0..4000u32).flat_map(|i| format!("{i:050}\r\n").into_bytes()).collect();
    for (format, record) in [("0", "0"), ("1", "0"), ("2", "50"), ("3", "50")] {
        let station =
            Station::new(&[("CreditCount", "5"), ("ExchangeBufferSize", "1024"), ("OfferCompression", "False")]);
        let client = caller(&[]);
        let file = station.dir.write("big.txt", &lines);
        let mut attempts = 0;
        loop {
            attempts += 1;
            assert!(attempts < 12, "format {format}: no progress");
            client.ear.forget();
            let cut = (attempts < 4).then_some(60_000);
            let options = DialOptions { cut_after: cut, ..DialOptions::default() };
            client
                .server
                .connect_prepared("127.0.0.1", station.port, options, |id| {
                    client.server.connection_set(id, "VirtualFileFormat", format)?;
                    client.server.connection_set(id, "MaxRecordSize", record)?;
                    client.server.send_file_async(id, SFID, file.to_str().unwrap(), "BIG")
                })
                .unwrap();
            heard!(client.ear, Disconnected);
            client.quiet();
            station.quiet();
            if client.ear.count(EventKind::EndResponse) == 1 {
                break;
            }
        }
        assert!(attempts >= 3, "format {format}: {attempts}");
        assert_eq!(station.received("BIG"), lines, "format {format}");
        assert_eq!(station.listing(), ["BIG"]);
        let good =
            station.ear.all().iter().filter(|h| matches!(h, Heard::EndTransfer(e) if e.reason_code == 0)).count();
        assert_eq!(good, 1);
    }
}

/// Both sides send in one session, with buffer compression agreed.
#[test]
fn both_sides_send() {
    let station = Station::new(&[("TurnHoldTime", "5000")]);
    let client = caller(&[]);
    let (a, b) = (noise(300_000), b"very compressible ".repeat(10_000));
    let (from_client, from_server) = (station.dir.write("a", &a), station.dir.write("b", &b));
    let server = station.server.clone();
    station.ear.ready_to_send(move |e| {
        if server.connection_get(&e.connection_id, "SSIDCode").as_deref() == Ok("O0013CALLER") {
            let _ = server.send_file_async(&e.connection_id, "", from_server.to_str().unwrap(), "B");
            let _ = server.logoff(&e.connection_id);
        }
    });
    dial(&client, &station, |id| client.server.send_file_async(id, SFID, from_client.to_str().unwrap(), "A"));
    assert_eq!(heard!(client.ear, EndResponse).virtual_file_name, "A");
    assert_eq!(heard!(station.ear, EndResponse).virtual_file_name, "B");
    assert_eq!(station.received("A"), a);
    assert_eq!(client.received("B"), b);
    client.server.shutdown().unwrap();
}
