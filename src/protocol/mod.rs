//! OFTP itself: commands, framing, data exchange buffers, negotiation and the session's state machine.
//!
//! What this module is not: it opens no socket or file, starts no thread, reads no clock and draws no random number.
//! Octets, times (milliseconds) and secrets are arguments, so two [`Session`]s can be joined in memory and every split
//! of the byte stream tried without waiting.
//!
//! A driver's loop, for either role:
//!
//! 1. `used = session.feed(input, now)`, then drop `used` octets from the front of `input`;
//! 2. handle every [`SessionEvent`] that [`Session::poll_event`] returns: answer the ones that ask for a decision, take
//!    the received data out of [`Session::data`];
//! 3. write what [`Session::output`] holds to the connection and drain it;
//! 4. start again at 1 while something was used or decided; else wait for octets, or until [`Session::deadline`] and
//!    then call [`Session::tick`];
//! 5. when [`Session::is_closed`], write the last output and close the connection.
//!
//! Read first: `states` (the tables of RFC 5024 section 9), then `commands` (section 5.3), then `session`.

pub mod commands;
pub mod exchange;
mod fields;
pub mod framing;
mod negotiate;
pub mod session;
pub mod states;
mod types;

pub use fields::Reject;
pub use session::Session;
pub use states::State;
pub use types::{
    Authentication, EndResponse, Negative, Negotiated, Role, SessionAnswer, SessionConfig, SessionEvent, Ssid,
    StartFile, Turn,
};

/// Entry points for fuzzers: anything may come in, nothing may panic.
#[doc(hidden)]
pub mod fuzz;
