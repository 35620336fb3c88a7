//! The ODETTE trust list: ETSI TS 102 231 version 2, signed XML. It lists certification services; each shows the CA that
//! issues certificates to partners and, beside it, the root above that CA, which vouches for the CA and for nobody else.
//!
//! Why no crate: none is known that reads version 2 of the format, and what is read of it is little. A crate would be worth it if
//! Odette moved to the present version (ETSI TS 119 612, as the European Union's lists) and one for that were in use elsewhere.

use super::stores::is_same;
use super::{encoding, xmldsig};
use openssl::x509::{X509, X509VerifyResult};
use roxmltree::{Document, Node, ParsingOptions};

const TSL: &str = "http://uri.etsi.org/02231/v2#";

/// What a list says.
pub struct TrustList {
    /// TSLSequenceNumber.
    pub sequence: u64,
    /// The first SchemeName.
    pub scheme: String,
    /// ListIssueDateTime, as it stands.
    pub issued: String,
    /// NextUpdate as seconds since 1970, when there is one.
    pub next_update: Option<i64>,
    /// Who signed the list: verified mathematically, not yet known to be the right one.
    pub signer: X509,
    /// The certificates of services that are in accord.
    pub authorities: Vec<Authority>,
    /// Services that are listed, in accord or not.
    pub services: usize,
    /// What was left out, and why.
    pub notes: Vec<String>,
}

/// A certificate of a service.
pub struct Authority {
    /// The certificate.
    pub x509: X509,
    /// Whether it may issue certificates to partners. False for a root that stands in the list only for the CA below it.
    pub issues: bool,
    /// ServiceName.
    pub service: String,
}

/// Whether a text looks like a trust list.
pub fn is_trust_list(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    text.starts_with('<') && text.contains("TrustServiceStatusList")
}

/// Reads a list and verifies its signature. The error is the cause as text.
pub fn read(text: &str) -> Result<TrustList, String> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    // A DTD could define entities and default attributes, and so make the signature cover what nobody reads.
    let options = ParsingOptions { allow_dtd: false, ..ParsingOptions::default() };
    let document =
        Document::parse_with_options(text, options).map_err(|error| format!("it is not well-formed: {error}"))?;
    let root = document.root_element();
    if !root.has_tag_name((TSL, "TrustServiceStatusList")) {
        return Err("its root element is not TrustServiceStatusList of version 2".to_owned());
    }
    let signer = xmldsig::verify(&document)?;
    let scheme = child(root, "SchemeInformation").ok_or("it lacks SchemeInformation")?;
    if text_of(scheme, "TSLVersionIdentifier") != Some("2") {
        return Err("its TSLVersionIdentifier is not 2".to_owned());
    }
    let sequence = text_of(scheme, "TSLSequenceNumber").and_then(|number| number.parse().ok());
    let next_update = child(scheme, "NextUpdate").and_then(|next| text_of(next, "dateTime"));
    let mut list = TrustList {
        sequence: sequence.ok_or("it lacks TSLSequenceNumber")?,
        scheme: child(scheme, "SchemeName").and_then(|name| text_of(name, "Name")).unwrap_or_default().to_owned(),
        issued: text_of(scheme, "ListIssueDateTime").unwrap_or_default().to_owned(),
        next_update: next_update
            .and_then(|text| chrono::DateTime::parse_from_rfc3339(text).ok())
            .map(|time| time.timestamp()),
        signer,
        authorities: Vec::new(),
        services: 0,
        notes: Vec::new(),
    };
    let providers = child(root, "TrustServiceProviderList").ok_or("it lacks TrustServiceProviderList")?;
    for provider in children(providers, "TrustServiceProvider") {
        for service in children(provider, "TSPServices").flat_map(|services| children(services, "TSPService")) {
            list.services += 1;
            if let Some(information) = child(service, "ServiceInformation") {
                list.add_service(information);
            }
        }
    }
    Ok(list)
}

impl TrustList {
    fn add_service(&mut self, information: Node<'_, '_>) {
        let name = child(information, "ServiceName").and_then(|name| text_of(name, "Name")).unwrap_or("?").to_owned();
        let status = text_of(information, "ServiceStatus").unwrap_or_default();
        if status.rsplit('/').next() != Some("inaccord") {
            self.notes.push(format!("{name}: left out, its status is not inaccord"));
            return;
        }
        let Some(identity) = child(information, "ServiceDigitalIdentity") else { return };
        let mut certificates: Vec<X509> = Vec::new();
        for node in children(identity, "DigitalId").filter_map(|id| child(id, "X509Certificate")) {
            let der = node.text().and_then(|text| encoding::base64(text.as_bytes()));
            match der.and_then(|der| X509::from_der(&der).ok()) {
                Some(x509) => certificates.push(x509),
                None => self.notes.push(format!("{name}: a certificate is damaged and was left out")),
            }
        }
        for x509 in &certificates {
            let issued_another =
                certificates.iter().any(|other| !is_same(x509, other) && x509.issued(other) == X509VerifyResult::OK);
            self.add(Authority { x509: x509.clone(), issues: !issued_another, service: name.clone() });
        }
    }

    /// Adds once. A certificate that is the issuing one of some service stays so, also where it is only the root of another.
    fn add(&mut self, authority: Authority) {
        match self.authorities.iter_mut().find(|known| is_same(&known.x509, &authority.x509)) {
            Some(known) => known.issues |= authority.issues,
            None => self.authorities.push(authority),
        }
    }
}

fn children<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(move |child| child.has_tag_name((TSL, name)))
}

fn child<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> Option<Node<'a, 'i>> {
    children(node, name).next()
}

fn text_of<'a>(node: Node<'a, '_>, name: &'static str) -> Option<&'a str> {
    child(node, name).and_then(|child| child.text()).map(str::trim)
}
