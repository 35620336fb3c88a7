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
do not wait for its answer. It needs nothing of the loop but ``call_soon_threadsafe``, so every loop will do.

Properties and settings are plain attributes as in :class:`oftpsrv.OFTPServer`; the methods are coroutines. In
on_ready_to_send a coroutine may await send_file() for its own connection. In other handlers that would wait for itself, or
close a circle of handlers that wait for each other: the method raises OFTPError 135 instead (``send_file_async()``, which
only queues, may be called anywhere). shutdown() in a handler returns at once. Cancelling the task of a
``send_file()`` interrupts the transfer.
"""

from __future__ import annotations

import asyncio
import contextvars
import inspect
import os
import threading
import weakref
from types import TracebackType
from typing import Any, Awaitable, Callable, Dict, Optional, Set, Tuple, Type, TypeVar

from . import _calls
from ._base import ServerBase
from ._errors import OFTPError, last_error
from ._event import Event, NativeEvent
from ._life import Life
from ._loader import lib
from ._methods import AwaitedServerMethods
from .constants import ErrorCode
from .events import ErrorEvent

__all__ = ["AsyncOFTPServer"]

T = TypeVar("T")

_HANDLING: "contextvars.ContextVar[Tuple[int, int]]" = contextvars.ContextVar("oftpsrv_handling")
"""The server and the number of the event whose handler a task is, or was started by."""


class _Answering(threading.local):
    """What the callback that is called a second time, on this thread, is to answer with."""

    wanted = False
    event: Optional[Event] = None


_ANSWERING = _Answering()


class AsyncOFTPServer(AwaitedServerMethods, ServerBase):
    """:class:`oftpsrv.OFTPServer` for an event loop. The end of ``async with`` shuts it down and ends it."""

    __slots__ = ("_loop", "_open", "_registered")

    def __init__(self) -> None:
        super().__init__()
        self._loop: Optional[asyncio.AbstractEventLoop] = None
        self._registered: Set[str] = set()
        # Events whose handlers are not through.
        self._open: Dict[int, None] = {}
        # It runs before the server is freed, which waits for these answers.
        weakref.finalize(self, _refuse_all, self._life, self._open, os.getpid())

    async def start_listening(self) -> None:
        """As OFTPServer.start_listening(). Handlers run in the loop that this is called in."""
        self._loop = asyncio.get_running_loop()
        await super().start_listening()

    async def close(self) -> None:
        """Shuts down, waits until no handler is running any more, and ends the server. May be called again."""
        if not self.closed:
            await self._call("", lambda _handle: self._finalizer())

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
        """Calls a function in a thread. ``waits_for`` is the connection that it may wait for, "" for all; None when it does
        not wait. In a handler the engine knows that the call comes from there, and refuses what would wait for itself."""
        server, event = _HANDLING.get((0, 0))
        try:
            if waits_for is None or server != self._number or event not in self._open:
                return await _in_thread(function, self._handle, *arguments)
            return await _in_thread(self._call_from_event, event, function, *arguments)
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
        """As _call() of a function that is only asked for in a handler of the connection: the engine sees that it is one."""
        return await self._call(connection_id, function, *arguments)

    def _call_from_event(self, event: int, function: Callable[..., T], *arguments: Any) -> T:
        # When its handler is through meanwhile, this is a call like others.
        entered = lib.oftpsrv_enter_event(self._handle, event) == 0
        try:
            return function(self._handle, *arguments)
        finally:
            if entered:
                lib.oftpsrv_leave_event()

    # Events. The engine's thread hands the event to the loop and does not wait; when the handler is through, the callback is
    # called again, in the loop's thread, for the answers.

    def _register(self, name: str, wanted: bool) -> None:
        # Once and for all: taking back would wait for handlers that wait for the loop, which is our caller.
        if wanted and name not in self._registered:
            super()._register(name, wanted)
            self._registered.add(name)

    def _dispatch(self, native: NativeEvent[Any], address: int) -> None:
        if _ANSWERING.wanted:
            self._answer(native, address)
            return
        connection_id = ""
        try:
            handler = self._handlers.get(native.name)
            if handler is None:
                return
            view = native.view(address)
            event = native.read(view)
            connection_id = event._values.get("connection_id", "")
            native.refuse(view)
            loop = self._loop
            if loop is None:
                raise RuntimeError("the server was not started in an event loop")
            if loop.is_closed():
                raise RuntimeError("the event loop was closed")
            number: int = lib.oftpsrv_answer_later(self._handle)
            if number < 0:
                raise last_error()
            self._open[number] = None
            try:
                loop.call_soon_threadsafe(self._start, native.name, handler, event, number)
            except RuntimeError:
                # It was closed in this moment. The second call must not come before this one has returned.
                threading.Thread(target=_refuse, args=(self._life, self._open, number), daemon=True).start()
                raise
        except BaseException as exception:
            self._failed(exception, f"on_{native.name}", connection_id, report=native.name != "error")

    def _answer(self, native: NativeEvent[Any], address: int) -> None:
        event = _ANSWERING.event
        view = native.view(address)
        native.refuse(view)
        if event is None:
            return
        try:
            native.write(event, view, address)
        except BaseException as exception:
            native.refuse(view)
            self._failed(exception, f"on_{native.name}", event._values.get("connection_id", ""), report=True)

    def _start(self, name: str, handler: Callable[[Any], object], event: Event, number: int) -> None:
        token = _HANDLING.set((self._number, number))
        try:
            result = handler(event)
            if inspect.isawaitable(result):
                task = asyncio.ensure_future(_awaited(result))
                task.add_done_callback(lambda task: self._end(name, event, number, _failure(task)))
                return
        except BaseException as exception:
            self._end(name, event, number, exception)
            return
        finally:
            _HANDLING.reset(token)
        self._end(name, event, number, None)

    def _end(self, name: str, event: Event, number: int, exception: Optional[BaseException]) -> None:
        _give(self._life, self._open, number, event if exception is None else None)
        if exception is not None:
            connection_id = event._values.get("connection_id", "")
            self._failed(exception, f"on_{name}", connection_id, report=name != "error")

    def _failed(self, exception: BaseException, where: str, connection_id: str, report: bool) -> None:
        on_error, loop = self._handlers.get("error") if report else None, self._loop
        if on_error is None or loop is None or loop.is_closed():
            self._keep(exception, where, False)
            return
        code = exception.code if isinstance(exception, OFTPError) else int(ErrorCode.PANIC)
        text = f"{where}: {type(exception).__name__}: {exception}"
        event = ErrorEvent({"connection_id": connection_id, "error_code": code, "description": text})
        loop.call_soon_threadsafe(self._tell_error, on_error, event, exception, where)

    def _tell_error(
        self, on_error: Callable[[Any], object], event: Event, exception: BaseException, where: str
    ) -> None:
        def told(second: Optional[BaseException]) -> None:
            if second is not None:
                self._keep(second, "on_error", False)
            self._keep(exception, where, second is None)

        try:
            result = on_error(event)
        except BaseException as second:
            told(second)
            return
        if not inspect.isawaitable(result):
            told(None)
            return
        asyncio.ensure_future(_awaited(result)).add_done_callback(lambda task: told(_failure(task)))

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


def _failure(task: "asyncio.Task[Any]") -> Optional[BaseException]:
    return RuntimeError("the handler was cancelled") if task.cancelled() else task.exception()


def _give(life: Life, opened: Dict[int, None], number: int, event: Optional[Event]) -> None:
    """Calls the callback of an event again, on this thread, for its answers; without an event they are no."""
    opened.pop(number, None)
    if life.closed:
        return
    _ANSWERING.wanted, _ANSWERING.event = True, event
    try:
        # A server that was freed has dropped the event.
        lib.oftpsrv_answer_now(life.handle, number)
    finally:
        _ANSWERING.wanted, _ANSWERING.event = False, None


def _refuse(life: Life, opened: Dict[int, None], number: int) -> None:
    _give(life, opened, number, None)


def _refuse_all(life: Life, opened: Dict[int, None], process: int) -> None:
    """Nobody answers any more: the server was dropped, or the program ends."""
    if os.getpid() == process:
        for number in list(opened):
            _refuse(life, opened, number)


async def _awaited(result: Awaitable[Any]) -> None:
    await result


async def _in_thread(function: Callable[..., T], *arguments: Any) -> T:
    """Calls a function in a thread of its own: sending a file may take too long for the few threads of an executor."""
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

    threading.Thread(target=work, name="oftpsrv-call", daemon=True).start()
    return await future
