//! How a certificate is found in its store, and when.
//!
//! The class reference searches when Subject or Encoded is set. So does this, and what goes wrong is the error of that call.
//! The fields may come in any order, though: while Store is not set, and when StoreType or StorePassword is not set and may be
//! what is missing, the search is put off. [`Certificate::finish`] does it then: when a fact is read, when a server is given
//! the certificate, when a server needs it. What a search has found stays until Subject or Encoded is set again; one that
//! found no private key is done again when a password is set.

use super::certificate::{Certificate, Inner};
use super::store_type::{Store, StoreType};
use super::stores::{self, Entry, Passwords, is_same};
use super::{dn, encoding, invalid, subject};
use crate::error::{Error, Result, codes};
use std::sync::Arc;

/// What a search is for.
#[derive(Clone)]
pub(super) enum Wanted {
    /// What was set as Subject.
    Subject(String),
    /// What was set as Encoded: this certificate, with its key from the store.
    Encoded(Vec<u8>),
}

/// Why a search failed.
enum Failed {
    /// Whatever else is set, this stays wrong.
    ForGood(Error),
    /// A field that was not set yet may be what is missing.
    Perhaps(Error),
}

impl Failed {
    fn error(self) -> Error {
        match self {
            Failed::ForGood(error) | Failed::Perhaps(error) => error,
        }
    }
}

impl Certificate {
    /// Searches the store: for an exact name, part of one, `Thumbprint=...` or `*` for the first; or puts the search off while
    /// something that names the store is not set. Nothing found: Subject is "" and nothing is
    /// selected, which is no error. A store that cannot be opened is error 690 (679 for a file that cannot be read, 9 for store
    /// types that do not exist here), and nothing is selected either.
    pub fn set_subject(&mut self, text: &str) -> Result<()> {
        self.want_subject(text);
        self.search_now()
    }

    /// Sets Subject and puts the search off in any case.
    pub(crate) fn want_subject(&mut self, text: &str) {
        self.want((!text.trim().is_empty()).then(|| Wanted::Subject(text.to_owned())));
    }

    /// Selects this certificate (PEM, DER or Base64) and takes its private key from the store, or from the same PEM text.
    ///
    /// Without its key Subject is "", as the class reference says, although the certificate is selected; except when no
    /// store was named that could hold the key: then the certificate stands alone and Subject shows its name.
    pub fn set_encoded(&mut self, encoded: &[u8]) -> Result<()> {
        self.want((!encoded.iter().all(u8::is_ascii_whitespace)).then(|| Wanted::Encoded(encoded.to_vec())));
        self.search_now()
    }

    /// Whether a search is still to be done.
    pub(crate) fn is_put_off(&self) -> bool {
        self.0.put_off
    }

    /// Does a search that was put off. Without Store there is nothing to search, which is no error.
    ///
    /// # Errors
    /// As [`set_subject`](Self::set_subject). The search stays put off; a PKCS#11 token is not tried again before a field was
    /// set, because it locks itself after a few wrong PINs.
    pub(crate) fn finish(&mut self) -> Result<()> {
        if !self.0.put_off {
            return Ok(());
        }
        if let (Some(StoreType::Pkcs11), Some(problem)) = (self.0.store_type, &self.0.problem) {
            return Err(problem.clone());
        }
        self.search().map_err(|failed| {
            let error = failed.error();
            self.edit().problem = Some(error.clone());
            error
        })
    }

    /// Whether both have selected the same.
    #[cfg_attr(not(feature = "internals"), doc(hidden))]
    pub fn selects_as(&self, other: &Certificate) -> bool {
        let same = match (self.x509(), other.x509()) {
            (Some(one), Some(two)) => is_same(one, two),
            (one, two) => one.is_none() && two.is_none(),
        };
        same && self.private_key_available() == other.private_key_available()
    }

    /// Why nothing is selected although Subject or Encoded was set.
    pub(crate) fn why_empty(&self) -> Option<Error> {
        let unnamed = || self.0.put_off && self.0.store.is_none();
        match (self.is_empty(), &self.0.problem) {
            (false, _) => None,
            (true, Some(problem)) => Some(problem.clone()),
            (true, None) if unnamed() => Some(Error::new(
                codes::CERT_REQUIRED,
                "Subject is set, but not Store: no certificate store is searched unless it is named.",
            )),
            (true, None) => None,
        }
    }

    fn want(&mut self, wanted: Option<Wanted>) {
        self.deselect();
        let inner = self.edit();
        inner.put_off = wanted.is_some();
        inner.wanted = wanted;
        inner.problem = None;
    }

    fn search_now(&mut self) -> Result<()> {
        match self.search() {
            Ok(()) => Ok(()),
            Err(Failed::Perhaps(error)) => {
                self.edit().problem = Some(error);
                Ok(())
            }
            Err(Failed::ForGood(error)) => {
                self.want(None);
                Err(error)
            }
        }
    }

