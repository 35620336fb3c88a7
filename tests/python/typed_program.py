"""What a program that is checked by mypy --strict may write. test_typing.py runs mypy over it; it is not run itself."""

import io
from typing import Optional

from oftpsrv import Certificate, Dispatch, ErrorCode, EsidReason, OFTPError, OFTPServer, StoreType
from oftpsrv.aio import AsyncOFTPServer
from oftpsrv.events import AcceptConnectionEvent, AcceptFileEvent, EndTransferEvent


def accept_connection(event: AcceptConnectionEvent) -> None:
    event.accept = event.client_password == "SECRET"
    event.error_code = EsidReason.INVALID_PASSWORD


async def accept_file(event: AcceptFileEvent) -> None:
    event.file_name = "/var/in/" + event.virtual_file_name


def end_transfer(event: EndTransferEvent) -> int:
    size: int = event.file_size
    return size


def threads() -> None:
    with OFTPServer() as server:
        server.local_port = 3305
        server.server_ssid_code = "O0013SERVER"
        server.event_dispatch = Dispatch.QUEUED
        server.certificate = Certificate(StoreType.PFX_FILE, "server.p12", "password")
        server.ssl_cert = None
        server.ssl_cert.store, server.ssl_cert.subject = "server.pem", "*"
        server.trusted_certs.append(Certificate(StoreType.AUTO, b"..."))
        server.on_accept_connection = accept_connection
        server.on_end_transfer = end_transfer
        server.on_log = lambda event: print(event.message)
        server.on_log = None
        connection = server.connections["1"]
        connection.download_stream = io.BytesIO()
        stream = connection.upload_stream
        directory: str = connection.download_directory
        text: str = server.config("LogLevel")
        print(stream, directory, text)
        server.do_events()
        try:
            server.send_file("1", "O0013PARTNER", "file")
        except OFTPError as error:
            print(error.code == ErrorCode.WOULD_BLOCK)


async def loop() -> None:
    async with AsyncOFTPServer() as server:
        server.on_accept_file = accept_file
        server.on_accept_connection = accept_connection
        await server.start_listening()
        await server.send_file("1", "O0013PARTNER", "file")
        valid: Optional[bool] = await server.validate_cert()
        print(valid)


def wrong(server: OFTPServer) -> None:
    server.local_port = "3305"  # type: ignore[assignment]
    server.listening = True  # type: ignore[misc]
    server.on_accept_file = accept_connection  # type: ignore[assignment]
    server.connections["1"].version = 3  # type: ignore[assignment]
