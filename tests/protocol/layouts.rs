//! Every command at every level against the tables of RFC 5024 and RFC 2204 section 5.3. Levels 1 and 2 share a layout.

use crate::rig::*;
use oftpsrv::internals::error::codes;
use oftpsrv::internals::model::{CipherSuite, FileKey, Format, SecurityLevel, Version};
use oftpsrv::internals::protocol::commands::Command;
use oftpsrv::internals::protocol::{EndResponse, Negative, Reject, Ssid, StartFile};

fn encode(command: &Command, version: Version) -> Vec<u8> {
    let mut out = Vec::new();
    command.encode(version, &mut out).unwrap();
    assert_eq!(&Command::decode(&out, version).unwrap(), &normal(command, version), "what is written can be read");
    out
}

/// What a level keeps of a command.
fn normal(command: &Command, version: Version) -> Command {
    let mut command = command.clone();
    let stamp = |key: &mut FileKey| {
        if !version.has_long_stamps() {
            key.stamp = key.stamp.to_short();
        }
    };
    let keep = version == Version::V20;
    match &mut command {
        Command::StartFile(file) => {
            stamp(&mut file.key);
            if !keep {
                (file.original_size_k, file.description) = (0, String::new());
            }
        }
        Command::EndResponse(response) => {
            stamp(&mut response.key);
            if let (Some(negative), false) = (&mut response.negative, keep) {
                negative.text.clear();
            }
        }
        Command::FileRefused { text, .. } | Command::FileRejected { text, .. } | Command::EndSession { text, .. }
            if !keep =>
        {
            text.clear();
        }
        _ => {}
    }
    command
}

fn field(buffer: &[u8], at: usize, len: usize) -> &str {
    std::str::from_utf8(&buffer[at..at + len]).unwrap()
}

fn rejected(buffer: &[u8], version: Version) -> u8 {
    match Command::decode(buffer, version) {
        Err(Reject::Session { reason, .. }) => reason,
        other => panic!("{other:?}"),
    }
}

const ALL: [(Version, u8); 4] =
    [(Version::V12, b'1'), (Version::V13, b'2'), (Version::V14, b'4'), (Version::V20, b'5')];

/// SSRM-1, SSRM-3.
#[test]
fn ssrm_1_3_ready_message() {
    for (version, _) in ALL {
        assert_eq!(encode(&Command::Ready, version), SSRM);
        for accepted in [&b"IODETTE FTP READY \x8D"[..], b"IODETTE FTP READY "] {
            assert_eq!(Command::decode(accepted, version).unwrap(), Command::Ready);
        }
    }
    assert_eq!(rejected(b"IODETTE FTP READY \r\n", Version::V20), 7);
    assert_eq!(rejected(b"IODETTE FTP WAIT! \r", Version::V20), 6);
}

/// SSID-1, SSID-2, SSID-7, ADDR-2, SSRM-3, V1x-5.
#[test]
fn ssid_1_2_7_layout() {
    for (version, level) in ALL {
        let own = Ssid {
            version,
            code: "O0013 A B       SUB 567890".chars().take(25).collect(),
            password: "PASS".into(),
            buffer_size: 128,
            connection_type: oftpsrv::internals::model::ConnectionType::SendOnly,
            compression: true,
            restart: false,
            special: false,
            credit: 7,
            authentication: version == Version::V20,
            user: "USR".into(),
        };
        let buffer = encode(&Command::StartSession(own.clone()), version);
        assert_eq!(buffer.len(), 61);
        assert_eq!((buffer[0], buffer[1]), (b'X', level));
        assert_eq!(field(&buffer, 2, 25), own.code);
        assert_eq!(field(&buffer, 27, 8), "PASS    ");
        assert_eq!(field(&buffer, 35, 12), "00128SYNN007");
        assert_eq!(field(&buffer, 47, 5), if version == Version::V20 { "Y    " } else { "     " });
        assert_eq!(field(&buffer, 52, 9), "USR     \r");
        for ending in [&b"\x8D"[..], b""] {
            let other = [&buffer[..60], ending].concat();
            assert_eq!(Command::decode(&other, version).unwrap(), Command::StartSession(own.clone()));
        }
        assert_eq!(rejected(&buffer[..59], version), 7);
        assert_eq!(rejected(&[&buffer[..], b" "].concat(), version), 7, "V1x-5");
    }
    let long = Ssid { user: "x".repeat(254), ..Ssid::default() };
    assert_eq!(field(&encode_only(&Command::StartSession(long)), 52, 9), "xxxxxxxx\r");
    let long = Ssid { code: "x".repeat(26), ..Ssid::default() };
    assert_eq!(Command::StartSession(long).encode(Version::V20, &mut vec![]).unwrap_err().code, codes::BUILD_PACKET);
}

