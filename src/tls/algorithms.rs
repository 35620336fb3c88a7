//! Key exchange groups and signature algorithms by the reference's names, with each provider's name for them.

use super::error::bad_setting;
use crate::error::Result;

/// A key exchange group.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Group {
    pub id: u16,
    /// The reference's name.
    pub name: &'static str,
    /// OpenSSL's name.
    pub openssl: &'static str,
    /// Strength of the exchange in bits, as OpenSSL counts it.
    pub bits: u32,
    /// Whether rustls speaks it.
    pub internal: bool,
}

const fn group(id: u16, name: &'static str, openssl: &'static str, bits: u32, internal: bool) -> Group {
    Group { id, name, openssl, bits, internal }
}

/// Every group, most preferred first.
pub(super) const GROUPS: &[Group] = &[
    group(0x001d, "ecdhe_x25519", "X25519", 253, true),
    group(0x001e, "ecdhe_x448", "X448", 448, false),
    group(0x0017, "ecdhe_secp256r1", "P-256", 256, true),
    group(0x0018, "ecdhe_secp384r1", "P-384", 384, true),
    group(0x0019, "ecdhe_secp521r1", "P-521", 521, false),
    group(0x0100, "ffdhe_2048", "ffdhe2048", 2048, false),
    group(0x0101, "ffdhe_3072", "ffdhe3072", 3072, false),
    group(0x0102, "ffdhe_4096", "ffdhe4096", 4096, false),
    group(0x0103, "ffdhe_6144", "ffdhe6144", 6144, false),
    group(0x0104, "ffdhe_8192", "ffdhe8192", 8192, false),
];

/// The row of a group number.
pub(super) fn group_by_id(id: u16) -> Option<&'static Group> {
    GROUPS.iter().find(|group| group.id == id)
}

/// A signature algorithm of the handshake.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Scheme {
    pub id: u16,
    /// The name in TLS13SignatureAlgorithms and in SSLConnectionRequest.
    pub name: &'static str,
    /// The name in TLS12SignatureAlgorithms; empty when there is none.
    pub old: &'static str,
    /// OpenSSL's name.
    pub openssl: &'static str,
    /// Whether rustls signs or verifies with it.
    pub internal: bool,
}

const fn scheme(id: u16, name: &'static str, old: &'static str, openssl: &'static str, internal: bool) -> Scheme {
    Scheme { id, name, old, openssl, internal }
}

/// Every algorithm that a provider speaks, most preferred first. RSA names of the TLS 1.2 setting cover both paddings.
pub(super) const SCHEMES: &[Scheme] = &[
    scheme(0x0807, "ed25519", "", "ed25519", true),
    scheme(0x0808, "ed448", "", "ed448", false),
    scheme(0x0403, "ecdsa_secp256r1_sha256", "sha256-ecdsa", "ecdsa_secp256r1_sha256", true),
    scheme(0x0503, "ecdsa_secp384r1_sha384", "sha384-ecdsa", "ecdsa_secp384r1_sha384", true),
    scheme(0x0603, "ecdsa_secp521r1_sha512", "sha512-ecdsa", "ecdsa_secp521r1_sha512", false),
    scheme(0x0804, "rsa_pss_sha256", "sha256-rsa", "rsa_pss_rsae_sha256", true),
    scheme(0x0805, "rsa_pss_sha384", "sha384-rsa", "rsa_pss_rsae_sha384", true),
    scheme(0x0806, "rsa_pss_sha512", "sha512-rsa", "rsa_pss_rsae_sha512", true),
    scheme(0x0809, "rsa_pss_sha256", "sha256-rsa", "rsa_pss_pss_sha256", false),
    scheme(0x080a, "rsa_pss_sha384", "sha384-rsa", "rsa_pss_pss_sha384", false),
    scheme(0x080b, "rsa_pss_sha512", "sha512-rsa", "rsa_pss_pss_sha512", false),
    scheme(0x0401, "rsa_pkcs1_sha256", "sha256-rsa", "rsa_pkcs1_sha256", true),
    scheme(0x0501, "rsa_pkcs1_sha384", "sha384-rsa", "rsa_pkcs1_sha384", true),
    scheme(0x0601, "rsa_pkcs1_sha512", "sha512-rsa", "rsa_pkcs1_sha512", true),
    scheme(0x0303, "ecdsa_sha224", "sha224-ecdsa", "ECDSA+SHA224", false),
    scheme(0x0301, "rsa_pkcs1_sha224", "sha224-rsa", "RSA+SHA224", false),
    scheme(0x0203, "ecdsa_sha1", "sha1-ecdsa", "ECDSA+SHA1", false),
    scheme(0x0201, "rsa_pkcs1_sha1", "sha1-rsa", "RSA+SHA1", false),
];

