//! The state tables, transcribed a second time from the conformance rows: for every state the letters that are legal.

use crate::rig::*;
use oftpsrv::internals::error::codes;
use oftpsrv::internals::protocol::{Role, SessionEvent, State};

const LEGAL: [(State, &str); 18] = [
    (State::WaitSsid, "X"),
    (State::Connected, "X"),
    (State::WaitSecd, "J"),
    (State::WaitAuch, "A"),
    (State::WaitAurp, "S"),
    (State::IdleSpeaker, ""),
    (State::IdleSpeakerCd, ""),
    (State::MustChangeDirection, ""),
    (State::OpenOutPending, "23"),
    (State::OpenOut, ""),
    (State::OpenOutWaitCredit, "C"),
    (State::CloseOutPending, "45"),
    (State::WaitRtr, "P"),
    (State::IdleListener, "HREN"),
    (State::IdleListenerCd, "HREN"),
    (State::OpenIn, "DT"),
    (State::WaitCd, "R"),
    (State::WaitReady, "I"),
];

/// A well-formed command of 2.0 for every letter.
fn commands() -> Vec<Vec<u8>> {
    vec![
        SSRM.to_vec(),
        ssid(b'5'),
        b"J".to_vec(),
        b"A\x00\x03abc".to_vec(),
        [&b"S"[..], &[7; 20]].concat(),
        sfid(b'5'),
        sfpa(b'5', 0),
        sfna(b'5', 99, 'N', ""),
        b"D\x83abc".to_vec(),
        b"C  ".to_vec(),
        efid(b'5', 0, 3),
        b"4N".to_vec(),
        efna(b'5', 11, ""),
        b"R".to_vec(),
        eerp(b'5'),
        nerp(b'5'),
        b"P".to_vec(),
    ]
}

/// STATE-1, STATE-2, STATE-3, STATE-4, STATE-5, STATE-6, STATE-7, STATE-9, AUTH-10, AUTH-11, RTR-4, CDT-6,
/// CD-9, ERR-2, ESID-6: each command in each phase, legal or ESID 02; after the ESID nothing is looked at any more.
#[test]
fn state_1_to_9_err_2_every_command_in_every_state() {
    for (state, legal) in LEGAL {
        for command in commands() {
            let mut rig = Rig::in_state(state);
            rig.say(&command);
            let letter = char::from(command[0]);
            if legal.contains(letter) {
                assert_eq!(rig.esid(), None, "{state:?} {letter}");
                assert!(!rig.session.state().is_over(), "{state:?} {letter}");
                continue;
            }
            if state == State::WaitReady {
                assert!(rig.sent.is_empty() && rig.session.is_closed(), "SSRM-5: silent without SSRM");
                continue;
            }
            assert_eq!(rig.esid(), Some(2), "{state:?} {letter}");
            assert!(matches!(rig.event(), SessionEvent::Ended { by_peer: false, reason: Some(2), .. }));
            let said = rig.sent.len();
            rig.say(&command);
            rig.raw(b"\xFFgarbage");
            assert_eq!((rig.sent.len(), rig.session.state()), (said, State::Ending), "ESID-6");
            rig.session.peer_closed(1);
            assert!(rig.session.is_closed());
        }
    }
}

/// ESID-4, ESID-5: an ESID is taken in every state, with any reason, and nothing is sent after it.
#[test]
fn esid_4_5_taken_in_every_state() {
    for (state, _) in LEGAL {
        for (esid, code, text) in [(&b"F99002no\r"[..], 99, "no"), (b"F00\r", 0, ""), (b"F08000\x8D", 8, "")] {
            let mut rig = Rig::in_state(state);
            let said = rig.sent.len();
            rig.say(esid);
            let expected = SessionEvent::Ended { by_peer: true, reason: Some(code), text: text.into() };
            assert_eq!(rig.event(), &expected, "{state:?}");
            assert!(rig.session.is_closed() && rig.sent.len() == said && rig.session.output().is_empty());
            assert_eq!(rig.session.end_session(99, "").unwrap_err().code, codes::NOT_READY);
        }
    }
}

/// ERR-1: an octet that is no command is ESID 01 in every state.
#[test]
fn err_1_unknown_commands() {
    for (state, _) in LEGAL {
        for unknown in [&b"?"[..], b"\0", b"x", b"Gabc"] {
            let mut rig = Rig::in_state(state);
            rig.say(unknown);
            if state == State::WaitReady {
                assert!(rig.sent.is_empty() && rig.session.is_closed());
            } else {
                assert_eq!(rig.esid(), Some(1), "{state:?}");
            }
        }
    }
}

