//! The engine from outside: a scripted partner on a socket (`peer`), or a second engine, against a server with an ear
//! (`rig`). What the protocol alone decides is in `tests/protocol`; here is what files, settings, events and time add.

mod callbacks;
mod certificates;
mod duplicates;
mod error_numbers;
mod events;
mod layering;
mod limits;
mod lists;
mod loopback;
mod naming;
mod panics;
mod peer;
mod queued;
mod receiving;
mod refusing;
mod responses;
mod restart;
mod restart_sending;
mod rig;
mod routing;
mod sealed;
mod secured;
mod sending;
mod sending_errors;
mod sessions;
mod settings;
mod streams;
mod timeouts;
mod turns;
