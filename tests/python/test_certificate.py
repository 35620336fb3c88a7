"""Certificates, and the lists of them that a server trusts. The keys are made by the openssl program."""

import itertools
import shutil
import ssl
import subprocess
import threading

import pytest
from conftest import PARTNER, PASSWORD, SERVER, Recorder, connect
from rawoftp import Client, Unexpected

import oftpsrv
from oftpsrv import Certificate, StoreType

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the openssl program")


def openssl(*arguments):
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    """A key with a self-signed certificate, as PEM in one file and apart, DER, and PKCS#12 with a password."""
    folder = tmp_path_factory.mktemp("keys")
    openssl(
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", 30, "-subj", "/C=DE/O=Test/CN=oftp.example",
        "-addext", "subjectAltName=DNS:oftp.example,IP:127.0.0.1",
        "-keyout", folder / "key.pem", "-out", folder / "cert.pem",
    )  # fmt: skip
    (folder / "both.pem").write_text((folder / "key.pem").read_text() + (folder / "cert.pem").read_text())
    openssl("x509", "-in", folder / "cert.pem", "-outform", "DER", "-out", folder / "cert.der")
    openssl(
        "pkcs12", "-export", "-inkey", folder / "key.pem", "-in", folder / "cert.pem", "-passout", "pass:geheim",
        "-out", folder / "store.p12",
    )  # fmt: skip
    return folder


def test_a_certificate_from_a_file(keys):
    certificate = Certificate(StoreType.PFX_FILE, keys / "store.p12", "geheim")
    assert certificate.private_key_available
    assert "oftp.example" in certificate.subject
    assert certificate.public_key_length == 2048
    assert certificate.version == "V3"
    assert "oftp.example" in certificate.subject_alt_names
    assert len(certificate.thumbprint_sha256) == 64
    assert certificate.encoded_blob.strip()
    assert certificate.store == str(keys / "store.p12")
    assert "oftp.example" in repr(certificate)
    with pytest.raises(AttributeError):
        certificate.issuer = "me"


@pytest.mark.parametrize(
    "kind, name", [(99, "both.pem"), (7, "both.pem"), (9, "cert.der"), (9, "cert.pem"), (99, "cert.der")]
)
def test_a_certificate_from_bytes(keys, kind, name):
    certificate = Certificate(kind, (keys / name).read_bytes())
    assert certificate.private_key_available == (name == "both.pem")
    assert "CN=oftp.example" in certificate.subject.replace(" ", "")


def test_what_cannot_be_read_is_690(keys):
    with pytest.raises(oftpsrv.OFTPError) as wrong:
        Certificate(StoreType.PFX_FILE, str(keys / "store.p12"), "falsch")
    assert wrong.value.code == 690
    with pytest.raises(oftpsrv.OFTPError):
        Certificate(StoreType.AUTO, b"no certificate")
    with pytest.raises(TypeError):
        Certificate(StoreType.AUTO, 17)


@pytest.mark.parametrize("kind", [kind for kind in StoreType if kind.name.endswith("_FILE") and kind != StoreType.BCFKS_FILE]
                         + [StoreType.PKCS11, StoreType.AUTO])  # fmt: skip
def test_a_missing_file_is_679_with_its_path(server, tmp_path, kind):
    missing = tmp_path / "missing.p12"
    with pytest.raises(oftpsrv.OFTPError, match="missing.p12") as wrong:
        Certificate(kind, missing)
    assert wrong.value.code == 679 and str(missing) in str(wrong.value)
    for prefix in ("Certificate", "RecipientCert", "SSLCert"):
        server.config(f"{prefix}StoreType={int(kind)}")
        server.config(f"{prefix}Store={missing}")
        with pytest.raises(oftpsrv.OFTPError) as wrong:
            server.config(f"{prefix}Subject=*")
        assert wrong.value.code == 679 and str(missing) in str(wrong.value)


