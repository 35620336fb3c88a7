//! The program's streams: the callbacks behind [`DownloadStream`] and [`UploadStream`], and a gate before each, so that
//! nothing is called any more once a stream was replaced, its connection ended or its server was freed.

use super::types::{oftpsrv_stream_close_cb, oftpsrv_stream_read_cb, oftpsrv_stream_write_cb};
use crate::engine::{DownloadStream, UploadStream};
use crate::sync::{lock, wait};
use crate::system::panics;
use std::collections::HashMap;
use std::ffi::c_void;
use std::io::{Error, ErrorKind, Result};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, Weak};
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
    user_data: *mut c_void,
}

// The caller promises in the header that stream callbacks and their user data may be used on any thread.
unsafe impl Send for Stream {}

/// Stands before a stream's callbacks. A stream ends in one of two ways, once: it is replaced and hears nothing, or it is
/// finished and its close callback is the last that is called.
pub struct Gate {
    state: Mutex<State>,
    changed: Condvar,
    close: oftpsrv_stream_close_cb,
    user_data: *mut c_void,
}

// As for `Stream`.
unsafe impl Send for Gate {}
unsafe impl Sync for Gate {}

#[derive(Default)]
struct State {
    shut: bool,
    /// The thread that is in a callback.
    inside: Option<ThreadId>,
    /// Whether the program knows that the stream was taken; before, its user data is the program's own to free.
    taken: bool,
    /// The close callback has still to be called: when the stream is taken, or when the callback that is running ends.
    close_owed: bool,
}

impl Gates {
    /// A stream for a connection. The one before is replaced.
    pub fn open(
        self: &Arc<Self>,
        connection_id: &str,
        read: oftpsrv_stream_read_cb,
        write: oftpsrv_stream_write_cb,
        close: oftpsrv_stream_close_cb,
        user_data: *mut c_void,
    ) -> (Box<Stream>, Arc<Gate>) {
        let side = if read.is_some() { Side::Upload } else { Side::Download };
        let place = (connection_id.to_owned(), side);
        let gate = Arc::new(Gate { state: Mutex::default(), changed: Condvar::new(), close, user_data });
        let before = self.lock().insert(place.clone(), gate.clone());
        if let Some(before) = before {
            before.replace();
        }
        (Box::new(Stream { gate: gate.clone(), home: Arc::downgrade(self), place, read, write, user_data }), gate)
    }

    /// No stream any more: the one before is not called again when this returns, except when it is what calls.
    pub fn replace(&self, connection_id: &str, side: Side) {
        let before = self.lock().remove(&(connection_id.to_owned(), side));
        if let Some(before) = before {
            before.replace();
        }
    }

