# Written by tools/xtask from src/surface: change the table, then cargo run -p xtask -- generate.
"""The fields of a certificate."""

from __future__ import annotations

from typing import ClassVar

from ._fields import Flag, Number, Text, WritableNumber, WritableOctets, WritableText


class CertificateFields:
    """The attributes of a certificate."""

    __slots__ = ()
    _prefix: ClassVar[str] = "oftpsrv_certificate_"

    effective_date = Text('From when it is valid, as "23-Jan-2000 15:00:00" in local time.')
    expiration_date = Text('Until when it is valid, as "23-Jan-2001 15:00:00" in local time.')
    extended_key_usage = Text("The extended key usages as object identifiers, separated by commas.")
    fingerprint = Text("The MD5 hash of the certificate in hexadecimal, octets separated by colons.")
    fingerprint_sha1 = Text("The SHA-1 hash of the certificate in hexadecimal, octets separated by colons.")
    fingerprint_sha256 = Text("The SHA-256 hash of the certificate in hexadecimal, octets separated by colons.")
    issuer = Text("The name of who issued it.")
    key_password = WritableText("The password of the private key, where it differs from the store's.")
    private_key = Text("The private key in PEM; empty when there is none or when it must not leave its store.")
    private_key_available = Flag("Whether there is a private key.")
    private_key_container = Text("The name of the key container; Windows only, empty elsewhere.")
    public_key = Text("The public key in PEM.")
    public_key_algorithm = Text("The name of the algorithm of the public key, or its object identifier.")
    public_key_length = Number("The length of the public key in bits.")
    serial_number = Text("The serial number in hexadecimal.")
    signature_algorithm = Text("The name of the algorithm of the signature, or its object identifier.")
    store = WritableText("The store: a file name or the content as text, as ``store_type`` says.")
    store_blob = WritableOctets("The value of ``store`` as octets.")
    store_password = WritableText("The password of the store.")
    store_type = WritableNumber(
        "The kind of store. It reads as 0 until it is set; the store is then opened as StoreType.AUTO (99). One of "
        "StoreType."
    )
    subject_alt_names = Text("The alternative names of the subject, separated by commas.")
    thumbprint_md5 = Text("The MD5 hash of the certificate in hexadecimal.")
    thumbprint_sha1 = Text("The SHA-1 hash of the certificate in hexadecimal.")
    thumbprint_sha256 = Text("The SHA-256 hash of the certificate in hexadecimal.")
    usage = Text("The names of the bits of ``usage_flags``, separated by commas.")
    usage_flags = Number(
        "What the key may be used for: the sum of KeyUsage.DIGITAL_SIGNATURE (0x80), KeyUsage.NON_REPUDIATION (0x40), "
        "KeyUsage.KEY_ENCIPHERMENT (0x20), KeyUsage.DATA_ENCIPHERMENT (0x10), KeyUsage.KEY_AGREEMENT (0x08), "
        "KeyUsage.CERTIFICATE_SIGNING (0x04), KeyUsage.CRL_SIGNING (0x02) and KeyUsage.ENCIPHER_ONLY (0x01)."
    )
    version = Text('"V1", "V2" or "V3".')
    subject = WritableText(
        "The name of the subject; empty when none is loaded. Setting it searches the store: an exact name, part of "
        'one, "Thumbprint=...", or "*" for the first. While ``store`` is not set, or ``store_type`` or '
        "``store_password`` is not and may be what is missing, the search is put off: until a fact is read, or a "
        "server is given the certificate or needs it; its error is theirs."
    )
    encoded = WritableText("The certificate in PEM. Setting it looks for the private key in the store.")
    encoded_blob = WritableOctets("The certificate as octets. Setting it looks for the private key in the store.")
