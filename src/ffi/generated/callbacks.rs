// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.
//! Registering callbacks: one function for each event. NULL clears. When a function returns, the callback that it
//! replaced is not running any more, unless the call came from inside that very callback.

use super::event_structs::*;
use crate::ffi::callbacks;
use crate::ffi::guard::guard;
use crate::ffi::types::oftpsrv_t;
use std::ffi::c_void;

/// Registers the callback for AcceptConnection; NULL clears it. It is called when this happens: an initiator sent its
/// SSID; the program lets it in or turns it away. Look at who it is and set accept. This is the place to set the
/// download directory and other fields of the connection. Without a callback every initiator is let in.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_on_accept_connection(
    server: *mut oftpsrv_t,
    callback: oftpsrv_accept_connection_cb,
    user_data: *mut c_void,
) -> i32 {
    guard(|| callbacks::server(server, callback, user_data))
}

/// Registers the callback for AcceptFile; NULL clears it. It is called when this happens: the partner offers a file.
/// Set accept, file_name and overwrite. Without a callback the file is taken, if there is a download directory or
/// stream.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_on_accept_file(
    server: *mut oftpsrv_t,
    callback: oftpsrv_accept_file_cb,
    user_data: *mut c_void,
) -> i32 {
    guard(|| callbacks::server(server, callback, user_data))
}

/// Registers the callback for CertificateReceived; NULL clears it. It is called when this happens: a certificate that
/// the partner sent through certificate exchange was stored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_on_certificate_received(
    server: *mut oftpsrv_t,
    callback: oftpsrv_certificate_received_cb,
    user_data: *mut c_void,
) -> i32 {
    guard(|| callbacks::server(server, callback, user_data))
}

/// Registers the callback for Connected; NULL clears it. It is called when this happens: a connection is established,
/// or failed while it was being established.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_on_connected(
    server: *mut oftpsrv_t,
    callback: oftpsrv_connected_cb,
    user_data: *mut c_void,
) -> i32 {
    guard(|| callbacks::server(server, callback, user_data))
}

/// Registers the callback for ConnectionRequest; NULL clears it. It is called when this happens: a partner connects at
/// TCP level. Set accept.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_on_connection_request(
    server: *mut oftpsrv_t,
    callback: oftpsrv_connection_request_cb,
    user_data: *mut c_void,
) -> i32 {
    guard(|| callbacks::server(server, callback, user_data))
}

/// Registers the callback for Disconnected; NULL clears it. It is called when this happens: a connection ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_on_disconnected(
    server: *mut oftpsrv_t,
    callback: oftpsrv_disconnected_cb,
    user_data: *mut c_void,
) -> i32 {
    guard(|| callbacks::server(server, callback, user_data))
}

/// Registers the callback for EndResponse; NULL clears it. It is called when this happens: an end response (EERP or
/// NERP) arrived, or, with FireEndResponseOnSend, was sent.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_on_end_response(
    server: *mut oftpsrv_t,
    callback: oftpsrv_end_response_cb,
    user_data: *mut c_void,
) -> i32 {
    guard(|| callbacks::server(server, callback, user_data))
}

/// Registers the callback for EndTransfer; NULL clears it. It is called when this happens: a file ended, well or not.
/// Clear send_end_response to answer later with oftpsrv_send_end_response().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_on_end_transfer(
    server: *mut oftpsrv_t,
    callback: oftpsrv_end_transfer_cb,
    user_data: *mut c_void,
) -> i32 {
    guard(|| callbacks::server(server, callback, user_data))
}

/// Registers the callback for Error; NULL clears it. It is called when this happens: something went wrong that no
/// caller is waiting for.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_on_error(
    server: *mut oftpsrv_t,
    callback: oftpsrv_error_cb,
    user_data: *mut c_void,
) -> i32 {
    guard(|| callbacks::server(server, callback, user_data))
}

/// Registers the callback for Log; NULL clears it. It is called when this happens: there is a log entry; see LogLevel.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_on_log(
    server: *mut oftpsrv_t,
    callback: oftpsrv_log_cb,
    user_data: *mut c_void,
) -> i32 {
    guard(|| callbacks::server(server, callback, user_data))
}

/// Registers the callback for PITrail; NULL clears it. It is called when this happens: a command was sent or received.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_on_pi_trail(
    server: *mut oftpsrv_t,
    callback: oftpsrv_pi_trail_cb,
    user_data: *mut c_void,
) -> i32 {
    guard(|| callbacks::server(server, callback, user_data))
}

/// Registers the callback for ReadyToSend; NULL clears it. It is called when this happens: the partner gave this side
/// the turn. It comes again each time the partner gives the turn back: queue a file once with
/// oftpsrv_send_file_async(), not once a turn, then call oftpsrv_logoff(), which gives the turn back behind the last
/// file, or ends the session when there was none. Without that the turn is kept for TurnHoldTime.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_on_ready_to_send(
    server: *mut oftpsrv_t,
    callback: oftpsrv_ready_to_send_cb,
    user_data: *mut c_void,
) -> i32 {
    guard(|| callbacks::server(server, callback, user_data))
}

/// Registers the callback for SSLClientAuthentication; NULL clears it. It is called when this happens: a TLS client
/// presented its certificate, or none. Set accept.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_on_ssl_client_authentication(
    server: *mut oftpsrv_t,
    callback: oftpsrv_ssl_client_authentication_cb,
    user_data: *mut c_void,
) -> i32 {
    guard(|| callbacks::server(server, callback, user_data))
}

/// Registers the callback for SSLConnectionRequest; NULL clears it. It is called when this happens: a TLS client hello
/// arrived. Another certificate may be chosen.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_on_ssl_connection_request(
    server: *mut oftpsrv_t,
    callback: oftpsrv_ssl_connection_request_cb,
    user_data: *mut c_void,
) -> i32 {
    guard(|| callbacks::server(server, callback, user_data))
}

/// Registers the callback for SSLStatus; NULL clears it. It is called when this happens: there is progress in a TLS
/// handshake.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_on_ssl_status(
    server: *mut oftpsrv_t,
    callback: oftpsrv_ssl_status_cb,
    user_data: *mut c_void,
) -> i32 {
    guard(|| callbacks::server(server, callback, user_data))
}

/// Registers the callback for StartTransfer; NULL clears it. It is called when this happens: a file starts. local_file
/// may be changed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_on_start_transfer(
    server: *mut oftpsrv_t,
    callback: oftpsrv_start_transfer_cb,
    user_data: *mut c_void,
) -> i32 {
    guard(|| callbacks::server(server, callback, user_data))
}

/// Registers the callback for Transfer; NULL clears it. It is called when this happens: data of a file was sent or
/// received.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_on_transfer(
    server: *mut oftpsrv_t,
    callback: oftpsrv_transfer_cb,
    user_data: *mut c_void,
) -> i32 {
    guard(|| callbacks::server(server, callback, user_data))
}
