//! What is generated from the table of the interface is as the table says; no name that was promised is missing from it; the
//! binary interface only grows. What the reference pages say holds together.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use xtask::table::INTERFACE;
use xtask::{abi, promises};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn generated_files_are_as_the_table_says() {
    let different = xtask::check(root());
    assert!(different.is_empty(), "{different:#?}\n{}", abi::ADVICE);
}

/// The cells of a list, without its heading.
fn rows(path: &str) -> Vec<Vec<String>> {
    read(path).lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

/// Names of the class reference that are objects or methods by hand in every language.
const BY_HAND: &[&str] = &[
    "Certificate",
    "Connections",
    "DoEvents",
    "DownloadStream",
    "Listening",
    "SSLCert",
    "TrustedCerts",
    "UploadStream",
];

/// `tests/data/surface.tsv` holds the class reference's names and is written by hand; it begins with kind, owner and name.
#[test]
fn the_table_has_every_name_of_the_class_reference() {
    let table = rows("tests/data/names.tsv");
    let promised = rows("tests/data/surface.tsv");
    assert!(promised.len() > 300);
    // The reference writes some settings of a connection without its brackets.
    let bare = |name: &str| name.trim_end_matches("[ConnectionId]").to_owned();
    let has = |kind: &str, owner: &str, name: &str| {
        table.iter().any(|row| match kind {
            "error" => row[0] == kind && row[3] == name,
            "config" => row[0] == kind && bare(&row[2]) == bare(name),
            _ => row[0] == kind && row[1] == owner && row[2] == name,
        })
    };
    let missing: Vec<_> = promised
        .iter()
        .filter(|row| !BY_HAND.contains(&row[2].as_str()))
        .filter(|row| !has(&row[0], &row[1], &row[2]))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// Functions, types and members of the list of the binary interface.
fn names_of_the_abi() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut structure = String::new();
    for line in read(abi::PATH).lines().filter(|line| !line.starts_with('#')) {
        match line.strip_prefix("    ") {
            Some(field) => names.insert(format!("{structure}_t.{}", field.split(':').next().unwrap())),
            None if line.contains(" = ") => names.insert(line.split(' ').next().unwrap().to_owned()),
            None => {
                structure = line.to_owned();
                names.insert(format!("{line}_t"))
            }
        };
    }
    names
}

/// `tests/data/c-names.txt` is written by hand too; `tests/header.rs` looks for the same names in the header.
#[test]
fn every_promised_name_of_c_is_in_the_list_of_the_binary_interface() {
    let present = names_of_the_abi();
    let promised = read("tests/data/c-names.txt");
    // Handles have no fields that anybody sees.
    let missing: Vec<_> = promised
        .lines()
        .filter(|name| !["oftpsrv_t", "oftpsrv_certificate_t"].contains(name))
        .filter(|name| !present.contains(*name))
        .collect();
    assert!(promised.lines().count() > 200 && missing.is_empty(), "{missing:?}");
}

#[test]
fn the_binary_interface_only_grows() {
    let present = abi::list(root(), &xtask::files());
    assert_eq!(abi::broken(&read(abi::PATH), &present), [""; 0]);
    // The comparison sees what it is there for.
    let change = |from: &str, to: &str| {
        assert!(present.contains(from), "{from}");
        abi::broken(&present, &present.replacen(from, to, 1))
    };
    let swapped = change("    port: i32\n    accept: Flag\n", "    accept: Flag\n    port: i32\n");
    assert_eq!(swapped, ["oftpsrv_connection_request_event: \"port: i32\" has become \"accept: Flag\""]);
    let taken_out = change("    message: *const c_char\n    log_type: *const c_char\n", "    message: *const c_char\n");
    assert_eq!(taken_out, ["oftpsrv_log_event: \"log_type: *const c_char\" has become \"nothing\""]);
    assert_eq!(change("oftpsrv_stop = (*mut oftpsrv_t) -> i32\n", ""), ["oftpsrv_stop is gone"]);
    assert_eq!(change("oftpsrv_stop = (*mut oftpsrv_t)", "oftpsrv_stop = (*mut oftpsrv_t, i32)").len(), 1);
    assert_eq!(change("OFTPSRV_ERROR_TIMEOUT = 13\n", "OFTPSRV_ERROR_TIMEOUT = 14\n").len(), 1);
    assert_eq!(change("oftpsrv_log_event\n", "oftpsrv_new_event\n    size: usize\noftpsrv_log_event\n"), [""; 0]);
    let added = "    log_type: *const c_char\n    more: i32\n";
    assert_eq!(change("    log_type: *const c_char\n", added), [""; 0]);
}

/// Names that are no C, defaults, ranges, words, arguments, errors of methods, what counts when nobody answers.
#[test]
fn what_was_promised_only_grows() {
    let present = promises::list(&INTERFACE);
    assert_eq!(abi::broken(&read(promises::PATH), &present), [""; 0], "{}", abi::ADVICE);
    let change = |from: &str, to: &str| {
        assert!(present.contains(&format!("\n{from}\n")), "{from}");
        let to = if to.is_empty() { "\n".to_owned() } else { format!("\n{to}\n") };
        abi::broken(&present, &present.replacen(&format!("\n{from}\n"), &to, 1))
    };
    for (from, to, told) in [
        ("setting StatePath", "setting StateFolder", "setting StatePath is gone"),
        ("setting CreditCount[connection-id]", "", "setting CreditCount[connection-id] is gone"),
        ("setting CreditCount can be changed", "", "setting CreditCount can be changed is gone"),
        ("type of CreditCount = number", "type of CreditCount = text", "type of CreditCount: "),
        ("default of CreditCount = \"99\"", "default of CreditCount = \"10\"", "default of CreditCount: "),
        ("default of Timeout = that of DefaultTimeout", "default of Timeout = \"0\"", "default of Timeout: "),
        ("least CreditCount = 1", "least CreditCount = 2", "least CreditCount: \"1\" has become \"2\""),
        ("most CreditCount = 999", "most CreditCount = 99", "most CreditCount: \"999\" has become \"99\""),
        ("change of StatePath = NotWhileListening(104)", "change of StatePath = Always", "change of StatePath: "),
        ("word 2 of SSLProvider = Internal", "word 2 of SSLProvider = Rustls", "word 2 of SSLProvider: "),
        ("secret setting ServerPassword", "", "secret setting ServerPassword is gone"),
        (
            "argument 2 of SendFile = clientSFIDCode, Text",
            "argument 2 of SendFile = code, Text",
            "argument 2 of SendFile: ",
        ),
        ("default of argument 4 of SendFile = \"\"", "", "default of argument 4 of SendFile is gone"),
        ("error WOULD_BLOCK of SendFile", "", "error WOULD_BLOCK of SendFile is gone"),
        (
            "handlers that Logoff waits for = ConnectionFromOutside",
            "handlers that Logoff waits for = Nobody",
            "handlers that Logoff waits for: ",
        ),
        ("fault of error TIMEOUT = Peer", "fault of error TIMEOUT = Caller", "fault of error TIMEOUT: "),
        (
            "unanswered SSLClientAuthentication = Refused",
            "unanswered SSLClientAuthentication = Prefilled",
            "unanswered SSLClientAuthentication: ",
        ),
        ("secret field AcceptConnection.ClientPassword", "", "secret field AcceptConnection.ClientPassword is gone"),
        ("answer AcceptFile.Accept", "", "answer AcceptFile.Accept is gone"),
        ("C# LogLevels.Debug = 3", "", "C# LogLevels.Debug is gone"),
        ("Python LogLevel.DEBUG = 3", "Python LogLevel.DEBUG = 4", "Python LogLevel.DEBUG: "),
    ] {
        let broken = change(from, to);
        assert!(broken.len() == 1 && broken[0].starts_with(told), "{from}: {broken:?}");
    }
    assert_eq!(change("least CreditCount = 1", "least CreditCount = 0"), [""; 0]);
    assert_eq!(change("most CreditCount = 999", "most CreditCount = 9999\nsetting New"), [""; 0]);
}

// --- the pages

/// Every page with its text.
fn pages() -> BTreeMap<String, String> {
    let mut pages = BTreeMap::from([("README.md".to_owned(), read("README.md"))]);
    for entry in fs::read_dir(root().join("docs")).unwrap() {
        let name = format!("docs/{}", entry.unwrap().file_name().to_string_lossy());
        if name.ends_with(".md") {
            let text = read(&name);
            pages.insert(name, text);
        }
    }
    pages
}

/// The lines of a page that are no program.
fn prose(text: &str) -> impl Iterator<Item = &str> {
    let mut inside = false;
    text.lines().filter(move |line| {
        let fence = line.trim_start().starts_with("```");
        inside ^= fence;
        !inside && !fence
    })
}

/// What GitHub makes of a page's headings.
fn anchors(text: &str) -> BTreeSet<String> {
    let kept = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
    prose(text)
        .filter(|line| line.starts_with('#'))
        .map(|line| line.trim_start_matches('#').trim())
        .map(|heading| heading.chars().filter(kept).collect::<String>().to_lowercase().replace(' ', "-"))
        .collect()
}

#[test]
fn links_of_the_pages_lead_somewhere() {
    let pages = pages();
    let mut links = 0;
    for (name, text) in &pages {
        for target in prose(text).flat_map(|line| line.split("](").skip(1)) {
            let target = target.split(')').next().unwrap();
            if target.contains("://") {
                continue;
            }
            let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
            let folder = Path::new(name).parent().unwrap();
            let page = if path.is_empty() { name.clone() } else { tidy(&folder.join(path)) };
            assert!(root().join(&page).exists(), "{name}: {target}");
            let known = || anchors(pages.get(&page).unwrap_or_else(|| panic!("{name}: {target} is no page")));
            assert!(anchor.is_empty() || known().contains(anchor), "{name}: {target}");
            links += 1;
        }
    }
    assert!(links > 100, "only {links} links");
    let index = &pages["docs/README.md"];
    for name in pages.keys().filter_map(|name| name.strip_prefix("docs/")).filter(|name| *name != "README.md") {
        assert!(index.contains(&format!("]({name})")), "docs/README.md does not name {name}");
    }
}

/// `docs/../x` is `x`.
fn tidy(path: &Path) -> String {
    let mut parts = Vec::new();
    for part in path.iter().map(|part| part.to_string_lossy().into_owned()) {
        if part == ".." { parts.pop().map_or((), drop) } else { parts.push(part) }
    }
    parts.join("/")
}

#[test]
fn tables_of_the_pages_have_their_cells() {
    let cells = |line: &str| line.replace("\\|", "").matches('|').count();
    for (name, text) in pages() {
        // A table inside a list is indented.
        let lines: Vec<&str> = text.lines().map(str::trim_start).collect();
        for (i, line) in lines.iter().enumerate().filter(|(_, line)| line.starts_with("|---")) {
            let table = lines[i - 1..].iter().take_while(|line| line.starts_with('|'));
            table.for_each(|row| assert_eq!(cells(row), cells(line), "{name}: {row}"));
        }
        let outside = prose(&text).filter(|line| !line.trim_start().starts_with('|'));
        outside.for_each(|line| assert!(!line.contains(" | "), "{name}: a line of a table is broken: {line}"));
    }
}

#[test]
fn names_of_c_on_the_pages_are_in_the_header() {
    let header = read("include/oftpsrv.h");
    let letter = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let known: BTreeSet<&str> = header.split(|c| !letter(c)).collect();
    let mut seen = 0;
    for (name, text) in pages() {
        // What ends in `_` stands for several.
        for word in text.split(|c| !letter(c)).filter(|word| !word.ends_with('_')) {
            if word.starts_with("oftpsrv_") || word.starts_with("OFTPSRV_") {
                seen += 1;
                assert!(known.contains(word) || word == "OFTPSRV_BLESS" || word == "OFTPSRV_LIBRARY", "{name}: {word}");
            }
        }
    }
    assert!(seen > 200, "only {seen} names");
}
