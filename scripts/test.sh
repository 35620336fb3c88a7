#!/bin/bash
# Every test, section by section:  scripts/test.sh [SECTION...]
#
#   rust     units, vectors, sessions in memory, loopback servers, header (cargo test)
#   c        examples and tests in C and C++: plain, AddressSanitizer, valgrind, static library
#   install  `make install` and programs built against it with pkg-config
#   packages `make install`, wheel, source distribution, NuGet package, crate: what is made of the tree (tests/packages)
#   python   mypy and pytest against an installed wheel
#   csharp   .NET where there is one, and Mono
#   rows     which rows of the specification have a test (scripts/conformance.py)
#
# A section that fails does not stop the others. The last line is "N passed, N failed" over all of them.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
work=$target/test
mkdir -p "$work"
passed=0 failed=0 skipped=0
summary=()

# Adds up the counts in a log: cargo's, pytest's, and plain "N passed, N failed, N skipped" lines (the last one counts).
counts() { # log style
    case $2 in
        cargo) sed -nE 's/^test result: [a-zA-Z]+\. ([0-9]+) passed; ([0-9]+) failed; ([0-9]+) ignored.*/\1 \2 \3/p' "$1" ;;
        pytest)
            awk '/^=+ .*(passed|failed|error|skipped).* in [0-9.]+s/ { line = $0 }
                 END {
                     n = split(line, word, /[ ,=]+/)
                     for (i = 2; i <= n; i++) {
                         if (word[i] == "passed") p = word[i - 1]
                         if (word[i] == "failed") f += word[i - 1]
                         if (word[i] ~ /^errors?$/) f += word[i - 1]
                         if (word[i] == "skipped") s = word[i - 1]
                     }
                     print p + 0, f + 0, s + 0
                 }' "$1" ;;
        plain)
            sed -nE 's/^([a-zA-Z]+: )?([0-9]+) passed, ([0-9]+) failed(, ([0-9]+) skipped)?$/\2 \3 0\5/p' "$1" | tail -n 1 ;;
        status) echo ;;
    esac
}

section() { # name style command...
    local name=$1 style=$2 began=$SECONDS status p=0 f=0 s=0 a b c log=$work/$1.log
    shift 2
    echo
    echo "=== $name"
    "$@" 2>&1 | tee "$log"
    status=${PIPESTATUS[0]}
    while read -r a b c; do
        p=$((p + ${a:-0})) f=$((f + ${b:-0})) s=$((s + 10#${c:-0}))
    done < <(counts "$log" "$style")
    if [ "$style" = status ] && [ "$status" -eq 0 ]; then p=1; fi
    # Something that is no test of its own went wrong: it did not compile, or the runner broke. Nor is no test a good one.
    if [ "$f" -eq 0 ] && { [ "$status" -ne 0 ] || [ "$p" -eq 0 ]; }; then f=1; fi
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
    summary+=("$(printf '%-10s %5d passed %4d failed %4d skipped %5d s' "$name" "$p" "$f" "$s" $((SECONDS - began)))")
}

rust() { cargo test --locked --no-fail-fast; }

release() { scripts/build.sh; }

c() { tests/c/run.sh "$target/release"; }

install() { tests/c/install.sh; }

python() {
    local wheels=$work/wheels venv=$PWD/.venv
    rm -rf "$wheels"
    OFTPSRV_LIBRARY=$target/release/liboftpsrv.so "$venv/bin/python" -m pip wheel --quiet --disable-pip-version-check --no-deps \
        --no-build-isolation --wheel-dir "$wheels" bindings/python || return 1
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --force-reinstall "$wheels"/*.whl || return 1
    # Outside the tree, so that it is the installed package that is looked at.
    (cd "$work" && "$venv/bin/mypy" --strict -p oftpsrv) || return 1
    env -u OFTPSRV_LIBRARY "$venv/bin/python" -m pytest tests/python
}

# A real .NET is fetched where it can be; Mono has to be there.
dotnet() {
    if [ "${CI:-}" = true ] && [ ! -f target/dotnet/env ]; then
        tests/csharp/get-dotnet.sh || echo "no .NET could be fetched; Mono it is"
    fi
}

csharp() {
    dotnet
    tests/csharp/run.sh "$target/release/liboftpsrv.so"
}

packages() {
    dotnet
    env -u OFTPSRV_LIBRARY "$PWD/.venv/bin/python" -m pytest -c tests/packages/pytest.ini tests/packages
}

rows() { python3 scripts/conformance.py; }

wanted=${*:-rust c install python csharp packages rows}
case " $wanted " in *" c "* | *" install "* | *" python "* | *" csharp "* | *" packages "*)
    section release status release ;;
esac
for name in $wanted; do
    case $name in
        rust) section rust cargo rust ;;
        c) section c plain c ;;
        install) section install plain install ;;
        python) section python pytest python ;;
        packages) section packages pytest packages ;;
        csharp) section csharp plain csharp ;;
        rows) section rows status rows ;;
        *) echo "test.sh: no section $name" >&2; exit 2 ;;
    esac
done

echo
echo "=== Summary"
printf '%s\n' "${summary[@]}"
echo "$SECONDS seconds"
echo
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
