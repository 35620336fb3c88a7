"""The server in an event loop."""

import asyncio
import threading
import time

import pytest
from conftest import PARTNER, PASSWORD, SERVER, configure, connect
from rawoftp import Client

import oftpsrv
from oftpsrv.aio import AsyncOFTPServer


def run(test):
    """Runs a coroutine that is given a server, and hands on what the loop's exception handler was told."""

    async def main():
        told = []
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: told.append(context["exception"]))
        async with AsyncOFTPServer() as server:
            configure(server)
            await asyncio.wait_for(test(server), 15)
        return told

    return asyncio.run(main())


async def peer(function):
    """Runs the other side in a thread."""
    return await asyncio.get_running_loop().run_in_executor(None, function)


def receives_with(server, inbox, decide):
    server.on_accept_connection = decide
    server.on_accept_file = decide


def test_coroutines_decide_while_the_loop_goes_on(tmp_path):
    ticks = []

    async def accept_connection(event):
        await asyncio.sleep(0.2)
        server_of[0].connections[event.connection_id].download_directory = str(tmp_path)
        event.accept = event.client_password == PASSWORD

    async def accept_file(event):
        await asyncio.sleep(0)
        event.file_name = tmp_path / "chosen"

    server_of = []

    async def tick():
        while True:
            ticks.append(time.monotonic())
            await asyncio.sleep(0.02)

    async def test(server):
        server_of.append(server)
        server.on_accept_connection = accept_connection
        server.on_accept_file = accept_file
        await server.start_listening()
        ticking = asyncio.ensure_future(tick())

        def send():
            with connect(server) as client:
                return client.send_file("FILE", b"abc", SERVER).name

        assert await peer(send) == "EFPA"
        ticking.cancel()
        assert (tmp_path / "chosen").read_bytes() == b"abc"
        assert len(ticks) > 5

    assert run(test) == []


def test_one_slow_coroutine_holds_up_its_own_connection_only():
    async def test(server):
        first = asyncio.Event()
        release = asyncio.Event()

        async def accept_connection(event):
            if not first.is_set():
                first.set()
                await release.wait()

        server.on_accept_connection = accept_connection
        await server.start_listening()

        def session():
            with connect(server):
                return True

        slow = asyncio.ensure_future(peer(session))
        await first.wait()
        assert await peer(session)
        assert not slow.done()
        release.set()
        assert await slow

    assert run(test) == []


def test_plain_functions_run_in_the_loop_too():
    threads = []

    async def test(server):
        server.on_connected = lambda event: threads.append(threading.get_ident())
        await server.start_listening()

        def session():
            with connect(server):
                pass

        await peer(session)
        assert threads == [threading.get_ident()]

    assert run(test) == []


def test_send_file_is_awaited(tmp_path):
    path = tmp_path / "outgoing"
    path.write_bytes(b"abc" * 1000)

    async def test(server):
        server.config("TurnHoldTime=-1")
        ready = asyncio.get_running_loop().create_future()
        server.on_ready_to_send = lambda event: ready.set_result(event.connection_id)
        await server.start_listening()

        def session():
            with connect(server) as client:
                return client.give_turn().files

        files = asyncio.ensure_future(peer(session))
        connection_id = await ready
        await server.send_file(connection_id, PARTNER, path, "OUTGOING")
        with pytest.raises(oftpsrv.OFTPError) as missing:
            await server.send_file(connection_id, PARTNER, tmp_path / "missing", "MISSING")
        assert missing.value.code == 679
        await server.change_direction(connection_id)
        assert [file.content for file in await files] == [b"abc" * 1000]

    assert run(test) == []


def test_a_handler_that_waits_for_itself_is_told_so(tmp_path):
    codes = []

    async def test(server):
        async def end_transfer(event):
            for call in (server.send_file(event.connection_id, PARTNER, __file__), server.shutdown()):
                try:
                    await call
                    codes.append(0)
                except oftpsrv.OFTPError as error:
                    codes.append(error.code)

        server.on_accept_connection = lambda event: None
        server.on_end_transfer = end_transfer
        server.config(f"DownloadDirectory={tmp_path}")
        await server.start_listening()

        def session():
            with connect(server) as client:
                try:
                    client.send_file("FILE", b"abc", SERVER)
                except AssertionError:
                    pass

        try:
            await peer(session)
        except AssertionError:
            pass

    assert run(test) == []
    assert codes == [135, 0]


def test_send_file_and_close_inside_ready_to_send(tmp_path):
    """A coroutine may await a file of its own connection there; its events come meanwhile."""
    path = tmp_path / "outgoing"
    path.write_bytes(b"abc")
    events = []

    async def test(server):
        through = asyncio.Event()

        async def ready_to_send(event):
            await asyncio.gather(asyncio.sleep(0.01), server.send_file(event.connection_id, PARTNER, path, "ONE"))
            events.append("sent one")
            await server.send_file(event.connection_id, PARTNER, path, "TWO")
            events.append("sent two")
            await server.shutdown()
            await server.close()
            through.set()

        async def end_transfer(event):
            await asyncio.sleep(0.01)
            events.append(event.virtual_file_name)

        server.on_ready_to_send = ready_to_send
        server.on_end_transfer = end_transfer
        await server.start_listening()

        def session():
            with connect(server) as client:
                try:
                    client.give_turn()
                except (AssertionError, OSError):
                    pass

        try:
            await peer(session)
        except (AssertionError, OSError):
            pass
        await through.wait()
        assert server.closed

    assert run(test) == []
    assert events == ["ONE", "sent one", "TWO", "sent two"]


