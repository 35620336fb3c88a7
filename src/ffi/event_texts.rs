//! Text answers of events. The events whose callback is running are in one table, by the address of their structure, so a setter
//! that comes too late or with a wrong pointer gets an error instead of memory that is gone. Copies live until the callback
//! returns: C may still hold a pointer to an earlier one.

use super::guard::{null, text};
use super::out::c_string;
use super::slots::EventStruct;
use crate::error::{Error, Result, codes};
use crate::events::EventKind;
use crate::sync::lock;
use once_cell::sync::Lazy;
use std::collections::HashMap;
use std::ffi::{CString, c_char};
use std::sync::{Mutex, MutexGuard};

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
        live().insert(address, Answers { kind: E::KIND, texts: Vec::new() });
        LiveEvent { address }
    }

    /// The value that was set for a field goes into `answer`; nothing changes when none was.
    pub fn take(&self, field: &str, answer: &mut String) {
        let events = live();
        let Some(answers) = events.get(&self.address) else { return };
        let set = answers.texts.iter().rev().find(|row| row.0 == field);
        if let Some(value) = set.and_then(|row| row.1.to_str().ok()) {
            value.clone_into(answer);
        }
    }
}

impl Drop for LiveEvent {
    fn drop(&mut self) {
        live().remove(&self.address);
    }
}

fn live() -> MutexGuard<'static, HashMap<usize, Answers>> {
    lock(&LIVE)
}

/// Copies an answer and returns where the copy is.
///
/// # Safety
/// `value` is NULL or a NUL-terminated string.
pub unsafe fn answer<E: EventStruct>(
    event: *mut E,
    field: &'static str,
    value: *const c_char,
) -> Result<*const c_char> {
    if event.is_null() {
        return Err(null("event"));
    }
    let copy = c_string(unsafe { text(value, "value") }?.to_owned());
    let mut events = live();
    let answers = events.get_mut(&(event as usize)).filter(|answers| answers.kind == E::KIND);
    let Some(answers) = answers else {
        return Err(Error::new(codes::STALE_HANDLE, "the event is not running: its callback has returned"));
    };
    let pointer = copy.as_ptr();
    answers.texts.push((field, copy));
    Ok(pointer)
}
