//! The threads of direct callbacks: how many there are, whose turn it is, and what a wait for one costs.

use crate::support::peer::{Peer, Sfid, Ssid};
use crate::support::{Heard, PEER, Station, heard};
use oftpsrv::internals::events::EventKind;
use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, mpsc};
use std::time::{Duration, Instant};

const LONG: Duration = Duration::from_secs(30);

/// Handlers that stay until they are let go, and how many are there.
#[derive(Default)]
struct Gate {
    state: Mutex<(usize, usize, bool)>,
    changed: Condvar,
}

impl Gate {
    fn pass(&self) {
        let mut state = self.state.lock().unwrap();
        state.0 += 1;
        state.1 = state.1.max(state.0);
        self.changed.notify_all();
        while !state.2 {
            state = self.changed.wait(state).unwrap();
        }
        state.0 -= 1;
    }

    fn wait_for(&self, inside: usize) {
        let state = self.state.lock().unwrap();
        let waited = self.changed.wait_timeout_while(state, LONG, |state| state.0 < inside).unwrap();
        assert!(!waited.1.timed_out(), "{} of {inside} came", waited.0.0);
    }

    fn open(&self) -> usize {
        let mut state = self.state.lock().unwrap();
        state.2 = true;
        self.changed.notify_all();
        state.1
    }
}

/// Twenty partners, handlers that do not return, three threads: three run, the log says that the others wait, and although they
/// wait longer than Timeout no partner is taken for silent.
#[test]
fn callbacks_beyond_event_threads_wait() {
    let s = Station::idle(&[("EventThreads", "3"), ("DefaultTimeout", "1")]);
    let gate = Arc::new(Gate::default());
    let held = gate.clone();
    s.ear.accept_connection(move |_| held.pass());
    s.ear.listen(EventKind::Log);
    s.ear.ignore(EventKind::ConnectionRequest);
    s.ear.ignore(EventKind::Connected);
    let s = s.listening();
    let peers: Vec<Peer> = (0..20)
        .map(|_| {
            // What the log says before the greeting waits, too.
            let mut peer = Peer::connect(s.port);
            peer.send(&Ssid::default().encode());
            peer
        })
        .collect();
    gate.wait_for(3);
    std::thread::sleep(Duration::from_millis(2500));
    assert_eq!(gate.open(), 3);
    for mut peer in peers {
        peer.expect('I');
        peer.expect('X');
    }
    let told = |h: &&Heard| matches!(h, Heard::Log(e) if e.message.contains("EventThreads"));
    assert_eq!(s.ear.all().iter().filter(told).count(), 1, "once a minute");
}

/// Connections take turns: one with many events does not keep another one waiting until it is through.
#[test]
fn connections_take_turns() {
    let s = Station::idle(&[("EventThreads", "1")]);
    let order: Arc<Mutex<Vec<String>>> = Arc::default();
    let note = order.clone();
    s.ear.pi_trail(move |e| {
        note.lock().unwrap().push(e.connection_id.clone());
        std::thread::sleep(Duration::from_millis(3));
    });
    let s = s.listening();
    let port = s.port;
    let session = move |name: &'static str| {
        std::thread::spawn(move || {
            let mut peer = Peer::open(port, &Ssid { code: name.into(), ..Ssid::default() });
            for nth in 0..10 {
                peer.deliver(&Sfid::new(&format!("{name}{nth}"), 'U', 0), b"x");
                peer.collect_response();
            }
            peer.hang_up();
        })
    };
    let both = [session("ONE"), session("TWO")];
    both.into_iter().for_each(|peer| peer.join().unwrap());
    s.quiet();
    let order = order.lock().unwrap();
    let changes = order.windows(2).filter(|pair| pair[0] != pair[1]).count();
    assert!(changes > order.len() / 4, "{changes} changes in {}", order.len());
}

