//! What two SSIDs agree on, seen from both sides.

use crate::rig::*;
use oftpsrv::internals::model::{ConnectionType, Version};
use oftpsrv::internals::protocol::{Authentication, Role, SessionConfig, SessionEvent, State};

/// A responder's answer to an SSID: the SSID or ESID it sends.
fn answer(config: SessionConfig, offered: &[u8]) -> Vec<u8> {
    let mut rig = Rig::new(config);
    rig.say(offered);
    if rig.session.state() == State::SessionOffered {
        let yes = yes(&rig.config);
        rig.act(|s| s.accept_session(yes));
    }
    assert_eq!(rig.sent[0], SSRM, "SSRM-2: once, first");
    assert_eq!(rig.sent.len(), 2);
    rig.sent.remove(1)
}

fn responder(change: impl FnOnce(&mut SessionConfig)) -> SessionConfig {
    let mut config = config(Role::Responder);
    change(&mut config);
    config
}

/// What an initiator does with an SSID: its last command and whether it is speaker.
fn conclude(change: impl FnOnce(&mut SessionConfig), answered: &[u8]) -> (Vec<u8>, State) {
    let mut config = config(Role::Initiator);
    change(&mut config);
    let mut rig = Rig::new(config);
    assert!(rig.sent.is_empty(), "SSRM-5");
    rig.say(SSRM);
    assert_eq!(rig.event(), &SessionEvent::ReadyReceived);
    rig.say(answered);
    (rig.last().to_vec(), rig.session.state())
}

/// SSID-2, SSID-3, SSID-4, V1x-6.
#[test]
fn ssid_2_3_4_levels() {
    for (own, offered, answered) in [
        (Version::V20, b'5', b'5'),
        (Version::V20, b'9', b'5'),
        (Version::V20, b'6', b'5'),
        (Version::V20, b'4', b'4'),
        (Version::V20, b'3', b'2'),
        (Version::V20, b'2', b'2'),
        (Version::V20, b'1', b'1'),
        (Version::V14, b'5', b'4'),
        (Version::V13, b'5', b'2'),
        (Version::V12, b'4', b'1'),
    ] {
        let offer = ssid_with(b'5', |ssid| ssid[1] = offered);
        let said = answer(responder(|c| c.version = own), &offer);
        assert_eq!((said[0], said[1]), (b'X', answered), "{own:?} {offered}");
        assert_eq!(said[47], if answered == b'5' { b'N' } else { b' ' }, "V1x-6");
    }
    for impossible in [b'0', b'x'] {
        let offer = ssid_with(b'5', |ssid| ssid[1] = impossible);
        assert_eq!(&answer(responder(|_| {}), &offer)[..3], b"F06");
    }
    // The application may lower the level, and never raise it.
    let mut rig = Rig::new(config(Role::Responder));
    rig.say(&ssid(b'4'));
    let mut lower = yes(&rig.config);
    lower.version = Version::V13;
    rig.act(|s| s.accept_session(lower));
    assert_eq!((rig.last()[1], rig.session.negotiated().version), (b'2', Version::V13));
    rig.say(&sfid(b'2'));
    assert_eq!(rig.session.state(), State::OpenInPending, "SSID-5");
}

/// SSID-6, SSID-7, SSID-18.
#[test]
fn ssid_6_7_18_own_identity_and_no_special_logic() {
    let said = answer(responder(|_| {}), &ssid_with(b'5', |ssid| ssid[43] = b'Y'));
    assert_eq!(&said[2..27], format!("{:<25}", "O0013000111OURS").as_bytes());
    assert_eq!(&said[27..35], b"OURPASS8");
    assert_eq!(said[43], b'N');
}

/// SSID-10, ESID-7: refusals in the layout of the lower level.
#[test]
fn ssid_10_esid_7_refusals() {
    for (own, level, reason, expected) in [
        (Version::V20, b'5', 3, &b"F03002no\r"[..]),
        (Version::V20, b'5', 0, b"F99002no\r"),
        (Version::V20, b'5', 12, b"F12002no\r"),
        (Version::V20, b'4', 4, b"F04\r"),
        (Version::V14, b'5', 8, b"F08\r"),
        (Version::V20, b'1', 12, b"F99\r"),
    ] {
        let mut rig = Rig::new(responder(|c| c.version = own));
        rig.say(&ssid(level));
        let SessionEvent::SessionOffered(offered) = rig.event() else { panic!() };
        assert_eq!((offered.code.as_str(), offered.password.as_str()), ("O0013000222THEIRS", "THEIRPSW"));
        assert!(!format!("{offered:?}").contains("THEIRPSW"), "passwords are not for logs");
        rig.act(|s| s.reject_session(reason, "no"));
        assert_eq!(rig.last(), expected);
        assert!(!rig.sent.iter().any(|buffer| buffer[0] == b'X'), "no SSID");
        assert_eq!(rig.session.state(), State::Ending);
    }
}

