"""The methods of the class reference as plain functions, for the server of threads and that of asyncio alike."""

from __future__ import annotations

import ctypes
import os
from typing import List, Union

from ._convert import number_in, pointers, take_text, text_in
from ._errors import check
from ._loader import lib

PathText = Union[str, "os.PathLike[str]"]


def start_listening(server: int) -> None:
    check(lib.oftpsrv_start(server))


def stop_listening(server: int) -> None:
    check(lib.oftpsrv_stop(server))


def shutdown(server: int) -> None:
    check(lib.oftpsrv_shutdown(server))


def reset(server: int) -> None:
    check(lib.oftpsrv_reset(server))


def change_direction(server: int, connection_id: str) -> None:
    check(lib.oftpsrv_change_direction(server, text_in(connection_id)))


def disconnect(server: int, connection_id: str) -> None:
    check(lib.oftpsrv_disconnect(server, text_in(connection_id)))


def logoff(server: int, connection_id: str) -> None:
    check(lib.oftpsrv_logoff(server, text_in(connection_id)))


def interrupt(server: int, connection_id: str) -> None:
    check(lib.oftpsrv_interrupt(server, text_in(connection_id)))


def send_file(
    server: int, connection_id: str, client_sfid_code: str, file_name: PathText, virtual_file_name: str
) -> None:
    texts = map(text_in, (connection_id, client_sfid_code, file_name, virtual_file_name))
    check(lib.oftpsrv_send_file(server, *texts))


def send_file_async(
    server: int, connection_id: str, client_sfid_code: str, file_name: PathText, virtual_file_name: str
) -> None:
    texts = map(text_in, (connection_id, client_sfid_code, file_name, virtual_file_name))
    check(lib.oftpsrv_send_file_async(server, *texts))


def send_end_response(
    server: int,
    connection_id: str,
    virtual_file_name: str,
    virtual_file_date: str,
    destination: str,
    originator: str,
    creator: str,
    reason_code: int,
    reason_text: str,
    file_hash: str,
    signature: str,
) -> None:
    before = map(text_in, (connection_id, virtual_file_name, virtual_file_date, destination, originator, creator))
    after = map(text_in, (reason_text, file_hash, signature))
    check(lib.oftpsrv_send_end_response(server, *before, number_in(reason_code), *after))


def exchange_certificate(
    server: int,
    connection_id: str,
    client_sfid_code: str,
    certificate_store: PathText,
    certificate_exchange_type: int,
) -> None:
    texts = map(text_in, (connection_id, client_sfid_code, certificate_store))
    check(lib.oftpsrv_exchange_certificate(server, *texts, number_in(certificate_exchange_type)))


def import_trusted_certs(server: int) -> None:
    check(lib.oftpsrv_import_trusted_certs(server))


def validate_cert(server: int) -> bool:
    out = ctypes.c_bool()
    check(lib.oftpsrv_validate_cert(server, ctypes.byref(out)))
    return out.value


def validate_recipient_cert(server: int, connection_id: str) -> bool:
    out = ctypes.c_bool()
    check(lib.oftpsrv_validate_recipient_cert(server, text_in(connection_id), ctypes.byref(out)))
    return out.value


def config(server: int, configuration_string: str) -> str:
    out = ctypes.c_void_p()
    check(lib.oftpsrv_config(server, text_in(configuration_string), ctypes.byref(out)))
    return take_text(out)


def set_config(server: int, name: str, value: str) -> None:
    check(lib.oftpsrv_set_config(server, text_in(name), text_in(value)))


def get_config(server: int, name: str) -> str:
    out = ctypes.c_void_p()
    check(lib.oftpsrv_get_config(server, text_in(name), ctypes.byref(out)))
    return take_text(out)


def connections(server: int) -> List[str]:
    ids, count = ctypes.c_void_p(), ctypes.c_size_t()
    check(lib.oftpsrv_connections(server, ctypes.byref(ids), ctypes.byref(count)))
    try:
        return [ctypes.string_at(text).decode("utf-8") for text in pointers(ids.value, count.value)]
    finally:
        lib.oftpsrv_connections_free(ids, count)
