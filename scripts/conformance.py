#!/usr/bin/env python3
"""Which rows of tests/data/conformance.tsv a test names.

A row counts as covered when its id (such as CDT-4) stands in test code: everything under tests/ and bindings/*/tests,
and the test modules inside src/. Rows left out on purpose are in tests/conformance/excluded.tsv with their reason. Rows of
the kind "security" and those of CERT are counted by themselves. Exit status 1 when a row is neither named nor excluded,
or when the list of exclusions names a row that does not exist or that a test names after all.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CODE = {".rs", ".py", ".cs", ".c", ".h", ".cpp", ".sh"}
ID = re.compile(r"\b([A-Z][A-Za-z0-9]*x?)-(\d+)\b")


def rows():
    lines = (ROOT / "tests/data/conformance.tsv").read_text(encoding="utf-8").splitlines()
    header = lines[0].split("\t")
    for line in lines[1:]:
        yield dict(zip(header, line.split("\t")))


def excluded():
    path = ROOT / "tests/conformance/excluded.tsv"
    pairs = {}
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        if line.strip():
            row, reason = line.split("\t", 1)
            pairs[row] = reason
    return pairs


def test_texts():
    places = [ROOT / "tests", *sorted(ROOT.glob("bindings/*/tests"))]
    for place in places:
        for path in sorted(place.rglob("*")):
            if path.suffix in CODE and path.is_file():
                yield path, path.read_text(encoding="utf-8", errors="replace")
    for path in sorted((ROOT / "src").rglob("*.rs")):
        text = path.read_text(encoding="utf-8")
        inside = path.stem.endswith("tests") or "tests" in path.relative_to(ROOT / "src").parts[:-1]
        if not inside:
            start = text.find("#[cfg(test)]\nmod ")
            if start < 0 or "{" not in text[start:].splitlines()[1]:
                continue
            text = text[start:]
        yield path, text


def named():
    found = {}
    for path, text in test_texts():
        for match in ID.finditer(text):
            found.setdefault(match.group(0), []).append(path.relative_to(ROOT))
    return found


def main():
    every, left_out, found = list(rows()), excluded(), named()
    ids = {row["id"] for row in every}
    wrong = []
    for row in left_out:
        if row not in ids:
            wrong.append(f"{row}: excluded, but there is no such row")
        elif row in found:
            wrong.append(f"{row}: excluded, but named in {found[row][0]}")
    verbose = "-v" in sys.argv[1:]
    missing_anywhere = False
    for title, group in (
        ("protocol, files, state", [r for r in every if not special(r)]),
        ("security and certificates", [r for r in every if special(r)]),
    ):
        covered = [r for r in group if r["id"] in found]
        out = [r for r in group if r["id"] not in found and r["id"] in left_out]
        missing = [r for r in group if r["id"] not in found and r["id"] not in left_out]
        print(f"{title}: {len(group)} rows, {len(covered)} named, {len(out)} excluded, {len(missing)} missing")
        for row in out:
            print(f"  excluded {row['id']}: {left_out[row['id']]}")
        for row in missing:
            print(f"  MISSING  {row['id']} ({row['kind']}, {row['role']}): {row['requirement']}")
        if verbose:
            for row in covered:
                files = sorted({str(path) for path in found[row["id"]]})
                print(f"  {row['id']}: {', '.join(files)}")
        missing_anywhere |= bool(missing)
    for line in wrong:
        print(line)
    return 1 if missing_anywhere or wrong else 0


def special(row):
    return row["kind"] == "security" or row["id"].startswith("CERT-")


if __name__ == "__main__":
    sys.exit(main())
