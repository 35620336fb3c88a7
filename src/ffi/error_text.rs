//! The standard text of every error code.

use super::generated::error_text::TEXTS;
use std::ffi::c_char;

/// The standard text of an error code, valid as long as the library is loaded; "Unknown error." for numbers that are none. From
/// 10000 on the number stands in brackets before it: "[10048] Address already in use.".
/// oftpsrv_last_error_message() says more about what really happened.
#[unsafe(no_mangle)]
pub extern "C" fn oftpsrv_error_text(code: i32) -> *const c_char {
    TEXTS.iter().find(|row| row.0 == code).map_or(c"Unknown error.", |row| row.1).as_ptr()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ffi::CStr;

    #[test]
    fn an_unknown_code_has_a_text_too() {
        let text = |code| unsafe { CStr::from_ptr(oftpsrv_error_text(code)) }.to_str().unwrap();
        assert_eq!(text(126), "Invalid ConnectionId.");
        assert_eq!(text(123456), "Unknown error.");
    }
}
