//! Which port a TLS server listens on, and what the log says about it.

use crate::tls_engine::rsa_server;
use crate::watched::{Watched, certificate};

/// An address of the loopback network on which nobody else uses OFTP's own ports.
fn own_address() -> String {
    static NEXT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(1);
    let (pid, count) = (std::process::id(), NEXT.fetch_add(1, std::sync::atomic::Ordering::SeqCst));
    format!("127.{}.{}.{}", 1 + (pid >> 8) % 250, 1 + pid % 250, count)
}

/// A TLS server that is ready to be started, and says so at the end of its first notes.
fn ready(set: &[(&str, &str)]) -> Watched {
    let server = Watched::new(&[set, &[("GUIAvailable", "True")]].concat());
    server.server.set_ssl_cert(Some(certificate(&rsa_server()))).unwrap();
    server.set("UseSSL", "True");
    server
}

const WARNING: &str = "TLS on port 3305, the port of plain OFTP: partners expect TLS on 6619";

/// TLS-1: LocalPort is 3305 unless it was set, with UseSSL too; the documentation names 6619 for TLS.
#[test]
fn tls_1_default_ports() {
    let server = oftpsrv::internals::engine::Server::new();
    assert_eq!(server.get_config("LocalPort").unwrap(), "3305");
    let row = oftpsrv::internals::settings::find("LocalPort").unwrap();
    assert!(row.default == "3305" && row.doc.contains("6619"), "{}", row.doc);
    server.set_config("UseSSL", "True").unwrap();
    assert_eq!(server.get_config("LocalPort").unwrap(), "3305", "UseSSL changes no other setting");
    server.set_config("LocalPort", "6619").unwrap();
    server.set_config("UseSSL", "False").unwrap();
    assert_eq!(server.get_config("LocalPort").unwrap(), "6619", "what the program sets is kept");
}

/// TLS on 3305 is served and warned of, whether the port was set or never touched.
#[test]
fn tls_on_the_plain_port_is_served_and_warned_of() {
    for port in [("LocalPort", "3305"), ("no port", "")] {
        let address = own_address();
        let mut server = ready(&[("LocalHost", &address), port]);
        server.start();
        assert_eq!(server.port, 3305);
        let notes = server.notes_to("GUIAvailable");
        assert_eq!(notes.iter().filter(|line| line.starts_with(WARNING)).count(), 1, "{notes:#?}");
        let seen =
            crate::support::tls::s_client_with(0, &["-connect", &format!("{address}:3305")], crate::watched::END);
        assert!(seen.has(crate::watched::READY), "{}", seen.text);
    }
}

/// No warning where nothing is wrong: TLS on its own port or on one that the system picks, plain OFTP on 3305. UseSSL that
/// comes while 3305 is open is warned of then.
#[test]
fn no_warning_without_a_reason() {
    for port in ["6619", "0"] {
        let mut server = ready(&[("LocalHost", &own_address()), ("LocalPort", port)]);
        server.start();
        assert!(port == "0" || server.port == 6619);
        let notes = server.notes_to("GUIAvailable");
        assert!(!notes.iter().any(|line| line.contains("3305")), "{notes:#?}");
    }
    let mut server = ready(&[("LocalHost", &own_address()), ("no port", "")]);
    server.set("UseSSL", "False");
    server.start();
    let notes = server.notes_to("GUIAvailable");
    assert!(!notes.iter().any(|line| line.contains("3305")), "{notes:#?}");
    server.set("UseSSL", "True");
    assert!(server.note("3305").starts_with(WARNING));
}
