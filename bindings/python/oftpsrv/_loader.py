"""Finds the native library and gives its functions their types.

``OFTPSRV_LIBRARY`` names the file explicitly; otherwise it is the one inside this package.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

from ._native import FUNCTIONS


def _library_name() -> str:
    if sys.platform == "win32":
        return "oftpsrv.dll"
    if sys.platform == "darwin":
        return "liboftpsrv.dylib"
    return "liboftpsrv.so"


def _library_path() -> Path:
    named = os.environ.get("OFTPSRV_LIBRARY")
    if named:
        return Path(named).absolute()
    return Path(__file__).parent / "_native" / _library_name()


def _load() -> ctypes.CDLL:
    path = _library_path()
    if not path.is_file():
        raise ImportError(f"the native library {path} is not there; OFTPSRV_LIBRARY can name another file")
    try:
        library = ctypes.CDLL(str(path))
    except OSError as error:
        raise ImportError(f"the native library {path} cannot be loaded: {error}") from error
    for name, (result, parameters) in FUNCTIONS.items():
        try:
            function = getattr(library, name)
        except AttributeError:
            raise ImportError(f"the native library {path} has no {name}: it is older than this package") from None
        function.restype = result
        function.argtypes = parameters
    return library


lib = _load()
