//! The verdict on a client's certificate: made after the handshake, which accepted any, and before any application data, so that
//! the program decides with the verification's result in hand. The same for both providers and for resumed sessions.

use super::chain::{self, Purpose, name_text};
use super::error::{TlsError, TlsErrorKind, TlsResult};
use super::hooks::{ClientCertificate, TlsHooks};
use super::revocation::{Check, Revocation};
use super::settings::TlsSettings;
use openssl::x509::{X509, X509ExtendedKeyUsage};

/// What client certificates are measured with.
pub(super) struct ClientCheck {
    request: bool,
    require: bool,
    anchors: Vec<X509>,
    accept_server_auth_only: bool,
    revocation: Revocation,
}

impl ClientCheck {
    /// The checks that these settings ask for.
    pub fn new(settings: &TlsSettings) -> Self {
        ClientCheck {
            request: settings.request_client_certificate || settings.require_client_certificate,
            require: settings.require_client_certificate,
            anchors: settings.client_cas.clone(),
            accept_server_auth_only: settings.accept_server_auth_only,
            revocation: Revocation::new(
                Check::from_setting(settings.check_crl),
                Check::from_setting(settings.check_ocsp),
            ),
        }
    }

    /// Whether clients are asked for a certificate.
    pub fn request(&self) -> bool {
        self.request
    }

    /// Whether anything is to be decided about a client that presented this chain.
    pub fn applies(&self, chain: &[Vec<u8>]) -> bool {
        self.request && (self.require || !chain.is_empty())
    }

    /// Verifies, asks the program and says whether the connection goes on. Blocks.
    pub fn decide(&self, chain: &[Vec<u8>], hooks: &dyn TlsHooks) -> TlsResult<()> {
        let (certificate, problem) = self.examine(chain, hooks);
        if !certificate.ok {
            hooks.status(&format!("Client certificate: {}", certificate.status));
        }
        match (hooks.client_certificate(&certificate), problem) {
            (true, _) => Ok(()),
            (false, Some(problem)) => Err(problem),
            (false, None) => {
                let message = format!("the program refused the client certificate of {}", certificate.subject);
                Err(TlsError::new(TlsErrorKind::RefusedByProgram, message))
            }
        }
    }

    fn examine(&self, chain: &[Vec<u8>], hooks: &dyn TlsHooks) -> (ClientCertificate, Option<TlsError>) {
        let mut seen = ClientCertificate {
            der: chain.first().cloned().unwrap_or_default(),
            subject: String::new(),
            issuer: String::new(),
            status: "OK".to_owned(),
            ok: true,
        };
        let result = match self.parse(chain) {
            Err(problem) => Err(problem),
            Ok((leaf, others)) => {
                seen.subject = name_text(leaf.subject_name());
                seen.issuer = name_text(leaf.issuer_name());
                self.verify(&leaf, &others, hooks)
            }
        };
        let problem = result.err().map(|problem| {
            let message = format!("client certificate: {}", problem.message);
            TlsError { message, ..problem }
        });
        if let Some(problem) = &problem {
            seen.ok = false;
            seen.status = problem.message.trim_start_matches("client certificate: ").to_owned();
        }
        (seen, problem)
    }

    fn parse(&self, chain: &[Vec<u8>]) -> TlsResult<(X509, Vec<X509>)> {
        let Some((leaf, others)) = chain.split_first() else {
            let message = "none was presented although one is required";
            return Err(TlsError::new(TlsErrorKind::NoClientCertificate, message));
        };
        let leaf =
            X509::from_der(leaf).map_err(|_| TlsError::new(TlsErrorKind::CertificateUntrusted, "it cannot be read"))?;
        Ok((leaf, others.iter().filter_map(|der| X509::from_der(der).ok()).collect()))
    }

    fn verify(&self, leaf: &X509, others: &[X509], hooks: &dyn TlsHooks) -> TlsResult<()> {
        let mut verified = chain::verify(&self.anchors, Purpose::Client, leaf, others);
        let tolerable = self.accept_server_auth_only
            && leaf.extended_key_usage().is_some_and(|usage| usage.contains(X509ExtendedKeyUsage::SSL_SERVER));
        if tolerable && verified.as_ref().is_err_and(|error| error.kind == TlsErrorKind::WrongPurpose) {
            verified = chain::verify(&self.anchors, Purpose::ClientWithServerCertificate, leaf, others);
        }
        for note in self.revocation.check(&verified?)? {
            hooks.status(&note);
        }
        Ok(())
    }
}
