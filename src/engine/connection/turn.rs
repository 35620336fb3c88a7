//! What this side does with its turn: end responses first (EERP-13), then files, then what the program asked for, and
//! at last it passes the turn on.
//!
//! After ReadyToSend the program may need a moment, because the class reference lets it send from a worker thread. The
//! turn is kept for it for TurnHoldTime. A program that let that time pass once in a session is not waited for again in
//! turns that this side had asked for itself only to send end responses.

use super::{Drive, End};
use crate::engine::dispatch::Hearing;
use crate::engine::shared::{Order, Reply, SendJob};
use crate::engine::stop::stopped;
use crate::error::{Error, Result, codes};
use crate::events::{EventKind, ReadyToSend};
use crate::protocol::{Role, State};
use crate::settings::{Id, Lookup};
use crate::state::{Fence, Owed, StateStore};
use std::collections::HashSet;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::time::Instant;

/// The turn's bookkeeping.
#[derive(Default)]
pub(super) struct TurnKeeper {
    /// Whether the state may hold end responses that were not sent in this turn.
    pub look_again: bool,
    /// The number of the last one that cannot be sent in this turn.
    pub passed: u64,
    /// The end response that waits for RTR.
    pub in_flight: Option<InFlight>,
    /// Callers who wait for their end response to be confirmed.
    pub waiting: Vec<(u64, Reply)>,
    /// CD was asked for.
    change: Option<Asked>,
    /// Logoff was asked for.
    logoff: Option<Asked>,
    /// Whether the turn is kept for the program.
    hold: Hold,
    /// Handlers of ReadyToSend that wait for a file which they send, innermost last; the turn is theirs until they are through.
    pub ready: Vec<Hearing<ReadyToSend>>,
    /// We had asked for this turn with EFPA `Y`.
    solicited: bool,
    /// The program let a hold pass without acting.
    idle_program: bool,
    /// End responses that CD is to follow, as CDAfterSendEndResponse asked when the program gave them.
    pub change_after: HashSet<u64>,
    /// One of them was confirmed in this turn.
    pub change_after_response: bool,
}

/// The program has asked for something, and may wait for its end.
struct Asked(Option<Reply>);

/// Whether, and until when, the turn is kept for the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Hold {
    /// It is not.
    #[default]
    Free,
    Until(Instant),
    /// Until the program acts.
    ForProgram,
}

/// An end response that was sent and is not confirmed.
pub(super) struct InFlight {
    pub owed: Owed,
    pub fence: Fence,
    pub reply: Option<Reply>,
}

impl TurnKeeper {
    /// Gives back what this connection had claimed.
    pub(super) fn release(&mut self, store: &dyn StateStore) {
        if let Some(sent) = self.in_flight.take() {
            store.give_back(&[(sent.owed.id, sent.fence)]);
        }
    }
}

impl Drive {
    /// Takes the orders that are already there; whether there were any.
    pub(super) async fn take_orders(&mut self) -> bool {
        let mut any = false;
        while let Ok(order) = self.orders.try_recv() {
            any = true;
            self.take_order(order).await;
        }
        any
    }

    pub(super) async fn take_order(&mut self, order: Order) {
        match order {
            Order::Send(job) => self.jobs.push_back(job),
            Order::Respond(owed, reply) => {
                if let Some(reply) = reply {
                    self.turn.waiting.push((owed.id, reply));
                }
                self.turn.look_again = true;
                // The last one that the turn was held for.
                if self.turn.hold != Hold::Free && !self.program_owes() && !self.program_sends() {
                    self.turn.hold = Hold::Until(Instant::now());
                }
                if self.bool(Id::CDAfterSendEndResponse) {
                    self.turn.change_after.insert(owed.id);
                }
            }
            Order::ChangeDirection(reply) => match self.session.is_speaker() {
                true => self.turn.change = Some(Asked(reply)),
                false => {
                    let why = "It is not this side's turn, so there is no CD to send.";
                    answer(reply, Err(Error::new(codes::NOT_READY, why)));
                }
            },
            Order::Logoff(reply) => match self.session.is_speaker() {
                true => self.turn.logoff = Some(Asked(reply)),
                // Not our turn: the partner goes on and gets the turn's end when it passes it to us.
                false => {
                    self.turn.logoff = Some(Asked(None));
                    answer(reply, Ok(()));
                }
            },
            Order::Interrupt => Box::pin(self.interrupt()).await,
        }
    }

    /// CD arrived: the turn is ours.
    pub(super) async fn turn_received(&mut self, solicited: bool) -> Result<()> {
        self.begin_turn(solicited).await;
        Ok(())
    }

