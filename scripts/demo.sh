#!/bin/sh
# The main job, end to end: the complete C example serves, the partner tool calls it in OFTP 2.0 over TLS with certificates
# made on the spot, and in 1.4, 1.3 and 1.2 on a plain port. Files of all formats go there, one over a line that is cut half
# way, files come back, every end response arrives; one signed, compressed and encrypted each way, with signed end
# responses, after secure authentication.
# Exits non-zero when anything differs. Everything it makes is under demo/work.
#
#   DEMO_MB=20 scripts/demo.sh     a smaller big file than 200 MB

set -eu
cd "$(dirname "$0")/.."
work=demo/work
target=${CARGO_TARGET_DIR:-target}
mb=${DEMO_MB:-200}
servers=

say() { printf '\n== %s\n' "$*"; }
fail() { printf 'demo: %s\n' "$*" >&2; exit 1; }

finish() {
    status=$?
    trap - EXIT INT TERM
    for process in $servers; do
        kill -TERM "$process" 2>/dev/null || true
        wait "$process" 2>/dev/null || true
    done
    exit "$status"
}
trap finish EXIT
trap 'exit 130' INT TERM

# --- What it needs ------------------------------------------------------------------------------------------------

scripts/setup.sh demo || fail "it needs more than is here"

# --- Build --------------------------------------------------------------------------------------------------------

