//! Which callbacks run on which thread, and who waits for whom. A wait that would close a circle of callbacks is refused before
//! it begins. All servers of the process share the notes, because a circle may go through several; each note names its server.

use super::Core;
use super::board::Lane;
use crate::events::EventKind;
use crate::sync::lock;
use once_cell::sync::Lazy;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};
use std::thread::ThreadId;

/// A callback that is running on this thread.
#[derive(Clone)]
pub(super) struct Frame {
    core: Arc<Core>,
    lane: Lane,
    kind: EventKind,
    /// Whether it holds one of the pool's places.
    placed: bool,
    /// The program answers later, under this number.
    later: Option<u64>,
}

impl Frame {
    pub(super) fn new(core: &Arc<Core>, lane: Lane, kind: EventKind, placed: bool) -> Self {
        Frame { core: core.clone(), lane, kind, placed, later: None }
    }

    fn is_of(&self, server: u64, lane: Lane) -> bool {
        self.core.number == server && self.lane == lane
    }
}

thread_local! {
    /// The callbacks that are running on this thread, innermost last.
    static HERE: RefCell<Vec<Frame>> = const { RefCell::new(Vec::new()) };
}

/// What a thread waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    /// A connection of a server.
    Connection(u64, Lane),
    /// All connections of a server.
    Server(u64),
    /// Callbacks on another thread, whatever they belong to.
    Thread(ThreadId),
}

#[derive(Default)]
struct Graph {
    /// On which threads a connection's callbacks run; more than one for a callback that calls through other threads.
    running: HashMap<(u64, Lane), Vec<ThreadId>>,
    waiting: HashMap<ThreadId, Vec<Target>>,
}

static GRAPH: Lazy<Mutex<Graph>> = Lazy::new(Mutex::default);

impl Graph {
    fn threads(&self, target: Target) -> Vec<ThreadId> {
        match target {
            Target::Connection(server, lane) => self.running.get(&(server, lane)).cloned().unwrap_or_default(),
            Target::Server(server) => self
                .running
                .iter()
                .filter(|(key, _)| key.0 == server)
                .flat_map(|(_, threads)| threads.clone())
                .collect(),
            Target::Thread(thread) => vec![thread],
        }
    }

    /// Whether what is waited for cannot go on before `me` does.
    fn leads_to(&self, target: Target, me: ThreadId, seen: &mut HashSet<ThreadId>) -> bool {
        self.threads(target).into_iter().any(|thread| {
            thread == me
                || (seen.insert(thread)
                    && self
                        .waiting
                        .get(&thread)
                        .is_some_and(|all| all.iter().any(|next| self.leads_to(*next, me, seen))))
        })
    }
}

/// A callback that is running here, until dropped.
pub(super) struct Entered {
    key: (u64, Lane),
    depth: usize,
}

impl Entered {
    pub(super) fn new(frame: Frame) -> Self {
        let key = (frame.core.number, frame.lane);
        lock(&GRAPH).running.entry(key).or_default().push(std::thread::current().id());
        let depth = HERE.try_with(|here| {
            here.borrow_mut().push(frame);
            here.borrow().len()
        });
        Entered { key, depth: depth.unwrap_or(0) }
    }

    /// The callback is through; the number under which the program answers later, if it does.
    pub(super) fn leave(self) -> Option<u64> {
        HERE.try_with(|here| here.borrow().get(self.depth.checked_sub(1)?)?.later).ok().flatten()
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        let me = std::thread::current().id();
        let mut graph = lock(&GRAPH);
        if let Some(threads) = graph.running.get_mut(&self.key) {
            if let Some(at) = threads.iter().rposition(|thread| *thread == me) {
                threads.remove(at);
            }
            if threads.is_empty() {
                graph.running.remove(&self.key);
            }
        }
        drop(graph);
        let frame = HERE.try_with(|here| here.borrow_mut().pop());
        // Outside the borrow: it may be the last owner of a server.
        drop(frame);
    }
}

/// A wait that is noted, until dropped.
pub(crate) struct Waiting {
    target: Target,
    /// It is for the connection whose ReadyToSend is running here; its events come on this thread.
    pub(super) own: bool,
}

impl Waiting {
    /// Notes that this thread waits; `None` when that would close a circle.
    pub(crate) fn begin(target: Target) -> Option<Waiting> {
        let me = std::thread::current().id();
        let mut graph = lock(&GRAPH);
        if graph.leads_to(target, me, &mut HashSet::new()) {
            return None;
        }
        graph.waiting.entry(me).or_default().push(target);
        Some(Waiting { target, own: false })
    }

