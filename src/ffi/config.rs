//! Config settings, and properties by name.

use super::guard::{guard, server as server_of, text};
use super::out::{Out, text as text_out};
use super::types::oftpsrv_t;
use std::ffi::c_char;

/// Sets a config setting, a property or, as "Name[connection-id]", what it is for one connection. The case of names does not
/// matter; flags are "True" or "False". 5 when there is no such name, 6 when the value does not fit.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_set_config(server: *mut oftpsrv_t, name: *const c_char, value: *const c_char) -> i32 {
    guard(|| {
        let (name, value) = unsafe { (text(name, "name")?, text(value, "value")?) };
        server_of(server)?.engine.set_config(name, value)
    })
}

/// Reads what oftpsrv_set_config() sets. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_get_config(
    server: *const oftpsrv_t,
    name: *const c_char,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| {
        let out = unsafe { Out::text(out) }?;
        out.put_text(&server_of(server)?.engine.get_config(unsafe { text(name, "name") }?)?)
    })
}

/// Config: "Name=value" sets, "Name" reads. What was read, or set, is stored to `out`, which may be
/// NULL here; the caller frees it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_config(
    server: *mut oftpsrv_t,
    configuration_string: *const c_char,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| {
        if !out.is_null() {
            unsafe { out.write(std::ptr::null_mut()) };
        }
        let configuration_string = unsafe { text(configuration_string, "configuration_string") }?;
        let value = server_of(server)?.engine.config(configuration_string)?;
        if !out.is_null() {
            unsafe { out.write(text_out(&value)?) };
        }
        Ok(())
    })
}
