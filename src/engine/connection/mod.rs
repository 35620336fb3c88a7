//! One connection's drive loop. It feeds the session what arrives, answers its events, starts what is to be sent when it
//! is this side's turn, and writes what the session has to say. Everything that decides what OFTP allows is in
//! [`crate::protocol`]; everything that knows files is in `incoming` and `outgoing` beside this file.
//!
//! Thousands of connections only wait. What the loop awaits in between has its place in memory only while it runs (`Box::pin`), so
//! that the future of a connection that waits is as large as its waiting and not as its largest step.

mod exchange;
mod forward;
mod handshake;
mod incoming;
mod line;
mod outgoing;
mod preparing;
mod responses;
mod securing;
mod sending;
mod turn;

use super::dispatch::{Heard, Hearing};
use super::inner::Inner;
use super::shared::{Order, SendJob, Shared, Stop};
use super::station::Station;
use super::stop::stopped;
use super::transport::{Dialled, Transport};
use super::worker::blocking;
use super::{trail, transport};
use crate::error::{Error, Result, codes};
use crate::events::{self, EventKind};
use crate::model::{Direction, reasons};
use crate::protocol::{Role, Session, SessionEvent, State};
use crate::settings::Id;
use crate::sync::lock;
use crate::system::panics;
use incoming::Incoming;
use line::Line;
use outgoing::Outgoing;
use std::collections::VecDeque;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;
use turn::TurnKeeper;

pub(crate) use exchange::exchange_job;
pub(crate) use forward::check as check_header;
pub(crate) use handshake::own_version;
pub(crate) use responses::ResponseRequest;

/// How long the last words of a session may take.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// Runs a connection from its first octet to its last event.
pub(crate) async fn serve(
    inner: Arc<Inner>,
    shared: Arc<Shared>,
    orders: mpsc::UnboundedReceiver<Order>,
    stream: TcpStream,
    role: Role,
    dialled: Option<Dialled>,
) {
    let started = Instant::now();
    let secured = panics::catch_async(transport::secure(&inner, &shared, stream, role, dialled)).await;
    let secured = secured.and_then(|secured| secured);
    Box::pin(inner.dispatch.tell(&shared.id, connected(&shared.id, secured.as_ref().err()))).await;
    let station = lock(&shared.station).clone();
    let error = match (secured, station) {
        (Ok(io), Some(station)) => {
            let (inner, shared) = (inner.clone(), shared.clone());
            let drive = move || Box::new(Drive::new(inner, shared, station, orders, io, role, started));
            match panics::catch(drive) {
                Ok(drive) => panics::catch_async(drive.run()).await.unwrap_or_else(Some),
                Err(error) => Some(error),
            }
        }
        (Ok(_), None) => Some(Error::of(codes::STATE_STORE)),
        (Err(error), _) => Some(error),
    };
    Box::pin(finish(&inner, &shared, error)).await;
}

/// What comes after the last octet.
async fn finish(inner: &Inner, shared: &Shared, error: Option<Error>) {
    shared.connected.store(false, std::sync::atomic::Ordering::SeqCst);
    shared.set_ready(false);
    shared.fact(Id::Connected, false);
    // Streams of the program are not kept past their connection.
    let (download, upload) = (lock(&shared.download).take(), lock(&shared.upload).take());
    close(inner, shared, move || download.into_iter().for_each(|mut stream| stream.close())).await;
    close(inner, shared, move || upload.into_iter().for_each(|mut stream| stream.close())).await;
    if let Some(error) = &error {
        inner.report(&shared.id, error).await;
    }
    let event = events::Disconnected {
        connection_id: shared.id.clone(),
        status_code: error.as_ref().map_or(0, |e| e.code),
        description: error.map_or_else(|| "OK".to_owned(), |e| e.message),
    };
    inner.dispatch.tell(&shared.id, event).await;
    // The last one closes the store, which waits for the disk.
    let station = lock(&shared.station).take();
    close(inner, shared, move || drop(station)).await;
}

/// Closes a stream of the program.
async fn close(inner: &Inner, shared: &Shared, close: impl FnOnce() + Send + 'static) {
    let closed = blocking(move || {
        close();
        Ok(())
    });
    if let Err(error) = closed.await {
        inner.report(&shared.id, &error).await;
    }
}

