"""Handlers: what they are given, what their answers do, and what becomes of their exceptions."""

import logging
import threading

import pytest
from conftest import PARTNER, PASSWORD, SERVER, Recorder, connect, wait_until
from rawoftp import Client

import oftpsrv
from oftpsrv import Dispatch


def test_a_partner_is_turned_away_with_reason_and_text(server):
    """SSID-8, SSID-10"""

    def accept_connection(event):
        assert (event.client_ssid_code, event.client_password) == (PARTNER, PASSWORD)
        assert (event.client_version, event.server_version, event.accept) == (3, 3, True)
        event.accept = False
        event.error_code = 3
        event.error_description = "wer da?"

    server.on_accept_connection = accept_connection
    server.start_listening()
    with Client(server.local_port) as client:
        answer = client.offer(PARTNER, PASSWORD)
        assert (answer.name, answer["REAS"], answer["REAST"]) == ("ESID", 3, "wer da?")


def test_the_version_may_be_lowered(server):
    server.on_accept_connection = lambda event: setattr(event, "server_version", oftpsrv.Version.OFTP_14)
    server.start_listening()
    with connect(server) as client:
        assert client.level == 4


def test_a_file_gets_another_name_or_is_refused(server, inbox):
    """SFNA-5"""

    def accept_file(event):
        assert event.accept
        assert not event.overwrite
        assert event.file_name == str(inbox / event.virtual_file_name)
        if event.virtual_file_name == "BAD":
            event.accept = False
            event.error_code = 2
        event.file_name = inbox / "renamed.dat"

    server.on_accept_file = accept_file
    server.start_listening()
    with connect(server) as client:
        assert client.send_file("BAD", b"abc", SERVER)["REAS"] == 2
        assert list(inbox.iterdir()) == []
        assert client.send_file("GOOD", b"abc", SERVER).name == "EFPA"
        assert (inbox / "renamed.dat").read_bytes() == b"abc"


def test_overwrite_is_an_answer(server, inbox):
    (inbox / "TWICE").write_bytes(b"old")
    server.on_accept_file = lambda event: setattr(event, "overwrite", True)
    server.start_listening()
    with connect(server) as client:
        assert client.send_file("TWICE", b"new", SERVER).name == "EFPA"
        assert (inbox / "TWICE").read_bytes() == b"new"


def test_a_connection_is_refused_before_it_speaks(server):
    def connection_request(event):
        assert event.address == "127.0.0.1"
        assert event.port > 0
        event.accept = False

    server.on_connection_request = connection_request
    server.start_listening()
    with Client(server.local_port) as client:
        client.expect_close()


def test_events_cannot_be_misspelled_and_hide_passwords(server):
    seen = Recorder(server, "accept_connection")
    server.start_listening()
    connect(server).socket.close()
    event = seen.wait("accept_connection")
    with pytest.raises(AttributeError):
        event.acept = True
    with pytest.raises(AttributeError):
        event.client_ssid_code = "X"
    with pytest.raises(TypeError):
        event.accept = "no"
    assert PASSWORD not in repr(event)
    assert PARTNER in repr(event)


def test_the_events_of_a_file_come_in_order(server):
    names = ("connected", "accept_file", "start_transfer", "transfer", "end_transfer", "ready_to_send", "disconnected")
    seen = Recorder(server, *names)
    server.start_listening()
    with connect(server) as client:
        client.send_file("FILE", b"x" * 5000, SERVER)
        client.give_turn()
    seen.wait("disconnected")
    order = list(dict.fromkeys(name for name, _ in seen.seen))
    assert order == list(names)
    assert b"".join(event.text for event in seen.named("transfer")) == b"x" * 5000
    assert seen.named("transfer")[-1].bytes_transferred == 5000


def test_the_trail_shows_commands(server):
    seen = Recorder(server, "pi_trail", "disconnected")
    server.start_listening()
    with connect(server) as client:
        client.give_turn()
    seen.wait("disconnected")
    trail = [(event.direction, event.command_id, event.data[:1]) for event in seen.named("pi_trail")]
    assert trail[:4] == [(1, 73, b"I"), (0, 88, b"X"), (1, 88, b"X"), (0, 82, b"R")]
    assert all(PASSWORD.encode() not in event.data for event in seen.named("pi_trail"))


