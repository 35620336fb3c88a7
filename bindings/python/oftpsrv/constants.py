# Written by tools/xtask from src/surface: change the table, then cargo run -p xtask -- generate.
"""The numbers that properties, fields, arguments and errors use, with names. They are ints, so plain numbers do as
well."""

from __future__ import annotations

from enum import IntEnum

__all__ = [
    "Direction",
    "Dispatch",
    "EfnaReason",
    "EncryptionAlgorithm",
    "EndResponseDirection",
    "ErrorCode",
    "EsidReason",
    "ExchangeType",
    "FileFormat",
    "KeyUsage",
    "LogLevel",
    "NerpReason",
    "SecurityLevel",
    "SfnaReason",
    "StoreType",
    "Version",
]


class Dispatch(IntEnum):
    """Where handlers run (event_dispatch)."""

    DIRECT = 0
    """On the engine's threads, as things happen (default)."""
    QUEUED = 1
    """Inside do_events() only, on the caller's thread."""


class Version(IntEnum):
    """Versions of OFTP."""

    OFTP_12 = 0
    """OFTP 1.2."""
    OFTP_13 = 1
    """OFTP 1.3."""
    OFTP_14 = 2
    """OFTP 1.4."""
    OFTP_20 = 3
    """OFTP 2.0."""


class Direction(IntEnum):
    """Who sends a file or a command."""

    CLIENT = 0
    """From the client."""
    SERVER = 1
    """From the server."""


class EndResponseDirection(IntEnum):
    """Which way an end response goes."""

    RECEIVED = 0
    """Received."""
    SENT = 1
    """Sent."""


class FileFormat(IntEnum):
    """Record formats of virtual files."""

    UNSTRUCTURED = 0
    """Octets without structure."""
    TEXT = 1
    """Lines of text."""
    FIXED = 2
    """Records of one length."""
    VARIABLE = 3
    """Records of different lengths."""


class SecurityLevel(IntEnum):
    """How a file is secured."""

    NONE = 0
    """Neither signed nor encrypted."""
    ENCRYPTED = 1
    """Encrypted."""
    SIGNED = 2
    """Signed."""
    ENCRYPTED_AND_SIGNED = 3
    """Encrypted and signed."""


class EncryptionAlgorithm(IntEnum):
    """Ciphers of files to send."""

    TRIPLE_DES = 0
    """Triple DES."""
    AES = 1
    """AES."""


class ExchangeType(IntEnum):
    """Kinds of certificate exchange."""

    REQUEST = 0
    """Here is mine, send yours."""
    REPLACE = 1
    """This one replaces all earlier ones."""
    DELIVER = 2
    """The answer to a request, or one more."""


class LogLevel(IntEnum):
    """How much the Log event tells."""

    NONE = 0
    """Nothing."""
    INFO = 1
    """What happens, in few entries."""
    VERBOSE = 2
    """More of it."""
    DEBUG = 3
    """Everything."""


class StoreType(IntEnum):
    """Kinds of certificate stores."""

    USER = 0
    """A Windows store of the current user. It is not read: error 9."""
    MACHINE = 1
    """A Windows store of the machine. It is not read: error 9."""
    PFX_FILE = 2
    """A PKCS#12 file."""
    PFX_BLOB = 3
    """PKCS#12, the octets or their Base64."""
    JKS_FILE = 4
    """A Java key store file."""
    JKS_BLOB = 5
    """A Java key store, the octets or their Base64."""
    PEM_KEY_FILE = 6
    """A PEM file with a private key and perhaps certificates."""
    PEM_KEY_BLOB = 7
    """PEM text with a private key and perhaps certificates."""
    PUBLIC_KEY_FILE = 8
    """A file with a certificate, PEM or DER."""
    PUBLIC_KEY_BLOB = 9
    """A certificate, PEM, DER or Base64."""
    SSH_PUBLIC_KEY_BLOB = 10
    """An SSH public key."""
    P7B_FILE = 11
    """A PKCS#7 file with certificates."""
    P7B_BLOB = 12
    """PKCS#7 with certificates."""
    SSH_PUBLIC_KEY_FILE = 13
    """An SSH public key file."""
    PPK_FILE = 14
    """A PuTTY private key file."""
    PPK_BLOB = 15
    """A PuTTY private key."""
    XML_FILE = 16
    """A certificate or key in an XML file."""
    XML_BLOB = 17
    """A certificate or key in XML."""
    JWK_FILE = 18
    """A JSON Web Key file."""
    JWK_BLOB = 19
    """A JSON Web Key."""
    BCFKS_FILE = 21
    """A Bouncy Castle FIPS key store file. It is not read: error 9."""
    BCFKS_BLOB = 22
    """A Bouncy Castle FIPS key store. It is not read: error 9."""
    PKCS11 = 23
    """A security key behind a PKCS#11 module; Store is the module's path, the password is the PIN."""
    AUTO = 99
    """Whatever the content shows; never a PKCS#11 module, whatever a file is called."""


