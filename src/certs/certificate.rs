//! The class reference's Certificate type: a store, how to open it, and the certificate that was found in it.
//!
//! A [`Certificate`] is a value: cheap to clone, and a clone is independent of what is set on the original afterwards.
//! Setting Subject or Encoded searches the store, or puts the search off when something is not set yet: see `search`.

use super::facts;
use super::keys::KeyHandle;
use super::search::Wanted;
use super::secret::Secret;
use super::store_type::{Store, StoreType};
use super::stores::{Entry, is_same};
use super::{dn, invalid};
use crate::error::{Error, Result};
use once_cell::sync::Lazy;
use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, Private, Public};
use openssl::x509::X509;
use std::path::Path;
use std::sync::Arc;

/// A certificate, perhaps with its private key, and the store it comes from.
#[derive(Clone)]
pub struct Certificate(pub(super) Arc<Inner>);

impl Default for Certificate {
    /// Nothing selected. All that are empty share one place in memory: each connection has ten of them.
    fn default() -> Self {
        static EMPTY: Lazy<Arc<Inner>> = Lazy::new(Arc::default);
        Certificate(EMPTY.clone())
    }
}

/// What Store is until it is set.
const UNSET_STORE: &str = "MY";

/// The fields. Those that are `None` were never set.
#[derive(Clone, Default)]
pub(super) struct Inner {
    pub store_type: Option<StoreType>,
    pub store: Option<Store>,
    pub store_password: Option<Secret>,
    pub key_password: Option<Secret>,
    pub subject: String,
    pub entry: Entry,
    /// What Subject or Encoded asked for last.
    pub wanted: Option<Wanted>,
    /// The search for it is still to be done.
    pub put_off: bool,
    /// Why it failed when it was tried last.
    pub problem: Option<Error>,
}

// How it is made.
impl Certificate {
    /// Nothing selected; the fields can be set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Opens a store and selects by subject: an exact name, part of one, `Thumbprint=...` or `*` for the first; "" is `*`. Error 690 when nothing is found.
    pub fn load(kind: StoreType, store: &Store, password: &str, subject: &str) -> Result<Self> {
        let mut made = Self::in_store(kind, store, password);
        let wanted = if subject.trim().is_empty() { "*" } else { subject };
        made.set_subject(wanted)?;
        if made.is_empty() {
            return Err(invalid(format!("No certificate in the store has the subject {wanted:?}.")));
        }
        Ok(made)
    }

    /// Opens a store and takes the private key of the given certificate from it. Error 690 when its key is not there.
    pub fn load_encoded(kind: StoreType, store: &Store, password: &str, encoded: &[u8]) -> Result<Self> {
        let mut made = Self::in_store(kind, store, password);
        if !kind.is_available() {
            made.entries()?;
        }
        made.set_encoded(encoded)?;
        if !made.0.entry.has_key() {
            return Err(invalid("The store holds no private key of this certificate."));
        }
        Ok(made)
    }

    /// Everything in a store, each as a certificate of its own.
    pub fn list(kind: StoreType, store: &Store, password: &str) -> Result<Vec<Self>> {
        let base = Self::in_store(kind, store, password);
        let entries = base.entries()?;
        Ok(entries
            .into_iter()
            .map(|entry| {
                let mut made = base.clone();
                made.select(entry);
                made
            })
            .collect())
    }

    /// The public certificate in a file (PEM, DER, Base64 or P7B).
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref().to_string_lossy().into_owned();
        Self::load(StoreType::PublicKeyFile, &Store::Path(path), "", "*")
    }

    /// The public certificate in a text or blob (PEM, DER, Base64 or P7B).
    pub fn from_encoded(encoded: &[u8]) -> Result<Self> {
        Self::load(StoreType::PublicKeyBlob, &Store::Blob(encoded.to_vec()), "", "*")
    }

    /// From parts that are in memory already, with no store behind them.
    pub fn from_parts(x509: X509, key: Option<PKey<Private>>, chain: Vec<X509>) -> Self {
        let entry = Entry {
            public: x509.public_key().ok(),
            x509: Some(x509),
            key: key.map(KeyHandle::Local),
            chain,
            ..Entry::default()
        };
        let mut made = Self::new();
        made.select(entry);
        made
    }

    fn in_store(kind: StoreType, store: &Store, password: &str) -> Self {
        let inner = Inner {
            store_type: Some(kind),
            store: Some(store.clone()),
            store_password: Some(Secret::new(password)),
            ..Inner::default()
        };
        Certificate(Arc::new(inner))
    }
}

// What other modules take from it.
impl Certificate {
    /// Whether nothing is selected.
    pub fn is_empty(&self) -> bool {
        self.0.entry.x509.is_none() && self.0.entry.public.is_none() && !self.0.entry.has_key()
    }

