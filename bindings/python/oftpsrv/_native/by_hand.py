"""The functions of ``oftpsrv.h`` that are written by hand in C: what makes, ends, watches and feeds an object."""

from __future__ import annotations

from ctypes import c_bool, c_char_p, c_int32, c_int64, c_size_t, c_void_p
from typing import Dict

from .types import (
    CERTIFICATE,
    FLAG_OUT,
    HANDLE_OUT,
    LENGTH_OUT,
    LIST_OUT,
    OCTETS,
    SERVER,
    STREAM_CLOSE,
    STREAM_READ,
    STREAM_WRITE,
    TEXT,
    USER_DATA,
    Prototype,
)

FUNCTIONS: Dict[str, Prototype] = {
    # Life cycle
    "oftpsrv_new": (SERVER, ()),
    "oftpsrv_free": (None, (SERVER,)),
    "oftpsrv_version": (c_char_p, ()),
    "oftpsrv_live_handles": (c_size_t, ()),
    "oftpsrv_is_listening": (c_bool, (SERVER,)),
    # Dispatch
    "oftpsrv_set_event_dispatch": (c_int32, (SERVER, c_int32)),
    "oftpsrv_do_events": (c_int32, (SERVER, c_int32)),
    "oftpsrv_event_fd": (c_int32, (SERVER,)),
    "oftpsrv_answer_later": (c_int64, (SERVER,)),
    "oftpsrv_answer_now": (c_int32, (SERVER, c_int64)),
    "oftpsrv_enter_event": (c_int32, (SERVER, c_int64)),
    "oftpsrv_leave_event": (c_int32, ()),
    # Errors and memory
    "oftpsrv_last_error_code": (c_int32, ()),
    "oftpsrv_last_error_message": (c_char_p, ()),
    "oftpsrv_error_text": (c_char_p, (c_int32,)),
    "oftpsrv_string_free": (None, (c_void_p,)),
    "oftpsrv_bytes_free": (None, (OCTETS, c_size_t)),
    # Connections and their streams
    "oftpsrv_connections": (c_int32, (SERVER, LIST_OUT, LENGTH_OUT)),
    "oftpsrv_connections_free": (None, (c_void_p, c_size_t)),
    "oftpsrv_connection_set_download_stream": (c_int32, (SERVER, TEXT, STREAM_WRITE, STREAM_CLOSE, USER_DATA)),
    "oftpsrv_connection_get_download_stream": (c_int32, (SERVER, TEXT, FLAG_OUT)),
    "oftpsrv_connection_set_upload_stream": (c_int32, (SERVER, TEXT, STREAM_READ, STREAM_CLOSE, USER_DATA)),
    "oftpsrv_connection_get_upload_stream": (c_int32, (SERVER, TEXT, FLAG_OUT)),
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
