//! What goes wrong with secured files and end responses, each once through the engine: the reason on the wire, the code
//! and the message in the API, nothing under the final name, and a server that goes on.

use crate::files::{Pairing, content, failure, introduce, pairing, send};
use crate::side::Side;
use crate::support::certificates::{Pair, Wanted, simple};
use crate::support::{Heard, Scratch};
use oftpsrv::internals::engine::DialOptions;
use oftpsrv::internals::model::{CipherSuite, FileKey, Stamp};
use oftpsrv::internals::security::{EncodeSpec, Encoder, KeyPair, response};
use std::io::Write;
use std::sync::atomic::Ordering;

/// A file from CLIENT to SERVER with these services.
fn secured(pairing: &Pairing, sign: bool, compress: bool, encrypt: bool, content: &[u8]) -> Vec<u8> {
    let [server, client] = &pairing.pairs;
    let spec = EncodeSpec {
        sign: if sign { vec![KeyPair::new(client.cert.clone(), client.key.clone())] } else { Vec::new() },
        compress,
        encrypt_for: if encrypt { vec![server.cert.clone()] } else { Vec::new() },
        ..EncodeSpec::new(CipherSuite::from_code(4).unwrap())
    };
    let mut encoder = Encoder::new(&spec, Vec::new()).unwrap();
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

/// An SFID that announces SEC and COMP and an original size in blocks.
fn header(name: &str, security: u8, compressed: bool, blocks: u64) -> String {
    let compressed = u8::from(compressed);
    format!(
        "DSN={name}&DATE=20260101&TIME=1200000001&DEST=SERVER&ORIG=CLIENT&FMT=U&OSIZ={blocks}&SEC={security:02}&CIPH=04&COMP={compressed}&ENV=1&SIGN=N"
    )
}

/// Sends octets as they are under a header; the partner's reason.
fn offer(pairing: &Pairing, octets: &[u8], header: &str) -> i32 {
    let path = pairing.scratch.file("octets", octets);
    send(pairing, &path, "", &[("ForwardHeader", header)]).reason_code
}

/// The server still takes a good file.
fn still_well(pairing: &Pairing, name: &str) {
    let path = pairing.scratch.file("good", b"good");
    assert_eq!(send(pairing, &path, name, &[("VirtualFileSecurityLevel", "3"), ("Compress", "True")]).reason_code, 0);
    let ended = pairing.server.expect("a good file", |h| match h {
        Heard::EndTransfer(event) if event.virtual_file_name == name => Some(event.clone()),
        _ => None,
    });
    assert_eq!(std::fs::read(&ended.local_file).unwrap(), b"good");
    std::fs::remove_file(&ended.local_file).unwrap();
}

/// CMS-8, CMS-9, EFNA-3: cut off, not the announced layers, damaged inside; and an octet string that is all of the above.
#[test]
fn cms_8_files_that_are_not_what_they_are_announced_as() {
    let pairing = pairing(&[]);
    let plain = content(20_000);
    let make = |sign, compress, encrypt| secured(&pairing, sign, compress, encrypt, &plain);
    let half = |octets: Vec<u8>| octets[..octets.len() / 2].to_vec();
    let mut zlib = make(false, true, false);
    let middle = zlib.len() / 2;
    zlib[middle..middle + 8].fill(0xFF);
    // What is wrong behind the envelope is told as a failed decryption, so that nobody learns from it (RFC 3218).
    let rows = vec![
        ("ENVELOPE CUT", half(make(true, true, true)), 3, true, 22, 684),
        ("SIGNATURE CUT", half(make(true, false, false)), 2, false, 21, 683),
        ("COMPRESSED CUT", half(make(false, true, false)), 0, true, 23, 684),
        ("BAD ZLIB", zlib, 0, true, 23, 684),
        ("PLAIN AS ENCRYPTED", plain.clone(), 1, false, 22, 684),
        ("PLAIN AS SIGNED", plain.clone(), 2, false, 21, 683),
        ("PLAIN AS COMPRESSED", plain.clone(), 0, true, 23, 684),
        ("EMPTY AS ENCRYPTED", Vec::new(), 1, false, 22, 684),
        ("NO SIGNATURE INSIDE", make(false, false, true), 3, false, 22, 684),
        ("NO SIGNATURE", make(false, true, false), 2, true, 21, 683),
        ("NO ENVELOPE", make(true, false, false), 3, false, 22, 684),
        ("NO COMPRESSION", make(true, false, false), 2, true, 23, 684),
        ("NO COMPRESSION INSIDE", make(true, false, true), 3, true, 22, 684),
        ("ENVELOPE TOO MANY", make(false, false, true), 2, false, 21, 683),
    ];
    for (name, octets, security, compressed, reason, code) in rows {
        assert_eq!(offer(&pairing, &octets, &header(name, security, compressed, 20)), reason, "{name}");
        assert_eq!(failure(&pairing.server), (reason, code), "{name}");
    }
    still_well(&pairing, "WELL");
}

/// A partner who signs or compresses another's envelope hears the same of it, altered or not, and whatever its content is: it
/// is not opened.
#[test]
fn an_envelope_inside_of_another_layer_is_not_opened() {
    let pairing = pairing(&[]);
    let client = KeyPair::new(pairing.pairs[1].cert.clone(), pairing.pairs[1].key.clone());
    let wrap = |sign: bool, compress, octets: &[u8]| {
        let sign = if sign { vec![client.clone()] } else { Vec::new() };
        let spec = EncodeSpec { sign, compress, ..EncodeSpec::new(CipherSuite::from_code(4).unwrap()) };
        let mut encoder = Encoder::new(&spec, Vec::new()).unwrap();
        encoder.write_all(octets).unwrap();
        encoder.finish().unwrap()
    };
    let good = secured(&pairing, true, false, true, &content(1000));
    let mut bad = good.clone();
    let at = bad.len() - 10 - 16 - 1;
    bad[at] ^= 0x80;
    for (sign, compress, security) in [(true, false, 3), (true, true, 3), (false, true, 3), (false, true, 1)] {
        for format in ["U", "F"] {
            let heard = [("GOOD", &good), ("BAD", &bad)].map(|(name, envelope)| {
                let name = format!("{name} {sign} {compress} {security} {format}").to_uppercase();
                let header = header(&name, security, compress, 20);
                // Records that the content does not fit.
                let header =
                    header.replace("FMT=U", &format!("FMT={format}&LRECL={}", if format == "F" { 64 } else { 0 }));
                let reason = offer(&pairing, &wrap(sign, compress, envelope), &header);
                let told = pairing.server.expect("the cause", |h| match h {
                    Heard::Error(event) => Some((event.error_code, event.description.clone())),
                    _ => None,
                });
                assert_eq!(pairing.server.ended().reason_code, reason);
                assert_eq!(std::fs::read_dir(&pairing.server.inbox).unwrap().count(), 0);
                (reason, told)
            });
            assert_eq!(heard[0], heard[1]);
            assert!(heard[0].0 == 22 && heard[0].1.0 == 684, "{heard:?}");
            assert!(heard[0].1.1.contains("must be the outermost layer"), "{heard:?}");
        }
    }
    still_well(&pairing, "WELL");
}

/// A few octets that grow to many: stopped at the announced original size with its margin, or at MaxDecompressedSize,
/// announced as compressed or not. Of an encrypted one the partner does not hear that it was for its size.
#[test]
fn decompression_bombs() {
    let pairing = pairing(&[]);
    let zeros = vec![0u8; 64 << 20];
    let bomb = secured(&pairing, true, true, true, &zeros);
    let open = secured(&pairing, true, true, false, &zeros);
    assert!(bomb.len() < 1 << 20);
    for (name, octets, security, compressed, blocks, limit) in [
        ("ANNOUNCED SMALL", &bomb, 3, true, 100, "0"),
        ("NOT ANNOUNCED AT ALL", &bomb, 3, false, 100, "0"),
        ("OVER THE CEILING", &bomb, 3, true, 64 << 10, "1000000"),
        ("NOT ENCRYPTED", &open, 2, true, 100, "0"),
    ] {
        pairing.server.server.set_config("MaxDecompressedSize", limit).unwrap();
        let reason = if security == 3 { 22 } else { 23 };
        assert_eq!(offer(&pairing, octets, &header(name, security, compressed, blocks)), reason, "{name}");
        let error = pairing.server.error();
        assert!(error.error_code == 684 && error.description.contains("larger than is allowed"), "{error:?}");
        assert_eq!(pairing.server.ended().reason_code, reason);
        assert_eq!(std::fs::read_dir(&pairing.server.inbox).unwrap().count(), 0);
    }
    // Nothing stands in the way of the file as it was announced.
    for (name, blocks, limit) in [("HONEST", 64 << 10, "0"), ("NO LIMIT", 1, "-1")] {
        pairing.server.server.set_config("MaxDecompressedSize", limit).unwrap();
        assert_eq!(offer(&pairing, &bomb, &header(name, 3, true, blocks)), 0, "{name}");
        std::fs::remove_file(pairing.server.ended().local_file).unwrap();
    }
}

/// DeleteOnError=False keeps what travelled, octet for octet, as a part file beside where the file would have come to lie;
/// never the opened content, and nothing under the final name.
#[test]
fn delete_on_error_off_keeps_what_travelled() {
    let pairing = pairing(&[("DeleteOnError", "False")]);
    let mut octets = secured(&pairing, true, false, true, &content(5000));
    let middle = octets.len() / 2;
    octets[middle] ^= 1;
    for (name, restart) in [("KEPT 1", "True"), ("KEPT 2", "False")] {
        pairing.client.server.set_config("OfferRestart", restart).unwrap();
        assert_eq!(offer(&pairing, &octets, &header(name, 3, false, 5)), 22, "{name}");
        let ended = pairing.server.ended();
        let kept = ended.reason_text.split(" is kept as ").nth(1).expect("the place").trim_end_matches('.').to_owned();
        assert!(kept.starts_with(&*pairing.server.inbox.to_string_lossy()) && kept.ends_with(".oftp-part"), "{kept}");
        assert_eq!(std::fs::read(&kept).unwrap(), octets);
        std::fs::remove_file(kept).unwrap();
        assert_eq!(std::fs::read_dir(&pairing.server.inbox).unwrap().count(), 0, "nothing else is there");
    }
}

/// CMS-9: every 997th octet of a secured file altered, one after the other: never delivered, nothing left.
#[test]
fn cms_9_tampering_is_always_caught() {
    for (name, sign, compress, encrypt) in
        [("tamper-s", true, false, false), ("tamper-sc", true, true, false), ("tamper-sce", true, true, true)]
    {
        let pairing = pairing(&[("ExchangeBufferSize", "32000")]);
        // Not to be compressed much, so that there are many octets to alter.
        let mut state = 1u32;
        let plain: Vec<u8> = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .take(100_000)
        .collect();
        let good = secured(&pairing, sign, compress, encrypt, &plain);
        let places: Vec<usize> = (0..good.len()).step_by(997).collect();
        let security = if encrypt { 3 } else { 2 };
        let client = &pairing.client.server;
        client
            .connect_prepared("127.0.0.1", pairing.port, DialOptions::default(), |id| {
                for &place in &places {
                    let mut octets = good.clone();
                    octets[place] ^= 0x10;
                    let path = pairing.scratch.file(&format!("octets-{place}"), &octets);
                    let header = header(&format!("ALTERED {place}"), security, compress, 100);
                    client.connection_set(id, "ForwardHeader", &header)?;
                    client.send_file_async(id, "", &path, "")?;
                }
                Ok(())
            })
            .unwrap();
        for place in &places {
            let ended = pairing.client.ended();
            let told =
                if encrypt { matches!(ended.reason_code, 15 | 22) } else { matches!(ended.reason_code, 15 | 21..=23) };
            assert!(told, "{name} {place}: {ended:?}");
            let code = pairing.server.error().error_code;
            let received = pairing.server.ended();
            assert!(received.reason_code == ended.reason_code && matches!(code, 683 | 684), "{name} {place}: {code}");
            assert!(!std::path::Path::new(&received.local_file).exists());
        }
        assert_eq!(pairing.client.disconnected().status_code, 0);
        assert_eq!(std::fs::read_dir(&pairing.server.inbox).unwrap().count(), 0, "nothing is left");
        still_well(&pairing, "WELL");
    }
}

/// What a sender or a receiver lacks: 685 and 686 before anything is sent, 689 and SFNA 99 for files that cannot be
/// opened or checked.
#[test]
fn missing_certificates() {
    let scratch = Scratch::new();
    let server = Side::new("SERVER", &scratch, &[]);
    let client = Side::new("CLIENT", &scratch, &[("CipherSuite", "4")]);
    let port = server.listen();
    let path = scratch.file("in", b"content");
    let send = |level: &str, name: &str| {
        client
            .server
            .connect_prepared("127.0.0.1", port, DialOptions::default(), |id| {
                client.server.connection_set(id, "SFIDCode", "SERVER")?;
                client.server.connection_set(id, "VirtualFileSecurityLevel", level)?;
                client.server.send_file_async(id, "", &path, name)
            })
            .unwrap();
    };
    for (level, code) in [("1", 685), ("2", 686), ("3", 686)] {
        send(level, "LACKING");
        let error = client.error();
        assert_eq!(error.error_code, code, "{}", error.description);
        assert_eq!(client.disconnected().status_code, 0, "the session goes on");
    }
    let (own, partner) = (simple("Server"), simple("Client"));
    introduce(&client, &partner, &own, &scratch);
    for (level, property) in [("1", "set Certificate"), ("2", "set RecipientCertSubject")] {
        send(level, "REFUSED");
        assert_eq!(client.ended().reason_code, 99);
        let error = server.error();
        assert!(error.error_code == 689 && error.description.contains(property), "{error:?}");
        client.disconnected();
    }
    // A signed receipt whose signer is not known.
    server.server.set_certificate(Some(own.certificate())).unwrap();
    let lonely = Side::new("LONELY", &scratch, &[]);
    lonely
        .server
        .connect_prepared("127.0.0.1", port, DialOptions::default(), |id| {
            lonely.server.connection_set(id, "SFIDCode", "SERVER")?;
            lonely.server.connection_set(id, "SignedReceipt", "True")?;
            lonely.server.send_file_async(id, "", &path, "RECEIPT")
        })
        .unwrap();
    assert_eq!(lonely.ended().reason_code, 0);
    assert!(!lonely.response().signature.is_empty());
    let error = lonely.error();
    assert!(error.error_code == 689 && error.description.contains("RecipientCertSubject"), "{error:?}");
    assert_eq!(lonely.disconnected().status_code, 0, "RTR was sent all the same (EERP-11)");
}

/// FailOnUntrustedCert with TrustedCerts: certificates that no trusted CA issued cannot be loaded (690).
#[test]
fn untrusted_certificates() {
    let scratch = Scratch::new();
    let ca = Wanted { ca: true, ..Wanted::new("Trusted CA") }.make();
    let good = Wanted { issuer: Some(&ca), ..Wanted::new("good") }.make();
    let expired = Wanted { issuer: Some(&ca), expired: true, ..Wanted::new("expired") }.make();
    let other = Wanted { ca: true, ..Wanted::new("Other CA") }.make();
    let stranger = Wanted { issuer: Some(&other), ..Wanted::new("stranger") }.make();
    let station = Side::new("SERVER", &scratch, &[]);
    let bundle = scratch.file("trusted.pem", ca.pem());
    station.server.set_config("TrustedCertsData", &bundle).unwrap();
    station.server.import_trusted_certs().unwrap();
    let load = |pair: &Pair| {
        let path = scratch.file("partner.pem", pair.pem());
        station.server.set_config("RecipientCertSubject", "").unwrap();
        station.server.set_config("RecipientCertStoreType", "8").unwrap();
        station.server.set_config("RecipientCertStore", &path).unwrap();
        station.server.set_config("RecipientCertSubject", "*")
    };
    assert_eq!(load(&good), Ok(()));
    for bad in [&stranger, &expired] {
        let error = load(bad).expect_err("untrusted");
        assert_eq!(error.code, 690, "{error}");
        assert_eq!(station.server.set_certificate(Some(bad.certificate())).unwrap_err().code, 690);
    }
    // Nobody can vouch for a self-signed one but who loads it.
    assert_eq!(load(&simple("self-signed")), Ok(()));
    station.server.set_config("FailOnUntrustedCert", "False").unwrap();
    assert_eq!(load(&stranger), Ok(()));
}

/// Signers whom only a trusted CA vouches for count with AcceptTrustedSigners, and only where no RecipientCert is set.
#[test]
fn signers_whom_a_ca_vouches_for() {
    let scratch = Scratch::new();
    let ca = Wanted { ca: true, ..Wanted::new("Trusted CA") }.make();
    let signer = Wanted { issuer: Some(&ca), ..Wanted::new("partner") }.make();
    let server = Side::new("SERVER", &scratch, &[]);
    let bundle = scratch.file("trusted.pem", ca.pem());
    server.server.set_config("TrustedCertsData", &bundle).unwrap();
    server.server.import_trusted_certs().unwrap();
    let port = server.listen();
    let client = Side::new("CLIENT", &scratch, &[("CipherSuite", "4")]);
    let path = scratch.file("in", b"content");
    let send = |pair: &Pair, name: &str| {
        client.server.set_certificate(Some(pair.certificate())).unwrap();
        client
            .server
            .connect_prepared("127.0.0.1", port, DialOptions::default(), |id| {
                client.server.connection_set(id, "SFIDCode", "SERVER")?;
                client.server.connection_set(id, "VirtualFileSecurityLevel", "2")?;
                client.server.send_file_async(id, "", &path, name)
            })
            .unwrap();
        let reason = client.ended().reason_code;
        client.disconnected();
        reason
    };
    assert_eq!(send(&signer, "NOT ASKED FOR"), 99);
    assert_eq!(server.error().error_code, 689);
    server.server.set_config("AcceptTrustedSigners", "True").unwrap();
    assert_eq!(send(&signer, "VOUCHED FOR"), 0);
    assert_eq!(send(&simple("self-signed"), "BY NOBODY"), 21);
    let expired = Wanted { issuer: Some(&ca), expired: true, ..Wanted::new("partner") }.make();
    assert_eq!(send(&expired, "EXPIRED"), 21);
    // As soon as the partner's certificate is known, it is the only one.
    let issued = Wanted { issuer: Some(&ca), ..Wanted::new("Server") }.make();
    let other = Wanted { issuer: Some(&ca), ..Wanted::new("other partner") }.make();
    introduce(&server, &issued, &other, &scratch);
    assert_eq!(send(&signer, "ANOTHER OF THE CA"), 21);
    assert_eq!(send(&other, "THE RIGHT ONE"), 0);
}

/// What a sender hears of end responses that are not right: 682 for another hash, 683 for a signature that is not good or
/// is missing; RTR goes out all the same (EERP-11). Without a signing key the receiver answers unsigned and says so
/// (EERP-8, NERP-8).
#[test]
fn eerp_11_end_responses_that_are_not_right() {
    let pairing = pairing(&[("CipherSuite", "4"), ("SecureAuthentication", "0")]);
    let path = pairing.scratch.file("in", content(1000));
    let (server, client) = (&pairing.server, &pairing.client);
    let [own, _] = &pairing.pairs;
    let stranger = simple("Stranger");
    let key = FileKey {
        name: "ANOTHER".into(),
        stamp: Stamp::from_wire("202601010000000001").unwrap(),
        destination: "CLIENT".into(),
        originator: "SERVER".into(),
    };
    let signed_by = |pair: &Pair| {
        let content = response::eerp_content(&key, &[0; 32]).unwrap();
        let signer = KeyPair::new(pair.cert.clone(), pair.key.clone());
        let signature = response::sign_end_response(&content, &signer, CipherSuite::from_code(4).unwrap()).unwrap();
        openssl::base64::encode_block(&signature)
    };
    let junk = openssl::base64::encode_block(b"no signature");
    let zeros = Some("00".repeat(32));
    for reason in [0, 34] {
        server.program.answer.store(reason, Ordering::SeqCst);
        for (number, (hash, signature, code, says)) in [
            (zeros.clone(), String::new(), 682, "other octets"),
            (None, junk.clone(), 683, "signature"),
            (None, signed_by(own), 683, "other fields"),
            (None, signed_by(&stranger), 683, "known certificate"),
            (Some(String::new()), String::new(), 683, "an unsigned one came"),
        ]
        .into_iter()
        .enumerate()
        {
            *server.program.altered.lock().unwrap() = Some((hash, signature));
            let (found, description) = respond(&pairing, &path, &format!("WRONG {reason} {number}")).unwrap();
            assert!(found == code && description.contains(says), "{reason} {number}: {found} {description}");
        }
        client.server.set_config("AllowUnsignedEndResponse", "True").unwrap();
        assert_eq!(respond(&pairing, &path, &format!("ALLOWED {reason}")), None);
        client.server.set_config("AllowUnsignedEndResponse", "False").unwrap();
        *server.program.altered.lock().unwrap() = None;
        assert_eq!(respond(&pairing, &path, &format!("RIGHT {reason}")), None);
    }
    // No signing key.
    server.server.set_certificate(None).unwrap();
    for reason in [-1, 34] {
        server.program.answer.store(reason, Ordering::SeqCst);
        let (code, description) = respond(&pairing, &path, &format!("NO KEY {reason}")).unwrap();
        assert!(code == 683 && description.contains("unsigned"), "{code} {description}");
    }
    assert_eq!(server.error().error_code, 686);
}

/// Sends a file that asks for a signed response, and waits for it and for the end of the session; the error that the
/// sender heard.
fn respond(pairing: &Pairing, path: &str, name: &str) -> Option<(i32, String)> {
    let client = &pairing.client.server;
    client
        .connect_prepared("127.0.0.1", pairing.port, DialOptions::default(), |id| {
            client.connection_set(id, "SFIDCode", "SERVER")?;
            client.connection_set(id, "SignedReceipt", "True")?;
            client.send_file_async(id, "", path, name)
        })
        .unwrap();
    assert_eq!(pairing.client.ended().reason_code, 0);
    pairing.client.response();
    let mut error = None;
    loop {
        match pairing.client.expect("the end", |h| Some(h.clone())) {
            Heard::Error(event) => error = Some((event.error_code, event.description)),
            Heard::Disconnected(event) => {
                assert_eq!(event.status_code, 0, "RTR was sent, the session ended well: {}", event.description);
                return error;
            }
            _ => {}
        }
    }
}
