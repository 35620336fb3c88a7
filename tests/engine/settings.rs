//! Properties and settings through the server: forms of Config, what is refused when, Reset.

use crate::secured::identity;
use crate::support::peer::{Peer, Sfid, Ssid};
use crate::support::{Heard, Scratch, Station, code};
use oftpsrv::internals::engine::Server;
use oftpsrv::internals::events::EventKind;

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
    let file = second.dir.write("plain", "x");
    second.server.set_config("StatePath", file.to_str().unwrap()).unwrap();
    assert_eq!(code(second.server.start()), 11);
    second.server.set_config("StatePath", "").unwrap();
    let second = second.listening();
    Peer::open(second.port, &Ssid::default()).finish();
}

/// The servers of one process share a StatePath, as a gateway with a plain and a TLS port does: what one has stored the other
/// knows, and what one owes the other sends. Free for others after the last Shutdown.
#[test]
fn servers_of_one_process_share_a_state_path() {
    let dir = Scratch::new();
    let state = dir.join("state");
    let set = [("StatePath", state.to_str().unwrap())];
    let first = Station::new_in(dir.clone(), &set);
    let second = Station::new_in(dir, &set);
    let file = Sfid::new("SHARED", 'U', 0);
    let mut peer = Peer::open(first.port, &Ssid::default());
    peer.deliver(&file, b"x");
    drop(peer);
    let mut peer = Peer::open(second.port, &Ssid::default());
    assert_eq!(peer.offer_refused(&file).0, 13);
    peer.leave();
    first.server.shutdown().unwrap();
    assert!(oftpsrv::internals::state::open(Some(&state)).is_err(), "the other one has it still");
    second.server.shutdown().unwrap();
    oftpsrv::internals::state::open(Some(&state)).unwrap();
}

/// The six settings of other platforms, and any that joins them: a value other than the default leaves one line in the log,
/// at the start or, while listening, at once. It is kept and read back all the same.
#[test]
fn settings_without_effect_say_so() {
    let hollow: Vec<_> = oftpsrv::internals::settings::TABLE.iter().filter(|row| row.note().is_some()).collect();
    let names: Vec<_> = hollow.iter().map(|row| row.name).collect();
    assert_eq!(names, ["SSLContextProtocol", "SSLTrustManagerFactoryAlgorithm", "GUIAvailable", "UseDaemonThreads"]);
    fn lines(heard: &[Heard], name: &str) -> usize {
        let said = |heard: &&Heard| matches!(heard, Heard::Log(e) if e.message.starts_with(name) && e.log_level == 1);
        heard.iter().filter(said).count()
    }
    let other = |row: &oftpsrv::internals::settings::Setting| if row.default == "False" { "True" } else { "TLSv1.2" };
    let s = Station::idle(&[]);
    s.ear.listen(EventKind::Log);
    for row in &hollow[..2] {
        s.server.set_config(row.name, other(row)).unwrap();
        assert_eq!(s.server.get_config(row.name).unwrap(), other(row));
    }
    // The default is no wish of anybody's.
    s.server.set_config(hollow[2].name, hollow[2].default).unwrap();
    let s = s.listening();
    s.ear.wait(|all| (lines(all, names[0]) == 1 && lines(all, names[1]) == 1).then_some(()));
    for row in &hollow[2..] {
        s.server.set_config(row.name, other(row)).unwrap();
        s.ear.wait(|all| (lines(all, row.name) == 1).then_some(()));
        s.server.set_config(row.name, row.default).unwrap();
    }
    s.server.stop().unwrap();
    s.server.start().unwrap();
    s.ear.wait(|all| (lines(all, names[0]) == 2 && lines(all, names[1]) == 2).then_some(()));
    let all = s.ear.all();
    assert_eq!((lines(&all, names[2]), lines(&all, names[3])), (1, 1), "what is the default again is not said again");
    assert!(
        all.iter().any(|h| matches!(h, Heard::Log(e) if e.message.contains("has no effect here: it configures Java")))
    );
}

