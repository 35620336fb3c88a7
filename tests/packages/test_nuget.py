"""The NuGet package: its parts, and programs that use it as it lies in the folder of packages, on .NET and on Mono."""

import hashlib
import json
import os
import re
import shutil
import xml.etree.ElementTree as ElementTree
import zipfile
from pathlib import Path

import pytest
from conftest import LIBRARY, ROOT, run
from partner import deliver

CI = os.environ.get("CI") == "true"
PORT = r"listening on port (\d+)"
PROGRAM = ROOT / "bindings/csharp/examples/MinimalServer.cs"
NATIVE = "runtimes/linux-x64/native/liboftpsrv.so"
NET = ROOT / "target/dotnet"


def version():
    return re.search(r'^version = "(.+)"$', (ROOT / "Cargo.toml").read_text(), re.MULTILINE)[1]


@pytest.fixture(scope="module")
def net():
    """The runtime, the compiler and the reference assembly of .NET."""
    if not (NET / "env").is_file():
        assert not CI, "tests/csharp/get-dotnet.sh has to run before"
        pytest.skip("no .NET here: tests/csharp/get-dotnet.sh")
    compiler = next(NET.glob("sdk/*/Roslyn/bincore/csc.dll"))
    return NET / "runtime/dotnet", compiler, compiler.parents[2] / "ref/netstandard.dll"


def test_what_was_fetched_is_found_where_it_was_moved(net, tmp_path):
    runtime, compiler, _ = net
    shutil.copy(NET / "env", tmp_path)
    said = run("bash", "-c", '. "$0/env"; echo "$OFTPSRV_DOTNET_RUNTIME $OFTPSRV_CSC"', tmp_path).split()
    assert said == [str(tmp_path / path.relative_to(NET)) for path in (runtime, compiler)]


@pytest.fixture(scope="module")
def package(net, tmp_path_factory):
    out = tmp_path_factory.mktemp("nuget")
    run("scripts/packages.sh", LIBRARY, out, PACKAGES="nuget")
    (made,) = out.iterdir()
    return made


@pytest.fixture(scope="module")
def installed(package, tmp_path_factory):
    """The package as NuGet unpacks it into its folder of packages."""
    folder = tmp_path_factory.mktemp("packages") / "oftpsrv" / version()
    folder.mkdir(parents=True)
    with zipfile.ZipFile(package) as archive:
        for name in archive.namelist():
            if not name.startswith(("_rels/", "package/", "[")):
                archive.extract(name, folder)
    return folder


def test_the_parts_are_described(package):
    assert package.name == f"OftpSrv.{version()}.nupkg"
    with zipfile.ZipFile(package) as archive:
        names = archive.namelist()
        types = ElementTree.fromstring(archive.read("[Content_Types].xml"))
        relations = ElementTree.fromstring(archive.read("_rels/.rels"))
        described = ElementTree.fromstring(archive.read("OftpSrv.nuspec"))
    assert len(names) == len(set(names))
    endings = {each.get("Extension") for each in types if each.tag.endswith("Default")}
    parts = {each.get("PartName") for each in types if each.tag.endswith("Override")}
    for name in names:
        assert name == "[Content_Types].xml" or Path(name).suffix[1:] in endings or f"/{name}" in parts, name
    assert all(each.get("Target").lstrip("/") in names for each in relations)
    facts = {each.tag.split("}")[1]: each.text for each in described[0]}
    assert (facts["id"], facts["version"], facts["license"]) == ("OftpSrv", version(), "MIT OR Apache-2.0")
    assert facts["readme"] in names and facts["description"] and facts["authors"]
    assert {NATIVE, "lib/netstandard2.0/OftpSrv.dll", "lib/netstandard2.0/OftpSrv.xml", "LICENSE-MIT", "THIRD-PARTY-NOTICES.txt"} <= set(names)


def test_the_project_file_has_the_version_of_the_crate():
    project = (ROOT / "bindings/csharp/OftpSrv.csproj").read_text()
    assert f"<Version>{version()}</Version>" in project


