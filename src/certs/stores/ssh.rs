//! SSH public keys (RFC 4253, 5656, 8709): one line of an authorized_keys file, RFC 4716 text, or the binary blob; and the
//! blob of a key, which is what SSH fingerprints are made of.

use super::super::{encoding, invalid, refused};
use super::Entry;
use crate::error::Result;
use openssl::bn::{BigNum, BigNumContext, BigNumRef};
use openssl::ec::{EcGroup, EcKey, EcPoint, PointConversionForm};
use openssl::error::ErrorStack;
use openssl::nid::Nid;
use openssl::pkey::{HasPublic, Id, PKey, PKeyRef, Public};
use openssl::rsa::Rsa;

/// The curves of SSH: key type, curve name, OpenSSL's name.
pub const CURVES: &[(&str, &str, Nid)] = &[
    ("ecdsa-sha2-nistp256", "nistp256", Nid::X9_62_PRIME256V1),
    ("ecdsa-sha2-nistp384", "nistp384", Nid::SECP384R1),
    ("ecdsa-sha2-nistp521", "nistp521", Nid::SECP521R1),
];

/// Reads SSH public keys; a text may hold several lines.
pub fn read(content: &[u8]) -> Result<Vec<Entry>> {
    if content.starts_with(&[0, 0, 0]) {
        return Ok(vec![entry(content, None)?]);
    }
    let text = std::str::from_utf8(content).map_err(|_| invalid("This is not an SSH public key."))?;
    if text.contains("---- BEGIN SSH2 PUBLIC KEY ----") {
        return rfc4716(text);
    }
    if !text.split_ascii_whitespace().any(is_key_type) {
        let blob = encoding::base64(content).ok_or_else(|| invalid("This is not an SSH public key."))?;
        // The blob, or the line in Base64 once more.
        return if blob.starts_with(&[0, 0, 0]) { Ok(vec![entry(&blob, None)?]) } else { lines(&blob) };
    }
    lines(content)
}

fn lines(content: &[u8]) -> Result<Vec<Entry>> {
    let text = std::str::from_utf8(content).map_err(|_| invalid("This is not an SSH public key."))?;
    if text.contains("---- BEGIN SSH2 PUBLIC KEY ----") {
        return rfc4716(text);
    }
    let mut entries = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let mut words = line.split_ascii_whitespace().skip_while(|word| !is_key_type(word));
        words.next().ok_or_else(|| invalid("This is not an SSH public key."))?;
        let blob = words.next().and_then(|word| encoding::base64(word.as_bytes()));
        let blob = blob.ok_or_else(|| invalid("The SSH public key is not Base64."))?;
        let comment = words.collect::<Vec<_>>().join(" ");
        entries.push(entry(&blob, (!comment.is_empty()).then_some(comment))?);
    }
    Ok(entries)
}

/// Whether a word is the name of a kind of SSH key.
pub fn is_key_type(word: &str) -> bool {
    matches!(word, "ssh-rsa" | "ssh-ed25519" | "ssh-ed448" | "ssh-dss") || word.starts_with("ecdsa-sha2-")
}

fn rfc4716(text: &str) -> Result<Vec<Entry>> {
    let mut body = String::new();
    let mut comment = None;
    let mut header_goes_on = false;
    for line in text.lines().map(str::trim_end).filter(|line| !line.starts_with("----")) {
        if header_goes_on || line.contains(':') {
            if let Some(value) = line.strip_prefix("Comment:") {
                comment = Some(value.trim().trim_matches('"').to_owned());
            }
            header_goes_on = line.ends_with('\\');
            continue;
        }
        body.push_str(line);
    }
    let blob = encoding::base64(body.as_bytes()).ok_or_else(|| invalid("The SSH public key is not Base64."))?;
    Ok(vec![entry(&blob, comment)?])
}

fn entry(blob: &[u8], alias: Option<String>) -> Result<Entry> {
    Ok(Entry { public: Some(public_key(blob)?), alias, ..Entry::default() })
}

