#!/bin/sh
# Makes the keys and messages in this folder anew with the openssl command line; see README.md.
set -e
cd "$(dirname "$0")"
cert() { # name, key arguments...
    name=$1; shift
    openssl req -x509 -newkey "$@" -nodes -keyout "$name.key.pem" -out "$name.cert.pem" -days 36500 \
        -subj "/C=DE/O=oftpsrv test/CN=$name" 2>/dev/null
}
cert alice rsa:2048
cert bob rsa:2048
cert carol rsa:2048
cert dave ec -pkeyopt ec_paramgen_curve:P-256
# alice's key in a certificate issued again: another serial number
openssl req -x509 -key alice.key.pem -out alice2.cert.pem -days 36500 -subj "/C=DE/O=oftpsrv test/CN=alice" 2>/dev/null

seq 1 4000 > content.txt
sign="openssl cms -sign -binary -nodetach -outform DER -in content.txt -signer alice.cert.pem -inkey alice.key.pem"
$sign -md sha256 -out signed-der.p7m
$sign -md sha256 -stream -out signed-ber.p7m
$sign -md sha1 -noattr -nocerts -out signed-sha1-noattr-nocerts.p7m
$sign -md sha512 -keyid -stream -out signed-keyid.p7m
$sign -md sha3-512 -stream -out signed-sha3-512.p7m
$sign -md sha256 -keyopt rsa_padding_mode:pss -out signed-pss.p7m
$sign -md sha256 -signer carol.cert.pem -inkey carol.key.pem -stream -out signed-alice-carol.p7m
openssl cms -sign -binary -nodetach -outform DER -in content.txt -signer carol.cert.pem -inkey carol.key.pem -out signed-carol.p7m
openssl cms -sign -binary -nodetach -outform DER -in content.txt -signer dave.cert.pem -inkey dave.key.pem -md sha256 -out signed-ecdsa.p7m
openssl cms -sign -binary -nodetach -outform DER -in content.txt -signer alice2.cert.pem -inkey alice.key.pem -md sha256 -out signed-alice2.p7m

encrypt="openssl cms -encrypt -binary -outform DER -in content.txt"
$encrypt -aes256 -out enveloped-aes256-der.p7m bob.cert.pem
$encrypt -aes256 -stream -out enveloped-aes256-ber.p7m bob.cert.pem
$encrypt -aes192 -stream -out enveloped-aes192.p7m bob.cert.pem
$encrypt -aes128 -out enveloped-aes128.p7m bob.cert.pem
$encrypt -des3 -stream -out enveloped-3des.p7m bob.cert.pem
$encrypt -aes256 -keyid -stream -out enveloped-keyid.p7m bob.cert.pem
$encrypt -aes256 -stream -out enveloped-several.p7m dave.cert.pem carol.cert.pem alice.cert.pem bob.cert.pem
$encrypt -aes256 -recip bob.cert.pem -keyopt rsa_padding_mode:oaep -keyopt rsa_oaep_md:sha256 -out enveloped-oaep.p7m
$encrypt -aes256 -recip bob.cert.pem -keyopt rsa_padding_mode:oaep -keyopt rsa_oaep_md:sha256 -keyopt rsa_mgf1_md:sha1 \
    -keyopt rsa_oaep_label:6c6162656c -out enveloped-oaep-label.p7m
$encrypt -camellia128 -out enveloped-camellia.p7m bob.cert.pem

# layers inside each other
openssl cms -encrypt -binary -outform DER -in signed-ber.p7m -aes256 -stream -out signed-enveloped.p7m bob.cert.pem
openssl cms -encrypt -binary -outform DER -in signed-der.p7m -des3 -out signed-enveloped-der.p7m bob.cert.pem
openssl crl2pkcs7 -nocrl -certfile alice.cert.pem -outform DER -out certs-only.p7c

# CompressedData: the openssl of most distributions cannot, so zlib and a few lines of Python
python3 - <<'PY'
import zlib
def tlv(tag, *parts):
    body = b"".join(parts)
    n = len(body)
    size = bytes([n]) if n < 128 else (lambda b: bytes([0x80 | len(b)]) + b)(n.to_bytes((n.bit_length() + 7) // 8, "big"))
    return bytes([tag]) + size + body
def oid(text):
    return tlv(6, bytes.fromhex(text))
COMPRESSED, ZLIB, DATA, SIGNED = "2a864886f70d0109100109", "2a864886f70d0109100308", "2a864886f70d010701", "2a864886f70d010702"
def compressed(content, parameters=b"", kind=DATA):
    octets = tlv(4, zlib.compress(content))
    body = tlv(0x30, tlv(2, b"\0"), tlv(0x30, oid(ZLIB), parameters), tlv(0x30, oid(kind), tlv(0xA0, octets)))
    return tlv(0x30, oid(COMPRESSED), tlv(0xA0, body))
read = lambda name: open(name, "rb").read()
write = lambda name, data: open(name, "wb").write(data)
write("compressed.p7m", compressed(read("content.txt")))
write("compressed-null.p7m", compressed(read("content.txt"), tlv(5)))
write("signed-compressed.p7m", compressed(read("signed-ber.p7m")))
write("signed-compressed-labelled.p7m", compressed(read("signed-der.p7m"), kind=SIGNED))
# the inner SignedData itself, without its ContentInfo, as RFC 5652 has it for a content labelled signedData
signed = read("signed-der.p7m")
assert signed[:2] == b"\x30\x82" and signed[15:17] == b"\xa0\x82"
write("signed-compressed-bare.p7m", compressed(signed[19:], kind=SIGNED))
PY
openssl cms -encrypt -binary -outform DER -in signed-compressed.p7m -aes256 -stream -out signed-compressed-enveloped.p7m bob.cert.pem
openssl cms -encrypt -binary -outform DER -in compressed.p7m -aes256 -stream -out compressed-enveloped.p7m bob.cert.pem
