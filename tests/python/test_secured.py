"""Secured files that do not open: what the partner hears, and what the program is told. Made by the openssl program."""

import shutil
import subprocess

import pytest
from conftest import PARTNER, PASSWORD, SERVER, Recorder
from rawoftp import Client

from oftpsrv import Certificate, StoreType

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the openssl program")


def openssl(*arguments, data=None):
    return subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True, input=data).stdout


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    folder = tmp_path_factory.mktemp("keys")
    for name in ("own", "stranger"):
        openssl(
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", 30, "-subj", f"/CN={name}",
            "-keyout", folder / f"{name}.key", "-out", folder / f"{name}.crt",
        )  # fmt: skip
    (folder / "both.pem").write_text((folder / "own.key").read_text() + (folder / "own.crt").read_text())
    return folder


@pytest.fixture
def client(server, keys):
    server.certificate = Certificate(StoreType.AUTO, keys / "both.pem")
    for line in ("RecipientCertStoreType=8", f"RecipientCertStore={keys / 'own.crt'}", "RecipientCertSubject=*"):
        server.config(line)
    server.start_listening()
    with Client(server.local_port) as client:
        client.open(PARTNER, PASSWORD)
        yield client


def signed(keys, content, by="own"):
    return openssl(
        "cms", "-sign", "-binary", "-nodetach", "-outform", "DER", "-md", "sha256",
        "-signer", keys / f"{by}.crt", "-inkey", keys / f"{by}.key", data=content,
    )  # fmt: skip


def sealed(keys, content):
    return openssl("cms", "-encrypt", "-binary", "-outform", "DER", "-aes256", keys / "own.crt", data=content)


def altered(octets, back):
    at = len(octets) - back
    return octets[:at] + bytes([octets[at] ^ 0x41]) + octets[at + 1 :]


def answer(client, name, octets, security):
    heard = client.send_file(name, octets, SERVER, SEC=security, CIPH=4, ENV=1)
    return heard.name, heard["REAS"], heard["REAST"]


def test_behind_an_envelope_there_is_one_answer(server, inbox, client, keys):
    """EFNA-3, CMS-8"""
    seen = Recorder(server, "end_transfer", "error")
    content = bytes(range(256)) * 20
    good = signed(keys, content)
    rows = {
        "BAD PADDING": altered(sealed(keys, good), 17),
        "BAD CONTENT": altered(sealed(keys, good), 4000),
        "SIGNATURE ALTERED": sealed(keys, altered(good, 20)),
        "BY A STRANGER": sealed(keys, signed(keys, content, "stranger")),
        "CUT INSIDE": sealed(keys, good[:-2000]),
        "CUT OUTSIDE": sealed(keys, good)[:-2000],
        "NOT SIGNED": sealed(keys, content),
    }
    answers = {name: answer(client, name, octets, 3) for name, octets in rows.items()}
    assert set(answers.values()) == {("EFNA", 22, "File decryption failure")}, answers
    ended = {event.virtual_file_name: event for event in seen.named("end_transfer")}
    assert {event.reason_code for event in ended.values()} == {22}
    assert "the signature is not good" in ended["SIGNATURE ALTERED"].reason_text
    assert "known certificate" in ended["BY A STRANGER"].reason_text
    assert {event.error_code for event in seen.named("error")} == {683, 684}
    assert list(inbox.iterdir()) == []
    assert client.send_file("GOOD", sealed(keys, good), SERVER, SEC=3, CIPH=4, ENV=1).name == "EFPA"
    assert (inbox / "GOOD").read_bytes() == content


def test_without_an_envelope_the_cause_is_named(client, keys):
    """EFNA-3"""
    good = signed(keys, b"content" * 100)
    assert answer(client, "ALTERED", altered(good, 20), 2) == ("EFNA", 21, "Invalid file signature")
    assert answer(client, "STRANGER", signed(keys, b"x", "stranger"), 2)[1] == 21
    assert answer(client, "NO ENVELOPE", good, 3)[1] == 22
