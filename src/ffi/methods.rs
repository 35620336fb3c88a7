//! The methods of the class reference that concern a connection or a certificate. The others are in `server` and `config`.

use super::guard::{guard, server as server_of, text};
use super::out::{Out, text as text_out};
use super::types::{Flag, oftpsrv_t};
use crate::error::{Error, Result};
use std::ffi::c_char;
use std::{mem, ptr};

/// Lists the ids of the connections there are. The caller frees the list with oftpsrv_connections_free().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connections(
    server: *const oftpsrv_t,
    ids: *mut *mut *mut c_char,
    count: *mut usize,
) -> i32 {
    guard(|| {
        let (ids, count) = unsafe { (Out::new(ids, ptr::null_mut())?, Out::new(count, 0)?) };
        let connections = server_of(server)?.engine.connections();
        ids.put(unsafe { list(&connections) }?);
        count.put(connections.len());
        Ok(())
    })
}

/// A C array of texts, ended by a NULL that is not counted.
unsafe fn list(texts: &[String]) -> Result<*mut *mut c_char> {
    let size = mem::size_of::<*mut c_char>();
    let memory = unsafe { libc::calloc(texts.len() + 1, size) }.cast::<*mut c_char>();
    if memory.is_null() {
        return Err(Error::new(10055, "out of memory"));
    }
    for (position, value) in texts.iter().enumerate() {
        match text_out(value) {
            Ok(copy) => unsafe { memory.add(position).write(copy) },
            Err(error) => {
                unsafe { oftpsrv_connections_free(memory, position) };
                return Err(error);
            }
        }
    }
    Ok(memory)
}

/// Frees a list of oftpsrv_connections(). NULL is fine.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connections_free(ids: *mut *mut c_char, count: usize) {
    if ids.is_null() {
        return;
    }
    for position in 0..count {
        unsafe { super::out::free_text(*ids.add(position)) };
    }
    unsafe { libc::free(ids.cast()) };
}

/// ChangeDirection: gives the turn to the partner with a CD command.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_change_direction(server: *mut oftpsrv_t, connection_id: *const c_char) -> i32 {
    guard(|| server_of(server)?.engine.change_direction(unsafe { text(connection_id, "connection_id") }?))
}

/// Disconnect: closes the connection, whatever is going on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_disconnect(server: *mut oftpsrv_t, connection_id: *const c_char) -> i32 {
    guard(|| server_of(server)?.engine.disconnect(unsafe { text(connection_id, "connection_id") }?))
}

/// Logoff: ends the session when this side has the turn and the partner has nothing to send; else gives it the turn.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_logoff(server: *mut oftpsrv_t, connection_id: *const c_char) -> i32 {
    guard(|| server_of(server)?.engine.logoff(unsafe { text(connection_id, "connection_id") }?))
}

/// Interrupt: stops the file that is being sent, without ending the session.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_interrupt(server: *mut oftpsrv_t, connection_id: *const c_char) -> i32 {
    guard(|| server_of(server)?.engine.interrupt(unsafe { text(connection_id, "connection_id") }?))
}

/// SendFile: sends a file and returns when the partner has accepted or refused it. `file_name` is empty when an upload stream is
/// set; an empty `virtual_file_name` is made from the file's. From inside a callback of the same connection it returns 135.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_send_file(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    client_sfid_code: *const c_char,
    file_name: *const c_char,
    virtual_file_name: *const c_char,
) -> i32 {
    guard(|| {
        let connection_id = unsafe { text(connection_id, "connection_id") }?;
        let client_sfid_code = unsafe { text(client_sfid_code, "client_sfid_code") }?;
        let file_name = unsafe { text(file_name, "file_name") }?;
        let virtual_file_name = unsafe { text(virtual_file_name, "virtual_file_name") }?;
        server_of(server)?.engine.send_file(connection_id, client_sfid_code, file_name, virtual_file_name)
    })
}

