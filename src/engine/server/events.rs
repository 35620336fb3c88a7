//! The server's events: who hears them, on which threads, and answers that come later.

use super::Server;
use crate::engine::dispatch::{self, Dispatch};
use crate::error::{Error, Result, codes};
use crate::events::Handler;
use std::sync::Arc;
use std::time::Duration;

impl Server {
    /// Sets who hears the events. Takes effect with the next event.
    pub fn set_handler(&self, handler: Arc<dyn Handler>) {
        self.inner.dispatch.set_handler(handler);
    }

    /// Chooses how events are delivered.
    ///
    /// # Errors
    /// 104 while listening, 10 while connections are open: the mode belongs to a server that has not started.
    pub fn set_event_dispatch(&self, mode: Dispatch) -> Result<()> {
        if self.is_listening() {
            return Err(Error::new(codes::ALREADY_LISTENING, "The event dispatch is chosen before StartListening."));
        }
        if self.inner.count() > 0 {
            return Err(Error::new(codes::NOT_READY, "The event dispatch cannot change while connections are open."));
        }
        self.inner.dispatch.set_mode(mode);
        Ok(())
    }

    /// From inside a handler: its answers come later. Returns a number for the event; the handler returns without having
    /// answered, and is called a second time by [`answer_now`](Self::answer_now).
    ///
    /// # Errors
    /// 10 when no handler of this server is running on this thread.
    pub fn answer_later(&self) -> Result<u64> {
        self.inner.dispatch.answer_later()
    }

    /// Calls the handler of an event that was put off, on this thread, for its answers.
    ///
    /// # Errors
    /// 8 when no event waits under this number.
    pub fn answer_now(&self, event: u64) -> Result<()> {
        self.inner.dispatch.resume(event)
    }

    /// What this thread calls counts as called by the handler of an event that was put off, until
    /// [`leave_event`](Self::leave_event).
    ///
    /// # Errors
    /// 8 when no event waits under this number.
    pub fn enter_event(&self, event: u64) -> Result<()> {
        self.inner.dispatch.enter(event)
    }

    /// Ends the last [`enter_event`](Self::enter_event) of this thread.
    ///
    /// # Errors
    /// 10 when there was none.
    pub fn leave_event() -> Result<()> {
        dispatch::leave_event()
    }

    /// Ends the delivery of events: what waits is dropped unanswered. The server is about to be freed.
    pub fn close_events(&self) {
        self.inner.dispatch.close();
    }

    /// Runs waiting events on this thread; waits up to `timeout_ms` milliseconds for the first (negative: for ever).
    /// Returns how many ran. In direct mode nothing is queued and it only waits.
    ///
    /// # Errors
    /// None today.
    pub fn do_events(&self, timeout_ms: i32) -> Result<usize> {
        let timeout = u64::try_from(timeout_ms).ok().map(Duration::from_millis);
        Ok(self.inner.dispatch.pump(timeout))
    }

    /// A descriptor that polls readable while events wait. It belongs to the server.
    ///
    /// # Errors
    /// 10 in direct mode, 9 where the platform has none.
    pub fn event_fd(&self) -> Result<i32> {
        if !self.inner.dispatch.is_queued() {
            return Err(Error::new(codes::NOT_READY, "Events are queued only in the queued dispatch mode."));
        }
        self.inner.dispatch.descriptor()
    }
}