@pytest.mark.parametrize("kind", [StoreType.PFX_FILE, StoreType.AUTO])
def test_a_password_that_is_missing_and_one_that_is_wrong(server, keys, kind):
    with pytest.raises(oftpsrv.OFTPError, match="needs a password: StorePassword is not set") as wrong:
        Certificate(kind, keys / "store.p12")
    assert wrong.value.code == 690
    with pytest.raises(oftpsrv.OFTPError, match="password of the PFX store is wrong") as wrong:
        Certificate(kind, keys / "store.p12", "falsch")
    assert wrong.value.code == 690
    server.config(f"CertificateStoreType={int(kind)}")
    server.config(f"CertificateStore={keys / 'store.p12'}")
    with pytest.raises(oftpsrv.OFTPError, match="needs a password"):
        server.config("CertificateSubject=*")


@pytest.fixture
def library(tmp_path, monkeypatch):
    """Makes a file that notes when it runs as a library, and says whether it did."""
    if shutil.which("cc") is None:
        pytest.skip("needs a C compiler")
    mark, source = tmp_path / "mark", tmp_path / "mark.c"
    monkeypatch.setenv("OFTPSRV_TEST_MARK", str(mark))
    source.write_text(
        "#include <stdlib.h>\n#include <stdio.h>\n__attribute__((constructor)) static void run(void)"
        '{ const char *name = getenv("OFTPSRV_TEST_MARK"); FILE *file = name ? fopen(name, "a") : 0; if (file) fclose(file); }'
    )

    def make(name):
        subprocess.run(["cc", "-shared", "-fPIC", "-o", tmp_path / name, source], check=True)
        return tmp_path / name

    make.ran = mark.exists
    return make


def test_no_file_runs_because_of_its_name(server, library, tmp_path):
    for name in ("CERT.SO", "cert.so.1", "cert.dll", "cert.dylib"):
        path = library(name)
        for store in (path, str(path).encode(), f"{path};slot=0"):
            with pytest.raises(oftpsrv.OFTPError):
                Certificate(StoreType.AUTO, store)
            with pytest.raises(oftpsrv.OFTPError):
                Certificate(store=store)
        for prefix in ("Certificate", "RecipientCert", "SSLCert"):
            server.config(f"{prefix}StoreType=99")
            server.config(f"{prefix}Store={path}")
            with pytest.raises(oftpsrv.OFTPError):
                server.config(f"{prefix}Subject=*")
        assert not library.ran(), name
    # Who asks for a module gets one: the check above can fail.
    with pytest.raises(oftpsrv.OFTPError, match="cannot be loaded"):
        Certificate(StoreType.PKCS11, tmp_path / "CERT.SO")
    assert library.ran()


def test_a_received_file_does_not_run(server, inbox, library):
    octets = library("CERT.SO").read_bytes()
    server.start_listening()
    with Client(server.local_port) as client:
        client.open(PARTNER, PASSWORD)
        assert client.send_file("CERT.SO", octets, SERVER).name == "EFPA"
        client.give_turn()
    connection_store = inbox / "CERT.SO"
    assert connection_store.read_bytes() == octets
    with pytest.raises(oftpsrv.OFTPError, match="needs store type 23"):
        Certificate(store=connection_store)
    assert not library.ran()


@pytest.mark.parametrize("name", ["oftp.so.ch.p12", "PARTNER.SO", "partner.dll"])
def test_a_store_is_what_it_contains(keys, tmp_path, name):
    shutil.copy(keys / "store.p12", tmp_path / name)
    for kind in (StoreType.PFX_FILE, StoreType.AUTO):
        assert Certificate(kind, tmp_path / name, "geheim").private_key_available


def test_octets_are_a_content_and_never_a_path(server, keys):
    with pytest.raises(oftpsrv.OFTPError):
        Certificate(StoreType.AUTO, str(keys / "both.pem").encode())
    assert Certificate(StoreType.AUTO, str(keys / "both.pem")).private_key_available