class KeyUsage(IntEnum):
    """Bits of ``usage_flags``: what a key may be used for."""

    DIGITAL_SIGNATURE = 128
    """Digital signature."""
    NON_REPUDIATION = 64
    """Non-repudiation."""
    KEY_ENCIPHERMENT = 32
    """Key encipherment."""
    DATA_ENCIPHERMENT = 16
    """Data encipherment."""
    KEY_AGREEMENT = 8
    """Key agreement."""
    CERTIFICATE_SIGNING = 4
    """Certificate signing."""
    CRL_SIGNING = 2
    """CRL signing."""
    ENCIPHER_ONLY = 1
    """Encipher only."""


class EsidReason(IntEnum):
    """Why a session ends (ESIDREAS)."""

    NORMAL = 0
    """Normal session termination."""
    COMMAND_NOT_RECOGNISED = 1
    """Command not recognised."""
    PROTOCOL_VIOLATION = 2
    """Protocol violation."""
    UNKNOWN_USER_CODE = 3
    """User code not known."""
    INVALID_PASSWORD = 4
    """Invalid password."""
    EMERGENCY_CLOSE_DOWN = 5
    """Local site emergency close down."""
    INVALID_DATA = 6
    """Command contained invalid data."""
    BUFFER_SIZE_ERROR = 7
    """Exchange buffer size error."""
    RESOURCES_NOT_AVAILABLE = 8
    """Resources not available."""
    TIME_OUT = 9
    """Time out."""
    INCOMPATIBLE_CAPABILITIES = 10
    """Mode or capabilities incompatible."""
    INVALID_CHALLENGE_RESPONSE = 11
    """Invalid challenge response. Since OFTP 2.0."""
    INCOMPATIBLE_AUTHENTICATION = 12
    """Secure authentication requirements incompatible. Since OFTP 2.0."""
    UNSPECIFIED = 99
    """Unspecified abort code."""


class SfnaReason(IntEnum):
    """Why a file is refused before it is sent (SFNAREAS)."""

    INVALID_FILENAME = 1
    """Invalid filename."""
    INVALID_DESTINATION = 2
    """Invalid destination."""
    INVALID_ORIGIN = 3
    """Invalid origin."""
    RECORD_FORMAT_NOT_SUPPORTED = 4
    """Storage record format not supported."""
    RECORD_LENGTH_NOT_SUPPORTED = 5
    """Maximum record length not supported."""
    FILE_SIZE_TOO_BIG = 6
    """File size is too big."""
    INVALID_RECORD_COUNT = 10
    """Invalid record count."""
    INVALID_BYTE_COUNT = 11
    """Invalid byte count."""
    ACCESS_METHOD_FAILURE = 12
    """Access method failure."""
    DUPLICATE_FILE = 13
    """Duplicate file."""
    FILE_DIRECTION_REFUSED = 14
    """File direction refused. Since OFTP 1.4."""
    CIPHER_SUITE_NOT_SUPPORTED = 15
    """Cipher suite not supported. Since OFTP 2.0."""
    ENCRYPTED_FILE_NOT_ALLOWED = 16
    """Encrypted file not allowed. Since OFTP 2.0."""
    UNENCRYPTED_FILE_NOT_ALLOWED = 17
    """Unencrypted file not allowed. Since OFTP 2.0."""
    COMPRESSION_NOT_ALLOWED = 18
    """Compression not allowed. Since OFTP 2.0."""
    SIGNED_FILE_NOT_ALLOWED = 19
    """Signed file not allowed. Since OFTP 2.0."""
    UNSIGNED_FILE_NOT_ALLOWED = 20
    """Unsigned file not allowed. Since OFTP 2.0."""
    UNSPECIFIED = 99
    """Unspecified reason."""


