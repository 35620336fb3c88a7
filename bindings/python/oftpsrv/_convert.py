"""Values on their way to C and back, checked: ctypes itself would cut off big numbers and texts with a NUL."""

from __future__ import annotations

import ctypes
import operator
import os
from typing import Any, List, Union

from ._errors import OFTPError
from ._loader import lib
from .constants import ErrorCode

PathText = Union[str, "os.PathLike[str]"]


def text_in(value: object) -> bytes:
    """A text, or a path, as NUL-terminated UTF-8."""
    text = os.fspath(value) if isinstance(value, os.PathLike) else value
    if not isinstance(text, str):
        raise TypeError(f"expected str, not {type(value).__name__}")
    if "\0" in text:
        raise ValueError("a text for the engine cannot have a NUL character inside")
    return text.encode("utf-8")


def number_in(value: object, bits: int = 32) -> int:
    """An int that fits."""
    number = operator.index(value)  # type: ignore[arg-type]
    if not -(1 << (bits - 1)) <= number < 1 << (bits - 1):
        raise OFTPError(ErrorCode.BAD_VALUE, f"{number} does not fit into {bits} bits")
    return number


def flag_in(value: object) -> bool:
    """A bool. Texts such as "False" are refused rather than taken for true."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int) and value in (0, 1):
        return value == 1
    raise TypeError(f"expected bool, not {value!r}")


def octets_in(value: object) -> bytes:
    """Bytes, or what has them inside."""
    if isinstance(value, bytes):
        return value
    if isinstance(value, (bytearray, memoryview)):
        return bytes(value)
    raise TypeError(f"expected bytes, not {type(value).__name__}")


def take_text(out: ctypes.c_void_p) -> str:
    """The text behind a ``char **out``, which is freed."""
    if not out.value:
        return ""
    try:
        return ctypes.string_at(out.value).decode("utf-8")
    finally:
        lib.oftpsrv_string_free(out)


def take_octets(out: ctypes.c_void_p, length: ctypes.c_size_t) -> bytes:
    """The octets behind a ``uint8_t **out``, which are freed."""
    if not out.value:
        return b""
    try:
        return ctypes.string_at(out.value, length.value)
    finally:
        lib.oftpsrv_bytes_free(out, length)


def pointers(address: Any, count: int) -> List[int]:
    """The pointers of a native array."""
    if not address or not count:
        return []
    return [pointer or 0 for pointer in (ctypes.c_void_p * count).from_address(address)]