fn connected(id: &str, error: Option<&Error>) -> events::Connected {
    events::Connected {
        connection_id: id.to_owned(),
        status_code: error.map_or(0, |e| e.code),
        description: error.map_or_else(|| "OK".to_owned(), |e| e.message.clone()),
    }
}

/// How a connection ended.
#[derive(Debug, Clone)]
pub(super) enum End {
    Normal,
    Failed(Error),
}

/// The loop's own state.
pub(crate) struct Drive {
    inner: Arc<Inner>,
    shared: Arc<Shared>,
    station: Arc<Station>,
    session: Session,
    line: Line,
    role: Role,
    orders: mpsc::UnboundedReceiver<Order>,
    stop: watch::Receiver<Stop>,
    started: Instant,
    incoming: Option<Box<Incoming>>,
    outgoing: Option<Box<Outgoing>>,
    jobs: VecDeque<Box<SendJob>>,
    turn: TurnKeeper,
    /// What Disconnected will report.
    ended: Option<End>,
    /// DisconnectAfterEndSession: the line is closed behind our ESID instead of waiting for the partner to do it.
    close_now: bool,
    challenge: Option<zeroize::Zeroizing<[u8; 20]>>,
}

impl Drive {
    fn new(
        inner: Arc<Inner>,
        shared: Arc<Shared>,
        station: Arc<Station>,
        orders: mpsc::UnboundedReceiver<Order>,
        io: Transport,
        role: Role,
        started: Instant,
    ) -> Self {
        let session = Session::new(handshake::session_config(&inner, &shared, role), 0);
        Drive {
            stop: shared.stop.subscribe(),
            inner,
            shared,
            station,
            session,
            line: Line::new(io),
            role,
            orders,
            started,
            incoming: None,
            outgoing: None,
            jobs: VecDeque::new(),
            turn: TurnKeeper::default(),
            ended: None,
            close_now: false,
            challenge: None,
        }
    }

    /// Milliseconds since the connection was accepted: the session's clock.
    fn now(&self) -> u64 {
        self.started.elapsed().as_millis() as u64
    }

    /// Whose data it is that we send, in the class reference's sense.
    fn own_direction(&self) -> Direction {
        if self.role == Role::Responder { Direction::Server } else { Direction::Client }
    }

    fn peer_direction(&self) -> Direction {
        if self.role == Role::Responder { Direction::Client } else { Direction::Server }
    }

    fn int(&self, id: Id) -> i64 {
        self.shared.settings.int(id)
    }

    fn bool(&self, id: Id) -> bool {
        self.shared.settings.bool(id)
    }

    fn text(&self, id: Id) -> String {
        self.shared.settings.text(id)
    }

    async fn log(&self, level: i64, kind: &str, message: impl FnOnce() -> String) {
        if self.int(Id::LogLevel) >= level {
            self.inner.log_always(&self.shared.id, level, kind, message).await;
        }
    }

    /// Asks the program for leave. When the connection ends before a handler has begun to answer, the answer is no.
    async fn ask<E: events::Event + Clone>(&mut self, event: E) -> E {
        let asked = event.clone();
        self.hear(event).await.or_refused(asked)
    }

    /// Asks the program something that it can also be asked later. When the connection ends before a handler has begun with
    /// it, the question is taken back.
    async fn hear<E: events::Event>(&mut self, event: E) -> Heard<E> {
        self.inner.dispatch.ask_until(&self.shared.id, event, &mut self.stop).await
    }

    /// Tells the program something and waits until it has heard, so that what it does then counts. A stop leaves the event to
    /// a program that does not pump.
    async fn inform<E: events::Event + Clone>(&mut self, event: E) -> E {
        let told = event.clone();
        match self.inner.dispatch.inform(&self.shared.id, event, &mut self.stop).await {
            Heard::Answered(event) | Heard::Nobody(event) => event,
            Heard::Unanswered => told,
        }
    }

    /// What this side did since `start` is no silence of the partner, whether it worked, or the program had the floor or waited
    /// for a thread: the partner's clock runs only while the loop waits.
    fn stop_clock(&mut self, start: Instant) {
        let now = Instant::now();
        let took = now - start;
        self.started += took;
        self.line.last_activity = (self.line.last_activity + took).min(now);
    }

