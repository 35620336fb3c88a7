//! The modules. Only what the crate's first page names is its interface; with the feature `internals` tests, benchmarks, fuzz
//! targets and the partner tool see the rest too, which may change with any version.
//!
//! Arrows point at what may be imported; none runs back, and modules in braces do not know each other:
//!
//! ```text
//! ffi -> engine -> { protocol, vfile, security, tls, state, events, settings } -> certs -> { system, sync, hex, ber } -> error -> model -> surface
//! ```
//!
//! ARCHITECTURE.md says what belongs to which, and `tests/engine/layering.rs` holds the arrows.

#[path = "ber/mod.rs"]
pub mod ber;
#[path = "certs/mod.rs"]
pub mod certs;
#[path = "engine/mod.rs"]
pub mod engine;
#[path = "error/mod.rs"]
pub mod error;
#[path = "events/mod.rs"]
pub mod events;
#[allow(unsafe_code)]
#[path = "ffi/mod.rs"]
pub mod ffi;
#[path = "hex.rs"]
pub mod hex;
#[path = "model/mod.rs"]
pub mod model;
#[path = "protocol/mod.rs"]
pub mod protocol;
#[path = "security/mod.rs"]
pub mod security;
#[path = "settings/mod.rs"]
pub mod settings;
#[path = "state/mod.rs"]
pub mod state;
#[path = "surface/mod.rs"]
pub mod surface;
#[path = "sync.rs"]
pub mod sync;
#[path = "system/mod.rs"]
pub(crate) mod system;
#[path = "tls/mod.rs"]
pub mod tls;
#[path = "vfile/mod.rs"]
pub mod vfile;
