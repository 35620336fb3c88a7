#!/usr/bin/env python3
"""Makes the first corpus of the targets cms, end_response and challenge from the keys in tests/data/cms with openssl."""

import os
import subprocess
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, "..", "tests", "data", "cms")


def cms(content, *arguments):
    command = ["openssl", "cms", "-binary", "-outform", "DER", *arguments]
    return subprocess.run(command, input=content, stdout=subprocess.PIPE, check=True, cwd=DATA).stdout


def tlv(tag, *parts):
    body = b"".join(parts)
    size = len(body).to_bytes(4, "big")
    return bytes([tag, 0x84]) + size + body


def compressed(content):
    oid = lambda text: tlv(6, bytes.fromhex(text))
    inner = tlv(0x30, oid("2a864886f70d010701"), tlv(0xA0, tlv(4, zlib.compress(content))))
    body = tlv(0x30, tlv(2, b"\0"), tlv(0x30, oid("2a864886f70d0109100308")), inner)
    return tlv(0x30, oid("2a864886f70d0109100109"), tlv(0xA0, body))


def put(target, name, octets):
    folder = os.path.join(HERE, "corpus", target)
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name), "wb") as out:
        out.write(octets)


SIGN = ["-sign", "-nodetach", "-signer", "alice.cert.pem", "-inkey", "alice.key.pem"]
text = b"line\r\n" * 20
signed = cms(text, *SIGN, "-md", "sha256")
variants = {
    "plain": (0, text),
    "signed": (2, signed),
    "signed-stream-noattr": (2, cms(text, *SIGN, "-md", "sha1", "-stream", "-noattr", "-nocerts")),
    "signed-pss-keyid": (2, cms(text, *SIGN, "-md", "sha512", "-keyid", "-keyopt", "rsa_padding_mode:pss")),
    "signed-embedded": (10, cms(text, "-sign", "-nodetach", "-signer", "dave.cert.pem", "-inkey", "dave.key.pem")),
    "enveloped": (1, cms(text, "-encrypt", "-aes256", "bob.cert.pem")),
    "enveloped-3des-stream": (1, cms(text, "-encrypt", "-des3", "-stream", "carol.cert.pem", "bob.cert.pem")),
    "enveloped-oaep": (1, cms(text, "-encrypt", "-aes128", "-recip", "bob.cert.pem", "-keyopt", "rsa_padding_mode:oaep")),
    "compressed": (4, compressed(text)),
    "compressed-forgotten": (0, compressed(text)),
    "signed-compressed": (6, compressed(signed)),
    "all": (7, cms(compressed(signed), "-encrypt", "-aes256", "-stream", "bob.cert.pem")),
}
for name, (flags, octets) in variants.items():
    put("cms", name, bytes([flags, 0xFF]) + octets)
    put("cms", name + "-small-pieces", bytes([flags | 0x40, 0x06]) + octets)
put("cms", "empty", b"")
fields = b"INVOICE".ljust(26) + b"202611221530590001" + b"DEST".ljust(25) + b"ORIG".ljust(25) + bytes(32)
put("end_response", "signed", cms(fields, *SIGN, "-md", "sha256"))
put("end_response", "signed-stream-nocerts", cms(fields, *SIGN, "-md", "sha1", "-stream", "-nocerts", "-noattr"))
put("end_response", "empty", b"")
for cipher in ["aes256", "des3", "aes128"]:
    put("challenge", cipher, cms(bytes(20), "-encrypt", "-" + cipher, "bob.cert.pem"))
put("challenge", "short", cms(bytes(19), "-encrypt", "-aes256", "bob.cert.pem"))
put("challenge", "empty", b"")