    /// The certificate.
    pub fn x509(&self) -> Option<&X509> {
        self.0.entry.x509.as_ref()
    }

    /// The private key, when it is in this process (not in a token).
    pub fn private_key(&self) -> Option<PKey<Private>> {
        self.0.entry.key.as_ref().and_then(KeyHandle::local).cloned()
    }

    /// The private key, wherever it lies.
    pub(crate) fn key(&self) -> Option<&KeyHandle> {
        self.0.entry.key.as_ref()
    }

    /// Why there is no private key although the store has one for this certificate: KeyPassword does not open it.
    #[cfg(test)]
    pub(crate) fn key_problem(&self) -> Option<&Error> {
        self.0.entry.key_problem.as_ref()
    }

    /// The public key.
    pub fn public(&self) -> Option<&PKey<Public>> {
        self.0.entry.public.as_ref()
    }

    /// Issuers that came with it, from its own towards the root.
    pub fn chain(&self) -> &[X509] {
        &self.0.entry.chain
    }

    /// The store's own name of it: alias, friendly name, label, comment.
    pub fn alias(&self) -> Option<&str> {
        self.0.entry.alias.as_deref()
    }
}

// The fields that can be set.
impl Certificate {
    /// Store as text; octets that are not UTF-8 in Base64.
    pub fn store(&self) -> String {
        match &self.0.store {
            None => UNSET_STORE.to_owned(),
            Some(Store::Path(text)) => text.clone(),
            Some(Store::Blob(octets)) => match std::str::from_utf8(octets) {
                Ok(text) => text.to_owned(),
                Err(_) => openssl::base64::encode_block(octets),
            },
        }
    }

    /// Sets Store. What was selected stays until Subject or Encoded is set.
    pub fn set_store(&mut self, text: &str) {
        self.edit().store = Some(Store::Path(text.to_owned()));
        self.store_changed();
    }

    /// StoreB.
    pub fn store_blob(&self) -> Vec<u8> {
        self.0.store.as_ref().map_or(UNSET_STORE.as_bytes(), Store::octets).to_vec()
    }

    /// Sets StoreB.
    pub fn set_store_blob(&mut self, octets: &[u8]) {
        self.edit().store = Some(Store::Blob(octets.to_vec()));
        self.store_changed();
    }

    /// StoreType. It reads as 0, as in the class reference, until it is set; a store is then opened as type 99 is.
    pub fn store_type(&self) -> StoreType {
        self.0.store_type.unwrap_or_default()
    }

    /// Sets StoreType.
    pub fn set_store_type(&mut self, kind: StoreType) {
        self.edit().store_type = Some(kind);
        self.store_changed();
    }

    /// StorePassword.
    pub fn store_password(&self) -> &str {
        self.0.store_password.as_ref().map_or("", Secret::text)
    }

    /// Sets StorePassword. While there is no private key, the store is searched again.
    pub fn set_store_password(&mut self, password: &str) {
        self.edit().store_password = Some(Secret::new(password));
        self.password_changed();
    }

    /// KeyPassword; that of the store until it is set.
    pub fn key_password(&self) -> &str {
        self.0.key_password.as_ref().or(self.0.store_password.as_ref()).map_or("", Secret::text)
    }

    /// Sets KeyPassword. When a selected certificate's key could not be read before, it is read again; error 690 when that fails.
    pub fn set_key_password(&mut self, password: &str) -> Result<()> {
        self.edit().key_password = Some(Secret::new(password));
        if self.0.put_off {
            self.edit().problem = None;
            return Ok(());
        }
        let Some(own) = self.0.entry.key_problem.as_ref().and(self.0.entry.x509.clone()) else { return Ok(()) };
        let again =
            self.entries()?.into_iter().find(|entry| entry.x509.as_ref().is_some_and(|x509| is_same(x509, &own)));
        let Some(again) = again else { return Ok(()) };
        match &again.key_problem {
            Some(problem) => Err(problem.clone()),
            None => {
                self.select(again);
                Ok(())
            }
        }
    }

    /// Subject: that of the selected certificate; while the search is put off, what was asked for.
    pub fn subject(&self) -> &str {
        match &self.0.wanted {
            Some(Wanted::Subject(text)) if self.0.put_off => text,
            _ => &self.0.subject,
        }
    }

    /// Encoded: the certificate in PEM.
    pub fn encoded(&self) -> String {
        let pem = self.x509().and_then(|x509| x509.to_pem().ok());
        pem.and_then(|pem| String::from_utf8(pem).ok()).unwrap_or_default()
    }

