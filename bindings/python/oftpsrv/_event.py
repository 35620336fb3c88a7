"""What events are made of: attributes copied out of the native structure, and answers that go back into it."""

from __future__ import annotations

import ctypes
import os
from typing import Any, ClassVar, Dict, Generic, List, NoReturn, Optional, Tuple, Type, TypeVar, Union, overload

from ._convert import flag_in, number_in, text_in
from ._errors import OFTPError, check
from ._loader import lib
from ._native import EVENT_STRUCTS
from .constants import ErrorCode

T = TypeVar("T")


class Input(Generic[T]):
    """An attribute of an event that tells something."""

    def __init__(self, doc: str) -> None:
        self.__doc__ = doc
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, instance: None, owner: Optional[type] = None) -> "Input[T]": ...
    @overload
    def __get__(self, instance: "Event", owner: Optional[type] = None) -> T: ...
    def __get__(self, instance: Optional["Event"], owner: Optional[type] = None) -> Union["Input[T]", T]:
        if instance is None:
            return self
        value: T = instance._values[self.name]
        return value

    def __set__(self, instance: "Event", value: NoReturn) -> None:
        raise AttributeError(f"{self.name} can only be read")


class Answer(Input[T]):
    """An attribute of an event that the handler may change. It starts with what happens when nobody changes it."""

    def _take(self, value: Any) -> T:
        raise NotImplementedError

    def __set__(self, instance: "Event", value: T) -> None:
        instance._values[self.name] = self._take(value)


class TextAnswer(Answer[str]):
    """A text to answer with. Paths may be path objects."""

    def _take(self, value: Any) -> str:
        text_in(value)
        return str(os.fspath(value))


class NumberAnswer(Answer[int]):
    """A number to answer with."""

    def _take(self, value: Any) -> int:
        return number_in(value)


class FlagAnswer(Answer[bool]):
    """A bool to answer with."""

    def _take(self, value: Any) -> bool:
        return flag_in(value)


class Event:
    """What a handler is given. All of it is copied, so it may be kept; answers count until the handler returns."""

    __slots__ = ("_values",)

    _native_name: ClassVar[str]
    """The event's name in C."""

    _refused: ClassVar[str] = ""
    """The answer that is no until the handler has said otherwise, and so when it fails."""

    _secrets: ClassVar[Tuple[str, ...]] = ()
    """What is not shown when the event is printed."""

    def __init__(self, values: Dict[str, Any]) -> None:
        self._values = values

    def __repr__(self) -> str:
        shown = (f"{name}={'***' if name in self._secrets else repr(value)}" for name, value in self._values.items())
        return f"{type(self).__name__}({', '.join(shown)})"


E = TypeVar("E", bound=Event)


class NativeEvent(Generic[E]):
    """The way between an event's class and its native structure; one for each event, made once."""

    def __init__(self, kind: Type[E]) -> None:
        self.kind = kind
        self.name = kind._native_name
        self.struct = EVENT_STRUCTS[self.name]
        self.size = ctypes.sizeof(self.struct)
        fields = [(field[0], field[1]) for field in self.struct._fields_ if field[0] != "size"]
        self._texts = [name for name, kind_ in fields if kind_ is ctypes.c_char_p]
        self._octets = [name for name, kind_ in fields if kind_ is ctypes.c_void_p]
        lengths = {f"{name}_len" for name in self._octets}
        self._plain = [name for name, kind_ in fields if name not in {*self._texts, *self._octets, *lengths}]
        self._order = [name for name, _ in fields if name not in lengths]
        answers = [name for name in self._order if isinstance(vars(kind).get(name), Answer)]
        self._plain_answers = [name for name in answers if name in self._plain]
        self._text_answers: List[Tuple[str, Any]] = [
            (name, getattr(lib, f"oftpsrv_{self.name}_event_set_{name}")) for name in answers if name in self._texts
        ]

    def view(self, address: int) -> Any:
        """The structure at an address. An older library may have made a shorter one."""
        size = ctypes.c_size_t.from_address(address).value
        if size < self.size:
            text = f"the native library is too old: its {self.name} event has {size} octets"
            raise OFTPError(ErrorCode.NOT_SUPPORTED, text)
        return self.struct.from_address(address)

    def refuse(self, native: Any) -> None:
        """Makes the answer no, where there is one that lets something happen."""
        if self.kind._refused:
            setattr(native, self.kind._refused, False)

    def read(self, native: Any) -> E:
        """Copies a structure."""
        found: Dict[str, Any] = {name: getattr(native, name) for name in self._plain}
        for name in self._texts:
            found[name] = (getattr(native, name) or b"").decode("utf-8", "replace")
        for name in self._octets:
            address, length = getattr(native, name), getattr(native, f"{name}_len")
            found[name] = ctypes.string_at(address, length) if address and length else b""
        return self.kind({name: found[name] for name in self._order})

    def write(self, event: E, native: Any, address: int) -> None:
        """Writes the answers into the structure."""
        values = event._values
        for name, setter in self._text_answers:
            if values[name].encode() != (getattr(native, name) or b""):
                check(setter(address, values[name].encode()))
        for name in self._plain_answers:
            setattr(native, name, values[name])
