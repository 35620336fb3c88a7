//! Certificate and SSLCert as objects of the program: what is set on one is set on its server.

use super::inner::Inner;
use super::keyring::Cell;
use crate::certs::Certificate;
use crate::error::Result;
use crate::sync::read;
use std::sync::{Arc, Weak};

/// A certificate of a server, to be read and changed in place. When another one takes its place there, it stays what it is,
/// and the server does not look at it any more.
#[derive(Clone)]
pub struct LiveCertificate {
    server: Weak<Inner>,
    cell: Cell,
}

impl LiveCertificate {
    pub(crate) fn new(server: &Arc<Inner>, cell: Cell) -> Self {
        LiveCertificate { server: Arc::downgrade(server), cell }
    }

    /// Whether both are the same certificate of the same server.
    pub fn is(&self, other: &LiveCertificate) -> bool {
        self.cell.is(&other.cell)
    }

    /// As it is: a search that was put off is not done.
    pub fn as_it_is(&self) -> Certificate {
        self.cell.get()
    }

    /// With what a search finds that was put off.
    ///
    /// # Errors
    /// Those of the search; 690 for what was not issued by one of TrustedCerts.
    pub fn loaded(&self) -> Result<Certificate> {
        self.cell.finished(|found| self.check(found))
    }

    /// Changes it. A certificate that is loaded is not given up for one that cannot be: nothing is put off then.
    ///
    /// # Errors
    /// Those of `body`, of the search, of TrustedCerts, and of TLS when the server listens with it; the certificate is then
    /// as it was.
    pub fn change<T>(&self, body: impl FnOnce(&mut Certificate) -> Result<T>) -> Result<T> {
        let server = self.server.upgrade();
        let _turn = server.as_ref().map(|server| read(&server.changing));
        let (result, before) = self.cell.change(|made| {
            let had = !made.is_empty();
            let result = body(made)?;
            if had {
                made.finish()?;
            }
            self.check(made)?;
            Ok(result)
        })?;
        if let Some(server) = &server
            && server.certs.ssl_cell().is(&self.cell)
            && !self.cell.get().selects_as(&before)
        {
            server.tls_changed().inspect_err(|_| self.cell.put(before))?;
        }
        Ok(result)
    }

    /// TrustedCerts are asked about everything but SSLCert, which partners look at.
    fn check(&self, found: &Certificate) -> Result<()> {
        match self.server.upgrade() {
            Some(server) if !server.certs.ssl_cell().is(&self.cell) => server.certs.check_trust(found),
            _ => Ok(()),
        }
    }
}
