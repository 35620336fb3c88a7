"""A native handle, and whether it has been given back."""

from __future__ import annotations

from ._errors import ClosedError
from .constants import ErrorCode


class Life:
    """A handle that can be closed. What uses it afterwards gets an exception that says so, as with files."""

    __slots__ = ("_handle", "_what", "closed")

    def __init__(self, what: str, handle: int) -> None:
        self._what = what
        self._handle = handle
        self.closed = False

    @property
    def handle(self) -> int:
        """The handle, for a call into the engine."""
        if self.closed:
            reason = f"the {self._what} is closed: close() was called, or its with block has ended"
            raise ClosedError(ErrorCode.STALE_HANDLE, reason)
        return self._handle
