//! Why a connection is to end, as a signal that its loop and whoever asks the program something for it look at.

use tokio::sync::watch;

/// Why a connection is to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    Run,
    Disconnect,
    Shutdown,
}

/// Where a stop is heard.
pub(crate) type StopSignal = watch::Receiver<Stop>;

/// Ready when the connection is to end.
pub(crate) async fn stopped(stop: &mut StopSignal) {
    if stop.wait_for(|stop| *stop != Stop::Run).await.is_err() {
        std::future::pending::<()>().await;
    }
}
