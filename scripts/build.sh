#!/bin/sh
# Builds the libraries and the partner tool with optimization:  scripts/build.sh [OPTION-OF-CARGO...]
#
# Leaves a stamp when cargo found everything built, so that scripts/stale.sh can tell a source that was only touched from one that
# was changed.
set -eu
cd "$(dirname "$0")/.."
release=${CARGO_TARGET_DIR:-target}/release
mkdir -p "$release"
# The time of the start: what is changed while cargo works counts as newer.
touch "$release/.oftpsrv-building"
scripts/cargo.sh build --locked --release "$@"
mv "$release/.oftpsrv-building" "$release/.oftpsrv-built"
