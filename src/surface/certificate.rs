//! The fields of a certificate, in the order of the header. Facts are those of the certificate that was loaded, and empty
//! before. A certificate is loaded at once, or as in the class reference: StoreType, Store and StorePassword are set, then
//! Subject or Encoded.

use super::constants::STORE_TYPES;
use super::kinds::{CertificateField, Change, Value};

const fn fact(name: &'static str, doc: &'static str) -> CertificateField {
    CertificateField { name, value: Value::Text, choice: None, change: Change::No, doc }
}

const fn kept(name: &'static str, value: Value, change: Change, doc: &'static str) -> CertificateField {
    CertificateField { name, value, choice: None, change, doc }
}

/// Every field.
pub const FIELDS: &[CertificateField] = &[
    fact("EffectiveDate", "From when it is valid, as \"23-Jan-2000 15:00:00\" in local time."),
    fact("ExpirationDate", "Until when it is valid, as \"23-Jan-2001 15:00:00\" in local time."),
    fact("ExtendedKeyUsage", "The extended key usages as object identifiers, separated by commas."),
    fact("Fingerprint", "The MD5 hash of the certificate in hexadecimal, octets separated by colons."),
    fact("FingerprintSHA1", "The SHA-1 hash of the certificate in hexadecimal, octets separated by colons."),
    fact("FingerprintSHA256", "The SHA-256 hash of the certificate in hexadecimal, octets separated by colons."),
    fact("Issuer", "The name of who issued it."),
    kept(
        "KeyPassword",
        Value::Text,
        Change::Loads,
        "The password of the private key, where it differs from the store's.",
    ),
    fact("PrivateKey", "The private key in PEM; empty when there is none or when it must not leave its store."),
    CertificateField { value: Value::Flag, ..fact("PrivateKeyAvailable", "Whether there is a private key.") },
    fact("PrivateKeyContainer", "The name of the key container; Windows only, empty elsewhere."),
    fact("PublicKey", "The public key in PEM."),
    fact("PublicKeyAlgorithm", "The name of the algorithm of the public key, or its object identifier."),
    CertificateField { value: Value::Number, ..fact("PublicKeyLength", "The length of the public key in bits.") },
    fact("SerialNumber", "The serial number in hexadecimal."),
    fact("SignatureAlgorithm", "The name of the algorithm of the signature, or its object identifier."),
    kept(
        "Store",
        Value::Text,
        Change::Kept,
        "The store: a file name or the content as text, as [Certificate.StoreType] says.",
    ),
    kept("StoreB", Value::Octets, Change::Kept, "The value of [Certificate.Store] as octets."),
    kept("StorePassword", Value::Text, Change::Kept, "The password of the store."),
    CertificateField {
        choice: Some(&STORE_TYPES),
        ..kept(
            "StoreType",
            Value::Number,
            Change::Kept,
            "The kind of store. It reads as 0 until it is set; the store is then opened as [STORE_AUTO] (99).",
        )
    },
    fact("SubjectAltNames", "The alternative names of the subject, separated by commas."),
    fact("ThumbprintMD5", "The MD5 hash of the certificate in hexadecimal."),
    fact("ThumbprintSHA1", "The SHA-1 hash of the certificate in hexadecimal."),
    fact("ThumbprintSHA256", "The SHA-256 hash of the certificate in hexadecimal."),
    fact("Usage", "The names of the bits of [Certificate.UsageFlags], separated by commas."),
    CertificateField {
        value: Value::Number,
        ..fact(
            "UsageFlags",
            "What the key may be used for: the sum of [USAGE_DIGITAL_SIGNATURE] (0x80), [USAGE_NON_REPUDIATION] (0x40), [USAGE_KEY_ENCIPHERMENT] (0x20), [USAGE_DATA_ENCIPHERMENT] (0x10), [USAGE_KEY_AGREEMENT] (0x08), [USAGE_CERTIFICATE_SIGNING] (0x04), [USAGE_CRL_SIGNING] (0x02) and [USAGE_ENCIPHER_ONLY] (0x01).",
        )
    },
    fact("Version", "\"V1\", \"V2\" or \"V3\"."),
    kept(
        "Subject",
        Value::Text,
        Change::Loads,
        "The name of the subject; empty when none is loaded. Setting it searches the store: an exact name, part of one, \"Thumbprint=...\", or \"*\" for the first. While [Certificate.Store] is not set, or [Certificate.StoreType] or [Certificate.StorePassword] is not and may be what is missing, the search is put off: until a fact is read, or a server is given the certificate or needs it; its error is theirs.",
    ),
    kept(
        "Encoded",
        Value::Text,
        Change::Loads,
        "The certificate in PEM. Setting it looks for the private key in the store.",
    ),
    kept(
        "EncodedB",
        Value::Octets,
        Change::Loads,
        "The certificate as octets. Setting it looks for the private key in the store.",
    ),
];
