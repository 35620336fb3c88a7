"""Writes leaf.key and ed25519.pem as .NET XML and as JSON Web Keys."""
import base64, json, re, subprocess

def der(path, *args):
    return subprocess.check_output(["openssl", *args, "-in", path, "-outform", "DER"])

def integers(data):
    # The numbers of RSAPrivateKey: version, n, e, d, p, q, dp, dq, qi.
    def element(at):
        length, at = data[at + 1], at + 2
        if length & 0x80:
            count = length & 0x7F
            length, at = int.from_bytes(data[at:at + count], "big"), at + count
        return at, length
    at, _ = element(0)
    out = []
    while at < len(data):
        start, length = element(at)
        out.append(int.from_bytes(data[start:start + length], "big"))
        at = start + length
    return out

def octets(n):
    return n.to_bytes((n.bit_length() + 7) // 8, "big")

_, n, e, d, p, q, dp, dq, qi = integers(der("leaf.key", "rsa", "-traditional"))
b64 = lambda v: base64.b64encode(v).decode()
url = lambda v: base64.urlsafe_b64encode(v).decode().rstrip("=")
names = ["Modulus", "Exponent", "P", "Q", "DP", "DQ", "InverseQ", "D"]
values = [n, e, p, q, dp, dq, qi, d]
with open("private.xml", "w") as f:
    f.write("<RSAKeyValue>" + "".join(f"<{k}>{b64(octets(v))}</{k}>" for k, v in zip(names, values)) + "</RSAKeyValue>\n")
with open("public.xml", "w") as f:
    f.write(f"<RSAKeyValue><Modulus>{b64(octets(n))}</Modulus><Exponent>{b64(octets(e))}</Exponent></RSAKeyValue>\n")
cert = b64(der("leaf.crt", "x509"))
jwk = {"kty": "RSA", "kid": "vector", **{k: url(octets(v)) for k, v in zip(["n", "e", "d", "p", "q", "dp", "dq", "qi"], [n, e, d, p, q, dp, dq, qi])},
       "x5c": [cert, b64(der("ca.crt", "x509"))]}
ed = der("ed25519.pem", "pkey")[-32:]
ed_public = subprocess.check_output(["openssl", "pkey", "-in", "ed25519.pem", "-pubout", "-outform", "DER"])[-32:]
ec = subprocess.check_output(["openssl", "ec", "-in", "ec.pem", "-text", "-noout"], stderr=subprocess.DEVNULL).decode()
grab = lambda name: bytes.fromhex(re.sub(r"[\s:]", "", re.search(name + r":\n((?: +[0-9a-f:]+\n)+)", ec).group(1)))
point, number = grab("pub"), grab("priv")
with open("rsa.jwk", "w") as f:
    json.dump(jwk, f)
with open("set.jwk", "w") as f:
    json.dump({"keys": [
        {"kty": "OKP", "crv": "Ed25519", "kid": "ed", "x": url(ed_public), "d": url(ed)},
        {"kty": "EC", "crv": "P-256", "kid": "ec", "x": url(point[1:33]), "y": url(point[33:]), "d": url(number[-32:].rjust(32, b"\0"))},
        {"kty": "RSA", "kid": "public", "n": url(octets(n)), "e": url(octets(e))},
    ]}, f)
