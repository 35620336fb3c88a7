//! Files being received right now. A partner whose line broke may be back before this side has noticed: the new session
//! takes the file over, after the old one has put its part aside.

use super::shared::{Shared, Stop};
use crate::model::{FileKey, octets};
use crate::sync::lock;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How long an old session may take to let go of a file.
const PATIENCE: Duration = Duration::from_secs(10);
const STEP: Duration = Duration::from_millis(10);

type Table = Mutex<HashMap<FileKey, Holder>>;

struct Holder {
    connection: Arc<Shared>,
    partner: String,
}

/// The files of one server that are being received.
#[derive(Default)]
pub(crate) struct BusyFiles(Arc<Table>);

/// Holds a file until dropped.
pub(crate) struct Held {
    table: Arc<Table>,
    key: FileKey,
}

impl BusyFiles {
    /// Reserves a file for a connection. `None` when another partner is sending it, or an older session of the same one
    /// does not end.
    pub(crate) async fn take(&self, key: &FileKey, connection: &Arc<Shared>, partner: &str) -> Option<Held> {
        let mut waited = Duration::ZERO;
        loop {
            {
                let mut table = lock(&self.0);
                match table.get(key) {
                    None => {
                        let holder = Holder { connection: connection.clone(), partner: partner.to_owned() };
                        table.insert(key.clone(), holder);
                        return Some(Held { table: self.0.clone(), key: key.clone() });
                    }
                    Some(holder) if !octets::same_code(&holder.partner, partner) => return None,
                    Some(holder) => {
                        holder.connection.stop.send_replace(Stop::Disconnect);
                    }
                }
            }
            if waited >= PATIENCE {
                return None;
            }
            tokio::time::sleep(STEP).await;
            waited += STEP;
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        lock(&self.table).remove(&self.key);
    }
}
