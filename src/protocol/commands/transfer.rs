//! Flow and end of a file's data: CDT, EFID, EFPA, EFNA (RFC 5024 sections 5.3.7 to 5.3.10).

use super::Command;
use crate::error::Result;
use crate::model::Version;
use crate::protocol::fields::{Reader, Reject, Writer};

/// CDT: two reserved octets that are not looked at.
pub(super) fn read_cdt(r: &mut Reader) -> Result<Command, Reject> {
    r.expect_len(3..=3)?;
    Ok(Command::Credit)
}

/// Digits of EFIDRCNT and EFIDUCNT.
fn count_widths(version: Version) -> (usize, usize) {
    if version == Version::V20 { (17, 17) } else { (9, 12) }
}

/// EFID: record count and unit count.
pub(super) fn read_efid(r: &mut Reader) -> Result<Command, Reject> {
    let (records, units) = count_widths(r.version);
    r.expect_len(1 + records + units..=1 + records + units)?;
    Ok(Command::EndFile { records: r.number("record count", records)?, units: r.number("unit count", units)? })
}

pub(super) fn write_efid(w: &mut Writer, records: u64, units: u64) -> Result<()> {
    let widths = count_widths(w.version);
    w.number("record count", records, widths.0)?;
    w.number("unit count", units, widths.1)
}

/// EFPA: the change direction indicator.
pub(super) fn read_efpa(r: &mut Reader) -> Result<Command, Reject> {
    r.expect_len(2..=2)?;
    Ok(Command::FileConfirmed(r.flag("change direction indicator", b'Y', b'N')?))
}

/// EFNA: the reason, in 2.0 a text.
pub(super) fn read_efna(r: &mut Reader) -> Result<Command, Reject> {
    let reason = r.number("reason", 2)? as u8;
    let text = if r.version == Version::V20 { r.long_text("reason text length")? } else { String::new() };
    r.finish()?;
    Ok(Command::FileRejected { reason, text })
}

pub(super) fn write_efna(w: &mut Writer, reason: u8, text: &str) -> Result<()> {
    w.number("reason", u64::from(reason), 2)?;
    if w.version == Version::V20 {
        w.long_text(text);
    }
    Ok(())
}
