"""Files to be sent: ``<outbox>/<partner code>/<file>``, moved to ``sent`` there when they have arrived."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Dict, List, Optional


class Outbox:
    """The directories of all partners. A file is handed out once, to one connection, until that connection has ended: the
    turn comes again and again, and a file that the partner refuses is not offered twice in one session."""

    def __init__(self, directory: Path, only_partner: Optional[str]) -> None:
        self._directory = directory
        # Where there is one partner only, files may also lie in the outbox itself.
        self._only_partner = only_partner
        self._under_way: Dict[str, str] = {}
        self._lock = threading.Lock()

    def take(self, partner: str, connection_id: str) -> List[Path]:
        """The partner's files that are not under way, in the order of their names; the connection sends them."""
        directories = [self._directory / partner] if _plain(partner) else []
        if self._only_partner is not None and partner.upper() == self._only_partner.upper():
            directories.append(self._directory)
        files: List[Path] = []
        for directory in directories:
            if directory.is_dir():
                files += (path.absolute() for path in sorted(directory.iterdir()))
        with self._lock:
            waiting = [path for path in files if path.is_file() and str(path) not in self._under_way]
            self._under_way.update((str(path), connection_id) for path in waiting)
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
        with self._lock:
            self._under_way.pop(file, None)

    def disconnected(self, connection_id: str) -> None:
        """What the connection has not sent is handed out again in the next session."""
        with self._lock:
            self._under_way = {file: by for file, by in self._under_way.items() if by != connection_id}


def _plain(partner: str) -> bool:
    """Whether a partner's code can be the name of a directory."""
    return partner not in ("", ".", "..") and not set(partner) & set('/\\:*?"<>|\0')


def _free_name(path: Path) -> Path:
    candidate, number = path, 1
    while candidate.exists():
        candidate = path.with_name(f"{path.name}.{number}")
        number += 1
    return candidate