def test_handlers_that_are_awaited_hold_no_thread():
    async def test(server):
        server.config("EventThreads=1")
        entered, leave = [], asyncio.Event()

        async def accept_connection(event):
            entered.append(event.connection_id)
            await leave.wait()

        server.on_accept_connection = accept_connection
        await server.start_listening()
        before = threading.active_count()

        def session():
            with connect(server):
                return True

        def sessions():
            threads = [threading.Thread(target=session) for _ in range(20)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()

        all_over = asyncio.ensure_future(peer(sessions))
        while len(entered) < 20:
            await asyncio.sleep(0.01)
        assert before <= threading.active_count()
        leave.set()
        await all_over

    assert run(test) == []


def test_a_handler_logs_its_own_connection_off(tmp_path):
    """What is only asked for in a handler is let through, as in other handlers: what was queued is sent before the end."""
    (tmp_path / "out").write_bytes(b"abc" * 1000)

    async def test(server):
        turns = []

        async def ready_to_send(event):
            if not turns:
                server.send_file_async(event.connection_id, PARTNER, tmp_path / "out")
            turns.append(event.connection_id)
            await asyncio.sleep(0.01)
            await server.logoff(event.connection_id)

        server.on_ready_to_send = ready_to_send
        server.set_config("TurnHoldTime", "-1")
        await server.start_listening()

        def session():
            with connect(server) as client:
                return client.give_turn().files, client.give_turn().ended

        files, ended = await peer(session)
        assert [file.content for file in files] == [b"abc" * 1000]
        assert ended and len(turns) == 2

    assert run(test) == []


def test_what_a_handler_asks_of_its_own_connection_is_done(tmp_path):
    """It fails as in other handlers, and what is only asked for does not wait."""
    codes = {}

    async def test(server):
        async def ready_to_send(event):
            for call in (
                server.exchange_certificate(event.connection_id, PARTNER, str(tmp_path / "missing"), 0),
                server.interrupt(event.connection_id),
                server.change_direction(event.connection_id),
                server.send_end_response(event.connection_id, "NONE", "", PARTNER, SERVER, reason_code=-1),
                server.disconnect(event.connection_id),
            ):
                name = call.__name__
                try:
                    await call
                    codes[name] = 0
                except oftpsrv.OFTPError as error:
                    codes[name] = error.code

        server.on_ready_to_send = ready_to_send
        await server.start_listening()

        def session():
            with connect(server) as client:
                client.send("CD")
                while client.receive_buffer() is not None:
                    pass

        await peer(session)

    assert run(test) == []
    assert codes == {
        "exchange_certificate": 679,
        "interrupt": 0,
        "change_direction": 0,
        "send_end_response": 8,
        "disconnect": 0,
    }


def test_a_coroutine_that_fails_refuses_and_tells():
    async def accept_connection(event):
        await asyncio.sleep(0)
        raise LookupError("who is this?")

    async def test(server):
        server.on_accept_connection = accept_connection
        await server.start_listening()

        def offer():
            with Client(server.local_port) as client:
                return client.offer(PARTNER, PASSWORD).name

        assert await peer(offer) == "ESID"
        await asyncio.sleep(0.05)

    (told,) = run(test)
    assert isinstance(told, LookupError)


def test_on_error_may_be_a_coroutine():
    errors = []

    async def error(event):
        await asyncio.sleep(0)
        errors.append(event.description)

    def fail(event):
        raise LookupError("oops")

    async def test(server):
        server.on_error = error
        server.on_connected = fail
        await server.start_listening()

        def session():
            with connect(server):
                pass

        await peer(session)

    assert run(test) == []
    assert errors[0] == "on_connected: LookupError: oops"


def test_handlers_can_be_exchanged_while_they_are_awaited():
    async def test(server):
        entered, leave = asyncio.Event(), asyncio.Event()

        async def connected(event):
            entered.set()
            await leave.wait()

        server.on_connected = connected
        await server.start_listening()

        def session():
            with connect(server):
                pass

        session_over = asyncio.ensure_future(peer(session))
        await entered.wait()
        server.on_connected = None
        server.on_connected = connected
        leave.set()
        await session_over

    assert run(test) == []


def test_a_loop_that_was_closed_refuses(caplog):
    """Without `async with` nobody ends the server; its threads must not wait for a loop that is gone."""
    server = AsyncOFTPServer()
    configure(server)
    server.on_accept_connection = lambda event: None
    asyncio.run(server.start_listening())
    with Client(server.local_port) as client:
        assert client.offer(PARTNER, PASSWORD).name == "ESID"
    assert "on_accept_connection" in caplog.text
    asyncio.run(server.close())
