//! Server properties whose type is a flag, a number or a text. Certificates are in `certificate`.

use super::guard::{guard, server as server_of, text};
use super::out::Out;
use super::types::{Flag, oftpsrv_t};
use crate::error::{Error, Result, codes};
use std::ffi::c_char;

unsafe fn get_text(server: *const oftpsrv_t, name: &str, out: *mut *mut c_char) -> Result<()> {
    let out = unsafe { Out::text(out) }?;
    out.put_text(&server_of(server)?.engine.get_config(name)?)
}

unsafe fn get_int(server: *const oftpsrv_t, name: &str, out: *mut i32) -> Result<()> {
    let out = unsafe { Out::new(out, 0) }?;
    out.put(int(name, &server_of(server)?.engine.get_config(name)?)?);
    Ok(())
}

unsafe fn get_flag(server: *const oftpsrv_t, name: &str, out: *mut Flag) -> Result<()> {
    let out = unsafe { Out::new(out, false.into()) }?;
    out.put(flag(name, &server_of(server)?.engine.get_config(name)?)?.into());
    Ok(())
}

fn set(server: *mut oftpsrv_t, name: &str, value: &str) -> Result<()> {
    server_of(server)?.engine.set_config(name, value)
}

/// A setting's number.
pub fn int(name: &str, value: &str) -> Result<i32> {
    let wrong = |_| Error::new(codes::BAD_VALUE, format!("`{name}` is `{value}`, which is not a 32-bit number"));
    value.trim().parse().map_err(wrong)
}

/// A setting's flag, in any of the ways the class reference allows.
pub fn flag(name: &str, value: &str) -> Result<bool> {
    match value.trim().to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" => Ok(true),
        "false" | "0" | "no" | "" => Ok(false),
        _ => Err(Error::new(codes::BAD_VALUE, format!("`{name}` is `{value}`, which is neither true nor false"))),
    }
}

/// How a flag is written in a setting.
pub fn flag_text(value: Flag) -> &'static str {
    if value.get() { "True" } else { "False" }
}

/// Reads ConnectionBacklog: how many connections may wait to be accepted.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_get_connection_backlog(server: *const oftpsrv_t, out: *mut i32) -> i32 {
    guard(|| unsafe { get_int(server, "ConnectionBacklog", out) })
}

/// Sets ConnectionBacklog: how many connections may wait to be accepted.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_set_connection_backlog(server: *mut oftpsrv_t, value: i32) -> i32 {
    guard(|| set(server, "ConnectionBacklog", &value.to_string()))
}

/// Reads DefaultTimeout: the inactivity timeout that new connections start with, in seconds; 0 is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_get_default_timeout(server: *const oftpsrv_t, out: *mut i32) -> i32 {
    guard(|| unsafe { get_int(server, "DefaultTimeout", out) })
}

/// Sets DefaultTimeout: the inactivity timeout that new connections start with, in seconds; 0 is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_set_default_timeout(server: *mut oftpsrv_t, value: i32) -> i32 {
    guard(|| set(server, "DefaultTimeout", &value.to_string()))
}

/// Reads LocalHost: the address to listen on; empty is all of them. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_get_local_host(server: *const oftpsrv_t, out: *mut *mut c_char) -> i32 {
    guard(|| unsafe { get_text(server, "LocalHost", out) })
}

/// Sets LocalHost: the address to listen on; empty is all of them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_set_local_host(server: *mut oftpsrv_t, value: *const c_char) -> i32 {
    guard(|| set(server, "LocalHost", unsafe { text(value, "value") }?))
}

/// Reads LocalPort: the TCP port to listen on. After a start with port 0 it is the port that the system chose.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_get_local_port(server: *const oftpsrv_t, out: *mut i32) -> i32 {
    guard(|| unsafe { get_int(server, "LocalPort", out) })
}

/// Sets LocalPort: the TCP port to listen on. After a start with port 0 it is the port that the system chose.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_set_local_port(server: *mut oftpsrv_t, value: i32) -> i32 {
    guard(|| set(server, "LocalPort", &value.to_string()))
}

