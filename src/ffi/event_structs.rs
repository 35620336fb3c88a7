//! The event structures as C sees them: `size` first, then the fields of the class reference in its order. Fields are only ever
//! appended. Pointers belong to the engine and are good until the callback returns.

use super::slots::EventStruct;
use super::types::{Flag, oftpsrv_t};
use crate::events::EventKind;
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
    /// SSIDCODE of the partner.
    pub client_ssid_code: *const c_char,
    /// SSIDPSWD of the partner.
    pub client_password: *const c_char,
    /// What the partner offered: 0 = 1.2, 1 = 1.3, 2 = 1.4, 3 = 2.0.
    pub client_version: i32,
    /// Answer: the version to use, at most the client's.
    pub server_version: i32,
    /// Answer: whether the session goes on.
    pub accept: Flag,
    /// Answer: the ESID reason of a refusal; 0 becomes 99.
    pub error_code: i32,
    /// Answer: the text of a refusal (2.0 only). Change it with
    /// oftpsrv_accept_connection_event_set_error_description().
    pub error_description: *const c_char,
}

/// The event structure of AcceptConnection.
pub type oftpsrv_accept_connection_event_t = oftpsrv_accept_connection_event;

/// A callback for AcceptConnection, registered with oftpsrv_on_accept_connection().
pub type oftpsrv_accept_connection_cb = Option<
    unsafe extern "C" fn(server: *mut oftpsrv_t, event: *mut oftpsrv_accept_connection_event_t, user_data: *mut c_void),
>;

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
    /// SFIDDSN.
    pub virtual_file_name: *const c_char,
    /// SFIDDATE and SFIDTIME in VirtualFileDateFormat.
    pub virtual_file_date: *const c_char,
    /// SFIDDEST.
    pub destination: *const c_char,
    /// SFIDORIG.
    pub originator: *const c_char,
    /// Answer: whether to take the file.
    pub accept: Flag,
    /// Answer: full path the file will have. Change it with oftpsrv_accept_file_event_set_file_name().
    pub file_name: *const c_char,
    /// Answer: whether an existing file is replaced.
    pub overwrite: Flag,
    /// Answer: the SFNA reason of a refusal; 0 becomes 99.
    pub error_code: i32,
    /// Answer: the text of a refusal (2.0 only). Change it with oftpsrv_accept_file_event_set_error_description().
    pub error_description: *const c_char,
}

/// The event structure of AcceptFile.
pub type oftpsrv_accept_file_event_t = oftpsrv_accept_file_event;

/// A callback for AcceptFile, registered with oftpsrv_on_accept_file().
pub type oftpsrv_accept_file_cb = Option<
    unsafe extern "C" fn(server: *mut oftpsrv_t, event: *mut oftpsrv_accept_file_event_t, user_data: *mut c_void),
>;

unsafe impl EventStruct for oftpsrv_accept_file_event {
    const KIND: EventKind = EventKind::AcceptFile;
}

/// CertificateReceived: a certificate exchange file was stored.
#[derive_ReprC]
#[repr(C)]
#[derive(Debug)]
pub struct oftpsrv_certificate_received_event {
    /// Octets of this structure in the library that made it.
    pub size: usize,
    /// The connection.
    pub connection_id: *const c_char,
    /// Full path of the stored certificate.
    pub certificate_file_name: *const c_char,
    /// 0 request, 1 replace, 2 deliver.
    pub certificate_exchange_type: i32,
}

/// The event structure of CertificateReceived.
pub type oftpsrv_certificate_received_event_t = oftpsrv_certificate_received_event;

/// A callback for CertificateReceived, registered with oftpsrv_on_certificate_received().
pub type oftpsrv_certificate_received_cb = Option<
    unsafe extern "C" fn(
        server: *mut oftpsrv_t,
        event: *mut oftpsrv_certificate_received_event_t,
        user_data: *mut c_void,
    ),
>;

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
    /// 0, or the error's number.
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
    /// Address of the partner.
    pub address: *const c_char,
    /// Port of the partner.
    pub port: i32,
    /// Answer: whether to let it connect; prefilled from AllowedClients and BlockedClients.
    pub accept: Flag,
}

/// The event structure of ConnectionRequest.
pub type oftpsrv_connection_request_event_t = oftpsrv_connection_request_event;

/// A callback for ConnectionRequest, registered with oftpsrv_on_connection_request().
pub type oftpsrv_connection_request_cb = Option<
    unsafe extern "C" fn(
        server: *mut oftpsrv_t,
        event: *mut oftpsrv_connection_request_event_t,
        user_data: *mut c_void,
    ),
>;

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
    /// 0 after a normal end, else the error's number.
    pub status_code: i32,
    /// "OK", or why it ended.
    pub description: *const c_char,
}

