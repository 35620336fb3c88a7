//! TLS measured: receiving over TLS 1.3 against what the same provider does with the octets alone, and handshakes per second.
//!
//! Arguments: MiB per transfer (2048), rounds (5), handshakes (2000). `OFTPSRV_BENCH_DIR` names the directory that the engine
//! receives into. Each server is a process of its own; the client is OpenSSL in this process, the same for all of them.

mod bulk;
mod client;
#[path = "../../tests/support/peer/mod.rs"]
#[allow(dead_code, unused_imports)]
mod peer;
#[path = "../support/process.rs"]
#[allow(dead_code)]
mod process;
mod server;
mod shakes;

use std::path::PathBuf;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if arguments.first().is_some_and(|first| first == process::ROLE) {
        return server::run(&arguments[1..]);
    }
    let number = |index: usize, default: u64| arguments.get(index).and_then(|a| a.parse().ok()).unwrap_or(default);
    let base = std::env::var_os("OFTPSRV_BENCH_DIR").map_or_else(std::env::temp_dir, PathBuf::from);
    let place = base.join(format!("oftpsrv-bench-tls-{}", std::process::id()));
    std::fs::create_dir_all(&place).expect("a directory");
    bulk::run(&place, number(0, 2048) << 20, number(1, 5));
    shakes::run(&place, number(2, 2000));
    let _ = std::fs::remove_dir_all(&place);
}

/// The middle one.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
