// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.
//! The event structures as C sees them: `size` first, then the fields in the order of the table. Fields are only ever
//! appended. Pointers belong to the engine and are good until the callback returns.

use crate::events::EventKind;
use crate::ffi::slots::EventStruct;
use crate::ffi::types::{Flag, oftpsrv_t};
use safer_ffi::derive_ReprC;
use std::ffi::{c_char, c_void};

/// AcceptConnection: an initiator sent its SSID; the program lets it in or turns it away.
#[derive_ReprC]
#[repr(C)]
#[derive(Debug)]
pub struct oftpsrv_accept_connection_event {
    /// Octets of this structure in the library that made it.
    pub size: usize,
    /// The connection.
    pub connection_id: *const c_char,
    /// The partner's identification code (SSIDCODE).
    pub client_ssid_code: *const c_char,
    /// The partner's password (SSIDPSWD).
    pub client_password: *const c_char,
    /// The version that the partner offers. One of OFTPSRV_OFTP_12 (0), OFTPSRV_OFTP_13 (1), OFTPSRV_OFTP_14 (2) or
    /// OFTPSRV_OFTP_20 (3).
    pub client_version: i32,
    /// Answer: the version to use; prefilled with the highest that both speak, and may be lowered. One of
    /// OFTPSRV_OFTP_12 (0), OFTPSRV_OFTP_13 (1), OFTPSRV_OFTP_14 (2) or OFTPSRV_OFTP_20 (3).
    pub server_version: i32,
    /// Answer: whether the session goes on.
    pub accept: Flag,
    /// Answer: the reason of a refusal; 0 becomes 99. One of OFTPSRV_ESID_...
    pub error_code: i32,
    /// Answer: the text of a refusal (2.0 only). Change it with
    /// oftpsrv_accept_connection_event_set_error_description().
    pub error_description: *const c_char,
}

/// The event structure of AcceptConnection.
pub type oftpsrv_accept_connection_event_t = oftpsrv_accept_connection_event;

/// A callback for AcceptConnection, registered with oftpsrv_on_accept_connection().
pub type oftpsrv_accept_connection_cb =
    Option<unsafe extern "C" fn(server: *mut oftpsrv_t, event: *mut oftpsrv_accept_connection_event_t, user_data: *mut c_void)>;

unsafe impl EventStruct for oftpsrv_accept_connection_event {
    const KIND: EventKind = EventKind::AcceptConnection;
}

/// AcceptFile: the partner offers a file.
#[derive_ReprC]
#[repr(C)]
#[derive(Debug)]
pub struct oftpsrv_accept_file_event {
    /// Octets of this structure in the library that made it.
    pub size: usize,
    /// The connection.
    pub connection_id: *const c_char,
    /// The name of the file (SFIDDSN).
    pub virtual_file_name: *const c_char,
    /// The time stamp of the file (SFIDDATE, SFIDTIME) in VirtualFileDateFormat.
    pub virtual_file_date: *const c_char,
    /// The code of the receiver (SFIDDEST).
    pub destination: *const c_char,
    /// The code of the sender (SFIDORIG).
    pub originator: *const c_char,
    /// Answer: whether to take the file.
    pub accept: Flag,
    /// Answer: the full path that the file will have. Change it with oftpsrv_accept_file_event_set_file_name().
    pub file_name: *const c_char,
    /// Answer: whether an existing file is replaced.
    pub overwrite: Flag,
    /// Answer: the reason of a refusal; 0 becomes 99. One of OFTPSRV_SFNA_...
    pub error_code: i32,
    /// Answer: the text of a refusal (2.0 only). Change it with oftpsrv_accept_file_event_set_error_description().
    pub error_description: *const c_char,
    /// Whether the file is for somebody else: its destination is none of this side's codes (ServerSFIDCode,
    /// ServerSSIDCode, OwnSFIDCodes). It is asked again when the callback has returned; a file that is then neither for
    /// this side nor to be passed on (ForwardFiles) is refused with SFNA 02.
    pub forwarded: Flag,
}

/// The event structure of AcceptFile.
pub type oftpsrv_accept_file_event_t = oftpsrv_accept_file_event;

