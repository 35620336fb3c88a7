//! How events reach the program: on threads of the engine as they happen, or queued until the program pumps them.
//!
//! - `board`: what waits, a lane for each connection, and whose turn it is
//! - `pool`: the threads of direct callbacks, at most EventThreads that run one
//! - `queue`: the program's thread inside do_events
//! - `delivery`: one event and its handler, also one that fails
//! - `later`: answers that come after the callback returned
//! - `port`: telling and asking, and what was heard
//! - `waits`: who runs where and waits for whom; no circle of waits begins
//! - `descriptor`: what the program polls
//!
//! An event goes from `port` to `board`; there a thread of the `pool`, or the `queue`'s, takes it and runs its `delivery`.
//! Nothing here knows a connection, a setting or a server: connections have numbers, servers too.

mod board;
mod delivery;
mod descriptor;
mod later;
mod pool;
mod port;
mod queue;
mod waits;

use crate::error::{Error, Result, codes};
use crate::events::{EventKind, Handler, NoHandler};
use crate::sync::{lock, read, write};
use board::{Bell, Board, Lane, Next, Ticket};
use delivery::Job;
use std::collections::HashSet;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, RwLock};
use std::task::{Context, Poll, Waker};
use std::time::Duration;
use tokio::sync::{Notify, Semaphore, oneshot};

pub(crate) use later::leave_event;
pub(crate) use port::{Heard, Hearing};
use waits::Target;
pub use waits::ThreadWait;
pub(crate) use waits::{Away, Waiting};

/// How many events may wait in the queue before the connections that fire them are held back.
const QUEUE_LIMIT: usize = 4096;
/// Lanes of events that belong to no connection; connections count from 1 and never get here.
const NOBODYS: Lane = 1 << 63;

/// How events reach the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dispatch {
    /// On the engine's threads, as they happen.
    #[default]
    Direct,
    /// Inside [`Server::do_events`](crate::engine::Server::do_events) only, on the caller's thread.
    Queued,
}

/// The LogLevel of a connection.
pub(crate) type Level = Box<dyn Fn(&str) -> i64 + Send + Sync>;

/// Delivers events of one server. It ends with the server.
pub(crate) struct Dispatcher {
    core: Arc<Core>,
}

/// What the dispatcher and its threads share.
struct Core {
    /// Names the server in what is noted for threads: connections of two servers have the same numbers.
    number: u64,
    handler: RwLock<Arc<dyn Handler>>,
    mode: AtomicU8,
    state: Mutex<State>,
    /// For threads that wait for work.
    work: Condvar,
    /// For callbacks that wait for their place.
    places: Condvar,
    /// For pumps that wait for events.
    arrived: Condvar,
    later: Mutex<later::Later>,
    kept: Condvar,
    room: Arc<Semaphore>,
    left: Notify,
    lanes: AtomicU64,
    closed: AtomicBool,
    level: Level,
}

#[derive(Default)]
struct State {
    board: Board,
    pool: pool::Pool,
    pump: queue::Pump,
    /// Threads that wait for an answer and deliver events meanwhile.
    bells: Vec<Arc<Bell>>,
    /// Connections that are to end: a full queue does not hold them back.
    leaving: HashSet<Lane>,
}

impl State {
    /// Makes the descriptor tell what waits.
    fn show(&mut self) {
        self.pump.show(self.board.waiting);
    }
}

impl Dispatcher {
    pub(crate) fn new(level: Level) -> Self {
        static NUMBERS: AtomicU64 = AtomicU64::new(1);
        let core = Core {
            number: NUMBERS.fetch_add(1, Ordering::Relaxed),
            handler: RwLock::new(Arc::new(NoHandler)),
            mode: AtomicU8::new(Dispatch::Direct as u8),
            state: Mutex::default(),
            work: Condvar::new(),
            places: Condvar::new(),
            arrived: Condvar::new(),
            later: Mutex::default(),
            kept: Condvar::new(),
            room: Arc::new(Semaphore::new(QUEUE_LIMIT)),
            left: Notify::new(),
            lanes: AtomicU64::new(NOBODYS),
            closed: AtomicBool::new(false),
            level,
        };
        Dispatcher { core: Arc::new(core) }
    }

    pub(crate) fn set_handler(&self, handler: Arc<dyn Handler>) {
        *write(&self.core.handler) = handler;
    }

    pub(crate) fn set_mode(&self, mode: Dispatch) {
        self.core.mode.store(mode as u8, Ordering::SeqCst);
    }

