//! File services and TLS in the transfer: two engines on loopback, certificates made on the spot.

mod authentication;
mod certificates;
mod failures;
mod files;
mod formats;
mod purposes;
mod raw;
mod routing;
mod station;
mod tls;
mod token;
