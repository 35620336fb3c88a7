//! Certificates by purpose: four of this side, four of the partner, each used for what it is meant for only.

use crate::authentication::ssid;
use crate::files::{content, introduce};
use crate::side::Side;
use crate::support::certificates::{Pair, simple};
use crate::support::peer::Peer;
use crate::support::{Heard, Scratch};
use oftpsrv::internals::engine::DialOptions;
use oftpsrv::internals::security::{ContentCipher, KeyPair, KeyTransport, challenge};

const PURPOSES: [&str; 4] = ["SESSION", "FILE", "SIGNING", "RECEIPT"];

struct Four(Vec<Pair>);

impl Four {
    fn new(name: &str) -> Self {
        Four(PURPOSES.iter().map(|purpose| simple(&format!("{name} {purpose}"))).collect())
    }

    /// CertificateType 1 to 4 and their certificates, as settings.
    fn own(&self, scratch: &Scratch, who: &str) -> Vec<(String, String)> {
        let mut set = vec![("CertificateStoreType".to_owned(), "6".to_owned())];
        for (number, pair) in self.0.iter().enumerate() {
            let path = scratch.file(&format!("{who}-{number}.key.pem"), pair.key_and_cert_pem());
            set.push(("CertificateType".into(), (number + 1).to_string()));
            set.push(("CertificateStore".into(), path));
            set.push(("CertificateSubject".into(), "*".into()));
        }
        set
    }

    /// RecipientCertificateType 1 to 4; `crossed` exchanges the certificates of two purposes.
    fn partner(&self, scratch: &Scratch, who: &str, crossed: Option<(usize, usize)>) -> Vec<(String, String)> {
        let mut set = vec![("RecipientCertStoreType".to_owned(), "8".to_owned())];
        let mut pairs: Vec<&Pair> = self.0.iter().collect();
        if let Some((a, b)) = crossed {
            pairs.swap(a, b);
        }
        for (number, pair) in pairs.iter().enumerate() {
            let path = scratch.file(&format!("{who}-{number}-{crossed:?}.pem"), pair.pem());
            set.push(("RecipientCertificateType".into(), (number + 1).to_string()));
            set.push(("RecipientCertStore".into(), path));
            set.push(("RecipientCertSubject".into(), "*".into()));
        }
        set
    }
}

fn set_server(station: &Side, set: &[(String, String)]) {
    for (name, value) in set {
        station.server.set_config(name, value).unwrap_or_else(|e| panic!("{name}={value}: {e}"));
    }
}

struct Both {
    scratch: Scratch,
    server: Side,
    client: Side,
    fours: [Four; 2],
    port: u16,
}

fn both() -> Both {
    let scratch = Scratch::new();
    let set = [("SecureAuthentication", "1"), ("CipherSuite", "4")];
    let server = Side::new("SERVER", &scratch, &set);
    let client = Side::new("CLIENT", &scratch, &set);
    let port = server.listen();
    Both { scratch, server, client, fours: [Four::new("Server"), Four::new("Client")], port }
}

/// A signed and encrypted file with a signed receipt each way, after authentication: with certificates that differ for
/// every purpose it only works when each is used for its own, on both sides.
fn exchange(both: &Both, prepare: impl Fn(&str)) {
    let path = both.scratch.file("in", content(10_000));
    let send = |station: &Side, id: &str, to: &str| {
        for (field, value) in [("SFIDCode", to), ("VirtualFileSecurityLevel", "3"), ("SignedReceipt", "True")] {
            station.server.connection_set(id, field, value).unwrap();
        }
        station.server.send_file_async(id, "", &path, "FOUR").unwrap();
    };
    let options = DialOptions::default();
    both.client
        .server
        .connect_prepared("127.0.0.1", both.port, options, |id| {
            prepare(id);
            send(&both.client, id, "SERVER");
            Ok(())
        })
        .unwrap();
    let id = both.server.opened();
    send(&both.server, &id, "CLIENT");
    for station in [&both.server, &both.client] {
        went_well(station);
    }
}

/// One file went, one came, and the signed response was good.
pub fn went_well(station: &Side) {
    let (heard, over) = station.until_disconnected();
    assert_eq!(over.status_code, 0, "{}", over.description);
    let ended = |h: &&Heard| matches!(h, Heard::EndTransfer(event) if event.reason_code == 0);
    assert_eq!(heard.iter().filter(ended).count(), 2, "{heard:#?}");
    let response = |h: &&Heard| matches!(h, Heard::EndResponse(e) if e.reason_code == 0 && !e.signature.is_empty());
    assert_eq!(heard.iter().filter(response).count(), 1, "{heard:#?}");
    assert!(!heard.iter().any(|h| matches!(h, Heard::Error(_))), "{heard:#?}");
}

/// CertificateType and RecipientCertificateType 1 to 4 for the whole server.
#[test]
fn four_certificates_of_the_server() {
    let both = both();
    set_server(&both.server, &both.fours[0].own(&both.scratch, "server"));
    set_server(&both.server, &both.fours[1].partner(&both.scratch, "client", None));
    set_server(&both.client, &both.fours[1].own(&both.scratch, "client"));
    set_server(&both.client, &both.fours[0].partner(&both.scratch, "server", None));
    exchange(&both, |_| {});
}

