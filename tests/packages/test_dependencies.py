"""What scripts/dependencies.py and scripts/notices.py say of the tree, and that they would say something of others."""

import re
import sys
import tomllib

import pytest
from conftest import ROOT, run

sys.path.insert(0, str(ROOT / "scripts"))
import dependencies  # noqa: E402
import notices  # noqa: E402


def crate(name="some", version="1.0.0", licence="MIT", source="registry+https://github.com/rust-lang/crates.io-index", rust=None):
    return {"name": name, "version": version, "license": licence, "source": source, "rust_version": rust}


def test_the_tree_keeps_the_rules():
    assert run("scripts/dependencies.py") == ""


@pytest.mark.parametrize(
    "expression, met",
    [
        ("MIT", True),
        ("GPL-3.0-only", False),
        ("MIT/Apache-2.0", True),
        ("GPL-3.0-only OR MIT", True),
        ("GPL-3.0-only AND MIT", False),
        ("MIT OR GPL-3.0-only AND LGPL-3.0-only", True),
        ("(MIT OR GPL-3.0-only) AND LGPL-3.0-only", False),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", True),
        ("Apache-2.0 WITH LLVM-exception", True),
        ("MIT WITH some-exception", False),
    ],
)
def test_licences_are_expressions(expression, met):
    assert dependencies.can_be_met(expression, dependencies.ALLOWED) is met
    assert bool(list(dependencies.licences([crate(licence=expression)]))) is not met


def test_a_crate_without_licence_is_refused():
    assert list(dependencies.licences([crate(licence=None)])) == ["some 1.0.0 names no licence"]


def test_the_exception_is_for_one_crate():
    assert not list(dependencies.licences([crate(name="cbindgen", licence="MPL-2.0")]))
    assert list(dependencies.licences([crate(licence="MPL-2.0")]))


def test_banned_crates_and_second_versions_are_refused():
    assert "native-tls 1.0.0 is banned" in next(dependencies.bans([crate(name="native-tls")]))
    twice = [crate(name="openssl"), crate(name="openssl", version="2.0.0")]
    assert list(dependencies.bans(twice)) == ["openssl is there in several versions: 1.0.0, 2.0.0"]


@pytest.mark.parametrize(
    "source", [None, "git+https://github.com/someone/some#0123", "registry+https://example.org/index", "sparse+https://example.org/"]
)
def test_only_crates_io_is_a_source(source):
    lock = {"package": [{"name": "some", "version": "1.0.0", "checksum": "0"}]}
    assert "not from crates.io" in next(dependencies.sources([crate(source=source)], lock))
    assert not list(dependencies.sources([crate()], lock))
    assert "no checksum" in next(dependencies.sources([crate()], {"package": []}))


def test_the_rust_version_is_that_of_the_most_demanding_crate():
    own = crate(name="oftpsrv", source=None, rust="1.88")
    assert list(dependencies.rust_version([own, crate(rust="1.90"), crate(rust="1.9")])) == [
        "rust-version is 1.88, but some 1.0.0 needs 1.90"
    ]
    assert not list(dependencies.rust_version([own, crate(rust="1.88.0"), crate()]))


def test_dependencies_are_used_and_listed():
    readme = (ROOT / "README.md").read_text()
    without = re.sub(r"^\| `redb`.*\n", "| `redbird` | |\n", readme, flags=re.MULTILINE)
    said = list(dependencies.direct(ROOT, without))
    assert said == ["redb has no row in README.md", "redbird has a row in README.md and is no dependency"]


def test_a_dependency_that_nothing_uses_is_found(tmp_path):
    for member, folder in dependencies.MEMBERS.items():
        home = tmp_path if member == "oftpsrv" else tmp_path / folder
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        (home / "Cargo.toml").write_text('[dependencies]\nflate2 = "1"\ntokio = "1"\n')
        (tmp_path / folder / "lib.rs").write_text("use tokio::net;" if member == "oftpsrv" else "use tokio::net; use flate2::read;")
    (tmp_path / "build.rs").write_text("")
    said = list(dependencies.direct(tmp_path, "## Dependencies\n| `flate2`, `tokio` | |\n"))
    assert said == ["flate2 is a dependency of oftpsrv that nothing uses"]


def test_everyone_is_told_the_same_version_of_rust():
    version = tomllib.loads((ROOT / "Cargo.toml").read_text())["workspace"]["package"]["rust-version"]
    assert set(re.findall(r"Rust (\d\.\d+)", (ROOT / "README.md").read_text())) == {version}


def test_zlib_finds_out_what_the_processor_can():
    """Without it stored blocks are unpacked at a third of the speed."""
    tree = run("cargo", "tree", "--locked", "--offline", "--edges", "features", "--invert", "zlib-rs")
    assert 'zlib-rs feature "std"' in tree


def test_the_notices_fit_the_lock_file():
    assert run("scripts/notices.py", "--check") == ""
    text = notices.FILE.read_text("utf-8")
    listed = re.findall(r"^    (\S+) (\d\S*) \((.+)\)$", text.partition("\nCrates\n")[2].partition("\n\n")[0], re.MULTILINE)
    locked = {(each["name"], each["version"]) for each in tomllib.loads((ROOT / "Cargo.lock").read_text())["package"]}
    assert len(listed) > 60 and {each[:2] for each in listed} <= locked
    manifest = tomllib.loads((ROOT / "Cargo.toml").read_text())
    assert {name for name, _, _ in listed} >= set(manifest["dependencies"])
    for name, version, _ in listed:
        assert re.search(rf"^(.*, )?{re.escape(name)} {re.escape(version)}(, .*)?$", text, re.MULTILINE), name
    assert "Copyright (c) Tokio Contributors" in text and "Brian Smith" in text


def test_other_notices_are_refused(tmp_path, monkeypatch, capsys):
    changed = tmp_path / "THIRD-PARTY-NOTICES.txt"
    changed.write_text(notices.FILE.read_text("utf-8").replace("tokio 1", "tokio 0"))
    monkeypatch.setattr(notices, "FILE", changed)
    assert notices.main(["--check"]) == 1
    assert "does not fit Cargo.lock" in capsys.readouterr().err
