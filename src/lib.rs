//! oftpsrv: an OFTP (RFC 5024, RFC 2204) server engine that any program can carry inside itself.
//!
//! A [`Server`] listens, and asks a [`Handler`] what to do:
//!
//! ```no_run
//! use oftpsrv::events::{AcceptConnection, EndTransfer, Handler, numbers::esid_reason};
//! use std::sync::Arc;
//!
//! struct Mailbox;
//!
//! impl Handler for Mailbox {
//!     fn accept_connection(&self, event: &mut AcceptConnection) {
//!         event.accept = event.client_ssid_code == "O0013PARTNER" && event.client_password == "SECRET";
//!         event.error_code = esid_reason::INVALID_PASSWORD; // what a partner is told who is not accepted
//!     }
//!
//!     fn end_transfer(&self, event: &mut EndTransfer) {
//!         println!("{}: {} {}", event.virtual_file_name, event.reason_code, event.reason_text);
//!     }
//! }
//!
//! fn main() -> oftpsrv::Result<()> {
//!     let server = oftpsrv::Server::new();
//!     server.load_config("ServerSSIDCode=O0013SERVER\nServerSFIDCode=O0013SERVER\nDownloadDirectory=inbox")?;
//!     server.set_handler(Arc::new(Mailbox));
//!     server.start()?;
//!     std::thread::park();
//!     Ok(())
//! }
//! ```
//!
//! Properties and settings are read and set by name; `docs/settings.md` lists them. Programs in C, Python and C# drive the same
//! engine through `include/oftpsrv.h`; a handler's duties, threads and life cycle are explained there, on the header's first page,
//! and hold here too.
#![warn(missing_docs)]

// Without the feature much is used by tests and the tool alone.
#[cfg(not(feature = "internals"))]
#[allow(dead_code, unused_imports, reason = "used with the feature `internals`")]
mod internals;
#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod internals;

pub use internals::certs::{Certificate, Store, StoreType};
pub use internals::engine::{Dispatch, DownloadStream, LiveCertificate, Server, UploadStream};
pub use internals::error::{Error, Fault, Result, codes};
pub use internals::events::{self, Handler};
pub use internals::model::Direction;

// What the modules call each other by.
use internals::{
    ber, certs, engine, error, ffi, hex, model, protocol, security, settings, state, surface, sync, system, tls, vfile,
};
