"""File objects as the engine's streams. The callbacks get a number and look the file up, so that one that comes after
its stream was taken back finds nothing."""

from __future__ import annotations

import ctypes
import io
import itertools
import weakref
from typing import TYPE_CHECKING, Any, BinaryIO, Dict, Optional, Tuple

from ._convert import text_in
from ._errors import OFTPError, check
from ._loader import lib
from ._native import STREAM_CLOSE, STREAM_READ, STREAM_WRITE
from .constants import Dispatch

if TYPE_CHECKING:
    from ._base import ServerBase

DOWNLOAD = "download"
UPLOAD = "upload"

_numbers = itertools.count(1)
_open: Dict[int, "Stream"] = {}


class Stream:
    """One file object in the engine's hands."""

    __slots__ = ("connection_id", "file", "number", "side", "table")

    def __init__(self, table: "StreamTable", side: str, connection_id: str, file: BinaryIO) -> None:
        self.table = table
        self.side = side
        self.connection_id = connection_id
        self.file = file
        self.number = next(_numbers)
        _open[self.number] = self

    def forget(self) -> None:
        """Takes the file back: callbacks do not find it any more."""
        _open.pop(self.number, None)

    def write(self, octets: bytes) -> None:
        while octets:
            count = self.file.write(octets)
            # Unbuffered files may take less than they are given; objects that return nothing have taken it all.
            if count is None or count >= len(octets):
                return
            if count <= 0:
                raise OSError("the download stream takes no more")
            octets = octets[count:]

    def read(self, capacity: int) -> bytes:
        octets = self.file.read(capacity)
        if octets is None:
            raise BlockingIOError("the upload stream has nothing to read now; a blocking file is needed")
        if len(octets) > capacity:
            raise OSError("the upload stream gave more than it was asked for")
        return octets

    def close(self) -> None:
        self.forget()
        self.table.remove(self)
        # A BytesIO that is closed has lost what was received into it.
        keep = self.side == DOWNLOAD and type(self.file) is io.BytesIO
        if self.table.closes(self.connection_id) and not keep:
            self.file.close()
        elif self.side == DOWNLOAD and hasattr(self.file, "flush"):
            self.file.flush()

    def failed(self, exception: BaseException) -> None:
        server = self.table.server()
        if server is not None:
            # In queued mode no handler may be called here; the engine makes an Error event of its own.
            report = server.event_dispatch == Dispatch.DIRECT
            server._failed(exception, f"the {self.side} stream", self.connection_id, report=report)


class StreamTable:
    """The streams that one server's connections use now."""

    __slots__ = ("_streams", "server")

    def __init__(self, server: "ServerBase") -> None:
        self.server = weakref.ref(server)
        self._streams: Dict[Tuple[str, str], Stream] = {}

    def get(self, side: str, connection_id: str) -> Optional[BinaryIO]:
        stream = self._streams.get((side, connection_id))
        return stream.file if stream else None

    def set(self, side: str, handle: int, connection_id: str, file: Optional[BinaryIO]) -> None:
        """Gives a connection a file, or none. The one before is not used any more then; it is not closed."""
        method = "write" if side == DOWNLOAD else "read"
        if file is not None and not callable(getattr(file, method, None)):
            raise TypeError(f"a {side} stream needs a {method} method")
        place = (side, connection_id)
        before = self._streams.get(place)
        stream = None if file is None else Stream(self, side, connection_id, file)
        try:
            check(_register(side, handle, connection_id, stream))
        except BaseException:
            if stream is not None:
                stream.forget()
            raise
        if stream is None or stream.number not in _open:
            # None, or the engine was done with it already.
            self._streams.pop(place, None)
        else:
            self._streams[place] = stream
        if before is not None:
            before.forget()

    def remove(self, stream: Stream) -> None:
        """Forgets a stream that the engine is done with."""
        place = (stream.side, stream.connection_id)
        if self._streams.get(place) is stream:
            self._streams.pop(place, None)

    def clear(self) -> None:
        """Forgets all streams: the server is gone."""
        while self._streams:
            self._streams.popitem()[1].forget()

    def closes(self, connection_id: str) -> bool:
        """CloseStreamAfterTransfer, which also counts when a stream ends because its connection does."""
        server = self.server()
        for name in (f"CloseStreamAfterTransfer[{connection_id}]", "CloseStreamAfterTransfer"):
            try:
                return server is None or server.get_config(name) == "True"
            except OFTPError:
                continue
        return True


def _register(side: str, handle: int, connection_id: str, stream: Optional[Stream]) -> int:
    number = stream.number if stream else None
    close = _CLOSE if stream else STREAM_CLOSE()
    result: int
    if side == DOWNLOAD:
        write = _WRITE if stream else STREAM_WRITE()
        result = lib.oftpsrv_connection_set_download_stream(handle, text_in(connection_id), write, close, number)
    else:
        read = _READ if stream else STREAM_READ()
        result = lib.oftpsrv_connection_set_upload_stream(handle, text_in(connection_id), read, close, number)
    return result


def _write(octets: Any, length: int, number: int) -> int:
    stream = _open.get(number)
    if stream is None:
        return -1
    try:
        stream.write(ctypes.string_at(octets, length))
        return 0
    except BaseException as exception:
        stream.failed(exception)
        return -1


def _read(buffer: Any, capacity: int, number: int) -> int:
    stream = _open.get(number)
    if stream is None:
        return -1
    try:
        octets = stream.read(capacity)
        ctypes.memmove(buffer, octets, len(octets))
        return len(octets)
    except BaseException as exception:
        stream.failed(exception)
        return -1


def _close(number: int) -> None:
    stream = _open.get(number)
    if stream is None:
        return
    try:
        stream.close()
    except BaseException as exception:
        stream.failed(exception)


# The engine calls these until the process ends.
_WRITE = STREAM_WRITE(_write)
_READ = STREAM_READ(_read)
_CLOSE = STREAM_CLOSE(_close)
