//! Which of the four numbers of name resolution an error is. The standard library keeps only the resolver's text, not its
//! number, so the text is compared with the resolver's own texts, in whatever language the program has chosen.

use std::io::Error;

/// What the standard library writes before the resolver's text.
const PREFIX: &str = "failed to lookup address information: ";

/// The number of a failed look-up; `None` for other errors. What the resolver says without a number of its own is "host not
/// found".
pub(super) fn code(error: &Error) -> Option<i32> {
    if error.raw_os_error().is_some() {
        return None;
    }
    let text = error.get_ref()?.to_string();
    let said = text.strip_prefix(PREFIX)?;
    Some(KNOWN.iter().find(|(number, _)| resolver_text(*number) == said).map_or(11001, |&(_, code)| code))
}

/// The resolver's numbers that mean something else than "host not found".
#[cfg(unix)]
const KNOWN: &[(i32, i32)] = &[
    (libc::EAI_AGAIN, 11002),
    (libc::EAI_FAIL, 11003),
    #[cfg(any(target_os = "linux", target_vendor = "apple"))]
    (NO_DATA, 11004),
    #[cfg(target_os = "linux")]
    (ADDRESS_FAMILY, 11004),
    (libc::EAI_FAMILY, 10047),
    (libc::EAI_MEMORY, 10055),
];

/// EAI_NODATA and EAI_ADDRFAMILY: the name is known, but not with an address (of this family). Their numbers are part of the
/// systems' interfaces; the crate `libc` does not have them everywhere.
#[cfg(target_os = "linux")]
const NO_DATA: i32 = -5;
#[cfg(target_os = "linux")]
const ADDRESS_FAMILY: i32 = -9;
#[cfg(target_vendor = "apple")]
const NO_DATA: i32 = 7;

/// The resolver's text for one of its numbers.
#[cfg(unix)]
// The one way to these texts is a C function. It takes a number, any number, and returns a text that stays.
#[allow(unsafe_code)]
fn resolver_text(number: i32) -> String {
    let text = unsafe { libc::gai_strerror(number) };
    if text.is_null() {
        return String::new();
    }
    unsafe { std::ffi::CStr::from_ptr(text) }.to_string_lossy().into_owned()
}

// Elsewhere the system's own number comes with the error.
#[cfg(not(unix))]
const KNOWN: &[(i32, i32)] = &[];
#[cfg(not(unix))]
fn resolver_text(_: i32) -> String {
    String::new()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::error::io_code;
    use std::net::ToSocketAddrs;

    fn failed(text: &str) -> Error {
        Error::other(format!("{PREFIX}{text}"))
    }

    /// The texts of the resolver of this machine, each as the standard library hands it on.
    #[test]
    fn name_resolution_has_four_numbers() {
        for (number, code) in [(libc::EAI_NONAME, 11001), (libc::EAI_AGAIN, 11002), (libc::EAI_FAIL, 11003)] {
            assert_eq!(io_code(&failed(&resolver_text(number))), code);
        }
        #[cfg(any(target_os = "linux", target_vendor = "apple"))]
        assert_eq!(io_code(&failed(&resolver_text(NO_DATA))), 11004);
        assert_eq!(io_code(&failed("what no resolver says")), 11001);
        assert_eq!(io_code(&Error::other("something else")), crate::error::codes::READ_FILE);
    }

    /// The form that the standard library gives a real failure: a name that cannot be in the name service.
    #[test]
    fn a_real_failure_is_recognised() {
        let error = ("no such host", 0).to_socket_addrs().unwrap_err();
        assert!(error.to_string().starts_with(PREFIX), "{error}");
        let code = io_code(&error);
        assert!((11001..=11004).contains(&code), "{code}: {error}");
    }
}
