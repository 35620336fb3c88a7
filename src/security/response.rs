//! Signatures of end responses (RFC 5024 sections 5.3.13 and 5.3.14): attached SignedData over the padded fields.

use super::algorithms::oid;
use super::decode::{DecodeSpec, Decoder};
use super::encode::EncodeSpec;
use super::keys::KeyPair;
use super::signed::{self, SignedBy};
use crate::ber::{tag, write};
use crate::error::{Error, Result, codes};
use crate::model::{CipherSuite, FileKey, SecurityLevel, octets};
use openssl::x509::X509;

/// The octets that EERPSIG covers: DSN 26, DATE 8, TIME 10, DEST 25, ORIG 25, hash (94+h octets). `key` is that of the
/// response, so its destination is the file's originator.
pub fn eerp_content(key: &FileKey, hash: &[u8]) -> Result<Vec<u8>> {
    content(key, None, hash)
}

/// The octets that NERPSIG covers: as [`eerp_content`] with CREA 25 before the hash (119+h octets). Reason and text are
/// not covered.
pub fn nerp_content(key: &FileKey, creator: &str, hash: &[u8]) -> Result<Vec<u8>> {
    content(key, Some(creator), hash)
}

fn content(key: &FileKey, creator: Option<&str>, hash: &[u8]) -> Result<Vec<u8>> {
    let stamp = key.stamp.to_long();
    let fields = [
        (Some(key.name.as_str()), 26),
        (Some(stamp.as_str()), 18),
        (Some(&key.destination), 25),
        (Some(&key.originator), 25),
        (creator, 25),
    ];
    let mut out = Vec::with_capacity(119 + hash.len());
    for (text, width) in fields {
        let Some(text) = text else { continue };
        let field = octets::padded(text, width)
            .ok_or_else(|| Error::new(codes::BUILD_PACKET, format!("\"{text}\" does not fit its field")))?;
        out.extend(field);
    }
    out.extend_from_slice(hash);
    Ok(out)
}

/// Signs the content of an end response: a ContentInfo of attached SignedData in DER. `options` has the suite and how
/// to sign; its services are not looked at.
pub fn sign_end_response_with(content: &[u8], signer: &KeyPair, options: &EncodeSpec) -> Result<Vec<u8>> {
    let settings = options.signer_settings()?;
    signed::check_signer(signer, &settings)?;
    let value = openssl::hash::hash(settings.digest.hasher(), content)
        .map_err(|error| Error::new(codes::CRYPTO, format!("hashing: {error}")))?;
    let trailer = signed::trailer(std::slice::from_ref(signer), &settings, &value)?;
    let explicit = write::tlv(tag::context_constructed(0), &write::tlv(tag::OCTETS, content));
    let encapsulated = write::sequence(&[&write::oid(oid::DATA), &explicit]);
    let signed_data = write::sequence(&[&signed::preamble(settings.digest), &encapsulated, &trailer]);
    Ok(write::sequence(&[&write::oid(oid::SIGNED), &write::tlv(tag::context_constructed(0), &signed_data)]))
}

/// [`sign_end_response_with`] the default options of a suite.
pub fn sign_end_response(content: &[u8], signer: &KeyPair, suite: CipherSuite) -> Result<Vec<u8>> {
    sign_end_response_with(content, signer, &EncodeSpec::new(suite))
}

/// Checks a received signature of an end response: it must carry exactly `expected` and be by one of `signers`.
///
/// Error 683 when it is not.
pub fn verify_end_response(signature: &[u8], expected: &[u8], signers: &[X509]) -> Result<SignedBy> {
    let invalid = |why: String| Error::new(codes::INVALID_SIGNATURE, format!("The end response's signature: {why}."));
    let spec = DecodeSpec {
        signers: signers.to_vec(),
        max_output: 64 * 1024,
        detect_compression: false,
        ..DecodeSpec::new(SecurityLevel::Signed, false, CipherSuite::NONE)
    };
    let mut decoder = Decoder::new(spec, Vec::new());
    // The error, if there is one, is kept until the end.
    let _ = decoder.update(signature);
    let (content, facts) = decoder.finish().map_err(|error| invalid(error.to_string()))?;
    if content != expected {
        return Err(invalid("it is over other fields than those received".into()));
    }
    facts.signed_by.into_iter().next().ok_or_else(|| invalid("there is none".into()))
}
