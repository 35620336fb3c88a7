//! What must not open: altered, cut, announced otherwise, for somebody else, too large. Each kind of error once at least.

use crate::common::*;
use oftpsrv::internals::model::reasons::Command;
use oftpsrv::internals::security::{DecodeError, DecodeErrorKind as Kind, DecodeSpec, Decoder, EncodeSpec, Layer};
use std::io::{self, Write};

/// The error, without printing content when there is none.
fn failure(spec: &DecodeSpec, octets: &[u8], step: usize) -> DecodeError {
    decode(spec, octets, step).map(|_| ()).unwrap_err()
}

/// CMS-9: one altered octet anywhere in a signed file is caught, whatever other services there are.
#[test]
fn cms_9_tampering_is_caught() {
    let plain = content(60_000);
    for (compress, encrypt) in [(false, false), (true, false), (false, true), (true, true)] {
        for include_certificate in [true, false] {
            let spec = EncodeSpec { include_certificate, ..encode_spec(4, true, compress, encrypt) };
            let secured = encode(&spec, &plain, 10_000);
            let reader = decode_spec(4, true, compress, encrypt);
            // And every octet of the structures before and after the content.
            let structures = (0..600).chain(secured.len() - if encrypt { 20 } else { 1900 }..secured.len());
            for at in (0..secured.len()).step_by(997).chain(structures) {
                let mut altered = secured.clone();
                altered[at] ^= 0x41;
                let case = format!("octet {at} of {} (compress {compress}, encrypt {encrypt})", secured.len());
                // An altered deflate stream can mean the same: a distance to another occurrence of the same octets.
                let harmless = |out: Vec<u8>| compress && !encrypt && out == plain;
                match decode(&reader, &altered, 65_536) {
                    Ok((out, _)) => assert!(harmless(out), "{case}"),
                    // Of an envelope itself an unknown algorithm or an endless structure may be named, nothing behind it.
                    Err(error) if encrypt => {
                        assert!(matches!(error.reason(Command::Efna), 22 | 15 | 6), "{case}: {error:?}")
                    }
                    Err(_) => {}
                }
            }
        }
    }
}

/// Unsigned files have what protection zlib's checksum gives.
#[test]
fn tampering_with_compressed_data_is_caught() {
    let plain = content(150_000);
    let secured = encode(&encode_spec(4, false, true, false), &plain, 10_000);
    for at in (0..secured.len()).step_by(997) {
        let mut altered = secured.clone();
        altered[at] ^= 0x80;
        assert!(decode(&decode_spec(4, false, true, false), &altered, 65_536).is_err(), "octet {at}");
    }
}

#[test]
fn cut_files_never_open() {
    let plain = content(3000);
    for services in 1..8u8 {
        let (sign, compress, encrypt) = (services & 1 != 0, services & 2 != 0, services & 4 != 0);
        let secured = encode(&encode_spec(4, sign, compress, encrypt), &plain, 500);
        let reader = decode_spec(4, sign, compress, encrypt);
        for at in 0..secured.len() {
            let error = failure(&reader, &secured[..at], 4096);
            assert!(!encrypt || error.reason(Command::Efna) == 22, "{services}/{at}: {error:?}");
            let outer = match (encrypt, compress) {
                (true, _) => (Kind::Decryption, Layer::Enveloped),
                (_, true) => (Kind::Decompression, Layer::Compressed),
                _ => (Kind::Signature, Layer::Signed),
            };
            assert!(error.kind == outer.0 || error.kind == Kind::Mismatch(outer.1), "{services}/{at}: {error:?}");
        }
        let mut longer = secured.clone();
        longer.extend_from_slice(b"\0\0 \r\n");
        decode(&reader, &longer, 4096).unwrap();
        longer.push(b'x');
        failure(&reader, &longer, 4096);
    }
}