def test_validation_answers(server, keys, tmp_path):
    with pytest.raises(oftpsrv.OFTPError) as missing:
        server.validate_cert()
    assert missing.value.code == 689
    server.certificate = Certificate(StoreType.AUTO, keys / "both.pem")
    assert server.validate_cert() is True
    openssl(
        "req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=issued", "-keyout", tmp_path / "k.pem", "-out", tmp_path / "r.pem"
    )  # fmt: skip
    openssl(
        "x509", "-req", "-in", tmp_path / "r.pem", "-CA", keys / "cert.pem", "-CAkey", keys / "key.pem",
        "-CAcreateserial", "-CAserial", tmp_path / "serial", "-days", 5, "-out", tmp_path / "c.pem",
    )  # fmt: skip
    (tmp_path / "issued.pem").write_text((tmp_path / "k.pem").read_text() + (tmp_path / "c.pem").read_text())
    server.certificate = Certificate(StoreType.AUTO, tmp_path / "issued.pem")
    seen = Recorder(server, "log")
    assert server.config("FailOnUntrustedCert") == "True"
    assert server.validate_cert() is False
    assert "not trusted" in seen.wait("log").message
    server.trusted_certs.append(Certificate(StoreType.AUTO, keys / "cert.pem"))
    assert server.validate_cert() is True


def test_a_certificate_is_closed(keys):
    with Certificate(StoreType.AUTO, keys / "both.pem") as certificate:
        assert oftpsrv.live_handles() == 1
    assert oftpsrv.live_handles() == 0
    assert repr(certificate) == "<Certificate, closed>"
    certificate.close()


def test_an_empty_certificate_is_filled(keys):
    certificate = Certificate()
    certificate.encoded_blob = (keys / "cert.der").read_bytes()
    assert "oftp.example" in certificate.subject


def test_certificates_of_a_server(server, keys):
    certificate = Certificate(StoreType.AUTO, keys / "both.pem")
    assert server.certificate.subject == server.ssl_cert.thumbprint_sha1 == ""
    server.certificate = certificate
    server.ssl_cert = certificate
    assert server.certificate.thumbprint_sha256 == certificate.thumbprint_sha256
    assert server.ssl_cert.private_key_available
    server.certificate = None
    assert not server.certificate.private_key_available
    # One that was read stays what it was when another one takes its place.
    before = server.ssl_cert
    server.ssl_cert = None
    assert before.private_key_available and not server.ssl_cert.private_key_available
    server.ssl_cert = before
    assert server.ssl_cert.private_key_available


ORDERS = list(itertools.permutations(["store_type", "store", "store_password", "subject"]))


@pytest.mark.parametrize("order", ORDERS, ids=["-".join(order) for order in ORDERS])
def test_the_fields_of_a_servers_certificate_are_set_in_any_order(server, keys, order):
    """TLS-2"""
    values = {"store_type": 2, "store": str(keys / "store.p12"), "store_password": "geheim", "subject": "*"}
    for name in order:
        setattr(server.ssl_cert, name, values[name])
    server.use_ssl = True
    server.start_listening()
    with Client(server.local_port, tls=trusting(keys)) as client:
        client.open(PARTNER, PASSWORD)
    assert "oftp.example" in server.ssl_cert.subject and server.ssl_cert.private_key_available
    # A renewal while it listens; one that cannot be used leaves what is there.
    with pytest.raises(oftpsrv.OFTPError) as wrong:
        server.ssl_cert.store = str(keys / "missing.p12")
        server.ssl_cert.subject = "*"
    assert wrong.value.code == 679 and "missing.p12" in str(wrong.value)
    assert server.ssl_cert.private_key_available
    with Client(server.local_port, tls=trusting(keys)) as client:
        client.open(PARTNER, PASSWORD)