fn encode_only(command: &Command) -> Vec<u8> {
    let mut out = Vec::new();
    command.encode(Version::V20, &mut out).unwrap();
    out
}

/// SSID-4, SSID-11, ERR-3: levels, numbers and indicators that cannot be.
#[test]
fn ssid_4_11_impossible_fields() {
    let with = |at: usize, octets: &[u8]| ssid_with(b'5', |ssid| ssid[at..at + octets.len()].copy_from_slice(octets));
    for (at, octets) in [
        (1, &b"0"[..]),
        (1, b"x"),
        (35, b"00127"),
        (35, b"0x128"),
        (40, b"X"),
        (41, b"y"),
        (42, b" "),
        (43, b"1"),
        (44, b"000"),
        (44, b"  3"),
        (47, b" "),
    ] {
        assert_eq!(rejected(&with(at, octets), Version::V20), 6, "{at} {octets:?}");
    }
    for (digit, version) in [(b'3', Version::V13), (b'6', Version::V20), (b'9', Version::V20)] {
        let Ok(Command::StartSession(ssid)) = Command::decode(&with(1, &[digit]), Version::V20) else { panic!() };
        assert_eq!(ssid.version, version);
    }
    let reserved = with(48, b"????");
    assert!(Command::decode(&reserved, Version::V20).is_ok(), "reserved octets are not checked");
    let auth = ssid_with(b'4', |ssid| ssid[47] = b'?');
    assert!(Command::decode(&auth, Version::V20).is_ok(), "octet 47 is reserved below 2.0 (V1x-6)");
    assert!(Command::decode(&with(47, b"?"), Version::V14).is_ok());
}

/// AUTH-1, AUTH-2.
#[test]
fn auth_1_2_layouts() {
    assert_eq!(encode(&Command::SecurityChangeDirection, Version::V20), b"J");
    assert_eq!(encode(&Command::Response([9; 20]), Version::V20), [&b"S"[..], &[9; 20]].concat());
    let challenge = vec![0xEE; 300];
    assert_eq!(encode(&Command::Challenge(challenge.clone()), Version::V20), [&b"A\x01\x2C"[..], &challenge].concat());
    for broken in [&b"JJ"[..], b"S123", b"A\x00\x05abcd", b"A\x00\x03abcd", b"A\x00", &[b'S'; 22]] {
        assert_eq!(rejected(broken, Version::V20), 7);
    }
}