    /// Runs until the connection is over; what went wrong, if anything did.
    async fn run(mut self: Box<Self>) -> Option<Error> {
        if let Err(error) = panics::catch_async(self.drive()).await.and_then(|end| end) {
            Box::pin(self.failed(error)).await;
        }
        // Each step is done, whatever happens in another one: what waits must hear an end.
        let step = panics::catch_async(self.last_words()).await;
        self.note(step).await;
        let step = panics::catch_async(self.suspend_incoming()).await;
        self.note(step).await;
        let lost = Error::new(codes::SEND_FAILED, "Send failed: the connection ended before the file did.");
        let lost = self.failure().unwrap_or(lost);
        let step = panics::catch_async(self.suspend_outgoing(lost)).await;
        self.note(step).await;
        let step = panics::catch_async(self.drop_jobs()).await;
        self.note(step).await;
        self.turn.release(&*self.station.store);
        let step = panics::catch_async(self.line.tell_packets()).await;
        self.note(step).await;
        self.failure()
    }

    /// What went wrong, when the connection has ended with an error.
    fn failure(&self) -> Option<Error> {
        match &self.ended {
            Some(End::Failed(error)) => Some(error.clone()),
            Some(End::Normal) | None => None,
        }
    }

    /// The loop ended with an error. What is wrong inside this engine the partner hears from ESID; other errors said so
    /// already, or have nobody to be said to.
    async fn failed(&mut self, error: Error) {
        if error.code == codes::PANIC && !self.session.is_closed() {
            let (reason, text) = error.wire(reasons::Command::Esid);
            let _ = panics::catch(|| self.session.end_session(reason, &text));
        }
        match self.ended {
            None => self.ended = Some(End::Failed(error)),
            Some(_) => self.note(if error.code == codes::PANIC { Err(error) } else { Ok(()) }).await,
        }
    }

    async fn note(&self, step: Result<()>) {
        if let Err(error) = step {
            self.inner.report(&self.shared.id, &error).await;
        }
    }

    /// Whatever was still to be read may be the partner's last word; whatever is half done is put aside for a restart.
    async fn last_words(&mut self) {
        let output = std::mem::take(self.session.output());
        self.line.finish(&output, LAST_WORDS).await;
        if !self.session.is_closed() {
            self.line.drain(Duration::from_millis(500)).await;
        }
    }

    async fn drive(&mut self) -> Result<()> {
        let mut since = Instant::now();
        loop {
            self.line.tell_packets().await;
            self.settle_session().await?;
            self.flush().await?;
            if self.session.is_closed() || self.close_now {
                return Ok(());
            }
            if self.stop_wanted() {
                Box::pin(self.stop_now()).await;
                return Ok(());
            }
            if self.take_orders().await || self.act().await? {
                continue;
            }
            self.stop_clock(since);
            self.wait().await?;
            since = Instant::now();
        }
    }

    /// Feeds what is buffered and handles what the session says, until neither goes on.
    async fn settle_session(&mut self) -> Result<()> {
        loop {
            let now = self.now();
            let used = self.session.feed(self.line.input(), now);
            self.line.used(used);
            let mut handled = false;
            while let Some(event) = self.session.poll_event() {
                handled = true;
                Box::pin(self.handle(event)).await?;
            }
            if used == 0 && !handled {
                return Ok(());
            }
        }
    }