/// CMS-8: layers that are not the announced ones.
#[test]
fn cms_8_other_layers_than_announced() {
    let plain = b"plain octets that look like nothing in particular".repeat(20);
    let kind = |announced: (bool, bool, bool), made: (bool, bool, bool)| {
        let octets = encode(&encode_spec(4, made.0, made.1, made.2), &plain, 100);
        failure(&decode_spec(4, announced.0, announced.1, announced.2), &octets, 100)
    };
    let nothing = (false, false, false);
    for (announced, made, expected) in [
        ((false, false, true), nothing, Kind::Mismatch(Layer::Enveloped)),
        ((true, false, false), nothing, Kind::Mismatch(Layer::Signed)),
        ((false, true, false), nothing, Kind::Mismatch(Layer::Compressed)),
        ((true, false, true), (true, false, false), Kind::Mismatch(Layer::Enveloped)),
        ((true, false, false), (false, true, false), Kind::Mismatch(Layer::Signed)),
        ((true, true, false), (true, false, false), Kind::Mismatch(Layer::Compressed)),
        ((false, true, true), (true, false, true), Kind::Mismatch(Layer::Compressed)),
        // Behind an envelope, octets that are no CMS might come from a wrong key.
        ((true, false, true), (false, false, true), Kind::Decryption),
        ((true, false, true), (false, true, true), Kind::Decryption),
    ] {
        let error = kind(announced, made);
        // A forgotten flag of compression is forgiven, so behind it something may be missing still.
        let expected = if made == (false, true, true) { error.kind } else { expected };
        assert_eq!(error.kind, expected, "{announced:?} {made:?}");
        assert!((21..=23).contains(&error.reason(Command::Efna)), "{error:?}");
        assert!((31..=33).contains(&error.reason(Command::Nerp)), "{error:?}");
    }
}

/// What is outside of the envelope does not count, and nothing is decrypted inside it: everybody can sign somebody else's
/// envelope, altered or not, and would hear whether it opened.
#[test]
fn nothing_outside_of_the_envelope_counts() {
    let wrap = |sign, compress, octets: &[u8]| encode(&encode_spec(4, sign, compress, false), octets, 1000);
    for (sign_inside, compress_inside) in [(false, false), (true, false), (false, true), (true, true)] {
        let good = encode(&encode_spec(4, sign_inside, compress_inside, true), &content(2000), 1000);
        let mut bad = good.clone();
        // The last block but one, which decides about the padding.
        let at = bad.len() - 10 - 16 - 1;
        bad[at] ^= 0x80;
        assert!(failure(&decode_spec(4, sign_inside, compress_inside, true), &bad, 100).enveloped);
        for (sign, compress) in [(true, false), (false, true), (true, true)] {
            let outer = [&good, &bad].map(|envelope| wrap(sign, compress, envelope));
            for (signed, compressed) in [(true, false), (true, true), (false, true), (false, false)] {
                let reader = decode_spec(4, signed, compressed, true);
                let case = format!("{sign_inside} {compress_inside} {sign} {compress} {signed} {compressed}");
                let heard = outer.each_ref().map(|octets| {
                    let mut decoder = Decoder::new(reader.clone(), Vec::new());
                    let _ = decoder.write_all(octets);
                    let (out, result) = decoder.close();
                    let error = result.unwrap_err();
                    assert_eq!(error.kind, Kind::Mismatch(Layer::Enveloped), "{case}");
                    assert!(out.is_empty() && !error.enveloped && !error.compressed, "{case}: {error:?}");
                    (error.reason(Command::Efna), error.reason(Command::Nerp), error.message)
                });
                assert_eq!(heard[0], heard[1], "{case}");
                assert_eq!((heard[0].0, heard[0].1), (22, 33), "{case}");
            }
        }
    }
}

/// A service that is there but was not announced is content: the file may be a CMS file itself.
#[test]
fn unannounced_signatures_and_envelopes_are_content() {
    let signed = encode(&encode_spec(4, true, false, false), b"x", 1);
    let outer = encode(&encode_spec(4, false, false, true), &signed, 100);
    assert_eq!(decode(&decode_spec(4, false, false, true), &outer, 100).unwrap().0, signed);
}