/// SSID-11.
#[test]
fn ssid_11_impossible_sizes() {
    for (at, octets) in [(35, &b"00127"[..]), (35, b"00000"), (35, b"1 024"), (44, b"000"), (44, b"abc")] {
        let offer = ssid_with(b'5', |ssid| ssid[at..at + octets.len()].copy_from_slice(octets));
        assert_eq!(&answer(responder(|_| {}), &offer)[..3], b"F06");
    }
}

/// SSID-12, SSID-13, SSID-16, SSID-17: the smaller one, and both.
#[test]
fn ssid_12_13_16_17_minimum_and_both() {
    for (own, theirs, agreed) in [(4096, 2048, 2048), (128, 99_999, 128), (99_999, 128, 128)] {
        let offer = ssid_with(b'5', |ssid| ssid[35..40].copy_from_slice(format!("{theirs:05}").as_bytes()));
        let said = answer(responder(|c| c.buffer_size = own), &offer);
        assert_eq!(&said[35..40], format!("{agreed:05}").as_bytes());
    }
    for (own, theirs, agreed) in [(3, 999, 3), (999, 2, 2), (999, 999, 999), (1, 5, 1)] {
        let offer = ssid_with(b'5', |ssid| ssid[44..47].copy_from_slice(format!("{theirs:03}").as_bytes()));
        let said = answer(responder(|c| c.credit = own), &offer);
        assert_eq!(&said[44..47], format!("{agreed:03}").as_bytes());
    }
    for (own, theirs, agreed) in [(true, b'Y', b'Y'), (true, b'N', b'N'), (false, b'Y', b'N'), (false, b'N', b'N')] {
        let offer = ssid_with(b'5', |ssid| (ssid[41], ssid[42]) = (theirs, theirs));
        let said = answer(responder(|c| (c.compression, c.restart) = (own, own)), &offer);
        assert_eq!((said[41], said[42]), (agreed, agreed));
    }
}

/// SSID-14, SSID-15.
#[test]
fn ssid_14_15_directions() {
    use ConnectionType::*;
    for (own, offered, answered) in [
        (Both, b'B', Some(b'B')),
        (Both, b'S', Some(b'R')),
        (Both, b'R', Some(b'S')),
        (SendOnly, b'B', Some(b'S')),
        (SendOnly, b'R', Some(b'S')),
        (SendOnly, b'S', None),
        (ReceiveOnly, b'B', Some(b'R')),
        (ReceiveOnly, b'S', Some(b'R')),
        (ReceiveOnly, b'R', None),
    ] {
        let offer = ssid_with(b'5', |ssid| ssid[40] = offered);
        let said = answer(responder(|c| c.connection_type = own), &offer);
        match answered {
            Some(letter) => assert_eq!(said[40], letter),
            None => assert_eq!(&said[..3], b"F10", "{own:?}"),
        }
        let (said, state) = conclude(|c| c.connection_type = own, &offer);
        assert_eq!(state == State::IdleSpeaker, answered.is_some());
        assert!(answered.is_some() || said.starts_with(b"F10"));
    }
}

/// SFID-13, SFID-18: what the agreed direction and restart forbid.
#[test]
fn sfid_13_18_direction_and_restart() {
    let mut rig = Rig::new(responder(|c| c.connection_type = ConnectionType::SendOnly));
    rig.say(&ssid(b'5'));
    let agreed = yes(&rig.config);
    rig.act(|s| s.accept_session(agreed));
    rig.say(&sfid(b'5'));
    assert_eq!(rig.esid(), Some(2));

    let mut rig = Rig::new(responder(|c| c.restart = false));
    rig.say(&ssid(b'5'));
    let agreed = yes(&rig.config);
    rig.act(|s| s.accept_session(agreed));
    rig.say(&sfid_with(b'5', 'U', 0, 1, ""));
    assert_eq!(rig.esid(), Some(2));

    let mut config = config(Role::Initiator);
    config.connection_type = ConnectionType::ReceiveOnly;
    let mut rig = Rig::new(config);
    rig.say(SSRM);
    rig.say(&ssid(b'5'));
    assert!(!rig.session.may_send_file());
    assert!(rig.session.start_file(file()).is_err());
    rig.act(|s| s.send_end_response(response(false)));
}

