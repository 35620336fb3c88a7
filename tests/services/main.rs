//! File services and TLS in the transfer: two engines on loopback, certificates made on the spot.

mod authentication;
mod failures;
mod files;
mod formats;
mod live;
mod purposes;
mod routing;
mod side;
#[path = "../support/mod.rs"]
mod support;
mod tls;
mod tls_chain;
mod tls_engine;
mod tls_errors;
mod tls_partners;
mod tls_ports;
mod token;
mod watched;
