//! The protocol through its public Rust interface: no sockets, no clock.

mod hostile;
mod joined;
mod layouts;
mod negotiation;
mod rig;
mod states;
mod transfer;
mod vectors;
