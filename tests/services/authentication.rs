//! Secure authentication: who wants it, and everything that can go wrong in it.

use crate::files::introduce;
use crate::side::Side;
use crate::support::Scratch;
use crate::support::certificates::{Pair, simple};
use crate::support::peer::{Peer, Sfid, Ssid};
use oftpsrv::internals::engine::DialOptions;
use oftpsrv::internals::security::{ContentCipher, KeyPair, KeyTransport, challenge};

/// The SSID of CLIENT.
pub fn ssid(auth: char) -> Ssid {
    Ssid { code: "CLIENT".into(), password: String::new(), buffer: 4096, credit: 7, auth, ..Ssid::default() }
}

/// A file of CLIENT's for SERVER.
pub fn client_file(name: &str, format: char, record: u32) -> Sfid {
    let (destination, originator) = ("SERVER".into(), "CLIENT".into());
    Sfid { destination, originator, user: String::new(), ..Sfid::new(name, format, record) }
}

fn server(wants: &str) -> (Scratch, Side, u16, Pair, Pair) {
    let scratch = Scratch::new();
    let server = Side::new("SERVER", &scratch, &[("SecureAuthentication", wants)]);
    let (own, partner) = (simple("Server"), simple("Client"));
    introduce(&server, &own, &partner, &scratch);
    let port = server.listen();
    (scratch, server, port, own, partner)
}

/// SecureAuthentication 0, 1 and 2 against partners with SSIDAUTH Y and N: one that does not fit is ESID 12, and
/// automatic follows the partner.
#[test]
fn who_wants_authentication() {
    for (wants, offers, expected) in [
        ("0", 'Y', None),
        ("0", 'N', Some('N')),
        ("1", 'N', None),
        ("1", 'Y', Some('Y')),
        ("2", 'Y', Some('Y')),
        ("2", 'N', Some('N')),
    ] {
        let (_scratch, server, port, ..) = server(wants);
        let mut peer = Peer::greeted(port);
        peer.send(&ssid(offers).encode());
        let answer = peer.recv().unwrap();
        match expected {
            Some(auth) => assert_eq!((answer[0], char::from(answer[47])), (b'X', auth), "{wants} {offers}"),
            None => {
                assert_eq!(&answer[..3], b"F12", "{wants} {offers}");
                let ended = server.disconnected();
                assert_eq!(ended.status_code, 671, "{}", ended.description);
            }
        }
    }
}

/// Two engines whose settings do not fit hear ESID 12 as initiator too.
#[test]
fn two_engines_that_do_not_agree() {
    for (caller, called) in [("1", "0"), ("0", "1")] {
        let (scratch, server, port, own, partner) = server(called);
        let client = Side::new("CLIENT", &scratch, &[("SecureAuthentication", caller)]);
        introduce(&client, &partner, &own, &scratch);
        client.server.connect("127.0.0.1", port, DialOptions::default()).unwrap();
        let ended = client.disconnected();
        assert!(ended.status_code == 671 && ended.description.contains("12"), "{ended:?}");
        assert_eq!(server.disconnected().status_code, 671);
    }
}

/// AUTH-5, AUTH-6, AUTH-7: challenges are EnvelopedData of 20 octets that never come twice; ours, in 3DES and in AES, is
/// answered with the decrypted octets.
#[test]
fn challenges_and_answers() {
    let (_scratch, _server, port, own, partner) = server("1");
    let us = KeyPair::new(partner.cert.clone(), partner.key.clone());
    let mut seen = Vec::new();
    for cipher in [ContentCipher::TripleDes, ContentCipher::Aes256, ContentCipher::Aes128] {
        let mut peer = Peer::greeted(port);
        peer.send(&ssid('Y').encode());
        assert_eq!(peer.expect('X')[47], b'Y');
        peer.send(b"J");
        let envelope = peer.challenge();
        assert!(envelope.windows(9).any(|w| w == [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 3]), "EnvelopedData");
        let secret = challenge::open_challenge(&envelope, std::slice::from_ref(&us)).unwrap();
        assert!(!seen.contains(&*secret) && *secret != [0; 20]);
        seen.push(*secret);
        peer.send(&[b"S", &secret[..]].concat());
        assert_eq!(peer.expect('J'), b"J");
        let (secret, envelope) = challenge::new_challenge(&own.cert, cipher, &KeyTransport::Pkcs1).unwrap();
        peer.auch(&envelope);
        assert_eq!(peer.expect('S'), [b"S", &secret[..]].concat());
        // The session is open: the file phase begins.
        assert_eq!(peer.offer(&client_file("AUTHENTICATED", 'U', 0)), 0);
    }
}