/// The public key of an SSH blob.
pub fn public_key(blob: &[u8]) -> Result<PKey<Public>> {
    let mut input = SshReader(blob);
    let kind = input.text().ok_or_else(|| invalid("This is not an SSH public key."))?;
    let made = match kind {
        "ssh-rsa" => rsa(&mut input),
        "ssh-ed25519" => input.string().map(|raw| PKey::public_key_from_raw_bytes(raw, Id::ED25519)),
        "ssh-ed448" => input.string().map(|raw| PKey::public_key_from_raw_bytes(raw, Id::ED448)),
        _ => match CURVES.iter().find(|row| row.0 == kind) {
            Some(curve) => ec(&mut input, curve),
            None => return Err(invalid(format!("SSH keys of the kind {kind} are not supported."))),
        },
    };
    made.ok_or_else(|| invalid("The SSH public key is damaged."))?
        .map_err(|stack| refused("Reading the SSH public key", &stack))
}

fn rsa(input: &mut SshReader<'_>) -> Option<Result<PKey<Public>, ErrorStack>> {
    let (e, n) = (input.number()?, input.number()?);
    Some(Rsa::from_public_components(n, e).and_then(PKey::from_rsa))
}

fn ec(input: &mut SshReader<'_>, curve: &(&str, &str, Nid)) -> Option<Result<PKey<Public>, ErrorStack>> {
    (input.text()? == curve.1).then_some(())?;
    Some(ec_public(curve.2, input.string()?))
}

/// A public key from a curve and an uncompressed point.
pub fn ec_public(curve: Nid, point: &[u8]) -> Result<PKey<Public>, ErrorStack> {
    let group = EcGroup::from_curve_name(curve)?;
    let mut context = BigNumContext::new()?;
    let point = EcPoint::from_bytes(&group, point, &mut context)?;
    PKey::from_ec_key(EcKey::from_public_key(&group, &point)?)
}

/// The SSH blob of a public key; `None` for kinds that SSH does not know.
pub fn blob<T: HasPublic>(key: &PKeyRef<T>) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    match key.id() {
        Id::RSA => {
            let rsa = key.rsa().ok()?;
            put(&mut out, b"ssh-rsa");
            put_number(&mut out, rsa.e());
            put_number(&mut out, rsa.n());
        }
        Id::EC => {
            let ec = key.ec_key().ok()?;
            let curve = CURVES.iter().find(|row| ec.group().curve_name() == Some(row.2))?;
            let mut context = BigNumContext::new().ok()?;
            let form = PointConversionForm::UNCOMPRESSED;
            put(&mut out, curve.0.as_bytes());
            put(&mut out, curve.1.as_bytes());
            put(&mut out, &ec.public_key().to_bytes(ec.group(), form, &mut context).ok()?);
        }
        Id::ED25519 => {
            put(&mut out, b"ssh-ed25519");
            put(&mut out, &key.raw_public_key().ok()?);
        }
        Id::ED448 => {
            put(&mut out, b"ssh-ed448");
            put(&mut out, &key.raw_public_key().ok()?);
        }
        _ => return None,
    }
    Some(out)
}

/// Appends a string: length (4) and octets.
pub fn put(out: &mut Vec<u8>, octets: &[u8]) {
    out.extend_from_slice(&(octets.len() as u32).to_be_bytes());
    out.extend_from_slice(octets);
}

fn put_number(out: &mut Vec<u8>, number: &BigNumRef) {
    let mut octets = number.to_vec();
    if octets.first().is_some_and(|&first| first & 0x80 != 0) {
        octets.insert(0, 0);
    }
    put(out, &octets);
}

/// Reads SSH's strings and numbers.
pub struct SshReader<'a>(pub &'a [u8]);

impl<'a> SshReader<'a> {
    /// A string of octets.
    pub fn string(&mut self) -> Option<&'a [u8]> {
        let (length, rest) = self.0.split_at_checked(4)?;
        let length = u32::from_be_bytes(length.try_into().ok()?) as usize;
        let (taken, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    /// A string of text.
    pub fn text(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.string()?).ok()
    }

    /// A number that is not negative.
    pub fn number(&mut self) -> Option<BigNum> {
        let octets = self.string()?;
        if octets.first().is_some_and(|&first| first & 0x80 != 0) {
            return None;
        }
        BigNum::from_slice(octets).ok()
    }
}
