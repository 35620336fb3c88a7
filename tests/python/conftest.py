"""What the Python tests share: where the package and its library are, a server on a free port, and the rule that no
test leaves a native handle behind."""

from __future__ import annotations

import gc
import importlib.util
import os
import sys
import threading
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = {"win32": "oftpsrv.dll", "darwin": "liboftpsrv.dylib"}.get(sys.platform, "liboftpsrv.so")

sys.path.insert(0, str(Path(__file__).parent))
if importlib.util.find_spec("oftpsrv") is None:
    # Not an installed wheel: the sources, with the library that cargo has built last.
    sys.path.insert(0, str(ROOT / "bindings" / "python"))
    built = [ROOT / "target" / profile / LIBRARY for profile in ("debug", "release")]
    built = sorted((path for path in built if path.is_file()), key=lambda path: path.stat().st_mtime)
    if built and "OFTPSRV_LIBRARY" not in os.environ:
        os.environ["OFTPSRV_LIBRARY"] = str(built[-1])

from rawoftp import Client  # noqa: E402

import oftpsrv  # noqa: E402

SERVER = "O0013SERVER"
PARTNER = "O0013PARTNER"
PASSWORD = "SECRET"
PATIENCE_S = 10


@pytest.fixture(autouse=True)
def no_handles_left():
    yield
    if oftpsrv.live_handles():
        gc.collect()
    assert oftpsrv.live_handles() == 0


class Recorder:
    """Handlers for events that remember what they were given."""

    def __init__(self, server, *names):
        self.seen = []
        self._changed = threading.Condition()
        for name in names:
            setattr(server, f"on_{name}", lambda event, name=name: self.add(name, event))

    def add(self, name, event):
        with self._changed:
            self.seen.append((name, event))
            self._changed.notify_all()

    def named(self, name):
        with self._changed:
            return [event for seen, event in self.seen if seen == name]

    def wait(self, name, count=1):
        """The last of the first `count` events of that name."""
        with self._changed:
            found = self._changed.wait_for(lambda: len(self._of(name)) >= count, PATIENCE_S)
            assert found, f"no {name}; seen: {self.seen}"
            return self._of(name)[count - 1]

    def _of(self, name):
        return [event for seen, event in self.seen if seen == name]


def wait_until(condition, what="the condition", seconds=PATIENCE_S):
    """Waits for something that no event tells."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"{what} did not come true"
        time.sleep(0.01)


def configure(server):
    """A server on a free port of this machine."""
    server.local_host = "127.0.0.1"
    server.local_port = 0
    server.server_ssid_code = server.server_sfid_code = SERVER
    server.server_password = "MYSECRET"
    # Soon enough for handlers, and no test waits a second for nothing.
    server.config("TurnHoldTime=20")


def let_in(server, inbox):
    """A handler that accepts everybody and puts files into a directory."""

    def accept_connection(event):
        server.connections[event.connection_id].download_directory = str(inbox)

    return accept_connection


@pytest.fixture
def server(tmp_path):
    """A server that was not started yet and takes files into `tmp_path / "in"`."""
    inbox = tmp_path / "in"
    inbox.mkdir()
    with oftpsrv.OFTPServer() as server:
        configure(server)
        server.on_accept_connection = let_in(server, inbox)
        yield server


@pytest.fixture
def inbox(tmp_path):
    return tmp_path / "in"


def connect(server, level=5, **options):
    """A session that is open, as its initiator."""
    client = Client(server.local_port, level=level, **options)
    try:
        client.open(PARTNER, PASSWORD)
    except BaseException:
        client.socket.close()
        raise
    return client
