"""A small OFTP peer in plain Python: an initiator that speaks levels 1, 2, 4 and 5 (OFTP 1.2, 1.3, 1.4, 2.0).

It shares nothing with the engine, so it can serve as the other side in black-box tests. From the outside in:

- ``frame`` and ``Framer``: the stream header of RFC 5024 section 8,
- ``LAYOUTS``, ``build`` and ``parse``: the commands, as tables of fields per level (section 5.3),
- ``subrecords`` and ``Subrecords``: the contents of DATA (section 7),
- ``Client``: a session over a socket, with helpers for whole transfers and ``send``/``expect`` for single commands.

Nothing is negotiated or retried behind the test's back: what is not expected raises ``Unexpected``.
"""

from __future__ import annotations

import socket
import ssl
import time
from dataclasses import dataclass, field
from typing import Any, Dict, Iterable, Iterator, List, Optional, Sequence, Tuple, Union

LEVELS = (1, 2, 4, 5)
"""Values of SSIDLEV: OFTP 1.2, 1.3, 1.4 and 2.0."""

NAMES = {
    "I": "SSRM", "X": "SSID", "J": "SECD", "A": "AUCH", "S": "AURP",
    "H": "SFID", "2": "SFPA", "3": "SFNA", "D": "DATA", "C": "CDT",
    "T": "EFID", "4": "EFPA", "5": "EFNA", "F": "ESID", "R": "CD",
    "P": "RTR", "E": "EERP", "N": "NERP",
}  # fmt: skip
LETTERS = {name: letter for letter, name in NAMES.items()}


class Unexpected(AssertionError):
    """The other side did something else than the test expects."""


# --- Stream header (section 8) ---------------------------------------------------------------------------


def frame(buffer: bytes) -> bytes:
    """An exchange buffer with its stream header: version 1, no flags, 24 bits of length."""
    return b"\x10" + (len(buffer) + 4).to_bytes(3, "big") + buffer


class Framer:
    """Takes a stream of octets apart into exchange buffers."""

    def __init__(self) -> None:
        self._octets = bytearray()

    def feed(self, octets: bytes) -> None:
        self._octets += octets

    def next(self) -> Optional[bytes]:
        """The next complete buffer, or None."""
        if len(self._octets) < 4:
            return None
        if self._octets[0] != 0x10:
            raise Unexpected(f"stream header begins with {self._octets[0]:#04x}, not 0x10")
        length = int.from_bytes(self._octets[1:4], "big")
        if not 5 <= length <= 100003:
            raise Unexpected(f"stream header has length {length}")
        if len(self._octets) < length:
            return None
        buffer = bytes(self._octets[4:length])
        del self._octets[:length]
        return buffer


# --- Commands (section 5.3) ------------------------------------------------------------------------------
#
# A field is (name, kind, length). Kinds:
#   X  text, left justified, padded with spaces       9  number, right justified, padded with zeros
#   -  reserved: spaces                               R  carriage return: 0D, or 8D when read
#   V  three digits of length, then UTF-8 text        B  two octets of length (big endian), then octets
#   O  octets of a fixed length                       *  all octets that are left

Field = Tuple[str, str, int]
X, N, RSV, CR, TEXT, BLOB, OCTETS, REST = "X", "9", "-", "R", "V", "B", "O", "*"

STAMP_SHORT: List[Field] = [("RSV1", RSV, 9), ("DATE", X, 6), ("TIME", X, 6)]
STAMP_LONG: List[Field] = [("RSV1", RSV, 3), ("DATE", X, 8), ("TIME", X, 10)]
PARTIES: List[Field] = [("USER", X, 8), ("DEST", X, 25), ("ORIG", X, 25)]


def _ssid(level: int) -> List[Field]:
    before: List[Field] = [
        ("LEV", X, 1), ("CODE", X, 25), ("PSWD", X, 8), ("SDEB", N, 5), ("SR", X, 1),
        ("CMPR", X, 1), ("REST", X, 1), ("SPEC", X, 1), ("CRED", N, 3),
    ]  # fmt: skip
    auth: List[Field] = [("AUTH", X, 1), ("RSV1", RSV, 4)] if level == 5 else [("RSV1", RSV, 5)]
    return [*before, *auth, ("USER", X, 8), ("CR", CR, 1)]


