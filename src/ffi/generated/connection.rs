// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.
//! The fields of a connection. A connection is named by its id; error 126 says that there is none with that id (any
//! more).

use crate::ffi::connection;
use crate::ffi::guard::{guard, octets, text};
use crate::ffi::properties::flag_text;
use crate::ffi::types::{Flag, oftpsrv_t};
use std::ffi::c_char;

/// Reads Compress: whether files to be sent are compressed; while receiving, whether the file is.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_compress(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut Flag,
) -> i32 {
    guard(|| unsafe { connection::get_flag(server, connection_id, "Compress", out) })
}

/// Sets Compress: whether files to be sent are compressed; while receiving, whether the file is.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_set_compress(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    value: Flag,
) -> i32 {
    guard(|| unsafe { connection::set(server, connection_id, "Compress", flag_text(value)) })
}

/// Reads Connected: whether the connection is established.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_connected(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut Flag,
) -> i32 {
    guard(|| unsafe { connection::get_flag(server, connection_id, "Connected", out) })
}

/// Reads ConnectionId: the id itself. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_connection_id(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { connection::get_text(server, connection_id, "ConnectionId", out) })
}

/// Reads DownloadDirectory: where received files are saved. Set it in AcceptConnection at the latest. The caller
/// frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_download_directory(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { connection::get_text(server, connection_id, "DownloadDirectory", out) })
}

/// Sets DownloadDirectory: where received files are saved. Set it in AcceptConnection at the latest.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_set_download_directory(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    value: *const c_char,
) -> i32 {
    guard(|| unsafe { connection::set(server, connection_id, "DownloadDirectory", text(value, "value")?) })
}

/// Reads EncryptionAlgorithm: OFTPSRV_ENCRYPTION_3DES or OFTPSRV_ENCRYPTION_AES, for files to be sent.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_encryption_algorithm(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut i32,
) -> i32 {
    guard(|| unsafe { connection::get_int(server, connection_id, "EncryptionAlgorithm", out) })
}

/// Sets EncryptionAlgorithm: OFTPSRV_ENCRYPTION_3DES or OFTPSRV_ENCRYPTION_AES, for files to be sent.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_set_encryption_algorithm(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    value: i32,
) -> i32 {
    guard(|| unsafe { connection::set(server, connection_id, "EncryptionAlgorithm", &value.to_string()) })
}

/// Reads LocalAddress: the address of this side. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_local_address(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { connection::get_text(server, connection_id, "LocalAddress", out) })
}

/// Reads MaxRecordSize: the longest record of a Fixed or Variable file; 0 for the other formats.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_max_record_size(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut i32,
) -> i32 {
    guard(|| unsafe { connection::get_int(server, connection_id, "MaxRecordSize", out) })
}

/// Sets MaxRecordSize: the longest record of a Fixed or Variable file; 0 for the other formats.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_set_max_record_size(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    value: i32,
) -> i32 {
    guard(|| unsafe { connection::set(server, connection_id, "MaxRecordSize", &value.to_string()) })
}

/// Reads ReadyToSend: whether this side has the turn and can send.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_ready_to_send(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut Flag,
) -> i32 {
    guard(|| unsafe { connection::get_flag(server, connection_id, "ReadyToSend", out) })
}

/// Reads RecipientCertStore: the store of the partner's certificate. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_recipient_cert_store(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { connection::get_text(server, connection_id, "RecipientCertStore", out) })
}

/// Sets RecipientCertStore: the store of the partner's certificate.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_set_recipient_cert_store(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    value: *const c_char,
) -> i32 {
    guard(|| unsafe { connection::set(server, connection_id, "RecipientCertStore", text(value, "value")?) })
}

/// Reads RecipientCertStoreB: the store of the partner's certificate as octets. The caller frees the octets.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_recipient_cert_store_blob(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut *mut u8,
    out_len: *mut usize,
) -> i32 {
    guard(|| unsafe { connection::get_octets(server, connection_id, "RecipientCertStoreB", out, out_len) })
}

/// Sets RecipientCertStoreB: the store of the partner's certificate as octets.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_set_recipient_cert_store_blob(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    data: *const u8,
    data_len: usize,
) -> i32 {
    guard(|| unsafe { connection::set_octets(server, connection_id, "RecipientCertStoreB", octets(data, data_len, "data")?) })
}

/// Reads RecipientCertStorePassword: the password of that store. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_recipient_cert_store_password(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { connection::get_text(server, connection_id, "RecipientCertStorePassword", out) })
}

/// Sets RecipientCertStorePassword: the password of that store.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_set_recipient_cert_store_password(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    value: *const c_char,
) -> i32 {
    guard(|| unsafe { connection::set(server, connection_id, "RecipientCertStorePassword", text(value, "value")?) })
}

/// Reads RecipientCertStoreType: the type of that store, one of OFTPSRV_STORE_....
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_recipient_cert_store_type(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut i32,
) -> i32 {
    guard(|| unsafe { connection::get_int(server, connection_id, "RecipientCertStoreType", out) })
}

