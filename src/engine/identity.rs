//! Whose keys and certificates are used for what: the server's, a connection's, a partner's, by purpose, and the trusted CAs.

use super::inner::Inner;
use super::shared::{Shared, lock};
use super::transport::Security;
use crate::certs::{Certificate, CrlPolicy, ImportOptions, Redirects, Refusal, Store, StoreType, TrustStore, validate};
use crate::error::{Error, Result, codes};
use crate::security::KeyPair;
use crate::settings::{Applies, Group, Id, Value};
use openssl::x509::X509;
use std::sync::{Mutex, RwLock};
use std::time::SystemTime;

/// What a certificate is used for: the values of CertificateType and RecipientCertificateType. The partner's side of
/// each is the counterpart: encryption to decryption, verification to signing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Session = 1,
    File = 2,
    Signing = 3,
    Receipt = 4,
}

/// Certificates by purpose; slot 0 serves all operations that have none of their own.
#[derive(Default, Clone)]
pub(crate) struct Slots([Option<Certificate>; 5]);

impl Slots {
    fn of(&self, purpose: Purpose) -> Option<&Certificate> {
        self.0[purpose as usize].as_ref().or(self.0[0].as_ref())
    }

    fn set(&mut self, kind: i64, certificate: Option<Certificate>) {
        if let Some(slot) = usize::try_from(kind).ok().and_then(|kind| self.0.get_mut(kind)) {
            *slot = certificate;
        }
    }

    fn get(&self, kind: i64) -> Option<Certificate> {
        usize::try_from(kind).ok().and_then(|kind| self.0.get(kind)).cloned().flatten()
    }
}

/// The certificates of a connection as they were at some moment: its own layer before the server's.
pub(crate) struct Keyring {
    own: [Slots; 2],
    partner: [Slots; 2],
}

impl Keyring {
    /// This side's certificate for a purpose.
    pub(crate) fn own(&self, purpose: Purpose) -> Option<&Certificate> {
        self.own.iter().find_map(|slots| slots.of(purpose))
    }

    /// The partner's certificate for a purpose.
    pub(crate) fn partner(&self, purpose: Purpose) -> Option<&X509> {
        self.partner.iter().find_map(|slots| slots.of(purpose)).and_then(Certificate::x509)
    }
}

/// Own and partner's certificates of one layer: the server, or one connection.
#[derive(Default)]
pub(crate) struct CertificateLayer {
    pub own: Mutex<Slots>,
    pub recipient: Mutex<Slots>,
}

/// The server's certificates and trust.
#[derive(Default)]
pub(crate) struct Identity {
    pub layer: CertificateLayer,
    pub ssl: Mutex<Option<Certificate>>,
    pub trust: RwLock<TrustStore>,
    tls: Mutex<Option<Security>>,
}

impl Identity {
    pub(crate) fn reset(&self) {
        *lock(&self.layer.own) = Slots::default();
        *lock(&self.layer.recipient) = Slots::default();
        *lock(&self.ssl) = None;
        *lock(&self.tls) = None;
        self.trust.write().unwrap_or_else(|e| e.into_inner()).clear();
    }

    pub(crate) fn set_tls(&self, security: Security) {
        *lock(&self.tls) = Some(security);
    }

    /// SSLCert or a setting of TLS changed: new connections of a listening server are served with what it is now, open ones
    /// keep what they have. What cannot work is an error here, and the listener goes on as it was.
    pub(crate) fn tls_changed(&self, inner: &Inner) -> Result<()> {
        if lock(&inner.listening).is_some() {
            self.set_tls(Security::of(inner)?);
        }
        Ok(())
    }

    pub(crate) fn tls(&self) -> Option<Security> {
        lock(&self.tls).clone()
    }

    /// SSLCert. One that a listening server cannot use is an error, and the one before it stays.
    pub(crate) fn set_ssl(&self, inner: &Inner, certificate: Option<Certificate>) -> Result<()> {
        let before = std::mem::replace(&mut *lock(&self.ssl), certificate);
        self.tls_changed(inner).inspect_err(|_| *lock(&self.ssl) = before)
    }