/// A callback for AcceptFile, registered with oftpsrv_on_accept_file().
pub type oftpsrv_accept_file_cb =
    Option<unsafe extern "C" fn(server: *mut oftpsrv_t, event: *mut oftpsrv_accept_file_event_t, user_data: *mut c_void)>;

unsafe impl EventStruct for oftpsrv_accept_file_event {
    const KIND: EventKind = EventKind::AcceptFile;
}

/// CertificateReceived: a certificate that the partner sent through certificate exchange was stored.
#[derive_ReprC]
#[repr(C)]
#[derive(Debug)]
pub struct oftpsrv_certificate_received_event {
    /// Octets of this structure in the library that made it.
    pub size: usize,
    /// The connection.
    pub connection_id: *const c_char,
    /// The full path of the stored certificate.
    pub certificate_file_name: *const c_char,
    /// The kind of exchange. One of OFTPSRV_EXCHANGE_REQUEST (0), OFTPSRV_EXCHANGE_REPLACE (1) or
    /// OFTPSRV_EXCHANGE_DELIVER (2).
    pub certificate_exchange_type: i32,
}

/// The event structure of CertificateReceived.
pub type oftpsrv_certificate_received_event_t = oftpsrv_certificate_received_event;

/// A callback for CertificateReceived, registered with oftpsrv_on_certificate_received().
pub type oftpsrv_certificate_received_cb =
    Option<unsafe extern "C" fn(server: *mut oftpsrv_t, event: *mut oftpsrv_certificate_received_event_t, user_data: *mut c_void)>;

unsafe impl EventStruct for oftpsrv_certificate_received_event {
    const KIND: EventKind = EventKind::CertificateReceived;
}

/// Connected: a connection is established, or failed while it was being established.
#[derive_ReprC]
#[repr(C)]
#[derive(Debug)]
pub struct oftpsrv_connected_event {
    /// Octets of this structure in the library that made it.
    pub size: usize,
    /// The connection.
    pub connection_id: *const c_char,
    /// 0, or the number of the error, one of OFTPSRV_ERROR_....
    pub status_code: i32,
    /// "OK", or what went wrong.
    pub description: *const c_char,
}

/// The event structure of Connected.
pub type oftpsrv_connected_event_t = oftpsrv_connected_event;

/// A callback for Connected, registered with oftpsrv_on_connected().
pub type oftpsrv_connected_cb =
    Option<unsafe extern "C" fn(server: *mut oftpsrv_t, event: *mut oftpsrv_connected_event_t, user_data: *mut c_void)>;

unsafe impl EventStruct for oftpsrv_connected_event {
    const KIND: EventKind = EventKind::Connected;
}

/// ConnectionRequest: a partner connects at TCP level.
#[derive_ReprC]
#[repr(C)]
#[derive(Debug)]
pub struct oftpsrv_connection_request_event {
    /// Octets of this structure in the library that made it.
    pub size: usize,
    /// The partner's address.
    pub address: *const c_char,
    /// The partner's port.
    pub port: i32,
    /// Answer: whether to let it connect; prefilled from AllowedClients and BlockedClients.
    pub accept: Flag,
}

/// The event structure of ConnectionRequest.
pub type oftpsrv_connection_request_event_t = oftpsrv_connection_request_event;

/// A callback for ConnectionRequest, registered with oftpsrv_on_connection_request().
pub type oftpsrv_connection_request_cb =
    Option<unsafe extern "C" fn(server: *mut oftpsrv_t, event: *mut oftpsrv_connection_request_event_t, user_data: *mut c_void)>;

unsafe impl EventStruct for oftpsrv_connection_request_event {
    const KIND: EventKind = EventKind::ConnectionRequest;
}

/// Disconnected: a connection ended.
#[derive_ReprC]
#[repr(C)]
#[derive(Debug)]
pub struct oftpsrv_disconnected_event {
    /// Octets of this structure in the library that made it.
    pub size: usize,
    /// The connection.
    pub connection_id: *const c_char,
    /// 0 after a normal end, else the number of the error, one of OFTPSRV_ERROR_....
    pub status_code: i32,
    /// "OK", or why it ended.
    pub description: *const c_char,
}

/// The event structure of Disconnected.
pub type oftpsrv_disconnected_event_t = oftpsrv_disconnected_event;

