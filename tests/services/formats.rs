//! F, T and V files through the services, and what `openssl cms` makes as received files.

use crate::authentication::{client_file, ssid};
use crate::files::{Pairing, introduce, pairing};
use crate::side::Side;
use crate::support::certificates::simple;
use crate::support::peer::{Peer, Sfid};
use crate::support::{Heard, Scratch};
use oftpsrv::internals::engine::DialOptions;
use oftpsrv::internals::model::{CipherSuite, SecurityLevel};
use oftpsrv::internals::security::{DecodeSpec, Decoder, EncodeSpec, Encoder, KeyPair};
use std::io::Write;
use std::process::Command;

/// Local files of a format: records of all lengths that matter.
fn local(format: &str) -> Vec<u8> {
    let mut out = Vec::new();
    for number in 0..300usize {
        let length = match format {
            "2" => 80,
            "3" => [0, 1, 79, 80, 62, 63, 64][number % 7],
            _ => 30 + number % 50,
        };
        out.extend((0..length).map(|i| b'A' + ((number + i) % 26) as u8));
        out.extend(b"\r\n");
    }
    out
}

/// What is signed, compressed and encrypted of such a file: V records after their length, F records end to end, T as it is.
fn wrapped_content(format: &str) -> Vec<u8> {
    let file = local(format);
    if format == "1" {
        return file;
    }
    let text = String::from_utf8(file).unwrap();
    let mut out = Vec::new();
    for record in text.strip_suffix("\r\n").unwrap().split("\r\n") {
        if format == "3" {
            out.extend((record.len() as u16).to_be_bytes());
        }
        out.extend(record.bytes());
    }
    out
}

fn send_all(sender: &Side, id: &str, path: &str, format: &str, to: &str) {
    for combination in 1..8usize {
        let security = [["0", "1"], ["2", "3"]][combination & 1][combination >> 1 & 1];
        let compress = if combination & 4 == 4 { "True" } else { "False" };
        let record = if format == "1" { "0" } else { "80" };
        for (field, value) in [
            ("SFIDCode", to),
            ("VirtualFileFormat", format),
            ("MaxRecordSize", record),
            ("VirtualFileSecurityLevel", security),
            ("Compress", compress),
            ("SignedReceipt", "True"),
            ("CipherSuite", "4"),
        ] {
            sender.server.connection_set(id, field, value).unwrap();
        }
        sender.server.send_file_async(id, "", path, &format!("R{combination}")).unwrap();
    }
}

/// VF-6, VF-7: F, T and V files in all combinations of services, both ways, arrive as they were; SFID names the original
/// format and record length.
#[test]
fn vf_6_records_through_the_services() {
    for (format, letter) in [("1", 'T'), ("2", 'F'), ("3", 'V')] {
        let pairing = pairing(&[("ExchangeBufferSize", "700"), ("CreditCount", "3")]);
        let path = pairing.scratch.file("in", local(format));
        let client = &pairing.client.server;
        client
            .connect_prepared("127.0.0.1", pairing.port, DialOptions::default(), |id| {
                send_all(&pairing.client, id, &path, format, "SERVER");
                Ok(())
            })
            .unwrap();
        let id = pairing.server.opened();
        send_all(&pairing.server, &id, &path, format, "CLIENT");
        for (receiver, direction) in [
            (&pairing.server, oftpsrv::internals::model::Direction::Client),
            (&pairing.client, oftpsrv::internals::model::Direction::Server),
        ] {
            for _ in 0..7 {
                let ended = receiver.expect("a received file", |h| match h {
                    Heard::EndTransfer(event) if event.direction == direction => Some(event.clone()),
                    _ => None,
                });
                assert_eq!(ended.reason_code, 0, "{ended:?}");
                assert!(
                    std::fs::read(&ended.local_file).unwrap() == local(format),
                    "{letter} {}",
                    ended.virtual_file_name
                );
                std::fs::remove_file(&ended.local_file).unwrap();
            }
            let header = receiver.program.header.lock().unwrap().clone();
            let length = if format == "1" { 0 } else { 80 };
            assert!(header.contains(&format!("&FMT={letter}&LRECL={length}&")), "{header}");
        }
    }
}

/// VF-5, VF-7: what travels of a secured file, seen by a station that does not open it: one stream whose content has V
/// records after their length in two octets, and no such lengths in F and T files.
#[test]
fn vf_5_what_is_inside() {
    let scratch = Scratch::new();
    let (own, partner) = (simple("Other"), simple("Client"));
    let hub = Side::new("HUB", &scratch, &[("ForwardFiles", "True")]);
    let port = hub.listen();
    let client = Side::new("CLIENT", &scratch, &[("CipherSuite", "4")]);
    introduce(&client, &partner, &own, &scratch);
    for format in ["1", "2", "3"] {
        let path = scratch.file("in", local(format));
        client
            .server
            .connect_prepared("127.0.0.1", port, DialOptions::default(), |id| {
                for (field, value) in [
                    ("VirtualFileFormat", format),
                    ("MaxRecordSize", "80"),
                    ("VirtualFileSecurityLevel", "3"),
                    ("Compress", "True"),
                ] {
                    client.server.connection_set(id, field, value)?;
                }
                client.server.send_file_async(id, "OTHER", &path, &format!("INSIDE{format}"))
            })
            .unwrap();
        let ended = hub.ended();
        assert_eq!(ended.reason_code, 0);
        let spec = DecodeSpec {
            decrypt_with: vec![KeyPair::new(own.cert.clone(), own.key.clone())],
            signers: vec![partner.cert.clone()],
            ..DecodeSpec::new(SecurityLevel::EncryptedAndSigned, true, CipherSuite::from_code(4).unwrap())
        };
        let mut decoder = Decoder::new(spec, Vec::new());
        decoder.write_all(&std::fs::read(&ended.local_file).unwrap()).unwrap();
        assert!(decoder.finish().unwrap().0 == wrapped_content(format), "{format}");
    }
}

