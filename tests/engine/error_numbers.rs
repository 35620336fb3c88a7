//! No error number is an empty promise: each of the class reference's and our own is shown by a test that is named here, or
//! has a reason why it never comes, which `docs/errors.md` tells.

use oftpsrv::internals::error;
use oftpsrv::internals::surface::errors::{ERRORS, Source};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Numbers, and where a test gets them: its file and its name.
const SHOWN: &[(&[i32], &str, &str)] = &[
    (&[1], "tests/c/misuse.c", "null_arguments"),
    (&[2], "src/ffi/guard.rs", "bad_utf8_is_refused"),
    (&[3], "tests/c/misuse.c", "dead_handles"),
    (&[4], "src/ffi/guard.rs", "a_panic_becomes_code_4_and_keeps_its_message"),
    (&[5, 6, 7, 8, 126], "tests/engine/settings.rs", "forms_of_config"),
    (&[9], "tests/services/tls_engine.rs", "use_fips_compliant_api_is_an_error_where_there_is_no_fips_provider"),
    (&[10], "tests/protocol/states.rs", "cd_and_esid_rules_of_the_speaker"),
    (&[11, 10048, 10049], "tests/engine/settings.rs", "start_fails_with_the_reason"),
    (&[12], "tests/engine/sending_errors.rs", "interrupt_stops_the_file_and_not_the_session"),
    (&[13], "tests/services/tls_errors.rs", "the_handshake_timer"),
    (&[17], "tests/csharp/src/AwaitedTests.cs", "TooLate"),
    (&[100, 101], "tests/engine/settings.rs", "the_partners_address_cannot_be_changed"),
    (&[102, 116, 10061], "tests/engine/settings.rs", "nowhere_to_call"),
    (&[104, 106, 107, 108, 672, 673], "tests/engine/settings.rs", "what_listening_forbids"),
    (&[135], "tests/engine/callbacks.rs", "send_file_would_wait_for_itself"),
    (&[671, 675, 677], "tests/engine/limits.rs", "the_partners_reason_is_told"),
    (&[678], "tests/engine/responses.rs", "an_end_response_that_cannot_be_built"),
    (&[679, 687], "tests/engine/sending_errors.rs", "local_errors_come_before_sfid"),
    (&[680, 682, 683], "tests/engine/responses.rs", "arguments_of_send_end_response"),
    (&[681], "tests/engine/refusing.rs", "existing_files_are_safe"),
    (&[684], "tests/services/files.rs", "what_cannot_be_opened_or_is_not_wanted"),
    (&[685, 686, 689], "tests/services/failures.rs", "missing_certificates"),
    (&[688], "tests/engine/sending_errors.rs", "services_need_2_0"),
    (&[690], "tests/services/failures.rs", "untrusted_certificates"),
    (&[691], "tests/engine/settings.rs", "what_cannot_be_imported"),
    #[cfg(windows)]
    (&[10091, 10092, 10093], "src/error/system.rs", "numbers_of_windows"),
    (&[10067], "src/error/system.rs", "a_thread_that_cannot_be_started_is_10067"),
    (&[11001, 11002, 11003, 11004], "src/error/resolver.rs", "name_resolution_has_four_numbers"),
];
/// The numbers that the operating system says itself.
const OF_THE_SYSTEM: (&str, &str) = ("src/error/system.rs", "every_number_of_the_system_comes_from_its_name");

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The source text of a test, from its name to the next line that closes it.
fn function(file: &str, name: &str) -> String {
    let text = fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
    let at = [format!("fn {name}("), format!("static void {name}(")].iter().find_map(|head| text.find(head.as_str()));
    let at = at.unwrap_or_else(|| panic!("{file} has no {name}"));
    let runs = match file.rsplit('.').next() {
        Some("c") => text.contains(&format!("    {name}();")),
        Some("cs") => text.contains(&format!(", {name});")),
        _ => text[..at].trim_end().lines().rev().take(3).any(|line| line.trim() == "#[test]"),
    };
    assert!(runs, "{file}: nobody runs {name}");
    let indent: String = text[..at].rsplit('\n').next().unwrap().chars().take_while(|c| *c == ' ').collect();
    let end = text[at..].find(&format!("\n{indent}}}")).unwrap_or_else(|| panic!("{file}: where does {name} end?"));
    text[at..at + end].to_owned()
}

/// The Rust name of a number of our own table.
fn constant(code: i32) -> Option<String> {
    ERRORS.iter().find(|row| row.code == code).map(|row| row.name.to_owned())
}

/// Whether a text has the number, as such or by its name.
fn mentions(text: &str, code: i32) -> bool {
    let number = code.to_string();
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let found = |wanted: &str| text.split(|c| !word(c)).any(|piece| piece == wanted);
    let constant = constant(code);
    found(&number) || constant.is_some_and(|name| found(&name) || found(&format!("OFTPSRV_ERROR_{name}")))
}

#[test]
fn every_number_is_shown_or_has_its_reason() {
    let mut shown = BTreeSet::new();
    for (codes, file, name) in SHOWN {
        let body = function(file, name);
        for &code in *codes {
            assert!(mentions(&body, code), "{file}: {name} says nothing of {code}");
            assert_eq!(error::never(code), None, "{code} is shown, so it comes");
            shown.insert(code);
        }
    }
    let body = function(OF_THE_SYSTEM.0, OF_THE_SYSTEM.1);
    for row in ERRORS.iter().filter(|row| row.source == Source::System && mentions(&body, row.code)) {
        shown.insert(row.code);
    }
    let all = ERRORS.iter().map(|row| row.code);
    let empty: Vec<i32> = all.filter(|code| !shown.contains(code) && error::never(*code).is_none()).collect();
    assert!(empty.is_empty(), "no test shows {empty:?}, and the table has no reason for them");
    for row in ERRORS.iter().filter(|row| !row.never.is_empty()) {
        assert!(row.never.ends_with('.'), "{}: {}", row.code, row.never);
    }
}

/// A number that is said never to come is made nowhere, so the reason is true.
#[test]
fn what_never_comes_is_made_nowhere() {
    let mut sources = Vec::new();
    crate::layering::sources(&root().join("src"), &mut sources);
    assert!(sources.len() > 150);
    for row in ERRORS.iter().filter(|row| !row.never.is_empty()) {
        let (code, name) = (row.code, format!("codes::{}", row.name));
        for path in &sources {
            let inside = path.strip_prefix(root()).unwrap();
            if inside != Path::new("src/surface/errors.rs") {
                let text = fs::read_to_string(path).unwrap();
                assert!(!text.contains(&name), "{} makes {code}", inside.display());
            }
        }
    }
}

/// The page for programmers says the same.
#[test]
fn the_page_names_each_number_and_each_reason() {
    let page = fs::read_to_string(root().join("docs/errors.md")).unwrap();
    for code in ERRORS.iter().map(|row| row.code) {
        assert!(page.lines().any(|line| line.starts_with(&format!("| {code} | "))), "{code}");
    }
    let (_, reasons) = page.split_once("## Numbers that never come").unwrap();
    for code in [112, 10091, 10092, 10093] {
        assert!(reasons.contains(&format!("| {code} | ")), "{code}");
    }
}
