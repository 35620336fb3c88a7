"""The server in an asyncio program::

    async def main() -> None:
        async with AsyncOFTPServer() as server:
            server.server_ssid_code = server.server_sfid_code = "O0013SERVER"
            server.on_accept_connection = check_partner      # a function or a coroutine function
            await server.start_listening()
            await stopped.wait()

Handlers run in the event loop's thread, also those that are plain functions. A coroutine is awaited before its event is
answered: the connection it belongs to waits, and no other. That is why this does not use queued dispatch, where one
handler that waits would hold up the events of all connections: the engine's threads hand each event to the loop and
wait for its answer. It needs nothing of the loop but ``call_soon_threadsafe``, so every loop on every system will do.

Properties and settings are plain attributes as in :class:`oftpsrv.OFTPServer`; the methods are coroutines. In a coroutine
handler they do what they do in any handler: ``logoff()``, ``change_direction()`` and ``exchange_certificate()`` for its own
connection are only asked for; ``send_file()`` for it, ``shutdown()``, ``reset()`` and ``close()`` would wait for the handler
itself and raise OFTPError 135 instead (``send_file_async()``, which only queues, may be called anywhere). Cancelling the task
of a ``send_file()`` interrupts the transfer.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import inspect
import queue
import threading
from types import TracebackType
from typing import Any, Awaitable, Callable, Dict, Optional, Set, Tuple, Type, TypeVar

from . import _calls
from ._base import ServerBase
from ._errors import OFTPError
from ._event import Event
from ._methods import AwaitedServerMethods
from .constants import ErrorCode

__all__ = ["AsyncOFTPServer"]

T = TypeVar("T")

_LOOK_AT_LOOP_S = 0.5
"""How often a waiting engine thread looks whether its loop was closed."""


class AsyncOFTPServer(AwaitedServerMethods, ServerBase):
    """:class:`oftpsrv.OFTPServer` for an event loop. The end of ``async with`` shuts it down and ends it."""

    __slots__ = ("_loop", "_registered", "_running")

    def __init__(self) -> None:
        super().__init__()
        self._loop: Optional[asyncio.AbstractEventLoop] = None
        self._registered: Set[str] = set()
        self._running: Dict["asyncio.Task[Any]", _Handling] = {}

    async def start_listening(self) -> None:
        """As OFTPServer.start_listening(). Handlers run in the loop that this is called in."""
        self._loop = asyncio.get_running_loop()
        await super().start_listening()

    async def close(self) -> None:
        """Shuts down, waits until no handler is running any more, and ends the server. May be called again."""
        self._refuse_waiting_for_itself("")
        await _in_thread(self._finalizer)

    async def __aenter__(self) -> "AsyncOFTPServer":
        self._life.handle  # raises when it is closed
        return self

    async def __aexit__(
        self,
        kind: Optional[Type[BaseException]],
        exception: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None:
        await self.close()

    # Calls into the engine, which may wait: never on the loop's thread.

    async def _call(self, waits_for: Optional[str], function: Callable[..., T], *arguments: Any) -> T:
        """Calls a function in a thread. ``waits_for`` is the connection whose handlers it may wait for, "" for all."""
        if waits_for is not None:
            self._refuse_waiting_for_itself(waits_for)
        try:
            return await _in_thread(function, self._handle, *arguments)
        except asyncio.CancelledError:
            if function is _calls.send_file and waits_for is not None:
                self._interrupt(waits_for)
            raise

    def _interrupt(self, connection_id: str) -> None:
        try:
            _calls.interrupt(self._handle, connection_id)
        except OFTPError:
            # The file or the connection has just ended by itself.
            pass

    async def _ask(self, connection_id: str, function: Callable[..., T], *arguments: Any) -> T:
        """As _call() of a function that is only asked for in a handler of the connection, and returns at once there."""
        handling = self._handling()
        if handling is None or handling.connection_id != connection_id:
            return await _in_thread(function, self._handle, *arguments)
        # The engine knows by the thread whose handler calls.
        return await _elsewhere(handling.work.put, function, self._handle, *arguments)

    def _handling(self) -> Optional["_Handling"]:
        """What is handled by the coroutine that calls, when it is a handler."""
        task = asyncio.current_task()
        return None if task is None else self._running.get(task)

    def _refuse_waiting_for_itself(self, connection_id: str) -> None:
        handling = self._handling()
        if handling is not None and connection_id in ("", handling.connection_id):
            raise OFTPError(ErrorCode.WOULD_BLOCK)

    # Events. The engine's thread waits in _run() until the loop has run the handler, and does what the handler asks of it.

    def _register(self, name: str, wanted: bool) -> None:
        # Once and for all: taking back would wait for handlers that wait for the loop, which is our caller.
        if wanted and name not in self._registered:
            super()._register(name, wanted)
            self._registered.add(name)

    def _run(self, handler: Callable[[Any], object], event: Event) -> None:
        loop = self._loop
        if loop is None:
            raise RuntimeError("the server was not started in an event loop")
        handling = _Handling(event._values.get("connection_id", ""))
        loop.call_soon_threadsafe(self._start, handler, event, handling)
        while not handling.done.done():
            try:
                work = handling.work.get(timeout=_LOOK_AT_LOOP_S)
            except queue.Empty:
                if loop.is_closed():
                    raise RuntimeError("the event loop was closed while a handler was waited for") from None
            else:
                work()
        handling.done.result()

    def _start(self, handler: Callable[[Any], object], event: Event, handling: "_Handling") -> None:
        try:
            result = handler(event)
        except BaseException as exception:
            handling.end(exception)
            return
        if not inspect.isawaitable(result):
            handling.end(None)
            return
        task = asyncio.ensure_future(_awaited(result))
        self._running[task] = handling
        task.add_done_callback(self._through)

    def _through(self, task: "asyncio.Task[Any]") -> None:
        handling = self._running.pop(task)
        handling.end(RuntimeError("the handler was cancelled") if task.cancelled() else task.exception())

    def _keep(self, exception: BaseException, where: str, told: bool) -> None:
        """There is no do_events() to raise it: what on_error was not told goes to the loop's exception handler."""
        loop = self._loop
        if told:
            return
        if loop is None or loop.is_closed():
            super()._keep(exception, where, told)
            return
        context = {"message": f"an exception left {where}", "exception": exception, "oftpsrv_server": self}
        loop.call_soon_threadsafe(loop.call_exception_handler, context)


