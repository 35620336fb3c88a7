"""`make install` and pip never take a library that is older than its sources, and need no Rust for one that is not."""

from conftest import age, run, script, setuptools

NEW = "built now"
FAKE_CARGO = f"""echo "$*" >> "${{0%/*}}/../cargo.log"
case $1 in
    --version) echo "cargo 1.99.0" ;;
    build) for kind in so a; do echo "{NEW}" > target/release/liboftpsrv.$kind; done ;;
esac"""


def make_install(tree, tools, ok=True):
    place = tree.parent / "place"
    text = run("make", "install", "PREFIX=/usr", f"DESTDIR={place}", cwd=tree, ok=ok, PATH=tools)
    return text, place / "usr/lib/liboftpsrv.so.0"


def wheel(tree, tools, ok=True):
    """The library in a wheel that was made of the tree."""
    out = tree.parent / "wheels"
    text = setuptools(f"build_wheel({str(out)!r})", tree / "bindings/python", ok=ok, PATH=tools)
    if not ok:
        return text, None
    (made,) = out.glob("*.whl")
    return text, run("python3", "-c", f"import zipfile; print(zipfile.ZipFile({str(made)!r}).read('oftpsrv/_native/liboftpsrv.so'))")


def touch(tree):
    age(tree / "src/error/mod.rs", -3600)


def test_root_needs_no_rust_for_what_was_built(tree, tools):
    _, library = make_install(tree, tools)
    assert library.read_text() == "built before\n"
    assert "built before" in wheel(tree, tools)[1]


def test_without_rust_a_stale_library_is_refused(tree, tools):
    touch(tree)
    text, library = make_install(tree, tools, ok=False)
    assert "liboftpsrv.so is older than src/error/mod.rs" in text and "make build" in text
    assert not library.exists()
    text, _ = wheel(tree, tools, ok=False)
    assert "is older than src/error/mod.rs" in text and "OFTPSRV_LIBRARY" in text


def test_without_rust_a_missing_library_is_told(tree, tools):
    (tree / "target/release/liboftpsrv.a").unlink()
    text, library = make_install(tree, tools, ok=False)
    assert "liboftpsrv.a is not there" in text and not library.exists()


def test_with_rust_a_stale_library_is_built_again(tree, tools):
    touch(tree)
    script(tools / "cargo", FAKE_CARGO)
    _, library = make_install(tree, tools)
    assert library.read_text() == f"{NEW}\n"


def test_pip_builds_a_stale_library_again(tree, tools):
    touch(tree)
    script(tools / "cargo", FAKE_CARGO)
    assert NEW in wheel(tree, tools)[1]
    (words,) = (line.split() for line in (tools.parent / "cargo.log").read_text().splitlines())
    assert words[0] == "build" and {"--locked", "--release", "--lib"} <= set(words)


def test_what_cargo_found_built_is_not_stale_for_a_file_that_was_only_touched(tree, tools):
    """Cargo does not build again for that: the library stays older than the file."""
    script(tools / "cargo", "echo cargo 1.99.0")
    age(tree / "Cargo.lock", -5)
    for name in ("liboftpsrv.so", "liboftpsrv.a"):
        age(tree / "target/release" / name, 3600)
    run("scripts/build.sh", cwd=tree, PATH=tools)
    age(tree / "target/release/.oftpsrv-built", -10)
    (tools / "cargo").unlink()
    make_install(tree, tools)
    wheel(tree, tools)
    age(tree / "src/error/mod.rs", -3600)
    make_install(tree, tools, ok=False)