/// Errors 100 and 101: the partner's address belongs to the line.
#[test]
fn the_partners_address_cannot_be_changed() {
    let s = Station::new(&[]);
    let peer = Peer::open(s.port, &Ssid::default());
    let id = s.id();
    let before = s.server.connection_get(&id, "RemotePort").unwrap();
    assert_eq!(code(s.server.connection_set(&id, "RemotePort", "1")), 100);
    assert_eq!(code(s.server.config(&format!("RemotePort[{id}]=0"))), 100);
    assert_eq!(code(s.server.connection_set(&id, "RemoteHost", "127.0.0.1")), 101);
    assert_eq!(s.server.connection_get(&id, "RemotePort").unwrap(), before);
    peer.finish();
}

/// Errors 102 and 116: an initiator needs somewhere to call.
#[test]
fn nowhere_to_call() {
    let s = Station::idle(&[]);
    let call = |host: &str, port| code(s.server.connect(host, port, Default::default()));
    for host in ["0.0.0.0", "::", ""] {
        assert_eq!(call(host, 3305), 102, "{host}");
    }
    assert_eq!(call("127.0.0.1", 0), 116);
    assert_eq!(call("127.0.0.1", 1), 10061);
    let unknown = call("no.such.host.invalid", 3305);
    assert!((11001..=11004).contains(&unknown), "{unknown}");
    assert!(s.server.connections().is_empty());
}

/// Error 691: what holds no certificates changes nothing, whether it is text, a file or nothing at all.
#[test]
fn what_cannot_be_imported() {
    let s = Station::idle(&[]);
    let file = s.dir.write("list.xml", "<TrustServiceStatusList/>");
    for source in ["", "no certificates", file.to_str().unwrap(), "/no/such/file.pem"] {
        s.server.set_config("TrustedCertsData", source).unwrap();
        assert_eq!(code(s.server.import_trusted_certs()), 691, "{source}");
        assert!(s.server.trusted_certs().is_empty());
    }
}

/// No setting is only kept: the engine reads it, or it is one of those that say that they do nothing.
#[test]
fn every_setting_is_read_or_says_that_it_does_nothing() {
    let src = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    crate::layering::sources(&src, &mut files);
    // There the look-up says which settings stand in for which; the rest is the table and what is made from it.
    files.retain(|path| !path.starts_with(src.join("settings")) || path.ends_with("settings/values.rs"));
    let code: String = files.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let named: std::collections::HashSet<&str> = code
        .split("Id::")
        .skip(1)
        .map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or(""))
        .collect();
    let writable = oftpsrv::internals::settings::TABLE
        .iter()
        .filter(|row| row.access == oftpsrv::internals::settings::Access::ReadWrite);
    let hollow: Vec<_> = writable.filter(|row| row.note().is_none() && !named.contains(row.name)).collect();
    assert!(hollow.is_empty(), "kept and never read: {hollow:#?}");
}

/// LoadConfig sets all that a text says: the server's and a connection's, in quotes, in several lines, certificates too.
#[test]
fn a_text_sets_up_a_server() {
    let s = Station::new(&[]);
    let peer = Peer::open(s.port, &Ssid::default());
    let id = s.id();
    let own = identity(&s.dir, "own");
    let text = format!(
        "{}# a server\r\nserverpassword = NEW\r\n\n  CreditCount=7\nTempPath=\" a=b[1] \"\nAllowRetry[{id}]=no\n\
         FileDescription[{id}]=<<END OF TEXT\none\n # two\nEND OF TEXT\n\
         CertificateStoreType=6\nCertificateStore={}\nCertificateSubject=*\n",
        '\u{FEFF}', own.path
    );
    s.server.load_config(&text).unwrap();
    let get = |name: &str| s.server.get_config(name).unwrap();
    assert_eq!(
        (get("ServerPassword"), get("CreditCount"), get("TempPath")),
        ("NEW".into(), "7".into(), " a=b[1] ".into())
    );
    assert_eq!((get("AllowRetry"), get(&format!("AllowRetry[{id}]"))), ("False".into(), "False".into()));
    assert_eq!(get(&format!("FileDescription[{id}]")), "one\n # two");
    assert_eq!(s.server.certificate().unwrap().x509().unwrap().to_der().unwrap(), own.cert.to_der().unwrap());
    s.server.load_config("").unwrap();
    assert_eq!(get("CreditCount"), "7");
    peer.finish();
}

