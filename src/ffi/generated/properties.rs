// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.
//! Properties whose type is a flag, a number or a text.

use crate::ffi::guard::{guard, text};
use crate::ffi::properties::{flag_text, server};
use crate::ffi::types::{Flag, oftpsrv_t};
use std::ffi::c_char;

/// Reads ConnectionBacklog: how many connections may wait to be accepted.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_get_connection_backlog(
    server: *const oftpsrv_t,
    out: *mut i32,
) -> i32 {
    guard(|| unsafe { server::get_int(server, "ConnectionBacklog", out) })
}

/// Sets ConnectionBacklog: how many connections may wait to be accepted.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_set_connection_backlog(
    server: *mut oftpsrv_t,
    value: i32,
) -> i32 {
    guard(|| server::set(server, "ConnectionBacklog", &value.to_string()))
}

/// Reads DefaultTimeout: the inactivity timeout that new connections start with, in seconds; 0 is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_get_default_timeout(
    server: *const oftpsrv_t,
    out: *mut i32,
) -> i32 {
    guard(|| unsafe { server::get_int(server, "DefaultTimeout", out) })
}

/// Sets DefaultTimeout: the inactivity timeout that new connections start with, in seconds; 0 is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_set_default_timeout(
    server: *mut oftpsrv_t,
    value: i32,
) -> i32 {
    guard(|| server::set(server, "DefaultTimeout", &value.to_string()))
}

/// Reads LocalHost: the address to listen on; empty is all of them. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_get_local_host(
    server: *const oftpsrv_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { server::get_text(server, "LocalHost", out) })
}

/// Sets LocalHost: the address to listen on; empty is all of them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_set_local_host(
    server: *mut oftpsrv_t,
    value: *const c_char,
) -> i32 {
    guard(|| unsafe { server::set(server, "LocalHost", text(value, "value")?) })
}

/// Reads LocalPort: the TCP port to listen on. After a start with port 0 it is the port that the system chose.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_get_local_port(
    server: *const oftpsrv_t,
    out: *mut i32,
) -> i32 {
    guard(|| unsafe { server::get_int(server, "LocalPort", out) })
}

/// Sets LocalPort: the TCP port to listen on. After a start with port 0 it is the port that the system chose.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_set_local_port(
    server: *mut oftpsrv_t,
    value: i32,
) -> i32 {
    guard(|| server::set(server, "LocalPort", &value.to_string()))
}

/// Reads ServerPassword: the server's password of the bilateral agreement, up to 8 characters. The caller frees the
/// text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_get_server_password(
    server: *const oftpsrv_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { server::get_text(server, "ServerPassword", out) })
}

/// Sets ServerPassword: the server's password of the bilateral agreement, up to 8 characters.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_set_server_password(
    server: *mut oftpsrv_t,
    value: *const c_char,
) -> i32 {
    guard(|| unsafe { server::set(server, "ServerPassword", text(value, "value")?) })
}

/// Reads ServerSFIDCode: the server's code as origin or destination of files. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_get_server_sfid_code(
    server: *const oftpsrv_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { server::get_text(server, "ServerSFIDCode", out) })
}

/// Sets ServerSFIDCode: the server's code as origin or destination of files.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_set_server_sfid_code(
    server: *mut oftpsrv_t,
    value: *const c_char,
) -> i32 {
    guard(|| unsafe { server::set(server, "ServerSFIDCode", text(value, "value")?) })
}

/// Reads ServerSSIDCode: the server's code as partner of a session. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_get_server_ssid_code(
    server: *const oftpsrv_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { server::get_text(server, "ServerSSIDCode", out) })
}

/// Sets ServerSSIDCode: the server's code as partner of a session.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_set_server_ssid_code(
    server: *mut oftpsrv_t,
    value: *const c_char,
) -> i32 {
    guard(|| unsafe { server::set(server, "ServerSSIDCode", text(value, "value")?) })
}

/// Reads SSLAuthenticateClients: whether TLS clients must present a certificate.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_get_ssl_authenticate_clients(
    server: *const oftpsrv_t,
    out: *mut Flag,
) -> i32 {
    guard(|| unsafe { server::get_flag(server, "SSLAuthenticateClients", out) })
}

/// Sets SSLAuthenticateClients: whether TLS clients must present a certificate.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_set_ssl_authenticate_clients(
    server: *mut oftpsrv_t,
    value: Flag,
) -> i32 {
    guard(|| server::set(server, "SSLAuthenticateClients", flag_text(value)))
}

/// Reads UseSSL: whether the listener speaks TLS. Partners must then use OFTP 2.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_get_use_ssl(
    server: *const oftpsrv_t,
    out: *mut Flag,
) -> i32 {
    guard(|| unsafe { server::get_flag(server, "UseSSL", out) })
}

/// Sets UseSSL: whether the listener speaks TLS. Partners must then use OFTP 2.0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_set_use_ssl(
    server: *mut oftpsrv_t,
    value: Flag,
) -> i32 {
    guard(|| server::set(server, "UseSSL", flag_text(value)))
}
