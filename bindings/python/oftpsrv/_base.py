"""What the server of threads and that of asyncio have in common: the native handle, properties, events, connections."""

from __future__ import annotations

import ctypes
import os
import weakref
from typing import Any, Callable, ClassVar, Dict, Iterable, Optional, Tuple

from . import _calls, _hooks, events
from ._calls import PathText
from ._convert import number_in
from ._errors import HANDLER_FAILED, OFTPError, check
from ._event import Event, NativeEvent
from ._failures import Failures
from ._failures import report as log_failure
from ._fields import WritableFlag, WritableNumber, WritableText
from ._hooks import Hook
from ._life import Life
from ._loader import lib
from ._streams import StreamTable
from .certificate import Certificate, CertificateList
from .connection import Connections
from .constants import Dispatch

AnyHandler = Callable[[Any], object]


class ServerBase:
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
    _prefix: ClassVar[str] = "oftpsrv_"

    connection_backlog = WritableNumber("How many connections may wait to be accepted.")
    default_timeout = WritableNumber("The inactivity timeout that connections start with, in seconds; 0 is none.")
    local_host = WritableText("The address to listen on; empty is all of them.")
    local_port = WritableNumber("The TCP port to listen on. After a start with port 0 it is the one the system chose.")
    server_password = WritableText("The server's password of the bilateral agreement, up to 8 characters.")
    server_sfid_code = WritableText("The server's code as origin or destination of files.")
    server_ssid_code = WritableText("The server's code as partner of a session.")
    ssl_authenticate_clients = WritableFlag("Whether TLS clients must present a certificate.")
    use_ssl = WritableFlag("Whether the listener speaks TLS. Partners must then use OFTP 2.0.")

    on_accept_connection = Hook(events.AcceptConnectionEvent)
    on_accept_file = Hook(events.AcceptFileEvent)
    on_certificate_received = Hook(events.CertificateReceivedEvent)
    on_connected = Hook(events.ConnectedEvent)
    on_connection_request = Hook(events.ConnectionRequestEvent)
    on_disconnected = Hook(events.DisconnectedEvent)
    on_end_response = Hook(events.EndResponseEvent)
    on_end_transfer = Hook(events.EndTransferEvent)
    on_error = Hook(events.ErrorEvent)
    on_log = Hook(events.LogEvent)
    on_pi_trail = Hook(events.PITrailEvent)
    on_ready_to_send = Hook(events.ReadyToSendEvent)
    on_ssl_client_authentication = Hook(events.SSLClientAuthenticationEvent)
    on_ssl_connection_request = Hook(events.SSLConnectionRequestEvent)
    on_ssl_status = Hook(events.SSLStatusEvent)
    on_start_transfer = Hook(events.StartTransferEvent)
    on_transfer = Hook(events.TransferEvent)

    def __init__(self) -> None:
        handle: Optional[int] = lib.oftpsrv_new()
        if not handle:
            raise OFTPError(lib.oftpsrv_last_error_code(), lib.oftpsrv_last_error_message().decode("utf-8", "replace"))
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
    def certificate(self) -> Optional[Certificate]:
        """The certificate that signs, decrypts and authenticates. A copy: after a change, set it again."""
        return self._get_certificate(lib.oftpsrv_get_certificate)

    @certificate.setter
    def certificate(self, certificate: Optional[Certificate]) -> None:
        check(lib.oftpsrv_set_certificate(self._handle, certificate._handle if certificate else None))

    @property
    def ssl_cert(self) -> Optional[Certificate]:
        """The certificate of the TLS listener. A copy: after a change, set it again."""
        return self._get_certificate(lib.oftpsrv_get_ssl_cert)

    @ssl_cert.setter
    def ssl_cert(self, certificate: Optional[Certificate]) -> None:
        check(lib.oftpsrv_set_ssl_cert(self._handle, certificate._handle if certificate else None))

    def _get_certificate(self, getter: Any) -> Optional[Certificate]:
        out = ctypes.c_void_p()
        check(getter(self._handle, ctypes.byref(out)))
        return Certificate._from_handle(out.value) if out.value else None

    @property
    def trusted_certs(self) -> CertificateList:
        """The certificates that are trusted to issue others: a list that can be changed in place, or set as a whole."""
        return CertificateList(self)

    @trusted_certs.setter
    def trusted_certs(self, certificates: Iterable[Certificate]) -> None:
        CertificateList(self)._write(certificates)

    # Settings by name

    def config(self, configuration_string: str) -> str:
        """Sets (``"Name=value"``) or reads (``"Name"``) a setting; ``"Name[connection-id]"`` for one connection."""
        return _calls.config(self._handle, configuration_string)

    def set_config(self, name: str, value: str) -> None:
        """Sets a setting or property by its name in the class reference."""
        _calls.set_config(self._handle, name, value)

    def get_config(self, name: str) -> str:
        """Reads a setting or property by its name in the class reference."""
        return _calls.get_config(self._handle, name)

    def send_file_async(
        self, connection_id: str, client_sfid_code: str, file_name: PathText, virtual_file_name: str = ""
    ) -> None:
        """Queues a file and returns at once; how it went is told by on_end_transfer and on_error. The way to send from
        inside a handler."""
        _calls.send_file_async(self._handle, connection_id, client_sfid_code, file_name, virtual_file_name)

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
        _hooks.register(self._handle, name, self._number if wanted else None)

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
            if native.kind._decides:
                # The answer is no until the handler has said yes, whatever happens on the way.
                view.accept = False
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
            code = exception.code if isinstance(exception, OFTPError) else HANDLER_FAILED
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
