//! The octets of one connection: what was read and not yet fed, and how output gets out.

use crate::engine::stop::{StopSignal, stopped};
use crate::engine::transport::Transport;
use std::future::poll_fn;
use std::io;
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt, ReadBuf};
use tokio::time::Instant;

/// How much is read at once of a connection that transfers nothing.
const IDLE_BUFFER: usize = 4 * 1024;
/// Read buffer while files flow: the largest exchange buffer with its header fits.
pub(super) const BUSY_BUFFER: usize = 256 * 1024;

pub(super) struct Line {
    io: Transport,
    input: Vec<u8>,
    filled: usize,
    /// When octets last went either way.
    pub last_activity: Instant,
}

impl Line {
    pub(super) fn new(io: Transport) -> Self {
        Line { io, input: Vec::new(), filled: 0, last_activity: Instant::now() }
    }

    /// Delivers what LogSSLPackets has to tell.
    pub(super) async fn tell_packets(&self) {
        self.io.tell_packets().await;
    }

    /// What was read and not yet used.
    pub(super) fn input(&self) -> &[u8] {
        &self.input[..self.filled]
    }

    /// Drops octets from the front of the input.
    pub(super) fn used(&mut self, count: usize) {
        self.input.copy_within(count..self.filled, 0);
        self.filled -= count;
    }

    /// Reads once; 0 is the partner's end of stream. A connection that waits and transfers nothing has no buffer: many of them
    /// cost little. It grows when an exchange buffer does not fit.
    pub(super) async fn read(&mut self, busy: bool) -> io::Result<usize> {
        if !busy && self.filled == 0 {
            self.input = Vec::new();
            let count = poll_fn(|context| self.poll_first(context)).await?;
            if count > 0 {
                self.last_activity = Instant::now();
            }
            return Ok(count);
        }
        let full = self.filled == self.input.len() && self.filled > 0;
        let size = if busy || full { BUSY_BUFFER } else { IDLE_BUFFER };
        if self.input.len() < size {
            self.input.resize(size, 0);
        } else if self.filled == 0 && size < self.input.len() {
            self.input = vec![0; size];
        }
        let count = self.io.read(&mut self.input[self.filled..]).await?;
        self.filled += count;
        if count > 0 {
            self.last_activity = Instant::now();
        }
        Ok(count)
    }

    /// Reads into a buffer that is there only for the moment, and keeps what came.
    fn poll_first(&mut self, context: &mut Context<'_>) -> Poll<io::Result<usize>> {
        let mut octets = [MaybeUninit::uninit(); IDLE_BUFFER];
        let mut buffer = ReadBuf::uninit(&mut octets);
        ready!(Pin::new(&mut self.io).poll_read(context, &mut buffer))?;
        self.input = buffer.filled().to_vec();
        self.filled = self.input.len();
        Poll::Ready(Ok(self.filled))
    }

    /// Writes all of `output`. A partner that takes nothing for `patience` is gone (`TimedOut`); an order to stop is
    /// `Interrupted`.
    pub(super) async fn write(&mut self, output: &[u8], patience: Duration, stop: &mut StopSignal) -> io::Result<()> {
        let mut written = 0;
        while written < output.len() {
            let step = tokio::select! {
                step = tokio::time::timeout(patience, self.io.write(&output[written..])) => step,
                _ = stopped(stop) => return Err(io::ErrorKind::Interrupted.into()),
            };
            match step {
                Ok(Ok(0)) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(Ok(count)) => {
                    written += count;
                    self.last_activity = Instant::now();
                }
                Ok(Err(error)) => return Err(error),
                Err(_) => return Err(io::ErrorKind::TimedOut.into()),
            }
        }
        self.io.flush().await
    }

    /// Writes the last words and closes this side; gives up after `patience`.
    pub(super) async fn finish(&mut self, output: &[u8], patience: Duration) {
        let _ = tokio::time::timeout(patience, async {
            self.io.write_all(output).await?;
            self.io.flush().await?;
            self.io.shutdown().await
        })
        .await;
    }

    /// Reads what may still come, so that our last words are not lost to a reset; until the partner closes or `patience` ends.
    pub(super) async fn drain(&mut self, patience: Duration) {
        let _ = tokio::time::timeout(patience, async {
            // Not a part of the future, which is there all the time that the connection is.
            let mut scrap = vec![0; IDLE_BUFFER];
            while self.io.read(&mut scrap).await.is_ok_and(|count| count > 0) {}
        })
        .await;
    }
}
