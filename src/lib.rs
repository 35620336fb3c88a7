//! oftpsrv: an OFTP (RFC 5024, RFC 2204) server engine that any program can carry inside itself.
//!
//! The crate's rooms, arrows pointing at what may be imported; none runs back:
//!
//! ```text
//! ffi -> engine -> { protocol, vfile, security, tls, state, events, settings } -> { model, certs } -> system -> error
//! ```
//!
//! Start with [`engine::Server`] to run a server from Rust, with `include/oftpsrv.h` from C, and with
//! `protocol::Session` to see the protocol itself, which does no I/O.
//!
//! A panic of a handler, a stream or the engine itself ends at the engine's edge and becomes error 4 in the Error event. In a
//! program in Rust it goes through that program's panic hook first, as panics do; only the C interface puts a silent one before
//! it, for what runs inside its own calls and threads.
#![deny(unsafe_code)]
#![warn(missing_docs)]

pub mod certs;
pub mod engine;
pub mod error;
pub mod events;
#[allow(unsafe_code)]
pub mod ffi;
pub mod model;
pub mod protocol;
pub mod security;
pub mod settings;
pub mod state;
mod system;
pub mod tls;
pub mod vfile;

pub use error::{Error, Result};
