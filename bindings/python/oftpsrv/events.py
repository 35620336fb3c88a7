# Written by tools/xtask from src/surface: change the table, then cargo run -p xtask -- generate.
"""The events. A handler may change what is described as "Answer"."""

from __future__ import annotations

from typing import Tuple, Type

from ._event import Event, FlagAnswer, Input, NumberAnswer, TextAnswer


class AcceptConnectionEvent(Event):
    """An initiator sent its SSID; the program lets it in or turns it away. Look at who it is and set ``accept``. This
    is the place to set the download directory and other fields of the connection. Without a handler every initiator is
    let in."""

    __slots__ = ()
    _native_name = "accept_connection"
    _refused = "accept"
    _secrets = ("client_password",)

    connection_id = Input[str]("The connection.")
    client_ssid_code = Input[str]("The partner's identification code (SSIDCODE).")
    client_password = Input[str]("The partner's password (SSIDPSWD).")
    client_version = Input[int]("The version that the partner offers. One of Version.")
    server_version = NumberAnswer(
        "Answer: the version to use; prefilled with the highest that both speak, and may be lowered. One of Version."
    )
    accept = FlagAnswer("Answer: whether the session goes on.")
    error_code = NumberAnswer("Answer: the reason of a refusal; 0 becomes 99. One of EsidReason.")
    error_description = TextAnswer("Answer: the text of a refusal (2.0 only).")


class AcceptFileEvent(Event):
    """The partner offers a file. Set ``accept``, ``file_name`` and ``overwrite``. Without a handler the file is taken,
    if there is a download directory or stream."""

    __slots__ = ()
    _native_name = "accept_file"
    _refused = "accept"

    connection_id = Input[str]("The connection.")
    virtual_file_name = Input[str]("The name of the file (SFIDDSN).")
    virtual_file_date = Input[str]("The time stamp of the file (SFIDDATE, SFIDTIME) in VirtualFileDateFormat.")
    destination = Input[str]("The code of the receiver (SFIDDEST).")
    originator = Input[str]("The code of the sender (SFIDORIG).")
    accept = FlagAnswer("Answer: whether to take the file.")
    file_name = TextAnswer("Answer: the full path that the file will have.")
    overwrite = FlagAnswer("Answer: whether an existing file is replaced.")
    error_code = NumberAnswer("Answer: the reason of a refusal; 0 becomes 99. One of SfnaReason.")
    error_description = TextAnswer("Answer: the text of a refusal (2.0 only).")
    forwarded = Input[bool](
        "Whether the file is for somebody else: its destination is none of this side's codes (``server_sfid_code``, "
        "``server_ssid_code``, OwnSFIDCodes). It is asked again when the handler has returned; a file that is then "
        "neither for this side nor to be passed on (ForwardFiles) is refused with SFNA 02."
    )


class CertificateReceivedEvent(Event):
    """A certificate that the partner sent through certificate exchange was stored."""

    __slots__ = ()
    _native_name = "certificate_received"

    connection_id = Input[str]("The connection.")
    certificate_file_name = Input[str]("The full path of the stored certificate.")
    certificate_exchange_type = Input[int]("The kind of exchange. One of ExchangeType.")


class ConnectedEvent(Event):
    """A connection is established, or failed while it was being established."""

    __slots__ = ()
    _native_name = "connected"

    connection_id = Input[str]("The connection.")
    status_code = Input[int]("0, or the number of the error, one of ErrorCode.")
    description = Input[str]('"OK", or what went wrong.')


class ConnectionRequestEvent(Event):
    """A partner connects at TCP level. Set ``accept``."""

    __slots__ = ()
    _native_name = "connection_request"
    _refused = "accept"

    address = Input[str]("The partner's address.")
    port = Input[int]("The partner's port.")
    accept = FlagAnswer("Answer: whether to let it connect; prefilled from AllowedClients and BlockedClients.")


class DisconnectedEvent(Event):
    """A connection ended."""

    __slots__ = ()
    _native_name = "disconnected"

    connection_id = Input[str]("The connection.")
    status_code = Input[int]("0 after a normal end, else the number of the error, one of ErrorCode.")
    description = Input[str]('"OK", or why it ended.')


