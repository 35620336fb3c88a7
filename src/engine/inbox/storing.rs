//! From EFID to the final name, and to the program's answer.

use super::arriving::Facts;
use super::body::Content;
use super::failure::Failure;
use super::plan::{FinalName, offered};
use crate::engine::station::Hold;
use crate::engine::worker::blocking;
use crate::error::{Error, codes};
use crate::state::{self, Answer, Change, Outcome, Received, Stage};
use crate::vfile::{PartFile, flush_name};
use std::path::PathBuf;
use std::time::Duration;

/// How often, and how many times, a store that failed is asked to take a file back.
const TRY_EVERY: Duration = Duration::from_millis(250);
const TRIES: u32 = 120;

/// A file that is whole and has no record yet.
#[must_use]
pub(crate) struct Whole {
    hold: Hold,
    content: Content,
    record: Received,
    /// Why the end response is not as it should be.
    complaint: Option<Error>,
}

/// A file that is stored: noted durably and under its final name. What is left is to tell the program.
#[must_use]
pub(crate) struct Stored {
    hold: Hold,
    pub record: Received,
    /// Why the end response is not as it should be.
    pub complaint: Option<Error>,
}

/// Why a whole file is not told.
pub(crate) enum Rejected {
    /// It is not stored: EFNA.
    Failed(Failure),
    /// It is noted, and its name may not be on disk: it is named and told later, by recovery. The partner need not send it
    /// again.
    Later(Error),
}

impl Whole {
    pub(super) fn new(facts: Facts, hold: Hold, content: Content, hash: Vec<u8>, units: u64) -> Whole {
        let Facts { offer, attempt, respond, .. } = facts;
        let (reply, complaint) = match respond {
            Some(respond) => {
                let (reply, complaint) = respond(&hash);
                (Some(reply), complaint)
            }
            None => (None, None),
        };
        let record = Received {
            id: hold.id.clone(),
            attempt,
            stage: Stage::Stored,
            part_path: PathBuf::new(),
            leftovers: Vec::new(),
            final_path: PathBuf::new(),
            overwrite: false,
            length: units,
            hash,
            offered: offered(&offer),
            reply,
            when: crate::engine::now_ms(),
            from_before: false,
        };
        Whole { hold, content, record, complaint }
    }

    /// Brings the octets to disk, notes the file (durable), gives it its name, and flushes the folder. `name` does not count
    /// for what is in the program's stream already.
    pub(crate) async fn store(self, name: FinalName) -> Result<Stored, Rejected> {
        let Whole { hold, content, mut record, complaint } = self;
        let (part, raw) = match content {
            Content::File(part, raw) => (part, raw),
            Content::Stream => {
                return match note(&hold, &record).await {
                    Ok(()) => Ok(Stored { hold, record, complaint }),
                    Err(unnoted) => Err(Rejected::Failed(unnoted.failure())),
                };
            }
        };
        let prepared =
            blocking(move || Ok(prepare(part, raw.as_ref(), &name).map(|(part, path)| (part, path, raw, name))));
        let (part, path, raw, name) = match prepared.await.and_then(|prepared| prepared) {
            Ok(prepared) => prepared,
            Err(error) => {
                hold.forget();
                return Err(Rejected::Failed(error.into()));
            }
        };
        record.part_path = part.path().to_owned();
        record.leftovers = part.spare().map(PathBuf::from).into_iter().collect();
        record.leftovers.extend(raw.as_ref().map(|raw| raw.path().to_owned()));
        record.final_path = path.clone();
        record.overwrite = name.overwrite;
        record.length = part.len();
        match note(&hold, &record).await {
            Ok(()) => {}
            Err(Unnoted::Not(failure)) => {
                discard(record).await;
                return Err(Rejected::Failed(failure));
            }
            Err(Unnoted::Perhaps(failure)) => {
                take_back(hold, record).await;
                return Err(Rejected::Failed(failure));
            }
        }
        let renamed = blocking(move || {
            let renamed = part.rename(&path, name.overwrite);
            if let (Ok(()), Some(raw)) = (&renamed, raw) {
                let _ = raw.discard();
            }
            Ok(renamed.map(|()| flush_name(&path)))
        });
        match renamed.await.and_then(|renamed| renamed) {
            Ok(Ok(())) => Ok(Stored { hold, record, complaint }),
            Ok(Err(error)) => Err(Rejected::Later(error)),
            Err(error) => {
                take_back(hold, record).await;
                Err(Rejected::Failed(error.into()))
            }
        }
    }
}

