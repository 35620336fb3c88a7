//! Whose keys and certificates are used for what: the server's, a connection's, a partner's, by purpose, and the trusted CAs.

use super::keyring::{Cell, CertificateLayer, Keyring, Slots};
use crate::certs::{Certificate, CrlPolicy, ImportOptions, Redirects, Refusal, StoreType, TrustStore, validate};
use crate::error::{Error, Result, codes};
use crate::security::KeyPair;
use crate::settings::{Applies, Group, Id, Lookup, Value, View};
use crate::sync::{lock, read, write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, RwLock};
use std::time::SystemTime;

/// The server's certificates and trust.
pub(crate) struct Certificates {
    pub layer: CertificateLayer,
    pub ssl: Mutex<Cell>,
    pub trust: RwLock<TrustStore>,
    /// These are the certificates of a draft ([`super::load_config`]): nothing is searched before the whole text was set.
    pub draft: AtomicBool,
}

/// Which certificates settings have named.
#[derive(Clone, Copy, Default)]
pub(crate) struct Touched {
    own: bool,
    recipient: bool,
    ssl: bool,
}

impl Touched {
    pub(crate) const ALL: Touched = Touched { own: true, recipient: true, ssl: true };

    /// A setting was set.
    pub(crate) fn note(&mut self, id: Id) {
        self.own |= OWN.has(id);
        self.recipient |= RECIPIENT.has(id);
        self.ssl |= SSL.has(id);
    }
}

/// What the change of a setting means for TLS.
#[must_use]
pub(crate) enum ForTls {
    /// Nothing.
    Nothing,
    /// It is to be made anew.
    Anew,
    /// The same, with another SSLCert.
    Certificate(Box<Certificate>),
}

/// The certificates of a server or of one connection as they were, to be put back.
pub(crate) struct Before {
    own: [Cell; 5],
    recipient: [Cell; 5],
    /// SSLCert; the server's alone.
    ssl: Option<Cell>,
}

impl Certificates {
    /// None yet, to be named by these settings.
    pub(crate) fn new(settings: View) -> Self {
        Certificates {
            layer: CertificateLayer::new(settings),
            ssl: Mutex::default(),
            trust: RwLock::default(),
            draft: AtomicBool::new(false),
        }
    }

    /// The server's settings.
    fn settings(&self) -> &View {
        &self.layer.settings
    }

    /// What settings can change here.
    pub(crate) fn before(&self, connection: Option<&CertificateLayer>) -> Before {
        let layer = connection.unwrap_or(&self.layer);
        let ssl = connection.is_none().then(|| self.ssl_cell());
        Before { own: layer.own.cells(), recipient: layer.recipient.cells(), ssl }
    }

    /// Puts back what [`Certificates::before`] took, as far as it was touched.
    pub(crate) fn restore(&self, connection: Option<&CertificateLayer>, before: Before, touched: Touched) {
        let layer = connection.unwrap_or(&self.layer);
        if touched.own {
            layer.own.put_back(before.own);
        }
        if touched.recipient {
            layer.recipient.put_back(before.recipient);
        }
        if let (true, Some(ssl)) = (touched.ssl, before.ssl) {
            *lock(&self.ssl) = ssl;
        }
    }

    /// Does the searches that a draft put off, for the certificates that this setting is about; not those of the server that
    /// the draft was taken from. A store that is named and has nothing to show for Subject is an error, as it is where
    /// settings are set one by one.
    pub(crate) fn finish_named(&self, server: &Certificates, id: Id) -> Result<()> {
        let (fields, pairs) = match id {
            _ if OWN.has(id) => (OWN, pairs(&self.layer.own, &server.layer.own)),
            _ if RECIPIENT.has(id) => (RECIPIENT, pairs(&self.layer.recipient, &server.layer.recipient)),
            _ if SSL.has(id) => (SSL, vec![(self.ssl_cell(), server.ssl_cell())]),
            _ => return Ok(()),
        };
        let named = self.settings().look(|settings| settings.is_set(fields.store));
        for (cell, _) in pairs.iter().filter(|(cell, old)| !cell.is(old)) {
            match cell.finished(|found| self.check_trust(found))?.why_empty() {
                Some(problem) if named => return Err(problem),
                _ => {}
            }
        }
        Ok(())
    }

