#!/usr/bin/env python3
"""Checks the crates that oftpsrv is built from:  scripts/dependencies.py

    licences      each crate's licence expression can be met with licences of ALLOWED
    bans          none of BANNED is there, nor two of the versions that ONCE names
    sources       everything comes from crates.io, with a checksum in Cargo.lock
    rust-version  that of Cargo.toml is what the crates really need
    direct        every dependency of Cargo.toml is used, and has its row in README.md

Prints what is wrong, one line each, and fails; all platforms and build dependencies count. Cargo downloads what is not there yet.
"""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any, Dict, Iterator, List, Set

ROOT = Path(__file__).resolve().parents[1]

ALLOWED = {
    "MIT", "MIT-0", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSD-2-Clause", "BSD-3-Clause", "ISC", "Zlib", "0BSD",
    "Unlicense", "CC0-1.0", "Unicode-3.0", "CDLA-Permissive-2.0",
}  # fmt: skip
"""Licences that ask for no more than their notice."""

EXCEPTIONS = {"cbindgen": {"MPL-2.0"}}
"""Other licences of crates that only build: nothing of them is in what we give away."""

BANNED = {
    "native-tls": "TLS is rustls or OpenSSL, chosen by a setting",
    "aws-lc-rs": "rustls uses ring; one such library is enough",
    "aws-lc-sys": "rustls uses ring; one such library is enough",
    "rustls-pemfile": "not maintained any more",
    "atty": "not maintained any more; std::io::IsTerminal",
    "lazy_static": "once_cell and std do that",
    "libz-sys": "zlib is zlib-rs: no second C library",
    "miniz_oxide": "zlib is zlib-rs",
    "libsqlite3-sys": "the store is redb",
    "reqwest": "fetching is ureq",
    "chrono-tz": "only the system's time zone counts",
}

ONCE = ["openssl", "openssl-sys", "rustls", "ring", "tokio", "mio", "socket2", "libc", "flate2", "zlib-rs", "redb"]
"""Crates that may be there in one version only: two of them would be two engines."""

MEMBERS = {"oftpsrv": "src", "oftp-partner": "tools/oftp-partner", "xtask": "tools/xtask"}
"""The workspace's own packages, and where their code is."""

CRATES_IO = re.compile(r"^registry\+https://[^/]+/rust-lang/crates\.io-index$")


def metadata(root: Path = ROOT) -> Dict[str, Any]:
    command = ["cargo", "metadata", "--locked", "--format-version", "1"]
    return json.loads(subprocess.run(command, cwd=root, check=True, stdout=subprocess.PIPE).stdout)


def tokens(expression: str) -> List[str]:
    # The slash is how licences were separated before the expressions of SPDX.
    return re.findall(r"[()]|[^\s()/]+", expression.replace("/", " OR "))


def can_be_met(expression: str, allowed: Set[str]) -> bool:
    """Whether an SPDX expression can be met with these licences. AND binds closer than OR."""
    left = tokens(expression)

    def alternatives() -> bool:
        found = together()
        while left and left[0] == "OR":
            left.pop(0)
            found = together() or found
        return found

    def together() -> bool:
        found = one()
        while left and left[0] == "AND":
            left.pop(0)
            found = one() and found
        return found

    def one() -> bool:
        word = left.pop(0)
        if word == "(":
            found = alternatives()
            left.pop(0)
            return found
        if left and left[0] == "WITH":
            left.pop(0)
            word = f"{word} WITH {left.pop(0)}"
        return word in allowed

    return alternatives() and not left


def licences(packages: List[Dict[str, Any]]) -> Iterator[str]:
    for package in packages:
        allowed = ALLOWED | EXCEPTIONS.get(package["name"], set())
        if not package["license"]:
            yield f"{named(package)} names no licence"
        elif not can_be_met(package["license"], allowed):
            yield f"{named(package)} is licensed as {package['license']}, which is not allowed here"


def bans(packages: List[Dict[str, Any]]) -> Iterator[str]:
    for package in packages:
        if package["name"] in BANNED:
            yield f"{named(package)} is banned: {BANNED[package['name']]}"
    for name in ONCE:
        versions = [package["version"] for package in packages if package["name"] == name]
        if len(versions) > 1:
            yield f"{name} is there in several versions: {', '.join(versions)}"


def sources(packages: List[Dict[str, Any]], lock: Dict[str, Any]) -> Iterator[str]:
    checked = {(each["name"], each["version"]) for each in lock["package"] if each.get("checksum")}
    for package in packages:
        if package["source"] is None and package["name"] in MEMBERS:
            continue
        if not CRATES_IO.match(package["source"] or ""):
            yield f"{named(package)} comes from {package['source'] or 'a folder'}, not from crates.io"
        elif (package["name"], package["version"]) not in checked:
            yield f"{named(package)} has no checksum in Cargo.lock"


def numbers(version: str) -> List[int]:
    return ([int(part) for part in version.split(".")] + [0, 0])[:3]


def rust_version(packages: List[Dict[str, Any]]) -> Iterator[str]:
    own = next(package["rust_version"] for package in packages if package["source"] is None)
    others = [package for package in packages if package["source"] and package["rust_version"]]
    needy = max(others, key=lambda package: numbers(package["rust_version"]))
    if numbers(needy["rust_version"]) != numbers(own):
        yield f"rust-version is {own}, but {named(needy)} needs {needy['rust_version']}"


def direct(root: Path, readme: str) -> Iterator[str]:
    table = re.search(r"^## Dependencies\n(.*?)(?:^## |\Z)", readme, re.MULTILINE | re.DOTALL)
    rows = set(re.findall(r"`([^`]+)`", " ".join(re.findall(r"^\| (`[^|]*)\|", table[1], re.MULTILINE)))) if table else set()
    everything: Set[str] = set()
    for member, folder in MEMBERS.items():
        home = root if member == "oftpsrv" else root / folder
        manifest = tomllib.loads((home / "Cargo.toml").read_text("utf-8"))
        listed = {**manifest.get("dependencies", {}), **manifest.get("build-dependencies", {})}
        code = "\n".join(path.read_text("utf-8") for path in sorted((root / folder).rglob("*.rs")))
        if member == "oftpsrv":
            code += (root / "build.rs").read_text("utf-8")
        for name in listed:
            if not re.search(rf"\b{name.replace('-', '_')}\b", code):
                yield f"{name} is a dependency of {member} that nothing uses"
        everything |= set(listed) - set(MEMBERS)
    for name in sorted(everything - rows):
        yield f"{name} has no row in README.md"
    for name in sorted(rows - everything):
        yield f"{name} has a row in README.md and is no dependency"


def named(package: Dict[str, Any]) -> str:
    return f"{package['name']} {package['version']}"


def main() -> int:
    packages = metadata()["packages"]
    lock = tomllib.loads((ROOT / "Cargo.lock").read_text("utf-8"))
    wrong = [
        *licences(packages),
        *bans(packages),
        *sources(packages, lock),
        *rust_version(packages),
        *direct(ROOT, (ROOT / "README.md").read_text("utf-8")),
    ]
    for line in wrong:
        print(f"dependencies.py: {line}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