    /// The same for a file that is to be sent: from its own ReadyToSend it may be waited for.
    pub(super) fn begin_sending(server: u64, lane: Lane) -> Option<Waiting> {
        let target = Target::Connection(server, lane);
        if !sends_for_itself(server, lane) {
            return Waiting::begin(target);
        }
        lock(&GRAPH).waiting.entry(std::thread::current().id()).or_default().push(target);
        Some(Waiting { target, own: true })
    }
}

/// Notes that this thread waits for callbacks on another one, until dropped.
pub struct ThreadWait {
    _waiting: Waiting,
}

impl ThreadWait {
    /// `None` when that thread waits for this one, itself or through others.
    pub fn begin(thread: ThreadId) -> Option<Self> {
        Waiting::begin(Target::Thread(thread)).map(|waiting| ThreadWait { _waiting: waiting })
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let me = std::thread::current().id();
        let mut graph = lock(&GRAPH);
        if let Some(targets) = graph.waiting.get_mut(&me) {
            if let Some(at) = targets.iter().rposition(|target| *target == self.target) {
                targets.remove(at);
            }
            if targets.is_empty() {
                graph.waiting.remove(&me);
            }
        }
    }
}

fn here<T>(read: impl FnOnce(&[Frame]) -> T) -> Option<T> {
    // None on a thread that is ending, where the program may still call from a destructor.
    HERE.try_with(|here| read(&here.borrow())).ok()
}

/// Whether a callback of this connection is running on this thread.
pub(super) fn in_callback_of(server: u64, lane: Lane) -> bool {
    here(|frames| frames.iter().any(|frame| frame.is_of(server, lane))).unwrap_or(false)
}

/// Whether a callback of this server is running on this thread.
pub(super) fn in_callback(server: u64) -> bool {
    here(|frames| frames.iter().any(|frame| frame.core.number == server)).unwrap_or(false)
}

/// Whether the innermost callback of this thread is ReadyToSend of this connection, and no other event of it runs here.
fn sends_for_itself(server: u64, lane: Lane) -> bool {
    here(|frames| {
        let ready = |frame: &Frame| frame.kind == EventKind::ReadyToSend;
        frames.last().is_some_and(|frame| frame.is_of(server, lane))
            && frames.iter().filter(|frame| frame.is_of(server, lane)).all(ready)
    })
    .unwrap_or(false)
}

/// The callback that is running here answers later, under this number; which server and connection it belongs to.
pub(super) fn answer_later(server: u64, token: u64) -> Option<(Lane, EventKind)> {
    let put_off = |here: &RefCell<Vec<Frame>>| {
        let mut frames = here.borrow_mut();
        let frame = frames.last_mut().filter(|frame| frame.core.number == server && frame.later.is_none())?;
        frame.later = Some(token);
        Some((frame.lane, frame.kind))
    };
    HERE.try_with(put_off).ok().flatten()
}

/// Takes back what [`answer_later`] noted for the callback that is running here; false when it runs elsewhere.
pub(super) fn answer_here(server: u64, token: u64) -> bool {
    let take_back = |here: &RefCell<Vec<Frame>>| {
        let mut frames = here.borrow_mut();
        let noted = |frame: &&mut Frame| frame.core.number == server && frame.later == Some(token);
        frames.iter_mut().find(noted).map(|frame| frame.later = None).is_some()
    };
    HERE.try_with(take_back).unwrap_or(false)
}

/// The place in the pool of the callback that is running here, given back until dropped.
pub(crate) struct Away(Option<Arc<Core>>);

impl Away {
    pub(crate) fn leave() -> Self {
        let core = here(|frames| frames.last().filter(|frame| frame.placed).map(|frame| frame.core.clone())).flatten();
        if let Some(core) = &core {
            core.give_place();
        }
        Away(core)
    }

    /// Runs a callback of the connection that is waited for, in the place of this one.
    pub(super) fn back<T>(&self, run: impl FnOnce() -> T) -> T {
        let Some(core) = &self.0 else { return run() };
        core.take_place();
        let result = run();
        core.give_place();
        result
    }

    pub(super) fn has_place(&self) -> bool {
        self.0.is_some()
    }
}

impl Drop for Away {
    fn drop(&mut self) {
        if let Some(core) = &self.0 {
            core.take_place();
        }
    }
}
