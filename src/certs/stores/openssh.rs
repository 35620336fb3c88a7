//! OpenSSH's own private key format, unencrypted; and the assembly of private keys from SSH's numbers, shared with PPK.

use super::super::{invalid, refused};
use super::ssh::{self, CURVES, SshReader};
use crate::error::Result;
use openssl::bn::{BigNum, BigNumRef};
use openssl::ec::{EcGroup, EcKey};
use openssl::error::ErrorStack;
use openssl::nid::Nid;
use openssl::pkey::{Id, PKey, Private};
use openssl::rsa::{Rsa, RsaPrivateKeyBuilder};

/// How the format begins.
pub const MAGIC: &[u8] = b"openssh-key-v1\0";

/// The key of an `OPENSSH PRIVATE KEY` block.
pub fn private_key(content: &[u8]) -> Result<PKey<Private>> {
    let damaged = || invalid("The OpenSSH private key is damaged.");
    let mut input = SshReader(content.strip_prefix(MAGIC).ok_or_else(damaged)?);
    if input.text() != Some("none") {
        return Err(invalid(
            "The OpenSSH private key is encrypted in OpenSSH's own way, which cannot be opened here with any password. Convert it: ssh-keygen -p -m PKCS8.",
        ));
    }
    let mut skip = || input.string();
    skip().and_then(|_| skip()).ok_or_else(damaged)?;
    input.0 = input.0.get(4..).ok_or_else(damaged)?;
    input.string().ok_or_else(damaged)?;
    let mut secret = SshReader(input.string().ok_or_else(damaged)?);
    secret.0 = secret.0.get(8..).ok_or_else(damaged)?;
    let kind = secret.text().ok_or_else(damaged)?;
    let made = match kind {
        "ssh-rsa" => (|| {
            let (n, e, d) = (secret.number()?, secret.number()?, secret.number()?);
            let (iqmp, p, q) = (secret.number()?, secret.number()?, secret.number()?);
            Some(rsa(n, e, d, p, q, iqmp))
        })(),
        "ssh-ed25519" => secret
            .string()
            .and_then(|_| secret.string())
            .and_then(|both| both.get(..32))
            .map(|raw| PKey::private_key_from_raw_bytes(raw, Id::ED25519)),
        _ => CURVES.iter().find(|row| row.0 == kind).and_then(|curve| {
            secret.text()?;
            let point = secret.string()?;
            let number = secret.number()?;
            Some(ec(curve.2, point, &number))
        }),
    };
    made.ok_or_else(damaged)?.map_err(|stack| refused("Reading the OpenSSH private key", &stack))
}

/// An RSA key from its numbers; the two exponents that SSH leaves out are computed.
pub fn rsa(n: BigNum, e: BigNum, d: BigNum, p: BigNum, q: BigNum, iqmp: BigNum) -> Result<PKey<Private>, ErrorStack> {
    let dmp1 = exponent(&d, &p)?;
    let dmq1 = exponent(&d, &q)?;
    let key: Rsa<Private> =
        RsaPrivateKeyBuilder::new(n, e, d)?.set_factors(p, q)?.set_crt_params(dmp1, dmq1, iqmp)?.build();
    PKey::from_rsa(key)
}

/// d modulo (prime - 1).
pub fn exponent(d: &BigNumRef, prime: &BigNumRef) -> Result<BigNum, ErrorStack> {
    let mut less = prime.to_owned()?;
    less.sub_word(1)?;
    let mut out = BigNum::new_secure()?;
    let mut context = openssl::bn::BigNumContext::new_secure()?;
    out.nnmod(d, &less, &mut context)?;
    Ok(out)
}

/// An EC key from its curve, public point and number.
pub fn ec(curve: Nid, point: &[u8], number: &BigNumRef) -> Result<PKey<Private>, ErrorStack> {
    let group = EcGroup::from_curve_name(curve)?;
    let public = ssh::ec_public(curve, point)?.ec_key()?;
    let key = EcKey::from_private_components(&group, number, public.public_key())?;
    key.check_key()?;
    PKey::from_ec_key(key)
}
