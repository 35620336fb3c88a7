//! JSON Web Keys (RFC 7517, 7518, 8037): one key or a set, RSA, EC and OKP (Ed25519, Ed448), public or private, with the
//! certificates of `x5c`.

use super::super::{encoding, invalid, refused};
use super::xml::rsa;
use super::{Entry, certificate, chain_of};
use crate::certs::keys::{KeyHandle, public_of};
use crate::error::Result;
use openssl::bn::BigNum;
use openssl::ec::{EcGroup, EcKey};
use openssl::nid::Nid;
use openssl::pkey::{Id, PKey, Private, Public};
use openssl::rsa::Rsa;
use openssl::x509::X509;
use serde_json::Value;

/// Reads a JWK or a JWK set.
pub fn read(content: &[u8]) -> Result<Vec<Entry>> {
    let decoded = encoding::binary(content);
    let value: Value =
        serde_json::from_slice(&decoded).map_err(|error| invalid(format!("This is not a JSON Web Key: {error}")))?;
    let keys: Vec<&Value> = match (&value, value.get("keys").and_then(Value::as_array)) {
        (_, Some(keys)) => keys.iter().collect(),
        (Value::Array(keys), None) => keys.iter().collect(),
        (other, None) => vec![other],
    };
    keys.into_iter().map(entry).collect()
}

fn entry(value: &Value) -> Result<Entry> {
    let kind = value.get("kty").and_then(Value::as_str).ok_or_else(|| invalid("The JSON Web Key lacks kty."))?;
    let (public, key) = match kind {
        "RSA" => rsa_key(value)?,
        "EC" => ec_key(value)?,
        "OKP" => okp_key(value)?,
        other => return Err(invalid(format!("JSON Web Keys of the type {other:?} are not supported."))),
    };
    let certificates = x5c(value)?;
    let x509 = certificates.first().cloned();
    if let Some(x509) = &x509
        && !x509.public_key().is_ok_and(|own| own.public_eq(&public))
    {
        return Err(invalid("The first certificate of x5c does not belong to the JSON Web Key."));
    }
    let alias = value.get("kid").and_then(Value::as_str).map(str::to_owned);
    let chain = x509.as_ref().map(|x509| chain_of(x509, &certificates)).unwrap_or_default();
    Ok(Entry { x509, public: Some(public), key: key.map(KeyHandle::Local), chain, alias, key_problem: None })
}

fn x5c(value: &Value) -> Result<Vec<X509>> {
    let list = value.get("x5c").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    list.iter()
        .map(|item| {
            let der = item.as_str().and_then(|text| encoding::base64(text.as_bytes()));
            certificate(&der.ok_or_else(|| invalid("x5c does not hold Base64."))?, "a certificate of x5c")
        })
        .collect()
}

fn octets(value: &Value, name: &str) -> Option<Vec<u8>> {
    encoding::base64(value.get(name)?.as_str()?.as_bytes())
}

fn number(value: &Value, name: &str) -> Result<BigNum> {
    octets(value, name)
        .and_then(|octets| BigNum::from_slice(&octets).ok())
        .ok_or_else(|| invalid(format!("The JSON Web Key lacks a usable {name}.")))
}

type Pair = (PKey<Public>, Option<PKey<Private>>);

fn rsa_key(value: &Value) -> Result<Pair> {
    let failed = |stack| refused("Reading the RSA key of the JSON Web Key", &stack);
    let (n, e) = (number(value, "n")?, number(value, "e")?);
    if value.get("d").is_none() {
        return Ok((Rsa::from_public_components(n, e).and_then(PKey::from_rsa).map_err(failed)?, None));
    }
    let get = |name| number(value, name);
    let key = rsa(n, e, get("d")?, get("p")?, get("q")?, get("dp")?, get("dq")?, get("qi")?).map_err(failed)?;
    Ok((public_of(&key)?, Some(key)))
}

fn ec_key(value: &Value) -> Result<Pair> {
    let curve = match value.get("crv").and_then(Value::as_str) {
        Some("P-256") => Nid::X9_62_PRIME256V1,
        Some("P-384") => Nid::SECP384R1,
        Some("P-521") => Nid::SECP521R1,
        Some("secp256k1") => Nid::SECP256K1,
        other => return Err(invalid(format!("The JSON Web Key has the unknown curve {:?}.", other.unwrap_or("")))),
    };
    let (x, y) = (number(value, "x")?, number(value, "y")?);
    let make = || {
        let group = EcGroup::from_curve_name(curve)?;
        let public = EcKey::from_public_key_affine_coordinates(&group, &x, &y)?;
        let key = match octets(value, "d") {
            Some(d) => {
                let number = BigNum::from_slice(&d)?;
                let key = EcKey::from_private_components(&group, &number, public.public_key())?;
                key.check_key()?;
                Some(PKey::from_ec_key(key)?)
            }
            None => None,
        };
        Ok((PKey::from_ec_key(public)?, key))
    };
    make().map_err(|stack: openssl::error::ErrorStack| refused("Reading the EC key of the JSON Web Key", &stack))
}

fn okp_key(value: &Value) -> Result<Pair> {
    let id = match value.get("crv").and_then(Value::as_str) {
        Some("Ed25519") => Id::ED25519,
        Some("Ed448") => Id::ED448,
        Some("X25519") => Id::X25519,
        other => return Err(invalid(format!("The JSON Web Key has the unknown curve {:?}.", other.unwrap_or("")))),
    };
    let x = octets(value, "x").ok_or_else(|| invalid("The JSON Web Key lacks a usable x."))?;
    let failed = |stack| refused("Reading the OKP key of the JSON Web Key", &stack);
    let public = PKey::public_key_from_raw_bytes(&x, id).map_err(failed)?;
    let key = octets(value, "d").map(|d| PKey::private_key_from_raw_bytes(&d, id)).transpose().map_err(failed)?;
    if key.as_ref().is_some_and(|key| !key.public_eq(&public)) {
        return Err(invalid("The two halves of the JSON Web Key do not belong together."));
    }
    Ok((public, key))
}
