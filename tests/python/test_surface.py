"""Every promised name is there, and settings and properties hold what was set."""

import inspect
import re
from pathlib import Path

import pytest
from conftest import ROOT

import oftpsrv
from oftpsrv import ErrorCode, _methods, events
from oftpsrv.aio import AsyncOFTPServer

SURFACE = [line.split("\t") for line in (ROOT / "tests/data/surface.tsv").read_text().splitlines()[1:]]
NAMES = [(row[0], row[1], row[6].split(".")[1]) for row in SURFACE if row[0] not in ("config", "error")]


def owner_of(kind, owner):
    if kind == "event-field":
        return getattr(events, f"{owner}Event")
    return {"OFTPServer": oftpsrv.OFTPServer, "OFTPConnection": oftpsrv.Connection, "Certificate": oftpsrv.Certificate}[
        owner
    ]


def test_every_name_of_the_class_reference_is_there_and_documented():
    assert len(NAMES) >= 69
    attributes = [(owner, name, getattr(owner_of(kind, owner), name, None)) for kind, owner, name in NAMES]
    assert not [(owner, name) for owner, name, found in attributes if found is None or not found.__doc__]


def settings():
    """The rows of the tables of docs/settings.md: name, scope, value, default, effect."""
    for line in (ROOT / "docs/settings.md").read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if line.startswith("| `") and len(cells) == 6:
            yield tuple(cell.strip("`") if at in (0, 3) else cell for at, cell in enumerate(cells[:5]))


SETTINGS = list(settings())


def other_value(value, default):
    """A value that is not the default, as it is read back."""
    if "`True`" in value:
        return "False" if default == "True" else "True"
    numbers = re.match(r"numbers? (-?\d+) to (\d+)", value)
    if numbers:
        low, high = map(int, numbers.groups())
        return str(low if str(low) != default else high)
    if value.startswith("numbers"):
        return "2,4"
    if value.startswith("number from"):
        return "77"
    if "store type" in value:
        return "6"
    choice = re.match(r"(-?\d+) \w+", value)
    if choice:
        words = re.findall(r"(-?\d+) \w+", value)
        return next(number for number in words if number != default)
    return "0015,9" if "number" in value else "AbC dE"


# Setting these loads something that is not there, or chooses what this build may not have.
NEEDS_MORE = {
    "CertificateSubject", "RecipientCertSubject", "SSLCertSubject", "ReceivedFileNameFormat", "SSLEnabledCipherSuites",
    "UseFIPSCompliantAPI",
}  # fmt: skip


def test_the_settings_page_was_read():
    assert len(SETTINGS) > 120


def examine(fresh, name, scope, value, default, effect):
    """A setting starts with its default, and holds what is set."""
    if scope == "connection":
        with pytest.raises(oftpsrv.OFTPError):
            fresh.get_config(name)
        return
    # The page writes lists with spaces, for line breaks, and names the setting whose value is another one's default.
    default = default.replace(", ", ",") if name.startswith("TLS") else default
    if default.startswith("that of "):
        default = fresh.get_config(default[len("that of ") :].strip("`"))
    assert fresh.get_config(name) == default
    assert fresh.config(name.swapcase()) == default
    if effect == "read only":
        with pytest.raises(oftpsrv.OFTPError) as refused:
            fresh.set_config(name, default)
        assert refused.value.code == ErrorCode.READ_ONLY
        return
    if name in NEEDS_MORE:
        return
    other = other_value(value, default)
    fresh.set_config(name, other)
    assert fresh.get_config(name) == other
    fresh.config(f"{name}={default}")
    assert fresh.config(name) == default


def test_settings_start_with_their_defaults_and_hold_what_is_set():
    wrong = {}
    for row in SETTINGS:
        with oftpsrv.OFTPServer() as fresh:
            try:
                examine(fresh, *row)
            except (Exception, pytest.fail.Exception) as error:
                wrong[row[0]] = repr(error)
    assert not wrong


PROPERTIES = [
    ("connection_backlog", 17, "ConnectionBacklog"), ("default_timeout", 33, "DefaultTimeout"),
    ("local_host", "127.0.0.1", "LocalHost"), ("local_port", 4711, "LocalPort"),
    ("server_password", "GEHEIM", "ServerPassword"), ("server_sfid_code", "O0013SFID", "ServerSFIDCode"),
    ("server_ssid_code", "O0013SSID", "ServerSSIDCode"),
    ("ssl_authenticate_clients", True, "SSLAuthenticateClients"), ("use_ssl", True, "UseSSL"),
]  # fmt: skip


