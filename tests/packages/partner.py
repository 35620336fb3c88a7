"""oftp-partner delivers a file to a server that a package brought along."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time

from conftest import ROOT, TARGET, environment, run

PATIENCE_S = 20


def deliver(command, port_line, cwd, inbox, **more):
    """Starts a server that prints its port, sends it a file, and looks whether it is there; what the server printed."""
    log = cwd / "server.log"
    with log.open("w") as out:
        server = subprocess.Popen([str(word) for word in command], cwd=cwd, env=environment(**more), stdout=out, stderr=out)
    try:
        port = _port(server, log, port_line)
        send = f"--send {ROOT}/demo/delfor.edi,format=U,name=ORDER --dest O0013SERVER --wait-eerp 10"
        call = f"--host 127.0.0.1 --port {port} --ssid O0013PARTNER --password SECRET {send}"
        run(TARGET / "release/oftp-partner", *call.split(), cwd=cwd)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(PATIENCE_S)
    (received,) = [path for path in inbox.rglob("*") if path.is_file() and path.name.startswith("ORDER")]
    assert received.read_bytes() == (ROOT / "demo/delfor.edi").read_bytes()
    return log.read_text()


def _port(server, log, port_line):
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end and server.poll() is None:
        found = re.search(port_line, log.read_text())
        if found:
            return found[1]
        time.sleep(0.05)
    raise AssertionError(f"the server did not start:\n{log.read_text()}")


def mapped(process_maps):
    """The names of the files that a process has mapped, from its maps."""
    return {os.path.basename(line.split()[-1]) for line in process_maps.splitlines() if "/" in line}
