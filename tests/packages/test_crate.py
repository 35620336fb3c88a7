"""What `cargo package` takes along."""

import tomllib

from conftest import ROOT, run


def listed():
    return run("cargo", "package", "--list", "--allow-dirty", "--offline").splitlines()


def test_the_manifest_names_only_what_is_there():
    manifest = tomllib.loads((ROOT / "Cargo.toml").read_text())["package"]
    for name in manifest.get("include", []) + manifest.get("exclude", []):
        assert list(ROOT.glob(name.lstrip("/"))), name


def test_the_crate_has_what_builds_it_and_nothing_for_ourselves():
    files = [line for line in listed() if (ROOT / line).is_file()]
    for wanted in ("src/lib.rs", "build.rs", "cbindgen.toml", "include/oftpsrv.h", "LICENSE-MIT", "THIRD-PARTY-NOTICES.txt", "docs/settings.md"):
        assert wanted in files
    folders = {name.split("/")[0] for name in files if "/" in name}
    assert folders == {"src", "include", "docs", "examples-c"}
    size = sum((ROOT / name).stat().st_size for name in files)
    assert size < 4 << 20