/// The event structure of Disconnected.
pub type oftpsrv_disconnected_event_t = oftpsrv_disconnected_event;

/// A callback for Disconnected, registered with oftpsrv_on_disconnected().
pub type oftpsrv_disconnected_cb = Option<
    unsafe extern "C" fn(server: *mut oftpsrv_t, event: *mut oftpsrv_disconnected_event_t, user_data: *mut c_void),
>;

unsafe impl EventStruct for oftpsrv_disconnected_event {
    const KIND: EventKind = EventKind::Disconnected;
}

/// EndResponse: an end response arrived, or, with FireEndResponseOnSend, was sent.
#[derive_ReprC]
#[repr(C)]
#[derive(Debug)]
pub struct oftpsrv_end_response_event {
    /// Octets of this structure in the library that made it.
    pub size: usize,
    /// The connection.
    pub connection_id: *const c_char,
    /// Name of the file it is about.
    pub virtual_file_name: *const c_char,
    /// Stamp of the file in VirtualFileDateFormat.
    pub virtual_file_date: *const c_char,
    /// EERPDEST or NERPDEST.
    pub destination: *const c_char,
    /// EERPORIG or NERPORIG.
    pub originator: *const c_char,
    /// NERPCREA; empty for an EERP.
    pub creator: *const c_char,
    /// 0 for an EERP, else NERPREAS.
    pub reason_code: i32,
    /// NERPREAST, or the RFC's text.
    pub reason_text: *const c_char,
    /// Answer: hex of the hash. The program may set the hash it expects. Change it with
    /// oftpsrv_end_response_event_set_file_hash().
    pub file_hash: *const c_char,
    /// Base64 of the signature, when there is one.
    pub signature: *const c_char,
    /// 0 received, 1 sent.
    pub direction: i32,
}

/// The event structure of EndResponse.
pub type oftpsrv_end_response_event_t = oftpsrv_end_response_event;

/// A callback for EndResponse, registered with oftpsrv_on_end_response().
pub type oftpsrv_end_response_cb = Option<
    unsafe extern "C" fn(server: *mut oftpsrv_t, event: *mut oftpsrv_end_response_event_t, user_data: *mut c_void),
>;

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
    /// Whose file.
    pub direction: i32,
    /// Full path.
    pub local_file: *const c_char,
    /// SFIDDSN.
    pub virtual_file_name: *const c_char,
    /// Stamp in VirtualFileDateFormat.
    pub virtual_file_date: *const c_char,
    /// SFIDDEST.
    pub destination: *const c_char,
    /// SFIDORIG.
    pub originator: *const c_char,
    /// 0, or the reason as it was on the wire.
    pub reason_code: i32,
    /// Text of the reason.
    pub reason_text: *const c_char,
    /// Octets of the local file.
    pub file_size: i64,
    /// Hex of the hash over what travelled, when a signed end response was asked for.
    pub file_hash: *const c_char,
    /// Answer: whether the engine sends the end response by itself.
    pub send_end_response: Flag,
}

/// The event structure of EndTransfer.
pub type oftpsrv_end_transfer_event_t = oftpsrv_end_transfer_event;

/// A callback for EndTransfer, registered with oftpsrv_on_end_transfer().
pub type oftpsrv_end_transfer_cb = Option<
    unsafe extern "C" fn(server: *mut oftpsrv_t, event: *mut oftpsrv_end_transfer_event_t, user_data: *mut c_void),
>;

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
    /// The connection, or empty.
    pub connection_id: *const c_char,
    /// The stable number.
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