/// V1x-1, NERP-3: commands that a level does not have.
#[test]
fn v1x_1_nerp_3_commands_of_other_levels() {
    for (level, unknown) in [(b'1', "JASN"), (b'2', "JASN"), (b'4', "JAS")] {
        for letter in unknown.bytes() {
            let mut rig = Rig::responder(level);
            rig.say(&[letter]);
            assert_eq!(rig.esid(), Some(1), "{level} {letter}");
            assert_eq!(rig.last().len(), 4, "ESID-1: four octets below 2.0");
        }
    }
    let mut rig = Rig::responder(b'4');
    rig.say(&nerp(b'4'));
    assert_eq!(rig.session.state(), State::RtrPending);
}

/// ERR-3, ERR-4, V1x-5: bad fields are 06, bad lengths 07.
#[test]
fn err_3_4_fields_and_lengths() {
    let mut rig = Rig::in_state(State::CloseOutPending);
    rig.say(b"4X");
    assert_eq!(rig.esid(), Some(6));
    for (state, broken) in [
        (State::IdleListener, &b"RR"[..]),
        (State::IdleListener, &sfid(b'5')[..164]),
        (State::IdleListener, &[&eerp(b'5')[..], b"x"].concat()),
        (State::OpenIn, &efid(b'5', 0, 0)[..34]),
        (State::WaitRtr, b"P "),
        (State::Connected, &ssid(b'5')[..50]),
    ] {
        let mut rig = Rig::in_state(state);
        rig.say(broken);
        assert_eq!(rig.esid(), Some(7), "{state:?}");
    }
    let mut rig = Rig::responder(b'4');
    rig.say(&sfid(b'5'));
    assert_eq!(rig.esid(), Some(7));
}

/// CD-1, CD-2, CD-3, CD-4, CD-5, ESID-3, EFPA-2, EFPA-3, SFID-18, EERP-6: what the verbs allow, and when.
#[test]
fn cd_and_esid_rules_of_the_speaker() {
    // CD-2: the responder says nothing before it has the turn.
    let mut rig = Rig::responder(b'5');
    let codes_of = |rig: &mut Rig| {
        [
            rig.session.start_file(file()).err().map(|e| e.code),
            rig.session.send_end_response(response(false)).err().map(|e| e.code),
            rig.session.change_direction().err().map(|e| e.code),
            rig.session.end_session(0, "").err().map(|e| e.code),
        ]
    };
    assert_eq!(codes_of(&mut rig), [Some(codes::NOT_READY); 4]);
    assert!(!rig.session.is_speaker());

    // CD-3, ESID-3: an unsolicited turn: no CD, but ESID 00.
    rig.say(b"R");
    assert_eq!(rig.event(), &SessionEvent::TurnReceived { solicited: false });
    assert!(rig.session.turn().unsolicited && !rig.session.turn().used && rig.session.may_end_session());
    assert_eq!(rig.session.change_direction().unwrap_err().code, codes::NOT_READY);
    rig.act(|s| s.end_session(0, ""));
    assert_eq!(rig.last(), b"F00000\r");

    // CD-5: once the turn is used it is given back, not ended.
    let mut rig = Rig::in_state(State::IdleSpeakerCd);
    rig.act(|s| s.send_end_response(response(false)));
    rig.say(b"P");
    assert_eq!(rig.event(), &SessionEvent::EndResponseConfirmed);
    assert!(rig.session.turn().used && !rig.session.may_end_session());
    assert_eq!(rig.session.end_session(0, "").unwrap_err().code, codes::NOT_READY);
    rig.act(|s| s.change_direction());
    assert_eq!(rig.last(), b"R");

    // CD-4: a turn that was asked for: CD, but no ESID 00.
    let mut rig = Rig::in_state(State::WaitCd);
    assert_eq!(rig.last(), b"4Y");
    rig.say(b"R");
    assert_eq!(rig.event(), &SessionEvent::TurnReceived { solicited: true });
    assert_eq!(rig.session.end_session(0, "").unwrap_err().code, codes::NOT_READY);
    rig.act(|s| s.change_direction());

    // EFPA-2: after EFPA Y nothing but CD.
    let mut rig = Rig::in_state(State::MustChangeDirection);
    assert!(rig.session.must_change_direction() && !rig.session.may_start());
    assert_eq!(rig.session.start_file(file()).unwrap_err().code, codes::NOT_READY);
    assert_eq!(rig.session.send_end_response(response(false)).unwrap_err().code, codes::NOT_READY);
    rig.act(|s| s.change_direction());
    assert_eq!(rig.last(), b"R");

    // EFPA-3: after EFPA N and EFNA the turn is ours.
    for answer in [b"4N".to_vec(), efna(b'5', 11, "bad")] {
        let mut rig = Rig::in_state(State::CloseOutPending);
        rig.say(&answer);
        assert_eq!(rig.session.state(), State::IdleSpeaker);
        rig.act(|s| s.start_file(file()));
    }
    // The initiator's first turn was given by nobody.
    let mut rig = Rig::initiator(b'5');
    assert_eq!(rig.session.end_session(0, "").unwrap_err().code, codes::NOT_READY);
    rig.act(|s| s.change_direction());
}