    async fn handle(&mut self, event: SessionEvent) -> Result<()> {
        match event {
            SessionEvent::ReadyReceived => Ok(()),
            SessionEvent::SessionOffered(ssid) => self.session_offered(ssid).await,
            SessionEvent::SessionOpened => self.session_opened().await,
            SessionEvent::ChallengeWanted => self.challenge_wanted().await,
            SessionEvent::ChallengeReceived(challenge) => self.challenge_received(challenge).await,
            SessionEvent::ResponseReceived(response) => self.response_received(response).await,
            SessionEvent::FileOffered(offer) => self.file_offered(offer).await,
            SessionEvent::DataReceived => self.data_received().await,
            SessionEvent::FileEnded { records, units } => self.file_ended(records, units).await,
            SessionEvent::FileAccepted { restart } => self.file_accepted(restart).await,
            SessionEvent::FileRefused { reason, retry, text } => self.file_refused(reason, retry, text).await,
            SessionEvent::CreditGranted => Ok(()),
            SessionEvent::FileConfirmed { .. } => self.file_confirmed().await,
            SessionEvent::FileRejected { reason, text } => self.file_rejected(reason, text).await,
            SessionEvent::EndResponseReceived(response) => self.end_response_received(response).await,
            SessionEvent::EndResponseConfirmed => self.end_response_confirmed().await,
            SessionEvent::TurnReceived { solicited } => self.turn_received(solicited).await,
            SessionEvent::Ended { by_peer, reason, text } => self.session_ended(by_peer, reason, &text).await,
            SessionEvent::Trail { sent, command } => self.trail(sent, command).await,
            SessionEvent::Tolerated(what) => {
                self.log(1, "Info", || format!("tolerated: {what}")).await;
                Ok(())
            }
        }
    }

    /// Notes how the session ended; a session that ended with an error leaves a file half done.
    async fn session_ended(&mut self, by_peer: bool, reason: Option<u8>, text: &str) -> Result<()> {
        let error = match reason {
            Some(0) => None,
            Some(reason) if by_peer => Error::from_esid(reason, text),
            Some(9) => Some(Error::new(codes::TIMEOUT, format!("The partner did not answer in time: {text}"))),
            Some(reason) => Some(Error::new(codes::PROTOCOL, format!("Session ended with ESID {reason:02}: {text}"))),
            None => Some(Error::new(codes::ECONNABORTED, format!("The connection was lost: {text}"))),
        };
        self.log(1, "Info", || match &error {
            None => "session ended normally".to_owned(),
            Some(error) => format!("session ended: {error}"),
        })
        .await;
        self.ended.get_or_insert(error.map_or(End::Normal, End::Failed));
        if !by_peer && self.bool(Id::DisconnectAfterEndSession) {
            self.close_now = true;
        }
        Ok(())
    }

    async fn trail(&mut self, sent: bool, mut command: Vec<u8>) -> Result<()> {
        let direction = if sent { self.own_direction() } else { self.peer_direction() };
        if self.bool(Id::MaskSensitiveData) {
            trail::mask(&mut command);
        }
        let is_data = command.first() == Some(&b'D');
        let arrow = if sent { "->" } else { "<-" };
        let level = if is_data { 2 } else { 1 };
        self.log(level, "OFTP", || format!("{arrow} {} ({} octets)", trail::name(&command), command.len())).await;
        self.log(3, "OFTP", || format!("{arrow} {}", crate::hex::lower(&command))).await;
        if self.inner.dispatch.wants(EventKind::PITrail) {
            let friendly = self.bool(Id::FriendlyLogFormat);
            let event = events::PITrail {
                connection_id: self.shared.id.clone(),
                direction,
                command_id: command.first().copied().map_or(0, i32::from),
                command_description: if friendly { trail::friendly(&command) } else { trail::description(&command) },
                data: command,
            };
            self.inner.dispatch.tell(&self.shared.id, event).await;
        }
        Ok(())
    }

    /// Writes the session's output. A partner that takes nothing for the whole timeout is gone.
    async fn flush(&mut self) -> Result<()> {
        if self.session.output().is_empty() {
            return Ok(());
        }
        let mut output = std::mem::take(self.session.output());
        let patience = match self.int(Id::Timeout) {
            0 => Duration::from_secs(24 * 3600),
            seconds => Duration::from_secs(seconds.max(1) as u64),
        };
        let result = self.line.write(&output, patience, &mut self.stop).await;
        output.clear();
        // The memory is used again while files flow; a connection that is idle keeps little.
        let worth_keeping = if self.outgoing.is_some() { 1 << 20 } else { 8 << 10 };
        if self.session.output().is_empty() && output.capacity() <= worth_keeping {
            *self.session.output() = output;
        }
        let now = self.now();
        self.session.activity(now);
        match result {
            Ok(()) => Ok(()),
            Err(error) => Box::pin(self.write_failed(error)).await,
        }
    }

