//! The server's certificates, whom it trusts, and whether they are valid.

use super::Server;
use crate::certs::{Certificate, Refusal};
use crate::engine::LiveCertificate;
use crate::error::Result;
use crate::sync::read;

impl Server {
    /// Certificate: this side's certificate for the CertificateType of this moment.
    pub fn certificate(&self) -> Option<Certificate> {
        self.inner.certs.certificate()
    }

    /// Sets Certificate for the CertificateType of this moment.
    ///
    /// # Errors
    /// 690 when TrustedCerts are there and none of them issued it.
    pub fn set_certificate(&self, certificate: Option<Certificate>) -> Result<()> {
        let _turn = read(&self.inner.changing);
        self.inner.certs.set_certificate(certificate)
    }

    /// Certificate for the CertificateType of this moment, to be changed in place.
    pub fn live_certificate(&self) -> LiveCertificate {
        LiveCertificate::new(&self.inner, self.inner.certs.own_cell())
    }

    /// SSLCert, to be changed in place.
    pub fn live_ssl_cert(&self) -> LiveCertificate {
        LiveCertificate::new(&self.inner, self.inner.certs.ssl_cell())
    }

    /// SSLCert.
    pub fn ssl_cert(&self) -> Option<Certificate> {
        self.live_ssl_cert().loaded().ok().filter(|certificate| !certificate.is_empty())
    }

    /// Sets SSLCert. While listening, new connections are served with it and open ones keep theirs.
    ///
    /// # Errors
    /// While listening with UseSSL: 6 for one that TLS cannot use, 689 for none; then SSLCert stays what it was.
    pub fn set_ssl_cert(&self, certificate: Option<Certificate>) -> Result<()> {
        let _turn = read(&self.inner.changing);
        self.inner.set_ssl(certificate)
    }

    /// TrustedCerts.
    pub fn trusted_certs(&self) -> Vec<Certificate> {
        self.inner.certs.trusted()
    }

    /// Replaces TrustedCerts.
    ///
    /// # Errors
    /// While listening with UseSSL: what TLS cannot be made of any more, such as a file of SSLClientCACerts that is gone; then
    /// TrustedCerts stay what they were.
    pub fn set_trusted_certs(&self, certificates: Vec<Certificate>) -> Result<()> {
        self.inner.replace_trust(self.inner.certs.trusting(&certificates))
    }

    /// ImportTrustedCerts: from TrustedCertsData into TrustedCerts. What was left out goes to the log.
    ///
    /// # Errors
    /// 691 with the cause, and as [`set_trusted_certs`](Self::set_trusted_certs); then nothing has changed.
    pub fn import_trusted_certs(&self) -> Result<()> {
        let (trust, notes) = self.inner.certs.imported()?;
        self.inner.replace_trust(trust)?;
        self.inner.log_later("", notes.iter().map(|note| format!("trusted certificates: {note}")).collect());
        Ok(())
    }

    /// ValidateCert: whether Certificate is within its validity period, issued by a trusted CA, and not revoked. Why not goes to the log.
    ///
    /// # Errors
    /// 689 without Certificate; 679, 690 and 9 when one was named and cannot be loaded.
    pub fn validate_cert(&self) -> Result<bool> {
        let missing = "There is no certificate to validate: set Certificate.";
        let certificate = self.inner.certs.certificate_or_cause()?;
        let verdict = self.inner.certs.validate(certificate, missing)?;
        self.tell_verdict("", "Certificate", verdict)
    }

    /// ValidateRecipientCert for the recipient certificate of a connection. Why not goes to the log.
    ///
    /// # Errors
    /// 126; 689 without recipient certificate; 679, 690 and 9 when one was named and cannot be loaded.
    pub fn validate_recipient_cert(&self, connection_id: &str) -> Result<bool> {
        let shared = self.inner.connection(connection_id)?;
        let missing = "There is no recipient certificate to validate: set RecipientCertSubject.";
        let certificate = self.inner.certs.recipient(&shared.certs)?;
        let verdict = self.inner.certs.validate(certificate, missing)?;
        self.tell_verdict(connection_id, "RecipientCert", verdict)
    }

    fn tell_verdict(&self, connection_id: &str, which: &str, verdict: Result<(), Refusal>) -> Result<bool> {
        let Err(refusal) = verdict else { return Ok(true) };
        self.inner.log_later(connection_id, vec![format!("{which} is not valid: {refusal}")]);
        Ok(false)
    }
}
