use super::*;
use crate::events::{ConnectionRequest, ReadyToSend};
use std::sync::atomic::AtomicUsize;

#[derive(Default)]
struct Counting {
    calls: AtomicUsize,
    panics: bool,
}

impl Handler for Counting {
    fn ready_to_send(&self, _: &mut ReadyToSend) {
        self.calls.fetch_add(1, Ordering::SeqCst);
    }
    fn connection_request(&self, event: &mut ConnectionRequest) {
        assert!(!self.panics, "a handler that fails");
        event.port += 1;
    }
}

fn dispatcher() -> Arc<Dispatcher> {
    Arc::new(Dispatcher::new(Box::new(|_| 1)))
}

fn request() -> ConnectionRequest {
    ConnectionRequest { address: "127.0.0.1".into(), port: 1, accept: true }
}

async fn asked(dispatcher: &Dispatcher) -> ConnectionRequest {
    dispatcher.ask("1", request()).await.or_refused(request())
}

#[tokio::test]
async fn a_failing_handler_refuses() {
    let dispatcher = dispatcher();
    assert!(matches!(dispatcher.ask("1", request()).await, Heard::Nobody(event) if event.accept));
    dispatcher.set_handler(Arc::new(Counting { panics: true, ..Counting::default() }));
    assert!(!asked(&dispatcher).await.accept);
}

#[tokio::test]
async fn queued_events_wait_for_the_pump_and_wake_the_descriptor() {
    let dispatcher = dispatcher();
    let handler = Arc::new(Counting::default());
    dispatcher.set_handler(handler.clone());
    dispatcher.set_mode(Dispatch::Queued);
    dispatcher.descriptor().unwrap();
    dispatcher.tell("1", ReadyToSend { connection_id: "1".into() }).await;
    assert_eq!(handler.calls.load(Ordering::SeqCst), 0);
    let asking = tokio::spawn({
        let dispatcher = dispatcher.clone();
        async move { asked(&dispatcher).await.port }
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
}

/// What is dropped with the server was not answered; nobody is let in by it.
#[tokio::test]
async fn what_waits_when_the_server_is_freed_is_unanswered() {
    let dispatcher = dispatcher();
    dispatcher.set_handler(Arc::new(Counting::default()));
    dispatcher.set_mode(Dispatch::Queued);
    let asking = tokio::spawn({
        let dispatcher = dispatcher.clone();
        async move { dispatcher.ask("1", request()).await }
    });
    while lock(&dispatcher.core.state).board.waiting == 0 {
        tokio::task::yield_now().await;
    }
    dispatcher.close();
    assert!(matches!(asking.await.unwrap(), Heard::Unanswered));
    assert!(!asked(&dispatcher).await.accept);
}
