//! The socket under both providers: replays the ClientHello that was read ahead, reads in large pieces (rustls by itself reads
//! 4 KiB at a time), and lets a [`Tap`] watch the records as long as somebody wants to know.

use super::tap::Tap;
use crate::system::writes;
use socket2::SockRef;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, AsyncWrite, Interest, ReadBuf};
use tokio::net::TcpStream;

/// How much is read at once. The buffer is given back whenever the socket runs dry, so an idle connection holds none.
const READ: usize = 64 * 1024;

/// A TCP stream with read-ahead.
#[derive(Debug)]
pub(super) struct Wire {
    tcp: TcpStream,
    buffer: Vec<u8>,
    start: usize,
    tap: Option<Box<Tap>>,
}

impl Wire {
    /// Wraps a socket from which `replay` was already read.
    pub fn new(tcp: TcpStream, replay: Vec<u8>, mut tap: Option<Box<Tap>>) -> Self {
        if let Some(tap) = &mut tap {
            tap.received(&replay);
        }
        Wire { tcp, buffer: replay, start: 0, tap }
    }

    /// The socket.
    pub fn tcp(&self) -> &TcpStream {
        &self.tcp
    }

    /// The tap, to ask it what it saw.
    pub fn tap(&self) -> Option<&Tap> {
        self.tap.as_deref()
    }

    /// After the handshake: the tap goes unless packets are logged.
    pub fn settle(&mut self) {
        self.tap = self.tap.take().filter(|tap| tap.logs_packets());
    }

    /// Fills the empty buffer from the socket; `Ok(0)` is the end.
    fn poll_fill(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<usize>> {
        loop {
            if self.tcp.poll_read_ready(cx)?.is_pending() {
                self.buffer = Vec::new();
                self.start = 0;
                return Poll::Pending;
            }
            self.buffer.clear();
            self.start = 0;
            self.buffer.reserve(READ);
            match self.tcp.try_read_buf(&mut self.buffer) {
                Ok(read) => {
                    if let Some(tap) = &mut self.tap {
                        tap.received(&self.buffer);
                    }
                    return Poll::Ready(Ok(read));
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => continue,
                Err(error) => return Poll::Ready(Err(error)),
            }
        }
    }

    /// What `poll_write_vectored` of the socket does, except that a partner that is gone is an error and no signal.
    fn poll_send(&mut self, cx: &mut Context<'_>, slices: &[io::IoSlice<'_>]) -> Poll<io::Result<usize>> {
        loop {
            ready!(self.tcp.poll_write_ready(cx))?;
            let send = || writes::send_vectored(SockRef::from(&self.tcp), slices);
            match self.tcp.try_io(Interest::WRITABLE, send) {
                Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted) => {
                    continue;
                }
                result => return Poll::Ready(result),
            }
        }
    }
}

impl AsyncRead for Wire {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.start == self.buffer.len() && ready!(self.poll_fill(cx))? == 0 {
            return Poll::Ready(Ok(()));
        }
        let count = buf.remaining().min(self.buffer.len() - self.start);
        let start = self.start;
        buf.put_slice(&self.buffer[start..start + count]);
        self.start += count;
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Wire {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let written = ready!(Pin::new(&mut self.tcp).poll_write(cx, buf))?;
        if let Some(tap) = &mut self.tap {
            tap.sent(&buf[..written]);
        }
        Poll::Ready(Ok(written))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = ready!(self.poll_send(cx, slices))?;
        if let Some(tap) = &mut self.tap {
            let mut left = written;
            for slice in slices {
                let part = left.min(slice.len());
                tap.sent(&slice[..part]);
                left -= part;
            }
        }
        Poll::Ready(Ok(written))
    }

    fn is_write_vectored(&self) -> bool {
        self.tcp.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_shutdown(cx)
    }
}