#[test]
fn other_keys_do_not_open() {
    let secured = encode(&encode_spec(4, false, false, true), b"secret", 100);
    let mut spec = decode_spec(4, false, false, true);
    spec.decrypt_with = vec![pair("carol"), pair("alice")];
    assert_eq!(failure(&spec, &secured, 100).kind, Kind::Decryption);
    spec.decrypt_with.clear();
    assert_eq!(failure(&spec, &secured, 100).kind, Kind::Decryption);
}

/// A key that does not open and a content that does not open are the same error, to the letter.
#[test]
fn key_and_content_failures_look_the_same() {
    let plain = content(5000);
    for (sign, padding) in [
        (false, oftpsrv::internals::security::Padding::Pkcs1),
        (true, oftpsrv::internals::security::Padding::Pkcs1),
        (false, oftpsrv::internals::security::Padding::PssOaep),
    ] {
        let spec =
            EncodeSpec { signature_padding: padding, key_transport: padding, ..encode_spec(4, sign, false, true) };
        let secured = encode(&spec, &plain, 1000);
        let mut reader = decode_spec(4, sign, false, true);
        let mut errors = Vec::new();
        // The name of bob on carol's key: what a damaged encrypted key gives.
        reader.decrypt_with[0].key = pair("carol").key;
        errors.push(failure(&reader, &secured, 1000));
        reader.decrypt_with[0].key = pair("bob").key;
        // Five ends of contents, the last block, and before it the octet that decides about the last one of the padding.
        let mut altered = secured.clone();
        let last = altered.len() - 10 - 16 - 1;
        altered[last] ^= 0x80;
        if sign {
            // The first block, so that no layer is recognised.
            let start = altered.windows(4).position(|w| w == [0xA0, 0x80, 0x04, 0x82]).unwrap() + 6;
            altered[start] ^= 1;
        }
        errors.push(failure(&reader, &altered, 1000));
        assert!(errors.iter().all(|error| error.kind == Kind::Decryption));
        assert_eq!(errors[0].message, errors[1].message);
    }
}

/// An unsigned file under a damaged key never comes out as good, also when the padding happens to fit.
#[test]
fn a_damaged_key_is_never_good() {
    let secured = encode(&encode_spec(4, false, false, true), b"some content", 100);
    let mut reader = decode_spec(4, false, false, true);
    reader.decrypt_with[0].key = pair("carol").key;
    for _ in 0..600 {
        assert_eq!(failure(&reader, &secured, 1000).kind, Kind::Decryption);
    }
}

#[test]
fn a_bad_signature_of_a_known_signer_fails_whoever_else_signed() {
    let spec = EncodeSpec { sign: vec![pair("alice"), pair("carol")], ..encode_spec(4, true, false, false) };
    let mut secured = encode(&spec, b"content", 100);
    let reader = DecodeSpec { signers: vec![cert("carol"), cert("alice")], ..decode_spec(4, true, false, false) };
    assert_eq!(decode(&reader, &secured, 100).unwrap().1.signed_by.len(), 2);
    let last = secured.len() - 7;
    secured[last] ^= 1;
    assert_eq!(failure(&reader, &secured, 100).kind, Kind::Signature);
}