/// The names of offered signature algorithms, each once.
pub(super) fn scheme_names(ids: &[u16]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for id in ids.iter().filter(|id| !super::hello::is_grease(**id)) {
        let known = SCHEMES.iter().find(|scheme| scheme.id == *id);
        let name = known.map_or_else(|| format!("0x{id:04X}"), |scheme| scheme.name.to_owned());
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn words(list: &str) -> impl Iterator<Item = String> + '_ {
    list.split(|c: char| c == ',' || c == ';' || c.is_whitespace())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
}

/// Reads a list of groups; an empty list is empty and means no restriction.
pub(super) fn parse_groups(setting: &str, list: &str) -> Result<Vec<&'static Group>> {
    let mut groups: Vec<&'static Group> = Vec::new();
    for word in words(list) {
        let found = GROUPS
            .iter()
            .find(|group| group.name == word || group.name.strip_prefix("ecdhe_").is_some_and(|short| short == word))
            .ok_or_else(|| bad_setting(format!("{setting}: no group is called {word}")))?;
        if !groups.contains(&found) {
            groups.push(found);
        }
    }
    Ok(groups)
}

/// Reads TLS13SignatureAlgorithms.
pub(super) fn parse_schemes13(list: &str) -> Result<Vec<&'static Scheme>> {
    let mut schemes = Vec::new();
    for word in words(list) {
        let found: Vec<_> = SCHEMES.iter().filter(|scheme| scheme.name == word).collect();
        if found.is_empty() {
            return Err(bad_setting(format!("TLS13SignatureAlgorithms: no algorithm is called {word}")));
        }
        schemes.extend(found);
    }
    Ok(schemes)
}

/// Reads TLS12SignatureAlgorithms. DSA is recognised and left out. The list has no word for Ed25519 and Ed448: they are
/// allowed when any ECDSA is.
pub(super) fn parse_schemes12(list: &str) -> Result<Vec<&'static Scheme>> {
    let mut schemes: Vec<&'static Scheme> = Vec::new();
    for word in words(list) {
        if word.ends_with("-dsa") {
            continue;
        }
        let found: Vec<_> = SCHEMES.iter().filter(|scheme| scheme.old == word).collect();
        if found.is_empty() {
            return Err(bad_setting(format!("TLS12SignatureAlgorithms: no algorithm is called {word}")));
        }
        schemes.extend(found);
    }
    if schemes.iter().any(|scheme| scheme.old.ends_with("-ecdsa")) {
        schemes.extend(SCHEMES.iter().filter(|scheme| scheme.old.is_empty()));
    }
    if schemes.is_empty() && words(list).next().is_some() {
        return Err(bad_setting("TLS12SignatureAlgorithms names only DSA, which is not supported"));
    }
    Ok(schemes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const REFERENCE12: &str = "sha512-ecdsa,sha512-rsa,sha512-dsa,sha384-ecdsa,sha384-rsa,sha384-dsa,sha256-ecdsa,\
        sha256-rsa,sha256-dsa,sha224-ecdsa,sha224-rsa,sha224-dsa,sha1-ecdsa,sha1-rsa,sha1-dsa";
    const REFERENCE13: &str = "ed25519,ed448,ecdsa_secp256r1_sha256,ecdsa_secp384r1_sha384,ecdsa_secp521r1_sha512,\
        rsa_pkcs1_sha256,rsa_pkcs1_sha384,rsa_pkcs1_sha512,rsa_pss_sha256,rsa_pss_sha384,rsa_pss_sha512";

    #[test]
    fn the_references_defaults_are_read() {
        assert!(parse_schemes12(REFERENCE12).unwrap().len() > 12);
        assert_eq!(parse_schemes13(REFERENCE13).unwrap().len(), 14);
        let groups = "ecdhe_x25519,ecdhe_x448,ecdhe_secp256r1,ecdhe_secp384r1,ecdhe_secp521r1,ffdhe_2048,ffdhe_3072,\
            ffdhe_4096,ffdhe_6144,ffdhe_8192";
        assert_eq!(parse_groups("TLS13SupportedGroups", groups).unwrap().len(), GROUPS.len());
    }

    #[test]
    fn unknown_names_are_named_in_the_error() {
        assert!(parse_groups("TLS13SupportedGroups", "ecdhe_x25519,nope").unwrap_err().message.contains("nope"));
        assert!(parse_schemes12("md5-rsa").is_err());
        assert!(parse_schemes13("rsa_md5").is_err());
        assert!(parse_schemes12("sha1-dsa").is_err());
    }

    #[test]
    fn openssl_and_rustls_know_what_the_tables_say() {
        use openssl::ssl::{SslContext, SslMethod};
        let names: Vec<_> = GROUPS.iter().map(|group| group.openssl).collect();
        SslContext::builder(SslMethod::tls()).unwrap().set_groups_list(&names.join(":")).unwrap();
        let names: Vec<_> = SCHEMES.iter().map(|scheme| scheme.openssl).collect();
        SslContext::builder(SslMethod::tls()).unwrap().set_sigalgs_list(&names.join(":")).unwrap();
        for group in GROUPS {
            let theirs = rustls::crypto::ring::ALL_KX_GROUPS.iter().any(|kx| u16::from(kx.name()) == group.id);
            assert_eq!(theirs, group.internal, "{}", group.name);
        }
    }
}
