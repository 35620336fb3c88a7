//! Settings resolved: which provider, which versions, suites, groups and signature algorithms. Both providers are built from
//! this, so that a setting means the same with either.
//!
//! What is asked for and cannot be offered is left out and named in the notes, for the log; when nothing remains it is an error.

use super::algorithms::{self, GROUPS, Group, SCHEMES, Scheme};
use super::error::bad_setting;
use super::settings::{self, Provider, TlsSettings};
use super::suites::{self, Class, Suite};
use crate::error::{Error, Result, codes};

/// Which protocol versions are on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Versions {
    pub tls13: bool,
    pub tls12: bool,
    pub tls11: bool,
    pub tls10: bool,
}

impl Versions {
    fn of(bits: i32) -> Self {
        let on = |mask: i32| bits & mask != 0;
        Versions {
            tls13: on(settings::TLS13),
            tls12: on(settings::TLS12),
            tls11: on(settings::TLS11),
            tls10: on(settings::TLS10),
        }
    }

    /// TLS 1.1 or 1.0.
    pub fn old(self) -> bool {
        self.tls11 || self.tls10
    }

    fn none(self) -> bool {
        !(self.tls13 || self.tls12 || self.old())
    }

    /// The version numbers, highest first.
    pub fn numbers(self) -> Vec<u16> {
        [(self.tls13, 0x0304), (self.tls12, 0x0303), (self.tls11, 0x0302), (self.tls10, 0x0301)]
            .into_iter()
            .filter_map(|(on, number)| on.then_some(number))
            .collect()
    }
}

/// What is offered.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub provider: Provider,
    pub versions: Versions,
    /// In the order of preference.
    pub suites: Vec<&'static Suite>,
    /// In the order of preference.
    pub groups12: Vec<&'static Group>,
    /// In the order of preference, those of TLS13KeyShareGroups first.
    pub groups13: Vec<&'static Group>,
    /// `None`: no restriction.
    pub schemes12: Option<Vec<&'static Scheme>>,
    /// `None`: no restriction.
    pub schemes13: Option<Vec<&'static Scheme>>,
    pub dh_bits: u32,
    /// For the log.
    pub notes: Vec<String>,
}

/// The settings, read.
struct Asked {
    versions: Versions,
    suites: suites::Asked,
    groups12: Vec<&'static Group>,
    groups13: Vec<&'static Group>,
    shares: Vec<&'static Group>,
    schemes12: Vec<&'static Scheme>,
    schemes13: Vec<&'static Scheme>,
}

fn read(settings: &TlsSettings) -> Result<Asked> {
    if settings.protocols & (settings::SSL2 | settings::SSL3) != 0 {
        return Err(bad_setting("SSLEnabledProtocols: SSL 2.0 and SSL 3.0 are broken and not supported"));
    }
    let versions = Versions::of(settings.protocols);
    if versions.none() {
        return Err(bad_setting(format!("SSLEnabledProtocols: {} names no protocol version", settings.protocols)));
    }
    for (name, value) in [("SSLCheckCRL", settings.check_crl), ("SSLCheckOCSP", settings.check_ocsp)] {
        if !(0..=2).contains(&value) {
            return Err(bad_setting(format!("{name}: {value} is not 0, 1 or 2")));
        }
    }
    Ok(Asked {
        versions,
        suites: suites::parse(&settings.cipher_suites)?,
        groups12: algorithms::parse_groups("TLS12SupportedGroups", &settings.tls12_groups)?,
        groups13: algorithms::parse_groups("TLS13SupportedGroups", &settings.tls13_groups)?,
        shares: algorithms::parse_groups("TLS13KeyShareGroups", &settings.tls13_key_share_groups)?,
        schemes12: algorithms::parse_schemes12(&settings.tls12_signature_algorithms)?,
        schemes13: algorithms::parse_schemes13(&settings.tls13_signature_algorithms)?,
    })
}

/// Which provider serves these settings, and, when automatic means OpenSSL, why (for the log). Settings that contradict each
/// other are reported by [`super::TlsServer::new`], not here.
pub fn choose_provider(settings: &TlsSettings) -> (Provider, Option<String>) {
    match settings.provider {
        1 => return (Provider::Platform, None),
        2 => return (Provider::Internal, None),
        _ if settings.use_internal_api => return (Provider::Internal, None),
        _ => {}
    }
    match read(settings).ok().and_then(|asked| reason_for_platform(settings, &asked)) {
        Some(reason) => (Provider::Platform, Some(reason)),
        None => (Provider::Internal, None),
    }
}

