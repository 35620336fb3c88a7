#!/usr/bin/env python3
"""Makes the first corpus of the fuzz target client_hello: hellos of OpenSSL and of Python, recorded, whole, in small records,
and what else knocks on such a port."""
import pathlib
import socket
import subprocess
import threading

FOLDER = pathlib.Path(__file__).parent / "corpus" / "client_hello"


def recorded(*arguments: str) -> bytes:
    """The first record that `openssl s_client` sends with these arguments."""
    listener = socket.create_server(("127.0.0.1", 0))
    heard = []

    def listen() -> None:
        client, _ = listener.accept()
        octets = b""
        while len(octets) < 5 or len(octets) < 5 + int.from_bytes(octets[3:5], "big"):
            octets += client.recv(65536)
        heard.append(octets)
        client.close()

    thread = threading.Thread(target=listen)
    thread.start()
    address = "127.0.0.1:%d" % listener.getsockname()[1]
    subprocess.run(["openssl", "s_client", "-connect", address, *arguments], input=b"", capture_output=True, check=False)
    thread.join()
    return heard[0]


def in_pieces(hello: bytes, size: int) -> bytes:
    body = hello[5:]
    pieces = [body[i:i + size] for i in range(0, len(body), size)]
    return b"".join(b"\x16\x03\x01" + len(p).to_bytes(2, "big") + p for p in pieces)


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    modern = recorded("-tls1_3")
    files = {
        "tls13": modern,
        "tls13-shares": recorded("-tls1_3", "-groups", "P-384:X25519:P-521", "-servername", "partner.example"),
        "tls12": recorded("-tls1_2"),
        "tls12-old-suites": recorded("-tls1_2", "-cipher", "DHE:kRSA", "-no_ticket"),
        "tls10": recorded("-tls1", "-cipher", "ALL:@SECLEVEL=0"),
        "any-version-alpn-status": recorded("-alpn", "oftp,http/1.1", "-status"),
        "small-records": in_pieces(modern, 7),
        "half": modern[:len(modern) // 2],
        "no-extensions": bytes.fromhex("160301002d010000290303") + bytes(32) + bytes.fromhex("000002c02f0100"),
        "ssl2": bytes.fromhex("802e0103010003000000200000") + bytes(40),
        "plain-oftp": b"\x10\x00\x00\x17IODETTE FTP READY \r",
        "alert": bytes.fromhex("15030100020228"),
    }
    for name, octets in files.items():
        (FOLDER / name).write_bytes(octets)


if __name__ == "__main__":
    main()
