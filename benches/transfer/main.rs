//! Whole programs against whole programs: how fast the engine moves octets compared with a plain copy of the same octets,
//! how much memory that takes, how many sessions and small files a second.
//!
//! `cargo bench --bench transfer [-- MiB ROUNDS]`, or `scripts/bench.sh`. Every server is a process of its own, so that its
//! peak memory is its own; engine and plain copy are measured in pairs, one right after the other, because a machine
//! with other work on it changes by the minute. The medians of several pairs are printed.

mod bulk;
#[path = "../../tests/robust/raw.rs"]
#[allow(dead_code)]
mod raw;
mod server;
mod small;

use std::path::{Path, PathBuf};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    if arguments.first().is_some_and(|first| first == server::ROLE) {
        return server::run(&arguments[1..]);
    }
    let number = |index: usize, default: u64| arguments.get(index).and_then(|a| a.parse().ok()).unwrap_or(default);
    let (mib, rounds) = (number(0, 2048), number(1, 3));
    let directory = scratch();
    println!("one server process per measurement, {mib} MiB over loopback, median of {rounds} pairs");
    bulk::receiving(&directory, mib << 20, rounds);
    bulk::sending(&directory, mib << 20, rounds);
    small::sessions(&directory);
    small::files(&directory);
    let _ = std::fs::remove_dir_all(&directory);
}

/// OFTPSRV_BENCH_DIR, or the system's temporary directory; it should be on the disk that matters.
fn scratch() -> PathBuf {
    let base = std::env::var_os("OFTPSRV_BENCH_DIR").map_or_else(std::env::temp_dir, PathBuf::from);
    let directory = base.join(format!("oftpsrv-bench-{}", std::process::id()));
    std::fs::create_dir_all(&directory).expect("a directory to measure in");
    directory
}

/// The middle one.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn fresh(directory: &Path, name: &str) -> PathBuf {
    let path = directory.join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).expect("a directory to measure in");
    path
}
