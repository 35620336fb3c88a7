//! The stored messages of `tests/data/cms`, made by another implementation, in one piece and in many.

use crate::common::*;
use oftpsrv::internals::model::SecurityLevel;
use oftpsrv::internals::security::{
    ContentCipher, DecodeErrorKind, DecodeSpec, Decoded, Digest, EmbeddedSigners, Layer,
};

/// Opens a stored message as bob who knows alice, in several splits, and compares the content.
fn opens(name: &str, sign: bool, compress: bool, encrypt: bool) -> Decoded {
    let (octets, expected) = (read(name), read("content.txt"));
    let spec = decode_spec(0, sign, compress, encrypt);
    let mut last = None;
    for step in [1, 7, 1000, 4096, octets.len()] {
        let (content, facts) = decode(&spec, &octets, step).unwrap_or_else(|error| panic!("{name}/{step}: {error}"));
        assert!(content == expected, "{name}/{step}");
        assert_eq!(facts.octets, expected.len() as u64);
        assert_eq!((facts.level, facts.signed_by.is_empty()), (level(sign, encrypt), !sign));
        last = Some(facts);
    }
    last.unwrap()
}

/// CMS-7, CMS-3: DER and BER, with and without attributes, certificates, key identifiers, PSS, other signers.
#[test]
fn cms_7_cms_3_signed_vectors() {
    for (name, digest) in [
        ("signed-der.p7m", Digest::Sha256),
        ("signed-ber.p7m", Digest::Sha256),
        ("signed-sha1-noattr-nocerts.p7m", Digest::Sha1),
        ("signed-keyid.p7m", Digest::Sha512),
        ("signed-sha3-512.p7m", Digest::Sha3_512),
        ("signed-pss.p7m", Digest::Sha256),
        ("signed-alice-carol.p7m", Digest::Sha256),
    ] {
        let facts = opens(name, true, false, false);
        assert_eq!(facts.signed_by.len(), 1, "{name}: carol is not known and does not count");
        assert_eq!(facts.signed_by[0].cert.to_der().unwrap(), cert("alice").to_der().unwrap());
        assert_eq!(facts.signed_by[0].digest, digest);
        assert_eq!(facts.signed_by[0].time.is_some(), !name.contains("noattr"));
    }
}

#[test]
fn a_certificate_issued_again_for_a_known_key_counts() {
    opens("signed-alice2.p7m", true, false, false);
}

#[test]
fn ecdsa_signers_are_verified() {
    let spec = DecodeSpec { signers: vec![cert("dave")], ..decode_spec(0, true, false, false) };
    let (content, facts) = decode(&spec, &read("signed-ecdsa.p7m"), 100).unwrap();
    assert!(content == read("content.txt") && facts.signed_by.len() == 1);
}

#[test]
fn two_known_signers_are_both_reported() {
    let spec = DecodeSpec { signers: vec![cert("carol"), cert("alice")], ..decode_spec(0, true, false, false) };
    assert_eq!(decode(&spec, &read("signed-alice-carol.p7m"), 100).unwrap().1.signed_by.len(), 2);
}

#[test]
fn unknown_signers_count_only_when_asked_for() {
    let octets = read("signed-carol.p7m");
    let mut spec = decode_spec(0, true, false, false);
    assert_eq!(decode(&spec, &octets, 500).unwrap_err().kind, DecodeErrorKind::Signature);
    spec.embedded = EmbeddedSigners::Accept;
    let facts = decode(&spec, &octets, 500).unwrap().1;
    assert_eq!(facts.signed_by[0].cert.to_der().unwrap(), cert("carol").to_der().unwrap());
    spec.embedded = EmbeddedSigners::Ask(std::sync::Arc::new(|_| false));
    assert_eq!(decode(&spec, &octets, 500).unwrap_err().kind, DecodeErrorKind::Signature);
}

/// CMS-4, CMS-5, CMS-7: the ciphers, several recipients, key identifiers, OAEP with and without label.
#[test]
fn cms_7_enveloped_vectors() {
    use ContentCipher::*;
    for (name, cipher) in [
        ("enveloped-aes256-der.p7m", Aes256),
        ("enveloped-aes256-ber.p7m", Aes256),
        ("enveloped-aes192.p7m", Aes192),
        ("enveloped-aes128.p7m", Aes128),
        ("enveloped-3des.p7m", TripleDes),
        ("enveloped-keyid.p7m", Aes256),
        ("enveloped-several.p7m", Aes256),
        ("enveloped-oaep.p7m", Aes256),
        ("enveloped-oaep-label.p7m", Aes256),
    ] {
        let facts = opens(name, false, false, true);
        assert_eq!(facts.encryption, Some(cipher), "{name}");
        assert_eq!(cipher.reference_code(), i32::from(name != "enveloped-3des.p7m"));
    }
}

/// CMS-6: absent and NULL parameters of zlib. CMS-11: the combinations.
#[test]
fn cms_6_cms_11_compressed_and_combined_vectors() {
    opens("compressed.p7m", false, true, false);
    opens("compressed-null.p7m", false, true, false);
    opens("signed-enveloped.p7m", true, false, true);
    opens("signed-enveloped-der.p7m", true, false, true);
    opens("signed-compressed.p7m", true, true, false);
    opens("compressed-enveloped.p7m", false, true, true);
    opens("signed-compressed-enveloped.p7m", true, true, true);
}

/// CMS-7: inner layers with their real type instead of id-data, with and without a ContentInfo of their own.
#[test]
fn cms_7_inner_layers_with_their_real_type() {
    opens("signed-compressed-labelled.p7m", true, true, false);
    opens("signed-compressed-bare.p7m", true, true, false);
}

