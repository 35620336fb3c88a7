#!/usr/bin/env bash
# Builds the OftpSrv assembly, and programs that use it, with what this machine has. No package download is needed.
#
#   build.sh [dotnet|mono]                       the library
#   build.sh dotnet|mono PROGRAM SOURCE...       the library and a program
#
# The result is in target/csharp/dotnet or target/csharp/mono (or in $OFTPSRV_CS_OUT): OftpSrv.dll, OftpSrv.xml and PROGRAM.dll,
# which `dotnet PROGRAM.dll` runs, or PROGRAM.exe, which `mono PROGRAM.exe` runs. The last line printed is the file's path.
#
# The native library is put beside them, where every runtime looks for it: the one that OFTPSRV_CS_NATIVE names (with "none", none),
# or else that of target/release, which cargo builds first when it is not there or older than its sources.
#
# dotnet needs a .NET runtime and the Roslyn compiler: a `dotnet` with SDK on the PATH, or both named by
#   OFTPSRV_DOTNET_RUNTIME   the dotnet executable
#   OFTPSRV_CSC              csc.dll of an SDK (sdk/VERSION/Roslyn/bincore/csc.dll)
# mono needs mcs and mono. Without an argument dotnet is taken when it is there, else mono.
#
# The NuGet package is made with `dotnet pack` (see README.md).
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
fail() { echo "build.sh: $*" >&2; exit 1; }

find_dotnet() {
    # What tests/csharp/get-dotnet.sh got.
    [ -z "${OFTPSRV_DOTNET_RUNTIME:-}" ] && [ -f "$root/target/dotnet/env" ] && . "$root/target/dotnet/env"
    runtime=${OFTPSRV_DOTNET_RUNTIME:-$(command -v dotnet || true)}
    [ -n "$runtime" ] || return 1
    csc=${OFTPSRV_CSC:-$(ls -d "$(dirname "$(readlink -f "$runtime")")"/sdk/*/Roslyn/bincore/csc.dll 2>/dev/null | sort -V | tail -n 1)}
    [ -n "$csc" ] && [ -f "$csc" ] || return 1
    # The reference assembly of netstandard2.0 that every SDK carries.
    reference=$(cd "$(dirname "$csc")/../.." && pwd)/ref/netstandard.dll
    [ -f "$reference" ]
}

compile_dotnet() { # kind output source-or-option...
    DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 "$runtime" exec --roll-forward Major "$csc" -nologo -noconfig -nostdlib -deterministic \
        -langversion:7.2 -optimize -debug:portable -pathmap:"$root=/_,$out=/_/out" -unsafe -warnaserror -target:"$1" -out:"$2" -r:"$reference" "${@:3}"
}

compile_mono() {
    mcs -langversion:7.2 -optimize -debug -unsafe -warnaserror+ -target:"$1" -out:"$2" "${@:3}"
}

# What a project file would make of the version.
facts() { # kind
    local version
    version=$(sed -n 's/^version = "\(.*\)"/\1/p' "$root/Cargo.toml" | head -n 1)
    cat <<CS
using System.Reflection;

[assembly: AssemblyTitle("OftpSrv")]
[assembly: AssemblyProduct("OftpSrv")]
[assembly: AssemblyVersion("${version%%-*}.0")]
[assembly: AssemblyFileVersion("${version%%-*}.0")]
[assembly: AssemblyInformationalVersion("$version")]
CS
    [ "$1" = mono ] || echo '[assembly: System.Runtime.Versioning.TargetFramework(".NETStandard,Version=v2.0", FrameworkDisplayName = "")]'
}

kind=${1:-}
[ $# -gt 0 ] && shift
if [ -z "$kind" ]; then
    if find_dotnet; then kind=dotnet; else kind=mono; fi
fi
case $kind in
    dotnet) find_dotnet || fail "no .NET runtime with compiler found; see the head of this script" ;;
    mono) command -v mcs >/dev/null || fail "mcs is not on the PATH" ;;
    *) fail "dotnet or mono, not $kind" ;;
esac

# Puts the native library beside the assembly.
native() { # folder
    local file=${OFTPSRV_CS_NATIVE:-} release=${CARGO_TARGET_DIR:-$root/target}/release name=liboftpsrv.so reason
    [ "$file" != none ] || return 0
    [ "$(uname -s)" != Darwin ] || name=liboftpsrv.dylib
    if [ -z "$file" ]; then
        file=$release/$name
        if reason=$("$root/scripts/stale.sh" "$(realpath -m "$release")" "$name"); then
            command -v cargo >/dev/null || fail "$reason, and there is no cargo here; OFTPSRV_CS_NATIVE can name a library"
            echo "build.sh: $reason" >&2
            "$root/scripts/build.sh" --lib >&2
        fi
    fi
    [ -f "$file" ] || fail "OFTPSRV_CS_NATIVE names $file, which is not there"
    # Renamed into its place: a program that runs keeps the one it has.
    cp "$file" "$1/.$name" && mv "$1/.$name" "$1/$name"
}

out=${OFTPSRV_CS_OUT:-$root/target/csharp/$kind}
mkdir -p "$out"
native "$out"
library=$out/OftpSrv.dll
facts "$kind" > "$out/AssemblyInfo.cs"
"compile_$kind" library "$library" -doc:"$out/OftpSrv.xml" "$out/AssemblyInfo.cs" -recurse:"$here/src/*.cs"
[ $# -gt 0 ] || { echo "$library"; exit 0; }

program=$1
shift
if [ "$kind" = mono ]; then
    compile_mono exe "$out/$program.exe" -r:"$library" "$@"
    echo "$out/$program.exe"
    exit 0
fi
compile_dotnet exe "$out/$program.dll" -r:"$library" "$@"
version=$("$runtime" --list-runtimes | sed -n 's/^Microsoft\.NETCore\.App \([0-9.]*\).*/\1/p' | sort -V | tail -n 1)
cat > "$out/$program.runtimeconfig.json" <<JSON
{
  "runtimeOptions": {
    "framework": { "name": "Microsoft.NETCore.App", "version": "$version" },
    "rollForward": "Major",
    "configProperties": { "System.Globalization.Invariant": true }
  }
}
JSON
echo "$out/$program.dll"