/// What the settings ask for that rustls does not do.
fn reason_for_platform(settings: &TlsSettings, asked: &Asked) -> Option<String> {
    if settings.fips {
        return Some("UseFIPSCompliantAPI needs OpenSSL's FIPS provider".to_owned());
    }
    if asked.versions.old() {
        return Some("SSLEnabledProtocols enables TLS 1.0 or 1.1".to_owned());
    }
    if let Some(suite) = asked.suites.named.iter().flatten().find(|suite| !suite.internal()) {
        return Some(format!("SSLEnabledCipherSuites names {}", suite.name));
    }
    if settings.check_ocsp != 0 {
        return Some("SSLCheckOCSP asks for OCSP".to_owned());
    }
    let foreign = |groups: &[&Group]| !groups.is_empty() && groups.iter().all(|group| !group.internal);
    let strange = |schemes: &[&Scheme]| !schemes.is_empty() && schemes.iter().all(|scheme| !scheme.internal);
    for (on, groups, schemes, name) in [
        (asked.versions.tls12, &asked.groups12, &asked.schemes12, "TLS12"),
        (asked.versions.tls13, &asked.groups13, &asked.schemes13, "TLS13"),
    ] {
        if on && foreign(groups) {
            return Some(format!("{name}SupportedGroups names only groups that the internal provider does not speak"));
        }
        if on && strange(schemes) {
            return Some(format!(
                "{name}SignatureAlgorithms names only algorithms that the internal provider does not speak"
            ));
        }
    }
    None
}

/// Resolves the settings for a provider.
pub(super) fn resolve(settings: &TlsSettings, provider: Provider) -> Result<Plan> {
    if !(0..=2).contains(&settings.provider) {
        return Err(bad_setting(format!("SSLProvider: {} is not 0, 1 or 2", settings.provider)));
    }
    let asked = read(settings)?;
    let internal = provider == Provider::Internal;
    let mut notes = Vec::new();
    if internal && settings.fips {
        return Err(Error::new(
            codes::NOT_SUPPORTED,
            "UseFIPSCompliantAPI: the internal provider is not FIPS compliant; use SSLProvider 0 or 1",
        ));
    }
    let mut versions = asked.versions;
    if internal && versions.old() {
        (versions.tls11, versions.tls10) = (false, false);
        if versions.none() {
            return Err(bad_setting(
                "SSLEnabledProtocols: the internal provider speaks TLS 1.2 and 1.3 only; use SSLProvider 0 or 1",
            ));
        }
        notes.push("TLS 1.0 and 1.1 are not offered: the internal provider does not speak them".to_owned());
    }
    let suites = suites_of(settings, &asked, versions, internal, &mut notes)?;
    narrow(&mut versions, &suites, &mut notes)?;
    let groups12 = groups_of("TLS12SupportedGroups", &asked.groups12, internal, versions.tls12, false, &mut notes)?;
    let groups13 = groups_of("TLS13SupportedGroups", &asked.groups13, internal, versions.tls13, true, &mut notes)?;
    let shares: Vec<&'static Group> = asked.shares.into_iter().filter(|group| groups13.contains(group)).collect();
    let rest = groups13.iter().copied().filter(|group| !shares.contains(group));
    let groups13 = shares.iter().copied().chain(rest).collect();
    let schemes12 = schemes_of("TLS12SignatureAlgorithms", asked.schemes12, internal, versions.tls12)?;
    let schemes13 = schemes_of("TLS13SignatureAlgorithms", asked.schemes13, internal, versions.tls13)?;
    let dh_bits = match settings.dh_bits {
        0 => 2048,
        2048 | 3072 | 4096 | 6144 | 8192 => settings.dh_bits,
        1..2048 => {
            notes.push(format!("PreferredDHGroupBits {} is too weak; 2048 is used", settings.dh_bits));
            2048
        }
        bits => return Err(bad_setting(format!("PreferredDHGroupBits: there is no standard group of {bits} bits"))),
    };
    Ok(Plan { provider, versions, suites, groups12, groups13, schemes12, schemes13, dh_bits, notes })
}

fn suites_of(
    settings: &TlsSettings,
    asked: &Asked,
    versions: Versions,
    internal: bool,
    notes: &mut Vec<String>,
) -> Result<Vec<&'static Suite>> {
    notes.extend(asked.suites.refused.iter().cloned());
    let by_star = |suite: &Suite| match suite.class {
        Class::Tls13 | Class::Modern => true,
        Class::OldEphemeral => versions.old(),
        Class::Old12 | Class::Oldest => false,
    };
    let mut chosen = Vec::new();
    for suite in suites::TABLE {
        let wanted = asked.suites.named.as_ref().map_or_else(|| by_star(suite), |named| named.contains(&suite));
        if !wanted || suite.bits < settings.min_strength {
            continue;
        }
        if internal && !suite.internal() {
            if asked.suites.named.is_some() {
                notes.push(format!("{} is not offered: the internal provider does not speak it", suite.name));
            }
            continue;
        }
        chosen.push(suite);
    }
    if chosen.is_empty() {
        return Err(bad_setting(format!(
            "SSLEnabledCipherSuites and SSLCipherStrength leave no cipher suite for {}",
            if internal { Provider::Internal } else { Provider::Platform }
        )));
    }
    Ok(chosen)
}

