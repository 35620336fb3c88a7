"""The programs in the texts, taken out of the texts themselves: README and other Markdown pages, and the header's essay.

A block of a page has a name: page, heading, language, and a number from the second one of a language on, such as
``README.md / C / sh``. What is no program says so after its fence, where a reader of the page does not see it:

- ``text``: a picture, or what a program prints;
- ``c fragment: why``: a piece of a program, shown as it is.

In the essay, which is no Markdown, programs are indented, and the line before a fragment ends with ``(a fragment):``.

Every other block has to be run by a test; ``test_documents.py`` fails for one that is not. ``Program`` runs one, ``session``
is the partner of a server: it answers everything and gives the turn back until the server ends the session.
"""

from __future__ import annotations

import os
import random
import re
import signal
import socket
import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Dict, Iterator, List, NamedTuple, Optional, Sequence, Union

from rawoftp import Client, Command, ReceivedFile, Unexpected

ROOT = Path(__file__).resolve().parents[2]
ESSAY = "src/ffi/essay.txt"
SERVER = "O0013SERVER"
PARTNER = "O0013PARTNER"
PATIENCE_S = 30.0
MOST_TURNS = 8


# --- The texts -------------------------------------------------------------------------------------------


class Block(NamedTuple):
    """A block of a page: what stands between its fences, or its indented lines."""

    page: str
    heading: str
    language: str
    mark: str
    text: str
    line: int


def pages() -> List[str]:
    """Every Markdown page of the project."""
    found = [path for pattern in ("*.md", "*/*.md", "*/*/*.md") for path in ROOT.glob(pattern)]
    inside = [path.relative_to(ROOT).as_posix() for path in found]
    return sorted(path for path in inside if not re.match(r"(target|\.venv|venv|node_modules)/", path))


def blocks() -> Dict[str, Block]:
    """All blocks by name."""
    named: Dict[str, Block] = {}
    for block in [*(b for page in pages() for b in _fenced(page)), *_indented(ESSAY)]:
        name, number = f"{block.page} / {block.heading} / {block.language}", 1
        while (name if number == 1 else f"{name} {number}") in named:
            number += 1
        named[name if number == 1 else f"{name} {number}"] = block
    return named


def _fenced(page: str) -> Iterator[Block]:
    heading, lines = "", (ROOT / page).read_text("utf-8").split("\n")
    at = 0
    while at < len(lines):
        opening = re.fullmatch(r"( *)(`{3,}|~{3,})(.*)", lines[at])
        if lines[at].startswith("#"):
            heading = lines[at].lstrip("#").strip()
        if opening:
            indent, fence, info = opening.groups()
            end = next(i for i in range(at + 1, len(lines)) if lines[i].strip() == fence)
            body = [line[len(indent) :] for line in lines[at + 1 : end]]
            language, _, mark = info.strip().partition(" ")
            yield Block(page, heading, language, mark.strip(), "\n".join(body) + "\n", at + 1)
            at = end
        at += 1


def _indented(page: str) -> Iterator[Block]:
    heading, lines = "", (ROOT / page).read_text("utf-8").split("\n")
    at, before = 0, ""
    while at < len(lines):
        if re.fullmatch(r"-{3,}", lines[at]):
            heading = lines[at - 1]
        if not lines[at].startswith("    "):
            before = lines[at].strip() or before
            at += 1
            continue
        begin = at
        while at < len(lines) and (lines[at].startswith("    ") or not lines[at]):
            at += 1
        text = "\n".join(line[4:] for line in lines[begin:at]).rstrip("\n") + "\n"
        mark = "fragment: see the line before" if before.endswith("(a fragment):") else ""
        yield Block(page, heading, "c", mark, text, begin + 1)


def is_marked(block: Block) -> bool:
    """Whether a block says that it is no program."""
    return block.language == "text" or bool(re.match(r"fragment: \S", block.mark))


def changed(name: str, changes: Dict[str, str]) -> str:
    """A block with other texts in some places: ports, paths, what cannot be done in a test. Each has to be there."""
    text = blocks()[name].text
    for old, new in changes.items():
        assert old in text, f"{name} has no {old!r} any more; the test's change of it is out of date"
        text = text.replace(old, new)
    return text


# --- A program -------------------------------------------------------------------------------------------


