//! The module `security` alone: what it writes, what it reads, what it refuses, also against `openssl cms`. Secured files
//! between two engines are in `tests/services`.

mod common;
mod failures;
mod matrix;
mod openssl_cms;
#[path = "../support/scratch.rs"]
#[allow(dead_code)]
mod scratch;
mod session;
mod vectors;
