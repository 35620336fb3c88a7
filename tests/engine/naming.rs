//! Names: what becomes of DSN and stamp on disk and in events.

use crate::support::peer::{Peer, Sfid, Ssid};
use crate::support::{Station, heard, names_in};

/// VF-9: no name leaves the download directory, and its response repeats it as it was (EERP-3).
#[test]
fn hostile_names_stay_inside() {
    let s = Station::new(&[]);
    let mut peer = Peer::open(s.port, &Ssid::default());
    let names = [
        "../../escape",
        "..\\..\\escap2",
        "/etc/passwd",
        "C:\\boot.ini",
        "..",
        "nul\0byte",
        "CON",
        "a/b/c",
        "tab\tnew\nline",
        "\u{e9}t\u{e9}",
    ];
    for (i, name) in names.iter().enumerate() {
        let file = Sfid { stamp: format!("2026112215305900{i:02}"), ..Sfid::new(name, 'U', 0) };
        assert_eq!(peer.deliver(&file, b"x"), 'Y', "{name:?}");
        assert_eq!(&peer.collect_response().name, name);
        let end = heard!(s.ear, EndTransfer, i);
        assert_eq!(&end.virtual_file_name, name);
        assert_eq!(std::path::Path::new(&end.local_file).parent(), Some(s.inbox.as_path()), "{}", end.local_file);
    }
    peer.leave();
    assert_eq!(s.listing().len(), names.len(), "{:?}", s.listing());
    assert_eq!(names_in(s.dir.path()), ["inbox"]);
}

/// ReceivedFileNameFormat with its macros, for the server and for one connection.
#[test]
fn received_file_name_format() {
    let s = Station::new(&[]);
    let mut peer = Peer::open(s.port, &Ssid::default());
    let table = [
        ("%VirtualFileName%", "ORDER"),
        ("%originator%-%Destination%.in", "O0013000001PEER-O0013000002SERVER.in"),
        ("%VirtualFileDate:yyyy-MM-dd%_%VirtualFileName%", "2026-11-22_ORDER"),
        ("%VirtualFileDate%", "202611221503590042"),
        ("%UserData%/%VirtualFileName%", "USERDATA_ORDER"),
        ("100%", "100%"),
    ];
    for (i, (format, expected)) in table.iter().enumerate() {
        s.server.config(&format!("ReceivedFileNameFormat={format}")).unwrap();
        let file = distinct(Sfid::new("ORDER", 'U', 0), i);
        peer.deliver(&file, b"x");
        peer.collect_response();
        let path = heard!(s.ear, EndTransfer, i).local_file;
        let name = path.rsplit('/').next().unwrap().to_owned();
        assert_eq!(&name, expected, "{format}");
    }
    s.server.config(&format!("ReceivedFileNameFormat[{}]=%GUID%", s.id())).unwrap();
    peer.deliver(&distinct(Sfid::new("ORDER", 'U', 0), 50), b"x");
    peer.collect_response();
    let path = heard!(s.ear, EndTransfer, table.len()).local_file;
    assert_eq!(path.rsplit('/').next().unwrap().len(), 36);
    s.server.config(&format!("ReceivedFileNameFormat[{}]=%CurrentTime%", s.id())).unwrap();
    peer.deliver(&distinct(Sfid::new("ORDER", 'U', 0), 51), b"x");
    peer.collect_response();
    let path = heard!(s.ear, EndTransfer, table.len() + 1).local_file;
    let name = path.rsplit('/').next().unwrap();
    assert!(name.len() >= 14 && name.starts_with("20"), "{name}");
    peer.leave();
}

fn distinct(file: Sfid, i: usize) -> Sfid {
    Sfid { stamp: format!("2026112215{i:02}590042"), ..file }
}

/// VirtualFileDateFormat: the default and others, short stamps and long ones, the counter kept.
#[test]
fn dates_in_events() {
    let s = Station::new(&[]);
    for (format, level, expected) in [
        ("MM/dd/yyyy HH:mm:ss", '5', "11/22/2026 15:30:59"),
        ("yyyyMMddHHmmssffff", '5', "202611221530590042"),
        ("yyyyMMddHHmmssffff", '1', "202611221530590000"),
        ("dd-MMM-yyyy HH:mm:ss", '4', "22-Nov-2026 15:30:59"),
        ("yyMMdd", '2', "261122"),
    ] {
        s.ear.forget();
        s.server.set_config("VirtualFileDateFormat", format).unwrap();
        s.ear.accept_file(|e| e.accept = false);
        let mut peer = Peer::open(s.port, &Ssid::at(level));
        peer.offer_refused(&Sfid::new("DATED", 'U', 0));
        assert_eq!(heard!(s.ear, AcceptFile).virtual_file_date, expected);
        assert_eq!(s.server.config(&format!("ReceivedFileDateTime[{}]", s.id())).unwrap(), expected);
        peer.finish();
        s.quiet();
    }
}

/// ADDR-3: names and codes beyond the RFC's character set and a counter 0000 are taken and echoed.
#[test]
fn odd_octets_are_echoed() {
    let s = Station::new(&[]);
    for (i, level) in ['1', '4', '5'].into_iter().enumerate() {
        let mut peer = Peer::open(s.port, &Ssid { code: "lower case_code".into(), ..Ssid::at(level) });
        let file = Sfid {
            stamp: format!("20261122153059000{}", 0),
            originator: format!("orig_inator \u{fc} {i}"),
            destination: "o0013000002server".into(),
            user: "us er\u{e4}".into(),
            ..Sfid::new("mixed_Case n\u{e4}me", 'U', 0)
        };
        s.ear.accept_file(|e| e.overwrite = true);
        assert_eq!(peer.deliver(&file, b"x"), 'Y');
        let response = peer.collect_response();
        assert_eq!((&response.name, &response.user), (&file.name, &file.user));
        assert_eq!((&response.destination, &response.originator), (&file.originator, &file.destination));
        assert_eq!(response.stamp, file.stamp_at(level as u8));
        peer.leave();
    }
}