    pub(super) async fn begin_turn(&mut self, solicited: bool) {
        self.turn.solicited = solicited;
        self.turn.look_again = true;
        self.turn.passed = 0;
        self.turn.change = None;
        self.turn.change_after_response = false;
        self.shared.set_ready(true);
        self.shared.acted.store(false, Ordering::SeqCst);
        self.tell_ready().await;
        self.hold_turn();
    }

    /// ReadyToSend. Waited for although it has no answers: the program's time starts when it has heard. A handler that waits
    /// for a file which it sends is through only after that file, so the loop goes on with it meanwhile.
    async fn tell_ready(&mut self) {
        let event = ReadyToSend { connection_id: self.shared.id.clone() };
        let Some(mut hearing) = self.inner.dispatch.begin(&self.shared.id, event) else { return };
        loop {
            let order = tokio::select! {
                biased;
                _ = &mut hearing.answer => break,
                () = stopped(&mut self.stop) => break,
                order = self.orders.recv() => order,
            };
            let Some(order) = order else { break };
            let waits = matches!(&order, Order::Send(job) if job.reply.is_some());
            self.take_order(order).await;
            if waits {
                self.turn.ready.push(hearing);
                break;
            }
        }
    }

    /// A handler of ReadyToSend is through: from now on its time counts.
    pub(super) fn ready_heard(&mut self) {
        self.turn.ready.pop();
        if self.turn.ready.is_empty() && self.turn.hold != Hold::Free {
            self.hold_turn();
        }
    }

    /// Keeps the turn for a program that may want to use it.
    fn hold_turn(&mut self) {
        let now = self.now();
        self.session.activity(now);
        let owes = self.program_owes();
        let keep = owes || (self.program_sends() && !(self.turn.solicited && self.turn.idle_program));
        self.turn.hold = if keep { self.hold_end() } else { Hold::Until(Instant::now()) };
    }

    /// Whether the program may want to use a turn: it listens to ReadyToSend, or watches the field of that name.
    fn program_sends(&self) -> bool {
        self.inner.dispatch.wants(EventKind::ReadyToSend) || self.shared.watches_ready.load(Ordering::SeqCst)
    }

    /// Whether the program has still to answer for a file of this session.
    fn program_owes(&self) -> bool {
        self.shared.owes_answers.load(Ordering::SeqCst) > 0
    }

    fn hold_end(&self) -> Hold {
        match self.int(Id::TurnHoldTime) {
            -1 => Hold::ForProgram,
            milliseconds => Hold::Until(Instant::now() + Duration::from_millis(milliseconds.max(0) as u64)),
        }
    }

    /// Does the next thing that this side may do now; whether it did something.
    pub(super) async fn act(&mut self) -> Result<bool> {
        if self.outgoing.is_some() {
            return Box::pin(self.pump_outgoing()).await;
        }
        if self.session.must_change_direction() {
            Box::pin(self.pass_turn("the partner asked for the turn")).await?;
            return Ok(true);
        }
        if !self.session.is_idle_speaker() || self.turn.in_flight.is_some() {
            return Ok(false);
        }
        if Box::pin(self.next_response()).await? {
            return Ok(true);
        }
        if self.turn.ready.is_empty() && std::mem::take(&mut self.turn.change_after_response) {
            Box::pin(self.end_turn()).await?;
            return Ok(true);
        }
        if let Some(job) = self.jobs.pop_front() {
            Box::pin(self.start_job(job)).await?;
            // The program is at work: it gets its time again after this file.
            self.turn.hold = if self.program_sends() { self.hold_end() } else { Hold::Until(Instant::now()) };
            return Ok(true);
        }
        // What a handler has asked for before it sent this file comes when it is through.
        if !self.turn.ready.is_empty() {
            return Ok(false);
        }
        if let Some(Asked(reply)) = self.turn.change.take() {
            if self.session.may_change_direction() {
                Box::pin(self.pass_turn("asked for by the program")).await?;
                answer(reply, Ok(()));
            } else {
                // CD-3: the partner gave the turn unasked and nothing was sent in it.
                let why = "CD may not answer a CD; send something first, or end the session with Logoff.";
                answer(reply, Err(Error::new(codes::NOT_READY, why)));
            }
            return Ok(true);
        }
        if let Some(Asked(reply)) = self.turn.logoff.take() {
            Box::pin(self.end_turn()).await?;
            answer(reply, Ok(()));
            return Ok(true);
        }
        if let Hold::Until(end) = self.turn.hold
            && Instant::now() >= end
        {
            if self.program_sends() && !self.shared.acted.load(Ordering::SeqCst) {
                self.turn.idle_program = true;
            }
            Box::pin(self.end_turn()).await?;
            return Ok(true);
        }
        Ok(false)
    }

