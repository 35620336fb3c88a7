//! How the engine speaks to the program: it tells, or it asks and hears what was answered.

use super::board::{Lane, Ticket};
use super::delivery::Delivery;
use super::{Core, Dispatcher, number_of};
use crate::engine::stop::{StopSignal, stopped};
use crate::events::Event;
use crate::sync::lock;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, oneshot};

/// What became of a question.
#[derive(Debug)]
pub(crate) enum Heard<E> {
    /// A handler answered. One that failed has refused, or has answered that the program answers later.
    Answered(E),
    /// None is registered: the answers count as they are prefilled.
    Nobody(E),
    /// The end came first. Nobody has heard of it, or nobody answers any more.
    Unanswered,
}

impl<E: Event> Heard<E> {
    /// The answer, where there is one.
    pub(crate) fn answer(self) -> Option<E> {
        match self {
            Heard::Answered(event) | Heard::Nobody(event) => Some(event),
            Heard::Unanswered => None,
        }
    }

    /// The answer of a question that decides: nobody who was asked and did not answer lets anybody in.
    pub(crate) fn or_refused(self, mut asked: E) -> E {
        match self {
            Heard::Answered(event) | Heard::Nobody(event) => event,
            Heard::Unanswered => {
                asked.refuse();
                asked
            }
        }
    }
}

/// An event on its way, whose end is waited for.
pub(crate) struct Hearing<E> {
    core: Arc<Core>,
    lane: Lane,
    ticket: Ticket,
    pub answer: oneshot::Receiver<E>,
}

impl<E: Event> Hearing<E> {
    /// Waits for the answer. An `end` that comes first takes the question back when no handler has begun with it; a handler
    /// that runs is waited for.
    pub(crate) async fn unless(&mut self, end: impl Future<Output = ()>) -> Heard<E> {
        let answer = tokio::select! {
            biased;
            answer = &mut self.answer => answer,
            () = end => {
                if self.core.take_back(self.lane, self.ticket) {
                    return Heard::Unanswered;
                }
                (&mut self.answer).await
            }
        };
        answer.map_or(Heard::Unanswered, Heard::Answered)
    }
}

impl Dispatcher {
    /// Delivers an event that has no answers. Direct: returns after the handler did; queued: when there was room.
    pub(crate) async fn tell<E: Event>(&self, connection: &str, event: E) {
        if !self.wants(E::KIND) {
            return;
        }
        if !self.is_queued() {
            let _ = self.send(connection, event).answer.await;
            return;
        }
        let permit = self.room(connection).await;
        self.send_with(connection, event, move |_| drop(permit));
    }

    /// A place in the queue. A connection that is to end does not wait for one.
    async fn room(&self, connection: &str) -> Option<OwnedSemaphorePermit> {
        loop {
            let left = self.core.left.notified();
            tokio::pin!(left);
            left.as_mut().enable();
            if number_of(connection).is_some_and(|lane| lock(&self.core.state).leaving.contains(&lane)) {
                return self.core.room.clone().try_acquire_owned().ok();
            }
            tokio::select! {
                permit = self.core.room.clone().acquire_owned() => return permit.ok(),
                () = left => {}
            }
        }
    }

    /// Asks, whatever happens meanwhile.
    pub(crate) async fn ask<E: Event>(&self, connection: &str, event: E) -> Heard<E> {
        if !self.wants(E::KIND) {
            return Heard::Nobody(event);
        }
        self.send(connection, event).answer.await.map_or(Heard::Unanswered, Heard::Answered)
    }

    /// Asks what a stop makes needless: then it is taken back, unless a handler has begun with it.
    pub(crate) async fn ask_until<E: Event>(&self, connection: &str, event: E, stop: &mut StopSignal) -> Heard<E> {
        if !self.wants(E::KIND) {
            return Heard::Nobody(event);
        }
        // With direct dispatch the turn of an event that decides nothing comes, also after a stop.
        if !self.is_queued() && !E::KIND.decides() {
            return self.ask(connection, event).await;
        }
        self.send(connection, event).unless(stopped(stop)).await
    }

    /// Ready when a question is not waited for any more that can be asked later, too: after a stop, when it is queued. With direct
    /// dispatch its turn comes.
    pub(crate) async fn left_by(&self, stop: &mut StopSignal) {
        match self.is_queued() {
            true => stopped(stop).await,
            false => std::future::pending().await,
        }
    }

    /// Tells something and waits until the handler is through. After a stop, queued events are not waited for; they stay.
    pub(crate) async fn inform<E: Event>(&self, connection: &str, event: E, stop: &mut StopSignal) -> Heard<E> {
        let Some(mut hearing) = self.begin(connection, event) else { return Heard::Unanswered };
        if !self.is_queued() {
            return hearing.answer.await.map_or(Heard::Unanswered, Heard::Answered);
        }
        tokio::select! {
            biased;
            answer = &mut hearing.answer => answer.map_or(Heard::Unanswered, Heard::Answered),
            () = stopped(stop) => Heard::Unanswered,
        }
    }

    /// Sends an event off; `None` when nobody wants it.
    pub(crate) fn begin<E: Event>(&self, connection: &str, event: E) -> Option<Hearing<E>> {
        self.wants(E::KIND).then(|| self.send(connection, event))
    }

    /// [`ask_until`](Self::ask_until) from a thread that may block.
    pub(crate) fn ask_blocking<E: Event>(&self, connection: &str, event: E, stop: &StopSignal) -> Heard<E> {
        if !self.wants(E::KIND) {
            return Heard::Nobody(event);
        }
        let (answer, answered) = std::sync::mpsc::channel();
        let (lane, ticket) = self.send_with(connection, event, move |event| drop(answer.send(event)));
        loop {
            match answered.recv_timeout(Duration::from_millis(50)) {
                Ok(event) => return Heard::Answered(event),
                Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => return Heard::Unanswered,
                Err(std::sync::mpsc::RecvTimeoutError::Timeout) => {
                    if *stop.borrow() != crate::engine::stop::Stop::Run && self.core.take_back(lane, ticket) {
                        return Heard::Unanswered;
                    }
                }
            }
        }
    }

    fn send<E: Event>(&self, connection: &str, event: E) -> Hearing<E> {
        let (heard, answer) = oneshot::channel();
        let (lane, ticket) = self.send_with(connection, event, move |event| drop(heard.send(event)));
        Hearing { core: self.core.clone(), lane, ticket, answer }
    }

    fn send_with<E: Event>(&self, connection: &str, event: E, done: impl FnOnce(E) + Send + 'static) -> (Lane, Ticket) {
        let lane = self.core.lane(connection);
        let delivery = Delivery { connection: connection.to_owned(), event, done };
        (lane, self.core.add(lane, Box::new(delivery)))
    }
}
