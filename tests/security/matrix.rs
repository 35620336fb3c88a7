//! Everything we write opens again: services by suites by sizes, in pieces of odd sizes, under every option.

use crate::common::*;
use oftpsrv::internals::security::encode::SEGMENT;
use oftpsrv::internals::security::{EncodeSpec, Padding};

const SIZES: [usize; 15] =
    [0, 1, 62, 63, 64, 65, 1023, 1024, 1025, SEGMENT - 1, SEGMENT, SEGMENT + 1, 65_535, 65_536, 65_537];

/// CMS-1, CMS-4, CMS-5, CMS-11: all combinations of services under all suites and sizes.
#[test]
fn cms_11_matrix() {
    for code in 1..=10 {
        for services in 0..8u8 {
            let (sign, compress, encrypt) = (services & 1 != 0, services & 2 != 0, services & 4 != 0);
            let spec = encode_spec(code, sign, compress, encrypt);
            let reader = decode_spec(code, sign, compress, encrypt);
            for (turn, size) in SIZES.into_iter().enumerate() {
                let plain = content(size);
                let step = [1 << 20, 7, 4099, 61][turn % 4];
                let secured = encode(&spec, &plain, step);
                let case = format!("suite {code} services {services} size {size}");
                let (opened, facts) =
                    decode(&reader, &secured, [1 << 20, 4093, 113][turn % 3]).unwrap_or_else(|e| panic!("{case}: {e}"));
                assert!(opened == plain, "{case}");
                assert_eq!((facts.level, facts.compressed), (level(sign, encrypt), compress), "{case}");
                // The outermost layer is as announced.
                let outer: &[u8] = match (encrypt, compress, sign) {
                    (true, ..) => &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 3],
                    (_, true, _) => &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9, 16, 1, 9],
                    (_, _, true) => &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 2],
                    _ => continue,
                };
                assert!(secured[4..].starts_with(outer), "{case}");
            }
        }
    }
}

#[test]
fn large_files_in_large_pieces() {
    for size in [1 << 20, 5_000_003] {
        let plain = content(size);
        for (compress, encrypt) in [(false, false), (true, true), (false, true)] {
            let secured = encode(&encode_spec(4, true, compress, encrypt), &plain, 65_536);
            let (opened, _) = decode(&decode_spec(4, true, compress, encrypt), &secured, 99_999).unwrap();
            assert!(opened == plain);
        }
    }
}

#[test]
fn every_split_of_a_small_file() {
    let plain = content(300);
    let secured = encode(&encode_spec(4, true, true, true), &plain, 11);
    for step in 1..200 {
        assert!(decode(&decode_spec(4, true, true, true), &secured, step).unwrap().0 == plain, "{step}");
    }
}

/// CMS-3: without the signer's certificate, and with a further signature by somebody unknown.
#[test]
fn cms_3_options_of_the_signature() {
    let plain = content(5000);
    let reader = decode_spec(2, true, false, false);
    for (include_certificate, signed_attributes) in [(true, true), (true, false), (false, true), (false, false)] {
        let spec = EncodeSpec { include_certificate, signed_attributes, ..encode_spec(2, true, false, false) };
        assert!(decode(&reader, &encode(&spec, &plain, 999), 77).unwrap().0 == plain);
    }
    let spec = EncodeSpec { sign: vec![pair("carol"), pair("alice")], ..encode_spec(2, true, false, false) };
    assert_eq!(decode(&reader, &encode(&spec, &plain, 999), 77).unwrap().1.signed_by.len(), 1);
}

#[test]
fn several_recipients_each_open_alone() {
    let plain = content(5000);
    let spec = EncodeSpec {
        encrypt_for: vec![cert("carol"), cert("bob"), cert("alice")],
        ..encode_spec(4, false, true, true)
    };
    let secured = encode(&spec, &plain, 999);
    for name in ["alice", "bob", "carol"] {
        let mut reader = decode_spec(4, false, true, true);
        reader.decrypt_with = vec![pair(name)];
        assert!(decode(&reader, &secured, 77).unwrap().0 == plain, "{name}");
    }
}

fn contains(message: &[u8], part: &[u8]) -> bool {
    message.windows(part.len()).any(|window| window == part)
}

/// Signatures and keys are padded as asked for, each for itself.
#[test]
fn pss_and_oaep_on_request() {
    let plain = content(5000);
    for code in 1..=10 {
        for signature_padding in [Padding::Pkcs1, Padding::PssOaep] {
            for key_transport in [Padding::Pkcs1, Padding::PssOaep] {
                let spec = EncodeSpec { signature_padding, key_transport, ..encode_spec(code, true, false, true) };
                let secured = encode(&spec, &plain, 999);
                let transport = contains(&secured, &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 7]);
                assert_eq!(transport, key_transport == Padding::PssOaep, "suite {code}");
                assert!(decode(&decode_spec(code, true, false, true), &secured, 77).unwrap().0 == plain);
                let signed = encode(&EncodeSpec { encrypt_for: Vec::new(), ..spec }, &plain, 999);
                let pss = contains(&signed, &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 10]);
                assert_eq!(pss, signature_padding == Padding::PssOaep, "suite {code}");
            }
        }
    }
}

#[test]
fn compression_levels() {
    let plain = content(200_000);
    let sizes: Vec<usize> = [0, 1, 6, 9, 99]
        .into_iter()
        .map(|compression_level| {
            let spec = EncodeSpec { compression_level, ..encode_spec(4, false, true, false) };
            let secured = encode(&spec, &plain, 60_000);
            assert!(decode(&decode_spec(4, false, true, false), &secured, 50_000).unwrap().0 == plain);
            secured.len()
        })
        .collect();
    assert!(sizes[0] > plain.len() && sizes[2] < plain.len() && sizes[3] == sizes[4]);
}

#[test]
fn what_cannot_be_done_is_said_before_anything_is_written() {
    use oftpsrv::internals::security::{Encoder, KeyPair};
    let code = |spec: &EncodeSpec| Encoder::new(spec, Vec::new()).err().map(|error| error.code);
    assert_eq!(code(&encode_spec(0, true, false, false)), Some(8));
    assert_eq!(code(&encode_spec(0, false, false, true)), Some(8));
    assert_eq!(code(&encode_spec(0, false, true, false)), None);
    let mixed = KeyPair { cert: cert("carol"), key: pair("alice").key };
    assert_eq!(code(&EncodeSpec { sign: vec![mixed], ..encode_spec(4, false, false, false) }), Some(690));
    assert_eq!(code(&EncodeSpec { sign: vec![pair("dave")], ..encode_spec(4, false, false, false) }), Some(686));
    assert_eq!(code(&EncodeSpec { encrypt_for: vec![cert("dave")], ..encode_spec(4, false, false, false) }), Some(690));
}
