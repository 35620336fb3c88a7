// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.
//! Properties whose type is a flag, a number or a text.

use crate::ffi::guard::{guard, text};
use crate::ffi::properties::{flag_text, server};
use crate::ffi::types::{Flag, oftpsrv_t};
use std::ffi::c_char;

/// Reads ConnectionBacklog. How many connections the operating system keeps waiting until they are accepted. Range: 1
/// to 65535. Default 5. A change counts from the next start on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_get_connection_backlog(
    server: *const oftpsrv_t,
    out: *mut i32,
) -> i32 {
    guard(|| unsafe { server::get_int(server, "ConnectionBacklog", out) })
}

/// Sets ConnectionBacklog; see oftpsrv_get_connection_backlog().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_set_connection_backlog(
    server: *mut oftpsrv_t,
    value: i32,
) -> i32 {
    guard(|| server::set(server, "ConnectionBacklog", &value.to_string()))
}

/// Reads DefaultTimeout. Seconds without any progress after which an operation of a connection fails; 0 waits for ever.
/// Timeout overrides it for one connection. Range: 0 to 2147483. Default 60. A change counts for connections that come
/// after it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_get_default_timeout(
    server: *const oftpsrv_t,
    out: *mut i32,
) -> i32 {
    guard(|| unsafe { server::get_int(server, "DefaultTimeout", out) })
}

/// Sets DefaultTimeout; see oftpsrv_get_default_timeout().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_set_default_timeout(
    server: *mut oftpsrv_t,
    value: i32,
) -> i32 {
    guard(|| server::set(server, "DefaultTimeout", &value.to_string()))
}

/// Reads LocalHost. The address (or host name) of the interface to listen on; empty listens on all. At most 255 octets.
/// A change while the server listens is error 107. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_get_local_host(
    server: *const oftpsrv_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { server::get_text(server, "LocalHost", out) })
}

/// Sets LocalHost; see oftpsrv_get_local_host().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_set_local_host(
    server: *mut oftpsrv_t,
    value: *const c_char,
) -> i32 {
    guard(|| unsafe { server::set(server, "LocalHost", text(value, "value")?) })
}

/// Reads LocalPort. The TCP port to listen on; 0 lets the system choose one, which is read here once the server
/// listens. 3305 is the port of plain OFTP; with UseSSL set 6619, where partners expect TLS. TLS on 3305 works and
/// leaves a warning in the log. Range: 0 to 65535. Default 3305. A change while the server listens is error 106.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_get_local_port(
    server: *const oftpsrv_t,
    out: *mut i32,
) -> i32 {
    guard(|| unsafe { server::get_int(server, "LocalPort", out) })
}

/// Sets LocalPort; see oftpsrv_get_local_port().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_set_local_port(
    server: *mut oftpsrv_t,
    value: i32,
) -> i32 {
    guard(|| server::set(server, "LocalPort", &value.to_string()))
}

/// Reads ServerPassword. The server's password of the bilateral agreement (SSIDPSWD). At most 8 characters. The caller
/// frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_get_server_password(
    server: *const oftpsrv_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { server::get_text(server, "ServerPassword", out) })
}

/// Sets ServerPassword; see oftpsrv_get_server_password().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_set_server_password(
    server: *mut oftpsrv_t,
    value: *const c_char,
) -> i32 {
    guard(|| unsafe { server::set(server, "ServerPassword", text(value, "value")?) })
}

/// Reads ServerSFIDCode. The server's own code as origin and destination of files (SFIDORIG, SFIDDEST). At most 25
/// characters. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_get_server_sfid_code(
    server: *const oftpsrv_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { server::get_text(server, "ServerSFIDCode", out) })
}

/// Sets ServerSFIDCode; see oftpsrv_get_server_sfid_code().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_set_server_sfid_code(
    server: *mut oftpsrv_t,
    value: *const c_char,
) -> i32 {
    guard(|| unsafe { server::set(server, "ServerSFIDCode", text(value, "value")?) })
}

/// Reads ServerSSIDCode. The server's own code as partner of a session (SSIDCODE). At most 25 characters. The caller
/// frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_get_server_ssid_code(
    server: *const oftpsrv_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { server::get_text(server, "ServerSSIDCode", out) })
}

/// Sets ServerSSIDCode; see oftpsrv_get_server_ssid_code().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_set_server_ssid_code(
    server: *mut oftpsrv_t,
    value: *const c_char,
) -> i32 {
    guard(|| unsafe { server::set(server, "ServerSSIDCode", text(value, "value")?) })
}

/// Reads SSLAuthenticateClients. Whether clients must show a certificate in the TLS handshake; SSLClientAuthentication
/// then decides about it. Default False. A change counts for connections that come after it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_get_ssl_authenticate_clients(
    server: *const oftpsrv_t,
    out: *mut Flag,
) -> i32 {
    guard(|| unsafe { server::get_flag(server, "SSLAuthenticateClients", out) })
}

/// Sets SSLAuthenticateClients; see oftpsrv_get_ssl_authenticate_clients().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_set_ssl_authenticate_clients(
    server: *mut oftpsrv_t,
    value: Flag,
) -> i32 {
    guard(|| server::set(server, "SSLAuthenticateClients", flag_text(value)))
}

/// Reads UseSSL. Whether clients must connect with TLS. Such a server speaks OFTP 2.0 only. Partners expect TLS on port
/// 6619: set LocalPort, which is 3305 until it is set. Default False. A change counts for connections that come after
/// it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_get_use_ssl(
    server: *const oftpsrv_t,
    out: *mut Flag,
) -> i32 {
    guard(|| unsafe { server::get_flag(server, "UseSSL", out) })
}

/// Sets UseSSL; see oftpsrv_get_use_ssl().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_set_use_ssl(
    server: *mut oftpsrv_t,
    value: Flag,
) -> i32 {
    guard(|| server::set(server, "UseSSL", flag_text(value)))
}
