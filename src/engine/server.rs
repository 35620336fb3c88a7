//! The server object.

use super::{DownloadStream, UploadStream};
use crate::error::Result;
use crate::events::Handler;
use std::sync::Arc;

/// How events reach the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dispatch {
    /// On the engine's threads, as they happen.
    #[default]
    Direct,
    /// Inside [`Server::do_events`] only, on the caller's thread.
    Queued,
}

/// An OFTP server. Cheap to clone; all clones are the same server.
#[derive(Clone)]
pub struct Server {}

#[allow(unused_variables, missing_docs)]
impl Server {
    pub fn new() -> Self { todo!() }
    pub fn set_handler(&self, handler: Arc<dyn Handler>) { todo!() }
    /// StartListening. Errors 104, 672, 673, 689, 100xx.
    pub fn start(&self) -> Result<()> { todo!() }
    pub fn stop(&self) -> Result<()> { todo!() }
    /// StopListening and Disconnect of every client; waits until their tasks ended (not for the caller's own connection).
    pub fn shutdown(&self) -> Result<()> { todo!() }
    pub fn reset(&self) -> Result<()> { todo!() }
    pub fn is_listening(&self) -> bool { todo!() }
    /// "Name=value" or "Name" with optional [connection-id].
    pub fn config(&self, text: &str) -> Result<String> { todo!() }
    /// Properties and config settings by name, per connection as "Name[id]".
    pub fn set_config(&self, name: &str, value: &str) -> Result<()> { todo!() }
    pub fn get_config(&self, name: &str) -> Result<String> { todo!() }
    pub fn connections(&self) -> Vec<String> { todo!() }
    /// OFTPConnection fields by their class reference name ("DownloadDirectory", "Version", "Connected" ...). Unknown id: 126.
    pub fn connection_get(&self, connection_id: &str, field: &str) -> Result<String> { todo!() }
    pub fn connection_set(&self, connection_id: &str, field: &str, value: &str) -> Result<()> { todo!() }
    pub fn connection_recipient_store(&self, connection_id: &str) -> Result<Vec<u8>> { todo!() }
    pub fn connection_set_recipient_store(&self, connection_id: &str, blob: &[u8]) -> Result<()> { todo!() }
    pub fn set_download_stream(&self, connection_id: &str, stream: Option<Box<dyn DownloadStream>>) -> Result<()> { todo!() }
    pub fn set_upload_stream(&self, connection_id: &str, stream: Option<Box<dyn UploadStream>>) -> Result<()> { todo!() }
    pub fn has_download_stream(&self, connection_id: &str) -> Result<bool> { todo!() }
    pub fn has_upload_stream(&self, connection_id: &str) -> Result<bool> { todo!() }
    pub fn change_direction(&self, connection_id: &str) -> Result<()> { todo!() }
    pub fn disconnect(&self, connection_id: &str) -> Result<()> { todo!() }
    pub fn logoff(&self, connection_id: &str) -> Result<()> { todo!() }
    pub fn interrupt(&self, connection_id: &str) -> Result<()> { todo!() }
    /// Returns when the partner has accepted or refused the file (135 from a callback of the same connection).
    pub fn send_file(&self, connection_id: &str, client_sfid_code: &str, file_name: &str, virtual_file_name: &str) -> Result<()> { todo!() }
    pub fn send_file_async(&self, connection_id: &str, client_sfid_code: &str, file_name: &str, virtual_file_name: &str) -> Result<()> { todo!() }
    #[allow(clippy::too_many_arguments)]
    pub fn send_end_response(&self, connection_id: &str, virtual_file_name: &str, virtual_file_date: &str, destination: &str, originator: &str,
        creator: &str, reason_code: i32, reason_text: &str, file_hash: &str, signature: &str) -> Result<()> { todo!() }
    pub fn exchange_certificate(&self, connection_id: &str, client_sfid_code: &str, certificate_store: &str, exchange_type: i32) -> Result<()> { todo!() }
    pub fn import_trusted_certs(&self) -> Result<()> { todo!() }
    pub fn validate_cert(&self) -> Result<bool> { todo!() }
    pub fn validate_recipient_cert(&self, connection_id: &str) -> Result<bool> { todo!() }
    /// Chosen before start; later: error NOT_READY.
    pub fn set_event_dispatch(&self, mode: Dispatch) -> Result<()> { todo!() }
    /// Runs waiting events; waits up to `timeout_ms` for the first (negative: for ever). Returns how many ran.
    pub fn do_events(&self, timeout_ms: i32) -> Result<usize> { todo!() }
    /// A descriptor that polls readable while events wait (Queued only).
    pub fn event_fd(&self) -> Result<i32> { todo!() }
    // certificates (types of crate::certs, being written): certificate()/set_certificate(Option<Certificate>), ssl_cert()/set_ssl_cert,
    // trusted_certs() -> Vec<Certificate> / set_trusted_certs(Vec<Certificate>)
}