/// EFID-6: for a secured F or V file the record count may be 0 or that of the original file.
#[test]
fn efid_6_record_counts_of_secured_files() {
    let scratch = Scratch::new();
    let (own, partner) = (simple("Server"), simple("Client"));
    let server = Side::new("SERVER", &scratch, &[]);
    introduce(&server, &own, &partner, &scratch);
    let port = server.listen();
    let spec = EncodeSpec { compress: true, ..EncodeSpec::new(CipherSuite::NONE) };
    let make = |content: &[u8]| {
        let mut encoder = Encoder::new(&spec, Vec::new()).unwrap();
        encoder.write_all(content).unwrap();
        encoder.finish().unwrap()
    };
    let rows: [(char, &[u8], &[u8]); 2] = [
        ('F', b"0123456789abcdefghij", b"0123456789\r\nabcdefghij\r\n"),
        ('V', b"\0\x03abc\0\x05defgh", b"abc\r\ndefgh\r\n"),
    ];
    let mut peer = Peer::open(port, &ssid('N'));
    for (format, content, local) in rows {
        for records in [0, 2] {
            // SEC 00, CIPH 00, COMP 1, ENV 1, SIGN N.
            let file = client_file(&format!("{format}{records}"), format, 10);
            assert_eq!(peer.offer(&Sfid { compressed: '1', enveloped: '1', ..file }), 0);
            let secured = make(content);
            peer.data(&[&secured]);
            peer.efid(records, secured.len() as u64);
            if peer.confirmed() == 'Y' {
                peer.listen();
            }
            let ended = server.ended();
            assert_eq!(std::fs::read(&ended.local_file).unwrap(), local, "{format} {records}");
        }
    }
    peer.finish();
}

fn openssl(arguments: &[&str]) {
    let run = Command::new("openssl").args(arguments).output().unwrap();
    assert!(run.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
}

/// CMS-3, CMS-7, CMS-11: what `openssl cms` makes, in DER and in streamed BER, with and without attributes and
/// certificates, named by serial number or by key identifier, for several recipients, is received through the engine.
#[test]
fn cms_7_files_made_by_openssl() {
    if Command::new("openssl").arg("version").output().is_err() {
        println!("skipped: openssl is not installed");
        return;
    }
    let pairing = pairing(&[]);
    let [server, client] = &pairing.pairs;
    let scratch = &pairing.scratch;
    let data: Vec<u8> = (0..100_000u32).map(|i| (i * 7 + i / 300) as u8).collect();
    let content = scratch.file("content", &data);
    let place = |name: &str| scratch.join(name).to_string_lossy().into_owned();
    let (ours, theirs) = (scratch.file("our.pem", client.key_and_cert_pem()), scratch.file("their.pem", server.pem()));
    let stranger = scratch.file("stranger.pem", simple("Stranger").pem());
    let (signed, both, encrypted) = (place("signed"), place("both"), place("encrypted"));
    let mut number = 0;
    for streamed in [false, true] {
        for options in [&[][..], &["-noattr"][..], &["-nocerts"][..], &["-keyid"][..], &["-md", "sha512"][..]] {
            for recipients in [&[theirs.as_str()][..], &[stranger.as_str(), theirs.as_str()][..]] {
                let stream: &[&str] = if streamed { &["-stream"] } else { &[] };
                let sign = [
                    "cms",
                    "-sign",
                    "-binary",
                    "-nodetach",
                    "-outform",
                    "DER",
                    "-signer",
                    &ours,
                    "-in",
                    &content,
                    "-out",
                    &signed,
                ];
                openssl(&[&sign, stream, options].concat());
                let encrypt = |from: &str, to: &str| {
                    let command = ["cms", "-encrypt", "-binary", "-aes256", "-outform", "DER", "-in", from, "-out", to];
                    openssl(&[&command, stream, recipients].concat());
                };
                encrypt(&signed, &both);
                encrypt(&content, &encrypted);
                for (level, file) in [(2, &signed), (3, &both), (1, &encrypted)] {
                    number += 1;
                    receive(&pairing, file, level, number, &data);
                }
            }
        }
    }
}

fn receive(pairing: &Pairing, file: &str, level: u8, number: usize, data: &[u8]) {
    let header = format!(
        "DSN=OPENSSL {number}&DATE=20260101&TIME=1200000001&DEST=SERVER&ORIG=CLIENT&OSIZ=98&SEC={level:02}&CIPH=04&ENV=1"
    );
    let client = &pairing.client.server;
    client
        .connect_prepared("127.0.0.1", pairing.port, DialOptions::default(), |id| {
            client.connection_set(id, "ForwardHeader", &header)?;
            client.send_file_async(id, "", file, "")
        })
        .unwrap();
    let ended = pairing.server.ended();
    assert_eq!(ended.reason_code, 0, "{number} {level} {ended:?}");
    assert!(std::fs::read(&ended.local_file).unwrap() == data);
    std::fs::remove_file(ended.local_file).unwrap();
    pairing.client.disconnected();
}
