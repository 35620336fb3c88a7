//! What a listening server does beside its connections: it tells the program about files that a crash left stored but
//! untold, and forgets what is older than DuplicateDays.

use super::dispatch::Heard;
use super::inner::Inner;
use super::now_ms;
use super::own::is_own;
use super::worker::blocking;
use crate::error::Result;
use crate::events::EndTransfer;
use crate::model::{Direction, FileKey};
use crate::settings::Id;
use crate::state::{Recovered, ResponseState, StateStore};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Weak};
use std::time::Duration;

/// How often old records are looked for.
const PRUNE_EVERY: Duration = Duration::from_secs(6 * 3600);
const DAY_MS: u64 = 86_400_000;

/// Runs until the server is gone or stops listening with this store.
pub(super) async fn run(server: Weak<Inner>, store: Arc<dyn StateStore>) {
    if let Some(inner) = server.upgrade()
        && !inner.recovered_told.swap(true, Ordering::SeqCst)
    {
        inner.watch_over("", tell_recovered(&inner, &store)).await;
    }
    let weak = Arc::downgrade(&store);
    // Shadowing alone would keep the store open for ever, and with it the StatePath after Shutdown.
    drop(store);
    loop {
        let (Some(inner), Some(store)) = (server.upgrade(), weak.upgrade()) else { return };
        inner.watch_over("", prune(&inner, store)).await;
        drop(inner);
        tokio::time::sleep(PRUNE_EVERY).await;
    }
}

async fn prune(inner: &Inner, store: Arc<dyn StateStore>) {
    let days = inner.settings.int(Id::DuplicateDays).max(0) as u64;
    // With 0 a file is forgotten when its end response is confirmed; what was cut is still kept for a while.
    let keep = if days == 0 { 30 } else { days };
    let pruned = blocking(move || store.prune(now_ms().saturating_sub(keep * DAY_MS))).await;
    if let Err(error) = pruned {
        inner.report("", &error).await;
    }
}

/// A crash between the final name and the program's EndTransfer: the file is there and its end response owed, so the
/// program must still hear of it, before the partner does. There is no connection any more, so its id is empty.
async fn tell_recovered(inner: &Inner, store: &Arc<dyn StateStore>) {
    for recovered in store.recovered() {
        let told = match recovered {
            Recovered::Finished { key, path } => {
                tell_stored(inner, store, key, path.to_string_lossy().into_owned()).await
            }
            Recovered::TakenBack { key } => {
                inner
                    .log("", 1, "Info", || format!("file {} was not yet stored when the process ended", key.name))
                    .await;
                Ok(())
            }
        };
        if let Err(error) = told {
            inner.report("", &error).await;
        }
    }
}

async fn tell_stored(inner: &Inner, store: &Arc<dyn StateStore>, key: FileKey, path: String) -> Result<()> {
    inner.log("", 1, "Info", || format!("file {} was stored just before the process ended: {path}", key.name)).await;
    let (looking, known) = (store.clone(), key.clone());
    let Some(stored) = blocking(move || looking.stored(&known)).await? else { return Ok(()) };
    let size = std::fs::metadata(&path).map_or(0, |m| m.len());
    let event = EndTransfer {
        connection_id: String::new(),
        direction: Direction::Client,
        local_file: path,
        virtual_file_name: key.name.clone(),
        virtual_file_date: inner.date_text(None, &key),
        destination: key.destination.clone(),
        originator: key.originator.clone(),
        reason_code: 0,
        reason_text: String::new(),
        file_size: size as i64,
        file_hash: crate::hex::lower(&stored.hash),
        send_end_response: stored.response == ResponseState::Owed,
        partner: stored.partner.clone(),
        redelivered: true,
        forwarded: !is_own(&inner.settings, &key.destination),
    };
    let event = match inner.dispatch.ask("", event).await {
        Heard::Answered(event) | Heard::Nobody(event) => event,
        // It is told again after the next start.
        Heard::Unanswered => return Ok(()),
    };
    if event.send_end_response || stored.response != ResponseState::Owed {
        return Ok(());
    }
    // The program answers by itself later.
    let store = store.clone();
    blocking(move || {
        for owed in store.owed(&stored.partner)?.into_iter().filter(|owed| owed.file.as_ref() == Some(&key)) {
            store.owed_done(owed.id)?;
        }
        store.set_response(&key, ResponseState::Deferred).map(drop)
    })
    .await
}
