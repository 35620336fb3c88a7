//! The octet stream under a session: plain TCP or TLS.

use super::inner::Inner;
use super::shared::Shared;
use super::tls::Security;
use super::tls_hooks::Hooks;
use super::worker::blocking;
use crate::error::{Error, Result, codes};
use crate::protocol::Role;
use crate::settings::Id;
use crate::tls::{ClientSettings, Negotiated, TlsConnector, TlsStream};
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// TLS towards a responder: one for many calls.
#[derive(Clone)]
pub struct DialTls(Arc<TlsConnector>);

impl DialTls {
    /// Checks the settings.
    ///
    /// # Errors
    /// 6 for a setting that cannot work, 9 where the platform lacks it.
    pub fn new(settings: ClientSettings) -> Result<Self> {
        TlsConnector::new(settings).map(|connector| DialTls(Arc::new(connector)))
    }
}

/// What is special about a connection that we made ourselves.
pub(crate) struct Dialled {
    pub tls: Option<DialTls>,
    pub cut_after: Option<u64>,
}

/// A connection's octet stream.
pub(crate) struct Transport {
    stream: Stream,
    /// Octets that may still be written before the line is cut.
    left: Option<u64>,
    /// LogSSLPackets: where the lines about TLS records wait.
    packets: Option<Arc<Hooks>>,
    early: Early,
}

/// TCP holds a small packet back until the one before it was acknowledged, which may take 40 ms. After a handshake's last
/// packet (session tickets) that would hit SSRM, the first thing the partner waits for; so this begins, where TcpNoDelay is
/// not set, with the first word after the handshake.
#[derive(PartialEq, Eq)]
enum Early {
    /// Nothing special.
    Over,
    /// Nothing was said yet.
    Silent,
    /// Something was said and may still have to be flushed.
    Spoke,
}

impl Transport {
    /// Delivers what LogSSLPackets has to tell since the last time.
    pub(super) async fn tell_packets(&self) {
        if let Some(packets) = &self.packets {
            Box::pin(packets.tell_rest()).await;
        }
    }
}

enum Stream {
    Plain(TcpStream),
    Tls(Box<TlsStream>),
}

/// Brings a fresh connection to the point where OFTP may begin.
pub(crate) async fn secure(
    inner: &Arc<Inner>,
    shared: &Arc<Shared>,
    stream: TcpStream,
    role: Role,
    dialled: Option<Dialled>,
) -> Result<Transport> {
    let left = dialled.as_ref().and_then(|d| d.cut_after);
    let (stream, packets, early) = match (role, dialled.and_then(|d| d.tls)) {
        (Role::Initiator, None) => (Stream::Plain(stream), None, Early::Over),
        (Role::Initiator, Some(tls)) => {
            let stream = tls.0.connect(stream).await?;
            facts(shared, stream.negotiated());
            (Stream::Tls(Box::new(stream)), None, Early::Over)
        }
        (Role::Responder, _) => accept(inner, shared, stream).await?,
    };
    Ok(Transport { stream, left, packets, early })
}

type Accepted = (Stream, Option<Arc<Hooks>>, Early);

async fn accept(inner: &Arc<Inner>, shared: &Arc<Shared>, stream: TcpStream) -> Result<Accepted> {
    if !inner.settings.bool(Id::UseSSL) {
        return Ok((Stream::Plain(stream), None, Early::Over));
    }
    let holds_back = stream.nodelay().is_ok_and(|no_delay| !no_delay);
    let early = if holds_back && stream.set_nodelay(true).is_ok() { Early::Silent } else { Early::Over };
    let making = inner.clone();
    let security = blocking(move || making.tls.security(&making.settings, &making.certs)).await?;
    let Security::Tls(server) = security else {
        return Err(Error::new(codes::CERT_REQUIRED, "UseSSL is set, but TLS is not ready."));
    };
    let mut stop = shared.stop.subscribe();
    let hooks =
        Arc::new(Hooks { inner: inner.clone(), shared: shared.clone(), stop: stop.clone(), lines: Default::default() });
    let accepted = tokio::select! {
        accepted = server.accept(stream, hooks.clone()) => accepted.map_err(Error::from),
        _ = stop.wait_for(|s| *s != super::shared::Stop::Run) => {
            Err(Error::new(codes::INTERRUPTED, "The server ended the connection during the TLS handshake."))
        }
    };
    hooks.tell_rest().await;
    let stream = accepted?;
    facts(shared, stream.negotiated());
    let packets = server.logs_packets().then_some(hooks);
    Ok((Stream::Tls(Box::new(stream)), packets, early))
}

fn facts(shared: &Shared, negotiated: &Negotiated) {
    shared.fact(Id::SSLNegotiatedCipher, negotiated.cipher.as_str());
    shared.fact(Id::SSLNegotiatedCipherStrength, i64::from(negotiated.strength));
    shared.fact(Id::SSLNegotiatedCipherSuite, negotiated.suite.as_str());
    shared.fact(Id::SSLNegotiatedKeyExchange, negotiated.key_exchange.as_str());
    shared.fact(Id::SSLNegotiatedKeyExchangeStrength, i64::from(negotiated.key_exchange_strength));
    shared.fact(Id::SSLNegotiatedVersion, negotiated.version.as_str());
}

impl AsyncRead for Transport {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if this.left == Some(0) {
            // A cut line is cut in both directions.
            return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
        }
        match &mut this.stream {
            Stream::Plain(stream) => Pin::new(stream).poll_read(cx, buf),
            Stream::Tls(stream) => Pin::new(stream).poll_read(cx, buf),
        }
    }
}

impl AsyncWrite for Transport {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        if this.left == Some(0) {
            return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
        }
        let end = this.left.map_or(buf.len(), |left| buf.len().min(usize::try_from(left).unwrap_or(usize::MAX)));
        let written = std::task::ready!(match &mut this.stream {
            Stream::Plain(stream) => Pin::new(stream).poll_write(cx, &buf[..end]),
            Stream::Tls(stream) => Pin::new(stream).poll_write(cx, &buf[..end]),
        })?;
        if let Some(left) = &mut this.left {
            *left -= written as u64;
        }
        if this.early == Early::Silent {
            this.early = Early::Spoke;
        }
        Poll::Ready(Ok(written))
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let flushed = match &mut this.stream {
            Stream::Plain(stream) => Pin::new(stream).poll_flush(cx),
            Stream::Tls(stream) => Pin::new(stream).poll_flush(cx),
        };
        if let (Early::Spoke, Poll::Ready(Ok(())), Stream::Tls(stream)) = (&this.early, &flushed, &this.stream) {
            let _ = stream.tcp().set_nodelay(false);
            this.early = Early::Over;
        }
        flushed
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.get_mut().stream {
            Stream::Plain(stream) => Pin::new(stream).poll_shutdown(cx),
            Stream::Tls(stream) => Pin::new(stream).poll_shutdown(cx),
        }
    }
}
