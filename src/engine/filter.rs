//! AllowedClients and BlockedClients: lists of addresses, networks and host names.

use std::net::{IpAddr, ToSocketAddrs};

/// A parsed list. An empty list matches nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ClientList(Vec<Entry>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Entry {
    Network(IpAddr, u8),
    /// `192.168.*` style: the leading octets of an IPv4 address.
    Prefix(Vec<u8>),
    Host(String),
}

impl ClientList {
    /// Parses a comma separated list. `10.0.0.0/8`, `192.168.*`, `::1`, `partner.example` are all entries.
    pub(crate) fn parse(text: &str) -> Self {
        ClientList(text.split([',', ';', ' ']).filter(|e| !e.is_empty()).map(Entry::parse).collect())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether an address is in the list. Host names are looked up now, so this may block on the resolver.
    pub(crate) fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|entry| entry.matches(address))
    }

    /// Whether [`contains`](Self::contains) has to ask the resolver.
    pub(crate) fn needs_resolver(&self) -> bool {
        self.0.iter().any(|entry| matches!(entry, Entry::Host(_)))
    }
}

impl Entry {
    fn parse(text: &str) -> Self {
        if let Some((address, bits)) = text.split_once('/')
            && let (Ok(address), Ok(bits)) = (address.parse(), bits.parse())
        {
            return Entry::Network(address, bits);
        }
        if let Ok(address) = text.parse::<IpAddr>() {
            return Entry::Network(address.to_canonical(), if address.to_canonical().is_ipv4() { 32 } else { 128 });
        }
        if text.contains('*') {
            let octets: Option<Vec<u8>> =
                text.split('.').take_while(|part| *part != "*").map(|part| part.parse().ok()).collect();
            if let Some(octets) = octets {
                return Entry::Prefix(octets);
            }
        }
        Entry::Host(text.to_owned())
    }

    fn matches(&self, address: IpAddr) -> bool {
        match (self, address) {
            (Entry::Network(IpAddr::V4(net), bits), IpAddr::V4(ip)) => {
                same_prefix(u128::from(u32::from(*net)) << 96, u128::from(u32::from(ip)) << 96, *bits)
            }
            (Entry::Network(IpAddr::V6(net), bits), IpAddr::V6(ip)) => same_prefix((*net).into(), ip.into(), *bits),
            (Entry::Prefix(octets), IpAddr::V4(ip)) => ip.octets().starts_with(octets),
            (Entry::Host(name), ip) => (name.as_str(), 0u16)
                .to_socket_addrs()
                .is_ok_and(|mut found| found.any(|a| a.ip().to_canonical() == ip)),
            _ => false,
        }
    }
}

fn same_prefix(a: u128, b: u128, bits: u8) -> bool {
    bits == 0 || (a ^ b) >> (128 - u32::from(bits.min(128))) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_networks_wildcards_and_names() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let list = ClientList::parse("10.1.0.0/16, 192.168.7.*,::1, 172.16.0.9,2001:db8::/32");
        for inside in ["10.1.255.3", "192.168.7.200", "::1", "172.16.0.9", "::ffff:172.16.0.9", "2001:db8:1::5"] {
            assert!(list.contains(ip(inside)), "{inside}");
        }
        for outside in ["10.2.0.1", "192.168.8.1", "::2", "172.16.0.8", "2001:db9::1"] {
            assert!(!list.contains(ip(outside)), "{outside}");
        }
        assert!(ClientList::parse("localhost").contains(ip("127.0.0.1")));
        assert!(ClientList::parse("").is_empty());
        assert!(ClientList::parse("0.0.0.0/0").contains(ip("8.8.8.8")));
    }
}
