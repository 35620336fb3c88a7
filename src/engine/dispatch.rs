//! How events reach the program: on the engine's threads as they happen, or queued until the program pumps them.
//!
//! One connection's events never overlap and come in protocol order, because its drive loop waits for each delivery
//! (direct) or hands them to one queue (queued). Events with answers are waited for in both modes.

use super::Dispatch;
use super::descriptor::Descriptor;
use super::inner::Inner;
use super::shared::Stop;
use crate::error::{Error, Result, codes};
use crate::events::{self, Event, EventKind, Handler, NoHandler};
use crate::settings::Id;
use crate::sync::{lock, read, wait, wait_timeout, write};
use crate::system::panics;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Condvar, Mutex, RwLock, Weak};
use std::thread::ThreadId;
use std::time::{Duration, Instant};
use tokio::sync::{Semaphore, oneshot, watch};

/// How many events may wait in the queue before the connections that fire them are held back.
const QUEUE_LIMIT: usize = 4096;

type Job = Box<dyn FnOnce(&dyn Handler) + Send>;

thread_local! {
    /// The connections whose callbacks are running on this thread, innermost last (a pump may be nested).
    static CURRENT: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Delivers events of one server.
pub(crate) struct Dispatcher {
    handler: RwLock<Arc<dyn Handler>>,
    mode: AtomicU8,
    queue: Mutex<Queue>,
    arrived: Condvar,
    room: Arc<Semaphore>,
    /// The server, for its LogLevel.
    server: Weak<Inner>,
}

#[derive(Default)]
struct Queue {
    jobs: VecDeque<Job>,
    /// The thread that is delivering events, so that those of one connection never overlap; it may pump again inside.
    pumper: Option<ThreadId>,
    /// Goes up when whoever waits in [`Dispatcher::pump`] is to return.
    wakes: u64,
    descriptor: Option<Descriptor>,
}

impl Dispatcher {
    pub(crate) fn new(server: Weak<Inner>) -> Self {
        Dispatcher {
            handler: RwLock::new(Arc::new(NoHandler)),
            mode: AtomicU8::new(Dispatch::Direct as u8),
            queue: Mutex::default(),
            arrived: Condvar::new(),
            room: Arc::new(Semaphore::new(QUEUE_LIMIT)),
            server,
        }
    }

    pub(crate) fn set_handler(&self, handler: Arc<dyn Handler>) {
        *write(&self.handler) = handler;
    }

    fn handler(&self) -> Arc<dyn Handler> {
        read(&self.handler).clone()
    }

    pub(crate) fn set_mode(&self, mode: Dispatch) {
        self.mode.store(mode as u8, Ordering::SeqCst);
    }

    pub(crate) fn is_queued(&self) -> bool {
        self.mode.load(Ordering::SeqCst) == Dispatch::Queued as u8
    }

    /// Whether somebody listens to an event; nothing is built for events that nobody wants.
    pub(crate) fn wants(&self, kind: EventKind) -> bool {
        read(&self.handler).wants(kind)
    }

    /// Delivers an event that has no answers. Direct: returns after the handler did; queued: when there was room.
    pub(crate) async fn tell<E: Event>(&self, connection: &str, mut event: E) {
        if !self.wants(E::KIND) {
            return;
        }
        let delivery = self.delivery(connection);
        if self.is_queued() {
            let Ok(permit) = self.room.clone().acquire_owned().await else { return };
            self.push(Box::new(move |handler| {
                drop(permit);
                delivery.run(handler, &mut event);
            }));
            return;
        }
        let handler = self.handler();
        let _ = tokio::task::spawn_blocking(move || delivery.run(&*handler, &mut event)).await;
    }

    /// Delivers an event that has answers and returns it with them. A handler that fails refuses.
    pub(crate) async fn ask<E: Event + Clone>(&self, connection: &str, event: E) -> E {
        if !self.wants(E::KIND) {
            return event;
        }
        let delivery = self.delivery(connection);
        let mut refused = event.clone();
        refused.refuse();
        let mut event = event;
        if self.is_queued() {
            let Ok(permit) = self.room.clone().acquire_owned().await else { return refused };
            let (answer, answered) = oneshot::channel();
            self.push(Box::new(move |handler| {
                drop(permit);
                delivery.run(handler, &mut event);
                let _ = answer.send(event);
            }));
            return answered.await.unwrap_or(refused);
        }
        let handler = self.handler();
        let call = move || {
            delivery.run(&*handler, &mut event);
            event
        };
        tokio::task::spawn_blocking(call).await.unwrap_or(refused)
    }

    /// [`ask`](Self::ask) from a thread that may block. With queued events an order to stop ends the waiting.
    pub(crate) fn ask_blocking<E: Event + Clone>(&self, connection: &str, event: E, stop: &watch::Receiver<Stop>) -> E {
        if !self.wants(E::KIND) {
            return event;
        }
        let mut event = event;
        let delivery = self.delivery(connection);
        if !self.is_queued() {
            delivery.run(&*self.handler(), &mut event);
            return event;
        }
        let mut refused = event.clone();
        refused.refuse();
        let (answer, answered) = std::sync::mpsc::channel();
        self.push(Box::new(move |handler| {
            delivery.run(handler, &mut event);
            let _ = answer.send(event);
        }));
        loop {
            match answered.recv_timeout(Duration::from_millis(50)) {
                Ok(event) => return event,
                Err(std::sync::mpsc::RecvTimeoutError::Timeout) if *stop.borrow() == Stop::Run => {}
                Err(_) => return refused,
            }
        }
    }

    fn delivery(&self, connection: &str) -> Delivery {
        Delivery { connection: connection.to_owned(), server: self.server.clone() }
    }

    fn push(&self, job: Job) {
        let mut queue = lock(&self.queue);
        queue.jobs.push_back(job);
        if queue.jobs.len() == 1
            && let Some(descriptor) = &queue.descriptor
        {
            descriptor.raise();
        }
        drop(queue);
        self.arrived.notify_all();
    }

    fn pop(&self) -> Option<Job> {
        let mut queue = lock(&self.queue);
        let job = queue.jobs.pop_front();
        if job.is_some()
            && queue.jobs.is_empty()
            && let Some(descriptor) = &queue.descriptor
        {
            descriptor.lower();
        }
        job
    }

    /// Runs waiting events on this thread; waits up to `timeout` for the first (`None`: for ever). In direct mode nothing
    /// is ever queued, so it only waits.
    pub(crate) fn pump(&self, timeout: Option<Duration>) -> usize {
        let deadline = timeout.map(|t| Instant::now() + t);
        let me = std::thread::current().id();
        let mut queue = lock(&self.queue);
        let wakes = queue.wakes;
        while queue.jobs.is_empty() || queue.pumper.is_some_and(|pumper| pumper != me) {
            if queue.wakes != wakes {
                return 0;
            }
            queue = match deadline {
                None => wait(&self.arrived, queue),
                Some(deadline) => {
                    let left = deadline.saturating_duration_since(Instant::now());
                    if left.is_zero() {
                        return 0;
                    }
                    wait_timeout(&self.arrived, queue, left)
                }
            };
        }
        let outermost = queue.pumper.replace(me).is_none();
        // Only what waits now: under load there is always another event, and the caller has a loop of its own to go on with.
        let waiting = queue.jobs.len();
        drop(queue);
        let mut count = 0;
        while count < waiting
            && let Some(job) = self.pop()
        {
            job(&*self.handler());
            count += 1;
        }
        if outermost {
            lock(&self.queue).pumper = None;
            self.arrived.notify_all();
        }
        count
    }

    /// Makes waiting pumps return: the server was shut down.
    pub(crate) fn wake(&self) {
        lock(&self.queue).wakes += 1;
        self.arrived.notify_all();
    }

    /// Waits on this thread until `done` holds, delivering queued events meanwhile: what the class reference calls using
    /// DoEvents inside a waiting operation.
    pub(crate) fn pump_until<T>(&self, mut done: impl FnMut() -> Option<T>) -> T {
        loop {
            if let Some(value) = done() {
                return value;
            }
            self.pump(Some(Duration::from_millis(5)));
        }
    }

    /// The descriptor that polls readable while events wait.
    pub(crate) fn descriptor(&self) -> Result<i32> {
        let mut queue = lock(&self.queue);
        if let Some(descriptor) = &queue.descriptor {
            return Ok(descriptor.number());
        }
        let descriptor = Descriptor::new()?;
        if !queue.jobs.is_empty() {
            descriptor.raise();
        }
        Ok(queue.descriptor.insert(descriptor).number())
    }
}

/// Whether a callback of this connection is running on this thread.
pub(crate) fn in_callback_of(connection: &str) -> bool {
    CURRENT.try_with(|current| current.borrow().iter().any(|id| id == connection)).unwrap_or(false)
}

/// The connections whose callbacks are running on this thread; none on a thread that is ending, where the program may still
/// call from a destructor.
pub(crate) fn callbacks_here() -> Vec<String> {
    CURRENT.try_with(|current| current.borrow().clone()).unwrap_or_default()
}

/// One event on its way to the handler.
struct Delivery {
    connection: String,
    server: Weak<Inner>,
}

impl Delivery {
    /// Runs the handler. One that panics has refused, and the program hears of it.
    fn run<E: Event>(&self, handler: &dyn Handler, event: &mut E) {
        let _ = CURRENT.try_with(|current| current.borrow_mut().push(self.connection.clone()));
        if let Err(error) = panics::catch(|| event.deliver(handler)) {
            event.refuse();
            // The handler of Error or Log may be the one that fails.
            let _ = panics::catch(|| self.tell_failure(handler, E::KIND, error));
        }
        let _ = CURRENT.try_with(|current| current.borrow_mut().pop());
    }

    fn tell_failure(&self, handler: &dyn Handler, failed: EventKind, error: Error) {
        let description = format!("the handler of {failed:?} failed: {}", error.message);
        let logs = self.server.upgrade().is_none_or(|inner| {
            let connection = inner.connection(&self.connection).ok();
            inner.view(connection.as_deref()).int(Id::LogLevel) >= 1
        });
        if failed != EventKind::Log && logs && handler.wants(EventKind::Log) {
            handler.log(&mut events::Log {
                connection_id: self.connection.clone(),
                log_level: 1,
                message: format!("error [{}] {description}", error.code),
                log_type: "Info".to_owned(),
            });
        }
        if failed != EventKind::Error && handler.wants(EventKind::Error) {
            handler.error(&mut events::Error {
                connection_id: self.connection.clone(),
                error_code: codes::PANIC,
                description,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::{ConnectionRequest, ReadyToSend};
    use std::sync::atomic::AtomicUsize;

    #[derive(Default)]
    struct Counting {
        calls: AtomicUsize,
        panics: bool,
    }

    impl Handler for Counting {
        fn ready_to_send(&self, event: &mut ReadyToSend) {
            assert!(in_callback_of(&event.connection_id));
            self.calls.fetch_add(1, Ordering::SeqCst);
        }
        fn connection_request(&self, event: &mut ConnectionRequest) {
            assert!(!self.panics, "a handler that fails");
            event.port += 1;
        }
    }

    fn request() -> ConnectionRequest {
        ConnectionRequest { address: "127.0.0.1".into(), port: 1, accept: true }
    }

    #[tokio::test]
    async fn a_failing_handler_refuses() {
        let dispatcher = Dispatcher::new(Weak::new());
        assert!(dispatcher.ask("", request()).await.accept);
        dispatcher.set_handler(Arc::new(Counting { panics: true, ..Counting::default() }));
        assert!(!dispatcher.ask("", request()).await.accept);
    }

    #[tokio::test]
    async fn queued_events_wait_for_the_pump_and_wake_the_descriptor() {
        let dispatcher = Arc::new(Dispatcher::new(Weak::new()));
        let handler = Arc::new(Counting::default());
        dispatcher.set_handler(handler.clone());
        dispatcher.set_mode(Dispatch::Queued);
        dispatcher.descriptor().unwrap();
        dispatcher.tell("c1", ReadyToSend { connection_id: "c1".into() }).await;
        assert_eq!(handler.calls.load(Ordering::SeqCst), 0);
        let asking = tokio::spawn({
            let dispatcher = dispatcher.clone();
            async move { dispatcher.ask("c1", request()).await.port }
        });
        let pumping = dispatcher.clone();
        tokio::task::spawn_blocking(move || {
            let mut ran = 0;
            while ran < 2 {
                ran += pumping.pump(Some(Duration::from_secs(5)));
            }
        })
        .await
        .unwrap();
        assert_eq!(asking.await.unwrap(), 2);
        assert_eq!(handler.calls.load(Ordering::SeqCst), 1);
        assert!(!in_callback_of("c1"));
    }
}