/// Turns off versions for which no suite remains.
fn narrow(versions: &mut Versions, suites: &[&Suite], notes: &mut Vec<String>) -> Result<()> {
    let any = |classes: &[Class]| suites.iter().any(|suite| classes.contains(&suite.class));
    if versions.tls13 && !any(&[Class::Tls13]) {
        versions.tls13 = false;
        notes.push("TLS 1.3 is not offered: SSLEnabledCipherSuites names none of its suites".to_owned());
    }
    if versions.old() && !any(&[Class::OldEphemeral, Class::Oldest]) {
        (versions.tls11, versions.tls10) = (false, false);
        notes.push("TLS 1.0 and 1.1 are not offered: SSLEnabledCipherSuites names none of their suites".to_owned());
    }
    if versions.tls12 && !any(&[Class::Modern, Class::Old12, Class::OldEphemeral, Class::Oldest]) {
        versions.tls12 = false;
        notes.push("TLS 1.2 is not offered: SSLEnabledCipherSuites names none of its suites".to_owned());
    }
    match versions.none() {
        true => Err(bad_setting("SSLEnabledCipherSuites names no suite of the enabled protocol versions")),
        false => Ok(()),
    }
}

/// The reference's default of TLS12SupportedGroups.
const REFERENCE12: [&str; 3] = ["ecdhe_secp256r1", "ecdhe_secp384r1", "ecdhe_secp521r1"];

fn groups_of(
    setting: &str,
    asked: &[&'static Group],
    internal: bool,
    on: bool,
    finite_fields: bool,
    notes: &mut Vec<String>,
) -> Result<Vec<&'static Group>> {
    let restricted = !asked.is_empty();
    let wanted: Vec<&'static Group> = match restricted {
        true => asked.to_vec(),
        false => GROUPS.iter().filter(|group| finite_fields || group.id < 0x100).collect(),
    };
    let (offered, dropped): (Vec<_>, Vec<_>) = wanted.into_iter().partition(|group| !internal || group.internal);
    if offered.is_empty() && on {
        return Err(bad_setting(format!("{setting} names only groups that the internal provider does not speak")));
    }
    // The reference's default lists name everything; that is no wish of anybody's.
    let by_default = asked.iter().map(|group| group.name).eq(REFERENCE12) || asked.len() == GROUPS.len();
    if restricted && on && !by_default && !dropped.is_empty() {
        let names: Vec<_> = dropped.iter().map(|group| group.name).collect();
        notes.push(format!("{setting}: not spoken by the internal provider: {}", names.join(", ")));
    }
    Ok(offered)
}

fn schemes_of(
    setting: &str,
    asked: Vec<&'static Scheme>,
    internal: bool,
    on: bool,
) -> Result<Option<Vec<&'static Scheme>>> {
    if asked.is_empty() || !on {
        return Ok(None);
    }
    if internal && asked.iter().all(|scheme| !scheme.internal) {
        return Err(bad_setting(format!("{setting} names only algorithms that the internal provider does not speak")));
    }
    Ok(Some(asked))
}

impl Plan {
    /// Whether an algorithm may be used in the handshake of this version.
    pub fn allows_scheme(&self, tls13: bool, id: u16) -> bool {
        let list = if tls13 { &self.schemes13 } else { &self.schemes12 };
        list.as_ref().is_none_or(|list| list.iter().any(|scheme| scheme.id == id))
    }

