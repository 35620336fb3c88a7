"""Attributes that are read from and written to the engine: one descriptor per native type.

An object with such attributes says with ``_prefix`` which functions they use, and with ``_native()`` which arguments
those begin with.
"""

from __future__ import annotations

import ctypes
from typing import Any, ClassVar, Generic, NoReturn, Optional, Protocol, Tuple, TypeVar, Union, overload

from ._convert import flag_in, number_in, octets_in, take_octets, take_text, text_in
from ._errors import check
from ._loader import lib

T = TypeVar("T")


class Owner(Protocol):
    """What has native fields."""

    _prefix: ClassVar[str]

    def _native(self) -> Tuple[Any, ...]: ...


class Field(Generic[T]):
    """An attribute that can only be read."""

    def __init__(self, doc: str) -> None:
        self.__doc__ = doc
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, instance: None, owner: Optional[type] = None) -> "Field[T]": ...
    @overload
    def __get__(self, instance: Owner, owner: Optional[type] = None) -> T: ...
    def __get__(self, instance: Optional[Owner], owner: Optional[type] = None) -> Union["Field[T]", T]:
        if instance is None:
            return self
        getter = getattr(lib, f"{instance._prefix}get_{self.name}")
        return self._read(getter, instance._native())

    def __set__(self, instance: Owner, value: NoReturn) -> None:
        raise AttributeError(f"{self.name} can only be read")

    def _read(self, getter: Any, arguments: Tuple[Any, ...]) -> T:
        raise NotImplementedError

    def _write(self, instance: Owner, *values: Any) -> None:
        check(getattr(lib, f"{instance._prefix}set_{self.name}")(*instance._native(), *values))


class Text(Field[str]):
    """A text that can only be read."""

    def _read(self, getter: Any, arguments: Tuple[Any, ...]) -> str:
        out = ctypes.c_void_p()
        check(getter(*arguments, ctypes.byref(out)))
        return take_text(out)


class Number(Field[int]):
    """A number that can only be read."""

    def _read(self, getter: Any, arguments: Tuple[Any, ...]) -> int:
        out = ctypes.c_int32()
        check(getter(*arguments, ctypes.byref(out)))
        return out.value


class Flag(Field[bool]):
    """A bool that can only be read."""

    def _read(self, getter: Any, arguments: Tuple[Any, ...]) -> bool:
        out = ctypes.c_bool()
        check(getter(*arguments, ctypes.byref(out)))
        return out.value


class Octets(Field[bytes]):
    """Bytes that can only be read."""

    def _read(self, getter: Any, arguments: Tuple[Any, ...]) -> bytes:
        out, length = ctypes.c_void_p(), ctypes.c_size_t()
        check(getter(*arguments, ctypes.byref(out), ctypes.byref(length)))
        return take_octets(out, length)


class WritableText(Text):
    """A text."""

    def __set__(self, instance: Owner, value: str) -> None:
        self._write(instance, text_in(value))


class WritableNumber(Number):
    """A number."""

    def __set__(self, instance: Owner, value: int) -> None:
        self._write(instance, number_in(value))


class WritableFlag(Flag):
    """A bool."""

    def __set__(self, instance: Owner, value: bool) -> None:
        self._write(instance, flag_in(value))


class WritableOctets(Octets):
    """Bytes."""

    def __set__(self, instance: Owner, value: bytes) -> None:
        octets = octets_in(value)
        self._write(instance, octets, len(octets))
