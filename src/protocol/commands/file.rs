//! The start of a file: SFID, SFPA, SFNA (RFC 5024 and RFC 2204 sections 5.3.3 to 5.3.5).

use super::Command;
use crate::error::{Error, Result, codes};
use crate::model::{CipherSuite, FileKey, Format, SecurityLevel, Version};
use crate::protocol::fields::{Reader, Reject, Writer};
use crate::protocol::types::StartFile;

/// Digits of SFIDREST and SFPAACNT.
pub(super) fn restart_width(version: Version) -> usize {
    if version == Version::V20 { 17 } else { 9 }
}

/// Digits of SFIDFSIZ.
fn size_width(version: Version) -> usize {
    if version == Version::V20 { 13 } else { 7 }
}

/// SFID: 165 octets and the description in 2.0, 128 below. A format or suite that does not exist refuses the file, not
/// the session.
pub(super) fn read_sfid(r: &mut Reader) -> Result<StartFile, Reject> {
    let v20 = r.version == Version::V20;
    if !v20 {
        r.expect_len(128..=128)?;
    }
    let name = r.text(26)?;
    let stamp = r.stamp("date or time", 3)?;
    let user = r.text(8)?;
    let destination = r.text(25)?;
    let originator = r.text(25)?;
    let format = r.letter()?;
    let record_length = r.number("maximum record length", 5)? as u32;
    let size_k = r.number("file size", size_width(r.version))?;
    let original_size_k = if v20 { r.number("original file size", 13)? } else { 0 };
    let restart = r.number("restart position", restart_width(r.version))?;
    let mut file = StartFile {
        key: FileKey { name, stamp, destination, originator },
        user,
        format: Format::Unstructured,
        record_length,
        size_k,
        original_size_k,
        restart,
        security: SecurityLevel::None,
        suite: CipherSuite::NONE,
        compressed: false,
        enveloped: false,
        signed_response: false,
        description: String::new(),
    };
    let mut suite = 0;
    if v20 {
        let level = r.number("security level", 2)? as i32;
        file.security = SecurityLevel::from_code(level).ok_or_else(|| r.bad("security level"))?;
        suite = r.number("cipher suite", 2)? as u8;
        file.compressed = r.flag("compression indicator", b'1', b'0')?;
        file.enveloped = r.flag("envelope indicator", b'1', b'0')?;
        file.signed_response = r.flag("signed response indicator", b'Y', b'N')?;
        file.description = r.long_text("description length")?;
    }
    r.finish()?;
    file.format = Format::from_letter(format).ok_or_else(|| refuse(4, "unknown file format"))?;
    file.suite = CipherSuite::from_code(suite).ok_or_else(|| refuse(15, "unknown cipher suite"))?;
    Ok(file)
}

fn refuse(reason: u8, text: &str) -> Reject {
    Reject::File { reason, text: text.to_owned() }
}

/// SFID. What 2.0 alone can say is error 688 below; a description is left out there.
pub(super) fn write_sfid(w: &mut Writer, file: &StartFile) -> Result<()> {
    let v20 = w.version == Version::V20;
    if !v20 && (file.is_wrapped() || file.signed_response) {
        let message = "Signing, encryption, compression and signed end responses need OFTP 2.0 on both sides.";
        return Err(Error::new(codes::VERSION_20_ONLY, message));
    }
    w.text("file name", &file.key.name, 26)?;
    w.stamp("date or time", &file.key.stamp, 3)?;
    w.text("user data", &file.user, 8)?;
    w.text("destination", &file.key.destination, 25)?;
    w.text("originator", &file.key.originator, 25)?;
    w.letter(file.format.letter());
    w.number("maximum record length", u64::from(file.record_length), 5)?;
    w.number("file size", file.size_k, size_width(w.version))?;
    if v20 {
        w.number("original file size", file.original_size_k, 13)?;
    }
    w.number("restart position", file.restart, restart_width(w.version))?;
    if v20 {
        w.number("security level", u64::from(file.security.code()), 2)?;
        w.number("cipher suite", u64::from(file.suite.code()), 2)?;
        w.flag(file.compressed, b'1', b'0');
        w.flag(file.enveloped, b'1', b'0');
        w.flag(file.signed_response, b'Y', b'N');
        w.long_text(&file.description);
    }
    Ok(())
}

/// SFPA: the answer count.
pub(super) fn read_sfpa(r: &mut Reader) -> Result<Command, Reject> {
    let width = restart_width(r.version);
    r.expect_len(1 + width..=1 + width)?;
    Ok(Command::FileAccepted(r.number("answer count", width)?))
}

/// SFNA: reason and retry indicator, in 2.0 a text.
pub(super) fn read_sfna(r: &mut Reader) -> Result<Command, Reject> {
    let reason = r.number("reason", 2)? as u8;
    let retry = r.flag("retry indicator", b'Y', b'N')?;
    let text = if r.version == Version::V20 { r.long_text("reason text length")? } else { String::new() };
    r.finish()?;
    Ok(Command::FileRefused { reason, retry, text })
}

pub(super) fn write_sfna(w: &mut Writer, reason: u8, retry: bool, text: &str) -> Result<()> {
    w.number("reason", u64::from(reason), 2)?;
    w.flag(retry, b'Y', b'N');
    if w.version == Version::V20 {
        w.long_text(text);
    }
    Ok(())
}
