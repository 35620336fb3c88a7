//! The one shape of XML Signature that a trust list has: a Signature that is a child of the root, whose first rule is a
//! reference with an empty URI over the whole document without the signature itself. Further references (XAdES) may
//! only point into the signature; they are verified too.
//!
//! Why no crate: what `c14n` says holds here too. Such a crate must also let this module say which references there may be, verify
//! with OpenSSL (as everything about certificates here does, FIPS provider included) and give out the signer's certificate unjudged.

use super::c14n::{self, Form};
use super::encoding;
use super::keys::md_of;
use crate::ber::{tag, write};
use openssl::hash::{MessageDigest, hash};
use openssl::pkey::{PKey, Public};
use openssl::pkey_ctx::PkeyCtx;
use openssl::rsa::Padding;
use openssl::sign::RsaPssSaltlen;
use openssl::x509::X509;
use roxmltree::{Document, Node};

const DS: &str = "http://www.w3.org/2000/09/xmldsig#";
const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
const INCLUSIVE: &str = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";

/// Verifies the document's signature and returns the signer's certificate, which is the first of KeyInfo whose key fits.
/// Whether that signer is the right one is for the caller to decide. The error is the cause as text.
pub fn verify(document: &Document<'_>) -> Result<X509, String> {
    let root = document.root_element();
    let mut signatures = document.descendants().filter(|node| node.has_tag_name((DS, "Signature")));
    let signature = signatures.next().ok_or("it is not signed")?;
    if signatures.next().is_some() {
        return Err("it holds more than one signature".to_owned());
    }
    if signature.parent() != Some(root) {
        return Err("its signature is not a child of the root element".to_owned());
    }
    let info = only_child(signature, "SignedInfo")?;
    let mut whole_document = false;
    for reference in children(info, "Reference") {
        whole_document |= check_reference(document, signature, reference)?;
    }
    if !whole_document {
        return Err("its signature does not cover the whole document".to_owned());
    }
    let form = form(only_child(info, "CanonicalizationMethod")?)?;
    let signed = c14n::element(info, &form).ok_or("it is nested too deeply")?;
    let method = algorithm(only_child(info, "SignatureMethod")?);
    let value = decoded(only_child(signature, "SignatureValue")?)?;
    let key_info = only_child(signature, "KeyInfo")?;
    let mut certificates = Vec::new();
    for node in key_info.descendants().filter(|node| node.has_tag_name((DS, "X509Certificate"))) {
        certificates.push(X509::from_der(&decoded(node)?).map_err(|_| "a certificate in KeyInfo is damaged")?);
    }
    if certificates.is_empty() {
        return Err("its KeyInfo holds no certificate".to_owned());
    }
    for x509 in certificates {
        let key = x509.public_key().map_err(|_| "the signer's key is unusable")?;
        if is_signed_by(&key, method, &signed, &value)? {
            return Ok(x509);
        }
    }
    Err("its signature is wrong".to_owned())
}

/// Checks one reference; true when it covers the whole document.
fn check_reference(document: &Document<'_>, signature: Node<'_, '_>, reference: Node<'_, '_>) -> Result<bool, String> {
    let uri = reference.attribute("URI").ok_or("a reference of its signature lacks the URI")?;
    let (mut enveloped, mut form_wanted) = (false, Form::Inclusive);
    for transform in children(reference, "Transforms").flat_map(|list| children(list, "Transform")) {
        match algorithm(transform) {
            ENVELOPED => enveloped = true,
            _ => form_wanted = form(transform)?,
        }
    }
    let too_deep = "it is nested too deeply";
    let content = if uri.is_empty() {
        if !enveloped {
            return Err("its signature is not an enveloped one".to_owned());
        }
        c14n::document(document, &form_wanted, Some(signature.id())).ok_or(too_deep)?
    } else {
        let id = uri.strip_prefix('#').ok_or("a reference of its signature points outside the document")?;
        let is_target = |node: &Node<'_, '_>| ["Id", "ID", "id"].iter().any(|name| node.attribute(*name) == Some(id));
        let mut targets = document.descendants().filter(is_target);
        let target = targets.next().ok_or("a reference of its signature points nowhere")?;
        if targets.next().is_some() || !target.ancestors().any(|node| node == signature) {
            return Err("a reference of its signature is ambiguous or points outside the signature".to_owned());
        }
        c14n::element(target, &form_wanted).ok_or(too_deep)?
    };
    let md = digest_method(algorithm(only_child(reference, "DigestMethod")?))?;
    let own = hash(md, &content).map_err(|_| "its digest cannot be computed")?;
    if own.as_ref() != decoded(only_child(reference, "DigestValue")?)?.as_slice() {
        return Err("its content was changed after signing (digest mismatch)".to_owned());
    }
    Ok(uri.is_empty())
}

