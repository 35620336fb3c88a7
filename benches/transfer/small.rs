//! Many sessions, many small files.

use crate::raw::Raw;
use crate::server::Process;
use crate::{Setup, fresh};
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
    let server = Process::engine(&fresh(&setup.directory, "sessions"), None, None, 99);
    for threads in [1, 8] {
        let rate = rate(threads, |_, _| {
            let mut partner = Raw::open(server.port, "PARTNER", 2048, 3).expect("a session");
            partner.listen().expect("an end");
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
            let server = Process::engine(&inbox, state.as_deref(), None, 99);
            let content = vec![0x55; 1024];
            let sessions: Vec<std::sync::Mutex<Raw>> = (0..threads)
                .map(|t| Raw::open(server.port, &format!("PARTNER{t}"), 2048, 99).expect("a session").into())
                .collect();
            let rate = rate(threads, |thread, number| {
                let mut partner = sessions[thread].lock().expect("a session");
                let code = format!("PARTNER{thread}");
                let answer =
                    partner.send(&code, format!("F{thread}-{number}").as_bytes(), &content).expect("an answer");
                assert_eq!(answer.first(), Some(&b'4'), "{}", String::from_utf8_lossy(&answer));
                if answer == b"4Y" {
                    assert_eq!(partner.listen().expect("the end response"), 1);
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
