//! The engine's handler on top of the registered callbacks: makes the C structure of an event, runs the callback, takes the
//! answers back. How each event does so is generated.

use super::out::c_string;
use super::slots::{EventStruct, Slots};
use super::types::oftpsrv_t;
use std::ffi::CString;
use std::sync::Arc;

/// The callbacks of one server, as the engine sees them.
pub struct CallbackHandler {
    /// The handle that callbacks are given.
    pub server: usize,
    /// Who is registered.
    pub slots: Arc<Slots>,
}

impl CallbackHandler {
    /// Runs the callback of an event, if there is one.
    pub(super) fn call<E: EventStruct>(&self, event: &mut E) -> bool {
        // Complete, and exclusively the callback's until it returns.
        unsafe { self.slots.call(self.server as *mut oftpsrv_t, event) }
    }
}

/// A text as C reads it.
pub(super) fn text(value: &str) -> CString {
    c_string(value.to_owned())
}

#[cfg(test)]
#[path = "handler_tests.rs"]
mod tests;