fn is_signed_by(key: &PKey<Public>, method: &str, signed: &[u8], value: &[u8]) -> Result<bool, String> {
    let name = method.rsplit('#').next().unwrap_or_default();
    let md = match name {
        "rsa-sha1" => MessageDigest::sha1(),
        "rsa-sha256" | "ecdsa-sha256" | "sha256-rsa-MGF1" => MessageDigest::sha256(),
        "rsa-sha384" | "ecdsa-sha384" | "sha384-rsa-MGF1" => MessageDigest::sha384(),
        "rsa-sha512" | "ecdsa-sha512" | "sha512-rsa-MGF1" => MessageDigest::sha512(),
        _ => return Err(format!("its signature uses the unknown method {method}")),
    };
    let md_ref = md_of(md).map_err(|error| error.message)?;
    let check = || -> Result<bool, openssl::error::ErrorStack> {
        let digest = hash(md, signed)?;
        let mut context = PkeyCtx::new(key)?;
        context.verify_init()?;
        if name.starts_with("ecdsa") {
            context.set_signature_md(md_ref)?;
            return context.verify(&digest, &ecdsa_der(value));
        }
        context.set_rsa_padding(if name.ends_with("MGF1") { Padding::PKCS1_PSS } else { Padding::PKCS1 })?;
        context.set_signature_md(md_ref)?;
        if name.ends_with("MGF1") {
            context.set_rsa_pss_saltlen(RsaPssSaltlen::DIGEST_LENGTH)?;
            context.set_rsa_mgf1_md(md_ref)?;
        }
        context.verify(&digest, value)
    };
    // A key of another kind, or a signature of another length, is simply not the signer's.
    Ok(check().unwrap_or(false))
}

/// XML Signature writes ECDSA signatures as two numbers of equal length; OpenSSL reads them in DER.
fn ecdsa_der(value: &[u8]) -> Vec<u8> {
    let (r, s) = value.split_at(value.len() / 2);
    let integer = |octets: &[u8]| {
        let start = octets.iter().position(|&octet| octet != 0).unwrap_or(octets.len().saturating_sub(1));
        let mut content = octets[start..].to_vec();
        if content.first().is_none_or(|&first| first & 0x80 != 0) {
            content.insert(0, 0);
        }
        write::tlv(tag::INTEGER, &content)
    };
    write::sequence(&[&integer(r), &integer(s)])
}

fn digest_method(method: &str) -> Result<MessageDigest, String> {
    match method.rsplit('#').next().unwrap_or_default() {
        "sha1" => Ok(MessageDigest::sha1()),
        "sha256" => Ok(MessageDigest::sha256()),
        "sha384" => Ok(MessageDigest::sha384()),
        "sha512" => Ok(MessageDigest::sha512()),
        _ => Err(format!("its signature uses the unknown digest {method}")),
    }
}

/// A canonical form by its algorithm. The variants with comments are refused: what a comment says is nobody's content.
fn form(node: Node<'_, '_>) -> Result<Form, String> {
    let name = algorithm(node);
    if name == INCLUSIVE {
        return Ok(Form::Inclusive);
    }
    if name == EXCLUSIVE {
        let list = node.children().find(|child| child.tag_name().name() == "InclusiveNamespaces");
        let prefixes = list.and_then(|list| list.attribute("PrefixList")).unwrap_or_default();
        let prefixes = prefixes.split_ascii_whitespace().map(|p| if p == "#default" { "" } else { p }.to_owned());
        return Ok(Form::Exclusive(prefixes.collect()));
    }
    Err(format!("its signature uses the unknown transform {name}"))
}

fn algorithm<'a>(node: Node<'a, '_>) -> &'a str {
    node.attribute("Algorithm").unwrap_or_default()
}

fn children<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(move |child| child.has_tag_name((DS, name)))
}

fn only_child<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> Result<Node<'a, 'i>, String> {
    let mut found = children(node, name);
    match (found.next(), found.next()) {
        (Some(child), None) => Ok(child),
        _ => Err(format!("its signature has not exactly one {name}")),
    }
}

fn decoded(node: Node<'_, '_>) -> Result<Vec<u8>, String> {
    let text: String = node.children().filter_map(|child| child.text().filter(|_| child.is_text())).collect();
    encoding::base64(text.as_bytes())
        .ok_or_else(|| format!("{} of its signature is not Base64", node.tag_name().name()))
}
