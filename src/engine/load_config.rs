//! Many settings at once, from a text: all of them, or none.

use super::identity;
use super::server::Server;
use super::shared::Shared;
use crate::error::{Error, Result};
use crate::settings::{self, ConfigLine, Values};
use crate::sync::{read, write};
use std::sync::Arc;

/// The values and certificates of a server or of one connection as they were.
struct Before {
    connection: Option<Arc<Shared>>,
    values: Values,
    certificates: identity::Before,
}

impl Before {
    fn is_of(&self, connection: Option<&str>) -> bool {
        self.connection.as_ref().map(|shared| shared.id.as_str()) == connection
    }
}

impl Server {
    /// Sets what a text says: lines of `Name=value` as [`settings::load_text`] reads them. With an error in any line nothing is
    /// set, and nothing is logged about a setting. A connection that works at the same moment may see a part of it until it is
    /// through. UseFIPSCompliantAPI loads OpenSSL's provider into the process as always; that is not taken back.
    ///
    /// # Errors
    /// Those of [`Server::set_config`] and 8, each with the number of the line.
    pub fn load_config(&self, text: &str) -> Result<()> {
        let lines = settings::load_text(text)?;
        let mut before = vec![self.before(None)];
        for line in &lines {
            line.setting.check_change(self.is_listening()).map_err(|error| at(line, error))?;
            if let Some(id) = &line.connection {
                let connection = self.inner.connection(id).map_err(|error| at(line, error))?;
                if !before.iter().any(|known| known.is_of(Some(id))) {
                    before.push(self.before(Some(connection)));
                }
            }
        }
        for (index, line) in lines.iter().enumerate() {
            let connection = line.connection.as_ref().map_or(String::new(), |id| format!("[{id}]"));
            if let Err(error) = self.change(&format!("{}{connection}", line.setting.name), &line.value) {
                // A certificate that is not found leaves the setting that named it, so this line is taken back too.
                before.into_iter().for_each(|before| self.restore(before, &lines[..=index]));
                return Err(at(line, error));
            }
        }
        lines.iter().for_each(|line| self.warn(line.setting));
        Ok(())
    }

    fn before(&self, connection: Option<Arc<Shared>>) -> Before {
        let values = connection.as_ref().map_or(&self.inner.values, |shared| &shared.values);
        let values = read(values).clone();
        let certificates = self.inner.certs.before(connection.as_deref());
        Before { connection, values, certificates }
    }

    /// Takes back what these lines have set. A session that goes on meanwhile may change other values of its connection.
    fn restore(&self, before: Before, lines: &[ConfigLine]) {
        let values = before.connection.as_ref().map_or(&self.inner.values, |shared| &shared.values);
        let mut values = write(values);
        for line in lines.iter().filter(|line| before.is_of(line.connection.as_deref())) {
            values.take_back(line.setting.id, &before.values);
        }
        drop(values);
        self.inner.certs.restore(before.connection.as_deref(), before.certificates);
    }
}

/// An error with the line that it is about.
fn at(line: &ConfigLine, error: Error) -> Error {
    Error { message: format!("Line {}: {}", line.line, error.message), ..error }
}
