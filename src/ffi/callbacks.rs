//! Registering callbacks. The functions, one for each event, are generated.

use super::guard::server as server_of;
use super::slots::{Callback, EventStruct};
use super::types::oftpsrv_t;
use crate::error::Result;
use std::ffi::c_void;

/// Registers a callback of a server, or none.
pub fn server<E: EventStruct>(
    server: *mut oftpsrv_t,
    callback: Option<Callback<E>>,
    user_data: *mut c_void,
) -> Result<()> {
    server_of(server)?.slots.register(callback, user_data);
    Ok(())
}
