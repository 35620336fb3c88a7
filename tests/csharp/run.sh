#!/usr/bin/env bash
# Builds and tests the C# package on every runtime that is here: .NET (see get-dotnet.sh) and Mono.
#
#   run.sh [LIBRARY]       LIBRARY is the native library; default: target/release/liboftpsrv.so, else target/debug
#
# OFTPSRV_CS_KINDS="dotnet mono" says which runtimes must be there; without it those that are found are used.
# The last line is "N passed, N failed, N skipped" over all of them.
set -uo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
build=$root/bindings/csharp/build.sh
out=$root/target/csharp
passed=0 failed=0 skipped=0

library=${1:-}
for candidate in "$root"/target/release/liboftpsrv.so "$root"/target/debug/liboftpsrv.so; do
    [ -z "$library" ] && [ -f "$candidate" ] && library=$candidate
done
[ -f "$library" ] || { echo "run.sh: no native library; build it with cargo build" >&2; exit 1; }
library=$(realpath "$library")
export OFTPSRV_CS_NATIVE=$library

[ -f "$root/target/dotnet/env" ] && . "$root/target/dotnet/env"
kinds=${OFTPSRV_CS_KINDS:-}
if [ -z "$kinds" ]; then
    "$build" dotnet >/dev/null 2>&1 && kinds=dotnet
    command -v mcs >/dev/null && kinds="$kinds mono"
fi

check() { # description command...: one test of this script's own
    local description=$1
    shift
    if "$@" >"$out/check.log" 2>&1; then
        passed=$((passed + 1))
        echo "ok      $description"
    else
        failed=$((failed + 1))
        echo "FAILED  $description"
        sed 's/^/    /' "$out/check.log"
    fi
}

count() { # adds the numbers of a log's last line
    local line
    line=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "$1" | tail -n 1)
    if [ -z "$line" ]; then
        failed=$((failed + 1))
        echo "FAILED  the tests did not come to their end"
        return
    fi
    read -r p f s < <(echo "$line" | sed -E 's/^([0-9]+) passed, ([0-9]+) failed(, ([0-9]+) skipped)?$/\1 \2 \4/')
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + ${s:-0}))
}

run() { # kind program arguments...
    "$here/run-one.sh" "$@"
}

certificate() { # common-name folder prefix
    local name=$1 key=$2/$3bare.pem cert=$2/$3cert.pem
    openssl req -x509 -newkey rsa:2048 -nodes -days 36500 -subj "/C=DE/O=Test/CN=$name" -keyout "$key" -out "$cert" &&
        openssl x509 -in "$cert" -outform DER -out "$2/$3cert.der" &&
        cat "$key" "$cert" >"$2/$3key.pem" &&
        openssl pkcs12 -export -in "$2/$3key.pem" -passout pass:secret -out "$2/$3key.pfx" &&
        # Mono reads only the old kind.
        openssl pkcs12 -export -in "$2/$3key.pem" -passout pass:secret -out "$2/$3legacy.pfx" \
            -certpbe PBE-SHA1-3DES -keypbe PBE-SHA1-3DES -macalg sha1
}

certificates() {
    local folder=$out/certs
    command -v openssl >/dev/null || return 0
    mkdir -p "$folder"
    [ -f "$folder/legacy.pfx" ] || certificate oftpsrv-cs "$folder" ""
    [ -f "$folder/other-key.pfx" ] || certificate oftpsrv-other "$folder" other-
    export OFTPSRV_TEST_CERTS=$folder
}

mkdir -p "$out"
certificates >"$out/openssl.log" 2>&1
export OFTPSRV_SURFACE=$root/tests/data/surface.tsv
[ -f "$root/include/oftpsrv.h" ] && check "the native declarations and the named numbers agree with the header" python3 "$here/check_tables.py"

for kind in $kinds; do
    echo "--- $kind"
    unset OFTPSRV_LIBRARY
    check "the library and the tests compile ($kind)" "$build" "$kind" OftpSrvTests "$here"/src/*.cs
    for example in "$root"/bindings/csharp/examples/*.cs; do
        name=$(basename "$example" .cs)
        check "example $name compiles ($kind)" "$build" "$kind" "$name" "$example"
    done

    check "build.sh puts the library beside the assembly ($kind)" cmp "$library" "$out/$kind/liboftpsrv.so"
    check "and it is found there ($kind)" run "$kind" OftpSrvTests --load

    # A file of another name is found, one that is not there is told.
    rm -f "$out/$kind/liboftpsrv.so"
    export OFTPSRV_LIBRARY=$out/another-name.so
    ln -sf "$library" "$OFTPSRV_LIBRARY"
    check "OFTPSRV_LIBRARY names any file ($kind)" run "$kind" OftpSrvTests --load
    export OFTPSRV_LIBRARY=$out/nothing-there.so
    check "OFTPSRV_LIBRARY that names nothing is told ($kind)" \
        sh -c '"$0" "$@" | grep nothing-there.so' "$here/run-one.sh" "$kind" OftpSrvTests --load

    export OFTPSRV_LIBRARY=$library
    log=$out/$kind-tests.log
    timeout 600 "$here/run-one.sh" "$kind" OftpSrvTests 2>&1 | tee "$log"
    count "$log"

    log=$out/$kind-documents.log
    timeout 600 python3 "$here/documents.py" "$kind" "$library" 2>&1 | tee "$log"
    count "$log"
done

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