/// Sets RecipientCertStoreType: the type of that store, one of OFTPSRV_STORE_....
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_set_recipient_cert_store_type(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    value: i32,
) -> i32 {
    guard(|| unsafe { connection::set(server, connection_id, "RecipientCertStoreType", &value.to_string()) })
}

/// Reads RecipientCertSubject: the subject of the partner's certificate in that store. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_recipient_cert_subject(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { connection::get_text(server, connection_id, "RecipientCertSubject", out) })
}

/// Sets RecipientCertSubject: the subject of the partner's certificate in that store.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_set_recipient_cert_subject(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    value: *const c_char,
) -> i32 {
    guard(|| unsafe { connection::set(server, connection_id, "RecipientCertSubject", text(value, "value")?) })
}

/// Reads RemoteHost: the address of the partner. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_remote_host(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { connection::get_text(server, connection_id, "RemoteHost", out) })
}

/// Reads RemotePort: the TCP port of the partner.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_remote_port(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut i32,
) -> i32 {
    guard(|| unsafe { connection::get_int(server, connection_id, "RemotePort", out) })
}

/// Reads SFIDCode: the partner's SFID code. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_sfid_code(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { connection::get_text(server, connection_id, "SFIDCode", out) })
}

/// Sets SFIDCode: the partner's SFID code.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_set_sfid_code(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    value: *const c_char,
) -> i32 {
    guard(|| unsafe { connection::set(server, connection_id, "SFIDCode", text(value, "value")?) })
}

/// Reads SignedReceipt: whether a signed end response is asked for; while receiving, whether the partner asked for
/// one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_signed_receipt(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut Flag,
) -> i32 {
    guard(|| unsafe { connection::get_flag(server, connection_id, "SignedReceipt", out) })
}

/// Sets SignedReceipt: whether a signed end response is asked for; while receiving, whether the partner asked for
/// one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_set_signed_receipt(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    value: Flag,
) -> i32 {
    guard(|| unsafe { connection::set(server, connection_id, "SignedReceipt", flag_text(value)) })
}

/// Reads SSIDCode: the partner's SSID code. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_ssid_code(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { connection::get_text(server, connection_id, "SSIDCode", out) })
}

/// Sets SSIDCode: the partner's SSID code.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_set_ssid_code(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    value: *const c_char,
) -> i32 {
    guard(|| unsafe { connection::set(server, connection_id, "SSIDCode", text(value, "value")?) })
}

/// Reads Timeout: the inactivity timeout in seconds; 0 is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_timeout(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut i32,
) -> i32 {
    guard(|| unsafe { connection::get_int(server, connection_id, "Timeout", out) })
}

/// Sets Timeout: the inactivity timeout in seconds; 0 is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_set_timeout(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    value: i32,
) -> i32 {
    guard(|| unsafe { connection::set(server, connection_id, "Timeout", &value.to_string()) })
}

/// Reads Version: the OFTP version of the session, one of OFTPSRV_OFTP_....
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_version(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut i32,
) -> i32 {
    guard(|| unsafe { connection::get_int(server, connection_id, "Version", out) })
}

/// Reads VirtualFileDate: the time stamp of the next file to be sent. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_virtual_file_date(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { connection::get_text(server, connection_id, "VirtualFileDate", out) })
}

/// Sets VirtualFileDate: the time stamp of the next file to be sent.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_set_virtual_file_date(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    value: *const c_char,
) -> i32 {
    guard(|| unsafe { connection::set(server, connection_id, "VirtualFileDate", text(value, "value")?) })
}

/// Reads VirtualFileFormat: the format of files to be sent, one of OFTPSRV_FORMAT_...; while receiving, of the file.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_virtual_file_format(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut i32,
) -> i32 {
    guard(|| unsafe { connection::get_int(server, connection_id, "VirtualFileFormat", out) })
}

/// Sets VirtualFileFormat: the format of files to be sent, one of OFTPSRV_FORMAT_...; while receiving, of the file.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_set_virtual_file_format(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    value: i32,
) -> i32 {
    guard(|| unsafe { connection::set(server, connection_id, "VirtualFileFormat", &value.to_string()) })
}

/// Reads VirtualFileSecurityLevel: one of OFTPSRV_SECURITY_..., of files to be sent; while receiving, of the file.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_virtual_file_security_level(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut i32,
) -> i32 {
    guard(|| unsafe { connection::get_int(server, connection_id, "VirtualFileSecurityLevel", out) })
}

/// Sets VirtualFileSecurityLevel: one of OFTPSRV_SECURITY_..., of files to be sent; while receiving, of the file.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_set_virtual_file_security_level(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    value: i32,
) -> i32 {
    guard(|| unsafe { connection::set(server, connection_id, "VirtualFileSecurityLevel", &value.to_string()) })
}
