"""What the server of threads and that of asyncio have in common: the native handle, properties, events, connections."""

from __future__ import annotations

import ctypes
import os
import weakref
from typing import Any, Callable, Dict, Iterable, Optional, Tuple

from . import _hooks, events
from ._convert import number_in
from ._errors import OFTPError, check, last_error
from ._event import Event, NativeEvent
from ._failures import Failures
from ._failures import report as log_failure
from ._life import Life
from ._loader import lib
from ._methods import ServerMethods
from ._properties import ServerProperties
from ._streams import StreamTable
from .certificate import Certificate, CertificateList
from .connection import Connections
from .constants import Dispatch, ErrorCode

AnyHandler = Callable[[Any], object]


class ServerBase(ServerProperties, ServerMethods):
    """The attributes of a server."""

    __slots__ = (
        "__weakref__",
        "_calls_seen",
        "_event_dispatch",
        "_failures",
        "_finalizer",
        "_handlers",
        "_life",
        "_number",
        "_streams",
    )

    def __init__(self) -> None:
        handle: Optional[int] = lib.oftpsrv_new()
        if not handle:
            raise last_error()
        self._life = Life("server", handle)
        self._number = next(_hooks.NUMBERS)
        self._handlers: Dict[str, AnyHandler] = {}
        self._streams = StreamTable(self)
        self._failures = Failures()
        self._calls_seen = 0
        self._event_dispatch = Dispatch.DIRECT
        _hooks.SERVERS[self._number] = self
        self._finalizer = weakref.finalize(self, _end, self._life, self._streams, self._failures, os.getpid())

    def _native(self) -> Tuple[Any, ...]:
        return (self._handle,)

    @property
    def _handle(self) -> int:
        return self._life.handle

    @property
    def closed(self) -> bool:
        """Whether close() has ended the server, which can do nothing any more then."""
        return self._life.closed

    # Properties that are not plain values

    @property
    def listening(self) -> bool:
        """Whether the server listens; start_listening() and stop_listening() change it."""
        if self.closed:
            return False
        listening: bool = lib.oftpsrv_is_listening(self._handle)
        return listening

    @property
    def connections(self) -> Connections:
        """The connections there are: ``server.connections[event.connection_id]``."""
        return Connections(self)

    @property
    def certificate(self) -> Certificate:
        """The certificate that signs, decrypts and authenticates: what is set on it is set on the server. It is never
        None; while none is set it is empty, and so is its subject. None clears it, another certificate is copied."""
        return self._get_certificate(lib.oftpsrv_get_certificate)

    @certificate.setter
    def certificate(self, certificate: Optional[Certificate]) -> None:
        check(lib.oftpsrv_set_certificate(self._handle, _handle_of(certificate)))

    @property
    def ssl_cert(self) -> Certificate:
        """The certificate of the TLS listener: what is set on it is set on the server. It is never None; while none is
        set it is empty, and so is its subject. None clears it, another certificate is copied."""
        return self._get_certificate(lib.oftpsrv_get_ssl_cert)

    @ssl_cert.setter
    def ssl_cert(self, certificate: Optional[Certificate]) -> None:
        check(lib.oftpsrv_set_ssl_cert(self._handle, _handle_of(certificate)))

    def _get_certificate(self, getter: Any) -> Certificate:
        out = ctypes.c_void_p()
        check(getter(self._handle, ctypes.byref(out)))
        return Certificate._from_handle(out.value or 0)

    @property
    def trusted_certs(self) -> CertificateList:
        """The certificates that are trusted to issue others: a list that can be changed in place, or set as a whole."""
        return CertificateList(self)

    @trusted_certs.setter
    def trusted_certs(self, certificates: Iterable[Certificate]) -> None:
        CertificateList(self)._write(certificates)

    # Events

    def _set_handler(self, name: str, handler: Optional[AnyHandler]) -> None:
        self._life.handle  # raises when it is closed
        before = self._handlers.get(name)
        _replace(self._handlers, name, handler)
        try:
            self._register(name, handler is not None)
        except BaseException:
            _replace(self._handlers, name, before)
            raise

    def _register(self, name: str, wanted: bool) -> None:
        _hooks.register(self._prefix, self._handle, name, self._number if wanted else None)

    def _dispatch(self, native: NativeEvent[Any], address: int) -> None:
        """Called by the engine. Lets no exception out."""
        self._calls_seen += 1
        connection_id = ""
        view: Any = None
        try:
            handler = self._handlers.get(native.name)
            if handler is None:
                return
            view = native.view(address)
            event = native.read(view)
            connection_id = event._values.get("connection_id", "")
            # The answer is no until the handler has said yes, whatever happens on the way.
            native.refuse(view)
            self._run(handler, event)
            native.write(event, view, address)
        except BaseException as exception:
            self._failed(exception, f"on_{native.name}", connection_id, report=native.name != "error")

    def _run(self, handler: AnyHandler, event: Event) -> None:
        """Calls a handler and returns when it is through."""
        raise NotImplementedError

    def _failed(self, exception: BaseException, where: str, connection_id: str, report: bool) -> None:
        """Keeps an exception of a handler or a stream, and tells on_error about it. Lets no exception out."""
        told = False
        on_error = self._handlers.get("error") if report else None
        if on_error is not None:
            code = exception.code if isinstance(exception, OFTPError) else int(ErrorCode.PANIC)
            text = f"{where}: {type(exception).__name__}: {exception}"
            values = {"connection_id": connection_id, "error_code": code, "description": text}
            try:
                self._run(on_error, events.ErrorEvent(values))
                told = True
            except BaseException as second:
                self._keep(second, "on_error", False)
        self._keep(exception, where, told)

    def _keep(self, exception: BaseException, where: str, told: bool) -> None:
        if not told and self._event_dispatch == Dispatch.DIRECT:
            # Many programs with direct dispatch never call do_events().
            log_failure(exception, where)
            told = True
        self._failures.keep(exception, where, told)

    def _choose_dispatch(self, mode: int) -> None:
        check(lib.oftpsrv_set_event_dispatch(self._handle, number_in(mode)))
        self._event_dispatch = Dispatch(mode)

    @property
    def event_dispatch(self) -> Dispatch:
        """Where handlers run."""
        return self._event_dispatch

    def __repr__(self) -> str:
        state = "closed" if self.closed else "listening" if self.listening else "not listening"
        return f"<{type(self).__name__}, {state}>"


def _handle_of(certificate: Optional[Certificate]) -> Optional[int]:
    if certificate is None:
        return None
    if not isinstance(certificate, Certificate):
        raise TypeError(f"a Certificate is needed here, or None, not {type(certificate).__name__}")
    return certificate._handle


def _replace(handlers: Dict[str, AnyHandler], name: str, handler: Optional[AnyHandler]) -> None:
    if handler is None:
        handlers.pop(name, None)
    else:
        handlers[name] = handler


def _end(life: Life, streams: StreamTable, failures: Failures, process: int) -> None:
    # A forked child has the memory of the engine, but not its threads.
    if os.getpid() != process:
        life.closed = True
        return
    lib.oftpsrv_free(life.handle)
    # Only now: handlers that ran to their end used the server until then.
    life.closed = True
    streams.clear()
    failures.report_forgotten()
