//! Where file services and secure authentication meet what the engine decides. The services themselves are in
//! `tests/services`.

use crate::support::peer::{Peer, Sfid, Ssid, Taken};
use crate::support::{PEER, Scratch, Station, heard, noise};
use openssl::asn1::Asn1Time;
use openssl::bn::BigNum;
use openssl::cms::CmsContentInfo;
use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, Private};
use openssl::rsa::Rsa;
use openssl::x509::{X509, X509NameBuilder};

/// id-ct-compressedData, id-envelopedData and id-signedData as they begin a ContentInfo.
const COMPRESSED: &[u8] = b"\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x09";
const ENVELOPED: &[u8] = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03";
const SIGNED: &[u8] = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02";

pub(crate) struct Identity {
    pub key: PKey<Private>,
    pub cert: X509,
    pub path: String,
}

/// A self-signed certificate with its key in one PEM file.
pub(crate) fn identity(dir: &Scratch, name: &str) -> Identity {
    let key = PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap();
    let mut subject = X509NameBuilder::new().unwrap();
    subject.append_entry_by_text("CN", name).unwrap();
    let subject = subject.build();
    let mut cert = X509::builder().unwrap();
    cert.set_version(2).unwrap();
    cert.set_serial_number(&BigNum::from_u32(77).unwrap().to_asn1_integer().unwrap()).unwrap();
    cert.set_subject_name(&subject).unwrap();
    cert.set_issuer_name(&subject).unwrap();
    cert.set_pubkey(&key).unwrap();
    cert.set_not_before(&Asn1Time::from_str("20200101000000Z").unwrap()).unwrap();
    cert.set_not_after(&Asn1Time::from_str("20990101000000Z").unwrap()).unwrap();
    cert.sign(&key, MessageDigest::sha256()).unwrap();
    let cert = cert.build();
    let pem = [key.private_key_to_pem_pkcs8().unwrap(), cert.to_pem().unwrap()].concat();
    let path = dir.write(&format!("{name}.pem"), pem).to_str().unwrap().to_owned();
    Identity { key, cert, path }
}

pub(crate) fn with_identity(id: &Identity) -> Station {
    let s = Station::idle(&[]);
    for prefix in ["Certificate", "RecipientCert"] {
        for (name, value) in [("StoreType", "6"), ("Store", id.path.as_str()), ("Subject", "*")] {
            s.server.set_config(&format!("{prefix}{name}"), value).unwrap();
        }
    }
    s.listening()
}

fn fetch(s: &Station, peer: &mut Peer, set: &[(&str, &str)], path: &str, name: &str) -> Taken {
    let id = s.id();
    for (field, value) in set {
        s.server.connection_set(&id, field, value).unwrap();
    }
    s.server.send_file_async(&id, PEER, path, name).unwrap();
    peer.cd();
    let taken = peer.receive('N');
    peer.expect('R');
    taken
}

/// SFID-16, SFID-14, SFID-15: what SFIDSEC, SFIDCOMP, SFIDENV and SFIDCIPH say is what travels, for every combination of
/// the services.
#[test]
fn sfid_says_what_travels() {
    let dir = Scratch::new();
    let s = with_identity(&identity(&dir, "station"));
    let path = s.dir.write("out/x", b"squeeze me ".repeat(200)).to_str().unwrap().to_owned();
    for (security, compress, outermost) in [
        (0u8, false, None),
        (0, true, Some(COMPRESSED)),
        (1, false, Some(ENVELOPED)),
        (1, true, Some(ENVELOPED)),
        (2, false, Some(SIGNED)),
        (2, true, Some(COMPRESSED)),
        (3, false, Some(ENVELOPED)),
        (3, true, Some(ENVELOPED)),
    ] {
        let mut peer = Peer::open(s.port, &Ssid::default());
        let set =
            [("VirtualFileSecurityLevel", &*security.to_string()), ("Compress", if compress { "1" } else { "0" })];
        let taken = fetch(&s, &mut peer, &set, &path, "SERVICES");
        let file = &taken.file;
        assert_eq!((file.security, file.compressed == '1'), (security, compress));
        assert_eq!(file.enveloped == '1', security != 0 || compress, "{security} {compress}");
        assert_eq!(file.suite != 0, security != 0, "{security} {compress}: suite {}", file.suite);
        match outermost {
            Some(oid) => assert!(taken.bytes[..24].windows(oid.len()).any(|w| w == oid), "{security} {compress}"),
            None => assert!(taken.bytes.starts_with(b"squeeze me")),
        }
        peer.leave();
        s.quiet();
    }
}

