//! Something to wait for that nobody has to wait for: whoever drops it gives up the answer, not the change.

use super::store::Core;
use crate::error::{Error, Result, codes};
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;
use tokio::sync::oneshot;

/// Ready when the change is durable. The change is queued before `apply` returns: who does not wait drops it, and it is
/// written all the same, with the next commit, at the latest 200 ms later.
pub type Pending<T> = Pin<Box<dyn Future<Output = Result<T>> + Send>>;

/// What is known already.
pub(super) fn ready<T: Send + 'static>(result: Result<T>) -> Pending<T> {
    Box::pin(std::future::ready(result))
}

/// The end of something queued, on the side of whoever brings it about.
pub(super) struct Slot<T> {
    waited: Arc<AtomicBool>,
    reply: oneshot::Sender<Result<T>>,
}

impl<T> Slot<T> {
    /// Whether somebody waits for it now.
    pub(super) fn is_waited(&self) -> bool {
        self.waited.load(Ordering::SeqCst) && !self.reply.is_closed()
    }

    pub(super) fn end(self, result: Result<T>) {
        let _ = self.reply.send(result);
    }
}

/// The same on the other side. Waiting begins when it is first polled; only then a commit is made for it.
pub(super) struct Waiting<T> {
    waited: Arc<AtomicBool>,
    answer: oneshot::Receiver<Result<T>>,
    core: Weak<Core>,
}

pub(super) fn slot<T>(core: &Arc<Core>) -> (Slot<T>, Waiting<T>) {
    let (reply, answer) = oneshot::channel();
    let waited = Arc::new(AtomicBool::new(false));
    (Slot { waited: waited.clone(), reply }, Waiting { waited, answer, core: Arc::downgrade(core) })
}

impl<T> Future for Waiting<T> {
    type Output = Result<T>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<T>> {
        if !self.waited.swap(true, Ordering::SeqCst)
            && let Some(core) = self.core.upgrade()
        {
            core.somebody_waits();
        }
        let closed = || Error::new(codes::STATE_STORE, "The state store was closed before the change was written.");
        Pin::new(&mut self.answer).poll(context).map(|answer| answer.unwrap_or_else(|_| Err(closed())))
    }
}

impl<T> Drop for Waiting<T> {
    fn drop(&mut self) {
        self.waited.store(false, Ordering::SeqCst);
    }
}

/// Waits on a thread that may block.
///
/// # Errors
/// Those of the change.
pub fn wait<T>(mut pending: Pending<T>) -> Result<T> {
    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        match pending.as_mut().poll(&mut context) {
            Poll::Ready(result) => return result,
            Poll::Pending => std::thread::park(),
        }
    }
}
