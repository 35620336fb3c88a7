//! One event on its way to the handler, and what becomes of a handler that fails.

use super::Core;
use super::board::Lane;
use super::waits::{Entered, Frame};
use crate::error::{Error, codes};
use crate::events::{self, Event, EventKind, Handler};
use crate::system::panics;
use std::sync::Arc;

/// An event that waits.
pub(super) type Job = Box<dyn Deliver>;

/// An event of any kind.
pub(super) trait Deliver: Send {
    /// Calls the handler. What comes back is an event whose answer the program gives later, from a loop of its own.
    fn deliver(self: Box<Self>, core: &Arc<Core>, lane: Lane, placed: bool) -> Option<(u64, Job)>;
    fn kind(&self) -> EventKind;
}

/// An event, and what is done with it when its handler is through.
pub(super) struct Delivery<E, D> {
    pub connection: String,
    pub event: E,
    pub done: D,
}

impl<E: Event, D: FnOnce(E) + Send + 'static> Deliver for Delivery<E, D> {
    fn deliver(mut self: Box<Self>, core: &Arc<Core>, lane: Lane, placed: bool) -> Option<(u64, Job)> {
        let entered = Entered::new(Frame::new(core, lane, E::KIND, placed));
        let handler = core.handler();
        if let Err(error) = panics::catch(|| self.event.deliver(&*handler)) {
            self.event.refuse();
            // The handler of Error or Log may be the one that fails.
            let _ = panics::catch(|| tell_failure(core, &self.connection, &*handler, E::KIND, error));
        }
        let later = entered.leave();
        if let Some(token) = later {
            return Some((token, self));
        }
        (self.done)(self.event);
        None
    }

    fn kind(&self) -> EventKind {
        E::KIND
    }
}

/// A handler that panicked: the program hears of it, on the spot.
fn tell_failure(core: &Core, connection: &str, handler: &dyn Handler, failed: EventKind, error: Error) {
    let description = format!("the handler of {failed:?} failed: {}", error.message);
    if failed != EventKind::Log && (core.level)(connection) >= 1 && handler.wants(EventKind::Log) {
        handler.log(&mut log_line(connection, format!("error [{}] {description}", error.code)));
    }
    if failed != EventKind::Error && handler.wants(EventKind::Error) {
        handler.error(&mut events::Error {
            connection_id: connection.to_owned(),
            error_code: codes::PANIC,
            description,
        });
    }
}

/// A line of the log at level 1.
pub(super) fn log_line(connection: &str, message: String) -> events::Log {
    events::Log { connection_id: connection.to_owned(), log_level: 1, message, log_type: "Info".to_owned() }
}
