#!/bin/sh
# Measures TLS: receiving against what the provider does alone, and handshakes; see benches/tls. Arguments: MiB per transfer
# (2048), rounds (5), handshakes (2000). OFTPSRV_BENCH_DIR names the directory that the engine receives into.
set -eu
cd "$(dirname "$0")/.."
exec scripts/cargo.sh bench --locked --quiet --profile dist --bench tls -- "${1:-2048}" "${2:-5}" "${3:-2000}"
