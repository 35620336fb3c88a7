"""``pip install`` of the package carries the library. Slow: runs where OFTPSRV_TEST_PACKAGING is set."""

import os
import subprocess
import sys
import venv
import zipfile

import pytest
from conftest import ROOT

pytestmark = pytest.mark.skipif(
    not os.environ.get("OFTPSRV_TEST_PACKAGING"), reason="set OFTPSRV_TEST_PACKAGING=1 to build and install a wheel"
)

PROGRAM = """
import oftpsrv, oftpsrv.aio, pathlib
inside = pathlib.Path(oftpsrv.__file__).parent / "_native"
assert any(path.suffix in (".so", ".dylib", ".dll") for path in inside.iterdir()), list(inside.iterdir())
with oftpsrv.OFTPServer() as server:
    server.server_ssid_code = server.server_sfid_code = "O0013SERVER"
    server.local_host, server.local_port = "127.0.0.1", 0
    server.start_listening()
    assert server.listening
assert oftpsrv.live_handles() == 0
print("works", oftpsrv.__version__)
"""


def test_a_fresh_environment_needs_nothing_else(tmp_path):
    built = tmp_path / "wheels"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    package = str(ROOT / "bindings" / "python")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "-w", str(built), package], check=True, env=environment)
    (wheel,) = built.glob("*.whl")
    assert "-py3-none-" in wheel.name
    assert not wheel.name.endswith("-any.whl")
    with zipfile.ZipFile(wheel) as archive:
        assert "oftpsrv/py.typed" in archive.namelist()
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    subprocess.run([str(python), "-m", "pip", "install", "--no-index", str(wheel)], check=True, env=environment)
    environment.pop("OFTPSRV_LIBRARY", None)
    result = subprocess.run(
        [str(python), "-c", PROGRAM], check=True, env=environment, capture_output=True, text=True, cwd=tmp_path
    )
    assert result.stdout.startswith("works")
