//! Which entry of a store is meant: by subject (exact, then contained), by thumbprint, or any.

use super::dn;
use super::stores::Entry;
use crate::certs::invalid;
use crate::error::Result;
use openssl::hash::MessageDigest;

/// The entry that a subject text names; `None` when there is none. Within each step entries with a private key come first.
///
/// - `*`: any; then one that issued no other certificate of the store, then the first.
/// - `Thumbprint=...`: MD5, SHA-1 or SHA-256 of the certificate in hexadecimal, told apart by its length.
/// - the full subject, in any order of its fields; then the store's own name (alias, friendly name, label); then a part of the subject.
pub fn select<'a>(entries: &'a [Entry], subject: &str) -> Result<Option<&'a Entry>> {
    let subject = subject.trim();
    if subject == "*" {
        return Ok(any(entries));
    }
    if let Some(text) = strip_prefix_ignoring_case(subject, "Thumbprint=") {
        let wanted = crate::hex::octets(text.trim()).filter(|octets| matches!(octets.len(), 16 | 20 | 32));
        let wanted = wanted
            .ok_or_else(|| invalid("The thumbprint is not the hexadecimal form of an MD5, SHA-1 or SHA-256 hash."))?;
        return Ok(prefer_key(entries, |entry| has_thumbprint(entry, &wanted)));
    }
    if subject.is_empty() {
        return Ok(None);
    }
    let parsed = dn::parse(subject).map(|list| dn::normal_set(&list));
    let squeezed = dn::squeezed(subject);
    let exact = |entry: &Entry| {
        let Some(x509) = &entry.x509 else { return false };
        match &parsed {
            Some(set) => *set == dn::normal_set(&dn::attributes(x509.subject_name())),
            None => false,
        }
    };
    let named = |entry: &Entry| entry.alias.as_ref().is_some_and(|alias| alias.eq_ignore_ascii_case(subject));
    let contained = |entry: &Entry| {
        let Some(x509) = &entry.x509 else { return false };
        let own = dn::normal_set(&dn::attributes(x509.subject_name()));
        dn::squeezed(&dn::display(x509.subject_name())).contains(&squeezed)
            || parsed.as_ref().is_some_and(|set| set.is_subset(&own))
    };
    Ok(prefer_key(entries, exact).or_else(|| prefer_key(entries, named)).or_else(|| prefer_key(entries, contained)))
}

fn any(entries: &[Entry]) -> Option<&Entry> {
    let issued_none = |entry: &Entry| {
        let Some(own) = &entry.x509 else { return true };
        !entries.iter().flat_map(|other| &other.x509).any(|other| {
            !super::stores::is_same(own, other) && own.issued(other) == openssl::x509::X509VerifyResult::OK
        })
    };
    prefer_key(entries, issued_none).filter(|entry| entry.has_key()).or_else(|| {
        entries.iter().find(|entry| entry.has_key()).or_else(|| prefer_key(entries, issued_none)).or(entries.first())
    })
}

fn prefer_key(entries: &[Entry], fits: impl Fn(&Entry) -> bool) -> Option<&Entry> {
    let fitting: Vec<&Entry> = entries.iter().filter(|entry| fits(entry)).collect();
    fitting.iter().find(|entry| entry.has_key()).or(fitting.first()).copied()
}

fn has_thumbprint(entry: &Entry, wanted: &[u8]) -> bool {
    let md = match wanted.len() {
        16 => MessageDigest::md5(),
        20 => MessageDigest::sha1(),
        _ => MessageDigest::sha256(),
    };
    entry.x509.as_ref().is_some_and(|x509| x509.digest(md).is_ok_and(|digest| *digest == *wanted))
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}