/// SSID-19, SSID-20, TLS-5: authentication and TLS listeners.
#[test]
fn ssid_19_20_tls_5_authentication() {
    use Authentication::*;
    for (own, offered, expected) in [
        (Required, b'Y', &b"XY"[..]),
        (Required, b'N', b"F12"),
        (Disallowed, b'N', b"XN"),
        (Disallowed, b'Y', b"F12"),
        (Automatic, b'Y', b"XY"),
        (Automatic, b'N', b"XN"),
    ] {
        let said = answer(responder(|c| c.authentication = own), &ssid_with(b'5', |ssid| ssid[47] = offered));
        if expected[0] == b'X' {
            assert_eq!((said[0], said[47]), (b'X', expected[1]));
        } else {
            assert_eq!(&said[..3], expected);
        }
    }
    assert_eq!(answer(responder(|c| c.authentication = Required), &ssid(b'4')), b"F10\r");
    for level in [b'1', b'2', b'4'] {
        assert_eq!(answer(responder(|c| c.require_v20 = true), &ssid(level)), b"F10\r", "TLS-5");
        assert_eq!(conclude(|c| c.require_v20 = true, &ssid(level)).0, b"F10\r");
    }
    let (said, state) = conclude(|_| {}, &ssid_with(b'5', |ssid| ssid[47] = b'Y'));
    assert_eq!((&said[..3], state), (&b"F12"[..], State::Ending));
    let (said, _) = conclude(|c| c.authentication = Required, &ssid(b'5'));
    assert_eq!(&said[..3], b"F12");
    let (said, _) = conclude(|c| c.authentication = Required, &ssid_with(b'5', |ssid| ssid[47] = b'Y'));
    assert_eq!(said, b"J");
    let (said, _) = conclude(|c| c.credit = 2, &ssid(b'5'));
    assert_eq!(&said[..3], b"F10", "more credit than was offered");
}

/// The initiator's side of the rest: levels, blank identities, a refusal instead of an SSID.
#[test]
fn initiator_concludes() {
    assert_eq!(conclude(|c| c.version = Version::V14, &ssid(b'5')).0, b"F10\r");
    let blank = ssid_with(b'5', |ssid| ssid[2..35].fill(b' '));
    assert_eq!(&conclude(|_| {}, &blank).0[..3], b"F03");
    assert_eq!(conclude(|c| c.accept_blank_identity = true, &blank).1, State::IdleSpeaker);
    for esid in [&b"F04\r"[..], b"F04007unknown\r", b"F04"] {
        assert_eq!(conclude(|_| {}, esid).1, State::Closed);
    }
    let offer = {
        let mut rig = Rig::new(config(Role::Initiator));
        rig.say(SSRM);
        rig.last().to_vec()
    };
    assert_eq!(offer.len(), 61);
    assert_eq!((&offer[35..48], offer[1]), (&b"04096BYYN003N"[..], b'5'));
    let (_, state) = conclude(|_| {}, &ssid(b'2'));
    assert_eq!(state, State::IdleSpeaker);
}

/// AUTH-3, AUTH-4, AUTH-8: the order of the authentication phase, and its failures.
#[test]
fn auth_3_4_8_order() {
    let mut rig = Rig::in_state(State::WaitSecd);
    rig.say(b"J");
    assert_eq!(rig.event(), &SessionEvent::ChallengeWanted);
    rig.act(|s| s.auth_challenge(vec![1, 2, 3]));
    assert_eq!(rig.last(), b"A\x00\x03\x01\x02\x03");
    rig.say(&[&b"S"[..], &[5; 20]].concat());
    assert_eq!(rig.event(), &SessionEvent::ResponseReceived([5; 20]));
    rig.act(|s| s.auth_confirmed());
    assert_eq!(rig.last(), b"J");
    rig.say(b"A\x00\x02xy");
    assert_eq!(rig.event(), &SessionEvent::ChallengeReceived(b"xy".to_vec()));
    assert!(!rig.events.contains(&SessionEvent::SessionOpened));
    rig.act(|s| s.auth_response([6; 20]));
    assert_eq!(rig.last(), [&b"S"[..], &[6; 20]].concat());
    assert_eq!((rig.event(), rig.session.state()), (&SessionEvent::SessionOpened, State::IdleListener));

    let mut rig = Rig::in_state(State::ResponseDue);
    rig.act(|s| s.auth_response([6; 20]));
    rig.say(b"J");
    rig.act(|s| s.auth_challenge(vec![9]));
    rig.say(&[&b"S"[..], &[5; 20]].concat());
    rig.act(|s| s.auth_confirmed());
    assert_eq!((rig.event(), rig.session.state()), (&SessionEvent::SessionOpened, State::IdleSpeaker));

    let mut rig = Rig::in_state(State::VerdictDue);
    rig.act(|s| s.auth_rejected());
    assert_eq!(rig.esid(), Some(11), "AUTH-8");
    let mut rig = Rig::in_state(State::ChallengeDue);
    rig.act(|s| s.end_session(11, "no certificate"));
    assert_eq!(rig.esid(), Some(11));

    let mut rig = Rig::responder(b'5');
    rig.say(&sfid(b'5'));
    assert_eq!(rig.session.state(), State::OpenInPending, "AUTH-4: the file phase at once");
}
