"""``python -m oftpsrv``."""

import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from conftest import PARTNER, PASSWORD, SERVER, wait_until
from rawoftp import Client

import oftpsrv

PACKAGE = str(Path(oftpsrv.__file__).parent.parent)


class Run:
    """A server in a process of its own, and what it prints."""

    def __init__(self, *options):
        path = os.pathsep.join([PACKAGE, os.environ.get("PYTHONPATH", "")])
        self.process = subprocess.Popen(
            [sys.executable, "-m", "oftpsrv", *map(str, options)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONPATH": path},
        )
        self.lines = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self):
        self.lines.extend(iter(self.process.stdout.readline, ""))

    @property
    def output(self):
        return "".join(self.lines)

    def port(self):
        wait_until(lambda: "listening on port" in self.output, "the server's start")
        return int(re.search(r"listening on port (\d+)", self.output).group(1))

    def stop(self, number):
        self.process.send_signal(number)
        return self.wait()

    def wait(self):
        """Waits for the end and returns the exit status."""
        status = self.process.wait(10)
        self._reader.join()
        self.process.stdout.close()
        return status


@pytest.fixture
def run():
    runs = []

    def start(*options):
        runs.append(Run(*options))
        return runs[-1]

    yield start
    for one in runs:
        if one.process.poll() is None:
            one.stop(signal.SIGKILL)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_receives_sends_and_stops(run, tmp_path, number):
    outbox = tmp_path / "out" / PARTNER
    outbox.mkdir(parents=True)
    (outbox / "ORDERS").write_bytes(b"to send")
    server = run(
        "--ssid", SERVER, "--password", "MYSECRET", "--host", "127.0.0.1", "--port", 0,
        "--partner", f"{PARTNER}={PASSWORD}",
        "--inbox", tmp_path / "in", "--outbox", tmp_path / "out", "--state", tmp_path / "state", "--trail",
    )  # fmt: skip
    with Client(server.port()) as client:
        answer = client.open(PARTNER, PASSWORD)
        assert (answer["CODE"], answer["PSWD"]) == (SERVER, "MYSECRET")
        assert client.send_file("INVOICES", b"received", SERVER).name == "EFPA"
        turn = client.give_turn()
        assert [file.content for file in turn.files] == [b"to send"]
        assert [response.name for response in turn.responses] == ["EERP"]
        client.send_end_response(turn.files[0].sfid)
        client.give_turn()
    assert (tmp_path / "in" / "INVOICES").read_bytes() == b"received"
    wait_until(lambda: (outbox / "sent" / "ORDERS").is_file(), "the move of the sent file")
    assert server.stop(number) == 0
    for trace in (
        "accepted " + PARTNER,
        "received INVOICES",
        "sent ORDERS",
        "end response ORDERS: positive",
        "--> SFID",
    ):
        assert trace in server.output
    assert "stopped" in server.output
    assert PASSWORD not in server.output


def own_address():
    """An address of the loopback network on which nobody else uses OFTP's own ports."""
    pid = os.getpid()
    own_address.count = getattr(own_address, "count", 0) + 1
    return f"127.{1 + (pid >> 8) % 250}.{1 + pid % 250}.{own_address.count}"


@pytest.fixture(scope="module")
def key(tmp_path_factory):
    """A TLS key with its certificate, made by the openssl program."""
    if shutil.which("openssl") is None:
        pytest.skip("needs the openssl program")
    file = tmp_path_factory.mktemp("tls") / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=localhost"]
    made = subprocess.run([*command, "-keyout", file, "-out", "-"], check=True, capture_output=True, text=True)
    file.write_text(file.read_text() + made.stdout)
    return file


@pytest.mark.skipif(sys.platform != "linux", reason="needs the whole loopback network")
def test_the_port_is_that_of_tls_where_tls_is_asked_for(run, tmp_path, key):
    """TLS-1: 3305 for plain OFTP, 6619 for TLS, and whatever was asked for."""
    config = tmp_path / "tls.conf"
    config.write_text(f"UseSSL=True\nSSLCertStoreType=99\nSSLCertStore={key}\nSSLCertSubject=*\n")
    own_port = tmp_path / "port.conf"
    own_port.write_text(config.read_text() + "localport = 0\n")
    common = ["--ssid", SERVER, "--anyone"]
    for options, port in (
        ((), 3305),
        (("--tls-cert", key), 6619),
        ((config,), 6619),
        ((config, "--set", "UseSSL=False"), 3305),
        ((config, "--port", 3305), 3305),
        ((config, "--set", "LocalPort=3305"), 3305),
        (("--tls-cert", key, "--port", 0), 0),
        ((own_port,), 0),
    ):
        address = own_address()
        server = run(*options, *common, "--host", address)
        assert server.port() == port or port == 0 and server.port() not in (3305, 6619), options
        tls = bool(options) and "UseSSL=False" not in options
        with socket.create_connection((address, server.port())) as line:
            if tls:
                context = ssl.create_default_context(cafile=str(key))
                context.check_hostname = False
                line = context.wrap_socket(line)
            assert b"ODETTE FTP READY" in line.recv(100)
            line.close()
        assert server.stop(signal.SIGTERM) == 0
        warned = "note TLS on port 3305, the port of plain OFTP: partners expect TLS on 6619" in server.output
        assert warned == (tls and port == 3305), server.output