def _sfid(level: int) -> List[Field]:
    stamp = STAMP_SHORT if level <= 2 else STAMP_LONG
    head: List[Field] = [("DSN", X, 26), *stamp, *PARTIES, ("FMT", X, 1), ("LRECL", N, 5)]
    if level < 5:
        return [*head, ("FSIZ", N, 7), ("REST", N, 9)]
    return [
        *head, ("FSIZ", N, 13), ("OSIZ", N, 13), ("REST", N, 17), ("SEC", N, 2), ("CIPH", N, 2),
        ("COMP", N, 1), ("ENV", N, 1), ("SIGN", X, 1), ("DESC", TEXT, 0),
    ]  # fmt: skip


def _eerp(level: int) -> List[Field]:
    stamp = STAMP_SHORT if level <= 2 else STAMP_LONG
    head: List[Field] = [("DSN", X, 26), *stamp, *PARTIES]
    return head if level < 5 else [*head, ("HSH", BLOB, 0), ("SIG", BLOB, 0)]


def _nerp(level: int) -> List[Field]:
    head: List[Field] = [
        ("DSN", X, 26), ("RSV1", RSV, 6), ("DATE", X, 8), ("TIME", X, 10), ("DEST", X, 25), ("ORIG", X, 25),
        ("CREA", X, 25), ("REAS", N, 2),
    ]  # fmt: skip
    return head if level < 5 else [*head, ("REAST", TEXT, 0), ("HSH", BLOB, 0), ("SIG", BLOB, 0)]


def _reason_text(level: int) -> List[Field]:
    return [("REAST", TEXT, 0)] if level == 5 else []


def _layouts(level: int) -> Dict[str, List[Field]]:
    layouts: Dict[str, List[Field]] = {
        "SSRM": [("MSG", X, 17), ("CR", CR, 1)],
        "SSID": _ssid(level),
        "SFID": _sfid(level),
        "SFPA": [("ACNT", N, 17 if level == 5 else 9)],
        "SFNA": [("REAS", N, 2), ("RRTR", X, 1), *_reason_text(level)],
        "DATA": [("DATA", REST, 0)],
        "CDT": [("RSV1", RSV, 2)],
        "EFID": [("RCNT", N, 17), ("UCNT", N, 17)] if level == 5 else [("RCNT", N, 9), ("UCNT", N, 12)],
        "EFPA": [("CD", X, 1)],
        "EFNA": [("REAS", N, 2), *_reason_text(level)],
        "ESID": [("REAS", N, 2), *_reason_text(level), ("CR", CR, 1)],
        "CD": [],
        "RTR": [],
        "EERP": _eerp(level),
    }
    if level >= 4:
        layouts["NERP"] = _nerp(level)
    if level == 5:
        layouts["SECD"] = []
        layouts["AUCH"] = [("CHAL", BLOB, 0)]
        layouts["AURP"] = [("RSP", OCTETS, 20)]
    return layouts


LAYOUTS: Dict[int, Dict[str, List[Field]]] = {level: _layouts(level) for level in LEVELS}


@dataclass
class Command:
    """A command that was received: ``command["DSN"]``. Texts come without the spaces they were padded with."""

    name: str
    fields: Dict[str, Any]
    raw: bytes

    def __getitem__(self, name: str) -> Any:
        return self.fields[name]

    def __str__(self) -> str:
        return f"{self.name} {self.fields if self.name != 'DATA' else len(self.raw)}"


def build(name: str, level: int = 5, **values: Any) -> bytes:
    """A command. Every field but reserved ones has to be given."""
    octets = LETTERS[name].encode()
    for field_name, kind, length in LAYOUTS[level][name]:
        if kind in (RSV, CR):
            octets += b" " * length if kind == RSV else b"\r"
            continue
        octets += _field(name, field_name, kind, length, values.pop(field_name))
    if values:
        raise ValueError(f"{name} has no {', '.join(values)} at level {level}")
    return octets


