"""The C interface as ctypes sees it: structures and functions, one row per line of ``oftpsrv.h``.

Nothing here does anything. The library's file lies in this folder in an installed package.
"""

from .functions import FUNCTIONS, MISSING_CALLBACK
from .structs import EVENT_STRUCTS
from .types import EVENT_CALLBACK, STREAM_CLOSE, STREAM_READ, STREAM_WRITE

__all__ = [
    "EVENT_CALLBACK",
    "EVENT_STRUCTS",
    "FUNCTIONS",
    "MISSING_CALLBACK",
    "STREAM_CLOSE",
    "STREAM_READ",
    "STREAM_WRITE",
]