fn prepare(mut part: PartFile, raw: Option<&PartFile>, name: &FinalName) -> Result<(PartFile, PathBuf), Error> {
    let path = name.now();
    match part.prepare(&path) {
        Ok(()) => Ok((part, path)),
        Err(error) => {
            let _ = part.discard();
            if let Some(raw) = raw {
                let _ = std::fs::remove_file(raw.path());
            }
            Err(error)
        }
    }
}

/// Why a file is not noted.
enum Unnoted {
    /// Somebody else has it.
    Not(Failure),
    /// The store failed, and nobody knows what reached the disk.
    Perhaps(Failure),
}

impl Unnoted {
    fn failure(self) -> Failure {
        match self {
            Unnoted::Not(failure) | Unnoted::Perhaps(failure) => failure,
        }
    }
}

async fn note(hold: &Hold, record: &Received) -> Result<(), Unnoted> {
    let change = Change::Store { received: Box::new(record.clone()), fence: hold.fence };
    let not = |message: String| Err(Unnoted::Not(Error::new(codes::NOT_READY, message).into()));
    match hold.apply(change).await.map_err(|error| Unnoted::Perhaps(error.into()))? {
        Outcome::Known(known) => not(format!("{} was stored by another session meanwhile.", known.id.key.name)),
        Outcome::Lost => not("Another session has taken the file over.".to_owned()),
        Outcome::Done | Outcome::Owed(_) => Ok(()),
    }
}

async fn discard(record: Received) {
    let parts = [record.part_path].into_iter().chain(record.leftovers);
    let gone = blocking(move || {
        parts.for_each(|path| drop(std::fs::remove_file(path)));
        Ok(())
    });
    let _ = gone.await;
}

/// The file did not get its name. Its record must not say any more that it is stored before its part goes: a part that is
/// missing means that the rename was done. When even that cannot be noted it is tried for a while; then the part stays, and
/// recovery gives it its name, or deletes it when there is no record.
async fn take_back(hold: Hold, record: Received) {
    let arriving = Box::new(state::Arriving {
        id: record.id.clone(),
        attempt: record.attempt,
        part_path: record.part_path.clone(),
        raw_path: None,
        offered: record.offered.clone(),
        binary_records: false,
        flushed: Vec::new(),
        progress: Vec::new(),
        boot_id: String::new(),
        updated: crate::engine::now_ms(),
    });
    let take_back = Change::Arrive { arriving, fence: hold.fence };
    if let Err((hold, record)) = try_to_take_back(hold, record, &take_back).await {
        // Whoever offers the file again meanwhile waits for this claim.
        tokio::spawn(async move {
            let mut left = (hold, record);
            for _ in 0..TRIES {
                tokio::time::sleep(TRY_EVERY).await;
                match try_to_take_back(left.0, left.1, &take_back).await {
                    Ok(()) => return,
                    Err(again) => left = again,
                }
            }
        });
    }
}

async fn try_to_take_back(hold: Hold, record: Received, take_back: &Change) -> Result<(), (Hold, Received)> {
    match hold.apply(take_back.clone()).await {
        Ok(Outcome::Done) => {
            discard(record).await;
            hold.forget();
            Ok(())
        }
        Ok(_) => Ok(()),
        Err(_) => Err((hold, record)),
    }
}

impl Stored {
    /// Takes up what somebody left.
    pub(super) fn left(hold: Hold, record: Received) -> Stored {
        Stored { hold, record, complaint: None }
    }

    /// The program has heard of it. Nobody waits: it is written with the next commit, and the end response leaves only when
    /// that is done.
    pub(crate) fn told(self, answer: Answer) {
        self.hold.told(answer);
    }

    /// Nobody finished hearing of it: it stays stored, and is told again.
    pub(crate) fn untold(self) {
        drop(self.hold);
    }
}
