//! Signed, compressed and encrypted files with their end responses, both ways.

use crate::side::Side;
use crate::support::certificates::{Pair, simple};
use crate::support::{Heard, Scratch};
use oftpsrv::internals::engine::DialOptions;
use oftpsrv::internals::events::EventKind;
use openssl::hash::MessageDigest;
use std::sync::atomic::Ordering;

/// Gives a station its own certificate and the partner's.
pub fn introduce(station: &Side, own: &Pair, partner: &Pair, scratch: &Scratch) {
    station.server.set_certificate(Some(own.certificate())).unwrap();
    let path = scratch.file(&format!("{}.pem", partner.cert.digest(MessageDigest::sha1()).unwrap()[0]), partner.pem());
    for (name, value) in
        [("RecipientCertStoreType", "8"), ("RecipientCertStore", path.as_str()), ("RecipientCertSubject", "*")]
    {
        station.server.set_config(name, value).unwrap();
    }
}

pub struct Pairing {
    pub scratch: Scratch,
    pub server: Side,
    pub client: Side,
    pub port: u16,
    /// The server's certificate and the client's.
    pub pairs: [Pair; 2],
}

/// Two stations that know each other's certificates and insist on secure authentication (AUTH-3, AUTH-5, AUTH-6, AUTH-7).
pub fn pairing(set: &[(&str, &str)]) -> Pairing {
    let scratch = Scratch::new();
    let all: Vec<(&str, &str)> = [("SecureAuthentication", "1")].into_iter().chain(set.iter().copied()).collect();
    let server = Side::new("SERVER", &scratch, &all);
    let client = Side::new("CLIENT", &scratch, &all);
    let (own, partner) = (simple("Server"), simple("Client"));
    introduce(&server, &own, &partner, &scratch);
    introduce(&client, &partner, &own, &scratch);
    let port = server.listen();
    Pairing { scratch, server, client, port, pairs: [own, partner] }
}

