//! Sockets with the options of the settings table.

use crate::error::{Error, Result, codes};
use socket2::{Domain, Protocol, SockRef, Socket, TcpKeepalive, Type};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};

/// Where and how to listen.
#[derive(Debug, Clone)]
pub(crate) struct ListenOptions {
    /// LocalHost; empty for every interface.
    pub host: String,
    /// LocalPort; 0 lets the system pick.
    pub port: u16,
    /// UseIPv6: 0 IPv4 only, 1 IPv6 only, 2 both.
    pub ipv6: i64,
    /// ConnectionBacklog.
    pub backlog: i32,
    /// BindExclusively. Without effect outside Unix.
    #[cfg_attr(not(unix), allow(dead_code, reason = "the socket crate has no setter for the option of Windows"))]
    pub exclusive: bool,
}

/// Options of every accepted connection.
#[derive(Debug, Clone)]
pub(crate) struct StreamOptions {
    pub no_delay: bool,
    pub keep_alive: bool,
    /// Milliseconds of silence before the first probe; 0 leaves the system's.
    pub keep_alive_time: u64,
    /// Milliseconds between probes; 0 leaves the system's.
    pub keep_alive_interval: u64,
    /// Linger: false closes hard, unsent data is lost.
    pub linger: bool,
    /// 0 leaves the system's size.
    pub receive_buffer: usize,
    /// 0 leaves the system's size.
    pub send_buffer: usize,
}

/// Opens the listening socket. Must run inside the runtime that will accept on it.
pub(crate) fn listen(options: &ListenOptions) -> Result<TcpListener> {
    let address = local_address(options)?;
    let failed = |what: &str, e: std::io::Error| Error::io(format!("{what} {address}"), &e);
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))
        .map_err(|e| failed("creating a socket for", e))?;
    if address.is_ipv6() {
        socket.set_only_v6(options.ipv6 != 2).map_err(|e| failed("setting IPV6_V6ONLY on", e))?;
    }
    // On Unix SO_REUSEADDR only lets a restarted server have its port back while old connections linger there; what
    // shares a port is SO_REUSEPORT.
    #[cfg(unix)]
    {
        socket.set_reuse_address(true).map_err(|e| failed("setting SO_REUSEADDR on", e))?;
        if !options.exclusive {
            socket.set_reuse_port(true).map_err(|e| failed("setting SO_REUSEPORT on", e))?;
        }
    }
    socket.bind(&address.into()).map_err(|e| failed("binding", e))?;
    socket.listen(options.backlog.max(1)).map_err(|e| failed("listening on", e))?;
    socket.set_nonblocking(true).map_err(|e| failed("preparing", e))?;
    TcpListener::from_std(socket.into()).map_err(|e| failed("listening on", e))
}

fn local_address(options: &ListenOptions) -> Result<SocketAddr> {
    if options.host.is_empty() {
        let any: IpAddr = if options.ipv6 == 0 { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
        return Ok((any, options.port).into());
    }
    let found = (options.host.trim_matches(['[', ']']), options.port)
        .to_socket_addrs()
        .map_err(|e| Error::io(format!("LocalHost {}", options.host), &e))?;
    let fits = |a: &SocketAddr| match options.ipv6 {
        0 => a.is_ipv4(),
        1 => a.is_ipv6(),
        _ => true,
    };
    found.into_iter().find(fits).ok_or_else(|| {
        Error::new(
            codes::EADDRNOTAVAIL,
            format!("LocalHost {} has no address of the family that UseIPv6 asks for", options.host),
        )
    })
}

/// Applies the options to a connection. What the system does not support is left as it is, as the reference says.
pub(crate) fn prepare(stream: &TcpStream, options: &StreamOptions) {
    let socket = SockRef::from(stream);
    let _ = stream.set_nodelay(options.no_delay);
    if options.keep_alive {
        let mut keep = TcpKeepalive::new();
        if options.keep_alive_time > 0 {
            keep = keep.with_time(Duration::from_millis(options.keep_alive_time.max(1000)));
        }
        if options.keep_alive_interval > 0 {
            keep = keep.with_interval(Duration::from_millis(options.keep_alive_interval.max(1000)));
        }
        let _ = socket.set_tcp_keepalive(&keep);
    }
    if !options.linger {
        let _ = socket.set_linger(Some(Duration::ZERO));
    }
    if options.receive_buffer > 0 {
        let _ = socket.set_recv_buffer_size(options.receive_buffer);
    }
    if options.send_buffer > 0 {
        let _ = socket.set_send_buffer_size(options.send_buffer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(host: &str, ipv6: i64) -> ListenOptions {
        ListenOptions { host: host.into(), port: 0, ipv6, backlog: 5, exclusive: true }
    }

    #[tokio::test]
    async fn families_and_names() {
        assert!(listen(&options("127.0.0.1", 0)).unwrap().local_addr().unwrap().is_ipv4());
        assert!(listen(&options("", 0)).unwrap().local_addr().unwrap().is_ipv4());
        assert_eq!(listen(&options("127.0.0.1", 1)).unwrap_err().code, 10049);
        // Which of them depends on the name service of the machine.
        let code = listen(&options("no.such.host.invalid", 0)).unwrap_err().code;
        assert!((11001..=11004).contains(&code), "{code}");
    }

    #[tokio::test]
    async fn a_taken_port_is_named() {
        let first = listen(&options("127.0.0.1", 0)).unwrap();
        let port = first.local_addr().unwrap().port();
        let error = listen(&ListenOptions { port, ..options("127.0.0.1", 0) }).unwrap_err();
        assert_eq!(error.code, 10048);
        assert!(error.message.contains(&port.to_string()));
    }
}
