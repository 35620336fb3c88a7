//! The engine from outside: a scripted partner on a socket (`support::peer`), or a second engine, against a server with an ear
//! (`support::station`). What the protocol alone decides is in `tests/protocol`; here is what files, settings, events and time add.

mod callbacks;
mod certificates;
mod duplicates;
mod error_numbers;
mod events;
mod inbox;
mod layering;
mod limits;
mod lists;
mod loopback;
mod naming;
mod own_codes;
mod panics;
mod queued;
mod receiving;
mod refusing;
mod responses;
mod restart;
mod restart_sending;
mod routing;
mod sealed;
mod secured;
mod sending;
mod sending_errors;
mod sessions;
mod settings;
mod streams;
#[path = "../support/mod.rs"]
mod support;
mod threads;
mod timeouts;
mod turns;
mod two_servers;
mod waits;
