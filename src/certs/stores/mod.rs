//! Opening a store: every format becomes a list of [`Entry`], in the store's own order. One file per family of formats;
//! which entry is meant is decided in [`super::subject`].

pub mod auto;
pub mod jks;
pub mod jwk;
pub mod openssh;
pub mod p7b;
pub mod pem;
pub mod pfx;
#[cfg(feature = "pkcs11")]
pub mod pkcs11;
#[cfg(not(feature = "pkcs11"))]
#[path = "no_pkcs11.rs"]
pub mod pkcs11;
pub mod ppk;
pub mod public;
pub mod ssh;
pub mod xml;

use super::keys::KeyHandle;
use super::store_type::{Store, StoreType};
use super::{encoding, invalid};
use crate::error::{Error, Result, codes};
use openssl::pkey::{PKey, Public};
use openssl::x509::{X509, X509VerifyResult};
use std::borrow::Cow;
use std::io::Read;
use std::path::Path;
use zeroize::Zeroize;

/// The largest store that is read, in octets.
pub const MAX_STORE: u64 = 16 << 20;

/// One certificate or key of a store.
#[derive(Clone, Default)]
pub struct Entry {
    /// The certificate.
    pub x509: Option<X509>,
    /// The public key, also when there is no certificate.
    pub public: Option<PKey<Public>>,
    /// The private key.
    pub key: Option<KeyHandle>,
    /// Why the private key, which is there, cannot be read (its own password is wrong).
    pub key_problem: Option<Error>,
    /// Certificates of the store that lead from this one towards its root, issuer first.
    pub chain: Vec<X509>,
    /// The store's own name for it: alias, friendly name, label, comment.
    pub alias: Option<String>,
}

impl Entry {
    /// Whether a private key belongs to it, readable or not.
    pub fn has_key(&self) -> bool {
        self.key.is_some() || self.key_problem.is_some()
    }
}

/// The passwords of a store.
#[derive(Clone, Copy)]
pub struct Passwords<'a> {
    /// Of the store.
    pub store: &'a str,
    /// Of the private key.
    pub key: &'a str,
}

/// Opens a store and lists what is in it. Errors: 690 with the cause (wrong password, damaged, empty), 9 for types that do not
/// exist on this platform, a system error when a file cannot be read.
pub fn open(kind: StoreType, store: &Store, passwords: Passwords<'_>) -> Result<Vec<Entry>> {
    if !kind.is_available() {
        let cause = format!("Store type {} ({}): {}.", kind.code(), kind.name(), kind.instead());
        return Err(Error::new(codes::NOT_SUPPORTED, cause));
    }
    if passwords.store.contains('\0') || passwords.key.contains('\0') {
        return Err(Error::new(codes::BAD_VALUE, "A store password cannot contain a NUL character."));
    }
    // The only way to a module, which is code that runs: a file is never taken for one by its name or its content.
    if kind == StoreType::Pkcs11 {
        return pkcs11::open(store, passwords.store);
    }
    let content = content(kind, store)?;
    let entries = read(kind, &content, passwords);
    let is_content = matches!(content, Cow::Borrowed(_));
    if let Cow::Owned(mut octets) = content {
        octets.zeroize();
    }
    let entries = entries.map_err(|error| match is_content.then(|| missing_file(kind, store)).flatten() {
        Some(path) => missing(path, &error),
        None => error,
    })?;
    if entries.is_empty() {
        return Err(invalid("The store holds neither a certificate nor a key."));
    }
    Ok(entries)
}

fn read(kind: StoreType, content: &[u8], passwords: Passwords<'_>) -> Result<Vec<Entry>> {
    use StoreType::*;
    match kind {
        PfxFile | PfxBlob => pfx::read(content, passwords),
        JksFile | JksBlob => jks::read(content, passwords),
        PemKeyFile | PemKeyBlob => pem::read(content, passwords),
        PublicKeyFile | PublicKeyBlob => public::read(content),
        SshPublicKeyFile | SshPublicKeyBlob => ssh::read(content),
        P7bFile | P7bBlob => p7b::read(content),
        PpkFile | PpkBlob => ppk::read(content, passwords),
        XmlFile | XmlBlob => xml::read(content),
        JwkFile | JwkBlob => jwk::read(content),
        Auto => auto::read(content, passwords),
        User | Machine | BcfksFile | BcfksBlob | Pkcs11 => Err(Error::of(codes::NOT_SUPPORTED)),
    }
}

/// The octets of a store that is a file or a blob.
fn content(kind: StoreType, store: &Store) -> Result<Cow<'_, [u8]>> {
    match store {
        Store::Path(path) if kind.is_file() => read_file(Path::new(path)).map(Cow::Owned),
        // StoreB of a file type holds the path's octets; the constructors that take bytes hold the content.
        Store::Blob(octets) if kind.is_file() => match existing_path(octets) {
            Some(path) => read_file(Path::new(path)).map(Cow::Owned),
            None => Ok(Cow::Borrowed(octets)),
        },
        // Octets of type 99 are content and nothing else: they may be a partner's, who must not choose a file here.
        Store::Path(text) if kind == StoreType::Auto => match existing_path(text.as_bytes()) {
            Some(path) => read_file(Path::new(path)).map(Cow::Owned),
            None => Ok(Cow::Borrowed(text.as_bytes())),
        },
        other => Ok(Cow::Borrowed(other.octets())),
    }
}

