//! Certificates for the tests.

use oftpsrv::internals::certs::Certificate;
use openssl::asn1::Asn1Time;
use openssl::bn::BigNum;
use openssl::ec::{EcGroup, EcKey};
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::rsa::Rsa;
use openssl::x509::extension::{
    BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectAlternativeName, SubjectKeyIdentifier,
};
use openssl::x509::{X509, X509Builder, X509NameBuilder};

/// A certificate with its key.
#[derive(Clone)]
pub struct Pair {
    pub cert: X509,
    pub key: PKey<Private>,
}

impl Pair {
    pub fn certificate(&self) -> Certificate {
        Certificate::from_parts(self.cert.clone(), Some(self.key.clone()), Vec::new())
    }

    pub fn pem(&self) -> Vec<u8> {
        self.cert.to_pem().unwrap()
    }

    pub fn key_and_cert_pem(&self) -> Vec<u8> {
        let mut pem = self.key.private_key_to_pem_pkcs8().unwrap();
        pem.extend(self.pem());
        pem
    }
}

/// What a certificate is to be.
pub struct Wanted<'a> {
    pub name: &'a str,
    pub ecdsa: bool,
    pub issuer: Option<&'a Pair>,
    pub ca: bool,
    pub expired: bool,
    pub server_only: bool,
}

impl<'a> Wanted<'a> {
    pub fn new(name: &'a str) -> Self {
        Wanted { name, ecdsa: false, issuer: None, ca: false, expired: false, server_only: false }
    }

    pub fn make(&self) -> Pair {
        let key = match self.ecdsa {
            true => {
                let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
                PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap()
            }
            false => PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap(),
        };
        let mut name = X509NameBuilder::new().unwrap();
        name.append_entry_by_text("CN", self.name).unwrap();
        let name = name.build();
        let mut builder = X509Builder::new().unwrap();
        builder.set_version(2).unwrap();
        let mut serial = BigNum::new().unwrap();
        serial.rand(120, openssl::bn::MsbOption::MAYBE_ZERO, false).unwrap();
        builder.set_serial_number(&serial.to_asn1_integer().unwrap()).unwrap();
        builder.set_subject_name(&name).unwrap();
        builder.set_pubkey(&key).unwrap();
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs() as i64;
        let end = if self.expired { now - 3600 } else { now + 30 * 86_400 };
        builder.set_not_before(&Asn1Time::from_unix(now - 86_400).unwrap()).unwrap();
        builder.set_not_after(&Asn1Time::from_unix(end).unwrap()).unwrap();
        if self.ca {
            builder.append_extension(BasicConstraints::new().critical().ca().build().unwrap()).unwrap();
            builder.append_extension(KeyUsage::new().key_cert_sign().crl_sign().build().unwrap()).unwrap();
        } else {
            let usage = KeyUsage::new().digital_signature().key_encipherment().build().unwrap();
            builder.append_extension(usage).unwrap();
            let mut purposes = ExtendedKeyUsage::new();
            purposes.server_auth();
            if !self.server_only {
                purposes.client_auth();
            }
            builder.append_extension(purposes.build().unwrap()).unwrap();
            let context = builder.x509v3_context(None, None);
            let names = SubjectAlternativeName::new().dns("localhost").ip("127.0.0.1").build(&context).unwrap();
            builder.append_extension(names).unwrap();
            let context = builder.x509v3_context(None, None);
            let id = SubjectKeyIdentifier::new().build(&context).unwrap();
            builder.append_extension(id).unwrap();
        }
        match self.issuer {
            Some(issuer) => {
                builder.set_issuer_name(issuer.cert.subject_name()).unwrap();
                builder.sign(&issuer.key, MessageDigest::sha256()).unwrap();
            }
            None => {
                builder.set_issuer_name(&name).unwrap();
                builder.sign(&key, MessageDigest::sha256()).unwrap();
            }
        }
        Pair { cert: builder.build(), key }
    }
}

/// A self-signed RSA certificate.
pub fn simple(name: &str) -> Pair {
    Wanted::new(name).make()
}
