"""The ``on_...`` attributes, and the functions that the engine calls for them.

There is one native function for each event, made once and living as long as the process. It finds its server by the
number that was registered as user data; a server that is gone is not found.
"""

from __future__ import annotations

import itertools
import weakref
from typing import TYPE_CHECKING, Any, Callable, Dict, Generic, Optional, Type, TypeVar, Union, overload

from ._errors import check
from ._event import Event, NativeEvent
from ._loader import lib
from ._native import EVENT_CALLBACK, MISSING_CALLBACK
from .events import EVENTS

if TYPE_CHECKING:
    from ._base import ServerBase

E = TypeVar("E", bound=Event)
Handler = Callable[[E], object]

NUMBERS = itertools.count(1)
SERVERS: "weakref.WeakValueDictionary[int, ServerBase]" = weakref.WeakValueDictionary()


class Hook(Generic[E]):
    """An attribute that holds the handler of an event, or None."""

    def __init__(self, kind: Type[E]) -> None:
        self.kind = kind
        self.__doc__ = kind.__doc__

    @overload
    def __get__(self, instance: None, owner: Optional[type] = None) -> "Hook[E]": ...
    @overload
    def __get__(self, instance: "ServerBase", owner: Optional[type] = None) -> Optional[Handler[E]]: ...
    def __get__(
        self, instance: Optional["ServerBase"], owner: Optional[type] = None
    ) -> Union["Hook[E]", Optional[Handler[E]]]:
        if instance is None:
            return self
        return instance._handlers.get(self.kind._native_name)

    def __set__(self, instance: "ServerBase", handler: Optional[Handler[E]]) -> None:
        if handler is not None and not callable(handler):
            raise TypeError(f"a handler must be callable, not {type(handler).__name__}")
        instance._set_handler(self.kind._native_name, handler)


def register(prefix: str, handle: int, name: str, number: Optional[int]) -> None:
    """Registers the native function of an event, or with None takes it back. ``prefix`` is that of the class in C. A
    handler that was called before is through when this returns."""
    callback = _TRAMPOLINES[name] if number else MISSING_CALLBACK
    check(getattr(lib, f"{prefix}on_{name}")(handle, callback, number))


def _trampoline(native: NativeEvent[Any]) -> Any:
    def called(_server: Optional[int], address: int, number: int) -> None:
        server = SERVERS.get(number)
        if server is not None:
            server._dispatch(native, address)
        else:
            # The program has dropped the server; nobody is there to let anything in.
            native.refuse(native.view(address))

    return EVENT_CALLBACK(called)


_TRAMPOLINES: Dict[str, Any] = {kind._native_name: _trampoline(NativeEvent(kind)) for kind in EVENTS}
