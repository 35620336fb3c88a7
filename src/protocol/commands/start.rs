//! The session's beginning and end: SSRM, SSID, AUCH, AURP, ESID (RFC 5024 sections 5.3.1, 5.3.2, 5.3.11, 5.3.16 to
//! 5.3.18).

use super::Command;
use crate::error::Result;
use crate::model::{ConnectionType, Version};
use crate::protocol::fields::{Reader, Reject, Writer};
use crate::protocol::types::Ssid;

const READY: &[u8; 17] = b"ODETTE FTP READY ";
const CR: u8 = 0x0D;

/// SSRM, 19 octets; 18 without carriage return.
pub(super) fn read_ssrm(r: &mut Reader) -> Result<Command, Reject> {
    r.expect_len(18..=19)?;
    if r.octets(17)? != READY {
        return Err(r.bad("ready message"));
    }
    r.carriage_return()?;
    Ok(Command::Ready)
}

pub(super) fn write_ssrm(w: &mut Writer) {
    w.octets(READY);
    w.letter(CR);
}

/// SSID, 61 octets at every level; 60 without carriage return. The reader's version is the highest that we speak: below
/// 2.0 on either side octet 47 is reserved.
pub(super) fn read_ssid(r: &mut Reader) -> Result<Ssid, Reject> {
    r.expect_len(60..=61)?;
    let version = Version::from_level(r.letter()?).ok_or_else(|| r.bad("level"))?;
    let code = r.text(25)?;
    let password = r.text(8)?;
    let buffer_size = r.number("buffer size", 5)? as u32;
    let connection_type = ConnectionType::from_letter(r.letter()?).ok_or_else(|| r.bad("send/receive capability"))?;
    let compression = r.flag("compression indicator", b'Y', b'N')?;
    let restart = r.flag("restart indicator", b'Y', b'N')?;
    let special = r.flag("special logic indicator", b'Y', b'N')?;
    let credit = r.number("credit", 3)? as u16;
    let authentication = if version.min(r.version) == Version::V20 {
        r.flag("authentication indicator", b'Y', b'N')?
    } else {
        r.skip(1)?;
        false
    };
    r.skip(4)?;
    let user = r.text(8)?;
    r.carriage_return()?;
    if buffer_size < 128 {
        return Err(r.bad("buffer size"));
    }
    if credit == 0 {
        return Err(r.bad("credit"));
    }
    Ok(Ssid {
        version,
        code,
        password,
        buffer_size,
        connection_type,
        compression,
        restart,
        special,
        credit,
        authentication,
        user,
    })
}

/// SSID. Its own level decides about octet 47: AUTH in 2.0, a space below.
pub(super) fn write_ssid(w: &mut Writer, ssid: &Ssid) -> Result<()> {
    w.letter(ssid.version.level());
    w.text("identification code", &ssid.code, 25)?;
    w.text("password", &ssid.password, 8)?;
    w.number("buffer size", u64::from(ssid.buffer_size), 5)?;
    w.letter(ssid.connection_type.letter());
    w.flag(ssid.compression, b'Y', b'N');
    w.flag(ssid.restart, b'Y', b'N');
    w.flag(ssid.special, b'Y', b'N');
    w.number("credit", u64::from(ssid.credit), 3)?;
    if ssid.version == Version::V20 {
        w.flag(ssid.authentication, b'Y', b'N');
    } else {
        w.spaces(1);
    }
    w.spaces(4);
    let user: String = ssid.user.chars().take(8).collect();
    w.text("user data", &user, 8)?;
    w.letter(CR);
    Ok(())
}

/// AUCH: 16-bit length and the challenge.
pub(super) fn read_auch(r: &mut Reader) -> Result<Vec<u8>, Reject> {
    let challenge = r.binary()?.to_vec();
    r.finish()?;
    Ok(challenge)
}

/// AURP: 20 octets.
pub(super) fn read_aurp(r: &mut Reader) -> Result<[u8; 20], Reject> {
    r.expect_len(21..=21)?;
    r.octets(20)?.try_into().map_err(|_| r.bad("response"))
}

/// ESID. The length says which of the two layouts it is, not the level: a partner may refuse a session before the level
/// is known. Three or four octets are the one without text.
pub(super) fn read_esid(r: &mut Reader) -> Result<Command, Reject> {
    let reason = r.number("reason", 2)? as u8;
    let text = if r.len() <= 4 { String::new() } else { r.long_text("reason text length")? };
    r.carriage_return()?;
    r.finish()?;
    Ok(Command::EndSession { reason, text })
}

/// ESID: with text in 2.0.
pub(super) fn write_esid(w: &mut Writer, reason: u8, text: &str) -> Result<()> {
    w.number("reason", u64::from(reason), 2)?;
    if w.version == Version::V20 {
        w.long_text(text);
    }
    w.letter(CR);
    Ok(())
}
