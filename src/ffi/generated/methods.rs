// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.
//! The methods whose C function checks its arguments and makes one call.

use crate::ffi::guard::{guard, server as server_of, text as text_of};
use crate::ffi::out::Out;
use crate::ffi::types::{Flag, oftpsrv_t};
use std::ffi::c_char;

/// ChangeDirection: gives the turn to the partner (CD). Not needed in normal operation. Called in a callback of the
/// connection it is only asked for and returns at once.
///
/// @param connection_id The connection.
/// @return OFTPSRV_OK, or the number of an error, among them 10 NOT_READY, 126 INVALID_CONNECTION_ID.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_change_direction(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
) -> i32 {
    guard(|| {
        let connection_id = unsafe { text_of(connection_id, "connection_id") }?;
        server_of(server)?.engine.change_direction(connection_id)
    })
}

/// Disconnect: closes the connection, whatever is going on. It returns at once; Disconnected tells when the connection
/// has ended.
///
/// @param connection_id The connection.
/// @return OFTPSRV_OK, or the number of an error, among them 126 INVALID_CONNECTION_ID.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_disconnect(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
) -> i32 {
    guard(|| {
        let connection_id = unsafe { text_of(connection_id, "connection_id") }?;
        server_of(server)?.engine.disconnect(connection_id)
    })
}

/// Logoff: asks for the end. When everything that is queued has been sent, the session ends if nothing was sent in a
/// turn that the partner gave unasked; otherwise the turn is given back (CD). While the partner has the turn, the
/// request is kept for the next turn of this side. Called in a callback of the connection it is only asked for and
/// returns at once.
///
/// @param connection_id The connection.
/// @return OFTPSRV_OK, or the number of an error, among them 126 INVALID_CONNECTION_ID.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_logoff(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
) -> i32 {
    guard(|| {
        let connection_id = unsafe { text_of(connection_id, "connection_id") }?;
        server_of(server)?.engine.logoff(connection_id)
    })
}

/// Interrupt: stops the file that is being sent, without ending the session. It returns at once.
///
/// @param connection_id The connection.
/// @return OFTPSRV_OK, or the number of an error, among them 126 INVALID_CONNECTION_ID.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_interrupt(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
) -> i32 {
    guard(|| {
        let connection_id = unsafe { text_of(connection_id, "connection_id") }?;
        server_of(server)?.engine.interrupt(connection_id)
    })
}

/// SendFile: sends a file and returns when the partner has accepted it; fails when it was refused. From inside a
/// callback of the same connection use oftpsrv_send_file_async().
///
/// @param connection_id The connection.
/// @param client_sfid_code The SFID code of the receiver; empty takes the connection's SFIDCode.
/// @param file_name The full path of the file; empty when the connection's upload stream is set.
/// @param virtual_file_name The name that the receiver sees; empty makes one of the file's.
/// @return OFTPSRV_OK, or the number of an error, among them 8 BAD_ARGUMENT, 12 INTERRUPTED, 126 INVALID_CONNECTION_ID,
/// 135 WOULD_BLOCK, 679 READ_FILE, 685 NO_ENCRYPTION_CERT, 686 NO_SIGNING_CERT, 687 SEND_FAILED, 688 VERSION_20_ONLY,
/// 690 INVALID_CERT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_send_file(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    client_sfid_code: *const c_char,
    file_name: *const c_char,
    virtual_file_name: *const c_char,
) -> i32 {
    guard(|| {
        let connection_id = unsafe { text_of(connection_id, "connection_id") }?;
        let client_sfid_code = unsafe { text_of(client_sfid_code, "client_sfid_code") }?;
        let file_name = unsafe { text_of(file_name, "file_name") }?;
        let virtual_file_name = unsafe { text_of(virtual_file_name, "virtual_file_name") }?;
        server_of(server)?.engine.send_file(connection_id, client_sfid_code, file_name, virtual_file_name)
    })
}

/// SendFileAsync: like oftpsrv_send_file(), but returns at once. Files are queued for the connection and sent when this
/// side has the turn; how it went is told by EndTransfer and Error. May be called from every callback.
///
/// @param connection_id The connection.
/// @param client_sfid_code The SFID code of the receiver; empty takes the connection's SFIDCode.
/// @param file_name The full path of the file; empty when the connection's upload stream is set.
/// @param virtual_file_name The name that the receiver sees; empty makes one of the file's.
/// @return OFTPSRV_OK, or the number of an error, among them 8 BAD_ARGUMENT, 126 INVALID_CONNECTION_ID.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_send_file_async(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    client_sfid_code: *const c_char,
    file_name: *const c_char,
    virtual_file_name: *const c_char,
) -> i32 {
    guard(|| {
        let connection_id = unsafe { text_of(connection_id, "connection_id") }?;
        let client_sfid_code = unsafe { text_of(client_sfid_code, "client_sfid_code") }?;
        let file_name = unsafe { text_of(file_name, "file_name") }?;
        let virtual_file_name = unsafe { text_of(virtual_file_name, "virtual_file_name") }?;
        server_of(server)?.engine.send_file_async(connection_id, client_sfid_code, file_name, virtual_file_name)
    })
}

