#!/bin/bash
# Compiles the C examples and tests and runs them as servers with a partner (drive.py):
#
#   tests/c/run.sh [DIRECTORY-OF-THE-LIBRARY]        default: target/release
#
# once against the shared library as it is, once with the C side under AddressSanitizer and UndefinedBehaviorSanitizer, once
# under valgrind, and the examples once more against the static library. MODES="plain asan" chooses among them, ONLY=pattern
# among the cases. Ends with a line "N passed, N failed"; the exit status says whether all passed.
set -u
cd "$(dirname "$0")/../.." || exit 1
root=$PWD
case ${1:-} in --case) library=$2 ;; *) library=$(cd "${1:-target/release}" && pwd) || exit 1 ;; esac
out=$root/target/c
modes=${MODES:-plain asan valgrind static}
jobs=${JOBS:-$(nproc)}
warnings="-Wall -Wextra -Werror -pedantic"
# What the static library needs from the system.
system_libraries=$(sed -n "s/^Libs.private: //p" oftpsrv.pc.in)

examples_c="minimal complete poll_loop"
tests_c="everything streams pump free_inside resets threads misuse"

# scenario, program, arguments
cases() {
    local mode event provider
    echo "minimal minimal 0 {work}"
    echo "complete complete good.conf"
    echo "bad_configuration complete bad.conf"
    echo "cpp_server cpp_server 0 {work}"
    echo "poll_loop poll_loop 0 {work}"
    [ "$1" = static ] && return
    for mode in direct queued; do
        echo "everything everything $mode {work}"
        echo "streams streams $mode {work}"
        echo "pump pump $mode {work}"
        for event in connection_request connected accept_connection pi_trail accept_file transfer end_transfer ready_to_send disconnected; do
            echo "free_inside free_inside $mode $event"
        done
    done
    for provider in plain 0 1 2; do
        # valgrind cannot follow the internal provider's assembly and takes what it encrypts for uninitialised.
        [[ $1-$provider = valgrind-[02] ]] || echo "resets resets direct $provider {work}"
    done
    echo "resets resets queued plain {work}"
    echo "alone threads"
    echo "alone misuse"
}

compile() { # mode
    local mode=$1 flags="-O1 -g" link name
    mkdir -p "$out/$mode" || return 1
    link="-L$out/lib -loftpsrv -Wl,-rpath,$out/lib -lpthread"
    [ "$mode" = asan ] && flags="-O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all"
    [ "$mode" = static ] && link="$library/liboftpsrv.a $system_libraries"
    # shellcheck disable=SC2086  # lists of words
    {
        for name in $examples_c; do
            ${CC:-cc} -std=c11 $warnings $flags -Iinclude "examples-c/$name.c" -o "$out/$mode/$name" $link || return 1
        done
        ${CXX:-c++} -std=c++17 $warnings $flags -Iinclude examples-c/cpp_server.cpp -o "$out/$mode/cpp_server" $link || return 1
        [ "$mode" = static ] && return 0
        for name in $tests_c; do
            ${CC:-cc} -std=c11 $warnings $flags -Iinclude "$root/tests/c/$name.c" -o "$out/$mode/$name" $link || return 1
        done
    }
}

# Every function of the library has to be called by everything.c.
complete_list() {
    nm -D --defined-only "$library/liboftpsrv.so" | awk '$3 ~ /^oftpsrv_/ { print $3 }' | sort > "$out/exported"
    nm -u "$out/plain/everything" | awk '$2 ~ /^oftpsrv_/ { print $2 }' | sort > "$out/called"
    comm -23 "$out/exported" "$out/called"
}

run_case() { # mode scenario program arguments...
    local mode=$1 scenario=$2 program=$3 slow=1 log began=$SECONDS
    shift 3
    local name="$mode: $program $*"
    local command=("$out/$mode/$program" "$@")
    if [ "$mode" = valgrind ]; then
        # "Possibly lost" is not counted: hash tables and shared objects of Rust are held by pointers into their middle.
        slow=10
        command=(valgrind --quiet --error-exitcode=99 --fair-sched=yes --leak-check=full --show-leak-kinds=definite
            --errors-for-leak-kinds=definite --suppressions="$root/tests/c/valgrind.supp"
            "$out/plain/$program" "$@")
    fi
    log=$(mktemp)
    if python3 "$root/tests/c/drive.py" --slow $slow "$scenario" "${command[@]}" > "$log" 2>&1; then
        echo "ok      $name ($((SECONDS - began)) s)"
    else
        { echo "FAILED  $name"; sed 's/^/        /' "$log"; } > "$log.all"
        cat "$log.all"
        rm -f "$log.all"
    fi
    rm -f "$log"
}

if [ "${1:-}" = --case ]; then # this script calls itself to run several cases at a time
    shift 2
    run_case "$@"
    exit
fi

[ -e "$library/liboftpsrv.so" ] || { echo "$library has no liboftpsrv.so: run cargo build --release"; exit 1; }
mkdir -p "$out/lib"
ln -sf "$library/liboftpsrv.so" "$out/lib/liboftpsrv.so"
ln -sf "$library/liboftpsrv.so" "$out/lib/liboftpsrv.so.0"

export ASAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1
results=$(mktemp)
for mode in $modes; do
    built=$mode
    [ "$mode" = valgrind ] && built=plain
    if ! compile "$built"; then
        echo "FAILED  $mode: compiling" | tee -a "$results"
        continue
    fi
    if [ "$mode" = plain ]; then
        missing=$(complete_list)
        if [ -z "$missing" ]; then echo "ok      everything.c calls every function"; else
            echo "FAILED  everything.c does not call: ${missing//$'\n'/ }"
        fi | tee -a "$results"
    fi
    cases "$mode" | grep -E "${ONLY:-.}" | sed "s|^|--case $library $mode |" |
        xargs -P "$jobs" -L 1 "$root/tests/c/run.sh" | tee -a "$results"
done

passed=$(grep -c '^ok ' "$results")
failed=$(grep -c '^FAILED ' "$results")
rm -f "$results"
echo "C: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