    /// Certificate, as the CertificateType of this moment has it.
    pub(crate) fn certificate(&self, inner: &Inner) -> Option<Certificate> {
        lock(&self.layer.own).get(inner.int(None, Id::CertificateType))
    }

    pub(crate) fn set_certificate(&self, inner: &Inner, certificate: Option<Certificate>) -> Result<()> {
        if let Some(certificate) = &certificate {
            self.check_trust(inner, certificate)?;
        }
        lock(&self.layer.own).set(inner.int(None, Id::CertificateType), certificate);
        Ok(())
    }

    pub(crate) fn trusted(&self) -> Vec<Certificate> {
        self.trust.read().unwrap_or_else(|e| e.into_inner()).certificates()
    }

    /// TrustedCerts. They vouch for TLS clients too.
    pub(crate) fn set_trusted(&self, inner: &Inner, certificates: &[Certificate]) -> Result<()> {
        self.trust.write().unwrap_or_else(|e| e.into_inner()).set_certificates(certificates);
        self.tls_changed(inner)
    }

    /// ImportTrustedCerts.
    pub(crate) fn import(&self, inner: &Inner) -> Result<Vec<String>> {
        let source = inner.text(None, Id::TrustedCertsData);
        let redirects = Redirects::from_code(inner.int(None, Id::FollowRedirects) as i32).unwrap_or_default();
        let state = inner.text(None, Id::StatePath);
        let copy = (!state.is_empty()).then(|| std::path::Path::new(&state).join("trust-list.xml"));
        // The network is not waited for under the lock that every transfer reads.
        let mut trust = self.trust.read().unwrap_or_else(|e| e.into_inner()).clone();
        let report = trust.import(&source, &ImportOptions { redirects, copy, ..ImportOptions::default() })?;
        *self.trust.write().unwrap_or_else(|e| e.into_inner()) = trust;
        self.tls_changed(inner)?;
        Ok(report.notes)
    }

    /// ValidateCert and ValidateRecipientCert: the CRL too. A refusal is an answer, not an error, whatever FailOnUntrustedCert
    /// says of certificates that are used.
    pub(crate) fn validate(
        &self,
        inner: &Inner,
        certificate: Option<Certificate>,
        missing: &str,
    ) -> Result<Result<(), Refusal>> {
        let certificate = certificate.ok_or_else(|| Error::new(codes::CERT_REQUIRED, missing))?;
        let redirects = Redirects::from_code(inner.int(None, Id::FollowRedirects) as i32).unwrap_or_default();
        let policy = CrlPolicy { redirects, ..CrlPolicy::default() };
        let trust = self.trust.read().unwrap_or_else(|e| e.into_inner()).clone();
        Ok(validate(&certificate, &trust, SystemTime::now(), &policy))
    }

    /// With TrustedCerts imported every certificate that is loaded has to be issued by one of them.
    pub(crate) fn check_trust(&self, inner: &Inner, certificate: &Certificate) -> Result<()> {
        let trust = self.trust.read().unwrap_or_else(|e| e.into_inner());
        if trust.is_empty() || certificate.x509().is_none() {
            return Ok(());
        }
        match validate(certificate, &trust, SystemTime::now(), &CrlPolicy::off()) {
            Err(refusal) if inner.bool(None, Id::FailOnUntrustedCert) => Err(refusal.into()),
            _ => Ok(()),
        }
    }

