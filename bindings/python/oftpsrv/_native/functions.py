"""Every function of ``oftpsrv.h``: name, result and parameters. The loader gives them to ctypes."""

from __future__ import annotations

from ctypes import c_bool, c_char_p, c_int32, c_size_t, c_void_p
from typing import Any, Dict, List, Tuple

from .structs import EVENT_STRUCTS
from .types import (
    CERTIFICATE,
    EVENT_CALLBACK,
    FLAG_OUT,
    HANDLE_OUT,
    LENGTH_OUT,
    LIST_OUT,
    NUMBER_OUT,
    OCTETS,
    OCTETS_OUT,
    SERVER,
    STREAM_CLOSE,
    STREAM_READ,
    STREAM_WRITE,
    TEXT,
    TEXT_OUT,
    USER_DATA,
)

Prototype = Tuple[Any, Tuple[Any, ...]]

MISSING_CALLBACK = EVENT_CALLBACK()
"""A NULL callback: ctypes does not take None for a function pointer."""

FUNCTIONS: Dict[str, Prototype] = {
    # Life cycle
    "oftpsrv_new": (SERVER, ()),
    "oftpsrv_free": (None, (SERVER,)),
    "oftpsrv_version": (c_char_p, ()),
    "oftpsrv_live_handles": (c_size_t, ()),
    "oftpsrv_start": (c_int32, (SERVER,)),
    "oftpsrv_stop": (c_int32, (SERVER,)),
    "oftpsrv_shutdown": (c_int32, (SERVER,)),
    "oftpsrv_is_listening": (c_bool, (SERVER,)),
    "oftpsrv_reset": (c_int32, (SERVER,)),
    # Dispatch
    "oftpsrv_set_event_dispatch": (c_int32, (SERVER, c_int32)),
    "oftpsrv_do_events": (c_int32, (SERVER, c_int32)),
    "oftpsrv_event_fd": (c_int32, (SERVER,)),
    # Errors and memory
    "oftpsrv_last_error_code": (c_int32, ()),
    "oftpsrv_last_error_message": (c_char_p, ()),
    "oftpsrv_error_text": (c_char_p, (c_int32,)),
    "oftpsrv_string_free": (None, (c_void_p,)),
    "oftpsrv_bytes_free": (None, (OCTETS, c_size_t)),
    # Settings by name
    "oftpsrv_set_config": (c_int32, (SERVER, TEXT, TEXT)),
    "oftpsrv_get_config": (c_int32, (SERVER, TEXT, TEXT_OUT)),
    "oftpsrv_config": (c_int32, (SERVER, TEXT, TEXT_OUT)),
    # Connections
    "oftpsrv_connections": (c_int32, (SERVER, LIST_OUT, LENGTH_OUT)),
    "oftpsrv_connections_free": (None, (c_void_p, c_size_t)),
    "oftpsrv_change_direction": (c_int32, (SERVER, TEXT)),
    "oftpsrv_disconnect": (c_int32, (SERVER, TEXT)),
    "oftpsrv_logoff": (c_int32, (SERVER, TEXT)),
    "oftpsrv_interrupt": (c_int32, (SERVER, TEXT)),
    "oftpsrv_send_file": (c_int32, (SERVER, TEXT, TEXT, TEXT, TEXT)),
    "oftpsrv_send_file_async": (c_int32, (SERVER, TEXT, TEXT, TEXT, TEXT)),
    "oftpsrv_send_end_response": (
        c_int32,
        (SERVER, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, c_int32, TEXT, TEXT, TEXT),
    ),
    "oftpsrv_exchange_certificate": (c_int32, (SERVER, TEXT, TEXT, TEXT, c_int32)),
    # Streams
    "oftpsrv_connection_set_download_stream": (c_int32, (SERVER, TEXT, STREAM_WRITE, STREAM_CLOSE, USER_DATA)),
    "oftpsrv_connection_get_download_stream": (c_int32, (SERVER, TEXT, FLAG_OUT)),
    "oftpsrv_connection_set_upload_stream": (c_int32, (SERVER, TEXT, STREAM_READ, STREAM_CLOSE, USER_DATA)),
    "oftpsrv_connection_get_upload_stream": (c_int32, (SERVER, TEXT, FLAG_OUT)),
    # Trust
    "oftpsrv_import_trusted_certs": (c_int32, (SERVER,)),
    "oftpsrv_validate_cert": (c_int32, (SERVER, FLAG_OUT)),
    "oftpsrv_validate_recipient_cert": (c_int32, (SERVER, TEXT, FLAG_OUT)),
    # Certificates
    "oftpsrv_certificate_new": (CERTIFICATE, ()),
    "oftpsrv_certificate_load": (c_int32, (c_int32, TEXT, TEXT, TEXT, HANDLE_OUT)),
    "oftpsrv_certificate_load_blob": (c_int32, (c_int32, OCTETS, c_size_t, TEXT, TEXT, HANDLE_OUT)),
    "oftpsrv_certificate_retain": (c_int32, (CERTIFICATE,)),
    "oftpsrv_certificate_free": (None, (CERTIFICATE,)),
    "oftpsrv_get_certificate": (c_int32, (SERVER, HANDLE_OUT)),
    "oftpsrv_set_certificate": (c_int32, (SERVER, CERTIFICATE)),
    "oftpsrv_get_ssl_cert": (c_int32, (SERVER, HANDLE_OUT)),
    "oftpsrv_set_ssl_cert": (c_int32, (SERVER, CERTIFICATE)),
    "oftpsrv_get_trusted_certs": (c_int32, (SERVER, LIST_OUT, LENGTH_OUT)),
    "oftpsrv_set_trusted_certs": (c_int32, (SERVER, c_void_p, c_size_t)),
    "oftpsrv_certificates_free": (None, (c_void_p, c_size_t)),
}