/// With an error in any line nothing is set, whichever the error: not the lines before it, not those of a connection, no
/// certificate that an earlier line has loaded, and the log says nothing about them.
#[test]
fn a_text_with_an_error_changes_nothing() {
    let s = Station::new(&[]);
    s.ear.listen(EventKind::Log);
    let peer = Peer::open(s.port, &Ssid::default());
    let id = s.id();
    let (old, new) = (identity(&s.dir, "old"), identity(&s.dir, "new"));
    let certificates = |path: &str| {
        let lines = |name: &str| format!("{name}StoreType=6\n{name}Store={path}\n{name}Subject=*\n");
        lines("Certificate") + &lines("SSLCert")
    };
    s.server.load_config(&format!("CreditCount=5\nFileDescription[{id}]=old\n{}", certificates(&old.path))).unwrap();
    let all_of = |connection: &str| {
        let rows = oftpsrv::internals::settings::TABLE.iter();
        let values =
            rows.filter_map(|row| Some((row.name, s.server.get_config(&format!("{}{connection}", row.name)).ok()?)));
        values.collect::<Vec<_>>()
    };
    let state = || {
        let der = |found: Option<oftpsrv::Certificate>| found.unwrap().x509().unwrap().to_der().unwrap();
        let own = [s.server.certificate(), s.server.ssl_cert()].map(der);
        (all_of(""), all_of(&format!("[{id}]")), own, s.server.validate_recipient_cert(&id).map_err(|e| e.code))
    };
    let live = s.server.live_certificate();
    let before = state();
    assert_eq!(before.3, Err(689));
    let good = format!(
        "CreditCount=9\nUseDaemonThreads=True\nUseSSL=False\nFileDescription[{id}]=new\nTimeout[{id}]=33\nLogLevel=3\n{}\
         RecipientCertStoreType[{id}]=8\nRecipientCertStore[{id}]={}\nRecipientCertSubject[{id}]=*\nUseSSL=True\n",
        certificates(&new.path),
        new.path
    );
    let last = good.lines().count() + 1;
    for (line, expected) in [
        ("NoSuchSetting=1".to_owned(), 5),
        ("CreditCount=x".to_owned(), 6),
        ("Listening=True".to_owned(), 7),
        ("CreditCount".to_owned(), 8),
        ("LocalPort=<<END".to_owned(), 8),
        ("LocalPort=3305".to_owned(), 106),
        ("StatePath=/x".to_owned(), 104),
        (format!("RemotePort[{id}]=1"), 100),
        ("AllowRetry[nobody]=1".to_owned(), 126),
        ("FileDescription=x".to_owned(), 126),
        (format!("VirtualFileDate[{id}]=yesterday"), 680),
        ("CertificateSubject=CN=nobody".to_owned(), 690),
        (format!("CertificateStore={0}\nCertificateSubject=CN=nobody", new.path), 690),
        ("SSLCertSubject=CN=nobody".to_owned(), 690),
        (format!("RecipientCertSubject[{id}]=CN=nobody"), 690),
        ("SSLEnabledCipherSuites=NO_SUCH_SUITE".to_owned(), 6),
    ] {
        let lines = line.lines().count();
        let error = s.server.load_config(&format!("{good}{line}\n# the end\n")).expect_err(&line);
        assert_eq!(error.code, expected, "{line}: {error}");
        assert!(error.message.starts_with(&format!("Line {}: ", last + lines - 1)), "{line}: {error}");
        assert_eq!(state(), before, "{line}");
        assert!(s.server.live_certificate().is(&live), "{line}: another certificate");
    }
    // A connection's line that fails by itself: what it has set is taken back, though no line before it set the same.
    s.server.set_config(&format!("RecipientCertStoreType[{id}]"), "8").unwrap();
    s.server.set_config(&format!("RecipientCertStore[{id}]"), &new.path).unwrap();
    let before = state();
    let subject = || s.server.get_config(&format!("RecipientCertSubject[{id}]")).unwrap();
    assert_eq!(subject(), "");
    let error = s.server.load_config(&format!("RecipientCertSubject[{id}]=CN=nobody")).unwrap_err();
    assert_eq!((error.code, subject().as_str(), state() == before), (690, "", true), "{error}");
    s.server.load_config("UseDaemonThreads=True").unwrap();
    let said = |all: &[Heard]| {
        all.iter().filter(|h| matches!(h, Heard::Log(e) if e.message.starts_with("UseDaemonThreads"))).count()
    };
    s.ear.wait(|all| (said(all) > 0).then_some(()));
    assert_eq!(said(&s.ear.all()), 1);
    // What the errors have left behind works.
    s.server.load_config(&good).unwrap();
    assert_eq!((s.server.get_config("CreditCount").unwrap(), state() == before), ("9".to_owned(), false));
    peer.finish();
}

