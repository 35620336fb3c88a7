//! Local names for received files. A name that a partner chose is data: what comes out of here is one component of a
//! path, on every operating system, and never the name of a part file.

use super::dates;
use super::part::is_part_name;
use crate::error::{Error, Result, codes};
use crate::model::Stamp;
use std::hash::{BuildHasher, RandomState};
use std::path::{Path, PathBuf};

/// The longest file name that common file systems take, in octets of UTF-8.
const NAME_MAX: usize = 255;

/// Names that mean devices on Windows, with any extension.
const DEVICES: [&str; 7] = ["CON", "PRN", "AUX", "NUL", "CLOCK$", "CONIN$", "CONOUT$"];

/// What the macros of ReceivedFileNameFormat stand for.
#[derive(Debug, Clone, Default)]
pub struct NameContext<'a> {
    /// SFIDDSN: `%VirtualFileName%`.
    pub name: &'a str,
    /// SFIDDATE and SFIDTIME: `%VirtualFileDate%`, `%VirtualFileDate:pattern%`.
    pub stamp: Option<&'a Stamp>,
    /// VirtualFileDateFormat, the pattern of `%VirtualFileDate%` without its own; empty for the default.
    pub date_format: &'a str,
    /// SFIDORIG: `%Originator%`.
    pub originator: &'a str,
    /// SFIDDEST: `%Destination%`.
    pub destination: &'a str,
    /// SFIDUSER: `%UserData%`.
    pub user_data: &'a str,
    /// The local time of now: `%CurrentTime%` (yyyyMMddHHmmss), `%CurrentTime:pattern%`.
    pub now: Option<&'a Stamp>,
}

/// The most names that are tried for a file whose own is taken.
const MOST_TRIES: u32 = 10_000;

/// The next free name beside a file that exists: `ORDERS` becomes `ORDERS_1`, `order.edi` becomes `order_1.edi`, and so on. Whoever
/// uses it must still not replace what is there then.
///
/// # Errors
/// 681 when every name that is tried is taken.
pub fn next_free(taken: &Path) -> Result<PathBuf> {
    let name = taken.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let free = (1..=MOST_TRIES).map(|number| taken.with_file_name(numbered(&name, number)));
    free.into_iter().find(|path| path.symlink_metadata().is_err()).ok_or_else(|| {
        Error::new(codes::FILE_EXISTS, format!("{} and {MOST_TRIES} names like it are taken", taken.display()))
    })
}

/// A name with a number before its extension, not longer than a name may be.
fn numbered(name: &str, number: u32) -> String {
    let (stem, extension) = match name.rfind('.') {
        Some(dot) if dot > 0 => name.split_at(dot),
        _ => (name, ""),
    };
    let mark = format!("_{number}");
    let mut end = stem.len().min(NAME_MAX.saturating_sub(mark.len() + extension.len()));
    while !stem.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}{mark}{extension}", &stem[..end])
}

/// A name as one safe component of a path. Slashes of both kinds, drive letters, `..`, NUL and control characters, what
/// Windows forbids, device names, dots and spaces at either end, and part file names are changed; ordinary names are not.
/// At most 255 octets, never empty. Different names can become the same.
pub fn safe_local_name(name: &str) -> String {
    let mut safe: String = name.chars().map(|c| if is_harmless(c) { c } else { '_' }).collect();
    safe.truncate(safe.trim_end_matches([' ', '.']).len());
    let leading = safe.len() - safe.trim_start_matches([' ', '.']).len();
    if leading > 0 {
        // Kept apart from the name without them, and visible.
        safe.replace_range(..leading, "_");
    }
    if is_device(&safe) || safe.is_empty() {
        safe.insert(0, '_');
    }
    if is_part_name(&safe) {
        safe.push('_');
    }
    let mut end = safe.len().min(NAME_MAX);
    while !safe.is_char_boundary(end) {
        end -= 1;
    }
    safe.truncate(end);
    safe.truncate(safe.trim_end_matches([' ', '.']).len());
    if is_part_name(&safe) {
        // Cutting laid the ending bare.
        safe.pop();
        safe.push('_');
    }
    safe
}

