//! Tests of the callback slots: who waits for whom.

use super::*;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

struct First;
struct Second;

unsafe impl EventStruct for First {
    const KIND: EventKind = EventKind::Connected;
}

unsafe impl EventStruct for Second {
    const KIND: EventKind = EventKind::Disconnected;
}

type Body = Box<dyn Fn() + Send + Sync>;

unsafe extern "C" fn run<E>(_: *mut oftpsrv_t, _: *mut E, user_data: *mut c_void) {
    let body = unsafe { &*user_data.cast::<Body>() };
    body();
}

fn leak(body: impl Fn() + Send + Sync + 'static) -> *mut c_void {
    let body: Body = Box::new(body);
    Box::into_raw(Box::new(body)).cast()
}

fn fire<E: EventStruct>(slots: &Slots) -> bool {
    // The callbacks of these tests do not look at the event.
    unsafe { slots.call::<E>(std::ptr::null_mut(), std::ptr::null_mut()) }
}

/// A callback body that says when it began and waits until it may go on.
fn gate() -> (impl Fn() + Send + Sync + 'static, Receiver<()>, Sender<()>) {
    let (began, has_begun) = channel();
    let (go, may_go) = channel::<()>();
    let may_go = Mutex::new(may_go);
    let body = move || {
        began.send(()).unwrap();
        may_go.lock().unwrap().recv().unwrap();
    };
    (body, has_begun, go)
}

const MOMENT: Duration = Duration::from_millis(30);
const LONG: Duration = Duration::from_secs(20);

#[test]
fn nobody_is_called_when_nobody_listens() {
    let slots = Slots::default();
    assert!(!slots.wants(First::KIND));
    assert!(!fire::<First>(&slots));
    slots.register::<First>(Some(run), leak(|| ()));
    assert!(slots.wants(First::KIND) && !slots.wants(Second::KIND));
    assert!(fire::<First>(&slots));
    slots.register::<First>(None, std::ptr::null_mut());
    assert!(!slots.wants(First::KIND));
}

#[test]
fn replacing_waits_for_the_old_callback() {
    let slots = Arc::new(Slots::default());
    let (body, has_begun, go) = gate();
    slots.register::<First>(Some(run), leak(body));
    let caller = thread::spawn({
        let slots = slots.clone();
        move || fire::<First>(&slots)
    });
    has_begun.recv().unwrap();
    let (replaced, is_replaced) = channel();
    let replacer = thread::spawn({
        let slots = slots.clone();
        move || {
            slots.register::<First>(None, std::ptr::null_mut());
            replaced.send(()).unwrap();
        }
    });
    assert!(is_replaced.recv_timeout(MOMENT).is_err(), "the old callback still runs");
    go.send(()).unwrap();
    is_replaced.recv_timeout(LONG).unwrap();
    caller.join().unwrap();
    replacer.join().unwrap();
}

#[test]
fn replacing_from_inside_the_callback_does_not_wait() {
    let slots = Arc::new(Slots::default());
    let inner = slots.clone();
    slots.register::<First>(Some(run), leak(move || inner.register::<First>(None, std::ptr::null_mut())));
    assert!(fire::<First>(&slots));
    assert!(!fire::<First>(&slots));
}

#[test]
fn clearing_from_inside_a_callback_waits_for_the_others_only() {
    let slots = Arc::new(Slots::default());
    let (body, has_begun, go) = gate();
    slots.register::<First>(Some(run), leak(body));
    let other = thread::spawn({
        let slots = slots.clone();
        move || fire::<First>(&slots)
    });
    has_begun.recv().unwrap();
    let (cleared, is_cleared) = channel();
    let inner = slots.clone();
    slots.register::<Second>(
        Some(run),
        leak(move || {
            inner.clear();
            cleared.send(()).unwrap();
        }),
    );
    let clearer = thread::spawn({
        let slots = slots.clone();
        move || fire::<Second>(&slots)
    });
    assert!(is_cleared.recv_timeout(MOMENT).is_err());
    go.send(()).unwrap();
    is_cleared.recv_timeout(LONG).unwrap();
    other.join().unwrap();
    clearer.join().unwrap();
}

#[test]
fn two_callbacks_that_replace_each_other_do_not_hang() {
    let slots = Arc::new(Slots::default());
    let barrier = Arc::new(std::sync::Barrier::new(2));
    let (first, second) = (slots.clone(), slots.clone());
    let (one, two) = (barrier.clone(), barrier);
    slots.register::<First>(
        Some(run),
        leak(move || {
            one.wait();
            first.register::<Second>(None, std::ptr::null_mut());
        }),
    );
    slots.register::<Second>(
        Some(run),
        leak(move || {
            two.wait();
            second.register::<First>(None, std::ptr::null_mut());
        }),
    );
    let (done, is_done) = channel();
    for kind in [First::KIND, Second::KIND] {
        let (slots, done) = (slots.clone(), done.clone());
        thread::spawn(move || {
            if kind == First::KIND {
                fire::<First>(&slots)
            } else {
                fire::<Second>(&slots)
            };
            done.send(()).unwrap();
        });
    }
    is_done.recv_timeout(LONG).unwrap();
    is_done.recv_timeout(LONG).unwrap();
}

/// A callback that waits in another way for the thread which replaces it, as SendFile to that thread's connection does, is not
/// waited for; and one that would begin to wait for a thread which waits for it is told so.
#[test]
fn replacing_closes_no_circle_with_other_waits() {
    for waits_first in [true, false] {
        let slots = Arc::new(Slots::default());
        let (began, has_begun) = channel();
        let (mine, is_mine) = channel();
        let (go, may_go) = channel::<()>();
        let may_go = Mutex::new(may_go);
        let (knows, who) = channel::<ThreadId>();
        let who = Mutex::new(who);
        slots.register::<First>(
            Some(run),
            leak(move || {
                began.send(()).unwrap();
                let other = who.lock().unwrap().recv_timeout(LONG).unwrap();
                let wait = ThreadWait::begin(other);
                mine.send(wait.is_some()).unwrap();
                if wait.is_some() {
                    may_go.lock().unwrap().recv_timeout(LONG).unwrap();
                }
            }),
        );
        let first = thread::spawn({
            let slots = slots.clone();
            move || fire::<First>(&slots)
        });
        has_begun.recv_timeout(LONG).unwrap();
        let replacer = slots.clone();
        let (me, is_me) = channel();
        let (begin, may_begin) = channel::<()>();
        let may_begin = Mutex::new(may_begin);
        slots.register::<Second>(
            Some(run),
            leak(move || {
                me.send(thread::current().id()).unwrap();
                may_begin.lock().unwrap().recv_timeout(LONG).unwrap();
                replacer.register::<First>(None, std::ptr::null_mut());
            }),
        );
        let second = thread::spawn({
            let slots = slots.clone();
            move || fire::<Second>(&slots)
        });
        let second_id = is_me.recv_timeout(LONG).unwrap();
        if waits_first {
            knows.send(second_id).unwrap();
            assert!(is_mine.recv_timeout(LONG).unwrap(), "nobody waits for it yet");
            begin.send(()).unwrap();
            // It does not wait for the first one, which is told to go on only now.
            second.join().unwrap();
            go.send(()).unwrap();
        } else {
            begin.send(()).unwrap();
            while slots.lock().waiting.is_empty() {
                thread::sleep(Duration::from_millis(1));
            }
            knows.send(second_id).unwrap();
            assert!(!is_mine.recv_timeout(LONG).unwrap(), "the wait would close a circle");
            second.join().unwrap();
        }
        first.join().unwrap();
    }
}
