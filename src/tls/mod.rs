//! TLS: two providers behind one interface. [`TlsServer`] turns an accepted socket into a [`TlsStream`], with rustls (internal) or
//! OpenSSL (platform); [`TlsConnector`] is the other side.
//!
//! This module knows no OFTP, no settings table and no events: the engine fills [`TlsSettings`], and what the program is asked or
//! told goes through [`TlsHooks`].
//!
//! The way of a connection ([`TlsServer::accept`]): the ClientHello is read and understood here (`hello`), so that a plaintext
//! partner is recognised before anything is sent and the program can choose a certificate; the octets read are replayed (`wire`)
//! to the provider (`internal`, `platform`), which accepts any client certificate; then `check` verifies it and asks the program,
//! before the stream is handed out. What the settings mean is resolved once, in `plan`, for both providers.

mod algorithms;
mod chain;
mod check;
mod client;
mod error;
#[cfg(feature = "trust-list")]
mod fetch;
#[cfg(not(feature = "trust-list"))]
#[path = "no_fetch.rs"]
mod fetch;
mod fips;
mod hello;
mod hooks;
mod internal;
mod internal_keys;
mod keylog;
mod plan;
mod platform;
mod revocation;
mod server;
mod settings;
mod staple;
mod stream;
mod suites;
mod tap;
mod wire;

pub use client::{ClientSettings, TlsConnector};
pub use error::{TlsError, TlsErrorKind, TlsResult};
pub use fips::enable as enable_fips;
pub use hello::{ClientHello, client_hello, looks_like_tls};
pub use hooks::{ClientCertificate, NoHooks, ServerCertificate, TlsHooks};
pub use plan::choose_provider;
pub use server::TlsServer;
pub use settings::{Provider, SSL2, SSL3, TLS10, TLS11, TLS12, TLS13, TlsSettings};
pub use stream::{Negotiated, TlsStream};
