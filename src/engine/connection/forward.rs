//! Files that are passed on: the SFID of a received file as text, and the SFID that such a text asks for (ROUTE-1,
//! ROUTE-2). What travels is left as it came; who forwards needs no keys.
//!
//! The form is `NAME=value&NAME=value`, names being those of the RFC without `SFID`, and `%`, `&`, `=` and everything that
//! is not printable ASCII as `%` and two hexadecimal digits of UTF-8.

use super::preparing::Spec;
use crate::engine::cms;
use crate::error::{Error, Result, codes};
use crate::model::{CipherSuite, FileKey, Format, SecurityLevel, Stamp};
use crate::protocol::StartFile;
use crate::settings::{Id, Lookup};
use crate::vfile::LocalFormat;
use std::collections::HashMap;
use std::fmt::Write;

/// The text of an SFID.
pub(super) fn to_text(offer: &StartFile) -> String {
    let flag = |on: bool| if on { "1" } else { "0" }.to_owned();
    let fields = [
        ("DSN", offer.key.name.clone()),
        ("DATE", offer.key.stamp.date()),
        ("TIME", offer.key.stamp.time()),
        ("USER", offer.user.clone()),
        ("DEST", offer.key.destination.clone()),
        ("ORIG", offer.key.originator.clone()),
        ("FMT", char::from(offer.format.letter()).to_string()),
        ("LRECL", offer.record_length.to_string()),
        ("FSIZ", offer.size_k.to_string()),
        ("OSIZ", offer.original_size_k.to_string()),
        ("SEC", format!("{:02}", offer.security.code())),
        ("CIPH", format!("{:02}", offer.suite.code())),
        ("COMP", flag(offer.compressed)),
        ("ENV", flag(offer.enveloped)),
        ("SIGN", if offer.signed_response { "Y" } else { "N" }.to_owned()),
        ("DESC", offer.description.clone()),
    ];
    let mut text = String::new();
    for (name, value) in fields {
        if !text.is_empty() {
            text.push('&');
        }
        text.push_str(name);
        text.push('=');
        for octet in value.bytes() {
            match octet {
                b'%' | b'&' | b'=' | 0..=0x1F | 0x7F.. => {
                    let _ = write!(text, "%{octet:02X}");
                }
                _ => text.push(char::from(octet)),
            }
        }
    }
    text
}

/// The SFID of a text; size and restart position are those of the file that is sent. Error 6 names the field that is wrong.
pub(super) fn from_text(text: &str) -> Result<StartFile> {
    let mut fields = HashMap::new();
    for part in text.split('&') {
        let (name, value) = part.split_once('=').ok_or_else(|| wrong(part))?;
        let value = unescape(value).ok_or_else(|| wrong(name))?;
        if fields.insert(name.trim().to_ascii_uppercase(), value).is_some() {
            return Err(wrong(name));
        }
    }
    let mut take = |name: &str| fields.remove(name);
    let mut number = |name: &str| match take(name).unwrap_or_default().as_str() {
        "" => Ok(0),
        digits => digits.parse::<u64>().map_err(|_| wrong(name)),
    };
    let (record_length, original_size_k, size_k) = (number("LRECL")?, number("OSIZ")?, number("FSIZ")?);
    let (security, suite) = (number("SEC")?, number("CIPH")?);
    let (compressed, enveloped) = (number("COMP")? == 1, number("ENV")? == 1);
    let mut need = |name: &str| fields.remove(name).filter(|value| !value.is_empty()).ok_or_else(|| wrong(name));
    let name = need("DSN")?;
    let stamp = format!("{}{}", need("DATE")?, need("TIME")?);
    let (destination, originator) = (need("DEST")?, need("ORIG")?);
    let format = match fields.remove("FMT").as_deref() {
        None | Some("") => Format::default(),
        Some(letter) => letter.bytes().next().and_then(Format::from_letter).ok_or_else(|| wrong("FMT"))?,
    };
    let file = StartFile {
        key: FileKey { name, stamp: Stamp::from_wire(&stamp).ok_or_else(|| wrong("DATE"))?, destination, originator },
        user: fields.remove("USER").unwrap_or_default(),
        format,
        record_length: u32::try_from(record_length).map_err(|_| wrong("LRECL"))?,
        size_k,
        original_size_k,
        restart: 0,
        security: i32::try_from(security).ok().and_then(SecurityLevel::from_code).ok_or_else(|| wrong("SEC"))?,
        suite: u8::try_from(suite).ok().and_then(CipherSuite::from_code).ok_or_else(|| wrong("CIPH"))?,
        compressed,
        enveloped,
        signed_response: fields.remove("SIGN").is_some_and(|sign| sign == "Y"),
        description: fields.remove("DESC").unwrap_or_default(),
    };
    match fields.keys().next() {
        Some(unknown) => Err(wrong(unknown)),
        None => Ok(file),
    }
}

