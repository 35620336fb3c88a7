"""Every name that the table of the interface has for Python is there."""

import pytest
from conftest import ROOT

import oftpsrv
from oftpsrv import constants, events

ROWS = [line.split("\t") for line in (ROOT / "tests/data/names.tsv").read_text("utf-8").splitlines()[1:]]
KINDS = ("property", "method", "event", "event-field", "type-field", "error", "constant")


@pytest.mark.parametrize("kind", KINDS)
def test_every_name_of_the_table_is_there(kind):
    names = [python for own, _, _, _, _, _, python, _ in ROWS if own == kind]
    assert len(names) > 8
    missing = []
    for name in names:
        owner, attribute = name.split(".")
        places = [getattr(module, owner) for module in (oftpsrv, events, constants) if hasattr(module, owner)]
        if not places or not hasattr(places[0], attribute):
            missing.append(name)
    assert not missing
