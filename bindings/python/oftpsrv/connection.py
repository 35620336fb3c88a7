"""A server's connections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO, ClassVar, Iterator, Mapping, Optional, Tuple

from . import _calls, _streams
from ._convert import text_in
from ._errors import OFTPError
from ._fields import Flag, Number, Text, WritableFlag, WritableNumber, WritableOctets, WritableText

if TYPE_CHECKING:
    from ._base import ServerBase


class Connection:
    """One connection, by its id. A view: every attribute is read from and written to the engine. When the connection is
    gone they raise OFTPError with code 126."""

    __slots__ = ("__weakref__", "_id", "_server", "_text_id")
    _prefix: ClassVar[str] = "oftpsrv_connection_"

    compress = WritableFlag("Whether files to be sent are compressed; while receiving, whether the file is.")
    connected = Flag("Whether the connection is established.")
    connection_id = Text("The id.")
    download_directory = WritableText("Where received files go. Set it in on_accept_connection at the latest.")
    encryption_algorithm = WritableNumber("One of EncryptionAlgorithm, for files to be sent.")
    local_address = Text("The address of this side.")
    max_record_size = WritableNumber("The longest record of a fixed or variable file; 0 for the other formats.")
    ready_to_send = Flag("Whether this side has the turn and can send.")
    recipient_cert_store = WritableText("The store of the partner's certificate.")
    recipient_cert_store_blob = WritableOctets("The store of the partner's certificate as bytes.")
    recipient_cert_store_password = WritableText("The password of that store.")
    recipient_cert_store_type = WritableNumber("The type of that store, one of StoreType.")
    recipient_cert_subject = WritableText("The subject of the partner's certificate. Setting it loads the certificate.")
    remote_host = Text("The address of the partner.")
    remote_port = Number("The TCP port of the partner.")
    sfid_code = WritableText("The partner's SFID code.")
    signed_receipt = WritableFlag("Whether a signed end response is asked for; while receiving, whether it was.")
    ssid_code = WritableText("The partner's SSID code.")
    timeout = WritableNumber("The inactivity timeout in seconds; 0 is none.")
    version = Number("The OFTP version of the session, one of Version.")
    virtual_file_date = WritableText("The time stamp of the next file to be sent.")
    virtual_file_format = WritableNumber("One of FileFormat, of files to be sent; while receiving, of the file.")
    virtual_file_security_level = WritableNumber(
        "One of SecurityLevel, of files to send; while receiving, of the file."
    )

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
        return iter(_calls.connections(self._server._handle))

    def __len__(self) -> int:
        return len(_calls.connections(self._server._handle))

    def __repr__(self) -> str:
        return f"<Connections {list(self)}>"
