//! The server's life: listening, Shutdown, Reset.

use super::Server;
use crate::engine::listener;
use crate::engine::shared::Stop;
use crate::error::Result;
use crate::settings;
use crate::sync::{lock, read};

impl Server {
    /// StartListening.
    ///
    /// # Errors
    /// 104 when listening already; 672, 673 without codes; 689 without the certificate that UseSSL needs; 11 when
    /// StatePath cannot be used; 100xx from the system.
    pub fn start(&self) -> Result<()> {
        let _turn = read(&self.inner.changing);
        listener::start(&self.inner)
    }

    /// StopListening: new connections are refused, open ones stay.
    ///
    /// # Errors
    /// None; stopping twice is fine.
    pub fn stop(&self) -> Result<()> {
        listener::stop(&self.inner);
        Ok(())
    }

    /// StopListening and Disconnect of every client; returns when they are gone and their last events were delivered.
    /// Queued events it delivers itself on the thread that calls [`do_events`](Self::do_events), else they wait for that. From
    /// a callback, of this server or of one that waits for it, it only tells the connections to end.
    ///
    /// # Errors
    /// None.
    pub fn shutdown(&self) -> Result<()> {
        listener::stop(&self.inner);
        self.inner.stop_all(Stop::Shutdown);
        self.inner.dispatch.wake();
        Ok(())
    }

    /// Whether new connections are accepted.
    pub fn is_listening(&self) -> bool {
        lock(&self.inner.listening).is_some()
    }

    /// Reset: Shutdown, then every property and setting back to its default. Handlers and dispatch mode stay.
    ///
    /// # Errors
    /// None.
    pub fn reset(&self) -> Result<()> {
        self.shutdown()?;
        let _turn = read(&self.inner.changing);
        *self.inner.settings.change() = settings::Values::new();
        self.inner.certs.reset();
        self.inner.tls.clear();
        Ok(())
    }
}
