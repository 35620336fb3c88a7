//! Text answers of events. The events whose callback is running are in one table, by the address of their structure, so a setter
//! that comes too late or with a wrong pointer gets an error instead of memory that is gone. Copies live until the callback
//! returns: C may still hold a pointer to an earlier one.

use super::event_structs::*;
use super::guard::{guard, null, text};
use super::out::c_string;
use super::slots::EventStruct;
use crate::error::{Error, Result, codes};
use crate::events::EventKind;
use once_cell::sync::Lazy;
use std::collections::HashMap;
use std::ffi::{CString, c_char};
use std::sync::{Mutex, MutexGuard, PoisonError};

static LIVE: Lazy<Mutex<HashMap<usize, Answers>>> = Lazy::new(Mutex::default);

struct Answers {
    kind: EventKind,
    /// Field and value, in the order they were set: the last one counts.
    texts: Vec<(&'static str, CString)>,
}

/// An event whose callback is running; the setters work while this lives.
pub struct LiveEvent {
    address: usize,
}

impl LiveEvent {
    /// Opens the setters for the structure at `event`.
    pub fn new<E: EventStruct>(event: *mut E) -> Self {
        let address = event as usize;
        lock().insert(address, Answers { kind: E::KIND, texts: Vec::new() });
        LiveEvent { address }
    }

    /// The value that was set for a field goes into `answer`; nothing changes when none was.
    pub fn take(&self, field: &str, answer: &mut String) {
        let live = lock();
        let Some(answers) = live.get(&self.address) else { return };
        let set = answers.texts.iter().rev().find(|row| row.0 == field);
        if let Some(value) = set.and_then(|row| row.1.to_str().ok()) {
            value.clone_into(answer);
        }
    }
}

impl Drop for LiveEvent {
    fn drop(&mut self) {
        lock().remove(&self.address);
    }
}

fn lock() -> MutexGuard<'static, HashMap<usize, Answers>> {
    LIVE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Copies an answer and returns where the copy is.
///
/// # Safety
/// `value` is NULL or a NUL-terminated string.
unsafe fn answer<E: EventStruct>(event: *mut E, field: &'static str, value: *const c_char) -> Result<*const c_char> {
    if event.is_null() {
        return Err(null("event"));
    }
    let copy = c_string(unsafe { text(value, "value") }?.to_owned());
    let mut live = lock();
    let answers = live.get_mut(&(event as usize)).filter(|answers| answers.kind == E::KIND);
    let Some(answers) = answers else {
        return Err(Error::new(codes::STALE_HANDLE, "the event is not running: its callback has returned"));
    };
    let pointer = copy.as_ptr();
    answers.texts.push((field, copy));
    Ok(pointer)
}

/// Sets error_description of a running AcceptConnection event. `value` is copied; the structure points at the copy
/// from then on.
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

/// Sets error_description of a running AcceptFile event. `value` is copied; the structure points at the copy from
/// then on.
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

/// Sets cert_password of a running SSLConnectionRequest event. `value` is copied; the structure points at the copy
/// from then on.
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

/// Sets cert_subject of a running SSLConnectionRequest event. `value` is copied; the structure points at the copy
/// from then on.
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

/// Sets local_file of a running StartTransfer event. `value` is copied; the structure points at the copy from then
/// on.
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
