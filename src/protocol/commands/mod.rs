//! The commands, one value per row of RFC 5024 section 5.3, with their layout at each level. `decode` takes what live
//! products send, `encode` writes what the RFC prints.

mod file;
mod response;
mod start;
mod transfer;

use super::fields::{Reader, Reject, Writer};
use super::types::{EndResponse, Ssid, StartFile};
use crate::error::Result;
use crate::model::Version;

/// Which command an exchange buffer is: its first octet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Start Session Ready Message.
    Ssrm,
    /// Start Session.
    Ssid,
    /// Security Change Direction.
    Secd,
    /// Authentication Challenge.
    Auch,
    /// Authentication Response.
    Aurp,
    /// Start File.
    Sfid,
    /// Start File Positive Answer.
    Sfpa,
    /// Start File Negative Answer.
    Sfna,
    /// Data Exchange Buffer.
    Data,
    /// Set Credit.
    Cdt,
    /// End File.
    Efid,
    /// End File Positive Answer.
    Efpa,
    /// End File Negative Answer.
    Efna,
    /// End Session.
    Esid,
    /// Change Direction.
    Cd,
    /// End to End Response.
    Eerp,
    /// Negative End Response.
    Nerp,
    /// Ready To Receive.
    Rtr,
}

impl Kind {
    /// Every command with its letter, its name and the first version that has it.
    pub const ALL: [(Kind, u8, &'static str, Version); 18] = [
        (Kind::Ssrm, b'I', "SSRM", Version::V12),
        (Kind::Ssid, b'X', "SSID", Version::V12),
        (Kind::Secd, b'J', "SECD", Version::V20),
        (Kind::Auch, b'A', "AUCH", Version::V20),
        (Kind::Aurp, b'S', "AURP", Version::V20),
        (Kind::Sfid, b'H', "SFID", Version::V12),
        (Kind::Sfpa, b'2', "SFPA", Version::V12),
        (Kind::Sfna, b'3', "SFNA", Version::V12),
        (Kind::Data, b'D', "DATA", Version::V12),
        (Kind::Cdt, b'C', "CDT", Version::V12),
        (Kind::Efid, b'T', "EFID", Version::V12),
        (Kind::Efpa, b'4', "EFPA", Version::V12),
        (Kind::Efna, b'5', "EFNA", Version::V12),
        (Kind::Esid, b'F', "ESID", Version::V12),
        (Kind::Cd, b'R', "CD", Version::V12),
        (Kind::Eerp, b'E', "EERP", Version::V12),
        (Kind::Nerp, b'N', "NERP", Version::V14),
        (Kind::Rtr, b'P', "RTR", Version::V12),
    ];

    /// The command of a first octet, `None` when the version has no such command.
    pub fn of(letter: u8, version: Version) -> Option<Kind> {
        Kind::ALL.iter().find(|row| row.1 == letter && row.3 <= version).map(|row| row.0)
    }

    /// The command octet.
    pub fn letter(self) -> u8 {
        Kind::ALL[self as usize].1
    }

    /// The name in the RFC.
    pub fn name(self) -> &'static str {
        Kind::ALL[self as usize].2
    }
}

/// A command with its fields. DATA is left out: its content never becomes a value of its own (see
/// [`exchange`](super::exchange)).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// SSRM.
    Ready,
    /// SSID.
    StartSession(Ssid),
    /// SECD.
    SecurityChangeDirection,
    /// AUCH: the challenge, encrypted.
    Challenge(Vec<u8>),
    /// AURP.
    Response([u8; 20]),
    /// SFID.
    StartFile(StartFile),
    /// SFPA: the answer count.
    FileAccepted(u64),
    /// SFNA.
    FileRefused {
        /// SFNAREAS.
        reason: u8,
        /// SFNARRTR.
        retry: bool,
        /// SFNAREAST.
        text: String,
    },
    /// CDT.
    Credit,
    /// EFID.
    EndFile {
        /// EFIDRCNT.
        records: u64,
        /// EFIDUCNT.
        units: u64,
    },
    /// EFPA: whether the direction must change.
    FileConfirmed(bool),
    /// EFNA.
    FileRejected {
        /// EFNAREAS.
        reason: u8,
        /// EFNAREAST.
        text: String,
    },
    /// ESID.
    EndSession {
        /// ESIDREAS.
        reason: u8,
        /// ESIDREAST.
        text: String,
    },
    /// CD.
    ChangeDirection,
    /// EERP or NERP.
    EndResponse(EndResponse),
    /// RTR.
    ReadyToReceive,
}