    /// EventThreads.
    pub(crate) fn set_threads(&self, limit: usize) {
        lock(&self.core.state).pool.limit = limit.max(1);
        self.core.summon();
    }

    pub(crate) fn is_queued(&self) -> bool {
        self.core.is_queued()
    }

    /// Whether somebody listens to an event; nothing is built for events that nobody wants.
    pub(crate) fn wants(&self, kind: EventKind) -> bool {
        read(&self.core.handler).wants(kind)
    }

    /// Runs waiting events on this thread, see [`Core::pump`].
    pub(crate) fn pump(&self, timeout: Option<Duration>) -> usize {
        self.core.pump(timeout)
    }

    /// Runs one queued event, on the thread that pumps; whether it did.
    pub(crate) fn deliver_here(&self) -> bool {
        self.is_queued() && self.core.pump_one()
    }

    /// Makes waiting pumps return.
    pub(crate) fn wake(&self) {
        self.core.wake();
    }

    /// The descriptor that polls readable while events wait.
    pub(crate) fn descriptor(&self) -> Result<i32> {
        self.core.descriptor()
    }

    /// The server is freed: what waits is dropped, unanswered, and nothing that comes is delivered.
    pub(crate) fn close(&self) {
        self.core.closed.store(true, Ordering::SeqCst);
        let dropped = {
            let mut state = lock(&self.core.state);
            let dropped = state.board.clear();
            state.show();
            dropped
        };
        drop(dropped);
        self.core.drop_later();
        self.core.work.notify_all();
        self.core.wake();
    }

    /// A connection is to end: its events do not wait for room in the queue any more.
    pub(crate) fn leaves(&self, connection: &str) {
        if let Some(lane) = number_of(connection).filter(|_| self.is_queued()) {
            lock(&self.core.state).leaving.insert(lane);
            self.core.left.notify_waiters();
        }
    }

    /// A connection has ended.
    pub(crate) fn left(&self, number: u64) {
        lock(&self.core.state).leaving.remove(&number);
    }

    /// From inside a callback: its answers come later, see `later`.
    pub(crate) fn answer_later(&self) -> Result<u64> {
        self.core.answer_later()
    }

    /// Takes the answers of an event that was put off.
    pub(crate) fn resume(&self, token: u64) -> Result<()> {
        self.core.resume(token)
    }

    /// What this thread calls counts as called by the callback that is answered under this number.
    pub(crate) fn enter(&self, token: u64) -> Result<()> {
        self.core.enter(token)
    }

    // waiting

    /// Whether a callback of this connection is running on this thread.
    pub(crate) fn in_callback_of(&self, connection: &str) -> bool {
        waits::in_callback_of(self.core.number, number_of(connection).unwrap_or(0))
    }

    /// Whether a callback of this server is running on this thread.
    pub(crate) fn in_callback(&self) -> bool {
        waits::in_callback(self.core.number)
    }

    /// Notes that this thread waits for all connections; `None` when they wait for it.
    pub(crate) fn wait_for_all(&self) -> Option<Waiting> {
        Waiting::begin(Target::Server(self.core.number))
    }

    /// Notes that this thread waits for a connection.
    ///
    /// # Errors
    /// 135 when the connection waits for this thread, itself or through others.
    pub(crate) fn wait_for(&self, connection: &str, sending: bool) -> Result<Waiting> {
        let (server, lane) = (self.core.number, number_of(connection).unwrap_or(0));
        let waiting = match sending {
            true => Waiting::begin_sending(server, lane),
            false => Waiting::begin(Target::Connection(server, lane)),
        };
        let circle =
            "This would wait for a connection that waits for the callback which is calling; use the asynchronous form.";
        waiting.ok_or_else(|| Error::new(codes::WOULD_BLOCK, circle))
    }

    /// With queued dispatch: whether nobody has ever pumped, so that nobody may ever answer.
    pub(crate) fn is_unpumped(&self) -> bool {
        self.is_queued() && !self.core.was_pumped()
    }

    /// Waits for what a connection answers; its events are delivered meanwhile where they can be nowhere else. `None` when it
    /// ended without an answer.
    pub(crate) fn wait<T>(&self, connection: &str, waiting: &Waiting, mut answer: oneshot::Receiver<T>) -> Option<T> {
        let core = &self.core;
        let lane = number_of(connection).unwrap_or(0);
        let bell = Arc::new(Bell::default());
        let waker = Waker::from(bell.clone());
        let mut context = Context::from_waker(&waker);
        let away = Away::leave();
        core.listen(lane, waiting.own, &bell);
        let result = loop {
            if let Poll::Ready(result) = Pin::new(&mut answer).poll(&mut context) {
                break result.ok();
            }
            if waiting.own
                && let Some(job) = core.next_of(lane, &bell)
            {
                away.back(|| core.run(lane, job, away.has_place()));
                continue;
            }
            if !(core.is_queued() && core.pump_one()) {
                bell.wait();
            }
        };
        core.listen_no_more(lane, waiting.own, &bell);
        result
    }
}

