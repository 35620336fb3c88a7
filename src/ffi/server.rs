//! The server's life: making, starting, stopping, events, ending; and what belongs to the library as a whole.

use super::guard::{self, guard, guard_or, server as server_of};
use super::handler::CallbackHandler;
use super::handles::{CERTIFICATES, SERVERS, ServerHandle, next_number};
use super::out;
use super::slots::Slots;
use super::types::oftpsrv_t;
use crate::engine::{Dispatch, Server};
use crate::error::{Error, Result, codes};
use std::ffi::c_char;
use std::ptr;
use std::sync::Arc;

/// Makes a server with the defaults of docs/settings.md. NULL when that fails; oftpsrv_last_error_message() says why.
#[unsafe(no_mangle)]
pub extern "C" fn oftpsrv_new() -> *mut oftpsrv_t {
    guard_or(ptr::null_mut(), || {
        let (server, slots) = (next_number(), Arc::new(Slots::default()));
        let engine = Server::new();
        engine.set_handler(Arc::new(CallbackHandler { server, slots: slots.clone() }));
        SERVERS.insert_as(server, Arc::new(ServerHandle { engine, slots, gates: Arc::default() }));
        Ok(server as *mut oftpsrv_t)
    })
}

/// Ends a server: oftpsrv_shutdown(), then waits until none of its callbacks is running any more. NULL is fine. From inside a
/// callback of the same server it does not wait for that callback, which is the last one. The handle is dead afterwards.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_free(server: *mut oftpsrv_t) {
    if server.is_null() {
        return;
    }
    guard(|| {
        let end = SERVERS.get(server as usize)?;
        // The program hears of the connections that end here, if it listens directly.
        let result = end.engine.shutdown();
        // Whoever frees twice at the same time is told here.
        SERVERS.release(server as usize)?;
        end.slots.clear();
        // What is still queued has nobody to go to, also not in a do_events that another thread is in.
        end.engine.close_events();
        end.gates.finish();
        result
    });
}

/// The version of the library, valid as long as the library is loaded.
#[unsafe(no_mangle)]
pub extern "C" fn oftpsrv_version() -> *const c_char {
    const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "\0");
    VERSION.as_ptr().cast()
}

/// How many server and certificate handles are alive in this process: 0 when everything was freed.
#[unsafe(no_mangle)]
pub extern "C" fn oftpsrv_live_handles() -> usize {
    SERVERS.len() + CERTIFICATES.len()
}

/// StartListening. 104 when it listens already, 672 or 673 when ServerSSIDCode or ServerSFIDCode is not set, 689 when TLS has
/// no certificate, 10048 when the port is taken.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_start(server: *mut oftpsrv_t) -> i32 {
    guard(|| server_of(server)?.engine.start())
}

/// StopListening: no new connections; those that are open go on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_stop(server: *mut oftpsrv_t) -> i32 {
    guard(|| server_of(server)?.engine.stop())
}

/// Shutdown: StopListening and Disconnect of every connection. Returns when they are through; from inside a callback without
/// waiting for the connection of that callback.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_shutdown(server: *mut oftpsrv_t) -> i32 {
    guard(|| server_of(server)?.engine.shutdown())
}

/// Listening. false also when `server` is no live handle.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_is_listening(server: *const oftpsrv_t) -> bool {
    guard_or(false, || Ok(server_of(server)?.engine.is_listening()))
}

/// Reset: shuts down and sets every property and config setting to its default. Callbacks stay registered.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_reset(server: *mut oftpsrv_t) -> i32 {
    guard(|| server_of(server)?.engine.reset())
}

/// Chooses where callbacks run, before oftpsrv_start(): OFTPSRV_DISPATCH_DIRECT (0) or OFTPSRV_DISPATCH_QUEUED (1).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_set_event_dispatch(server: *mut oftpsrv_t, mode: i32) -> i32 {
    guard(|| server_of(server)?.engine.set_event_dispatch(dispatch(mode)?))
}

fn dispatch(mode: i32) -> Result<Dispatch> {
    match mode {
        super::generated::constants::OFTPSRV_DISPATCH_DIRECT => Ok(Dispatch::Direct),
        super::generated::constants::OFTPSRV_DISPATCH_QUEUED => Ok(Dispatch::Queued),
        _ => Err(Error::new(codes::BAD_ARGUMENT, format!("there is no event dispatch mode {mode}"))),
    }
}

/// DoEvents: runs the callbacks of the events that wait, on this thread. When there is none it waits for the first one, up to
/// `timeout_ms` milliseconds: 0 does not wait, a negative number waits for ever. With OFTPSRV_DISPATCH_DIRECT it only waits.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_do_events(server: *mut oftpsrv_t, timeout_ms: i32) -> i32 {
    guard(|| server_of(server)?.engine.do_events(timeout_ms).map(|_| ()))
}

/// A descriptor for poll() that is readable while events wait for oftpsrv_do_events(). It belongs to the server: do not read,
/// write or close it. -1 on error: 10 in direct mode (OFTPSRV_DISPATCH_DIRECT), 9 where the system is not a Unix.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_event_fd(server: *const oftpsrv_t) -> i32 {
    guard_or(-1, || server_of(server)?.engine.event_fd())
}

/// The code of the last call on this thread that failed; 0 when none did. A call that succeeds leaves it alone.
#[unsafe(no_mangle)]
pub extern "C" fn oftpsrv_last_error_code() -> i32 {
    guard::last_code()
}

/// What went wrong in the last call on this thread that failed, for people; empty when none did. Good until the next call on
/// this thread fails.
#[unsafe(no_mangle)]
pub extern "C" fn oftpsrv_last_error_message() -> *const c_char {
    guard::last_message()
}

/// Frees a text that a function stored into a `char **`, after wiping it. NULL is fine.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_string_free(text: *mut c_char) {
    unsafe { out::free_text(text) }
}

/// Frees octets that a function stored into a `uint8_t **`, after wiping them; `bytes_len` as it was given. NULL is fine.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_bytes_free(bytes: *mut u8, bytes_len: usize) {
    unsafe { out::free_octets(bytes, bytes_len) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ffi::CStr;

    #[test]
    fn null_is_an_error_and_not_a_crash() {
        let (null, text) = (ptr::null_mut(), ptr::null_mut());
        unsafe {
            assert_eq!(oftpsrv_start(null), codes::NULL_ARGUMENT);
            assert_eq!(oftpsrv_do_events(null, 0), codes::NULL_ARGUMENT);
            assert_eq!(oftpsrv_event_fd(null), -1);
            assert!(!oftpsrv_is_listening(null));
            oftpsrv_free(null);
            oftpsrv_string_free(text);
        }
        assert_eq!(oftpsrv_last_error_code(), codes::NULL_ARGUMENT);
    }

    #[test]
    fn a_stale_handle_is_an_error_and_not_a_crash() {
        let stale = 0x7fff_fff0_usize as *mut oftpsrv_t;
        unsafe {
            assert_eq!(oftpsrv_stop(stale), codes::STALE_HANDLE);
            oftpsrv_free(stale);
        }
        assert_eq!(oftpsrv_last_error_code(), codes::STALE_HANDLE);
    }

    #[test]
    fn an_unknown_dispatch_mode_is_refused() {
        assert_eq!(dispatch(2).unwrap_err().code, codes::BAD_ARGUMENT);
        assert_eq!(dispatch(1).unwrap(), Dispatch::Queued);
    }

    #[test]
    fn the_version_is_the_crates() {
        assert_eq!(unsafe { CStr::from_ptr(oftpsrv_version()) }.to_str().unwrap(), env!("CARGO_PKG_VERSION"));
    }
}
