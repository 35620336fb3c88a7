"""Certificates and lists of them."""

from __future__ import annotations

import ctypes
import os
import weakref
from types import TracebackType
from typing import TYPE_CHECKING, Any, Iterable, Iterator, List, MutableSequence, Optional, Tuple, Type, Union, overload

from ._certificate_fields import CertificateFields
from ._convert import number_in, octets_in, pointers, text_in
from ._errors import OFTPError, check, last_error
from ._life import Life
from ._loader import lib
from .constants import StoreType

if TYPE_CHECKING:
    from ._base import ServerBase

Store = Union[str, bytes, "os.PathLike[str]"]


class Certificate(CertificateFields):
    """A certificate, with its private key where there is one.

    ``store`` is the path of a file, or its content as bytes, which ``StoreType.AUTO`` never takes for a path. Only
    ``StoreType.PKCS11`` loads a module. ``subject`` chooses in a store with several: an exact name, part of one,
    ``"Thumbprint=..."`` or ``"*"`` for the first. Without a store the certificate is empty, to be
    filled through its attributes: store_type, store and store_password, then subject or encoded, which search the store
    and raise what is wrong. In another order the search is put off until a fact is read or a server needs it.

    A server to which a certificate was given keeps what it needs; one that is changed afterwards has to be given again.
    What ``server.certificate`` and ``server.ssl_cert`` give is the server's own and changes in place.
    """

    __slots__ = ("__weakref__", "_finalizer", "_life")

    def __init__(
        self,
        store_type: int = StoreType.AUTO,
        store: Optional[Store] = None,
        store_password: str = "",
        subject: str = "*",
    ) -> None:
        if not isinstance(store_type, int):
            raise TypeError("the first argument is the type of the store: Certificate(StoreType.AUTO, store)")
        self._own(_empty() if store is None else _load(store_type, store, store_password, subject))

    @classmethod
    def _from_handle(cls, handle: int) -> "Certificate":
        """Takes over a reference."""
        certificate = cls.__new__(cls)
        certificate._own(handle)
        return certificate

    def _own(self, handle: int) -> None:
        self._life = Life("certificate", handle)
        self._finalizer = weakref.finalize(self, _free, self._life, os.getpid())

    @property
    def _handle(self) -> int:
        return self._life.handle

    @property
    def closed(self) -> bool:
        """Whether close() has given it back."""
        return self._life.closed

    def _native(self) -> Tuple[Any, ...]:
        return (self._handle,)

    def close(self) -> None:
        """Gives the native certificate back now rather than when this object is collected. May be called again."""
        self._finalizer()

    def __enter__(self) -> "Certificate":
        self._life.handle  # raises when it is closed
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        exception: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        try:
            return f"<Certificate {self.subject!r}>"
        except OFTPError:
            return "<Certificate, closed>"


class CertificateList(MutableSequence[Certificate]):
    """The certificates of a server. Every change goes to the engine at once."""

    __slots__ = ("_server",)

    def __init__(self, server: "ServerBase") -> None:
        self._server = server

    def _read(self) -> List[Certificate]:
        out, count = ctypes.c_void_p(), ctypes.c_size_t()
        check(lib.oftpsrv_get_trusted_certs(self._server._handle, ctypes.byref(out), ctypes.byref(count)))
        try:
            found = []
            for handle in pointers(out.value, count.value):
                check(lib.oftpsrv_certificate_retain(handle))
                found.append(Certificate._from_handle(handle))
            return found
        finally:
            lib.oftpsrv_certificates_free(out, count)

    def _write(self, certificates: Iterable[Certificate]) -> None:
        kept = list(certificates)
        handles = (ctypes.c_void_p * len(kept))(*(certificate._handle for certificate in kept))
        check(lib.oftpsrv_set_trusted_certs(self._server._handle, ctypes.byref(handles) if kept else None, len(kept)))

    def __len__(self) -> int:
        return len(self._read())

    def __iter__(self) -> Iterator[Certificate]:
        return iter(self._read())

    @overload
    def __getitem__(self, index: int) -> Certificate: ...
    @overload
    def __getitem__(self, index: slice) -> List[Certificate]: ...
    def __getitem__(self, index: Union[int, slice]) -> Union[Certificate, List[Certificate]]:
        return self._read()[index]

    @overload
    def __setitem__(self, index: int, value: Certificate) -> None: ...
    @overload
    def __setitem__(self, index: slice, value: Iterable[Certificate]) -> None: ...
    def __setitem__(self, index: Any, value: Any) -> None:
        certificates = self._read()
        certificates[index] = value
        self._write(certificates)

    def __delitem__(self, index: Union[int, slice]) -> None:
        certificates = self._read()
        del certificates[index]
        self._write(certificates)

    def insert(self, index: int, value: Certificate) -> None:
        """Adds a certificate before another."""
        certificates = self._read()
        certificates.insert(index, value)
        self._write(certificates)


def _empty() -> int:
    handle: Optional[int] = lib.oftpsrv_certificate_new()
    if not handle:
        raise last_error()
    return handle


def _load(store_type: int, store: Store, store_password: str, subject: str) -> int:
    out = ctypes.c_void_p()
    chosen = (text_in(store_password), text_in(subject), ctypes.byref(out))
    if isinstance(store, (str, os.PathLike)):
        check(lib.oftpsrv_certificate_load(number_in(store_type), text_in(store), *chosen))
    else:
        octets = octets_in(store)
        check(lib.oftpsrv_certificate_load_blob(number_in(store_type), octets, len(octets), *chosen))
    return out.value or 0


def _free(life: Life, process: int) -> None:
    # A forked child has the memory of the engine, but not its threads.
    if os.getpid() == process:
        lib.oftpsrv_certificate_free(life.handle)
    life.closed = True