/// SFID-1, SFID-4, SFID-17.
#[test]
fn sfid_1_4_17_layout_of_2_0() {
    let offered = StartFile {
        format: Format::Variable,
        record_length: 65536,
        size_k: 9_999_999_999_999,
        original_size_k: 77,
        restart: 99_999_999_999_999_999,
        security: SecurityLevel::EncryptedAndSigned,
        suite: CipherSuite::from_code(4).unwrap(),
        compressed: true,
        enveloped: true,
        signed_response: true,
        description: "\u{e4}\u{20ac}x".into(),
        ..file()
    };
    let buffer = encode(&Command::StartFile(offered.clone()), Version::V20);
    assert_eq!(buffer.len(), 165 + 6);
    assert_eq!(field(&buffer, 0, 1), "H");
    assert_eq!(field(&buffer, 1, 29), format!("{:<26}   ", "TEST/FILE-1"));
    assert_eq!(field(&buffer, 30, 8), "20261122");
    assert_eq!(field(&buffer, 38, 10), "1530590042");
    assert_eq!(field(&buffer, 48, 8), "USERDATA");
    assert_eq!(field(&buffer, 56, 25), format!("{:<25}", "O0013000111OURS"));
    assert_eq!(field(&buffer, 81, 25), format!("{:<25}", "O0013000222THEIRS"));
    assert_eq!(field(&buffer, 106, 6), "V65536");
    assert_eq!(field(&buffer, 112, 13), "9999999999999");
    assert_eq!(field(&buffer, 125, 13), "0000000000077");
    assert_eq!(field(&buffer, 138, 17), "99999999999999999");
    assert_eq!(field(&buffer, 155, 10), "030411Y006");
    assert_eq!(field(&buffer, 165, 6), "\u{e4}\u{20ac}x");
    let full = StartFile { description: "d".repeat(999), ..offered.clone() };
    assert_eq!(encode(&Command::StartFile(full), Version::V20).len(), 165 + 999);
    assert_eq!(encode(&Command::StartFile(file()), Version::V20), sfid(b'5'));
    for broken in [&buffer[..buffer.len() - 1], &[&buffer[..], b"x"].concat()] {
        assert_eq!(rejected(broken, Version::V20), 7, "ERR-4");
    }
    let too_big = StartFile { size_k: 10_000_000_000_000, ..offered };
    assert_eq!(Command::StartFile(too_big).encode(Version::V20, &mut vec![]).unwrap_err().code, codes::BUILD_PACKET);
}

/// SFID-2, SFID-3, V1x-3, V1x-2.
#[test]
fn sfid_2_3_layout_of_1_x() {
    let offered = StartFile { restart: 123_456_789, size_k: 9_999_999, description: "dropped".into(), ..file() };
    for (version, level) in &ALL[..3] {
        let buffer = encode(&Command::StartFile(offered.clone()), *version);
        assert_eq!(buffer.len(), 128);
        if *level == b'4' {
            assert_eq!(field(&buffer, 27, 21), "   202611221530590042");
        } else {
            assert_eq!(field(&buffer, 27, 21), "         261122153059");
        }
        assert_eq!(field(&buffer, 48, 8), "USERDATA");
        assert_eq!(field(&buffer, 56, 50), format!("{:<25}{:<25}", "O0013000111OURS", "O0013000222THEIRS"));
        assert_eq!(field(&buffer, 106, 22), "U000009999999123456789");
        for broken in [&buffer[..127], &[&buffer[..], b"x"].concat()] {
            assert_eq!(rejected(broken, *version), 7, "V1x-5");
        }
        let code = |file: StartFile| Command::StartFile(file).encode(*version, &mut vec![]).unwrap_err().code;
        assert_eq!(code(StartFile { size_k: 10_000_000, ..offered.clone() }), codes::BUILD_PACKET, "V1x-3");
        assert_eq!(code(StartFile { restart: 1_000_000_000, ..offered.clone() }), codes::BUILD_PACKET, "V1x-3");
        for secured in [
            StartFile { security: SecurityLevel::Signed, ..offered.clone() },
            StartFile { compressed: true, ..offered.clone() },
            StartFile { signed_response: true, ..offered.clone() },
        ] {
            assert_eq!(code(secured), codes::VERSION_20_ONLY, "V1x-2");
        }
    }
}

/// SFID-8, SFID-14, ERR-3: what the fields cannot hold; what has an SFNA of its own does not end the session.
#[test]
fn sfid_8_14_impossible_fields() {
    let with = |at: usize, octets: &[u8]| {
        let mut buffer = sfid(b'5');
        buffer[at..at + octets.len()].copy_from_slice(octets);
        Command::decode(&buffer, Version::V20)
    };
    for (at, octets) in [
        (30, &b"2026x122"[..]),
        (38, b" "),
        (107, b"x"),
        (112, b" "),
        (138, b"-"),
        (155, b"04"),
        (159, b"Y"),
        (160, b"2"),
        (161, b"1"),
        (162, b"0x0"),
    ] {
        assert!(matches!(with(at, octets), Err(Reject::Session { reason: 6, .. })), "{at}");
    }
    assert!(matches!(with(106, b"X"), Err(Reject::File { reason: 4, .. })));
    assert!(matches!(with(157, b"11"), Err(Reject::File { reason: 15, .. })));
    for letter in [b'F', b'V', b'U', b'T'] {
        assert!(with(106, &[letter]).is_ok());
    }
    assert!(with(44, b"0000").is_ok(), "counter 0000 (ADDR-3)");
}