    /// The schemes of one version, most preferred first.
    pub fn schemes(&self, tls13: bool) -> Vec<&'static Scheme> {
        SCHEMES.iter().filter(|scheme| self.allows_scheme(tls13, scheme.id)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(change: impl FnOnce(&mut TlsSettings)) -> TlsSettings {
        let mut settings = TlsSettings::default();
        change(&mut settings);
        settings
    }

    #[test]
    fn automatic_is_rustls_unless_something_asks_for_more() {
        assert_eq!(choose_provider(&TlsSettings::default()), (Provider::Internal, None));
        type Change = fn(&mut TlsSettings);
        let cases: [(Change, &str); 7] = [
            (|s| s.protocols |= settings::TLS11, "TLS 1.0 or 1.1"),
            (|s| s.cipher_suites = "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384".into(), "TLS_DHE_RSA"),
            (|s| s.cipher_suites = "TLS_RSA_WITH_AES_128_CBC_SHA".into(), "TLS_RSA"),
            (|s| s.check_ocsp = 1, "SSLCheckOCSP"),
            (|s| s.tls13_groups = "ffdhe_2048,ffdhe_3072".into(), "TLS13SupportedGroups"),
            (|s| s.tls12_signature_algorithms = "sha224-rsa".into(), "TLS12SignatureAlgorithms"),
            (|s| s.fips = true, "FIPS"),
        ];
        for (change, word) in cases {
            let (provider, reason) = choose_provider(&with(change));
            assert_eq!(provider, Provider::Platform);
            assert!(reason.as_deref().unwrap().contains(word), "{reason:?}");
        }
        let forced = with(|s| (s.use_internal_api, s.check_ocsp) = (true, 1));
        assert_eq!(choose_provider(&forced), (Provider::Internal, None));
    }

    #[test]
    fn star_is_forward_secrecy_and_aead() {
        for provider in [Provider::Internal, Provider::Platform] {
            let plan = resolve(&TlsSettings::default(), provider).unwrap();
            assert!(plan.suites.iter().all(|suite| suite.name.contains("GCM") || suite.name.contains("CHACHA")));
            assert!(plan.suites.iter().all(|suite| suite.exchange != suites::Exchange::Rsa));
        }
        let old = with(|s| s.protocols = settings::TLS10 | settings::TLS12);
        let plan = resolve(&old, Provider::Platform).unwrap();
        assert!(plan.suites.iter().any(|suite| suite.name == "TLS_DHE_RSA_WITH_AES_128_CBC_SHA"));
    }

    #[test]
    fn strength_and_names_narrow_suites_and_versions() {
        let plan = resolve(&with(|s| s.min_strength = 256), Provider::Internal).unwrap();
        assert!(plan.suites.iter().all(|suite| suite.bits == 256));
        let named = with(|s| s.cipher_suites = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256".into());
        let plan = resolve(&named, Provider::Internal).unwrap();
        assert!(!plan.versions.tls13 && plan.versions.tls12 && !plan.notes.is_empty());
        assert!(resolve(&with(|s| s.min_strength = 512), Provider::Platform).is_err());
        let only13 = with(|s| (s.protocols, s.cipher_suites) = (settings::TLS12, "TLS_AES_128_GCM_SHA256".into()));
        assert!(resolve(&only13, Provider::Internal).is_err());
    }

    #[test]
    fn what_contradicts_itself_is_an_error_with_the_settings_name() {
        type Change = fn(&mut TlsSettings);
        let cases: [(Change, &str); 8] = [
            (|s| s.protocols = settings::SSL3 | settings::TLS12, "SSLEnabledProtocols"),
            (|s| s.protocols = settings::SSL2, "SSLEnabledProtocols"),
            (|s| s.protocols = 0, "SSLEnabledProtocols"),
            (|s| s.protocols = settings::TLS11, "SSLEnabledProtocols"),
            (|s| s.check_crl = 3, "SSLCheckCRL"),
            (|s| s.dh_bits = 2000000, "PreferredDHGroupBits"),
            (|s| s.provider = 7, "SSLProvider"),
            (|s| s.fips = true, "UseFIPSCompliantAPI"),
        ];
        for (change, name) in cases {
            let error = resolve(&with(change), Provider::Internal).unwrap_err();
            assert!(error.message.contains(name), "{error}");
        }
    }

    #[test]
    fn a_note_is_made_of_wishes_and_not_of_the_references_defaults() {
        let default = with(|s| {
            s.tls12_groups = REFERENCE12.join(",");
            s.tls13_groups = GROUPS.iter().map(|group| group.name).collect::<Vec<_>>().join(",");
        });
        assert!(resolve(&default, Provider::Internal).unwrap().notes.is_empty());
        let wish = with(|s| s.tls13_groups = "ecdhe_x448,ecdhe_x25519".into());
        assert!(resolve(&wish, Provider::Internal).unwrap().notes[0].contains("ecdhe_x448"));
    }

    #[test]
    fn key_share_groups_come_first() {
        let wish = with(|s| s.tls13_key_share_groups = "ecdhe_secp384r1".into());
        let plan = resolve(&wish, Provider::Internal).unwrap();
        assert_eq!(plan.groups13[0].name, "ecdhe_secp384r1");
        assert_eq!(plan.groups13.len(), 3);
    }
}
