//! Trust lists that must be refused: made and signed here, each with one thing wrong. And `xmlsec1`, where it is
//! installed, agrees with our canonical form.

use super::{Identity, Wish, bytes};
use crate::certs::c14n::{self, Form};
use crate::certs::{ImportOptions, TrustStore, tsl};
use openssl::ecdsa::EcdsaSig;
use openssl::hash::{MessageDigest, hash};
use openssl::sign::Signer;
use openssl::x509::X509;
use roxmltree::Document;

const NS: &str = "http://uri.etsi.org/02231/v2#";

fn base64(octets: &[u8]) -> String {
    openssl::base64::encode_block(octets)
}

fn list(sequence: &str, services: &str) -> String {
    format!(
        "<TrustServiceStatusList xmlns=\"{NS}\" Id=\"list\"><SchemeInformation><TSLVersionIdentifier>2</TSLVersionIdentifier>\
         <TSLSequenceNumber>{sequence}</TSLSequenceNumber></SchemeInformation><TrustServiceProviderList><TrustServiceProvider>\
         <TSPServices>{services}</TSPServices></TrustServiceProvider></TrustServiceProviderList></TrustServiceStatusList>"
    )
}

fn service(status: &str, certificates: &[&X509]) -> String {
    let ids: String = certificates
        .iter()
        .map(|x509| {
            format!("<DigitalId><X509Certificate>{}</X509Certificate></DigitalId>", base64(&x509.to_der().unwrap()))
        })
        .collect();
    format!(
        "<TSPService><ServiceInformation><ServiceName><Name>S</Name></ServiceName><ServiceDigitalIdentity>{ids}</ServiceDigitalIdentity>\
         <ServiceStatus>http://uri.etsi.org/TrstSvc/Svcstatus/{status}</ServiceStatus></ServiceInformation></TSPService>"
    )
}

/// Signs a list with a signature before its last end tag, with properties that are signed too when they are given.
fn sign(unsigned: &str, signer: &Identity, uri: &str, properties: &str) -> String {
    let ds = "http://www.w3.org/2000/09/xmldsig#";
    let method = if signer.key.rsa().is_ok() { "rsa-sha256" } else { "ecdsa-sha256" };
    let reference = |uri: &str, transforms: &str, digest: &str| {
        format!(
            "<ds:Reference URI=\"{uri}\">{transforms}<ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/>\
             <ds:DigestValue>{digest}</ds:DigestValue></ds:Reference>"
        )
    };
    let enveloped = format!("<ds:Transforms><ds:Transform Algorithm=\"{ds}enveloped-signature\"/></ds:Transforms>");
    let mut references = reference(uri, &enveloped, "DIGEST");
    let mut object = String::new();
    if !properties.is_empty() {
        references += &reference("#properties", "", "SECOND");
        object = format!("<ds:Object>{properties}</ds:Object>");
    }
    let signature = format!(
        "<ds:Signature xmlns:ds=\"{ds}\"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm=\"http://www.w3.org/TR/2001/REC-xml-c14n-20010315\"/>\
         <ds:SignatureMethod Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#{method}\"/>{references}</ds:SignedInfo>\
         <ds:SignatureValue>VALUE</ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509Certificate>{}</ds:X509Certificate></ds:X509Data>\
         </ds:KeyInfo>{object}</ds:Signature>",
        base64(&signer.x509.to_der().unwrap())
    );
    let end = unsigned.rfind("</").unwrap();
    let mut text = format!("{}{signature}{}", &unsigned[..end], &unsigned[end..]);
    let digest = |octets: &[u8]| base64(&hash(MessageDigest::sha256(), octets).unwrap());
    let whole = match uri {
        "" => c14n::document(&Document::parse(unsigned).unwrap(), &Form::Inclusive, None).unwrap(),
        _ => part(unsigned, |node| node.attribute("Id") == Some(&uri[1..])),
    };
    text = text.replace("DIGEST", &digest(&whole));
    if !properties.is_empty() {
        let second = digest(&part(&text, |node| node.attribute("Id") == Some("properties")));
        text = text.replace("SECOND", &second);
    }
    let info = part(&text, |node| node.tag_name().name() == "SignedInfo");
    let mut signing = Signer::new(MessageDigest::sha256(), &signer.key).unwrap();
    signing.update(&info).unwrap();
    let mut value = signing.sign_to_vec().unwrap();
    if method == "ecdsa-sha256" {
        let pair = EcdsaSig::from_der(&value).unwrap();
        value = [pair.r().to_vec_padded(32).unwrap(), pair.s().to_vec_padded(32).unwrap()].concat();
    }
    text.replace("VALUE", &base64(&value))
}

