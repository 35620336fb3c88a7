#!/bin/sh
# Measures secured files through the engine; see benches/security. Arguments: MiB of the large file (4096, which needs about
# 10 GiB of disk). OFTPSRV_BENCH_CMS is the MiB for the comparison with openssl cms (128), OFTPSRV_BENCH_DIR names a directory
# on the disk to measure with.
set -eu
cd "$(dirname "$0")/.."
exec scripts/cargo.sh bench --locked --quiet --profile dist --bench security -- "${1:-4096}" "${OFTPSRV_BENCH_CMS:-128}"
