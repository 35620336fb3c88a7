//! What the `openssl` program says about this machine, and what it takes for the same work.

use crate::Cost;
use crate::partner::Keys;
use crate::server::processor_seconds;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// MB/s of SHA-256 and of AES-256-CBC in both directions.
pub fn primitives() -> Vec<(&'static str, f64)> {
    let speed = |arguments: &[&str]| -> f64 {
        let command = ["speed", "-seconds", "2", "-bytes", "16384", "-mr"];
        let run = Command::new("openssl").args(command).args(arguments).output().expect("openssl");
        // +F:22:AES-256-CBC:1234567890.00
        let text = String::from_utf8_lossy(&run.stdout).into_owned();
        let line = text.lines().find(|line| line.starts_with("+F:")).expect("a result");
        line.rsplit(':').next().and_then(|n| n.parse::<f64>().ok()).expect("a number") / 1e6
    };
    vec![
        ("SHA-256", speed(&["-evp", "sha256"])),
        ("AES-256-CBC encryption", speed(&["-evp", "aes-256-cbc"])),
        ("AES-256-CBC decryption", speed(&["-decrypt", "-evp", "aes-256-cbc"])),
    ]
}

/// What `openssl cms` takes from file to file: signing and encrypting, decrypting and verifying. It has no compression where
/// it is built without zlib, as it mostly is.
pub struct Work {
    pub made: Cost,
    pub opened: Cost,
}

pub fn cms(directory: &Path, _keys: &Keys, plain: &Path) -> Work {
    let path = |name: &str| directory.join(name).to_string_lossy().into_owned();
    let (plain, signed, both, inner, opened) =
        (plain.to_string_lossy().into_owned(), path("o.signed"), path("o.both"), path("o.inner"), path("o.opened"));
    let (our_key, our_cert) = (path("server.key.pem"), path("server.pem"));
    let (theirs, their_key) = (path("partner.pem"), path("partner.key.pem"));
    let made = timed(&[
        &[
            "cms",
            "-sign",
            "-binary",
            "-nodetach",
            "-stream",
            "-outform",
            "DER",
            "-signer",
            &our_key,
            "-in",
            &plain,
            "-out",
            &signed,
        ],
        &[
            "cms", "-encrypt", "-binary", "-stream", "-aes256", "-outform", "DER", "-in", &signed, "-out", &both,
            &theirs,
        ],
    ]);
    let opened = timed(&[
        &[
            "cms", "-decrypt", "-binary", "-inform", "DER", "-inkey", &their_key, "-recip", &theirs, "-in", &both,
            "-out", &inner,
        ],
        &[
            "cms",
            "-verify",
            "-binary",
            "-inform",
            "DER",
            "-certfile",
            &our_cert,
            "-noverify",
            "-in",
            &inner,
            "-out",
            &opened,
        ],
    ]);
    for name in ["o.signed", "o.both", "o.inner", "o.opened"] {
        let _ = std::fs::remove_file(directory.join(name));
    }
    Work { made, opened }
}

fn timed(commands: &[&[&str]]) -> Cost {
    let (before, begun) = (processor_seconds("self", 13), Instant::now());
    for command in commands {
        let run = Command::new("openssl").args(*command).output().expect("openssl");
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    }
    // The peak of a process that is gone is not to be had.
    Cost { seconds: begun.elapsed().as_secs_f64(), processor: processor_seconds("self", 13) - before, peak: 0.0 }
}
