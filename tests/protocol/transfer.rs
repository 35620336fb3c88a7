//! One file on its way: credit, data buffers, counts, restart.

use crate::rig::*;
use oftpsrv::internals::error::codes;
use oftpsrv::internals::model::Format;
use oftpsrv::internals::protocol::{Role, SessionEvent, StartFile, State};

fn count(rig: &Rig, letter: u8) -> usize {
    rig.sent.iter().filter(|buffer| buffer[0] == letter).count()
}

/// A responder that agreed on a window.
fn listener(credit: u16) -> Rig {
    let mut own = config(Role::Responder);
    own.credit = credit;
    let mut rig = Rig::new(own);
    rig.say(&ssid_with(b'5', |ssid| ssid[44..47].copy_from_slice(b"999")));
    let agreed = yes(&rig.config);
    rig.act(|s| s.accept_session(agreed));
    rig.receiving();
    rig
}

/// CDT-1, CDT-4, CDT-7: one CDT after exactly each window-th DATA, also if that ends the file.
#[test]
fn cdt_4_7_listener_windows() {
    for (window, buffers, credits) in [(1, 5, 5), (3, 9, 3), (3, 8, 2), (999, 998, 0), (999, 999, 1)] {
        let mut rig = listener(window);
        for n in 1..=buffers {
            rig.say(b"D\x01x");
            assert_eq!(rig.take_data(), b"x");
            assert_eq!(count(&rig, b'C'), n / usize::from(window), "{window} {n}");
        }
        assert_eq!(count(&rig, b'C'), credits);
        assert!(credits == 0 || rig.sent.iter().any(|buffer| buffer == b"C  "));
        rig.say(&efid(b'5', 0, buffers as u64));
        assert_eq!(rig.event(), &SessionEvent::FileEnded { records: 0, units: buffers as u64 });
    }
}

/// CDT-5: DATA that did not wait for the CDT.
#[test]
fn cdt_5_data_without_credit() {
    let mut rig = listener(2);
    let octets: Vec<u8> = (0..3).flat_map(|_| frame(b"D\x01x")).collect();
    rig.raw(&octets);
    assert_eq!(rig.esid(), Some(2));
    // The same three buffers are legal when the CDT left in between.
    let mut rig = listener(2);
    rig.raw(&octets[..14]);
    rig.take_data();
    rig.raw(&octets[14..]);
    assert_eq!(rig.esid(), None);
    // EFID does not need credit on the listener's side (interop 21).
    let mut rig = listener(2);
    rig.raw(&[&octets[..14], &frame(&efid(b'5', 0, 2))].concat());
    assert_eq!(rig.take_data(), b"xx");
    rig.raw(b"");
    assert_eq!(rig.session.state(), State::CloseInPending);
}

/// A speaker with a window, in OPO.
fn speaker(credit: u16, buffer_size: u32) -> Rig {
    let mut own = config(Role::Initiator);
    (own.credit, own.buffer_size) = (credit, 99_999);
    let mut rig = Rig::new(own);
    rig.say(SSRM);
    rig.say(&ssid_with(b'5', |ssid| {
        ssid[35..40].copy_from_slice(format!("{buffer_size:05}").as_bytes());
        ssid[41] = b'N';
        ssid[44..47].copy_from_slice(format!("{credit:03}").as_bytes());
    }));
    rig.sending();
    rig
}

/// CDT-2, CDT-3, CDT-7, DATA-1, EFID-1: windows 1, 2 and 999; nothing goes out without credit, EFID neither; SSID-12.
#[test]
fn cdt_2_3_7_speaker_waits_for_credit() {
    // 128 octets hold one whole sub-record of 63 octets and one of 62.
    const PER_BUFFER: usize = 125;
    for (window, buffers) in [(1u16, 1usize), (1, 4), (2, 4), (2, 5), (3, 1), (999, 998), (999, 999), (999, 1000)] {
        let mut rig = speaker(window, 128);
        let content = mixed(buffers * PER_BUFFER, 7);
        let mut at = 0;
        let mut credits = 0;
        let mut ended = false;
        while rig.session.state() != State::CloseOutPending {
            at += rig.session.send_data(&content[at..], &[], true).unwrap();
            if at == content.len() && !std::mem::replace(&mut ended, true) {
                rig.session.end_file(0, content.len() as u64).unwrap();
            }
            rig.collect();
            let sent = count(&rig, b'D');
            assert!(sent <= (credits + 1) * usize::from(window));
            if sent == (credits + 1) * usize::from(window) {
                assert_eq!((rig.session.credit_left(), rig.session.state()), (0, State::OpenOutWaitCredit));
                assert_eq!(count(&rig, b'T'), 0, "CDT-3: no EFID without credit");
                assert!(!rig.session.can_send_data());
                rig.say(b"C  ");
                assert!(rig.events.contains(&SessionEvent::CreditGranted));
                credits += 1;
            }
        }
        assert_eq!(count(&rig, b'D'), buffers);
        assert!(rig.sent.iter().filter(|b| b[0] == b'D').all(|b| b.len() == 128), "full buffers");
        assert_eq!(credits, buffers / usize::from(window));
        assert_eq!(rig.last(), efid(b'5', 0, content.len() as u64));
    }
}

