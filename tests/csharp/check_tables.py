#!/usr/bin/env python3
"""Compares the C# binding's native declarations with include/oftpsrv.h: every function with its parameters, every event
structure with its fields, every named number. Needs no library and no .NET. Usage: check_tables.py [header]"""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "bindings" / "csharp" / "src"
FUNCTIONS = [SOURCES / "Native" / "NativeMethods.cs", SOURCES / "Generated" / "NativeMethods.cs"]
STRUCTURES = SOURCES / "Generated" / "EventStructs.cs"
NAMES = ROOT / "tests" / "data" / "names.tsv"
NUMBERS = [SOURCES / "Generated" / "Constants.cs", SOURCES / "Generated" / "OftpserverErrors.cs"]

# C type -> the C# types that stand for it.
TYPES = {
    "void": {"void"}, "int32_t": {"int"}, "int64_t": {"long"}, "size_t": {"UIntPtr"}, "bool": {"U1 bool", "byte"},
    "char *": {"byte[]", "IntPtr"}, "uint8_t *": {"byte[]", "IntPtr"}, "void *": {"IntPtr"},
    "int32_t *": {"out int"}, "int64_t *": {"out long"}, "bool *": {"U1 out bool"}, "size_t *": {"out UIntPtr"},
    "char **": {"out IntPtr", "IntPtr"}, "uint8_t **": {"out IntPtr"}, "char ***": {"out IntPtr"},
    "oftpsrv_certificate_t **": {"out IntPtr", "IntPtr", "IntPtr[]"}, "oftpsrv_certificate_t ***": {"out IntPtr"},
    "oftpsrv_stream_write_cb": {"StreamWriteCallback"}, "oftpsrv_stream_read_cb": {"StreamReadCallback"},
    "oftpsrv_stream_close_cb": {"StreamCloseCallback"},
}
# Used by other languages, or not needed here; the list keeps forgotten functions from hiding.
UNUSED = {"oftpsrv_event_fd", "oftpsrv_error_text",
          "oftpsrv_connection_get_connection_id", "oftpsrv_connection_get_download_stream",
          "oftpsrv_connection_get_upload_stream"}


def handle(c_type):
    """`oftpsrv_t *` -> `ServerHandle`, `oftpsrv_certificate_t *` -> `CertificateHandle`; else nothing."""
    found = re.fullmatch(r"oftpsrv_(?:(\w+)_)?t \*", c_type)
    return found and (found.group(1) or "server").capitalize() + "Handle"


def types(c_type):
    """The C# types that may stand for one of C."""
    return TYPES.get(c_type) or ({handle(c_type), "IntPtr"} if handle(c_type) else set())


def c_type(text):
    """`const char *value` -> `char *`."""
    text = re.sub(r"\bconst\b|\bstruct\b", "", text).strip()
    stars = text.count("*")
    words = text.replace("*", " ").split()
    name = words[0]
    return name + (" " + "*" * stars if stars else "")


def c_functions(header):
    found = {}
    for result, name, arguments in re.findall(r"^([\w ]+?[ *]+)(oftpsrv_\w+)\(([^;{]*?)\);", header, re.M):
        parts = [] if arguments.strip() in ("", "void") else arguments.split(",")
        found[name] = [c_type(result + " x")] + [c_type(part) for part in parts]
    return found


def cs_type(text):
    marshalled = "U1 " if "UnmanagedType.U1" in text else ""
    text = re.sub(r"\[MarshalAs[^]]*\]", "", text).strip()
    return marshalled + text.rsplit(" ", 1)[0]


def cs_functions():
    found = {}
    table = "".join(file.read_text() for file in FUNCTIONS)
    pattern = r"\[DllImport\(Library, [^\n]*\n((?:\s*\[return[^\n]*\n)?)\s*internal static extern (\w+) (\w+)\(([^;]*?)\);"
    for attribute, result, name, arguments in re.findall(pattern, table):
        parts = [part.strip() for part in arguments.split(",") if part.strip()]
        found[name] = [("U1 " if attribute else "") + result] + [cs_type(part) for part in parts]
    assert len(found) == table.count("[DllImport("), "a declaration has a form that this script does not know"
    return found


