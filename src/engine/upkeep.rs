//! What a listening server does beside its connections: it takes up files that nobody finished, now and every few seconds,
//! and forgets what is older than DuplicateDays.

use super::dispatch::Heard;
use super::inbox::{Stored, recovery};
use super::inner::Inner;
use super::now_ms;
use super::own::is_own;
use super::station::Station;
use super::worker::blocking;
use crate::events::EndTransfer;
use crate::model::Direction;
use crate::settings::Id;
use crate::state::Answer;
use crate::sync::lock;
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::time::Instant;

/// How often files are looked for that nobody finished.
const TAKE_UP_EVERY: Duration = Duration::from_secs(5);
/// How often old records are looked for, and how many are looked at in one go.
const PRUNE_EVERY: Duration = Duration::from_secs(6 * 3600);
const PRUNE_LIMIT: usize = 1000;
const DAY_MS: u64 = 86_400_000;

/// Runs until the server stops listening; so there is one for each server that listens.
pub(super) async fn run(server: Weak<Inner>, station: Weak<Station>, mut ended: oneshot::Receiver<()>) {
    let mut prune_at = Instant::now();
    let mut first = true;
    loop {
        {
            let (Some(inner), Some(station)) = (server.upgrade(), station.upgrade()) else { return };
            if first {
                // StartListening holds this until it returns; nothing is told before.
                let starting = inner.clone();
                let _ = blocking(move || {
                    drop(lock(&starting.listening));
                    Ok(())
                })
                .await;
                inner.watch_over("", sweep(&inner, &station)).await;
                first = false;
            }
            inner.watch_over("", take_up(&inner, &station, &mut ended)).await;
            if Instant::now() >= prune_at {
                prune_at = Instant::now() + PRUNE_EVERY;
                inner.watch_over("", prune(&inner, &station)).await;
            }
        }
        tokio::select! {
            _ = &mut ended => return,
            () = tokio::time::sleep(TAKE_UP_EVERY) => {}
        }
    }
}

async fn prune(inner: &Inner, station: &Arc<Station>) {
    let days = inner.settings.int(Id::DuplicateDays).max(0) as u64;
    // With 0 a file is forgotten when its end response is confirmed; what was cut is still kept for a while.
    let keep = if days == 0 { 30 } else { days };
    let older_than = now_ms().saturating_sub(keep * DAY_MS);
    loop {
        let more = match station.store.prune(older_than, PRUNE_LIMIT).await {
            Ok(pruned) => {
                let files = pruned.files;
                let deleted = blocking(move || {
                    files.iter().for_each(|path| drop(std::fs::remove_file(path)));
                    Ok(())
                });
                deleted.await.map(|()| pruned.more)
            }
            Err(error) => Err(error),
        };
        match more {
            Ok(true) => tokio::task::yield_now().await,
            Ok(false) => return,
            Err(error) => return inner.report("", &error).await,
        }
    }
}

async fn sweep(inner: &Inner, station: &Arc<Station>) {
    match recovery::sweep(station).await {
        Ok(0) => {}
        Ok(count) => {
            inner.log("", 1, "Info", || format!("{count} part files of files that were cut off are deleted")).await;
        }
        Err(error) => inner.report("", &error).await,
    }
}

/// The file is stored, so the program must hear of it, before the partner hears of its end response. There is no connection
/// any more, so its id is empty.
async fn take_up(inner: &Inner, station: &Arc<Station>, ended: &mut oneshot::Receiver<()>) {
    loop {
        let (found, errors) = match recovery::take_up(station).await {
            Ok(found) => found,
            Err(error) => return inner.report("", &error).await,
        };
        // What failed is tried again the next time, not at once.
        let last = found.is_empty() || !errors.is_empty();
        for error in errors {
            inner.report("", &error).await;
        }
        for stored in found {
            if !tell(inner, stored, ended).await {
                return;
            }
        }
        if last {
            return;
        }
    }
}

/// Whether the program heard of it; when the server stops first, it is told at another time.
async fn tell(inner: &Inner, mut stored: Stored, ended: &mut oneshot::Receiver<()>) -> bool {
    let record = &stored.record;
    let key = &record.id.key;
    let path = record.final_path.to_string_lossy().into_owned();
    inner.log("", 1, "Info", || format!("file {} was stored and not told: {path}", key.name)).await;
    let event = EndTransfer {
        connection_id: String::new(),
        direction: Direction::Client,
        local_file: path.clone(),
        virtual_file_name: key.name.clone(),
        virtual_file_date: inner.date_text(None, key),
        destination: key.destination.clone(),
        originator: key.originator.clone(),
        reason_code: 0,
        reason_text: String::new(),
        file_size: record.length as i64,
        file_hash: crate::hex::lower(&record.hash),
        send_end_response: record.reply.is_some(),
        partner: record.id.partner.clone(),
        redelivered: true,
        // One with a response is ours, also where only the connection that is gone knew its code.
        forwarded: record.reply.is_none() && !is_own(&inner.settings, &key.destination),
    };
    // A handler that runs gives its answer; a program that does not pump any more gives none.
    let heard = match inner.dispatch.begin("", event.clone()) {
        None => Heard::Nobody(event),
        Some(mut hearing) if inner.dispatch.is_queued() => hearing.unless(async { drop(ended.await) }).await,
        Some(mut hearing) => hearing.unless(std::future::pending()).await,
    };
    let event = match heard {
        Heard::Answered(event) | Heard::Nobody(event) => event,
        Heard::Unanswered => {
            stored.untold();
            return false;
        }
    };
    match stored.record.reply.take() {
        Some(reply) if event.send_end_response => stored.told(Answer::Owed(Box::new(reply))),
        _ => stored.told(Answer::Deferred),
    }
    true
}

#[cfg(test)]
mod tests {
    use super::super::{listener, shared::Stop};
    use super::*;

    /// One upkeep for a server that listens, none for one that does not.
    #[test]
    fn it_ends_with_listening() {
        let inner = Inner::new();
        let set = [("ServerSSIDCode", "A"), ("ServerSFIDCode", "A"), ("LocalPort", "0"), ("LocalHost", "127.0.0.1")];
        for (name, value) in set {
            let id = crate::settings::find(name).unwrap().id;
            inner.settings.change().set(id, value).unwrap();
        }
        let watching = || Arc::weak_count(&inner);
        let before = watching();
        for _ in 0..5 {
            listener::start(&inner).unwrap();
            listener::stop(&inner);
        }
        let begun = std::time::Instant::now();
        while watching() > before {
            assert!(begun.elapsed() < Duration::from_secs(10), "{} tasks are left", watching() - before);
            std::thread::sleep(Duration::from_millis(10));
        }
        inner.stop_all(Stop::Shutdown);
    }
}
