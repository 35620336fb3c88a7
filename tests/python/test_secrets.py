"""Secrets of the table: a printed event does not show them, nor do the log and errors. `data/promises.txt` lists every secret row
and only grows, so that none stops being one unnoticed."""

import pytest
from conftest import PARTNER, ROOT, Recorder, connect, wait_until

import oftpsrv
from oftpsrv import events

PROMISES = (ROOT / "tests/data/promises.txt").read_text("utf-8").splitlines()
NAMES = [line.split("\t") for line in (ROOT / "tests/data/names.tsv").read_text("utf-8").splitlines()]
FIELDS = [line[len("secret field ") :] for line in PROMISES if line.startswith("secret field ")]
SETTINGS = [line[len("secret setting ") :] for line in PROMISES if line.startswith("secret setting ")]
OF_CONNECTION = [name for name in SETTINGS if f"setting {name}[connection-id]" in PROMISES]
VALUE = "GEHEIM7"


def test_every_secret_row_is_known():
    assert {"AcceptConnection.ClientPassword", "SSLConnectionRequest.CertPassword"} <= set(FIELDS)
    stores = {f"{name}StorePassword" for name in ("Certificate", "RecipientCert", "SSLCert")}
    assert {"ServerPassword", *stores} <= set(SETTINGS)
    # What looks like one is one.
    fields = {f"{row[1]}.{row[2]}" for row in NAMES if row[0] == "event-field" and "password" in row[2].lower()}
    settings = {row[2].split("[")[0] for row in NAMES if row[0] == "config" and "password" in row[2].lower()}
    assert fields <= set(FIELDS) and settings <= set(SETTINGS)


@pytest.mark.parametrize("field", FIELDS)
def test_a_printed_event_hides_it(field):
    event, name = field.split(".")
    attributes = [row[6].split(".")[1] for row in NAMES if row[0] == "event-field" and row[1] == event]
    secret = next(row[6].split(".")[1] for row in NAMES if row[:3] == ["event-field", event, name])
    shown = repr(getattr(events, f"{event}Event")({name: VALUE if name == secret else "open" for name in attributes}))
    assert f"{secret}=***" in shown and VALUE not in shown
    assert all(f"{name}='open'" in shown for name in attributes if name != secret)


@pytest.mark.parametrize("name", SETTINGS)
def test_the_log_and_errors_do_not_show_it(server, name):
    seen = Recorder(server, "log", "error", "pi_trail", "disconnected")
    server.set_config("LogLevel", "3")
    server.set_config(name, VALUE)
    server.config(f"{name}={VALUE}")
    server.load_config(f"{name}={VALUE}\n")
    assert server.get_config(name) == VALUE
    told = []

    def refused(what, *arguments):
        with pytest.raises(oftpsrv.OFTPError) as error:
            what(*arguments)
        told.append(str(error.value))

    too_long = VALUE * 10_000
    refused(server.set_config, name, too_long)
    refused(server.config, f"{name}={too_long}")
    refused(server.load_config, f"{name}={too_long}")
    refused(server.load_config, f"{name}={VALUE}\nNoSuchSetting=1")
    refused(server.set_config, f"{name}[nobody]", VALUE)
    server.start_listening()
    with connect(server):
        wait_until(lambda: len(server.connections) == 1)
        (connection_id,) = server.connections
        if name in OF_CONNECTION:
            server.set_config(f"{name}[{connection_id}]", VALUE)
            refused(server.set_config, f"{name}[{connection_id}]", too_long)
    seen.wait("disconnected")
    server.stop_listening()
    log = [repr(event) for _, event in seen.seen]
    assert any(PARTNER in line for line in log), "the session is in the log"
    assert not [line for line in log + told if VALUE in line]