# How a field is read, and how it is written.
_GET: Dict[str, Tuple[Any, ...]] = {
    "text": (TEXT_OUT,),
    "number": (NUMBER_OUT,),
    "flag": (FLAG_OUT,),
    "octets": (OCTETS_OUT, LENGTH_OUT),
}
_SET: Dict[str, Tuple[Any, ...]] = {
    "text": (TEXT,),
    "number": (c_int32,),
    "flag": (c_bool,),
    "octets": (OCTETS, c_size_t),
}

Rows = List[Tuple[str, str, str]]


def _fields(prefix: str, owner: Tuple[Any, ...], rows: Rows) -> None:
    """Adds ``<prefix>get_<name>`` and, for fields that can be written, ``<prefix>set_<name>``."""
    for name, kind, access in rows:
        FUNCTIONS[f"{prefix}get_{name}"] = (c_int32, owner + _GET[kind])
        if access == "rw":
            FUNCTIONS[f"{prefix}set_{name}"] = (c_int32, owner + _SET[kind])


_fields(
    "oftpsrv_",
    (SERVER,),
    [
        ("connection_backlog", "number", "rw"),
        ("default_timeout", "number", "rw"),
        ("local_host", "text", "rw"),
        ("local_port", "number", "rw"),
        ("server_password", "text", "rw"),
        ("server_sfid_code", "text", "rw"),
        ("server_ssid_code", "text", "rw"),
        ("ssl_authenticate_clients", "flag", "rw"),
        ("use_ssl", "flag", "rw"),
    ],
)

_fields(
    "oftpsrv_connection_",
    (SERVER, TEXT),
    [
        ("compress", "flag", "rw"),
        ("connected", "flag", "r"),
        ("connection_id", "text", "r"),
        ("download_directory", "text", "rw"),
        ("encryption_algorithm", "number", "rw"),
        ("local_address", "text", "r"),
        ("max_record_size", "number", "rw"),
        ("ready_to_send", "flag", "r"),
        ("recipient_cert_store", "text", "rw"),
        ("recipient_cert_store_blob", "octets", "rw"),
        ("recipient_cert_store_password", "text", "rw"),
        ("recipient_cert_store_type", "number", "rw"),
        ("recipient_cert_subject", "text", "rw"),
        ("remote_host", "text", "r"),
        ("remote_port", "number", "r"),
        ("sfid_code", "text", "rw"),
        ("signed_receipt", "flag", "rw"),
        ("ssid_code", "text", "rw"),
        ("timeout", "number", "rw"),
        ("version", "number", "r"),
        ("virtual_file_date", "text", "rw"),
        ("virtual_file_format", "number", "rw"),
        ("virtual_file_security_level", "number", "rw"),
    ],
)

_fields(
    "oftpsrv_certificate_",
    (CERTIFICATE,),
    [
        ("effective_date", "text", "r"),
        ("expiration_date", "text", "r"),
        ("extended_key_usage", "text", "r"),
        ("fingerprint", "text", "r"),
        ("fingerprint_sha1", "text", "r"),
        ("fingerprint_sha256", "text", "r"),
        ("issuer", "text", "r"),
        ("key_password", "text", "rw"),
        ("private_key", "text", "r"),
        ("private_key_available", "flag", "r"),
        ("private_key_container", "text", "r"),
        ("public_key", "text", "r"),
        ("public_key_algorithm", "text", "r"),
        ("public_key_length", "number", "r"),
        ("serial_number", "text", "r"),
        ("signature_algorithm", "text", "r"),
        ("store", "text", "rw"),
        ("store_blob", "octets", "rw"),
        ("store_password", "text", "rw"),
        ("store_type", "number", "rw"),
        ("subject_alt_names", "text", "r"),
        ("thumbprint_md5", "text", "r"),
        ("thumbprint_sha1", "text", "r"),
        ("thumbprint_sha256", "text", "r"),
        ("usage", "text", "r"),
        ("usage_flags", "number", "r"),
        ("version", "text", "r"),
        ("subject", "text", "rw"),
        ("encoded", "text", "rw"),
        ("encoded_blob", "octets", "rw"),
    ],
)

for _event in EVENT_STRUCTS:
    FUNCTIONS[f"oftpsrv_on_{_event}"] = (c_int32, (SERVER, EVENT_CALLBACK, USER_DATA))

# Answers that are texts are set by a function, which copies.
for _event, _answer in [
    ("accept_connection", "error_description"),
    ("accept_file", "file_name"),
    ("accept_file", "error_description"),
    ("end_response", "file_hash"),
    ("ssl_connection_request", "cert_store"),
    ("ssl_connection_request", "cert_password"),
    ("ssl_connection_request", "cert_subject"),
    ("start_transfer", "local_file"),
]:
    FUNCTIONS[f"oftpsrv_{_event}_event_set_{_answer}"] = (c_int32, (c_void_p, TEXT))
