# Written by tools/xtask from src/surface: change the table, then cargo run -p xtask -- generate.
"""What the classes have that is read and written through one pair of C functions each."""

from __future__ import annotations

from typing import ClassVar

from . import events
from ._fields import WritableFlag, WritableNumber, WritableText
from ._hooks import Hook


class ServerProperties:
    """The properties of OFTPServer that are plain values, and its handlers."""

    __slots__ = ()
    _prefix: ClassVar[str] = "oftpsrv_"

    connection_backlog = WritableNumber(
        "How many connections the operating system keeps waiting until they are accepted. Range: 1 to 65535. Default "
        "5. A change counts from the next start on."
    )
    default_timeout = WritableNumber(
        "Seconds without any progress after which an operation of a connection fails; 0 waits for ever. ``timeout`` "
        "overrides it for one connection. Range: 0 to 2147483. Default 60. A change counts for connections that come "
        "after it."
    )
    local_host = WritableText(
        "The address (or host name) of the interface to listen on; empty listens on all. At most 255 octets. A change "
        "while the server listens is error 107."
    )
    local_port = WritableNumber(
        "The TCP port to listen on; 0 lets the system choose one, which is read here once the server listens. 3305 is "
        "the port of plain OFTP; with ``use_ssl`` set 6619, where partners expect TLS. TLS on 3305 works and leaves a "
        "warning in the log. Range: 0 to 65535. Default 3305. A change while the server listens is error 106."
    )
    server_password = WritableText("The server's password of the bilateral agreement (SSIDPSWD). At most 8 characters.")
    server_sfid_code = WritableText(
        "The server's own code as origin and destination of files (SFIDORIG, SFIDDEST). At most 25 characters."
    )
    server_ssid_code = WritableText("The server's own code as partner of a session (SSIDCODE). At most 25 characters.")
    ssl_authenticate_clients = WritableFlag(
        "Whether clients must show a certificate in the TLS handshake; on_ssl_client_authentication then decides about "
        "it. Default False. A change counts for connections that come after it."
    )
    use_ssl = WritableFlag(
        "Whether clients must connect with TLS. Such a server speaks OFTP 2.0 only. Partners expect TLS on port 6619: "
        "set ``local_port``, which is 3305 until it is set. Default False. A change counts for connections that come "
        "after it."
    )

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
