//! End-response signatures and the authentication challenge, through the public interface.

use crate::common::*;
use oftpsrv::internals::model::{FileKey, Hash, Stamp};
use oftpsrv::internals::security::{ContentCipher, EncodeSpec, KeyTransport, TransmittedHash, challenge, response};

fn key() -> FileKey {
    FileKey {
        name: "INVOICES 07".into(),
        stamp: Stamp::from_wire("202611221530591234").unwrap(),
        destination: "O0013009999ORIG".into(),
        originator: "O0013001111DEST".into(),
    }
}

/// EERP-10: 94+h octets of padded fields, attached, verified with content and signer.
#[test]
fn eerp_10_signature_content() {
    for code in 1..=10 {
        let hash = suite(code).hash().unwrap();
        let mut travelled = TransmittedHash::new(hash).unwrap();
        travelled.update(&content(1000)).unwrap();
        let file_hash = travelled.finish().unwrap();
        let fields = response::eerp_content(&key(), &file_hash).unwrap();
        assert_eq!(fields.len(), 94 + file_hash.len());
        assert_eq!(&fields[..26], b"INVOICES 07               ");
        assert_eq!(&fields[26..44], b"202611221530591234");
        assert_eq!(&fields[44..69], b"O0013009999ORIG          ");
        assert_eq!(&fields[69..94], b"O0013001111DEST          ");
        let signature = response::sign_end_response(&fields, &pair("alice"), suite(code)).unwrap();
        let by = response::verify_end_response(&signature, &fields, &[cert("bob"), cert("alice")]).unwrap();
        assert_eq!(by.cert.to_der().unwrap(), cert("alice").to_der().unwrap());
        // DER: definite lengths throughout, so the outer length says it all.
        assert_eq!(signature[..2], [0x30, 0x82]);
        assert_eq!(usize::from(u16::from_be_bytes([signature[2], signature[3]])) + 4, signature.len());
        assert!(signature.len() < 65_536);
    }
}

/// NERP-7: 119+h octets, CREA before the hash.
#[test]
fn nerp_7_signature_content() {
    let fields = response::nerp_content(&key(), "O0013002222CREA", &[7; 32]).unwrap();
    assert_eq!(fields.len(), 119 + 32);
    assert_eq!(&fields[94..119], b"O0013002222CREA          ");
    assert_eq!(&fields[119..], [7; 32]);
    let signature = response::sign_end_response(&fields, &pair("alice"), suite(4)).unwrap();
    response::verify_end_response(&signature, &fields, &[cert("alice")]).unwrap();
    let as_eerp = response::eerp_content(&key(), &[7; 32]).unwrap();
    assert_eq!(response::verify_end_response(&signature, &as_eerp, &[cert("alice")]).unwrap_err().code, 683);
}

#[test]
fn bad_end_responses_are_683() {
    let fields = response::eerp_content(&key(), &[1; 20]).unwrap();
    let other = response::eerp_content(&key(), &[2; 20]).unwrap();
    let signature = response::sign_end_response(&fields, &pair("alice"), suite(2)).unwrap();
    let code = |signature: &[u8], fields: &[u8], by: &str| {
        response::verify_end_response(signature, fields, &[cert(by)]).err().map(|error| error.code)
    };
    assert_eq!(code(&signature, &fields, "alice"), None);
    assert_eq!(code(&signature, &other, "alice"), Some(683));
    assert_eq!(code(&signature, &fields, "carol"), Some(683));
    assert_eq!(code(&[], &fields, "alice"), Some(683));
    assert_eq!(code(b"junk", &fields, "alice"), Some(683));
    for at in 0..signature.len() {
        let mut altered = signature.clone();
        altered[at] ^= 0x41;
        assert_eq!(code(&altered, &fields, "alice"), Some(683), "octet {at}");
        assert_eq!(code(&signature[..at], &fields, "alice"), Some(683), "cut at {at}");
    }
}