class Mistake(Exception):
    pass


def fail(event):
    raise Mistake(type(event).__name__)


@pytest.mark.parametrize("name", ["connection_request", "accept_connection"])
def test_a_failing_handler_refuses_the_connection(server, name):
    seen = Recorder(server, "error")
    setattr(server, f"on_{name}", fail)
    server.start_listening()
    with Client(server.local_port) as client:
        if name == "connection_request":
            client.expect_close()
        else:
            assert client.offer(PARTNER, PASSWORD).name == "ESID"
        error = seen.wait("error")
        assert error.error_code == 4
        assert f"on_{name}: Mistake" in error.description
    with pytest.raises(Mistake):
        server.do_events()
    server.do_events(0)


def test_a_failing_handler_refuses_the_file(server, inbox):
    def accept_file(event):
        event.accept = True
        fail(event)

    server.on_accept_file = accept_file
    server.start_listening()
    with connect(server) as client:
        assert client.send_file("FILE", b"abc", SERVER).name == "SFNA"
        assert list(inbox.iterdir()) == []
    with pytest.raises(Mistake):
        server.do_events()


def test_an_answer_of_the_wrong_type_refuses(server):
    server.on_accept_connection = lambda event: setattr(event, "accept", "True")
    server.start_listening()
    with Client(server.local_port) as client:
        assert client.offer(PARTNER, PASSWORD).name == "ESID"
    with pytest.raises(TypeError):
        server.do_events()


def test_exceptions_without_on_error_are_logged(server, caplog):
    server.on_connected = fail
    server.start_listening()
    with caplog.at_level(logging.ERROR, "oftpsrv"), connect(server):
        wait_until(lambda: caplog.records, "the log entry")
    assert "on_connected" in caplog.text
    assert "Mistake" in caplog.text
    with pytest.raises(Mistake):
        server.do_events(-1)


def test_exceptions_that_nobody_came_for_are_logged_at_the_end(tmp_path, caplog):
    with oftpsrv.OFTPServer() as server:
        server.event_dispatch = Dispatch.QUEUED
        server._keep(Mistake("lost"), "on_log", False)
    assert "lost" in caplog.text


def test_handlers_are_exchanged_while_they_run(server):
    """When the setter returns, the handler before is not running any more."""
    entered, leave = threading.Event(), threading.Event()
    running = []

    def slow(event):
        running.append(True)
        entered.set()
        leave.wait(5)
        running.clear()

    server.on_connected = slow
    server.start_listening()
    with connect(server):
        assert entered.wait(5)
        threading.Timer(0.1, leave.set).start()
        server.on_connected = None
        assert not running
    assert server.on_connected is None


def test_coroutine_functions_are_for_aio(server):
    async def handler(event):
        pass

    with pytest.raises(TypeError):
        server.on_log = handler


def test_send_file_inside_ready_to_send(server, tmp_path):
    heard = []

    def ready_to_send(event):
        server.send_file(event.connection_id, PARTNER, __file__, "ONE")
        server.send_file(event.connection_id, PARTNER, __file__, "TWO")
        heard.append("through")

    server.on_end_transfer = lambda event: heard.append(event.virtual_file_name)
    server.on_ready_to_send = ready_to_send
    server.start_listening()
    with connect(server) as client:
        assert len(client.give_turn().files) == 2
    assert heard == ["ONE", "TWO", "through"]


def test_send_file_inside_another_handler_would_wait_for_itself(server, inbox):
    codes = []

    def end_transfer(event):
        try:
            server.send_file(event.connection_id, PARTNER, __file__, "FILE")
        except oftpsrv.OFTPError as error:
            codes.append(error.code)

    server.on_end_transfer = end_transfer
    server.start_listening()
    with connect(server) as client:
        client.send_file("IN", b"x", SERVER)
    assert codes == [135]


def test_a_handler_of_end_transfer_that_raises_has_answered_later(server, inbox):
    def end_transfer(event):
        event.send_end_response = True
        raise LookupError("the database is away")

    server.on_end_transfer = end_transfer
    server.start_listening()
    with connect(server) as client:
        assert client.send_file("IN", b"x", SERVER).name == "EFPA"
        assert client.give_turn().responses == []
