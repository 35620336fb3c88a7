//! The engine: listener, one drive loop per connection, the file pipeline that joins virtual files and security, event
//! dispatch, send jobs, end responses owed. It is the only module that knows sockets, threads and time.
//!
//! Read [`server`] for what a program sees, `listener` for how connections come in, `connection` for what one does.

mod certificates;
mod cms;
mod connection;
mod dial;
mod dispatch;
mod filter;
mod inbox;
mod inner;
mod keyring;
mod listener;
mod live;
mod names;
mod own;
mod places;
mod policy;
mod receipts;
mod server;
mod shared;
mod sockets;
mod stamps;
mod station;
mod stop;
mod streams;
mod suites;
mod threads;
mod tls;
mod tls_hooks;
mod trail;
mod transport;
mod upkeep;
mod worker;

pub use dial::DialOptions;
pub use dispatch::Dispatch;
pub use dispatch::ThreadWait;
pub use live::LiveCertificate;
pub use server::Server;
pub use streams::{DownloadStream, UploadStream};
pub use transport::DialTls;

use crate::error::{Error, Result, codes};
use crate::protocol::EndResponse;

/// The octets of Base64 text, as Signature carries them.
pub(crate) fn unbase64(text: &str) -> Result<Vec<u8>> {
    let compact: String = text.split_whitespace().collect();
    openssl::base64::decode_block(&compact)
        .map_err(|_| Error::new(codes::INVALID_SIGNATURE, "Signature is neither empty nor Base64."))
}

/// The event's view of an end response.
pub(crate) struct ResponseFields {
    pub creator: String,
    pub reason: i32,
    pub text: String,
    pub signature: String,
}

pub(crate) fn response_fields(response: &EndResponse) -> ResponseFields {
    use crate::model::reasons::{self, Command};
    let (creator, reason, text) = match &response.negative {
        None => (String::new(), 0, String::new()),
        Some(negative) => (
            negative.creator.clone(),
            i32::from(negative.reason),
            match negative.text.is_empty() {
                true => reasons::text(Command::Nerp, negative.reason).to_owned(),
                false => negative.text.clone(),
            },
        ),
    };
    ResponseFields { creator, reason, text, signature: openssl::base64::encode_block(&response.signature) }
}

/// Milliseconds since 1970, as the state store counts.
pub(crate) fn now_ms() -> u64 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |t| t.as_millis() as u64)
}