    /// The connection broke while writing. The partner's reason may still be waiting to be read.
    async fn write_failed(&mut self, error: io::Error) -> Result<()> {
        if error.kind() == io::ErrorKind::Interrupted && self.stop_wanted() {
            return Ok(());
        }
        let read = async {
            while self.line.input().len() < line::BUSY_BUFFER && self.line.read(true).await.is_ok_and(|n| n > 0) {}
        };
        let _ = tokio::time::timeout(Duration::from_millis(200), read).await;
        loop {
            let now = self.now();
            let used = self.session.feed(self.line.input(), now);
            self.line.used(used);
            while let Some(event) = self.session.poll_event() {
                if let SessionEvent::Ended { by_peer, reason, text } = event {
                    self.session_ended(by_peer, reason, &text).await?;
                }
            }
            if used == 0 {
                break;
            }
        }
        Err(self.failure().unwrap_or_else(|| Error::io("writing to the partner", &error)))
    }

    /// Waits for octets, orders, the end, or the next deadline.
    async fn wait(&mut self) -> Result<()> {
        enum Woken {
            Read(io::Result<usize>),
            Order(Option<Order>),
            Stop,
            Heard,
            Clock,
        }
        let deadline = self.next_deadline();
        let busy = self.incoming.is_some();
        if !busy && self.outgoing.is_none() {
            self.session.rest();
        }
        let woken = tokio::select! {
            biased;
            () = stopped(&mut self.stop) => Woken::Stop,
            () = heard(&mut self.turn.ready) => Woken::Heard,
            order = self.orders.recv() => Woken::Order(order),
            read = self.line.read(busy) => Woken::Read(read),
            _ = sleep_until(deadline) => Woken::Clock,
        };
        match woken {
            // Our own shared part holds a sender of orders, so that channel cannot end before this loop does.
            Woken::Stop | Woken::Order(None) => {}
            Woken::Heard => self.ready_heard(),
            Woken::Order(Some(order)) => Box::pin(self.take_order(order)).await,
            Woken::Read(Ok(0)) => {
                let now = self.now();
                self.session.peer_closed(now);
            }
            Woken::Read(Ok(_)) => {
                self.look_at_first_octets();
                // A slow partner is not a silent one, also within one long buffer.
                let now = self.now();
                self.session.activity(now);
            }
            Woken::Read(Err(error)) => {
                let now = self.now();
                self.session.peer_closed(now);
                Box::pin(self.settle_session()).await?;
                if matches!(self.ended, None | Some(End::Failed(Error { code: codes::ECONNABORTED, .. }))) {
                    self.ended = Some(End::Failed(Error::io("reading from the partner", &error)));
                }
            }
            Woken::Clock => Box::pin(self.clock()).await?,
        }
        Ok(())
    }

    /// A TLS client on the plain port is named as such; to the protocol it is only garbage.
    fn look_at_first_octets(&mut self) {
        if self.role == Role::Responder
            && self.session.state() == State::Connected
            && !self.bool(Id::UseSSL)
            && crate::tls::looks_like_tls(self.line.input())
        {
            let message = "A TLS client connected to the plain port; UseSSL is not set.";
            self.ended.get_or_insert(End::Failed(Error::new(codes::PROTOCOL, message)));
        }
    }

    fn stop_wanted(&self) -> bool {
        *self.stop.borrow() != Stop::Run
    }

    /// Disconnect and Shutdown: a last ESID where one may be said, then the line is cut.
    async fn stop_now(&mut self) {
        if !self.session.is_closed() && self.session.end_session(5, "Connection closed by the operator").is_ok() {
            let output = std::mem::take(self.session.output());
            self.line.finish(&output, LAST_WORDS).await;
        }
        self.ended.get_or_insert(End::Normal);
    }
}

/// Ready when the innermost handler of ReadyToSend is through.
async fn heard(ready: &mut [Hearing<events::ReadyToSend>]) {
    match ready.last_mut() {
        Some(hearing) => drop((&mut hearing.answer).await),
        None => std::future::pending().await,
    }
}

async fn sleep_until(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => tokio::time::sleep_until(deadline).await,
        None => std::future::pending().await,
    }
}