def _field(command: str, name: str, kind: str, length: int, value: Any) -> bytes:
    if kind == N:
        octets = f"{value:0{length}}".encode()
    elif kind == X:
        octets = value.encode("latin-1").ljust(length)
    elif kind == TEXT:
        text = value.encode("utf-8")
        return f"{len(text):03}".encode() + text
    elif kind == BLOB:
        return len(value).to_bytes(2, "big") + bytes(value)
    elif kind == REST:
        return bytes(value)
    else:
        octets = bytes(value)
    if len(octets) != length:
        raise ValueError(f"{command}{name} has {length} octets, not {len(octets)}")
    return octets


def parse(buffer: bytes, level: int = 5) -> Command:
    """Takes a command apart, strictly: every octet must be what the table says."""
    name = NAMES.get(chr(buffer[0]))
    if name is None or name not in LAYOUTS[level]:
        raise Unexpected(f"unknown command {buffer[:1]!r} at level {level}")
    layout = LAYOUTS[level][name]
    if name == "ESID" and level == 5 and len(buffer) == 4:
        # Before the levels are agreed on, a refusal may come in the short form.
        layout = LAYOUTS[1][name]
    fields: Dict[str, Any] = {}
    at = 1
    for field_name, kind, length in layout:
        if kind == TEXT:
            length, at = _digits(name, field_name, buffer[at : at + 3]), at + 3
        elif kind == BLOB:
            length, at = int.from_bytes(buffer[at : at + 2], "big"), at + 2
        elif kind == REST:
            length = len(buffer) - at
        octets = buffer[at : at + length]
        if len(octets) != length:
            raise Unexpected(f"{name} ends inside {field_name}: {buffer!r}")
        at += length
        fields[field_name] = _value(name, field_name, kind, octets)
    if at != len(buffer):
        raise Unexpected(f"{name} has {len(buffer)} octets at level {level}, not {at}: {buffer!r}")
    return Command(name, fields, buffer)


def _value(command: str, name: str, kind: str, octets: bytes) -> Any:
    if kind == X:
        return octets.decode("latin-1").rstrip(" ")
    if kind == N:
        return _digits(command, name, octets)
    if kind == TEXT:
        return octets.decode("utf-8")
    if kind == RSV and octets.strip(b" "):
        raise Unexpected(f"{command}{name} is reserved, but holds {octets!r}")
    if kind == CR and octets != b"\r":
        raise Unexpected(f"{command} ends with {octets!r}")
    return octets


def _digits(command: str, name: str, octets: bytes) -> int:
    if not octets.isdigit():
        raise Unexpected(f"{command}{name} is no number: {octets!r}")
    return int(octets)


# --- DATA (section 7) ------------------------------------------------------------------------------------

END_OF_RECORD = 0x80
COMPRESSED = 0x40
LONGEST = 63
SHORTEST_RUN = 3


def subrecords(records: Iterable[bytes], compress: bool = False) -> Iterator[bytes]:
    """The subrecords of records; the last one of each record has the end-of-record bit."""
    for record in records:
        parts = list(_compressed(record) if compress else _plain(record)) or [b"\x00"]
        parts[-1] = bytes([parts[-1][0] | END_OF_RECORD]) + parts[-1][1:]
        yield from parts


def _plain(octets: bytes) -> Iterator[bytes]:
    for at in range(0, len(octets), LONGEST):
        part = octets[at : at + LONGEST]
        yield bytes([len(part)]) + part


def _compressed(octets: bytes) -> Iterator[bytes]:
    literal = bytearray()
    at = 0
    while at < len(octets):
        run = 1
        while run < LONGEST and octets[at : at + 1] == octets[at + run : at + run + 1]:
            run += 1
        if run < SHORTEST_RUN:
            literal += octets[at : at + run]
        else:
            yield from _plain(bytes(literal))
            literal.clear()
            yield bytes([COMPRESSED | run]) + octets[at : at + 1]
        at += run
    yield from _plain(bytes(literal))