/// Whether a text is an SFID. Error 6.
pub(crate) fn check(text: &str) -> Result<()> {
    from_text(text).map(drop)
}

fn wrong(field: &str) -> Error {
    Error::new(codes::BAD_VALUE, format!("ForwardHeader is no SFID: look at {field:?}."))
}

fn unescape(value: &str) -> Option<String> {
    let mut octets = Vec::with_capacity(value.len());
    let mut rest = value.bytes();
    while let Some(octet) = rest.next() {
        if octet != b'%' {
            octets.push(octet);
            continue;
        }
        let mut digit = || rest.next().and_then(|digit| char::from(digit).to_digit(16));
        octets.push((digit()? * 16 + digit()?) as u8);
    }
    String::from_utf8(octets).ok()
}

impl Spec {
    /// What a file that is passed on is sent as.
    pub(super) fn forwarding(header: StartFile, settings: &Lookup<'_>) -> Result<Self> {
        let binary_records = settings.int(Id::LocalRecordFormat) == 1;
        let local = LocalFormat { format: header.format, record_length: header.record_length, binary_records };
        local.check()?;
        Ok(Spec {
            local,
            encode: cms::encoding(settings, header.suite),
            security: header.security,
            suite: header.suite,
            compress: header.compressed,
            signed_response: header.signed_response,
            description: header.description.clone(),
            originator: header.key.originator.clone(),
            user: header.user.clone(),
            stamp: Some(header.key.stamp.clone()),
            forward: Some(Box::new(header)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offer() -> StartFile {
        StartFile {
            key: FileKey {
                name: "A&B=100%".into(),
                stamp: Stamp::from_wire("202611221530590007").unwrap(),
                destination: "O0013ZIEL".into(),
                originator: "remote odette id".into(),
            },
            user: "U".into(),
            format: Format::Variable,
            record_length: 80,
            size_k: 12,
            original_size_k: 345,
            restart: 0,
            security: SecurityLevel::EncryptedAndSigned,
            suite: CipherSuite::from_code(4).unwrap(),
            compressed: true,
            enveloped: true,
            signed_response: true,
            description: "M\u{fc}ller\n".into(),
        }
    }

    /// ROUTE-1, ROUTE-2: nothing of an SFID is lost on the way through a program.
    #[test]
    fn headers_come_back_as_they_were() {
        let text = to_text(&offer());
        assert!(text.starts_with("DSN=A%26B%3D100%25&DATE=20261122&TIME=1530590007&"), "{text}");
        assert!(text.ends_with("&DESC=M%C3%BCller%0A"));
        assert_eq!(from_text(&text).unwrap(), offer());
        let short = from_text("DSN=X&DATE=261122&TIME=153059&DEST=A&ORIG=B").unwrap();
        assert_eq!((short.security, short.format, short.enveloped), (SecurityLevel::None, Format::Unstructured, false));
    }

    #[test]
    fn what_is_no_header_is_refused() {
        let good = "DSN=X&DATE=20261122&TIME=1530590007&DEST=A&ORIG=B";
        assert!(from_text(good).is_ok());
        for bad in ["&SEC=4", "&SEC=x", "&CIPH=11", "&FMT=Q", "&DSN=Y", "&NEW=1", "&DESC=%4", "&", "&LRECL=99999999999"]
        {
            assert_eq!(from_text(&format!("{good}{bad}")).unwrap_err().code, codes::BAD_VALUE, "{bad}");
        }
        for missing in ["DSN=X", "DATE=20261122", "DEST=A", "ORIG=B"] {
            let left: Vec<&str> = good.split('&').filter(|part| *part != missing).collect();
            assert!(from_text(&left.join("&")).is_err(), "{missing}");
        }
    }
}