/// The local name by ReceivedFileNameFormat. Macro names are matched without regard to case; a `%` that begins none is
/// itself; an empty format is the name the partner gave. The result is safe as by [`safe_local_name`].
pub fn received_name(format: &str, context: &NameContext<'_>) -> String {
    let mut result = String::new();
    let mut rest = format;
    while let Some(start) = rest.find('%') {
        result.push_str(&rest[..start]);
        rest = &rest[start..];
        let replaced = rest[1..].find('%').and_then(|end| Some((end, value(&rest[1..=end], context)?)));
        match replaced {
            Some((end, value)) => {
                result.push_str(&value);
                rest = &rest[end + 2..];
            }
            None => {
                result.push('%');
                rest = &rest[1..];
            }
        }
    }
    result.push_str(rest);
    if result.trim().is_empty() {
        return safe_local_name(context.name);
    }
    safe_local_name(&result)
}

/// A path directly inside a directory, whatever the name is; the name is made safe once more.
pub fn resolve(dir: impl AsRef<Path>, name: &str) -> PathBuf {
    dir.as_ref().join(safe_local_name(name))
}

/// The value of a macro, `None` when there is no such macro.
fn value(text: &str, context: &NameContext<'_>) -> Option<String> {
    let (name, pattern) = match text.split_once(':') {
        Some((name, pattern)) if !pattern.is_empty() => (name, Some(pattern)),
        Some((name, _)) => (name, None),
        None => (text, None),
    };
    let date = |stamp: Option<&Stamp>, default: &str| {
        stamp.map_or_else(String::new, |stamp| dates::format_stamp(stamp, pattern.unwrap_or(default)))
    };
    let value = match name.to_ascii_lowercase().as_str() {
        "virtualfiledate" if context.date_format.is_empty() => date(context.stamp, dates::DEFAULT_FORMAT),
        "virtualfiledate" => date(context.stamp, context.date_format),
        "currenttime" => date(context.now, "yyyyMMddHHmmss"),
        _ if pattern.is_some() => return None,
        "virtualfilename" => context.name.to_owned(),
        "originator" => context.originator.to_owned(),
        "destination" => context.destination.to_owned(),
        "userdata" => context.user_data.to_owned(),
        "guid" => guid(),
        _ => return None,
    };
    // Each value by itself: two of them must not make up a separator or a macro together.
    Some(value.chars().map(|c| if is_harmless(c) { c } else { '_' }).collect())
}

/// A random identifier in the form 8-4-4-4-12.
fn guid() -> String {
    let (high, low) = (RandomState::new().hash_one(1), RandomState::new().hash_one(2));
    let high = high & !0xf000 | 0x4000;
    let low = low & !(3 << 62) | 1 << 63;
    let all = format!("{high:016x}{low:016x}");
    format!("{}-{}-{}-{}-{}", &all[..8], &all[8..12], &all[12..16], &all[16..20], &all[20..])
}

