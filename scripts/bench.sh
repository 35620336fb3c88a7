#!/bin/sh
# Measures the engine against plain copies, then TLS; see benches. Arguments: MiB per transfer (2048), pairs (5).
# OFTPSRV_BENCH_DIR names a directory on the disk to measure with.
set -eu
cd "$(dirname "$0")/.."
cargo bench --quiet --bench transfer -- "${1:-2048}" "${2:-5}"
exec scripts/bench-tls.sh "${1:-2048}" "${2:-5}"
