#!/usr/bin/env python3
"""Makes the NuGet package without NuGet:  scripts/nuget.py ASSEMBLY-FOLDER FOLDER RID=LIBRARY...

ASSEMBLY-FOLDER has OftpSrv.dll and OftpSrv.xml, compiled against netstandard; FOLDER gets OftpSrv.VERSION.nupkg. A package is a zip
file with a description (nuspec) and, since it is an Open Packaging Conventions file too, with types and relations of its parts. The
same input gives the same octets. Name, description and the like come from OftpSrv.csproj, the version from Cargo.toml.
"""

import hashlib
import re
import sys
import xml.etree.ElementTree as ElementTree
import zipfile
from pathlib import Path
from typing import Dict, List
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[1]
PROJECT = ROOT / "bindings/csharp/OftpSrv.csproj"
FRAMEWORK = "netstandard2.0"
NOTICES = ("LICENSE-MIT", "LICENSE-APACHE", "THIRD-PARTY-NOTICES.txt")
TEXTS = {"README.md": PROJECT.parent / "README.md", **{name: ROOT / name for name in NOTICES}}
PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
CORE_PROPERTIES = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"


def version() -> str:
    return re.search(r'^version = "(.+)"$', (ROOT / "Cargo.toml").read_text("utf-8"), re.MULTILINE).group(1)


def project() -> Dict[str, str]:
    """The properties of the project file."""
    return {each.tag: (each.text or "").strip() for group in ElementTree.parse(PROJECT).iter("PropertyGroup") for each in group}


def nuspec(facts: Dict[str, str]) -> str:
    return f"""<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
  <metadata>
    <id>{escape(facts["PackageId"])}</id>
    <version>{version()}</version>
    <authors>{escape(facts["Authors"])}</authors>
    <license type="expression">{escape(facts["PackageLicenseExpression"])}</license>
    <readme>{escape(facts["PackageReadmeFile"])}</readme>
    <description>{escape(facts["Description"])}</description>
    <tags>{escape(facts["PackageTags"].replace(";", " "))}</tags>
    <dependencies>
      <group targetFramework=".NETStandard2.0" />
    </dependencies>
  </metadata>
</package>
"""


def core_properties(facts: Dict[str, str]) -> str:
    return f"""<?xml version="1.0" encoding="utf-8"?>
<coreProperties xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns="{CORE_PROPERTIES}">
  <dc:creator>{escape(facts["Authors"])}</dc:creator>
  <dc:description>{escape(facts["Description"])}</dc:description>
  <dc:identifier>{escape(facts["PackageId"])}</dc:identifier>
  <version>{version()}</version>
  <keywords>{escape(facts["PackageTags"].replace(";", " "))}</keywords>
</coreProperties>
"""


def relations(targets: Dict[str, str]) -> str:
    rows = "".join(
        f'  <Relationship Type="{kind}" Target="/{part}" Id="R{hashlib.sha256(part.encode()).hexdigest()[:16].upper()}" />\n'
        for part, kind in targets.items()
    )
    return f'<?xml version="1.0" encoding="utf-8"?>\n<Relationships xmlns="{PACKAGE_RELATIONS}">\n{rows}</Relationships>\n'


def content_types(parts: List[str]) -> str:
    known = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "psmdcp": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    endings = sorted({Path(part).suffix[1:] for part in parts} - {""})
    rows = [f'  <Default Extension="{each}" ContentType="{known.get(each, "application/octet")}" />' for each in endings]
    rows += [f'  <Override PartName="/{part}" ContentType="application/octet" />' for part in parts if not Path(part).suffix]
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    return '<?xml version="1.0" encoding="utf-8"?>\n<Types xmlns="{}">\n{}\n</Types>\n'.format(types, "\n".join(rows))


def made_for_netstandard(assembly: bytes) -> bool:
    """Whether the assembly refers to netstandard; Mono's compiler makes one for Mono and .NET Framework alone."""
    return b"\0netstandard\0" in assembly


def make(assemblies: Path, folder: Path, natives: Dict[str, Path]) -> Path:
    facts = project()
    name = facts["PackageId"]
    assembly = (assemblies / f"{name}.dll").read_bytes()
    if not made_for_netstandard(assembly):
        raise SystemExit(f"nuget.py: {assemblies}/{name}.dll was not compiled for {FRAMEWORK}: build.sh needs .NET for that, not Mono")
    properties = core_properties(facts)
    core = f"package/services/metadata/core-properties/{hashlib.sha256(properties.encode()).hexdigest()[:32]}.psmdcp"
    parts: Dict[str, bytes] = {
        "_rels/.rels": relations(
            {
                f"{name}.nuspec": "http://schemas.microsoft.com/packaging/2010/07/manifest",
                core: f"{PACKAGE_RELATIONS}/metadata/core-properties",
            }
        ).encode(),
        f"{name}.nuspec": nuspec(facts).encode(),
        f"lib/{FRAMEWORK}/{name}.dll": assembly,
        f"lib/{FRAMEWORK}/{name}.xml": (assemblies / f"{name}.xml").read_bytes(),
        core: properties.encode(),
    }
    for rid, library in sorted(natives.items()):
        parts[f"runtimes/{rid}/native/{library.name}"] = library.read_bytes()
    for text, path in TEXTS.items():
        parts[text] = path.read_bytes()
    parts["[Content_Types].xml"] = content_types(list(parts)).encode()
    folder.mkdir(parents=True, exist_ok=True)
    package = folder / f"{name}.{version()}.nupkg"
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for part, octets in parts.items():
            facts_of = zipfile.ZipInfo(part)
            facts_of.external_attr = 0o644 << 16
            archive.writestr(facts_of, octets, zipfile.ZIP_DEFLATED, 9)
    return package


def main(arguments: List[str]) -> None:
    if len(arguments) < 3 or not all("=" in each for each in arguments[2:]):
        raise SystemExit(__doc__)
    natives = {rid: Path(path) for rid, path in (each.split("=", 1) for each in arguments[2:])}
    print(make(Path(arguments[0]), Path(arguments[1]), natives))


if __name__ == "__main__":
    main(sys.argv[1:])