    pub(crate) fn reset(&self) {
        self.layer.own.clear();
        self.layer.recipient.clear();
        *lock(&self.ssl) = Cell::default();
        write(&self.trust).clear();
    }

    /// The cell of SSLCert.
    pub(crate) fn ssl_cell(&self) -> Cell {
        lock(&self.ssl).clone()
    }

    /// SSLCert, and how to put back what was there before.
    pub(crate) fn set_ssl(&self, certificate: Option<Certificate>) -> impl FnOnce() {
        let before = std::mem::replace(&mut *lock(&self.ssl), Cell::holding(certificate));
        move || *lock(&self.ssl) = before
    }

    /// The cell of Certificate, as the CertificateType of this moment has it.
    pub(crate) fn own_cell(&self) -> Cell {
        self.layer.own.cell(self.settings().int(Id::CertificateType))
    }

    /// Certificate, as the CertificateType of this moment has it.
    pub(crate) fn certificate(&self) -> Option<Certificate> {
        self.certificate_or_cause().ok().flatten()
    }

    /// The same; an error says why a certificate that was named is not there.
    pub(crate) fn certificate_or_cause(&self) -> Result<Option<Certificate>> {
        let held = self.own_cell().finished(|found| self.check_trust(found));
        let held = held.map_err(|error| named("Certificate", error))?;
        Ok(Some(held).filter(|certificate| !certificate.is_empty()))
    }

    pub(crate) fn set_certificate(&self, certificate: Option<Certificate>) -> Result<()> {
        if let Some(certificate) = &certificate {
            self.check_trust(certificate)?;
        }
        self.layer.own.replace(self.settings().int(Id::CertificateType), certificate);
        Ok(())
    }

    /// Does every search of the server's certificates that was put off: StartListening is refused with the cause rather than
    /// the first partner. SSLCert is looked at where TLS is made.
    pub(crate) fn finish_all(&self) -> Result<()> {
        let own = self
            .layer
            .own
            .all()
            .into_iter()
            .map(|(kind, cell)| (format!("Certificate (CertificateType {kind})"), cell));
        let partner = self.layer.recipient.all().into_iter();
        let partner = partner.map(|(kind, cell)| (format!("RecipientCert (RecipientCertificateType {kind})"), cell));
        for (name, cell) in own.chain(partner) {
            cell.finished(|found| self.check_trust(found)).map_err(|error| named(&name, error))?;
        }
        Ok(())
    }

    pub(crate) fn trusted(&self) -> Vec<Certificate> {
        read(&self.trust).certificates()
    }

    /// What TrustedCerts would be with these certificates.
    pub(crate) fn trusting(&self, certificates: &[Certificate]) -> TrustStore {
        let mut trust = read(&self.trust).clone();
        trust.set_certificates(certificates);
        trust
    }

    /// Whom the server trusts from now on, and how to put back whom it trusted before.
    pub(crate) fn replace_trust(&self, trust: TrustStore) -> impl FnOnce() {
        let before = std::mem::replace(&mut *write(&self.trust), trust);
        move || *write(&self.trust) = before
    }

    /// What ImportTrustedCerts makes of TrustedCerts, and what it left out.
    pub(crate) fn imported(&self) -> Result<(TrustStore, Vec<String>)> {
        let source = self.settings().text(Id::TrustedCertsData);
        let redirects = Redirects::from_code(self.settings().int(Id::FollowRedirects) as i32).unwrap_or_default();
        let state = self.settings().text(Id::StatePath);
        let copy = (!state.is_empty()).then(|| std::path::Path::new(&state).join("trust-list.xml"));
        // The network is not waited for under the lock that every transfer reads.
        let mut trust = read(&self.trust).clone();
        let report = trust.import(&source, &ImportOptions { redirects, copy, ..ImportOptions::default() })?;
        Ok((trust, report.notes))
    }

    /// ValidateCert and ValidateRecipientCert: the CRL too. A refusal is an answer, not an error, whatever FailOnUntrustedCert
    /// says of certificates that are used.
    pub(crate) fn validate(&self, certificate: Option<Certificate>, missing: &str) -> Result<Result<(), Refusal>> {
        let certificate = certificate.ok_or_else(|| Error::new(codes::CERT_REQUIRED, missing))?;
        let redirects = Redirects::from_code(self.settings().int(Id::FollowRedirects) as i32).unwrap_or_default();
        let policy = CrlPolicy { redirects, ..CrlPolicy::default() };
        let trust = read(&self.trust).clone();
        Ok(validate(&certificate, &trust, SystemTime::now(), &policy))
    }

