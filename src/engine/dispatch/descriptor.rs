//! The event descriptor: polls readable while events wait. It is one end of a socket pair rather than of a pipe, because a
//! write to a pipe raises SIGPIPE when the program has closed the descriptor, and neither end ever blocks, also when the
//! program reads from it.

use crate::error::{Error, Result};

/// The descriptor of one server.
#[cfg(unix)]
pub(super) struct Descriptor {
    theirs: socket2::Socket,
    ours: socket2::Socket,
}

#[cfg(unix)]
impl Descriptor {
    pub(super) fn new() -> Result<Self> {
        let pair = || {
            let (theirs, ours) = socket2::Socket::pair(socket2::Domain::UNIX, socket2::Type::STREAM, None)?;
            theirs.set_nonblocking(true)?;
            ours.set_nonblocking(true)?;
            Ok(Descriptor { theirs, ours })
        };
        pair().map_err(|e: std::io::Error| Error::io("creating the event descriptor", &e))
    }

    /// Makes it readable.
    pub(super) fn raise(&self) {
        let _ = crate::system::writes::send(&self.ours, &[1]);
    }

    /// Makes it unreadable.
    pub(super) fn lower(&self) {
        use std::io::Read;
        let mut scrap = [0; 16];
        while (&self.theirs).read(&mut scrap).is_ok_and(|count| count == scrap.len()) {}
    }

    /// What the program polls.
    pub(super) fn number(&self) -> i32 {
        use std::os::fd::AsRawFd;
        self.theirs.as_raw_fd()
    }
}

/// Windows polls sockets only, and a pair of them would have to be two ends of a loopback connection.
#[cfg(not(unix))]
pub(super) struct Descriptor;

#[cfg(not(unix))]
impl Descriptor {
    pub(super) fn new() -> Result<Self> {
        Err(Error::new(
            crate::error::codes::NOT_SUPPORTED,
            "the event descriptor exists on Unix systems only; use do_events with a timeout",
        ))
    }

    pub(super) fn raise(&self) {}

    pub(super) fn lower(&self) {}

    pub(super) fn number(&self) -> i32 {
        -1
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn it_is_readable_between_raise_and_lower_and_never_blocks() {
        let descriptor = Descriptor::new().unwrap();
        let readable = || descriptor.theirs.peek(&mut [std::mem::MaybeUninit::uninit()]).is_ok_and(|count| count > 0);
        assert!(!readable());
        descriptor.lower();
        descriptor.raise();
        assert!(readable());
        descriptor.lower();
        assert!(!readable());
        // A program that reads the octet itself, and one that lets them pile up.
        descriptor.raise();
        assert_eq!((&descriptor.theirs).read(&mut [0; 8]).unwrap(), 1);
        descriptor.lower();
        (0..1_000_000).for_each(|_| descriptor.raise());
        descriptor.lower();
        assert!(!readable());
    }
}
