//! The file being received: under a name that nobody takes for a finished file, until it is whole, on disk, and gets
//! its final name in one step.
//!
//! Order of a commit, with the state store's part in it: [`PartFile::prepare`] (octets on disk, in the file system of the final
//! name), `begin_commit` in the store, [`PartFile::commit`], `finish_commit` in the store. A crash leaves either a part
//! file or the whole final one; when both names exist they are the same file, and recovery finishes the commit.
//!
//! Only portable calls are used. A hard link fails when its name exists, so link-and-unlink is the rename that never
//! overwrites on Linux, macOS and Windows alike; file systems without hard links get a check and a rename.

use super::mode;
use crate::error::{Error, Result, codes};
use crate::sync::lock;
use std::fs::{self, File, OpenOptions};
use std::hash::{BuildHasher, RandomState};
use std::io::{self, ErrorKind, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// How the name of every part file ends. [`super::names`] makes sure that no received name does.
pub const PART_SUFFIX: &str = ".oftp-part";

/// As long as a file of this name is beside a part file, its flushes fail: how tests have a disk that fails.
#[cfg(any(test, feature = "internals"))]
const FAILS_WHEN: &str = "fail-flushes";

/// The longest file name that common file systems take, in octets.
const NAME_MAX: usize = 255;

/// A partial file. Dropping it leaves the file as it is, as a crash would.
#[derive(Debug)]
pub struct PartFile {
    file: File,
    path: PathBuf,
    /// Its other name, in the directory for temporary files, when it was prepared in the final directory.
    spare: Option<PathBuf>,
    length: u64,
}

impl PartFile {
    /// Creates a new part file in a directory (the final one, or TempPath), named after the final name.
    ///
    /// # Errors
    /// The operating system's code; the message names the path.
    pub fn create(dir: impl AsRef<Path>, final_name: &str) -> Result<PartFile> {
        Self::create_at(Self::new_path(dir, final_name))
    }

    /// A path for a new part file that is not created yet: where a state store knows the path first, no crash leaves a
    /// file behind that nobody knows.
    pub fn new_path(dir: impl AsRef<Path>, final_name: &str) -> PathBuf {
        let random = RandomState::new();
        let paths = (0u32..100).map(|attempt| {
            dir.as_ref().join(part_name(final_name, &format!("{:08x}", random.hash_one(attempt) as u32)))
        });
        let mut last = PathBuf::new();
        for path in paths {
            last = path;
            if last.symlink_metadata().is_err() {
                break;
            }
        }
        last
    }

    /// A path for the part file of an attempt, which nobody else can have.
    pub fn path_of_attempt(dir: impl AsRef<Path>, final_name: &str, attempt: &str) -> PathBuf {
        dir.as_ref().join(part_name(final_name, attempt))
    }

    /// The attempt in the name of a part file.
    pub fn attempt_of(path: &Path) -> Option<&str> {
        let name = path.file_name()?.to_str()?;
        name.strip_suffix(PART_SUFFIX)?.rsplit_once('.').map(|(_, attempt)| attempt)
    }

    /// Creates a new part file at a path that [`PartFile::new_path`] gave.
    ///
    /// # Errors
    /// The operating system's code, also when something is there already; the message names the path.
    pub fn create_at(path: impl Into<PathBuf>) -> Result<PartFile> {
        let path = path.into();
        match mode::private().write(true).create_new(true).open(&path) {
            Ok(file) => Ok(PartFile { file, path, spare: None, length: 0 }),
            Err(error) => Err(failed("creating", &path, &error)),
        }
    }

    /// Opens an existing part file for a restart and cuts it to the position's octets.
    ///
    /// # Errors
    /// The operating system's code; 679 when the file is shorter than that.
    pub fn reopen(path: impl Into<PathBuf>, octets: u64) -> Result<PartFile> {
        let path = path.into();
        let opened = OpenOptions::new().write(true).open(&path);
        let mut file = opened.map_err(|error| failed("opening", &path, &error))?;
        let length = file.metadata().map_err(|error| failed("opening", &path, &error))?.len();
        if length < octets {
            let message = format!("{} has {length} octets, less than the {octets} to restart from", path.display());
            return Err(Error::new(codes::READ_FILE, message));
        }
        let cut = file.set_len(octets).and_then(|()| file.seek(SeekFrom::Start(octets)));
        cut.map_err(|error| failed("cutting", &path, &error))?;
        Ok(PartFile { file, path, spare: None, length: octets })
    }

    /// Where it is now; [`PartFile::prepare`] can change it.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Octets in it.
    pub fn len(&self) -> u64 {
        self.length
    }

    /// Whether it has no octets.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Waits until its octets are on disk. Then its length can be trusted even after a power failure.
    ///
    /// # Errors
    /// The operating system's code.
    pub fn flush_to_disk(&mut self) -> Result<()> {
        #[cfg(any(test, feature = "internals"))]
        if self.path.with_file_name(FAILS_WHEN).exists() {
            return Err(failed("flushing", &self.path, &io::Error::other("asked for by a test")));
        }
        self.file.sync_data().map_err(|error| failed("flushing", &self.path, &error))
    }

    /// Gets ready to become `final_path`: octets on disk, and a part file in the final directory, a second name of this
    /// one where that can be, else a copy. The old name stays until the commit, so that a crash loses nothing.
    ///
    /// # Errors
    /// The operating system's code. The part file is still there.
    pub fn prepare(&mut self, final_path: impl AsRef<Path>) -> Result<()> {
        mode::publish(&self.file).map_err(|error| failed("opening", &self.path, &error))?;
        self.file.sync_all().map_err(|error| failed("flushing", &self.path, &error))?;
        let (here, there) = (parent(&self.path), parent(final_path.as_ref()));
        if self.spare.is_some() || same_directory(here, there) {
            return Ok(());
        }
        let name = self.path.file_name().unwrap_or_default();
        let staged = there.join(name);
        // A leftover of an earlier try at this very file: the number in the name is ours.
        let _ = fs::remove_file(&staged);
        if fs::hard_link(&self.path, &staged).is_err() {
            self.file = copy(&self.path, &staged)?;
        }
        sync_directory(there)?;
        self.spare = Some(std::mem::replace(&mut self.path, staged));
        Ok(())
    }

    /// Gives the file its final name. When this returns, the name is on disk too. On an error the part file stays where
    /// it was before it was prepared.
    ///
    /// # Errors
    /// 681 when the name is taken and `overwrite` is off, else the operating system's code.
    pub fn commit(mut self, final_path: impl AsRef<Path>, overwrite: bool) -> Result<()> {
        self.prepare(&final_path)?;
        let staged = self.spare.is_some().then(|| self.path.clone());
        self.rename(&final_path, overwrite).inspect_err(|_| {
            staged.iter().for_each(|staged| drop(fs::remove_file(staged)));
        })?;
        flush_name(final_path)
    }

    /// The same without waiting for the name to be on disk; the file has been prepared. On an error everything is left as it
    /// is.
    ///
    /// # Errors
    /// 681 when the name is taken and `overwrite` is off, else the operating system's code.
    pub fn rename(self, final_path: impl AsRef<Path>, overwrite: bool) -> Result<()> {
        let PartFile { file, path, spare, .. } = self;
        // Windows does not rename what is open without more ado.
        drop(file);
        finish_rename(&path, final_path.as_ref(), overwrite)?;
        if let Some(spare) = spare {
            // The file is whole under its final name; a leftover is found again by recovery or by nobody.
            let _ = fs::remove_file(spare);
        }
        Ok(())
    }

    /// What else there is of it, beside its path: where it was before it was prepared.
    pub fn spare(&self) -> Option<&Path> {
        self.spare.as_deref()
    }

    /// Leaves it for a restart and tells where; after a prepare, where it was before.
    pub fn keep(self) -> PathBuf {
        match self.spare {
            Some(spare) => {
                let _ = fs::remove_file(&self.path);
                spare
            }
            None => self.path,
        }
    }

    /// Deletes it.
    ///
    /// # Errors
    /// The operating system's code.
    pub fn discard(self) -> Result<()> {
        drop(self.file);
        if let Some(spare) = self.spare {
            let _ = fs::remove_file(spare);
        }
        fs::remove_file(&self.path).map_err(|error| failed("deleting", &self.path, &error))
    }
}

impl Write for PartFile {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        let written = self.file.write(octets)?;
        self.length += written as u64;
        Ok(written)
    }

    /// Does nothing: octets go to the operating system at once. See [`PartFile::flush_to_disk`].
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Gives a part file its final name, also when a crash came between its two steps.
///
/// # Errors
/// 681 when the name is taken and `overwrite` is off, else the operating system's code.
pub fn finish_rename(part: &Path, final_path: &Path, overwrite: bool) -> Result<()> {
    if is_same_file(part, final_path) {
        let _ = fs::remove_file(part);
        return Ok(());
    }
    match overwrite {
        true => fs::rename(part, final_path).map_err(|error| failed("renaming to", final_path, &error)),
        false => rename_to_free_name(part, final_path),
    }
}

/// Waits until a final name is on disk.
///
/// # Errors
/// The operating system's code.
pub fn flush_name(final_path: impl AsRef<Path>) -> Result<()> {
    sync_directory(parent(final_path.as_ref()))
}

#[cfg(unix)]
fn is_same_file(a: &Path, b: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |path: &Path| fs::symlink_metadata(path).map(|facts| (facts.dev(), facts.ino()));
    matches!((id(a), id(b)), (Ok(a), Ok(b)) if a == b)
}

/// Without file numbers: the same octets are as good as the same file.
#[cfg(not(unix))]
fn is_same_file(a: &Path, b: &Path) -> bool {
    use std::io::Read;
    let (Ok(a), Ok(b)) = (File::open(a), File::open(b)) else { return false };
    let facts = |file: &File| file.metadata().map_or(0, |facts| facts.len());
    if facts(&a) != facts(&b) {
        return false;
    }
    let mut octets = io::BufReader::new(a).bytes().zip(io::BufReader::new(b).bytes());
    octets.all(|pair| matches!(pair, (Ok(a), Ok(b)) if a == b))
}

/// Whether a file name is one of a part file.
pub(super) fn is_part_name(name: &str) -> bool {
    let start = name.len().checked_sub(PART_SUFFIX.len());
    start.and_then(|start| name.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(PART_SUFFIX))
}

fn part_name(final_name: &str, id: &str) -> String {
    let room = NAME_MAX.saturating_sub(PART_SUFFIX.len() + "..".len() + id.len());
    let mut end = final_name.len().min(room);
    while !final_name.is_char_boundary(end) {
        end -= 1;
    }
    format!(".{}.{id}{PART_SUFFIX}", &final_name[..end])
}

fn rename_to_free_name(path: &Path, final_path: &Path) -> Result<()> {
    match fs::hard_link(path, final_path) {
        Ok(()) => {
            // The file has its name. A first name that cannot be deleted now is at the next start.
            let _ = fs::remove_file(path);
            return Ok(());
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return Err(taken(final_path)),
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(failed("renaming to", final_path, &error)),
        // No hard links here (FAT, some network file systems).
        Err(_) => {}
    }
    // One at a time, so that at least this process never overwrites.
    static ONE: Mutex<()> = Mutex::new(());
    let _one = lock(&ONE);
    if final_path.symlink_metadata().is_ok() {
        return Err(taken(final_path));
    }
    fs::rename(path, final_path).map_err(|error| failed("renaming to", final_path, &error))
}

/// Copies to another file system, and waits for the disk.
fn copy(from: &Path, to: &Path) -> Result<File> {
    let copied = (|| {
        let mut source = File::open(from)?;
        let mut target = mode::private().write(true).create_new(true).open(to)?;
        io::copy(&mut source, &mut target)?;
        mode::publish(&target)?;
        target.sync_all()?;
        Ok(target)
    })();
    copied.map_err(|error| {
        let _ = fs::remove_file(to);
        failed("copying to", to, &error)
    })
}

fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

fn same_directory(a: &Path, b: &Path) -> bool {
    a == b || matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

/// Waits until the names in a directory are on disk.
#[cfg(unix)]
fn sync_directory(dir: &Path) -> Result<()> {
    match File::open(dir).and_then(|dir| dir.sync_all()) {
        // Some file systems (over the network, for one) have nothing to flush in a directory: names are kept as they are made.
        Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
        flushed => flushed.map_err(|error| failed("flushing", dir, &error)),
    }
}

/// Windows keeps the names of NTFS in its journal; a directory cannot be flushed.
#[cfg(not(unix))]
fn sync_directory(_dir: &Path) -> Result<()> {
    Ok(())
}

fn taken(path: &Path) -> Error {
    let text = crate::error::text(codes::FILE_EXISTS).unwrap_or_default();
    Error::new(codes::FILE_EXISTS, format!("{text} {}", path.display()))
}

fn failed(doing: &str, path: &Path, error: &io::Error) -> Error {
    Error::io(format_args!("{doing} {}", path.display()), error)
}

#[cfg(test)]
mod tests {
    use super::super::test_dir::TestDir;
    use super::*;

    fn part(dir: &TestDir, content: &[u8]) -> PartFile {
        let mut part = PartFile::create(dir.path(), "ORDERS").unwrap();
        part.write_all(content).unwrap();
        part
    }

    #[test]
    fn a_file_appears_whole_under_its_name_and_the_part_is_gone() {
        let dir = TestDir::new();
        let part = part(&dir, b"content");
        assert_eq!(part.len(), 7);
        let name = part.path().file_name().unwrap().to_str().unwrap().to_owned();
        assert!(name.starts_with(".ORDERS.") && is_part_name(&name), "{name}");
        assert_eq!(dir.names(), [name]);
        part.commit(dir.path().join("ORDERS"), false).unwrap();
        assert_eq!(dir.names(), ["ORDERS"]);
        assert_eq!(fs::read(dir.path().join("ORDERS")).unwrap(), b"content");
    }

    /// With overwrite off an existing file is not touched; error 681.
    #[test]
    fn an_existing_file_is_only_replaced_when_asked() {
        let dir = TestDir::new();
        let target = dir.file("ORDERS", b"old");
        let first = part(&dir, b"new");
        let kept = first.path().to_owned();
        let error = first.commit(&target, false).unwrap_err();
        assert_eq!(error.code, codes::FILE_EXISTS);
        assert_eq!(fs::read(&target).unwrap(), b"old");
        PartFile::reopen(kept, 3).unwrap().commit(&target, true).unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"new");
        assert_eq!(dir.names(), ["ORDERS"]);
    }

    /// VF-9: a symbolic link under the final name is neither followed nor replaced.
    #[cfg(unix)]
    #[test]
    fn a_dangling_link_counts_as_an_existing_file() {
        let (dir, outside) = (TestDir::new(), TestDir::new());
        let target = dir.path().join("ORDERS");
        std::os::unix::fs::symlink(outside.path().join("victim"), &target).unwrap();
        assert_eq!(part(&dir, b"x").commit(&target, false).unwrap_err().code, codes::FILE_EXISTS);
        part(&dir, b"x").commit(&target, true).unwrap();
        assert!(outside.names().is_empty());
        assert!(fs::symlink_metadata(&target).unwrap().is_file());
    }

    /// RST-4: octets behind the restart position are dropped.
    #[test]
    fn a_part_file_is_cut_to_the_restart_position() {
        let dir = TestDir::new();
        let path = part(&dir, b"0123456789").keep();
        let mut again = PartFile::reopen(&path, 4).unwrap();
        again.write_all(b"abc").unwrap();
        assert_eq!((again.len(), again.is_empty()), (7, false));
        assert_eq!(fs::read(&path).unwrap(), b"0123abc");
        assert_eq!(PartFile::reopen(&path, 8).unwrap_err().code, codes::READ_FILE);
        assert!(path.exists());
        again.discard().unwrap();
        assert!(dir.names().is_empty());
    }

    #[test]
    fn a_part_in_another_directory_moves_in_two_safe_steps() {
        let (temp, dir) = (TestDir::new(), TestDir::new());
        let target = dir.path().join("ORDERS");
        let mut part = part(&temp, b"content");
        let spare = part.path().to_owned();
        part.prepare(&target).unwrap();
        // Crash here: the part file is where the restart record says.
        assert_eq!(fs::read(&spare).unwrap(), b"content");
        assert_eq!(part.path().parent(), Some(dir.path()));
        assert_eq!(dir.names().len(), 1);
        part.commit(&target, false).unwrap();
        assert!(temp.names().is_empty());
        assert_eq!(dir.names(), ["ORDERS"]);
    }

    #[test]
    fn after_a_failed_commit_from_another_directory_the_part_can_be_kept_or_tried_again() {
        let (temp, dir) = (TestDir::new(), TestDir::new());
        let target = dir.file("ORDERS", b"old");
        let mut first = part(&temp, b"new");
        first.prepare(&target).unwrap();
        let path = first.keep();
        assert_eq!((temp.names().len(), dir.names().len()), (1, 1));
        assert_eq!(PartFile::reopen(&path, 3).unwrap().commit(&target, false).unwrap_err().code, codes::FILE_EXISTS);
        assert_eq!(dir.names(), ["ORDERS"]);
        assert_eq!(fs::read(&path).unwrap(), b"new");
        PartFile::reopen(&path, 3).unwrap().commit(&target, true).unwrap();
        assert_eq!((temp.names().len(), dir.names().len()), (0, 1));
        assert_eq!(fs::read(&target).unwrap(), b"new");
    }

    #[test]
    fn part_names_fit_the_file_system_whatever_the_final_name() {
        let dir = TestDir::new();
        for name in ["", "a", &"x".repeat(255), &"é".repeat(127)] {
            let part = PartFile::create(dir.path(), name).unwrap();
            let own = part.path().file_name().unwrap().to_str().unwrap().to_owned();
            assert!(own.len() <= NAME_MAX && is_part_name(&own) && own.starts_with('.'));
            let second = PartFile::create(dir.path(), name).unwrap();
            assert_ne!(second.path(), part.path());
        }
        assert!(is_part_name("x.OFTP-PART") && !is_part_name("x.oftp-parts") && !is_part_name("ééééé"));
    }

    /// A directory for temporary files that is another file system.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_part_on_another_file_system_is_copied() {
        use std::os::unix::fs::MetadataExt;
        let (dir, shm) = (TestDir::new(), Path::new("/dev/shm"));
        let other = fs::metadata(shm).is_ok_and(|facts| facts.dev() != fs::metadata(dir.path()).unwrap().dev());
        if !other {
            return;
        }
        let mut part = PartFile::create(shm, "ORDERS").unwrap();
        part.write_all(&[7; 300_000]).unwrap();
        let spare = part.path().to_owned();
        let target = dir.path().join("ORDERS");
        part.prepare(&target).unwrap();
        assert!(spare.exists() && dir.names().len() == 1);
        part.commit(&target, false).unwrap();
        assert!(!spare.exists() && dir.names() == ["ORDERS"]);
        assert_eq!(fs::read(&target).unwrap(), [7; 300_000]);
    }

    /// A file system that has nothing to flush in a directory: the kernel's own says EINVAL.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_folder_that_cannot_be_flushed_is_no_error() {
        assert!(File::open("/proc").unwrap().sync_all().is_err());
        flush_name("/proc/name").unwrap();
        flush_name("/nowhere/at/all").unwrap_err();
    }

    /// A crash between the two steps of a rename leaves both names.
    #[test]
    fn a_rename_is_finished() {
        let dir = TestDir::new();
        let target = dir.path().join("ORDERS");
        let path = part(&dir, b"new").keep();
        fs::hard_link(&path, &target).unwrap();
        finish_rename(&path, &target, false).unwrap();
        assert_eq!(dir.names(), ["ORDERS"]);
        // An older file of the same length is another one.
        let path = part(&dir, b"old").keep();
        assert_eq!(finish_rename(&path, &target, false).unwrap_err().code, codes::FILE_EXISTS);
        assert_eq!(fs::read(&target).unwrap(), b"new");
        finish_rename(&path, &target, true).unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"old");
    }

    #[test]
    fn the_attempt_is_in_the_name() {
        let path = PartFile::path_of_attempt("/in", "a.b.txt", "00ff");
        assert_eq!(path, Path::new("/in/.a.b.txt.00ff.oftp-part"));
        assert_eq!(PartFile::attempt_of(&path), Some("00ff"));
        assert_eq!(PartFile::attempt_of(Path::new("/in/a.b.txt")), None);
    }

    #[test]
    fn copies_are_complete() {
        let (temp, dir) = (TestDir::new(), TestDir::new());
        let path = part(&temp, &vec![7; 300_000]).keep();
        copy(&path, &dir.path().join("copy")).unwrap();
        assert_eq!(fs::read(dir.path().join("copy")).unwrap(), fs::read(&path).unwrap());
    }
}
