//! The embedded store as others see it. Claims are in memory: what another process had is nobody's, since only one has the
//! store open.

use super::change::{Change, Claim, Claimed, Fence, Known, Outcome, Pruned};
use super::codec::Row;
use super::parts::Leftovers;
use super::pending::{Pending, ready};
use super::records::{Attempt, FileId, Offered, Outgoing, Owed, Received, Sent};
use super::store::{Core, Store};
use super::tables::Table;
use super::{StateStore, keys, work};
use crate::error::Result;
use crate::model::FileKey;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

impl StateStore for Store {
    fn apply(&self, change: Change) -> Pending<Outcome> {
        // First: positions behind a cut must not outlive it.
        match &change {
            Change::Arrive { arriving, .. } => self.core.progress.remove(&arriving.id),
            Change::Checkpoint { id, distrust: true, .. } | Change::Forget { id, .. } => self.core.progress.remove(id),
            Change::Store { received, .. } => self.core.progress.remove(&received.id),
            _ => {}
        }
        self.core.apply(change)
    }

    fn attempt(&self) -> Attempt {
        self.maker.attempt()
    }

    fn keeps_parts_in(&self, dir: &Path) -> Pending<()> {
        self.note_place(dir)
    }

    fn leftovers(&self) -> Pending<Leftovers> {
        ready(self.core.read(|tables, _| self.maker.leftovers(tables)))
    }

    fn progress(&self, id: &FileId, positions: &[(u64, u64)]) -> Result<()> {
        self.core.progress.set(id, positions)
    }

    fn known(&self, id: &FileId, offered: &Offered) -> Pending<Known> {
        let looked = self.core.read(|tables, claims| {
            if claims.is_in_doubt(&keys::received(id)) {
                return Ok((Known::No, true));
            }
            let known = work::known(tables, id, offered)?;
            let durable = match &known {
                Known::Stored(received) => tables.is_durable(Table::Received, &keys::received(&received.id)),
                _ => true,
            };
            Ok((known, durable))
        });
        match looked {
            Ok((known, false)) => self.once_durable(known),
            looked => ready(looked.map(|(known, _)| known)),
        }
    }

    fn claim(&self, id: &FileId, patience: Duration) -> Pending<Claim> {
        let (core, id) = (self.core.clone(), id.clone());
        Box::pin(async move {
            let until = tokio::time::Instant::now() + patience;
            loop {
                let mut held = match claim_now(&core, &id)? {
                    Ok(claimed) => return Ok(Claim::Mine(claimed)),
                    Err(held) => held,
                };
                // Ends when the holder lets go; nothing is ever sent.
                if tokio::time::timeout_at(until, held.changed()).await.is_err() {
                    return Ok(Claim::Busy);
                }
            }
        })
    }

    fn unfinished(&self, limit: usize) -> Pending<Vec<(Received, Fence)>> {
        ready(self.core.read(|tables, claims| {
            let mut keys = Vec::new();
            tables.scan(Table::Unfinished, &[], &[], &mut |key, _| {
                if !claims.has_file(key) {
                    keys.push(key.to_vec());
                }
                Ok(keys.len() < limit)
            })?;
            let mut found = Vec::new();
            for key in keys {
                if let Some(Row::Received(received)) = work::get(tables, Table::Received, &key)?
                    && let Ok((fence, _)) = claims.file(&key)
                {
                    found.push((*received, fence));
                }
            }
            Ok(found)
        }))
    }

    fn deferred(&self, partner: &str, name: &str) -> Pending<Vec<Received>> {
        ready(self.core.read(|tables, _| work::deferred(tables, partner, name)))
    }

    fn claim_owed(&self, partner: &str, after: u64, limit: usize) -> Pending<Vec<(Owed, Fence)>> {
        let found = match claim_owed(&self.core, partner, after, limit) {
            Ok(found) => found,
            Err(error) => return ready(Err(error)),
        };
        match (found, self.core.settled()) {
            // Those that are not durable yet are worth a commit: the partner waits for them.
            (Found { owed, not_durable: true }, Some(settled)) if owed.is_empty() => {
                let (core, partner) = (self.core.clone(), partner.to_owned());
                Box::pin(async move {
                    settled.await?;
                    claim_owed(&core, &partner, after, limit).map(|found| found.owed)
                })
            }
            (found, _) => ready(Ok(found.owed)),
        }
    }

