"""The wheel: fit for every Linux with glibc 2.34, with OpenSSL inside, and at work in an environment that has nothing else."""

import sys
import venv
import zipfile

import pytest
from conftest import LIBRARY, ROOT, run
from partner import deliver, mapped

SERVER = """
import os, sys, time
import oftpsrv
with oftpsrv.OFTPServer() as server:
    server.server_ssid_code = server.server_sfid_code = "O0013SERVER"
    server.local_host, server.local_port = "127.0.0.1", 0
    server.config("DownloadDirectory=in")
    server.start_listening()
    print("listening on", server.local_port, flush=True)
    print(oftpsrv.__file__, open("/proc/self/maps").read(), flush=True)
    time.sleep(60)
"""

OLD_PFX = """
import sys
import oftpsrv
try:
    print(oftpsrv.Certificate(oftpsrv.StoreType.PFX_FILE, sys.argv[1], "secret").subject)
except oftpsrv.OFTPError as error:
    print(error)
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    out = tmp_path_factory.mktemp("wheel")
    run("scripts/packages.sh", LIBRARY, out, PACKAGES="wheel")
    (made,) = out.iterdir()
    return made


@pytest.fixture(scope="module")
def python(wheel, tmp_path_factory):
    """An environment with the wheel and nothing else, not even this Python's own packages."""
    folder = tmp_path_factory.mktemp("venv") / "venv"
    venv.create(folder, with_pip=True)
    run(folder / "bin/python", "-m", "pip", "--disable-pip-version-check", "install", "--no-index", wheel)
    return folder / "bin/python"


def test_its_name_says_where_it_may_be_installed(wheel):
    assert wheel.name.endswith("-py3-none-manylinux_2_34_x86_64.whl") or sys.platform != "linux"
    run(sys.executable, "-m", "auditwheel", "show", wheel)


def test_what_is_inside(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert "oftpsrv/py.typed" in names and "oftpsrv/_native/liboftpsrv.so" in names
    assert {name.split("/")[-1].split("-")[0] for name in names if name.startswith("oftpsrv.libs/lib")} == {"libssl", "libcrypto"}
    texts = {name.split("/")[-1] for name in names if "/licenses/" in name} - {""}
    assert texts == {"LICENSE-MIT", "LICENSE-APACHE", "THIRD-PARTY-NOTICES.txt"}


def test_a_server_of_a_fresh_environment_receives_a_file(python, tmp_path):
    (tmp_path / "in").mkdir()
    text = deliver([python, "-c", SERVER], r"listening on (\d+)", tmp_path, tmp_path / "in")
    assert str(python.parent.parent) in text
    crypto = {name for name in mapped(text) if name.startswith("libcrypto")}
    assert len(crypto) == 1 and crypto != {"libcrypto.so.3"}, crypto


def test_its_command_line_receives_a_file(python, tmp_path):
    (tmp_path / "in").mkdir()
    words = "-m oftpsrv --ssid O0013SERVER --host 127.0.0.1 --port 0 --inbox in --partner O0013PARTNER=SECRET"
    deliver([python, *words.split()], r"(\d+)\n", tmp_path, tmp_path / "in")


def test_an_old_pfx_is_told_where_the_legacy_provider_is_missing(python, tmp_path):
    """Providers are files of the system's OpenSSL; the wheel does not have them."""
    old = ROOT / "tests/data/certs/legacy.pfx"
    text = run(python, "-c", OLD_PFX, old, cwd=tmp_path, OPENSSL_MODULES=tmp_path)
    assert "OpenSSL's legacy provider, which has it, is not installed" in text
    new = ROOT / "tests/data/certs/modern.pfx"
    assert "CN=" in run(python, "-c", OLD_PFX, new, cwd=tmp_path, OPENSSL_MODULES=tmp_path)
