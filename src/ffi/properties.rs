//! How properties and fields are read and set: through the engine's settings by name. The functions themselves are generated.

use super::types::{Flag, oftpsrv_t};
use crate::error::{Error, Result, codes};

/// Properties of a server.
pub mod server {
    use super::*;
    use crate::ffi::guard::server as server_of;
    use crate::ffi::out::Out;
    use std::ffi::c_char;

    /// Reads a text.
    ///
    /// # Safety
    /// `out` is NULL or may be written.
    pub unsafe fn get_text(server: *const oftpsrv_t, name: &str, out: *mut *mut c_char) -> Result<()> {
        let out = unsafe { Out::text(out) }?;
        out.put_text(&server_of(server)?.engine.get_config(name)?)
    }

    /// Reads a number.
    ///
    /// # Safety
    /// `out` is NULL or may be written.
    pub unsafe fn get_int(server: *const oftpsrv_t, name: &str, out: *mut i32) -> Result<()> {
        let out = unsafe { Out::new(out, 0) }?;
        out.put(int(name, &server_of(server)?.engine.get_config(name)?)?);
        Ok(())
    }

    /// Reads a flag.
    ///
    /// # Safety
    /// `out` is NULL or may be written.
    pub unsafe fn get_flag(server: *const oftpsrv_t, name: &str, out: *mut Flag) -> Result<()> {
        let out = unsafe { Out::new(out, false.into()) }?;
        out.put(flag(name, &server_of(server)?.engine.get_config(name)?)?.into());
        Ok(())
    }

    /// Sets one.
    pub fn set(server: *mut oftpsrv_t, name: &str, value: &str) -> Result<()> {
        server_of(server)?.engine.set_config(name, value)
    }
}

/// A setting's number.
pub fn int(name: &str, value: &str) -> Result<i32> {
    let wrong = |_| Error::new(codes::BAD_VALUE, format!("`{name}` is `{value}`, which is not a 32-bit number"));
    value.trim().parse().map_err(wrong)
}

/// A setting's flag, in any of the ways the class reference allows.
pub fn flag(name: &str, value: &str) -> Result<bool> {
    match value.trim().to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" => Ok(true),
        "false" | "0" | "no" | "" => Ok(false),
        _ => Err(Error::new(codes::BAD_VALUE, format!("`{name}` is `{value}`, which is neither true nor false"))),
    }
}

/// How a flag is written in a setting.
pub fn flag_text(value: Flag) -> &'static str {
    if value.get() { "True" } else { "False" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_are_read_in_every_spelling() {
        for (text, value) in [("True", true), ("yes", true), ("1", true), ("False", false), ("NO", false), ("0", false)]
        {
            assert_eq!(flag("x", text).unwrap(), value);
        }
        assert_eq!(flag("x", "maybe").unwrap_err().code, codes::BAD_VALUE);
        assert_eq!(int("x", "1e3").unwrap_err().code, codes::BAD_VALUE);
    }
}