def test_the_same_input_makes_the_same_package(package, tmp_path):
    with zipfile.ZipFile(package) as archive:
        archive.extractall(tmp_path / "parts")
    assemblies = tmp_path / "parts/lib/netstandard2.0"
    run("scripts/nuget.py", assemblies, tmp_path / "again", f"linux-x64={LIBRARY}")
    digests = {hashlib.sha256(path.read_bytes()).hexdigest() for path in (package, tmp_path / "again" / package.name)}
    assert len(digests) == 1


def test_no_path_of_the_machine_is_in_the_assembly(installed):
    octets = (installed / "lib/netstandard2.0/OftpSrv.dll").read_bytes()
    assert str(ROOT).encode() not in octets and str(ROOT).encode("utf-16-le") not in octets


def test_an_assembly_of_monos_compiler_is_refused(tmp_path):
    run("bindings/csharp/build.sh", "mono", OFTPSRV_CS_OUT=tmp_path, OFTPSRV_CS_NATIVE="none")
    assert "not compiled for netstandard2.0" in run("scripts/nuget.py", tmp_path, tmp_path, f"linux-x64={LIBRARY}", ok=False)


def folders(tmp_path):
    for name in ("in", "out"):
        (tmp_path / name).mkdir()
    return ["in", "out", "0"]


def test_a_program_on_net_receives_a_file(net, installed, tmp_path):
    """What the SDK writes for a program that refers to the package; the host then looks into the folder of packages."""
    runtime, compiler, reference = net
    library = "lib/netstandard2.0/OftpSrv.dll"
    options = ["-nologo", "-noconfig", "-nostdlib", "-target:exe", f"-r:{reference}", f"-r:{installed / library}"]
    invariant = {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": 1}
    run(runtime, "exec", "--roll-forward", "Major", compiler, *options, f"-out:{tmp_path}/app.dll", PROGRAM, **invariant)
    framework = max(path.name for path in NET.glob("runtime/shared/Microsoft.NETCore.App/*"))
    target = f".NETCoreApp,Version=v{framework.split('.')[0]}.0"
    own = f"OftpSrv/{version()}"
    native = {NATIVE: {"rid": "linux-x64", "assetType": "native", "fileVersion": "0.0.0.0"}}
    dependencies = {
        "runtimeTarget": {"name": target},
        "targets": {
            target: {
                "app/1.0.0": {"dependencies": {"OftpSrv": version()}, "runtime": {"app.dll": {}}},
                own: {"runtime": {library: {"assemblyVersion": f"{version()}.0"}}, "runtimeTargets": native},
            }
        },
        "libraries": {
            "app/1.0.0": {"type": "project", "serviceable": False, "sha512": ""},
            own: {"type": "package", "serviceable": True, "sha512": "", "path": f"oftpsrv/{version()}"},
        },
    }
    (tmp_path / "app.deps.json").write_text(json.dumps(dependencies))
    options = {"framework": {"name": "Microsoft.NETCore.App", "version": framework}}
    (tmp_path / "app.runtimeconfig.json").write_text(json.dumps({"runtimeOptions": options}))
    command = [runtime, "exec", "--additionalprobingpath", installed.parents[1], tmp_path / "app.dll", *folders(tmp_path)]
    assert "received ORDER" in deliver(command, PORT, tmp_path, tmp_path / "in", **invariant)
    assert not list(tmp_path.rglob("*.so"))


@pytest.mark.skipif(not shutil.which("mcs"), reason="no Mono here")
def test_a_program_on_mono_receives_a_file(installed, tmp_path):
    """Mono looks beside the program only: the files are put there."""
    shutil.copy(installed / "lib/netstandard2.0/OftpSrv.dll", tmp_path)
    shutil.copy(installed / NATIVE, tmp_path)
    run("mcs", "-r:OftpSrv.dll", "-r:Facades/netstandard.dll", f"-out:{tmp_path}/app.exe", PROGRAM, cwd=tmp_path)
    assert "received ORDER" in deliver(["mono", tmp_path / "app.exe", *folders(tmp_path)], PORT, tmp_path, tmp_path / "in")