/// A command as read, and the defect that was overlooked in it.
pub(crate) type Decoded = (Command, Option<&'static str>);

impl Command {
    /// Reads an exchange buffer at a level. Commands that the level does not have are rejected with ESID 01, as is
    /// DATA.
    pub fn decode(buffer: &[u8], version: Version) -> Result<Command, Reject> {
        let kind = buffer.first().and_then(|&letter| Kind::of(letter, version)).ok_or_else(unknown)?;
        Command::decode_as(kind, buffer, version).map(|decoded| decoded.0)
    }

    /// Reads an exchange buffer whose command is known.
    pub(crate) fn decode_as(kind: Kind, buffer: &[u8], version: Version) -> Result<Decoded, Reject> {
        let mut reader = Reader::new(kind.name(), buffer, version);
        let r = &mut reader;
        let command = match kind {
            Kind::Ssrm => start::read_ssrm(r)?,
            Kind::Ssid => Command::StartSession(start::read_ssid(r)?),
            Kind::Secd => bare(r, Command::SecurityChangeDirection)?,
            Kind::Auch => Command::Challenge(start::read_auch(r)?),
            Kind::Aurp => Command::Response(start::read_aurp(r)?),
            Kind::Sfid => Command::StartFile(file::read_sfid(r)?),
            Kind::Sfpa => file::read_sfpa(r)?,
            Kind::Sfna => file::read_sfna(r)?,
            Kind::Data => return Err(unknown()),
            Kind::Cdt => transfer::read_cdt(r)?,
            Kind::Efid => transfer::read_efid(r)?,
            Kind::Efpa => transfer::read_efpa(r)?,
            Kind::Efna => transfer::read_efna(r)?,
            Kind::Esid => start::read_esid(r)?,
            Kind::Cd => bare(r, Command::ChangeDirection)?,
            Kind::Eerp => Command::EndResponse(response::read_eerp(r)?),
            Kind::Nerp => Command::EndResponse(response::read_nerp(r)?),
            Kind::Rtr => bare(r, Command::ReadyToReceive)?,
        };
        Ok((command, reader.tolerated))
    }

    /// Which command this is.
    pub fn kind(&self) -> Kind {
        match self {
            Command::Ready => Kind::Ssrm,
            Command::StartSession(_) => Kind::Ssid,
            Command::SecurityChangeDirection => Kind::Secd,
            Command::Challenge(_) => Kind::Auch,
            Command::Response(_) => Kind::Aurp,
            Command::StartFile(_) => Kind::Sfid,
            Command::FileAccepted(_) => Kind::Sfpa,
            Command::FileRefused { .. } => Kind::Sfna,
            Command::Credit => Kind::Cdt,
            Command::EndFile { .. } => Kind::Efid,
            Command::FileConfirmed(_) => Kind::Efpa,
            Command::FileRejected { .. } => Kind::Efna,
            Command::EndSession { .. } => Kind::Esid,
            Command::ChangeDirection => Kind::Cd,
            Command::EndResponse(response) if response.negative.is_some() => Kind::Nerp,
            Command::EndResponse(_) => Kind::Eerp,
            Command::ReadyToReceive => Kind::Rtr,
        }
    }

    /// Appends the exchange buffer of a level to `out`, without stream header. Errors: 678 when a value does not fit
    /// its field, 688 when the level cannot say it; `out` then holds a beginning that is to be thrown away.
    pub fn encode(&self, version: Version, out: &mut Vec<u8>) -> Result<()> {
        let kind = self.kind();
        let mut writer = Writer::new(kind.name(), kind.letter(), out, version);
        let w = &mut writer;
        match self {
            Command::Ready => start::write_ssrm(w),
            Command::StartSession(ssid) => start::write_ssid(w, ssid)?,
            Command::Challenge(octets) => w.binary("challenge", octets)?,
            Command::Response(octets) => w.octets(octets),
            Command::StartFile(file) => file::write_sfid(w, file)?,
            Command::FileAccepted(count) => w.number("answer count", *count, file::restart_width(version))?,
            Command::FileRefused { reason, retry, text } => file::write_sfna(w, *reason, *retry, text)?,
            Command::Credit => w.spaces(2),
            Command::EndFile { records, units } => transfer::write_efid(w, *records, *units)?,
            Command::FileConfirmed(change) => w.flag(*change, b'Y', b'N'),
            Command::FileRejected { reason, text } => transfer::write_efna(w, *reason, text)?,
            Command::EndSession { reason, text } => start::write_esid(w, *reason, text)?,
            Command::EndResponse(response) => response::write(w, response)?,
            Command::SecurityChangeDirection | Command::ChangeDirection | Command::ReadyToReceive => {}
        }
        Ok(())
    }
}

fn unknown() -> Reject {
    Reject::Session { reason: 1, text: "unknown command".into() }
}

/// A command of one octet.
fn bare(r: &mut Reader, command: Command) -> Result<Command, Reject> {
    r.finish()?;
    Ok(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_names() {
        for (index, row) in Kind::ALL.iter().enumerate() {
            assert_eq!(row.0 as usize, index);
            assert_eq!(Kind::of(row.1, Version::V20), Some(row.0));
        }
    }

    /// V1x-1, NERP-3: what a level does not have is unknown there (ESID 01).
    #[test]
    fn v1x_1_nerp_3_commands_by_level() {
        for letter in [b'J', b'A', b'S'] {
            assert_eq!(Kind::of(letter, Version::V14), None);
            assert!(Kind::of(letter, Version::V20).is_some());
        }
        assert_eq!(Kind::of(b'N', Version::V13), None);
        assert_eq!(Kind::of(b'N', Version::V14), Some(Kind::Nerp));
        assert!(matches!(Command::decode(b"J", Version::V14), Err(Reject::Session { reason: 1, .. })));
        assert!(matches!(Command::decode(b"", Version::V20), Err(Reject::Session { reason: 1, .. })));
    }
}
