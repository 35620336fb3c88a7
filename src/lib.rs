//! oftpsrv: an OFTP (RFC 5024, RFC 2204) server engine that any program can carry inside itself.
//!
//! The crate's rooms, arrows pointing at what may be imported; none runs back:
//!
//! ```text
//! ffi -> engine -> { protocol, vfile, security, tls, state, events, settings } -> { model, certs } -> error
//! ```
//!
//! Start with [`engine::Server`] to run a server from Rust, with `include/oftpsrv.h` from C, and with
//! `protocol::Session` to see the protocol itself, which does no I/O.
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
pub mod surface;
mod system;
pub mod tls;
pub mod vfile;

pub use error::{Error, Result};
