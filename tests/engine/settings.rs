//! Properties and settings through the server: forms of Config, what is refused when, Reset.

use crate::peer::{Peer, Ssid};
use crate::rig::{Scratch, Station, code};
use oftpsrv::engine::Server;
use std::sync::Arc;

/// Errors 672 and 673 without codes, 104 for a second start, 106 to 108 for what cannot change while listening.
#[test]
fn what_listening_forbids() {
    let server = Server::new();
    server.set_config("LocalPort", "0").unwrap();
    assert_eq!(code(server.start()), 672);
    server.set_config("ServerSSIDCode", "A").unwrap();
    assert_eq!(code(server.start()), 673);
    assert!(!server.is_listening());
    let s = Station::new(&[]);
    assert_eq!(code(s.server.start()), 104);
    assert_eq!(code(s.server.set_config("LocalPort", "3305")), 106);
    assert_eq!(code(s.server.set_config("LocalHost", "127.0.0.1")), 107);
    assert_eq!(code(s.server.set_config("MaxConnections", "5")), 108);
    assert_eq!(code(s.server.set_config("StatePath", "/tmp/x")), 104);
    assert_eq!(s.server.get_config("Listening").unwrap(), "True");
    s.server.stop().unwrap();
    s.server.set_config("MaxConnections", "5").unwrap();
    assert_eq!(s.server.get_config("Listening").unwrap(), "False");
    assert_eq!(s.server.get_config("LocalPort").unwrap(), "0");
}

/// TLS-1: the port's default is OFTP's.
#[test]
fn defaults() {
    let server = Server::new();
    for (name, value) in [
        ("LocalPort", "3305"),
        ("DefaultTimeout", "60"),
        ("CreditCount", "99"),
        ("ExchangeBufferSize", "32765"),
        ("UseSSL", "False"),
        ("MaxConnections", "1000"),
        ("VirtualFileDateFormat", "MM/dd/yyyy HH:mm:ss"),
        ("ReceivedFileNameFormat", "%VirtualFileName%"),
        ("LogLevel", "1"),
    ] {
        assert_eq!(server.config(name).unwrap(), value, "{name}");
    }
}

/// Config sets and reads, in any case, for the server and for one connection, which has its own value until then the
/// server's.
#[test]
fn forms_of_config() {
    let s = Station::new(&[]);
    assert_eq!(s.server.config("creditCOUNT=7").unwrap(), "7");
    assert_eq!(s.server.config("CreditCount").unwrap(), "7");
    assert_eq!(s.server.config("AllowRetry=yes").unwrap(), "True");
    assert_eq!(s.server.config("FileDescription[1]=x").map_err(|e| e.code), Err(126));
    let peer = Peer::open(s.port, &Ssid { credit: 5, ..Ssid::default() });
    let id = s.id();
    assert_eq!(s.server.config(&format!("allowretry[{id}]")).unwrap(), "True");
    assert_eq!(s.server.config(&format!("AllowRetry[{id}]=0")).unwrap(), "False");
    assert_eq!(s.server.config("AllowRetry").unwrap(), "True");
    assert_eq!(s.server.config(&format!("CreditCount[{id}]")).unwrap(), "5");
    // A value with '=' and brackets in it.
    assert_eq!(s.server.config(&format!("FileDescription[{id}]=a=b[c]=d")).unwrap(), "a=b[c]=d");
    assert_eq!(s.server.connection_get(&id, "FileDescription").unwrap(), "a=b[c]=d");
    for (text, expected) in [
        ("NoSuchSetting", 5),
        ("NoSuchSetting=1", 5),
        ("CreditCount=0", 6),
        ("CreditCount=x", 6),
        ("Listening=True", 7),
        ("FileDescription", 126),
        ("FileDescription[77]", 126),
    ] {
        assert_eq!(code(s.server.config(text)), expected, "{text}");
    }
    assert_eq!(code(s.server.config(&format!("LocalPort[{id}]"))), 8);
    assert_eq!(code(s.server.config(&format!("Version[{id}]=1"))), 7);
    assert_eq!(code(s.server.connection_get(&id, "NoSuchField")), 5);
    // Properties by name, so that a server can be set up from a text file.
    s.server.config("ServerPassword=NEW").unwrap();
    assert_eq!(s.server.get_config("ServerPassword").unwrap(), "NEW");
    peer.finish();
}

/// VirtualFileDate takes many formats and returns one.
#[test]
fn virtual_file_date_is_normalised() {
    let s = Station::new(&[]);
    let peer = Peer::open(s.port, &Ssid::default());
    let id = s.id();
    for text in ["22-Nov-2026 15:30:59", "202611221530590042", "11/22/2026 15:30:59"] {
        s.server.connection_set(&id, "VirtualFileDate", text).unwrap();
        assert_eq!(s.server.connection_get(&id, "VirtualFileDate").unwrap(), "11/22/2026 15:30:59");
    }
    s.server.connection_set(&id, "VirtualFileDate", "").unwrap();
    assert_eq!(s.server.connection_get(&id, "VirtualFileDate").unwrap(), "");
    peer.finish();
}

/// Reset: no listener, no connections, defaults; the server can be set up and started again.
#[test]
fn reset_starts_from_scratch() {
    let s = Station::new(&[("CreditCount", "9")]);
    let mut peer = Peer::open(s.port, &Ssid::default());
    s.server.reset().unwrap();
    assert_eq!(peer.expect_esid().0, 5);
    assert!(!s.server.is_listening() && s.server.connections().is_empty());
    assert_eq!(s.server.get_config("CreditCount").unwrap(), "99");
    assert_eq!(code(s.server.start()), 672);
    for (name, value) in
        [("ServerSSIDCode", "A"), ("ServerSFIDCode", "B"), ("LocalPort", "0"), ("LocalHost", "127.0.0.1")]
    {
        s.server.set_config(name, value).unwrap();
    }
    s.server.start().unwrap();
    let port: u16 = s.server.get_config("LocalPort").unwrap().parse().unwrap();
    Peer::open(port, &Ssid::default()).finish();
}

/// A port in use, a host that is none, a StatePath that cannot be used: StartListening says so and can be repeated.
#[test]
fn start_fails_with_the_reason() {
    let s = Station::new(&[]);
    let second = Station::idle(&[]);
    second.server.set_config("LocalPort", &s.port.to_string()).unwrap();
    assert_eq!(code(second.server.start()), 10048);
    second.server.set_config("LocalPort", "0").unwrap();
    second.server.set_config("LocalHost", "192.0.2.1").unwrap();
    assert_eq!(code(second.server.start()), 10049);
    second.server.set_config("LocalHost", "127.0.0.1").unwrap();
    let file = second.dir.file("plain", "x");
    second.server.set_config("StatePath", file.to_str().unwrap()).unwrap();
    assert_eq!(code(second.server.start()), 11);
    second.server.set_config("StatePath", "").unwrap();
    let second = second.listening();
    Peer::open(second.port, &Ssid::default()).finish();
}

/// One StatePath, one server at a time; free again after Shutdown.
#[test]
fn a_state_path_belongs_to_one_server() {
    let dir = Arc::new(Scratch::new());
    let state = dir.0.join("state");
    let set = [("StatePath", state.to_str().unwrap())];
    let first = Station::new_in(dir.clone(), &set);
    let second = Station::idle_in(dir, &set);
    assert_eq!(code(second.server.start()), 11);
    first.server.shutdown().unwrap();
    second.server.start().unwrap();
}
