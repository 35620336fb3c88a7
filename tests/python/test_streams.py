"""Received files into file objects, and files to be sent out of them."""

import io

import pytest
from conftest import PARTNER, SERVER, Recorder, connect, let_in

import oftpsrv

CONTENT = bytes(range(256)) * 500


class Sink(io.RawIOBase):
    """An unbuffered file that takes only a part of what it is given."""

    def __init__(self):
        super().__init__()
        self.parts = []

    def writable(self):
        return True

    def write(self, octets):
        self.parts.append(bytes(octets[:1000]))
        return min(len(octets), 1000)


def receive_into(server, stream):
    def accept_file(event):
        server.connections[event.connection_id].download_stream = stream

    server.on_accept_file = accept_file


def test_a_bytesio_keeps_what_was_received(server, inbox):
    stream = io.BytesIO()
    receive_into(server, stream)
    server.start_listening()
    with connect(server) as client:
        assert client.send_file("FILE", CONTENT, SERVER).name == "EFPA"
        assert stream.getvalue() == CONTENT
        assert list(inbox.iterdir()) == []


def test_files_are_closed_after_the_transfer(server, tmp_path):
    seen = Recorder(server, "end_transfer")
    stream = (tmp_path / "received").open("wb")
    receive_into(server, stream)
    server.start_listening()
    with connect(server) as client:
        client.send_file("FILE", CONTENT, SERVER)
        connection = server.connections[seen.wait("end_transfer").connection_id]
        assert stream.closed
        assert connection.download_stream is None
        assert (tmp_path / "received").read_bytes() == CONTENT


def test_files_stay_open_when_the_setting_says_so(server, tmp_path):
    seen = Recorder(server, "disconnected")
    server.config("CloseStreamAfterTransfer=False")
    with open(tmp_path / "received", "wb") as stream:
        receive_into(server, stream)
        server.start_listening()
        with connect(server) as client:
            client.send_file("ONE", b"one", SERVER)
            client.give_turn()
            client.send_file("TWO", b"two", SERVER)
        seen.wait("disconnected")
        assert not stream.closed
    assert (tmp_path / "received").read_bytes() == b"onetwo"


def test_a_file_that_takes_parts_gets_everything(server):
    stream = Sink()
    receive_into(server, stream)
    server.start_listening()
    with connect(server) as client:
        assert client.send_file("FILE", CONTENT, SERVER).name == "EFPA"
    assert b"".join(stream.parts) == CONTENT


class Broken(io.RawIOBase):
    def writable(self):
        return True

    def readable(self):
        return True

    def write(self, octets):
        raise OSError("the disk is full")

    def read(self, size=-1):
        raise OSError("the disk is gone")


def test_a_stream_that_fails_fails_the_file(server):
    seen = Recorder(server, "error", "end_transfer")
    receive_into(server, Broken())
    server.start_listening()
    with connect(server) as client:
        assert client.send_file("FILE", CONTENT, SERVER).name == "EFNA"
        assert seen.wait("end_transfer").reason_code != 0
        assert "the disk is full" in seen.wait("error").description
    with pytest.raises(OSError):
        server.do_events()


def send_from(server, stream):
    once = [stream]

    def ready_to_send(event):
        if once:
            server.connections[event.connection_id].upload_stream = once.pop()
            server.send_file_async(event.connection_id, PARTNER, "", "OUTGOING")
        else:
            server.change_direction(event.connection_id)

    server.on_ready_to_send = ready_to_send


@pytest.mark.parametrize("size", [0, 1, 100_000])
def test_a_file_is_sent_from_a_stream(server, size):
    seen = Recorder(server, "end_transfer")
    stream = io.BytesIO(CONTENT[:size])
    send_from(server, stream)
    server.start_listening()
    with connect(server) as client:
        (file,) = client.give_turn().files
        assert file.content == CONTENT[:size]
        assert seen.wait("end_transfer").reason_code == 0
        assert stream.closed


def test_an_upload_stream_that_fails(server):
    seen = Recorder(server, "error")
    send_from(server, Broken())
    server.start_listening()
    with connect(server) as client:
        assert client.give_turn().files == []
        assert "the disk is gone" in seen.wait("error").description
    with pytest.raises(OSError):
        server.do_events()


def test_a_stream_is_what_was_set_and_can_be_taken_back(server, inbox):
    streams = []

    def accept_connection(event):
        let_in(server, inbox)(event)
        connection = server.connections[event.connection_id]
        stream = io.BytesIO()
        connection.download_stream = stream
        streams.append(connection.download_stream is stream)
        with pytest.raises(TypeError):
            connection.upload_stream = "no file"
        connection.download_stream = None
        streams.append(connection.download_stream is None)
        streams.append(connection.upload_stream is None)

    server.on_accept_connection = accept_connection
    server.start_listening()
    with connect(server) as client:
        client.send_file("FILE", b"abc", SERVER)
        assert (inbox / "FILE").read_bytes() == b"abc"
    assert streams == [True, True, True]


def test_streams_of_unknown_connections(server):
    with pytest.raises(oftpsrv.OFTPError) as unknown:
        oftpsrv.Connection(server, "4711").download_stream = io.BytesIO()
    assert unknown.value.code == 126