say "Building the library and the partner tool (release)"
scripts/build.sh --lib --bin oftp-partner
case $target in /*) ;; *) target=$PWD/$target ;; esac
library=$target/release
partner=$library/oftp-partner
[ -x "$partner" ] || fail "$partner was not built"

rm -rf "$work"
mkdir -p "$work/outbox/O0013PARTNER" "$work/inbox" "$work/fetched"

say "Compiling examples-c/complete.c"
# Programs ask for the library by its soname.
mkdir "$work/lib"
ln -s "$library/liboftpsrv.so" "$work/lib/liboftpsrv.so"
ln -s "$library/liboftpsrv.so" "$work/lib/liboftpsrv.so.0"
cc -std=c11 -O2 -Wall -Wextra -Werror -pedantic -Iinclude examples-c/complete.c -o "$work/complete" \
    -L"$work/lib" -loftpsrv -Wl,-rpath,"$PWD/$work/lib"

# --- Input --------------------------------------------------------------------------------------------------------

say "Making drawing.bin ($mb MB) and the files that the server hands back"
"$partner" make-data "$work/drawing.bin" "${mb}M"
cut=$((mb * 1024 * 1024 / 2))
cp demo/aperak.edi "$work/outbox/O0013PARTNER/"
"$partner" make-data "$work/outbox/O0013PARTNER/model.bin" 5M
mkdir "$work/handed-back"
cp "$work/outbox/O0013PARTNER/"*.* "$work/handed-back/"

# --- Certificates -------------------------------------------------------------------------------------------------

say "Making a certificate authority, and a certificate for each side"
certs=$work/certs
mkdir "$certs"
ssl() { openssl "$@" 2>>"$certs/openssl.log" || { cat "$certs/openssl.log" >&2; fail "openssl $1"; }; }
ssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=Demo CA" -keyout "$certs/ca.key" -out "$certs/ca.crt"
certificate() { # name, subject, purpose
    ssl req -newkey rsa:2048 -nodes -subj "/CN=$2" -keyout "$certs/$1.key" -out "$certs/$1.csr"
    printf 'keyUsage=digitalSignature,keyEncipherment\nextendedKeyUsage=%s\nsubjectAltName=DNS:localhost,IP:127.0.0.1\n' \
        "$3" >"$certs/$1.ext"
    ssl x509 -req -days 2 -in "$certs/$1.csr" -CA "$certs/ca.crt" -CAkey "$certs/ca.key" -CAcreateserial \
        -extfile "$certs/$1.ext" -out "$certs/$1.crt"
    cat "$certs/$1.key" "$certs/$1.crt" >"$certs/$1.pem"
}
certificate server localhost serverAuth
certificate partner O0013PARTNER clientAuth

# --- Servers ------------------------------------------------------------------------------------------------------

server_conf() { # name
    mkdir -p "$work/state-$1" "$work/outbox-$1"
    cat <<END
ServerSSIDCode=O0013SERVER
ServerSFIDCode=O0013SERVER
ServerPassword=OURS
LocalHost=127.0.0.1
LocalPort=0
StatePath=$work/state-$1
partner=O0013PARTNER SECRET
inbox=$work/inbox
END
}

# For OFTP 2.0: TLS with client certificates; what it hands back is signed, compressed and encrypted.
{
    server_conf tls
    cat <<END
outbox=$work/outbox
UseSSL=True
SSLCertStoreType=6
SSLCertStore=$certs/server.pem
SSLCertSubject=*
SSLAuthenticateClients=True
SSLClientCACerts=$certs/ca.crt
CertificateStoreType=6
CertificateStore=$certs/server.pem
CertificateSubject=*
RecipientCertStoreType=8
RecipientCertStore=$certs/partner.crt
RecipientCertSubject=*
CipherSuite=4
VirtualFileSecurityLevel=3
Compress=True
SignedReceipt=True
END
} >"$work/tls.conf"

# For the older versions, which know neither.
{
    server_conf plain
    echo "outbox=$work/outbox-plain"
} >"$work/plain.conf"

start() { # name; sets $process and $port
    say "Starting a server: complete $work/$1.conf"
    : >"$work/$1.log"
    "$work/complete" "$work/$1.conf" >>"$work/$1.log" 2>&1 &
    process=$!
    servers="$servers $process"
    tries=0
    while :; do
        port=$(sed -n 's/^listening on port \([0-9][0-9]*\)$/\1/p' "$work/$1.log")
        [ -z "$port" ] || break
        kill -0 "$process" 2>/dev/null || { cat "$work/$1.log" >&2; fail "the server did not start"; }
        tries=$((tries + 1))
        [ "$tries" -lt 200 ] || { cat "$work/$1.log" >&2; fail "the server does not listen after 20 seconds"; }
        sleep 0.1
    done
    echo "listening on port $port, process $process"
}
start tls
tls_port=$port tls_server=$process
start plain
plain_port=$port plain_server=$process

# --- The job ------------------------------------------------------------------------------------------------------

call() {
    "$partner" --ssid O0013PARTNER --password SECRET --server-ssid O0013SERVER --dest O0013SERVER \
        --wait-eerp 60 --trail --results "$work/results.tsv" "$@" || failed=yes
}
call20() {
    call --version 2.0 --port "$tls_port" --tls --tls-name localhost --ca "$certs/ca.crt" --cert "$certs/partner.pem" \
        --partner-cert "$certs/server.crt" "$@"
}
failed=no

say "OFTP 2.0 over TLS: a message (T), a delivery call (F), a list (V); two files come back, signed, compressed, encrypted"
call20 --authenticate --fetch --inbox "$work/fetched" --expect 2 \
    --send demo/delfor.edi,format=T --send demo/vda4905.txt,format=F,record=128 \
    --send demo/stock.txt,format=V,record=512

say "OFTP 2.0 over TLS: $mb MB (U), the line is cut after $cut octets, then the file goes on"
call20 --cut-after "$cut" --resume --send "$work/drawing.bin,format=U"

say "OFTP 2.0 over TLS, secure authentication: a list (V), signed, compressed and encrypted, with signed end response"
call20 --authenticate --sign --encrypt --compress --signed-receipt --set CipherSuite=4 \
    --send demo/stock.txt,name=STOCK.SECURED,format=V,record=512

say "OFTP 1.4: the delivery call (F)"
call --port "$plain_port" --version 1.4 --send demo/vda4905.txt,name=VDA4905.V14,format=F,record=128

say "OFTP 1.3: the list (V)"
call --port "$plain_port" --version 1.3 --send demo/stock.txt,name=STOCK.V13,format=V,record=512

say "OFTP 1.2: the message (T)"
call --port "$plain_port" --version 1.2 --send demo/delfor.edi,name=DELFOR.V12,format=T

say "Stopping the servers"
stop() { # process, name
    kill -TERM "$1"
    status=0
    wait "$1" || status=$?
    tail -n 3 "$work/$2.log"
    [ "$status" = 0 ] || { echo "the server ended with status $status"; failed=yes; }
}
stop "$tls_server" tls
stop "$plain_server" plain
servers=

# --- Compare ------------------------------------------------------------------------------------------------------

digest() { [ -f "$1" ] && sha256sum "$1" | cut -d ' ' -f 1; }

# The file on the server's side: what it received, or what it handed back before it moved it to sent/.
other_side() {
    if [ "$1" = sent ]; then
        printf '%s\n' "$work/inbox/O0013PARTNER/$2"
    else
        printf '%s\n' "$work/handed-back/$(printf '%s' "$2" | tr 'A-Z' 'a-z')"
    fi
}

say "What went over the line (the servers' trails are in $work/tls.log and $work/plain.log)"
printf '%-3s %-16s %-4s %-6s %11s %9s %8s  %-12s %s\n' '' file OFTP format bytes seconds MB/s digests 'end response'
rows=0
tab=$(printf '\t')
while IFS="$tab" read -r direction version name format bytes seconds sha response _; do
    rows=$((rows + 1))
    there=$(digest "$(other_side "$direction" "$name")" || true)
    if [ "$sha" = "$there" ]; then equal=equal; else equal=DIFFERENT; failed=yes; fi
    case $direction-$version-$name in
        received-* | *-STOCK.SECURED) [ "$response" = "EERP signed" ] || failed=yes ;;
        *) [ "$response" = EERP ] || failed=yes ;;
    esac
    if [ "$direction" = sent ]; then arrow='->'; else arrow='<-'; fi
    rate=$(awk -v b="$bytes" -v s="$seconds" 'BEGIN { if (s > 0) printf "%.1f", b / 1e6 / s; else printf "-" }')
    printf '%-3s %-16s %-4s %-6s %11s %9s %8s  %-12s %s\n' \
        "$arrow" "$name" "$version" "$format" "$bytes" "$seconds" "$rate" "$equal" "$response"
done <"$work/results.tsv"

[ "$rows" = 10 ] || { echo "$rows files went over the line, not 10"; failed=yes; }
answers=$(grep -c 'end response for .*: delivered' "$work/tls.log" || true)
[ "$answers" = 2 ] || { echo "the server got $answers end responses for its two files"; failed=yes; }
left=$(find "$work/outbox/O0013PARTNER" -maxdepth 1 -type f | wc -l)
[ "$left" -eq 0 ] || { echo "$left files are still in the server's outbox"; failed=yes; }

[ "$failed" = no ] || fail "something differs, see above"
echo "Everything arrived, everything is identical, every end response came."