/// CDT-6: a CDT too early or too late.
#[test]
fn cdt_6_unexpected_credit() {
    for state in [State::OpenOut, State::CloseOutPending, State::IdleSpeaker, State::OpenOutPending] {
        let mut rig = Rig::in_state(state);
        rig.say(b"C  ");
        assert_eq!(rig.esid(), Some(2), "{state:?}");
    }
    // CDT-2: what is left of one file's credit does not count for the next.
    let mut rig = Rig::in_state(State::CloseOutPending);
    rig.say(b"4N");
    rig.sending();
    assert_eq!(rig.session.credit_left(), 3);
}

/// EFID-7, DATA-7: empty files.
#[test]
fn efid_7_empty_files() {
    for (format, data) in [(Format::Unstructured, 1), (Format::Text, 1), (Format::Variable, 0), (Format::Fixed, 0)] {
        let mut rig = Rig::initiator(b'5');
        let record_length = if format.has_records() { 80 } else { 0 };
        rig.act(|s| s.start_file(StartFile { format, record_length, ..file() }));
        rig.say(&sfpa(b'5', 0));
        assert_eq!(rig.session.send_data(&[], &[], true).unwrap(), 0);
        rig.act(|s| s.end_file(0, 0));
        assert_eq!(count(&rig, b'D'), data);
        assert!(data == 0 || rig.sent.contains(&b"D\x80".to_vec()));
        assert_eq!(rig.last(), efid(b'5', 0, 0));
    }
    let mut rig = Rig::in_state(State::OpenIn);
    rig.say(&efid(b'5', 0, 0));
    assert_eq!(rig.session.state(), State::CloseInPending);
}

/// DATA-3, DATA-4, DATA-8, SSID-12: data buffers that cannot be, and compression that was not agreed.
#[test]
fn data_3_4_8_bad_buffers() {
    for bad in [&b"D\x05abc"[..], b"D\x41", b"D\x3F"] {
        let mut rig = Rig::in_state(State::OpenIn);
        rig.say(bad);
        assert_eq!(rig.esid(), Some(7));
    }
    let mut rig = Rig::in_state(State::OpenIn);
    assert_eq!(rig.session.negotiated().buffer_size, 2048);
    let fits = [&b"D"[..], &b"\x3F".repeat(64).repeat(31), &[0; 63]].concat();
    assert_eq!(fits.len(), 2048);
    rig.say(&fits);
    assert_eq!(rig.esid(), None);
    rig.take_data();
    rig.say(&[&fits[..], &[0]].concat());
    assert_eq!(rig.esid(), Some(7));

    let mut rig = Rig::new(config(Role::Responder));
    rig.say(&ssid_with(b'5', |ssid| ssid[41] = b'N'));
    let agreed = yes(&rig.config);
    rig.act(|s| s.accept_session(agreed));
    rig.receiving();
    rig.say(b"D\x45 \xC2x");
    let block = std::mem::take(rig.session.data());
    assert_eq!((block.bytes, block.ends), (b"     xx".to_vec(), vec![7]));
}

/// SSID-16: compressed sub-records only when both agreed.
#[test]
fn ssid_16_compression_in_use() {
    for (flag, expected) in
        [(b'Y', &b"D\x7F \xFF "[..]), (b'N', &[&b"D\x3F"[..], &[b' '; 63], b"\xBF", &[b' '; 63]].concat())]
    {
        let mut rig = Rig::new(config(Role::Initiator));
        rig.say(SSRM);
        rig.say(&ssid_with(b'5', |ssid| ssid[41] = flag));
        rig.sending();
        rig.session.send_data(&[b' '; 126], &[], true).unwrap();
        rig.collect();
        assert_eq!(rig.last(), expected);
    }
}

