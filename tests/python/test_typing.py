"""The type hints: the package is clean, and a program that uses it is checked by them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import oftpsrv

pytest.importorskip("mypy")
PACKAGE = Path(oftpsrv.__file__).parent


# By its name, not by its path: mypy takes what lies beside a file in site-packages for the user's own.
WHAT = {"package": ["-p", "oftpsrv"], "program": [str(Path(__file__).with_name("typed_program.py"))]}


@pytest.mark.parametrize("what", WHAT.values(), ids=WHAT.keys())
def test_mypy_has_nothing_to_say(what, tmp_path):
    environment = {**os.environ, "MYPYPATH": "" if "site-packages" in str(PACKAGE) else str(PACKAGE.parent)}
    result = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path), *what],
        capture_output=True,
        text=True,
        env=environment,
        cwd=tmp_path,
    )
    assert result.returncode == 0, result.stdout + result.stderr
