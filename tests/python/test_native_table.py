"""The table of native declarations against the header that C programs are compiled with."""

import ctypes
import re
from pathlib import Path

from oftpsrv import constants
from oftpsrv._event import TextAnswer
from oftpsrv._native import EVENT_STRUCTS, FUNCTIONS, by_hand, functions, types
from oftpsrv.events import EVENTS

HEADER = Path(__file__).resolve().parents[2] / "include" / "oftpsrv.h"
TEXT = re.sub(r"/\*.*?\*/|\bOFTPSRV_API\s+", "", HEADER.read_text("utf-8"), flags=re.DOTALL)

# What each C type is for ctypes. Everything that is stored through a pointer is told apart by what is stored.
VALUES = {
    "void": None, "bool": ctypes.c_bool, "int32_t": ctypes.c_int32, "int64_t": ctypes.c_int64,
    "size_t": ctypes.c_size_t,
}  # fmt: skip
POINTERS = {
    "char *": ctypes.c_char_p,
    "uint8_t *": ctypes.c_void_p,
    "void *": ctypes.c_void_p,
    "bool *": ctypes.POINTER(ctypes.c_bool),
    "int32_t *": ctypes.POINTER(ctypes.c_int32),
    "int64_t *": ctypes.POINTER(ctypes.c_int64),
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
    # A handle, of whatever class.
    if re.fullmatch(r"oftpsrv_(\w+_)?t \*", name):
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


def test_every_function_is_declared_with_the_header_s_types_and_no_other():
    assert len(HEADER_FUNCTIONS) > 160
    assert FUNCTIONS == HEADER_FUNCTIONS


def test_no_function_is_in_both_tables():
    assert not set(by_hand.FUNCTIONS) & set(functions.FUNCTIONS)


def header_fields(name):
    """The fields of an event's structure: name and type."""
    for text in HEADER_STRUCTS[name].split(";"):
        if text.strip():
            declaration, field = re.fullmatch(r"\s*(.*?[ *])(\w+)\s*", text, re.DOTALL).groups()
            yield field, expected(declaration)


def test_every_structure_has_the_header_s_fields_and_there_is_no_other():
    assert len(HEADER_STRUCTS) >= 17
    found = {name: struct._fields_ for name, struct in EVENT_STRUCTS.items()}
    assert found == {name: list(header_fields(name)) for name in HEADER_STRUCTS}


def test_every_event_s_class_has_the_structure_s_fields():
    attributes, fields = {}, {}
    for kind in EVENTS:
        name = kind._native_name
        attributes[name] = [field for field in vars(kind) if not field.startswith("_")]
        names = [field for field, _ in EVENT_STRUCTS[name]._fields_ if field != "size"]
        lengths = {f"{field}_len" for field, _ in EVENT_STRUCTS[name]._fields_} & set(names)
        fields[name] = [field for field in names if field not in lengths]
    assert attributes == fields
    assert set(attributes) == set(HEADER_STRUCTS)


def test_answers_that_are_texts_have_setters():
    setters, answers = set(), set()
    for name in HEADER_FUNCTIONS:
        setter = re.fullmatch(r"oftpsrv_(\w+)_event_set_(\w+)", name)
        if setter:
            setters.add(setter.groups())
    for kind in EVENTS:
        answers |= {(kind._native_name, name) for name, field in vars(kind).items() if type(field) is TextAnswer}
    assert answers == setters


# For each number with a name its group and name in Python, by its name in C: what the table has. The numbers are the header's.
NAMES = HEADER.parents[1] / "tests" / "data" / "names.tsv"
SPELLED = {
    cells[5]: tuple(cells[6].split("."))
    for cells in (line.split("\t") for line in NAMES.read_text("utf-8").splitlines())
    if cells[0] in ("constant", "error")
}
# What the header defines besides: the version and what is no error.
OTHERS = {"OFTPSRV_OK", "OFTPSRV_VERSION_MAJOR", "OFTPSRV_VERSION_MINOR", "OFTPSRV_VERSION_PATCH"}


def test_every_number_has_the_header_s_name_and_value_and_there_is_no_other():
    numbers = dict(re.findall(r"#define (OFTPSRV_\w+) (-?\d+)\b", TEXT))
    assert len(numbers) > 150
    assert set(numbers) - OTHERS == set(SPELLED)
    found = {}
    for name, spelled_so in SPELLED.items():
        found[spelled_so] = int(numbers[name])
    groups = [getattr(constants, name) for name in constants.__all__]
    ours = {(group.__name__, number): value.value for group in groups for number, value in group.__members__.items()}
    assert ours == found


def test_a_name_in_python_is_the_header_s():
    """Behind what a group's names begin with in C; few are spelled otherwise, because a name may not begin with a digit."""
    others = {c: python for c, (_, python) in SPELLED.items() if not c.endswith(f"_{python}")}
    assert others == {"OFTPSRV_ENCRYPTION_3DES": "TRIPLE_DES"}
