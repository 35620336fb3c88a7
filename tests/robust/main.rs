//! What must hold when lines break, processes die and partners misbehave.

mod crash;
mod crowd;
mod cuts;
mod failing;
mod hostile;
mod link;
mod model;
mod mutants;
mod network;
mod side;
#[path = "../support/mod.rs"]
mod support;