    /// EncodedB: the same as octets.
    pub fn encoded_blob(&self) -> Vec<u8> {
        self.encoded().into_bytes()
    }
}

// The fields that can be read only.
impl Certificate {
    fn text(&self, of: impl Fn(&X509) -> String) -> String {
        self.x509().map(of).unwrap_or_default()
    }

    /// EffectiveDate, `23-Jan-2000 15:00:00` in local time.
    pub fn effective_date(&self) -> String {
        self.text(|x509| facts::local_time(x509.not_before()))
    }

    /// ExpirationDate, `23-Jan-2001 15:00:00` in local time.
    pub fn expiration_date(&self) -> String {
        self.text(|x509| facts::local_time(x509.not_after()))
    }

    /// ExtendedKeyUsage: OIDs separated by commas.
    pub fn extended_key_usage(&self) -> String {
        self.text(|x509| facts::extended_key_usage(x509).join(","))
    }

    /// Fingerprint: MD5 with colons, of the certificate or else of the key in SSH's form.
    pub fn fingerprint(&self) -> String {
        self.digest(MessageDigest::md5())
    }

    /// FingerprintSHA1.
    pub fn fingerprint_sha1(&self) -> String {
        self.digest(MessageDigest::sha1())
    }

    /// FingerprintSHA256.
    pub fn fingerprint_sha256(&self) -> String {
        self.digest(MessageDigest::sha256())
    }

    fn digest(&self, md: MessageDigest) -> String {
        facts::fingerprint(self.x509(), self.public().map(|key| &**key), md)
    }

    /// Issuer: the issuer's name.
    pub fn issuer(&self) -> String {
        self.text(|x509| dn::display(x509.issuer_name()))
    }

    /// PrivateKey: PKCS#8 in PEM; "" when there is none or it cannot leave its token. The caller gets a copy that nobody wipes.
    pub fn private_key_pem(&self) -> String {
        let pem = self.private_key().and_then(|key| key.private_key_to_pem_pkcs8().ok());
        pem.and_then(|pem| String::from_utf8(pem).ok()).unwrap_or_default()
    }

    /// PrivateKeyAvailable.
    pub fn private_key_available(&self) -> bool {
        self.key().is_some()
    }

    /// PrivateKeyContainer: always "", a notion of Windows.
    pub fn private_key_container(&self) -> String {
        String::new()
    }

    /// PublicKey: SubjectPublicKeyInfo in PEM.
    pub fn public_key(&self) -> String {
        let pem = self.public().and_then(|key| key.public_key_to_pem().ok());
        pem.and_then(|pem| String::from_utf8(pem).ok()).unwrap_or_default()
    }

    /// PublicKeyAlgorithm.
    pub fn public_key_algorithm(&self) -> String {
        self.public().map(|key| facts::key_algorithm(key)).unwrap_or_default()
    }

    /// PublicKeyLength in bits.
    pub fn public_key_length(&self) -> i32 {
        self.public().map_or(0, |key| key.bits() as i32)
    }

    /// SerialNumber: hexadecimal.
    pub fn serial_number(&self) -> String {
        self.text(|x509| facts::serial_number(x509))
    }

    /// SignatureAlgorithm.
    pub fn signature_algorithm(&self) -> String {
        self.text(|x509| facts::signature_algorithm(x509))
    }

    /// SubjectAltNames, separated by commas.
    pub fn subject_alt_names(&self) -> String {
        self.text(|x509| facts::subject_alt_names(x509))
    }

    /// ThumbprintMD5.
    pub fn thumbprint_md5(&self) -> String {
        self.text(|x509| facts::thumbprint(x509, MessageDigest::md5()))
    }

    /// ThumbprintSHA1.
    pub fn thumbprint_sha1(&self) -> String {
        self.text(|x509| facts::thumbprint(x509, MessageDigest::sha1()))
    }

    /// ThumbprintSHA256.
    pub fn thumbprint_sha256(&self) -> String {
        self.text(|x509| facts::thumbprint(x509, MessageDigest::sha256()))
    }

    /// Usage: the texts of UsageFlags, separated by commas.
    pub fn usage(&self) -> String {
        facts::usage_text(self.usage_flags())
    }

    /// UsageFlags.
    pub fn usage_flags(&self) -> i32 {
        self.x509().and_then(|x509| facts::usage_flags(x509)).unwrap_or(0)
    }

    /// Version: V1, V2 or V3.
    pub fn version(&self) -> String {
        self.text(|x509| facts::version(x509))
    }
}

impl std::fmt::Debug for Certificate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Certificate")
            .field("store_type", &self.store_type())
            .field("store", &self.0.store)
            .field("subject", &self.0.subject)
            .field("private_key_available", &self.private_key_available())
            .finish_non_exhaustive()
    }
}
