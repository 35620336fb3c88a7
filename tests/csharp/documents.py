#!/usr/bin/env python3
"""Every C# program of the pages and of bindings/csharp/examples does what it says.

    documents.py dotnet|mono LIBRARY

The programs are taken out of the pages (tests/python/documents.py), compiled by bindings/csharp/build.sh and run with a
partner that answers every file and gives the turn back. Statements without a class are put into a Main; nothing else is added
to them but what stands in a call of ``changed``. Ends with a line "N passed, N failed".
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Callable, Dict

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "python"))
from documents import PARTNER, ROOT, Program, changed, ended_well, free_port, receives, sends, session  # noqa: E402

Scenario = Callable[["Runner", Path], None]
PROGRAMS: Dict[str, Scenario] = {}
"""The blocks of pages that are run here, by name."""

EXAMPLES: Dict[str, Scenario] = {}
"""The files of bindings/csharp/examples that are run here, by name."""

README = "README.md / C# / csharp"
PACKAGE = "bindings/csharp/README.md / OftpSrv: an OFTP server in your .NET program / csharp"


def scenario(table: Dict[str, Scenario], name: str) -> Callable[[Scenario], Scenario]:
    """Says which program a scenario is for."""

    def named(run: Scenario) -> Scenario:
        table[name] = run
        return run

    return named


class Runner:
    """Compiles and starts programs on one runtime."""

    def __init__(self, kind: str, library: str) -> None:
        self.kind, self.library = kind, library

    def compile(self, name: str, source: str, folder: Path) -> str:
        """Compiles a program under this name; returns it."""
        path = folder / f"{name}.cs"
        path.write_text(source, "utf-8")
        return self.build(name, path)

    def example(self, name: str) -> str:
        """Compiles one of bindings/csharp/examples; returns its name."""
        return self.build(name, ROOT / "bindings" / "csharp" / "examples" / f"{name}.cs")

    def build(self, name: str, source: Path) -> str:
        """Calls build.sh."""
        done = subprocess.run(
            [str(ROOT / "bindings" / "csharp" / "build.sh"), self.kind, name, str(source)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert done.returncode == 0, done.stdout
        return name

    def start(self, program: str, folder: Path, *arguments: object) -> Program:
        """Starts a compiled program."""
        command = [HERE / "run-one.sh", self.kind, program, *map(str, arguments)]
        return Program(command, folder, {"OFTPSRV_LIBRARY": self.library})


def with_main(statements: str) -> str:
    """Statements as they stand at the top of a file of a newer C#, for the compilers of C# 7.2."""
    lines = statements.splitlines()
    using = [line for line in lines if line.startswith("using ") and line.endswith(";") and "(" not in line]
    rest = [line for line in lines if line not in using]
    body = "\n".join(f"        {line}" if line else "" for line in rest)
    return "\n".join(using) + "\n\nclass Program\n{\n    static void Main()\n    {\n" + body + "\n    }\n}\n"


def delivers(port: int, running: Program, outbox: Path) -> None:
    """Files that are in the outbox are sent."""
    outbox.mkdir(parents=True, exist_ok=True)
    expected = {"INVOICE1": b"one " * 7000, "INVOICE2": b"two"}
    for name, content in expected.items():
        (outbox / name).write_bytes(content)
    sends(port, running, outbox, expected)


@scenario(PROGRAMS, README)
def readme(runner: Runner, folder: Path) -> None:
    port = free_port()
    text = changed(README, {"server.Listening = true;": f"server.LocalPort = {port};\nserver.Listening = true;"})
    program = runner.compile("DocumentReadme", with_main(text), folder)
    with runner.start(program, folder) as running:
        receives(port, running, folder / "inbox")
        running.say("")
        assert running.end() == 0, running.output


@scenario(PROGRAMS, PACKAGE)
def package(runner: Runner, folder: Path) -> None:
    port = free_port()
    (folder / "in").mkdir()
    start = "server.Listening = true;"
    text = changed(PACKAGE, {"/var/oftp/": f"{folder}/", start: f"server.LocalPort = {port}; {start}"})
    program = runner.compile("DocumentPackage", text, folder)
    with runner.start(program, folder) as running:
        delivers(port, running, folder / "out" / PARTNER)
        receives(port, running, folder / "in")
        running.say("")
        assert running.end() == 0, running.output


@scenario(EXAMPLES, "MinimalServer")
def minimal_server(runner: Runner, folder: Path) -> None:
    port = free_port()
    with runner.start(runner.example("MinimalServer"), folder, folder / "in", folder / "out", port) as running:
        delivers(port, running, folder / "out" / PARTNER)
        receives(port, running, folder / "in" / PARTNER)


@scenario(EXAMPLES, "ReferenceExample")
def reference_example(runner: Runner, folder: Path) -> None:
    port = free_port()
    with runner.start(runner.example("ReferenceExample"), folder, folder, port) as running:
        seen = session(port, running, {"INVOICES": b"received"}, server="SERVERSFID")
        ended_well(seen)
        assert seen.answered() == ["INVOICES"] and seen.files == []
        assert (folder / "INVOICES").read_bytes() == b"received"


def main() -> int:
    """Runs all of them."""
    runner = Runner(sys.argv[1], os.path.realpath(sys.argv[2]))
    passed = failed = 0
    for name, run in [*PROGRAMS.items(), *EXAMPLES.items()]:
        with tempfile.TemporaryDirectory() as folder:
            try:
                run(runner, Path(folder))
            except Exception:  # one program that fails does not stop the others
                failed += 1
                print(f"FAILED  {name} ({runner.kind})")
                traceback.print_exc(file=sys.stdout)
            else:
                passed += 1
                print(f"ok      {name} ({runner.kind})")
    print(f"{passed} passed, {failed} failed")
    return 0 if passed and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
