//! Registering callbacks: one function per event. NULL clears. When a function returns, the callback that it replaced is not
//! running any more, unless the call came from inside that very callback.

use super::event_structs::*;
use super::guard::{guard, server as server_of};
use super::slots::{Callback, EventStruct};
use super::types::oftpsrv_t;
use crate::error::Result;
use std::ffi::c_void;

fn register<E: EventStruct>(
    server: *mut oftpsrv_t,
    callback: Option<Callback<E>>,
    user_data: *mut c_void,
) -> Result<()> {
    server_of(server)?.slots.register(callback, user_data);
    Ok(())
}

/// Registers the callback for AcceptConnection; NULL clears it. It is called when an initiator has sent its SSID:
/// look at who it is and set accept. This is the place to set the download directory and other fields of the
/// connection. Without a callback every initiator is let in.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_on_accept_connection(
    server: *mut oftpsrv_t,
    callback: oftpsrv_accept_connection_cb,
    user_data: *mut c_void,
) -> i32 {
    guard(|| register(server, callback, user_data))
}

/// Registers the callback for AcceptFile; NULL clears it. It is called when the partner offers a file: set accept,
/// file_name and overwrite. Without a callback the file is taken.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_on_accept_file(
    server: *mut oftpsrv_t,
    callback: oftpsrv_accept_file_cb,
    user_data: *mut c_void,
) -> i32 {
    guard(|| register(server, callback, user_data))
}

/// Registers the callback for CertificateReceived; NULL clears it. It is called when a certificate that the partner
/// sent through certificate exchange was stored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_on_certificate_received(
    server: *mut oftpsrv_t,
    callback: oftpsrv_certificate_received_cb,
    user_data: *mut c_void,
) -> i32 {
    guard(|| register(server, callback, user_data))
}

/// Registers the callback for Connected; NULL clears it. It is called when a connection is established, or failed
/// while it was being established.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_on_connected(
    server: *mut oftpsrv_t,
    callback: oftpsrv_connected_cb,
    user_data: *mut c_void,
) -> i32 {
    guard(|| register(server, callback, user_data))
}

/// Registers the callback for ConnectionRequest; NULL clears it. It is called when a partner connects at TCP level:
/// set accept. accept is prefilled from AllowedClients and BlockedClients.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_on_connection_request(
    server: *mut oftpsrv_t,
    callback: oftpsrv_connection_request_cb,
    user_data: *mut c_void,
) -> i32 {
    guard(|| register(server, callback, user_data))
}

/// Registers the callback for Disconnected; NULL clears it. It is called when a connection ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_on_disconnected(
    server: *mut oftpsrv_t,
    callback: oftpsrv_disconnected_cb,
    user_data: *mut c_void,
) -> i32 {
    guard(|| register(server, callback, user_data))
}

/// Registers the callback for EndResponse; NULL clears it. It is called when an EERP or NERP arrived, or, with
/// FireEndResponseOnSend, was sent.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_on_end_response(
    server: *mut oftpsrv_t,
    callback: oftpsrv_end_response_cb,
    user_data: *mut c_void,
) -> i32 {
    guard(|| register(server, callback, user_data))
}

/// Registers the callback for EndTransfer; NULL clears it. It is called when a file ended, well or not. Clear
/// send_end_response to answer later with oftpsrv_send_end_response().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_on_end_transfer(
    server: *mut oftpsrv_t,
    callback: oftpsrv_end_transfer_cb,
    user_data: *mut c_void,
) -> i32 {
    guard(|| register(server, callback, user_data))
}

/// Registers the callback for Error; NULL clears it. It is called when something went wrong that no caller is waiting
/// for.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_on_error(
    server: *mut oftpsrv_t,
    callback: oftpsrv_error_cb,
    user_data: *mut c_void,
) -> i32 {
    guard(|| register(server, callback, user_data))
}

/// Registers the callback for Log; NULL clears it. It is called when there is a log entry; see LogLevel.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_on_log(
    server: *mut oftpsrv_t,
    callback: oftpsrv_log_cb,
    user_data: *mut c_void,
) -> i32 {
    guard(|| register(server, callback, user_data))
}

/// Registers the callback for PITrail; NULL clears it. It is called when a command was sent or received.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_on_pi_trail(
    server: *mut oftpsrv_t,
    callback: oftpsrv_pi_trail_cb,
    user_data: *mut c_void,
) -> i32 {
    guard(|| register(server, callback, user_data))
}

/// Registers the callback for ReadyToSend; NULL clears it. It is called each time the partner gave the turn, also when it
/// gave it back: queue every file once, then call oftpsrv_logoff(), which gives the turn back behind the last file, or ends
/// the session when there was none. Without that the turn is kept for TurnHoldTime.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_on_ready_to_send(
    server: *mut oftpsrv_t,
    callback: oftpsrv_ready_to_send_cb,
    user_data: *mut c_void,
) -> i32 {
    guard(|| register(server, callback, user_data))
}

/// Registers the callback for SSLClientAuthentication; NULL clears it. It is called when a TLS client presented its
/// certificate: set accept, which is prefilled with the result of the verification.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_on_ssl_client_authentication(
    server: *mut oftpsrv_t,
    callback: oftpsrv_ssl_client_authentication_cb,
    user_data: *mut c_void,
) -> i32 {
    guard(|| register(server, callback, user_data))
}

/// Registers the callback for SSLConnectionRequest; NULL clears it. It is called when a TLS client hello arrived:
/// another certificate may be chosen. Fires with the internal TLS provider.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_on_ssl_connection_request(
    server: *mut oftpsrv_t,
    callback: oftpsrv_ssl_connection_request_cb,
    user_data: *mut c_void,
) -> i32 {
    guard(|| register(server, callback, user_data))
}

/// Registers the callback for SSLStatus; NULL clears it. It is called when a TLS handshake made progress.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_on_ssl_status(
    server: *mut oftpsrv_t,
    callback: oftpsrv_ssl_status_cb,
    user_data: *mut c_void,
) -> i32 {
    guard(|| register(server, callback, user_data))
}

/// Registers the callback for StartTransfer; NULL clears it. It is called when a file starts; its local path may
/// still be changed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_on_start_transfer(
    server: *mut oftpsrv_t,
    callback: oftpsrv_start_transfer_cb,
    user_data: *mut c_void,
) -> i32 {
    guard(|| register(server, callback, user_data))
}

/// Registers the callback for Transfer; NULL clears it. It is called when data of a file was sent or received.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_on_transfer(
    server: *mut oftpsrv_t,
    callback: oftpsrv_transfer_cb,
    user_data: *mut c_void,
) -> i32 {
    guard(|| register(server, callback, user_data))
}
