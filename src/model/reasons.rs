//! The reasons of SFNA, EFNA, ESID and NERP (RFC 5024 sections 5.3.5, 5.3.10, 5.3.11, 5.3.14) as the engine asks for them. The
//! table is [`crate::surface::reasons`].

use super::Version;
use crate::surface::reasons::{EFNA, ESID, NERP, Reason, SFNA};

/// A command that carries a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    /// Start File Negative Answer; also the AcceptFile event's ErrorCode.
    Sfna,
    /// End File Negative Answer.
    Efna,
    /// End Session; also the AcceptConnection event's ErrorCode.
    Esid,
    /// Negative End Response; also EndResponse and SendEndResponse.
    Nerp,
}

fn reasons(command: Command) -> &'static [Reason] {
    match command {
        Command::Sfna => SFNA,
        Command::Efna => EFNA,
        Command::Esid => ESID,
        Command::Nerp => NERP,
    }
}

fn find(command: Command, reason: u8) -> Option<&'static Reason> {
    reasons(command).iter().find(|row| row.number == reason)
}

/// The RFC's text of a reason, or that it is unknown. Peers send numbers of their own.
pub fn text(command: Command, reason: u8) -> &'static str {
    find(command, reason).map_or("Unknown reason", |row| row.text)
}

/// The number to send at a level: the reason itself where the level knows it, else 99.
pub fn at_level(command: Command, reason: u8, version: Version) -> u8 {
    let known = find(command, reason).is_some_and(|row| row.since <= level(version));
    if known { reason } else { 99 }
}

/// The version as the table of reasons writes it.
fn level(version: Version) -> u8 {
    match version {
        Version::V12 => 12,
        Version::V13 => 13,
        Version::V14 => 14,
        Version::V20 => 20,
    }
}

/// The NERP reason that tells a final refusal on to the originator (NERP-6); the security ones change their order.
pub fn to_nerp(command: Command, reason: u8) -> u8 {
    match (command, reason) {
        (Command::Nerp, r) => r,
        (Command::Esid, 3) => 3,
        (Command::Esid, 4) => 4,
        (Command::Esid, 99) => 9,
        (Command::Sfna | Command::Efna, r @ 1..=6) => r + 10,
        (Command::Sfna | Command::Efna, r @ 10..=20) => r + 10,
        (Command::Efna, 21) => 31,
        (Command::Efna, 22) => 33,
        (Command::Efna, 23) => 32,
        _ => 99,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SFNA-2, EFNA-2, ESID-2, NERP-5: the sets of codes at each level; NERP-6: the map.
    #[test]
    fn code_sets_by_level() {
        let set = |command, version| -> Vec<u8> { (0..=99).filter(|&r| at_level(command, r, version) == r).collect() };
        let through = |last: u8| -> Vec<u8> { (1..=6).chain(10..=last).chain([99]).collect() };
        assert_eq!(set(Command::Sfna, Version::V12), through(13));
        assert_eq!(set(Command::Sfna, Version::V14), through(14));
        assert_eq!(set(Command::Sfna, Version::V20), through(20));
        assert_eq!(set(Command::Efna, Version::V13), through(13));
        assert_eq!(set(Command::Efna, Version::V20), through(23));
        assert_eq!(set(Command::Esid, Version::V14), (0..=10).chain([99]).collect::<Vec<_>>());
        assert_eq!(set(Command::Esid, Version::V20), (0..=12).chain([99]).collect::<Vec<_>>());
        let nerp: Vec<u8> = [3, 4, 9].into_iter().chain(11..=16).chain(20..=36).chain([50, 90, 99]).collect();
        assert_eq!(set(Command::Nerp, Version::V20), nerp);
        assert_eq!([21, 22, 23].map(|r| to_nerp(Command::Efna, r)), [31, 33, 32]);
        assert_eq!(to_nerp(Command::Sfna, 13), 23);
        assert_eq!([3, 4, 99].map(|r| to_nerp(Command::Esid, r)), [3, 4, 9]);
    }
}
