//! Certificate exchange: certificates that travel as files of a fixed name (docs/interoperability.md, Certificate exchange).

use super::Drive;
use crate::certs::exchange::{self, Exchange};
use crate::certs::{Certificate, Store, StoreType, clid};
use crate::engine::inner::Inner;
use crate::engine::shared::{SendJob, Shared};
use crate::error::{Error, Result, codes};
use crate::events::CertificateReceived;
use crate::model::Version;
use crate::protocol::StartFile;
use crate::settings::Id;

/// The job that sends a certificate. Only the certificate travels, never its key (CERT-3).
pub(crate) fn exchange_job(
    inner: &Inner,
    shared: &Shared,
    destination: String,
    store: &str,
    exchange_type: i32,
) -> Result<SendJob> {
    let exchange = Exchange::from_code(exchange_type).ok_or_else(|| {
        Error::new(codes::BAD_ARGUMENT, "CertificateExchangeType is 0 (request), 1 (replace) or 2 (deliver).")
    })?;
    if shared.version().is_some_and(|version| version < Version::V20) {
        return Err(Error::new(codes::VERSION_20_ONLY, "Certificate exchange needs OFTP 2.0."));
    }
    let kind = StoreType::from_code(inner.settings.int(Id::ExchangeCertStoreType) as i32)?;
    let place = Store::named(kind, store);
    let certificate = Certificate::load(kind, &place, "", &inner.settings.text(Id::ExchangeCertSubject))?;
    let x509 = certificate.x509().ok_or_else(|| {
        Error::new(codes::INVALID_CERT, "Invalid Certificate. The store has a key but no certificate.")
    })?;
    // What the events show: the file that the caller named. A content is no file.
    let is_path = match kind {
        StoreType::Auto => std::path::Path::new(store).is_file(),
        kind => kind.is_file() || kind == StoreType::Pkcs11,
    };
    Ok(SendJob {
        destination,
        path: if is_path { store.to_owned() } else { String::new() },
        stream: Default::default(),
        name: exchange.dsn().to_owned(),
        settings: shared.settings.frozen(),
        keyring: inner.certs.keyring(&shared.certs),
        exchange: Some(exchange.code()),
        description: clid::Clid::of(x509).to_text(),
        content: Some(exchange::content(x509)?),
        reply: None,
    })
}

impl Drive {
    /// Tells the program about a stored file that was a certificate.
    pub(super) async fn certificate_stored(&mut self, offer: &StartFile, path: &str) {
        let Some(exchange) = Exchange::from_dsn(&offer.key.name) else { return };
        let event = CertificateReceived {
            connection_id: self.shared.id.clone(),
            certificate_file_name: path.to_owned(),
            certificate_exchange_type: exchange.code(),
        };
        self.inner.dispatch.tell(&self.shared.id, event).await;
    }
}
