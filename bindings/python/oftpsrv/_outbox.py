"""Files to be sent: ``<outbox>/<partner code>/<file>``, moved to ``sent`` there when they have arrived."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import List, Optional, Set


class Outbox:
    """The directories of all partners. A file is handed out once until it was sent or has failed."""

    def __init__(self, directory: Path, only_partner: Optional[str]) -> None:
        self._directory = directory
        # Where there is one partner only, files may also lie in the outbox itself.
        self._only_partner = only_partner
        self._under_way: Set[str] = set()
        self._lock = threading.Lock()

    def take(self, partner: str) -> List[Path]:
        """The partner's files that are not under way, in the order of their names."""
        directories = [self._directory / partner] if _plain(partner) else []
        if self._only_partner is not None and partner.upper() == self._only_partner.upper():
            directories.append(self._directory)
        files: List[Path] = []
        for directory in directories:
            if directory.is_dir():
                files += (path.absolute() for path in sorted(directory.iterdir()))
        with self._lock:
            waiting = [path for path in files if path.is_file() and str(path) not in self._under_way]
            self._under_way.update(map(str, waiting))
        return waiting

    def sent(self, file: str) -> None:
        """The file has arrived."""
        path = Path(file)
        with self._lock:
            if file not in self._under_way:
                return
        done = path.parent / "sent"
        done.mkdir(exist_ok=True)
        os.replace(path, _free_name(done / path.name))
        self.failed(file)

    def failed(self, file: str) -> None:
        """The file was not sent; it is handed out again next time."""
        with self._lock:
            self._under_way.discard(file)


def _plain(partner: str) -> bool:
    """Whether a partner's code can be the name of a directory."""
    return partner not in ("", ".", "..") and not set(partner) & set('/\\:*?"<>|\0')


def _free_name(path: Path) -> Path:
    candidate, number = path, 1
    while candidate.exists():
        candidate = path.with_name(f"{path.name}.{number}")
        number += 1
    return candidate
