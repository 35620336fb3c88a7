//! SSLKeyLogFile: session secrets in the NSS format, appended, for Wireshark. Whoever reads the file reads the traffic; it is
//! created readable for its owner only.

use crate::error::{Error, Result, codes};
use crate::hex;
use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::sync::Mutex;

/// The open file.
pub(super) struct KeyLogFile(Mutex<File>);

impl KeyLogFile {
    /// Opens for appending, creates when missing.
    ///
    /// # Errors
    /// 6 for a pipe or a socket: opening would wait for a reader, and a write without one raises SIGPIPE.
    pub fn open(path: &Path) -> Result<Self> {
        if is_pipe(path) {
            let message = format!("SSLKeyLogFile {} is a pipe or a socket; it must be a file.", path.display());
            return Err(Error::new(codes::BAD_VALUE, message));
        }
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

#[cfg(unix)]
fn is_pipe(path: &Path) -> bool {
    use std::os::unix::fs::FileTypeExt;
    path.metadata().is_ok_and(|found| found.file_type().is_fifo() || found.file_type().is_socket())
}

#[cfg(not(unix))]
fn is_pipe(_: &Path) -> bool {
    false
}

impl fmt::Debug for KeyLogFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyLogFile")
    }
}

impl rustls::KeyLog for KeyLogFile {
    fn log(&self, label: &str, client_random: &[u8], secret: &[u8]) {
        self.line(&format!("{label} {} {}", hex::lower(client_random), hex::lower(secret)));
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_pipe_is_refused_and_not_waited_for() {
        let scratch = tempfile::tempdir().unwrap();
        let directory = scratch.path();
        let (pipe, link, file) = (directory.join("pipe"), directory.join("link"), directory.join("file"));
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        std::os::unix::fs::symlink(&pipe, &link).unwrap();
        for path in [&pipe, &link] {
            assert_eq!(KeyLogFile::open(path).err().unwrap().code, codes::BAD_VALUE);
        }
        KeyLogFile::open(&file).unwrap().line("CLIENT_RANDOM 00 00");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "CLIENT_RANDOM 00 00\n");
        assert!(KeyLogFile::open(Path::new("/dev/null")).is_ok());
    }
}
