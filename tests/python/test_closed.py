"""What a closed server and a closed certificate answer: what files answer."""

import asyncio
import pickle

import pytest
from conftest import PARTNER, configure, connect

import oftpsrv
from oftpsrv import Certificate, ClosedError, OFTPServer
from oftpsrv.aio import AsyncOFTPServer

USES = {
    "start_listening": lambda server: server.start_listening(),
    "do_events": lambda server: server.do_events(0),
    "event_fd": lambda server: server.event_fd(),
    "read": lambda server: server.server_ssid_code,
    "write": lambda server: setattr(server, "local_port", 1),
    "handler": lambda server: setattr(server, "on_log", print),
    "config": lambda server: server.config("LogLevel"),
    "certificate": lambda server: server.certificate,
    "trusted_certs": lambda server: len(server.trusted_certs),
    "connections": lambda server: list(server.connections),
    "connection": lambda server: server.connections["1"],
    "send_file": lambda server: server.send_file("1", PARTNER, __file__),
    "with": lambda server: server.__enter__(),
}


@pytest.mark.parametrize("use", USES.values(), ids=USES.keys())
def test_what_a_closed_server_is_asked_says_that_it_is_closed(use):
    server = OFTPServer()
    server.close()
    server.close()
    with pytest.raises(ClosedError, match=r"the server is closed: close\(\) was called") as wrong:
        use(server)
    assert isinstance(wrong.value, oftpsrv.OFTPError) and isinstance(wrong.value, ValueError)
    assert wrong.value.code == 3


def test_what_was_taken_from_a_server_before_is_closed_with_it(server, inbox):
    server.start_listening()
    with connect(server):
        (number,) = server.connections
        connection, trusted = server.connections[number], server.trusted_certs
        server.close()
    for use in (lambda: connection.ssid_code, lambda: setattr(connection, "download_stream", None), lambda: len(trusted)):
        with pytest.raises(ClosedError):
            use()


def test_a_closed_server_tells_what_it_is():
    with OFTPServer() as server:
        assert not server.closed
    assert server.closed and not server.listening
    assert repr(server) == "<OFTPServer, closed>"
    with pytest.raises(ValueError), server:
        pass


def test_handlers_use_the_server_until_close_returns(server):
    """close() waits for a handler that runs; the server is not closed for it."""
    told = []

    def disconnected(event):
        told.append((server.closed, server.server_ssid_code))

    server.on_disconnected = disconnected
    server.start_listening()
    with connect(server):
        server.close()
    assert told == [(False, "O0013SERVER")]


def test_a_closed_async_server():
    async def run():
        async with AsyncOFTPServer() as server:
            configure(server)
            await server.start_listening()
        await server.close()
        for use in (server.start_listening, server.shutdown, server.__aenter__):
            with pytest.raises(ClosedError):
                await use()
        with pytest.raises(ClosedError):
            server.on_log = print

    asyncio.run(run())


def test_a_closed_certificate():
    with Certificate() as certificate:
        assert not certificate.closed
    assert certificate.closed
    with OFTPServer() as server:
        for use in (
            lambda: certificate.subject,
            lambda: setattr(certificate, "store_type", 1),
            lambda: setattr(server, "certificate", certificate),
            lambda: server.trusted_certs.append(certificate),
            certificate.__enter__,
        ):
            with pytest.raises(ClosedError, match=r"the certificate is closed: close\(\) was called"):
                use()


def test_the_error_can_be_pickled():
    error = pickle.loads(pickle.dumps(ClosedError(3, "closed")))
    assert (error.code, error.message, str(error)) == (3, "closed", "[3] closed")
