//! End responses: EERP and NERP (RFC 5024 sections 5.3.13 and 5.3.14). A NERP is not an EERP with a reason: it has six
//! reserved octets, no user field, and its text stands before the hash.

use crate::error::{Error, Result, codes};
use crate::model::{FileKey, Version};
use crate::protocol::fields::{Reader, Reject, Writer};
use crate::protocol::types::{EndResponse, Negative};

/// EERP: 110 octets, hash and signature in 2.0, 106 below.
pub(super) fn read_eerp(r: &mut Reader) -> Result<EndResponse, Reject> {
    if r.version != Version::V20 {
        r.expect_len(106..=106)?;
    }
    let name = r.text(26)?;
    let stamp = r.stamp("date or time", 3)?;
    let user = r.text(8)?;
    let destination = r.text(25)?;
    let originator = r.text(25)?;
    let (hash, signature) = read_signature(r)?;
    let key = FileKey { name, stamp, destination, originator };
    Ok(EndResponse { key, user, negative: None, hash, signature })
}

/// NERP: 135 octets, text, hash and signature in 2.0, 128 in 1.4.
pub(super) fn read_nerp(r: &mut Reader) -> Result<EndResponse, Reject> {
    let v20 = r.version == Version::V20;
    if !v20 {
        r.expect_len(128..=128)?;
    }
    let name = r.text(26)?;
    let stamp = r.stamp("date or time", 6)?;
    let destination = r.text(25)?;
    let originator = r.text(25)?;
    let creator = r.text(25)?;
    let reason = r.number("reason", 2)? as u8;
    let text = if v20 { r.long_text("reason text length")? } else { String::new() };
    let (hash, signature) = read_signature(r)?;
    let key = FileKey { name, stamp, destination, originator };
    Ok(EndResponse { key, user: String::new(), negative: Some(Negative { creator, reason, text }), hash, signature })
}

/// Hash and signature. Some products leave both zero lengths out when they do not sign.
fn read_signature(r: &mut Reader) -> Result<(Vec<u8>, Vec<u8>), Reject> {
    if r.version != Version::V20 {
        return Ok((Vec::new(), Vec::new()));
    }
    if r.at_end() {
        r.tolerated = Some("the lengths of hash and signature are missing");
        return Ok((Vec::new(), Vec::new()));
    }
    let hash = r.binary()?.to_vec();
    let signature = r.binary()?.to_vec();
    r.finish()?;
    Ok((hash, signature))
}

pub(super) fn write(w: &mut Writer, response: &EndResponse) -> Result<()> {
    if let Some(negative) = &response.negative { write_nerp(w, response, negative) } else { write_eerp(w, response) }
}

fn write_eerp(w: &mut Writer, response: &EndResponse) -> Result<()> {
    w.text("file name", &response.key.name, 26)?;
    w.stamp("date or time", &response.key.stamp, 3)?;
    w.text("user data", &response.user, 8)?;
    w.text("destination", &response.key.destination, 25)?;
    w.text("originator", &response.key.originator, 25)?;
    write_signature(w, response)
}

fn write_nerp(w: &mut Writer, response: &EndResponse, negative: &Negative) -> Result<()> {
    if w.version < Version::V14 {
        return Err(Error::new(codes::BUILD_PACKET, "NERP: OFTP 1.2 and 1.3 have no negative end response"));
    }
    w.text("file name", &response.key.name, 26)?;
    w.stamp("date or time", &response.key.stamp, 6)?;
    w.text("destination", &response.key.destination, 25)?;
    w.text("originator", &response.key.originator, 25)?;
    w.text("creator", &negative.creator, 25)?;
    w.number("reason", u64::from(negative.reason), 2)?;
    if w.version == Version::V20 {
        w.long_text(&negative.text);
    }
    write_signature(w, response)
}

/// Hash and signature in 2.0. Without a signature both are empty ("this is always the case if it is not signed").
fn write_signature(w: &mut Writer, response: &EndResponse) -> Result<()> {
    if w.version != Version::V20 {
        return Ok(());
    }
    let hash: &[u8] = if response.signature.is_empty() { &[] } else { &response.hash };
    w.binary("hash", hash)?;
    w.binary("signature", &response.signature)
}