/// A callback for Disconnected, registered with oftpsrv_on_disconnected().
pub type oftpsrv_disconnected_cb =
    Option<unsafe extern "C" fn(server: *mut oftpsrv_t, event: *mut oftpsrv_disconnected_event_t, user_data: *mut c_void)>;

unsafe impl EventStruct for oftpsrv_disconnected_event {
    const KIND: EventKind = EventKind::Disconnected;
}

/// EndResponse: an end response (EERP or NERP) arrived, or, with FireEndResponseOnSend, was sent.
#[derive_ReprC]
#[repr(C)]
#[derive(Debug)]
pub struct oftpsrv_end_response_event {
    /// Octets of this structure in the library that made it.
    pub size: usize,
    /// The connection.
    pub connection_id: *const c_char,
    /// The name of the file that it is about.
    pub virtual_file_name: *const c_char,
    /// The time stamp of that file in VirtualFileDateFormat.
    pub virtual_file_date: *const c_char,
    /// Who gets the response (EERPDEST or NERPDEST).
    pub destination: *const c_char,
    /// Who sends it (EERPORIG or NERPORIG).
    pub originator: *const c_char,
    /// Who refused the file (NERPCREA); empty for an EERP.
    pub creator: *const c_char,
    /// 0 for an EERP, else the reason. One of OFTPSRV_NERP_...
    pub reason_code: i32,
    /// The text of the reason (NERPREAST), or the RFC's.
    pub reason_text: *const c_char,
    /// Answer: the hash of the file, in hexadecimal. The program may set the one that it expects, for the engine to
    /// compare. Change it with oftpsrv_end_response_event_set_file_hash().
    pub file_hash: *const c_char,
    /// The signature in Base64, when there is one.
    pub signature: *const c_char,
    /// Whether it was received or sent. One of OFTPSRV_END_RESPONSE_RECEIVED (0) or OFTPSRV_END_RESPONSE_SENT (1).
    pub direction: i32,
}

/// The event structure of EndResponse.
pub type oftpsrv_end_response_event_t = oftpsrv_end_response_event;

/// A callback for EndResponse, registered with oftpsrv_on_end_response().
pub type oftpsrv_end_response_cb =
    Option<unsafe extern "C" fn(server: *mut oftpsrv_t, event: *mut oftpsrv_end_response_event_t, user_data: *mut c_void)>;

unsafe impl EventStruct for oftpsrv_end_response_event {
    const KIND: EventKind = EventKind::EndResponse;
}

/// EndTransfer: a file ended, well or not.
#[derive_ReprC]
#[repr(C)]
#[derive(Debug)]
pub struct oftpsrv_end_transfer_event {
    /// Octets of this structure in the library that made it.
    pub size: usize,
    /// The connection.
    pub connection_id: *const c_char,
    /// Whose file it is. One of OFTPSRV_DIRECTION_CLIENT (0) or OFTPSRV_DIRECTION_SERVER (1).
    pub direction: i32,
    /// The full path of the local file.
    pub local_file: *const c_char,
    /// The name of the file (SFIDDSN).
    pub virtual_file_name: *const c_char,
    /// The time stamp of the file (SFIDDATE, SFIDTIME) in VirtualFileDateFormat.
    pub virtual_file_date: *const c_char,
    /// The code of the receiver (SFIDDEST).
    pub destination: *const c_char,
    /// The code of the sender (SFIDORIG).
    pub originator: *const c_char,
    /// 0 when the file is complete. Else the reason: one of OFTPSRV_SFNA_... when it was refused before it was sent,
    /// one of OFTPSRV_EFNA_... after; 99 when the connection ended first.
    pub reason_code: i32,
    /// The text of the reason.
    pub reason_text: *const c_char,
    /// The size of the local file in octets.
    pub file_size: i64,
    /// The hash over what travelled, in hexadecimal, when a signed end response was asked for.
    pub file_hash: *const c_char,
    /// Answer: whether the engine sends the end response by itself.
    pub send_end_response: Flag,
    /// The partner's SSID code; filled also where there is no connection any more.
    pub partner: *const c_char,
    /// Whether the program may have heard of this end before: it is told again after a crash.
    pub redelivered: Flag,
    /// Whether the file is for, or from, somebody else and only passed on.
    pub forwarded: Flag,
}

/// The event structure of EndTransfer.
pub type oftpsrv_end_transfer_event_t = oftpsrv_end_transfer_event;

