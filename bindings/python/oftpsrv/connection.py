"""A server's connections."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any, BinaryIO, Iterator, List, Mapping, Optional, Tuple

from . import _streams
from ._connection_fields import ConnectionFields
from ._convert import pointers, text_in
from ._errors import OFTPError, check
from ._loader import lib

if TYPE_CHECKING:
    from ._base import ServerBase


class Connection(ConnectionFields):
    """One connection, by its id. A view: every attribute is read from and written to the engine. When the connection is
    gone they raise OFTPError with code 126."""

    __slots__ = ("__weakref__", "_id", "_server", "_text_id")

    def __init__(self, server: "ServerBase", connection_id: str) -> None:
        self._server = server
        self._id = connection_id
        self._text_id = text_in(connection_id)

    def _native(self) -> Tuple[Any, ...]:
        return (self._server._handle, self._text_id)

    @property
    def download_stream(self) -> Optional[BinaryIO]:
        """A binary file that received files go to instead of to disk. Set it in on_accept_file at the latest.

        It is written to on the engine's threads. Afterwards it is closed unless the setting CloseStreamAfterTransfer is
        False; an io.BytesIO stays open, since closing would throw away what it holds.
        """
        return self._server._streams.get(_streams.DOWNLOAD, self._id)

    @download_stream.setter
    def download_stream(self, file: Optional[BinaryIO]) -> None:
        self._server._streams.set(_streams.DOWNLOAD, self._server._handle, self._id, file)

    @property
    def upload_stream(self) -> Optional[BinaryIO]:
        """A binary file that a file to be sent comes from; call send_file() with an empty file name then.

        It is read on the engine's threads, and closed afterwards unless the setting CloseStreamAfterTransfer is False.
        """
        return self._server._streams.get(_streams.UPLOAD, self._id)

    @upload_stream.setter
    def upload_stream(self, file: Optional[BinaryIO]) -> None:
        self._server._streams.set(_streams.UPLOAD, self._server._handle, self._id, file)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Connection) and (self._server, self._id) == (other._server, other._id)

    def __hash__(self) -> int:
        return hash((id(self._server), self._id))

    def __repr__(self) -> str:
        return f"<Connection {self._id}>"


class Connections(Mapping[str, Connection]):
    """The connections there are, by their ids. One that is not there raises UnknownConnectionError, which is both an
    OFTPError with code 126 and a KeyError."""

    __slots__ = ("_server",)

    def __init__(self, server: "ServerBase") -> None:
        self._server = server

    def __getitem__(self, connection_id: str) -> Connection:
        connection = Connection(self._server, connection_id)
        # Asks the engine whether it knows the id, whatever the answer.
        connection.connected
        return connection

    def __contains__(self, connection_id: object) -> bool:
        if not isinstance(connection_id, str):
            return False
        try:
            self[connection_id]
        except (OFTPError, ValueError):
            return False
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(_ids(self._server._handle))

    def __len__(self) -> int:
        return len(_ids(self._server._handle))

    def __repr__(self) -> str:
        return f"<Connections {list(self)}>"


def _ids(server: int) -> List[str]:
    ids, count = ctypes.c_void_p(), ctypes.c_size_t()
    check(lib.oftpsrv_connections(server, ctypes.byref(ids), ctypes.byref(count)))
    try:
        return [ctypes.string_at(text).decode("utf-8") for text in pointers(ids.value, count.value)]
    finally:
        lib.oftpsrv_connections_free(ids, count)
