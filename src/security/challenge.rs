//! The authentication challenge (RFC 5024 sections 4.2.4, 5.3.17, 5.3.18): 20 random octets in an envelope that only the
//! holder of the peer's private key can open.

use super::algorithms::{ContentCipher, KeyTransport, oid};
use super::decode::{DecodeSpec, Decoder};
use super::enveloped;
use super::keys::KeyPair;
use crate::ber::{tag, write};
use crate::error::{Error, Result, codes};
use crate::model::{CipherSuite, SecurityLevel};
use openssl::x509::X509;
use zeroize::{Zeroize, Zeroizing};

/// Octets of a challenge.
pub const LENGTH: usize = 20;

/// The plain octets of a challenge, cleared when dropped.
pub type Secret = Zeroizing<[u8; LENGTH]>;

/// A new challenge for the holder of `cert`: the octets to expect in AURP, and the EnvelopedData in DER for AUCH. The
/// algorithm is not negotiated; AES-256 and PKCS#1 are understood by all, the receiver reads it from the envelope.
pub fn new_challenge(cert: &X509, cipher: ContentCipher, transport: &KeyTransport) -> Result<(Secret, Vec<u8>)> {
    let crypto = |error| Error::new(codes::CRYPTO, format!("making a challenge: {error}"));
    let mut secret = Secret::default();
    openssl::rand::rand_bytes(&mut secret[..]).map_err(crypto)?;
    let mut sealed = enveloped::seal(std::slice::from_ref(cert), cipher, transport)?;
    let mut encrypted = vec![0; LENGTH + 64];
    let mut len = sealed.context.cipher_update(&secret[..], Some(&mut encrypted)).map_err(crypto)?;
    len += sealed.context.cipher_final(&mut encrypted[len..]).map_err(crypto)?;
    let content =
        write::sequence(&[&write::oid(oid::DATA), &sealed.algorithm, &write::tlv(tag::context(0), &encrypted[..len])]);
    let enveloped_data = write::sequence(&[&sealed.preamble, &content]);
    let explicit = write::tlv(tag::context_constructed(0), &enveloped_data);
    Ok((secret, write::sequence(&[&write::oid(oid::ENVELOPED), &explicit])))
}

/// Opens a received challenge with whichever of `keys` it is for, whatever cipher it names.
///
/// Error 684 when none opens it or what comes out is not 20 octets.
pub fn open_challenge(envelope: &[u8], keys: &[KeyPair]) -> Result<Secret> {
    let spec = DecodeSpec {
        decrypt_with: keys.to_vec(),
        max_output: 64 * 1024,
        detect_compression: false,
        ..DecodeSpec::new(SecurityLevel::Encrypted, false, CipherSuite::NONE)
    };
    let mut decoder = Decoder::new(spec, Vec::new());
    // The error, if there is one, is kept until the end.
    let _ = decoder.update(envelope);
    let (mut plain, result) = decoder.close();
    let mut secret = Secret::default();
    let right = match result {
        Err(error) => Err(Error::from(error)),
        Ok(_) if plain.len() != LENGTH => Err(Error::new(codes::CRYPTO, "The challenge is not 20 octets.")),
        Ok(_) => {
            secret.copy_from_slice(&plain);
            Ok(())
        }
    };
    plain.zeroize();
    right.map(|()| secret)
}

/// Whether a response is the expected one, in constant time.
pub fn equal(expected: &[u8; LENGTH], response: &[u8; LENGTH]) -> bool {
    openssl::memcmp::eq(expected, response)
}