    /// With TrustedCerts imported every certificate that is loaded has to be issued by one of them.
    pub(crate) fn check_trust(&self, certificate: &Certificate) -> Result<()> {
        let trust = read(&self.trust);
        if trust.is_empty() || certificate.x509().is_none() {
            return Ok(());
        }
        match validate(certificate, &trust, SystemTime::now(), &CrlPolicy::off()) {
            Err(refusal) if self.settings().bool(Id::FailOnUntrustedCert) => Err(refusal.into()),
            _ => Ok(()),
        }
    }

    /// A setting was changed that may name a certificate: with Subject set, the certificate is looked for. What it means for TLS
    /// is the caller's to do.
    pub(crate) fn setting_changed(&self, connection: Option<&CertificateLayer>, id: Id) -> Result<ForTls> {
        if id == Id::UseFIPSCompliantAPI && self.settings().bool(id) {
            crate::tls::enable_fips()?;
        }
        let layer = connection.unwrap_or(&self.layer);
        let draft = self.draft.load(Ordering::SeqCst);
        let (slots, fields, kind) = match id {
            _ if OWN.has(id) => (&layer.own, OWN, Id::CertificateType),
            _ if RECIPIENT.has(id) => (&layer.recipient, RECIPIENT, Id::RecipientCertificateType),
            _ if SSL.has(id) && draft => {
                if let Some(certificate) = self.put_off(SSL)? {
                    *lock(&self.ssl) = Cell::holding(Some(certificate));
                }
                return Ok(ForTls::Nothing);
            }
            _ if SSL.has(id) => {
                return Ok(match self.load(layer, SSL, id == Id::SSLCertSubject)? {
                    Some(certificate) if !certificate.is_empty() || self.ssl_cell().get().is_empty() => {
                        ForTls::Certificate(Box::new(certificate))
                    }
                    _ => ForTls::Nothing,
                });
            }
            _ if shapes_tls(id) => return Ok(ForTls::Anew),
            _ => return Ok(ForTls::Nothing),
        };
        let kind = layer.settings.int(kind);
        if draft {
            if let Some(certificate) = self.put_off(fields)? {
                slots.replace(kind, Some(certificate));
            }
            return Ok(ForTls::Nothing);
        }
        if let Some(certificate) = self.load(layer, fields, id == fields.subject)? {
            // A key serves on until its successor is loaded. A partner's certificate does not: nothing is encrypted for one
            // that is not meant any more.
            if !certificate.is_empty() || fields.is_partners() || slots.cell(kind).get().is_empty() {
                slots.replace(kind, Some(certificate));
            }
        }
        Ok(ForTls::Nothing)
    }

    /// A certificate that settings name, not searched for yet; none while Subject is not set.
    fn put_off(&self, fields: Fields) -> Result<Option<Certificate>> {
        let subject = self.settings().text(fields.subject);
        if subject.is_empty() {
            return Ok(None);
        }
        let mut made = self.settings().look(|settings| fields.unsearched(settings))?;
        made.want_subject(&subject);
        Ok(Some(made))
    }

    /// Loads a certificate from settings once its Subject is set. Setting Subject itself makes a failure an error, unless Store
    /// is not set yet: then, and when another setting fails, the search is put off.
    fn load(&self, layer: &CertificateLayer, fields: Fields, strict: bool) -> Result<Option<Certificate>> {
        let subject = layer.settings.text(fields.subject);
        if subject.is_empty() {
            return Ok(None);
        }
        let mut made = layer.settings.look(|settings| fields.unsearched(settings))?;
        if !strict {
            made.want_subject(&subject);
            let done = made.finish().and_then(|()| self.check_trust(&made));
            return Ok(done.is_ok().then_some(made.clone()).or(made.is_put_off().then_some(made)));
        }
        made.set_subject(&subject)?;
        // A store that is not named yet is no error. One that is and cannot be opened is, also where a password that comes
        // later may open it: the setting keeps its value, and the password does the search again.
        let named = layer.settings.look(|settings| settings.is_set(fields.store));
        match made.why_empty() {
            Some(problem) if named => return Err(problem),
            _ => self.check_trust(&made)?,
        }
        Ok(Some(made))
    }

