"""Exceptions that left a handler or a stream: kept until do_events() raises them, and never lost silently."""

from __future__ import annotations

import logging
import threading
from collections import deque
from typing import Deque, Optional, Tuple

log = logging.getLogger("oftpsrv")

_MOST_KEPT = 100


class Failures:
    """The exceptions of one server."""

    __slots__ = ("_kept", "_some")

    def __init__(self) -> None:
        self._kept: Deque[Tuple[BaseException, str, bool]] = deque()
        self._some = threading.Event()

    def keep(self, exception: BaseException, where: str, told: bool) -> None:
        """Keeps an exception. ``told`` says that somebody has seen it already."""
        self._kept.append((exception, where, told))
        self._some.set()
        if len(self._kept) > _MOST_KEPT:
            self._forget()

    def raise_first(self) -> None:
        """Raises the oldest one, if there is one."""
        try:
            exception, _, _ = self._kept.popleft()
        except IndexError:
            return
        raise exception

    def wait(self, seconds: Optional[float]) -> None:
        """Waits until there is one."""
        self._some.clear()
        if not self._kept:
            self._some.wait(seconds)

    def report_forgotten(self) -> None:
        """The last chance to see exceptions that nobody came for."""
        while self._kept:
            self._forget()

    def _forget(self) -> None:
        try:
            exception, where, told = self._kept.popleft()
        except IndexError:
            return
        if not told:
            report(exception, where)


def report(exception: BaseException, where: str) -> None:
    """Logs an exception with its traceback."""
    log.error("an exception left %s", where, exc_info=exception)