/// The text, if it can be a path: one line without control characters.
fn as_path(octets: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(octets).ok()?;
    (text.len() <= 4096 && !text.chars().any(char::is_control)).then_some(text)
}

/// The text, if it is the path of a file that exists.
fn existing_path(octets: &[u8]) -> Option<&str> {
    as_path(octets).filter(|path| Path::new(path).is_file())
}

/// What a store that could not be read as content most likely is: the path of a file that does not exist. What begins like
/// a store is not shown: it may be a private key.
fn missing_file(kind: StoreType, store: &Store) -> Option<&str> {
    let may_name_file = match store {
        Store::Path(_) => kind == StoreType::Auto,
        Store::Blob(_) => kind.is_file(),
    };
    as_path(store.octets()).filter(|text| may_name_file && !auto::is_known(text.as_bytes()))
}

/// Error 679 for a path that was tried as content too.
fn missing(path: &str, as_content: &Error) -> Error {
    let module = if path.contains(';') { " A PKCS#11 module needs store type 23." } else { "" };
    let cause = format!(
        "The certificate store {path} is not a file that exists, and as content it is none either: {}{module}",
        as_content.message
    );
    Error::new(codes::READ_FILE, cause)
}

/// Reads a regular file of at most [`MAX_STORE`] octets.
pub fn read_file(path: &Path) -> Result<Vec<u8>> {
    let failed = |error: std::io::Error| Error::io(format!("Reading the certificate store {}", path.display()), &error);
    if path.as_os_str().is_empty() {
        return Err(Error::new(codes::READ_FILE, "No certificate store is named: the path of its file is empty."));
    }
    let metadata = std::fs::metadata(path).map_err(failed)?;
    if !metadata.is_file() {
        return Err(Error::new(codes::READ_FILE, format!("The certificate store {} is not a file.", path.display())));
    }
    if metadata.len() > MAX_STORE {
        return Err(invalid(format!("The certificate store {} is larger than 16 MiB.", path.display())));
    }
    let mut octets = Vec::new();
    std::fs::File::open(path).and_then(|file| file.take(MAX_STORE).read_to_end(&mut octets)).map_err(failed)?;
    Ok(octets)
}

/// Joins certificates and private keys of one store: keys go to their certificates, what is left over stands alone.
pub fn assemble(certificates: Vec<X509>, keys: Vec<KeyHandle>) -> Vec<Entry> {
    let mut used = vec![false; keys.len()];
    let mut entries: Vec<Entry> = Vec::new();
    for x509 in &certificates {
        let public = x509.public_key().ok();
        let key = public.as_ref().and_then(|public| keys.iter().position(|key| key.belongs_to(public)));
        if let Some(index) = key {
            used[index] = true;
        }
        entries.push(Entry {
            x509: Some(x509.clone()),
            public,
            key: key.map(|index| keys[index].clone()),
            chain: chain_of(x509, &certificates),
            alias: x509.alias().map(|alias| String::from_utf8_lossy(alias).into_owned()),
            ..Entry::default()
        });
    }
    for (key, used) in keys.into_iter().zip(used) {
        if !used {
            entries.push(Entry { public: key.public().ok(), key: Some(key), ..Entry::default() });
        }
    }
    entries
}

/// The issuers of a certificate among `pool`, issuer first, without the certificate itself.
pub fn chain_of(x509: &X509, pool: &[X509]) -> Vec<X509> {
    let mut chain: Vec<X509> = Vec::new();
    let mut current = x509.clone();
    while chain.len() < 16 {
        let next = pool.iter().find(|candidate| {
            candidate.issued(&current) == X509VerifyResult::OK
                && !is_same(candidate, x509)
                && !chain.iter().any(|seen| is_same(seen, candidate))
        });
        let Some(next) = next else { break };
        current = next.clone();
        chain.push(current.clone());
    }
    chain
}

/// Whether two certificates are the same octets.
pub fn is_same(a: &X509, b: &X509) -> bool {
    matches!((a.to_der(), b.to_der()), (Ok(a), Ok(b)) if a == b)
}

/// Certificates of DER, or error 690 with what was tried.
pub fn certificate(der: &[u8], what: &str) -> Result<X509> {
    X509::from_der(der).map_err(|stack| super::refused(&format!("Reading {what}"), &stack))
}

/// The binary form of a store that may come as Base64 or in PEM.
fn unwrapped(content: &[u8]) -> Result<Cow<'_, [u8]>> {
    let decoded = encoding::binary(content);
    if encoding::is_pem(&decoded) {
        let block = encoding::pem_blocks(&decoded)?.into_iter().next();
        return Ok(Cow::Owned(block.map(|block| block.der.to_vec()).unwrap_or_default()));
    }
    Ok(decoded)
}

/// Whether a store or key could not be opened because it needs a password and none was given: each format says so in these
/// words.
pub(super) fn asks_for_password(error: &Error) -> bool {
    error.message.contains("needs a password")
}