/// AUTH-8: an answer that differs in one octet is ESID 11, and SECD is not sent.
#[test]
fn auth_8_a_wrong_answer() {
    let (_scratch, server, port, _, partner) = server("1");
    let us = KeyPair::new(partner.cert.clone(), partner.key.clone());
    for wrong in [0, 7, 19] {
        let mut peer = Peer::greeted(port);
        peer.send(&ssid('Y').encode());
        peer.expect('X');
        peer.send(b"J");
        let mut secret = *challenge::open_challenge(&peer.challenge(), std::slice::from_ref(&us)).unwrap();
        secret[wrong] ^= 1;
        peer.send(&[b"S", &secret[..]].concat());
        assert_eq!(peer.expect_esid().0, 11);
        let ended = server.disconnected();
        assert_eq!(ended.status_code, 671);
        assert!(ended.description.contains("challenge is wrong"), "{}", ended.description);
    }
}

/// AUTH-9: a challenge that does not open, or is no challenge, ends the session with ESID 11.
#[test]
fn auth_9_a_challenge_that_does_not_open() {
    let (_scratch, server, port, own, partner) = server("1");
    let us = KeyPair::new(partner.cert.clone(), partner.key.clone());
    let stranger = simple("Stranger");
    let make =
        |pair: &Pair| challenge::new_challenge(&pair.cert, ContentCipher::Aes256, &KeyTransport::Pkcs1).unwrap().1;
    let mut damaged = make(&own);
    let last = damaged.len() - 1;
    damaged[last] ^= 1;
    for envelope in [make(&stranger), damaged, make(&own)[..100].to_vec(), vec![0; 20]] {
        let mut peer = Peer::greeted(port);
        peer.send(&ssid('Y').encode());
        peer.expect('X');
        peer.send(b"J");
        let secret = challenge::open_challenge(&peer.challenge(), std::slice::from_ref(&us)).unwrap();
        peer.send(&[b"S", &secret[..]].concat());
        assert_eq!(peer.expect('J'), b"J");
        peer.auch(&envelope);
        assert_eq!(peer.expect_esid().0, 11);
        assert_eq!(server.disconnected().status_code, 684);
    }
}

/// AUTH-9: without the partner's certificate there is no challenge, without an own key no answer: ESID 11 and error 689.
#[test]
fn auth_9_missing_certificates() {
    let scratch = Scratch::new();
    let bare = Side::new("SERVER", &scratch, &[("SecureAuthentication", "1")]);
    let port = bare.listen();
    let mut peer = Peer::greeted(port);
    peer.send(&ssid('Y').encode());
    peer.expect('X');
    peer.send(b"J");
    assert_eq!(peer.expect_esid().0, 11);
    let ended = bare.disconnected();
    assert_eq!(ended.status_code, 689);
    assert!(ended.description.contains("RecipientCertSubject"), "{}", ended.description);
    // The partner is known now, but the own key is missing.
    let partner = simple("Client");
    let path = scratch.file("client.pem", partner.pem());
    for (name, value) in
        [("RecipientCertStoreType", "8"), ("RecipientCertStore", path.as_str()), ("RecipientCertSubject", "*")]
    {
        bare.server.set_config(name, value).unwrap();
    }
    let us = KeyPair::new(partner.cert.clone(), partner.key.clone());
    let mut peer = Peer::greeted(port);
    peer.send(&ssid('Y').encode());
    peer.expect('X');
    peer.send(b"J");
    let secret = challenge::open_challenge(&peer.challenge(), &[us]).unwrap();
    peer.send(&[b"S", &secret[..]].concat());
    assert_eq!(peer.expect('J'), b"J");
    let stranger = simple("Stranger");
    let (_, envelope) = challenge::new_challenge(&stranger.cert, ContentCipher::Aes256, &KeyTransport::Pkcs1).unwrap();
    peer.auch(&envelope);
    assert_eq!(peer.expect_esid().0, 11);
    let ended = bare.disconnected();
    assert!(ended.status_code == 689 && ended.description.contains("set Certificate"), "{ended:?}");
}