pub fn content(size: usize) -> Vec<u8> {
    (0..size).map(|i| (i * 31 + i / 251) as u8).collect()
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Answer {
    Plain,
    Signed,
    SignedNegative,
}

/// Sends files in all eight combinations of sign, compress and encrypt; what arrives is what was sent, and the end
/// response is of the kind asked for (CMS-1, CMS-4, CMS-5, CMS-11, EERP-8, EERP-9, EERP-10, EERP-11, NERP-7, NERP-8).
fn matrix(suites: &[&str], sizes: &[usize], answers: &[Answer]) {
    let pairing = pairing(&[("ExchangeBufferSize", "1024"), ("CreditCount", "4")]);
    let files: Vec<(usize, String)> =
        sizes.iter().map(|&size| (size, pairing.scratch.file(&format!("in-{size}"), content(size)))).collect();
    for from_client in [true, false] {
        for &answer in answers {
            let (sender, receiver) = match from_client {
                true => (&pairing.client, &pairing.server),
                false => (&pairing.server, &pairing.client),
            };
            receiver.program.answer.store(if answer == Answer::SignedNegative { 34 } else { -1 }, Ordering::SeqCst);
            let mut jobs = Vec::new();
            for suite in suites {
                for combination in 0..8 {
                    for (size, path) in &files {
                        jobs.push((*suite, combination, *size, path.clone()));
                    }
                }
            }
            let queue = |id: &str| {
                for (number, (suite, combination, _, path)) in jobs.iter().enumerate() {
                    let security = [["0", "1"], ["2", "3"]][combination & 1][combination >> 1 & 1];
                    let compress = if combination & 4 == 4 { "True" } else { "False" };
                    let signed = if answer == Answer::Plain { "False" } else { "True" };
                    for (field, value) in [
                        ("CipherSuite", *suite),
                        ("VirtualFileSecurityLevel", security),
                        ("Compress", compress),
                        ("SignedReceipt", signed),
                    ] {
                        sender.server.connection_set(id, field, value)?;
                    }
                    let dsn = format!("F{from_client}{answer:?}{number}").to_uppercase();
                    sender.server.send_file_async(id, "", path, &dsn)?;
                }
                Ok(())
            };
            let options = DialOptions::default();
            if from_client {
                pairing.client.server.connect_prepared("127.0.0.1", pairing.port, options, |id| {
                    pairing.client.server.connection_set(id, "SFIDCode", "SERVER")?;
                    queue(id)
                })
            } else {
                // The files are asked for after the connection is there: the server's turn has to wait for them.
                pairing.server.ear.listen(EventKind::ReadyToSend);
                pairing.server.server.set_config("TurnHoldTime", "5000").unwrap();
                let called = pairing.client.server.connect("127.0.0.1", pairing.port, options);
                let id = pairing.server.opened();
                pairing.server.server.connection_set(&id, "SFIDCode", "CLIENT").unwrap();
                queue(&id).unwrap();
                pairing.server.server.connection_set(&id, "TurnHoldTime", "0").unwrap();
                called
            }
            .unwrap();
            for (suite, combination, size, _) in &jobs {
                let what =
                    format!("suite {suite} combination {combination} size {size} {answer:?} from client {from_client}");
                let ended = receiver.ended();
                assert_eq!(ended.reason_code, 0, "{what}: {ended:?}");
                assert_eq!(std::fs::read(&ended.local_file).unwrap(), content(*size), "{what}");
                std::fs::remove_file(&ended.local_file).unwrap();
                let header = receiver.program.headers.lock().unwrap().remove(&ended.virtual_file_name).unwrap();
                assert!(header.contains(&announced(suite, *combination, answer)), "{what}: {header}");
                let response = sender.response();
                assert_eq!(response.reason_code, if answer == Answer::SignedNegative { 34 } else { 0 }, "{what}");
                assert_eq!(response.signature.is_empty(), answer == Answer::Plain, "{what}");
                if answer != Answer::Plain {
                    let length = [20, 20, 32, 32, 64, 64][suite.parse::<usize>().unwrap() - 1];
                    assert_eq!(response.file_hash.len(), length * 2, "{what}");
                    assert_eq!(response.file_hash, ended.file_hash, "{what}");
                }
            }
            assert_eq!(pairing.client.disconnected().status_code, 0);
            assert_eq!(pairing.server.disconnected().status_code, 0);
            let errors: Vec<Heard> = sender.ear.rest().into_iter().filter(|h| matches!(h, Heard::Error(_))).collect();
            assert!(errors.is_empty(), "{errors:?}");
        }
    }
}

/// What SFID must say of a file of the matrix (SFID-14, SFID-15): the services that were applied, and a suite when it is
/// secured or its response is to be signed.
fn announced(suite: &str, combination: usize, answer: Answer) -> String {
    let security = [["00", "01"], ["02", "03"]][combination & 1][combination >> 1 & 1];
    let compressed = combination >> 2;
    let suite = match security == "00" && answer == Answer::Plain {
        true => "00".to_owned(),
        false => format!("{suite:0>2}"),
    };
    let signed = if answer == Answer::Plain { "N" } else { "Y" };
    let enveloped = u8::from(security != "00" || compressed == 1);
    format!("&SEC={security}&CIPH={suite}&COMP={compressed}&ENV={enveloped}&SIGN={signed}&")
}

#[test]
fn all_combinations_all_suites() {
    let answers = [Answer::Plain, Answer::Signed, Answer::SignedNegative];
    matrix(&["1", "2", "3", "4", "5", "6"], &[1000], &answers);
}

#[test]
fn all_combinations_at_the_edges() {
    matrix(&["4"], &[0, 1, 62, 63, 64, 65, 1024, 1023 * 63 / 64, 4 * 1007], &[Answer::Signed]);
}

#[test]
fn a_large_file_through_everything() {
    matrix(&["4"], &[50 << 20], &[Answer::Signed]);
}

/// Waits until the receiver ended a file and returns its reason together with the code of the error it reported.
pub fn failure(receiver: &Side) -> (i32, i32) {
    let error = receiver.error();
    let ended = receiver.ended();
    assert!(!std::path::Path::new(&ended.local_file).exists(), "nothing under the final name: {ended:?}");
    let left: Vec<_> = std::fs::read_dir(&receiver.inbox).unwrap().flatten().map(|e| e.file_name()).collect();
    assert!(left.is_empty(), "nothing left behind: {left:?}");
    (ended.reason_code, error.error_code)
}

/// Sends one file under these settings and returns the partner's answer as the sender hears it.
pub fn send(pairing: &Pairing, path: &str, dsn: &str, set: &[(&str, &str)]) -> oftpsrv::internals::events::EndTransfer {
    let client = &pairing.client.server;
    client
        .connect_prepared("127.0.0.1", pairing.port, DialOptions::default(), |id| {
            client.connection_set(id, "SFIDCode", "SERVER")?;
            for (field, value) in set {
                client.connection_set(id, field, value)?;
            }
            client.send_file_async(id, "", path, dsn)
        })
        .unwrap();
    let ended = pairing.client.ended();
    pairing.client.disconnected();
    ended
}

/// A wrong key is EFNA 22, a signature that does not count EFNA 21, compression we refuse SFNA 18 and so on; nothing is
/// left under any name and the server goes on (EFNA-3, CMS-9, SFNA-6, EERP-5).
#[test]
fn what_cannot_be_opened_or_is_not_wanted() {
    let pairing = pairing(&[("CipherSuite", "4")]);
    let path = pairing.scratch.file("in", content(5000));
    let stranger = simple("Stranger");
    // Encrypted for somebody else.
    let session = [("VirtualFileSecurityLevel", "1"), ("RecipientCertificateType", "2")];
    let other = pairing.scratch.file("stranger.pem", stranger.pem());
    let for_stranger: Vec<(&str, &str)> = session
        .into_iter()
        .chain([("RecipientCertStoreType", "8"), ("RecipientCertStore", other.as_str()), ("RecipientCertSubject", "*")])
        .collect();
    assert_eq!(send(&pairing, &path, "WRONGKEY", &for_stranger).reason_code, 22);
    assert_eq!(failure(&pairing.server), (22, 684));
    // Signed by somebody else.
    let key = pairing.scratch.file("stranger-key.pem", stranger.key_and_cert_pem());
    let by_stranger = [
        ("VirtualFileSecurityLevel", "2"),
        ("CertificateType", "3"),
        ("CertificateStoreType", "6"),
        ("CertificateStore", key.as_str()),
        ("CertificateSubject", "*"),
    ];
    assert_eq!(send(&pairing, &path, "WRONGSIGNER", &by_stranger).reason_code, 21);
    assert_eq!(failure(&pairing.server), (21, 683));
    // Policies.
    for (setting, value, set, reason) in [
        ("EncryptedFiles", "2", ("VirtualFileSecurityLevel", "1"), 16),
        ("EncryptedFiles", "1", ("VirtualFileSecurityLevel", "2"), 17),
        ("CompressedFiles", "2", ("Compress", "True"), 18),
        ("SignedFiles", "2", ("VirtualFileSecurityLevel", "2"), 19),
        ("SignedFiles", "1", ("VirtualFileSecurityLevel", "1"), 20),
        ("AllowedCipherSuites", "5,6", ("VirtualFileSecurityLevel", "2"), 15),
        ("MaxFileSize", "2", ("VirtualFileSecurityLevel", "0"), 6),
    ] {
        let old = pairing.server.server.get_config(setting).unwrap();
        pairing.server.server.set_config(setting, value).unwrap();
        assert_eq!(send(&pairing, &path, "POLICY", &[set]).reason_code, reason, "{setting}={value}");
        pairing.server.server.set_config(setting, &old).unwrap();
    }
    // And the server is still well.
    assert_eq!(send(&pairing, &path, "GOOD", &[("VirtualFileSecurityLevel", "3")]).reason_code, 0);
    assert_eq!(
        pairing.server.expect("a good file", |h| match h {
            Heard::EndTransfer(event) if event.reason_code == 0 => Some(event.virtual_file_name.clone()),
            _ => None,
        }),
        "GOOD"
    );
}

/// A secured file that is cut goes on with the same octets, its hash covers all of them (RST-7, RST-2), both ways.
#[test]
fn a_cut_secured_file_goes_on() {
    let pairing = pairing(&[("CipherSuite", "6"), ("ExchangeBufferSize", "4096")]);
    let data = content(3 << 20);
    let path = pairing.scratch.file("in", &data);
    let client = &pairing.client.server;
    let mut restarts = 0;
    for cut_after in [Some(600_000), Some(1_200_000), None] {
        let options = DialOptions { cut_after, ..DialOptions::default() };
        client
            .connect_prepared("127.0.0.1", pairing.port, options, |id| {
                for (field, value) in
                    [("SFIDCode", "SERVER"), ("VirtualFileSecurityLevel", "3"), ("SignedReceipt", "True")]
                {
                    client.connection_set(id, field, value)?;
                }
                client.send_file_async(id, "", &path, "SECURED")
            })
            .unwrap();
        let ended = pairing.client.ended();
        let received = pairing.server.ended();
        match cut_after {
            Some(_) => {
                assert_ne!(ended.reason_code, 0);
                restarts += 1;
            }
            None => {
                assert_eq!(ended.reason_code, 0);
                assert_eq!(std::fs::read(&received.local_file).unwrap(), data);
                let response = pairing.client.response();
                assert_eq!((response.reason_code, &response.file_hash), (0, &received.file_hash));
                assert_eq!(ended.file_hash, received.file_hash);
            }
        }
        pairing.client.disconnected();
        pairing.server.disconnected();
    }
    assert_eq!(restarts, 2);
}

/// The same when the responder sends (RST-7): the caller goes away in mid-file, what it has of the file stays as a part
/// file, and the responder goes on with the octets that it prepared first.
#[test]
fn a_cut_secured_file_of_the_responder_goes_on() {
    let pairing = pairing(&[("CipherSuite", "4"), ("ExchangeBufferSize", "4096"), ("CreditCount", "4")]);
    let data = content(3 << 20);
    let path = pairing.scratch.file("in", &data);
    let server = &pairing.server.server;
    let parts =
        || std::fs::read_dir(&pairing.client.inbox).unwrap().flatten().map(|e| e.metadata().unwrap().len()).max();
    let mut longest = 0;
    // The caller says little beside credit: 7 octets for each window of 16 KiB.
    for cut_after in [Some(1000), Some(1300), None] {
        let options = DialOptions { cut_after, ..DialOptions::default() };
        pairing.client.server.connect("127.0.0.1", pairing.port, options).unwrap();
        let id = pairing.server.opened();
        for (field, value) in [("SFIDCode", "CLIENT"), ("VirtualFileSecurityLevel", "3"), ("SignedReceipt", "True")] {
            server.connection_set(&id, field, value).unwrap();
        }
        server.send_file_async(&id, "", &path, "SECURED").unwrap();
        let received = pairing.client.ended();
        let ended = pairing.server.ended();
        if cut_after.is_some() {
            assert!(ended.reason_code != 0 && received.reason_code != 0);
            let longer = parts().expect("a part file");
            assert!(longer > longest, "{longest} {longer}");
            longest = longer;
        } else {
            assert_eq!((ended.reason_code, received.reason_code), (0, 0));
            assert!(std::fs::read(&received.local_file).unwrap() == data);
            assert_eq!(ended.file_hash, received.file_hash);
            assert_eq!(pairing.server.response().file_hash, received.file_hash);
            assert_eq!(std::fs::read_dir(&pairing.client.inbox).unwrap().count(), 1, "no part file is left");
        }
        pairing.client.disconnected();
        pairing.server.disconnected();
    }
}

/// Certificate exchange: a request arrives, is told, and is answered by a deliver in the same session. The certificate
/// alone travels, in clear whatever the settings for files are (CERT-2, CERT-3, CERT-4).
#[test]
fn certificates_are_exchanged() {
    let pairing = pairing(&[]);
    let (fresh, answer) = (simple("Renewed"), simple("Renewed too"));
    let path = pairing.scratch.file("renewed.pem", fresh.key_and_cert_pem());
    let delivered = pairing.scratch.file("delivered.pem", answer.key_and_cert_pem());
    *pairing.server.program.deliver.lock().unwrap() = Some(delivered.clone());
    pairing.client.ear.listen(EventKind::ReadyToSend);
    let client = &pairing.client.server;
    let id = client
        .connect_prepared("127.0.0.1", pairing.port, DialOptions::default(), |id| {
            for (field, value) in [
                ("TurnHoldTime", "2000"),
                ("VirtualFileSecurityLevel", "3"),
                ("Compress", "True"),
                ("SignedReceipt", "True"),
            ] {
                client.connection_set(id, field, value)?;
            }
            Ok(())
        })
        .unwrap();
    client.exchange_certificate(&id, "SERVER", &path, 0).unwrap();
    let received = |station: &Side| {
        station.expect("CertificateReceived", |h| match h {
            Heard::CertificateReceived(event) => Some(event.clone()),
            _ => None,
        })
    };
    for (station, kind, name, certificate) in [
        (&pairing.server, 0, "ODETTE_CERTIFICATE_REQUEST", &fresh),
        (&pairing.client, 2, "ODETTE_CERTIFICATE_DELIVER", &answer),
    ] {
        let event = received(station);
        assert_eq!(event.certificate_exchange_type, kind);
        let content = std::fs::read(&event.certificate_file_name).unwrap();
        assert_eq!(content, certificate.cert.to_der().unwrap(), "the certificate alone, no key");
        let header = station.program.headers.lock().unwrap().remove(name).unwrap();
        assert!(header.contains("&FMT=U&LRECL=0&"), "{header}");
        assert!(header.contains("&SEC=00&CIPH=00&COMP=0&ENV=0&SIGN=N&"), "{header}");
        let (sender, named) = if kind == 0 { (&pairing.client, &path) } else { (&pairing.server, &delivered) };
        let told = sender.expect("EndTransfer", |h| match h {
            Heard::EndTransfer(event) if event.virtual_file_name == name => Some(event.local_file.clone()),
            _ => None,
        });
        assert_eq!(told, *named, "LocalFile is the file that the caller named");
        assert_eq!(sender.response().reason_code, 0);
    }
}
