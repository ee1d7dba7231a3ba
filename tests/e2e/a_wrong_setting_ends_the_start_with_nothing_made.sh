#!/bin/sh
# A certificate that is not there is a wrong setting (78), found before a data directory is filled, and by check-config, too.
. "$(dirname "$0")/lib.sh"

export SLIPWAY_TLS_CERTIFICATE="$work/none.crt" SLIPWAY_TLS_PRIVATE_KEY="$work/none.key" SLIPWAY_LISTEN=https://127.0.0.1:0
# exits_78 COMMAND...
exits_78() {
    status=0
    timeout 20 "$@" >"$work/output" 2>&1 || status=$?
    expect_equal 78 "$status" "exit status of $*"
    expect_output none.crt
}
exits_78 "$SLIPWAYD" serve --data "$data"
exits_78 "$SLIPWAYD" check-config --data "$data"
[ ! -e "$data/slipway.db" ] || fail "a catalog was made"
unset SLIPWAY_TLS_CERTIFICATE SLIPWAY_TLS_PRIVATE_KEY SLIPWAY_LISTEN
start_server
