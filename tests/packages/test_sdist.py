"""The source distribution carries the crate: pip builds the library from it, or says what it needs."""

import os
import sys
import tarfile

import pytest
from conftest import LIBRARY, ROOT, TARGET, run, setuptools

PROGRAM = """
import oftpsrv
with oftpsrv.OFTPServer() as server:
    server.server_ssid_code = server.server_sfid_code = "O0013SERVER"
    server.local_host, server.local_port = "127.0.0.1", 0
    server.start_listening()
    assert server.listening
print(oftpsrv.__file__)
"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    out = tmp_path_factory.mktemp("sdist")
    setuptools(f"build_sdist({str(out)!r})", ROOT / "bindings/python")
    (made,) = out.iterdir()
    return made


@pytest.fixture
def unpacked(archive, tmp_path):
    with tarfile.open(archive) as opened:
        opened.extractall(tmp_path, filter="data")
    (folder,) = tmp_path.iterdir()
    return folder


def pip_wheel(package, out, ok=True, **more):
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--no-deps", "--no-build-isolation"]
    return run(*pip, "--wheel-dir", out, package, cwd=out, ok=ok, **more)


def use(wheel, folder):
    """Runs a program with the package of the wheel, which is unpacked as pip does."""
    run(sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--no-deps", "--target", folder, wheel)
    place = run(sys.executable, "-c", PROGRAM, cwd=folder.parent, PYTHONPATH=folder)
    assert place.startswith(str(folder))


def test_everything_that_the_library_was_built_from_is_there(unpacked):
    """Cargo wrote down what it read when it built target/release."""
    listed = (TARGET / "release/liboftpsrv.d").read_text().partition(": ")[2].split()
    sources = [os.path.relpath(path, ROOT) for path in listed]
    assert "src/lib.rs" in sources and "cbindgen.toml" in sources
    for name in [*sources, "Cargo.toml", "Cargo.lock", "build.rs", "LICENSE-MIT", "THIRD-PARTY-NOTICES.txt"]:
        assert (unpacked / "crate" / name).exists(), name
    run("cargo", "metadata", "--locked", "--offline", "--no-deps", "--format-version", "1", cwd=unpacked / "crate")


def test_nothing_else_is_there(unpacked):
    names = {path.name for path in (unpacked / "crate").iterdir()}
    assert "target" not in names and "tests" not in names
    assert not list(unpacked.rglob("*.so"))


def test_it_is_installed_with_a_library_that_was_built_elsewhere(archive, tmp_path):
    pip_wheel(archive, tmp_path, OFTPSRV_LIBRARY=LIBRARY)
    (wheel,) = tmp_path.glob("*.whl")
    use(wheel, tmp_path / "installed")


def test_without_rust_and_without_a_library_it_says_what_it_needs(archive, tmp_path, tools):
    text = pip_wheel(archive, tmp_path, ok=False, PATH=tools)
    assert "there is no cargo here" in text and "OFTPSRV_LIBRARY" in text


def test_a_library_that_is_not_there_is_named(archive, tmp_path):
    text = pip_wheel(archive, tmp_path, ok=False, OFTPSRV_LIBRARY="/nothing/there.so")
    assert "OFTPSRV_LIBRARY names /nothing/there.so, which is not there" in text


@pytest.mark.skipif(not os.environ.get("OFTPSRV_TEST_PACKAGING"), reason="builds everything; set OFTPSRV_TEST_PACKAGING=1")
def test_cargo_builds_it(archive, tmp_path):
    pip_wheel(archive, tmp_path)
    (wheel,) = tmp_path.glob("*.whl")
    use(wheel, tmp_path / "installed")
