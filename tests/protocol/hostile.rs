//! Streams that no well-behaved partner sends.

use crate::rig::*;
use oftpsrv::internals::protocol::{Role, SessionEvent, State, fuzz};

/// STB-3: not OFTP at all; nothing behind the first octet is looked at.
#[test]
fn stb_3_other_protocols() {
    for garbage in [&b"GET / HTTP/1.1\r\n"[..], b"\x80\x2E\x01", b"\0\0\0\0", b"SSH-2.0", b"\x20"] {
        let mut rig = Rig::new(config(Role::Responder));
        rig.raw(&[garbage, &frame(&ssid(b'5'))].concat());
        assert!(rig.session.is_closed() && rig.is_ended() && rig.rest.is_empty());
        assert!(rig.sent.len() <= 2);
        let mut rig = Rig::in_state(State::OpenIn);
        rig.raw(garbage);
        assert!(rig.session.is_closed());
        let mut rig = Rig::new(config(Role::Initiator));
        rig.raw(garbage);
        assert!(rig.session.is_closed() && rig.sent.is_empty());
    }
}

/// STB-4: impossible lengths end the session with the header alone; a TLS ClientHello is one of them.
#[test]
fn stb_4_impossible_lengths() {
    for header in [[0x10, 0, 0, 0], [0x10, 0, 0, 4], [0x10, 1, 0x86, 0xA4], [0x10, 255, 255, 255], [0x16, 3, 1, 2]] {
        for state in [State::Connected, State::IdleListener, State::OpenIn, State::WaitRtr] {
            let mut rig = Rig::in_state(state);
            rig.raw(&header);
            assert_eq!(rig.esid(), Some(7), "{state:?}");
        }
    }
}

/// STB-6: flag bits are not looked at.
#[test]
fn stb_6_flags() {
    let mut rig = Rig::responder(b'5');
    rig.raw(&[0x1F, 0, 0, 5, b'R']);
    assert_eq!(rig.event(), &SessionEvent::TurnReceived { solicited: false });
}

/// A block is bounded, however well it was compressed, and nothing is read behind data that was not taken.
#[test]
fn decoded_data_is_bounded() {
    let mut own = config(Role::Responder);
    (own.buffer_size, own.credit) = (99_999, 999);
    let mut rig = Rig::new(own);
    rig.say(&ssid_with(b'5', |ssid| {
        ssid[35..40].copy_from_slice(b"99999");
        ssid[44..47].copy_from_slice(b"999");
    }));
    let agreed = yes(&rig.config);
    rig.act(|s| s.accept_session(agreed));
    rig.receiving();
    let bomb = frame(&[&b"D"[..], &b"\x7Fz".repeat(40_000)].concat());
    let mut total = 0;
    rig.raw(&bomb.repeat(4));
    while !rig.session.data().is_empty() {
        let taken = rig.take_data().len();
        assert!(taken <= 256 * 1024 + 63 * 40_000);
        total += taken;
        rig.raw(b"");
    }
    assert_eq!(total, 4 * 63 * 40_000);
    rig.say(b"D\x01x");
    let waiting = rig.rest.len();
    rig.say(b"D\x01y");
    assert_eq!(rig.rest.len(), waiting + 7, "not read before the data is taken");
    assert_eq!(rig.take_data(), b"x");
}

/// A legal conversation of a partner, for mutation.
fn conversation(choice: u8) -> Vec<u8> {
    let level = if choice & 2 == 0 { b'5' } else { b'4' };
    let mut commands = Vec::new();
    if choice & 1 != 0 {
        commands.push(SSRM.to_vec());
    }
    commands.push(ssid_with(level, |ssid| {
        if choice & 4 != 0 && level == b'5' {
            ssid[47] = b'Y';
        }
    }));
    if choice & 4 != 0 {
        commands.extend([b"J".to_vec(), [&b"S"[..], &[3; 20]].concat(), b"A\x00\x04abcd".to_vec(), b"J".to_vec()]);
    }
    for restart in 0..3 {
        commands.push(sfid_with(level, ['U', 'V', 'T'][restart as usize], 80, restart, ""));
        commands.extend([b"D\x03abc\x45 \x80".to_vec(), b"D".to_vec(), [&b"D\xBF"[..], &[7; 63]].concat()]);
        commands.push(efid(level, restart, 71));
        commands.push(eerp(level));
        commands.push(nerp(level));
        commands.push(b"R".to_vec());
    }
    commands.push(b"F00\r".to_vec());
    commands.iter().flat_map(|command| frame(command)).collect()
}

/// Deterministic mutation of whole conversations, in both roles, with authentication and without: no panic, bounded
/// output, and the session always comes to its end.
#[test]
fn mutated_conversations() {
    let mut seed = 0x5DEE_CE66u64;
    let mut random = move |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below.max(1)
    };
    for round in 0..6000u32 {
        let choice = (round % 16) as u8;
        let mut octets = conversation(choice);
        for _ in 0..random(5) {
            let at = random(octets.len());
            match random(6) {
                0 => octets[at] ^= 1 << random(8),
                1 => octets[at] = random(256) as u8,
                2 => {
                    octets.remove(at);
                }
                3 => octets.insert(at, random(256) as u8),
                4 => octets.truncate(at.max(1)),
                _ => {
                    let piece = octets[at..octets.len().min(at + 40)].to_vec();
                    let to = random(octets.len());
                    octets.splice(to..to, piece);
                }
            }
        }
        fuzz::session(choice, &octets);
        fuzz::frames(&octets);
        let at = random(octets.len());
        fuzz::command(&octets[at..octets.len().min(at + random(300))]);
        fuzz::data(&octets[at..]);
    }
}

/// Every command with every single octet changed to something else.
#[test]
fn single_octet_changes() {
    for command in [ssid(b'5'), sfid(b'5'), eerp(b'5'), nerp(b'5'), efid(b'5', 1, 2), sfna(b'5', 1, 'N', "abc")] {
        for at in 0..command.len() {
            for octet in [0, 0xFF, b' ', b'9', b'x', command[at] ^ 0x10] {
                let mut changed = command.clone();
                changed[at] = octet;
                fuzz::command(&changed);
                fuzz::command(&changed[..at]);
            }
        }
    }
}
