//! Many settings at once, from a text: all of them, or none.
//!
//! What a text says of the server is tried on a draft, a server that nobody can reach. Only when all of it holds, the certificates
//! that it names and the TLS of a listening server included, the values move over in one step, so that no connection meets half of
//! it. What it says of a connection concerns that connection alone; it is set before, and taken back when a later line is wrong.

use super::Server;
use crate::engine::certificates::{self, Touched};
use crate::engine::inner::Inner;
use crate::engine::shared::Shared;
use crate::engine::tls::Security;
use crate::error::{Error, Result};
use crate::settings::{self, ConfigLine, Values};
use crate::sync::{lock, read, write};
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// The values and certificates of a connection as they were.
struct Before {
    connection: Arc<Shared>,
    values: Values,
    certificates: certificates::Before,
}

impl Server {
    /// Sets what a text says: lines of `Name=value`, as docs/settings.md describes them. A certificate and the TLS of a listening
    /// server are judged as they are at the end of the text. With an error in any line nothing is set, and nothing is logged about
    /// a setting. UseFIPSCompliantAPI loads OpenSSL's provider into the process as always; that is not
    /// taken back.
    ///
    /// # Errors
    /// Those of [`Server::set_config`] and 8, each with the number of the line.
    pub fn load_config(&self, text: &str) -> Result<()> {
        let lines = settings::load_text(text)?;
        let _alone = write(&self.inner.changing);
        let mut before: Vec<Before> = Vec::new();
        for line in &lines {
            line.setting.check_change(self.is_listening()).map_err(|error| at(line, error))?;
            if let Some(id) = &line.connection
                && !before.iter().any(|known| known.connection.id == *id)
            {
                let connection = self.inner.connection(id).map_err(|error| at(line, error))?;
                let values = connection.settings.own_values().clone();
                let certificates = self.inner.certs.before(Some(&connection.certs));
                before.push(Before { connection, values, certificates });
            }
        }
        let (draft, security) = self.drafted(&lines)?;
        for (index, line) in lines.iter().enumerate() {
            let Some(id) = &line.connection else { continue };
            if let Err(error) = self.change(&format!("{}[{id}]", line.setting.name), &line.value) {
                // A certificate that is not found leaves the setting that named it, so this line is taken back too.
                before.into_iter().for_each(|before| self.restore(before, &lines[..=index]));
                return Err(at(line, error));
            }
        }
        self.move_over(&draft, security, &lines);
        lines.iter().for_each(|line| self.warn(line.setting));
        Ok(())
    }

    /// The server's lines, set on a draft; with the TLS of a listening server when they change it.
    fn drafted(&self, lines: &[ConfigLine]) -> Result<(Server, Option<Security>)> {
        let draft = Server { inner: Inner::new() };
        *draft.inner.settings.change() = self.inner.settings.own_values().clone();
        *write(&draft.inner.certs.trust) = read(&self.inner.certs.trust).clone();
        draft.inner.certs.restore(None, self.inner.certs.before(None), Touched::ALL);
        draft.inner.certs.draft.store(true, Ordering::SeqCst);
        let mut tls = None;
        let own = || lines.iter().filter(|line| line.connection.is_none());
        for line in own() {
            draft.change(line.setting.name, &line.value).map_err(|error| at(line, error))?;
            if certificates::shapes_tls(line.setting.id) || certificates::names_ssl_cert(line.setting.id) {
                tls = Some(line);
            }
        }
        // The error is that of the last line that names the certificate.
        for line in own().rev() {
            let done = draft.inner.certs.finish_named(&self.inner.certs, line.setting.id);
            done.map_err(|error| at(line, error))?;
        }
        let security = match tls {
            Some(line) if lock(&self.inner.listening).is_some() => {
                Some(Security::of(&draft.inner.settings, &draft.inner.certs).map_err(|error| at(line, error))?)
            }
            _ => None,
        };
        Ok((draft, security))
    }

    /// What the draft holds of these lines becomes the server's.
    fn move_over(&self, draft: &Server, security: Option<Security>, lines: &[ConfigLine]) {
        let mut touched = Touched::default();
        let made = draft.inner.settings.own_values().clone();
        let mut values = self.inner.settings.change();
        if let Some(security) = security {
            self.inner.tls.set(security);
        }
        for line in lines.iter().filter(|line| line.connection.is_none()) {
            values.take_back(line.setting.id, &made);
            touched.note(line.setting.id);
        }
        self.inner.certs.restore(None, draft.inner.certs.before(None), touched);
    }

    /// Takes back what these lines have set for a connection. A session that goes on meanwhile may change other values of it.
    fn restore(&self, before: Before, lines: &[ConfigLine]) {
        let mut values = before.connection.settings.change();
        for line in lines.iter().filter(|line| line.connection.as_deref() == Some(before.connection.id.as_str())) {
            values.take_back(line.setting.id, &before.values);
        }
        drop(values);
        self.inner.certs.restore(Some(&before.connection.certs), before.certificates, Touched::ALL);
    }
}

/// An error with the line that it is about.
fn at(line: &ConfigLine, error: Error) -> Error {
    Error { message: format!("Line {}: {}", line.line, error.message), ..error }
}
