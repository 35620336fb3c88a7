"""The numbers that properties and events use, with names. They are ints, so plain numbers do as well."""

from __future__ import annotations

from enum import IntEnum


class Dispatch(IntEnum):
    """Where handlers run."""

    DIRECT = 0
    """On the engine's threads, as things happen."""
    QUEUED = 1
    """Inside do_events() only."""


class Version(IntEnum):
    """Versions of OFTP."""

    OFTP_12 = 0
    OFTP_13 = 1
    OFTP_14 = 2
    OFTP_20 = 3


class Direction(IntEnum):
    """Who sends a file or a command."""

    CLIENT = 0
    SERVER = 1


class EndResponseDirection(IntEnum):
    """Which way an end response goes."""

    RECEIVED = 0
    SENT = 1


class FileFormat(IntEnum):
    """Record formats of virtual files."""

    UNSTRUCTURED = 0
    TEXT = 1
    FIXED = 2
    VARIABLE = 3


class SecurityLevel(IntEnum):
    """How a file is secured."""

    NONE = 0
    ENCRYPTED = 1
    SIGNED = 2
    ENCRYPTED_AND_SIGNED = 3


class EncryptionAlgorithm(IntEnum):
    """Ciphers of files."""

    TRIPLE_DES = 0
    AES = 1


class ExchangeType(IntEnum):
    """Kinds of certificate exchange."""

    REQUEST = 0
    REPLACE = 1
    DELIVER = 2


class LogLevel(IntEnum):
    """How much the Log event tells."""

    NONE = 0
    INFO = 1
    VERBOSE = 2
    DEBUG = 3


class StoreType(IntEnum):
    """Kinds of certificate stores."""

    USER = 0
    MACHINE = 1
    PFX_FILE = 2
    PFX_BLOB = 3
    JKS_FILE = 4
    JKS_BLOB = 5
    PEM_KEY_FILE = 6
    PEM_KEY_BLOB = 7
    PUBLIC_KEY_FILE = 8
    PUBLIC_KEY_BLOB = 9
    SSH_PUBLIC_KEY_BLOB = 10
    P7B_FILE = 11
    P7B_BLOB = 12
    SSH_PUBLIC_KEY_FILE = 13
    PPK_FILE = 14
    PPK_BLOB = 15
    XML_FILE = 16
    XML_BLOB = 17
    JWK_FILE = 18
    JWK_BLOB = 19
    BCFKS_FILE = 21
    BCFKS_BLOB = 22
    PKCS11 = 23
    AUTO = 99
