//! Replays the corpus of every fuzz target on a stable compiler: `fuzz/corpus/<target>/*`, each file as it is and with a
//! fixed set of alterations. What a fuzzer finds is added there and stays found.

#[path = "../fuzz/src/certs.rs"]
mod certs;
#[path = "../fuzz/src/protocol.rs"]
mod protocol;
#[path = "../fuzz/src/security.rs"]
mod security;
#[path = "../fuzz/src/tls.rs"]
mod tls;

use std::path::Path;

/// What a target does with octets.
type Target = fn(&[u8]);

/// The targets by name, with how many alterations are tried of each file of their corpus.
const TARGETS: &[(&str, Target, u64)] = &[
    ("cms", security::cms, 400),
    ("end_response", security::end_response, 400),
    ("challenge", security::challenge, 400),
    ("client_hello", tls::client_hello, 400),
    ("protocol", protocol::protocol, 400),
    // Stores are slow to open on purpose, and the lists are long.
    ("store", certs::store, 40),
    ("trust_list", certs::trust_list, 40),
    ("exchange_file", certs::exchange_file, 200),
];

struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit.max(1)
    }
}

/// Flips, cuts, repeats, overwrites: enough to reach most error paths.
fn alter(octets: &[u8], random: &mut Random) -> Vec<u8> {
    let mut out = octets.to_vec();
    for _ in 0..=random.below(3) {
        let at = random.below(out.len());
        match random.below(6) {
            _ if out.is_empty() => out.push(random.below(256) as u8),
            0 => out[at] ^= 1 << random.below(8),
            1 => out[at] = [0x00, 0x80, 0xFF, 0x30, 0x04, 0x24][random.below(6)],
            2 => out.truncate(at),
            3 => {
                let part = out[at..(at + random.below(64)).min(out.len())].to_vec();
                out.splice(at..at, part);
            }
            4 => drop(out.drain(at..(at + 1 + random.below(8)).min(out.len()))),
            _ => out.insert(at, random.below(256) as u8),
        }
    }
    out
}

#[test]
fn corpus() {
    for (name, target, alterations) in TARGETS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(name);
        let mut files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        assert!(!files.is_empty(), "{name} has no corpus");
        for file in files {
            let octets = std::fs::read(&file).unwrap();
            target(&octets);
            for seed in 1..=*alterations {
                target(&alter(&octets, &mut Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15))));
            }
        }
    }
}