class EfnaReason(IntEnum):
    """Why a file is refused after it was sent (EFNAREAS)."""

    INVALID_FILENAME = 1
    """Invalid filename."""
    INVALID_DESTINATION = 2
    """Invalid destination."""
    INVALID_ORIGIN = 3
    """Invalid origin."""
    RECORD_FORMAT_NOT_SUPPORTED = 4
    """Storage record format not supported."""
    RECORD_LENGTH_NOT_SUPPORTED = 5
    """Maximum record length not supported."""
    FILE_SIZE_TOO_BIG = 6
    """File size is too big."""
    INVALID_RECORD_COUNT = 10
    """Invalid record count."""
    INVALID_BYTE_COUNT = 11
    """Invalid byte count."""
    ACCESS_METHOD_FAILURE = 12
    """Access method failure."""
    DUPLICATE_FILE = 13
    """Duplicate file."""
    FILE_DIRECTION_REFUSED = 14
    """File direction refused. Since OFTP 1.4."""
    CIPHER_SUITE_NOT_SUPPORTED = 15
    """Cipher suite not supported. Since OFTP 2.0."""
    ENCRYPTED_FILE_NOT_ALLOWED = 16
    """Encrypted file not allowed. Since OFTP 2.0."""
    UNENCRYPTED_FILE_NOT_ALLOWED = 17
    """Unencrypted file not allowed. Since OFTP 2.0."""
    COMPRESSION_NOT_ALLOWED = 18
    """Compression not allowed. Since OFTP 2.0."""
    SIGNED_FILE_NOT_ALLOWED = 19
    """Signed file not allowed. Since OFTP 2.0."""
    UNSIGNED_FILE_NOT_ALLOWED = 20
    """Unsigned file not allowed. Since OFTP 2.0."""
    INVALID_FILE_SIGNATURE = 21
    """Invalid file signature. Since OFTP 2.0."""
    DECRYPTION_FAILURE = 22
    """File decryption failure. Since OFTP 2.0."""
    DECOMPRESSION_FAILURE = 23
    """File decompression failure. Since OFTP 2.0."""
    UNSPECIFIED = 99
    """Unspecified reason."""


class NerpReason(IntEnum):
    """Why a file was not delivered (NERPREAS)."""

    UNKNOWN_USER_CODE = 3
    """User code not known. Since OFTP 1.4."""
    INVALID_PASSWORD = 4
    """Invalid password. Since OFTP 1.4."""
    SESSION_ABORTED = 9
    """Unspecified reason (ESID 99 received). Since OFTP 1.4."""
    INVALID_FILENAME = 11
    """Invalid filename. Since OFTP 1.4."""
    INVALID_DESTINATION = 12
    """Invalid destination. Since OFTP 1.4."""
    INVALID_ORIGIN = 13
    """Invalid origin. Since OFTP 1.4."""
    RECORD_FORMAT_NOT_SUPPORTED = 14
    """Invalid storage record format. Since OFTP 1.4."""
    RECORD_LENGTH_NOT_SUPPORTED = 15
    """Maximum record length not supported. Since OFTP 1.4."""
    FILE_SIZE_TOO_BIG = 16
    """File size too big. Since OFTP 1.4."""
    INVALID_RECORD_COUNT = 20
    """Invalid record count. Since OFTP 1.4."""
    INVALID_BYTE_COUNT = 21
    """Invalid byte count. Since OFTP 1.4."""
    ACCESS_METHOD_FAILURE = 22
    """Access method failure. Since OFTP 1.4."""
    DUPLICATE_FILE = 23
    """Duplicate file. Since OFTP 1.4."""
    FILE_DIRECTION_REFUSED = 24
    """File direction refused. Since OFTP 1.4."""
    CIPHER_SUITE_NOT_SUPPORTED = 25
    """Cipher suite not supported. Since OFTP 2.0."""
    ENCRYPTED_FILE_NOT_ALLOWED = 26
    """Encrypted file not allowed. Since OFTP 2.0."""
    UNENCRYPTED_FILE_NOT_ALLOWED = 27
    """Unencrypted file not allowed. Since OFTP 2.0."""
    COMPRESSION_NOT_ALLOWED = 28
    """Compression not allowed. Since OFTP 2.0."""
    SIGNED_FILE_NOT_ALLOWED = 29
    """Signed file not allowed. Since OFTP 2.0."""
    UNSIGNED_FILE_NOT_ALLOWED = 30
    """Unsigned file not allowed. Since OFTP 2.0."""
    INVALID_FILE_SIGNATURE = 31
    """File signature not valid. Since OFTP 2.0."""
    DECOMPRESSION_FAILURE = 32
    """File decompression failed. Since OFTP 2.0."""
    DECRYPTION_FAILURE = 33
    """File decryption failed. Since OFTP 2.0."""
    PROCESSING_FAILED = 34
    """File processing failed. Since OFTP 1.4."""
    NOT_DELIVERED = 35
    """Not delivered to recipient. Since OFTP 1.4."""
    NOT_ACKNOWLEDGED = 36
    """Not acknowledged by recipient. Since OFTP 1.4."""
    STOPPED_BY_OPERATOR = 50
    """Transmission stopped by the operator. Since OFTP 1.4."""
    SIZE_INCOMPATIBLE_WITH_VERSION = 90
    """File size incompatible with recipient's protocol version. Since OFTP 1.4."""
    UNSPECIFIED = 99
    """Unspecified reason. Since OFTP 1.4."""