@pytest.mark.parametrize("order", ORDERS, ids=["-".join(order) for order in ORDERS])
def test_the_settings_of_a_certificate_come_in_any_order(server, keys, order):
    values = {"store_type": "2", "store": str(keys / "store.p12"), "store_password": "geheim", "subject": "*"}
    given = set()
    for name in order:
        for prefix in ("Certificate", "SSLCert"):
            setting = prefix + name.title().replace("_", "")
            if name == "subject" and "store" in given and "store_password" not in given:
                # What is wrong now is said now. The password, when it comes, does the search again.
                with pytest.raises(oftpsrv.OFTPError, match="needs a password"):
                    server.set_config(setting, values[name])
            else:
                server.set_config(setting, values[name])
        given.add(name)
    assert server.certificate.private_key_available and server.ssl_cert.private_key_available


def test_what_is_wrong_with_a_servers_certificate_is_told_at_the_start(server, keys):
    server.use_ssl = True
    server.ssl_cert.subject = "*"
    with pytest.raises(oftpsrv.OFTPError) as wrong:
        server.start_listening()
    assert wrong.value.code == 689 and "Store" in str(wrong.value)
    server.ssl_cert.store_type, server.ssl_cert.store = 2, str(keys / "store.p12")
    with pytest.raises(oftpsrv.OFTPError) as wrong:
        server.start_listening()
    assert wrong.value.code == 690 and "SSLCert: " in str(wrong.value)
    with pytest.raises(oftpsrv.OFTPError):
        assert server.ssl_cert.issuer
    server.ssl_cert.store_password = "geheim"
    server.certificate.subject = "*"
    server.certificate.store = str(keys / "store.p12")
    with pytest.raises(oftpsrv.OFTPError) as wrong:
        server.start_listening()
    assert wrong.value.code == 690 and "Certificate (CertificateType 0): " in str(wrong.value)
    server.certificate.store_password = "geheim"
    server.start_listening()
    assert server.certificate.serial_number == server.ssl_cert.serial_number != ""


def test_a_certificate_is_its_servers_by_type(server, keys):
    server.config("CertificateType=3")
    server.certificate.store = str(keys / "both.pem")
    server.certificate.subject = "*"
    server.config("CertificateType=0")
    assert not server.certificate.private_key_available
    server.config("CertificateType=3")
    assert server.certificate.private_key_available
    kept = server.certificate
    server.reset()
    assert kept.private_key_available and server.certificate.subject == ""


@pytest.mark.parametrize("kind", [0, 1])
def test_stores_of_windows_say_what_to_use_instead(server, keys, kind):
    for make in (lambda: Certificate(kind, "MY"), lambda: server.config("RecipientCertSubject=CN=partner")):
        server.config("RecipientCertStore=MY")
        server.config(f"RecipientCertStoreType={kind}")
        with pytest.raises(oftpsrv.OFTPError) as wrong:
            make()
        assert wrong.value.code == 9 and "PFX file" in str(wrong.value) and "2 (cstPFXFile)" in str(wrong.value)


def test_a_path_alone_is_enough_for_a_partners_certificate(server, keys):
    server.start_listening()
    seen = Recorder(server, "connected")
    with connect(server):
        connection = server.connections[seen.wait("connected").connection_id]
        assert connection.recipient_cert_store_type == 99
        connection.recipient_cert_store = str(keys / "cert.der")
        connection.recipient_cert_subject = "*"
        assert server.validate_recipient_cert(connection.connection_id)


def test_the_trusted_list_changes_in_place(server, keys):
    certificate = Certificate(StoreType.AUTO, keys / "cert.pem")
    assert len(server.trusted_certs) == 0
    server.trusted_certs.append(certificate)
    assert [each.thumbprint_sha1 for each in server.trusted_certs] == [certificate.thumbprint_sha1]
    server.trusted_certs = []
    assert list(server.trusted_certs) == []
    server.config(f"TrustedCertsData={keys / 'cert.pem'}")
    server.import_trusted_certs()
    assert len(server.trusted_certs) == 1
    del server.trusted_certs[0]
    assert len(server.trusted_certs) == 0


