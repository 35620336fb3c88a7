#![no_main]

#[path = "../src/security.rs"]
mod security;

libfuzzer_sys::fuzz_target!(|data: &[u8]| security::challenge(data));