fn part(text: &str, is_it: impl Fn(&roxmltree::Node<'_, '_>) -> bool) -> Vec<u8> {
    let document = Document::parse(text).unwrap();
    c14n::element(document.descendants().find(is_it).unwrap(), &Form::Inclusive).unwrap()
}

fn cause(text: &str) -> String {
    tsl::read(text).err().expect("must be refused")
}

#[test]
fn a_list_of_our_own_is_accepted() {
    let signer = Wish::leaf("signer").make(None);
    let ca = Wish::ca("CA").make(None);
    let signed = sign(&list("7", &service("inaccord", &[&ca.x509])), &signer, "", "");
    let read = tsl::read(&signed).unwrap();
    assert_eq!((read.sequence, read.authorities.len(), read.services), (7, 1, 1));
    assert!(read.authorities[0].issues, "a CA that stands alone issues");
    assert!(super::super::stores::is_same(&read.signer, &signer.x509));
}

#[test]
fn signed_properties_and_rsa() {
    let signer = Wish { rsa: true, ..Wish::leaf("signer") }.make(None);
    let ca = Wish::ca("CA").make(None);
    let unsigned = list("7", &service("inaccord", &[&ca.x509]));
    let signed = sign(&unsigned, &signer, "", "<x:P xmlns:x=\"urn:x\" Id=\"properties\"><x:Time>now</x:Time></x:P>");
    assert_eq!(tsl::read(&signed).unwrap().sequence, 7);
    assert!(cause(&signed.replace("<x:Time>now", "<x:Time>then")).contains("digest mismatch"));
    let moved = signed.replace("<ds:Object>", "").replace("</ds:Object>", "");
    assert!(tsl::read(&moved).is_ok(), "where in the signature does not matter");
    let twice = signed.replace("</x:P>", "</x:P><x:P xmlns:x=\"urn:x\" Id=\"properties\"/>");
    assert!(cause(&twice).contains("ambiguous"));
}

#[test]
fn whatever_is_wrong_with_the_signature_refuses_the_list() {
    let signer = Wish::leaf("signer").make(None);
    let ca = Wish::ca("CA").make(None);
    let unsigned = list("7", &service("inaccord", &[&ca.x509]));
    let signed = sign(&unsigned, &signer, "", "");
    assert!(cause(&unsigned).contains("not signed"));
    assert!(cause(&signed.replace("<Name>S<", "<Name>T<")).contains("digest mismatch"));
    assert!(
        cause(&signed.replace("</SchemeInformation>", "<!--x--><X/></SchemeInformation>")).contains("digest mismatch")
    );
    let other = Wish::leaf("other").make(None);
    let swapped = signed.replace(&base64(&signer.x509.to_der().unwrap()), &base64(&other.x509.to_der().unwrap()));
    assert!(cause(&swapped).contains("signature is wrong"));
    let digest_changed = signed.replacen("<ds:DigestValue>", "<ds:DigestValue>AAAA", 1);
    assert!(cause(&digest_changed).contains("digest mismatch"));
    let info_changed = signed.replace("xmlenc#sha256\"/>", "xmlenc#sha256\" />x");
    assert!(cause(&info_changed).contains("wrong"), "SignedInfo itself is signed");
    let start = signed.find("<ds:Signature ").unwrap();
    let end = signed.find("</ds:Signature>").unwrap() + "</ds:Signature>".len();
    let signature = &signed[start..end];
    assert!(cause(&signed.replace(signature, &signature.repeat(2))).contains("more than one"));
    let wrapped = signed.replace(signature, &format!("<W>{signature}</W>"));
    assert!(cause(&wrapped).contains("not a child of the root"));
    assert!(cause(&sign(&unsigned, &signer, "#list", "")).contains("outside the signature"));
    assert!(cause(&signed.replace(NS, "urn:other")).contains("root element"));
    assert!(cause(&format!("<!DOCTYPE x [<!ENTITY a \"b\">]>{signed}")).contains("well-formed"), "a DTD");
    assert!(
        cause(&signed.replace("http://www.w3.org/2000/09/xmldsig#enveloped-signature", "urn:x"))
            .contains("unknown transform")
    );
}