    /// Finishes every stream: the server is being freed.
    pub fn finish(&self) {
        let all: Vec<_> = self.lock().drain().collect();
        for (_, gate) in all {
            gate.finish();
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<(String, Side), Arc<Gate>>> {
        lock(&self.open)
    }
}

impl Gate {
    /// The engine has the stream, and the program is about to know.
    pub fn take(&self) {
        let mut state = self.lock();
        state.taken = true;
        self.close_if_owed(state);
    }

    /// Runs a callback, unless the gate is shut.
    fn pass<T>(&self, callback: impl FnOnce() -> T) -> Result<T> {
        {
            let mut state = self.lock();
            if state.shut {
                return Err(Error::new(ErrorKind::BrokenPipe, "the stream is not in use any more"));
            }
            state.inside = Some(thread::current().id());
        }
        let _leave = Leave(self);
        Ok(panics::outside(callback))
    }

    /// Shuts the gate for good; the close callback is not called.
    fn replace(&self) {
        let mut state = self.lock();
        state.close_owed = false;
        drop(self.shut(state));
    }

    /// Shuts the gate and calls the close callback, if the gate was open.
    fn finish(&self) {
        let mut state = self.lock();
        state.close_owed |= !state.shut;
        let state = self.shut(state);
        self.close_if_owed(state);
    }

    /// Shuts the gate and waits until nobody is inside, except the calling thread.
    fn shut<'a>(&self, mut state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        state.shut = true;
        while state.inside.is_some_and(|thread| thread != thread::current().id()) {
            state = wait(&self.changed, state);
        }
        state
    }

    fn close_if_owed(&self, mut state: MutexGuard<'_, State>) {
        if !state.close_owed || !state.taken || state.inside.is_some() {
            return;
        }
        state.close_owed = false;
        drop(state);
        if let Some(close) = self.close {
            panics::outside(|| unsafe { close(self.user_data) });
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

struct Leave<'a>(&'a Gate);

impl Drop for Leave<'_> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.inside = None;
        self.0.changed.notify_all();
        self.0.close_if_owed(state);
    }
}

impl Stream {
    fn finish(&mut self) {
        if let Some(home) = self.home.upgrade() {
            let mut open = home.lock();
            if open.get(&self.place).is_some_and(|gate| Arc::ptr_eq(gate, &self.gate)) {
                open.remove(&self.place);
            }
        }
        self.gate.finish();
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

    fn stream(gates: &Arc<Gates>, seen: &AtomicUsize) -> (Box<Stream>, Arc<Gate>) {
        let user_data = (seen as *const AtomicUsize).cast_mut().cast();
        gates.open("1", None, Some(take), Some(closed), user_data)
    }

    #[test]
    fn a_stream_is_closed_once() {
        let (gates, seen) = (Arc::new(Gates::default()), AtomicUsize::new(0));
        let (mut stream, gate) = stream(&gates, &seen);
        gate.take();
        stream.write(b"abc").unwrap();
        assert!(stream.write(b"").is_err(), "a number that is not 0 fails the file");
        DownloadStream::close(&mut *stream);
        assert!(stream.write(b"abc").is_err());
        drop(stream);
        gates.finish();
        assert_eq!(seen.load(Ordering::Relaxed), 1003);
        assert!(gates.lock().is_empty());
    }

    #[test]
    fn a_replaced_stream_is_neither_called_nor_closed() {
        let (gates, seen) = (Arc::new(Gates::default()), AtomicUsize::new(0));
        let (mut old, gate) = stream(&gates, &seen);
        gate.take();
        let (new, gate) = stream(&gates, &seen);
        gate.take();
        assert!(old.write(b"abc").is_err());
        drop(old);
        assert_eq!(seen.load(Ordering::Relaxed), 0);
        gates.replace("1", Side::Download);
        drop(new);
        assert_eq!(seen.load(Ordering::Relaxed), 0);
    }

    #[test]
    fn a_stream_that_was_never_taken_is_not_closed() {
        let (gates, seen) = (Arc::new(Gates::default()), AtomicUsize::new(0));
        drop(stream(&gates, &seen));
        assert_eq!(seen.load(Ordering::Relaxed), 0);
        // The connection ended between the engine's yes and the program's return.
        let (stream, gate) = stream(&gates, &seen);
        drop(stream);
        gate.take();
        assert_eq!(seen.load(Ordering::Relaxed), 1000);
    }

    #[test]
    fn freeing_the_server_closes_its_streams() {
        let (gates, seen) = (Arc::new(Gates::default()), AtomicUsize::new(0));
        let (mut stream, gate) = stream(&gates, &seen);
        gate.take();
        gates.finish();
        assert_eq!(seen.load(Ordering::Relaxed), 1000);
        assert!(stream.write(b"abc").is_err());
        drop(stream);
        assert_eq!(seen.load(Ordering::Relaxed), 1000);
    }

    #[test]
    fn finishing_from_inside_a_callback_closes_after_it() {
        let (gates, seen) = (Arc::new(Gates::default()), AtomicUsize::new(0));
        let (_stream, gate) = stream(&gates, &seen);
        gate.take();
        gate.pass(|| {
            gates.finish();
            assert_eq!(seen.load(Ordering::Relaxed), 0);
        })
        .unwrap();
        assert_eq!(seen.load(Ordering::Relaxed), 1000);
    }

    #[test]
    fn a_read_callback_that_lies_fails_the_file() {
        let gates = Arc::new(Gates::default());
        let (mut stream, _) = gates.open("1", Some(give), None, None, std::ptr::null_mut());
        assert_eq!(stream.read(&mut [0; 4]).unwrap(), 1);
        assert!(stream.read(&mut []).is_err());
    }
}
