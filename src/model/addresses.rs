//! Lists of addresses: who may connect, in the form in which it is written into a setting. What cannot be read is an error
//! that names the entry; looking up host names is left to whoever may wait for it.

use ipnet::{IpNet, Ipv4Net};
use std::net::IpAddr;

/// A list. An empty one contains nobody.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AddressList(Vec<Entry>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Entry {
    /// An address is a network of one.
    Network(IpNet),
    /// `10.1.*.5`: an IPv4 address in which some octets may be any.
    Octets([Option<u8>; 4]),
    /// `*`: every address of both families.
    Everyone,
    /// A host name, in lower case.
    Name(String),
}

impl AddressList {
    /// Reads a list, separated by commas (or by semicolons or blanks, which no entry has inside): `10.0.0.0/8, 192.168.*,
    /// 10.1.*.5, ::1, partner.example`. An IPv4 address in IPv6 form (`::ffff:10.0.0.1`) is the IPv4 address.
    ///
    /// # Errors
    /// What is wrong with the first entry that cannot be read.
    pub fn parse(text: &str) -> Result<Self, String> {
        let between = |c: char| matches!(c, ',' | ';') || c.is_whitespace();
        let entries = text.split(between).filter(|entry| !entry.is_empty());
        let read = |entry: &str| {
            Entry::parse(entry).map_err(|cause| {
                let shown: String = entry.chars().take(64).collect();
                format!("the entry \"{shown}\" cannot be read: {cause}")
            })
        };
        entries.map(read).collect::<Result<_, _>>().map(AddressList)
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether an address is in the list, host names left aside.
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|entry| entry.contains(address))
    }

    /// The host names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|entry| match entry {
            Entry::Name(name) => Some(name.as_str()),
            _ => None,
        })
    }
}

impl Entry {
    fn parse(text: &str) -> Result<Self, String> {
        if let Ok(address) = text.parse::<IpAddr>() {
            return Ok(Entry::Network(address.to_canonical().into()));
        }
        if let Some((address, bits)) = text.split_once('/') {
            return network(address, bits).map(Entry::Network);
        }
        if text == "*" {
            return Ok(Entry::Everyone);
        }
        if text.contains('*') {
            return octets(text).map(Entry::Octets);
        }
        if text.contains(':') {
            return Err("it is no IPv6 address".to_owned());
        }
        name(text).map(Entry::Name)
    }

    fn contains(&self, address: IpAddr) -> bool {
        match (self, address) {
            (Entry::Network(network), address) => network.contains(&address),
            (Entry::Octets(pattern), IpAddr::V4(address)) => {
                pattern.iter().zip(address.octets()).all(|(wanted, octet)| wanted.is_none_or(|wanted| wanted == octet))
            }
            (Entry::Everyone, _) => true,
            (Entry::Octets(_) | Entry::Name(_), _) => false,
        }
    }
}

/// The length of the prefix behind which IPv6 has the IPv4 addresses.
const MAPPED: u8 = 96;

fn network(address: &str, bits: &str) -> Result<IpNet, String> {
    let address: IpAddr = address.parse().map_err(|_| "before the / there must be an address".to_owned())?;
    let most = if address.is_ipv4() { 32 } else { 128 };
    // A number may have no sign and no zeros before it, as an octet of an address.
    let bits = bits.parse().ok().filter(|number: &u8| number.to_string() == bits);
    let network = bits.and_then(|bits| IpNet::new(address, bits).ok());
    let network = network.ok_or_else(|| format!("after the / there must be a number from 0 to {most}"))?;
    // It looks like IPv4 and would contain none: such partners are compared as IPv4.
    if matches!(address, IpAddr::V6(mapped) if mapped.to_ipv4_mapped().is_some()) && network.prefix_len() < MAPPED {
        return Err(format!("an IPv4 address in IPv6 form has a number from {MAPPED} to 128 after the /"));
    }
    Ok(match network {
        IpNet::V6(wide) if wide.prefix_len() >= MAPPED => match wide.network().to_ipv4_mapped() {
            Some(address) => Ipv4Net::new(address, wide.prefix_len() - MAPPED).map_or(network, IpNet::V4),
            None => network,
        },
        _ => network,
    })
}

/// `192.168.*` and `10.1.*.5`.
fn octets(text: &str) -> Result<[Option<u8>; 4], String> {
    let wrong = || {
        "* stands for one whole octet of an IPv4 address, or at the end of a shorter one for all that follow; \
         networks are written as 10.0.0.0/8"
            .to_owned()
    };
    let parts: Vec<&str> = text.split('.').collect();
    let shorter = parts.len() < 4 && parts.last() == Some(&"*");
    if parts.len() != 4 && !shorter {
        return Err(wrong());
    }
    let mut pattern = [None; 4];
    for (octet, part) in pattern.iter_mut().zip(parts) {
        if part != "*" {
            let number = part.parse::<u8>().ok().filter(|number| number.to_string() == part);
            *octet = Some(number.ok_or_else(wrong)?);
        }
    }
    Ok(pattern)
}

