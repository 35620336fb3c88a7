//! The `openssl cms` command line opens and verifies what we write, and we open what it makes of larger files.

use crate::common::*;
use crate::scratch::Scratch;
use oftpsrv::internals::security::{EncodeSpec, Padding, response};
use std::process::Command;

/// `openssl cms` in a directory of its own.
struct OpensslCms(Scratch);

impl OpensslCms {
    fn new() -> Self {
        OpensslCms(Scratch::new())
    }

    /// Runs `openssl cms` and gives what it wrote to -out.
    fn cms(&self, input: &[u8], arguments: &[&str]) -> Vec<u8> {
        let (from, to) = (self.0.file("in", input), self.0.join("out").to_str().unwrap().to_owned());
        let mut command = Command::new("openssl");
        command.args(["cms", "-in", &from, "-out", &to, "-binary"]).args(arguments);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        std::fs::read(to).unwrap()
    }
}

fn file(name: &str) -> String {
    path(name).to_str().unwrap().to_owned()
}

impl OpensslCms {
    fn verify(&self, message: &[u8]) -> Vec<u8> {
        let alice = file("alice.cert.pem");
        self.cms(message, &["-verify", "-inform", "DER", "-CAfile", &alice, "-certfile", &alice])
    }

    fn decrypt(&self, message: &[u8]) -> Vec<u8> {
        let (cert, key) = (file("bob.cert.pem"), file("bob.key.pem"));
        self.cms(message, &["-decrypt", "-inform", "DER", "-recip", &cert, "-inkey", &key])
    }
}

/// CMS-2, CMS-4, CMS-5: openssl opens layer by layer what we write; the inner ones are whole ContentInfos in id-data.
#[test]
fn cms_2_cms_5_openssl_reads_what_we_write() {
    let scratch = OpensslCms::new();
    for code in 1..=10 {
        for size in [0, 1, 5000, 32_768, 100_000] {
            let plain = content(size);
            let signed = encode(&encode_spec(code, true, false, false), &plain, 4000);
            assert!(scratch.verify(&signed) == plain, "signed {code} {size}");
            let enveloped = encode(&encode_spec(code, false, false, true), &plain, 4000);
            assert!(scratch.decrypt(&enveloped) == plain, "enveloped {code} {size}");
            if size == 5000 {
                let both = encode(&encode_spec(code, true, false, true), &plain, 4000);
                assert!(scratch.verify(&scratch.decrypt(&both)) == plain, "both {code}");
            }
        }
    }
}

#[test]
fn openssl_reads_every_option() {
    let scratch = OpensslCms::new();
    let plain = content(40_000);
    for (include_certificate, signed_attributes, padding) in
        [(true, false, Padding::Pkcs1), (false, true, Padding::Pkcs1), (false, false, Padding::PssOaep)]
    {
        let base = encode_spec(6, true, false, true);
        let (signature_padding, key_transport) = (padding, padding);
        let spec = EncodeSpec { include_certificate, signed_attributes, signature_padding, key_transport, ..base };
        assert!(scratch.verify(&scratch.decrypt(&encode(&spec, &plain, 999))) == plain);
    }
    let several = EncodeSpec { encrypt_for: vec![cert("carol"), cert("bob")], ..encode_spec(4, false, false, true) };
    assert!(scratch.decrypt(&encode(&several, &plain, 999)) == plain);
}

/// CMS-6 and CMS-5: the algorithms inside are those of the suite, as openssl prints them.
#[test]
fn cms_5_cms_6_algorithms_match_the_suite() {
    let scratch = OpensslCms::new();
    let print = |message: &[u8]| {
        let from = scratch.0.file("print", message);
        let arguments = ["cms", "-cmsout", "-print", "-noout", "-inform", "DER", "-in", &from];
        let output = Command::new("openssl").args(arguments).output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    for (code, cipher, digest) in [
        (1, "des-ede3-cbc", "sha1"),
        (2, "aes-256-cbc", "sha1"),
        (3, "des-ede3-cbc", "sha256"),
        (4, "aes-256-cbc", "sha256"),
        (5, "des-ede3-cbc", "sha512"),
        (6, "aes-256-cbc", "sha512"),
        (7, "aes-256-cbc", "sha3-512"),
    ] {
        let signed = print(&encode(&encode_spec(code, true, false, false), b"x", 1));
        assert!(signed.contains(&format!("algorithm: {digest} ")), "{code}: {signed}");
        assert!(signed.contains("eContentType: pkcs7-data (1.2.840.113549.1.7.1)"));
        assert!(signed.contains("algorithm: rsaEncryption (1.2.840.113549.1.1.1)"));
        let enveloped = print(&encode(&encode_spec(code, false, false, true), b"x", 1));
        assert!(enveloped.contains(&format!("algorithm: {cipher} ")), "{code}: {enveloped}");
        assert!(enveloped.contains("contentType: pkcs7-data (1.2.840.113549.1.7.1)"));
        assert!(enveloped.contains("algorithm: rsaEncryption (1.2.840.113549.1.1.1)"));
    }
    let compressed = print(&encode(&encode_spec(0, false, true, false), b"x", 1));
    assert!(compressed.contains("contentType: id-smime-ct-compressedData (1.2.840.113549.1.9.16.1.9)"), "{compressed}");
    assert!(compressed.contains("version: 0") || compressed.contains("version: <ABSENT>"), "{compressed}");
    assert!(compressed.contains("algorithm: zlib compression (1.2.840.113549.1.9.16.3.8)"));
    assert!(compressed.contains("parameter: <ABSENT>"));
}

/// CMS-7: a few megabytes made by openssl, streamed and not.
#[test]
fn cms_7_we_read_what_openssl_writes() {
    let scratch = OpensslCms::new();
    let plain = content(3_000_001);
    let (alice, key, bob) = (file("alice.cert.pem"), file("alice.key.pem"), file("bob.cert.pem"));
    for stream in [&["-stream"][..], &[]] {
        let sign = ["-sign", "-nodetach", "-outform", "DER", "-md", "sha256", "-signer", &alice, "-inkey", &key];
        let signed = scratch.cms(&plain, &[&sign[..], stream].concat());
        assert!(decode(&decode_spec(4, true, false, false), &signed, 65_536).unwrap().0 == plain);
        let encrypt = ["-encrypt", "-outform", "DER", "-aes256"];
        let both = scratch.cms(&signed, &[&encrypt[..], stream, &[&bob]].concat());
        assert!(decode(&decode_spec(4, true, false, true), &both, 65_536).unwrap().0 == plain);
    }
}

/// EERP-10: the signature of an end response is attached SignedData in DER that openssl verifies.
#[test]
fn eerp_10_openssl_verifies_end_responses() {
    let scratch = OpensslCms::new();
    for code in 1..=10 {
        let fields = content(126);
        let signature = response::sign_end_response(&fields, &pair("alice"), suite(code)).unwrap();
        assert_eq!(scratch.verify(&signature), fields);
    }
}