/// EFID-6: a compressed V file is taken with a record count of zero and with the original one.
#[test]
fn either_record_count_of_a_wrapped_file() {
    let s = Station::new(&[]);
    let lines = "one\r\n\r\nthree\r\n".repeat(100);
    let path = s.dir.write("out/v", &lines).to_str().unwrap().to_owned();
    let mut peer = Peer::open(s.port, &Ssid::default());
    let set = [("VirtualFileFormat", "3"), ("MaxRecordSize", "20"), ("Compress", "True")];
    let taken = fetch(&s, &mut peer, &set, &path, "WRAPPED");
    assert_eq!(
        (taken.file.format, taken.file.compressed, taken.records.len()),
        ('V', '1', 1),
        "it travels as a stream"
    );
    for (name, records) in [("ZERO", 0), ("ORIGINAL", 300)] {
        let file = Sfid { compressed: '1', enveloped: '1', ..Sfid::new(name, 'V', 20) };
        peer.offer(&file);
        peer.data(&[&taken.bytes]);
        peer.efid(records, taken.bytes.len() as u64);
        assert_eq!(peer.confirmed(), 'Y', "{name}");
        assert_eq!(s.received(name), lines.as_bytes());
        peer.collect_response();
    }
    peer.leave();
}

/// AUTH-9: without a certificate for the partner, and after a challenge that cannot be decrypted, the session ends with an
/// ESID and no file phase begins.
#[test]
fn authentication_that_cannot_be_done() {
    let s = Station::new(&[]);
    let (mut peer, answer) = Peer::open_told(s.port, &Ssid { auth: 'Y', ..Ssid::default() });
    assert_eq!(answer.auth, 'Y');
    peer.send(b"J");
    assert_ne!(peer.expect_esid().0, 0);
    assert_ne!(heard!(s.ear, Disconnected).status_code, 0);

    let dir = Scratch::new();
    let id = identity(&dir, "both");
    let s = with_identity(&id);
    let (mut peer, _) = Peer::open_told(s.port, &Ssid { auth: 'Y', ..Ssid::default() });
    peer.send(b"J");
    let challenge = peer.expect('A');
    let secret = CmsContentInfo::from_der(&challenge[3..]).unwrap().decrypt(&id.key, &id.cert).unwrap();
    assert_eq!(secret.len(), 20);
    peer.send(&[b"S", secret.as_slice()].concat());
    peer.expect('J');
    let garbage = noise(300);
    peer.send(&[&b"A\x01\x2c"[..], &garbage].concat());
    assert_ne!(peer.expect_esid().0, 0);
    s.quiet();
    assert!(s.listing().is_empty());
}

/// While it arrives, nobody else on the machine may read what was encrypted for this side; nor what is prepared to be sent. Under its
/// final name the file has the mode that the process gives its files, and nothing else is left.
#[cfg(unix)]
#[test]
fn nobody_else_reads_what_arrives() {
    use std::os::unix::fs::PermissionsExt;
    let dir = Scratch::new();
    let own = identity(&dir, "station");
    let temp = dir.join("temp");
    std::fs::create_dir_all(&temp).unwrap();
    let content = noise(300_000);
    let mut recipients = openssl::stack::Stack::new().unwrap();
    recipients.push(own.cert.clone()).unwrap();
    let flags = openssl::cms::CMSOptions::BINARY;
    let cipher = openssl::symm::Cipher::aes_256_cbc();
    let octets = CmsContentInfo::encrypt(&recipients, &content, cipher, flags).unwrap().to_der().unwrap();
    let modes = |folder: &std::path::Path| -> Vec<(String, u32)> {
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
        let mode = |entry: &std::fs::DirEntry| entry.metadata().unwrap().permissions().mode() & 0o777;
        entries.map(|entry| (entry.file_name().to_string_lossy().into_owned(), mode(&entry))).collect()
    };
    let usual = modes(dir.path()).iter().find(|(name, _)| name.ends_with(".pem")).unwrap().1;
    for there in ["", temp.to_str().unwrap()] {
        let s = with_identity(&own);
        s.server.set_config("TempPath", there).unwrap();
        let mut peer = Peer::open(s.port, &Ssid::default());
        let file = Sfid { security: 1, suite: 4, enveloped: '1', ..Sfid::new("SECRET", 'U', 0) };
        peer.offer(&file);
        let (first, rest) = octets.split_at(200_000);
        peer.data(&[first]);
        let folder = if there.is_empty() { s.inbox.clone() } else { temp.clone() };
        let arriving = modes(&folder);
        assert!(!arriving.is_empty());
        assert!(arriving.iter().all(|(_, mode)| *mode == 0o600), "{arriving:?}");
        peer.data(&[rest]);
        peer.efid(0, octets.len() as u64);
        peer.confirmed();
        peer.collect_response();
        assert_eq!(s.received("SECRET"), content);
        assert_eq!(modes(&s.inbox), [("SECRET".to_owned(), usual)]);
        assert!(modes(&temp).is_empty());
        peer.leave();
    }
}
