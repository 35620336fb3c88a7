"""The C types that functions and structures are made of."""

from ctypes import CFUNCTYPE, POINTER, c_bool, c_char_p, c_int32, c_int64, c_size_t, c_void_p
from typing import Any, Tuple

Prototype = Tuple[Any, Tuple[Any, ...]]
"""The type of a function: its result and its parameters."""

TEXT = c_char_p
"""``const char *``: NUL-terminated UTF-8 that goes in, or that a callback is shown."""

OCTETS = c_void_p
"""``uint8_t *``, always beside a length."""

SERVER = c_void_p
CERTIFICATE = c_void_p
USER_DATA = c_void_p

TEXT_OUT = POINTER(c_void_p)
"""``char **``. Not ``POINTER(c_char_p)``: ctypes would turn it into bytes and lose the pointer that has to be freed."""

OCTETS_OUT = POINTER(c_void_p)
HANDLE_OUT = POINTER(c_void_p)
LIST_OUT = POINTER(c_void_p)
FLAG_OUT = POINTER(c_bool)
NUMBER_OUT = POINTER(c_int32)
LONG_OUT = POINTER(c_int64)
LENGTH_OUT = POINTER(c_size_t)

EVENT_CALLBACK = CFUNCTYPE(None, SERVER, c_void_p, USER_DATA)
"""``oftpsrv_<event>_cb``: all have the same shape; the second argument is the event's structure."""

MISSING_CALLBACK = EVENT_CALLBACK()
"""A NULL callback: ctypes does not take None for a function pointer."""

STREAM_WRITE = CFUNCTYPE(c_int32, OCTETS, c_size_t, USER_DATA)
STREAM_READ = CFUNCTYPE(c_int64, OCTETS, c_size_t, USER_DATA)
STREAM_CLOSE = CFUNCTYPE(None, USER_DATA)
