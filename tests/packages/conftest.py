"""What the tests of building, installing and packaging share: copies of the tree, and a PATH with little on it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve()
LIBRARY = Path(os.environ.get("OFTPSRV_LIBRARY", TARGET / "release" / "liboftpsrv.so")).resolve()

TOOLS = """sh bash env make sed find sort head install ln rm mkdir mv touch cat tail tr grep cut chmod cp id sleep date dirname
realpath mktemp cc c++ pkg-config python3 uname seq""".split()


def environment(**more):
    """The environment without what points at other builds of the package, and with ``more``."""
    dropped = ("PYTHONPATH", "OFTPSRV_LIBRARY", "CARGO_TARGET_DIR", "MAKEFLAGS", "MAKELEVEL", "MFLAGS", "CARGO", "PREFIX", "DESTDIR")
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return {**kept, **{name: str(value) for name, value in more.items()}}


def run(*command, cwd=ROOT, ok=True, **more):
    """What a command prints, standard error too."""
    words = [str(word) for word in command]
    result = subprocess.run(
        words, cwd=cwd, env=environment(**more), text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert (result.returncode == 0) is ok, f"{' '.join(words)} ended with {result.returncode}:\n{result.stdout}"
    return result.stdout


@pytest.fixture
def tools(tmp_path):
    """A folder for PATH with ordinary tools, no Rust among them."""
    folder = tmp_path / "tools"
    folder.mkdir()
    for name in TOOLS:
        found = shutil.which(name)
        if found:
            (folder / name).symlink_to(found)
    return folder


def script(path, text):
    """Writes an executable shell script. In place of a link, not through it: what it leads to is the machine's."""
    path.unlink(missing_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


@pytest.fixture
def tree(tmp_path):
    """A copy of what building and installing look at, with libraries that were built after everything else."""
    copy = tmp_path / "tree"
    copy.mkdir()
    ignored = shutil.ignore_patterns("*.so", "build", "*.egg-info", "__pycache__", "node_modules")
    for name in ("src", "include", "docs", "scripts", "bindings"):
        shutil.copytree(ROOT / name, copy / name, ignore=ignored)
    for path in ROOT.iterdir():
        if path.is_file() and path.name != ".git":
            shutil.copy2(path, copy / path.name)
    release = copy / "target" / "release"
    release.mkdir(parents=True)
    for name in ("liboftpsrv.so", "liboftpsrv.a"):
        (release / name).write_text("built before\n")
    return copy


def age(path, seconds):
    """Makes a file as old as that, or with a negative number newer than everything."""
    then = time.time() - seconds
    os.utime(path, (then, then))


def setuptools(call, cwd, **more):
    """Calls a hook of setuptools as pip and build do, with the modules of this Python."""
    return run(sys.executable, "-c", f"from setuptools import build_meta; print(build_meta.{call})", cwd=cwd, **more)