def test_an_exchanged_certificate_is_told_under_its_own_path(server, keys, tmp_path):
    """CERT-3: the events name the file that the caller named, no temporary one, and another file is not sent in its place."""
    key = tmp_path / "another"
    key.write_text((keys / "key.pem").read_text())
    seen = Recorder(server, "connected", "transfer", "end_transfer", "disconnected")
    seen_start = []

    def start_transfer(event):
        seen_start.append(event.local_file)
        event.local_file = str(key)

    server.on_start_transfer = start_transfer
    server.on_ready_to_send = lambda event: None
    server.config("TurnHoldTime=5000")
    server.start_listening()
    store = str(keys / "both.pem")
    with connect(server) as client:
        connection_id = seen.wait("connected").connection_id
        client.send("CD")
        sending = threading.Thread(target=server.exchange_certificate, args=(connection_id, PARTNER, store, 0))
        sending.start()
        file = client.receive_file(client.expect("SFID"))
        sending.join(10)
        assert file.sfid["DSN"] == "ODETTE_CERTIFICATE_REQUEST"
        assert file.content == (keys / "cert.der").read_bytes()
    assert seen_start == [store]
    assert seen.wait("end_transfer").local_file == store
    assert {event.local_file for event in seen.named("transfer")} == {store}


def trusting(keys):
    context = ssl.create_default_context(cafile=str(keys / "cert.pem"))
    context.check_hostname = False
    return context


def test_tls(server, inbox, keys):
    """TLS-2"""
    server.ssl_cert = Certificate(StoreType.AUTO, keys / "both.pem")
    server.use_ssl = True
    seen = Recorder(server, "connected", "ssl_status")
    server.start_listening()
    with Client(server.local_port, tls=trusting(keys)) as client:
        client.open(PARTNER, PASSWORD)
        assert client.send_file("FILE", b"abc" * 10_000, SERVER).name == "EFPA"
        connection_id = seen.wait("connected").connection_id
        assert server.get_config(f"SSLNegotiatedVersion[{connection_id}]").startswith("TLS")
    assert (inbox / "FILE").read_bytes() == b"abc" * 10_000


def test_tls_without_a_certificate_does_not_start(server):
    server.use_ssl = True
    with pytest.raises(oftpsrv.OFTPError) as missing:
        server.start_listening()
    assert missing.value.code == 689


def test_a_handler_refuses_a_client_certificate(server, keys):
    """TLS-4"""
    server.ssl_cert = Certificate(StoreType.AUTO, keys / "both.pem")
    server.use_ssl = True
    server.ssl_authenticate_clients = True
    shown = []

    def authenticate(event):
        shown.append(event.cert_encoded)
        event.accept = True
        raise PermissionError("not you")

    server.on_ssl_client_authentication = authenticate
    server.start_listening()
    context = trusting(keys)
    context.load_cert_chain(keys / "both.pem")
    with pytest.raises((Unexpected, ssl.SSLError, ConnectionError)), Client(server.local_port, tls=context) as client:
        client.expect("SSRM")
    assert shown == [(keys / "cert.der").read_bytes()]
    with pytest.raises(PermissionError):
        server.do_events()


def test_what_is_no_certificate_is_told(server, keys):
    with pytest.raises(TypeError, match="StoreType.AUTO, store"):
        Certificate(str(keys / "store.p12"))
    with pytest.raises(TypeError, match="a Certificate is needed here"):
        server.ssl_cert = "store.p12"


def test_validate_cert_names_what_cannot_be_loaded(server, keys):
    server.certificate.store_type = 2
    server.certificate.subject = "*"
    server.certificate.store = str(keys / "none.p12")
    with pytest.raises(oftpsrv.OFTPError, match="none.p12") as wrong:
        server.validate_cert()
    assert wrong.value.code == 679
    server.certificate.store = str(keys / "store.p12")
    with pytest.raises(oftpsrv.OFTPError, match="needs a password") as wrong:
        server.validate_cert()
    assert wrong.value.code == 690
