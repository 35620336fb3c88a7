//! What the fuzz targets of `security` do with their octets. Shared with `tests/fuzz_replay.rs`, which runs the corpus on
//! a stable compiler.
#![allow(dead_code)] // each target uses one of the functions

use oftpsrv::internals::model::{CipherSuite, SecurityLevel};
use oftpsrv::internals::security::{DecodeSpec, Decoder, EmbeddedSigners, KeyPair, challenge, response};
use openssl::pkey::PKey;
use openssl::x509::X509;
use std::io::Write;
use std::sync::LazyLock;

static ALICE: LazyLock<X509> = LazyLock::new(|| {
    X509::from_pem(include_bytes!("../../tests/data/cms/alice.cert.pem")).expect("stored certificate")
});

static BOB: LazyLock<KeyPair> = LazyLock::new(|| {
    KeyPair::new(
        X509::from_pem(include_bytes!("../../tests/data/cms/bob.cert.pem")).expect("stored certificate"),
        PKey::private_key_from_pem(include_bytes!("../../tests/data/cms/bob.key.pem")).expect("stored key"),
    )
});

/// The first octet says what is announced (two bits level, one compression, one other signers), the second the size of
/// the pieces; the rest is a secured file.
pub fn cms(data: &[u8]) {
    let [flags, step, message @ ..] = data else { return };
    let level = SecurityLevel::from_code(i32::from(flags & 3)).unwrap_or_default();
    let suite = CipherSuite::from_code(flags >> 4).unwrap_or_default();
    let mut spec = DecodeSpec::new(level, flags & 4 != 0, suite);
    spec.decrypt_with = vec![BOB.clone()];
    spec.signers = vec![ALICE.clone()];
    spec.max_output = 1 << 20;
    if flags & 8 != 0 {
        spec.embedded = EmbeddedSigners::Accept;
    }
    let mut decoder = Decoder::new(spec, Vec::new());
    for piece in message.chunks(usize::from(*step) + 1) {
        if decoder.write_all(piece).is_err() {
            break;
        }
    }
    if let Ok((out, facts)) = decoder.finish() {
        assert!(out.len() <= 1 << 20 && out.len() as u64 == facts.octets);
        assert!(!level.is_signed() || !facts.signed_by.is_empty());
        assert!(!level.is_encrypted() || facts.encryption.is_some());
    }
}

/// A signature of an end response, over fields that nobody signed: it must never be good.
pub fn end_response(data: &[u8]) {
    let signed = b"not the fields of any end response";
    assert!(response::verify_end_response(data, signed, std::slice::from_ref(&ALICE)).is_err());
}

/// A challenge as it comes in AUCH.
pub fn challenge(data: &[u8]) {
    let _ = challenge::open_challenge(data, std::slice::from_ref(&BOB));
}
