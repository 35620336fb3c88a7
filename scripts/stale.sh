#!/bin/sh
# Whether built libraries are out of date:  scripts/stale.sh DIRECTORY LIBRARY...
#
# Prints one reason and succeeds when a library is not in the directory, or a source is newer than it. Needs neither cargo nor
# git, so that who installs needs no Rust. A source may be newer without a rebuild having changed anything; scripts/build.sh leaves
# a stamp for that: the time when cargo last found everything built.
set -u
cd "$(dirname "$0")/.." || exit 2
directory=$1
shift
stamp=$directory/.oftpsrv-built
for library in "$@"; do
    if [ ! -f "$directory/$library" ]; then
        echo "$directory/$library is not there"
        exit 0
    fi
    # Without a stamp the library's own time stands in for it.
    since=$stamp
    [ -f "$since" ] || since=$directory/$library
    # A source distribution may have fewer of these.
    source=$(find src tools build.rs cbindgen.toml Cargo.toml Cargo.lock -type f ! -name '.*' ! -name '*~' \
        -newer "$directory/$library" -newer "$since" 2> /dev/null | sort | head -n 1)
    if [ -n "$source" ]; then
        echo "$directory/$library is older than $source"
        exit 0
    fi
done
exit 1
