# Written by tools/xtask from src/surface: change the table, then cargo run -p xtask -- generate.
"""The event structures. Each starts with its own size; its fields are in the header's order."""

from __future__ import annotations

from ctypes import Structure, c_bool, c_int32, c_int64, c_size_t
from typing import Dict, Type

from .types import OCTETS, TEXT


class AcceptConnection(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("connection_id", TEXT),
        ("client_ssid_code", TEXT),
        ("client_password", TEXT),
        ("client_version", c_int32),
        ("server_version", c_int32),
        ("accept", c_bool),
        ("error_code", c_int32),
        ("error_description", TEXT),
    ]


class AcceptFile(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("connection_id", TEXT),
        ("virtual_file_name", TEXT),
        ("virtual_file_date", TEXT),
        ("destination", TEXT),
        ("originator", TEXT),
        ("accept", c_bool),
        ("file_name", TEXT),
        ("overwrite", c_bool),
        ("error_code", c_int32),
        ("error_description", TEXT),
        ("forwarded", c_bool),
    ]


class CertificateReceived(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("connection_id", TEXT),
        ("certificate_file_name", TEXT),
        ("certificate_exchange_type", c_int32),
    ]


class Connected(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("connection_id", TEXT),
        ("status_code", c_int32),
        ("description", TEXT),
    ]


class ConnectionRequest(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("address", TEXT),
        ("port", c_int32),
        ("accept", c_bool),
    ]


class Disconnected(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("connection_id", TEXT),
        ("status_code", c_int32),
        ("description", TEXT),
    ]


class EndResponse(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("connection_id", TEXT),
        ("virtual_file_name", TEXT),
        ("virtual_file_date", TEXT),
        ("destination", TEXT),
        ("originator", TEXT),
        ("creator", TEXT),
        ("reason_code", c_int32),
        ("reason_text", TEXT),
        ("file_hash", TEXT),
        ("signature", TEXT),
        ("direction", c_int32),
    ]


class EndTransfer(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("connection_id", TEXT),
        ("direction", c_int32),
        ("local_file", TEXT),
        ("virtual_file_name", TEXT),
        ("virtual_file_date", TEXT),
        ("destination", TEXT),
        ("originator", TEXT),
        ("reason_code", c_int32),
        ("reason_text", TEXT),
        ("file_size", c_int64),
        ("file_hash", TEXT),
        ("send_end_response", c_bool),
        ("partner", TEXT),
        ("redelivered", c_bool),
        ("forwarded", c_bool),
    ]


class Error(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("connection_id", TEXT),
        ("error_code", c_int32),
        ("description", TEXT),
    ]


class Log(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("connection_id", TEXT),
        ("log_level", c_int32),
        ("message", TEXT),
        ("log_type", TEXT),
    ]


class PITrail(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("connection_id", TEXT),
        ("direction", c_int32),
        ("data", OCTETS),
        ("data_len", c_size_t),
        ("command_id", c_int32),
        ("command_description", TEXT),
    ]


class ReadyToSend(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("connection_id", TEXT),
    ]


class SSLClientAuthentication(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("connection_id", TEXT),
        ("cert_encoded", OCTETS),
        ("cert_encoded_len", c_size_t),
        ("cert_subject", TEXT),
        ("cert_issuer", TEXT),
        ("status", TEXT),
        ("accept", c_bool),
    ]


class SSLConnectionRequest(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("connection_id", TEXT),
        ("supported_cipher_suites", TEXT),
        ("supported_signature_algs", TEXT),
        ("cert_store_type", c_int32),
        ("cert_store", TEXT),
        ("cert_password", TEXT),
        ("cert_subject", TEXT),
    ]


class SSLStatus(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("connection_id", TEXT),
        ("message", TEXT),
    ]


class StartTransfer(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("connection_id", TEXT),
        ("direction", c_int32),
        ("local_file", TEXT),
        ("virtual_file_name", TEXT),
        ("virtual_file_date", TEXT),
        ("destination", TEXT),
        ("originator", TEXT),
    ]


class Transfer(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("connection_id", TEXT),
        ("direction", c_int32),
        ("local_file", TEXT),
        ("virtual_file_name", TEXT),
        ("virtual_file_date", TEXT),
        ("destination", TEXT),
        ("originator", TEXT),
        ("bytes_transferred", c_int64),
        ("text", OCTETS),
        ("text_len", c_size_t),
    ]


EVENT_STRUCTS: Dict[str, Type[Structure]] = {
    "accept_connection": AcceptConnection,
    "accept_file": AcceptFile,
    "certificate_received": CertificateReceived,
    "connected": Connected,
    "connection_request": ConnectionRequest,
    "disconnected": Disconnected,
    "end_response": EndResponse,
    "end_transfer": EndTransfer,
    "error": Error,
    "log": Log,
    "pi_trail": PITrail,
    "ready_to_send": ReadyToSend,
    "ssl_client_authentication": SSLClientAuthentication,
    "ssl_connection_request": SSLConnectionRequest,
    "ssl_status": SSLStatus,
    "start_transfer": StartTransfer,
    "transfer": Transfer,
}
"""By the event's name in C."""
