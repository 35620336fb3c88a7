//! The C interface: the only module with `unsafe`, but for one call in `src/error/resolver.rs`. Every exported function is a plain `extern "C"` function with a body of
//! a few lines that goes through [`guard`] (NULL, UTF-8, stale handles, panics) and then calls [`crate::engine::Server`].
//! No decision about the protocol is taken here.
//!
//! Read first: the first page of `include/oftpsrv.h` (the text is `essay.txt` beside this file), then [`guard`],
//! [`handles`] and [`slots`]. The header is generated from these files by `build.rs`, so the doc comments of public items
//! are written for C programmers.
//!
//! Two rules keep the module sound whatever a caller does:
//!
//! - handles are numbers that have the type of a pointer; they are never dereferenced ([`handles`]);
//! - nothing that C writes is given a Rust type with forbidden bit patterns: flags are [`types::Flag`], modes are `i32`.
#![allow(non_camel_case_types, reason = "the names of the C header are written as C writes them")]
#![allow(clippy::missing_safety_doc, reason = "the header's first page states the contract of all pointers, once")]

pub mod callbacks;
pub mod certificate;
pub mod config;
pub mod connection;
pub mod connection_streams;
pub mod error_text;
pub mod event_texts;
#[rustfmt::skip]
pub mod generated;
pub mod guard;
pub mod handler;
pub mod handles;
pub mod later;
pub mod methods;
pub mod out;
#[cfg(test)]
mod panic_tests;
pub mod properties;
pub mod server;
pub mod slots;
pub mod stream_gates;
pub mod types;
