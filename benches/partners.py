"""10,000 partners that log on at once with a Python handler: how long it takes, how many threads, how much memory each.

``OFTPSRV_LIBRARY=... PYTHONPATH=bindings/python python benches/partners.py [PARTNERS [SECONDS A HANDLER TAKES]]``. The server
is a process of its own, so that its threads and its memory are its own. The partners are one process with one poll loop.
"""

import os
import select
import socket
import subprocess
import sys
import time


def server(pause: float) -> None:
    import oftpsrv

    def accept_connection(event):
        if pause:
            time.sleep(pause)
        event.accept = event.client_password == "PASSWORD"

    with oftpsrv.OFTPServer() as engine:
        engine.server_ssid_code = engine.server_sfid_code = "O0013SERVER"
        engine.local_host, engine.local_port = "127.0.0.1", 0
        engine.config("MaxConnections=100000")
        engine.config("ConnectionBacklog=65535")
        engine.on_accept_connection = accept_connection
        engine.start_listening()
        print(engine.local_port, flush=True)
        sys.stdin.readline()


def framed(command: bytes) -> bytes:
    return (0x10000000 | len(command) + 4).to_bytes(4, "big") + command


def ssid(number: int) -> bytes:
    code = f"O0013P{number:05}".ljust(25)
    return framed(f"X5{code}{'PASSWORD':8}02048BNNN099N    {'':8}\r".encode())


def status(pid: int, name: str) -> int:
    with open(f"/proc/{pid}/status") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith(name + ":"))


def main(partners: int, pause: str) -> None:
    child = subprocess.Popen(
        [sys.executable, __file__, "server", pause], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    port = int(child.stdout.readline())
    before, threads = status(child.pid, "VmRSS"), status(child.pid, "Threads")
    poll = select.epoll()
    waiting, started = {}, time.monotonic()
    most, looked = threads, started
    on, refused, called, greeted = 0, 0, 0, 0
    kept = []
    while on + refused < partners:
        # Not more at a time than the backlog of the system takes, which is not what is measured.
        while called < partners and called - greeted - refused < 3000:
            caller = socket.socket()
            caller.setblocking(False)
            caller.connect_ex(("127.0.0.1", port))
            waiting[caller.fileno()] = [caller, b"", called]
            poll.register(caller.fileno(), select.EPOLLIN)
            called += 1
            if called % 200 == 0:
                break
        for number, _ in poll.poll(0.005):
            entry = waiting[number]
            caller, said, which = entry
            try:
                got = caller.recv(512)
            except OSError:
                got = b""
            if not got:
                refused += 1
                poll.unregister(number)
                caller.close()
                del waiting[number]
                continue
            said += got
            entry[1] = said
            if which >= 0 and said[4:5] == b"I" and len(said) >= int.from_bytes(said[1:4], "big"):
                entry[1], entry[2] = b"", -1
                greeted += 1
                caller.send(ssid(which))
            elif which < 0 and said[4:5] in (b"X", b"F"):
                on += said[4:5] == b"X"
                refused += said[4:5] == b"F"
                poll.unregister(number)
                kept.append(waiting.pop(number)[0])
        now = time.monotonic()
        if now - looked > 0.02:
            most, looked = max(most, status(child.pid, "Threads")), now
        if now - started > 300:
            break
    took = time.monotonic() - started
    most = max(most, status(child.pid, "Threads"))
    time.sleep(1)
    memory = status(child.pid, "VmRSS") - before
    peak = status(child.pid, "VmHWM") - before
    print(
        f"{on} of {partners} partners logged on ({refused} not) in {took:.1f} s; threads: {threads} before, {most} at"
        f" most; memory: {memory / partners:.1f} KiB each, {peak / partners:.1f} at most"
    )
    child.kill()
    child.wait()
    os._exit(0)


if __name__ == "__main__":
    if sys.argv[1:2] == ["server"]:
        server(float(sys.argv[2]))
    else:
        main(int((sys.argv[1:] or ["10000"])[0]), (sys.argv[2:] or ["0"])[0])
