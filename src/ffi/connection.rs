//! How the fields of a connection are read and set; the functions themselves are generated. The two streams are in
//! `connection_streams`.

use super::guard::{server as server_of, text};
use super::out::{Out, put_octets};
use super::properties::{flag, int};
use super::types::{Flag, oftpsrv_t};
use crate::error::{Error, Result, codes};
use std::ffi::c_char;

unsafe fn read(server: *const oftpsrv_t, connection_id: *const c_char, field: &str) -> Result<String> {
    server_of(server)?.engine.connection_get(unsafe { text(connection_id, "connection_id") }?, field)
}

/// Reads a text.
///
/// # Safety
/// The pointers are NULL or good: text, and room for the result.
pub unsafe fn get_text(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    field: &str,
    out: *mut *mut c_char,
) -> Result<()> {
    let out = unsafe { Out::text(out) }?;
    out.put_text(&unsafe { read(server, connection_id, field) }?)
}

/// Reads a number.
///
/// # Safety
/// As for [`get_text`].
pub unsafe fn get_int(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    field: &str,
    out: *mut i32,
) -> Result<()> {
    let out = unsafe { Out::new(out, 0) }?;
    out.put(int(field, &unsafe { read(server, connection_id, field) }?)?);
    Ok(())
}

/// Reads a flag.
///
/// # Safety
/// As for [`get_text`].
pub unsafe fn get_flag(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    field: &str,
    out: *mut Flag,
) -> Result<()> {
    let out = unsafe { Out::new(out, false.into()) }?;
    out.put(flag(field, &unsafe { read(server, connection_id, field) }?)?.into());
    Ok(())
}

/// Sets a field.
///
/// # Safety
/// `connection_id` is NULL or a text.
pub unsafe fn set(server: *mut oftpsrv_t, connection_id: *const c_char, field: &str, value: &str) -> Result<()> {
    server_of(server)?.engine.connection_set(unsafe { text(connection_id, "connection_id") }?, field, value)
}

/// A field of a connection that has octets. The generator (`OCTETS` in `tools/xtask/src/rust.rs`) knows the same ones, and makes
/// functions for no other.
enum Octets {
    RecipientStore,
}

fn octets_of(field: &str) -> Result<Octets> {
    match field {
        "RecipientCertStoreB" => Ok(Octets::RecipientStore),
        _ => Err(Error::new(codes::UNKNOWN_SETTING, format!("`{field}` is no field with octets"))),
    }
}

/// Reads octets.
///
/// # Safety
/// As for [`get_text`].
pub unsafe fn get_octets(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    field: &str,
    out: *mut *mut u8,
    out_len: *mut usize,
) -> Result<()> {
    let value = || {
        let field = octets_of(field)?;
        let server = server_of(server)?;
        let connection_id = unsafe { text(connection_id, "connection_id") }?;
        match field {
            Octets::RecipientStore => server.engine.connection_recipient_store(connection_id),
        }
    };
    unsafe { put_octets(out, out_len, value) }
}

/// Sets octets.
///
/// # Safety
/// As for [`set`].
pub unsafe fn set_octets(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    field: &str,
    value: &[u8],
) -> Result<()> {
    let field = octets_of(field)?;
    let connection_id = unsafe { text(connection_id, "connection_id") }?;
    match field {
        Octets::RecipientStore => server_of(server)?.engine.connection_set_recipient_store(connection_id, value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn octets_are_those_of_the_field_that_is_named() {
        let (mut out, mut len) = (std::ptr::null_mut(), 0);
        let code = |result: Result<()>| result.unwrap_err().code;
        let id = c"1".as_ptr();
        let read = unsafe { get_octets(std::ptr::null(), id, "AnotherStoreB", &raw mut out, &raw mut len) };
        assert_eq!(code(read), codes::UNKNOWN_SETTING);
        let set = unsafe { set_octets(std::ptr::null_mut(), id, "AnotherStoreB", b"x") };
        assert_eq!(code(set), codes::UNKNOWN_SETTING);
        let read = unsafe { get_octets(std::ptr::null(), id, "RecipientCertStoreB", &raw mut out, &raw mut len) };
        assert_eq!(code(read), codes::NULL_ARGUMENT, "the server");
    }
}
