//! The seventeen events: one plain structure each, inputs first, then the answers a handler may change, prefilled with what
//! happens when nobody answers. [`Handler`] has a method for each, all defaulted. How events reach the handler is chosen with
//! [`Server::set_event_dispatch`](crate::Server::set_event_dispatch).

#[rustfmt::skip]
pub mod numbers;
#[rustfmt::skip]
mod table;

pub use table::*;

/// What all events have in common: which one it is, how it reaches a handler, what it answers when the handler failed.
pub trait Event: Send + 'static {
    /// Which event this is.
    const KIND: EventKind;
    /// Calls the handler's method for this event.
    #[doc(hidden)]
    fn deliver(&mut self, handler: &dyn Handler);
    /// Turns the answers into a refusal, for the events that decide; a handler that fails must not let anybody in.
    #[doc(hidden)]
    fn refuse(&mut self);
}

/// A handler that wants nothing: the engine's state before the program registers its own.
#[cfg_attr(not(feature = "internals"), doc(hidden))]
#[derive(Debug, Default, Clone, Copy)]
pub struct NoHandler;

impl Handler for NoHandler {
    fn wants(&self, _: EventKind) -> bool {
        false
    }
}
