"""Where handlers run: on the engine's threads, or inside do_events() only."""

import select
import threading
import time

import pytest
from conftest import PARTNER, PASSWORD, SERVER, connect
from rawoftp import Client

import oftpsrv
from oftpsrv import Dispatch


def in_thread(function):
    """Runs the peer beside do_events(), and hands on what it raises."""
    failed = []

    def run():
        try:
            function()
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=run)
    thread.failed = failed
    thread.start()
    return thread


def send_one(server):
    def run():
        with connect(server) as client:
            assert client.send_file("FILE", b"x" * 10_000, SERVER).name == "EFPA"
            assert client.give_turn().responses[0].name == "EERP"

    return run


def pump(server, thread):
    """Runs events until the peer is through."""
    end = time.monotonic() + 10
    while thread.is_alive():
        assert time.monotonic() < end, "the peer did not come to its end"
        server.do_events(50)
    thread.join()
    if thread.failed:
        raise thread.failed[0]


def test_queued_handlers_run_in_do_events_only(server, inbox):
    threads = set()
    server.event_dispatch = Dispatch.QUEUED
    assert server.event_dispatch is Dispatch.QUEUED
    let_in = server.on_accept_connection

    def accept_connection(event):
        threads.add(threading.get_ident())
        let_in(event)

    server.on_accept_connection = accept_connection
    for name in ("connected", "accept_file", "end_transfer", "disconnected"):
        setattr(server, f"on_{name}", lambda event: threads.add(threading.get_ident()))
    server.start_listening()
    pump(server, in_thread(send_one(server)))
    assert threads == {threading.get_ident()}
    assert (inbox / "FILE").read_bytes() == b"x" * 10_000


def test_direct_handlers_run_elsewhere(server):
    threads = set()
    server.on_connected = lambda event: threads.add(threading.get_ident())
    server.start_listening()
    send_one(server)()
    assert threads
    assert threading.get_ident() not in threads


def test_a_descriptor_tells_when_events_wait(server):
    server.set_event_dispatch(Dispatch.QUEUED)
    server.start_listening()
    descriptor = server.event_fd()
    assert not select.select([descriptor], [], [], 0)[0]
    peer = in_thread(send_one(server))
    assert select.select([descriptor], [], [], 5)[0]
    pump(server, peer)


def test_direct_dispatch_has_no_descriptor(server):
    with pytest.raises(oftpsrv.OFTPError):
        server.event_fd()


def test_an_exception_comes_out_of_do_events_and_refuses(server):
    server.event_dispatch = Dispatch.QUEUED

    def accept_connection(event):
        raise LookupError("who is this?")

    server.on_accept_connection = accept_connection
    server.start_listening()
    answers = []

    def offer():
        with Client(server.local_port) as client:
            answers.append(client.offer(PARTNER, PASSWORD))

    peer = in_thread(offer)
    with pytest.raises(LookupError):
        pump(server, peer)
    peer.join()
    assert answers[0].name == "ESID"


def test_do_events_waits_as_long_as_it_is_told(server):
    for mode in Dispatch:
        server.event_dispatch = mode
        before = time.monotonic()
        server.do_events(0)
        server.do_events(250)
        assert 0.2 < time.monotonic() - before < 2


def test_the_dispatch_is_chosen_before_the_start(server):
    server.start_listening()
    with pytest.raises(oftpsrv.OFTPError):
        server.event_dispatch = Dispatch.QUEUED
    assert server.event_dispatch is Dispatch.DIRECT


def test_a_server_is_closed_from_inside_a_handler():
    server = oftpsrv.OFTPServer()
    server.local_host, server.local_port = "127.0.0.1", 0
    server.server_ssid_code = server.server_sfid_code = SERVER
    closed = threading.Event()

    def connected(event):
        server.close()
        closed.set()

    server.on_connected = connected
    server.start_listening()
    with Client(server.local_port) as client:
        try:
            client.offer(PARTNER, PASSWORD)
        except AssertionError:
            pass
        assert closed.wait(10)
