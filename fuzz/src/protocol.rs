//! What a partner's octets go through before a session is open, and after.

use oftpsrv::internals::protocol::fuzz;

/// Commands of every level, frames, data exchange buffers, and whole sessions.
pub fn protocol(data: &[u8]) {
    fuzz::command(data);
    fuzz::frames(data);
    fuzz::data(data);
    for choice in 0..8 {
        fuzz::session(choice, data);
    }
}