/// ADDR-3, EERP-3: names with characters outside the printed set come in and go out unchanged, in SFID, EERP and NERP.
#[test]
fn addr_3_strange_names_are_kept() {
    let mut buffer = sfid(b'5');
    buffer[1..27].copy_from_slice(b"odette_certificate \xE4/..\\z ");
    buffer[44..48].copy_from_slice(b"0000");
    let Ok(Command::StartFile(file)) = Command::decode(&buffer, Version::V20) else { panic!() };
    for negative in [false, true] {
        let echo = encode_only(&Command::EndResponse(EndResponse { key: file.key.clone(), ..response(negative) }));
        assert_eq!(echo[1..27], buffer[1..27]);
        let at = if negative { 33 } else { 30 };
        assert_eq!(echo[at..at + 18], buffer[30..48]);
    }
    assert_eq!(encode(&Command::StartFile(file), Version::V20), buffer);
}

/// SFPA-1, SFNA-1, CDT-1, EFID-1, EFPA-1, EFNA-1, CD-1, RTR-1.
#[test]
fn answers_and_counts() {
    for (version, level) in ALL {
        let v20 = version == Version::V20;
        assert_eq!(encode(&Command::FileAccepted(42), version), sfpa(level, 42));
        assert_eq!(sfpa(level, 42).len(), if v20 { 18 } else { 10 });
        let refused = Command::FileRefused { reason: 13, retry: false, text: "again".into() };
        assert_eq!(encode(&refused, version), if v20 { &b"313N005again"[..] } else { b"313N" });
        assert_eq!(encode(&Command::Credit, version), b"C  ");
        assert_eq!(Command::decode(b"C\0x", version).unwrap(), Command::Credit);
        let end = Command::EndFile { records: 7, units: 999_999_999_999 };
        assert_eq!(encode(&end, version), efid(level, 7, 999_999_999_999));
        assert_eq!(efid(level, 0, 0).len(), if v20 { 35 } else { 22 });
        let too_many = Command::EndFile { records: 1_000_000_000, units: 1_000_000_000_000 };
        assert_eq!(too_many.encode(version, &mut vec![]).is_ok(), v20, "V1x-3");
        assert_eq!(encode(&Command::FileConfirmed(true), version), b"4Y");
        assert_eq!(encode(&Command::FileConfirmed(false), version), b"4N");
        let rejected_file = Command::FileRejected { reason: 11, text: "\u{e4}".into() };
        assert_eq!(encode(&rejected_file, version), if v20 { "511002\u{e4}".as_bytes() } else { b"511" });
        assert_eq!(encode(&Command::ChangeDirection, version), b"R");
        assert_eq!(encode(&Command::ReadyToReceive, version), b"P");
        for broken in [&b"RR"[..], b"P ", b"C ", b"4", b"4YY", b"2", b"3", b"5", b"T1", b"313", b"51"] {
            assert_eq!(rejected(broken, version), 7, "ERR-4 {broken:?}");
        }
        assert_eq!(rejected(b"4y", version), 6);
        assert_eq!(rejected(&sfna(level, 13, 'X', ""), version), 6);
    }
    let long = Command::FileRefused { reason: 99, retry: true, text: "t".repeat(2000) };
    assert_eq!(encode_only(&long).len(), 7 + 999);
}

