"""Runs a C program as an OFTP server and is its partner: ``drive.py SCENARIO [--slow N] COMMAND...``.

The program says ``listening on port N``; the scenario talks to it over a socket, ends it, and looks at what it printed and
stored. The exit status is 0 when everything was as it should be, else everything that was printed is shown.
``--slow`` multiplies all timeouts, for programs under valgrind.
"""

from __future__ import annotations

import argparse
import queue
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from pathlib import Path
from typing import IO, Any, Callable, Dict, List, Optional, Union

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "python"))
from rawoftp import Client, Command, ReceivedFile, Turn, Unexpected  # noqa: E402
from resets import Server, annoy, prepare, trusting  # noqa: E402

PATIENCE = 20.0
PARTNER = "O0013PARTNER"
SERVER = "O0013SERVER"


class Partner(Client):
    """A client that passes the turn when it is asked for in EFPA, and keeps what comes meanwhile."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.files: List[ReceivedFile] = []
        self.responses: List[Command] = []
        self.ended = False

    def turn(self) -> Turn:
        """Passes the turn."""
        turn = self.give_turn()
        self.files += turn.files
        self.responses += turn.responses
        self.ended = turn.ended is not None
        return turn

    def deliver(self, name: str, content: Union[bytes, List[bytes]], **options: Any) -> None:
        """Sends a file, which must be taken."""
        answer = self.send_file(name, content, SERVER, **options)
        assert answer.name == "EFPA", str(answer)
        if answer["CD"] == "Y":
            self.turn()
            assert not self.ended

    def refused(self, name: str, content: bytes) -> Command:
        """Sends a file, which must not be taken."""
        answer = self.send_file(name, content, SERVER)
        assert answer.name in ("SFNA", "EFNA"), str(answer)
        return answer

    def answered(self) -> List[str]:
        """The names of the files for which an EERP came."""
        assert all(response.name == "EERP" for response in self.responses), self.responses
        return [response["DSN"] for response in self.responses]

    def finish(self) -> None:
        """Ends the session, unless the server did."""
        if not self.ended:
            self.end()
        self.socket.close()

    def until_end(self) -> None:
        """Gives the turn back until the server ends the session, which has to be soon and without another file."""
        had = [file.sfid["DSN"] for file in self.files]
        for _ in range(3):
            if not self.ended:
                self.turn()
        assert [file.sfid["DSN"] for file in self.files] == had, "files were sent again"
        assert self.ended, "the server does not end the session"
        self.socket.close()


class Program:
    """The server under test."""

    def __init__(self, command: List[str], cwd: Path, slow: float) -> None:
        self.patience = PATIENCE * slow
        self.command = command
        self.breaking: Optional[Server] = None
        self.lines: List[str] = []
        self._waiting: "queue.Queue[Optional[str]]" = queue.Queue()
        # SIGPIPE ends a program in C that does not say otherwise. Python ignores it, and what it starts would too.
        self.process = subprocess.Popen(
            command, cwd=cwd, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            restore_signals=True,
        )  # fmt: skip
        assert self.process.stdout and self.process.stderr
        self.complaints: List[str] = []
        errors = threading.Thread(target=self._read_errors, args=(self.process.stderr,), daemon=True)
        errors.start()
        threading.Thread(target=self._read, args=(self.process.stdout, errors), daemon=True).start()

    def _read(self, output: IO[str], errors: threading.Thread) -> None:
        for line in output:
            self._waiting.put(line.rstrip("\n"))
        errors.join()
        self._waiting.put(None)

    def _read_errors(self, output: IO[str]) -> None:
        for line in output:
            self.complaints.append(line)
            self._waiting.put(line.rstrip("\n"))

    def wait_for(self, pattern: str) -> "re.Match[str]":
        """Reads on until a line matches."""
        end = time.monotonic() + self.patience
        while True:
            try:
                line = self._waiting.get(timeout=max(0.0, end - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"no line {pattern!r} within {self.patience:.0f} s") from None
            if line is None:
                raise AssertionError(f"no line {pattern!r} before the program ended")
            self.lines.append(line)
            match = re.search(pattern, line)
            if match:
                return match

    def port(self) -> int:
        return int(self.wait_for(r"listening on port (\d+)").group(1))

    def client(self, port: int, level: int = 5) -> Partner:
        return Partner(port, level=level, timeout=self.patience)

    def say(self, line: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def close_input(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()

    def end(self) -> None:
        """The program must end well now."""
        status = self.process.wait(self.patience)
        self.read_rest()
        assert status == 0, f"the program ended with {status}"
        # Nor has the library anything to say there.
        assert not self.complaints, f"on standard error: {self.complaints}"

    def read_rest(self) -> None:
        while True:
            try:
                line = self._waiting.get(timeout=5)
            except queue.Empty:
                return
            if line is None:
                return
            self.lines.append(line)

    def said(self, pattern: str) -> bool:
        return any(re.search(pattern, line) for line in self.lines)


def content(size: int) -> bytes:
    return bytes((i * 31 + i // 251) % 256 for i in range(size))


def refused(program: Program, port: int, code: str, password: str, reason: int) -> None:
    with program.client(port) as client:
        answer = client.offer(code, password)
        assert answer.name == "ESID" and answer["REAS"] == reason, str(answer)


# --- Examples --------------------------------------------------------------------------------------------


def minimal(program: Program, work: Path) -> None:
    port = program.port()
    refused(program, port, PARTNER, "WRONG", 4)
    for level in (1, 2, 4, 5):
        with program.client(port, level) as client:
            client.open(PARTNER, "SECRET")
            client.deliver(f"FILE{level}", content(50000))
            if not client.responses:
                client.turn()
            assert client.answered() == [f"FILE{level}"]
            client.until_end()
        assert (work / f"FILE{level}").read_bytes() == content(50000)
        program.wait_for(rf"FILE{level}: 50000 octets")
    program.close_input()
    program.end()


COMPLETE = """
# a comment
  LocalPort = 0