    fn give_back(&self, owed: &[(u64, Fence)]) {
        let claims = &mut self.core.shelf().claims;
        owed.iter().for_each(|(id, fence)| claims.end_owed(*id, *fence));
    }

    fn waiting(&self, partners: &[String]) -> Pending<Vec<String>> {
        ready(self.core.read(|tables, claims| {
            let mut waiting = Vec::new();
            for partner in partners {
                let mut any = false;
                tables.scan(Table::OwedByPartner, &keys::partner(partner), &[], &mut |key, _| {
                    any = keys::response_id(key).is_some_and(|id| !claims.has_owed(id));
                    Ok(!any)
                })?;
                if any {
                    waiting.push(partner.clone());
                }
            }
            Ok(waiting)
        }))
    }

    fn sent_for(&self, response: &FileKey) -> Pending<Option<Sent>> {
        ready(self.core.read(|tables, _| work::sent_for(tables, response)))
    }

    fn outgoing(&self, key: &FileKey) -> Pending<Option<Outgoing>> {
        ready(self.core.read(|tables, _| work::get(tables, Table::Outgoing, &keys::sent(key))))
    }

    fn cut(&self, partner: &str, file: &FileKey) -> Pending<Vec<Outgoing>> {
        ready(self.core.read(|tables, _| work::cut(tables, partner, file)))
    }

    fn prune(&self, older_than: u64, limit: usize) -> Pending<Pruned> {
        super::prune::prune(&self.core, older_than, limit)
    }
}

impl Store {
    /// Gives an answer when everything it may rest on is durable.
    fn once_durable<T: Send + 'static>(&self, answer: T) -> Pending<T> {
        match self.core.settled() {
            None => ready(Ok(answer)),
            Some(settled) => Box::pin(async move { settled.await.map(|_| answer) }),
        }
    }
}

/// Claims a file, or gives what ends when its holder lets go.
fn claim_now(core: &Arc<Core>, id: &FileId) -> Result<Result<Claimed, watch::Receiver<()>>> {
    core.read(|tables, claims| {
        // Looked up before, so that an error leaves no claim.
        let row = work::row(tables, id)?;
        let (fence, wanted) = match claims.file(&keys::received(id)) {
            Ok(claimed) => claimed,
            Err(held) => return Ok(Err(held)),
        };
        let arriving = match row {
            Some(Row::Arriving(mut arriving)) => {
                arriving.progress = core.progress.get(id);
                Some(arriving)
            }
            _ => None,
        };
        Ok(Ok(Claimed { fence, arriving, wanted }))
    })
}

struct Found {
    owed: Vec<(Owed, Fence)>,
    /// There are more, which are not on disk yet.
    not_durable: bool,
}

fn claim_owed(core: &Arc<Core>, partner: &str, after: u64, limit: usize) -> Result<Found> {
    core.read(|tables, claims| {
        let (mut ids, mut not_durable) = (Vec::new(), false);
        let from = keys::partner_response(partner, after.saturating_add(1));
        tables.scan(Table::OwedByPartner, &keys::partner(partner), &from, &mut |key, _| {
            let Some(id) = keys::response_id(key).filter(|id| *id > after && !claims.has_owed(*id)) else {
                return Ok(true);
            };
            match tables.is_durable(Table::Owed, &id.to_be_bytes()) {
                true => ids.push(id),
                false => not_durable = true,
            }
            Ok(ids.len() < limit)
        })?;
        let mut owed = Vec::new();
        for id in ids {
            if let Some(found) = work::get(tables, Table::Owed, &id.to_be_bytes())?
                && let Some(fence) = claims.owed(id)
            {
                owed.push((found, fence));
            }
        }
        Ok(Found { owed, not_durable })
    })
}

/// For tests: claims of end responses as if they had been held for long.
#[cfg(test)]
impl Store {
    pub(super) fn age_claims(&self) {
        self.core.shelf().claims.age();
    }
}