    /// The certificates of this moment.
    pub(crate) fn keyring(&self, connection: &CertificateLayer) -> Keyring {
        Keyring::of(connection, &self.layer, |found| self.check_trust(found))
    }

    /// RecipientCert in the RecipientCertificateType of this moment, or the one for all operations.
    /// An error says why the first that was named is not there.
    pub(crate) fn recipient(&self, connection: &CertificateLayer) -> Result<Option<Certificate>> {
        let kind = connection.settings.int(Id::RecipientCertificateType);
        let layers = [&connection.recipient, &self.layer.recipient];
        for cell in layers.into_iter().flat_map(|slots| [slots.cell(kind), slots.cell(0)]) {
            let found = cell.finished(|found| self.check_trust(found));
            let found = found.map_err(|error| named("RecipientCert", error))?;
            if !found.is_empty() {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }
}

/// The cells of two servers, purpose by purpose.
fn pairs(one: &Slots, other: &Slots) -> Vec<(Cell, Cell)> {
    one.cells().into_iter().zip(other.cells()).collect()
}

/// An error with the property that it is about in front.
pub(crate) fn named(property: &str, error: Error) -> Error {
    let message = format!("{property}: {}", error.message);
    Error { message, ..error }
}

/// A certificate with its key, in this process or in a token.
pub(crate) fn key_pair(certificate: &Certificate) -> Option<KeyPair> {
    Some(KeyPair { cert: certificate.x509()?.clone(), key: certificate.key()?.clone() })
}

/// Whether TLS is made anew when this setting changes.
pub(crate) fn shapes_tls(id: Id) -> bool {
    let row = id.setting();
    let elsewhere = matches!(
        id,
        Id::UseSSL
            | Id::SSLAuthenticateClients
            | Id::SSLProvider
            | Id::PreferredDHGroupBits
            | Id::DefaultConnectionTimeout
            | Id::AcceptServerAuthOnlyClientCerts
            | Id::UseInternalSecurityAPI
            | Id::UseFIPSCompliantAPI
    );
    (row.group == Group::Ssl || elsewhere) && row.applies == Applies::NextConnection
}

/// Whether a setting names the certificate of TLS.
pub(crate) fn names_ssl_cert(id: Id) -> bool {
    SSL.has(id)
}

/// The settings that name a certificate.
#[derive(Clone, Copy)]
struct Fields {
    kind: Id,
    store: Id,
    password: Id,
    subject: Id,
}

impl Fields {
    /// Whether a setting is one of these.
    fn has(self, id: Id) -> bool {
        let octets = id == Id::RecipientCertStoreB && self.is_partners();
        octets || [self.kind, self.store, self.password, self.subject].contains(&id)
    }

    fn is_partners(self) -> bool {
        self.subject == RECIPIENT.subject
    }

    /// A certificate with those of its fields set that are set here, but for Subject.
    fn unsearched(self, settings: &Lookup<'_>) -> Result<Certificate> {
        let mut made = Certificate::new();
        if settings.is_set(self.kind) {
            made.set_store_type(StoreType::from_code(settings.int(self.kind) as i32)?);
        }
        match settings.get(self.store) {
            _ if !settings.is_set(self.store) => {}
            Value::Bytes(octets) => made.set_store_blob(octets),
            text => made.set_store(&text.to_text()),
        }
        if settings.is_set(self.password) {
            made.set_store_password(settings.text(self.password));
        }
        Ok(made)
    }
}

const OWN: Fields = Fields {
    kind: Id::CertificateStoreType,
    store: Id::CertificateStore,
    password: Id::CertificateStorePassword,
    subject: Id::CertificateSubject,
};

const RECIPIENT: Fields = Fields {
    kind: Id::RecipientCertStoreType,
    store: Id::RecipientCertStore,
    password: Id::RecipientCertStorePassword,
    subject: Id::RecipientCertSubject,
};

const SSL: Fields = Fields {
    kind: Id::SSLCertStoreType,
    store: Id::SSLCertStore,
    password: Id::SSLCertStorePassword,
    subject: Id::SSLCertSubject,
};