LocalHost=127.0.0.1
ServerSSIDCode=O0013SERVER
serversfidcode=O0013SERVER
ServerPassword=SERVER

partner=O0013PARTNER SECRET
partner=O0013/OTHER  GEHEIM  OTHERFILES
inbox=in
outbox=out
StatePath=state
"""


def complete(program: Program, work: Path) -> None:
    port = program.port()
    inbox, outbox = work / "in" / PARTNER, work / "out" / PARTNER
    refused(program, port, "NOBODY", "SECRET", 3)
    refused(program, port, PARTNER, "SECRE", 4)
    program.wait_for("is turned away: ESID 04")
    for i in range(3):
        (outbox / f"ORDER{i}").write_bytes(content(70000 + i))
    (outbox / ".half").write_bytes(b"not yet")
    with program.client(port, 4) as client:
        client.open(PARTNER, "SECRET")
        client.deliver("DELFOR", b"UNB+UNOA'\r\n" * 500, fmt="T")
        records = [f"{i:078}".encode() for i in range(200)]
        client.deliver("VDA4905", records, fmt="F", lrecl=78)
        if len(client.responses) < 2 or not client.files:
            client.turn()
        assert sorted(client.answered()) == ["DELFOR", "VDA4905"]
        assert [file.sfid["DSN"] for file in client.files] == ["ORDER0", "ORDER1", "ORDER2"]
        for i, file in enumerate(client.files):
            assert file.content == content(70000 + i)
        client.send_end_response(client.files[0].sfid)
        client.send_negative_response(client.files[1].sfid, 3)
        client.send_end_response(client.files[2].sfid)
        client.until_end()
    program.wait_for("disconnected: OK")
    assert (inbox / "DELFOR").read_bytes() == b"UNB+UNOA'\r\n" * 500
    assert (inbox / "VDA4905").read_bytes() == b"".join(record + b"\r\n" for record in records)
    assert sorted(path.name for path in outbox.iterdir()) == [".half", "sent"]
    assert sorted(path.name for path in (outbox / "sent").iterdir()) == ["ORDER0", "ORDER1", "ORDER2"]
    assert program.said(r"-> .*SSRM") and program.said(r"<- .*EERP") and program.said("DATA x ")
    assert program.said("ORDER0: delivered") and program.said("ORDER1: refused by O0013PARTNER: 3")

    # A file that is refused stays, and is offered again in the next session; the same name may be sent twice.
    (outbox / "ORDER0").write_bytes(b"again")
    with program.client(port) as client:
        client.open(PARTNER, "SECRET")
        client.send("CD")
        assert client.serve(refuse=14).files == []
        client.until_end()
    program.wait_for("sending ORDER0 failed: 14")
    program.wait_for("disconnected")
    assert (outbox / "ORDER0").exists()
    with program.client(port) as client:
        client.open(PARTNER, "SECRET")
        turn = client.give_turn()
        assert [file.content for file in turn.files] == [b"again"], turn
        client.socket.close()
    program.wait_for("disconnected")
    assert sorted(path.name for path in (outbox / "sent").iterdir()) == ["ORDER0", "ORDER0.1", "ORDER1", "ORDER2"]

    # A code with a slash, and an SFID of its own.
    (work / "out" / "O0013_OTHER" / "X").write_bytes(b"x")
    with program.client(port) as client:
        client.open("O0013/OTHER", "GEHEIM")
        client.deliver("Y", b"y")
        if not client.files:
            client.turn()
        assert client.files[0].sfid["DEST"] == "OTHERFILES"
        client.socket.close()
    assert (work / "in" / "O0013_OTHER" / "Y").read_bytes() == b"y"
    program.wait_for("disconnected")

    # The end comes while somebody is connected.
    with program.client(port) as client:
        client.open(PARTNER, "SECRET")
        program.process.send_signal(signal.SIGTERM)
        program.wait_for("shutting down")
        answer = client.receive_buffer()
        assert answer is None or answer[:1] == b"F", answer
        client.socket.close()
    program.end()


def bad_configuration(program: Program, work: Path) -> None:
    program.wait_for("bad.conf: error 6: Line 3: LocalPort cannot be")
    assert program.process.wait(program.patience) == 1


def cpp_server(program: Program, work: Path) -> None:
    port = program.port()
    refused(program, port, "NOBODY", "SECRET", 3)
    refused(program, port, PARTNER, "WRONG", 4)
    with program.client(port) as client:
        client.open(PARTNER, "SECRET")
        client.deliver("FIRST", content(300000))
        client.deliver("SECOND/..", b"second")
        while len(client.files) < 2 and not client.ended:
            client.turn()
        assert sorted(client.answered()) == ["FIRST", "SECOND/.."]
        assert [file.content for file in client.files] == [content(300000), b"second"]
        client.until_end()
    assert (work / "FIRST").read_bytes() == content(300000)
    assert (work / "SECOND___").read_bytes() == b"second"
    program.close_input()
    program.end()


def poll_loop(program: Program, work: Path) -> None:
    port = program.port()
    (work / "answer").write_bytes(content(100000))
    program.say("list")
    program.wait_for("^0 connections")
    program.say("what?")
    program.wait_for("commands:")
    program.say("send answer")
    program.wait_for("queued answer")
    refused(program, port, PARTNER, "WRONG", 4)
    with program.client(port) as client:
        client.open(PARTNER, "SECRET")
        program.say("list")
        program.wait_for(rf"127\.0\.0\.1 {PARTNER}")
        client.deliver("FILE", content(40000))
        if not client.files:
            client.turn()
        assert client.answered() == ["FILE"]
        assert [file.content for file in client.files] == [content(100000)]
        client.send_end_response(client.files[0].sfid)
        client.until_end()
    program.wait_for("^response .*: 0")
    assert (work / "FILE").read_bytes() == content(40000)
    program.process.send_signal(signal.SIGINT)
    program.end()


# --- Tests -----------------------------------------------------------------------------------------------


def everything(program: Program, work: Path) -> None:
    port = program.port()
    refused(program, port, PARTNER, "WRONG", 4)
    with program.client(port) as client:
        client.open(PARTNER, "SECRET")
        client.deliver("PLAIN", content(100000))
        answer = client.refused("REFUSED", b"x")
        assert answer["REAS"] == 14 and answer["REAST"] == "not this one", str(answer)
        client.deliver("RENAMED", b"other")
        while (len(client.responses) < 2 or not client.files) and not client.ended:
            client.turn()
        assert sorted(client.answered()) == ["PLAIN", "RENAMED"]
        source = (Path(__file__).parent / "everything.c").read_bytes()
        assert [file.content for file in client.files] == [source]
        if not client.ended:
            client.send_end_response(client.files[0].sfid)
        client.finish()
    assert (work / "PLAIN").read_bytes() == content(100000)
    assert (work / "another name").read_bytes() == b"other"
    program.close_input()
    port = program.port()
    with program.client(port) as client:
        while client.receive_buffer() is not None:
            pass
    program.end()


def upload_content(size: int) -> bytes:
    return bytes(i * 7 % 251 for i in range(size))


def streams(program: Program, work: Path) -> None:
    port = program.port()
    with program.client(port) as client:
        client.open(PARTNER, "SECRET")
        client.deliver("STREAM", content(200000))
        assert client.refused("BROKEN", content(200000)).name == "EFNA"
        client.deliver("REPLACED", content(200000))
        client.deliver("CLEARED", content(200000))
        assert client.refused("UNUSED", b"x").name == "SFNA"
        if not client.files:
            client.turn()
        assert [file.content for file in client.files] == [upload_content(1000003)]
        assert sorted(client.answered()) == ["CLEARED", "REPLACED", "STREAM"]
        assert not client.ended
        try:
            client.turn()
            assert len(client.files) == 1, "half a file was sent as a whole one"
        except Unexpected as end:
            # A file that cannot be finished leaves the sender no other way than to end the session.
            assert "ESID" in str(end) or "closed" in str(end), str(end)
    assert (work / "CLEARED").read_bytes() == content(200000)
    assert not (work / "STREAM").exists() and not (work / "BROKEN").exists()
    program.close_input()
    program.end()
    assert program.said("end STREAM 0 200000") and program.said("end UPLOAD 0 1000003")


def pump(program: Program, work: Path) -> None:
    port = program.port()
    source = (Path(__file__).parent / "pump.c").read_bytes()
    with program.client(port) as client:
        client.open(PARTNER, "SECRET")
        client.send("CD")
        sfid = client.expect("SFID")
        assert sfid["DSN"] == "TAKEN"
        assert client.receive_file(sfid).content == source
        assert client.expect("SFID")["DSN"] == "REFUSED"
        client.send("SFNA", REAS=14, RRTR="N", REAST="no")
        client.expect("CD")
        client.finish()
    program.end()


def free_inside(program: Program, work: Path) -> None:
    """As much of a session as the server lives to see."""
    port = program.port()
    with program.client(port) as client:
        try:
            client.open(PARTNER, "SECRET")
            client.send_file("FREED", content(5000), SERVER)
            client.give_turn()
            client.socket.close()
        except (Unexpected, OSError):
            pass
    program.end()


def resets(program: Program, work: Path) -> None:
    """Lines that break; the program lives, and still serves a partner that behaves."""
    assert program.breaking
    tls = None if "plain" in program.command else trusting()
    port = program.port()
    annoy(port, tls, program.patience, lambda: program.process.poll() is None, rounds=5)
    with Partner(port, timeout=program.patience, tls=tls) as client:
        client.open(PARTNER, "SECRET")
        client.send("CD")
        assert len(client.receive_file(client.expect("SFID")).content) == (work / "large").stat().st_size
        client.socket.close()
    # Two URLs, and the OCSP responder at each start.
    wanted = 2 * 24 + (12 if {"1", "2"} & set(program.command) else 0)
    assert program.breaking.count >= wanted, f"{program.breaking.count} fetches instead of {wanted}"
    program.close_input()
    program.end()


def alone(program: Program, work: Path) -> None:
    program.end()


SCENARIOS: Dict[str, Callable[[Program, Path], None]] = {
    f.__name__: f
    for f in (
        minimal, complete, bad_configuration, cpp_server, poll_loop,
        everything, streams, pump, free_inside, resets, alone,
    )  # fmt: skip
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("scenario", choices=sorted(SCENARIOS))
    parser.add_argument("--slow", type=float, default=1.0, help="multiplies all timeouts")
    parser.add_argument("command", nargs=argparse.REMAINDER, help="the program; {work} is its directory")
    options = parser.parse_args()
    work = Path(tempfile.mkdtemp(prefix="oftpsrv-c-"))
    (work / "good.conf").write_text(COMPLETE)
    (work / "bad.conf").write_text("# wrong\nLocalHost=127.0.0.1\nLocalPort=many\n")
    command = [part.replace("{work}", str(work)) for part in options.command]
    breaking = prepare(work) if options.scenario == "resets" else None
    program = Program(command + (breaking.urls() if breaking else []), work, options.slow)
    program.breaking = breaking
    try:
        SCENARIOS[options.scenario](program, work)
        shutil.rmtree(work, ignore_errors=True)
        return 0
    except (AssertionError, OSError, subprocess.TimeoutExpired):
        program.process.kill()
        program.read_rest()
        print("\n".join(f"    | {line}" for line in program.lines[-80:]))
        print(traceback.format_exc(limit=4))
        return 1
    finally:
        program.process.kill()


if __name__ == "__main__":
    sys.exit(main())
