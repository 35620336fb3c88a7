//! A panic is an error like others: it is caught, becomes error 4 with what was said and where, and goes to whoever can do
//! something about it.
//!
//! Rust prints every panic to the standard error, before anybody can catch it, from a hook that all of one copy of Rust's
//! library share. A program in another language has no use for that text, so the C interface puts a hook before it
//! ([`keep_quiet`]) that is silent where this library runs and leaves all else as it was: a host in Rust that links this crate
//! keeps its own hook for its own code, and without the C interface nothing is changed at all.

use crate::error::{Error, Result, codes};
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::sync::Once;
use std::task::Poll;

thread_local! {
    /// Whether what runs on this thread is ours, and a panic of it will be caught and told.
    static OURS: Cell<bool> = const { Cell::new(false) };
    /// What the hook saw of the panic that is on its way to [`catch`].
    static SEEN: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs `body`; a panic becomes error 4.
pub(crate) fn catch<T>(body: impl FnOnce() -> T) -> Result<T> {
    let _scope = Scope::enter(true);
    // What the body left half done is behind locks that recover from poisoning, or is not used again.
    catch_unwind(AssertUnwindSafe(body)).map_err(|panic| error(&*panic))
}

/// Runs a future to its end; a panic becomes error 4. It gets a place of its own in memory: a connection's is large, and would
/// be there once more in every future around it.
pub(crate) fn catch_async<T>(future: impl Future<Output = T>) -> impl Future<Output = Result<T>> {
    let mut future = Box::pin(future);
    std::future::poll_fn(move |context| match catch(|| future.as_mut().poll(context)) {
        Ok(Poll::Ready(value)) => Poll::Ready(Ok(value)),
        Ok(Poll::Pending) => Poll::Pending,
        Err(error) => Poll::Ready(Err(error)),
    })
}

/// Runs a callback of the program. Should it be written in Rust, and share our copy of Rust's library, its panics are its own.
pub(crate) fn outside<T>(callback: impl FnOnce() -> T) -> T {
    let _scope = Scope::enter(false);
    callback()
}

/// This thread was started by us and runs nothing else.
pub(crate) fn own_thread() {
    OURS.set(true);
}

/// Puts the silent hook before the one that is there; once in a process.
pub(crate) fn keep_quiet() {
    static ONCE: Once = Once::new();
    // While a panic is under way hooks cannot be changed; the next call does it.
    if ONCE.is_completed() || std::thread::panicking() {
        return;
    }
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| if OURS.get() { see(info) } else { before(info) }));
    });
}

fn see(info: &PanicHookInfo<'_>) {
    let place =
        info.location().map_or_else(String::new, |at| format!(" ({}:{}:{})", at.file(), at.line(), at.column()));
    let seen = format!("{}{place}", said(info.payload()));
    // A thread that is ending has no room for it any more: then the place is not told.
    let _ = SEEN.try_with(|slot| slot.replace(Some(seen)));
}

fn said(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message")
}

fn error(panic: &(dyn Any + Send)) -> Error {
    let seen = SEEN.try_with(RefCell::take).ok().flatten();
    Error::new(codes::PANIC, format!("Internal error: {}", seen.as_deref().unwrap_or_else(|| said(panic))))
}

/// Whose code runs, put back at the end.
struct Scope {
    before: bool,
}

impl Scope {
    fn enter(ours: bool) -> Self {
        Scope { before: OURS.replace(ours) }
    }
}

impl Drop for Scope {
    fn drop(&mut self) {
        OURS.set(self.before);
    }
}
