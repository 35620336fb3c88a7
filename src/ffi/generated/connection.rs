// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.
//! The fields of a connection. A connection is named by its id; error 126 says that there is none with that id (any
//! more).

use crate::ffi::connection;
use crate::ffi::guard::{guard, octets, text};
use crate::ffi::properties::flag_text;
use crate::ffi::types::{Flag, oftpsrv_t};
use std::ffi::c_char;

/// Reads Compress. Whether files to send are compressed (2.0); while a file is received, whether it is compressed.
/// Default False.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_compress(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut Flag,
) -> i32 {
    guard(|| unsafe { connection::get_flag(server, connection_id, "Compress", out) })
}

/// Sets Compress; see oftpsrv_connection_get_compress().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_set_compress(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    value: Flag,
) -> i32 {
    guard(|| unsafe { connection::set(server, connection_id, "Compress", flag_text(value)) })
}

/// Reads Connected. Whether the connection is up.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_connected(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut Flag,
) -> i32 {
    guard(|| unsafe { connection::get_flag(server, connection_id, "Connected", out) })
}

/// Reads ConnectionId. The identifier of the connection. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_connection_id(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { connection::get_text(server, connection_id, "ConnectionId", out) })
}

/// Reads DownloadDirectory. The directory that received files go to. Set it at the latest in AcceptConnection; without
/// it (and without a download stream) files are refused. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_download_directory(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { connection::get_text(server, connection_id, "DownloadDirectory", out) })
}

/// Sets DownloadDirectory; see oftpsrv_connection_get_download_directory().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_set_download_directory(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    value: *const c_char,
) -> i32 {
    guard(|| unsafe { connection::set(server, connection_id, "DownloadDirectory", text(value, "value")?) })
}

/// Reads EncryptionAlgorithm. The cipher of files to send (2.0): 0 is 3DES, 1 is AES with 256 bits, as OFTP 2.0
/// prescribes. CipherSuite overrides it. One of OFTPSRV_ENCRYPTION_3DES (0) or OFTPSRV_ENCRYPTION_AES (1). Default 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_encryption_algorithm(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut i32,
) -> i32 {
    guard(|| unsafe { connection::get_int(server, connection_id, "EncryptionAlgorithm", out) })
}

/// Sets EncryptionAlgorithm; see oftpsrv_connection_get_encryption_algorithm().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_set_encryption_algorithm(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    value: i32,
) -> i32 {
    guard(|| unsafe { connection::set(server, connection_id, "EncryptionAlgorithm", &value.to_string()) })
}

/// Reads LocalAddress. The local address of the connection. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_local_address(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { connection::get_text(server, connection_id, "LocalAddress", out) })
}

/// Reads MaxRecordSize. The length of the records of a file to send: exact for OFTPSRV_FORMAT_FIXED, the longest for
/// OFTPSRV_FORMAT_VARIABLE, 0 for the others (SFIDLRECL). Range: 0 to 99999. Default 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_max_record_size(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut i32,
) -> i32 {
    guard(|| unsafe { connection::get_int(server, connection_id, "MaxRecordSize", out) })
}

/// Sets MaxRecordSize; see oftpsrv_connection_get_max_record_size().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_set_max_record_size(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    value: i32,
) -> i32 {
    guard(|| unsafe { connection::set(server, connection_id, "MaxRecordSize", &value.to_string()) })
}

/// Reads ReadyToSend. Whether the server has the turn and may send now.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_ready_to_send(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut Flag,
) -> i32 {
    guard(|| unsafe { connection::get_flag(server, connection_id, "ReadyToSend", out) })
}

/// Reads RecipientCertStore. Where the partner's certificate is: file name, store name, or the content, as
/// RecipientCertStoreType says. Default MY. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_recipient_cert_store(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { connection::get_text(server, connection_id, "RecipientCertStore", out) })
}

