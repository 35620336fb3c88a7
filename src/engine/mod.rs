//! The engine: listener, one drive loop per connection, the file pipeline that joins virtual files and security, event
//! dispatch, send jobs, end responses owed. It is the only room that knows sockets, threads and time.

mod server;
mod streams;

pub use server::{Dispatch, Server};
pub use streams::{DownloadStream, UploadStream};
