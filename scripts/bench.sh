#!/bin/sh
# Measures the engine against plain copies; see benches/transfer. Arguments: MiB per transfer (2048), pairs (5), names of
# sections (all): receiving, sending, sessions, files.
# OFTPSRV_BENCH_DIR names a directory on the disk to measure with.
set -eu
cd "$(dirname "$0")/.."
exec cargo bench --quiet --bench transfer -- "$@"
