#!/bin/sh
# Measures the engine against plain copies, then TLS and file security where their scripts are; see benches. Arguments: MiB
# per transfer (2048; 4096 of secured files), pairs (5), names of sections of benches/transfer (all): receiving, sending, sessions, files.
# OFTPSRV_BENCH_DIR names a directory on the disk to measure with.
set -eu
cd "$(dirname "$0")/.."
scripts/cargo.sh bench --locked --quiet --profile dist --bench transfer -- "$@"
[ $# -le 2 ] || exit 0
for more in scripts/bench-tls.sh scripts/bench-security.sh; do
    [ ! -x "$more" ] || "$more" "$@"
done
