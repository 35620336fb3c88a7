"""The one exception, and the check that every native call goes through."""

from __future__ import annotations

from typing import Dict, Optional, Type

from ._loader import lib
from .constants import ErrorCode


class OFTPError(Exception):
    """An error of the engine. ``code`` is one of ErrorCode, as a plain int."""

    def __init__(self, code: int, message: Optional[str] = None) -> None:
        self.code = int(code)
        self.message = lib.oftpsrv_error_text(code).decode() if message is None else message
        super().__init__(self.code, self.message)

    def __str__(self) -> str:
        return f"[{self.code}] {self.message}"


class UnknownConnectionError(OFTPError, KeyError):
    """There is no connection with this id, or not any more (code 126)."""


class ClosedError(OFTPError, ValueError):
    """The server or the certificate was closed (code 3). A ValueError too, as files raise it."""


# A stale handle: another thread has closed it in the meantime.
_KINDS: Dict[int, Type[OFTPError]] = {
    ErrorCode.STALE_HANDLE: ClosedError,
    ErrorCode.INVALID_CONNECTION_ID: UnknownConnectionError,
}


def check(status: int) -> None:
    """Raises what a native function returned when it is not 0. Must run on the thread that called the function."""
    if status != 0:
        error = last_error()
        raise error if error.code == status else _KINDS.get(status, OFTPError)(status)


def last_error() -> OFTPError:
    """The error of the last native call of this thread that failed."""
    code: int = lib.oftpsrv_last_error_code()
    return _KINDS.get(code, OFTPError)(code, lib.oftpsrv_last_error_message().decode("utf-8", "replace"))
