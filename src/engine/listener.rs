//! The accept loop: who may connect, how many, and what the others hear.

use super::connection;
use super::filter;
use super::inner::{Inner, Listening};
use super::places::{Places, Room};
use super::shared::Shared;
use super::sockets::{self, ListenOptions, StreamOptions};
use super::station::Station;
use super::stop::stopped;
use super::threads::Threads;
use super::tls::Security;
use super::upkeep;
use crate::error::{Error, Result, codes};
use crate::events::ConnectionRequest;
use crate::model::ConnectionType;
use crate::protocol::{Authentication, Role, Session, SessionConfig, SessionEvent};
use crate::settings::{self, Id};
use crate::sync::lock;
use crate::system::panics;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::{mpsc, oneshot};

/// The registered ports of OFTP (RFC 5024 section 2.4): plain, and with TLS.
const PLAIN_PORT: u16 = 3305;
const TLS_PORT: u16 = 6619;
/// How long StopListening waits for the port to be closed; only a program that does not pump its queue makes it wait.
const CLOSING_TIME: Duration = Duration::from_secs(1);
/// How long such a refusal may take.
const REFUSAL_TIME: Duration = Duration::from_secs(5);

/// StartListening.
pub(crate) fn start(inner: &Arc<Inner>) -> Result<()> {
    let mut listening = lock(&inner.listening);
    if listening.is_some() {
        return Err(Error::of(codes::ALREADY_LISTENING));
    }
    if inner.settings.text(Id::ServerSSIDCode).is_empty() {
        return Err(Error::of(codes::SSID_NOT_SET));
    }
    if inner.settings.text(Id::ServerSFIDCode).is_empty() {
        return Err(Error::of(codes::SFID_NOT_SET));
    }
    inner.certs.finish_all()?;
    let security = Security::of(&inner.settings, &inner.certs)?;
    let station = inner.open_station()?;
    let wanted = u16::try_from(inner.settings.int(Id::LocalPort)).unwrap_or(0);
    let options = ListenOptions {
        host: inner.settings.text(Id::LocalHost),
        port: wanted,
        ipv6: inner.settings.int(Id::UseIPv6),
        backlog: backlog(inner),
        exclusive: inner.settings.bool(Id::BindExclusively),
    };
    let threads = inner.threads_anew()?;
    let runtime = threads.handle().clone();
    inner.dispatch.set_threads(usize::try_from(inner.settings.int(Id::EventThreads)).unwrap_or(64));
    let listener = {
        let _guard = runtime.enter();
        sockets::listen(&options)?
    };
    let port = listener.local_addr().map_err(|e| Error::io("reading the bound port", &e))?.port();
    let (end, ended) = oneshot::channel();
    let (closing, closed) = std::sync::mpsc::channel();
    let (upkeep, upkeep_ended) = oneshot::channel();
    let kept = Arc::downgrade(&station);
    *listening = Some(Listening { port, end, closed, station, _upkeep: upkeep });
    let mut notes = security.notes().to_vec();
    notes.extend(wrong_port(inner, port));
    notes.extend(without_effect(inner));
    inner.tls.set(security);
    let weak = Arc::downgrade(inner);
    runtime.spawn(upkeep::run(weak.clone(), kept, upkeep_ended));
    inner.log_later("", notes);
    runtime.spawn(async move {
        // Declared before the listener is moved in, so that it goes after the listener did.
        let _closing: std::sync::mpsc::Sender<()> = closing;
        let listener = listener;
        let places = Places::new();
        tokio::pin!(ended);
        loop {
            let accepted = tokio::select! {
                _ = &mut ended => return,
                accepted = listener.accept() => accepted,
            };
            let Some(inner) = weak.upgrade() else { return };
            let admitted = match accepted {
                Ok((stream, peer)) => panics::catch(|| admit(&inner, stream, peer, &places, &threads)),
                Err(error) => Err(Error::io("accepting a connection", &error)),
            };
            // Out of descriptors or a connection that broke at once: wait a little, the others must go on.
            if let Err(error) = admitted {
                inner.watch_over("", inner.report("", &error)).await;
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    });
    Ok(())
}

/// TLS on the port of plain OFTP works, but hardly anybody will call there.
pub(super) fn wrong_port(inner: &Inner, port: u16) -> Option<String> {
    (port == PLAIN_PORT && inner.settings.bool(Id::UseSSL)).then(|| {
        format!("TLS on port {PLAIN_PORT}, the port of plain OFTP: partners expect TLS on {TLS_PORT}; set LocalPort")
    })
}

/// Settings that the program has changed and that do nothing here, each with the reason.
fn without_effect(inner: &Inner) -> Vec<String> {
    let values = inner.settings.own_values();
    let changed = values.iter().filter(|(id, value)| *value != settings::default_of(*id));
    changed.filter_map(|(id, _)| id.setting().warning()).collect()
}

/// ConnectionBacklog where the program set it. The class reference's default of 5 loses partners that call at the same
/// moment, so an unset value leaves room for more.
fn backlog(inner: &Inner) -> i32 {
    match inner.settings.own_values().get(Id::ConnectionBacklog) {
        Some(_) => i32::try_from(inner.settings.int(Id::ConnectionBacklog)).unwrap_or(i32::MAX),
        None => 1024,
    }
}

/// StopListening: no new connections; the open ones stay. When it returns the port is closed.
pub(crate) fn stop(inner: &Inner) {
    let taken = lock(&inner.listening).take();
    if let Some(listening) = taken {
        let _ = listening.end.send(());
        let _ = listening.closed.recv_timeout(CLOSING_TIME);
    }
}

pub(crate) fn stream_options(inner: &Inner) -> StreamOptions {
    let size = |id| usize::try_from(inner.settings.int(id)).unwrap_or(0);
    StreamOptions {
        no_delay: inner.settings.bool(Id::TcpNoDelay),
        keep_alive: inner.settings.bool(Id::KeepAlive),
        keep_alive_time: inner.settings.int(Id::KeepAliveTime).max(0) as u64,
        keep_alive_interval: inner.settings.int(Id::KeepAliveInterval).max(0) as u64,
        linger: inner.settings.bool(Id::Linger),
        receive_buffer: size(Id::InBufferSize),
        send_buffer: size(Id::OutBufferSize),
    }
}

/// Gives a fresh connection its task, or a refusal.
fn admit(inner: &Arc<Inner>, stream: TcpStream, peer: SocketAddr, places: &Arc<Places>, threads: &Arc<Threads>) {
    let (allowed, blocked) = lists(inner);
    let undecided = filter::needs_names(&allowed, &blocked, peer.ip());
    let (number, shared, orders) = {
        let (room, _taking) = places.look(inner, undecided);
        match room {
            Room::Free => {}
            Room::Full => {
                let (inner, places) = (inner.clone(), places.clone());
                tokio::spawn(async move { turn_away(&inner, stream, peer, &places).await });
                return;
            }
            Room::Crowded => return places.tell_crowded(inner),
        }
        sockets::prepare(&stream, &stream_options(inner));
        // StopListening may have come after this connection was accepted. Shutdown must find it in the registry, or it must
        // not get there any more.
        let listening = lock(&inner.listening);
        let Some(listening) = &*listening else { return };
        let registered = register(inner, &stream, peer, listening.station.clone());
        registered.1.undecided.store(undecided, Ordering::SeqCst);
        registered
    };
    let (inner, places, threads) = (inner.clone(), places.clone(), threads.clone());
    tokio::spawn(async move {
        let registered = Registered { inner: inner.clone(), number, _threads: threads };
        let id = shared.id.clone();
        let mut surplus = None;
        let serve = async {
            if !Box::pin(asked(&inner, &shared, peer)).await {
                return;
            }
            match places.settle(&inner, &shared) {
                true => connection::serve(inner.clone(), shared, orders, stream, Role::Responder, None).await,
                false => surplus = Some(stream),
            }
        };
        inner.watch_over(&id, serve).await;
        drop(registered);
        if let Some(stream) = surplus {
            Box::pin(turn_away(&inner, stream, peer, &places)).await;
        }
    });
}

/// Over MaxConnections: a refusal, if not too many are under way.
async fn turn_away(inner: &Inner, stream: TcpStream, peer: SocketAddr, places: &Places) {
    if let Ok(_permit) = places.refusals.try_acquire() {
        inner.watch_over("", refuse(inner, stream, peer)).await;
    }
}

/// AllowedClients and BlockedClients.
fn lists(inner: &Inner) -> (String, String) {
    (inner.settings.text(Id::AllowedClients), inner.settings.text(Id::BlockedClients))
}

/// Makes the shared part of a connection and registers it.
pub(crate) fn register(
    inner: &Inner,
    stream: &TcpStream,
    peer: SocketAddr,
    station: Arc<Station>,
) -> (u64, Arc<Shared>, mpsc::UnboundedReceiver<super::shared::Order>) {
    let number = inner.new_id();
    let (sender, orders) = mpsc::unbounded_channel();
    let shared = Arc::new(Shared::new(number.to_string(), sender, &inner.settings));
    *lock(&shared.station) = Some(station);
    shared.fact(Id::ConnectionId, shared.id.as_str());
    shared.fact(Id::Connected, true);
    shared.fact(Id::RemoteHost, peer.ip().to_canonical().to_string().as_str());
    shared.fact(Id::RemotePort, i64::from(peer.port()));
    shared.fact(Id::Timeout, inner.settings.int(Id::Timeout));
    if let Ok(local) = stream.local_addr() {
        shared.fact(Id::LocalAddress, local.ip().to_canonical().to_string().as_str());
    }
    inner.add(number, shared.clone());
    (number, shared, orders)
}

/// Takes the connection out of the registry however its task ends.
pub(crate) struct Registered {
    pub inner: Arc<Inner>,
    pub number: u64,
    /// What it runs on, also after the server was started again with others.
    pub _threads: Arc<Threads>,
}

impl Drop for Registered {
    fn drop(&mut self) {
        self.inner.remove(self.number);
    }
}

/// ConnectionRequest, prefilled from AllowedClients and BlockedClients. It counts as a callback of the connection, which a
/// Shutdown from inside it must not wait for.
async fn asked(inner: &Arc<Inner>, shared: &Shared, peer: SocketAddr) -> bool {
    let (allowed, blocked) = lists(inner);
    let mut stop = shared.stop.subscribe();
    let verdict = tokio::select! {
        verdict = filter::judge(&inner.names, &allowed, &blocked, peer.ip()) => verdict,
        () = stopped(&mut stop) => return false,
    };
    for note in verdict.notes {
        inner.log("", 1, "Info", || format!("connection from {peer}: {note}")).await;
    }
    let address = peer.ip().to_canonical().to_string();
    let request = ConnectionRequest { address, port: i32::from(peer.port()), accept: verdict.accept };
    let heard = inner.dispatch.ask_until(&shared.id, request.clone(), &mut stop).await;
    let accepted = heard.or_refused(request).accept;
    if !accepted {
        inner.log("", 1, "Info", || format!("connection from {peer} refused")).await;
    }
    accepted
}

/// Over MaxConnections: SSRM, then ESID 08 instead of an SSID, so that the partner knows why (SSRM-4). On a TLS port the
/// connection is only closed, since nothing may be said in clear there.
async fn refuse(inner: &Inner, mut stream: TcpStream, peer: SocketAddr) {
    inner.log("", 1, "Info", || format!("connection from {peer} refused: MaxConnections reached")).await;
    if inner.settings.bool(Id::UseSSL) {
        return;
    }
    let _ = tokio::time::timeout(REFUSAL_TIME, async {
        let mut session = Session::new(refusing(inner), 0);
        stream.write_all(session.output()).await?;
        session.output().clear();
        let mut input = Vec::with_capacity(128);
        while session.output().is_empty() && input.len() < 1024 {
            if stream.read_buf(&mut input).await? == 0 {
                return Ok(());
            }
            let used = session.feed(&input, 0);
            input.drain(..used);
            while let Some(event) = session.poll_event() {
                if let SessionEvent::SessionOffered(_) = event {
                    let _ = session.reject_session(8, "All sessions are in use, call again later");
                }
            }
        }
        stream.write_all(session.output()).await?;
        stream.shutdown().await?;
        // The partner closes first, so that our answer is not lost to a reset.
        let mut scrap = [0u8; 256];
        while stream.read(&mut scrap).await? > 0 {}
        std::io::Result::Ok(())
    })
    .await;
}

/// The capabilities of a session that is only there to be refused.
fn refusing(inner: &Inner) -> SessionConfig {
    SessionConfig {
        role: Role::Responder,
        version: connection::own_version(inner),
        code: inner.settings.text(Id::ServerSSIDCode),
        password: String::new(),
        user: String::new(),
        buffer_size: 128,
        credit: 1,
        connection_type: ConnectionType::Both,
        compression: false,
        restart: false,
        authentication: Authentication::Automatic,
        require_v20: false,
        timeout_ms: 0,
        trail: false,
        accept_blank_identity: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::names::{Names, Times};
    use crate::engine::server::Server;
    use std::io::Read;
    use std::net::TcpStream as Caller;
    use std::sync::atomic::AtomicBool;

    /// What a caller hears first: whether it is greeted before the line is closed.
    fn greeted(mut caller: &Caller) -> bool {
        caller.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        caller.read(&mut [0; 64]).is_ok_and(|read| read > 0)
    }

    /// Names resolve when the test says so; 127.0.0.1 is allowed by `slow.example` alone.
    #[test]
    fn whoever_waits_for_names_does_not_count_against_max_connections() {
        const LONG: Duration = Duration::from_secs(60);
        let go = Arc::new(AtomicBool::new(false));
        let times = Times { patience: LONG, grace: LONG, fresh: LONG, failed: LONG, lasting: LONG };
        let names = Names::new(times, {
            let go = go.clone();
            move |_| {
                while !go.load(Ordering::SeqCst) {
                    std::thread::sleep(Duration::from_millis(1));
                }
                Ok(vec!["127.0.0.1".parse().unwrap()])
            }
        });
        let server = Server { inner: Inner::with_names(names) };
        for (name, value) in [
            ("LocalHost", "127.0.0.1"),
            ("LocalPort", "0"),
            ("ServerSSIDCode", "O0013SERVER"),
            ("ServerSFIDCode", "O0013SERVER"),
            ("MaxConnections", "2"),
            ("AllowedClients", "slow.example"),
        ] {
            server.set_config(name, value).unwrap();
        }
        start(&server.inner).unwrap();
        let port = lock(&server.inner.listening).as_ref().unwrap().port;
        let call = || Caller::connect(("127.0.0.1", port)).unwrap();
        let registered = |wanted| {
            while server.inner.count() != wanted {
                std::thread::sleep(Duration::from_millis(1));
            }
        };
        let waiting = [call(), call()];
        registered(2);
        // As many wait as may: a third is closed, and hears nothing.
        assert!(!greeted(&call()));
        // Whose place needs no names gets one, as many as MaxConnections says.
        server.set_config("AllowedClients", "127.0.0.1").unwrap();
        let decided = call();
        assert!(greeted(&decided));
        registered(3);
        // One place is left for the two; the other one is greeted only to hear that there is none.
        go.store(true, Ordering::SeqCst);
        assert!(waiting.iter().all(greeted));
        registered(2);
        assert_eq!(server.inner.count_undecided(), 0);
        drop((waiting, decided));
        server.shutdown().unwrap();
    }
}