def pack(parts: Iterable[bytes], buffer_size: int) -> Iterator[bytes]:
    """DATA commands, each with as many whole subrecords as fit."""
    buffer = bytearray(b"D")
    for part in parts:
        if len(buffer) + len(part) > buffer_size:
            yield bytes(buffer)
            buffer = bytearray(b"D")
        buffer += part
    if len(buffer) > 1:
        yield bytes(buffer)


class Subrecords:
    """Collects the records out of DATA commands."""

    def __init__(self) -> None:
        self.records: List[bytes] = []
        self.open = bytearray()
        self.octets = 0
        self.compressed = False

    def feed(self, data: bytes) -> None:
        """One DATA command."""
        at = 1
        while at < len(data):
            head = data[at]
            count = head & 0x3F
            length = 1 if head & COMPRESSED else count
            part = data[at + 1 : at + 1 + length]
            if len(part) != length:
                raise Unexpected("DATA ends inside a subrecord")
            if head & COMPRESSED:
                part, self.compressed = part * count, True
            self.open += part
            self.octets += len(part)
            if head & END_OF_RECORD:
                self.records.append(bytes(self.open))
                self.open.clear()
            at += 1 + length

    def content(self) -> bytes:
        """All octets, whatever record they were in."""
        return b"".join(self.records) + bytes(self.open)


# --- A session -------------------------------------------------------------------------------------------


@dataclass
class ReceivedFile:
    """A file that the other side has sent."""

    sfid: Command
    records: List[bytes]
    content: bytes
    efid: Command
    compressed: bool


@dataclass
class Turn:
    """What the other side did while it had the turn. ``ended`` is its ESID, or None when it gave the turn back."""

    files: List[ReceivedFile] = field(default_factory=list)
    responses: List[Command] = field(default_factory=list)
    ended: Optional[Command] = None


def new_stamp(level: int) -> Tuple[str, str]:
    """Date and time of a file, as wide as the level has them; never twice the same from level 4 on."""
    global _last_counter
    _last_counter = _last_counter % 9999 + 1
    now = time.localtime()
    if level <= 2:
        return time.strftime("%y%m%d", now), time.strftime("%H%M%S", now)
    return time.strftime("%Y%m%d", now), time.strftime("%H%M%S", now) + f"{_last_counter:04}"


_last_counter = 0


