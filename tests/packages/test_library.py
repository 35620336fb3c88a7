"""The libraries of target/release as they go into packages: small, and without a word about the machine that built them."""

import os
import re
from pathlib import Path

import pytest
from conftest import LIBRARY, ROOT, run

STATIC = LIBRARY.with_suffix(".a")
HEADER = ROOT / "include/oftpsrv.h"
CARGO_HOME = Path(os.environ.get("CARGO_HOME", Path.home() / ".cargo"))


@pytest.mark.parametrize("library", [LIBRARY, STATIC, LIBRARY.with_name("oftp-partner")], ids=lambda path: path.name)
def test_no_folder_of_this_machine_is_in_it(library):
    octets = library.read_bytes()
    for folder in (ROOT, CARGO_HOME):
        assert os.fsencode(folder) not in octets
    # The places of panics in other crates are there all the same.
    assert b"/crates/" in octets


def test_the_shared_library_has_only_the_names_that_it_exports():
    assert "no symbols" in run("nm", LIBRARY)
    names = re.findall(r"\b(oftpsrv_\w+)\(", re.sub(r"/\*.*?\*/|\(\*\w+\)", "", HEADER.read_text(), flags=re.DOTALL))
    exported = {line.split()[-1] for line in run("nm", "-D", "--defined-only", LIBRARY).splitlines()}
    assert len(names) > 150 and set(names) <= exported


def test_the_static_library_has_its_names():
    assert " T oftpsrv_new\n" in run("nm", "--defined-only", STATIC)
