#!/bin/bash
# `make install` into an empty place, and programs built against it as a customer would: with pkg-config, shared and static.
# Ends with "N passed, N failed".
set -u
cd "$(dirname "$0")/../.." || exit 1
prefix=$(mktemp -d)
trap 'rm -rf "$prefix"' EXIT
passed=0 failed=0

check() { # description command...
    local description=$1
    shift
    if "$@" > "$prefix/log" 2>&1; then
        passed=$((passed + 1))
        echo "ok      install: $description"
    else
        failed=$((failed + 1))
        echo "FAILED  install: $description"
        sed 's/^/        /' "$prefix/log"
    fi
}

flags() { PKG_CONFIG_PATH=$prefix/usr/lib/pkgconfig pkg-config "$@" oftpsrv; }

# shellcheck disable=SC2046,SC2086  # flags are lists of words
build() { # output standard flags...
    ${CC:-cc} -std=c11 -Wall -Wextra -Werror -pedantic "$1" -o "$2" ${3:-} $(flags --cflags --libs)
}

build_static() {
    # shellcheck disable=SC2046
    ${CC:-cc} -std=c11 -Wall -Wextra -Werror -pedantic "$1" -o "$2" $(flags --cflags) "$prefix/usr/lib/liboftpsrv.a" \
        $(sed -n 's/^Libs.private: //p' "$prefix/usr/lib/pkgconfig/oftpsrv.pc")
}

layout() {
    local file
    for file in include/oftpsrv.h lib/liboftpsrv.so lib/liboftpsrv.so.0 lib/liboftpsrv.a lib/pkgconfig/oftpsrv.pc \
        share/doc/oftpsrv/LICENSE-MIT share/doc/oftpsrv/THIRD-PARTY-NOTICES.txt share/doc/oftpsrv/docs/c-api.md; do
        [ -f "$prefix/usr/$file" ] || { echo "$file is missing"; return 1; }
    done
    [ "$(readelf -d "$prefix/usr/lib/liboftpsrv.so" | sed -n 's/.*soname: \[\(.*\)\]/\1/p')" = liboftpsrv.so.0 ]
}

version() { [ "$(flags --modversion)" = "$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)" ]; }

run() { # program
    LD_LIBRARY_PATH=$prefix/usr/lib python3 tests/c/drive.py minimal "$1" 0 '{work}'
}

examples() {
    PKG_CONFIG_PATH=$prefix/usr/lib/pkgconfig make -C examples-c OUT="$prefix/examples" "$@"
}

staged() {
    make install PREFIX=/opt/oftp DESTDIR="$prefix/stage" &&
        [ -f "$prefix/stage/opt/oftp/lib/liboftpsrv.so.0" ] &&
        grep -q '^libdir=/opt/oftp/lib$' "$prefix/stage/opt/oftp/lib/pkgconfig/oftpsrv.pc"
}

gone() { make uninstall PREFIX="$prefix/usr" && [ -z "$(find "$prefix/usr" -type f -o -type l)" ]; }

check "make install" make install PREFIX="$prefix/usr"
check "every file is in its place" layout
check "pkg-config knows the version" version
check "minimal.c builds with pkg-config" build examples-c/minimal.c "$prefix/minimal"
check "it runs with the shared library" run "$prefix/minimal"
check "minimal.c builds with the static library" build_static examples-c/minimal.c "$prefix/minimal-static"
check "it needs no shared library of ours" sh -c "! readelf -d '$prefix/minimal-static' | grep -q liboftpsrv"
check "it runs" run "$prefix/minimal-static"
check "the examples build against the installed library" examples
check "make install with DESTDIR" staged
check "make uninstall leaves nothing" gone

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