/// The same for one connection, whose certificates come before those of the server.
#[test]
fn four_certificates_of_a_connection() {
    let both = both();
    let strangers = Four::new("Nobody");
    for station in [&both.server, &both.client] {
        set_server(station, &strangers.own(&both.scratch, "nobody"));
        set_server(station, &strangers.partner(&both.scratch, "nobody", None));
    }
    *both.server.program.on_connect.lock().unwrap() =
        [both.fours[0].own(&both.scratch, "server"), both.fours[1].partner(&both.scratch, "client", None)].concat();
    let set =
        [both.fours[1].own(&both.scratch, "client"), both.fours[0].partner(&both.scratch, "server", None)].concat();
    exchange(&both, |id| {
        for (name, value) in &set {
            both.client.server.connection_set(id, name, value).unwrap();
        }
    });
}

/// A certificate of another purpose does not do: neither to open a challenge nor a file, nor as signer of a file or of a
/// receipt.
#[test]
fn certificates_of_other_purposes_do_not_count() {
    let both = both();
    set_server(&both.server, &both.fours[0].own(&both.scratch, "server"));
    set_server(&both.server, &both.fours[1].partner(&both.scratch, "client", None));
    set_server(&both.client, &both.fours[1].own(&both.scratch, "client"));
    let path = both.scratch.file("in", b"content");
    let client = &both.client.server;
    let send = |dsn: &str| {
        client
            .connect_prepared("127.0.0.1", both.port, DialOptions::default(), |id| {
                for (field, value) in
                    [("SFIDCode", "SERVER"), ("VirtualFileSecurityLevel", "3"), ("SignedReceipt", "True")]
                {
                    client.connection_set(id, field, value)?;
                }
                client.send_file_async(id, "", &path, dsn)
            })
            .unwrap();
    };
    // The server's certificates for the session and for files are exchanged: the challenge opens for neither key.
    set_server(&both.client, &both.fours[0].partner(&both.scratch, "server", Some((0, 1))));
    send("SESSION");
    assert!(both.client.disconnected().description.contains("11"));
    assert_eq!(both.server.disconnected().status_code, 684);
    // For files and signatures: the file is encrypted for the signing certificate.
    set_server(&both.client, &both.fours[0].partner(&both.scratch, "server", Some((1, 2))));
    send("FILE");
    assert_eq!(both.client.ended().reason_code, 22);
    both.client.disconnected();
    // For signatures and receipts: the receipt is by the wrong one.
    set_server(&both.client, &both.fours[0].partner(&both.scratch, "server", Some((2, 3))));
    send("RECEIPT");
    assert_eq!(both.client.ended().reason_code, 0);
    both.client.response();
    let error = both.client.error();
    assert!(error.error_code == 683 && error.description.contains("by a known certificate"), "{error:?}");
    both.client.disconnected();
    // And the server's idea of the client's: the signature of the file.
    set_server(&both.server, &both.fours[1].partner(&both.scratch, "client", Some((2, 3))));
    set_server(&both.client, &both.fours[0].partner(&both.scratch, "server", None));
    send("SIGNATURE");
    assert_eq!(
        both.client.ended().reason_code,
        22,
        "the file was encrypted: the partner does not hear that it was the signature"
    );
    both.server.expect("the cause", |h| match h {
        Heard::Error(event) if event.error_code == 683 => Some(()),
        _ => None,
    });
    both.client.disconnected();
}

/// A certificate for all operations opens files too, so it opens no challenge where there is one for sessions: the answer to
/// a challenge is what was decrypted, and a partner could have another's file decrypted block by block.
#[test]
fn a_session_certificate_is_the_only_one_that_opens_challenges() {
    for of_connection in [false, true] {
        let scratch = Scratch::new();
        let server = Side::new("SERVER", &scratch, &[("SecureAuthentication", "1")]);
        let (all, session, partner) = (simple("All"), simple("Session"), simple("Client"));
        introduce(&server, &all, &partner, &scratch);
        let port = server.listen();
        let us = KeyPair::new(partner.cert.clone(), partner.key.clone());
        // Whether a challenge for a certificate of the server is answered.
        let opens = |pair: &Pair| {
            let mut peer = Peer::greeted(port);
            peer.send(&ssid('Y').encode());
            peer.expect('X');
            peer.send(b"J");
            let secret = challenge::open_challenge(&peer.challenge(), std::slice::from_ref(&us)).unwrap();
            peer.send(&[b"S", &secret[..]].concat());
            assert_eq!(peer.expect('J'), b"J");
            let (secret, envelope) =
                challenge::new_challenge(&pair.cert, ContentCipher::TripleDes, &KeyTransport::Pkcs1).unwrap();
            peer.auch(&envelope);
            let answer = peer.recv().unwrap();
            assert!(answer[..3] == *b"F11" || answer == [b"S", &secret[..]].concat(), "{answer:?}");
            answer[0] == b'S'
        };
        assert!(opens(&all) && !opens(&session), "the one for all operations, while there is no other");
        let set = |store: String| {
            [("CertificateType", "1"), ("CertificateStoreType", "6"), ("CertificateStore", &store)]
                .into_iter()
                .chain([("CertificateSubject", "*")])
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect::<Vec<_>>()
        };
        let named = set(scratch.file("session.pem", session.key_and_cert_pem()));
        match of_connection {
            true => *server.program.on_connect.lock().unwrap() = named,
            false => set_server(&server, &named),
        }
        assert!(opens(&session) && !opens(&all), "of the connection: {of_connection}");
    }
}
