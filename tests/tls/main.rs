//! The module `tls` alone, with both providers, against `openssl s_client` and Python's ssl module. Transfers over TLS are in
//! `tests/services`, hundreds of connections at once in `tests/tls_crowd.rs`.

mod clients;
mod limits;
mod settings;
#[path = "../support/mod.rs"]
mod support;
