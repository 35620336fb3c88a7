// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.
//! What is generated of the C interface.

pub mod callbacks;
pub mod certificate_fields;
pub mod codes;
pub mod connection;
pub mod constants;
pub mod error_text;
pub mod event_structs;
pub mod event_texts;
pub mod handler;
pub mod methods;
pub mod properties;
