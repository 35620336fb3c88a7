"""scripts/setup.sh where something is missing, too old, or in use."""

import re

import pytest
from conftest import ROOT, run, script

NEEDED = re.search(r'^rust-version = "(.+)"', (ROOT / "Cargo.toml").read_text(), re.MULTILINE)[1]
TAKEN = 'echo "E: Could not get lock /var/lib/apt/lists/lock. It is held by process 123 (apt-get)" >&2; exit 100'


@pytest.fixture
def machine(tools):
    """A machine of root's with a new Rust and without make."""
    (tools / "make").unlink()
    script(tools / "id", "echo 0")
    script(tools / "cargo", f"echo cargo {NEEDED}.0")
    return tools


def apt(machine, text):
    """An apt-get that writes down how it is called."""
    script(machine / "apt-get", f'echo "$*" >> "{machine}/calls"\n{text}')


def calls(machine):
    return (machine / "calls").read_text().splitlines()


def setup(machine, *purposes, ok=True, **more):
    return run("scripts/setup.sh", *(purposes or ["build"]), ok=ok, PATH=machine, OFTPSRV_SETUP_PAUSE=0, **more)


def test_what_is_missing_is_installed(machine):
    apt(machine, "exit 0")
    assert "this machine lacks: make" in setup(machine)
    assert [line.split()[0] for line in calls(machine)] == ["update", "install"]
    assert calls(machine)[1].endswith(" make")


def test_it_waits_for_the_locks_of_apt_and_says_so(machine):
    """Both calls find the lock taken twice."""
    apt(machine, f'[ "$(grep -c "^$1" "{machine}/calls")" -gt 2 ] || {{ {TAKEN}; }}')
    text = setup(machine)
    assert text.count("apt is in use, held by process 123 (apt-get); waiting") == 2
    assert [line.split()[0] for line in calls(machine)] == ["update"] * 3 + ["install"] * 3


def test_it_does_not_wait_for_ever(machine):
    apt(machine, TAKEN)
    text = setup(machine, ok=False, OFTPSRV_SETUP_WAIT=0)
    assert "Could not get lock" in text and "apt could not install them" in text


def test_other_failures_of_apt_are_told_at_once(machine):
    apt(machine, 'echo "E: Unable to locate package make" >&2; exit 100')
    assert "Unable to locate package make" in setup(machine, ok=False)
    assert len(calls(machine)) == 1


def test_who_is_not_root_is_told(machine):
    script(machine / "id", "echo 1000")
    apt(machine, "exit 0")
    assert "sudo apt-get install make" in setup(machine, ok=False)


@pytest.mark.parametrize("found", ["1.88.0", "1.9.0", "0.99.1"])
def test_an_old_rust_is_told(machine, found):
    script(machine / "make", "")
    script(machine / "cargo", f"echo 'cargo {found} (0123456 2025-01-01)'")
    assert f"Rust {NEEDED} or newer is needed, and cargo here is {found}" in setup(machine, ok=False)


@pytest.mark.parametrize("found", [f"{NEEDED}.0", f"{NEEDED}.3", "1.100.0", "2.0.0-nightly"])
def test_a_new_rust_is_not(machine, found):
    script(machine / "make", "")
    script(machine / "cargo", f"echo 'cargo {found} (0123456 2025-01-01)'")
    assert setup(machine) == ""


def test_no_rust_is_told(machine):
    script(machine / "make", "")
    (machine / "cargo").unlink()
    assert f"Rust is missing ({NEEDED} or newer)" in setup(machine, ok=False)


def test_an_old_openssl_is_told(machine):
    script(machine / "make", "")
    script(machine / "pkg-config", '[ "$1" = --modversion ] && echo 1.1.1')
    apt(machine, "exit 0")
    text = setup(machine, ok=False)
    assert "OpenSSL 3 is needed; this system has 1.1.1" in text
