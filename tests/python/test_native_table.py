"""The table of native declarations against the header that C programs are compiled with."""

import ctypes
import re
from pathlib import Path

import pytest

from oftpsrv import constants
from oftpsrv._native import EVENT_STRUCTS, FUNCTIONS, types
from oftpsrv.events import EVENTS

HEADER = Path(__file__).resolve().parents[2] / "include" / "oftpsrv.h"
TEXT = re.sub(r"/\*.*?\*/|\bOFTPSRV_API\s+", "", HEADER.read_text("utf-8"), flags=re.DOTALL)

# What each C type is for ctypes. Everything that is stored through a pointer is told apart by what is stored.
VALUES = {
    "void": None, "bool": ctypes.c_bool, "int32_t": ctypes.c_int32, "int64_t": ctypes.c_int64,
    "size_t": ctypes.c_size_t,
}  # fmt: skip
POINTERS = {
    "oftpsrv_t *": ctypes.c_void_p,
    "oftpsrv_certificate_t *": ctypes.c_void_p,
    "char *": ctypes.c_char_p,
    "uint8_t *": ctypes.c_void_p,
    "void *": ctypes.c_void_p,
    "bool *": ctypes.POINTER(ctypes.c_bool),
    "int32_t *": ctypes.POINTER(ctypes.c_int32),
    "size_t *": ctypes.POINTER(ctypes.c_size_t),
    "char **": ctypes.POINTER(ctypes.c_void_p),
    "uint8_t **": ctypes.POINTER(ctypes.c_void_p),
    "char ***": ctypes.POINTER(ctypes.c_void_p),
    "oftpsrv_certificate_t **": ctypes.POINTER(ctypes.c_void_p),
    "oftpsrv_certificate_t ***": ctypes.POINTER(ctypes.c_void_p),
}
# Memory that is given back, or an array that is passed in, is only an address.
ADDRESSES = {
    ("oftpsrv_string_free", 0), ("oftpsrv_connections_free", 0), ("oftpsrv_certificates_free", 0),
    ("oftpsrv_set_trusted_certs", 1),
}  # fmt: skip
STREAMS = {
    "oftpsrv_stream_write_cb": types.STREAM_WRITE,
    "oftpsrv_stream_read_cb": types.STREAM_READ,
    "oftpsrv_stream_close_cb": types.STREAM_CLOSE,
}


def spelled(declaration):
    """A C type without names, const and superfluous spaces."""
    text = re.sub(r"\bconst\b|\bstruct\b", "", declaration)
    stars = text.count("*")
    return f"{text.replace('*', ' ').split()[0]} {'*' * stars}".strip()


def expected(declaration, function="", index=-1):
    name = spelled(declaration)
    if (function, index) in ADDRESSES:
        return ctypes.c_void_p
    if name in STREAMS:
        return STREAMS[name]
    if name.endswith("_cb"):
        return types.EVENT_CALLBACK
    if re.fullmatch(r"oftpsrv_\w+_event_t \*", name):
        return ctypes.c_void_p
    return POINTERS[name] if "*" in name else VALUES[name]


def prototypes():
    pattern = re.compile(r"^([a-z][\w ]*?[ *]+)(oftpsrv_\w+)\(([^;{]*?)\);", re.MULTILINE | re.DOTALL)
    for result, name, parameters in pattern.findall(TEXT):
        if "typedef" in result:
            continue
        listed = [] if parameters.strip() == "void" else parameters.split(",")
        yield name, (expected(result), tuple(expected(text, name, index) for index, text in enumerate(listed)))


HEADER_FUNCTIONS = dict(prototypes())
HEADER_STRUCTS = dict(re.findall(r"struct oftpsrv_(\w+)_event \{(.*?)\};", TEXT, re.DOTALL))


def test_every_function_is_declared_and_no_other():
    assert set(FUNCTIONS) == set(HEADER_FUNCTIONS)


@pytest.mark.parametrize("name", sorted(HEADER_FUNCTIONS))
def test_the_function_has_the_header_s_types(name):
    assert FUNCTIONS[name] == HEADER_FUNCTIONS[name]


def test_every_event_is_declared_and_no_other():
    assert set(EVENT_STRUCTS) == set(HEADER_STRUCTS) == {kind._native_name for kind in EVENTS}


@pytest.mark.parametrize("name", sorted(HEADER_STRUCTS))
def test_the_structure_has_the_header_s_fields(name):
    fields = []
    for text in HEADER_STRUCTS[name].split(";"):
        if text.strip():
            declaration, field = re.fullmatch(r"\s*(.*?[ *])(\w+)\s*", text, re.DOTALL).groups()
            fields.append((field, expected(declaration)))
    assert EVENT_STRUCTS[name]._fields_ == fields


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind._native_name)
def test_the_event_s_class_has_the_structure_s_fields(kind):
    names = [field for field, _ in EVENT_STRUCTS[kind._native_name]._fields_ if field != "size"]
    octets = [name[:-4] for name in names if name.endswith("_len")]
    names = [name for name in names if not (name.endswith("_len") and name[:-4] in octets)]
    assert [name for name in vars(kind) if not name.startswith("_")] == names


@pytest.mark.parametrize("name", sorted(HEADER_STRUCTS))
def test_answers_that_are_texts_have_setters(name):
    setters = {n.split("_event_set_")[1] for n in HEADER_FUNCTIONS if n.startswith(f"oftpsrv_{name}_event_set_")}
    kind = next(kind for kind in EVENTS if kind._native_name == name)
    assert {field for field in vars(kind) if type(vars(kind)[field]).__name__ == "TextAnswer"} == setters


@pytest.mark.parametrize(
    "prefix, numbers",
    [
        ("DISPATCH", constants.Dispatch), ("DIRECTION", constants.Direction), ("FORMAT", constants.FileFormat),
        ("SECURITY", constants.SecurityLevel), ("EXCHANGE", constants.ExchangeType), ("STORE", constants.StoreType),
        ("END_RESPONSE", constants.EndResponseDirection), ("LOG", constants.LogLevel),
    ],
)  # fmt: skip
def test_numbers_have_the_header_s_values(prefix, numbers):
    found = {name: int(value) for name, value in re.findall(rf"#define OFTPSRV_{prefix}_(\w+) (\d+)", TEXT)}
    ours = {number.name: number.value for number in numbers}
    ours = {name: value for name, value in ours.items() if prefix != "LOG" or name != "NONE"}
    assert ours == found
