//! The one table of cipher suites: IANA name, number and OpenSSL name, in the order in which the server prefers them.
//!
//! Forward secrecy comes first whatever order a client or a setting uses; AEAD before CBC, then plain RSA key exchange. The
//! table's order is the server's preference with both providers.

use super::error::bad_setting;
use crate::error::Result;

/// How the keys are agreed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exchange {
    /// TLS 1.3: the groups decide.
    Any,
    /// Elliptic curves, ephemeral.
    Ecdhe,
    /// Finite fields, ephemeral.
    Dhe,
    /// The client encrypts to the server's RSA key: no forward secrecy.
    Rsa,
}

/// How far `*` goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// TLS 1.3.
    Tls13,
    /// TLS 1.2, AEAD, forward secrecy: part of `*`.
    Modern,
    /// TLS 1.2 only, by name only: CBC with SHA-2, or AEAD without forward secrecy.
    Old12,
    /// TLS 1.0 to 1.2, forward secrecy: by name, and part of `*` when TLS 1.0 or 1.1 is enabled.
    OldEphemeral,
    /// TLS 1.0 to 1.2, by name only.
    Oldest,
}

/// One row of the table.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Suite {
    pub id: u16,
    /// IANA name.
    pub name: &'static str,
    /// OpenSSL's name.
    pub openssl: &'static str,
    pub exchange: Exchange,
    /// Cipher, for people.
    pub cipher: &'static str,
    /// Strength in bits.
    pub bits: u32,
    pub class: Class,
}

impl Suite {
    /// Whether rustls speaks it.
    pub fn internal(&self) -> bool {
        matches!(self.class, Class::Tls13) || (self.class == Class::Modern && self.exchange == Exchange::Ecdhe)
    }
}

const fn row(
    id: u16,
    name: &'static str,
    openssl: &'static str,
    exchange: Exchange,
    cipher: &'static str,
    bits: u32,
    class: Class,
) -> Suite {
    Suite { id, name, openssl, exchange, cipher, bits, class }
}

use Class::*;
use Exchange::{Any, Dhe, Ecdhe, Rsa};

const AES256G: &str = "AES-256-GCM";
const AES128G: &str = "AES-128-GCM";
const CHACHA: &str = "CHACHA20-POLY1305";
const AES256C: &str = "AES-256-CBC";
const AES128C: &str = "AES-128-CBC";

