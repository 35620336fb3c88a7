//! What a program in another language sees of a panic: an error, and nothing on its standard error. The hook that panics go
//! through belongs to the whole process, so each test has one of its own: this program again, running one ignored test.

use super::guard::guard;
use super::handles::SERVERS;
use super::server::{oftpsrv_free, oftpsrv_new, oftpsrv_start, oftpsrv_stop};
use crate::error::codes;
use crate::events::{self, EventKind, Handler};
use crate::system::panics;
use std::io::Read;
use std::net::TcpStream;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

fn alone(test: &str) -> Output {
    let mut command = Command::new(std::env::current_exe().unwrap());
    let module = module_path!().trim_start_matches("oftpsrv::");
    command.args(["--exact", &format!("{module}::{test}"), "--ignored", "--nocapture", "--test-threads=1"]);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    assert!(String::from_utf8_lossy(&output.stdout).contains("1 passed"));
    output
}

#[test]
fn a_panic_prints_nothing() {
    let output = alone("in_a_call_and_on_the_engines_threads");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert!(!String::from_utf8_lossy(&output.stdout).contains("panicked"));
}

#[test]
fn a_host_in_rust_keeps_its_hook() {
    alone("the_hosts_own_panics_go_to_its_own_hook");
}

/// Fails on the drive loop, in a handler, and hears what becomes of it.
#[derive(Default)]
struct Failing {
    heard: Mutex<Vec<(i32, String)>>,
}

impl Handler for Failing {
    fn wants(&self, kind: EventKind) -> bool {
        assert_ne!(kind, EventKind::PITrail, "on the drive loop");
        true
    }

    fn connected(&self, _: &mut events::Connected) {
        panic!("in a handler");
    }

    fn error(&self, event: &mut events::Error) {
        self.heard.lock().unwrap().push((event.error_code, event.description.clone()));
    }

    fn disconnected(&self, event: &mut events::Disconnected) {
        self.heard.lock().unwrap().push((event.status_code, event.description.clone()));
    }
}

#[test]
#[ignore = "a_panic_prints_nothing runs it"]
fn in_a_call_and_on_the_engines_threads() {
    assert_eq!(guard(|| panic!("in a call")), codes::PANIC);
    let server = oftpsrv_new();
    let engine = &SERVERS.get(server as usize).unwrap().engine;
    for (name, value) in
        [("LocalHost", "127.0.0.1"), ("LocalPort", "0"), ("ServerSSIDCode", "O0013S"), ("ServerSFIDCode", "O0013S")]
    {
        engine.set_config(name, value).unwrap();
    }
    let failing = Arc::new(Failing::default());
    engine.set_handler(failing.clone());
    assert_eq!(unsafe { oftpsrv_start(server) }, 0);
    let port: u16 = engine.get_config("LocalPort").unwrap().parse().unwrap();
    let mut partner = TcpStream::connect(("127.0.0.1", port)).unwrap();
    partner.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    // However much was said before, the line ends.
    partner.read_to_end(&mut Vec::new()).unwrap();
    assert_eq!(unsafe { oftpsrv_stop(server) }, 0);
    unsafe { oftpsrv_free(server) };
    let heard = failing.heard.lock().unwrap();
    let places = ["in a handler", "on the drive loop", "on the drive loop"];
    assert_eq!(heard.len(), places.len(), "{heard:?}");
    for ((code, description), place) in heard.iter().zip(places) {
        assert_eq!(*code, codes::PANIC, "{description}");
        assert!(description.contains(place) && description.contains("panic_tests.rs:"), "{description}");
    }
}

#[test]
#[ignore = "a_host_in_rust_keeps_its_hook runs it"]
fn the_hosts_own_panics_go_to_its_own_hook() {
    static SEEN: AtomicUsize = AtomicUsize::new(0);
    std::panic::set_hook(Box::new(|_| {
        SEEN.fetch_add(1, Ordering::SeqCst);
    }));
    let panics_in_host = || {
        let before = SEEN.load(Ordering::SeqCst);
        assert!(std::thread::spawn(|| panic!("the host's own")).join().is_err());
        SEEN.load(Ordering::SeqCst) == before + 1
    };
    assert!(panics_in_host());
    assert_eq!(guard(|| panic!("ours")), codes::PANIC);
    assert_eq!(SEEN.load(Ordering::SeqCst), 1, "our panics are not the host's");
    assert!(panics_in_host());
    // A callback of the host, called by us.
    let outcome = panics::catch(|| panics::outside(|| panic!("the host's own")));
    assert_eq!(outcome.unwrap_err().code, codes::PANIC);
    assert_eq!(SEEN.load(Ordering::SeqCst), 3);
    assert_eq!(guard(|| panic!("ours")), codes::PANIC);
    assert_eq!(SEEN.load(Ordering::SeqCst), 3);
}