/// Reads ServerPassword: the server's password of the bilateral agreement, up to 8 characters. The caller frees the
/// text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_get_server_password(server: *const oftpsrv_t, out: *mut *mut c_char) -> i32 {
    guard(|| unsafe { get_text(server, "ServerPassword", out) })
}

/// Sets ServerPassword: the server's password of the bilateral agreement, up to 8 characters.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_set_server_password(server: *mut oftpsrv_t, value: *const c_char) -> i32 {
    guard(|| set(server, "ServerPassword", unsafe { text(value, "value") }?))
}

/// Reads ServerSFIDCode: the server's code as origin or destination of files. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_get_server_sfid_code(server: *const oftpsrv_t, out: *mut *mut c_char) -> i32 {
    guard(|| unsafe { get_text(server, "ServerSFIDCode", out) })
}

/// Sets ServerSFIDCode: the server's code as origin or destination of files.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_set_server_sfid_code(server: *mut oftpsrv_t, value: *const c_char) -> i32 {
    guard(|| set(server, "ServerSFIDCode", unsafe { text(value, "value") }?))
}

/// Reads ServerSSIDCode: the server's code as partner of a session. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_get_server_ssid_code(server: *const oftpsrv_t, out: *mut *mut c_char) -> i32 {
    guard(|| unsafe { get_text(server, "ServerSSIDCode", out) })
}

/// Sets ServerSSIDCode: the server's code as partner of a session.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_set_server_ssid_code(server: *mut oftpsrv_t, value: *const c_char) -> i32 {
    guard(|| set(server, "ServerSSIDCode", unsafe { text(value, "value") }?))
}

/// Reads SSLAuthenticateClients: whether TLS clients must present a certificate.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_get_ssl_authenticate_clients(server: *const oftpsrv_t, out: *mut Flag) -> i32 {
    guard(|| unsafe { get_flag(server, "SSLAuthenticateClients", out) })
}

/// Sets SSLAuthenticateClients: whether TLS clients must present a certificate.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_set_ssl_authenticate_clients(server: *mut oftpsrv_t, value: Flag) -> i32 {
    guard(|| set(server, "SSLAuthenticateClients", flag_text(value)))
}

/// Reads UseSSL: whether the listener speaks TLS. Partners must then use OFTP 2.0, and expect it on port 6619:
/// set LocalPort too.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_get_use_ssl(server: *const oftpsrv_t, out: *mut Flag) -> i32 {
    guard(|| unsafe { get_flag(server, "UseSSL", out) })
}

/// Sets UseSSL: whether the listener speaks TLS. Partners must then use OFTP 2.0, and expect it on port 6619:
/// set LocalPort too.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_set_use_ssl(server: *mut oftpsrv_t, value: Flag) -> i32 {
    guard(|| set(server, "UseSSL", flag_text(value)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_are_read_in_every_spelling() {
        for (text, value) in [("True", true), ("yes", true), ("1", true), ("False", false), ("NO", false), ("0", false)]
        {
            assert_eq!(flag("x", text).unwrap(), value);
        }
        assert_eq!(flag("x", "maybe").unwrap_err().code, codes::BAD_VALUE);
        assert_eq!(int("x", "1e3").unwrap_err().code, codes::BAD_VALUE);
    }

    /// Whatever is quoted in the source and looks like a name of the class reference.
    fn quoted_names(source: &str) -> impl Iterator<Item = &str> {
        let code = source.split("#[cfg(test)]").next().unwrap_or_default();
        let quoted = code.split('"').skip(1).step_by(2);
        quoted.filter(|name| name.starts_with(char::is_uppercase) && name.chars().all(char::is_alphanumeric))
    }

    #[test]
    fn every_name_that_is_passed_on_is_a_setting() {
        let not_names = ["C", "True", "False"];
        for (source, at_least) in [(include_str!("properties.rs"), 18), (include_str!("connection.rs"), 35)] {
            let names: Vec<_> = quoted_names(source).filter(|name| !not_names.contains(name)).collect();
            assert!(names.len() >= at_least, "{names:?}");
            for name in names {
                let row = crate::settings::find(name).unwrap_or_else(|| panic!("{name} is no setting"));
                assert_eq!(row.name, name);
            }
        }
    }
}