def test_a_file_that_is_refused_is_offered_once_in_a_session(run, tmp_path):
    """The turn comes back again and again, and the session ends. What a session left over goes in the next one."""
    outbox = tmp_path / "out" / PARTNER
    outbox.mkdir(parents=True)
    for name in ("FIRST", "SECOND"):
        (outbox / name).write_bytes(name.encode())
    server = run(
        "--ssid", SERVER, "--host", "127.0.0.1", "--port", 0,
        "--partner", f"{PARTNER}={PASSWORD}", "--outbox", tmp_path / "out", "--state", tmp_path / "state",
    )  # fmt: skip
    port = server.port()
    with Client(port) as client:
        client.open(PARTNER, PASSWORD)
        turn = client.give_turn(refuse=14)
        assert turn.files == [] and turn.ended is None
        turn = client.give_turn()
        assert turn.files == [] and turn.ended is not None and turn.ended["REAS"] == 0
    assert server.output.count("FIRST: 14") == server.output.count("SECOND: 14") == 1
    # A session that is cut off before the second file was offered.
    with Client(port) as client:
        client.open(PARTNER, PASSWORD)
        client.send("CD")
        assert client.receive_file(client.expect("SFID")).content == b"FIRST"
    wait_until(lambda: server.output.count("disconnected") == 2, "the end of the cut session")
    with Client(port) as client:
        client.open(PARTNER, PASSWORD)
        turn = client.give_turn()
        assert [file.content for file in turn.files][-1] == b"SECOND"
        for file in turn.files:
            client.send_end_response(file.sfid)
        assert client.give_turn().ended is not None
    wait_until(lambda: (outbox / "sent" / "SECOND").is_file(), "the move of the sent file")
    assert server.stop(signal.SIGTERM) == 0


@pytest.mark.parametrize("code, password, reason", [("O0013NOBODY", PASSWORD, 3), (PARTNER, "SECREX", 4)])
def test_strangers_are_turned_away(run, tmp_path, code, password, reason):
    """SSID-8, SSID-9"""
    config = tmp_path / "server.conf"
    config.write_text(
        f"# a server\nServerSSIDCode={SERVER}\nServerSFIDCode={SERVER}\nLocalHost=127.0.0.1\nLocalPort=0\n"
    )
    server = run(config, "--partner", f"{PARTNER}={PASSWORD}")
    with Client(server.port()) as client:
        answer = client.offer(code, password)
        assert (answer.name, answer["REAS"]) == ("ESID", reason)
    assert server.stop(signal.SIGTERM) == 0


@pytest.mark.parametrize(
    "options, complaint",
    [
        ((), "nobody could connect"),
        (("--anyone", "--port", "0"), "672"),
        (("--anyone", "--set", "NoSuchSetting=1"), "NoSuchSetting"),
        (("--partner", "CODE"), "CODE=PASSWORD"),
        (("missing.conf", "--anyone"), "missing.conf"),
    ],
)
def test_what_is_wrong_is_said(run, options, complaint):
    server = run(*options)
    assert server.wait() == 1
    assert complaint in server.output
    assert "Traceback" not in server.output


@pytest.mark.parametrize(
    "text, complaint",
    [
        ("# a server\n\nLocalPort=many\n", "Line 3: LocalPort cannot be"),
        ("LocalPort=0\nLocalPrt=0\n", "Line 2: No property or config setting is called"),
        ("SSLCACerts=<<END\n", "Line 1: SSLCACerts: there is no line END"),
    ],
)
def test_a_config_file_with_an_error_is_named_with_its_line(run, tmp_path, text, complaint):
    config = tmp_path / "wrong.conf"
    config.write_text(text)
    server = run(config, "--anyone")
    assert server.wait() == 1
    assert f"oftpsrv: {config}: [" in server.output and complaint in server.output


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_partners_come_from_a_file_too(run, tmp_path):
    partners = tmp_path / "partners"
    partners.write_text(f"\ufeff# partners\n\n {PARTNER.lower()} = {PASSWORD} \nO0013OTHER=A=B\n", "utf-8")
    server = run("--ssid", SERVER, "--host", "127.0.0.1", "--port", 0, "--partners", partners)
    port = server.port()
    for code, password in ((PARTNER, PASSWORD), ("O0013OTHER", "A=B")):
        with Client(port) as client:
            client.open(code, password)
    with Client(port) as client:
        assert client.offer("O0013OTHER", "A")["REAS"] == 4
    assert server.stop(signal.SIGTERM) == 0
    partners.write_text("O0013OTHER=A\nCODE\n")
    server = run("--ssid", SERVER, "--partners", partners)
    assert server.wait() == 1
    assert f"{partners}, line 2: write CODE=PASSWORD" in server.output


def test_a_text_sets_up_a_server():
    """LoadConfig; a text with an error in it sets nothing."""
    with oftpsrv.OFTPServer() as server:
        server.load_config('\ufeff# a server\r\nLocalPort = 4446\nTempPath=" a=b "\nServerPassword=<<END\nGEHEIM\nEND\n')
        assert (server.local_port, server.get_config("TempPath"), server.server_password) == (4446, " a=b ", "GEHEIM")
        for text, code, line in (
            ("LocalPort=1\n\nUseSSL=perhaps", 6, 3),
            ("LocalPort=1\nNoSuchSetting=1", 5, 2),
            ("LocalPort=1\nLocalHost", 8, 2),
        ):
            with pytest.raises(oftpsrv.OFTPError) as refused:
                server.load_config(text)
            assert refused.value.code == code
            assert refused.value.message.startswith(f"Line {line}: ")
            assert server.local_port == 4446