/// A callback for EndTransfer, registered with oftpsrv_on_end_transfer().
pub type oftpsrv_end_transfer_cb =
    Option<unsafe extern "C" fn(server: *mut oftpsrv_t, event: *mut oftpsrv_end_transfer_event_t, user_data: *mut c_void)>;

unsafe impl EventStruct for oftpsrv_end_transfer_event {
    const KIND: EventKind = EventKind::EndTransfer;
}

/// Error: something went wrong that no caller is waiting for.
#[derive_ReprC]
#[repr(C)]
#[derive(Debug)]
pub struct oftpsrv_error_event {
    /// Octets of this structure in the library that made it.
    pub size: usize,
    /// The connection; empty when it concerns the whole server.
    pub connection_id: *const c_char,
    /// The number of the error, one of OFTPSRV_ERROR_....
    pub error_code: i32,
    /// What happened.
    pub description: *const c_char,
}

/// The event structure of Error.
pub type oftpsrv_error_event_t = oftpsrv_error_event;

/// A callback for Error, registered with oftpsrv_on_error().
pub type oftpsrv_error_cb =
    Option<unsafe extern "C" fn(server: *mut oftpsrv_t, event: *mut oftpsrv_error_event_t, user_data: *mut c_void)>;

unsafe impl EventStruct for oftpsrv_error_event {
    const KIND: EventKind = EventKind::Error;
}

/// Log: there is a log entry; see LogLevel.
#[derive_ReprC]
#[repr(C)]
#[derive(Debug)]
pub struct oftpsrv_log_event {
    /// Octets of this structure in the library that made it.
    pub size: usize,
    /// The connection; empty when it concerns the whole server.
    pub connection_id: *const c_char,
    /// The level of the entry: OFTPSRV_LOG_INFO (1), OFTPSRV_LOG_VERBOSE (2) or OFTPSRV_LOG_DEBUG (3).
    pub log_level: i32,
    /// The entry: one line. Line ends and other control characters that a partner sent are written out.
    pub message: *const c_char,
    /// "Info" or "OFTP".
    pub log_type: *const c_char,
}

/// The event structure of Log.
pub type oftpsrv_log_event_t = oftpsrv_log_event;

/// A callback for Log, registered with oftpsrv_on_log().
pub type oftpsrv_log_cb =
    Option<unsafe extern "C" fn(server: *mut oftpsrv_t, event: *mut oftpsrv_log_event_t, user_data: *mut c_void)>;

unsafe impl EventStruct for oftpsrv_log_event {
    const KIND: EventKind = EventKind::Log;
}

/// PITrail: a command was sent or received.
#[derive_ReprC]
#[repr(C)]
#[derive(Debug)]
pub struct oftpsrv_pi_trail_event {
    /// Octets of this structure in the library that made it.
    pub size: usize,
    /// The connection.
    pub connection_id: *const c_char,
    /// Who sent it. One of OFTPSRV_DIRECTION_CLIENT (0) or OFTPSRV_DIRECTION_SERVER (1).
    pub direction: i32,
    /// The command as it travels, without the stream transmission header.
    pub data: *const u8,
    /// How many octets data has.
    pub data_len: usize,
    /// The first octet of the command: an ASCII character, as a number. 'I' (73) is SSRM, 'X' (88) SSID, 'J' (74) SECD,
    /// 'A' (65) AUCH, 'S' (83) AURP, 'H' (72) SFID, '2' (50) SFPA, '3' (51) SFNA, 'D' (68) DATA, 'C' (67) CDT, 'T' (84)
    /// EFID, '4' (52) EFPA, '5' (53) EFNA, 'F' (70) ESID, 'R' (82) CD, 'E' (69) EERP, 'N' (78) NERP, 'P' (80) RTR.
    pub command_id: i32,
    /// The name of the command.
    pub command_description: *const c_char,
}

/// The event structure of PITrail.
pub type oftpsrv_pi_trail_event_t = oftpsrv_pi_trail_event;

/// A callback for PITrail, registered with oftpsrv_on_pi_trail().
pub type oftpsrv_pi_trail_cb =
    Option<unsafe extern "C" fn(server: *mut oftpsrv_t, event: *mut oftpsrv_pi_trail_event_t, user_data: *mut c_void)>;