/// Like oftpsrv_send_file(), but returns at once. Files are queued per connection and sent when this side has the turn; how it
/// went is told by EndTransfer and Error. May be called from any callback.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_send_file_async(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    client_sfid_code: *const c_char,
    file_name: *const c_char,
    virtual_file_name: *const c_char,
) -> i32 {
    guard(|| {
        let connection_id = unsafe { text(connection_id, "connection_id") }?;
        let client_sfid_code = unsafe { text(client_sfid_code, "client_sfid_code") }?;
        let file_name = unsafe { text(file_name, "file_name") }?;
        let virtual_file_name = unsafe { text(virtual_file_name, "virtual_file_name") }?;
        server_of(server)?.engine.send_file_async(connection_id, client_sfid_code, file_name, virtual_file_name)
    })
}

/// SendEndResponse: answers a file whose EndTransfer event said send_end_response = false. `reason_code` 0 sends an EERP, another
/// number a NERP. `file_hash` is the one of EndTransfer; `signature` is empty unless a response is forwarded. Texts that do not
/// apply are empty.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_send_end_response(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    virtual_file_name: *const c_char,
    virtual_file_date: *const c_char,
    destination: *const c_char,
    originator: *const c_char,
    creator: *const c_char,
    reason_code: i32,
    reason_text: *const c_char,
    file_hash: *const c_char,
    signature: *const c_char,
) -> i32 {
    guard(|| unsafe {
        server_of(server)?.engine.send_end_response(
            text(connection_id, "connection_id")?,
            text(virtual_file_name, "virtual_file_name")?,
            text(virtual_file_date, "virtual_file_date")?,
            text(destination, "destination")?,
            text(originator, "originator")?,
            text(creator, "creator")?,
            reason_code,
            text(reason_text, "reason_text")?,
            text(file_hash, "file_hash")?,
            text(signature, "signature")?,
        )
    })
}

/// ExchangeCertificate: sends a certificate to the partner (OFTP 2.0). `certificate_exchange_type` is one of
/// OFTPSRV_EXCHANGE_REQUEST, OFTPSRV_EXCHANGE_REPLACE and OFTPSRV_EXCHANGE_DELIVER.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_exchange_certificate(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    client_sfid_code: *const c_char,
    certificate_store: *const c_char,
    certificate_exchange_type: i32,
) -> i32 {
    guard(|| {
        let connection_id = unsafe { text(connection_id, "connection_id") }?;
        let client_sfid_code = unsafe { text(client_sfid_code, "client_sfid_code") }?;
        let store = unsafe { text(certificate_store, "certificate_store") }?;
        let engine = &server_of(server)?.engine;
        engine.exchange_certificate(connection_id, client_sfid_code, store, certificate_exchange_type)
    })
}

/// ImportTrustedCerts: reads the certificates that TrustedCertsData names into TrustedCerts.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_import_trusted_certs(server: *mut oftpsrv_t) -> i32 {
    guard(|| server_of(server)?.engine.import_trusted_certs())
}

/// ValidateCert: whether Certificate is in its time, trusted and not revoked. Why it is not is told in Log. 689 when there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_validate_cert(server: *mut oftpsrv_t, out: *mut Flag) -> i32 {
    guard(|| {
        let out = unsafe { Out::new(out, false.into()) }?;
        out.put(server_of(server)?.engine.validate_cert()?.into());
        Ok(())
    })
}

/// ValidateRecipientCert: whether the connection's recipient certificate is in its time, trusted and not revoked. Why it is not
/// is told in Log. 126 for an unknown connection, 689 when there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_validate_recipient_cert(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    out: *mut Flag,
) -> i32 {
    guard(|| {
        let out = unsafe { Out::new(out, false.into()) }?;
        let connection_id = unsafe { text(connection_id, "connection_id") }?;
        out.put(server_of(server)?.engine.validate_recipient_cert(connection_id)?.into());
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ffi::CStr;

    #[test]
    fn a_list_of_texts_goes_out_and_comes_back() {
        let ids = unsafe { list(&["1".to_owned(), "2".to_owned()]) }.unwrap();
        let read = |position| unsafe { *ids.add(position) };
        assert_eq!(unsafe { CStr::from_ptr(read(1)) }, c"2");
        assert!(read(2).is_null());
        unsafe { oftpsrv_connections_free(ids, 2) };
        unsafe { oftpsrv_connections_free(ptr::null_mut(), 5) };
    }
}
