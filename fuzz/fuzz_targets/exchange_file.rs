#![no_main]

#[path = "../src/certs.rs"]
mod certs;

libfuzzer_sys::fuzz_target!(|data: &[u8]| certs::exchange_file(data));