unsafe impl EventStruct for oftpsrv_pi_trail_event {
    const KIND: EventKind = EventKind::PITrail;
}

/// ReadyToSend: the partner gave this side the turn.
#[derive_ReprC]
#[repr(C)]
#[derive(Debug)]
pub struct oftpsrv_ready_to_send_event {
    /// Octets of this structure in the library that made it.
    pub size: usize,
    /// The connection.
    pub connection_id: *const c_char,
}

/// The event structure of ReadyToSend.
pub type oftpsrv_ready_to_send_event_t = oftpsrv_ready_to_send_event;

/// A callback for ReadyToSend, registered with oftpsrv_on_ready_to_send().
pub type oftpsrv_ready_to_send_cb =
    Option<unsafe extern "C" fn(server: *mut oftpsrv_t, event: *mut oftpsrv_ready_to_send_event_t, user_data: *mut c_void)>;

unsafe impl EventStruct for oftpsrv_ready_to_send_event {
    const KIND: EventKind = EventKind::ReadyToSend;
}

/// SSLClientAuthentication: a TLS client presented its certificate, or none.
#[derive_ReprC]
#[repr(C)]
#[derive(Debug)]
pub struct oftpsrv_ssl_client_authentication_event {
    /// Octets of this structure in the library that made it.
    pub size: usize,
    /// The connection.
    pub connection_id: *const c_char,
    /// The certificate in DER; empty when there is none.
    pub cert_encoded: *const u8,
    /// How many octets cert_encoded has.
    pub cert_encoded_len: usize,
    /// Its subject.
    pub cert_subject: *const c_char,
    /// Its issuer.
    pub cert_issuer: *const c_char,
    /// "OK", or why its verification failed.
    pub status: *const c_char,
    /// Answer: whether to go on; prefilled with the result of the verification.
    pub accept: Flag,
}

/// The event structure of SSLClientAuthentication.
pub type oftpsrv_ssl_client_authentication_event_t = oftpsrv_ssl_client_authentication_event;

/// A callback for SSLClientAuthentication, registered with oftpsrv_on_ssl_client_authentication().
pub type oftpsrv_ssl_client_authentication_cb =
    Option<unsafe extern "C" fn(server: *mut oftpsrv_t, event: *mut oftpsrv_ssl_client_authentication_event_t, user_data: *mut c_void)>;

unsafe impl EventStruct for oftpsrv_ssl_client_authentication_event {
    const KIND: EventKind = EventKind::SSLClientAuthentication;
}

/// SSLConnectionRequest: a TLS client hello arrived.
#[derive_ReprC]
#[repr(C)]
#[derive(Debug)]
pub struct oftpsrv_ssl_connection_request_event {
    /// Octets of this structure in the library that made it.
    pub size: usize,
    /// The connection.
    pub connection_id: *const c_char,
    /// The suites that the client offers, separated by commas.
    pub supported_cipher_suites: *const c_char,
    /// The signature algorithms that the client offers, separated by commas.
    pub supported_signature_algs: *const c_char,
    /// Answer: the store type of another certificate; at first the automatic one. One of OFTPSRV_STORE_...
    pub cert_store_type: i32,
    /// Answer: the store of that certificate; empty keeps SSLCert. Change it with
    /// oftpsrv_ssl_connection_request_event_set_cert_store().
    pub cert_store: *const c_char,
    /// Answer: the password of that store. Change it with oftpsrv_ssl_connection_request_event_set_cert_password().
    pub cert_password: *const c_char,
    /// Answer: the subject of that certificate; empty or "*" takes the first. Change it with
    /// oftpsrv_ssl_connection_request_event_set_cert_subject().
    pub cert_subject: *const c_char,
}

/// The event structure of SSLConnectionRequest.
pub type oftpsrv_ssl_connection_request_event_t = oftpsrv_ssl_connection_request_event;

/// A callback for SSLConnectionRequest, registered with oftpsrv_on_ssl_connection_request().
pub type oftpsrv_ssl_connection_request_cb =
    Option<unsafe extern "C" fn(server: *mut oftpsrv_t, event: *mut oftpsrv_ssl_connection_request_event_t, user_data: *mut c_void)>;

