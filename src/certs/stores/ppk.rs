//! PuTTY private keys (PPK), versions 2 and 3, plain or encrypted with AES-256-CBC. The MAC at the end tells a wrong
//! password from a damaged file as far as that can be told.

use super::super::{encoding, invalid, refused};
use super::openssh;
use super::ssh::{self, CURVES, SshReader, put};
use super::{Entry, Passwords};
use crate::certs::keys::KeyHandle;
use crate::error::Result;
use crate::hex;
use argon2::{Algorithm, Argon2, Params, Version};
use openssl::hash::MessageDigest;
use openssl::pkey::{Id, PKey, Private};
use openssl::sign::Signer;
use openssl::symm::{Cipher, Crypter, Mode};
use zeroize::Zeroizing;

/// Argon2 may ask for this much memory, in KiB; PuTTY's own default is 8 MiB.
const MAX_MEMORY: u32 = 1 << 20;

#[derive(Default)]
struct File {
    version: u8,
    kind: String,
    encryption: String,
    comment: String,
    public: Vec<u8>,
    private: Zeroizing<Vec<u8>>,
    mac: Vec<u8>,
    derivation: Derivation,
}

#[derive(Default)]
struct Derivation {
    flavour: String,
    memory: u32,
    passes: u32,
    parallelism: u32,
    salt: Vec<u8>,
}

/// Keys that come out of a password.
#[derive(Default)]
struct Keys {
    cipher: Zeroizing<Vec<u8>>,
    iv: Zeroizing<Vec<u8>>,
    mac: Zeroizing<Vec<u8>>,
}

/// Reads a PPK.
pub fn read(content: &[u8], passwords: Passwords<'_>) -> Result<Vec<Entry>> {
    let decoded = encoding::binary(content);
    let text = std::str::from_utf8(&decoded).map_err(|_| invalid("This is not a PuTTY private key."))?;
    let mut file = parse(text)?;
    let encrypted = match file.encryption.as_str() {
        "none" => false,
        "aes256-cbc" => true,
        other => return Err(invalid(format!("The PuTTY private key is encrypted with {other}, which is unknown."))),
    };
    if encrypted && passwords.key.is_empty() {
        return Err(invalid(
            "The PuTTY private key is encrypted and needs a password: neither KeyPassword nor StorePassword is set.",
        ));
    }
    let keys = derive(&file, encrypted, passwords.key)?;
    if encrypted {
        file.private = decrypt(&file.private, &keys)?;
    }
    if !openssl_equal(&mac(&file, &keys)?, &file.mac) {
        let cause = if encrypted {
            "The password of the PuTTY private key is wrong, or the key is damaged."
        } else {
            "The PuTTY private key is damaged."
        };
        return Err(invalid(cause));
    }
    let key = key(&file)?;
    let public = ssh::public_key(&file.public)?;
    if !key.public_eq(&public) {
        return Err(invalid("The two halves of the PuTTY private key do not belong together."));
    }
    let alias = (!file.comment.is_empty()).then_some(file.comment);
    Ok(vec![Entry { public: Some(public), key: Some(KeyHandle::Local(key)), alias, ..Entry::default() }])
}

fn openssl_equal(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && openssl::memcmp::eq(a, b)
}

