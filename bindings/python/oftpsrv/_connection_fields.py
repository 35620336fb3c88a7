# Written by tools/xtask from src/surface: change the table, then cargo run -p xtask -- generate.
"""The fields of a connection."""

from __future__ import annotations

from typing import ClassVar

from ._fields import Flag, Number, Text, WritableFlag, WritableNumber, WritableOctets, WritableText


class ConnectionFields:
    """The attributes of a connection that are plain values."""

    __slots__ = ()
    _prefix: ClassVar[str] = "oftpsrv_connection_"

    compress = WritableFlag(
        "Whether files to send are compressed (2.0); while a file is received, whether it is compressed. Default False."
    )
    connected = Flag("Whether the connection is up.")
    connection_id = Text("The identifier of the connection.")
    download_directory = WritableText(
        "The directory that received files go to. Set it at the latest in on_accept_connection; without it (and "
        "without a download stream) files are refused."
    )
    encryption_algorithm = WritableNumber(
        "The cipher of files to send (2.0): 0 is 3DES, 1 is AES with 256 bits, as OFTP 2.0 prescribes. CipherSuite "
        "overrides it. One of EncryptionAlgorithm. Default 0."
    )
    local_address = Text("The local address of the connection.")
    max_record_size = WritableNumber(
        "The length of the records of a file to send: exact for FileFormat.FIXED, the longest for FileFormat.VARIABLE, "
        "0 for the others (SFIDLRECL). Range: 0 to 99999. Default 0."
    )
    ready_to_send = Flag("Whether the server has the turn and may send now.")
    recipient_cert_store = WritableText(
        "Where the partner's certificate is: file name, store name, or the content, as ``recipient_cert_store_type`` "
        "says. Default MY."
    )
    recipient_cert_store_blob = WritableOctets(
        "The value of ``recipient_cert_store`` as octets; both names are the same value. Default MY."
    )
    recipient_cert_store_password = WritableText("The password of ``recipient_cert_store``.")
    recipient_cert_store_type = WritableNumber(
        "The kind of ``recipient_cert_store``; 99 detects the type from the content, so that a path and a subject are "
        "enough. 0 and 1 are stores of Windows, which are not read (error 9). One of StoreType. Default 99."
    )
    recipient_cert_subject = WritableText(
        "Which certificate of ``recipient_cert_store`` is meant; * takes the first. Setting it loads the certificate, "
        "for the purpose that RecipientCertificateType names."
    )
    remote_host = Text("The client's address.")
    remote_port = Number("The client's port. Range: 0 to 65535.")
    sfid_code = WritableText("The client's code as origin and destination of files. At most 25 characters.")
    signed_receipt = WritableFlag(
        "Whether a signed end response is asked for files to send (2.0); while a file is received, whether the client "
        "asks for one. Default False."
    )
    ssid_code = WritableText("The client's code as partner of the session. At most 25 characters.")
    timeout = WritableNumber(
        "Seconds without any progress after which an operation fails; 0 waits for ever. Range: 0 to 2147483. Default: "
        "that of DefaultTimeout."
    )
    version = Number("The version that the session uses. One of Version.")
    virtual_file_date = WritableText(
        "The time stamp of the next file to send, in VirtualFileDateFormat or one of the formats of docs/dates.md; "
        "empty takes the current time. At most 128 octets."
    )
    virtual_file_format = WritableNumber(
        "The record format of files to send; while a file is received, its format. One of FileFormat. Default 0."
    )
    virtual_file_security_level = WritableNumber(
        "Whether files to send are encrypted and signed (2.0); while a file is received, what it is. One of "
        "SecurityLevel. Default 0."
    )
