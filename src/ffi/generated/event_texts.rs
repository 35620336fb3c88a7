// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.
//! Setters of the text answers of events.

use super::event_structs::*;
use crate::ffi::event_texts::answer;
use crate::ffi::guard::guard;
use std::ffi::c_char;

/// Sets error_description of a running AcceptConnection event. `value` is copied; the structure points at the copy from
/// then on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_accept_connection_event_set_error_description(
    event: *mut oftpsrv_accept_connection_event_t,
    value: *const c_char,
) -> i32 {
    guard(|| {
        let copy = unsafe { answer(event, "error_description", value) }?;
        unsafe { (*event).error_description = copy };
        Ok(())
    })
}

/// Sets file_name of a running AcceptFile event. `value` is copied; the structure points at the copy from then on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_accept_file_event_set_file_name(
    event: *mut oftpsrv_accept_file_event_t,
    value: *const c_char,
) -> i32 {
    guard(|| {
        let copy = unsafe { answer(event, "file_name", value) }?;
        unsafe { (*event).file_name = copy };
        Ok(())
    })
}

/// Sets error_description of a running AcceptFile event. `value` is copied; the structure points at the copy from then
/// on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_accept_file_event_set_error_description(
    event: *mut oftpsrv_accept_file_event_t,
    value: *const c_char,
) -> i32 {
    guard(|| {
        let copy = unsafe { answer(event, "error_description", value) }?;
        unsafe { (*event).error_description = copy };
        Ok(())
    })
}

/// Sets file_hash of a running EndResponse event. `value` is copied; the structure points at the copy from then on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_end_response_event_set_file_hash(
    event: *mut oftpsrv_end_response_event_t,
    value: *const c_char,
) -> i32 {
    guard(|| {
        let copy = unsafe { answer(event, "file_hash", value) }?;
        unsafe { (*event).file_hash = copy };
        Ok(())
    })
}

/// Sets cert_store of a running SSLConnectionRequest event. `value` is copied; the structure points at the copy from
/// then on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_ssl_connection_request_event_set_cert_store(
    event: *mut oftpsrv_ssl_connection_request_event_t,
    value: *const c_char,
) -> i32 {
    guard(|| {
        let copy = unsafe { answer(event, "cert_store", value) }?;
        unsafe { (*event).cert_store = copy };
        Ok(())
    })
}

/// Sets cert_password of a running SSLConnectionRequest event. `value` is copied; the structure points at the copy from
/// then on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_ssl_connection_request_event_set_cert_password(
    event: *mut oftpsrv_ssl_connection_request_event_t,
    value: *const c_char,
) -> i32 {
    guard(|| {
        let copy = unsafe { answer(event, "cert_password", value) }?;
        unsafe { (*event).cert_password = copy };
        Ok(())
    })
}

/// Sets cert_subject of a running SSLConnectionRequest event. `value` is copied; the structure points at the copy from
/// then on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_ssl_connection_request_event_set_cert_subject(
    event: *mut oftpsrv_ssl_connection_request_event_t,
    value: *const c_char,
) -> i32 {
    guard(|| {
        let copy = unsafe { answer(event, "cert_subject", value) }?;
        unsafe { (*event).cert_subject = copy };
        Ok(())
    })
}

/// Sets local_file of a running StartTransfer event. `value` is copied; the structure points at the copy from then on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_start_transfer_event_set_local_file(
    event: *mut oftpsrv_start_transfer_event_t,
    value: *const c_char,
) -> i32 {
    guard(|| {
        let copy = unsafe { answer(event, "local_file", value) }?;
        unsafe { (*event).local_file = copy };
        Ok(())
    })
}