/// Sets RecipientCertStore; see oftpsrv_connection_get_recipient_cert_store().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_set_recipient_cert_store(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    value: *const c_char,
) -> i32 {
    guard(|| unsafe { connection::set(server, connection_id, "RecipientCertStore", text(value, "value")?) })
}

/// Reads RecipientCertStoreB. The value of RecipientCertStore as octets; both names are the same value. Default MY. The
/// caller frees the octets.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_recipient_cert_store_blob(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut *mut u8,
    out_len: *mut usize,
) -> i32 {
    guard(|| unsafe { connection::get_octets(server, connection_id, "RecipientCertStoreB", out, out_len) })
}

/// Sets RecipientCertStoreB; see oftpsrv_connection_get_recipient_cert_store_blob().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_set_recipient_cert_store_blob(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    data: *const u8,
    data_len: usize,
) -> i32 {
    guard(|| unsafe { connection::set_octets(server, connection_id, "RecipientCertStoreB", octets(data, data_len, "data")?) })
}

/// Reads RecipientCertStorePassword. The password of RecipientCertStore. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_recipient_cert_store_password(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { connection::get_text(server, connection_id, "RecipientCertStorePassword", out) })
}

/// Sets RecipientCertStorePassword; see oftpsrv_connection_get_recipient_cert_store_password().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_set_recipient_cert_store_password(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    value: *const c_char,
) -> i32 {
    guard(|| unsafe { connection::set(server, connection_id, "RecipientCertStorePassword", text(value, "value")?) })
}

/// Reads RecipientCertStoreType. The kind of RecipientCertStore; 99 detects the type from the content, so that a path
/// and a subject are enough. 0 and 1 are stores of Windows, which are not read (error 9). One of OFTPSRV_STORE_...
/// Default 99.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_recipient_cert_store_type(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut i32,
) -> i32 {
    guard(|| unsafe { connection::get_int(server, connection_id, "RecipientCertStoreType", out) })
}

/// Sets RecipientCertStoreType; see oftpsrv_connection_get_recipient_cert_store_type().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_set_recipient_cert_store_type(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    value: i32,
) -> i32 {
    guard(|| unsafe { connection::set(server, connection_id, "RecipientCertStoreType", &value.to_string()) })
}

/// Reads RecipientCertSubject. Which certificate of RecipientCertStore is meant; * takes the first. Setting it loads
/// the certificate, for the purpose that RecipientCertificateType names. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_recipient_cert_subject(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { connection::get_text(server, connection_id, "RecipientCertSubject", out) })
}

/// Sets RecipientCertSubject; see oftpsrv_connection_get_recipient_cert_subject().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_set_recipient_cert_subject(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    value: *const c_char,
) -> i32 {
    guard(|| unsafe { connection::set(server, connection_id, "RecipientCertSubject", text(value, "value")?) })
}

/// Reads RemoteHost. The client's address. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_remote_host(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { connection::get_text(server, connection_id, "RemoteHost", out) })
}

/// Reads RemotePort. The client's port. Range: 0 to 65535.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_remote_port(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut i32,
) -> i32 {
    guard(|| unsafe { connection::get_int(server, connection_id, "RemotePort", out) })
}

/// Reads SFIDCode. The client's code as origin and destination of files. At most 25 characters. The caller frees the
/// text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_sfid_code(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { connection::get_text(server, connection_id, "SFIDCode", out) })
}

/// Sets SFIDCode; see oftpsrv_connection_get_sfid_code().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_set_sfid_code(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    value: *const c_char,
) -> i32 {
    guard(|| unsafe { connection::set(server, connection_id, "SFIDCode", text(value, "value")?) })
}

/// Reads SignedReceipt. Whether a signed end response is asked for files to send (2.0); while a file is received,
/// whether the client asks for one. Default False.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_signed_receipt(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut Flag,
) -> i32 {
    guard(|| unsafe { connection::get_flag(server, connection_id, "SignedReceipt", out) })
}

