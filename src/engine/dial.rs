//! The other role: calling a responder. The same drive loop serves it; the partner tool and the tests are built on it.

use super::connection;
use super::listener::{Registered, register, stream_options};
use super::server::Server;
use super::sockets;
use super::transport::Dialled;
use crate::error::{Error, Result, codes};
use crate::protocol::Role;
use std::net::IpAddr;
use std::time::Duration;
use tokio::net::TcpStream;

/// How to call.
#[derive(Clone, Default)]
pub struct DialOptions {
    /// TLS towards the responder; `None` for plain TCP.
    pub tls: Option<super::transport::DialTls>,
    /// Cuts the line after so many octets were sent, to try out restarts.
    pub cut_after: Option<u64>,
    /// How long connecting may take; zero means 30 seconds.
    pub timeout: Duration,
}

impl Server {
    /// Calls a responder as initiator and returns the connection's id. The session is this server's: its codes, password,
    /// settings and events. [`crate::events::ReadyToSend`] tells when it is open; queued files are sent from then on.
    ///
    /// # Errors
    /// 116 for port 0, 102 for a host that is no address to call (none, 0.0.0.0, ::); 100xx when the connection cannot be
    /// made, 1100x when the host is not found.
    #[cfg_attr(not(feature = "internals"), doc(hidden))]
    pub fn connect(&self, host: &str, port: u16, options: DialOptions) -> Result<String> {
        self.connect_prepared(host, port, options, |_| Ok(()))
    }

    /// [`connect`](Self::connect), with settings of the connection made before its session starts.
    ///
    /// # Errors
    /// As [`connect`](Self::connect), or what `prepare` failed with.
    #[cfg_attr(not(feature = "internals"), doc(hidden))]
    pub fn connect_prepared(
        &self,
        host: &str,
        port: u16,
        options: DialOptions,
        prepare: impl FnOnce(&str) -> Result<()>,
    ) -> Result<String> {
        if port == 0 {
            return Err(Error::of(codes::REMOTE_PORT_ZERO));
        }
        let nowhere = host.parse::<IpAddr>().is_ok_and(|address| address.is_unspecified());
        if host.is_empty() || nowhere {
            return Err(Error::new(codes::REMOTE_HOST_INVALID, format!("The RemoteHost address is invalid ({host}).")));
        }
        let inner = self.inner.clone();
        let station = inner.open_station()?;
        let threads = inner.threads()?;
        let runtime = threads.handle();
        let patience = if options.timeout.is_zero() { Duration::from_secs(30) } else { options.timeout };
        let failed = |e: std::io::Error| Error::io(format!("connecting to {host}:{port}"), &e);
        let stream = runtime
            .block_on(async { tokio::time::timeout(patience, TcpStream::connect((host, port))).await })
            .map_err(|_| failed(std::io::ErrorKind::TimedOut.into()))?
            .map_err(failed)?;
        sockets::prepare(&stream, &stream_options(&inner));
        let peer = stream.peer_addr().map_err(failed)?;
        let (number, shared, orders) = register(&inner, &stream, peer, station);
        let id = shared.id.clone();
        let registered = Registered { inner: inner.clone(), number, _threads: threads.clone() };
        prepare(&id)?;
        let dialled = Dialled { tls: options.tls, cut_after: options.cut_after };
        let serving = inner.clone();
        runtime.spawn(async move {
            let id = shared.id.clone();
            let serve = connection::serve(serving.clone(), shared, orders, stream, Role::Initiator, Some(dialled));
            serving.watch_over(&id, serve).await;
            drop(registered);
        });
        Ok(id)
    }
}
