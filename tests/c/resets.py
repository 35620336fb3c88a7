"""Partners and servers that reset their lines at every bad moment, for ``resets.c``."""

from __future__ import annotations

import itertools
import socket
import ssl
import struct
import subprocess
import threading
import time
from pathlib import Path
from typing import Callable, List, Optional

from rawoftp import Client, Unexpected, frame


def reset(line: socket.socket) -> None:
    """Ends the line with RST instead of FIN, whatever is still under way."""
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    line.close()


class Server:
    """Takes every connection and breaks it: at once, after the end of its own half, in the middle of the request, in the
    middle of an answer. After the end of its half and a reset the other side's next write is EPIPE, which is where SIGPIPE is
    raised; in the other cases the first one is ECONNRESET."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self.listener.getsockname()[1]
        self.count = 0
        threading.Thread(target=self._run, daemon=True).start()

    def urls(self) -> List[str]:
        return [f"{scheme}://127.0.0.1:{self.port}/list" for scheme in ("http", "https")]

    def _run(self) -> None:
        ways = itertools.cycle(
            (wait, part, answer)
            for wait in (0.0, 0.002)
            for part in (0, 1, 4096)
            for answer in (b"", b"HTTP/1.1 200 OK\r\nContent-Len", b"\x16\x03\x03\x00\x04junk")
        )
        while True:
            line, _ = self.listener.accept()
            self.count += 1
            self._break(line, *next(ways))

    @staticmethod
    def _break(line: socket.socket, wait: float, part: int, answer: bytes) -> None:
        try:
            if part:
                line.settimeout(1)
                line.recv(part)
            if answer:
                line.sendall(answer)
            line.shutdown(socket.SHUT_WR)
            time.sleep(wait)
        except OSError:
            pass
        reset(line)


def make_chain(work: Path, responder: int) -> None:
    """``chain.pem``: a key and its certificate, which names an OCSP responder on this port, with the CA's."""

    def openssl(*arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=work, check=True, capture_output=True)

    new_key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    openssl("req", "-x509", *new_key, "-days", "9", "-subj", "/CN=CA", "-keyout", "ca.key", "-out", "ca.pem")
    openssl("req", *new_key, "-subj", "/CN=localhost", "-keyout", "leaf.key", "-out", "leaf.csr")
    (work / "leaf.ext").write_text(f"authorityInfoAccess=OCSP;URI:http://127.0.0.1:{responder}/ocsp\n")
    openssl("x509", "-req", "-in", "leaf.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-set_serial", "7", "-days", "9",
            "-extfile", "leaf.ext", "-out", "leaf.pem")  # fmt: skip
    parts = [work / name for name in ("leaf.key", "leaf.pem", "ca.pem")]
    (work / "chain.pem").write_text("".join(part.read_text() for part in parts))


def prepare(work: Path) -> Server:
    """The files that the program needs, and the server that breaks its fetches."""
    server = Server()
    make_chain(work, server.port)
    (work / "large").write_bytes(bytes(3_000_000))
    return server


def trusting() -> ssl.SSLContext:
    """Takes the server's certificate as it comes."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def callers(port: int, tls: Optional[ssl.SSLContext], timeout: float) -> List[Callable[[], None]]:
    """Partners that go away: one function for each moment."""

    def raw() -> socket.socket:
        return socket.create_connection(("127.0.0.1", port), timeout)

    def silent() -> None:
        reset(raw())

    def in_hello() -> None:
        line = raw()
        line.sendall(b"\x16\x03\x01\x02\x00\x01\x00")
        reset(line)

    def behind_hello() -> None:
        """The whole ClientHello, then the end: the server's flight meets a reset line."""
        hello, unsent = ssl.MemoryBIO(), ssl.MemoryBIO()
        client = (tls or trusting()).wrap_bio(hello, unsent)
        try:
            client.do_handshake()
        except ssl.SSLWantReadError:
            pass
        line = raw()
        line.sendall(unsent.read())
        line.shutdown(socket.SHUT_WR)
        reset(line)

    def greeted(last: bytes, half_close: bool, wait: float) -> Callable[[], None]:
        def call() -> None:
            client = Client(port, timeout=timeout, tls=tls)
            client.expect("SSRM")
            if last:
                client.socket.sendall(last)
            if half_close:
                # Below TLS: no close_notify, so that the server still has much to say.
                socket.socket.shutdown(client.socket, socket.SHUT_WR)
            time.sleep(wait)
            reset(client.socket)

        return call

    def in_file() -> None:
        """The server is sending, as fast as it can, when the line breaks."""
        client = Client(port, timeout=timeout, tls=tls)
        client.credit = 999
        client.open("O0013PARTNER", "SECRET")
        client.send("CD")
        client.expect("SFID")
        client.send("SFPA", ACNT=0)
        client.socket.recv(1)
        reset(client.socket)

    wrong, half = frame(b"ZZZZ") * 3, frame(b"X" * 60)[:20]
    return [
        silent, in_hello, behind_hello, in_file,
        *(
            greeted(last, half_close, wait)
            for last in (b"", wrong, half) for half_close in (False, True) for wait in (0, 0.0002, 0.001)
        ),
    ]  # fmt: skip


def annoy(port: int, tls: Optional[ssl.SSLContext], timeout: float, alive: Callable[[], bool], rounds: int) -> None:
    """Calls again and again, as long as the server lives."""
    for call in callers(port, tls, timeout) * rounds:
        assert alive(), "the program is gone"
        try:
            call()
        except (OSError, Unexpected):
            pass  # the server may be the first to break a line
    assert alive(), "the program is gone"
