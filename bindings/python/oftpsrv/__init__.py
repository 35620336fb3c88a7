"""An OFTP (RFC 5024) server engine.

:class:`OFTPServer` is the server, :mod:`oftpsrv.aio` the same one for asyncio, :mod:`oftpsrv.events` what handlers are
given, :mod:`oftpsrv.constants` names for numbers. ``python -m oftpsrv`` runs a server from the command line.
"""

from . import constants
from ._errors import ClosedError, OFTPError, UnknownConnectionError
from ._loader import lib as _lib
from .certificate import Certificate, CertificateList
from .connection import Connection, Connections
from .constants import *  # noqa: F403
from .server import OFTPServer

__all__ = [
    "Certificate",
    "CertificateList",
    "ClosedError",
    "Connection",
    "Connections",
    "OFTPError",
    "OFTPServer",
    "UnknownConnectionError",
    "__version__",
    "live_handles",
]
__all__ += constants.__all__

__version__: str = _lib.oftpsrv_version().decode()


def live_handles() -> int:
    """How many servers and certificates of this process have not been closed yet."""
    count: int = _lib.oftpsrv_live_handles()
    return count
