//! What a TLS handshake asks and tells becomes events of its connection.

use super::inner::Inner;
use super::shared::Shared;
use super::stop::Stop;
use super::tls::server_certificate;
use crate::certs::{Certificate, Store, StoreType};
use crate::events::{EventKind, Log, SSLClientAuthentication, SSLConnectionRequest, SSLStatus};
use crate::settings::Id;
use crate::sync::lock;
use crate::tls::{ClientCertificate, ServerCertificate, TlsHooks};
use std::sync::{Arc, Mutex};
use tokio::sync::watch;

/// One connection's handshake, as the program sees it.
pub(super) struct Hooks {
    pub inner: Arc<Inner>,
    pub shared: Arc<Shared>,
    pub stop: watch::Receiver<Stop>,
    /// Status lines wait here while the handshake must not be held up.
    pub lines: Mutex<Vec<String>>,
}

impl Hooks {
    /// Delivers the status lines that wait, from a thread that may block.
    fn tell_lines(&self) {
        let (dispatch, id) = (&self.inner.dispatch, &self.shared.id);
        for message in std::mem::take(&mut *lock(&self.lines)) {
            if dispatch.wants(EventKind::Log) && self.inner.settings.int(Id::LogLevel) > 0 {
                let log = Log {
                    connection_id: id.clone(),
                    log_level: 1,
                    message: message.clone(),
                    log_type: "Info".to_owned(),
                };
                let _ = dispatch.ask_blocking(id, log, &self.stop);
            }
            let _ = dispatch.ask_blocking(id, SSLStatus { connection_id: id.clone(), message }, &self.stop);
        }
    }

    /// The same from the connection's own task.
    pub(super) async fn tell_rest(&self) {
        let lines = std::mem::take(&mut *lock(&self.lines));
        for message in lines {
            self.inner.log(&self.shared.id, 1, "Info", || message.clone()).await;
            let event = SSLStatus { connection_id: self.shared.id.clone(), message };
            self.inner.dispatch.tell(&self.shared.id, event).await;
        }
    }
}

impl TlsHooks for Hooks {
    fn wants_client_hello(&self) -> bool {
        self.inner.dispatch.wants(EventKind::SSLConnectionRequest)
    }

    fn client_hello(&self, suites: &[String], signature_algorithms: &[String]) -> Option<ServerCertificate> {
        self.tell_lines();
        let event = SSLConnectionRequest {
            connection_id: self.shared.id.clone(),
            supported_cipher_suites: suites.join(","),
            supported_signature_algs: signature_algorithms.join(","),
            cert_store_type: StoreType::Auto.code(),
            cert_store: String::new(),
            cert_password: String::new(),
            cert_subject: String::new(),
        };
        let asked = event.clone();
        let event = self.inner.dispatch.ask_blocking(&self.shared.id, event, &self.stop).or_refused(asked);
        if event.cert_store.is_empty() {
            return None;
        }
        let chosen = StoreType::from_code(event.cert_store_type).and_then(|kind| {
            let store = Store::named(kind, &event.cert_store);
            let subject = if event.cert_subject.is_empty() { "*" } else { &event.cert_subject };
            server_certificate(&Certificate::load(kind, &store, &event.cert_password, subject)?)
        });
        match chosen {
            Ok(certificate) => Some(certificate),
            Err(error) => {
                lock(&self.lines).push(format!("the certificate chosen for this connection cannot be used: {error}"));
                None
            }
        }
    }

    fn client_certificate(&self, certificate: &ClientCertificate) -> bool {
        self.tell_lines();
        let event = SSLClientAuthentication {
            connection_id: self.shared.id.clone(),
            cert_encoded: certificate.der.clone(),
            cert_subject: certificate.subject.clone(),
            cert_issuer: certificate.issuer.clone(),
            status: certificate.status.clone(),
            accept: certificate.ok,
        };
        let asked = event.clone();
        self.inner.dispatch.ask_blocking(&self.shared.id, event, &self.stop).or_refused(asked).accept
    }

    fn status(&self, message: &str) {
        lock(&self.lines).push(message.to_owned());
    }

    fn packet(&self, sent: bool, length: usize, kind: &str) {
        let direction = if sent { "sent" } else { "received" };
        lock(&self.lines).push(format!("TLS record {direction}: {kind}, {length} octets"));
    }
}
