//! The server's settings by name, for the server and for one connection.

use super::Server;
use crate::engine::connection::check_header;
use crate::engine::shared::Shared;
use crate::engine::{certificates, listener};
use crate::error::Result;
use crate::settings::{self, Id};
use crate::sync::{lock, read};
use std::sync::Arc;
use std::sync::atomic::Ordering;

impl Server {
    /// Config: `Name=value` sets, `Name` reads, `Name[connection-id]` for one connection. Returns the
    /// value, after a set the new one.
    ///
    /// # Errors
    /// As [`set_config`](Self::set_config) and [`get_config`](Self::get_config).
    pub fn config(&self, text: &str) -> Result<String> {
        let reference = settings::parse_reference(text)?;
        let name = match reference.connection {
            Some(id) => format!("{}[{id}]", reference.name),
            None => reference.name.to_owned(),
        };
        if let Some(value) = reference.value {
            self.set_config(&name, value)?;
        }
        self.get_config(&name)
    }

    /// Sets a property or config setting; names are case insensitive.
    ///
    /// # Errors
    /// 5 unknown name, 6 bad value, 7 read only (100, 101 for RemotePort and RemoteHost), 8 a server's setting with a
    /// connection id, 126 unknown connection; 104, 106 to 108 while listening; 680 for a date; certificate errors for the settings that load one. A setting of TLS that
    /// a listening server cannot use is an error (6, 9, 689), keeps its value, and the listener goes on as it was.
    pub fn set_config(&self, name: &str, value: &str) -> Result<()> {
        let _turn = read(&self.inner.changing);
        self.change(name, value).map(|row| self.warn(row))
    }

    /// [`Server::set_config`] without a word in the log.
    pub(super) fn change(&self, name: &str, value: &str) -> Result<&'static settings::Setting> {
        let (row, connection) = self.resolve(name)?;
        row.check_change(self.is_listening())?;
        if row.id == Id::VirtualFileDate && !value.is_empty() {
            let format = self.inner.view(connection.as_deref()).text(Id::VirtualFileDateFormat);
            crate::vfile::dates::parse_date(value, Some(&format))?;
        }
        if row.id == Id::ForwardHeader && !value.is_empty() {
            check_header(value)?;
        }
        let view = self.inner.view(connection.as_deref());
        let before = certificates::shapes_tls(row.id).then(|| view.own_values().clone());
        view.change().set(row.id, value)?;
        let changed = self.inner.setting_changed(connection.as_deref(), row.id);
        if changed.is_err()
            && let Some(before) = before
        {
            // A listener that goes on as it was must not find the wrong value at the next change.
            view.change().take_back(row.id, &before);
        }
        changed.map(|()| row)
    }

    /// What the log says of a setting that was changed while listening. Before that nobody may hear the log yet; then
    /// StartListening says it.
    pub(super) fn warn(&self, row: &settings::Setting) {
        let Some(port) = lock(&self.inner.listening).as_ref().map(|listening| listening.port) else { return };
        let warning = match row.id {
            Id::UseSSL => listener::wrong_port(&self.inner, port),
            id if self.inner.settings.look(|l| l.get(id) == settings::default_of(id)) => None,
            _ => row.warning(),
        };
        self.inner.log_later("", warning.into_iter().collect());
    }

    /// Reads a property or config setting as text.
    ///
    /// # Errors
    /// 5 unknown name, 8 a server's setting with a connection id, 126 unknown or missing connection.
    pub fn get_config(&self, name: &str) -> Result<String> {
        let (row, connection) = self.resolve(name)?;
        match (row.id, &connection) {
            (Id::Listening, _) => return Ok(if self.is_listening() { "True" } else { "False" }.to_owned()),
            (Id::LocalPort, _) => {
                if let Some(listening) = &*lock(&self.inner.listening) {
                    return Ok(listening.port.to_string());
                }
            }
            // The class reference's other way to know the turn: a worker thread that watches this field.
            (Id::ReadyToSend, Some(shared)) => shared.watches_ready.store(true, Ordering::SeqCst),
            (Id::VirtualFileDate, Some(shared)) => return Ok(self.shown_date(shared)),
            (id, Some(shared)) => {
                if let Some(text) = shared.received(id) {
                    return Ok(text);
                }
            }
            _ => {}
        }
        Ok(self.inner.view(connection.as_deref()).look(|l| l.shown(row.id)))
    }

    /// VirtualFileDate takes many formats and returns one.
    fn shown_date(&self, shared: &Shared) -> String {
        let text = shared.settings.text(Id::VirtualFileDate);
        let format = shared.settings.text(Id::VirtualFileDateFormat);
        match crate::vfile::dates::parse_date(&text, Some(&format)) {
            Ok(stamp) if !text.is_empty() => crate::vfile::dates::format_stamp(&stamp, "MM/dd/yyyy HH:mm:ss"),
            _ => text,
        }
    }

    fn resolve(&self, name: &str) -> Result<(&'static settings::Setting, Option<Arc<Shared>>)> {
        let reference = settings::parse_reference(name)?;
        let row = settings::require(reference.name)?;
        let connection = match reference.connection {
            Some(id) => Some(self.inner.connection(id)?),
            None => None,
        };
        row.check_scope(connection.is_some())?;
        Ok((row, connection))
    }
}
