#!/bin/sh
# Cargo, for what leaves this machine: the arguments are cargo's. Without it the libraries would name the folders of the machine that
# built them, in the places of panics and in debug information; a profile cannot say that on a stable compiler. What RUSTFLAGS has is
# kept. All builds with optimization go through here, so that cargo does not build everything anew for other flags.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
home=${CARGO_HOME:-${HOME:-}/.cargo}
# Folders may have blanks in their names: the flags are separated by the character that cargo expects there.
mark=$(printf '\037')
flags=${CARGO_ENCODED_RUSTFLAGS:-}
[ -n "$flags" ] || flags=$(printf '%s' "${RUSTFLAGS:-}" | tr -s ' ' "$mark")
# Of two that fit the later one counts.
for pair in "$root=." "$home/registry/src=/crates" "$home/git/checkouts=/crates"; do
    flags=$flags${flags:+$mark}--remap-path-prefix=$pair
done
# The C parts of crates have debug information too. What is in CFLAGS is separated by blanks, so a folder with one stays.
case $home in
    *[[:space:]]*) ;;
    *) export CFLAGS="${CFLAGS:+$CFLAGS }-ffile-prefix-map=$home/registry/src=/crates" ;;
esac
export CARGO_ENCODED_RUSTFLAGS="$flags"
exec "${CARGO:-cargo}" "$@"