    /// Nothing left to send: ESID 00 where RFC 5024 section 3.4.1 allows it, else CD.
    async fn end_turn(&mut self) -> Result<()> {
        if self.session.may_end_session() {
            self.leave_turn();
            self.log(2, "Info", || "nothing to send: ending the session".to_owned()).await;
            return self.session.end_session(0, "");
        }
        self.pass_turn("nothing more to send").await
    }

    async fn pass_turn(&mut self, why: &str) -> Result<()> {
        self.leave_turn();
        self.log(2, "Info", || format!("change of direction: {why}")).await;
        self.session.change_direction()
    }

    fn leave_turn(&mut self) {
        self.turn.hold = Hold::Free;
        self.shared.set_ready(false);
    }

    /// Whether something waits for a turn, so that EFPA should ask for one.
    pub(super) async fn wants_turn(&mut self) -> bool {
        if !self.jobs.is_empty() {
            return true;
        }
        let partner = self.text(Id::SSIDCode);
        self.station.store.waiting(&[partner]).await.is_ok_and(|waiting| !waiting.is_empty())
    }

    /// When the loop has to wake up by itself.
    pub(super) fn next_deadline(&self) -> Option<Instant> {
        let session = match self.is_idle() {
            true => None,
            false => self.session.deadline().map(|ms| self.started + Duration::from_millis(ms)),
        };
        let hold = match self.turn.hold {
            Hold::Until(end) if self.session.is_idle_speaker() => Some(end),
            _ => None,
        };
        [session, hold, self.idle_deadline()].into_iter().flatten().min()
    }

    /// Nothing is under way that the partner has to go on with: it is our turn to speak, or its own, it has begun no command, and
    /// the program said with IdleTimeout how long a session may be idle. While it has not, Timeout counts there too (TIM-1), so
    /// that a line which died unnoticed does not stay for ever.
    fn is_idle(&self) -> bool {
        let said = |settings: &Lookup<'_>| settings.is_set(Id::IdleTimeout) || settings.is_set(Id::DefaultIdleTimeout);
        let listens = matches!(self.session.state(), State::IdleListener | State::IdleListenerCd);
        (listens && self.line.input().is_empty() && self.shared.settings.look(said))
            || (self.session.is_idle_speaker() && self.turn.in_flight.is_none())
    }

    fn idle_deadline(&self) -> Option<Instant> {
        let seconds = self.int(Id::IdleTimeout);
        (seconds > 0).then(|| self.line.last_activity + Duration::from_secs(seconds as u64))
    }

    /// A deadline passed.
    pub(super) async fn clock(&mut self) -> Result<()> {
        let now = self.now();
        if self.idle_deadline().is_some_and(|deadline| Instant::now() >= deadline) {
            let idle = Error::new(codes::TIMEOUT, "The idle timeout passed: nothing was sent or received.");
            self.ended.get_or_insert(End::Failed(idle.clone()));
            let _ = self.session.end_session(9, "Idle timeout");
            self.flush().await?;
            return Err(idle);
        }
        if !self.is_idle() {
            self.session.tick(now);
        }
        Ok(())
    }

    /// Jobs that never started because the session ended first.
    pub(super) async fn drop_jobs(&mut self) {
        self.orders.close();
        while let Ok(order) = self.orders.try_recv() {
            self.take_order(order).await;
        }
        let lost = || Error::new(codes::SEND_FAILED, "Send failed: the session ended before the file could be sent.");
        for job in std::mem::take(&mut self.jobs) {
            self.fail_job(job, lost()).await;
        }
        for (_, reply) in self.turn.waiting.drain(..) {
            let _ = reply.send(Ok(()));
        }
        answer(self.turn.change.take().and_then(|asked| asked.0), Err(lost()));
        answer(self.turn.logoff.take().and_then(|asked| asked.0), Ok(()));
    }

    /// A send that ends before any file event: whoever waits hears it, else the Error event says it.
    pub(super) async fn fail_job(&mut self, mut job: Box<SendJob>, error: Error) {
        self.put_upload_back(&mut job);
        match job.reply.take() {
            Some(reply) => {
                let _ = reply.send(Err(error));
            }
            None => self.inner.report(&self.shared.id, &error).await,
        }
    }

    /// As initiator this side has the first turn.
    pub(super) async fn first_turn(&mut self) {
        if self.role == Role::Initiator {
            self.begin_turn(true).await;
        }
    }
}

pub(super) fn answer(reply: Option<Reply>, result: Result<()>) {
    if let Some(reply) = reply {
        let _ = reply.send(result);
    }
}
