//! File services and TLS in the transfer: two engines on loopback, certificates made on the spot.

mod authentication;
mod certificates;
mod failures;
mod files;
mod formats;
mod live;
mod purposes;
mod raw;
mod routing;
mod station;
mod tls;
mod tls_chain;
#[path = "../tls_common/mod.rs"]
mod tls_common;
mod tls_engine;
mod tls_errors;
mod tls_partners;
mod tls_ports;
mod token;
mod watched;
