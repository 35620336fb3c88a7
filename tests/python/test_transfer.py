"""Files both ways, against a peer that shares no code with the engine: all levels, all formats."""

import pytest
from conftest import PARTNER, PASSWORD, SERVER, Recorder, connect
from rawoftp import LEVELS, Client, Unexpected

import oftpsrv

RECORDS = [b"first", b"", b"A" * 70, b"last record"]
FIXED = [b"%08d" % number for number in range(40)]
SIZES = (0, 1, 62, 63, 64, 2047, 2048, 100_000)


def octets(size):
    return bytes((7 * at + at // 251) % 256 for at in range(size))


@pytest.mark.parametrize("level", LEVELS)
def test_a_session_speaks_the_level_of_the_initiator(server, level):
    """SSID-3, SSRM-1, SSID-1"""
    seen = Recorder(server, "connected", "disconnected")
    server.start_listening()
    with connect(server, level) as client:
        assert client.level == level
        assert client.peer["CODE"] == SERVER
        assert client.peer["PSWD"] == "MYSECRET"
        connection = server.connections[seen.wait("connected").connection_id]
        assert connection.version == LEVELS.index(level)
        assert (connection.ssid_code, connection.remote_host) == (PARTNER, "127.0.0.1")
        turn = client.give_turn()
        assert turn.ended["REAS"] == 0
    assert seen.wait("disconnected").status_code == 0


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("level", LEVELS)
def test_unstructured_files_are_received(server, inbox, level, size):
    """DATA-1, EFID-1, EFPA-4, EERP-4"""
    seen = Recorder(server, "start_transfer", "end_transfer")
    server.start_listening()
    with connect(server, level) as client:
        assert client.send_file("INVOICES", octets(size), SERVER).name == "EFPA"
        assert (inbox / "INVOICES").read_bytes() == octets(size)
        ended = seen.wait("end_transfer")
        assert (ended.reason_code, ended.file_size, ended.direction) == (0, size, 0)
        assert ended.local_file == str(inbox / "INVOICES")
        assert (ended.originator, ended.destination) == (PARTNER, SERVER)
        turn = client.give_turn()
        (response,) = turn.responses
        assert response.name == "EERP"
        assert (response["DSN"], response["DEST"], response["ORIG"]) == ("INVOICES", PARTNER, SERVER)


@pytest.mark.parametrize("compress", [False, True])
@pytest.mark.parametrize("fmt, lrecl, content, local", [
    ("T", 0, b"one\r\ntwo\r\n" * 20, b"one\r\ntwo\r\n" * 20),
    ("F", 8, FIXED, b"".join(record + b"\r\n" for record in FIXED)),
    ("V", 80, RECORDS, b"".join(record + b"\r\n" for record in RECORDS)),
])  # fmt: skip
@pytest.mark.parametrize("level", LEVELS)
def test_files_of_records_are_received(server, inbox, level, fmt, lrecl, content, local, compress):
    server.start_listening()
    with connect(server, level) as client:
        assert client.send_file("RECORDS", content, SERVER, fmt, lrecl, compress=compress).name == "EFPA"
        assert (inbox / "RECORDS").read_bytes() == local


def test_binary_records_stay_back_to_back(server, inbox):
    server.config("LocalRecordFormat=1")
    server.start_listening()
    with connect(server) as client:
        assert client.send_file("RECORDS", FIXED, SERVER, "F", 8).name == "EFPA"
        assert (inbox / "RECORDS").read_bytes() == b"".join(FIXED)


def send_back(server, path, prepare=lambda connection: None):
    """The server sends a file as soon as it has the turn."""

    def ready_to_send(event):
        prepare(server.connections[event.connection_id])
        server.send_file_async(event.connection_id, PARTNER, path, "OUTGOING")

    once = [ready_to_send]
    server.on_ready_to_send = lambda event: once.pop()(event) if once else server.change_direction(event.connection_id)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("level", LEVELS)
def test_unstructured_files_are_sent(server, tmp_path, level, size):
    """SFID-4, EFID-3, CDT-3"""
    seen = Recorder(server, "end_transfer", "end_response")
    path = tmp_path / "outgoing"
    path.write_bytes(octets(size))
    send_back(server, path)
    server.start_listening()
    with connect(server, level) as client:
        (file,) = client.give_turn().files
        assert file.content == octets(size)
        assert (file.sfid["DSN"], file.sfid["FMT"], file.efid["RCNT"]) == ("OUTGOING", "U", 0)
        assert (file.sfid["DEST"], file.sfid["ORIG"]) == (PARTNER, SERVER)
        ended = seen.wait("end_transfer")
        assert (ended.reason_code, ended.direction, ended.file_size) == (0, 1, size)
        client.send_end_response(file.sfid)
        response = seen.wait("end_response")
        assert (response.virtual_file_name, response.reason_code, response.direction) == ("OUTGOING", 0, 0)


@pytest.mark.parametrize("fmt, number, lrecl, records", [("F", 2, 8, FIXED), ("V", 3, 80, RECORDS)])
@pytest.mark.parametrize("level", LEVELS)
def test_files_of_records_are_sent(server, tmp_path, level, fmt, number, lrecl, records):
    """EFID-2, SFID-9"""
    path = tmp_path / "outgoing"
    path.write_bytes(b"".join(record + b"\r\n" for record in records))

    def prepare(connection):
        connection.virtual_file_format = number
        connection.max_record_size = lrecl

    send_back(server, path, prepare)
    server.start_listening()
    with connect(server, level) as client:
        (file,) = client.give_turn().files
        assert file.records == records
        assert (file.sfid["FMT"], file.sfid["LRECL"], file.efid["RCNT"]) == (fmt, lrecl, len(records))


def test_text_files_are_one_record(server, tmp_path):
    """DATA-7"""
    path = tmp_path / "outgoing"
    path.write_bytes(b"one\r\ntwo\r\n")
    send_back(server, path, lambda connection: setattr(connection, "virtual_file_format", oftpsrv.FileFormat.TEXT))
    server.start_listening()
    with connect(server) as client:
        (file,) = client.give_turn().files
        assert (file.sfid["FMT"], file.records) == ("T", [b"one\r\ntwo\r\n"])


def test_the_smallest_window_and_buffer(server, inbox, tmp_path):
    """CDT-4, CDT-7, SSID-12"""
    path = tmp_path / "outgoing"
    path.write_bytes(octets(3000))
    send_back(server, path)
    server.start_listening()
    with Client(server.local_port) as client:
        client.open(PARTNER, PASSWORD, SDEB=128, CRED=1)
        assert (client.buffer_size, client.credit) == (128, 1)
        assert client.send_file("SMALL", octets(3000), SERVER).name == "EFPA"
        assert (inbox / "SMALL").read_bytes() == octets(3000)
        (file,) = client.give_turn().files
        assert file.content == octets(3000)


def test_a_negative_response_is_reported(server, tmp_path):
    """EERP-12"""
    seen = Recorder(server, "end_response")
    path = tmp_path / "outgoing"
    path.write_bytes(b"x")
    send_back(server, path)
    server.start_listening()
    with connect(server) as client:
        (file,) = client.give_turn().files
        client.send_negative_response(file.sfid, 34, "no idea")
        response = seen.wait("end_response")
        assert (response.reason_code, response.reason_text, response.creator) == (34, "no idea", PARTNER)


def test_a_refused_file_is_an_error_of_send_file(server, tmp_path):
    seen = Recorder(server, "ready_to_send", "end_transfer")
    path = tmp_path / "outgoing"
    path.write_bytes(b"x")
    server.config("TurnHoldTime=-1")
    server.start_listening()
    with connect(server) as client:
        client.send("CD")
        connection_id = seen.wait("ready_to_send").connection_id
        assert server.connections[connection_id].ready_to_send
        from threading import Thread

        failed = []

        def send():
            try:
                server.send_file(connection_id, PARTNER, path, "OUTGOING")
            except oftpsrv.OFTPError as error:
                failed.append(error)
            server.logoff(connection_id)

        sender = Thread(target=send)
        sender.start()
        turn = client.serve(refuse=14)
        sender.join()
        assert turn.files == []
        assert failed
        assert failed[0].code == 687
        assert seen.wait("end_transfer").reason_code == 14


def test_a_response_that_the_program_sends_later(server, inbox):
    """EERP-14"""
    seen = Recorder(server, "end_transfer")

    def later(event):
        event.send_end_response = False
        seen.add("end_transfer", event)

    server.on_end_transfer = later
    server.config("VirtualFileDateFormat=yyyyMMddHHmmssffff")
    server.start_listening()
    with connect(server) as client:
        client.send_file("LATER", b"abc", SERVER)
        ended = seen.wait("end_transfer")
        server.send_end_response(
            ended.connection_id, "LATER", ended.virtual_file_date, ended.originator, SERVER, SERVER, 34, "not today"
        )
        (response,) = client.give_turn().responses
        assert (response.name, response["REAS"], response["REAST"]) == ("NERP", 34, "not today")
        assert response["DATE"] + response["TIME"] == ended.virtual_file_date


def test_existing_files_are_not_overwritten(server, inbox):
    """VF-10"""
    (inbox / "TWICE").write_bytes(b"old")
    (inbox / "CHOSEN").write_bytes(b"old")

    def choose(event):
        if event.virtual_file_name == "OTHER":
            event.file_name = str(inbox / "CHOSEN")

    server.on_accept_file = choose
    server.start_listening()
    with connect(server) as client:
        assert client.send_file("TWICE", b"new", SERVER).name == "EFPA"
        assert (inbox / "TWICE").read_bytes() == b"old"
        assert (inbox / "TWICE_1").read_bytes() == b"new"
        client.give_turn()
    with connect(server) as client:
        answer = client.send_file("OTHER", b"new", SERVER)
        assert (answer.name, answer["REAS"], answer["RRTR"]) == ("SFNA", 12, "N")
        assert (inbox / "CHOSEN").read_bytes() == b"old"


def test_disconnect_ends_the_connection(server):
    seen = Recorder(server, "connected", "disconnected")
    server.start_listening()
    with connect(server) as client:
        server.disconnect(seen.wait("connected").connection_id)
        with pytest.raises(Unexpected):
            client.expect("CD")
        seen.wait("disconnected")


def test_a_file_continues_where_it_was_cut_off(server, inbox):
    """SFPA-2, EFID-4"""
    seen = Recorder(server, "disconnected")
    content = octets(50_000)
    server.start_listening()
    with connect(server) as client:
        fields = client.sfid("CUT", SERVER, size=len(content))
        client.start_file(**fields)
        client.send_data([content[:30_720]])
    seen.wait("disconnected")
    with connect(server) as client:
        answer = client.start_file(**{**fields, "REST": 30})
        blocks = answer["ACNT"]
        assert 0 < blocks <= 30
        client.send_data([content[blocks * 1024 :]])
        assert client.end_file(0, len(content)).name == "EFPA"
        assert (inbox / "CUT").read_bytes() == content