/// With a single thread, a callback that sends to another connection gives its place back: the events of that one have to come
/// for it to return. Its own place it gets again before it goes on.
#[test]
fn a_callback_that_waits_gives_its_place_back() {
    let s = Station::idle(&[("EventThreads", "1"), ("TurnHoldTime", "60000")]);
    let path = s.dir.write("out/x", "x").to_str().unwrap().to_owned();
    s.ear.ready_to_send(|_| {});
    let running = Arc::new(AtomicUsize::new(0));
    let alone = running.clone();
    s.ear.start_transfer(move |_| {
        assert_eq!(alone.fetch_add(1, Ordering::SeqCst), 0, "one at a time");
        std::thread::sleep(Duration::from_millis(100));
        alone.fetch_sub(1, Ordering::SeqCst);
    });
    let s = s.listening();
    let mut waiting = Peer::open(s.port, &Ssid::default());
    waiting.cd();
    let id = heard!(s.ear, ReadyToSend).connection_id;
    let (server, target) = (s.server.clone(), id.clone());
    s.ear.accept_file(move |_| {
        server.send_file(&target, PEER, &path, "ACROSS").unwrap();
        assert_eq!(running.load(Ordering::SeqCst), 0);
    });
    let mut other = Peer::open(s.port, &Ssid::default());
    other.send(&Sfid::new("IN", 'U', 0).encode(b'5'));
    assert_eq!(waiting.receive('N').file.name, "ACROSS");
    other.expect('2');
    s.server.logoff(&id).unwrap();
    waiting.expect('R');
    waiting.leave();
}

/// A hundred partners at once need no thread each, and the threads go when there is nothing to do.
#[cfg(target_os = "linux")]
#[test]
fn threads_are_few_and_go() {
    let s = Station::idle(&[("EventThreads", "4")]);
    let names: Arc<Mutex<HashSet<std::thread::ThreadId>>> = Arc::default();
    let note = names.clone();
    s.ear.accept_connection(move |_| {
        note.lock().unwrap().insert(std::thread::current().id());
        std::thread::sleep(Duration::from_millis(2));
    });
    let s = s.listening();
    let peers: Vec<Peer> = (0..100)
        .map(|_| {
            let mut peer = Peer::greeted(s.port);
            peer.send(&Ssid::default().encode());
            peer
        })
        .collect();
    for mut peer in peers {
        peer.expect('X');
    }
    s.quiet();
    assert!(names.lock().unwrap().len() <= 8, "{:?}", names.lock().unwrap());
}

/// A question that waits for a thread is taken back by a stop: its answer is no, and the connection ends at once.
#[test]
fn a_stop_takes_back_what_waits() {
    let s = Station::idle(&[("EventThreads", "1")]);
    let gate = Arc::new(Gate::default());
    let held = gate.clone();
    s.ear.accept_connection(move |e| {
        if e.client_ssid_code == "STAYS" {
            held.pass();
        }
    });
    let s = s.listening();
    let mut stays = Peer::greeted(s.port);
    stays.send(&Ssid { code: "STAYS".into(), ..Ssid::default() }.encode());
    gate.wait_for(1);
    // ConnectionRequest and Connected of the second one would wait, too.
    let before = s.server.connections();
    let second = Peer::connect(s.port);
    let end = Instant::now() + LONG;
    let id = loop {
        match s.server.connections().into_iter().find(|id| !before.contains(id)) {
            Some(id) => break id,
            None => assert!(Instant::now() < end),
        }
    };
    s.server.disconnect(&id).unwrap();
    while s.server.connections().len() > 1 {
        assert!(Instant::now() < end, "it waits for a thread");
        std::thread::sleep(Duration::from_millis(2));
    }
    gate.open();
    drop((stays, second));
}

/// WorkerThreads and EventThreads of the next start count.
#[cfg(target_os = "linux")]
#[test]
fn worker_threads_count_at_each_start() {
    // In a process of its own: other tests have threads, too.
    let this = std::env::current_exe().unwrap();
    let out = std::process::Command::new(this)
        .args(["--exact", "threads::worker_threads_alone", "--ignored", "--nocapture"])
        .output()
        .unwrap();
    assert!(out.status.success(), "{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "worker_threads_count_at_each_start runs it"]
fn worker_threads_alone() {
    let threads = || std::fs::read_dir("/proc/self/task").unwrap().count();
    let s = Station::new(&[("WorkerThreads", "2")]);
    Peer::open(s.port, &Ssid::default()).finish();
    let few = threads();
    s.server.shutdown().unwrap();
    s.server.set_config("WorkerThreads", "20").unwrap();
    let (said, done) = mpsc::channel();
    s.ear.accept_connection(move |_| said.send(()).unwrap());
    let port = s.listen();
    Peer::open(port, &Ssid::default()).finish();
    done.recv_timeout(LONG).unwrap();
    let many = threads();
    assert!(many >= few + 14, "{few}, then {many}");
}