fn parse(text: &str) -> Result<File> {
    let mut file = File::default();
    let mut lines = text.trim_start().lines();
    while let Some(line) = lines.next() {
        let Some((name, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        let mut block = || -> Result<Vec<u8>> {
            let count: usize = value.parse().map_err(|_| invalid("The PuTTY private key is damaged."))?;
            let body: String = lines.by_ref().take(count).collect();
            encoding::base64(body.as_bytes()).ok_or_else(|| invalid("The PuTTY private key is damaged."))
        };
        match name {
            "PuTTY-User-Key-File-2" => (file.version, file.kind) = (2, value.to_owned()),
            "PuTTY-User-Key-File-3" => (file.version, file.kind) = (3, value.to_owned()),
            "Encryption" => file.encryption = value.to_owned(),
            "Comment" => file.comment = value.to_owned(),
            "Public-Lines" => file.public = block()?,
            "Private-Lines" => file.private = Zeroizing::new(block()?),
            "Private-MAC" => file.mac = hex::octets(value).unwrap_or_default(),
            "Key-Derivation" => file.derivation.flavour = value.to_owned(),
            "Argon2-Memory" => file.derivation.memory = value.parse().unwrap_or(0),
            "Argon2-Passes" => file.derivation.passes = value.parse().unwrap_or(0),
            "Argon2-Parallelism" => file.derivation.parallelism = value.parse().unwrap_or(0),
            "Argon2-Salt" => file.derivation.salt = hex::octets(value).unwrap_or_default(),
            _ => {}
        }
    }
    if file.version == 0 {
        return Err(invalid("This is not a PuTTY private key of version 2 or 3."));
    }
    Ok(file)
}

fn derive(file: &File, encrypted: bool, password: &str) -> Result<Keys> {
    if file.version == 2 {
        let sha1 = |parts: [&[u8]; 2]| {
            let mut hash = openssl::sha::Sha1::new();
            parts.iter().for_each(|part| hash.update(part));
            hash.finish()
        };
        let secret = if encrypted { password.as_bytes() } else { b"" };
        let mut cipher = Zeroizing::new(sha1([&[0, 0, 0, 0], secret]).to_vec());
        cipher.extend_from_slice(&sha1([&[0, 0, 0, 1], secret])[..12]);
        let mac = Zeroizing::new(sha1([b"putty-private-key-file-mac-key", secret]).to_vec());
        return Ok(Keys { cipher, iv: Zeroizing::new(vec![0; 16]), mac });
    }
    if !encrypted {
        return Ok(Keys::default());
    }
    let how = &file.derivation;
    let algorithm = match how.flavour.as_str() {
        "Argon2id" => Algorithm::Argon2id,
        "Argon2i" => Algorithm::Argon2i,
        "Argon2d" => Algorithm::Argon2d,
        other => {
            return Err(invalid(format!("The PuTTY private key uses the key derivation {other:?}, which is unknown.")));
        }
    };
    if how.memory > MAX_MEMORY || how.passes > 10_000 {
        return Err(invalid("The PuTTY private key asks for an unreasonable effort to derive its key."));
    }
    let mut all = Zeroizing::new(vec![0u8; 80]);
    Params::new(how.memory, how.passes, how.parallelism, Some(all.len()))
        .and_then(|params| {
            Argon2::new(algorithm, Version::V0x13, params).hash_password_into(password.as_bytes(), &how.salt, &mut all)
        })
        .map_err(|error| invalid(format!("The key derivation of the PuTTY private key fails: {error}")))?;
    let part = |range: std::ops::Range<usize>| Zeroizing::new(all[range].to_vec());
    Ok(Keys { cipher: part(0..32), iv: part(32..48), mac: part(48..80) })
}

fn decrypt(data: &[u8], keys: &Keys) -> Result<Zeroizing<Vec<u8>>> {
    let run = || {
        let mut crypter = Crypter::new(Cipher::aes_256_cbc(), Mode::Decrypt, &keys.cipher, Some(&keys.iv))?;
        crypter.pad(false);
        let mut plain = Zeroizing::new(vec![0; data.len() + 16]);
        let count = crypter.update(data, &mut plain)?;
        let count = count + crypter.finalize(&mut plain[count..])?;
        plain.truncate(count);
        Ok(plain)
    };
    run().map_err(|stack: openssl::error::ErrorStack| refused("Decrypting the PuTTY private key", &stack))
}

fn mac(file: &File, keys: &Keys) -> Result<Vec<u8>> {
    let mut data = Zeroizing::new(Vec::new());
    for part in [file.kind.as_bytes(), file.encryption.as_bytes(), file.comment.as_bytes(), &file.public, &file.private]
    {
        put(&mut data, part);
    }
    let md = if file.version == 2 { MessageDigest::sha1() } else { MessageDigest::sha256() };
    let sign = || {
        // HMAC fills its key up with zeros, so one zero is the empty key, which OpenSSL does not take.
        let key = PKey::hmac(if keys.mac.is_empty() { &[0] } else { &keys.mac })?;
        let mut signer = Signer::new(md, &key)?;
        signer.sign_oneshot_to_vec(&data)
    };
    sign().map_err(|stack| refused("Checking the PuTTY private key", &stack))
}

fn key(file: &File) -> Result<PKey<Private>> {
    let damaged = || invalid("The PuTTY private key is damaged.");
    let mut public = SshReader(&file.public);
    let mut private = SshReader(&file.private);
    if public.text() != Some(&file.kind) {
        return Err(damaged());
    }
    let made = match file.kind.as_str() {
        "ssh-rsa" => (|| {
            let (e, n) = (public.number()?, public.number()?);
            let (d, p, q, iqmp) = (private.number()?, private.number()?, private.number()?, private.number()?);
            Some(openssh::rsa(n, e, d, p, q, iqmp))
        })(),
        "ssh-ed25519" | "ssh-ed448" => private.string().and_then(|short| {
            let (id, length) = if file.kind == "ssh-ed448" { (Id::ED448, 57) } else { (Id::ED25519, 32) };
            // PuTTY drops zeros at the high end.
            let mut raw = Zeroizing::new(short.to_vec());
            (raw.len() <= length).then(|| raw.resize(length, 0))?;
            Some(PKey::private_key_from_raw_bytes(&raw, id))
        }),
        kind => {
            let Some(curve) = CURVES.iter().find(|row| row.0 == kind) else {
                return Err(invalid(format!("PuTTY private keys of the kind {kind} are not supported.")));
            };
            public.text().and_then(|_| {
                let (point, number) = (public.string()?, private.number()?);
                Some(openssh::ec(curve.2, point, &number))
            })
        }
    };
    made.ok_or_else(damaged)?.map_err(|stack| refused("Reading the PuTTY private key", &stack))
}