class Client:
    """An initiator. ``with Client(port) as client: client.open("O0013PARTNER", "SECRET")``."""

    def __init__(
        self,
        port: int,
        host: str = "127.0.0.1",
        level: int = 5,
        timeout: float = 10.0,
        tls: Optional[ssl.SSLContext] = None,
    ) -> None:
        self.level = level
        self.buffer_size = 2048
        self.credit = 99
        self.compression = False
        self.restart = False
        self.code = ""
        self.peer: Optional[Command] = None
        self._framer = Framer()
        plain = socket.create_connection((host, port), timeout)
        self.socket: Union[socket.socket, ssl.SSLSocket] = tls.wrap_socket(plain) if tls else plain
        self.socket.settimeout(timeout)

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    # Single commands

    def send(self, name: str, **values: Any) -> None:
        """Sends a command in the layout of the session's level."""
        self.send_buffer(build(name, self.level, **values))

    def send_buffer(self, buffer: bytes) -> None:
        """Sends an exchange buffer as it is."""
        self.socket.sendall(frame(buffer))

    def receive_buffer(self) -> Optional[bytes]:
        """The next exchange buffer; None when the other side has closed the connection."""
        while True:
            buffer = self._framer.next()
            if buffer is not None:
                return buffer
            try:
                octets = self.socket.recv(65536)
            except (ConnectionResetError, ssl.SSLEOFError):
                return None
            if not octets:
                return None
            self._framer.feed(octets)

    def receive(self) -> Command:
        """The next command."""
        buffer = self.receive_buffer()
        if buffer is None:
            raise Unexpected("the connection was closed")
        return parse(buffer, self.level)

    def expect(self, *names: str) -> Command:
        """The next command, which must be one of these."""
        command = self.receive()
        if command.name not in names:
            raise Unexpected(f"expected {' or '.join(names)}, got {command}")
        return command

    def expect_close(self) -> None:
        """The other side must close the connection now, without another word."""
        buffer = self.receive_buffer()
        if buffer is not None:
            raise Unexpected(f"expected the end of the connection, got {buffer!r}")

    # The session

    def ssid(self, code: str, password: str, **changes: Any) -> bytes:
        """Our SSID at our level; ``changes`` are fields."""
        values: Dict[str, Any] = {
            "LEV": str(self.level), "CODE": code, "PSWD": password, "SDEB": self.buffer_size, "SR": "B",
            "CMPR": "Y", "REST": "Y", "SPEC": "N", "CRED": self.credit, "USER": "",
        }  # fmt: skip
        if self.level == 5:
            values["AUTH"] = "N"
        values.update(changes)
        return build("SSID", self.level, **values)

    def offer(self, code: str, password: str, **changes: Any) -> Command:
        """Waits for SSRM, sends SSID, and returns the answer: SSID or ESID."""
        ready = self.expect("SSRM")
        assert ready.raw == b"IODETTE FTP READY \r", ready
        self.code = code
        self.send_buffer(self.ssid(code, password, **changes))
        buffer = self.receive_buffer()
        if buffer is None:
            raise Unexpected("the connection was closed instead of an answer to SSID")
        # An SSID is read at the level that it names itself.
        level = int(buffer[1:2]) if buffer[:1] == b"X" else self.level
        return parse(buffer, level)

    def open(self, code: str, password: str, **changes: Any) -> Command:
        """Opens a session and takes over what the other side has agreed to."""
        answer = self.offer(code, password, **changes)
        if answer.name != "SSID":
            raise Unexpected(f"the session was refused: {answer}")
        offered = parse(self.ssid(code, password, **changes), self.level)
        if int(answer["LEV"]) > self.level:
            raise Unexpected(f"level {answer['LEV']} is above ours, {self.level}")
        self.level = int(answer["LEV"])
        self.buffer_size = min(answer["SDEB"], offered["SDEB"])
        self.credit = min(answer["CRED"], offered["CRED"])
        self.compression = answer["CMPR"] == "Y" == offered["CMPR"]
        self.restart = answer["REST"] == "Y" == offered["REST"]
        self.peer = answer
        return answer

    def end(self, reason: int = 0, text: str = "") -> None:
        """Ends the session and waits until the other side has closed the connection."""
        self.send("ESID", REAS=reason, **({"REAST": text} if self.level == 5 else {}))
        self.socket.shutdown(socket.SHUT_WR) if not isinstance(self.socket, ssl.SSLSocket) else self.socket.close()
        if not isinstance(self.socket, ssl.SSLSocket):
            self.expect_close()

    # We have the turn

    def sfid(
        self,
        dsn: str,
        dest: str,
        orig: Optional[str] = None,
        fmt: str = "U",
        lrecl: int = 0,
        size: int = 0,
        stamp: Optional[Tuple[str, str]] = None,
        **changes: Any,
    ) -> Dict[str, Any]:
        """The fields of an SFID for a file as it is, at the session's level. ``size`` is in octets."""
        date, time_ = stamp or new_stamp(self.level)
        blocks = -(-size // 1024)
        values: Dict[str, Any] = {
            "DSN": dsn, "DATE": date, "TIME": time_, "USER": "", "DEST": dest, "ORIG": orig or self.code,
            "FMT": fmt, "LRECL": lrecl, "FSIZ": blocks, "REST": 0,
        }  # fmt: skip
        if self.level == 5:
            values.update(OSIZ=blocks, SEC=0, CIPH=0, COMP=0, ENV=0, SIGN="N", DESC="")
        values.update(changes)
        return values

    def start_file(self, **values: Any) -> Command:
        """Sends SFID and returns SFPA or SFNA."""
        self.send("SFID", **values)
        return self.expect("SFPA", "SFNA")

    def send_data(self, records: Sequence[bytes], compress: bool = False) -> None:
        """Sends the records as DATA, and waits for CDT each time the credit is used up, also after the last one."""
        left = self.credit
        for data in pack(subrecords(records, compress), self.buffer_size):
            self.send_buffer(data)
            left -= 1
            if left == 0:
                self.expect("CDT")
                left = self.credit

    def end_file(self, records: int, octets: int) -> Command:
        """Sends EFID and returns EFPA or EFNA. After EFPA with Y the turn is handed over."""
        self.send("EFID", RCNT=records, UCNT=octets)
        return self.expect("EFPA", "EFNA")

    def send_file(
        self,
        dsn: str,
        content: Union[bytes, Sequence[bytes]],
        dest: str,
        fmt: str = "U",
        lrecl: int = 0,
        compress: bool = False,
        **changes: Any,
    ) -> Command:
        """Sends a file: octets for U and T, a list of records for F and V. Returns SFNA, EFPA or EFNA."""
        records = [content] if isinstance(content, (bytes, bytearray)) else list(content)
        octets = sum(map(len, records))
        answer = self.start_file(**self.sfid(dsn, dest, fmt=fmt, lrecl=lrecl, size=octets, **changes))
        if answer.name == "SFNA":
            return answer
        if answer["ACNT"]:
            raise Unexpected(f"a restart at {answer['ACNT']} that was not asked for")
        self.send_data(records, compress)
        return self.end_file(len(records) if fmt in "FV" else 0, octets)

    def send_end_response(self, sfid: Command, **changes: Any) -> None:
        """Answers a file with an EERP and waits for RTR."""
        values = {name: sfid[name] for name in ("DSN", "DATE", "TIME", "USER")}
        values.update(DEST=sfid["ORIG"], ORIG=sfid["DEST"])
        if self.level == 5:
            values.update(HSH=b"", SIG=b"")
        values.update(changes)
        self.send("EERP", **values)
        self.expect("RTR")

    def send_negative_response(self, sfid: Command, reason: int, text: str = "", **changes: Any) -> None:
        """Answers a file with a NERP (levels 4 and 5) and waits for RTR."""
        values = {name: sfid[name] for name in ("DSN", "DATE", "TIME")}
        values.update(DEST=sfid["ORIG"], ORIG=sfid["DEST"], CREA=self.code, REAS=reason)
        if self.level == 5:
            values.update(REAST=text, HSH=b"", SIG=b"")
        values.update(changes)
        self.send("NERP", **values)
        self.expect("RTR")

    def give_turn(self, **options: Any) -> Turn:
        """Sends CD and serves the other side until it gives the turn back or ends the session."""
        self.send("CD")
        return self.serve(**options)

    # The other side has the turn

    def serve(self, refuse: Optional[int] = None, want_turn: bool = False) -> Turn:
        """Takes files and responses. ``refuse`` is an SFNA reason; ``want_turn`` asks for the turn in EFPA."""
        turn = Turn()
        while True:
            command = self.expect("SFID", "EERP", "NERP", "CD", "ESID")
            if command.name == "CD":
                return turn
            if command.name == "ESID":
                turn.ended = command
                return turn
            if command.name in ("EERP", "NERP"):
                turn.responses.append(command)
                self.send("RTR")
            elif refuse is not None:
                self.send("SFNA", REAS=refuse, RRTR="N", **({"REAST": ""} if self.level == 5 else {}))
            else:
                turn.files.append(self.receive_file(command, want_turn))

    def receive_file(self, sfid: Command, want_turn: bool = False) -> ReceivedFile:
        """Takes the file that an SFID has announced."""
        self.send("SFPA", ACNT=0)
        data = Subrecords()
        left = self.credit
        while True:
            command = self.expect("DATA", "EFID")
            if command.name == "EFID":
                break
            if left == 0:
                raise Unexpected("DATA without credit")
            if len(command.raw) > self.buffer_size:
                raise Unexpected(f"DATA of {len(command.raw)} octets; {self.buffer_size} were agreed on")
            data.feed(command.raw)
            left -= 1
            if left == 0:
                self.send("CDT")
                left = self.credit
        if command["UCNT"] != data.octets:
            raise Unexpected(f"EFID counts {command['UCNT']} octets, {data.octets} came")
        self.send("EFPA", CD="Y" if want_turn else "N")
        return ReceivedFile(sfid, data.records, data.content(), command, data.compressed)