/// A text is judged as it stands at its end: its lines may come in any order.
#[test]
fn the_order_of_the_lines_of_a_text_is_free() {
    let dir = Scratch::new();
    let own = identity(&dir, "own");
    let locked = format!("{}.p12", own.path);
    let key = openssl::pkey::PKey::private_key_from_pem(&std::fs::read(&own.path).unwrap()).unwrap();
    let archive = openssl::pkcs12::Pkcs12::builder().pkey(&key).cert(&own.cert).build2("secret").unwrap();
    std::fs::write(&locked, archive.to_der().unwrap()).unwrap();
    let der = |found: Option<oftpsrv::Certificate>| found.unwrap().x509().unwrap().to_der().unwrap();
    let fields =
        ["StoreType=2".to_owned(), format!("Store={locked}"), "StorePassword=secret".into(), "Subject=*".into()];
    for start in 0..fields.len() {
        for back in [false, true] {
            let mut lines: Vec<_> = (0..fields.len()).map(|index| &fields[(start + index) % fields.len()]).collect();
            if back {
                lines.reverse();
            }
            let text = |name: &str| lines.iter().map(|line| format!("{name}{line}\n")).collect::<String>();
            let server = Server::new();
            let text = format!("UseSSL=True\n{}{}", text("SSLCert"), text("Certificate"));
            server.load_config(&text).unwrap_or_else(|error| panic!("{text}{error}"));
            assert_eq!(der(server.ssl_cert()), own.cert.to_der().unwrap(), "{text}");
            assert_eq!(der(server.certificate()), own.cert.to_der().unwrap(), "{text}");
        }
    }
    // A store that does not exist is an error on whichever line it is, and no password makes up for a wrong one.
    for (text, line) in [
        ("CertificateSubject=*\nCertificateStore=/nowhere/own.pem", 2),
        ("CertificateStore=/nowhere/own.pem\nCreditCount=3\nCertificateSubject=*\nCreditCount=4", 3),
        (&format!("CertificateSubject=*\nCertificateStore={locked}\nCertificateStorePassword=wrong"), 3),
    ] {
        let server = Server::new();
        let error = server.load_config(text).expect_err(text);
        assert!(error.message.starts_with(&format!("Line {line}: ")), "{text}: {error}");
        assert_eq!(server.get_config("CertificateSubject").unwrap(), "", "{text}");
        assert_eq!(server.get_config("CreditCount").unwrap(), Server::new().get_config("CreditCount").unwrap());
    }
}

