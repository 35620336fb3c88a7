//! Writes that never raise SIGPIPE. A program that does not ignore that signal, which is most C, Perl and Go hosts, would be
//! ended by a partner that resets the line; and what the signal does is the host's own to choose.
//!
//! `write` of std's and tokio's TCP sockets passes the flag by itself. Vectored writes do not (they are `writev`), nor do
//! pipes, which know no flags: so the engine has no pipes, and what follows is for the rest.

use socket2::SockRef;
use std::ffi::c_int;
use std::io::{self, IoSlice};

/// The flag of a send for which a broken connection is an error and nothing else.
#[cfg(all(unix, not(target_vendor = "apple")))]
const NO_SIGNAL: c_int = libc::MSG_NOSIGNAL;
/// Apple's systems have an option of the socket instead, which socket2 and mio set; Windows has no such signal.
#[cfg(not(all(unix, not(target_vendor = "apple"))))]
const NO_SIGNAL: c_int = 0;

/// Slices of one call. The systems' limits are higher; so many fill a socket's buffer with TLS records.
const MOST_SLICES: usize = 64;

/// Sends some octets.
#[cfg(unix)]
pub(crate) fn send(socket: &socket2::Socket, octets: &[u8]) -> io::Result<usize> {
    socket.send_with_flags(octets, NO_SIGNAL)
}

/// Sends the octets of several slices.
pub(crate) fn send_vectored(socket: SockRef<'_>, slices: &[IoSlice<'_>]) -> io::Result<usize> {
    socket.send_vectored_with_flags(&slices[..slices.len().min(MOST_SLICES)], NO_SIGNAL)
}
