//! Secured files through the whole engine: how much memory the server process needs however large the file is, and how
//! fast it is beside the primitives it cannot do without and beside `openssl cms` doing the same from file to file.
//!
//! `cargo bench --bench security [-- MiB [MiB for openssl]]`, or `scripts/bench-security.sh`. The measured engine is a process
//! of its own; the partner passes octets on as they are (ForwardHeader), so that signing, compressing and encrypting
//! happen in the measured process only. Rates are original octets per second of the clock; the second figure is per second
//! of the server's processor time, which other work on the machine does not change.

#[path = "../../tests/support/certificates.rs"]
#[allow(dead_code)]
mod certificates;
mod openssl_tool;
mod partner;
#[path = "../support/process.rs"]
#[allow(dead_code)]
mod process;
mod server;

use std::io::Write;
use std::path::{Path, PathBuf};

/// Peak memory must stay below this many MiB.
const MEMORY_TARGET: f64 = 64.0;

/// What one transfer took.
#[derive(Clone, Copy)]
pub struct Cost {
    pub seconds: f64,
    pub processor: f64,
    pub peak: f64,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    if arguments.first().is_some_and(|first| first == process::ROLE) {
        return server::run(&arguments[1..]);
    }
    let number = |index: usize, default: u64| arguments.get(index).and_then(|a| a.parse().ok()).unwrap_or(default);
    let (large, small, tool) = (number(0, 512), 40.min(number(0, 512)), number(1, 128));
    let base = std::env::var_os("OFTPSRV_BENCH_DIR").map_or_else(std::env::temp_dir, PathBuf::from);
    let directory = base.join(format!("oftpsrv-bench-security-{}", std::process::id()));
    std::fs::create_dir_all(&directory).expect("a directory to measure in");
    let good = measure(&directory, large, small, tool);
    let _ = std::fs::remove_dir_all(&directory);
    if !good {
        println!("MISSED: a peak above {MEMORY_TARGET} MiB");
        std::process::exit(1);
    }
}

fn measure(directory: &Path, large: u64, small: u64, tool: u64) -> bool {
    let primitives = openssl_tool::primitives();
    for (name, rate) in &primitives {
        println!("{name:<34} {rate:7.0} MB/s of processor time (openssl speed, 16 KiB)");
    }
    let slowest = primitives.iter().map(|p| p.1).fold(f64::INFINITY, f64::min);
    let keys = partner::Keys::make(directory);
    let mut peaks = Vec::new();
    println!("signed, compressed, encrypted under suite 04, with a signed end response:");
    for mib in [small, large] {
        let plain = content(&directory.join("plain"), mib);
        let received = partner::receive(directory, &keys, &plain, mib, true);
        let sent = partner::send(directory, &keys, &plain, true);
        for (what, cost) in [("received", received), ("sent", sent)] {
            print(what, mib, cost, Some(slowest));
            peaks.push(cost.peak);
        }
        let _ = std::fs::remove_file(plain);
    }
    println!(
        "peak memory {MEMORY_TARGET} MiB at most: {:.1}; grows from {small} to {large} MiB by {:.1} MiB received, {:.1} MiB sent",
        peaks.iter().copied().fold(0.0, f64::max),
        peaks[2] - peaks[0],
        peaks[3] - peaks[1]
    );
    println!("signed and encrypted, beside openssl cms from file to file ({tool} MiB):");
    let plain = content(&directory.join("plain"), tool);
    let received = partner::receive(directory, &keys, &plain, tool, false);
    let sent = partner::send(directory, &keys, &plain, false);
    let theirs = openssl_tool::cms(directory, &keys, &plain);
    for (what, ours, theirs) in [("received", received, theirs.opened), ("sent", sent, theirs.made)] {
        print(what, tool, ours, Some(slowest));
        print(&format!("openssl {what}"), tool, theirs, None);
        println!("{:<18} {:.2} times as fast as openssl cms", "", theirs.seconds / ours.seconds);
    }
    peaks.iter().all(|&peak| peak <= MEMORY_TARGET)
}

fn print(what: &str, mib: u64, cost: Cost, slowest: Option<f64>) {
    let rate = |seconds: f64| (mib << 20) as f64 / 1e6 / seconds.max(1e-9);
    let ratio = slowest
        .map_or(String::new(), |slowest| format!("   {:.2} of the slowest primitive", rate(cost.processor) / slowest));
    let peak = if cost.peak > 0.0 { format!("   peak {:.1} MiB", cost.peak) } else { String::new() };
    println!(
        "{what:<18} {mib:>5} MiB   {:6.1} MB/s   {:6.1} MB/s of processor time{ratio}{peak}",
        rate(cost.seconds),
        rate(cost.processor),
    );
}

/// A file of messages as they are exchanged: text that compresses, and always the same.
fn content(path: &Path, mib: u64) -> PathBuf {
    let mut file = std::io::BufWriter::with_capacity(1 << 20, std::fs::File::create(path).expect("a file"));
    let (mut left, mut state) = ((mib << 20) as usize, 1u64);
    let mut line = Vec::new();
    while left > 0 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        line.clear();
        let (article, amount, day) = (state >> 40, (state >> 20) & 0xFFF, (state >> 10) & 0xFF);
        let _ = write!(line, "LIN+{article}++{article:08}:IN'QTY+113:{amount}:PCE'SCC+1'DTM+10:2026{day:04}:102'\r\n");
        let count = line.len().min(left);
        file.write_all(&line[..count]).expect("space on the disk");
        left -= count;
    }
    file.flush().expect("space on the disk");
    path.to_owned()
}