#[test]
fn bombs_stop_at_the_ceiling() {
    let zeros = vec![0; 8 << 20];
    for (sign, encrypt) in [(false, false), (true, false), (true, true), (false, true)] {
        let secured = encode(&encode_spec(4, sign, true, encrypt), &zeros, 1 << 20);
        assert!(secured.len() < 20_000);
        let reader = DecodeSpec { max_output: 1 << 20, ..decode_spec(4, sign, true, encrypt) };
        let mut decoder = Decoder::new(reader, Vec::new());
        let _ = decoder.write_all(&secured);
        let (out, result) = decoder.close();
        let error = result.unwrap_err();
        let (efna, nerp) = if encrypt { (22, 33) } else { (23, 32) };
        assert_eq!(
            (error.kind, error.reason(Command::Efna), error.reason(Command::Nerp)),
            (Kind::TooLarge, efna, nerp)
        );
        assert!(out.len() <= 1 << 20);
        let exact = DecodeSpec { max_output: 8 << 20, ..decode_spec(4, sign, true, encrypt) };
        decode(&exact, &secured, 1000).unwrap();
    }
}

/// A bomb of empty segments makes no content but is stopped too, and so are structures without end.
#[test]
fn endless_structures_stop() {
    let mut inner = vec![
        0x30, 0x80, 0x06, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 2, 0xA0, 0x80, 0x30, 0x80, 2, 1, 1, 0x31, 0,
        0x30, 0x80, 0x06, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 1, 0xA0, 0x80, 0x24, 0x80,
    ];
    inner.resize(40 << 20, 0x04);
    for pair in inner[39..].chunks_mut(2) {
        pair.copy_from_slice(&[0x04, 0x00][..pair.len()]);
    }
    let bomb = encode(&encode_spec(0, false, true, false), &inner, 1 << 20);
    let reader = DecodeSpec { max_output: 1000, ..decode_spec(4, true, true, false) };
    assert_eq!(failure(&reader, &bomb, 65_536).kind, Kind::TooLarge);

    // recipientInfos that announce half of all memory
    let mut huge =
        vec![0x30, 0x80, 0x06, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 3, 0xA0, 0x80, 0x30, 0x80, 2, 1, 0];
    huge.extend_from_slice(&[0x31, 0x85, 0x7F, 0, 0, 0, 0]);
    assert_eq!(failure(&decode_spec(4, false, false, true), &huge, 10).kind, Kind::TooLarge);
    // the same without announcing it
    huge.truncate(20);
    huge.extend_from_slice(&[0x31, 0x80]);
    huge.extend(std::iter::repeat_n([0x04, 0x00], 1 << 20).flatten());
    assert_eq!(failure(&decode_spec(4, false, false, true), &huge, 65_536).kind, Kind::TooLarge);
}

#[test]
fn a_full_disk_is_an_error_of_the_output() {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::Error::from_raw_os_error(libc::ENOSPC))
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let failing = |secured: &[u8], encrypt| {
        let mut decoder = Decoder::new(decode_spec(4, true, false, encrypt), Full);
        let _ = decoder.write_all(secured);
        decoder.finish().map(|_| ()).unwrap_err()
    };
    for (size, encrypt) in [(10, false), (1_000_000, false), (10, true), (1_000_000, true)] {
        let secured = encode(&encode_spec(4, true, false, encrypt), &content(size), 65_536);
        let error = failing(&secured, encrypt);
        assert_eq!((error.kind, error.reason(Command::Efna)), (Kind::Io, 12));
        assert_eq!(oftpsrv::Error::from(error).code, 10069);
    }
    // Behind an envelope only after all was found good.
    let mut signed = encode(&encode_spec(4, true, false, false), &content(1_000_000), 65_536);
    let last = signed.len() - 20;
    signed[last] ^= 1;
    let error = failing(&encode(&encode_spec(4, false, false, true), &signed, 65_536), true);
    assert_eq!((error.kind, error.reason(Command::Efna)), (Kind::Signature, 22));
}

#[test]
fn nothing_is_taken_after_an_error() {
    let mut decoder = Decoder::new(decode_spec(4, true, false, false), Vec::new());
    assert!(decoder.write_all(b"this is no CMS at all").is_err());
    assert!(decoder.write_all(b"more").is_err() && decoder.error().is_some());
    assert_eq!(decoder.finish().unwrap_err().kind, Kind::Mismatch(Layer::Signed));
}