def free_port() -> int:
    """A port that nobody uses, outside the range from which the system takes those of clients."""
    for _ in range(100):
        port = random.randrange(20000, 32000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError("no free port was found")


class Program:
    """A program that runs, and what it has printed. Everything that it starts ends with it."""

    def __init__(
        self, command: Sequence[Union[str, Path]], cwd: Path, env: Optional[Dict[str, str]] = None
    ) -> None:
        self.process = subprocess.Popen(
            [str(word) for word in command],
            cwd=cwd,
            env={**os.environ, **(env or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._lines: List[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        self._lines.extend(iter(self.process.stdout.readline, ""))

    def __enter__(self) -> "Program":
        return self

    def __exit__(self, *_: object) -> None:
        self.signal(signal.SIGKILL)
        self.process.wait(PATIENCE_S)
        self._reader.join(PATIENCE_S)
        for stream in (self.process.stdin, self.process.stdout):
            if stream:
                stream.close()

    @property
    def output(self) -> str:
        """What it printed up to now."""
        return "".join(self._lines)

    def say(self, line: str) -> None:
        """Types a line."""
        assert self.process.stdin
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def close_input(self) -> None:
        """Ctrl-D."""
        assert self.process.stdin
        self.process.stdin.close()

    def signal(self, number: int) -> None:
        """A signal to the program and all that it has started."""
        try:
            os.killpg(self.process.pid, number)
        except ProcessLookupError:
            pass

    def end(self, seconds: float = PATIENCE_S) -> int:
        """Waits for its end and returns its exit status."""
        try:
            status = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"the program did not end; it printed:\n{self.output}") from None
        self._reader.join(PATIENCE_S)
        return status


# --- The partner -----------------------------------------------------------------------------------------


@dataclass
class Session:
    """What a partner saw."""

    files: List[ReceivedFile] = field(default_factory=list)
    refused: List[Command] = field(default_factory=list)
    responses: List[Command] = field(default_factory=list)
    ended: Optional[Command] = None
    turns: int = 0

    def names(self) -> List[str]:
        """The names of the files that came, in their order."""
        return [file.sfid["DSN"] for file in self.files]

    def answered(self) -> List[str]:
        """The names of the delivered files that the server has answered with an EERP."""
        return [response["DSN"] for response in self.responses if response.name == "EERP"]


class Partner(Client):
    """An initiator that remembers its session."""

    seen: Session
    refuse: Optional[int] = None

    def deliver(self, name: str, content: bytes, destination: str) -> None:
        """Sends a file, which has to be taken."""
        answer = self.send_file(name, content, destination)
        assert answer.name == "EFPA", str(answer)
        if answer["CD"] == "Y":
            self.turn()

    def turn(self) -> None:
        """Gives the turn, and answers what has come when it is back."""
        before = len(self.seen.files)
        self.seen.turns += 1
        self.send("CD")
        while True:
            command = self.expect("SFID", "EERP", "NERP", "CD", "ESID")
            if command.name == "SFID" and self.refuse is not None:
                self.seen.refused.append(command)
                self.send("SFNA", REAS=self.refuse, RRTR="N", **({"REAST": ""} if self.level == 5 else {}))
            elif command.name == "SFID":
                self.seen.files.append(self.receive_file(command))
            elif command.name in ("EERP", "NERP"):
                self.seen.responses.append(command)
                self.send("RTR")
            else:
                break
        if command.name == "ESID":
            self.seen.ended = command
            return
        for file in self.seen.files[before:]:
            self.send_end_response(file.sfid)


def call(port: int, program: Program) -> Partner:
    """Connects to a server that may still be starting."""
    end = time.monotonic() + PATIENCE_S
    while True:
        try:
            partner = Partner(port, timeout=PATIENCE_S)
        except ConnectionRefusedError:
            if program.process.poll() is not None:
                raise AssertionError(f"the program has ended; it printed:\n{program.end()} {program.output}") from None
            assert time.monotonic() < end, f"nobody listens on port {port}; printed:\n{program.output}"
            time.sleep(0.05)
            continue
        partner.seen = Session()
        return partner


def session(
    port: int,
    program: Program,
    deliver: Optional[Dict[str, bytes]] = None,
    refuse: Optional[int] = None,
    password: str = "SECRET",
    server: str = SERVER,
) -> Session:
    """One session: delivers files, answers every file that comes (or refuses it), and gives the turn back until the server
    ends the session, at most ``MOST_TURNS`` times. Then it hangs up, and the session has no ``ended``."""
    with call(port, program) as partner:
        partner.refuse = refuse
        partner.open(PARTNER, password)
        for name, content in (deliver or {}).items():
            partner.deliver(name, content, server)
        while partner.seen.ended is None and partner.seen.turns < MOST_TURNS:
            partner.turn()
        if partner.seen.ended is None:
            partner.end()
        return partner.seen


def ended_well(seen: Session) -> None:
    """The server has ended the session itself, without a reason to complain."""
    sent = ", ".join(seen.names() + [f"{sfid['DSN']} (refused)" for sfid in seen.refused])
    assert seen.ended is not None, f"the session did not end in {seen.turns} turns; the server sent: {sent}"
    assert seen.ended["REAS"] == 0, str(seen.ended)


def turned_away(port: int, program: Program, code: str, password: str, reason: int) -> None:
    """A stranger, or somebody with a wrong password, has to be turned away."""
    with call(port, program) as partner:
        answer = partner.offer(code, password)
        if (answer.name, answer["REAS"] if answer.name == "ESID" else 0) != ("ESID", reason):
            raise Unexpected(f"ESID {reason:02} was expected for {code}, not {answer}")


def receives(port: int, program: Program, inbox: Path) -> None:
    """A server lets its partner in and nobody else, keeps what the partner delivers, answers it, and ends the session."""
    turned_away(port, program, PARTNER, "WRONG", 4)
    seen = session(port, program, {"INVOICES": b"received " * 5000})
    ended_well(seen)
    assert seen.answered() == ["INVOICES"] and seen.files == []
    assert (inbox / "INVOICES").read_bytes() == b"received " * 5000


def sends(port: int, program: Program, outbox: Path, expected: Dict[str, bytes]) -> None:
    """Files that wait for the partner go out once, however often the turn comes back. One that the partner refuses is not
    offered again in the same session, and is in the next one."""
    waiting = sorted(expected)
    seen = session(port, program, refuse=14)
    ended_well(seen)
    assert sorted(sfid["DSN"] for sfid in seen.refused) == waiting
    seen = session(port, program, {"ORDERS": b"a file in both directions"})
    ended_well(seen)
    assert {file.sfid["DSN"]: file.content for file in seen.files} == expected
    assert sorted(seen.names()) == waiting
    until = time.monotonic() + PATIENCE_S
    while [path for path in outbox.iterdir() if path.is_file()]:
        assert time.monotonic() < until, "what was sent is still there"
        time.sleep(0.01)
    seen = session(port, program)
    ended_well(seen)
    assert seen.files == []
