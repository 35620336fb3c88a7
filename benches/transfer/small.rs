//! Many sessions, many small files.

use crate::peer::{Peer, data, efid, framed};
use crate::server::start_engine;
use crate::{Setup, file, fresh, ssid};
use std::time::{Duration, Instant};

/// How long each rate is measured.
const TIME: Duration = Duration::from_secs(3);

/// Runs `work` in so many threads for a while; how often it was done per second.
fn rate(threads: usize, work: impl Fn(usize, usize) + Sync) -> f64 {
    let begun = Instant::now();
    let total: usize = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|thread| {
                let work = &work;
                scope.spawn(move || {
                    let mut done = 0;
                    while begun.elapsed() < TIME {
                        work(thread, done);
                        done += 1;
                    }
                    done
                })
            })
            .collect();
        workers.into_iter().map(|worker| worker.join().expect("a worker")).sum()
    });
    total as f64 / begun.elapsed().as_secs_f64()
}

/// Connect, both SSIDs, a turn each way, ESID.
pub fn sessions(setup: &Setup) {
    let server = start_engine(&fresh(&setup.directory, "sessions"), None, None, 99);
    for threads in [1, 8] {
        let rate = rate(threads, |_, _| {
            let mut partner = Peer::open(server.port, &ssid("PARTNER", 2048, 3));
            partner.listen();
        });
        println!("sessions   {rate:7.0} per second, {threads} at a time");
    }
    println!("           peak memory {:.1} MiB", server.peak());
}

/// 1 KiB files, each stored on disk and confirmed, its end response fetched.
pub fn files(setup: &Setup) {
    for with_state in [false, true] {
        for threads in [1, 8] {
            let inbox = fresh(&setup.directory, "inbox");
            let state = with_state.then(|| fresh(&setup.directory, "state"));
            let server = start_engine(&inbox, state.as_deref(), None, 99);
            let content = vec![0x55; 1024];
            // DATA and EFID in one piece.
            let whole = [framed(&data(&content, true)), framed(&efid(b'5', 0, content.len() as u64))].concat();
            let sessions: Vec<std::sync::Mutex<Peer>> =
                (0..threads).map(|t| Peer::open(server.port, &ssid(&format!("PARTNER{t}"), 2048, 99)).into()).collect();
            let rate = rate(threads, |thread, number| {
                let mut partner = sessions[thread].lock().expect("a session");
                let code = format!("PARTNER{thread}");
                assert_eq!(partner.offer(&file(&code, &format!("F{thread}-{number}"), content.len() as u64)), 0);
                partner.raw(&whole);
                let answer = partner.recv().expect("an answer");
                assert_eq!(answer.first(), Some(&b'4'), "{}", String::from_utf8_lossy(&answer));
                if answer == b"4Y" {
                    assert_eq!(partner.listen(), 1);
                }
            });
            let how = if with_state { "with StatePath" } else { "without StatePath" };
            println!(
                "1 KiB      {rate:7.0} files per second, {threads} sessions, {how}, peak memory {:.1} MiB",
                server.peak()
            );
        }
    }
}
