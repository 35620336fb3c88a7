use super::commands::Command;
use super::{Authentication, Role, Session, SessionAnswer, SessionConfig, SessionEvent, exchange, framing};
use crate::model::{ConnectionType, DataBlock, Version};

/// One exchange buffer at every level. What is understood is written again and must then mean the same.
pub fn command(octets: &[u8]) {
    for version in Version::ALL {
        let Ok(first) = Command::decode(octets, version) else { continue };
        let mut again = Vec::new();
        if first.encode(version, &mut again).is_ok() && !matches!(first, Command::StartSession(_)) {
            let second = Command::decode(&again, version).expect("what we write we can read");
            assert_eq!(first.kind(), second.kind());
        }
    }
}

/// A stream of frames.
pub fn frames(mut octets: &[u8]) {
    while let Ok(Some(buffer)) = framing::next(octets) {
        octets = &octets[framing::HEADER + buffer.len()..];
    }
}

/// A data exchange buffer behind its `D`, and the same content packed again. The first octets choose the packing.
pub fn data(octets: &[u8]) {
    let mut block = DataBlock::default();
    if exchange::unpack(octets, &mut block).is_err() {
        return assert!(block.is_empty());
    }
    let choice = octets.first().copied().unwrap_or_default();
    let mut packer = exchange::Packer::new(128 + usize::from(choice), choice & 1 == 0, false);
    let mut budget = exchange::Budget { credit: u16::MAX, high_water: usize::MAX };
    let mut out = Vec::new();
    let taken = packer.pack(&block.bytes, &block.ends, &mut out, &mut budget);
    assert!(taken == block.bytes.len() && packer.finish(&mut out, &mut budget));
    let mut again = DataBlock::default();
    let mut rest = &out[..];
    while let Ok(Some(buffer)) = framing::next(rest) {
        exchange::unpack(&buffer[1..], &mut again).expect("what we pack we can unpack");
        rest = &rest[framing::HEADER + buffer.len()..];
    }
    assert_eq!(block.bytes, again.bytes);
}

/// A whole session whose partner says `octets` and whose user agrees to everything. `choice` is bits: initiator, 1.4,
/// authentication, refuse every second thing.
pub fn session(choice: u8, octets: &[u8]) {
    let mut session = Session::new(config(choice), 0);
    let mut rest = octets;
    let mut calm = 0;
    while !session.is_closed() && calm < 2 {
        let used = session.feed(rest, 1);
        rest = &rest[used..];
        let mut events = 0;
        while let Some(event) = session.poll_event() {
            events += 1;
            answer(&mut session, event, choice & 8 != 0 && rest.len().is_multiple_of(2));
        }
        assert!(session.output().len() <= 512 * 1024);
        session.output().clear();
        calm = if used == 0 && events == 0 { calm + 1 } else { 0 };
    }
    session.peer_closed(2);
    assert!(session.is_closed());
}

fn config(choice: u8) -> SessionConfig {
    SessionConfig {
        role: if choice & 1 == 0 { Role::Responder } else { Role::Initiator },
        version: if choice & 2 == 0 { Version::V20 } else { Version::V14 },
        code: "O0000FUZZ".into(),
        password: "SECRET".into(),
        user: String::new(),
        buffer_size: 4096,
        credit: 3,
        connection_type: ConnectionType::Both,
        compression: true,
        restart: true,
        authentication: if choice & 4 == 0 { Authentication::Automatic } else { Authentication::Required },
        require_v20: false,
        timeout_ms: 60_000,
        trail: false,
        accept_blank_identity: false,
    }
}

/// Every verb may fail, none may panic.
fn answer(session: &mut Session, event: SessionEvent, refuse: bool) {
    let _ = match event {
        SessionEvent::SessionOffered(_) => {
            let own = config(0);
            session.accept_session(SessionAnswer {
                version: own.version,
                code: own.code,
                password: own.password,
                user: own.user,
                credit: own.credit,
                buffer_size: own.buffer_size,
                connection_type: own.connection_type,
                compression: own.compression,
                restart: own.restart,
                authentication: own.authentication,
            })
        }
        SessionEvent::ChallengeWanted => session.auth_challenge(vec![1; 100]),
        SessionEvent::ChallengeReceived(_) => session.auth_response([2; 20]),
        SessionEvent::ResponseReceived(_) if refuse => session.auth_rejected(),
        SessionEvent::ResponseReceived(_) => session.auth_confirmed(),
        SessionEvent::FileOffered(_) if refuse => session.refuse_file(13, false, "no"),
        SessionEvent::FileOffered(file) => session.accept_file(file.restart),
        SessionEvent::DataReceived => {
            session.data().clear();
            Ok(())
        }
        SessionEvent::FileEnded { .. } if refuse => session.reject_file(11, "no"),
        SessionEvent::FileEnded { units, .. } => session.confirm_file(units % 2 == 0),
        SessionEvent::EndResponseReceived(_) => session.ready_to_receive(),
        SessionEvent::TurnReceived { .. } if session.may_end_session() && refuse => session.end_session(0, ""),
        SessionEvent::TurnReceived { .. } => session.change_direction(),
        SessionEvent::FileConfirmed { change_direction: true } => session.change_direction(),
        _ => Ok(()),
    };
}
