#!/bin/sh
# Four hundred clients ask for the same eight megabytes, in the clear and under TLS, and read not one byte of them. The
# daemon holds no more than a record for each, and answers everybody else.
. "$(dirname "$0")/lib.sh"

resident_kib() { sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$server_pid/status"; }
# let_wait PATH COUNT: COUNT clients send their request and read nothing.
let_wait() {
    python3 "$here/silent_clients.py" "$url" "$1" "$2" >"$work/silent-$2" 2>&1 &
    helper_pids="$helper_pids $!"
    wait_for_line "$work/silent-$2" "waiting for " $! >/dev/null || fail "the silent clients: $(cat "$work/silent-$2")"
}
# expect_little_memory CLIENTS KIB_EACH
expect_little_memory() {
    before=$(resident_kib)
    let_wait "$path" "$1"
    grown=$(($(resident_kib) - before))
    [ $grown -lt $(($1 * $2 + 4096)) ] || fail "$1 clients that read nothing made memory grow by $grown KiB"
    expect_equal ok "$(curl --fail -sS --insecure "$url/healthz")" "health beside them"
}

start_server
make_large_deb large 1.0 $((8 * 1024 * 1024)) "$work/large_1.0_all.deb"
expect_success upload "$work/large_1.0_all.deb"
path=$(json '["packages"][0]["path"]' <"$work/output")
expect_success curl --fail -sS -o /dev/null "$url$path"
expect_little_memory 400 16
stop_server

openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 \
    -keyout "$work/tls.key" -out "$work/tls.pem" 2>/dev/null
printf '[tls]\ncertificate = "%s"\nprivate_key = "%s"\n' "$work/tls.pem" "$work/tls.key" >"$work/slipway.toml"
listen=https://127.0.0.1:$(free_port)
start_server --config "$work/slipway.toml"
expect_success curl --fail -sS --insecure -o /dev/null "$url$path"
expect_little_memory 401 64
