# Written by tools/xtask from src/surface: change the table, then cargo run -p xtask -- generate.
"""The methods of the classes: for programs with threads, and for asyncio."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Optional, TypeVar

from . import _calls
from ._convert import PathText

T = TypeVar("T")


class ServerMethods:
    """The methods of OFTPServer that return at once."""

    __slots__ = ()

    if TYPE_CHECKING:

        @property
        def _handle(self) -> int: ...

    def set_config(self, name: str, value: str) -> None:
        """Sets a config setting or a property by its name. The case of the name does not matter.

        :param name: The setting, ``Name``, or ``Name[connection-id]`` for one connection.
        :param value: The value; a flag is ``True`` or ``False``.
        :raises OFTPError: Among others 5 UNKNOWN_SETTING, 6 BAD_VALUE, 7 READ_ONLY, 8 BAD_ARGUMENT, 100
            REMOTE_PORT_IN_USE, 101 REMOTE_HOST_IN_USE, 104 ALREADY_LISTENING, 106 LOCAL_PORT_IN_USE, 107
            LOCAL_HOST_IN_USE, 108 MAX_CONNECTIONS_IN_USE, 126 INVALID_CONNECTION_ID, 680 INVALID_DATE.
        """
        _calls.set_config(self._handle, name, value)

    def get_config(self, name: str) -> str:
        """Reads a config setting or a property by its name.

        :param name: The setting, ``Name``, or ``Name[connection-id]`` for one connection.
        :returns: The value.
        :raises OFTPError: Among others 5 UNKNOWN_SETTING, 8 BAD_ARGUMENT, 126 INVALID_CONNECTION_ID.
        """
        return _calls.get_config(self._handle, name)

    def config(self, configuration_string: str) -> str:
        """Sets or reads a config setting or a property, in one text: ``Name=value`` or ``Name``.

        :param configuration_string: ``Name=value`` to set, ``Name`` to read; for one connection
            ``Name[connection-id]``.
        :returns: The value.
        :raises OFTPError: Among others 5 UNKNOWN_SETTING, 6 BAD_VALUE, 7 READ_ONLY, 8 BAD_ARGUMENT, 100
            REMOTE_PORT_IN_USE, 101 REMOTE_HOST_IN_USE, 104 ALREADY_LISTENING, 106 LOCAL_PORT_IN_USE, 107
            LOCAL_HOST_IN_USE, 108 MAX_CONNECTIONS_IN_USE, 126 INVALID_CONNECTION_ID, 680 INVALID_DATE.
        """
        return _calls.config(self._handle, configuration_string)

    def send_file_async(
        self, connection_id: str, client_sfid_code: str, file_name: PathText, virtual_file_name: str = ""
    ) -> None:
        """Like send_file(), but returns at once. Files are queued for the connection and sent when this side has the
        turn; how it went is told by on_end_transfer and on_error. May be called from every handler.

        :param connection_id: The connection.
        :param client_sfid_code: The SFID code of the receiver; empty takes the connection's ``sfid_code``.
        :param file_name: The full path of the file; empty when the connection's upload stream is set.
        :param virtual_file_name: The name that the receiver sees; empty makes one of the file's.
        :raises OFTPError: Among others 8 BAD_ARGUMENT, 126 INVALID_CONNECTION_ID.
        """
        _calls.send_file_async(self._handle, connection_id, client_sfid_code, file_name, virtual_file_name)


class WaitingServerMethods:
    """The methods of OFTPServer that wait for the engine."""

    __slots__ = ()

    if TYPE_CHECKING:

        @property
        def _handle(self) -> int: ...

    def start_listening(self) -> None:
        """Begins to listen on ``local_port``.

        :raises OFTPError: Among others 6 BAD_VALUE, 9 NOT_SUPPORTED, 11 STATE_STORE, 104 ALREADY_LISTENING, 672
            SSID_NOT_SET, 673 SFID_NOT_SET, 689 CERT_REQUIRED, 690 INVALID_CERT, 10048 EADDRINUSE.
        """
        _calls.start_listening(self._handle)

    def stop_listening(self) -> None:
        """No new connections; those that are open go on."""
        _calls.stop_listening(self._handle)

    def shutdown(self) -> None:
        """Stops listening and disconnects every client. Returns when they are through; from inside a handler without
        waiting for the connection of that handler. The server can be started again."""
        _calls.shutdown(self._handle)

    def reset(self) -> None:
        """Shuts down and sets every property and config setting to its default. Handlers stay."""
        _calls.reset(self._handle)

    def change_direction(self, connection_id: str) -> None:
        """Gives the turn to the partner (CD). Not needed in normal operation. Called in a handler of the connection it
        is only asked for and returns at once.

        :param connection_id: The connection.
        :raises OFTPError: Among others 10 NOT_READY, 126 INVALID_CONNECTION_ID.
        """
        _calls.change_direction(self._handle, connection_id)

    def disconnect(self, connection_id: str) -> None:
        """Closes the connection, whatever is going on. It returns at once; on_disconnected tells when the connection
        has ended.

        :param connection_id: The connection.
        :raises OFTPError: Among others 126 INVALID_CONNECTION_ID.
        """
        _calls.disconnect(self._handle, connection_id)

    def logoff(self, connection_id: str) -> None:
        """Asks for the end. When everything that is queued has been sent, the session ends if nothing was sent in a
        turn that the partner gave unasked; otherwise the turn is given back (CD). While the partner has the turn, the
        request is kept for the next turn of this side. Called in a handler of the connection it is only asked for and
        returns at once.

        :param connection_id: The connection.
        :raises OFTPError: Among others 126 INVALID_CONNECTION_ID.
        """
        _calls.logoff(self._handle, connection_id)

    def interrupt(self, connection_id: str) -> None:
        """Stops the file that is being sent, without ending the session. It returns at once.

        :param connection_id: The connection.
        :raises OFTPError: Among others 126 INVALID_CONNECTION_ID.
        """
        _calls.interrupt(self._handle, connection_id)

    def send_file(
        self, connection_id: str, client_sfid_code: str, file_name: PathText, virtual_file_name: str = ""
    ) -> None:
        """Sends a file and returns when the partner has accepted it; fails when it was refused. From inside a handler
        of the same connection use send_file_async().

        :param connection_id: The connection.
        :param client_sfid_code: The SFID code of the receiver; empty takes the connection's ``sfid_code``.
        :param file_name: The full path of the file; empty when the connection's upload stream is set.
        :param virtual_file_name: The name that the receiver sees; empty makes one of the file's.
        :raises OFTPError: Among others 8 BAD_ARGUMENT, 12 INTERRUPTED, 126 INVALID_CONNECTION_ID, 135 WOULD_BLOCK,
            679 READ_FILE, 685 NO_ENCRYPTION_CERT, 686 NO_SIGNING_CERT, 687 SEND_FAILED, 688 VERSION_20_ONLY, 690
            INVALID_CERT.
        """
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
        """Answers a file for which ``EndTransferEvent.send_end_response`` was cleared, or passes a response on. Texts
        that do not apply are empty. It returns when the response is noted; the response is sent in a turn of this side,
        in this session or a later one.

        :param connection_id: The connection.
        :param virtual_file_name: The name of the file.
        :param virtual_file_date: The time stamp of the file, as on_end_transfer told it.
        :param destination: The destination of the file.
        :param originator: The originator of the file.
        :param creator: The code of who refuses the file; empty for a positive response.
        :param reason_code: 0 sends a positive response (EERP), a reason a negative one (NERP). One of NerpReason.
        :param reason_text: The text of the reason.
        :param file_hash: The hash that on_end_transfer told.
        :param signature: The signature, when a response is passed on; else empty.
        :raises OFTPError: Among others 8 BAD_ARGUMENT, 10 NOT_READY, 11 STATE_STORE, 126 INVALID_CONNECTION_ID, 678
            BUILD_PACKET, 680 INVALID_DATE, 682 INVALID_HASH, 688 VERSION_20_ONLY.
        """
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
        self, connection_id: str, client_sfid_code: str, certificate_store: PathText, certificate_exchange_type: int
    ) -> None:
        """Sends a certificate to the partner, or asks for one with it (OFTP 2.0). Called in a handler of the connection
        it is only asked for and returns at once.

        :param connection_id: The connection.
        :param client_sfid_code: The SFID code of the receiver; empty takes the connection's ``sfid_code``.
        :param certificate_store: Where the certificate is, mostly the path of a file.
        :param certificate_exchange_type: The kind of exchange. One of ExchangeType.
        :raises OFTPError: Among others 8 BAD_ARGUMENT, 126 INVALID_CONNECTION_ID, 679 READ_FILE, 687 SEND_FAILED,
            688 VERSION_20_ONLY, 690 INVALID_CERT.
        """
        _calls.exchange_certificate(
            self._handle, connection_id, client_sfid_code, certificate_store, certificate_exchange_type
        )

    def import_trusted_certs(self) -> None:
        """Reads the certificates that TrustedCertsData names into ``trusted_certs``.

        :raises OFTPError: Among others 691 TRUSTED_IMPORT.
        """
        _calls.import_trusted_certs(self._handle)

    def validate_cert(self) -> bool:
        """Whether ``certificate`` is within its validity period, trusted and not revoked. Why it is not is told in Log.

        :returns: Whether it is valid.
        :raises OFTPError: Among others 9 NOT_SUPPORTED, 679 READ_FILE, 689 CERT_REQUIRED, 690 INVALID_CERT.
        """
        return _calls.validate_cert(self._handle)

    def load_config(self, text: str) -> None:
        """Sets many config settings and properties at once. With an error in any line nothing is set; the message names
        the line.

        :param text: Lines of ``Name=value``; blank lines and lines that begin with ``#`` do not count. A value in
            double quotes keeps the blanks at its ends; ``Name=<<END``, lines, ``END`` gives a value of several lines.
        :raises OFTPError: Among others 5 UNKNOWN_SETTING, 6 BAD_VALUE, 7 READ_ONLY, 8 BAD_ARGUMENT, 679 READ_FILE,
            690 INVALID_CERT, 126 INVALID_CONNECTION_ID.
        """
        _calls.load_config(self._handle, text)

    def validate_recipient_cert(self, connection_id: str) -> bool:
        """Whether the connection's recipient certificate is within its validity period, trusted and not revoked. Why it
        is not is told in Log.

        :param connection_id: The connection.
        :returns: Whether it is valid.
        :raises OFTPError: Among others 9 NOT_SUPPORTED, 126 INVALID_CONNECTION_ID, 679 READ_FILE, 689
            CERT_REQUIRED, 690 INVALID_CERT.
        """
        return _calls.validate_recipient_cert(self._handle, connection_id)


class AwaitedServerMethods:
    """The methods of OFTPServer that wait for the engine, to be awaited."""

    __slots__ = ()

    if TYPE_CHECKING:

        @property
        def _handle(self) -> int: ...

    async def _call(self, waits_for: Optional[str], function: Callable[..., T], *arguments: Any) -> T:
        """Calls a function in a thread. ``waits_for`` is the connection whose handlers it may wait for, "" for all."""
        raise NotImplementedError

    async def _ask(self, connection_id: str, function: Callable[..., T], *arguments: Any) -> T:
        """As _call() of a function that is only asked for in a handler of the connection, and returns at once there."""
        raise NotImplementedError

    async def start_listening(self) -> None:
        """Begins to listen on ``local_port``.

        :raises OFTPError: Among others 6 BAD_VALUE, 9 NOT_SUPPORTED, 11 STATE_STORE, 104 ALREADY_LISTENING, 672
            SSID_NOT_SET, 673 SFID_NOT_SET, 689 CERT_REQUIRED, 690 INVALID_CERT, 10048 EADDRINUSE.
        """
        await self._call(None, _calls.start_listening)

    async def stop_listening(self) -> None:
        """No new connections; those that are open go on."""
        await self._call(None, _calls.stop_listening)

    async def shutdown(self) -> None:
        """Stops listening and disconnects every client. Returns when they are through; from inside a handler without
        waiting for the connection of that handler. The server can be started again. Awaited inside a handler it does
        not wait."""
        await self._call("", _calls.shutdown)

    async def reset(self) -> None:
        """Shuts down and sets every property and config setting to its default. Handlers stay. Awaited inside a handler
        it does not wait."""
        await self._call("", _calls.reset)

    async def change_direction(self, connection_id: str) -> None:
        """Gives the turn to the partner (CD). Not needed in normal operation. Called in a handler of the connection it
        is only asked for and returns at once.

        :param connection_id: The connection.
        :raises OFTPError: Among others 10 NOT_READY, 126 INVALID_CONNECTION_ID.
        """
        await self._ask(connection_id, _calls.change_direction, connection_id)

    async def disconnect(self, connection_id: str) -> None:
        """Closes the connection, whatever is going on. It returns at once; on_disconnected tells when the connection
        has ended.

        :param connection_id: The connection.
        :raises OFTPError: Among others 126 INVALID_CONNECTION_ID.
        """
        await self._call(None, _calls.disconnect, connection_id)

    async def logoff(self, connection_id: str) -> None:
        """Asks for the end. When everything that is queued has been sent, the session ends if nothing was sent in a
        turn that the partner gave unasked; otherwise the turn is given back (CD). While the partner has the turn, the
        request is kept for the next turn of this side. Called in a handler of the connection it is only asked for and
        returns at once.

        :param connection_id: The connection.
        :raises OFTPError: Among others 126 INVALID_CONNECTION_ID.
        """
        await self._ask(connection_id, _calls.logoff, connection_id)

    async def interrupt(self, connection_id: str) -> None:
        """Stops the file that is being sent, without ending the session. It returns at once.

        :param connection_id: The connection.
        :raises OFTPError: Among others 126 INVALID_CONNECTION_ID.
        """
        await self._call(None, _calls.interrupt, connection_id)

    async def send_file(
        self, connection_id: str, client_sfid_code: str, file_name: PathText, virtual_file_name: str = ""
    ) -> None:
        """Sends a file and returns when the partner has accepted it; fails when it was refused. From inside a handler
        of the same connection use send_file_async(). Awaited inside a handler of the same connection other than
        on_ready_to_send it would wait for itself, and raises OFTPError 135 instead.

        :param connection_id: The connection.
        :param client_sfid_code: The SFID code of the receiver; empty takes the connection's ``sfid_code``.
        :param file_name: The full path of the file; empty when the connection's upload stream is set.
        :param virtual_file_name: The name that the receiver sees; empty makes one of the file's.
        :raises OFTPError: Among others 8 BAD_ARGUMENT, 12 INTERRUPTED, 126 INVALID_CONNECTION_ID, 135 WOULD_BLOCK,
            679 READ_FILE, 685 NO_ENCRYPTION_CERT, 686 NO_SIGNING_CERT, 687 SEND_FAILED, 688 VERSION_20_ONLY, 690
            INVALID_CERT.
        """
        await self._call(connection_id, _calls.send_file, connection_id, client_sfid_code, file_name, virtual_file_name)

    async def send_end_response(
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
        """Answers a file for which ``EndTransferEvent.send_end_response`` was cleared, or passes a response on. Texts
        that do not apply are empty. It returns when the response is noted; the response is sent in a turn of this side,
        in this session or a later one.

        :param connection_id: The connection.
        :param virtual_file_name: The name of the file.
        :param virtual_file_date: The time stamp of the file, as on_end_transfer told it.
        :param destination: The destination of the file.
        :param originator: The originator of the file.
        :param creator: The code of who refuses the file; empty for a positive response.
        :param reason_code: 0 sends a positive response (EERP), a reason a negative one (NERP). One of NerpReason.
        :param reason_text: The text of the reason.
        :param file_hash: The hash that on_end_transfer told.
        :param signature: The signature, when a response is passed on; else empty.
        :raises OFTPError: Among others 8 BAD_ARGUMENT, 10 NOT_READY, 11 STATE_STORE, 126 INVALID_CONNECTION_ID, 678
            BUILD_PACKET, 680 INVALID_DATE, 682 INVALID_HASH, 688 VERSION_20_ONLY.
        """
        await self._call(
            None,
            _calls.send_end_response,
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

    async def exchange_certificate(
        self, connection_id: str, client_sfid_code: str, certificate_store: PathText, certificate_exchange_type: int
    ) -> None:
        """Sends a certificate to the partner, or asks for one with it (OFTP 2.0). Called in a handler of the connection
        it is only asked for and returns at once.

        :param connection_id: The connection.
        :param client_sfid_code: The SFID code of the receiver; empty takes the connection's ``sfid_code``.
        :param certificate_store: Where the certificate is, mostly the path of a file.
        :param certificate_exchange_type: The kind of exchange. One of ExchangeType.
        :raises OFTPError: Among others 8 BAD_ARGUMENT, 126 INVALID_CONNECTION_ID, 679 READ_FILE, 687 SEND_FAILED,
            688 VERSION_20_ONLY, 690 INVALID_CERT.
        """
        await self._ask(
            connection_id,
            _calls.exchange_certificate,
            connection_id,
            client_sfid_code,
            certificate_store,
            certificate_exchange_type,
        )

    async def import_trusted_certs(self) -> None:
        """Reads the certificates that TrustedCertsData names into ``trusted_certs``.

        :raises OFTPError: Among others 691 TRUSTED_IMPORT.
        """
        await self._call(None, _calls.import_trusted_certs)

    async def validate_cert(self) -> bool:
        """Whether ``certificate`` is within its validity period, trusted and not revoked. Why it is not is told in Log.

        :returns: Whether it is valid.
        :raises OFTPError: Among others 9 NOT_SUPPORTED, 679 READ_FILE, 689 CERT_REQUIRED, 690 INVALID_CERT.
        """
        return await self._call(None, _calls.validate_cert)

    async def load_config(self, text: str) -> None:
        """Sets many config settings and properties at once. With an error in any line nothing is set; the message names
        the line.

        :param text: Lines of ``Name=value``; blank lines and lines that begin with ``#`` do not count. A value in
            double quotes keeps the blanks at its ends; ``Name=<<END``, lines, ``END`` gives a value of several lines.
        :raises OFTPError: Among others 5 UNKNOWN_SETTING, 6 BAD_VALUE, 7 READ_ONLY, 8 BAD_ARGUMENT, 679 READ_FILE,
            690 INVALID_CERT, 126 INVALID_CONNECTION_ID.
        """
        await self._call(None, _calls.load_config, text)

    async def validate_recipient_cert(self, connection_id: str) -> bool:
        """Whether the connection's recipient certificate is within its validity period, trusted and not revoked. Why it
        is not is told in Log.

        :param connection_id: The connection.
        :returns: Whether it is valid.
        :raises OFTPError: Among others 9 NOT_SUPPORTED, 126 INVALID_CONNECTION_ID, 679 READ_FILE, 689
            CERT_REQUIRED, 690 INVALID_CERT.
        """
        return await self._call(None, _calls.validate_recipient_cert, connection_id)