#[test]
fn end_responses_with_other_options() {
    let fields = response::eerp_content(&key(), &[1; 20]).unwrap();
    for (include_certificate, signed_attributes) in [(true, false), (false, true), (false, false)] {
        let options = EncodeSpec { include_certificate, signed_attributes, ..EncodeSpec::new(suite(2)) };
        let signature = response::sign_end_response_with(&fields, &pair("alice"), &options).unwrap();
        response::verify_end_response(&signature, &fields, &[cert("alice")]).unwrap();
    }
    assert_eq!(response::sign_end_response(&fields, &pair("alice"), suite(0)).unwrap_err().code, 8);
    let mut long = key();
    long.originator = "X".repeat(26);
    assert_eq!(response::eerp_content(&long, &[]).unwrap_err().code, 678);
}

/// A file of a 1.3 session has a short stamp; what is signed is always the long form.
#[test]
fn short_stamps_are_signed_in_long_form() {
    let short = FileKey { stamp: key().stamp.to_short(), ..key() };
    assert_eq!(&response::eerp_content(&short, &[]).unwrap()[26..44], b"202611221530590000");
}

/// AUTH-5, AUTH-6: 20 octets, another each time, in an EnvelopedData ContentInfo.
#[test]
fn auth_5_auth_6_challenges() {
    let mut seen = std::collections::HashSet::new();
    for _ in 0..20 {
        let (secret, envelope) =
            challenge::new_challenge(&cert("bob"), ContentCipher::Aes256, &KeyTransport::Pkcs1).unwrap();
        assert_eq!(secret.len(), 20);
        assert!(seen.insert(*secret));
        assert_eq!(envelope[4..15], [0x06, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 3]);
        assert_eq!(usize::from(u16::from_be_bytes([envelope[2], envelope[3]])) + 4, envelope.len());
        let opened = challenge::open_challenge(&envelope, &[pair("alice"), pair("bob")]).unwrap();
        assert!(challenge::equal(&secret, &opened));
        let mut other = *opened;
        other[19] ^= 1;
        assert!(!challenge::equal(&secret, &other));
    }
}

/// AUTH-7: whatever cipher the envelope names.
#[test]
fn auth_7_any_cipher_opens() {
    use ContentCipher::*;
    for cipher in [TripleDes, Aes128, Aes192, Aes256] {
        for transport in [KeyTransport::Pkcs1, KeyTransport::oaep(Hash::Sha256)] {
            let (secret, envelope) = challenge::new_challenge(&cert("bob"), cipher, &transport).unwrap();
            assert_eq!(*challenge::open_challenge(&envelope, &[pair("bob")]).unwrap(), *secret);
        }
    }
}

#[test]
fn bad_challenges_are_684() {
    let (_, envelope) = challenge::new_challenge(&cert("bob"), ContentCipher::Aes256, &KeyTransport::Pkcs1).unwrap();
    let code = |octets: &[u8], by: &str| challenge::open_challenge(octets, &[pair(by)]).err().map(|error| error.code);
    assert_eq!(code(&envelope, "bob"), None);
    assert_eq!(code(&envelope, "carol"), Some(684));
    assert_eq!(code(&envelope[..envelope.len() - 1], "bob"), Some(684));
    assert_eq!(code(&[], "bob"), Some(684));
    for wrong in [0, 19, 21, 70_000] {
        let octets = encode(&encode_spec(4, false, false, true), &content(wrong), 100);
        assert_eq!(code(&octets, "bob"), Some(684), "{wrong}");
    }
    assert_eq!(
        challenge::new_challenge(&cert("dave"), ContentCipher::Aes256, &KeyTransport::Pkcs1).unwrap_err().code,
        690
    );
}

/// RST-7, as far as it concerns this module: the same octets continue, and the hash covers all of them.
#[test]
fn rst_7_the_hash_covers_both_attempts() {
    let secured = encode(&encode_spec(4, true, true, true), &content(50_000), 5000);
    let (first, second) = secured.split_at(4096 * 3);
    let mut hash = TransmittedHash::new(Hash::Sha256).unwrap();
    hash.update(first).unwrap();
    let mut resumed = hash.clone();
    resumed.update(second).unwrap();
    assert_eq!(resumed.finish().unwrap(), oftpsrv::internals::security::hash::digest(Hash::Sha256, &secured).unwrap());
}
