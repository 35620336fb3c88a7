"""The C interface as ctypes sees it: structures and functions.

Nothing here does anything. The library's file lies in this folder in an installed package.
"""

from typing import Dict

from . import by_hand, functions
from .structs import EVENT_STRUCTS
from .types import EVENT_CALLBACK, MISSING_CALLBACK, STREAM_CLOSE, STREAM_READ, STREAM_WRITE, Prototype

__all__ = [
    "EVENT_CALLBACK",
    "EVENT_STRUCTS",
    "FUNCTIONS",
    "MISSING_CALLBACK",
    "STREAM_CLOSE",
    "STREAM_READ",
    "STREAM_WRITE",
]

FUNCTIONS: Dict[str, Prototype] = {**by_hand.FUNCTIONS, **functions.FUNCTIONS}
"""Every function of ``oftpsrv.h``: name, result and parameters. The loader gives them to ctypes."""
