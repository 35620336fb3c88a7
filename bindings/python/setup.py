"""Puts the native library into the package, and gives the wheel the tag of the platform instead of that of one Python.

The library is the file that OFTPSRV_LIBRARY names, or else the one that cargo has built, or else (it is not there, or older
than its sources) cargo builds it now. A source distribution carries the crate in the folder ``crate`` and builds it the same way.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Iterator, List, Optional

from setuptools import Distribution, setup
from setuptools.command.build_py import build_py
from setuptools.command.sdist import sdist

try:
    from setuptools.command.bdist_wheel import bdist_wheel
except ImportError:
    from wheel.bdist_wheel import bdist_wheel

HERE = Path(__file__).resolve().parent
CARRIED = HERE / "crate"
CRATE = CARRIED if CARRIED.is_dir() else HERE.parent.parent
NAME = {"win32": "oftpsrv.dll", "darwin": "liboftpsrv.dylib"}.get(sys.platform, "liboftpsrv.so")

SOURCES = ["Cargo.toml", "Cargo.lock", "build.rs", "cbindgen.toml", "src", "tools"]
"""What the library is made of."""

TEXTS = ["LICENSE-MIT", "LICENSE-APACHE", "THIRD-PARTY-NOTICES.txt"]
"""What goes with it wherever it goes."""


def version() -> str:
    manifest = (CRATE / "Cargo.toml").read_text("utf-8")
    return re.search(r'^version = "(.+)"$', manifest, re.MULTILINE).group(1)


def files(names: List[str]) -> Iterator[Path]:
    """The files of the crate under these names, relative to it. What editors and systems leave is none of them."""
    for name in names:
        found = [CRATE / name] if (CRATE / name).is_file() else sorted((CRATE / name).rglob("*"))
        for path in found:
            if path.is_file() and not path.name.startswith(".") and not path.name.endswith("~"):
                yield path.relative_to(CRATE)


def stale(built: Path) -> Optional[str]:
    """Why the library has to be built; None when it need not. The same rule as in scripts/stale.sh."""
    if not built.is_file():
        return f"there is no {built}"
    stamp = built.parent / ".oftpsrv-built"
    since = max(path.stat().st_mtime_ns for path in (built, stamp) if path.is_file())
    newer = next((path for path in files(SOURCES) if (CRATE / path).stat().st_mtime_ns > since), None)
    return f"{built} is older than {newer}" if newer else None


def library() -> Path:
    """The file to be put into the package."""
    named = os.environ.get("OFTPSRV_LIBRARY")
    if named:
        if not Path(named).is_file():
            raise SystemExit(f"OFTPSRV_LIBRARY names {named}, which is not there.")
        return Path(named)
    built = Path(os.environ.get("CARGO_TARGET_DIR", CRATE / "target")) / "release" / NAME
    reason = stale(built)
    if reason:
        if shutil.which("cargo") is None:
            raise SystemExit(
                f"The native library has to be built: {reason}, and there is no cargo here. Install Rust (rust-lang.org), or "
                "name a library that was built elsewhere with the environment variable OFTPSRV_LIBRARY."
            )
        # The script leaves no folders of this machine in the library, and has the same flags as everything else that builds.
        cargo = ["cargo"] if sys.platform == "win32" else ["sh", "scripts/cargo.sh"]
        subprocess.run([*cargo, "build", "--release", "--lib", "--locked"], cwd=CRATE, check=True)
    return built


class BuildWithLibrary(build_py):
    """Copies the library beside the declarations of its functions."""

    def run(self) -> None:
        if not getattr(self, "editable_mode", False):
            # Modules that were taken out since the last build must not come back.
            shutil.rmtree(Path(self.build_lib) / "oftpsrv", ignore_errors=True)
        super().run()
        if getattr(self, "editable_mode", False):
            folder = HERE / "oftpsrv" / "_native"
        else:
            folder = Path(self.build_lib) / "oftpsrv" / "_native"
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(library(), folder / NAME)

    def get_source_files(self) -> list:
        # The library of this machine does not belong into a source distribution.
        return [name for name in super().get_source_files() if not name.endswith((".so", ".dylib", ".dll"))]


class WithCrate(sdist):
    """A source distribution with everything that cargo needs to build the library."""

    def make_release_tree(self, base_dir: str, names: List[str]) -> None:
        super().make_release_tree(base_dir, names)
        for path in files([*SOURCES, "scripts/cargo.sh", "include", "README.md", *TEXTS]):
            place = Path(base_dir) / "crate" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(CRATE / path, place)


class PlatformWheel(bdist_wheel):
    """A wheel for every Python 3 on this platform: nothing in it is linked with Python."""

    def finalize_options(self) -> None:
        super().finalize_options()
        self.root_is_pure = False

    def get_tag(self) -> tuple:
        return ("py3", "none", super().get_tag()[2])

    def egg2dist(self, egginfo_path: str, distinfo_path: str) -> None:
        super().egg2dist(egginfo_path, distinfo_path)
        folder = Path(distinfo_path) / "licenses"
        folder.mkdir(exist_ok=True)
        for path in files(TEXTS):
            shutil.copyfile(CRATE / path, folder / path.name)


class PlatformDistribution(Distribution):
    """Installs into the directory for platform-dependent packages."""

    def has_ext_modules(self) -> bool:
        return True


setup(
    version=version(),
    distclass=PlatformDistribution,
    cmdclass={"build_py": BuildWithLibrary, "sdist": WithCrate, "bdist_wheel": PlatformWheel},
)
