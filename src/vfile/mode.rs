//! Who may read a file: nobody else while it is a part or a prepared stream, which may hold what was encrypted for this side alone;
//! whoever the process lets read its files once it has its final name.

use std::fs::{File, OpenOptions};
use std::io;

/// Options for a file that nobody else may read.
pub(super) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Lets read the file who may read other files that this process makes.
#[cfg(unix)]
pub(super) fn publish(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o666 & !umask()))
}

/// On other systems the folder says who may read.
#[cfg(not(unix))]
pub(super) fn publish(_file: &File) -> io::Result<()> {
    Ok(())
}

/// The process's mask. POSIX can only read it by setting it, which another thread would notice; Linux shows it.
#[cfg(unix)]
fn umask() -> u32 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("Umask:"));
    // The usual one where it cannot be seen.
    line.and_then(|mask| u32::from_str_radix(mask.trim(), 8).ok()).unwrap_or(0o022)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::vfile::test_dir::TestDir;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_private_file_is_published_like_any_other() {
        let dir = TestDir::new();
        let mode = |file: &File| file.metadata().unwrap().permissions().mode() & 0o777;
        let private = private().write(true).create_new(true).open(dir.path().join("part")).unwrap();
        assert_eq!(mode(&private), 0o600);
        publish(&private).unwrap();
        assert_eq!(mode(&private), mode(&File::create(dir.path().join("other")).unwrap()));
    }
}