    /// A setting that names a certificate was changed: with Subject set, the certificate is looked for.
    pub(crate) fn setting_changed(&self, inner: &Inner, connection: Option<&Shared>, id: Id) -> Result<()> {
        if id == Id::UseFIPSCompliantAPI && inner.bool(None, id) {
            crate::tls::enable_fips().inspect_err(|_| {
                inner.values.write().unwrap_or_else(|e| e.into_inner()).unset(id);
            })?;
        }
        let layer = connection.map_or(&self.layer, |shared| &shared.certs);
        let (slots, fields, kind) = match id {
            Id::CertificateStore | Id::CertificateStorePassword | Id::CertificateStoreType | Id::CertificateSubject => {
                (&layer.own, OWN, Id::CertificateType)
            }
            Id::RecipientCertStore
            | Id::RecipientCertStoreB
            | Id::RecipientCertStorePassword
            | Id::RecipientCertStoreType
            | Id::RecipientCertSubject => (&layer.recipient, RECIPIENT, Id::RecipientCertificateType),
            Id::SSLCertStore | Id::SSLCertStorePassword | Id::SSLCertStoreType | Id::SSLCertSubject => {
                return match self.load(inner, connection, SSL, id == Id::SSLCertSubject)? {
                    Some(certificate) => self.set_ssl(inner, Some(certificate)),
                    None => Ok(()),
                };
            }
            _ if shapes_tls(id) => return self.tls_changed(inner),
            _ => return Ok(()),
        };
        if let Some(certificate) = self.load(inner, connection, fields, id == fields.subject)? {
            lock(slots).set(inner.int(connection, kind), Some(certificate));
        }
        Ok(())
    }

    /// Loads a certificate from settings once its Subject is set; only setting Subject itself makes a failure an error.
    fn load(
        &self,
        inner: &Inner,
        connection: Option<&Shared>,
        fields: Fields,
        strict: bool,
    ) -> Result<Option<Certificate>> {
        let subject = inner.text(connection, fields.subject);
        if subject.is_empty() {
            return Ok(None);
        }
        let loaded = (|| {
            let kind = StoreType::from_code(inner.int(connection, fields.kind) as i32)?;
            let store = inner.look(connection, |l| match l.get(fields.store) {
                Value::Bytes(octets) => Store::Blob(octets.clone()),
                text => Store::named(kind, &text.to_text()),
            });
            let certificate = Certificate::load(kind, &store, &inner.text(connection, fields.password), &subject)?;
            self.check_trust(inner, &certificate)?;
            Ok(certificate)
        })();
        match loaded {
            Ok(certificate) => Ok(Some(certificate)),
            Err(error) if strict => Err(error),
            Err(_) => Ok(None),
        }
    }

    /// The certificates of this moment.
    pub(crate) fn keyring(&self, shared: &Shared) -> Keyring {
        let both = |connection: &Mutex<Slots>, server: &Mutex<Slots>| [lock(connection).clone(), lock(server).clone()];
        Keyring {
            own: both(&shared.certs.own, &self.layer.own),
            partner: both(&shared.certs.recipient, &self.layer.recipient),
        }
    }

    /// RecipientCert in the RecipientCertificateType of this moment, or the one for all operations.
    pub(crate) fn recipient(&self, inner: &Inner, shared: &Shared) -> Option<Certificate> {
        let kind = inner.int(Some(shared), Id::RecipientCertificateType);
        let of = |slots: &Slots| slots.get(kind).or_else(|| slots.get(0));
        of(&lock(&shared.certs.recipient)).or_else(|| of(&lock(&self.layer.recipient)))
    }

    /// Every key of this side that may open something of a purpose: the one made for it, and the one for all operations.
    /// Keys of other purposes do not open it: a challenge must not be a way to have files decrypted.
    pub(crate) fn own_keys(&self, shared: &Shared, purpose: Purpose) -> Vec<KeyPair> {
        let keyring = self.keyring(shared);
        let slots = keyring.own.iter().flat_map(|slots| [slots.get(purpose as i64), slots.get(0)]);
        slots.flatten().filter_map(|certificate| key_pair(&certificate)).collect()
    }

    /// The partner's certificate whose signatures count for a purpose.
    pub(crate) fn partner_certs(&self, shared: &Shared, purpose: Purpose) -> Vec<X509> {
        self.keyring(shared).partner(purpose).cloned().into_iter().collect()
    }
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

/// The settings that name a certificate.
#[derive(Clone, Copy)]
struct Fields {
    kind: Id,
    store: Id,
    password: Id,
    subject: Id,
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
