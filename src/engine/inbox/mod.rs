//! The life of a received file. Each state is a type; a method that takes `self` is the arrow to the next one, so that no
//! other order compiles:
//!
//! ```text
//!  SFID → Arriving ──seal──► Whole ──store──► Stored ──told──► owed, deferred, not ours ──RTR──► confirmed
//!             │ suspend: what is there stays; the next SFID goes on       ▲ after a crash: rename again, tell again
//! ```
//!
//! `store` does three things in this order: the record (durable), the final name, the folder's flush. Only then the program
//! hears of the file (EndTransfer), and the partner gets EFPA. A crash before the record leaves nothing but a part file; one
//! after it leaves a record that says how to go on ([`recovery`]).
//!
//! A file shorter than one checkpoint has no record before it is whole.
//!
//! | module | it is |
//! |---|---|
//! | `plan` | what is known when a file is accepted |
//! | `body`, `plain`, `secured` | the content while it arrives: as it travels, or unwrapped |
//! | `restart` | going on with what an earlier session left |
//! | `arriving` | the file until EFID |
//! | `storing` | from EFID to the final name, and the program's answer |
//! | `recovery` | what nobody finished: names, and part files that nobody knows |
//! | `failure` | why a file is answered with EFNA |

mod arriving;
mod body;
mod failure;
mod plain;
mod plan;
pub(super) mod recovery;
mod restart;
mod secured;
mod storing;

pub(super) use arriving::Arriving;
pub(super) use failure::Failure;
pub(super) use plan::{FinalName, Plan, Respond, Target, offered};
pub(super) use storing::{Rejected, Stored};
