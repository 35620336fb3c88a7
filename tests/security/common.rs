//! What the tests of `security` share: the stored keys and short ways to encode and decode.

use oftpsrv::internals::model::{CipherSuite, SecurityLevel};
use oftpsrv::internals::security::{DecodeError, DecodeSpec, Decoded, Decoder, EncodeSpec, Encoder, KeyPair};
use openssl::pkey::PKey;
use openssl::x509::X509;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A file of `tests/data/cms`.
pub fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/cms").join(name)
}

pub fn read(name: &str) -> Vec<u8> {
    std::fs::read(path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

pub fn cert(name: &str) -> X509 {
    X509::from_pem(&read(&format!("{name}.cert.pem"))).unwrap()
}

pub fn pair(name: &str) -> KeyPair {
    KeyPair::new(cert(name), PKey::private_key_from_pem(&read(&format!("{name}.key.pem"))).unwrap())
}

pub fn suite(code: u8) -> CipherSuite {
    CipherSuite::from_code(code).unwrap()
}

/// A level and compression flag as SFIDSEC and SFIDCOMP from three services.
pub fn level(sign: bool, encrypt: bool) -> SecurityLevel {
    match (sign, encrypt) {
        (false, false) => SecurityLevel::None,
        (false, true) => SecurityLevel::Encrypted,
        (true, false) => SecurityLevel::Signed,
        (true, true) => SecurityLevel::EncryptedAndSigned,
    }
}

/// By alice for bob.
pub fn encode_spec(code: u8, sign: bool, compress: bool, encrypt: bool) -> EncodeSpec {
    EncodeSpec {
        sign: if sign { vec![pair("alice")] } else { Vec::new() },
        compress,
        encrypt_for: if encrypt { vec![cert("bob")] } else { Vec::new() },
        ..EncodeSpec::new(suite(code))
    }
}

/// Bob, who knows alice.
pub fn decode_spec(code: u8, sign: bool, compress: bool, encrypt: bool) -> DecodeSpec {
    DecodeSpec {
        decrypt_with: vec![pair("bob")],
        signers: vec![cert("alice")],
        ..DecodeSpec::new(level(sign, encrypt), compress, suite(code))
    }
}

pub fn encode(spec: &EncodeSpec, content: &[u8], step: usize) -> Vec<u8> {
    let mut encoder = Encoder::new(spec, Vec::new()).unwrap();
    content.chunks(step.max(1)).for_each(|piece| encoder.write_all(piece).unwrap());
    encoder.finish().unwrap()
}

pub fn decode(spec: &DecodeSpec, octets: &[u8], step: usize) -> Result<(Vec<u8>, Decoded), DecodeError> {
    let mut decoder = Decoder::new(spec.clone(), Vec::new());
    for piece in octets.chunks(step.max(1)) {
        if decoder.write_all(piece).is_err() {
            break;
        }
    }
    decoder.finish()
}

/// Octets that look random and are the same each time; half of them compressible.
pub fn content(len: usize) -> Vec<u8> {
    let mut state = 0x2545_F491_4F6C_DD1Du64;
    (0..len)
        .map(|i| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            if i / 512 % 2 == 0 { state as u8 } else { b'A' + (i % 7) as u8 }
        })
        .collect()
}