    fn search(&mut self) -> std::result::Result<(), Failed> {
        match self.0.wanted.clone() {
            Some(Wanted::Subject(text)) if self.0.store.is_some() => self.search_subject(&text)?,
            Some(Wanted::Encoded(encoded)) => self.search_key(&encoded)?,
            _ => return Ok(()),
        }
        self.edit().put_off = false;
        Ok(())
    }

    fn search_subject(&mut self, text: &str) -> std::result::Result<(), Failed> {
        let entries = self.open()?;
        let found = subject::select(&entries, text).map_err(Failed::ForGood)?.cloned();
        self.edit().problem = match found {
            Some(_) => None,
            None => Some(invalid(format!("No certificate in the store has the subject {text:?}."))),
        };
        match found {
            Some(found) => self.select(found),
            None => self.deselect(),
        }
        Ok(())
    }

    fn search_key(&mut self, encoded: &[u8]) -> std::result::Result<(), Failed> {
        let mut own = self.with_own_key(encoded)?;
        let no_certificate = || Failed::ForGood(invalid("Encoded holds a key but no certificate."));
        let x509 = own.x509.clone().ok_or_else(no_certificate)?;
        if own.has_key() || self.0.store.is_none() {
            self.select(own);
            return Ok(());
        }
        let public = x509.public_key().ok();
        let found = self.open()?.into_iter().find(|entry| match (&entry.key, &public) {
            (Some(key), Some(public)) => key.belongs_to(public),
            _ => entry.key_problem.is_some() && entry.x509.as_ref().is_some_and(|other| is_same(other, &x509)),
        });
        self.deselect();
        match found {
            Some(found) => {
                own.key = found.key;
                own.key_problem = found.key_problem;
                own.chain = if own.chain.is_empty() { found.chain } else { own.chain };
                own.alias = found.alias;
                self.select(own);
            }
            None => self.edit().entry = own,
        }
        Ok(())
    }

    fn with_own_key(&self, encoded: &[u8]) -> std::result::Result<Entry, Failed> {
        let decoded = encoding::binary(encoded);
        let passwords = Passwords { store: self.key_password(), key: self.key_password() };
        let has_key = encoding::is_pem(&decoded) && String::from_utf8_lossy(&decoded).contains("PRIVATE KEY-----");
        let entries = if has_key {
            let parts = stores::pem::parts(&decoded, passwords).map_err(|error| self.blame(error))?;
            stores::assemble(parts.0, parts.1)
        } else {
            stores::public::read(&decoded).map_err(Failed::ForGood)?
        };
        let found = subject::select(&entries, "*").map_err(Failed::ForGood)?;
        found.cloned().ok_or_else(|| Failed::ForGood(invalid("Encoded holds no certificate.")))
    }

    /// Everything in the store, which has to be named.
    fn open(&self) -> std::result::Result<Vec<Entry>, Failed> {
        self.entries().map_err(|error| self.blame(error))
    }

    /// Everything in the store.
    pub(super) fn entries(&self) -> Result<Vec<Entry>> {
        let unnamed = Store::Path(self.store());
        let store = self.0.store.as_ref().unwrap_or(&unnamed);
        let kind = self.0.store_type.unwrap_or_else(|| store.likely_type());
        stores::open(kind, store, Passwords { store: self.store_password(), key: self.key_password() })
    }

    /// Whether a store that could not be opened may be one all the same, once the fields that were not set are.
    fn blame(&self, error: Error) -> Failed {
        let no_password = self.0.store_password.is_none() && self.0.key_password.is_none();
        let no_type = self.0.store_type.is_none();
        let module = self.0.store.as_ref().is_some_and(Store::may_name_module);
        let cure = match error.code {
            codes::INVALID_CERT => no_type || no_password && stores::asks_for_password(&error),
            _ => no_type && module,
        };
        match cure {
            true => Failed::Perhaps(error),
            false => Failed::ForGood(error),
        }
    }

    /// Store or StoreType was set: a certificate that stands alone may have its key there.
    pub(super) fn store_changed(&mut self) {
        let alone = matches!(self.0.wanted, Some(Wanted::Encoded(_))) && self.0.entry.key.is_none();
        let inner = self.edit();
        inner.put_off |= alone;
        inner.problem = None;
    }

    /// A password was set: a search that found no private key may find it now.
    pub(super) fn password_changed(&mut self) {
        let keyless = self.0.wanted.is_some() && self.0.entry.key.is_none();
        let inner = self.edit();
        inner.put_off |= keyless;
        inner.problem = None;
    }

    pub(super) fn select(&mut self, entry: Entry) {
        let inner = self.edit();
        inner.subject = entry.x509.as_ref().map(|x509| dn::display(x509.subject_name())).unwrap_or_default();
        inner.entry = entry;
    }

    fn deselect(&mut self) {
        let inner = self.edit();
        inner.subject.clear();
        inner.entry = Entry::default();
    }

    pub(super) fn edit(&mut self) -> &mut Inner {
        Arc::make_mut(&mut self.0)
    }
}
