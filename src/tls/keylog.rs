//! SSLKeyLogFile: session secrets in the NSS format, appended, for Wireshark. Whoever reads the file reads the traffic; it is
//! created readable for its owner only.

use crate::error::{Error, Result};
use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::sync::Mutex;

/// The open file.
pub(super) struct KeyLogFile(Mutex<File>);

impl KeyLogFile {
    /// Opens for appending, creates when missing.
    pub fn open(path: &Path) -> Result<Self> {
        let mut options = OpenOptions::new();
        options.append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file =
            options.open(path).map_err(|e| Error::io(format!("opening SSLKeyLogFile {}", path.display()), &e))?;
        Ok(KeyLogFile(Mutex::new(file)))
    }

    /// Appends one line with one write, so that lines of several processes do not mix. A full disk must not end a session.
    pub fn line(&self, line: &str) {
        if let Ok(mut file) = self.0.lock() {
            let _ = file.write_all(format!("{line}\n").as_bytes());
        }
    }
}

impl fmt::Debug for KeyLogFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyLogFile")
    }
}

impl rustls::KeyLog for KeyLogFile {
    fn log(&self, label: &str, client_random: &[u8], secret: &[u8]) {
        let hex = |octets: &[u8]| octets.iter().map(|octet| format!("{octet:02x}")).collect::<String>();
        self.line(&format!("{label} {} {}", hex(client_random), hex(secret)));
    }
}