class _Handling:
    """An event whose handler the engine's thread waits for."""

    __slots__ = ("connection_id", "done", "work")

    def __init__(self, connection_id: str) -> None:
        self.connection_id = connection_id
        self.done: "concurrent.futures.Future[None]" = concurrent.futures.Future()
        self.work: "queue.SimpleQueue[Callable[[], None]]" = queue.SimpleQueue()
        """What the engine's thread is to do meanwhile."""

    def end(self, exception: Optional[BaseException]) -> None:
        if exception is None:
            self.done.set_result(None)
        else:
            self.done.set_exception(exception)
        # Whoever waits for work looks up.
        self.work.put(lambda: None)


async def _awaited(result: Awaitable[Any]) -> None:
    await result


async def _in_thread(function: Callable[..., T], *arguments: Any) -> T:
    """Calls a function in a thread of its own: sending a file may take too long for the few threads of an executor."""

    def start(work: Callable[[], None]) -> None:
        threading.Thread(target=work, name="oftpsrv-call", daemon=True).start()

    return await _elsewhere(start, function, *arguments)


async def _elsewhere(start: Callable[[Callable[[], None]], object], function: Callable[..., T], *arguments: Any) -> T:
    """Awaits a function's result. ``start`` sees to it that what it is given is called in another thread."""
    loop = asyncio.get_running_loop()
    future: "asyncio.Future[T]" = loop.create_future()

    def settle(outcome: Tuple[Optional[BaseException], Any]) -> None:
        if future.cancelled():
            return
        if outcome[0] is not None:
            future.set_exception(outcome[0])
        else:
            future.set_result(outcome[1])

    def work() -> None:
        outcome: Tuple[Optional[BaseException], Any]
        try:
            outcome = (None, function(*arguments))
        except BaseException as exception:
            outcome = (exception, None)
        try:
            loop.call_soon_threadsafe(settle, outcome)
        except RuntimeError:
            # The loop was closed: nobody waits any more.
            pass

    start(work)
    return await future