class ErrorCode(IntEnum):
    """The numbers of errors: those of OFTPError.code and of on_error. Up to 99 the interface was misused, or the error
    is one of our own; from 10000 on it comes from the operating system. docs/errors.md has them all."""

    NULL_ARGUMENT = 1
    """An argument that must not be NULL is NULL."""
    NOT_UTF8 = 2
    """A text argument is not valid UTF-8."""
    STALE_HANDLE = 3
    """The handle is not alive: it was freed, or it never came from this library."""
    PANIC = 4
    """Internal error: the engine panicked. The message says where."""
    UNKNOWN_SETTING = 5
    """No property or config setting has this name."""
    BAD_VALUE = 6
    """The value does not fit the setting: wrong type, out of range or too long."""
    READ_ONLY = 7
    """The setting can be read only."""
    BAD_ARGUMENT = 8
    """An argument has a value that is not allowed."""
    NOT_SUPPORTED = 9
    """This platform or this build has no such thing."""
    NOT_READY = 10
    """The connection is not in a state in which this can be done."""
    STATE_STORE = 11
    """The state store under StatePath cannot be read or written."""
    INTERRUPTED = 12
    """The operation was interrupted by Interrupt, Disconnect or Shutdown."""
    TIMEOUT = 13
    """The operation timed out."""
    ANSWER_TOO_LATE = 17
    """The event has been answered; an answer now comes too late."""
    REMOTE_PORT_IN_USE = 100
    """You cannot change the RemotePort at this time. A connection is in progress."""
    REMOTE_HOST_IN_USE = 101
    """You cannot change the RemoteHost at this time. A connection is in progress."""
    REMOTE_HOST_INVALID = 102
    """The RemoteHost address is invalid (0.0.0.0)."""
    ALREADY_LISTENING = 104
    """TCPServer is already listening."""
    LOCAL_PORT_IN_USE = 106
    """Cannot change LocalPort when TCPServer is listening."""
    LOCAL_HOST_IN_USE = 107
    """Cannot change LocalHost when TCPServer is listening."""
    MAX_CONNECTIONS_IN_USE = 108
    """Cannot change MaxConnections when TCPServer is listening."""
    MAX_LINE_LENGTH_IN_USE = 112
    """You cannot change MaxLineLength at this time. A connection is in progress."""
    REMOTE_PORT_ZERO = 116
    """RemotePort cannot be zero. Please specify a valid service port number."""
    INVALID_CONNECTION_ID = 126
    """Invalid ConnectionId."""
    WOULD_BLOCK = 135
    """Operation would block."""
    PROTOCOL = 671
    """OFTP protocol error."""
    SSID_NOT_SET = 672
    """ServerSSID must be set before Listening is set to true."""
    SFID_NOT_SET = 673
    """ServerSFID must be set before Listening is set to true."""
    UNKNOWN_CODE = 675
    """Session terminated by client. Unknown SSID or SFID."""
    UNKNOWN_PASSWORD = 677
    """Session terminated by client. Unknown Password."""
    BUILD_PACKET = 678
    """Error building packet to send."""
    READ_FILE = 679
    """Error reading file specified."""
    INVALID_DATE = 680
    """Invalid date timestamp."""
    FILE_EXISTS = 681
    """Local file exists and overwrite is set to false."""
    INVALID_HASH = 682
    """Invalid hash value."""
    INVALID_SIGNATURE = 683
    """Invalid signature."""
    CRYPTO = 684
    """Cryptographic operation failed."""
    NO_ENCRYPTION_CERT = 685
    """No encryption certificate was specified."""
    NO_SIGNING_CERT = 686
    """No signing certificate was specified."""
    SEND_FAILED = 687
    """Send failed. Check the description for more details."""
    VERSION_20_ONLY = 688
    """The requested feature is only supported in OFTP Version 2.0. Check the description for more details."""
    CERT_REQUIRED = 689
    """A required certificate was not provided. The error descriptions indicates which property must be set."""
    INVALID_CERT = 690
    """Invalid Certificate."""
    TRUSTED_IMPORT = 691
    """Failed to import trusted certificates."""
    EINTR = 10004
    """Interrupted system call."""
    EBADF = 10009
    """Bad file number."""
    EACCES = 10013
    """Access denied."""
    EFAULT = 10014
    """Bad address."""
    EINVAL = 10022
    """Invalid argument."""
    EMFILE = 10024
    """Too many open files."""
    EWOULDBLOCK = 10035
    """Operation would block."""
    EINPROGRESS = 10036
    """Operation now in progress."""
    EALREADY = 10037
    """Operation already in progress."""
    ENOTSOCK = 10038
    """Socket operation on nonsocket."""
    EDESTADDRREQ = 10039
    """Destination address required."""
    EMSGSIZE = 10040
    """Message is too long."""
    EPROTOTYPE = 10041
    """Protocol wrong type for socket."""
    ENOPROTOOPT = 10042
    """Bad protocol option."""
    EPROTONOSUPPORT = 10043
    """Protocol is not supported."""
    ESOCKTNOSUPPORT = 10044
    """Socket type is not supported."""
    EOPNOTSUPP = 10045
    """Operation is not supported on socket."""
    EPFNOSUPPORT = 10046
    """Protocol family is not supported."""
    EAFNOSUPPORT = 10047
    """Address family is not supported by protocol family."""
    EADDRINUSE = 10048
    """Address already in use."""
    EADDRNOTAVAIL = 10049
    """Cannot assign requested address."""
    ENETDOWN = 10050
    """Network is down."""
    ENETUNREACH = 10051
    """Network is unreachable."""
    ENETRESET = 10052
    """Net dropped connection or reset."""
    ECONNABORTED = 10053
    """Software caused connection abort."""
    ECONNRESET = 10054
    """Connection reset by peer."""
    ENOBUFS = 10055
    """No buffer space available."""
    EISCONN = 10056
    """Socket is already connected."""
    ENOTCONN = 10057
    """Socket is not connected."""
    ESHUTDOWN = 10058
    """Cannot send after socket shutdown."""
    ETOOMANYREFS = 10059
    """Too many references, cannot splice."""
    ETIMEDOUT = 10060
    """Connection timed out."""
    ECONNREFUSED = 10061
    """Connection refused."""
    ELOOP = 10062
    """Too many levels of symbolic links."""
    ENAMETOOLONG = 10063
    """File name is too long."""
    EHOSTDOWN = 10064
    """Host is down."""
    EHOSTUNREACH = 10065
    """No route to host."""
    ENOTEMPTY = 10066
    """Directory is not empty"""
    EPROCLIM = 10067
    """Too many processes."""
    EUSERS = 10068
    """Too many users."""
    EDQUOT = 10069
    """Disc Quota Exceeded."""
    ESTALE = 10070
    """Stale NFS file handle."""
    EREMOTE = 10071
    """Too many levels of remote in path."""
    SYSNOTREADY = 10091
    """Network subsystem is unavailable."""
    VERNOTSUPPORTED = 10092
    """WINSOCK DLL Version out of range."""
    NOTINITIALISED = 10093
    """Winsock is not loaded yet."""
    HOST_NOT_FOUND = 11001
    """Host not found."""
    TRY_AGAIN = 11002
    """Nonauthoritative 'Host not found' (try again or check DNS setup)."""
    NO_RECOVERY = 11003
    """Nonrecoverable errors: FORMERR, REFUSED, NOTIMP."""
    NO_DATA = 11004
    """Valid name, no data record (check DNS setup)."""