/// ESID-1, SSRM-3: written by level, read by length.
#[test]
fn esid_1_layouts() {
    let end = Command::EndSession { reason: 3, text: "who?".into() };
    for (version, _) in ALL {
        let written = encode(&end, version);
        assert_eq!(written, if version == Version::V20 { &b"F03004who?\r"[..] } else { b"F03\r" });
        for short in [&b"F03\r"[..], b"F03\x8D", b"F03"] {
            let Ok(Command::EndSession { reason: 3, text }) = Command::decode(short, version) else { panic!() };
            assert!(text.is_empty());
        }
        for long in [&b"F03004who?\r"[..], b"F03004who?\x8D", b"F03004who?"] {
            assert_eq!(Command::decode(long, version).unwrap(), end);
        }
        for broken in [&b"F0"[..], b"F0300", b"F03004who", b"F03004who?\r\r"] {
            assert_eq!(rejected(broken, version), 7, "V1x-5, ERR-4");
        }
    }
    let Ok(Command::EndSession { text, .. }) = Command::decode(b"F99003a\xFF\xFE\r", Version::V20) else { panic!() };
    assert_eq!(text, "a\u{FFFD}\u{FFFD}", "ERR-7");
}

/// EERP-1, EERP-2.
#[test]
fn eerp_1_2_layouts() {
    for (version, level) in ALL {
        let buffer = encode(&Command::EndResponse(response(false)), version);
        assert_eq!(buffer, eerp(level));
        assert_eq!(buffer.len(), if version == Version::V20 { 110 } else { 106 });
        assert_eq!(field(&buffer, 48, 8), "USERDATA");
        assert_eq!(field(&buffer, 56, 25), format!("{:<25}", "O0013000111OURS"));
        assert_eq!(rejected(&buffer[..105], version), 7, "V1x-5");
    }
    let mut signed = response(false);
    (signed.hash, signed.signature) = (vec![0x11; 20], vec![0x22; 1100]);
    let buffer = encode(&Command::EndResponse(signed.clone()), Version::V20);
    assert_eq!(buffer.len(), 110 + 20 + 1100);
    assert_eq!(buffer[106..108], [0, 20]);
    assert_eq!(buffer[128..130], [4, 0x4C]);
    for broken in [&buffer[..buffer.len() - 1], &[&buffer[..], b"x"].concat(), &buffer[..110]] {
        assert_eq!(rejected(broken, Version::V20), 7, "ERR-4");
    }
    signed.signature.clear();
    assert_eq!(encode_only(&Command::EndResponse(signed)).len(), 110, "no hash without signature");
    let short = &eerp(b'5')[..106];
    assert_eq!(Command::decode(short, Version::V20).unwrap(), Command::EndResponse(response(false)), "interop 43");
}

/// NERP-1, NERP-2, NERP-3.
#[test]
fn nerp_1_2_3_layouts() {
    let buffer = encode(&Command::EndResponse(response(true)), Version::V20);
    assert_eq!(buffer, nerp(b'5'));
    assert_eq!(field(&buffer, 27, 24), "      202611221530590042");
    assert_eq!(field(&buffer, 51, 25), format!("{:<25}", "O0013000111OURS"));
    assert_eq!(field(&buffer, 76, 25), format!("{:<25}", "O0013000222THEIRS"));
    assert_eq!(field(&buffer, 101, 25), format!("{:<25}", "O0013CREATOR"));
    assert_eq!(field(&buffer, 126, 8), "34003Why");
    assert_eq!(&buffer[134..], [0; 4]);
    let mut signed = response(true);
    signed.negative = Some(Negative { creator: "C".into(), reason: 31, text: "t".repeat(999) });
    (signed.hash, signed.signature) = (vec![1; 64], vec![2; 300]);
    assert_eq!(encode(&Command::EndResponse(signed), Version::V20).len(), 135 + 999 + 64 + 300);
    let buffer = encode(&Command::EndResponse(response(true)), Version::V14);
    assert_eq!((buffer.len(), &buffer), (128, &nerp(b'4')));
    assert_eq!(rejected(&buffer[..127], Version::V14), 7, "V1x-5");
    for version in [Version::V12, Version::V13] {
        let refused = Command::EndResponse(response(true)).encode(version, &mut vec![]).unwrap_err();
        assert_eq!(refused.code, codes::BUILD_PACKET);
        assert_eq!(rejected(&nerp(b'4'), version), 1);
    }
    let bare = &nerp(b'5')[..134];
    assert!(Command::decode(bare, Version::V20).is_ok(), "interop 43");
}
