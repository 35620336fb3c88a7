//! What the test programs share. Each takes it in with `#[path = "../support/mod.rs"] mod support;`.
//!
//! - `station`: a server on loopback, with `ear`, which hears every event and does in callbacks what a test says
//! - `peer`: a partner made of octets, which shares nothing with the engine
//! - `scratch`: a directory of a test's own
//! - `certificates`: certificates made on the spot for file services; `tls`: those for TLS, a TLS server and clients that
//!   are not ours
#![allow(dead_code, unused_imports, unused_macros)] // each test program uses a part of it

pub mod certificates;
pub mod ear;
pub mod peer;
pub mod scratch;
pub mod station;
pub mod tls;

pub(crate) use ear::heard;
pub use ear::{Ear, Heard};
pub use scratch::Scratch;
pub use station::{PEER, SFID, SSID, Station, code, dial, names_in, noise};
