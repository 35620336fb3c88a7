//! Answers that come after the callback has returned: for programs with an event loop of their own, which are not to hold a
//! thread of the engine while a handler waits.

use super::guard::{guard, guard_or, server as server_of};
use super::types::oftpsrv_t;
use crate::error::{Error, codes};

/// From inside a callback: the program gives the answers of this event later. Returns a number for the event; the callback returns
/// without having answered, and its connection goes on waiting, without a thread. The event's structure ends with the callback.
/// When the answers are there, oftpsrv_answer_now() takes them. -1 after an error: 10 when no callback of this server is running
/// on this thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_answer_later(server: *mut oftpsrv_t) -> i64 {
    guard_or(-1, || Ok(i64::try_from(server_of(server)?.engine.answer_later()?).unwrap_or(i64::MAX)))
}

/// Takes the answers of an event that was put off with oftpsrv_answer_later(): calls the event's callback a second time, on this
/// thread, and what the callback answers now counts. From inside the first call it takes oftpsrv_answer_later() back: the answers
/// are there when the callback returns. 8 when no event waits under this number (any more).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_answer_now(server: *mut oftpsrv_t, event: i64) -> i32 {
    guard(|| server_of(server)?.engine.answer_now(number(event)?))
}

/// What this thread calls from now on counts as called from inside the callback of an event that was put off, so that the engine
/// knows whom it must not wait for: Shutdown returns at once, SendFile inside ReadyToSend works, and a circle of waits is 135.
/// oftpsrv_leave_event() ends it. 8 when no event waits under this number (any more).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_enter_event(server: *mut oftpsrv_t, event: i64) -> i32 {
    guard(|| server_of(server)?.engine.enter_event(number(event)?))
}

/// Ends what oftpsrv_enter_event() began on this thread last. It needs no server, which may have been freed meanwhile.
#[unsafe(no_mangle)]
pub extern "C" fn oftpsrv_leave_event() -> i32 {
    guard(crate::engine::Server::leave_event)
}

fn number(event: i64) -> Result<u64, Error> {
    u64::try_from(event).map_err(|_| Error::of(codes::BAD_ARGUMENT))
}
