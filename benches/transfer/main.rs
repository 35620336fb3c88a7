//! Whole programs against whole programs: how fast the engine moves octets compared with a plain copy of the same octets,
//! how much memory that takes, how many sessions and small files a second.
//!
//! `cargo bench --bench transfer [-- MiB PAIRS SECTION...]`, or `scripts/bench.sh`; without names all sections run. Every
//! server is a process of its own, so that its peak memory is its own; engine and plain copy are measured in pairs, one
//! right after the other, because a machine with other work on it changes by the minute. The medians are printed.

mod bulk;
#[path = "../../tests/support/peer/mod.rs"]
#[allow(dead_code, unused_imports)]
mod peer;
#[path = "../support/process.rs"]
#[allow(dead_code)]
mod process;
mod server;
mod small;

use std::path::{Path, PathBuf};

/// What the sections need to know.
pub struct Setup {
    /// Where to measure.
    directory: PathBuf,
    /// Octets of a bulk transfer.
    size: u64,
    /// Pairs of engine and plain copy.
    pairs: u64,
}

/// How the load introduces itself.
fn ssid(code: &str, buffer: u32, credit: u16) -> peer::Ssid {
    peer::Ssid { code: code.into(), password: "PASSWORD".into(), buffer, credit, ..peer::Ssid::default() }
}

/// A U file for the engine.
fn file(code: &str, name: &str, size: u64) -> peer::Sfid {
    let blocks = size.div_ceil(1024);
    let (destination, originator) = ("SERVER".into(), code.into());
    peer::Sfid { destination, originator, size: blocks, original: blocks, ..peer::Sfid::new(name, 'U', 0) }
}

type Section = (&'static str, fn(&Setup));

const SECTIONS: &[Section] = &[
    ("receiving", bulk::receiving),
    ("sending", bulk::sending),
    ("sessions", small::sessions),
    ("files", small::files),
];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    if arguments.first().is_some_and(|first| first == process::ROLE) {
        return server::run(&arguments[1..]);
    }
    let mut numbers = arguments.iter().filter_map(|a| a.parse().ok());
    let (mib, pairs) = (numbers.next().unwrap_or(2048), numbers.next().unwrap_or(5));
    let wanted = |name: &str| arguments.iter().any(|a| a == name) || arguments.iter().all(|a| a.parse::<u64>().is_ok());
    let setup = Setup { directory: scratch(), size: mib << 20, pairs };
    println!("a server process for each measurement, {mib} MiB over loopback, medians of {pairs} pairs");
    for (_, run) in SECTIONS.iter().filter(|section| wanted(section.0)) {
        run(&setup);
    }
    let _ = std::fs::remove_dir_all(&setup.directory);
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
