"""The OFTP server."""

from __future__ import annotations

import inspect
import time
from types import TracebackType
from typing import Any, Callable, Optional, Type

from ._base import ServerBase
from ._convert import number_in
from ._errors import check, last_error
from ._event import Event
from ._loader import lib
from ._methods import WaitingServerMethods
from .constants import Dispatch

_SLICE_MS = 100
"""How long a native wait may keep Python from handling signals."""


class OFTPServer(WaitingServerMethods, ServerBase):
    """An OFTP server. Set properties and handlers, then start_listening()::

        with OFTPServer() as server:
            server.server_ssid_code = server.server_sfid_code = "O0013SERVER"
            server.on_accept_connection = check_partner
            server.start_listening()
            ...

    The end of the ``with`` shuts it down and ends it. Handlers run on the engine's threads; those of one connection
    never overlap. With ``event_dispatch = Dispatch.QUEUED`` they run inside do_events() only. When a handler that
    decides with ``accept`` raises an exception, the answer is no. Exceptions of handlers are reported to on_error and
    raised again by do_events().
    """

    __slots__ = ()

    # Events

    @property
    def event_dispatch(self) -> Dispatch:
        """Where handlers run: Dispatch.DIRECT, the default, or Dispatch.QUEUED. Chosen before start_listening()."""
        return self._event_dispatch

    @event_dispatch.setter
    def event_dispatch(self, mode: int) -> None:
        self._choose_dispatch(mode)

    def set_event_dispatch(self, mode: int) -> None:
        """Sets event_dispatch."""
        self._choose_dispatch(mode)

    def do_events(self, timeout_ms: int = _SLICE_MS) -> None:
        """Runs the handlers of the events that wait; when there is none it waits for the first, up to ``timeout_ms``
        milliseconds, or for ever when that is negative.

        With Dispatch.DIRECT, where handlers run by themselves, it only waits. In both modes it raises what a handler
        has raised, the oldest first.
        """
        self._failures.raise_first()
        deadline = None if number_in(timeout_ms) < 0 else time.monotonic() + timeout_ms / 1000
        seen = self._calls_seen
        while True:
            left = _SLICE_MS if deadline is None else max(0, round((deadline - time.monotonic()) * 1000))
            self._wait(min(left, _SLICE_MS))
            self._failures.raise_first()
            through = self._event_dispatch == Dispatch.QUEUED and self._calls_seen != seen
            if through or (deadline is not None and time.monotonic() >= deadline):
                return

    def _wait(self, milliseconds: int) -> None:
        if self._event_dispatch == Dispatch.QUEUED:
            check(lib.oftpsrv_do_events(self._handle, milliseconds))
            return
        check(lib.oftpsrv_do_events(self._handle, 0))
        self._failures.wait(milliseconds / 1000)

    def event_fd(self) -> int:
        """A descriptor that polls readable while events wait for do_events(). It belongs to the server."""
        descriptor: int = lib.oftpsrv_event_fd(self._handle)
        if descriptor < 0:
            raise last_error()
        return descriptor

    def _set_handler(self, name: str, handler: Optional[Callable[[Any], object]]) -> None:
        if inspect.iscoroutinefunction(handler):
            raise TypeError("the handler is a coroutine function; oftpsrv.aio.AsyncOFTPServer takes those")
        super()._set_handler(name, handler)

    def _run(self, handler: Callable[[Any], object], event: Event) -> None:
        result = handler(event)
        if inspect.iscoroutine(result):
            result.close()
            raise TypeError("the handler returned a coroutine; oftpsrv.aio.AsyncOFTPServer takes such handlers")

    # Life

    def close(self) -> None:
        """Shuts down, waits until no handler is running any more, and ends the server. May be called again."""
        self._finalizer()

    def __enter__(self) -> "OFTPServer":
        self._life.handle  # raises when it is closed
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        exception: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None:
        self.close()