class EndResponseEvent(Event):
    """An end response (EERP or NERP) arrived, or, with FireEndResponseOnSend, was sent."""

    __slots__ = ()
    _native_name = "end_response"

    connection_id = Input[str]("The connection.")
    virtual_file_name = Input[str]("The name of the file that it is about.")
    virtual_file_date = Input[str]("The time stamp of that file in VirtualFileDateFormat.")
    destination = Input[str]("Who gets the response (EERPDEST or NERPDEST).")
    originator = Input[str]("Who sends it (EERPORIG or NERPORIG).")
    creator = Input[str]("Who refused the file (NERPCREA); empty for an EERP.")
    reason_code = Input[int]("0 for an EERP, else the reason. One of NerpReason.")
    reason_text = Input[str]("The text of the reason (NERPREAST), or the RFC's.")
    file_hash = TextAnswer(
        "Answer: the hash of the file, in hexadecimal. The program may set the one that it expects, for the engine to "
        "compare."
    )
    signature = Input[str]("The signature in Base64, when there is one.")
    direction = Input[int]("Whether it was received or sent. One of EndResponseDirection.")


class EndTransferEvent(Event):
    """A file ended, well or not. Clear ``send_end_response`` to answer later with send_end_response()."""

    __slots__ = ()
    _native_name = "end_transfer"
    _refused = "send_end_response"

    connection_id = Input[str]("The connection.")
    direction = Input[int]("Whose file it is. One of Direction.")
    local_file = Input[str]("The full path of the local file.")
    virtual_file_name = Input[str]("The name of the file (SFIDDSN).")
    virtual_file_date = Input[str]("The time stamp of the file (SFIDDATE, SFIDTIME) in VirtualFileDateFormat.")
    destination = Input[str]("The code of the receiver (SFIDDEST).")
    originator = Input[str]("The code of the sender (SFIDORIG).")
    reason_code = Input[int](
        "0 when the file is complete. Else the reason: one of SfnaReason when it was refused before it was sent, one "
        "of EfnaReason after; 99 when the connection ended first."
    )
    reason_text = Input[str]("The text of the reason.")
    file_size = Input[int]("The size of the local file in octets.")
    file_hash = Input[str]("The hash over what travelled, in hexadecimal, when a signed end response was asked for.")
    send_end_response = FlagAnswer("Answer: whether the engine sends the end response by itself.")
    partner = Input[str]("The partner's SSID code; filled also where there is no connection any more.")
    redelivered = Input[bool]("Whether the program may have heard of this end before: it is told again after a crash.")
    forwarded = Input[bool]("Whether the file is for, or from, somebody else and only passed on.")


class ErrorEvent(Event):
    """Something went wrong that no caller is waiting for."""

    __slots__ = ()
    _native_name = "error"

    connection_id = Input[str]("The connection; empty when it concerns the whole server.")
    error_code = Input[int]("The number of the error, one of ErrorCode.")
    description = Input[str]("What happened.")


class LogEvent(Event):
    """There is a log entry; see LogLevel."""

    __slots__ = ()
    _native_name = "log"

    connection_id = Input[str]("The connection; empty when it concerns the whole server.")
    log_level = Input[int]("The level of the entry: LogLevel.INFO (1), LogLevel.VERBOSE (2) or LogLevel.DEBUG (3).")
    message = Input[str](
        "The entry: one line. Line ends and other control characters that a partner sent are written out."
    )
    log_type = Input[str]('"Info" or "OFTP".')


class PITrailEvent(Event):
    """A command was sent or received."""

    __slots__ = ()
    _native_name = "pi_trail"

    connection_id = Input[str]("The connection.")
    direction = Input[int]("Who sent it. One of Direction.")
    data = Input[bytes]("The command as it travels, without the stream transmission header.")
    command_id = Input[int](
        "The first octet of the command: an ASCII character, as a number. 'I' (73) is SSRM, 'X' (88) SSID, 'J' (74) "
        "SECD, 'A' (65) AUCH, 'S' (83) AURP, 'H' (72) SFID, '2' (50) SFPA, '3' (51) SFNA, 'D' (68) DATA, 'C' (67) CDT, "
        "'T' (84) EFID, '4' (52) EFPA, '5' (53) EFNA, 'F' (70) ESID, 'R' (82) CD, 'E' (69) EERP, 'N' (78) NERP, 'P' "
        "(80) RTR."
    )
    command_description = Input[str]("The name of the command.")