/// Log: a log entry.
#[derive_ReprC]
#[repr(C)]
#[derive(Debug)]
pub struct oftpsrv_log_event {
    /// Octets of this structure in the library that made it.
    pub size: usize,
    /// The connection, or empty.
    pub connection_id: *const c_char,
    /// 1 info, 2 verbose, 3 debug.
    pub log_level: i32,
    /// The entry.
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
    /// Who sent it.
    pub direction: i32,
    /// The raw command, without stream header.
    pub data: *const u8,
    /// Octets at data.
    pub data_len: usize,
    /// Its first octet.
    pub command_id: i32,
    /// Its name.
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

/// ReadyToSend: the partner gave this side the turn. It comes again each time the partner gives the turn back.
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
pub type oftpsrv_ready_to_send_cb = Option<
    unsafe extern "C" fn(server: *mut oftpsrv_t, event: *mut oftpsrv_ready_to_send_event_t, user_data: *mut c_void),
>;

unsafe impl EventStruct for oftpsrv_ready_to_send_event {
    const KIND: EventKind = EventKind::ReadyToSend;
}

/// SSLClientAuthentication: a TLS client presented its certificate (or none).
#[derive_ReprC]
#[repr(C)]
#[derive(Debug)]
pub struct oftpsrv_ssl_client_authentication_event {
    /// Octets of this structure in the library that made it.
    pub size: usize,
    /// The connection.
    pub connection_id: *const c_char,
    /// DER of the certificate.
    pub cert_encoded: *const u8,
    /// Octets at cert_encoded.
    pub cert_encoded_len: usize,
    /// Subject.
    pub cert_subject: *const c_char,
    /// Issuer.
    pub cert_issuer: *const c_char,
    /// "OK", or why verification failed.
    pub status: *const c_char,
    /// Answer: whether to go on; prefilled with the result of the verification.
    pub accept: Flag,
}

/// The event structure of SSLClientAuthentication.
pub type oftpsrv_ssl_client_authentication_event_t = oftpsrv_ssl_client_authentication_event;

/// A callback for SSLClientAuthentication, registered with oftpsrv_on_ssl_client_authentication().
pub type oftpsrv_ssl_client_authentication_cb = Option<
    unsafe extern "C" fn(
        server: *mut oftpsrv_t,
        event: *mut oftpsrv_ssl_client_authentication_event_t,
        user_data: *mut c_void,
    ),
>;

unsafe impl EventStruct for oftpsrv_ssl_client_authentication_event {
    const KIND: EventKind = EventKind::SSLClientAuthentication;
}

/// SSLConnectionRequest: a TLS client hello arrived; another certificate may be chosen.
#[derive_ReprC]
#[repr(C)]
#[derive(Debug)]
pub struct oftpsrv_ssl_connection_request_event {
    /// Octets of this structure in the library that made it.
    pub size: usize,
    /// The connection.
    pub connection_id: *const c_char,
    /// Comma separated suites that the client offers.
    pub supported_cipher_suites: *const c_char,
    /// Comma separated signature algorithms that the client offers.
    pub supported_signature_algs: *const c_char,
    /// Answer: store type of another certificate, prefilled with OFTPSRV_STORE_AUTO.
    pub cert_store_type: i32,
    /// Answer: its store. Change it with oftpsrv_ssl_connection_request_event_set_cert_store().
    pub cert_store: *const c_char,
    /// Answer: its password. Change it with oftpsrv_ssl_connection_request_event_set_cert_password().
    pub cert_password: *const c_char,
    /// Answer: its subject. Change it with oftpsrv_ssl_connection_request_event_set_cert_subject().
    pub cert_subject: *const c_char,
}

/// The event structure of SSLConnectionRequest.
pub type oftpsrv_ssl_connection_request_event_t = oftpsrv_ssl_connection_request_event;

/// A callback for SSLConnectionRequest, registered with oftpsrv_on_ssl_connection_request().
pub type oftpsrv_ssl_connection_request_cb = Option<
    unsafe extern "C" fn(
        server: *mut oftpsrv_t,
        event: *mut oftpsrv_ssl_connection_request_event_t,
        user_data: *mut c_void,
    ),
>;

unsafe impl EventStruct for oftpsrv_ssl_connection_request_event {
    const KIND: EventKind = EventKind::SSLConnectionRequest;
}

/// SSLStatus: progress of a TLS handshake.
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
pub type oftpsrv_ssl_status_cb = Option<
    unsafe extern "C" fn(server: *mut oftpsrv_t, event: *mut oftpsrv_ssl_status_event_t, user_data: *mut c_void),
>;

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
    /// Whose file.
    pub direction: i32,
    /// Answer: full path. Change it with oftpsrv_start_transfer_event_set_local_file().
    pub local_file: *const c_char,
    /// SFIDDSN.
    pub virtual_file_name: *const c_char,
    /// Stamp in VirtualFileDateFormat.
    pub virtual_file_date: *const c_char,
    /// SFIDDEST.
    pub destination: *const c_char,
    /// SFIDORIG.
    pub originator: *const c_char,
}

/// The event structure of StartTransfer.
pub type oftpsrv_start_transfer_event_t = oftpsrv_start_transfer_event;

/// A callback for StartTransfer, registered with oftpsrv_on_start_transfer().
pub type oftpsrv_start_transfer_cb = Option<
    unsafe extern "C" fn(server: *mut oftpsrv_t, event: *mut oftpsrv_start_transfer_event_t, user_data: *mut c_void),
>;

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
    /// Whose file.
    pub direction: i32,
    /// Full path.
    pub local_file: *const c_char,
    /// SFIDDSN.
    pub virtual_file_name: *const c_char,
    /// Stamp in VirtualFileDateFormat.
    pub virtual_file_date: *const c_char,
    /// SFIDDEST.
    pub destination: *const c_char,
    /// SFIDORIG.
    pub originator: *const c_char,
    /// Octets so far, in this direction.
    pub bytes_transferred: i64,
    /// The octets just received; empty when sending.
    pub text: *const u8,
    /// Octets at text.
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
