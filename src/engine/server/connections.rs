//! The open connections: their fields and the program's streams.

use super::Server;
use crate::engine::{DownloadStream, UploadStream};
use crate::error::Result;
use crate::settings::{self, Id, Scope, Value};
use crate::sync::{lock, read};
use std::sync::atomic::Ordering;

impl Server {
    /// The ids of the open connections, oldest first.
    pub fn connections(&self) -> Vec<String> {
        self.inner.ids()
    }

    /// A field of a connection by its name (docs/connection.md).
    ///
    /// # Errors
    /// 126 for an unknown connection, 5 for an unknown field.
    pub fn connection_get(&self, connection_id: &str, field: &str) -> Result<String> {
        self.inner.connection(connection_id)?;
        let row = settings::require(field)?;
        match row.scope {
            Scope::Server => self.get_config(row.name),
            _ => self.get_config(&format!("{}[{connection_id}]", row.name)),
        }
    }

    /// Sets a field of a connection.
    ///
    /// # Errors
    /// As [`set_config`](Self::set_config).
    pub fn connection_set(&self, connection_id: &str, field: &str, value: &str) -> Result<()> {
        self.inner.connection(connection_id)?;
        self.set_config(&format!("{}[{connection_id}]", settings::require(field)?.name), value)
    }

    /// RecipientCertStoreB.
    ///
    /// # Errors
    /// 126 for an unknown connection.
    pub fn connection_recipient_store(&self, connection_id: &str) -> Result<Vec<u8>> {
        let shared = self.inner.connection(connection_id)?;
        Ok(shared.settings.look(|l| l.bytes(Id::RecipientCertStore).to_vec()))
    }

    /// Sets RecipientCertStoreB. Octets stay octets: with store type 99 they are a content, also when they spell a path.
    ///
    /// # Errors
    /// 126 for an unknown connection; 6 for more octets than a setting may have.
    pub fn connection_set_recipient_store(&self, connection_id: &str, blob: &[u8]) -> Result<()> {
        let _turn = read(&self.inner.changing);
        let shared = self.inner.connection(connection_id)?;
        shared.settings.change().set_value(Id::RecipientCertStore, Value::Bytes(blob.to_vec()))?;
        self.inner.setting_changed(Some(&shared), Id::RecipientCertStore)
    }

    /// Sets or clears DownloadStream: received files go there instead of to disk.
    ///
    /// # Errors
    /// 126 for an unknown connection.
    pub fn set_download_stream(&self, connection_id: &str, stream: Option<Box<dyn DownloadStream>>) -> Result<()> {
        let shared = self.inner.connection(connection_id)?;
        let old = std::mem::replace(&mut *lock(&shared.download), stream);
        drop(old);
        Ok(())
    }

    /// Sets or clears UploadStream: SendFile with an empty file name reads from it.
    ///
    /// # Errors
    /// 126 for an unknown connection.
    pub fn set_upload_stream(&self, connection_id: &str, stream: Option<Box<dyn UploadStream>>) -> Result<()> {
        let shared = self.inner.connection(connection_id)?;
        shared.has_upload.store(stream.is_some(), Ordering::SeqCst);
        let old = std::mem::replace(&mut *lock(&shared.upload), stream);
        drop(old);
        Ok(())
    }

    /// Whether DownloadStream is set.
    ///
    /// # Errors
    /// 126 for an unknown connection.
    pub fn has_download_stream(&self, connection_id: &str) -> Result<bool> {
        Ok(lock(&self.inner.connection(connection_id)?.download).is_some())
    }

    /// Whether UploadStream is set.
    ///
    /// # Errors
    /// 126 for an unknown connection.
    pub fn has_upload_stream(&self, connection_id: &str) -> Result<bool> {
        Ok(self.inner.connection(connection_id)?.has_upload.load(Ordering::SeqCst))
    }
}