/// A host name (RFC 1123, and the underscore that many have). What ends in a number was meant to be an address.
fn name(text: &str) -> Result<String, String> {
    let bare = text.strip_suffix('.').unwrap_or(text);
    let last = bare.rsplit('.').next().unwrap_or(bare);
    // The C library reads also `0x7f000001` and `127.0.0.0x1` as addresses.
    let hexadecimal = last.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("0x"));
    if hexadecimal || (!last.is_empty() && last.bytes().all(|octet| octet.is_ascii_digit())) {
        return Err("it is no IPv4 address".to_owned());
    }
    let fits = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|octet| octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'_'))
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    if bare.len() > 253 || !bare.split('.').all(fits) {
        return Err("it is neither an address, nor a network, nor a host name".to_owned());
    }
    Ok(text.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn list(text: &str) -> AddressList {
        AddressList::parse(text).unwrap()
    }

    #[test]
    fn addresses_and_networks() {
        let list = list("10.1.0.0/16, ::1,172.16.0.9,,2001:db8::/32; 192.0.2.77/24 ::ffff:198.51.100.0/120,");
        for inside in [
            "10.1.255.3",
            "::1",
            "172.16.0.9",
            "::ffff:172.16.0.9",
            "2001:db8:1::5",
            "192.0.2.1",
            "198.51.100.9",
            "::ffff:198.51.100.9",
        ] {
            assert!(list.contains(ip(inside)), "{inside}");
        }
        for outside in ["10.2.0.1", "::2", "172.16.0.8", "2001:db9::1", "192.0.3.1", "198.51.101.1"] {
            assert!(!list.contains(ip(outside)), "{outside}");
        }
    }

    #[test]
    fn everyone_and_everyone_of_a_family() {
        for (text, v4, v6) in [
            ("*", true, true),
            ("0.0.0.0/0", true, false),
            ("*.*.*.*", true, false),
            ("*.*", true, false),
            ("::/0", false, true),
            ("::ffff:0:0/96", true, false),
            ("", false, false),
            (" , ", false, false),
        ] {
            assert_eq!(
                (list(text).contains(ip("8.8.8.8")), list(text).contains(ip("2001:db8::1"))),
                (v4, v6),
                "{text}"
            );
        }
        assert!(list("").is_empty() && list(" , ").is_empty() && !list("*").is_empty());
    }

    #[test]
    fn a_star_is_an_octet() {
        for (text, inside, outside) in [
            ("10.1.*.5", ["10.1.0.5", "10.1.255.5"], ["10.1.9.9", "10.2.0.5"]),
            ("192.168.*", ["192.168.0.1", "192.168.255.255"], ["192.169.0.1", "10.0.0.1"]),
            ("10.*.*.*", ["10.0.0.0", "10.255.1.2"], ["11.0.0.0", "9.255.255.255"]),
            ("*.0.0.1", ["127.0.0.1", "::ffff:10.0.0.1"], ["127.0.0.2", "::1"]),
        ] {
            inside.iter().for_each(|inside| assert!(list(text).contains(ip(inside)), "{text}: {inside}"));
            outside.iter().for_each(|outside| assert!(!list(text).contains(ip(outside)), "{text}: {outside}"));
        }
    }

    #[test]
    fn names_are_kept_for_whoever_may_look_them_up() {
        let list = list("Partner.Example, 10.0.0.1, localhost,a_b.example., x--1.0x7f.de");
        assert_eq!(list.names().collect::<Vec<_>>(), ["partner.example", "localhost", "a_b.example.", "x--1.0x7f.de"]);
        assert!(!list.contains(ip("127.0.0.1")));
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        for wrong in [
            "10.0.0.0/33",
            "10.0.0.0/x",
            "10.0.0.0/",
            "10.0.0.0/+8",
            "10.0.0.0/08",
            "10.0.0.0/-1",
            "10.0.0.0/8/8",
            "10.0.0.0/255.0.0.0",
            "::/129",
            "partner.example/24",
            "/8",
            "10.1.*.x",
            "10.*.5",
            "10.1*",
            "1*.2.3.4",
            "10.1.*.256",
            "10.1.*.5.6",
            "10.01.*",
            "*.partner.example",
            "2001:db8:*",
            "10.1.2",
            "10.1.2.256",
            "10.1.2.3.4",
            "010.1.2.3",
            "1",
            "10.1.2.3.",
            "0x7f000001",
            "0X7F000001",
            "127.0.0.0x1",
            "127.0.0.0x1.",
            "0x7f.0x0.0x0.0x1",
            "0x",
            "::ffff:127.0.0.1/33",
            "::ffff:127.0.0.1/24",
            "::ffff:0:0/95",
            "::ffff:10.0.0.0/0",
            "::1::",
            "[::1]",
            "fe80::1%eth0",
            "10.0.0.1:3305",
            "-partner.example",
            "partner-.example",
            "partner..example",
            ".",
            "part+ner",
            "10.0.0.1|10.0.0.2",
            "pärtner.example",
            "a\0b",
        ] {
            let cause = AddressList::parse(&format!("10.0.0.1, {wrong} ,::1")).unwrap_err();
            assert!(cause.contains(&format!("\"{wrong}\"")), "{wrong:?}: {cause}");
        }
        assert!(AddressList::parse(&"a".repeat(64)).is_err());
        assert!(AddressList::parse(&"a.".repeat(127)).is_ok() && AddressList::parse(&"a.".repeat(128)).is_err());
    }
}
