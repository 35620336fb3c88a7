#!/usr/bin/env bash
# Runs a program that bindings/csharp/build.sh made: run-one.sh dotnet|mono PROGRAM ARGUMENTS...
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
kind=$1 program=$2
shift 2
[ -f "$root/target/dotnet/env" ] && . "$root/target/dotnet/env"
case $kind in
    dotnet) exec "${OFTPSRV_DOTNET_RUNTIME:-dotnet}" exec "$root/target/csharp/dotnet/$program.dll" "$@" ;;
    mono) exec mono --debug "$root/target/csharp/mono/$program.exe" "$@" ;;
esac
