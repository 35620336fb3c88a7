//! Many settings at once, from a text: all of them, or none.

use super::identity;
use super::server::Server;
use super::shared::Shared;
use crate::error::{Error, Result};
use crate::settings::{self, Values};
use std::sync::Arc;

/// The values and certificates of a server or of one connection as they were.
struct Before {
    connection: Option<Arc<Shared>>,
    values: Values,
    certificates: identity::Before,
}

impl Server {
    /// Sets what a text says: lines of `Name=value` as [`settings::load_text`] reads them. With an error in any line nothing is set.
    /// A connection that works at the same moment may see a part of it until it is through.
    ///
    /// # Errors
    /// Those of [`Server::set_config`] and 8, each with the number of the line.
    pub fn load_config(&self, text: &str) -> Result<()> {
        let lines = settings::load_text(text)?;
        let mut before = vec![self.before(None)];
        for line in &lines {
            let at = |error: Error| Error { message: format!("Line {}: {}", line.line, error.message), ..error };
            line.setting.check_change(self.is_listening()).map_err(at)?;
            if let Some(id) = &line.connection {
                let connection = self.inner.connection(id).map_err(at)?;
                if !before.iter().any(|known| known.connection.as_ref().is_some_and(|shared| shared.id == *id)) {
                    before.push(self.before(Some(connection)));
                }
            }
        }
        for line in &lines {
            let connection = line.connection.as_ref().map_or(String::new(), |id| format!("[{id}]"));
            let set = self.set_config(&format!("{}{connection}", line.setting.name), &line.value);
            if let Err(error) = set {
                before.into_iter().for_each(|before| self.restore(before));
                return Err(Error { message: format!("Line {}: {}", line.line, error.message), ..error });
            }
        }
        Ok(())
    }

    fn before(&self, connection: Option<Arc<Shared>>) -> Before {
        let values = connection.as_ref().map_or(&self.inner.values, |shared| &shared.values);
        let values = values.read().unwrap_or_else(|e| e.into_inner()).clone();
        let certificates = self.inner.certs.before(connection.as_deref());
        Before { connection, values, certificates }
    }

    fn restore(&self, before: Before) {
        let values = before.connection.as_ref().map_or(&self.inner.values, |shared| &shared.values);
        *values.write().unwrap_or_else(|e| e.into_inner()) = before.values;
        self.inner.certs.restore(before.connection.as_deref(), before.certificates);
    }
}
