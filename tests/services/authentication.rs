//! Secure authentication: who wants it, and everything that can go wrong in it.

use crate::certificates::{Pair, simple};
use crate::files::introduce;
use crate::raw::Raw;
use crate::station::{Scratch, Station};
use oftpsrv::internals::engine::DialOptions;
use oftpsrv::internals::security::{ContentCipher, KeyPair, KeyTransport, challenge};

fn server(name: &str, wants: &str) -> (Scratch, Station, u16, Pair, Pair) {
    let scratch = Scratch::new(name);
    let server = Station::new("SERVER", &scratch.0, &[("SecureAuthentication", wants)]);
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
        let (_scratch, server, port, ..) = server("wants", wants);
        let mut peer = Raw::call(port);
        let answer = peer.ssid(offers);
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
        let (scratch, server, port, own, partner) = server("disagree", called);
        let client = Station::new("CLIENT", &scratch.0, &[("SecureAuthentication", caller)]);
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
    let (_scratch, _server, port, own, partner) = server("challenges", "1");
    let us = KeyPair::new(partner.cert.clone(), partner.key.clone());
    let mut seen = Vec::new();
    for cipher in [ContentCipher::TripleDes, ContentCipher::Aes256, ContentCipher::Aes128] {
        let mut peer = Raw::call(port);
        assert_eq!(peer.ssid('Y')[47], b'Y');
        peer.write(b"J");
        let envelope = peer.challenge();
        assert!(envelope.windows(9).any(|w| w == [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 3]), "EnvelopedData");
        let secret = challenge::open_challenge(&envelope, std::slice::from_ref(&us)).unwrap();
        assert!(!seen.contains(&*secret) && *secret != [0; 20]);
        seen.push(*secret);
        peer.write(&[b"S", &secret[..]].concat());
        assert_eq!(peer.read(), b"J");
        let (secret, envelope) = challenge::new_challenge(&own.cert, cipher, &KeyTransport::Pkcs1).unwrap();
        peer.auch(&envelope);
        assert_eq!(peer.read(), [b"S", &secret[..]].concat());
        // The session is open: the file phase begins.
        assert_eq!(peer.sfid("AUTHENTICATED", 'U', 0, "000000N")[0], b'2');
    }
}

/// AUTH-8: an answer that differs in one octet is ESID 11, and SECD is not sent.
#[test]
fn auth_8_a_wrong_answer() {
    let (_scratch, server, port, _, partner) = server("answer", "1");
    let us = KeyPair::new(partner.cert.clone(), partner.key.clone());
    for wrong in [0, 7, 19] {
        let mut peer = Raw::call(port);
        peer.ssid('Y');
        peer.write(b"J");
        let mut secret = *challenge::open_challenge(&peer.challenge(), std::slice::from_ref(&us)).unwrap();
        secret[wrong] ^= 1;
        peer.write(&[b"S", &secret[..]].concat());
        assert_eq!(peer.esid(), 11);
        let ended = server.disconnected();
        assert_eq!(ended.status_code, 671);
        assert!(ended.description.contains("challenge is wrong"), "{}", ended.description);
    }
}

/// AUTH-9: a challenge that does not open, or is no challenge, ends the session with ESID 11.
#[test]
fn auth_9_a_challenge_that_does_not_open() {
    let (_scratch, server, port, own, partner) = server("opens", "1");
    let us = KeyPair::new(partner.cert.clone(), partner.key.clone());
    let stranger = simple("Stranger");
    let make =
        |pair: &Pair| challenge::new_challenge(&pair.cert, ContentCipher::Aes256, &KeyTransport::Pkcs1).unwrap().1;
    let mut damaged = make(&own);
    let last = damaged.len() - 1;
    damaged[last] ^= 1;
    for envelope in [make(&stranger), damaged, make(&own)[..100].to_vec(), vec![0; 20]] {
        let mut peer = Raw::call(port);
        peer.ssid('Y');
        peer.write(b"J");
        let secret = challenge::open_challenge(&peer.challenge(), std::slice::from_ref(&us)).unwrap();
        peer.write(&[b"S", &secret[..]].concat());
        assert_eq!(peer.read(), b"J");
        peer.auch(&envelope);
        assert_eq!(peer.esid(), 11);
        assert_eq!(server.disconnected().status_code, 684);
    }
}

/// AUTH-9: without the partner's certificate there is no challenge, without an own key no answer: ESID 11 and error 689.
#[test]
fn auth_9_missing_certificates() {
    let scratch = Scratch::new("missing");
    let bare = Station::new("SERVER", &scratch.0, &[("SecureAuthentication", "1")]);
    let port = bare.listen();
    let mut peer = Raw::call(port);
    peer.ssid('Y');
    peer.write(b"J");
    assert_eq!(peer.esid(), 11);
    let ended = bare.disconnected();
    assert_eq!(ended.status_code, 689);
    assert!(ended.description.contains("RecipientCertSubject"), "{}", ended.description);
    // The partner is known now, but the own key is missing.
    let partner = simple("Client");
    let path = scratch.file("client.pem", &partner.pem());
    for (name, value) in
        [("RecipientCertStoreType", "8"), ("RecipientCertStore", path.as_str()), ("RecipientCertSubject", "*")]
    {
        bare.server.set_config(name, value).unwrap();
    }
    let us = KeyPair::new(partner.cert.clone(), partner.key.clone());
    let mut peer = Raw::call(port);
    peer.ssid('Y');
    peer.write(b"J");
    let secret = challenge::open_challenge(&peer.challenge(), &[us]).unwrap();
    peer.write(&[b"S", &secret[..]].concat());
    assert_eq!(peer.read(), b"J");
    let stranger = simple("Stranger");
    let (_, envelope) = challenge::new_challenge(&stranger.cert, ContentCipher::Aes256, &KeyTransport::Pkcs1).unwrap();
    peer.auch(&envelope);
    assert_eq!(peer.esid(), 11);
    let ended = bare.disconnected();
    assert!(ended.status_code == 689 && ended.description.contains("set Certificate"), "{ended:?}");
}