class ReadyToSendEvent(Event):
    """The partner gave this side the turn. It comes again each time the partner gives the turn back: queue a file once
    with send_file_async(), not once a turn, then call logoff(), which gives the turn back behind the last file, or ends
    the session when there was none. Without that the turn is kept for TurnHoldTime."""

    __slots__ = ()
    _native_name = "ready_to_send"

    connection_id = Input[str]("The connection.")


class SSLClientAuthenticationEvent(Event):
    """A TLS client presented its certificate, or none. Set ``accept``."""

    __slots__ = ()
    _native_name = "ssl_client_authentication"
    _refused = "accept"

    connection_id = Input[str]("The connection.")
    cert_encoded = Input[bytes]("The certificate in DER; empty when there is none.")
    cert_subject = Input[str]("Its subject.")
    cert_issuer = Input[str]("Its issuer.")
    status = Input[str]('"OK", or why its verification failed.')
    accept = FlagAnswer("Answer: whether to go on; prefilled with the result of the verification.")


class SSLConnectionRequestEvent(Event):
    """A TLS client hello arrived. Another certificate may be chosen."""

    __slots__ = ()
    _native_name = "ssl_connection_request"
    _secrets = ("cert_password",)

    connection_id = Input[str]("The connection.")
    supported_cipher_suites = Input[str]("The suites that the client offers, separated by commas.")
    supported_signature_algs = Input[str]("The signature algorithms that the client offers, separated by commas.")
    cert_store_type = NumberAnswer(
        "Answer: the store type of another certificate; at first the automatic one. One of StoreType."
    )
    cert_store = TextAnswer("Answer: the store of that certificate; empty keeps ``ssl_cert``.")
    cert_password = TextAnswer("Answer: the password of that store.")
    cert_subject = TextAnswer('Answer: the subject of that certificate; empty or "*" takes the first.')


class SSLStatusEvent(Event):
    """There is progress in a TLS handshake."""

    __slots__ = ()
    _native_name = "ssl_status"

    connection_id = Input[str]("The connection.")
    message = Input[str]("What happened.")


class StartTransferEvent(Event):
    """A file starts. ``local_file`` may be changed."""

    __slots__ = ()
    _native_name = "start_transfer"

    connection_id = Input[str]("The connection.")
    direction = Input[int]("Whose file it is. One of Direction.")
    local_file = TextAnswer("Answer: the full path of the local file.")
    virtual_file_name = Input[str]("The name of the file (SFIDDSN).")
    virtual_file_date = Input[str]("The time stamp of the file (SFIDDATE, SFIDTIME) in VirtualFileDateFormat.")
    destination = Input[str]("The code of the receiver (SFIDDEST).")
    originator = Input[str]("The code of the sender (SFIDORIG).")


class TransferEvent(Event):
    """Data of a file was sent or received."""

    __slots__ = ()
    _native_name = "transfer"

    connection_id = Input[str]("The connection.")
    direction = Input[int]("Whose file it is. One of Direction.")
    local_file = Input[str]("The full path of the local file.")
    virtual_file_name = Input[str]("The name of the file (SFIDDSN).")
    virtual_file_date = Input[str]("The time stamp of the file (SFIDDATE, SFIDTIME) in VirtualFileDateFormat.")
    destination = Input[str]("The code of the receiver (SFIDDEST).")
    originator = Input[str]("The code of the sender (SFIDORIG).")
    bytes_transferred = Input[int]("How many octets so far, in this direction.")
    text = Input[bytes]("The octets just received; empty when sending.")


EVENTS: Tuple[Type[Event], ...] = (
    AcceptConnectionEvent,
    AcceptFileEvent,
    CertificateReceivedEvent,
    ConnectedEvent,
    ConnectionRequestEvent,
    DisconnectedEvent,
    EndResponseEvent,
    EndTransferEvent,
    ErrorEvent,
    LogEvent,
    PITrailEvent,
    ReadyToSendEvent,
    SSLClientAuthenticationEvent,
    SSLConnectionRequestEvent,
    SSLStatusEvent,
    StartTransferEvent,
    TransferEvent,
)
"""Every event."""
