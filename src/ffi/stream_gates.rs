//! The program's streams: the callbacks behind [`DownloadStream`] and [`UploadStream`], and a gate before each, so that
//! nothing is called any more once a stream was replaced, its connection ended or its server was freed.

use super::types::{oftpsrv_stream_close_cb, oftpsrv_stream_read_cb, oftpsrv_stream_write_cb};
use crate::engine::{DownloadStream, UploadStream};
use std::collections::HashMap;
use std::ffi::c_void;
use std::io::{Error, ErrorKind, Result};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::{self, ThreadId};

/// Which of a connection's two streams.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// Received files.
    Download,
    /// Files to be sent.
    Upload,
}

/// The gates of one server's streams.
#[derive(Default)]
pub struct Gates {
    open: Mutex<HashMap<(String, Side), Arc<Gate>>>,
}

/// What the engine gets: one stream of the program.
pub struct Stream {
    gate: Arc<Gate>,
    home: Weak<Gates>,
    place: (String, Side),
    read: oftpsrv_stream_read_cb,
    write: oftpsrv_stream_write_cb,
    close: oftpsrv_stream_close_cb,
    user_data: *mut c_void,
}

// The caller promises in the header that stream callbacks and their user data may be used on any thread.
unsafe impl Send for Stream {}

#[derive(Default)]
struct Gate {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    shut: bool,
    inside: Option<ThreadId>,
}

impl Gates {
    /// A stream for a connection, open. The one before is replaced and not called any more.
    pub fn open(
        self: &Arc<Self>,
        connection_id: &str,
        read: oftpsrv_stream_read_cb,
        write: oftpsrv_stream_write_cb,
        close: oftpsrv_stream_close_cb,
        user_data: *mut c_void,
    ) -> Box<Stream> {
        let side = if read.is_some() { Side::Upload } else { Side::Download };
        let place = (connection_id.to_owned(), side);
        let gate = Arc::new(Gate::default());
        let before = self.lock().insert(place.clone(), gate.clone());
        if let Some(before) = before {
            before.shut();
        }
        Box::new(Stream { gate, home: Arc::downgrade(self), place, read, write, close, user_data })
    }

    /// No stream any more: the one before is not called again when this returns, except when it is what calls.
    pub fn shut(&self, connection_id: &str, side: Side) {
        let before = self.lock().remove(&(connection_id.to_owned(), side));
        if let Some(before) = before {
            before.shut();
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<(String, Side), Arc<Gate>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Gate {
    /// Runs a callback, unless the gate is shut.
    fn pass<T>(&self, callback: impl FnOnce() -> T) -> Result<T> {
        {
            let mut state = self.lock();
            if state.shut {
                return Err(Error::new(ErrorKind::BrokenPipe, "the stream was replaced"));
            }
            state.inside = Some(thread::current().id());
        }
        let _leave = Leave(self);
        Ok(callback())
    }

    /// Shuts the gate and waits until nobody is inside, except the calling thread. Returns whether it was open.
    fn shut(&self) -> bool {
        let mut state = self.lock();
        let was_open = !state.shut;
        state.shut = true;
        while state.inside.is_some_and(|thread| thread != thread::current().id()) {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        was_open
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Leave<'a>(&'a Gate);

impl Drop for Leave<'_> {
    fn drop(&mut self) {
        self.0.lock().inside = None;
        self.0.changed.notify_all();
    }
}

impl Stream {
    /// Tells the program that the stream is not used any more; once, and not when it was replaced.
    fn finish(&mut self) {
        if let Some(home) = self.home.upgrade() {
            let mut open = home.lock();
            if open.get(&self.place).is_some_and(|gate| Arc::ptr_eq(gate, &self.gate)) {
                open.remove(&self.place);
            }
        }
        if !self.gate.shut() {
            return;
        }
        if let Some(close) = self.close {
            unsafe { close(self.user_data) };
        }
    }
}

impl DownloadStream for Stream {
    fn write(&mut self, data: &[u8]) -> Result<()> {
        let Some(write) = self.write else { return Err(ErrorKind::Unsupported.into()) };
        match self.gate.pass(|| unsafe { write(data.as_ptr(), data.len(), self.user_data) })? {
            0 => Ok(()),
            code => Err(Error::other(format!("the stream's write callback returned {code}"))),
        }
    }

    fn close(&mut self) {
        self.finish();
    }
}

impl UploadStream for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let Some(read) = self.read else { return Err(ErrorKind::Unsupported.into()) };
        let count = self.gate.pass(|| unsafe { read(buffer.as_mut_ptr(), buffer.len(), self.user_data) })?;
        match usize::try_from(count) {
            Ok(count) if count <= buffer.len() => Ok(count),
            _ => Err(Error::other(format!("the stream's read callback returned {count}"))),
        }
    }

    fn close(&mut self) {
        self.finish();
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.finish();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    unsafe extern "C" fn take(_: *const u8, length: usize, user_data: *mut c_void) -> i32 {
        let seen = unsafe { &*user_data.cast::<AtomicUsize>() };
        seen.fetch_add(length, Ordering::Relaxed);
        i32::from(length == 0)
    }

    unsafe extern "C" fn give(buffer: *mut u8, capacity: usize, _: *mut c_void) -> i64 {
        if capacity == 0 {
            return 99;
        }
        unsafe { buffer.write(b'x') };
        1
    }

    unsafe extern "C" fn closed(user_data: *mut c_void) {
        unsafe { &*user_data.cast::<AtomicUsize>() }.fetch_add(1000, Ordering::Relaxed);
    }

    #[test]
    fn a_stream_is_closed_once() {
        let (gates, seen) = (Arc::new(Gates::default()), AtomicUsize::new(0));
        let mut stream = gates.open("1", None, Some(take), Some(closed), (&raw const seen).cast_mut().cast());
        stream.write(b"abc").unwrap();
        assert!(stream.write(b"").is_err(), "a number that is not 0 fails the file");
        DownloadStream::close(&mut *stream);
        drop(stream);
        assert_eq!(seen.load(Ordering::Relaxed), 1003);
        assert!(gates.lock().is_empty());
    }

    #[test]
    fn a_replaced_stream_is_neither_called_nor_closed() {
        let (gates, seen) = (Arc::new(Gates::default()), AtomicUsize::new(0));
        let user_data = (&raw const seen).cast_mut().cast();
        let mut old = gates.open("1", None, Some(take), Some(closed), user_data);
        let new = gates.open("1", None, Some(take), Some(closed), user_data);
        assert!(old.write(b"abc").is_err());
        drop(old);
        assert_eq!(seen.load(Ordering::Relaxed), 0);
        gates.shut("1", Side::Download);
        drop(new);
        assert_eq!(seen.load(Ordering::Relaxed), 0);
    }

    #[test]
    fn a_read_callback_that_lies_fails_the_file() {
        let gates = Arc::new(Gates::default());
        let mut stream = gates.open("1", Some(give), None, None, std::ptr::null_mut());
        assert_eq!(stream.read(&mut [0; 4]).unwrap(), 1);
        assert!(stream.read(&mut []).is_err());
    }
}
