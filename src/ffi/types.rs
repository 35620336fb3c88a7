//! The types of the C header that are not events.

use std::ffi::c_void;

/// A server. Opaque and thread-safe: any thread may call any function with it at any time.
///
/// Made by oftpsrv_new(), ended by oftpsrv_free(). A handle that was freed is recognised: it gives OFTPSRV_ERROR_STALE_HANDLE.
pub struct oftpsrv {
    _private: [u8; 0],
}

/// A server handle.
pub type oftpsrv_t = oftpsrv;

/// A certificate, with or without its private key. Opaque, thread-safe and counted: every handle that a function gives out is
/// a reference of the caller's own and is given back with oftpsrv_certificate_free().
pub struct oftpsrv_certificate {
    _private: [u8; 0],
}

/// A certificate handle.
pub type oftpsrv_certificate_t = oftpsrv_certificate;

/// C's `bool` where C writes it and Rust reads it. Rust's own `bool` must be 0 or 1; this one may hold anything, and anything
/// but 0 is true. The header says `bool`.
#[safer_ffi::derive_ReprC]
#[repr(transparent)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flag(u8);

impl Flag {
    /// What the flag says.
    pub fn get(self) -> bool {
        self.0 != 0
    }
}

impl From<bool> for Flag {
    fn from(value: bool) -> Self {
        Flag(value.into())
    }
}

/// Takes received octets of a file that goes to a stream instead of to disk. Called on engine threads, one call at a time for
/// one stream, also with OFTPSRV_DISPATCH_QUEUED. Returns 0 when all `length` octets were taken; anything else fails the file.
pub type oftpsrv_stream_write_cb =
    Option<unsafe extern "C" fn(data: *const u8, length: usize, user_data: *mut c_void) -> i32>;

/// Gives octets of a file that comes from a stream instead of from disk. Called on engine threads, one call at a time for one
/// stream, also with OFTPSRV_DISPATCH_QUEUED. Writes up to `capacity` octets into `buffer` and returns how many; 0 is the end
/// of the file, a negative number fails the file.
pub type oftpsrv_stream_read_cb =
    Option<unsafe extern "C" fn(buffer: *mut u8, capacity: usize, user_data: *mut c_void) -> i64>;

/// The engine is done with a stream and does not call it again: the file ended and CloseStreamAfterTransfer is set, or the
/// connection is gone. Called once; not called for a stream that another oftpsrv_connection_set_..._stream() replaced or cleared.
pub type oftpsrv_stream_close_cb = Option<unsafe extern "C" fn(user_data: *mut c_void)>;