impl Drop for Dispatcher {
    fn drop(&mut self) {
        self.close();
    }
}

impl Core {
    fn handler(&self) -> Arc<dyn Handler> {
        read(&self.handler).clone()
    }

    fn is_queued(&self) -> bool {
        self.mode.load(Ordering::SeqCst) == Dispatch::Queued as u8
    }

    /// The lane of a connection; events that belong to none do not wait for each other.
    fn lane(&self, connection: &str) -> Lane {
        number_of(connection).unwrap_or_else(|| self.lanes.fetch_add(1, Ordering::Relaxed))
    }

    fn add(self: &Arc<Self>, lane: Lane, job: Job) -> Ticket {
        if self.closed.load(Ordering::SeqCst) {
            return 0;
        }
        let (ticket, next) = {
            let mut state = lock(&self.state);
            let (ticket, next) = state.board.add(lane, job);
            state.show();
            self.tell_full(&mut state);
            (ticket, next)
        };
        self.hand_over(&next);
        ticket
    }

    /// The log says that an event waits because EventThreads callbacks are running.
    fn tell_full(self: &Arc<Self>, state: &mut State) {
        if self.is_queued() || !state.board.has_ready() || !state.pool.is_full() {
            return;
        }
        if (self.level)("") >= 1 && read(&self.handler).wants(EventKind::Log) && state.pool.tells() {
            let limit = state.pool.limit;
            let line = format!("events wait: {limit} callbacks are running, as many as EventThreads allows");
            let event = delivery::log_line("", line);
            let delivery = delivery::Delivery { connection: String::new(), event, done: drop };
            state.board.add_first(self.lane(""), Box::new(delivery));
        }
    }

    fn take_back(&self, lane: Lane, ticket: Ticket) -> bool {
        let job = {
            let mut state = lock(&self.state);
            let job = state.board.take_back(lane, ticket);
            state.show();
            job
        };
        job.is_some()
    }

    /// Runs the event of a lane that is taken.
    fn run(self: &Arc<Self>, lane: Lane, job: Job, placed: bool) {
        let kind = job.kind();
        match job.deliver(self, lane, placed) {
            None => self.release(lane, kind),
            Some((token, job)) => self.keep(token, lane, job),
        }
    }

    fn release(self: &Arc<Self>, lane: Lane, kind: EventKind) {
        let next = {
            let board = &mut lock(&self.state).board;
            // Only ReadyToSend lends its lane, and nothing else of a lane that it has lent is a ReadyToSend.
            match kind == EventKind::ReadyToSend && board.is_lent(lane) {
                true => board.release_lent(lane),
                false => board.release(lane),
            }
        };
        self.hand_over(&next);
    }

    /// Wakes whoever is to take the next event.
    fn hand_over(self: &Arc<Self>, next: &Next) {
        match next {
            Next::Nobody => {}
            Next::Lender(bell) => bell.ring(),
            Next::Anybody if self.is_queued() => {
                lock(&self.state).bells.iter().for_each(|bell| bell.ring());
                self.arrived.notify_all();
            }
            Next::Anybody => self.summon(),
        }
    }

    fn listen(self: &Arc<Self>, lane: Lane, own: bool, bell: &Arc<Bell>) {
        let mut state = lock(&self.state);
        if own {
            state.board.lend(lane, bell.clone());
        }
        if self.is_queued() {
            state.bells.push(bell.clone());
        }
    }

    fn next_of(&self, lane: Lane, bell: &Arc<Bell>) -> Option<Job> {
        let mut state = lock(&self.state);
        let job = state.board.next_of(lane, bell);
        state.show();
        job
    }

    fn listen_no_more(&self, lane: Lane, own: bool, bell: &Arc<Bell>) {
        lock(&self.state).bells.retain(|other| !Arc::ptr_eq(other, bell));
        while own && !lock(&self.state).board.regain(lane, bell) {
            bell.wait();
        }
    }
}

/// The number of a connection.
fn number_of(connection: &str) -> Option<Lane> {
    connection.parse().ok()
}

#[cfg(test)]
mod tests;
