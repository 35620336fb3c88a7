"""The OFTP server."""

from __future__ import annotations

import inspect
import time
from types import TracebackType
from typing import Any, Callable, Optional, Type

from . import _calls
from ._base import ServerBase
from ._calls import PathText
from ._convert import number_in
from ._errors import OFTPError, check
from ._event import Event
from ._loader import lib
from .constants import Dispatch

_SLICE_MS = 100
"""How long a native wait may keep Python from handling signals."""


class OFTPServer(ServerBase):
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

    def start_listening(self) -> None:
        """Begins to listen on local_port."""
        _calls.start_listening(self._handle)

    def stop_listening(self) -> None:
        """No new connections; those that are open go on."""
        _calls.stop_listening(self._handle)

    def shutdown(self) -> None:
        """stop_listening(), and disconnects everybody. The server can be started again."""
        _calls.shutdown(self._handle)

    def reset(self) -> None:
        """Shuts down and sets every property and setting to its default. Handlers stay."""
        _calls.reset(self._handle)

    def change_direction(self, connection_id: str) -> None:
        """Gives the turn to the partner."""
        _calls.change_direction(self._handle, connection_id)

    def disconnect(self, connection_id: str) -> None:
        """Closes the connection, whatever is going on."""
        _calls.disconnect(self._handle, connection_id)

    def logoff(self, connection_id: str) -> None:
        """Ends the session when this side may; else gives the turn to the partner."""
        _calls.logoff(self._handle, connection_id)

    def interrupt(self, connection_id: str) -> None:
        """Stops the file that is being sent, without ending the session."""
        _calls.interrupt(self._handle, connection_id)

    def send_file(
        self, connection_id: str, client_sfid_code: str, file_name: PathText, virtual_file_name: str = ""
    ) -> None:
        """Sends a file and returns when the partner has accepted it; raises OFTPError when it was refused. With an
        upload stream the file name is empty. From inside a handler of the same connection use send_file_async()."""
        _calls.send_file(self._handle, connection_id, client_sfid_code, file_name, virtual_file_name)

    def send_end_response(
        self,
        connection_id: str,
        virtual_file_name: str,
        virtual_file_date: str,
        destination: str,
        originator: str,
        creator: str = "",
        reason_code: int = 0,
        reason_text: str = "",
        file_hash: str = "",
        signature: str = "",
    ) -> None:
        """Answers a file for which on_end_transfer has set ``send_end_response`` to False: with an EERP when the reason
        is 0, else with a NERP."""
        _calls.send_end_response(
            self._handle,
            connection_id,
            virtual_file_name,
            virtual_file_date,
            destination,
            originator,
            creator,
            reason_code,
            reason_text,
            file_hash,
            signature,
        )

    def exchange_certificate(
        self,
        connection_id: str,
        client_sfid_code: str,
        certificate_store: PathText,
        certificate_exchange_type: int,
    ) -> None:
        """Sends a certificate to the partner (OFTP 2.0); the type is one of ExchangeType."""
        _calls.exchange_certificate(
            self._handle, connection_id, client_sfid_code, certificate_store, certificate_exchange_type
        )

    def import_trusted_certs(self) -> None:
        """Reads the certificates that TrustedCertsData names into trusted_certs."""
        _calls.import_trusted_certs(self._handle)

    def validate_cert(self) -> bool:
        """Whether the certificate is in its time, trusted and not revoked."""
        return _calls.validate_cert(self._handle)

    def validate_recipient_cert(self, connection_id: str) -> bool:
        """Whether the connection's recipient certificate is in its time, trusted and not revoked."""
        return _calls.validate_recipient_cert(self._handle, connection_id)

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
            raise OFTPError(lib.oftpsrv_last_error_code(), lib.oftpsrv_last_error_message().decode("utf-8", "replace"))
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
