//! The program's own streams in place of files.

use std::io;

/// Where a received file goes instead of to disk (DownloadStream). Called on blocking threads, one call at a time.
pub trait DownloadStream: Send {
    /// Takes all of `data`; an error fails the file.
    fn write(&mut self, data: &[u8]) -> io::Result<()>;
    /// The file ended and CloseStreamAfterTransfer is set, or the connection is gone.
    fn close(&mut self) {}
}

/// Where a file to be sent comes from instead of from disk (UploadStream). Called on blocking threads, one call at a time.
pub trait UploadStream: Send {
    /// Reads up to `buffer.len()` octets; 0 is the end.
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize>;
    /// The file ended and CloseStreamAfterTransfer is set, or the connection is gone.
    fn close(&mut self) {}
}