/// CD-6: directly after our CD the partner may start anything or end the session; a CD is tolerated.
#[test]
fn cd_6_after_our_cd() {
    let mut rig = Rig::in_state(State::IdleListenerCd);
    rig.say(b"R");
    assert!(rig.events.iter().any(|event| matches!(event, SessionEvent::Tolerated(_))));
    assert!(rig.session.may_end_session());
    rig.act(|s| s.end_session(0, ""));
    for (command, state) in
        [(sfid(b'5'), State::OpenInPending), (eerp(b'5'), State::RtrPending), (nerp(b'5'), State::RtrPending)]
    {
        let mut rig = Rig::in_state(State::IdleListenerCd);
        rig.say(&command);
        assert_eq!(rig.session.state(), state);
    }
}

/// RTR-2, RTR-3: every response is answered by one RTR, and after ours nothing is sent before the RTR.
#[test]
fn rtr_2_3_responses_one_at_a_time() {
    let mut rig = Rig::responder(b'5');
    for command in [eerp(b'5'), nerp(b'5'), eerp(b'5')] {
        rig.say(&command);
        let SessionEvent::EndResponseReceived(received) = rig.event() else { panic!() };
        assert_eq!(received, &response(command[0] == b'N'));
        rig.act(|s| s.ready_to_receive());
        assert_eq!(rig.last(), b"P");
        assert!(rig.session.ready_to_receive().is_err());
    }
    let mut rig = Rig::in_state(State::WaitRtr);
    assert!(rig.session.send_end_response(response(true)).is_err());
    assert!(rig.session.start_file(file()).is_err());
    assert!(rig.session.change_direction().is_err());
    rig.say(b"P");
    rig.act(|s| s.send_end_response(response(true)));
    assert_eq!(rig.last(), nerp(b'5'));
}

/// SFNA-1, SFNA-2, SFNA-4, EFNA-1, EFNA-2: refusals by level, and the session goes on.
#[test]
fn sfna_and_efna_by_level() {
    for (level, sent, expected) in [
        (b'5', 20, &b"320Y003why"[..]),
        (b'5', 42, b"399Y003why"),
        (b'5', 0, b"399Y003why"),
        (b'4', 14, b"314Y"),
        (b'4', 15, b"399Y"),
        (b'2', 14, b"399Y"),
        (b'1', 13, b"313Y"),
    ] {
        let mut rig = Rig::responder(level);
        rig.say(&sfid(level));
        rig.act(|s| s.refuse_file(sent, true, "why"));
        assert_eq!(rig.last(), expected);
        rig.say(&eerp(level));
        assert_eq!(rig.session.state(), State::RtrPending, "SFNA-4");
    }
    for (level, sent, expected) in [
        (b'5', 23, &b"523003why"[..]),
        (b'5', 24, b"599003why"),
        (b'4', 14, b"514"),
        (b'4', 21, b"599"),
        (b'1', 14, b"599"),
    ] {
        let mut rig = Rig::responder(level);
        rig.receiving();
        rig.say(&efid(level, 0, 0));
        rig.act(|s| s.reject_file(sent, "why"));
        assert_eq!(rig.last(), expected);
        assert_eq!(rig.session.state(), State::IdleListener, "EFPA-3: the turn stays");
    }
    let mut rig = Rig::in_state(State::OpenOutPending);
    rig.say(&sfna(b'5', 13, 'N', "twice"));
    assert_eq!(rig.event(), &SessionEvent::FileRefused { reason: 13, retry: false, text: "twice".into() });
    rig.act(|s| s.start_file(file()));
}

/// SFID-8: an unknown format is refused with SFNA 04, an unknown suite with SFNA 15, and the session goes on.
#[test]
fn sfid_8_unknown_format_or_suite() {
    for (at, octets, answer) in [(106, &b"X"[..], "304N"), (157, b"55", "315N")] {
        let mut rig = Rig::responder(b'5');
        let mut command = sfid(b'5');
        command[at..at + octets.len()].copy_from_slice(octets);
        rig.say(&command);
        assert!(rig.last().starts_with(answer.as_bytes()));
        assert!(!rig.events.iter().any(|event| matches!(event, SessionEvent::FileOffered(_))));
        rig.receiving();
        assert_eq!(rig.session.state(), State::OpenIn);
    }
}