unsafe impl EventStruct for oftpsrv_ssl_connection_request_event {
    const KIND: EventKind = EventKind::SSLConnectionRequest;
}

/// SSLStatus: there is progress in a TLS handshake.
#[derive_ReprC]
#[repr(C)]
#[derive(Debug)]
pub struct oftpsrv_ssl_status_event {
    /// Octets of this structure in the library that made it.
    pub size: usize,
    /// The connection.
    pub connection_id: *const c_char,
    /// What happened.
    pub message: *const c_char,
}

/// The event structure of SSLStatus.
pub type oftpsrv_ssl_status_event_t = oftpsrv_ssl_status_event;

/// A callback for SSLStatus, registered with oftpsrv_on_ssl_status().
pub type oftpsrv_ssl_status_cb =
    Option<unsafe extern "C" fn(server: *mut oftpsrv_t, event: *mut oftpsrv_ssl_status_event_t, user_data: *mut c_void)>;

unsafe impl EventStruct for oftpsrv_ssl_status_event {
    const KIND: EventKind = EventKind::SSLStatus;
}

/// StartTransfer: a file starts.
#[derive_ReprC]
#[repr(C)]
#[derive(Debug)]
pub struct oftpsrv_start_transfer_event {
    /// Octets of this structure in the library that made it.
    pub size: usize,
    /// The connection.
    pub connection_id: *const c_char,
    /// Whose file it is. One of OFTPSRV_DIRECTION_CLIENT (0) or OFTPSRV_DIRECTION_SERVER (1).
    pub direction: i32,
    /// Answer: the full path of the local file. Change it with oftpsrv_start_transfer_event_set_local_file().
    pub local_file: *const c_char,
    /// The name of the file (SFIDDSN).
    pub virtual_file_name: *const c_char,
    /// The time stamp of the file (SFIDDATE, SFIDTIME) in VirtualFileDateFormat.
    pub virtual_file_date: *const c_char,
    /// The code of the receiver (SFIDDEST).
    pub destination: *const c_char,
    /// The code of the sender (SFIDORIG).
    pub originator: *const c_char,
}

/// The event structure of StartTransfer.
pub type oftpsrv_start_transfer_event_t = oftpsrv_start_transfer_event;

/// A callback for StartTransfer, registered with oftpsrv_on_start_transfer().
pub type oftpsrv_start_transfer_cb =
    Option<unsafe extern "C" fn(server: *mut oftpsrv_t, event: *mut oftpsrv_start_transfer_event_t, user_data: *mut c_void)>;

unsafe impl EventStruct for oftpsrv_start_transfer_event {
    const KIND: EventKind = EventKind::StartTransfer;
}

/// Transfer: data of a file was sent or received.
#[derive_ReprC]
#[repr(C)]
#[derive(Debug)]
pub struct oftpsrv_transfer_event {
    /// Octets of this structure in the library that made it.
    pub size: usize,
    /// The connection.
    pub connection_id: *const c_char,
    /// Whose file it is. One of OFTPSRV_DIRECTION_CLIENT (0) or OFTPSRV_DIRECTION_SERVER (1).
    pub direction: i32,
    /// The full path of the local file.
    pub local_file: *const c_char,
    /// The name of the file (SFIDDSN).
    pub virtual_file_name: *const c_char,
    /// The time stamp of the file (SFIDDATE, SFIDTIME) in VirtualFileDateFormat.
    pub virtual_file_date: *const c_char,
    /// The code of the receiver (SFIDDEST).
    pub destination: *const c_char,
    /// The code of the sender (SFIDORIG).
    pub originator: *const c_char,
    /// How many octets so far, in this direction.
    pub bytes_transferred: i64,
    /// The octets just received; empty when sending.
    pub text: *const u8,
    /// How many octets text has.
    pub text_len: usize,
}

/// The event structure of Transfer.
pub type oftpsrv_transfer_event_t = oftpsrv_transfer_event;

/// A callback for Transfer, registered with oftpsrv_on_transfer().
pub type oftpsrv_transfer_cb =
    Option<unsafe extern "C" fn(server: *mut oftpsrv_t, event: *mut oftpsrv_transfer_event_t, user_data: *mut c_void)>;

unsafe impl EventStruct for oftpsrv_transfer_event {
    const KIND: EventKind = EventKind::Transfer;
}
