"""Every program of README, the header's essay, docs and the packages' READMEs does what its page says.

The programs are taken from the pages themselves (``documents.py``). They run against a partner that answers every file and
gives the turn back until the session is over. What a test has to change (ports, paths) stands in its call of ``changed``.
Those in C# are run by ``tests/csharp/documents.py``.
"""

import importlib.util
import os
import shutil
import signal
import ssl
import subprocess
import sys
from pathlib import Path

import documents
import pytest
from conftest import wait_until
from documents import (
    ESSAY,
    PARTNER,
    ROOT,
    SERVER,
    Program,
    blocks,
    changed,
    ended_well,
    free_port,
    is_marked,
    receives,
    sends,
    session,
    turned_away,
)
from rawoftp import Client

import oftpsrv

RELEASE = ROOT / "target" / "release"
STRICT = "-Wall -Wextra -Werror -pedantic"
RUN = set()

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the pages' command lines are for a Unix shell")
needs_release = pytest.mark.skipif(
    not (RELEASE / "liboftpsrv.so").is_file() or not (RELEASE / "oftp-partner").is_file(),
    reason="needs cargo build --release",
)


def program(name):
    """Says which block of which page a test runs."""

    def named(test):
        RUN.add(name)
        return test

    return named


def run_by_csharp():
    """The names of the blocks that the C# tests run."""
    spec = importlib.util.spec_from_file_location("csharp_documents", ROOT / "tests" / "csharp" / "documents.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return set(module.PROGRAMS)


def test_every_program_is_run_or_marked():
    """A new block needs a test, or after its fence the reason why it is no program."""
    found, run = blocks(), RUN | run_by_csharp()
    assert not run - set(found), "these blocks have tests, but are on no page any more"
    assert not forgotten(found, run), "these blocks are neither run by a test nor marked"
    assert not [name for name in run if is_marked(found[name])], "these blocks are marked as no programs, and run"


def forgotten(found, run):
    """The blocks that are neither run nor marked, with where they are."""
    left = [name for name, block in found.items() if name not in run and not is_marked(block)]
    return [f"{found[name].page}:{found[name].line}: {name}" for name in left]


def test_a_new_block_is_noticed(tmp_path, monkeypatch):
    """Whatever its language, also none, and in the essay; a reason has to be given."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "page.md").write_text(
        "# Page\n```sh\n# no heading\n```\n## Part\n```\nx\n```\n```python fragment:\ny\n```\n"
        "```text\nlog\n```\n- item\n  ```c fragment: half a function\n  z\n  ```\n```python\nrun()\n```\n"
    )
    (tmp_path / "src" / "ffi").mkdir(parents=True)
    (tmp_path / ESSAY).write_text("A server\n--------\n\n    new\n\n    more\n\nAll alike (a fragment):\n\n    void f();\n")
    monkeypatch.setattr(documents, "ROOT", tmp_path)
    found = blocks()
    assert found[f"{ESSAY} / A server / c"].text == "new\n\nmore\n"
    assert forgotten(found, {"docs/page.md / Part / python 2"}) == [
        "docs/page.md:2: docs/page.md / Page / sh",
        "docs/page.md:6: docs/page.md / Part / ",
        "docs/page.md:9: docs/page.md / Part / python",
        f"{ESSAY}:4: {ESSAY} / A server / c",
    ]


# --- Running them ----------------------------------------------------------------------------------------


@pytest.fixture
def start():
    """Starts programs, and ends them with the test."""
    started = []

    def begin(command, cwd, **env):
        started.append(Program(command, cwd, env))
        return started[-1]

    yield begin
    for each in started:
        each.__exit__()


def python_environment():
    """So that a child finds the package that is tested here."""
    path = [str(Path(oftpsrv.__file__).parent.parent), os.environ.get("PYTHONPATH", "")]
    return {"PYTHONPATH": os.pathsep.join(path), "PYTHONUNBUFFERED": "1"}


def shell(start, text, cwd=ROOT, **env):
    """Runs command lines; the first one that fails ends them."""
    return start(["bash", "-euo", "pipefail", "-c", text], cwd, **env)


def compiled(source, folder, standard="c99"):
    """A C program, compiled as strictly as can be, against the library in target/release."""
    (folder / "program.c").write_text(source)
    (folder / "liboftpsrv.so.0").symlink_to(RELEASE / "liboftpsrv.so")
    command = ["cc", f"-std={standard}", *STRICT.split(), "-I", ROOT / "include", "program.c", "-o", "program"]
    command += ["-L", RELEASE, "-loftpsrv", f"-Wl,-rpath,{folder}"]
    subprocess.run(command, cwd=folder, check=True)
    return folder / "program"


# --- README ----------------------------------------------------------------------------------------------


@program("README.md / Five minutes / sh")
@needs_release
def test_readme_make_demo(start):
    # `make test` is what runs this; the demonstration's big file is small here.
    text = changed("README.md / Five minutes / sh", {"make test ": ": make test "})
    demo = shell(start, text, DEMO_MB="2")
    assert demo.end(600) == 0, demo.output
    assert "Everything arrived, everything is identical, every end response came." in demo.output


@program("README.md / C / sh")
@needs_release
@pytest.mark.skipif(shutil.which("pkg-config") is None, reason="needs pkg-config")
def test_readme_c(start, tmp_path):
    port, inbox = free_port(), tmp_path / "inbox"
    text = changed(
        "README.md / C / sh",
        {
            "-o minimal": f"-o {tmp_path}/minimal",
            "./minimal 3305 inbox": f"{tmp_path}/minimal {port} {inbox}",
            "mkdir -p inbox": f"mkdir -p {inbox}",
            "cc ": f"cc {STRICT} ",
        },
    )
    server = shell(start, text, HOME=str(tmp_path))
    wait_until(lambda: f"listening on port {port}" in server.output or server.process.poll() is not None, "the start")
    receives(port, server, inbox)
    server.close_input()
    assert server.end() == 0, server.output
    assert "INVOICES: 45000 octets" in server.output


@program("README.md / Python / sh")
@needs_release
def test_readme_python_command(start, tmp_path):
    port, inbox = free_port(), tmp_path / "inbox"
    text = changed(
        "README.md / Python / sh",
        {
            "-m venv venv": f"-m venv {tmp_path}/venv",
            "venv/bin/": f"{tmp_path}/venv/bin/",
            "--port 3305": f"--port {port}",
            "--inbox inbox": f"--inbox {inbox}",
        },
    )
    text = text.replace(f"{tmp_path}/{tmp_path}/", f"{tmp_path}/")
    # Without network: what builds the package is that of this interpreter.
    tools = Path(importlib.util.find_spec("setuptools").origin).parent.parent
    server = shell(
        start,
        text,
        PIP_NO_BUILD_ISOLATION="0",
        PIP_NO_INDEX="1",
        PIP_DISABLE_PIP_VERSION_CHECK="1",
        PYTHONPATH=str(tools),
        OFTPSRV_LIBRARY=str(RELEASE / "liboftpsrv.so"),
    )
    wait_until(lambda: "listening" in server.output or server.process.poll() is not None, "the start", 120)
    receives(port, server, inbox)
    server.signal(signal.SIGTERM)
    server.end()
    assert "accepted O0013PARTNER" in server.output and "received INVOICES" in server.output
    assert "stopped" in server.output, server.output


@program("README.md / Python / python")
def test_readme_python(start, tmp_path):
    port = free_port()
    text = changed(
        "README.md / Python / python",
        {"    server.start_listening()": f"    server.local_port = {port}\n    server.start_listening()"},
    )
    server = start([sys.executable, "-c", text], tmp_path, **python_environment())
    receives(port, server, tmp_path / "inbox")
    server.say("")
    assert server.end() == 0, server.output
    assert "Enter stops the server." in server.output and "Traceback" not in server.output


@program("README.md / A partner to try it with / sh")
@needs_release
def test_readme_partner(start, tmp_path):
    port, inbox = free_port(), tmp_path / "inbox"
    command = [sys.executable, "-m", "oftpsrv", "--ssid", SERVER, "--port", port, "--inbox", inbox]
    server = start([*command, "--partner", f"{PARTNER}=SECRET"], tmp_path, **python_environment())
    wait_until(lambda: "listening" in server.output, "the start")
    # The release build is what `needs_release` asks for.
    text = changed(
        "README.md / A partner to try it with / sh",
        {"cargo build --release --bin oftp-partner": ":", "--port 3305": f"--port {port}"},
    )
    partner = shell(start, text)
    assert partner.end() == 0, partner.output
    assert "DELFOR.EDI" in partner.output and "EERP" in partner.output
    assert (inbox / "DELFOR.EDI").read_bytes() == (ROOT / "demo" / "delfor.edi").read_bytes()


# --- The header's essay and docs/c-api.md ----------------------------------------------------------------


@program(f"{ESSAY} / A server in 15 lines / c")
@needs_release
def test_essay_server(start, tmp_path):
    port, inbox = free_port(), tmp_path / "in"
    inbox.mkdir()
    name = f"{ESSAY} / A server in 15 lines / c"
    lines = [line for line in blocks()[name].text.splitlines() if line and not line.startswith("#")]
    assert len(lines) == 15
    new = "oftpsrv_t *s = oftpsrv_new();"
    text = changed(name, {'"/in"': f'"{inbox}"', new: f"{new} oftpsrv_set_local_port(s, {port});"})
    server = start([compiled(text, tmp_path)], tmp_path)
    receives(port, server, inbox)
    server.say("")
    assert server.end() == 0, server.output


@program(f"{ESSAY} / Sending / c")
@needs_release
def test_essay_sending(start, tmp_path):
    port, file = free_port(), tmp_path / "invoices"
    file.write_bytes(b"invoice " * 9000)
    new = "oftpsrv_t *s = oftpsrv_new();"
    text = changed(
        f"{ESSAY} / Sending / c",
        {'"/out/invoices"': f'"{file}"', new: f"{new} oftpsrv_set_local_port(s, {port});"},
    )
    server = start([compiled(text, tmp_path)], tmp_path)
    turned_away(port, server, PARTNER, "WRONG", 4)
    # Refused: not again in this session. Then it is taken, and the program ends.
    seen = session(port, server, refuse=14)
    ended_well(seen)
    assert [sfid["DSN"] for sfid in seen.refused] == ["INVOICES"]
    seen = session(port, server)
    ended_well(seen)
    assert [(file.sfid["DSN"], file.content) for file in seen.files] == [("INVOICES", b"invoice " * 9000)]
    assert server.end() == 0, server.output


@program("docs/c-api.md / Building against it / sh")
@program("docs/c-api.md / A server / c")
@needs_release
def test_c_api(start, tmp_path):
    port, inbox = free_port(), tmp_path / "in"
    inbox.mkdir()
    new = "oftpsrv_t *server = oftpsrv_new();"
    text = changed(
        "docs/c-api.md / A server / c",
        {
            "/var/spool/oftp/partner": str(inbox),
            new: f"{new}\n    oftpsrv_set_local_port(server, {port});\n    setvbuf(stdout, NULL, _IOLBF, 0);",
        },
    )
    (tmp_path / "server.c").write_text(text)
    lines = changed(
        "docs/c-api.md / Building against it / sh",
        {
            "cc -std=c99": f"cc -std=c99 {STRICT}",
            " server.c": f" {tmp_path}/server.c",
            "-o server": f"-o {tmp_path}/server",
            "./server": f"{tmp_path}/server",
        },
    )
    server = shell(start, lines)
    receives(port, server, inbox)
    server.say("")
    assert server.end() == 0, server.output
    assert "INVOICES: 45000 octets" in server.output


# --- The Python package ----------------------------------------------------------------------------------


@program("bindings/python/README.md / oftpsrv for Python / python")
def test_python_package(start, tmp_path):
    port, inbox, outbox = free_port(), tmp_path / "in", tmp_path / "out" / PARTNER
    inbox.mkdir()
    outbox.mkdir(parents=True)
    expected = {"INVOICE1": b"one " * 7000, "INVOICE2": b"two"}
    for name, content in expected.items():
        (outbox / name.lower()).write_bytes(content)
    text = changed(
        "bindings/python/README.md / oftpsrv for Python / python",
        {
            "/var/oftp/": f"{tmp_path}/",
            "    server.start_listening()": f"    server.local_port = {port}\n    server.start_listening()",
        },
    )
    server = start([sys.executable, "-c", text], tmp_path, **python_environment())
    sends(port, server, outbox, expected)
    receives(port, server, inbox)
    server.say("")
    assert server.end() == 0, server.output
    assert "Traceback" not in server.output, server.output


# --- docs/tls.md -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate with its key, as PKCS#12 with the password SECRET, and alone as PEM."""
    if shutil.which("openssl") is None:
        pytest.skip("needs the openssl program")
    folder = tmp_path_factory.mktemp("certificate")
    words = "req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=localhost -keyout key.pem -out cert.pem"
    subprocess.run(["openssl", *words.split()], cwd=folder, check=True, capture_output=True)
    words = "pkcs12 -export -inkey key.pem -in cert.pem -passout pass:SECRET -out server.p12"
    subprocess.run(["openssl", *words.split()], cwd=folder, check=True, capture_output=True)
    return folder


def trusting(certificate):
    context = ssl.create_default_context(cafile=str(certificate / "cert.pem"))
    context.check_hostname = False
    return context


@program("docs/tls.md / TLS / conf")
def test_tls_settings(start, tmp_path, certificate):
    """The page's settings are a configuration for ``python -m oftpsrv``."""
    port = free_port()
    text = changed(
        "docs/tls.md / TLS / conf",
        {
            "LocalPort=6619": f"LocalPort={port}",
            "/etc/oftp/server.p12": str(certificate / "server.p12"),
            "SSLCertStorePassword=...": "SSLCertStorePassword=SECRET",
        },
    )
    (tmp_path / "server.conf").write_text(text)
    command = [sys.executable, "-m", "oftpsrv", "server.conf", "--ssid", SERVER, "--inbox", "in"]
    server = start([*command, "--partner", f"{PARTNER}=SECRET"], tmp_path, **python_environment())
    wait_until(lambda: f"on port {port}" in server.output or server.process.poll() is not None, "the start")
    with Client(port, tls=trusting(certificate)) as client:
        client.open(PARTNER, "SECRET")
        assert client.send_file("SECURE", b"over TLS", SERVER).name == "EFPA"
    assert (tmp_path / "in" / "SECURE").read_bytes() == b"over TLS"


@program("docs/tls.md / Old partners / conf")
def test_tls_settings_for_old_partners(server, certificate):
    """A partner that can do DHE with CBC only gets it, and another one gets better; OpenSSL serves, as the page says."""
    text = changed("docs/tls.md / Old partners / conf", {})
    for line in text.splitlines():
        server.config(line)
    lines = []
    server.config("LogLevel=1")
    server.on_log = lambda event: lines.append(event.message)
    server.ssl_cert = oftpsrv.Certificate(oftpsrv.StoreType.AUTO, certificate / "server.p12", "SECRET")
    server.use_ssl = True
    server.start_listening()
    for suites, expected in (("DHE-RSA-AES256-SHA:@SECLEVEL=0", "DHE-RSA-AES256-SHA"), (None, "TLS_AES_256_GCM_SHA384")):
        context = trusting(certificate)
        if suites:
            context.maximum_version = ssl.TLSVersion.TLSv1_2
            context.set_ciphers(suites)
        with Client(server.local_port, tls=context) as client:
            client.open(PARTNER, "SECRET")
            assert client.socket.cipher()[0] == expected
    said = blocks()["docs/tls.md / Two providers / text"].text.strip()
    wait_until(lambda: said in lines, f"the line {said!r} among {lines}")
