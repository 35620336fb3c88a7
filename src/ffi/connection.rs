//! How the fields of a connection are read and set; the functions themselves are generated. The two streams are in
//! `connection_streams`.

use super::guard::{server as server_of, text};
use super::out::{Out, put_octets};
use super::properties::{flag, int};
use super::types::{Flag, oftpsrv_t};
use crate::error::Result;
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

/// Reads octets: the store of the partner's certificate, the only field of a connection that has them.
///
/// # Safety
/// As for [`get_text`].
pub unsafe fn get_octets(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    _: &str,
    out: *mut *mut u8,
    out_len: *mut usize,
) -> Result<()> {
    let store =
        || server_of(server)?.engine.connection_recipient_store(unsafe { text(connection_id, "connection_id") }?);
    unsafe { put_octets(out, out_len, store) }
}

/// Sets octets: the store of the partner's certificate.
///
/// # Safety
/// As for [`set`].
pub unsafe fn set_octets(server: *mut oftpsrv_t, connection_id: *const c_char, _: &str, value: &[u8]) -> Result<()> {
    let connection_id = unsafe { text(connection_id, "connection_id") }?;
    server_of(server)?.engine.connection_set_recipient_store(connection_id, value)
}
