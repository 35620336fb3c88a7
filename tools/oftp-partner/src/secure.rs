//! TLS towards the server and the certificates of both sides, from the options to what the engine wants.

use crate::options::Tls;
use oftpsrv::internals::certs::{Certificate, Store, StoreType};
use oftpsrv::internals::engine::DialTls;
use oftpsrv::internals::tls::{ClientSettings, ServerCertificate};
use std::path::Path;

/// How to call with TLS.
pub fn dial(tls: &Tls, host: &str, cert: Option<&Path>, password: &str) -> Result<DialTls, String> {
    let mut settings = ClientSettings { verify: !tls.insecure, ..ClientSettings::default() };
    for file in &tls.ca {
        let found = list(file, "").map_err(|e| format!("--ca {}: {e}", file.display()))?;
        settings.ca_certs.extend(found.iter().filter_map(|c| c.x509().cloned()));
    }
    settings.server_name = Some(tls.name.clone().unwrap_or_else(|| host.to_owned()));
    if let Some(file) = cert {
        let wrong = |what: String| format!("--cert {}: {what}", file.display());
        let found = list(file, password).map_err(&wrong)?;
        let own = found.iter().find(|c| c.private_key().is_some());
        let own = own.ok_or_else(|| wrong("there is no private key in it".into()))?;
        let (Some(x509), Some(key)) = (own.x509(), own.private_key()) else {
            return Err(wrong("there is no certificate in it".into()));
        };
        settings.client_certificate = Some(ServerCertificate { cert: x509.clone(), key, chain: own.chain().to_vec() });
    }
    DialTls::new(settings).map_err(|e| e.to_string())
}

fn list(file: &Path, password: &str) -> Result<Vec<Certificate>, String> {
    let octets = std::fs::read(file).map_err(|e| e.to_string())?;
    Certificate::list(StoreType::Auto, &Store::Blob(octets), password).map_err(|e| e.to_string())
}