/// Sets SignedReceipt; see oftpsrv_connection_get_signed_receipt().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_set_signed_receipt(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    value: Flag,
) -> i32 {
    guard(|| unsafe { connection::set(server, connection_id, "SignedReceipt", flag_text(value)) })
}

/// Reads SSIDCode. The client's code as partner of the session. At most 25 characters. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_ssid_code(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { connection::get_text(server, connection_id, "SSIDCode", out) })
}

/// Sets SSIDCode; see oftpsrv_connection_get_ssid_code().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_set_ssid_code(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    value: *const c_char,
) -> i32 {
    guard(|| unsafe { connection::set(server, connection_id, "SSIDCode", text(value, "value")?) })
}

/// Reads Timeout. Seconds without any progress after which an operation fails; 0 waits for ever. Range: 0 to 2147483.
/// Default: that of DefaultTimeout.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_timeout(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut i32,
) -> i32 {
    guard(|| unsafe { connection::get_int(server, connection_id, "Timeout", out) })
}

/// Sets Timeout; see oftpsrv_connection_get_timeout().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_set_timeout(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    value: i32,
) -> i32 {
    guard(|| unsafe { connection::set(server, connection_id, "Timeout", &value.to_string()) })
}

/// Reads Version. The version that the session uses. One of OFTPSRV_OFTP_12 (0), OFTPSRV_OFTP_13 (1), OFTPSRV_OFTP_14
/// (2) or OFTPSRV_OFTP_20 (3).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_version(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut i32,
) -> i32 {
    guard(|| unsafe { connection::get_int(server, connection_id, "Version", out) })
}

/// Reads VirtualFileDate. The time stamp of the next file to send, in VirtualFileDateFormat or one of the formats of
/// docs/dates.md; empty takes the current time. At most 128 octets. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_virtual_file_date(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { connection::get_text(server, connection_id, "VirtualFileDate", out) })
}

/// Sets VirtualFileDate; see oftpsrv_connection_get_virtual_file_date().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_set_virtual_file_date(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    value: *const c_char,
) -> i32 {
    guard(|| unsafe { connection::set(server, connection_id, "VirtualFileDate", text(value, "value")?) })
}

/// Reads VirtualFileFormat. The record format of files to send; while a file is received, its format. One of
/// OFTPSRV_FORMAT_UNSTRUCTURED (0), OFTPSRV_FORMAT_TEXT (1), OFTPSRV_FORMAT_FIXED (2) or OFTPSRV_FORMAT_VARIABLE (3).
/// Default 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_virtual_file_format(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut i32,
) -> i32 {
    guard(|| unsafe { connection::get_int(server, connection_id, "VirtualFileFormat", out) })
}

/// Sets VirtualFileFormat; see oftpsrv_connection_get_virtual_file_format().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_set_virtual_file_format(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    value: i32,
) -> i32 {
    guard(|| unsafe { connection::set(server, connection_id, "VirtualFileFormat", &value.to_string()) })
}

/// Reads VirtualFileSecurityLevel. Whether files to send are encrypted and signed (2.0); while a file is received, what
/// it is. One of OFTPSRV_SECURITY_NONE (0), OFTPSRV_SECURITY_ENCRYPTED (1), OFTPSRV_SECURITY_SIGNED (2) or
/// OFTPSRV_SECURITY_ENCRYPTED_AND_SIGNED (3). Default 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_virtual_file_security_level(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut i32,
) -> i32 {
    guard(|| unsafe { connection::get_int(server, connection_id, "VirtualFileSecurityLevel", out) })
}

/// Sets VirtualFileSecurityLevel; see oftpsrv_connection_get_virtual_file_security_level().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_set_virtual_file_security_level(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    value: i32,
) -> i32 {
    guard(|| unsafe { connection::set(server, connection_id, "VirtualFileSecurityLevel", &value.to_string()) })
}