def c_structs(header):
    found = {}
    for name, body in re.findall(r"struct (oftpsrv_\w+_event)\s*\{(.*?)\n\}", header, re.S):
        body = re.sub(r"/\*.*?\*/", "", body, flags=re.S)
        fields = [line.strip().rstrip(";") for line in body.split(";") if line.strip()]
        found[name] = [(re.search(r"(\w+)$", field).group(1), c_type(field)) for field in fields]
    return found


def cs_structs():
    text = STRUCTURES.read_text()
    pattern = r"<summary>(oftpsrv_\w+_event)_t</summary>\s*\[StructLayout\(LayoutKind.Sequential\)\]\s*internal struct \w+\s*\{(.*?)\n    \}"
    return {name: re.findall(r"internal (\w+) (\w+);", body) for name, body in re.findall(pattern, text, re.S)}


def c_numbers(header):
    return {name: int(value) for name, value in re.findall(r"^#define (OFTPSRV_[A-Z0-9_]+) (-?\d+)\b", header, re.M)}


def cs_numbers():
    found = {}
    for file in NUMBERS:
        for name, body in re.findall(r"public static class (\w+)\s*\{(.*?)\n    \}", file.read_text(), re.S):
            numbers = re.findall(r"public const int (\w+) = (-?\d+);", body)
            found.update({f"{name}.{member}": int(value) for member, value in numbers})
    return found


def named_numbers():
    """What the table has: for each error and constant its number, its name in C and that in C#."""
    rows = [line.split("\t") for line in NAMES.read_text().splitlines()[1:]]
    return [(int(row[3]), row[5], row[7]) for row in rows if row[0] in ("error", "constant")]


def plain(name):
    return name.replace("_", "").lower()


def main():
    header = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "include" / "oftpsrv.h").read_text()
    passed, failed = 0, []

    c, cs = c_functions(re.sub(r"/\*.*?\*/|\bOFTPSRV_API\s+", "", header, flags=re.S)), cs_functions()
    for name in sorted(set(c) | set(cs)):
        if name not in c:
            failed.append(f"{name} is not in the header")
        elif name not in cs:
            if name in UNUSED:
                continue
            failed.append(f"{name} is declared nowhere")
        elif re.match(r"oftpsrv_(\w+_)?on_", name):
            ok = cs[name] == ["int", handle(c[name][1]), "EventCallback", "IntPtr"] and len(c[name]) == 4
            passed, failed = (passed + 1, failed) if ok else (passed, failed + [f"{name}: {cs[name]}"])
        else:
            event = [("IntPtr" if t.endswith("_event_t *") else None) for t in c[name]]
            wanted = [{e} if e else types(t) for t, e in zip(c[name], event)]
            ok = len(wanted) == len(cs[name]) and all(have in want for have, want in zip(cs[name], wanted))
            if ok:
                passed += 1
            else:
                failed.append(f"{name}: C {c[name]}, C# {cs[name]}")

    structs, ours = c_structs(header), cs_structs()
    for name in sorted(set(structs) | set(ours)):
        have = [(plain(field), kind) for kind, field in ours.get(name, [])]
        want = [(plain(field), TYPES.get(kind, set())) for field, kind in structs.get(name, [])]
        if want and len(have) == len(want) and all(h[0] == w[0] and h[1] in w[1] for h, w in zip(have, want)):
            passed += 1
        else:
            failed.append(f"{name}: C {structs.get(name)}, C# {ours.get(name)}")

    numbers, ours, table = c_numbers(header), cs_numbers(), named_numbers()
    for value, c_name, cs_name in table:
        found = numbers.get(c_name), ours.pop(cs_name, None)
        passed, failed = (passed + 1, failed) if found == (value, value) else (passed, failed + [f"{c_name}, {cs_name}: {value} {found}"])
    failed += [f"{name} is not in the table" for name in ours]

    for line in failed:
        print("FAILED", line)
    print(f"{passed} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
