"""Puts the native library into the package, and gives the wheel the tag of the platform instead of that of one Python.

The library is the file that OFTPSRV_LIBRARY names, or else the one that cargo has built, or else cargo builds it now.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from setuptools import Distribution, setup
from setuptools.command.build_py import build_py

try:
    from setuptools.command.bdist_wheel import bdist_wheel
except ImportError:
    from wheel.bdist_wheel import bdist_wheel

HERE = Path(__file__).resolve().parent
CRATE = HERE.parent.parent
NAME = {"win32": "oftpsrv.dll", "darwin": "liboftpsrv.dylib"}.get(sys.platform, "liboftpsrv.so")


def version() -> str:
    """The crate's version; an unpacked source distribution has no crate, but the version it was made with."""
    manifest = CRATE / "Cargo.toml"
    if not manifest.is_file():
        return re.search(r"^Version: (.+)$", (HERE / "PKG-INFO").read_text("utf-8"), re.MULTILINE).group(1)
    return re.search(r'^version = "(.+)"$', manifest.read_text("utf-8"), re.MULTILINE).group(1)


def library() -> Path:
    """The file to be put into the package."""
    named = os.environ.get("OFTPSRV_LIBRARY")
    if named:
        return Path(named)
    target = Path(os.environ.get("CARGO_TARGET_DIR", CRATE / "target"))
    built = target / "release" / NAME
    if not built.is_file():
        if not (CRATE / "Cargo.toml").is_file() or shutil.which("cargo") is None:
            raise SystemExit(
                f"There is no {NAME}: build it with 'cargo build --release', or name its file with OFTPSRV_LIBRARY."
            )
        subprocess.run(["cargo", "build", "--release", "--lib"], cwd=CRATE, check=True)
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


class PlatformWheel(bdist_wheel):
    """A wheel for every Python 3 on this platform: nothing in it is linked with Python."""

    def finalize_options(self) -> None:
        super().finalize_options()
        self.root_is_pure = False

    def get_tag(self) -> tuple:
        return ("py3", "none", super().get_tag()[2])


class PlatformDistribution(Distribution):
    """Installs into the directory for platform-dependent packages."""

    def has_ext_modules(self) -> bool:
        return True


setup(
    version=version(),
    distclass=PlatformDistribution,
    cmdclass={"build_py": BuildWithLibrary, "bdist_wheel": PlatformWheel},
)