/// STB-7: the buffer size limits DATA only.
#[test]
fn stb_7_commands_longer_than_the_buffer() {
    let mut rig = speaker(3, 128);
    rig.session.send_data(b"x", &[], true).unwrap();
    rig.act(|s| s.end_file(0, 1));
    rig.say(b"4N");
    rig.act(|s| s.start_file(StartFile { description: "d".repeat(999), ..file() }));
    assert_eq!(rig.last().len(), 1164);
    rig.say(&sfna(b'5', 99, 'N', &"t".repeat(999)));
    let mut signed = response(false);
    (signed.hash, signed.signature) = (vec![1; 20], vec![2; 2000]);
    rig.act(|s| s.send_end_response(signed));
    assert_eq!(rig.last().len(), 110 + 2020);
    rig.say(b"P");
    rig.act(|s| s.change_direction());
    let mut long = eerp(b'5')[..106].to_vec();
    long.extend_from_slice(&[&[0, 20][..], &[1; 20], &[8, 0], &[2; 2048]].concat());
    rig.say(&long);
    assert_eq!(rig.session.state(), State::RtrPending);
}

/// SFPA-2, SFPA-3: restart positions.
#[test]
fn sfpa_2_3_restart_positions() {
    let mut rig = Rig::responder(b'5');
    rig.say(&sfid_with(b'5', 'U', 0, 6, ""));
    let SessionEvent::FileOffered(offered) = rig.event() else { panic!() };
    assert_eq!(offered.restart, 6);
    assert_eq!(rig.session.accept_file(7).unwrap_err().code, codes::BUILD_PACKET);
    rig.act(|s| s.accept_file(4));
    assert_eq!(rig.last(), sfpa(b'5', 4));

    for (answered, expected) in [(6, None), (0, None), (7, Some(2))] {
        let mut rig = Rig::initiator(b'5');
        rig.act(|s| s.start_file(StartFile { restart: 6, ..file() }));
        rig.say(&sfpa(b'5', answered));
        assert_eq!(rig.esid(), expected);
        if expected.is_none() {
            assert_eq!(rig.event(), &SessionEvent::FileAccepted { restart: answered });
        }
    }
    let mut rig = Rig::new(config(Role::Initiator));
    rig.say(SSRM);
    rig.say(&ssid_with(b'5', |ssid| ssid[42] = b'N'));
    assert_eq!(rig.session.start_file(StartFile { restart: 1, ..file() }).unwrap_err().code, codes::NOT_READY);
}

/// V1x-2, V1x-3: what a level cannot say fails here and nothing goes out.
#[test]
fn v1x_2_3_local_failures() {
    for level in [b'1', b'2', b'4'] {
        let mut rig = Rig::initiator(level);
        let said = rig.sent.len();
        let code = rig.session.start_file(StartFile { signed_response: true, ..file() }).unwrap_err().code;
        assert_eq!(code, codes::VERSION_20_ONLY);
        let code = rig.session.start_file(StartFile { size_k: 10_000_000, ..file() }).unwrap_err().code;
        assert_eq!(code, codes::BUILD_PACKET);
        rig.collect();
        assert_eq!((rig.sent.len(), rig.session.state()), (said, State::IdleSpeaker));
        rig.sending();
        rig.session.send_data(b"x", &[], true).unwrap();
        assert_eq!(rig.session.end_file(0, 1_000_000_000_000).unwrap_err().code, codes::BUILD_PACKET);
        rig.act(|s| s.end_file(0, 1));
        assert_eq!(rig.last(), efid(level, 0, 1));
    }
    let mut rig = Rig::initiator(b'4');
    let mut negative = response(true);
    negative.negative.as_mut().unwrap().reason = 31;
    rig.act(|s| s.send_end_response(negative));
    assert_eq!(&rig.last()[126..], b"99", "1.4 does not know reason 31");
}

/// SFNA-4, ESID-4: an abort in mid-file sends nothing of the unfinished buffer.
#[test]
fn abort_in_mid_file() {
    let mut rig = speaker(3, 128);
    rig.session.send_data(&[9; 200], &[], false).unwrap();
    rig.act(|s| s.end_session(5, "closing"));
    assert_eq!(count(&rig, b'D'), 1);
    assert_eq!(rig.last(), b"F05007closing\r");
    assert!(rig.session.send_data(b"x", &[], true).is_err());
}

/// The trail shows every command as it travelled, in order.
#[test]
fn trail_of_a_transfer() {
    let mut own = config(Role::Initiator);
    own.trail = true;
    let mut rig = Rig::new(own);
    rig.say(SSRM);
    rig.say(&ssid(b'5'));
    rig.sending();
    rig.session.send_data(b"abc", &[], true).unwrap();
    rig.act(|s| s.end_file(0, 3));
    rig.say(b"4N");
    let trail: Vec<(bool, u8)> = rig
        .events
        .iter()
        .filter_map(|event| match event {
            SessionEvent::Trail { sent, command } => Some((*sent, command[0])),
            _ => None,
        })
        .collect();
    let expected = [
        (false, b'I'),
        (true, b'X'),
        (false, b'X'),
        (true, b'H'),
        (false, b'2'),
        (true, b'D'),
        (true, b'T'),
        (false, b'4'),
    ];
    assert_eq!(trail, expected);
}
