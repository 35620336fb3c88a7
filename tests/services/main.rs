//! File services and TLS in the transfer: two engines on loopback, certificates made on the spot.

mod certificates;
mod files;
mod station;
mod tls;