/// SendEndResponse: answers a file for which send_end_response was cleared, or passes a response on. Texts that do not
/// apply are empty. It returns when the response is noted; the response is sent in a turn of this side, in this session
/// or a later one.
///
/// @param connection_id The connection.
/// @param virtual_file_name The name of the file.
/// @param virtual_file_date The time stamp of the file, as EndTransfer told it.
/// @param destination The destination of the file.
/// @param originator The originator of the file.
/// @param creator The code of who refuses the file; empty for a positive response.
/// @param reason_code 0 sends a positive response (EERP), a reason a negative one (NERP). One of OFTPSRV_NERP_...
/// @param reason_text The text of the reason.
/// @param file_hash The hash that EndTransfer told.
/// @param signature The signature, when a response is passed on; else empty.
/// @return OFTPSRV_OK, or the number of an error, among them 8 BAD_ARGUMENT, 10 NOT_READY, 11 STATE_STORE, 126
/// INVALID_CONNECTION_ID, 678 BUILD_PACKET, 680 INVALID_DATE, 682 INVALID_HASH, 688 VERSION_20_ONLY.
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
    guard(|| {
        let connection_id = unsafe { text_of(connection_id, "connection_id") }?;
        let virtual_file_name = unsafe { text_of(virtual_file_name, "virtual_file_name") }?;
        let virtual_file_date = unsafe { text_of(virtual_file_date, "virtual_file_date") }?;
        let destination = unsafe { text_of(destination, "destination") }?;
        let originator = unsafe { text_of(originator, "originator") }?;
        let creator = unsafe { text_of(creator, "creator") }?;
        let reason_text = unsafe { text_of(reason_text, "reason_text") }?;
        let file_hash = unsafe { text_of(file_hash, "file_hash") }?;
        let signature = unsafe { text_of(signature, "signature") }?;
        server_of(server)?.engine.send_end_response(connection_id, virtual_file_name, virtual_file_date, destination, originator, creator, reason_code, reason_text, file_hash, signature)
    })
}

/// ExchangeCertificate: sends a certificate to the partner, or asks for one with it (OFTP 2.0). Called in a callback of
/// the connection it is only asked for and returns at once.
///
/// @param connection_id The connection.
/// @param client_sfid_code The SFID code of the receiver; empty takes the connection's SFIDCode.
/// @param certificate_store Where the certificate is, mostly the path of a file.
/// @param certificate_exchange_type The kind of exchange. One of OFTPSRV_EXCHANGE_REQUEST (0), OFTPSRV_EXCHANGE_REPLACE
/// (1) or OFTPSRV_EXCHANGE_DELIVER (2).
/// @return OFTPSRV_OK, or the number of an error, among them 8 BAD_ARGUMENT, 126 INVALID_CONNECTION_ID, 679 READ_FILE,
/// 687 SEND_FAILED, 688 VERSION_20_ONLY, 690 INVALID_CERT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_exchange_certificate(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    client_sfid_code: *const c_char,
    certificate_store: *const c_char,
    certificate_exchange_type: i32,
) -> i32 {
    guard(|| {
        let connection_id = unsafe { text_of(connection_id, "connection_id") }?;
        let client_sfid_code = unsafe { text_of(client_sfid_code, "client_sfid_code") }?;
        let certificate_store = unsafe { text_of(certificate_store, "certificate_store") }?;
        server_of(server)?.engine.exchange_certificate(connection_id, client_sfid_code, certificate_store, certificate_exchange_type)
    })
}

/// ImportTrustedCerts: reads the certificates that TrustedCertsData names into TrustedCerts.
///
/// @return OFTPSRV_OK, or the number of an error, among them 691 TRUSTED_IMPORT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_import_trusted_certs(
    server: *mut oftpsrv_t,
) -> i32 {
    guard(|| {
        server_of(server)?.engine.import_trusted_certs()
    })
}

/// ValidateCert: whether Certificate is within its validity period, trusted and not revoked. Why it is not is told in
/// Log.
///
/// @param out Whether it is valid.
/// @return OFTPSRV_OK, or the number of an error, among them 9 NOT_SUPPORTED, 679 READ_FILE, 689 CERT_REQUIRED, 690
/// INVALID_CERT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_validate_cert(
    server: *mut oftpsrv_t,
    out: *mut Flag,
) -> i32 {
    guard(|| {
        let out = unsafe { Out::new(out, false.into()) }?;
        out.put(server_of(server)?.engine.validate_cert()?.into());
        Ok(())
    })
}

/// LoadConfig: sets many config settings and properties at once. With an error in any line nothing is set; the message
/// names the line.
///
/// @param text Lines of "Name=value"; blank lines and lines that begin with "#" do not count. A value in double quotes
/// keeps the blanks at its ends; "Name=<<END", lines, "END" gives a value of several lines.
/// @return OFTPSRV_OK, or the number of an error, among them 5 UNKNOWN_SETTING, 6 BAD_VALUE, 7 READ_ONLY, 8
/// BAD_ARGUMENT, 679 READ_FILE, 690 INVALID_CERT, 126 INVALID_CONNECTION_ID.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_load_config(
    server: *mut oftpsrv_t,
    text: *const c_char,
) -> i32 {
    guard(|| {
        let text = unsafe { text_of(text, "text") }?;
        server_of(server)?.engine.load_config(text)
    })
}

/// ValidateRecipientCert: whether the connection's recipient certificate is within its validity period, trusted and not
/// revoked. Why it is not is told in Log.
///
/// @param connection_id The connection.
/// @param out Whether it is valid.
/// @return OFTPSRV_OK, or the number of an error, among them 9 NOT_SUPPORTED, 126 INVALID_CONNECTION_ID, 679 READ_FILE,
/// 689 CERT_REQUIRED, 690 INVALID_CERT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_validate_recipient_cert(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    out: *mut Flag,
) -> i32 {
    guard(|| {
        let out = unsafe { Out::new(out, false.into()) }?;
        let connection_id = unsafe { text_of(connection_id, "connection_id") }?;
        out.put(server_of(server)?.engine.validate_recipient_cert(connection_id)?.into());
        Ok(())
    })
}
