"""The seventeen events, in the class reference's order. A handler may change what is described as "Answer"."""

from __future__ import annotations

from typing import Tuple, Type

from ._event import Event, FlagAnswer, Input, NumberAnswer, TextAnswer


class AcceptConnectionEvent(Event):
    """An initiator sent its SSID; the program lets it in or turns it away."""

    __slots__ = ()
    _native_name = "accept_connection"
    _decides = True

    connection_id = Input[str]("The connection.")
    client_ssid_code = Input[str]("SSIDCODE of the partner.")
    client_password = Input[str]("SSIDPSWD of the partner.")
    client_version = Input[int]("What the partner offered: 0 = 1.2, 1 = 1.3, 2 = 1.4, 3 = 2.0.")
    server_version = NumberAnswer("Answer: the version to use, at most the client's.")
    accept = FlagAnswer("Answer: whether the session goes on.")
    error_code = NumberAnswer("Answer: the ESID reason of a refusal; 0 becomes 99.")
    error_description = TextAnswer("Answer: the text of a refusal (2.0 only).")


class AcceptFileEvent(Event):
    """The partner offers a file."""

    __slots__ = ()
    _native_name = "accept_file"
    _decides = True

    connection_id = Input[str]("The connection.")
    virtual_file_name = Input[str]("SFIDDSN.")
    virtual_file_date = Input[str]("SFIDDATE and SFIDTIME in VirtualFileDateFormat.")
    destination = Input[str]("SFIDDEST.")
    originator = Input[str]("SFIDORIG.")
    accept = FlagAnswer("Answer: whether to take the file.")
    file_name = TextAnswer("Answer: full path the file will have.")
    overwrite = FlagAnswer("Answer: whether an existing file is replaced.")
    error_code = NumberAnswer("Answer: the SFNA reason of a refusal; 0 becomes 99.")
    error_description = TextAnswer("Answer: the text of a refusal (2.0 only).")


class CertificateReceivedEvent(Event):
    """A certificate exchange file was stored."""

    __slots__ = ()
    _native_name = "certificate_received"

    connection_id = Input[str]("The connection.")
    certificate_file_name = Input[str]("Full path of the stored certificate.")
    certificate_exchange_type = Input[int]("0 request, 1 replace, 2 deliver.")


class ConnectedEvent(Event):
    """A connection is established, or failed while it was being established."""

    __slots__ = ()
    _native_name = "connected"

    connection_id = Input[str]("The connection.")
    status_code = Input[int]("0, or the error's number.")
    description = Input[str]("'OK', or what went wrong.")


class ConnectionRequestEvent(Event):
    """A partner connects at TCP level."""

    __slots__ = ()
    _native_name = "connection_request"
    _decides = True

    address = Input[str]("Address of the partner.")
    port = Input[int]("Port of the partner.")
    accept = FlagAnswer("Answer: whether to let it connect; prefilled from AllowedClients and BlockedClients.")


class DisconnectedEvent(Event):
    """A connection ended."""

    __slots__ = ()
    _native_name = "disconnected"

    connection_id = Input[str]("The connection.")
    status_code = Input[int]("0 after a normal end, else the error's number.")
    description = Input[str]("'OK', or why it ended.")


class EndResponseEvent(Event):
    """An end response arrived, or, with FireEndResponseOnSend, was sent."""

    __slots__ = ()
    _native_name = "end_response"

    connection_id = Input[str]("The connection.")
    virtual_file_name = Input[str]("Name of the file it is about.")
    virtual_file_date = Input[str]("Stamp of the file in VirtualFileDateFormat.")
    destination = Input[str]("EERPDEST or NERPDEST.")
    originator = Input[str]("EERPORIG or NERPORIG.")
    creator = Input[str]("NERPCREA; empty for an EERP.")
    reason_code = Input[int]("0 for an EERP, else NERPREAS.")
    reason_text = Input[str]("NERPREAST, or the RFC's text.")
    file_hash = TextAnswer("Answer: hex of the hash. The program may set the hash it expects.")
    signature = Input[str]("Base64 of the signature, when there is one.")
    direction = Input[int]("0 received, 1 sent.")


