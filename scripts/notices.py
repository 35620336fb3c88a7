#!/usr/bin/env python3
"""Writes THIRD-PARTY-NOTICES.txt: the crates that the library and oftp-partner are made of, with their notices.

    scripts/notices.py            writes it
    scripts/notices.py --check    fails when it is not what it would be now

The crates and versions are those of Cargo.lock for Linux, where packages are made; crates that only build, and macros, leave nothing in
the library. Of several licences to choose from one is chosen: PREFERRED says which. The same Cargo.lock gives the same octets.
"""

import json
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any, Dict, List, Tuple

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "THIRD-PARTY-NOTICES.txt"
PLATFORM = "x86_64-unknown-linux-gnu"

PREFERRED = ["MIT", "ISC", "Zlib", "BSD-3-Clause", "BSD-2-Clause", "Apache-2.0"]

SIGNS = {
    "MIT": "permission is hereby granted, free of charge, to any person obtaining a copy",
    "ISC": "permission to use, copy, modify, and/or distribute this software for any purpose",
    "Zlib": "this software is provided 'as-is', without any express or implied warranty",
    "BSD-3-Clause": "neither the name of",
    "BSD-2-Clause": "redistribution and use in source and binary forms",
    "Apache-2.0": "apache license",
}
"""Words by which the text of a licence is known, in small letters and with single blanks."""

NAMES = re.compile(r"(licen[sc]e|copying|notice|copyright)", re.IGNORECASE)

HEAD = """\
oftpsrv: notices of third parties

The oftpsrv library and oftp-partner are made of the crates below and of the Rust standard library. Each comes under
the licence that is named with it; the texts follow. scripts/notices.py has made this file from Cargo.lock.
"""

RUST = """\
The Rust standard library
    Copyright (c) The Rust Project Contributors. MIT OR Apache-2.0. It has parts of addr2line, cfg-if, gimli, hashbrown,
    libc, memchr, miniz_oxide, object and rustc-demangle (each MIT OR Apache-2.0, or MIT with a further choice), and of
    compiler-builtins (MIT AND Apache-2.0 WITH LLVM-exception AND (MIT OR Apache-2.0)).
"""

OPENSSL = """\
OpenSSL, in packages that carry its libraries libssl and libcrypto (the Python wheel)
    Copyright (c) 1998-2025 The OpenSSL Project Authors. Copyright (c) 1995-1998 Eric A. Young, Tim J. Hudson. All rights
    reserved. Apache-2.0.
"""

MIT = """\
Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software
is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES
OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE
LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR
IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


def cargo(*arguments: str) -> str:
    return subprocess.run(["cargo", *arguments, "--locked"], cwd=ROOT, check=True, text=True, stdout=subprocess.PIPE).stdout


def linked() -> List[Dict[str, Any]]:
    """The packages that end up in the library or the tool, without our own."""
    metadata = json.loads(cargo("metadata", "--format-version", "1", "--filter-platform", PLATFORM))
    packages = {(each["name"], each["version"]): each for each in metadata["packages"]}
    # Not from the metadata's graph: that has optional crates which no feature turns on.
    tree = cargo("tree", "--target", PLATFORM, "--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}")
    found = {tuple(re.match(r"(\S+) v(\S+)", line).groups()) for line in tree.splitlines() if line}
    return [packages[each] for each in sorted(found) if packages[each]["source"]]


def plain(text: str) -> str:
    return " ".join(text.lower().replace("\u2018", "'").replace("\u2019", "'").split())


def kinds(text: str) -> List[str]:
    return [kind for kind in PREFERRED if SIGNS[kind] in plain(text)]


def texts(package: Dict[str, Any]) -> List[str]:
    """The notices that have to go with a crate."""
    folder = Path(package["manifest_path"]).parent
    files = {path.name: path.read_text("utf-8") for path in sorted(folder.iterdir()) if NAMES.match(path.name) and path.is_file()}
    notices = [text for name, text in files.items() if re.match(r"notice|copyright", name, re.IGNORECASE)]
    words = re.findall(r"[\w.-]+", package["license"].replace("/", " OR "))
    if "OR" not in words:
        return list(files.values()) or [written(package, words[0])]
    choices = [kind for kind in PREFERRED if kind in words]
    for kind in choices:
        fitting = [text for text in files.values() if kind in kinds(text)]
        if fitting:
            # The shortest has this licence alone, where another has all of them.
            return [*notices, min(fitting, key=len)]
    return [*notices, written(package, choices[0])]


def written(package: Dict[str, Any], kind: str) -> str:
    """The notice of a crate that brings no text of its licence."""
    if kind == "MIT":
        return f"Copyright (c) {', '.join(package['authors'])}\n\n{MIT}"
    if kind == "Apache-2.0":
        return (ROOT / "LICENSE-APACHE").read_text("utf-8")
    raise SystemExit(f"notices.py: {package['name']} has no text of its licence, {kind}")


def tidy(text: str) -> str:
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\f", "").split("\n")]
    return "\n".join(lines).strip("\n")


def document() -> str:
    packages = linked()
    users: Dict[str, List[str]] = defaultdict(list)
    first: Dict[str, str] = {}

    def add(user: str, text: str) -> None:
        # Line breaks differ between copies of one text.
        users[plain(text)].append(user)
        first.setdefault(plain(text), tidy(text))

    for package in packages:
        for text in texts(package):
            add(f"{package['name']} {package['version']}", text)
    add("The Rust standard library", MIT)
    add("OpenSSL", (ROOT / "LICENSE-APACHE").read_text("utf-8"))
    rows = [f"    {package['name']} {package['version']} ({package['license'].strip()})" for package in packages]
    parts = [HEAD, "Crates\n" + "\n".join(rows) + "\n", RUST, OPENSSL]
    order: List[Tuple[str, str]] = sorted((", ".join(names), key) for key, names in users.items())
    for names, key in order:
        parts.append(f"{'=' * 100}\n{names}\n{'=' * 100}\n\n{first[key]}\n")
    return "\n".join(parts)


def main(arguments: List[str]) -> int:
    made = document()
    if arguments != ["--check"]:
        FILE.write_text(made, "utf-8")
        return 0
    if not FILE.is_file() or FILE.read_text("utf-8") != made:
        print(f"notices.py: {FILE.name} does not fit Cargo.lock; scripts/notices.py writes it", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