#[test]
fn forgotten_compression_is_found() {
    for (name, sign, encrypt) in [
        ("compressed.p7m", false, false),
        ("signed-compressed.p7m", true, false),
        ("compressed-enveloped.p7m", false, true),
        ("signed-compressed-enveloped.p7m", true, true),
    ] {
        assert!(opens(name, sign, false, encrypt).compressed, "{name}");
        let spec = DecodeSpec { detect_compression: false, ..decode_spec(0, sign, false, encrypt) };
        match decode(&spec, &read(name), 99) {
            Ok((content, _)) => assert!(!sign && content != read("content.txt"), "{name}"),
            Err(error) => assert_eq!(error.kind, DecodeErrorKind::Mismatch(Layer::Signed), "{name}"),
        }
    }
}

/// CERT-1: a bare CMS file of certificates that was announced without services goes through as it is.
#[test]
fn cert_1_a_bare_cms_file_goes_through() {
    let octets = read("certs-only.p7c");
    let (content, facts) = decode(&decode_spec(0, false, false, false), &octets, 10).unwrap();
    assert!(content == octets && facts.level == SecurityLevel::None && !facts.compressed);
    let error = decode(&decode_spec(0, true, false, false), &octets, 10).unwrap_err();
    assert_eq!(error.kind, DecodeErrorKind::Signature);
}

#[test]
fn ciphers_that_no_suite_has_are_refused_by_name() {
    let error = decode(&decode_spec(4, false, false, true), &read("enveloped-camellia.p7m"), 64).unwrap_err();
    assert_eq!(error.kind, DecodeErrorKind::Suite);
}

#[test]
fn a_strict_suite_takes_its_own_algorithms_only() {
    let strict = |code, sign, encrypt| DecodeSpec { strict_suite: true, ..decode_spec(code, sign, false, encrypt) };
    decode(&strict(4, false, true), &read("enveloped-aes256-ber.p7m"), 64).unwrap();
    for name in ["enveloped-aes128.p7m", "enveloped-3des.p7m"] {
        assert_eq!(decode(&strict(4, false, true), &read(name), 64).unwrap_err().kind, DecodeErrorKind::Suite);
    }
    decode(&strict(4, true, false), &read("signed-der.p7m"), 64).unwrap();
    let sha1 = read("signed-sha1-noattr-nocerts.p7m");
    assert_eq!(decode(&strict(4, true, false), &sha1, 64).unwrap_err().kind, DecodeErrorKind::Suite);
}

/// An encoding with indefinite lengths everywhere and octet strings in pieces of `piece` octets, some of them nested.
fn to_ber(octets: &[u8], piece: usize) -> Vec<u8> {
    use oftpsrv::internals::ber::{Elements, write};
    let (mut out, mut elements) = (Vec::new(), Elements::of(octets));
    while let Some(element) = elements.next().unwrap() {
        let string: Option<(u8, &[u8])> = match element.tag {
            // Strings that are contents; the small ones stay as they are.
            0x04 if element.body.len() > 8 => Some((0x24, element.body)),
            0x80 if element.body.len() > 20 => Some((0xA0, element.body)),
            _ => None,
        };
        if let Some((tag, body)) = string {
            out.extend([tag, 0x80]);
            for (i, part) in body.chunks(piece).enumerate() {
                let part = write::tlv(0x04, part);
                match i % 3 {
                    0 => out.extend(part),
                    1 => out.extend(write::tlv(0x24, &part)),
                    _ => out.extend([&[0x24, 0x80][..], &part, &[0x04, 0x00, 0, 0]].concat()),
                }
            }
            out.extend([0, 0]);
        } else if element.tag & 0x20 != 0 {
            out.extend([element.tag, 0x80]);
            out.extend(to_ber(element.body, piece));
            out.extend([0, 0]);
        } else {
            out.extend_from_slice(element.raw);
        }
    }
    out
}

/// CMS-7: whole messages in BER of the most roundabout kind, signed attributes included.
#[test]
fn cms_7_indefinite_everywhere() {
    use oftpsrv::internals::security::{EncodeSpec, response};
    let expected = read("content.txt");
    for piece in [1, 3, 1000, 65_536] {
        for name in
            ["enveloped-aes256-der.p7m", "enveloped-3des.p7m", "enveloped-keyid.p7m", "enveloped-oaep-label.p7m"]
        {
            let (content, _) = decode(&decode_spec(4, false, false, true), &to_ber(&read(name), piece), 512).unwrap();
            assert!(content == expected, "{name} {piece}");
        }
        let (content, _) =
            decode(&decode_spec(4, false, true, false), &to_ber(&read("compressed.p7m"), piece), 512).unwrap();
        assert!(content == expected);
        let (content, _) =
            decode(&decode_spec(4, true, false, false), &to_ber(&read("signed-sha1-noattr-nocerts.p7m"), piece), 512)
                .unwrap();
        assert!(content == expected);
        let options = EncodeSpec { include_certificate: false, ..EncodeSpec::new(suite(4)) };
        let signed = response::sign_end_response_with(&expected, &pair("alice"), &options).unwrap();
        let (content, _) = decode(&decode_spec(4, true, false, false), &to_ber(&signed, piece), 512).unwrap();
        assert!(content == expected);
    }
}

/// The engine moves both between threads.
#[test]
fn encoder_and_decoder_can_move_between_threads() {
    fn is_send<T: Send>() {}
    is_send::<oftpsrv::internals::security::Encoder<Vec<u8>>>();
    is_send::<oftpsrv::internals::security::Decoder<Vec<u8>>>();
    is_send::<oftpsrv::internals::security::TransmittedHash>();
    is_send::<oftpsrv::internals::security::DecodeError>();
}
