//! What nobody finished: a process died, a handler was not done when the server stopped, a folder could not be flushed. One
//! way for all of it, at the start and at any other time: the file gets its name, and the program is told, again perhaps.

use super::storing::Stored;
use crate::engine::station::{Hold, Station};
use crate::engine::worker::blocking;
use crate::error::{Error, Result, codes};
use crate::state::{Change, Received};
use crate::vfile::{PartFile, finish_rename, flush_name, names};
use std::fs;
use std::sync::Arc;

/// How many files are taken up at once.
const AT_ONCE: usize = 100;

/// Files that are stored and not told, with their final names now; and what went wrong with others.
pub(crate) async fn take_up(station: &Arc<Station>) -> Result<(Vec<Stored>, Vec<Error>)> {
    let (mut stored, mut errors) = (Vec::new(), Vec::new());
    for (record, fence) in station.store.unfinished(AT_ONCE).await? {
        let hold = Hold::new(station.store.clone(), record.id.clone(), fence);
        match give_name(&hold, record).await {
            Ok(Some(record)) => stored.push(Stored::left(hold, record)),
            Ok(None) => hold.forget(),
            // Tried again the next time.
            Err(error) => errors.push(error),
        }
    }
    Ok((stored, errors))
}

/// Redoes the rename by name: when the part is gone it was done, whatever the program did with the file since. None when the
/// file was never stored, which only records of version 0.1 leave open.
async fn give_name(hold: &Hold, mut record: Received) -> Result<Option<Received>> {
    if record.final_path.as_os_str().is_empty() {
        return Ok(Some(record));
    }
    loop {
        let looked = record.clone();
        match blocking(move || rename(&looked)).await {
            Ok(true) => return Ok(Some(record)),
            Ok(false) => return Ok(None),
            Err(error) if error.code == codes::FILE_EXISTS => {
                // Taken meanwhile by somebody else. The new name is noted before it is used.
                record.final_path = names::next_free(&record.final_path)?;
                let change = Change::Store { received: Box::new(record.clone()), fence: hold.fence };
                hold.apply(change).await?;
            }
            Err(error) => return Err(error),
        }
    }
}

fn rename(record: &Received) -> Result<bool> {
    let part = fs::symlink_metadata(&record.part_path).ok().filter(|part| part.is_file());
    let whole = |length: u64| !record.from_before || length == record.length;
    match part {
        Some(part) if !whole(part.len()) => return Ok(false),
        Some(_) => {
            finish_rename(&record.part_path, &record.final_path, record.overwrite)?;
            flush_name(&record.final_path)?;
        }
        None if record.from_before => {
            let there = fs::symlink_metadata(&record.final_path);
            if !there.is_ok_and(|there| there.is_file() && whole(there.len())) {
                return Ok(false);
            }
        }
        // The folder may be away with the file in it; then nothing needs to be flushed.
        None => drop(flush_name(&record.final_path)),
    }
    record.leftovers.iter().for_each(|path| drop(fs::remove_file(path)));
    Ok(true)
}

/// Deletes part files of this station that nobody knows: those of short files that were arriving when a process died.
/// Returns how many.
pub(crate) async fn sweep(station: &Arc<Station>) -> Result<usize> {
    let left = station.store.leftovers().await?;
    blocking(move || {
        let mut count = 0;
        for place in &left.places {
            let Ok(entries) = fs::read_dir(place) else { continue };
            for path in entries.flatten().map(|entry| entry.path()) {
                if PartFile::attempt_of(&path).is_some_and(|attempt| left.contains(&path, attempt)) {
                    count += usize::from(fs::remove_file(&path).is_ok());
                }
            }
        }
        Ok(count)
    })
    .await
}