/// Two texts at a time: one with an error takes nothing back that the other has set, and nobody sees any of it.
#[test]
fn a_failing_text_does_not_touch_another() {
    let server = Server::new();
    let done = std::sync::atomic::AtomicBool::new(false);
    let over = || done.load(std::sync::atomic::Ordering::Relaxed);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !over() {
                assert_eq!(server.load_config("CreditCount=77\nCreditCount=none").unwrap_err().code, 6);
            }
        });
        for round in 0..300 {
            let text = format!("CreditCount={}\nServerPassword=P{round}", round % 9 + 1);
            server.load_config(&text).unwrap();
            let seen = (server.get_config("CreditCount").unwrap(), server.get_config("ServerPassword").unwrap());
            let expected = ((round % 9 + 1).to_string(), format!("P{round}"));
            if seen != expected {
                done.store(true, std::sync::atomic::Ordering::Relaxed);
            }
            assert_eq!(seen, expected);
        }
        done.store(true, std::sync::atomic::Ordering::Relaxed);
    });
}

/// A line without "=" is not repeated in the message: it may hold a password.
#[test]
fn an_error_in_a_text_keeps_the_secret() {
    let server = Server::new();
    for text in ["ServerPassword TOPSECRET", "ServerPassword: TOPSECRET", "ServerPassword TOPSECRET=1"] {
        let error = server.load_config(text).expect_err(text);
        assert_eq!(error.code, 8, "{text}: {error}");
        assert!(!error.message.contains("TOPSECRET"), "{error}");
    }
}

/// What is set while a text moves over stays: the text says nothing of it.
#[test]
fn a_text_does_not_undo_what_is_set_beside_it() {
    let dir = Scratch::new();
    let (one, two, third) = (identity(&dir, "one"), identity(&dir, "two"), identity(&dir, "third"));
    let load = |path: &str| {
        let store = oftpsrv::Store::Path(path.to_owned());
        oftpsrv::Certificate::load(oftpsrv::StoreType::PemKeyFile, &store, "", "*").unwrap()
    };
    let server = Server::new();
    server.set_config("CertificateType", "2").unwrap();
    let text = format!(
        "CertificateType=1\nCertificateStoreType=6\nCertificateStore={}\nCertificateSubject=*\nCertificateType=2",
        third.path
    );
    let done = std::sync::atomic::AtomicBool::new(false);
    let lost = std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                server.load_config(&text).unwrap();
            }
        });
        let lost = (0..500).filter(|round| {
            let wanted = load(if round % 2 == 0 { &one.path } else { &two.path });
            server.set_certificate(Some(wanted.clone())).unwrap();
            std::thread::yield_now();
            server.certificate().is_none_or(|found| !found.selects_as(&wanted))
        });
        let lost = lost.count();
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        lost
    });
    assert_eq!(lost, 0);
}

/// TrustedCerts that a listening server cannot go on with are not half set: the listener keeps the old ones, and so does the list.
#[test]
fn trusted_certificates_are_set_with_tls_or_not_at_all() {
    let dir = Scratch::new();
    let own = identity(&dir, "own");
    let authorities = format!("{}.ca.pem", own.path);
    std::fs::write(&authorities, own.cert.to_pem().unwrap()).unwrap();
    let server = Server::new();
    server
        .load_config(&format!(
            "LocalHost=127.0.0.1\nLocalPort=0\nServerSSIDCode=S\nServerSFIDCode=S\nUseSSL=True\nSSLAuthenticateClients=True\n\
             SSLClientCACerts={authorities}\nSSLCertStoreType=6\nSSLCertStore={}\nSSLCertSubject=*",
            own.path
        ))
        .unwrap();
    server.start().unwrap();
    std::fs::remove_file(&authorities).unwrap();
    let store = oftpsrv::Store::Path(own.path.clone());
    let trusted = oftpsrv::Certificate::load(oftpsrv::StoreType::PemKeyFile, &store, "", "*").unwrap();
    server.set_trusted_certs(vec![trusted.clone()]).expect_err("the file of SSLClientCACerts is gone");
    assert!(server.trusted_certs().is_empty());
    std::fs::write(&authorities, own.cert.to_pem().unwrap()).unwrap();
    server.set_trusted_certs(vec![trusted]).unwrap();
    assert_eq!(server.trusted_certs().len(), 1);
    server.shutdown().unwrap();
}