def test_properties_are_attributes(server):
    for attribute, value, _ in PROPERTIES:
        setattr(server, attribute, value)
    assert [getattr(server, attribute) for attribute, _, _ in PROPERTIES] == [value for _, value, _ in PROPERTIES]
    assert [server.config(name) for _, _, name in PROPERTIES] == [str(value) for _, value, _ in PROPERTIES]


def test_asyncio_has_the_same_methods_to_be_awaited():
    for name, method in vars(_methods.WaitingServerMethods).items():
        if inspect.isfunction(method):
            awaited = getattr(AsyncOFTPServer, name)
            assert inspect.iscoroutinefunction(awaited), name
            assert inspect.signature(awaited) == inspect.signature(getattr(oftpsrv.OFTPServer, name))


def test_every_error_number_has_a_name_and_a_text():
    unknown = oftpsrv.OFTPError(99_999).message
    without = [code.name for code in ErrorCode if oftpsrv.OFTPError(code).message in ("", unknown)]
    assert not without
    assert type(oftpsrv.OFTPError(ErrorCode.FILE_EXISTS).code) is int
    assert str(oftpsrv.OFTPError(ErrorCode.FILE_EXISTS)).startswith("[681] Local file exists")


def test_misspelled_and_read_only_attributes_are_refused(server):
    for attribute in ("server_ssid", "on_acept_file", "listening", "connections"):
        with pytest.raises(AttributeError):
            setattr(server, attribute, None)


def test_values_are_checked_before_c_cuts_them_off(server):
    with pytest.raises(ValueError):
        server.server_password = "AB\0CD"
    with pytest.raises(TypeError):
        server.server_password = b"AB"
    with pytest.raises(TypeError):
        server.use_ssl = "False"
    with pytest.raises(oftpsrv.OFTPError) as refused:
        server.local_port = 2**32 + 3305
    assert refused.value.code == 6
    with pytest.raises(TypeError):
        server.on_log = "no handler"


def test_errors_carry_their_number_and_what_happened(server):
    with pytest.raises(oftpsrv.OFTPError) as unknown:
        server.set_config("NoSuchSetting", "1")
    assert unknown.value.code == 5
    assert "NoSuchSetting" in str(unknown.value)
    assert str(oftpsrv.OFTPError(681)).startswith("[681] Local file exists")


def test_an_unknown_connection_is_both_errors(server):
    with pytest.raises(KeyError):
        server.connections["4711"]
    with pytest.raises(oftpsrv.OFTPError) as unknown:
        server.disconnect("4711")
    assert unknown.value.code == 126
    assert server.connections.get("4711") is None
    assert "4711" not in server.connections
    assert list(server.connections) == []


def test_a_server_needs_its_codes():
    with oftpsrv.OFTPServer() as server:
        server.local_port = 0
        with pytest.raises(oftpsrv.OFTPError) as refused:
            server.start_listening()
        assert refused.value.code == 672


def test_listening_and_again(server):
    assert not server.listening
    server.start_listening()
    assert server.listening
    assert server.local_port != 0
    with pytest.raises(oftpsrv.OFTPError) as refused:
        server.start_listening()
    assert refused.value.code == 104
    with pytest.raises(oftpsrv.OFTPError) as refused:
        server.local_port = 1
    assert refused.value.code == 106
    server.stop_listening()
    assert not server.listening
    server.start_listening()
    server.shutdown()
    assert not server.listening


def test_reset_brings_the_defaults_back(server):
    server.config("LogLevel=3")
    server.reset()
    assert server.server_ssid_code == ""
    assert server.config("LogLevel") == "1"


def test_a_closed_server_is_stale_and_does_not_listen():
    with oftpsrv.OFTPServer() as server:
        pass
    assert not server.listening
    with pytest.raises(oftpsrv.OFTPError) as stale:
        server.server_ssid_code = "X"
    assert stale.value.code == 3
    server.close()
    assert "closed" in repr(server)


def test_a_server_that_nobody_holds_ends_itself():
    server = oftpsrv.OFTPServer()
    # A handler that holds the server makes a circle.
    server.on_log = [server].append
    assert oftpsrv.live_handles() == 1
    del server
    # The rest is the fixture's: no handle is left after a collection.


def test_every_module_is_typed():
    package = Path(oftpsrv.__file__).parent
    assert (package / "py.typed").is_file()
    assert oftpsrv.__version__.count(".") == 2
