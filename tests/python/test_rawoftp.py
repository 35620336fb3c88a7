"""The test peer itself, held against the RFCs' tables and examples before it judges anybody else."""

import pytest
import rawoftp
from rawoftp import LEVELS, Framer, Subrecords, build, frame, pack, parse, subrecords

SFID = {
    "DSN": "FILE", "USER": "", "DEST": "O0013SERVER", "ORIG": "O0013PARTNER", "FMT": "U", "LRECL": 0, "FSIZ": 1,
    "REST": 0,
}  # fmt: skip
STAMPS = {
    1: ("260726", "120000"),
    2: ("260726", "120000"),
    4: ("20260726", "1200000001"),
    5: ("20260726", "1200000001"),
}


def sfid(level):
    values = dict(SFID, DATE=STAMPS[level][0], TIME=STAMPS[level][1])
    if level == 5:
        values.update(OSIZ=1, SEC=0, CIPH=0, COMP=0, ENV=0, SIGN="N", DESC="")
    return values


@pytest.mark.parametrize(
    "name, level, length",
    [
        ("SSRM", 5, 19), ("SSID", 5, 61), ("SSID", 4, 61), ("SSID", 1, 61), ("SFID", 5, 165), ("SFID", 4, 128),
        ("SFID", 2, 128), ("SFID", 1, 128), ("SFPA", 5, 18), ("SFPA", 4, 10), ("SFNA", 5, 7), ("SFNA", 1, 4),
        ("CDT", 5, 3), ("EFID", 5, 35), ("EFID", 2, 22), ("EFPA", 1, 2), ("EFNA", 5, 6), ("EFNA", 4, 3),
        ("ESID", 5, 7), ("ESID", 1, 4), ("CD", 5, 1), ("RTR", 1, 1), ("EERP", 5, 110), ("EERP", 4, 106),
        ("EERP", 1, 106), ("NERP", 5, 135), ("NERP", 4, 128), ("SECD", 5, 1), ("AURP", 5, 21), ("AUCH", 5, 3),
    ],
)  # fmt: skip
def test_commands_have_the_lengths_of_the_rfc_and_read_back(name, level, length):
    blank = {"X": "", "9": 0, "V": "", "B": b"", "O": bytes(20)}
    values = {field: blank[kind] for field, kind, _ in rawoftp.LAYOUTS[level][name] if kind not in "-R"}
    command = build(name, level, **values)
    assert len(command) == length
    assert parse(command, level).fields.items() >= values.items()


@pytest.mark.parametrize("level", LEVELS)
def test_fields_lie_where_the_rfc_has_them(level):
    command = build("SFID", level, **sfid(level))
    assert command[1:27] == b"FILE".ljust(26)
    assert command[56:81] == b"O0013SERVER".ljust(25)
    assert command[81:107] == b"O0013PARTNER".ljust(25) + b"U"
    stamp = "".join(STAMPS[level]).encode()
    assert command[27:48] == stamp.rjust(21)


def test_the_nerp_has_its_date_at_33():
    values = {
        "DSN": "FILE",
        "DATE": "20260726",
        "TIME": "1200000001",
        "DEST": "A",
        "ORIG": "B",
        "CREA": "C",
        "REAS": 34,
    }
    command = build("NERP", 5, **values, REAST="no", HSH=b"", SIG=b"")
    assert command[33:51] == b"202607261200000001"
    assert command[126:133] == b"34002no"


def test_texts_are_counted_in_octets():
    command = build("ESID", 5, REAS=99, REAST="größer")
    assert command[:6] == b"F99008"
    assert parse(command)["REAST"] == "größer"


def test_frames_survive_any_split():
    stream = frame(b"R") + frame(build("CDT"))
    assert stream[:5] == b"\x10\x00\x00\x05R"
    for at in range(len(stream)):
        framer, found = Framer(), []
        for part in (stream[:at], stream[at:]):
            framer.feed(part)
            while True:
                buffer = framer.next()
                if buffer is None:
                    break
                found.append(buffer)
        assert found == [b"R", b"C  "]


def test_a_reader_that_is_strict():
    for broken in (b"R ", b"C", b"4", build("EFPA", CD="N") + b"x", b"Z"):
        with pytest.raises(rawoftp.Unexpected):
            parse(broken)


@pytest.mark.parametrize("compress", [False, True])
@pytest.mark.parametrize("buffer_size", [128, 2048])
def test_records_come_back_out_of_data(compress, buffer_size):
    records = [b"", b"A", b"AAAA", b"x" * 62, b"x" * 63, b"x" * 64, bytes(range(256)) * 3, b"ab" + b" " * 200 + b"c"]
    reader = Subrecords()
    for data in pack(subrecords(records, compress), buffer_size):
        assert len(data) <= buffer_size
        reader.feed(data)
    assert reader.records == records
    assert not reader.open
    assert reader.octets == sum(map(len, records))


def test_small_subrecords():
    assert b"".join(subrecords([b"AAA"], compress=True)) == b"\xc3A"
    assert b"".join(subrecords([b""])) == b"\x80"
    assert b"".join(subrecords([b"abc"])) == b"\x83abc"
