#!/bin/bash
# Installs what building and testing need and this machine lacks:  scripts/setup.sh build|demo|lint|test|packages...
#
# On Debian, and as root, with apt; otherwise it says what is missing and fails. Python packages go to .venv in the tree. Says
# what it installs; where nothing is missing it says nothing and takes a moment.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

packages=()

have() { command -v "$1" > /dev/null 2>&1; }

needs() { # command package...
    local command=$1
    shift
    have "$command" || packages+=("$@")
}

has_sanitizer() {
    have cc && echo 'int main(void) { return 0; }' | cc -fsanitize=address,undefined -x c - -o /dev/null 2> /dev/null
}

has_venv() { have python3 && python3 -c 'import venv, ensurepip' 2> /dev/null; }

needs_for_build() {
    needs cc gcc libc6-dev
    needs c++ g++
    needs pkg-config pkg-config
    needs make make
    needs python3 python3
    pkg-config --atleast-version=3 openssl 2> /dev/null || [ -n "${OPENSSL_DIR:-}" ] || packages+=(libssl-dev)
}

needs_for_test() {
    needs openssl openssl
    needs nm binutils
    needs valgrind valgrind
    needs mcs mono-mcs
    needs mono mono-runtime
    needs softhsm2-util softhsm2
    needs xmlsec1 xmlsec1
    # What Mono needs for assemblies that were compiled for netstandard.
    [ -f /usr/lib/mono/4.5/Facades/netstandard.dll ] || packages+=(mono-devel)
    has_sanitizer || packages+=(gcc libasan8 libubsan1)
    has_venv || packages+=(python3 python3-venv)
}

needs_for_packages() {
    has_venv || packages+=(python3 python3-venv)
    has_csharp || needs npm npm
}

# A compiler that makes assemblies for netstandard.
has_csharp() { [ -f target/dotnet/env ] || { have dotnet && [ -n "$(dotnet --list-sdks 2> /dev/null)" ]; }; }

csharp() {
    has_csharp && return 0
    echo "setup: getting a compiler for C# into target/dotnet"
    tests/csharp/get-dotnet.sh > /dev/null
}

install_packages() {
    [ ${#packages[@]} -eq 0 ] && return 0
    echo "setup: this machine lacks: ${packages[*]}"
    if ! have apt-get; then
        echo "setup: install them (the names are Debian's) and start again" >&2
        return 1
    fi
    if [ "$(id -u)" -ne 0 ]; then
        echo "setup: install them and start again: sudo apt-get install ${packages[*]}" >&2
        return 1
    fi
    echo "setup: installing with apt"
    export DEBIAN_FRONTEND=noninteractive
    if ! apt_get update -qq || ! apt_get install -qq -y --no-install-recommends "${packages[@]}"; then
        echo "setup: apt could not install them" >&2
        return 1
    fi
    openssl_3
}

# apt-get, which waits while somebody else uses it: a fresh machine runs apt by itself for some minutes. apt's own option for waiting
# does not cover the lists of packages.
apt_get() {
    local log end=$((SECONDS + ${OFTPSRV_SETUP_WAIT:-900})) said=
    log=$(mktemp)
    until LC_ALL=C apt-get "$@" > "$log" 2>&1; do
        if ! grep -q 'Could not get lock\|Unable to acquire the dpkg\|Unable to lock' "$log" || [ "$SECONDS" -ge "$end" ]; then
            cat "$log" >&2
            rm -f "$log"
            return 1
        fi
        [ -n "$said" ] || echo "setup: apt is in use, $(grep -m 1 -o 'held by process.*' "$log" || echo "by another process"); waiting"
        said=yes
        sleep "${OFTPSRV_SETUP_PAUSE:-3}"
    done
    rm -f "$log"
}

# libssl-dev of an old system is OpenSSL 1.
openssl_3() {
    case " ${packages[*]} " in *" libssl-dev "*) ;; *) return 0 ;; esac
    pkg-config --atleast-version=3 openssl && return 0
    echo "setup: OpenSSL 3 is needed; this system has $(pkg-config --modversion openssl)" >&2
    return 1
}

rust() {
    local needed found
    needed=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
    if ! have cargo; then
        echo "setup: Rust is missing ($needed or newer); see rust-lang.org" >&2
        return 1
    fi
    found=$(cargo --version | cut -d ' ' -f 2)
    if [ "$(printf '%s\n' "$needed" "$found" | sort -V | head -n 1)" != "$needed" ]; then
        echo "setup: Rust $needed or newer is needed, and cargo here is $found; 'rustup update' or rust-lang.org has newer ones" >&2
        return 1
    fi
}

rust_components() {
    local component
    for component in fmt clippy; do
        cargo "$component" --version > /dev/null 2>&1 && continue
        [ "$component" = fmt ] && component=rustfmt
        echo "setup: adding $component to Rust"
        rustup component add "$component" || { echo "setup: cargo needs $component" >&2; return 1; }
    done
}

virtual_environment() {
    local stamp=.venv/requirements.txt
    if [ -x .venv/bin/python ] && cmp -s scripts/requirements.txt "$stamp" && .venv/bin/python -c '' 2> /dev/null; then
        return 0
    fi
    echo "setup: installing into .venv: $(grep -v '^#' scripts/requirements.txt | tr '\n' ' ')"
    rm -rf .venv
    python3 -m venv .venv || return 1
    .venv/bin/python -m pip install --quiet --disable-pip-version-check -r scripts/requirements.txt || return 1
    cp scripts/requirements.txt "$stamp"
}

status=0
for purpose in "$@"; do
    case $purpose in
        build | lint) needs_for_build ;;
        demo)
            needs_for_build
            needs openssl openssl
            ;;
        test)
            needs_for_build
            needs_for_test
            ;;
        packages)
            needs_for_build
            needs_for_packages
            ;;
        *)
            echo "usage: scripts/setup.sh build|demo|lint|test|packages..." >&2
            exit 2
            ;;
    esac
done
mapfile -t packages < <(printf '%s\n' "${packages[@]}" | sed '/^$/d' | sort -u)
install_packages || status=1
rust || status=1
for purpose in "$@"; do
    [ "$purpose" = lint ] && { rust_components || status=1; }
    case $purpose in test | packages) virtual_environment || status=1 ;; esac
    [ "$purpose" = packages ] && { csharp || status=1; }
done
exit $status
