//! What every exported function runs in: what a caller passed is checked here, a panic ends here and prints nothing, and
//! the error of the thread's last failed call is kept here.

use super::handles::{self, ServerHandle};
use super::out;
use super::types::oftpsrv_t;
use crate::error::{Error, Result, codes};
use crate::model::octets;
use crate::system::panics;
use std::cell::RefCell;
use std::ffi::{CStr, CString, c_char};
use std::sync::Arc;

thread_local! {
    static LAST: RefCell<(i32, CString)> = RefCell::new((0, CString::default()));
}

/// Runs the body of an exported function and turns what comes out into a status: 0, the error's code, or 4 for a panic.
pub fn guard(body: impl FnOnce() -> Result<()>) -> i32 {
    match caught(body) {
        Ok(()) => 0,
        Err(error) => keep(error),
    }
}

/// Like [`guard`], for functions that return something else than a status: `failed` is returned after an error.
pub fn guard_or<T>(failed: T, body: impl FnOnce() -> Result<T>) -> T {
    caught(body).unwrap_or_else(|error| {
        keep(error);
        failed
    })
}

fn caught<T>(body: impl FnOnce() -> Result<T>) -> Result<T> {
    panics::keep_quiet();
    panics::catch(body)?
}

fn keep(error: Error) -> i32 {
    let code = error.code;
    // A thread that is ending has no slot any more; the status still says what happened.
    let _ = LAST.try_with(|last| *last.borrow_mut() = (code, out::c_string(octets::visible(error.message))));
    code
}

/// The code of the thread's last failed call.
pub fn last_code() -> i32 {
    LAST.try_with(|last| last.borrow().0).unwrap_or(0)
}

/// The message of the thread's last failed call; the pointer lives until the next one.
pub fn last_message() -> *const c_char {
    LAST.try_with(|last| last.borrow().1.as_ptr()).unwrap_or(c"".as_ptr())
}

/// The server behind a handle.
pub fn server(handle: *const oftpsrv_t) -> Result<Arc<ServerHandle>> {
    if handle.is_null() {
        return Err(null("server"));
    }
    handles::SERVERS.get(handle as usize)
}

/// Borrows a text argument.
///
/// # Safety
/// `value` is NULL or points at a NUL-terminated string that stays as it is while the result is in use.
pub unsafe fn text<'a>(value: *const c_char, name: &str) -> Result<&'a str> {
    if value.is_null() {
        return Err(null(name));
    }
    let octets = unsafe { CStr::from_ptr(value) };
    octets.to_str().map_err(|error| Error::new(codes::NOT_UTF8, format!("`{name}` is not valid UTF-8: {error}")))
}

/// Like [`text`], NULL meaning `default`.
///
/// # Safety
/// As for [`text`].
pub unsafe fn text_or<'a>(value: *const c_char, name: &str, default: &'a str) -> Result<&'a str> {
    if value.is_null() { Ok(default) } else { unsafe { text(value, name) } }
}

/// Borrows an argument of octets; NULL is fine when there are none.
///
/// # Safety
/// `data` is NULL or points at `length` octets that stay as they are while the result is in use.
pub unsafe fn octets<'a>(data: *const u8, length: usize, name: &str) -> Result<&'a [u8]> {
    match (data.is_null(), length) {
        (_, 0) => Ok(&[]),
        (true, _) => Err(null(name)),
        (false, length) if length > isize::MAX as usize => {
            Err(Error::new(codes::BAD_ARGUMENT, format!("the length of `{name}` cannot be right")))
        }
        (false, _) => Ok(unsafe { std::slice::from_raw_parts(data, length) }),
    }
}

/// The error of an argument that must not be NULL.
pub fn null(name: &str) -> Error {
    Error::new(codes::NULL_ARGUMENT, format!("`{name}` must not be NULL"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message() -> String {
        unsafe { CStr::from_ptr(last_message()) }.to_str().unwrap().to_owned()
    }

    #[test]
    fn a_panic_becomes_code_4_and_keeps_its_message() {
        assert_eq!(guard(|| panic!("kaboom {}", 7)), codes::PANIC);
        assert_eq!(last_code(), codes::PANIC);
        assert!(message().contains("kaboom 7"), "{}", message());
        assert!(message().contains("guard.rs:"), "{}", message());
    }

    #[test]
    fn success_leaves_the_last_error_alone() {
        assert_eq!(guard(|| Err(Error::of(codes::INVALID_CONNECTION_ID))), 126);
        assert_eq!(guard(|| Ok(())), 0);
        assert_eq!((last_code(), message().as_str()), (126, "Invalid ConnectionId."));
    }

    #[test]
    fn the_last_error_belongs_to_the_thread() {
        guard(|| Err(Error::of(codes::WOULD_BLOCK)));
        std::thread::spawn(|| assert_eq!((last_code(), message()), (0, String::new()))).join().unwrap();
        assert_eq!(last_code(), codes::WOULD_BLOCK);
    }

    #[test]
    fn null_is_refused_by_name() {
        let error = unsafe { text(std::ptr::null(), "connection_id") }.unwrap_err();
        assert_eq!(error.code, codes::NULL_ARGUMENT);
        assert!(error.message.contains("connection_id"));
        assert_eq!(server(std::ptr::null()).err().unwrap().code, codes::NULL_ARGUMENT);
        assert_eq!(unsafe { text_or(std::ptr::null(), "subject", "*") }.unwrap(), "*");
    }

    #[test]
    fn bad_utf8_is_refused() {
        let octets = CString::new(vec![b'a', 0xff]).unwrap();
        assert_eq!(unsafe { text(octets.as_ptr(), "name") }.unwrap_err().code, codes::NOT_UTF8);
    }

    #[test]
    fn a_handle_that_never_was_is_stale() {
        let handle = 0xdead_beef_usize as *const oftpsrv_t;
        assert_eq!(server(handle).err().unwrap().code, codes::STALE_HANDLE);
    }

    #[test]
    fn octets_may_be_null_only_when_there_are_none() {
        assert!(unsafe { octets(std::ptr::null(), 0, "data") }.unwrap().is_empty());
        assert_eq!(unsafe { octets(std::ptr::null(), 1, "data") }.unwrap_err().code, codes::NULL_ARGUMENT);
        assert_eq!(unsafe { octets(b"x".as_ptr(), usize::MAX, "data") }.unwrap_err().code, codes::BAD_ARGUMENT);
    }
}