/// Every suite that one of the providers speaks, most preferred first.
#[rustfmt::skip]
pub(super) const TABLE: &[Suite] = &[
    row(0x1302, "TLS_AES_256_GCM_SHA384", "TLS_AES_256_GCM_SHA384", Any, AES256G, 256, Tls13),
    row(0x1301, "TLS_AES_128_GCM_SHA256", "TLS_AES_128_GCM_SHA256", Any, AES128G, 128, Tls13),
    row(0x1303, "TLS_CHACHA20_POLY1305_SHA256", "TLS_CHACHA20_POLY1305_SHA256", Any, CHACHA, 256, Tls13),
    row(0xc02c, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "ECDHE-ECDSA-AES256-GCM-SHA384", Ecdhe, AES256G, 256, Modern),
    row(0xc030, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "ECDHE-RSA-AES256-GCM-SHA384", Ecdhe, AES256G, 256, Modern),
    row(0xc02b, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "ECDHE-ECDSA-AES128-GCM-SHA256", Ecdhe, AES128G, 128, Modern),
    row(0xc02f, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "ECDHE-RSA-AES128-GCM-SHA256", Ecdhe, AES128G, 128, Modern),
    row(0xcca9, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", "ECDHE-ECDSA-CHACHA20-POLY1305", Ecdhe, CHACHA, 256, Modern),
    row(0xcca8, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", "ECDHE-RSA-CHACHA20-POLY1305", Ecdhe, CHACHA, 256, Modern),
    row(0x009f, "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384", "DHE-RSA-AES256-GCM-SHA384", Dhe, AES256G, 256, Modern),
    row(0x009e, "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256", "DHE-RSA-AES128-GCM-SHA256", Dhe, AES128G, 128, Modern),
    row(0xccaa, "TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256", "DHE-RSA-CHACHA20-POLY1305", Dhe, CHACHA, 256, Modern),
    row(0xc024, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384", "ECDHE-ECDSA-AES256-SHA384", Ecdhe, AES256C, 256, Old12),
    row(0xc028, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384", "ECDHE-RSA-AES256-SHA384", Ecdhe, AES256C, 256, Old12),
    row(0xc023, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256", "ECDHE-ECDSA-AES128-SHA256", Ecdhe, AES128C, 128, Old12),
    row(0xc027, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256", "ECDHE-RSA-AES128-SHA256", Ecdhe, AES128C, 128, Old12),
    row(0x006b, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256", "DHE-RSA-AES256-SHA256", Dhe, AES256C, 256, Old12),
    row(0x0067, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA256", "DHE-RSA-AES128-SHA256", Dhe, AES128C, 128, Old12),
    row(0xc00a, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA", "ECDHE-ECDSA-AES256-SHA", Ecdhe, AES256C, 256, OldEphemeral),
    row(0xc014, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", "ECDHE-RSA-AES256-SHA", Ecdhe, AES256C, 256, OldEphemeral),
    row(0xc009, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA", "ECDHE-ECDSA-AES128-SHA", Ecdhe, AES128C, 128, OldEphemeral),
    row(0xc013, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", "ECDHE-RSA-AES128-SHA", Ecdhe, AES128C, 128, OldEphemeral),
    row(0x0039, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA", "DHE-RSA-AES256-SHA", Dhe, AES256C, 256, OldEphemeral),
    row(0x0033, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA", "DHE-RSA-AES128-SHA", Dhe, AES128C, 128, OldEphemeral),
    row(0x009d, "TLS_RSA_WITH_AES_256_GCM_SHA384", "AES256-GCM-SHA384", Rsa, AES256G, 256, Old12),
    row(0x009c, "TLS_RSA_WITH_AES_128_GCM_SHA256", "AES128-GCM-SHA256", Rsa, AES128G, 128, Old12),
    row(0x003d, "TLS_RSA_WITH_AES_256_CBC_SHA256", "AES256-SHA256", Rsa, AES256C, 256, Old12),
    row(0x003c, "TLS_RSA_WITH_AES_128_CBC_SHA256", "AES128-SHA256", Rsa, AES128C, 128, Old12),
    row(0x0035, "TLS_RSA_WITH_AES_256_CBC_SHA", "AES256-SHA", Rsa, AES256C, 256, Oldest),
    row(0x002f, "TLS_RSA_WITH_AES_128_CBC_SHA", "AES128-SHA", Rsa, AES128C, 128, Oldest),
];

/// What names in a suite list stand for things that no provider here offers, and why. Matched as parts of the name.
const REFUSED: &[(&str, &str)] = &[
    ("_EXPORT_", "export ciphers are broken"),
    ("_NULL_", "it does not encrypt"),
    ("_ANON_", "it does not authenticate"),
    ("_RC4_", "RC4 is broken"),
    ("_3DES_", "3DES is too weak and not part of the providers any more"),
    ("_DES_", "DES is broken"),
    ("_DES40_", "DES is broken"),
    ("_KRB5_", "Kerberos suites are not supported"),
    ("_DSS_", "DSS keys are not supported"),
    ("_ECDH_", "static ECDH has no forward secrecy and is not part of the providers any more"),
];

/// The row of a suite number.
pub(super) fn by_id(id: u16) -> Option<&'static Suite> {
    TABLE.iter().find(|suite| suite.id == id)
}

/// The name of a suite number, `0x….` when it is not in the table.
pub(super) fn name_of(id: u16) -> String {
    match (by_id(id), id) {
        (Some(suite), _) => suite.name.to_owned(),
        (None, 0x00ff) => "TLS_EMPTY_RENEGOTIATION_INFO_SCSV".to_owned(),
        (None, 0x5600) => "TLS_FALLBACK_SCSV".to_owned(),
        (None, _) => format!("0x{id:04X}"),
    }
}

/// What a suite list asks for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    /// `None` is `*`.
    pub named: Option<Vec<&'static Suite>>,
    /// Names that are known and never offered, with the reason.
    pub refused: Vec<String>,
}

/// Reads `SSLEnabledCipherSuites`: `*`, or names separated by semicolons (commas and blanks are taken too), each beginning with
/// `SSL_` or `TLS_`. A name that nobody knows is an error, and so is a list of which nothing can be offered.
pub(super) fn parse(list: &str) -> Result<Asked> {
    let mut asked = Asked::default();
    if list.trim().is_empty() || list.trim() == "*" {
        return Ok(asked);
    }
    let mut named = Vec::new();
    for word in list.split(|c: char| c == ';' || c == ',' || c.is_whitespace()).filter(|word| !word.is_empty()) {
        let upper = word.to_ascii_uppercase();
        let name = upper.strip_prefix("SSL_").map_or(upper.clone(), |rest| format!("TLS_{rest}"));
        if name == "TLS_EMPTY_RENEGOTIATION_INFO_SCSV" {
            continue;
        }
        if let Some(suite) = TABLE.iter().find(|suite| suite.name == name || suite.openssl.eq_ignore_ascii_case(word)) {
            named.push(suite);
            continue;
        }
        match REFUSED.iter().find(|(part, _)| name.starts_with("TLS_") && name.contains(part)) {
            Some((_, why)) => asked.refused.push(format!("{word} is not offered: {why}")),
            None => return Err(bad_setting(format!("SSLEnabledCipherSuites: no cipher suite is called {word}"))),
        }
    }
    if named.is_empty() {
        return Err(bad_setting(format!("SSLEnabledCipherSuites names nothing usable. {}", asked.refused.join("; "))));
    }
    asked.named = Some(named);
    Ok(asked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_numbers_and_openssl_names_agree_with_openssl() {
        for suite in TABLE {
            assert_eq!(openssl::ssl::cipher_name(suite.name), suite.openssl, "{}", suite.name);
            assert_eq!(TABLE.iter().filter(|other| other.id == suite.id).count(), 1);
        }
    }

    #[test]
    fn what_rustls_speaks_is_what_the_table_says() {
        let mut theirs: Vec<u16> =
            rustls::crypto::ring::ALL_CIPHER_SUITES.iter().map(|suite| suite.suite().into()).collect();
        let mut ours: Vec<u16> = TABLE.iter().filter(|suite| suite.internal()).map(|suite| suite.id).collect();
        theirs.sort_unstable();
        ours.sort_unstable();
        assert_eq!(ours, theirs);
    }

    #[test]
    fn star_and_nothing_mean_all() {
        assert_eq!(parse("*").unwrap(), Asked::default());
        assert_eq!(parse(" ").unwrap(), Asked::default());
    }

    #[test]
    fn both_prefixes_are_read_and_broken_suites_are_left_out_with_a_reason() {
        let asked =
            parse("SSL_RSA_WITH_RC4_128_SHA; SSL_RSA_WITH_AES_128_CBC_SHA;TLS_DHE_RSA_WITH_AES_256_CBC_SHA").unwrap();
        let names: Vec<_> = asked.named.unwrap().iter().map(|suite| suite.name).collect();
        assert_eq!(names, ["TLS_RSA_WITH_AES_128_CBC_SHA", "TLS_DHE_RSA_WITH_AES_256_CBC_SHA"]);
        assert!(asked.refused[0].contains("RC4 is broken"), "{:?}", asked.refused);
    }

    #[test]
    fn a_list_of_nothing_usable_and_unknown_names_are_errors() {
        assert!(parse("SSL_RSA_WITH_RC4_128_SHA").unwrap_err().message.contains("RC4"));
        assert!(parse("TLS_DH_anon_WITH_AES_128_CBC_SHA").is_err());
        assert!(parse("TLS_MADE_UP").unwrap_err().message.contains("TLS_MADE_UP"));
    }
}