/// V1x-4: below 2.0 the turn is not asked for where one side only sends; elsewhere EFPA Y is obeyed and sent.
#[test]
fn v1x_4_efpa_y_by_mode() {
    for (level, letter, answer) in [(b'5', b'S', b"4Y"), (b'4', b'S', b"4N"), (b'1', b'S', b"4N"), (b'1', b'B', b"4Y")]
    {
        let mut rig = Rig::new(config(Role::Responder));
        rig.say(&ssid_with(level, |ssid| ssid[40] = letter));
        let agreed = yes(&rig.config);
        rig.act(|s| s.accept_session(agreed));
        rig.receiving();
        rig.say(&efid(level, 0, 0));
        rig.act(|s| s.confirm_file(true));
        assert_eq!(rig.last(), answer);
        assert_eq!(rig.session.is_waiting_for_turn(), answer == b"4Y");
    }
}

/// TIM-1, TIM-2, TIM-3: the timer by state.
#[test]
fn tim_1_2_3_timers() {
    // TIM-3: nothing but the whole SSID keeps a connection.
    let mut rig = Rig::new(config(Role::Responder));
    assert_eq!(rig.session.deadline(), Some(60_000));
    for (octet, now) in frame(&ssid(b'5'))[..3].iter().zip([20_000, 40_000, 59_999]) {
        rig.now = now;
        rig.raw(&[*octet]);
        rig.session.activity(now);
        rig.session.tick(now);
        assert_eq!((rig.session.deadline(), rig.session.state()), (Some(60_000), State::Connected));
    }
    let mut rig = Rig::new(config(Role::Responder));
    rig.session.tick(60_000);
    rig.collect();
    assert_eq!(rig.esid(), Some(9));
    assert!(rig.session.is_closed());
    assert_eq!(rig.event(), &SessionEvent::Ended { by_peer: false, reason: Some(9), text: "Time out".into() });

    // TIM-1: every state that waits for the partner has a deadline; those that wait for our user have none.
    for (state, _) in LEGAL {
        let mut rig = Rig::in_state(state);
        let ours = state.is_idle_speaker();
        assert_eq!(rig.session.deadline().is_none(), ours, "{state:?}");
        if !ours {
            rig.session.tick(1);
            rig.session.tick(60_001);
            rig.collect();
            assert!(rig.session.is_closed() && rig.is_ended(), "{state:?}");
            assert_eq!(rig.esid().is_some(), state != State::WaitReady, "{state:?}");
        }
    }
    for state in [State::SessionOffered, State::OpenInPending, State::CloseInPending, State::RtrPending] {
        assert_eq!(Rig::in_state(state).session.deadline(), None);
    }
    // TIM-2: commands and parts of them restart it.
    let mut rig = Rig::in_state(State::OpenIn);
    for step in 1..10 {
        rig.now = step * 50_000;
        rig.session.tick(rig.now);
        rig.say(b"D\x03abc");
        rig.take_data();
        assert_eq!(rig.session.deadline(), Some(rig.now + 60_000));
        rig.session.activity(rig.now + 10_000);
        assert_eq!(rig.session.deadline(), Some(rig.now + 70_000));
    }
    // A verb restarts it too, at the next moment that is told.
    let mut rig = Rig::in_state(State::OpenInPending);
    rig.act(|s| s.accept_file(0));
    rig.session.tick(500_000);
    assert_eq!(rig.session.deadline(), Some(560_000));
    // ESID-6: an ended session does not wait for ever, and does not say anything again.
    let mut rig = Rig::in_state(State::Ending);
    rig.session.tick(1);
    let deadline = rig.session.deadline().unwrap();
    rig.session.activity(deadline);
    rig.session.tick(deadline);
    assert!(rig.session.is_closed() && rig.session.output().is_empty());
    // No timer.
    let mut rig = Rig::in_state(State::OpenIn);
    rig.session.set_timeout(0);
    assert_eq!(rig.session.deadline(), None);
}

/// ESID-8: a lost connection is told apart from an end, and received data stays for a restart.
#[test]
fn esid_8_connection_lost() {
    let mut rig = Rig::in_state(State::OpenIn);
    rig.say(b"D\x03abc");
    rig.session.peer_closed(5);
    rig.collect();
    assert!(matches!(rig.event(), SessionEvent::Ended { by_peer: true, reason: None, .. }));
    assert_eq!(rig.take_data(), b"abc");
}