class EndTransferEvent(Event):
    """A file ended, well or not."""

    __slots__ = ()
    _native_name = "end_transfer"

    connection_id = Input[str]("The connection.")
    direction = Input[int]("Whose file: 0 the client's, 1 the server's.")
    local_file = Input[str]("Full path.")
    virtual_file_name = Input[str]("SFIDDSN.")
    virtual_file_date = Input[str]("Stamp in VirtualFileDateFormat.")
    destination = Input[str]("SFIDDEST.")
    originator = Input[str]("SFIDORIG.")
    reason_code = Input[int]("0, or the reason as it was on the wire.")
    reason_text = Input[str]("Text of the reason.")
    file_size = Input[int]("Octets of the local file.")
    file_hash = Input[str]("Hex of the hash over what travelled, when a signed end response was asked for.")
    send_end_response = FlagAnswer("Answer: whether the engine sends the end response by itself.")


class ErrorEvent(Event):
    """Something went wrong that no caller is waiting for."""

    __slots__ = ()
    _native_name = "error"

    connection_id = Input[str]("The connection, or empty.")
    error_code = Input[int]("The stable number.")
    description = Input[str]("What happened.")


class LogEvent(Event):
    """A log entry."""

    __slots__ = ()
    _native_name = "log"

    connection_id = Input[str]("The connection, or empty.")
    log_level = Input[int]("1 info, 2 verbose, 3 debug.")
    message = Input[str]("The entry.")
    log_type = Input[str]("'Info' or 'OFTP'.")


class PITrailEvent(Event):
    """A command was sent or received."""

    __slots__ = ()
    _native_name = "pi_trail"

    connection_id = Input[str]("The connection.")
    direction = Input[int]("Who sent it: 0 the client, 1 the server.")
    data = Input[bytes]("The raw command, without stream header.")
    command_id = Input[int]("Its first octet.")
    command_description = Input[str]("Its name.")


class ReadyToSendEvent(Event):
    """The partner gave this side the turn. It comes again each time the partner gives the turn back: queue a file once,
    not once a turn, then call logoff(), which gives the turn back or ends the session."""

    __slots__ = ()
    _native_name = "ready_to_send"

    connection_id = Input[str]("The connection.")


class SSLClientAuthenticationEvent(Event):
    """A TLS client presented its certificate (or none)."""

    __slots__ = ()
    _native_name = "ssl_client_authentication"
    _decides = True

    connection_id = Input[str]("The connection.")
    cert_encoded = Input[bytes]("DER of the certificate.")
    cert_subject = Input[str]("Subject.")
    cert_issuer = Input[str]("Issuer.")
    status = Input[str]("'OK', or why verification failed.")
    accept = FlagAnswer("Answer: whether to go on; prefilled with the result of the verification.")


class SSLConnectionRequestEvent(Event):
    """A TLS client hello arrived; another certificate may be chosen."""

    __slots__ = ()
    _native_name = "ssl_connection_request"

    connection_id = Input[str]("The connection.")
    supported_cipher_suites = Input[str]("Comma separated suites that the client offers.")
    supported_signature_algs = Input[str]("Comma separated signature algorithms that the client offers.")
    cert_store_type = NumberAnswer("Answer: store type of another certificate; prefilled with 99.")
    cert_store = TextAnswer("Answer: its store.")
    cert_password = TextAnswer("Answer: its password.")
    cert_subject = TextAnswer("Answer: its subject.")


class SSLStatusEvent(Event):
    """Progress of a TLS handshake."""

    __slots__ = ()
    _native_name = "ssl_status"

    connection_id = Input[str]("The connection.")
    message = Input[str]("What happened.")


class StartTransferEvent(Event):
    """A file starts."""

    __slots__ = ()
    _native_name = "start_transfer"

    connection_id = Input[str]("The connection.")
    direction = Input[int]("Whose file: 0 the client's, 1 the server's.")
    local_file = TextAnswer("Answer: full path.")
    virtual_file_name = Input[str]("SFIDDSN.")
    virtual_file_date = Input[str]("Stamp in VirtualFileDateFormat.")
    destination = Input[str]("SFIDDEST.")
    originator = Input[str]("SFIDORIG.")


class TransferEvent(Event):
    """Data of a file was sent or received."""

    __slots__ = ()
    _native_name = "transfer"

    connection_id = Input[str]("The connection.")
    direction = Input[int]("Whose file: 0 the client's, 1 the server's.")
    local_file = Input[str]("Full path.")
    virtual_file_name = Input[str]("SFIDDSN.")
    virtual_file_date = Input[str]("Stamp in VirtualFileDateFormat.")
    destination = Input[str]("SFIDDEST.")
    originator = Input[str]("SFIDORIG.")
    bytes_transferred = Input[int]("Octets so far, in this direction.")
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