#[test]
fn whatever_is_wrong_with_the_content_refuses_the_list() {
    let signer = Wish::leaf("signer").make(None);
    let ca = Wish::ca("CA").make(None);
    let good = service("inaccord", &[&ca.x509]);
    assert!(cause(&sign(&list("x", &good), &signer, "", "")).contains("TSLSequenceNumber"));
    let version = list("1", &good).replace("TSLVersionIdentifier>2", "TSLVersionIdentifier>1");
    assert!(cause(&sign(&version, &signer, "", "")).contains("TSLVersionIdentifier"));
    let nobody = sign(&list("1", &service("notinaccord", &[&ca.x509])), &signer, "", "");
    let error = TrustStore::new().import(&nobody, &ImportOptions::default()).unwrap_err();
    assert!(error.message.contains("no service"), "{error}");
}

#[test]
fn another_signer_is_not_taken_for_the_first_one() {
    let (first, second) = (Wish::leaf("first").make(None), Wish::leaf("second").make(None));
    let ca = Wish::ca("CA").make(None);
    let text = list("1", &service("inaccord", &[&ca.x509]));
    let mut trust = TrustStore::new();
    trust.import(&sign(&text, &first, "", ""), &ImportOptions::default()).unwrap();
    let error =
        trust.import(&sign(&text.replace(">1<", ">2<"), &second, "", ""), &ImportOptions::default()).unwrap_err();
    assert!(error.message.contains("CN=second"), "{error}");
    assert_eq!(
        trust.import(&sign(&text.replace(">1<", ">2<"), &first, "", ""), &ImportOptions::default()).unwrap().sequence,
        Some(2)
    );
}

#[test]
fn a_root_that_is_also_listed_for_itself_issues() {
    let signer = Wish::leaf("signer").make(None);
    let root = Wish::ca("Root").make(None);
    let below = Wish::ca("Below").make(Some(&root));
    let services = service("inaccord", &[&below.x509, &root.x509]) + &service("inaccord", &[&root.x509]);
    let read = tsl::read(&sign(&list("1", &services), &signer, "", "")).unwrap();
    assert_eq!(read.authorities.iter().map(|authority| authority.issues).collect::<Vec<_>>(), [true, true]);
    let read = tsl::read(&sign(&list("1", &service("inaccord", &[&below.x509, &root.x509])), &signer, "", "")).unwrap();
    assert_eq!(read.authorities.iter().map(|authority| authority.issues).collect::<Vec<_>>(), [true, false]);
}

/// Any octet of a signed list changed is noticed.
#[test]
fn tampering_is_noticed() {
    let whole = bytes("tsl.xml");
    let signed_part = whole.windows(6).position(|window| window == b"<tsl:T").unwrap();
    let end = whole.windows(13).position(|window| window == b"<ds:Signature").unwrap();
    for at in (signed_part..end).step_by(97) {
        let mut changed = whole.clone();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        let text = String::from_utf8(changed).unwrap();
        let inside_comment = text[..at].rfind("<!--").is_some_and(|start| !text[start..at].contains("-->"));
        assert!(tsl::read(&text).is_err() || inside_comment, "octet {at}");
    }
}

#[test]
fn xmlsec1_agrees() {
    let scratch = tempfile::tempdir().unwrap();
    let signer = Wish { rsa: true, ..Wish::leaf("signer") }.make(None);
    let ca = Wish::ca("CA").make(None);
    let signed = sign(&list("7", &service("inaccord", &[&ca.x509])), &signer, "", "");
    let (list_path, cert_path) = (scratch.path().join("list.xml"), scratch.path().join("signer.pem"));
    std::fs::write(&list_path, signed).unwrap();
    std::fs::write(&cert_path, signer.x509.to_pem().unwrap()).unwrap();
    let run = std::process::Command::new("xmlsec1")
        .arg("--verify")
        .arg("--trusted-pem")
        .arg(&cert_path)
        .arg(&list_path)
        .output();
    match run {
        Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr)),
        Err(error) => println!("skipped: xmlsec1 is not installed ({error})"),
    }
}
