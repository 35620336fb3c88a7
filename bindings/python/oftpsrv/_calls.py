# Written by tools/xtask from src/surface: change the table, then cargo run -p xtask -- generate.
"""The methods as plain functions, which the classes of threads and those of asyncio share."""

from __future__ import annotations

import ctypes

from ._convert import PathText, number_in, take_text, text_in
from ._errors import check
from ._loader import lib


def start_listening(server: int) -> None:
    check(lib.oftpsrv_start(server))


def stop_listening(server: int) -> None:
    check(lib.oftpsrv_stop(server))


def shutdown(server: int) -> None:
    check(lib.oftpsrv_shutdown(server))


def reset(server: int) -> None:
    check(lib.oftpsrv_reset(server))


def set_config(server: int, name: str, value: str) -> None:
    check(lib.oftpsrv_set_config(server, text_in(name), text_in(value)))


def get_config(server: int, name: str) -> str:
    out = ctypes.c_void_p()
    check(lib.oftpsrv_get_config(server, text_in(name), ctypes.byref(out)))
    return take_text(out)


def config(server: int, configuration_string: str) -> str:
    out = ctypes.c_void_p()
    check(lib.oftpsrv_config(server, text_in(configuration_string), ctypes.byref(out)))
    return take_text(out)


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
    check(
        lib.oftpsrv_send_file(
            server, text_in(connection_id), text_in(client_sfid_code), text_in(file_name), text_in(virtual_file_name)
        )
    )


def send_file_async(
    server: int, connection_id: str, client_sfid_code: str, file_name: PathText, virtual_file_name: str
) -> None:
    check(
        lib.oftpsrv_send_file_async(
            server, text_in(connection_id), text_in(client_sfid_code), text_in(file_name), text_in(virtual_file_name)
        )
    )


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
    check(
        lib.oftpsrv_send_end_response(
            server,
            text_in(connection_id),
            text_in(virtual_file_name),
            text_in(virtual_file_date),
            text_in(destination),
            text_in(originator),
            text_in(creator),
            number_in(reason_code),
            text_in(reason_text),
            text_in(file_hash),
            text_in(signature),
        )
    )


def exchange_certificate(
    server: int, connection_id: str, client_sfid_code: str, certificate_store: PathText, certificate_exchange_type: int
) -> None:
    check(
        lib.oftpsrv_exchange_certificate(
            server,
            text_in(connection_id),
            text_in(client_sfid_code),
            text_in(certificate_store),
            number_in(certificate_exchange_type),
        )
    )


def import_trusted_certs(server: int) -> None:
    check(lib.oftpsrv_import_trusted_certs(server))


def validate_cert(server: int) -> bool:
    out = ctypes.c_bool()
    check(lib.oftpsrv_validate_cert(server, ctypes.byref(out)))
    return out.value


def load_config(server: int, text: str) -> None:
    check(lib.oftpsrv_load_config(server, text_in(text)))


def validate_recipient_cert(server: int, connection_id: str) -> bool:
    out = ctypes.c_bool()
    check(lib.oftpsrv_validate_recipient_cert(server, text_in(connection_id), ctypes.byref(out)))
    return out.value