/// Whether a character may stand in a file name everywhere.
fn is_harmless(c: char) -> bool {
    !c.is_control()
        && !matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
        // Characters that turn the reading direction, or are not seen at all.
        && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    if DEVICES.iter().any(|device| device.eq_ignore_ascii_case(stem)) {
        return true;
    }
    let mut chars = stem.chars();
    let port: String = chars.by_ref().take(3).collect();
    let is_port = port.eq_ignore_ascii_case("COM") || port.eq_ignore_ascii_case("LPT");
    is_port && matches!((chars.next(), chars.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Component;

    /// VF-9: hostile names, on this system and on others.
    #[test]
    fn hostile_names_become_one_harmless_component() {
        let table = [
            ("../../etc/passwd", "__.._etc_passwd"),
            ("..\\..\\windows\\win.ini", "__.._windows_win.ini"),
            ("/etc/passwd", "_etc_passwd"),
            ("C:\\boot.ini", "C__boot.ini"),
            ("C:evil", "C_evil"),
            ("\\\\server\\share", "__server_share"),
            ("..", "_"),
            (".", "_"),
            ("...", "_"),
            ("", "_"),
            ("   ", "_"),
            ("a\0b", "a_b"),
            ("a\r\nb\x1b[2J\u{85}", "a__b_[2J_"),
            (".ssh", "_ssh"),
            ("..hidden", "_hidden"),
            (" . name . ", "_name"),
            ("name...", "name"),
            ("file.txt:stream", "file.txt_stream"),
            ("CON", "_CON"),
            ("nul", "_nul"),
            ("Nul.txt", "_Nul.txt"),
            ("NUL .txt", "_NUL .txt"),
            ("com1", "_com1"),
            ("LPT9.log", "_LPT9.log"),
            ("COM¹", "_COM¹"),
            ("aux.", "_aux"),
            ("conout$", "_conout$"),
            ("a*b?c|d<e>f\"g", "a_b_c_d_e_f_g"),
            (".ORDERS.0123abcd.oftp-part", "_ORDERS.0123abcd.oftp-part_"),
            ("x.OFTP-PART", "x.OFTP-PART_"),
            ("x.oftp-part. ", "x.oftp-part_"),
            ("evil\u{202e}fdp.exe", "evil_fdp.exe"),
        ];
        for (name, safe) in table {
            assert_eq!(safe_local_name(name), safe, "{name:?}");
            assert_eq!(safe_local_name(safe), safe, "twice: {name:?}");
        }
    }

    /// VF-9: names of live partners stay as they are (docs/interoperability.md, File names).
    #[test]
    fn ordinary_names_are_not_changed() {
        for name in
            ["ORDERS", "ODETTE_CERTIFICATE_REQUEST", "a b-c.d_e(1)&+", "invoice 2026.xml", "COM10", "CONSOLE", "é"]
        {
            assert_eq!(safe_local_name(name), name);
        }
    }

    /// VF-9: every octet value at every place of a short name, and names of any length.
    #[test]
    fn nothing_leaves_the_directory() {
        let dir = Path::new("/download");
        let check = |name: &str| {
            let path = resolve(dir, name);
            let rest: Vec<Component<'_>> = path.strip_prefix(dir).unwrap().components().collect();
            let [Component::Normal(last)] = rest[..] else { panic!("{name:?} became {path:?}") };
            let last = last.to_str().unwrap();
            assert!(!last.is_empty() && last.len() <= NAME_MAX && !is_part_name(last), "{name:?} became {last:?}");
            assert!(!last.contains(['/', '\\', ':', '\0']) && !last.starts_with('.') && !last.ends_with(['.', ' ']));
            assert!(!is_device(last));
        };
        for octet in 0..=255u8 {
            let c = char::from(octet);
            for name in [format!("{c}"), format!("{c}{c}"), format!("a{c}b"), format!(".{c}."), format!("{c}/../{c}")] {
                check(&name);
            }
        }
        for length in 230..300 {
            check(&"x".repeat(length));
            check(&"é".repeat(length));
            check(&format!("{}. . .", "x".repeat(length)));
            check(&format!("{}.oftp-part", "x".repeat(length)));
            check(&format!("{}.oftp-parting", "x".repeat(length)));
        }
    }

    #[test]
    fn all_macros_are_filled_in() {
        let stamp = Stamp::from_wire("202611221530591234").unwrap();
        let now = Stamp::from_wire("202611230102030001").unwrap();
        let context = NameContext {
            name: "ORD/1",
            stamp: Some(&stamp),
            date_format: "",
            originator: "O0013..\\A",
            destination: "O0177B",
            user_data: "U:1",
            now: Some(&now),
        };
        let name = |format: &str| received_name(format, &context);
        assert_eq!(name(""), "ORD_1");
        assert_eq!(name("%VirtualFileName%"), "ORD_1");
        assert_eq!(name("%virtualfilename%.%ORIGINATOR%.%Destination%.%userdata%"), "ORD_1.O0013.._A.O0177B.U_1");
        assert_eq!(name("%VirtualFileDate%"), "11_22_2026 15_30_59");
        assert_eq!(name("%VirtualFileDate:yyyyMMddHHmmssffff%_x"), "202611221530591234_x");
        assert_eq!(name("%VirtualFileDate:yyyy-MM-dd HH:mm%"), "2026-11-22 15_30");
        assert_eq!(name("%CurrentTime%"), "20261123010203");
        assert_eq!(name("%CurrentTime:HHmm%"), "0102");
        assert_eq!(name("100%_%Unknown%_%VirtualFileName%"), "100%_%Unknown%_ORD_1");
        assert_eq!(name("%"), "%");
        assert_eq!(name("sub/%VirtualFileName%"), "sub_ORD_1");
        let (a, b) = (name("%GUID%"), name("%guid%"));
        assert_ne!(a, b);
        let lengths: Vec<usize> = a.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12]);
        let with_format = NameContext { date_format: "yyyyMMdd", ..context };
        assert_eq!(received_name("%VirtualFileDate%", &with_format), "20261122");
        let values_are_not_macros = NameContext { name: "%GUID%", ..NameContext::default() };
        assert_eq!(received_name("%VirtualFileName%", &values_are_not_macros), "%GUID%");
    }
}
