"""What a program is told by numbers and in the log: errors of the system, settings without effect, ports and versions."""

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from conftest import Recorder, connect, wait_until

import oftpsrv


def logged(seen, word):
    return [event for event in seen.named("log") if word in event.message]


@pytest.mark.parametrize(
    "name, value",
    [
        ("SSLContextProtocol", "TLSv1.2"),
        ("SSLTrustManagerFactoryAlgorithm", "PKIX"),
        ("GUIAvailable", "True"),
        ("UseDaemonThreads", "True"),
    ],
)
def test_a_setting_without_effect_says_so_in_the_log(server, name, value):
    seen = Recorder(server, "log")
    server.set_config(name, value)
    server.start_listening()
    wait_until(lambda: logged(seen, name), "the line at the start")
    server.set_config(name, value)
    wait_until(lambda: len(logged(seen, name)) == 2, "the line of the change")
    assert all(e.log_level == 1 and "has no effect here" in e.message for e in logged(seen, name))
    assert server.get_config(name) == value


def test_use_ssl_leaves_the_port_alone(server):
    server.reset()
    server.use_ssl = True
    assert server.local_port == 3305


def test_the_versions_of_tls_are_safe_by_default(server):
    assert server.get_config("SSLEnabledProtocols") == str(12288 + 3072)


def test_the_partners_address_cannot_be_changed(server):
    server.start_listening()
    with connect(server):
        wait_until(lambda: len(server.connections) == 1)
        (connection_id,) = server.connections
        for name, code in (("RemotePort", 100), ("RemoteHost", 101), ("Connected", 7)):
            with pytest.raises(oftpsrv.OFTPError) as refused:
                server.set_config(f"{name}[{connection_id}]", "1")
            assert refused.value.code == code


def test_a_name_that_is_not_found_and_an_address_that_is_not_ours(server):
    server.local_host = "no such host"
    with pytest.raises(oftpsrv.OFTPError) as unknown:
        server.start_listening()
    assert unknown.value.code in (11001, 11002, 11003, 11004)
    assert "no such host" in str(unknown.value)
    server.local_host = "192.0.2.1"
    with pytest.raises(oftpsrv.OFTPError) as foreign:
        server.start_listening()
    assert foreign.value.code == 10049


def test_a_response_that_cannot_be_built_is_refused_at_once(server):
    server.start_listening()
    with connect(server):
        wait_until(lambda: len(server.connections) == 1)
        (connection_id,) = server.connections
        with pytest.raises(oftpsrv.OFTPError) as refused:
            server.send_end_response(
                connection_id, "X" * 27, "202611221530590042", "O0013PARTNER", "O0013SERVER", "", 0, "", "", ""
            )
        assert refused.value.code == 678


@pytest.mark.skipif(sys.platform != "linux", reason="needs a limit of processes for one user")
def test_a_system_that_starts_no_thread_is_an_error_and_no_panic():
    """10067: the limit is one of the user's, and root has none, so root becomes somebody else first."""
    program = f"""
        import os, resource, sys
        sys.path.insert(0, {str(Path(oftpsrv.__file__).parent.parent)!r})
        import oftpsrv
        server = oftpsrv.OFTPServer()
        server.local_host, server.local_port = "127.0.0.1", 0
        server.server_ssid_code = server.server_sfid_code = "O0013SERVER"
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
        if os.getuid() == 0:
            os.setuid(65534)
        try:
            server.start_listening()
        except oftpsrv.OFTPError as error:
            print(error.code, error, server.listening)
        os._exit(0)
    """
    run = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, timeout=30)
    assert run.stdout.startswith("10067 "), run.stdout + run.stderr
    assert "starting the engine's threads" in run.stdout
    assert run.stdout.strip().endswith("False")
